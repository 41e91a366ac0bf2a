"""Coded episodes: chains of acts with who did what to whom, when, and what it answered.

The columns are those of the codebook, or the older names in ``episodes.csv`` beside this file; `SOURCES.md` explains
both. A file of one's own is checked as a scenario is: every mistake at once, with file, line and column.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from ...model.world.ladder import RUNGS, is_kinetic
from ...scenarios.problems import Problem, ScenarioError, choices, shown
from ...scenarios.text.yaml_text import utf8

PACKAGE = "brink.experiments.evidence"
SHIPPED = "episodes.csv"
COLUMNS = (
    "chain", "n", "date", "actor", "target", "locus", "rung", "fat", "resp_to", "mode", "warn", "claim"
)  # fmt: skip
#: May be left out: days since what is answered, and the level of hostility where it says more than the rung.
OPTIONAL = ("delay_d", "level")
#: The names of the codebook for columns of the older file.
ALIASES = {"case": "chain", "place": "locus", "killed": "fat", "answers": "resp_to", "warned": "warn"}
MODES = ("state", "proxy", "nonstate")
CLAIMS = ("claimed", "denied", "unclaimed")
MOST_ROWS, MOST_BYTES = 100_000, 32 * 1024 * 1024
CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
RESERVED = ("value", "none", "default_state", "default_militia", "default_soil")
#: Mistakes of a file that are told.
MOST_TOLD = 200
#: Days within which a reply counts, unless the data end before.
WINDOW = 30


class CodedAct(NamedTuple):
    """A coded act. ``answers``: the ``n`` it answers (0: none); ``delay``: days since; ``killed``: at the target.

    ``level``: of hostility where the file says so, else 0 for that of the rung; ``counted``: whether the file says how
    many were killed.
    """

    chain: str
    n: int
    date: datetime.date
    actor: str
    target: str
    locus: str
    rung: int
    killed: int
    answers: int
    delay: float
    mode: str
    warned: bool
    claim: str
    line: int
    level: int = 0
    counted: bool = True

    @property
    def kinetic(self) -> bool:
        """Whether it uses force."""
        return is_kinetic(self.rung)

    @property
    def territory(self) -> str:
        """Code of the soil it fell on: the first part of the locus, or empty."""
        first = re.split(r"[-/ ]", self.locus)[0]
        return first if CODE.fullmatch(first) else ""


class FirstReply(NamedTuple):
    """What followed an act by force within ``days``: the first reply, or None, and how many days later it came.

    Delays are differences of dates, as the model counts them; ``delay_d`` of the file only orders replies of one day.
    """

    days: int
    reply: CodedAct | None
    delay: int

    @property
    def answered(self) -> bool:
        """Whether somebody answered by force in time."""
        return self.reply is not None


class Cell(NamedTuple):
    """A value of the file with its place."""

    text: str
    line: int
    column: int


class _ValueReader:
    """Reads the values of one file and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, cell: Cell, name: str, message: str) -> None:
        if len(self.problems) == MOST_TOLD:
            message = f"more is wrong from here on: mend the first {MOST_TOLD} mistakes"
        if len(self.problems) <= MOST_TOLD:
            self._tell(cell, name, message)

    def _tell(self, cell: Cell, name: str, message: str) -> None:
        self.problems.append(Problem(self.file, cell.line, cell.column, name, message))

    def word(self, row: dict[str, Cell], name: str) -> str:
        cell = row[name]
        if not CODE.fullmatch(cell.text):
            self.wrong(cell, name, f"{shown(cell.text)} is no code: letters, digits and _, a letter first")
        elif cell.text.lower() in RESERVED:
            self.wrong(cell, name, f"{cell.text} means something else here: choose another code")
        return cell.text

    def one_of(self, row: dict[str, Cell], name: str, allowed: tuple[str, ...]) -> str:
        cell = row[name]
        if cell.text not in allowed:
            self.wrong(cell, name, f"{shown(cell.text)}: {choices(cell.text, allowed)}")
        return cell.text

    def whole(self, row: dict[str, Cell], name: str, low: int, high: int, blank: int | None = None) -> int:
        cell = row[name]
        if cell.text == "" and blank is not None:
            return blank
        if re.fullmatch(r"\d{1,9}", cell.text) and low <= int(cell.text) <= high:
            return int(cell.text)
        self.wrong(cell, name, f"{shown(cell.text)} is no whole number from {low} to {high}")
        return low

    def days(self, row: dict[str, Cell], name: str) -> float:
        cell = row[name]
        if cell.text == "":
            return -1.0
        if re.fullmatch(r"\d{1,6}(\.\d{1,9})?|\.\d{1,9}", cell.text):
            return float(cell.text)
        self.wrong(cell, name, f"{shown(cell.text)} is no number of days")
        return -1.0

    def date(self, row: dict[str, Cell], name: str) -> datetime.date:
        cell = row[name]
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell.text):
                return datetime.date.fromisoformat(cell.text)
        except ValueError:
            pass
        self.wrong(cell, name, f"{shown(cell.text)} is no date: write it as 2024-01-20")
        return datetime.date.min

    def act(self, row: dict[str, Cell]) -> CodedAct:
        act = CodedAct(
            chain=self.word(row, "chain"),
            n=self.whole(row, "n", 1, 1_000_000),
            date=self.date(row, "date"),
            actor=self.word(row, "actor"),
            target=self.word(row, "target"),
            locus=row["locus"].text,
            rung=self.whole(row, "rung", 0, RUNGS - 1),
            killed=self.whole(row, "fat", 0, 1_000_000, blank=0),
            answers=self.whole(row, "resp_to", 1, 1_000_000, blank=0),
            delay=self.days(row, "delay_d"),
            mode=self.one_of(row, "mode", MODES),
            warned=self.one_of(row, "warn", ("0", "1")) == "1",
            claim=self.one_of(row, "claim", CLAIMS),
            line=row["n"].line,
            level=self.whole(row, "level", 1, 5, blank=0),
            counted=row["fat"].text != "",
        )
        if act.actor.lower() == act.target.lower():
            self.wrong(row["target"], "target", "an actor cannot strike itself")
        return act


