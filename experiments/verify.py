"""Looking over a results folder: are the bytes those that were written, can they be true, does replaying give the same.

Every check says how much it tried. What is wrong is said exactly, and what could not be checked is said too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from ..model.batch import MEASURES
from ..model.world import Case
from . import invariants as rules
from .attempts import ENGINES, loaded, read_by
from .claims import LARGEST_RUNS
from .errors import MismatchError, NotStarted, UserError
from .parquet import sha256
from .question import FORMAT, Question, model_hash
from .replay import differences, sample
from .results import MANIFEST, SCENARIO, Results, open_results
from .schemas import schemas
from .store import POSTERIOR, TABLES, UNCERTAINTY, Plan, read_plan
from .studies.folder import manifest
from .studies.frozen import is_study

if TYPE_CHECKING:
    from .attempts import Subject

REPLAYS = 20
#: Tables that came with a later schema of the manifest.
SINCE = {"failures": 2}
#: Tables of batches whose runs draw their parameters.
EXTRA = (UNCERTAINTY,)
#: What a damaged file may raise while it is read.
UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, OverflowError, pa.ArrowException)


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
    path: str | Path, replays: int = REPLAYS, runs: Sequence[int] = (), engines: Sequence[str] = tuple(ENGINES)
) -> Verdict:
    """Check a results folder.

    Args:
        path: the folder.
        replays: number of runs to run again, spread evenly.
        runs: run these again instead.
        engines: in which engines.

    Raises:
        UserError: there is no complete results folder, or no such run or engine.
        MismatchError: its manifest cannot be read.
    """
    if is_study(Path(path)):
        return _study(Path(path))
    results = _opened(Path(path))
    _check_arguments(results, replays, runs, engines)
    names = [
        name
        for name in (*TABLES, *(EXTRA if results.manifest["uncertain"] else ()))
        if SINCE.get(name, 1) <= results.manifest["schema"]
    ]
    hashes = Check("files", f"{len(names) + 1} hashes", list(_hashes(results, names)))
    damaged = {problem.split(":")[0] for problem in hashes.problems}
    notes: list[str] = []
    unstarted: list[str] = []
    subject = _subject(results, notes)
    checks = [hashes]
    if subject is not None:
        case = read_by(subject)
        readable = [name for name in names if name in TABLES and (results.folder / f"{name}.parquet").is_file()]
        checks.append(Check("columns", f"{len(readable)} tables", list(_columns(results, subject, readable))))
        checks += _invariants(results, case, readable, skip=bool(checks[1].problems))
        wanted = list(runs) or sample(results.manifest["runs"], replays)
        started = [engine for engine in engines if not wanted or _starts(engine, unstarted)]
        checks += _replays(results, subject, wanted, started, notes, skip=damaged)
    return Verdict(checks, notes, tuple(unstarted))


def _starts(engine: str, unstarted: list[str]) -> bool:
    """Whether an engine can be loaded; if not, why is added to ``unstarted``: no result is wrong for that."""
    try:
        loaded(engine)
    except NotStarted as fault:
        unstarted.append(str(fault))
        return False
    return True


def _study(folder: Path) -> Verdict:
    """A study keeps sums, no acts: its files can be checked, its points are computed again by ``--force``."""
    if not (folder / MANIFEST).is_file():
        raise UserError(f"{folder}: this study was interrupted; finish it with: brink resume {folder}")
    try:
        files = manifest(folder)["files"]
    except UserError as error:
        raise MismatchError(str(error)) from error
    problems = [problem for name, entry in files.items() for problem in _differs(folder, name, entry)]
    return Verdict([Check("files", f"{len(files)} hashes", problems)], ["the points of a study are not run again"])


def _differs(folder: Path, name: str, entry: object) -> Iterator[str]:
    """In what a file of a study differs from what its manifest says."""
    path = folder / name
    then = entry.get("sha256") if isinstance(entry, dict) else None
    if path.parent != folder or not isinstance(then, str):
        yield f"{name}: the manifest makes no sense of it"
    elif not path.is_file():
        yield f"{name}: missing"
    elif (now := sha256(path)) != then:
        yield f"{name}: not the bytes that were written (SHA-256 {now[:12]}..., {then[:12]}... then)"


def _opened(folder: Path) -> Results:
    try:
        return open_results(folder)
    except UserError as error:
        if (folder / MANIFEST).is_file() and "later version" not in str(error):
            raise MismatchError(str(error)) from error
        raise


def _check_arguments(results: Results, replays: int, runs: Sequence[int], engines: Sequence[str]) -> None:
    last = results.manifest["runs"] - 1
    for run in runs:
        if not 0 <= run <= last:
            raise UserError(f"--run: {run} is not a run of {results.folder}; they are numbered 0 to {last}")
    for engine in engines:
        if engine not in ENGINES:
            raise UserError(f"--engine: {engine!r} is not an engine; choose one of {', '.join(sorted(ENGINES))}")
    if not 0 <= replays <= LARGEST_RUNS:
        raise UserError(f"--replay: {replays} is not a whole number from 0 to {LARGEST_RUNS:,}")


def _hashes(results: Results, names: Sequence[str]) -> Iterator[str]:
    known = results.manifest["files"]
    kept = [POSTERIOR] if results.manifest.get("posterior") else []
    for name in [SCENARIO, *kept, *(f"{name}.parquet" for name in names)]:
        path = results.folder / name
        if name not in known:
            yield f"{name}: the manifest does not know it"
        elif not path.is_file():
            yield f"{name}: missing"
        elif (now := sha256(path)) != known[name]["sha256"]:
            then = known[name]["sha256"]
            yield f"{name}: not the bytes that were written (SHA-256 {now[:12]}..., {then[:12]}... then)"


def _subject(results: Results, notes: list[str]) -> Subject | None:
    """The world or worlds that the folder says its runs were made with, or None with a note."""
    from ..scenarios.problems import ScenarioError
    from .posterior import drawing

    try:
        m = results.manifest
        if m["uncertain"]:
            return drawing(results.scenario, m["runs"], m["seed"], m.get("posterior") or "", results.folder)
        return results.scenario.case()
    except ScenarioError as error:
        notes.append(f"nothing but files was checked: {SCENARIO} is not readable now: {error.problems[0]}")
    except OSError as fault:
        notes.append(f"nothing but files was checked: {SCENARIO}: {fault.strerror}")
    return None


def _columns(results: Results, subject: Subject, names: Sequence[str]) -> Iterator[str]:
    """Columns, their types, and the number of rows."""
    expected = schemas(read_by(subject), () if isinstance(subject, Case) else subject.paths)
    for name in names:
        try:
            file = pq.ParquetFile(results.folder / f"{name}.parquet")
            found, rows = file.schema_arrow, file.metadata.num_rows
        except UNREADABLE as fault:
            yield f"{name}.parquet: cannot be read ({_first_line(fault)})"
            continue
        wanted = results.manifest["rows"].get(name)
        if rows != wanted:
            yield f"{name}.parquet: {rows:,} rows, the manifest says {wanted}"
        for field in expected[name]:
            if field.name not in found.names:
                yield f"{name}.parquet: column {field.name} is missing"
            elif found.field(field.name).type != field.type:
                yield f"{name}.parquet: column {field.name} is {found.field(field.name).type}, not {field.type}"


def _invariants(results: Results, case: Case, names: Sequence[str], skip: bool) -> Iterator[Check]:
    """What must hold in the tables; left out where the columns are wrong already."""
    if skip:
        return
    manifest, days = results.manifest, case.worlds[0].days
    simple: dict[str, Callable[[rules.Columns], Iterator[rules.Broken]]] = {
        "runs": lambda t: rules.runs_broken(t, manifest["seed"], days),
        "days": lambda t: rules.days_broken(t, len(case.names.actors), len(MEASURES), days),
        "wars": lambda t: rules.wars_broken(t, days),
        "answers": rules.answers_broken,
    }
    for name, broken in simple.items():
        if name in names:
            yield _looked(results, name, lambda table, broken=broken: _said(f"{name}.parquet", table, broken(table)))  # noqa: B023 - called at once
    if "acts" in names and "runs" in names:
        yield _looked(results, "acts", lambda table: _acts(results, table, case))
        yield Check("runs", "their numbers", _guarded("runs.parquet", lambda: list(_numbers(results))))


def _looked(results: Results, name: str, problems: Callable[[rules.Columns], Iterator[str]]) -> Check:
    """Read a table a row group at a time and apply rules to it; runs never straddle two groups."""
    found: list[str] = []
    rows = 0
    try:
        file = pq.ParquetFile(results.folder / f"{name}.parquet")
        for group in range(file.num_row_groups):
            table = rules.columns_of(file.read_row_group(group))
            rows += len(next(iter(table.values())))
            found += problems(table)
    except UNREADABLE as fault:
        found.append(f"{name}.parquet: cannot be read ({_first_line(fault)})")
    return Check(f"{name}: order and bounds", f"{rows:,} rows", found)


def _said(file: str, table: rules.Columns, broken: Iterator[rules.Broken]) -> Iterator[str]:
    """Each broken rule once: how often, and where first."""
    for words, rows in broken:
        if rows.any():
            first = int(rows.argmax())
            where = ", ".join(f"{name} {table[name][first]}" for name in ("run", "act", "day") if name in table)
            yield f"{file}: {words}: {int(rows.sum()):,} rows, first {where}"


def _acts(results: Results, acts: rules.Columns, case: Case) -> Iterator[str]:
    yield from _said("acts.parquet", acts, rules.acts_broken(acts, case.start, case.worlds[0].days))
    first, last = int(acts["run"].min(initial=2**31 - 1)), int(acts["run"].max(initial=-1))
    filters = [("run", ">=", first), ("run", "<=", last)]
    runs = rules.columns_of(pq.read_table(results.folder / "runs.parquet", filters=filters))
    yield from _said("runs.parquet", runs, rules.sums_broken(runs, acts))


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
    runs = results.runs
    found = runs["run"].tolist()
    kept = int(runs.loc[runs["run"] < results.manifest["runs_with_acts"], "acts"].sum())
    if kept != (rows := pq.ParquetFile(results.folder / "acts.parquet").metadata.num_rows):
        yield f"acts.parquet: {rows:,} acts, the runs add up to {kept:,}"
    failed = results.failures["run"].tolist()
    asked = set(range(results.manifest["runs"]))
    if len(failed) != results.failed:
        yield f"failures.parquet: {len(failed)} runs, the manifest says {results.failed}"
    if missing := asked - set(found) - set(failed):
        yield f"runs.parquet: {len(missing):,} runs are missing, first {min(missing)}"
    if twice := len(found) + len(failed) - len({*found, *failed}):
        yield f"runs.parquet: {twice:,} runs stand twice"
    if strange := {*found, *failed} - asked:
        yield f"runs.parquet: {len(strange):,} runs were not asked for, first {min(strange)}"


def _replays(
    results: Results, subject: Subject, runs: list[int], engines: Sequence[str], notes: list[str], skip: set[str]
) -> Iterator[Check]:
    """Run a sample again in each engine, if this is the model that made the results."""
    manifest = results.manifest
    if manifest["model"] != model_hash():
        notes.append(f"no run was replayed: another version of the model made this ({manifest['model']})")
        return
    if manifest["engine"] not in ENGINES:
        notes.append(f"no run was replayed: an engine of somebody's own made this ({manifest['engine']})")
        return
    plan = _plan(results)
    names = [name for name in ("runs", "acts", "answers", "wars", "failures") if f"{name}.parquet" not in skip]
    for engine in engines if runs else ():
        again = partial(differences, results.folder, plan, subject, runs, engine, names)
        yield Check(f"replay, {engine}", f"{len(runs)} runs", _guarded("replay", lambda again=again: list(again())))


def _plan(results: Results) -> Plan:
    """What the manifest says was asked; its own plan if it is still there."""
    known = read_plan(results.folder)
    if known is not None:
        return known
    m = results.manifest
    question = Question(
        m["scenario"]["name"], m["scenario"].get("sha256", ""), m["runs"], m["seed"], m["days"], m["runs_with_acts"],
        m["uncertain"], m.get("posterior") or "", m["model"], FORMAT,
    )  # fmt: skip
    return Plan(question, m["engine"], m["runs_in_quantiles"], m["started"], None, m["labels"])


def _first_line(fault: BaseException) -> Any:
    return (str(fault).splitlines() or [type(fault).__name__])[0]
