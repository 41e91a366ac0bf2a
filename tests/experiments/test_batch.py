"""A batch: same bytes for any number of workers and after any interruption; nothing is ever mixed or overwritten."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from brink.experiments.errors import EngineFault, InterruptedBatch, StorageFault, UserError
from brink.experiments.measures.strikes import READ
from brink.experiments.results import store
from brink.experiments.results.lock import locked
from brink.experiments.results.question import Chunk
from brink.experiments.results.read import open_results
from brink.experiments.results.row_groups import encoded
from brink.experiments.results.store import SCENARIO, TABLES
from brink.experiments.runs import attempts, batch, workers
from brink.experiments.runs.verify import verify
from brink.model.batch import MEASURES
from brink.model.mechanisms.registry import CONSTANTS
from brink.scenarios.loader import load_scenario
from brink.tests.support import FakeScenario, make_case, synthetic

RUNS, ACTS = 1_300, 1_100
FILES = [f"{name}.parquet" for name in TABLES] + [SCENARIO]
ROOT = Path(__file__).resolve().parents[2]


def ask(folder: Path, **changes) -> batch.Results:
    wanted = {"runs": RUNS, "seed": 0, "engine": synthetic, "jobs": 1, "out": folder, "acts": ACTS} | changes
    return batch.run(wanted.pop("scenario", FakeScenario()), **wanted)


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The answer as one worker gives it, uninterrupted; tests only read it."""
    folder = tmp_path_factory.mktemp("reference")
    ask(folder)
    return folder


class Stumbling:
    """The synthetic engine, with something raised once at the chunk that begins with a certain run."""

    def __init__(self, at: int, fault: BaseException) -> None:
        self.at, self.fault, self.calls = at, fault, 0

    def __call__(self, case, seed, first, count, series):
        self.calls += 1
        if first == self.at:
            self.at = -1
            raise self.fault
        return synthetic(case, seed, first, count, series)


def test_two_workers_give_the_same_bytes_as_one(reference: Path, tmp_path: Path) -> None:
    ask(tmp_path, jobs=2)
    assert contents(tmp_path) == contents(reference)


def test_the_folder_explains_itself(reference: Path) -> None:
    manifest = json.loads((reference / "manifest.json").read_text())
    assert {path.name for path in reference.iterdir()} == {*FILES, "manifest.json", "plan.json", "SHA256SUMS"}
    assert (manifest["runs"], manifest["seed"], manifest["runs_with_acts"]) == (RUNS, 0, ACTS)
    assert manifest["rows"]["runs"] == RUNS
    assert set(manifest["files"]) == set(FILES)
    assert {"python", "libraries", "brink", "command", "started", "ended", "model"} <= set(manifest)
    assert manifest["labels"]["actors"]["marsh_front"] == "Marsh Front"


def test_frames_come_back_tidy(reference: Path) -> None:
    results = open_results(reference)
    assert list(results.runs["run"]) == list(range(RUNS))
    assert set(results.acts["run"]) <= set(range(ACTS))
    assert isinstance(results.acts["actor"].dtype, pd.CategoricalDtype)
    assert list(results.acts["actor"].cat.categories) == ["avaria", "borduria", "marsh_front"]
    counted = results.acts.groupby("run").size().reindex(range(ACTS), fill_value=0)
    assert list(counted) == list(results.runs["acts"][:ACTS])
    assert results.series["run"].nunique() == 20
    assert len(results.days) == 60 * 3 * len(MEASURES)
    assert results.acts_of(3)["run"].unique().tolist() in ([3], [])


def test_daily_quantiles_are_taken_over_the_first_thousand_runs(reference: Path) -> None:
    series = synthetic(make_case(), 0, 0, 1_000, True).series[:, 7, 1, 2].astype(float)
    days = open_results(reference).days
    row = days[(days["day"] == 7) & (days["actor"] == "borduria") & (days["measure"] == MEASURES[2])].iloc[0]
    assert row["mean"] == pytest.approx(series.mean())
    assert row["q05"] == pytest.approx(np.quantile(series, 0.05))
    assert row["q95"] == pytest.approx(np.quantile(series, 0.95))


