"""The tables of a results folder, looked over once before anybody reads them: size, columns, and what must hold.

A table may come from a stranger whose manifest vouches for it. What it claims to hold is compared with what it weighs
before it is unpacked, its columns are those that brink writes, and every row group passes the invariants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ...model.batch import MEASURES
from ...model.outcomes import CATEGORIES, OUTCOMES, Measured, outcomes_of
from ...model.world.acts import CHANNEL_NAMES, ORIGIN_NAMES
from ...model.world.asked import PREFIX
from ...model.world.ladder import RUNG_NAMES
from ...model.world.tables import Case, Names
from ..system.printable import one_line
from . import invariants as rules
from .arrays import plain
from .failures import ORIGINS
from .parquet import LEAST_MEMORY, arrow_file, refuse_swollen
from .schemas import schemas

#: What a damaged file may raise while it is read.
UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, OverflowError, pa.ArrowException)
LONGEST_NAME = 2_000
#: Tables that came with a later schema of the manifest.
SINCE = {"failures": 2, "pauses": 4}
#: Columns of texts in the tables of a batch.
REFERRED = ("message", "replay", "outcome")
#: Columns whose names are fixed, by table.
WORDS: dict[tuple[str, str], tuple[str, ...]] = {("runs", name): names for name, names in CATEGORIES.items()} | {
    ("acts", "origin"): ORIGIN_NAMES,
    ("acts", "rung_name"): RUNG_NAMES,
    ("acts", "channel"): CHANNEL_NAMES,
    ("days", "measure"): MEASURES,
    ("series", "measure"): MEASURES,
    ("failures", "origin"): ORIGINS,
}
#: What a word of such a column was before: folders that an earlier version made have it.
FORMER: dict[tuple[str, str], dict[str, str]] = {("acts", "rung_name"): {"strike on a group abroad": "strike abroad"}}
#: Columns of numbers that are not a number where there is nothing to divide by.
RATIOS = outcomes_of(Measured.RATIO)
#: Outcomes that a table of runs may lack, since an earlier version made it.
LATER = frozenset(outcome.name for outcome in OUTCOMES if outcome.later)
#: Ways to look at a row group: with the columns as NumPy arrays, and the manifest.
Look = Callable[[rules.Columns, Mapping[str, Any]], Iterator[rules.Broken]]


class Group(NamedTuple):
    """A row group: its rows, and what is wrong with them, a sentence each."""

    rows: pa.Table
    problems: list[str]


def has_table(manifest: Mapping[str, Any], name: str) -> bool:
    """Whether a folder with this manifest has a table, or is older than that."""
    return SINCE.get(name, 1) <= manifest["schema"]


@cache
def usual(name: str) -> pa.Schema:
    """Columns and types of a table, whatever the scenario; answers to questions and drawn parameters come on top."""
    if name == "uncertainty":
        numbers = [(column, pa.float64()) for column in ("mean", "low", "high")]
        return pa.schema([("outcome", pa.string()), *numbers])
    return schemas(Case((), (0,), Names((), (), (), (), (), (), (), ()), "2000-01-01"))[name]


def opened(path: Path) -> pq.ParquetFile:
    """A Parquet file whose claims fit what it weighs.

    Raises:
        ValueError: they do not, in words.
    """
    about = pq.read_metadata(arrow_file(path))
    # texts are kept as references, so that a long one is not written out for each row
    texts = [column.path for column in map(about.schema.column, range(len(about.schema))) if column.path in REFERRED]
    file = pq.ParquetFile(arrow_file(path), metadata=about, read_dictionary=texts)
    refuse_swollen(about, path.stat().st_size)
    return file


def columns_broken(name: str, found: pa.Schema, expected: pa.Schema) -> Iterator[str]:
    """Columns that are missing or of another type, and columns that no table of this name has."""
    if len(set(found.names)) < len(found.names):
        yield "a column stands twice"
        return
    for field in expected:
        if field.name not in found.names:
            if name != "runs" or field.name not in LATER:
                yield f"column {field.name} is missing"
        elif not _same_type(found.field(field.name).type, field.type):
            yield f"column {field.name} is {found.field(field.name).type}, not {field.type}"
    for field in found:
        parameter = name == "runs" and "." in field.name and field.type == pa.float64()
        answer = name == "runs" and field.name.startswith(PREFIX) and field.type == pa.int32()
        if field.name not in expected.names and not (parameter or answer):
            yield f"column {ascii(field.name)[:60]} is none of this table"


def _same_type(found: pa.DataType, wanted: pa.DataType) -> bool:
    return is_text(found) if pa.types.is_string(wanted) else found == wanted


def groups(path: Path, name: str, manifest: Mapping[str, Any], runs: range | None = None) -> Iterator[Group]:
    """The row groups of a table, each with what is wrong with it; runs never straddle two of them.

    Args:
        path: the Parquet file.
        name: of the table.
        manifest: of the folder.
        runs: only groups that may hold rows of these runs, which follow each other.

    Raises:
        ValueError: the file claims more than it holds, or has other columns.
        OSError, pa.ArrowException: it cannot be read.
    """
    file = opened(path)
    wrong = list(columns_broken(name, file.schema_arrow, usual(name)))
    if wrong:
        raise ValueError("; ".join(wrong[:5]))
    if file.metadata.num_rows != manifest["rows"].get(name):
        raise ValueError(f"{file.metadata.num_rows:,} rows, the manifest says {manifest['rows'].get(name)}")
    last = -1
    for group in range(file.num_row_groups):
        if runs is not None and not _may_hold(file, group, runs):
            continue
        rows = file.read_row_group(group)
        problems = list(_wrong(name, rows, manifest, last))
        yield Group(rows if problems else _written_out(name, rows), problems)
        if "run" in rows.column_names and rows.num_rows:
            last = int(plain(rows["run"])[-1])


def written(path: Path, name: str, runs: range | None, columns: Sequence[str] | None) -> Iterator[pa.Table]:
    """The row groups of a table that this process has written itself, so that nothing need be looked at.

    Args:
        path: the Parquet file.
        name: of the table.
        runs: only rows of these runs, which follow each other.
        columns: only these, in this order.
    """
    file = opened(path)
    needed = None if columns is None else [*columns, *({"run"} if runs is not None else ())]
    for group in range(file.num_row_groups):
        if runs is None or _may_hold(file, group, runs):
            yield narrowed(_written_out(name, file.read_row_group(group, needed)), runs, columns)


def narrowed(rows: pa.Table, runs: range | None, columns: Sequence[str] | None) -> pa.Table:
    """Of rows in order of their ``run`` those of some runs, and of these some columns; None for all of either."""
    kept = rows if columns is None else rows.select(columns)
    if runs is None:
        return kept
    first, end = np.searchsorted(plain(rows["run"]), (runs.start, runs.stop))
    return kept.slice(first, end - first)


def _written_out(name: str, rows: pa.Table) -> pa.Table:
    """The rows with texts in place of references to them."""
    for field in usual(name):
        if pa.types.is_string(field.type) and field.name in rows.column_names:
            at = rows.schema.get_field_index(field.name)
            rows = rows.set_column(at, field, rows[field.name].cast(pa.string()))
    return rows


def _may_hold(file: pq.ParquetFile, group: int, runs: range) -> bool:
    """Whether a group's least and greatest run leave room for some of ``runs``."""
    known = file.metadata.row_group(group).column(file.schema_arrow.get_field_index("run")).statistics
    return known is None or not known.has_min_max or (known.min < runs.stop and runs.start <= known.max)


