"""What must hold in any table of results, whoever computed it: causes, order, bounds, and sums that agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ...model.outcomes import Measured, outcomes_of
from ...model.world.acts import ORIGIN_NAMES, Origin
from ...model.world.asked import ENDLESS, PREFIX, STATE, QuestionTable
from ...model.world.ladder import FIRST_KINETIC, LAST_DRAWN, RUNG_NAMES, is_kinetic
from .arrays import plain

Columns = Mapping[str, NDArray[Any]]
#: A rule in words, and the rows (as flags) that break it.
Broken = tuple[str, NDArray[np.bool_]]
COUNTS = ("launched", "intercepted", "hits", "killed", "killed_civilians", "wounded")
HIGHEST_RANK = 2
#: Columns of the daily quantiles, from the lowest level up.
LEVELS = ("q05", "q25", "q50", "q75", "q95")
#: The most that a measure of acts can be, given the days; those that are not here are yes or no.
MOST_OF: Mapping[str, Callable[[int], int]] = {
    "first_day": lambda days: days - 1,
    "delay": lambda days: days - 1,
    "first_rung": lambda _: len(RUNG_NAMES) - 1,
    "highest_rung": lambda _: len(RUNG_NAMES) - 1,
    **dict.fromkeys(("count", "killed", "wounded"), lambda _: ENDLESS),
}
ONE_ROW_EACH = "there is not one row a day, actor and measure"


def columns_of(table: pa.Table) -> dict[str, NDArray[Any]]:
    """Columns as NumPy arrays, names as numbers of their dictionary (-1 for none)."""
    found = {name: plain(table[name]) for name in table.column_names}
    dates = {name: values.astype("datetime64[D]") for name, values in found.items() if values.dtype.kind == "M"}
    return found | dates


def acts_broken(acts: Columns, start: str, days: int) -> Iterator[Broken]:
    """Rules of the log of acts.

    Args:
        acts: columns of whole runs, as `columns_of` gives them.
        start: date of day 0.
        days: horizon.

    Yields:
        Each rule with the rows that break it, shape (rows,).
    """
    run, act, day, cause = (acts[name].astype(np.int64) for name in ("run", "act", "day", "cause"))
    first = np.searchsorted(run, run, side="left")
    yield "runs do not stand in order", np.diff(run, prepend=run[:1]) < 0
    yield "acts are not numbered from 0 within their run", act != np.arange(len(act)) - first
    yield "the day is before that of the act before", (np.diff(day, prepend=day[:1]) < 0) & (act > 0)
    yield f"the day is outside 0 to {days - 1}", (day < 0) | (day >= days)
    yield "the date is not that of the day", acts["date"] != np.datetime64(start, "D") + day
    yield "the cause is no earlier act of the run", (cause < -1) | (cause >= act)
    yield from _descent(acts, first, cause, act)
    yield from _kinds(acts, cause)
    yield from _damage(acts)


def _descent(acts: Columns, first: NDArray[Any], cause: NDArray[Any], act: NDArray[Any]) -> Iterator[Broken]:
    """Generation and chain follow from the cause."""
    answers = (cause >= 0) & (cause < act)
    before = np.clip(first + np.where(answers, cause, 0), 0, max(0, len(act) - 1))
    generation, chain = acts["generation"], acts["chain"]
    yield "a root is not of generation 0", (cause == -1) & (generation != 0)
    yield "the generation is not one more than that of the cause", answers & (generation != generation[before] + 1)
    yield "the chain is not that of the cause", answers & (chain != chain[before])


def _kinds(acts: Columns, cause: NDArray[Any]) -> Iterator[Broken]:
    """What an act is called and what it is."""
    rung, origin = acts["rung"], acts["origin"]
    answer = np.isin(origin, (Origin.REPLY, Origin.DISPLACED))
    yield f"the rung is outside 0 to {len(RUNG_NAMES) - 1}", (rung < 0) | (rung >= len(RUNG_NAMES))
    yield "the name of the rung is another's", acts["rung_name"] != rung
    yield "kinetic is not what the rung says", acts["kinetic"] != is_kinetic(rung)
    yield "the origin is none that exists", (origin < 0) | (origin >= len(ORIGIN_NAMES))
    yield "a reply has no cause", answer & (cause < 0)
    yield "a campaign or spoiler has a cause", np.isin(origin, (Origin.CAMPAIGN, Origin.SPOILER)) & (cause >= 0)
    yield "displaced is not what the origin says", acts["displaced"] != (origin == Origin.DISPLACED)
    yield "observed is not what the origin says", acts["observed"] != (origin == Origin.EVENT)
    yield "nobody acts", acts["actor"] < 0
    yield f"the rank is outside 0 to {HIGHEST_RANK}", (acts["rank"] < 0) | (acts["rank"] > HIGHEST_RANK)


def _damage(acts: Columns) -> Iterator[Broken]:
    for name in COUNTS:
        yield f"{name} is negative", acts[name] < 0
    yield "more civilians were killed than people", acts["killed_civilians"] > acts["killed"]
    yield "more was intercepted than launched", acts["intercepted"] > acts["launched"]


def runs_broken(runs: Columns, seed: int, days: int) -> Iterator[Broken]:
    """Rules of the table of runs, each with the rows that break it."""
    yield "the seed is another", runs["seed"] != seed
    yield "more acts of force than acts", runs["kinetic_acts"] > runs["acts"]
    yield "more civilians were killed than people", runs["killed_civilians"] > runs["killed"]
    yield "the longest chain has more acts of force than the run", runs["longest_chain"] > runs["kinetic_acts"]
    yield (
        "the highest rung is none of force",
        (runs["peak_rung"] != 0) & ((runs["peak_rung"] < FIRST_KINETIC) | (runs["peak_rung"] > LAST_DRAWN)),
    )
    yield "it ended by nothing", runs["ended_by"] < 0
    for name in filter(runs.__contains__, outcomes_of(Measured.COUNT)):
        yield f"{name} is negative", runs[name] < 0
    for name in filter(runs.__contains__, outcomes_of(Measured.DAY)):
        yield f"{name} is outside -1 to {days - 1}", (runs[name] < -1) | (runs[name] >= days)


def questions_broken(runs: Columns, questions: Sequence[QuestionTable], days: int) -> Iterator[Broken]:
    """Rules of the answers to questions in the table of runs; a state on a day may be any number."""
    for asked in questions:
        if not asked.name or asked.kind == STATE:
            continue
        own = f"{PREFIX}{asked.name}"
        rest = [name for name in asked.columns() if name != own]
        if missing := [name for name in rest if name not in runs]:
            yield f"{missing[0]} is not there", np.ones(len(runs[own]), np.bool_)
            continue
        broken = _shares_broken(runs, own, rest) if asked.per_act else _answer_broken(runs, asked, own, rest, days)
        yield from ((f"{own} {words}", rows) for words, rows in broken)


def _answer_broken(
    runs: Columns, asked: QuestionTable, own: str, rest: Sequence[str], days: int
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """What a run answers: yes, no, or a whole number that its measure may be, with the day and the count of acts."""
    value, unasked = runs[own], np.isnan(runs[own])
    yes_or_no = asked.holds is not None or asked.measure not in MOST_OF
    most = 1 if yes_or_no else MOST_OF[asked.measure](days)
    outside = (value < 0) | (value > most) | (value != np.floor(value))
    yield f"is no whole number from 0 to {most}" if most < ENDLESS else "is no count", outside & ~unasked
    for name in rest:
        least, end = (-1, days) if name.endswith(".day") else (0, ENDLESS)
        yield f"has another {name.rpartition('.')[2]} than there can be", (runs[name] < least) | (runs[name] >= end)
        yield "has acts in a run of which it was not asked", unasked & (runs[name] > least)


def _shares_broken(runs: Columns, own: str, rest: Sequence[str]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Of how many acts how many were followed, and the share."""
    for name in (name for name in rest if name.endswith(".count")):
        hits, of = runs[name], runs[f"{name.removesuffix('.count')}.of"]
        yield "counts more acts than there were", (hits < 0) | (hits > of)
    hits, of = runs[f"{own}.count"], runs[f"{own}.of"]
    share = np.divide(hits, of, out=np.full(len(of), np.nan), where=of > 0)
    yield "is not the share of its acts", ~np.isclose(share, runs[own], equal_nan=True)