def test_no_file_carries_pandas_metadata(reference: Path) -> None:
    import pyarrow.parquet as pq

    for name in TABLES:
        assert b"pandas" not in (pq.read_schema(reference / f"{name}.parquet").metadata or {})


def test_seed_zero_is_a_seed(reference: Path, tmp_path: Path) -> None:
    ask(tmp_path, seed=1)
    assert contents(tmp_path)["acts.parquet"] != contents(reference)["acts.parquet"]
    assert set(open_results(tmp_path).runs["seed"]) == {1}


def test_all_acts_can_be_kept(tmp_path: Path) -> None:
    results = ask(tmp_path, acts=None)
    assert results.manifest["runs_with_acts"] == RUNS
    assert len(results.acts) == results.runs["acts"].sum()


def test_no_acts_at_all_can_be_kept(tmp_path: Path) -> None:
    results = ask(tmp_path, acts=0, runs=5)
    assert len(results.acts) == 0
    assert results.runs["acts"].sum() > 0


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("at", [0, 500, 1_000])
def test_an_interrupted_batch_is_finished_to_the_same_bytes(
    reference: Path, tmp_path: Path, at: int, jobs: int
) -> None:
    engine = Stumbling(at, KeyboardInterrupt())
    with pytest.raises(InterruptedBatch) as stop:
        ask(tmp_path, engine=engine, jobs=jobs)
    assert stop.value.folder == tmp_path
    with pytest.raises(UserError, match="brink resume"):
        open_results(tmp_path)
    before = engine.calls
    assert ask(tmp_path, engine=engine, jobs=jobs).fresh
    assert engine.calls - before <= 4 - at // 500
    assert contents(tmp_path) == contents(reference)


def test_a_fault_of_the_engine_names_its_runs_and_loses_nothing(reference: Path, tmp_path: Path) -> None:
    engine = Stumbling(500, ZeroDivisionError("oh"))
    with pytest.raises(EngineFault, match="runs 500 to 999: ZeroDivisionError: oh"):
        ask(tmp_path, engine=engine, on_error="stop")
    ask(tmp_path, engine=engine)
    assert contents(tmp_path) == contents(reference)


def test_acts_are_encoded_while_later_chunks_are_computed_and_an_end_before_time_leaves_no_table(
    reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, in_time, end, alive = threading.Event(), [], [KeyboardInterrupt()], threading.active_count()
    monkeypatch.setattr(store, "encoded", lambda *given: (written.set(), encoded(*given))[1])

    def waiting(case, seed, first, count, series):
        if first == 1_000:
            in_time.append(written.wait(20))
            if end:
                raise end.pop()
        return synthetic(case, seed, first, count, series)

    with pytest.raises(InterruptedBatch):
        ask(tmp_path, engine=waiting)
    assert in_time == [True], "the first chunk was not taken up before the last was begun"
    assert not [path.name for path in tmp_path.iterdir() if "acts" in path.name]
    assert threading.active_count() == alive
    ask(tmp_path, engine=waiting)
    assert contents(tmp_path) == contents(reference)


def test_acts_that_cannot_be_written_are_told_of_and_lose_no_chunk(
    reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path, pieces, encodings):
        next(iter(pieces))
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(StorageFault, match="No space left on device"):
        patch.setattr(store, "write_joined", full)
        ask(tmp_path)
    assert len(list((tmp_path / "chunks").iterdir())) == 3
    ask(tmp_path)
    assert contents(tmp_path) == contents(reference)


def test_a_damaged_chunk_is_computed_again(reference: Path, tmp_path: Path) -> None:
    engine = Stumbling(1_000, KeyboardInterrupt())
    with pytest.raises(InterruptedBatch):
        ask(tmp_path, engine=engine)
    damaged = tmp_path / "chunks" / "0000000000" / "acts.piece"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"!")
    ask(tmp_path, engine=engine)
    assert contents(tmp_path) == contents(reference)


