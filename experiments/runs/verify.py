"""Looking over a results folder: are the bytes those that were written, can they be true, does replaying give the same.

Every check says how much it tried. What is wrong is said exactly, and what could not be checked is said too.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ...model.batch import MEASURES
from ...model.world.tables import Case
from ...scenarios.problems import ScenarioError
from ..errors import MismatchError, NotStarted, UserError
from ..measures.accuracy import HitTally
from ..results import invariants as rules
from ..results.parquet import arrow_file
from ..results.question import FORMAT, LARGEST_RUNS, BatchQuestion, model_hash
from ..results.read import SCENARIO, Results, open_results
from ..results.schemas import schemas
from ..results.store import PLAN, POSTERIOR, TABLES, UNCERTAINTY, Plan, read_plan
from ..results.study import PLAN as STUDY_PLAN
from ..results.study import Missing, is_study, manifest
from ..results.sums import MANIFEST, SUMS, differs, read_sums, sums_broken, uncovered
from ..results.tables import UNREADABLE, columns_broken, groups, has_table, in_words, opened
from ..system.regular import is_regular, strange
from .attempts import read_by
from .engines import ENGINES, loaded
from .posterior import drawing
from .replay import differences, in_every_chunk, sample

if TYPE_CHECKING:
    from .attempts import Subject

REPLAYS = 20
#: Chunks of which a run is run again as a matter of course.
MOST_CHUNKS = 2_000
#: Tables of batches whose runs draw their parameters.
EXTRA = (UNCERTAINTY,)
#: The format of a manifest from which on there are checksums of all files.
SUMS_SINCE = 3


class Check(NamedTuple):
    """One thing looked at: what, how much of it in words, and what is wrong, a sentence each."""

    name: str
    tried: str
    problems: list[str]


class Verdict(NamedTuple):
    """All checks, what could not be checked, with the reason, and the engines that did not start."""

    checks: list[Check]
    notes: list[str]
    unstarted: tuple[str, ...] = ()

    @property
    def problems(self) -> list[str]:
        """Everything that is wrong."""
        return [problem for check in self.checks for problem in check.problems]


def verify(
    path: str | Path,
    replays: int | None = None,
    runs: Sequence[int] = (),
    engines: Sequence[str] = tuple(ENGINES),
    missing: Missing | None = None,
    shown: Callable[[Path], object] | None = None,
) -> Verdict:
    """Check a results folder.

    Args:
        path: the folder.
        replays: number of runs to run again, spread evenly; by default 20, and in the first of the engines at least one
            of each chunk, up to `MOST_CHUNKS`.
        runs: run these again instead.
        engines: in which engines.
        missing: of the manifest of a study, what it lacks for its kind.
        shown: reads all that a finished study shows.

    Raises:
        UserError: there is no complete results folder, or no such run or engine.
        MismatchError: its manifest cannot be read.
    """
    folder = Path(path)
    if is_study(folder):
        return _study(folder, missing, shown)
    results = _opened(folder)
    _check_arguments(results, replays, runs, engines)
    names = [
        name
        for name in (*TABLES, *(EXTRA if results.manifest["uncertain"] else ()))
        if has_table(results.manifest, name)
    ]
    problems = [*_hashes(results, names), *_plan_differs(results)]
    hashes = _files(folder, results.manifest, problems, len(names) + 1)
    damaged = {problem.split(":")[0] for problem in hashes.problems}
    notes: list[str] = []
    unstarted: list[str] = []
    subject = _subject(results, notes)
    checks = [hashes]
    if subject is not None:
        readable = [name for name in names if name in TABLES and is_regular(folder / f"{name}.parquet")]
        checks.append(Check("columns", f"{len(readable)} tables", list(_columns(results, subject, readable))))
        checks += _invariants(results, read_by(subject), readable, skip=bool(checks[1].problems))
        damaged |= {problem.split(":")[0] for check in checks for problem in check.problems}
        wanted = list(runs) or sample(results.manifest["runs"], REPLAYS if replays is None else replays)
        started = [engine for engine in engines if not wanted or _starts(engine, unstarted)]
        checks += _replays(results, subject, wanted, started, notes, damaged, each=not runs and replays is None)
    return Verdict(checks, notes, tuple(unstarted))


def _starts(engine: str, unstarted: list[str]) -> bool:
    """Whether an engine can be loaded; if not, why is added to ``unstarted``: no result is wrong for that."""
    try:
        loaded(engine)
    except NotStarted as fault:
        unstarted.append(str(fault))
        return False
    return True


def _files(folder: Path, manifest: Mapping[str, Any], problems: list[str], tried: int) -> Check:
    """Checksums of all files: of the tables by the manifest, of these and all others by the list beside it."""
    problems += [f"{path.relative_to(folder)}: {what}, where a file is expected" for path, what in strange(folder)]
    if not os.path.lexists(folder / SUMS):
        if manifest["schema"] >= SUMS_SINCE:
            problems.append(f"{SUMS}: missing")
        return Check("files", f"{tried} hashes; manifest, plan, report and figures have none", problems)
    try:
        known, bare = read_sums(folder), uncovered(folder)
        problems += [problem for problem in sums_broken(folder) if problem not in problems]
    except UserError as error:
        return Check("files", f"{tried} hashes", [*problems, str(error)])
    if missing := [name for name in bare if name in (MANIFEST, PLAN, STUDY_PLAN)]:
        problems.append(f"{SUMS}: {missing[0]} is not in it")
    without = f"; {len(bare)} files have none, such as {bare[0]}: brink report writes them again" if bare else ""
    return Check("files", f"{len(known)} hashes{without}", problems)


def _study(folder: Path, missing: Missing | None, shown: Callable[[Path], object] | None) -> Verdict:
    """A study keeps sums, no acts: its files can be checked, its points are computed again by ``--force``."""
    if not os.path.lexists(folder / MANIFEST):
        raise UserError(f"{folder}: this study was interrupted; finish it with: brink resume {folder}")
    try:
        found = manifest(folder, missing)
    except UserError as error:
        if "later version" in str(error):
            raise
        raise MismatchError(str(error)) from error
    problems = [problem for name, entry in found["files"].items() for problem in differs(folder, name, entry["sha256"])]
    checks = [_files(folder, found, problems, len(found["files"]))]
    for part in sorted(path.parent for path in folder.glob(f"*/{MANIFEST}")):
        checks.append(_files(part, _opened(part).manifest, [], 0)._replace(name=f"files of {part.name}"))
    if shown is not None and not any(check.problems for check in checks):
        checks.append(Check("answer", "as its verb shows it", list(_unshown(folder, shown))))
    return Verdict(checks, ["the points of a study are not run again"])


def _unshown(folder: Path, shown: Callable[[Path], object]) -> Iterator[str]:
    """Why the answer of a study cannot be shown."""
    try:
        shown(folder)
    except (UserError, MismatchError) as error:
        yield str(error)


def _opened(folder: Path) -> Results:
    try:
        return open_results(folder)
    except UserError as error:
        if os.path.lexists(folder / MANIFEST) and "later version" not in str(error):
            raise MismatchError(str(error)) from error
        raise


def _check_arguments(results: Results, replays: int | None, runs: Sequence[int], engines: Sequence[str]) -> None:
    for run in runs:
        results.refuse_no_run(run)
    for engine in engines:
        if engine not in ENGINES:
            raise UserError(f"--engine: {engine!r} is not an engine; choose one of {', '.join(sorted(ENGINES))}")
    if replays is not None and not 0 <= replays <= LARGEST_RUNS:
        raise UserError(f"--replay: {replays} is not a whole number from 0 to {LARGEST_RUNS:,}")


def _hashes(results: Results, names: Sequence[str]) -> Iterator[str]:
    known = results.manifest["files"]
    kept = [POSTERIOR] if results.manifest.get("posterior") else []
    for name in [SCENARIO, *kept, *(f"{name}.parquet" for name in names)]:
        if name not in known:
            yield f"{name}: the manifest does not know it"
        else:
            yield from differs(results.folder, name, known[name]["sha256"])


def _subject(results: Results, notes: list[str]) -> Subject | None:
    """The world or worlds that the folder says its runs were made with, or None with a note."""
    try:
        m = results.manifest
        if m["uncertain"]:
            return drawing(results.scenario, m["runs"], m["seed"], m.get("posterior") or "", results.folder)
        return results.scenario.case()
    except ScenarioError as error:
        notes.append(f"nothing but files was checked: {SCENARIO} is not readable now: {error.problems[0]}")
    except UserError as error:
        notes.append(f"nothing but files was checked: {error}")
    return None


def _columns(results: Results, subject: Subject, names: Sequence[str]) -> Iterator[str]:
    """Columns, their types, and the number of rows."""
    drawn = () if isinstance(subject, Case) or results.manifest["model"] != model_hash() else subject.paths
    expected = schemas(read_by(subject), drawn)  # another version of the model drew constants of its own
    for name in names:
        try:
            file = opened(results.folder / f"{name}.parquet")
        except UNREADABLE as fault:
            yield f"{name}.parquet: cannot be read ({_first_line(fault)})"
            continue
        wanted, rows = results.manifest["rows"].get(name), file.metadata.num_rows
        if rows != wanted:
            yield f"{name}.parquet: {rows:,} rows, the manifest says {wanted}"
        yield from (f"{name}.parquet: {text}" for text in columns_broken(name, file.schema_arrow, expected[name]))


def _invariants(results: Results, case: Case, names: Sequence[str], skip: bool) -> Iterator[Check]:
    """What must hold in the tables; left out where the columns are wrong already."""
    if skip:
        return
    for name in ("runs", "days", "series", "wars", "pauses", "answers", "failures"):
        if name in names:
            looked = _looked(results, name, lambda rows, name=name: _of_scenario(name, rows, case))
            yield looked._replace(problems=[*looked.problems, *_hollow(results, name)])
    if "acts" in names and "runs" in names:
        tally = HitTally(case)
        looked = _looked(results, "acts", lambda rows: _of_acts(results, rows, case, tally))
        yield looked._replace(problems=[*looked.problems, *tally.problems()])
        yield Check("runs", "their numbers", _guarded("runs.parquet", lambda: list(_numbers(results))))


def _hollow(results: Results, name: str) -> Iterator[str]:
    """A table without a row, where every run that passed leaves some: no row of it could be looked at."""
    if (
        name in ("days", "series")
        and not results.manifest["rows"].get(name)
        and results.failed < results.manifest["runs"]
    ):
        yield f"{name}.parquet: no rows, though runs have passed"


def _looked(results: Results, name: str, more: Callable[[pa.Table], Iterator[str]]) -> Check:
    """Read a table a row group at a time, as it is whenever it is read, and apply more rules to it."""
    found: list[str] = []
    rows = 0
    try:
        for table, problems in groups(results.folder / f"{name}.parquet", name, results.manifest):
            rows += table.num_rows
            found += problems or more(table)
    except UNREADABLE as fault:
        found.append(f"{name}.parquet: cannot be read ({_first_line(fault)})")
    return Check(f"{name}: order and bounds", f"{rows:,} rows", found)


def _of_scenario(name: str, table: pa.Table, case: Case) -> Iterator[str]:
    """What only the scenario can tell: how many actors there are, what is asked of the runs."""
    if name == "days":
        columns = rules.columns_of(table)
        days, actors = case.worlds[0].days, len(case.names.actors)
        yield from in_words(name, columns, rules.days_broken(columns, actors, len(MEASURES), days))
    if name == "runs":
        columns = rules.columns_of(table)
        yield from in_words(name, columns, rules.questions_broken(columns, case.questions, case.worlds[0].days))


def _of_acts(results: Results, table: pa.Table, case: Case, tally: HitTally) -> Iterator[str]:
    """The same of acts, with sums over two tables, and the hits of each weapon counted in ``tally``."""
    columns = rules.columns_of(table)
    if not results.manifest["uncertain"] and results.manifest["engine"] in ENGINES:  # else chances are a run's own
        tally.add(columns)
    yield from in_words("acts", columns, rules.acts_broken(columns, case.start, case.worlds[0].days))
    first, last = int(columns["run"].min(initial=2**31 - 1)), int(columns["run"].max(initial=-1))
    filters = [("run", ">=", first), ("run", "<=", last)]
    runs = rules.columns_of(pq.read_table(arrow_file(results.folder / "runs.parquet"), filters=filters))
    yield from in_words("runs", runs, rules.sums_broken(runs, columns))


def _guarded(file: str, look: Callable[[], list[str]]) -> list[str]:
    """What a look at damaged tables finds, or that they cannot be looked at."""
    try:
        return look()
    except UserError as error:
        return [str(error)]
    except UNREADABLE as fault:
        return [f"{file}: cannot be read ({_first_line(fault)})"]


def _numbers(results: Results) -> Iterator[str]:
    """Each run asked for stands once, among the runs or among the failures; and no act is missing at the edges."""
    kept_runs, asked, kept, numbers = results.manifest["runs_with_acts"], results.manifest["runs"], 0, []
    for name in (name for name in ("runs", "failures") if has_table(results.manifest, name)):
        for table, _ in groups(results.folder / f"{name}.parquet", name, results.manifest):
            run = table["run"].to_numpy()
            numbers.append(run)
            kept += int(table["acts"].to_numpy()[run < kept_runs].sum()) if name == "runs" else 0
    if kept != (rows := pq.ParquetFile(arrow_file(results.folder / "acts.parquet")).metadata.num_rows):
        yield f"acts.parquet: {rows:,} acts, the runs add up to {kept:,}"
    found = np.unique(np.concatenate(numbers))
    total = sum(map(len, numbers))
    if gap := asked - len(found):
        holes = np.flatnonzero(found != np.arange(len(found)))
        yield f"runs.parquet: {gap:,} runs are missing, first {int(holes[0]) if len(holes) else len(found)}"
    if twice := total - len(found):
        yield f"runs.parquet: {twice:,} runs stand twice"


def _replays(
    results: Results, subject: Subject, runs: list[int], engines: Sequence[str], notes: list[str], skip: set[str],
    each: bool,
) -> Iterator[Check]:  # fmt: skip
    """Run a sample again in each engine, if this is the model that made the results."""
    manifest = results.manifest
    if manifest["model"] != model_hash():
        notes.append(f"no run was replayed: another version of the model made this ({manifest['model']})")
        return
    if manifest["engine"] not in ENGINES:
        notes.append(f"no run was replayed: an engine of somebody's own made this ({manifest['engine']})")
        return
    plan = _plan(results)
    names = [
        name for name in ("runs", "acts", "answers", "wars", "pauses", "failures") if f"{name}.parquet" not in skip
    ]
    for engine in engines if runs else ():
        some = in_every_chunk(runs, islice(plan.chunks(), MOST_CHUNKS)) if each and engine == engines[0] else runs
        again = partial(differences, results.folder, plan, subject, some, engine, names)
        yield Check(f"replay, {engine}", f"{len(some)} runs", _guarded("replay", lambda again=again: list(again())))


def _plan_differs(results: Results) -> Iterator[str]:
    """What the plan, if it is still there, says otherwise than the manifest."""
    try:
        plan = read_plan(results.folder)
    except UserError as error:
        yield f"{PLAN}: {str(error).partition(': ')[2]}"
        return
    m = results.manifest
    if plan is not None:
        old = plan.question
        said = (old.hash(), old.runs, old.seed, old.days, old.model, plan.series_runs)
        if said != (m["question"], m["runs"], m["seed"], m["days"], m["model"], m["runs_in_quantiles"]):
            yield f"{PLAN}: asks another question than the manifest answers"


def _plan(results: Results) -> Plan:
    """What the manifest says was asked."""
    m = results.manifest
    question = BatchQuestion(
        m["scenario"]["name"], m["scenario"].get("sha256", ""), m["runs"], m["seed"], m["days"], m["runs_with_acts"],
        m["uncertain"], m.get("posterior") or "", m["model"], FORMAT,
    )  # fmt: skip
    return Plan(question, m["engine"], m["runs_in_quantiles"], m["started"], None, m["labels"])


def _first_line(fault: BaseException) -> Any:
    return (str(fault).splitlines() or [type(fault).__name__])[0]
