"""The formats of event files, each with the columns it is known by and what a row becomes.

Column names and codes: Militarized Interstate Events 1.0 (Gibler and Miller 2023); incident participants of the
Militarized Interstate Disputes 3 to 5 (Palmer et al. 2022); UCDP Georeferenced Event Dataset (Sundberg and Melander
2013); International Crisis Behavior, actor level (Brecher and Wilkenfeld).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from ..record.directed import DISPLAY, FORCE, NO_ACTION
from . import rows
from .reading import Row
from .rows import Drop, Raw, Unusable

Values = dict[str, str]
Found = Iterator[Raw | Drop]
Read = Callable[[Iterable[Row]], Found]


class Format(NamedTuple):
    """A format: what it is called, the columns it is known by, and what reads its rows.

    ``tells`` is what is guessed of every row, once for the whole file.
    """

    name: str
    title: str
    needs: tuple[str, ...]
    read: Read
    tells: tuple[str, ...] = ()


def each(make: Callable[[int, Values], Iterable[Raw | Drop]]) -> Read:
    """Reading that makes the acts of each row by itself."""

    def read(table: Iterable[Row]) -> Found:
        for row in table:
            try:
                yield from [Drop(row.line, row.wrong)] if row.wrong else make(row.line, row.values)
            except Unusable as fault:
                yield Drop(row.line, *map(str, fault.args))

    return read


def mie(line: int, row: Values) -> Iterable[Raw | Drop]:
    """An event of MIE: one state threatens, displays or uses force against another."""
    day, guessed = rows.date_of(row["styear"], row["stmon"], row["stday"])
    dead = rows.deaths(row.get("fatalmin2", ""))
    yield Raw(
        line, f"mic_{row['micnum']}", day, _state(row["ccode1"]), _state(row["ccode2"]), rows.level(row["hostlev"]),
        dead, order=rows.whole(row.get("eventnum", "")) or 0, guessed=guessed,
    )  # fmt: skip


def _state(code: str) -> str:
    number = rows.whole(code)
    if number is None:
        raise Unusable("no state code", code)
    return f"cow_{number}"


#: Names of the numbers of dispute and incident: version 5, then 4 and 3.
DISPUTE, INCIDENT = ("dispnum", "dispnum4", "dispnum3"), ("incidnum", "incidnum4", "incidnum3")
#: Fewest deaths of each category of the disputes data.
FEWEST_DEAD = {0: 0, 1: 1, 2: 26, 3: 101, 4: 251, 5: 501, 6: 1000}


def midip(table: Iterable[Row]) -> Found:
    """Incidents of MID from the rows of their participants: the acts of each side on each of the other."""

    def incident(row: Row) -> tuple[str, str]:
        return tuple(
            next((row.values[name] for name in names if name in row.values), "") for names in (DISPUTE, INCIDENT)
        )  # pyright: ignore[reportReturnType]

    for (dispute, number), group in groupby(table, incident):
        members, usable = list(group), []
        for row in members:
            if row.wrong:
                yield Drop(row.line, row.wrong)
            else:
                usable.append(row)
        sides = [[row for row in usable if row.values["insidea"] == side] for side in ("1", "0")]
        if not all(sides):
            yield from (Drop(row.line, "an incident with participants on one side only", number) for row in usable)
            continue
        for own, others in (sides, sides[::-1]):
            for row in own:
                yield from _participant(row, others, f"mid_{dispute}", number)


def _participant(row: Row, others: list[Row], case: str, number: str) -> Found:
    """The acts of a participant on every participant of the other side; none where it took no action."""
    try:
        level = rows.level(row.values["hostlev"])
        if level == NO_ACTION:
            return
        day, guessed = rows.date_of(*(row.values[name] for name in ("styear", "stmon", "stday")))
        for other in others:
            dead, fuzzy = _dead(other.values)
            yield Raw(
                row.line, case, day, _country(row.values), _country(other.values), level, dead,
                order=2 * (rows.whole(number) or 0) + (row.values["insidea"] != "1"), guessed=guessed + fuzzy,
            )  # fmt: skip
    except Unusable as fault:
        yield Drop(row.line, *map(str, fault.args))


def _country(row: Values) -> str:
    return row.get("stabb") or _state(row["ccode"])


def _dead(row: Values) -> tuple[int, tuple[str, ...]]:
    """Deaths of a participant: the precise number, or the fewest of its category."""
    precise = rows.deaths(row.get("fatalpre", ""))
    category = rows.whole(row.get("fatality", ""))
    if precise >= 0 or category is None:
        return precise, ()
    if category not in FEWEST_DEAD:
        raise Unusable("unknown category of deaths", str(category))
    return FEWEST_DEAD[category], ("deaths: the fewest of their category",) if category else ()


GED_DYAD = ("dyad_new_id", "dyad_dset_id", "dyad_id")
#: Precision of the date up to which an event keeps a day: within a week.
PRECISE = 3
ONE_SIDED = 3


def ged(line: int, row: Values) -> Iterable[Raw | Drop]:
    """An event of GED: it does not say who struck, and is taken for an act against each side that lost people."""
    if rows.whole(row["type_of_violence"]) == ONE_SIDED:
        raise Unusable("violence against civilians: there is no other side", row["type_of_violence"])
    precision = rows.whole(row.get("date_prec", "1")) or 1
    if precision > PRECISE:
        raise Unusable("the date is known to the month or worse", row["date_prec"])
    day = rows.date(row["date_start"])
    guessed = () if precision == 1 else ("day: the first of the days it may have been",)
    case = next((row[name] for name in GED_DYAD if row.get(name)), f"{row['side_a']}_{row['side_b']}")
    sides = [(row["side_a"], row.get("gwnoa", "")), (row["side_b"], row.get("gwnob", ""))]
    lost = [rows.deaths(row["deaths_a"]), rows.deaths(row["deaths_b"])]
    if max(lost) <= 0:
        raise Unusable("nobody of either side is known to have died: who struck cannot be told", row.get("best", ""))
    for k, (own, other) in enumerate((sides, sides[::-1])):
        if lost[1 - k] > 0:
            yield Raw(
                line, f"dyad_{case}", day, own[0], other[0], FORCE, lost[1 - k], place=row.get("country", ""),
                state=bool(own[1]) or own[0].startswith("Government of"),
                guessed=(*guessed, "actor: the side that did not suffer these deaths"),
            )  # fmt: skip


#: Levels of triggers and of major responses: only those that are military or violent are acts.
TRIGGERS = {7: DISPLAY, 8: FORCE, 9: FORCE}
RESPONSES = {6: DISPLAY, 7: DISPLAY, 8: FORCE, 9: FORCE}
#: Codes of triggering entities that are no single state.
NO_STATE = range(990, 1000)


def icb(line: int, row: Values) -> Iterable[Raw | Drop]:
    """A crisis actor of ICB: what triggered its crisis, and its major response to whoever did."""
    entity, trigger, response = (rows.whole(row[name]) for name in ("trigent", "triggr", "majres"))
    if entity is None or entity in NO_STATE:
        raise Unusable("the trigger came from no single state", row["trigent"])
    day, guessed = rows.date_of(row["yrtrig"], row["motrig"], row["datrig"])
    own, other, case = _state(row["cracid"]), _state(row["trigent"]), f"icb_{row['crisno']}"
    if trigger in TRIGGERS:
        indirect = ("directed: an indirect violent act",) if trigger == 8 else ()
        yield Raw(line, case, day, other, own, TRIGGERS[trigger], -1, order=0, guessed=guessed + indirect)
    else:
        yield Drop(line, "the trigger was no military act", row["triggr"])
    if response not in RESPONSES:
        yield Drop(line, "the major response was no military act", row["majres"])
        return
    wait = rows.whole(row.get("trgresra", ""))
    if wait is None or wait < 0:
        yield Drop(line, "the day of the response is not known", row.get("trgresra", ""))
        return
    later = day + datetime.timedelta(days=min(wait, 36_500))
    yield Raw(line, case, later, own, other, RESPONSES[response], -1, order=1, guessed=guessed)


#: What a plain file may tell of an act; the first three it must.
PLAIN = ("date", "actor", "target", "level", "rung", "deaths", "case", "place")


def plain(columns: Mapping[str, str]) -> Read:
    """Reading of a plain file whose columns are named: what an act has, to the column that has it."""

    def make(line: int, row: Values) -> Iterable[Raw | Drop]:
        told = {name: row[column] for name, column in columns.items()}
        guessed = () if told.get("level") or told.get("rung") else ("level: a use of force",)
        rung = rows.rung(told["rung"]) if told.get("rung") else -1
        level = rows.level(told["level"]) if told.get("level") else FORCE if rung < 0 else 0
        yield Raw(
            line, told.get("case", ""), rows.date(told["date"]), told["actor"], told["target"], level,
            rows.deaths(told.get("deaths", "")), place=told.get("place", ""), rung=rung, guessed=guessed,
        )  # fmt: skip

    return each(make)


DATASETS: tuple[Format, ...] = (
    Format(
        "mie", "Militarized Interstate Events",
        ("micnum", "ccode1", "ccode2", "styear", "stmon", "stday", "hostlev"), each(mie),
    ),
    Format(
        "midip", "Militarized Interstate Disputes, incident participants",
        ("ccode", "styear", "stmon", "stday", "insidea", "hostlev"), midip,
    ),
    Format(
        "ged", "UCDP Georeferenced Event Dataset",
        ("type_of_violence", "side_a", "side_b", "date_start", "deaths_a", "deaths_b"), each(ged),
        ("who struck whom is not in the file: an act is entered against each side that lost people",),
    ),
    Format(
        "icb", "International Crisis Behavior, actor level",
        ("crisno", "cracid", "yrtrig", "motrig", "datrig", "triggr", "trigent", "majres"), each(icb),
        ("only the trigger and the major response of each crisis actor are in the file",),
    ),
)  # fmt: skip
#: Files of the same datasets that hold no directed acts, by a column of theirs, and what to take instead.
NOT_EVENTS = {
    "fatality2": "this is a summary of disputes by pair, without acts: import MIDIP, the incident participants",
    "tbi": "MIDI has incidents without their participants: import MIDIP, the incident participants",
    "numa": "this file has disputes or incidents without their participants: import MIDIP, the incident participants",
    "hiact": "this file has participants of whole disputes, no acts: import MIDIP, the incident participants",
    "viol": "ICB's system-level file has crises without acts: import the actor-level file, ICB2",
}