def test_resume_reads_the_frozen_plan(reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = SimpleNamespace(simulate=Stumbling(500, KeyboardInterrupt()))
    monkeypatch.setitem(sys.modules, "brink.model.engine.ensemble", stand_in)
    with pytest.raises(InterruptedBatch):
        ask(tmp_path, engine="ensemble")
    results = batch.resume(tmp_path, lambda path: FakeScenario())
    assert contents(tmp_path) == contents(reference)
    assert not batch.resume(tmp_path, lambda path: FakeScenario()).fresh
    assert results.manifest["engine"] == "ensemble"


def test_resume_refuses_a_changed_scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = SimpleNamespace(simulate=Stumbling(0, KeyboardInterrupt()))
    monkeypatch.setitem(sys.modules, "brink.model.engine.ensemble", stand_in)
    with pytest.raises(InterruptedBatch):
        ask(tmp_path, engine="ensemble")
    with pytest.raises(UserError, match="scenario"):
        batch.resume(tmp_path, lambda path: FakeScenario(digest="b" * 64))


def test_killed_without_a_word_it_is_finished_to_the_same_bytes(
    reference: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "model_hash", lambda: "the same")
    monkeypatch.setattr(batch, "engine_mark", lambda _: "the same")
    script = (
        "import time\nfrom tests.support import FakeScenario, synthetic\nfrom brink.experiments.runs import batch\n"
        "def slow(*arguments):\n    time.sleep(0.5 if arguments[2] else 0)\n    return synthetic(*arguments)\n"
        "batch.model_hash = lambda: 'the same'\nbatch.engine_mark = lambda _: 'the same'\n"
        f"batch.run(FakeScenario(), {RUNS}, 0, engine=slow, jobs=1, out={str(tmp_path)!r}, acts={ACTS})\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    try:
        first = tmp_path / "chunks" / "0000000000"
        while not first.exists() and process.poll() is None:
            time.sleep(0.01)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert first.exists()
    assert not (tmp_path / "manifest.json").exists()
    ask(tmp_path)
    assert contents(tmp_path) == contents(reference)


def test_the_same_question_finds_its_answer(tmp_path: Path) -> None:
    engine = Stumbling(-1, KeyboardInterrupt())
    assert ask(tmp_path, engine=engine, runs=10).fresh
    assert not ask(tmp_path, engine=engine, runs=10).fresh
    assert engine.calls == 1
    assert ask(tmp_path, engine=engine, runs=10, force=True).fresh
    assert engine.calls == 2


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    "change", [{"seed": 1}, {"runs": 11}, {"acts": 5}, {"scenario": FakeScenario(digest="b" * 64)}]
)
def test_another_question_never_overwrites(tmp_path: Path, change: dict, force: bool) -> None:
    ask(tmp_path, runs=10)
    before = contents(tmp_path)
    with pytest.raises(UserError, match="another question"):
        ask(tmp_path, **{"runs": 10, "force": force} | change)
    assert contents(tmp_path) == before


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UserError, match="not empty"):
        ask(tmp_path, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_force_removes_only_what_a_batch_wrote(tmp_path: Path) -> None:
    ask(tmp_path, runs=10)
    (tmp_path / "notes.txt").write_text("mine")
    ask(tmp_path, runs=10, force=True)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_second_process_is_refused(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(UserError, match="another brink process"):
        ask(tmp_path)
    assert ask(tmp_path, runs=10).fresh
    assert not (tmp_path / ".lock").exists()


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_computed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    engine = Stumbling(-1, KeyboardInterrupt())
    with pytest.raises(UserError, match="cannot be written"):
        ask(tmp_path / "file" / "results", engine=engine)
    assert engine.calls == 0


@pytest.mark.parametrize(
    ("change", "option"),
    [
        ({"runs": 0}, "--runs"), ({"runs": True}, "--runs"), ({"seed": -1}, "--seed"), ({"seed": 2**63}, "--seed"),
        ({"jobs": 0}, "--jobs"), ({"acts": -1}, "--acts"), ({"engine": "masa"}, "--engine"),
    ],
)  # fmt: skip
def test_numbers_that_make_no_batch_are_refused(tmp_path: Path, change: dict, option: str) -> None:
    with pytest.raises(UserError, match=option):
        ask(tmp_path / "new", **change)
    assert not (tmp_path / "new").exists()


def test_progress_ends_at_all_runs(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    ask(tmp_path, progress=lambda done, runs: seen.append((done, runs)))
    assert seen == [(500, RUNS), (1_000, RUNS), (RUNS, RUNS)]


def test_pieces_join_to_the_batch_they_were_cut_from() -> None:
    whole = synthetic(make_case(), 3, 40, 25, True)
    pieces = [synthetic(make_case(), 3, p.first, p.runs, True) for p in workers._cut(Chunk(40, 25, True), 10)]
    joined = attempts.join(pieces)
    assert (joined.first, joined.count, [p.count for p in pieces]) == (40, 25, [10, 10, 5])
    for one, other in zip(whole[2:], joined[2:], strict=True):
        assert np.array_equal(one, other)


def test_a_lying_manifest_is_refused(tmp_path: Path) -> None:
    ask(tmp_path, runs=5)
    for text, match in (("{", "cannot be read"), ('{"schema": 99}', "later version"), ("[]", "cannot be read")):
        (tmp_path / "manifest.json").write_text(text)
        with pytest.raises(UserError, match=match):
            open_results(tmp_path)


def test_worker_processes_give_the_bytes_of_threads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the Mesa driver needs, shown with the quicker engine: a process a core, joined in run order."""
    from brink.scenarios.loader import load_scenario

    question = {"scenario": load_scenario("border-clash"), "engine": "ensemble", "runs": 35}
    ask(tmp_path / "threads", **question)
    monkeypatch.setitem(workers.IN_PROCESSES, "ensemble", 10)
    seen: list[int] = []
    ask(tmp_path / "processes", **question, jobs=2, progress=lambda done, _: seen.append(done))
    assert contents(tmp_path / "processes") == contents(tmp_path / "threads")
    assert seen == [10, 20, 30, 35]


RESTRAINTS = [f"{who}.restraint.{name}" for who in ("north", "south") for name in ("credibility", "tolerance")]


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        (("constants.fear_weight=7",), f"(constants.fear_weight {CONSTANTS['fear_weight'].default:g} there, 7 asked)"),
        (("days=60",), "(another text of the scenario Border clash; days 90 there, 60 asked)"),
        (("name=Another", "constants.fear_weight=7"), "(scenario Border clash there, Another asked)"),
        (
            tuple(
                f"actors.{who}.restraint.{name}=0.11"
                for who in ("north", "south")
                for name in ("credibility", "tolerance")
            ),
            "; 1 more setting of Border clash)",
        ),
    ],
)
def test_a_folder_of_another_scenario_says_which_settings_differ(
    tmp_path: Path, sets: tuple[str, ...], said: str
) -> None:
    batch.run(load_scenario("border-clash"), 5, out=tmp_path / "r")
    changed = load_scenario("border-clash", sets)
    with pytest.raises(UserError) as raised:
        batch.run(changed, 5, out=tmp_path / "r")
    assert said in str(raised.value)


def test_a_number_of_no_run_is_told_by_those_there_are(tmp_path: Path) -> None:
    for runs, said in ((1, "it has one, numbered 0"), (5, "they are numbered 0 to 4")):
        found = batch.run(load_scenario("border-clash"), runs, out=tmp_path / str(runs))
        with pytest.raises(UserError, match=said):
            found.acts_of(7)
        with pytest.raises(UserError, match=said):
            verify(found.folder, runs=[7])


def test_acts_computed_just_now_are_counted_as_those_that_are_read_and_looked_at(tmp_path: Path) -> None:
    fresh = batch.run("border-clash", 520, 3, acts=510, jobs=1, out=tmp_path)
    read, again = open_results(tmp_path), batch.run("border-clash", 520, 3, acts=510, jobs=1, out=tmp_path)
    assert (fresh.sure, read.sure, again.sure) == (True, False, False)
    for runs in (3, 505, 510):
        assert fresh.acts_of_first(runs, READ).equals(read.acts_of_first(runs, READ))
    with (tmp_path / "acts.parquet").open("ab") as file:
        file.write(b"more")
    late = open_results(tmp_path)
    late.sure = True
    with pytest.raises(UserError, match="not the bytes that were written"):
        late.acts_of_first(3, READ)


def test_acts_of_an_engine_of_ones_own_are_looked_at(tmp_path: Path) -> None:
    assert ask(tmp_path).sure is False
