"""The results folder while it is being filled: a frozen plan, chunks that appear whole or not at all, and the merge.

The plan is written before run one and never changes; a chunk is written under a temporary name, with checksums, and
renamed. So whatever kills a batch, what stands under ``chunks/`` is complete, and the rest can be computed again to
the same bytes. ``manifest.json`` is written last: where it stands, the answer is complete.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ..model.batch import MEASURES, Batch
from ..model.outcomes import outcomes
from ..model.world import Case
from .columns import acts_table, answers_table, runs_table, wars_table
from .days import kept_series, quantile_tables
from .errors import UserError
from .parquet import read_arrow, write_arrow, write_parquet
from .pieces import appearing, stands
from .question import Chunk, Question, chunks, series_runs

PLAN, SCENARIO, MANIFEST, CHUNKS = "plan.json", "scenario.yaml", "manifest.json", "chunks"
SERIES = "series.npy"
#: Tables merged from chunks, and how many chunks make a row group of each.
MERGED: tuple[tuple[str, int], ...] = (("runs", 100), ("acts", 1), ("answers", 20), ("wars", 100))
TABLES: tuple[str, ...] = ("runs", "acts", "days", "series", "answers", "wars")
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


def write_text(path: Path, text: str) -> None:
    """Write a text file so that it is either the old one or the whole new one."""
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(text, encoding="utf-8", newline="\n")
    os.replace(temporary, path)


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
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        question = Question(**content.pop("question"))
        return Plan(question=question, **content)
    except (ValueError, TypeError, KeyError) as fault:
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


def write_chunk(
    folder: Path,
    plan: Plan,
    case: Case,
    chunk: Chunk,
    batch: Batch,
    measured: tuple[NDArray[np.void], Mapping[str, NDArray[np.float64]]] | None = None,
) -> None:
    """Measure a batch, write its tables, and let them appear at once under the chunk's name.

    ``measured``: the outcomes, and the parameters of each run by path, where the runs drew their own.
    """
    found, parameters = (outcomes(batch, case), {}) if measured is None else measured
    kept = min(max(plan.question.kept_runs() - chunk.first, 0), chunk.runs)
    with appearing(chunk_path(folder, chunk)) as part:
        write_arrow(part / "runs.arrow", runs_table(chunk.first, plan.question.seed, found, parameters))
        write_arrow(part / "acts.arrow", acts_table(batch, case, kept))
        write_arrow(part / "answers.arrow", answers_table(batch, kept))
        write_arrow(part / "wars.arrow", wars_table(batch, case))
        if chunk.series:
            np.save(part / SERIES, batch.series)


def is_whole(folder: Path, chunk: Chunk) -> bool:
    """Whether a chunk is there and its bytes are those that were written."""
    wanted = {f"{name}.arrow" for name, _ in MERGED} | ({SERIES} if chunk.series else set())
    return stands(chunk_path(folder, chunk), wanted)


def merge(folder: Path, plan: Plan, case: Case) -> dict[str, int]:
    """Make the final tables from the chunks, in run order.

    Returns:
        Number of rows by name of table.
    """
    parts = [chunk_path(folder, chunk) for chunk in plan.chunks()]
    rows = {name: write_parquet(folder / f"{name}.parquet", _read_all(parts, name), size) for name, size in MERGED}
    series = [chunk_path(folder, chunk) / SERIES for chunk in plan.chunks() if chunk.series]
    rows["days"] = write_parquet(folder / "days.parquet", quantile_tables(series, case), 1)
    rows["series"] = write_parquet(folder / "series.parquet", kept_series(series, case), len(series) + 1_000)
    return rows


def _read_all(parts: Iterable[Path], name: str) -> Iterator[pa.Table]:
    for part in parts:
        yield read_arrow(part / f"{name}.arrow")


def clear(folder: Path) -> None:
    """Remove what a batch wrote, and nothing else, so that it can be computed again."""
    for name in (MANIFEST, PLAN, SCENARIO, "report.html"):
        (folder / name).unlink(missing_ok=True)
    for name in (*TABLES, UNCERTAINTY):
        for suffix in ("parquet", "csv"):
            (folder / f"{name}.{suffix}").unlink(missing_ok=True)
    for name in (CHUNKS, "figures"):
        shutil.rmtree(folder / name, ignore_errors=True)


def affordable_series(question: Question, case: Case) -> int:
    """Number of runs of a question whose series are recorded."""
    return series_runs(question.runs, question.days, len(case.names.actors), len(MEASURES))
