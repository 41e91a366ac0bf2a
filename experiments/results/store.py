"""The results folder while it is being filled: a frozen plan, chunks that appear whole or not at all, and the merge.

The plan is written before run one and never changes; a chunk is written under a temporary name, with checksums, and
renamed. So whatever kills a batch, what stands under ``chunks/`` is complete, and the rest can be computed again to
the same bytes. ``manifest.json`` is written last: where it stands, the answer is complete.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from ...model.batch import MEASURES, Batch
from ...model.world.tables import Case
from ...scenarios.loader import loads_scenario
from ...scenarios.problems import ScenarioError
from ..errors import EngineFault, UserError
from ..measures.numbers import several
from ..system.printable import printable
from . import answer
from .answer import Frozen
from .arrays import numbers, plain
from .changes import Changes, differing
from .columns import ACT_ENCODINGS, acts_table, answers_table, pauses_table, runs_table, wars_table
from .days import kept_series, quantile_tables
from .failures import Attempt, failures_table, survivors
from .manifest import now, seal
from .manifest_schema import PlanClaimed, read_typed
from .parquet import decoded_arrow, read_arrow, write_arrow, write_parquet
from .pieces import appearing, load_array, stands
from .place import CHUNKS
from .question import BatchQuestion, Chunk, chunks, first_before, series_runs
from .read import kept_scenario
from .row_groups import FARTHEST, START, encoded, read_piece, rows_of, write_joined
from .schemas import schemas

#: The copy of a posterior file from which the runs took their constants.
POSTERIOR = "posterior.csv"
PLAN, SCENARIO = "plan.json", "scenario.yaml"
SERIES = "series.npy"
#: The acts of a chunk, encoded as the piece of their table that they become.
ACTS = "acts.piece"
#: Settings that are named where two scenarios of one name differ.
MOST_TOLD = 3
#: Tables merged from chunks, and how many chunks make a row group of each; acts are not, for a chunk is one of theirs.
MERGED: tuple[tuple[str, int], ...] = (
    ("runs", 100),
    ("answers", 20),
    ("wars", 100),
    ("pauses", 100),
    ("failures", 100),
)
TABLES: tuple[str, ...] = ("runs", "acts", "days", "series", "answers", "wars", "pauses", "failures")
#: What a file of a chunk is made of: a table, series, or bytes that a worker elsewhere encoded.
Content = pa.Table | np.ndarray | bytes
#: Headline numbers over the parameters, where the runs drew their own.
UNCERTAINTY = "uncertainty"


class Plan(NamedTuple):
    """What was settled before run one: the question, who answers it, and how it is cut.

    ``labels`` gives, for each kind of thing, its name in plain words by id; ``command`` is the command line or None;
    ``changes`` is what the batch changes against the scenario it was asked for.
    """

    question: BatchQuestion
    engine: str
    series_runs: int
    started: str
    command: list[str] | None
    labels: dict[str, dict[str, str]]
    changes: tuple[Changes, ...] = ()

    def chunks(self) -> Iterator[Chunk]:
        """The chunks of the batch, in run order; made one by one, for a plan may ask for very many."""
        return chunks(self.question.runs, self.series_runs)


def begin(folder: Path, plan: Plan, scenario: str, force: bool) -> bool:
    """Freeze the plan, or find it, in a locked folder; returns whether the folder already has the answer.

    Raises:
        UserError: it holds another question's answer, or something that is no answer at all, or cannot be written.
    """
    known = read_plan(folder)
    changed = difference(known.question, plan.question, folder, scenario) if known is not None else ""
    words = plan.command and [printable(word) for word in plan.command]
    chosen = {"question": plan.question._asdict(), "changes": [entry._asdict() for entry in plan.changes]}
    content = plan._asdict() | chosen | {"command": words}
    tables = [f"{name}.{ending}" for name in (*TABLES, UNCERTAINTY) for ending in ("parquet", "csv")]
    frozen = Frozen("a results folder", PLAN, content, {SCENARIO: scenario})
    return answer.begin(folder, frozen, known is not None, changed, force, (POSTERIOR, *tables))


def end(folder: Path, plan: Plan, rows: dict[str, int], jobs: int) -> None:
    """Write the manifest of a batch; ``rows`` are those of its tables."""
    question = plan.question
    tables = (*TABLES, UNCERTAINTY) if question.uncertain else TABLES
    kept = [POSTERIOR] if question.posterior else []
    content = {
        "platform": platform.platform(terse=True),
        "scenario": {"name": question.scenario, "sha256": question.digest},
        "question": question.hash(),
        "model": question.model,
        "seed": question.seed,
        "runs": question.runs,
        "failed": rows["failures"],
        "days": question.days,
        "runs_with_acts": question.kept_runs(),
        "runs_in_quantiles": plan.series_runs,
        "uncertain": question.uncertain,
        "posterior": question.posterior or None,
        "engine": plan.engine,
        "jobs": jobs,
        "command": plan.command,
        "started": plan.started,
        "ended": now(),
        "rows": rows,
        "labels": plan.labels,
        "changes": [entry._asdict() for entry in plan.changes],
    }
    seal(folder, content, [SCENARIO, *kept, *(f"{name}.parquet" for name in tables)])


def read_plan(folder: Path) -> Plan | None:
    """The plan of a folder, or None where there is none.

    Raises:
        UserError: there is one, and it cannot be read.
    """
    path = folder / PLAN
    if not os.path.lexists(path):
        return None
    content = read_typed(path, PlanClaimed).model_dump()
    changes = tuple(
        Changes(**entry | {"changed": tuple(map(tuple, entry["changed"])), "removed": tuple(entry["removed"])})
        for entry in content["changes"]
    )
    return Plan(**content | {"question": BatchQuestion(**content["question"]), "changes": changes})


def difference(old: BatchQuestion, new: BatchQuestion, folder: Path, scenario: str) -> str:
    """In what two questions differ, in words; empty when their results would be the same.

    ``folder`` keeps the scenario of the old one; ``scenario`` is the text of the new one, resolved.
    """
    words = {"acts": "runs with acts kept", "model": "version of the model"}
    parts = [] if old.digest == new.digest else [_other_scenario(old.scenario, new.scenario, folder, scenario)]
    parts += [
        f"{words.get(name, name)} {getattr(old, name)} there, {getattr(new, name)} asked"
        for name in BatchQuestion._fields
        if name not in ("scenario", "digest") and getattr(old, name) != getattr(new, name)
    ]
    return "; ".join(parts)


def _other_scenario(old: str, new: str, folder: Path, scenario: str) -> str:
    """Two scenarios by their names, or, where they have the same, by some settings in which they differ."""
    if old != new:
        return f"scenario {old} there, {new} asked"
    try:
        found = differing(kept_scenario(folder), loads_scenario(scenario, SCENARIO, kept=True))
    except (ScenarioError, UserError):
        found = []
    found = [entry for entry in found if entry[0] != "days"]  # the question has them
    told = [f"{path} {before} there, {after} asked" for path, before, after in found[:MOST_TOLD]]
    more = [f"{several(len(found) - MOST_TOLD, 'more setting')} of {new}"] if len(found) > MOST_TOLD else []
    return "; ".join([*told, *more]) or f"another text of the scenario {new}"


def chunk_path(folder: Path, chunk: Chunk) -> Path:
    """Where a chunk stands once it is whole."""
    return folder / CHUNKS / f"{chunk.first:010d}"


def chunk_parts(plan: Plan, case: Case, chunk: Chunk, found: Attempt) -> Iterator[tuple[str, Content]]:
    """The files of a chunk, one by one: name and content. Failed runs leave a row among the failures and no other.

    Raises:
        EngineFault: as `_acts`.
    """
    batch, alive = found.batch, survivors(chunk, found.failures)
    kept = min(max(plan.question.kept_runs() - chunk.first, 0), chunk.runs)
    measured = runs_table(chunk.first, plan.question.seed, found.measured, {**found.answered, **found.parameters})
    yield "runs.arrow", measured if alive.all() else measured.filter(numbers(alive))
    yield ACTS, _acts(batch, case, kept)
    yield "answers.arrow", answers_table(batch, kept)
    yield "wars.arrow", wars_table(batch, case)
    yield "pauses.arrow", pauses_table(batch, case)
    yield "failures.arrow", failures_table(found.failures)
    if chunk.series:
        yield SERIES, batch.series if alive.all() else batch.series[alive]


def _acts(batch: Batch, case: Case, kept: int) -> pa.Table:
    """The table of acts of the first ``kept`` runs.

    Raises:
        EngineFault: an engine of the user's own made acts of nobody.
    """
    try:
        return acts_table(batch, case, kept)
    except ValueError as fault:
        raise EngineFault(batch.first, batch.count, str(fault)) from fault


def chunk_mark(question: BatchQuestion, chunk: Chunk) -> str:
    """What a chunk is a piece of, and which runs it holds."""
    return f"question {question.hash()}, runs {chunk.first} to {chunk.first + chunk.runs - 1}"


def keep_chunk(folder: Path, plan: Plan, chunk: Chunk, parts: Iterable[tuple[str, Content]]) -> None:
    """Write the files of a chunk, and let them appear at once under its name."""
    with appearing(chunk_path(folder, chunk), chunk_mark(plan.question, chunk)) as part:
        for name, content in parts:
            if name == ACTS:
                _write_acts(part / name, content, folder, plan, chunk)
            else:
                _write_part(part / name, content)


def _write_acts(path: Path, content: Content, folder: Path, plan: Plan, chunk: Chunk) -> None:
    """The acts of a chunk as a piece of their table, to lie where those of the chunks before end."""
    acts: Any = decoded_arrow(content) if isinstance(content, bytes) else content
    start = _end_of_acts(folder, plan, chunk.first) if acts.num_rows else START
    path.write_bytes(encoded(acts, start, ACT_ENCODINGS).raw)


def _end_of_acts(folder: Path, plan: Plan, first: int) -> int:
    """Where the acts before run ``first`` end in their table, as far as can be seen; what is wrong is mended later."""
    while first:
        first = first_before(first, plan.series_runs)
        try:
            end = read_piece(chunk_path(folder, Chunk(first, 0, False)) / ACTS).end
        except (OSError, pa.ArrowException):
            return START
        if end is not None:
            return end if end <= FARTHEST else START
    return START


def _write_part(path: Path, content: Content) -> None:
    """A table as Arrow, series as NumPy, and what a worker elsewhere has encoded already as it is."""
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, np.ndarray):
        np.save(path, content)
    else:
        write_arrow(path, content)


def begun(folder: Path, plan: Plan) -> Iterator[Chunk]:
    """The chunks that stand in a folder, in run order; only those that are there are looked at."""
    home = folder / CHUNKS
    there = {entry.name for entry in os.scandir(home)} if home.is_dir() else set()
    last = int(max((name for name in there if name.isdecimal()), default="-1")[:20])
    for chunk in plan.chunks():
        if chunk.first > last:
            return
        if chunk_path(folder, chunk).name in there and is_whole(folder, plan, chunk):
            yield chunk


def is_whole(folder: Path, plan: Plan, chunk: Chunk) -> bool:
    """Whether a chunk of this batch is there and its bytes are those that were written."""
    wanted = {ACTS, *(f"{name}.arrow" for name, _ in MERGED)} | ({SERIES} if chunk.series else set())
    return stands(chunk_path(folder, chunk), wanted, chunk_mark(plan.question, chunk))


def fits(folder: Path, plan: Plan, chunk: Chunk, case: Case, parameters: Sequence[str]) -> bool:
    """Whether a chunk that is whole has the columns and the runs it must have, whoever wrote it."""
    place, known = chunk_path(folder, chunk), schemas(case, parameters)
    try:
        tables = {name: read_arrow(place / f"{name}.arrow") for name, _ in MERGED}
        tables["acts"] = rows_of(read_piece(place / ACTS))
        if any(tables[name].schema != known[name] for name in tables):
            return False
        for table in tables.values():
            table.validate(full=True)
        runs = {name: plain(table["run"]) for name, table in tables.items()}
    except (OSError, ValueError, pa.ArrowException):
        return False
    seeds = plain(tables["runs"]["seed"])
    asked = np.arange(chunk.first, chunk.first + chunk.runs)
    if not np.array_equal(np.sort([*runs["runs"], *runs["failures"]]), asked) or (seeds != plan.question.seed).any():
        return False
    if not all(np.isin(found, asked).all() for found in runs.values()):
        return False
    shape = (len(runs["runs"]), plan.question.days, len(case.names.actors), len(MEASURES))
    return not chunk.series or load_array(place / SERIES, shape, np.float32) is not None


def failed_runs(folder: Path, plan: Plan) -> int:
    """Number of runs that failed, by the chunks."""
    return sum(table.num_rows for table in _read_all((chunk_path(folder, c) for c in plan.chunks()), "failures"))


def merge(folder: Path, plan: Plan, case: Case) -> dict[str, int]:
    """Make the final tables from the chunks, in run order; ``case`` names what daily series are of.

    Returns:
        Number of rows by name of table.
    """
    parts = [chunk_path(folder, chunk) for chunk in plan.chunks()]
    rows = {name: write_parquet(folder / f"{name}.parquet", _read_all(parts, name), size) for name, size in MERGED}
    rows["acts"] = write_joined(folder / "acts.parquet", (part / ACTS for part in parts), ACT_ENCODINGS)
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
        yield plain(read_arrow(part / "runs.arrow")["run"])


def _read_all(parts: Iterable[Path], name: str) -> Iterator[pa.Table]:
    for part in parts:
        yield read_arrow(part / f"{name}.arrow")


def affordable_series(question: BatchQuestion, case: Case) -> int:
    """Number of runs of a question whose series are recorded."""
    return series_runs(question.runs, question.days, len(case.names.actors), len(MEASURES))
