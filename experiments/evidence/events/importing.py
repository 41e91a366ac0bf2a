"""From an event file to coded acts: choose the format, read, cut, leave out what is no act, number what is left."""

from __future__ import annotations

import csv
import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from ....scenarios.problems import choices, shown
from ...errors import UserError
from ..episodes import CODE, COLUMNS, OPTIONAL, RESERVED
from ..record.directed import NO_ACTION, QUIET_DAYS, level_of
from .formats import DATASETS, NOT_EVENTS, PLAIN, Format, plain
from .reading import SEPARATOR_NAMES, Row, SourceFile, look_at, rows
from .rows import RUNG_OF, Drop, Raw

#: Later rows are the exam: nothing is fitted to them, so they are left out unless asked for.
CUT = datetime.date(2001, 12, 31)
LOUD = (
    "--cut {cut}: rows after {default} are kept back as the exam of this model. Use them to score forecasts that were "
    "made before they were seen; what is fitted to them, or chosen after looking at them, can never be tested again."
)
ACT_COLUMNS = (
    "case", "n", "date", "actor", "target", "place", "rung", "killed", "answers", "mode", "warned", "claim", "level",
    "line", "guessed",
)  # fmt: skip
DROP_COLUMNS = ("line", "reason", "value")
ALWAYS_GUESSED = (
    "reply links: none of these files has them, so answers is empty",
    "warned 0 and claim unclaimed: no file says",
)


class ImportedAct(NamedTuple):
    """An act with its number and codes, ready to be written."""

    raw: Raw
    case: str
    n: int
    actor: str
    target: str
    rung: int
    level: int


class KeptColumns(NamedTuple):
    """Columns of the file that its acts keep as they are, and their values by the line of a row."""

    names: tuple[str, ...]
    values: dict[int, tuple[str, ...]]


class Imported(NamedTuple):
    """What a file became.

    ``names``: what each code stands for; ``notes``: what was guessed of every act; ``kept``: columns kept as they are.
    """

    source: SourceFile
    format: Format
    cut: datetime.date
    acts: list[ImportedAct]
    drops: list[Drop]
    names: dict[str, str]
    states: set[str]
    notes: tuple[str, ...]
    kept: KeptColumns

    @property
    def reasons(self) -> Counter[str]:
        """How many rows were left out, by reason."""
        return Counter(drop.reason for drop in self.drops)

    @property
    def guesses(self) -> Counter[str]:
        """How many acts have something guessed, by what."""
        return Counter(guess for act in self.acts for guess in act.raw.guessed)


def import_events(
    path: Path,
    name: str | None = None,
    columns: Mapping[str, str] | None = None,
    cut: datetime.date = CUT,
    keep: Sequence[str] = (),
) -> Imported:
    """Read an event file.

    Args:
        path: the file.
        name: of its format; by default the one whose columns it has.
        columns: of a plain file: what an act has, to the column that has it.
        cut: later acts are left out.
        keep: columns of the file that its acts keep as they are.

    Raises:
        ScenarioError: the file cannot be read.
        UserError: its format is none that is known, or it lacks a column that was named.
    """
    source = look_at(path)
    chosen = _format(source, name, columns or {})
    raws: list[Raw] = []
    drops: list[Drop] = []
    kept = KeptColumns(_kept_names(source, keep), {})
    for found in chosen.read(_noting(rows(source), kept)):
        if isinstance(found, Raw):
            raws.append(found)
        else:
            drops.append(found)
    acts, names, states = _numbered(_kept(raws, cut, drops))
    drops.sort(key=lambda drop: drop.line)
    plain_rungs = all(raw.rung < 0 for raw in raws)
    rungs = ("rung from the level: threat as 1, display as 3, force as 7, war as 11",) if plain_rungs else ()
    notes = (*chosen.tells, *rungs, *ALWAYS_GUESSED)
    return Imported(source, chosen, cut, acts, drops, names, states, notes, kept)