def read_episodes(path: str | Path | None = None) -> list[CodedAct]:
    """Acts of a file, or of the one that ships with brink, by chain in the order of the file, then by date and number.

    Raises:
        ScenarioError: the file cannot be read, lacks a column, or holds values that make no sense; every one is named.
    """
    text, name = episodes_text(path)
    return parse_episodes(text.encode(), name)


def episodes_text(path: str | Path | None = None) -> tuple[str, str]:
    """The text of a file of acts, or of the one that ships with brink, and what it is called in messages.

    Raises:
        ScenarioError: the file cannot be read.
    """
    if path is None:
        return (resources.files(PACKAGE) / SHIPPED).read_text(encoding="utf-8"), SHIPPED
    try:
        with Path(path).open("rb") as stream:
            return _text(stream.read(MOST_BYTES + 1), str(path)), str(path)
    except (OSError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise ScenarioError([Problem(str(path), 0, 0, "", f"cannot be read: {reason}")]) from None


def parse_episodes(raw: bytes, file: str) -> list[CodedAct]:
    """Acts in the bytes of a CSV file; see `read_episodes`."""
    rows = list(rows_of(raw, file))
    reader = _ValueReader(file)
    acts = [reader.act(row) for row in rows]
    if not reader.problems:
        _check_links(reader, acts, rows)
    if reader.problems:
        raise ScenarioError(reader.problems)
    if not any(act.kinetic for act in acts):
        raise ScenarioError([Problem(file, 0, 0, "", "no act of force (rung 4 to 12): nothing to score")])
    order = {chain: k for k, chain in enumerate(dict.fromkeys(act.chain for act in acts))}
    return sorted(acts, key=lambda act: (order[act.chain], act.date, act.n))


def _text(raw: bytes, file: str) -> str:
    if len(raw) > MOST_BYTES:
        raise ScenarioError([Problem(file, 0, 0, "", f"larger than {MOST_BYTES // 1024**2} MiB: not read")])
    return utf8(raw, file)


def rows_of(raw: bytes, file: str) -> Iterator[dict[str, Cell]]:
    """The rows of a CSV file as values with their places, by column.

    Raises:
        ScenarioError: the file is none, or lacks a column of coded acts.
    """
    text = _text(raw, file)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines = text.splitlines() or [""]
    try:
        header = _header(next(reader, []))
        _check_header(header, file)
        start = reader.line_num
        for count, values in enumerate(reader):
            first, start = start + 1, reader.line_num
            if not values or values == [""]:
                continue
            if count >= MOST_ROWS:
                raise ScenarioError([Problem(file, first, 1, "", f"more than {MOST_ROWS} acts")])
            if len(values) != len(header):
                message = f"{len(values)} values in a row of {len(header)} columns"
                raise ScenarioError([Problem(file, first, 1, "", message)])
            columns = _columns(lines[first - 1], len(header))
            cells = (Cell(value.strip(), first, column) for value, column in zip(values, columns, strict=True))
            # a column that may be left out is empty in every row
            yield {name: Cell("", first, 1) for name in OPTIONAL} | dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise ScenarioError([Problem(file, max(1, reader.line_num), 1, "", f"this is not CSV: {error}")]) from None


def _columns(line: str, count: int) -> list[int]:
    """Columns, from 1, at which the values of a line begin; commas inside quotes do not count."""
    starts, quoted = [1], False
    for k, letter in enumerate(line):
        quoted ^= letter == '"'
        if letter == "," and not quoted:
            starts.append(k + 2)
    return [*starts, *[starts[-1]] * count][:count]


def _header(names: list[str]) -> list[str]:
    """Names of columns, those of the codebook under their older names, unless the older one stands there too."""
    given = [name.strip() for name in names]
    return [ALIASES[name] if name in ALIASES and ALIASES[name] not in given else name for name in given]


def _check_header(header: list[str], file: str) -> None:
    missing = [name for name in COLUMNS if name not in header]
    if not header:
        raise ScenarioError([Problem(file, 1, 1, "", "the file is empty: it starts with a line of column names")])
    if missing:
        others = [name for name in header if name not in COLUMNS]
        also = {old: f" or {new}" for new, old in ALIASES.items()}
        hints = [(f"{name} ({choices(name, others)})" if others else name) + also.get(name, "") for name in missing]
        raise ScenarioError([Problem(file, 1, 1, "", f"columns are missing: {', '.join(hints)}")])
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise ScenarioError([Problem(file, 1, 1, twice, "this column stands twice")])


def _check_links(reader: _ValueReader, acts: list[CodedAct], rows: list[dict[str, Cell]]) -> None:
    """Numbers that stand twice, and answers to what does not exist or comes later."""
    known: dict[tuple[str, int], CodedAct] = {}
    for act, row in zip(acts, rows, strict=True):
        first = known.setdefault((act.chain, act.n), act)
        if first is not act:
            reader.wrong(row["n"], "n", f"act {act.n} of chain {act.chain} stands already on line {first.line}")
    numbers: dict[str, list[int]] = {}
    for chain, n in known:
        numbers.setdefault(chain, []).append(n)
    for act, row in zip(acts, rows, strict=True):
        if not act.answers:
            continue
        cause = known.get((act.chain, act.answers))
        if cause is None:
            told = f"chain {act.chain} has no act {act.answers} (it has {_listed(numbers[act.chain])})"
            reader.wrong(row["resp_to"], "resp_to", told)
        elif (cause.date, cause.n) >= (act.date, act.n):
            message = f"act {act.n} of {act.date} cannot answer act {cause.n} of {cause.date}"
            reader.wrong(row["resp_to"], "resp_to", message)


def _listed(numbers: list[int], most: int = 20) -> str:
    """Numbers in a message; of many, the first and the last."""
    if len(numbers) <= most:
        return ", ".join(map(str, numbers))
    return f"{len(numbers)} acts, {numbers[0]} to {numbers[-1]}"


def kinetic(acts: list[CodedAct]) -> list[CodedAct]:
    """The acts that use force: those that are scored."""
    return [act for act in acts if act.kinetic]


def outcome_of(act: CodedAct, acts: list[CodedAct], end: datetime.date, window: int = WINDOW) -> FirstReply:
    """The first reply by force to ``act`` within ``window`` days, or up to ``end``, the last day of the data."""
    days = min(window, (end - act.date).days)
    replies = [
        entry
        for entry in acts
        if entry.chain == act.chain
        and entry.answers == act.n
        and entry.kinetic
        and (entry.date - act.date).days <= days
    ]
    if not replies:
        return FirstReply(days, None, -1)
    first = min(replies, key=lambda entry: (entry.date, entry.delay, entry.n))
    return FirstReply(days, first, (first.date - act.date).days)


def generation(act: CodedAct, acts: list[CodedAct]) -> int:
    """How many acts of force lie between an act and the root of what it answers; 0 for a root."""
    known = {entry.n: entry for entry in acts if entry.chain == act.chain}
    count = 0
    while (cause := known.get(act.answers)) is not None and cause.kinetic:
        act, count = cause, count + 1
    return count


def last_day(acts: list[CodedAct]) -> datetime.date:
    """The day up to which the data reach: that of the last act."""
    return max(act.date for act in acts)