def _wrong(name: str, rows: pa.Table, manifest: Mapping[str, Any], last: int) -> Iterator[str]:
    """What is wrong with a row group; later rules are not tried on columns that are not what they should be."""
    wrong = [f"{name}.parquet: {text}" for text in _cells(name, rows)]
    yield from wrong
    if wrong:
        return
    columns = rules.columns_of(rows)
    yield from in_words(name, columns, [*_order(name, columns, manifest, last), *LOOKS[name](columns, manifest)])


def in_words(name: str, columns: rules.Columns, broken: Iterable[rules.Broken]) -> Iterator[str]:
    """Each broken rule once, in words: of which file, how often, and where first."""
    for words, rows in broken:
        if rows.any():
            first = int(rows.argmax())
            where = ", ".join(f"{key} {columns[key][first]}" for key in ("run", "act", "day") if key in columns)
            yield f"{name}.parquet: {words}: {int(rows.sum()):,} rows, first {where or first}"


def _cells(name: str, rows: pa.Table) -> Iterator[str]:
    """Values that are missing, infinite, or named by another word than there is."""
    for field in rows.schema:
        column = rows[field.name].combine_chunks()
        if pa.types.is_dictionary(field.type):
            yield from _names(name, field, column)
        elif column.null_count:
            yield f"{field.name} is missing: {column.null_count:,} rows"
        elif pa.types.is_floating(field.type) and field.name not in RATIOS:
            known = plain(column)
            everywhere = name == "runs" and not field.name.startswith(PREFIX)  # some questions are not asked of a run
            if np.isinf(known).any() or (everywhere and np.isnan(known).any()):
                yield f"{field.name} is no finite number"


