"""Running single runs of a results folder again, and saying exactly where they differ from what is stored."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..results.parquet import arrow_file
from ..results.question import Chunk
from ..results.store import Plan, chunk_parts
from ..system.printable import printable
from .attempts import attempt, read_by

if TYPE_CHECKING:
    from .attempts import Subject

#: Differences told of one run and table; the rest are counted.
MOST_LISTED = 5
#: What makes a row of a table findable, in words.
NUMBERED = {"acts": "act", "answers": "answer", "wars": "war", "pauses": "pause"}


def sample(runs: int, count: int) -> list[int]:
    """Runs to look at again: the first, the last, and others spread evenly between them; all if there are few."""
    if count >= runs:
        return list(range(runs))
    if count <= 1:
        return [0][:count]
    return sorted({round(k * (runs - 1) / (count - 1)) for k in range(count)})


def in_every_chunk(runs: Sequence[int], pieces: Iterable[Chunk]) -> list[int]:
    """The same runs, and one more of each chunk that holds none of them: a chunk may be another batch's."""
    chosen, known = sorted(runs), set(runs)
    for number, chunk in enumerate(pieces):
        at = bisect_left(chosen, chunk.first)
        if at == len(chosen) or chosen[at] >= chunk.first + chunk.runs:
            known.add(chunk.first + 37 * number % chunk.runs)
    return sorted(known)


def stored_rows(folder: Path, name: str, runs: Sequence[int]) -> pa.Table:
    """The rows of some runs in a table of a results folder."""
    return pq.read_table(arrow_file(folder / f"{name}.parquet"), filters=[("run", "in", list(runs))])


def differences(
    folder: Path, plan: Plan, subject: Subject, runs: Sequence[int], engine: str, names: Sequence[str]
) -> Iterator[str]:
    """Run some runs again and compare every table of ``names``.

    Yields:
        One sentence for each difference: which run, which row, which column, what is stored and what came now.

    Raises:
        ImportError: the engine is not there.
    """
    stored = {name: stored_rows(folder, name, runs) for name in names}
    for run in runs:
        found = attempt(subject, engine, plan.question.seed, Chunk(run, 1, False))
        for part, content in chunk_parts(plan, read_by(subject), Chunk(run, 1, False), found):
            name = part.partition(".")[0]
            if name in stored and isinstance(content, pa.Table):
                there = stored[name].filter(pa.compute.equal(stored[name]["run"], run))  # pyright: ignore[reportAttributeAccessIssue]
                yield from (f"{name}.parquet: run {run}{text} ({engine})" for text in _compared(name, there, content))


def _compared(name: str, there: pa.Table, here: pa.Table) -> Iterator[str]:
    """Differences between the stored and the new rows of one run."""
    if there.num_rows != here.num_rows:
        yield f": {there.num_rows} rows stored, {here.num_rows} now"
    found = []
    for column in here.column_names:
        if column not in there.column_names:
            yield f": column {column} is not stored"
            continue
        pairs = zip(_values(there[column]), _values(here[column]), strict=False)
        found += [(row, column, old, new) for row, (old, new) in enumerate(pairs) if not _same(old, new)]
    found.sort(key=lambda entry: entry[0])
    for row, column, old, new in found[:MOST_LISTED]:
        where = f", {NUMBERED[name]} {row}" if name in NUMBERED else ""
        yield f"{where}: {column} is {_shown(old)}, now {_shown(new)}"
    if len(found) > MOST_LISTED:
        yield f": and {len(found) - MOST_LISTED:,} more differences"


def _values(column: Any) -> list[Any]:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    return column.to_pylist()


def _same(old: Any, new: Any) -> bool:
    return old == new or (old != old and new != new)


def _shown(value: Any) -> str:
    return "nothing" if value is None else printable(str(value))