def _kept_names(source: SourceFile, keep: Sequence[str]) -> tuple[str, ...]:
    """The columns that acts keep, in small letters as the file's are.

    Raises:
        UserError: there is no such column, or acts have one of that name already.
    """
    names = tuple(dict.fromkeys(name.strip().lower() for name in keep))
    for name in names:
        if name not in source.columns:
            near = choices(name, source.columns)
            raise UserError(f"{source.path}:1:1: --keep {shown(name)}: no such column: {near}")
        if name in (*ACT_COLUMNS, *COLUMNS, *OPTIONAL):
            raise UserError(f"{source.path}:1:1: --keep {name}: acts have a column of that name of their own")
    return names


def _noting(table: Iterable[Row], kept: KeptColumns) -> Iterator[Row]:
    """The same rows; what acts keep of each is noted by its line."""
    for row in table:
        if kept.names and not row.wrong:
            kept.values[row.line] = tuple(row.values[name] for name in kept.names)
        yield row


def parse_columns(text: str) -> dict[str, str]:
    """Read ``date=DAY,actor=WHO,...``.

    Raises:
        UserError: it is not written so, or names something that an act does not have.
    """
    found: dict[str, str] = {}
    for part in text.split(","):
        key, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not column:
            raise UserError(f"--columns: {shown(part)}: write it as date=DAY,actor=WHO,target=WHOM,level=HOSTLEV")
        if key not in PLAIN:
            raise UserError(f"--columns: an act has no {shown(key)}: {choices(key, PLAIN)}")
        found[key] = column.lower()
    return found


def _format(source: SourceFile, name: str | None, columns: Mapping[str, str]) -> Format:
    known = {entry.name: entry for entry in DATASETS}
    if columns or name == "plain":
        return _plain(source, columns)
    if name is not None and name not in known:
        raise UserError(f"--format: {shown(name)}: {choices(name, [*known, 'plain'])}")
    if name is not None:
        missing = [column for column in known[name].needs if column not in source.columns]
        if missing:
            raise UserError(f"{source.path}:1:1: no {known[name].title}: it lacks {', '.join(missing)}")
        return known[name]
    found = next((entry for entry in DATASETS if set(entry.needs) <= set(source.columns)), None)
    if found is not None:
        return found
    if set(PLAIN[:3]) <= set(source.columns):
        return _plain(source, {})
    hint = next((text for column, text in NOT_EVENTS.items() if column in source.columns), "")
    raise UserError(
        f"{source.path}:1:1: {hint or _unknown(source)}. Or name the columns: --columns date=...,actor=...,target=..."
    )


def _unknown(source: SourceFile) -> str:
    separator = SEPARATOR_NAMES[source.separator]
    listed = ", ".join(shown(name) for name in source.columns[:12])
    return f"these columns are those of no known format ({listed}; separator {separator})"


def _plain(source: SourceFile, columns: Mapping[str, str]) -> Format:
    named = dict(columns) or {name: name for name in PLAIN if name in source.columns}
    missing = [name for name in PLAIN[:3] if name not in named]
    if missing:
        raise UserError(f"{source.path}:1:1: --columns: say which column has the {', '.join(missing)} of an act")
    for name, column in named.items():
        if column not in source.columns:
            near = choices(column, source.columns)
            raise UserError(f"{source.path}:1:1: --columns {name}={column}: there is no such column: {near}")
    tells: tuple[str, ...] = ("mode: every actor taken for a state",)
    if "case" not in named:
        tells = (*tells, f"case: the pair of actors, until it is quiet for {QUIET_DAYS} days")
    return Format("plain", "plain columns", tuple(named.values()), plain(named), tells)


def _kept(raws: Iterable[Raw], cut: datetime.date, drops: list[Drop]) -> list[Raw]:
    """Acts that are acts, up to the cut, each once; the others join the drops."""
    seen: dict[tuple[Any, ...], int] = {}
    kept = []
    for raw in raws:
        actor, target = raw.actor.strip(), raw.target.strip()
        key = (raw.case, raw.date, actor, target, raw.level, raw.rung, raw.deaths, raw.order)
        if not actor or not target:
            drops.append(Drop(raw.line, "no actor or no target", f"{actor} -> {target}"))
        elif actor.casefold() == target.casefold():
            drops.append(Drop(raw.line, "actor and target are the same", actor))
        elif raw.date > cut:
            drops.append(Drop(raw.line, f"after the cut of {cut}", raw.date.isoformat()))
        elif raw.rung < 0 and raw.level <= NO_ACTION:
            drops.append(Drop(raw.line, "no militarized action", str(raw.level)))
        elif seen.setdefault(key, raw.line) != raw.line:
            drops.append(Drop(raw.line, "a duplicate", f"of line {seen[key]}"))
        else:
            kept.append(raw)
    return kept