def sums_broken(runs: Columns, acts: Columns) -> Iterator[Broken]:
    """Where the outcomes of runs are not what their acts add up to; ``runs`` are those whose acts are kept."""
    if not len(runs["run"]):
        return
    place = np.searchsorted(runs["run"], acts["run"])
    place = np.minimum(place, len(runs["run"]) - 1)
    own = runs["run"][place] == acts["run"]

    def added(values: NDArray[Any]) -> NDArray[Any]:
        total = np.zeros(len(runs["run"]), np.int64)
        np.add.at(total, place[own], values[own].astype(np.int64))
        return total

    yield "acts is not the number of acts", runs["acts"] != added(np.ones(len(place)))
    yield "kinetic_acts is not their number", runs["kinetic_acts"] != added(acts["kinetic"])
    yield "killed is not what acts and wars add up to", runs["killed"] != added(acts["killed"]) + runs["killed_in_war"]
    for name in ("killed_civilians", "wounded"):
        yield f"{name} is not what the acts add up to", runs[name] != added(acts[name])


def days_broken(days: Columns, actors: int, measures: int, horizon: int) -> Iterator[Broken]:
    """Rules of the daily quantiles."""
    yield "the day is outside the horizon", (days["day"] < 0) | (days["day"] >= horizon)
    yield "the actor or measure is none", (days["actor"] < 0) | (days["measure"] < 0)
    levels = [days[name] for name in LEVELS]
    for low, high in pairwise(levels):
        yield "quantiles fall", low > high
    yield "pressure is outside 0 to 1", (days["measure"] == 0) & ((levels[0] < 0) | (levels[-1] > 1))
    many = np.full(len(days["day"]), len(days["day"]) != horizon * actors * measures)
    yield ONE_ROW_EACH, many


