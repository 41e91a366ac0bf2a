"""The results folder while it is being filled: a frozen plan, chunks that appear whole or not at all, and the merge.

The plan is written before run one and never changes; a chunk is written under a temporary name, with checksums, and
renamed. So whatever kills a batch, what stands under ``chunks/`` is complete, and the rest can be computed again to
the same bytes. ``manifest.json`` is written last: where it stands, the answer is complete.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from ..model.batch import MEASURES
from ..model.world import Case
from .attempts import Attempt
from .claims import check_plan, read_claims
from .columns import acts_table, answers_table, runs_table, wars_table
from .days import kept_series, quantile_tables
from .errors import UserError
from .failures import failures_table, survivors
from .parquet import read_arrow, write_arrow, write_parquet
from .pieces import appearing, stands
from .question import Chunk, Question, chunks, series_runs
from .whole import write_text

#: The copy of a posterior file from which the runs took their constants.
POSTERIOR = "posterior.csv"
PLAN, SCENARIO, MANIFEST, CHUNKS = "plan.json", "scenario.yaml", "manifest.json", "chunks"
SERIES = "series.npy"
#: Tables merged from chunks, and how many chunks make a row group of each.
MERGED: tuple[tuple[str, int], ...] = (
    ("runs", 100),
    ("acts", 1),
    ("answers", 20),
    ("wars", 100),
    ("failures", 100),
)
TABLES: tuple[str, ...] = ("runs", "acts", "days", "series", "answers", "wars", "failures")
#: What a file of a chunk is made of: a table, series, or bytes that a worker elsewhere encoded.
Content = pa.Table | np.ndarray | bytes
#: Headline numbers over the parameters, where the runs drew their own.
UNCERTAINTY = "uncertainty"


class Plan(NamedTuple):
    """What was settled before run one: the question, who answers it, and how it is cut.

    ``labels`` gives, for each kind of thing, its name in plain words by id; ``command`` is the command line or None.
    """

    question: Question
    engine: str
    series_runs: int
    started: str
    command: list[str] | None
    labels: dict[str, dict[str, str]]

    def chunks(self) -> list[Chunk]:
        """The chunks of the batch, in run order."""
        return list(chunks(self.question.runs, self.series_runs))


def write_plan(folder: Path, plan: Plan, scenario: str) -> None:
    """Freeze a plan: the resolved scenario first, so that a plan never stands without it."""
    write_text(folder / SCENARIO, scenario)
    content = plan._asdict() | {"question": plan.question._asdict()}
    write_text(folder / PLAN, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def read_plan(folder: Path) -> Plan | None:
    """The plan of a folder, or None where there is none.

    Raises:
        UserError: there is one, and it cannot be read.
    """
    path = folder / PLAN
    if not path.is_file():
        return None
    content = read_claims(path)
    check_plan(path, content)
    try:
        question = Question(**content.pop("question"))
        return Plan(question=question, **content)
    except TypeError as fault:
        raise UserError(f"{path}: not a plan that this version of brink can read ({fault})") from fault


def difference(old: Question, new: Question) -> str:
    """In what two questions differ, in words; empty when their results would be the same."""
    words = {"digest": "scenario", "acts": "runs with acts kept", "model": "version of the model"}
    parts = [
        f"{words.get(name, name)} {getattr(old, name)} there, {getattr(new, name)} asked"
        for name in Question._fields
        if name != "scenario" and getattr(old, name) != getattr(new, name)
    ]
    return "; ".join(parts)


def chunk_path(folder: Path, chunk: Chunk) -> Path:
    """Where a chunk stands once it is whole."""
    return folder / CHUNKS / f"{chunk.first:010d}"


def chunk_parts(plan: Plan, case: Case, chunk: Chunk, found: Attempt) -> Iterator[tuple[str, Content]]:
    """The files of a chunk, one by one: name and content. Failed runs leave a row among the failures and no other."""
    batch, alive = found.batch, survivors(chunk, found.failures)
    kept = min(max(plan.question.kept_runs() - chunk.first, 0), chunk.runs)
    measured = runs_table(chunk.first, plan.question.seed, found.measured, found.parameters)
    yield "runs.arrow", measured if alive.all() else measured.filter(pa.array(alive))
    yield "acts.arrow", acts_table(batch, case, kept)
    yield "answers.arrow", answers_table(batch, kept)
    yield "wars.arrow", wars_table(batch, case)
    yield "failures.arrow", failures_table(found.failures)
    if chunk.series:
        yield SERIES, batch.series if alive.all() else batch.series[alive]


def keep_chunk(folder: Path, chunk: Chunk, parts: Iterable[tuple[str, Content]]) -> None:
    """Write the files of a chunk, and let them appear at once under its name."""
    with appearing(chunk_path(folder, chunk)) as part:
        for name, content in parts:
            _write_part(part / name, content)


def _write_part(path: Path, content: Content) -> None:
    """A table as Arrow, series as NumPy, and what a worker elsewhere has encoded already as it is."""
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, np.ndarray):
        np.save(path, content)
    else:
        write_arrow(path, content)


def is_whole(folder: Path, chunk: Chunk) -> bool:
    """Whether a chunk is there and its bytes are those that were written."""
    wanted = {f"{name}.arrow" for name, _ in MERGED} | ({SERIES} if chunk.series else set())
    return stands(chunk_path(folder, chunk), wanted)


def failed_runs(folder: Path, plan: Plan) -> int:
    """Number of runs that failed, by the chunks."""
    return sum(table.num_rows for table in _read_all((chunk_path(folder, c) for c in plan.chunks()), "failures"))


def merge(folder: Path, plan: Plan, case: Case) -> dict[str, int]:
    """Make the final tables from the chunks, in run order.

    Returns:
        Number of rows by name of table.
    """
    parts = [chunk_path(folder, chunk) for chunk in plan.chunks()]
    rows = {name: write_parquet(folder / f"{name}.parquet", _read_all(parts, name), size) for name, size in MERGED}
    recorded = [chunk_path(folder, chunk) for chunk in plan.chunks() if chunk.series]
    series = [part / SERIES for part in recorded]
    rows["days"] = write_parquet(folder / "days.parquet", quantile_tables(series, case), 1)
    rows["series"] = write_parquet(
        folder / "series.parquet", kept_series(series, case, _runs_of(recorded)), len(series) + 1_000
    )
    return rows


def _runs_of(parts: Iterable[Path]) -> Iterator[np.ndarray]:
    """Numbers of the runs of chunks, those that failed left out."""
    for part in parts:
        yield read_arrow(part / "runs.arrow")["run"].to_numpy()


def _read_all(parts: Iterable[Path], name: str) -> Iterator[pa.Table]:
    for part in parts:
        yield read_arrow(part / f"{name}.arrow")


def clear(folder: Path) -> None:
    """Remove what a batch wrote, and nothing else, so that it can be computed again."""
    for name in (MANIFEST, PLAN, SCENARIO, POSTERIOR, "report.html"):
        (folder / name).unlink(missing_ok=True)
    for name in (*TABLES, UNCERTAINTY):
        for suffix in ("parquet", "csv"):
            (folder / f"{name}.{suffix}").unlink(missing_ok=True)
    for name in (CHUNKS, "figures"):
        shutil.rmtree(folder / name, ignore_errors=True)


def affordable_series(question: Question, case: Case) -> int:
    """Number of runs of a question whose series are recorded."""
    return series_runs(question.runs, question.days, len(case.names.actors), len(MEASURES))