def _numbered(raws: list[Raw]) -> tuple[list[ImportedAct], dict[str, str], set[str]]:
    """Acts in order of case and date with codes for their names, and what each code stands for."""
    codes = _codes(dict.fromkeys(name for raw in raws for name in (raw.actor.strip(), raw.target.strip())))
    cases = _codes(dict.fromkeys(case for case in _cases(raws, codes)))
    ordered = sorted(
        zip(_cases(raws, codes), raws, strict=True), key=lambda pair: (pair[0], pair[1].date, pair[1].order)
    )
    count: Counter[str] = Counter()
    acts = []
    for case, raw in ordered:
        count[case] += 1
        rung = raw.rung if raw.rung >= 0 else int(RUNG_OF[raw.level])
        level = raw.level or int(level_of(rung))
        acts.append(
            ImportedAct(raw, cases[case], count[case], codes[raw.actor.strip()], codes[raw.target.strip()], rung, level)
        )
    states = {codes[raw.actor.strip()] for raw in raws if raw.state}
    return acts, {code: name for name, code in codes.items()}, states


def _cases(raws: list[Raw], codes: Mapping[str, str]) -> list[str]:
    """The case of each act: that of the file, or the pair of its actors and how many quiet spells it has had."""
    last: dict[str, tuple[datetime.date, int]] = {}
    found = [""] * len(raws)
    for k in sorted(range(len(raws)), key=lambda k: raws[k].date):
        raw = raws[k]
        if raw.case.strip():
            found[k] = raw.case.strip()
            continue
        pair = "_".join(sorted((codes[raw.actor.strip()], codes[raw.target.strip()])))
        before, spell = last.get(pair, (raw.date, 1))
        spell += (raw.date - before).days > QUIET_DAYS
        last[pair] = raw.date, spell
        found[k] = f"{pair}_{spell}"
    return found


def _codes(names: Iterable[str]) -> dict[str, str]:
    """A code for each name: small letters, digits and _; names that would share one are numbered."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        code = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:34] or "actor"
        code = code if code[0].isalpha() and code not in RESERVED else f"a_{code}"
        assert CODE.fullmatch(code), code
        first, number = code, 1
        while code in taken:
            number += 1
            code = f"{first}_{number}"
        taken.add(code)
        found[name] = code
    return found


def write_acts(found: Imported, stream: IO[str]) -> None:
    """Write the acts in the columns of the codebook."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow((*ACT_COLUMNS, *found.kept.names))
    for act in found.acts:
        raw = act.raw
        writer.writerow(
            (
                act.case, act.n, raw.date.isoformat(), act.actor, act.target, raw.place, act.rung,
                "" if raw.deaths < 0 else raw.deaths, "", "state" if act.actor in found.states else "nonstate", 0,
                "unclaimed", act.level, raw.line, "; ".join(raw.guessed), *found.kept.values.get(raw.line, ()),
            )
        )  # fmt: skip


def write_drops(found: Imported, stream: IO[str]) -> None:
    """Write every row that became no act, with its reason."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(DROP_COLUMNS)
    writer.writerows((drop.line, drop.reason, drop.value[:200]) for drop in found.drops)


def as_json(found: Imported) -> dict[str, Any]:
    """What was done, for machines."""
    days = [act.raw.date for act in found.acts]
    return {
        "file": str(found.source.path),
        "format": found.format.name,
        "encoding": found.source.encoding,
        "separator": SEPARATOR_NAMES[found.source.separator],
        "cut": found.cut.isoformat(),
        "acts": len(found.acts),
        "cases": len({act.case for act in found.acts}),
        "actors": len(found.names),
        "from": min(days).isoformat() if days else None,
        "to": max(days).isoformat() if days else None,
        "dropped": dict(found.reasons.most_common()),
        "guessed": dict(found.guesses.most_common()),
        "guessed_of_every_act": list(found.notes),
    }