def wars_broken(wars: Columns, days: int) -> Iterator[Broken]:
    """Rules of the table of wars."""
    first, last = wars["first_day"], wars["last_day"]
    yield "an actor is at war with itself or nobody", (wars["side_a"] == wars["side_b"]) | (wars["side_a"] < 0)
    yield "it opens outside the horizon", (first < 0) | (first >= days)
    yield "it ends before it opens or after the horizon", ((last < first) & (last != -1)) | (last >= days)
    yield "deaths are negative", (wars["killed_a"] < 0) | (wars["killed_b"] < 0)


def pauses_broken(pauses: Columns, days: int) -> Iterator[Broken]:
    """Rules of the table of pauses."""
    first, last = pauses["first_day"], pauses["last_day"]
    yield "an actor pauses toward itself or nobody", (pauses["actor"] == pauses["against"]) | (pauses["against"] < 0)
    yield "nobody pauses", pauses["actor"] < 0
    yield "it begins outside the horizon", (first < 0) | (first >= days)
    yield "it ends before it begins or after the horizon", ((last < first) & (last != -1)) | (last >= days)
    yield "it is broken by an act, and goes on", (pauses["broken_by"] >= 0) & (last == -1)
    yield "a truce is over an act, or another pause over none", (pauses["word"] < 0) != (pauses["act"] < 0)


def answers_broken(answers: Columns) -> Iterator[Broken]:
    """Rules of the table of further answers."""
    act, also = answers["act"], answers["also_answers"]
    yield "it answers no earlier act", (also < 0) | (also >= act)