def _names(name: str, field: pa.Field, column: Any) -> Iterator[str]:
    """A column of names whose words are not those it may have, or cannot be printed."""
    former = FORMER.get((name, field.name), {})
    words: list[Any] = [former.get(word, word) for word in column.dictionary.to_pylist()]
    fixed = WORDS.get((name, field.name))
    if fixed is not None and len(column) and tuple(words) != fixed:
        yield f"{field.name} has other words than there are"
    elif not all(isinstance(word, str) and is_line(word) for word in words):
        yield f"{field.name} has a name that cannot be printed on a line"
    elif len(column) * max(map(len, words), default=0) > LEAST_MEMORY and name in ("failures", "uncertainty"):
        yield f"{field.name} has texts too long to be written out"


def is_text(kind: pa.DataType) -> bool:
    """Whether a column holds words, written out or by reference."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def is_line(word: str) -> bool:
    """Whether a word can be printed on a line, without control characters and not too long."""
    if len(word) > LONGEST_NAME:
        return False
    try:
        one_line(word)
    except ValueError:
        return False
    return True


def _order(name: str, columns: rules.Columns, manifest: Mapping[str, Any], last: int) -> Iterator[rules.Broken]:
    """Runs are those that were asked for, in order; in tables of runs each stands once."""
    if "run" not in columns:
        return
    run = columns["run"].astype(np.int64)
    kept = manifest["runs_with_acts"] if name in ("acts", "answers") else manifest["runs"]
    yield f"the run is none of {kept:,}", (run < 0) | (run >= kept)
    step = np.diff(run, prepend=last)
    once = name in ("runs", "failures")
    yield "runs do not stand in order, or one stands twice", step < 1 if once else step < 0


def _acts(acts: rules.Columns, manifest: Mapping[str, Any]) -> Iterator[rules.Broken]:
    if len(acts["run"]):
        start = acts["date"][0] - acts["day"][0].astype("timedelta64[D]")
        if not np.datetime64("0001-01-01") <= start <= np.datetime64("9980-01-01"):
            yield "the date is none of the calendar", np.ones(len(acts["run"]), np.bool_)
            return
        yield from rules.acts_broken(acts, str(start), manifest["days"])


def _days(days: rules.Columns, manifest: Mapping[str, Any]) -> Iterator[rules.Broken]:
    actors = int(days["actor"].max(initial=-1)) + 1
    # all runs that the quantiles are taken over may have failed; else each of them is a number
    unknown = ~np.isfinite(np.stack([days[name] for name in rules.LEVELS])).all(axis=0)
    yield "a quantile is no number", unknown & (manifest["failed"] == 0)
    for words, broken in rules.days_broken(days, actors, len(MEASURES), manifest["days"]):
        # a very large world is written in several groups
        if words != rules.ONE_ROW_EACH:
            yield words, broken


def _series(series: rules.Columns, manifest: Mapping[str, Any]) -> Iterator[rules.Broken]:
    yield "the day is outside the horizon", (series["day"] < 0) | (series["day"] >= manifest["days"])
    yield "the actor or measure is none", (series["actor"] < 0) | (series["measure"] < 0)
    yield "the value is no number", ~np.isfinite(series["value"])


def _none(columns: rules.Columns, manifest: Mapping[str, Any]) -> Iterator[rules.Broken]:
    yield from ()


LOOKS: dict[str, Look] = {
    "runs": lambda columns, manifest: rules.runs_broken(columns, manifest["seed"], manifest["days"]),
    "acts": _acts,
    "days": _days,
    "series": _series,
    "answers": lambda columns, manifest: rules.answers_broken(columns),
    "wars": lambda columns, manifest: rules.wars_broken(columns, manifest["days"]),
    "pauses": lambda columns, manifest: rules.pauses_broken(columns, manifest["days"]),
    "failures": _none,
    "uncertainty": _none,
}
