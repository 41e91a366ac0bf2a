"""Child processes import nothing from the working folder or the caller's script, and end with their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from brink.experiments.commands.stopping import NAMES
from brink.experiments.errors import EngineFault
from brink.experiments.results.store import TABLES
from brink.experiments.runs import batch, workers
from brink.experiments.system import children
from brink.experiments.system.children import HOME, Child, ChildDied, environment, import_path
from brink.scenarios.loader import load_scenario
from brink.tests.support import left_alive

BRINK = Path(sys.executable).with_name("brink")
#: What is imported by name alone when a process starts: anything that is not there already.
SHADOWS = sorted((sys.stdlib_module_names - {"__future__"}) | {
    "brink", "cloudpickle", "cryptography", "dask", "distributed", "filelock", "matplotlib", "mesa", "msgpack", "numba",
    "numpy", "pandas", "platformdirs", "psutil", "pyarrow", "pydantic", "rich", "scipy", "sitecustomize", "sklearn",
    "tornado", "typer", "usercustomize", "yaml", "zmq", "lz4", "uvloop", "IPython", "tests", "SALib", "ema_workbench",
})  # fmt: skip


#: The two ways in which worker processes are started.
MESA, CLUSTER = "--engine mesa --jobs 2", "--cluster local --jobs 2"


def rarely(*values: object) -> object:
    """A combination of what the others try apart: left to `make faults`."""
    return pytest.param(*values, marks=pytest.mark.faults)


@pytest.fixture
def shadows(tmp_path: Path) -> Path:
    """A folder in which every module that a process may ask for says that it was executed."""
    folder = tmp_path / "stranger"
    folder.mkdir()
    executed = tmp_path / "executed"
    for name in SHADOWS:
        text = f"import os\nos.close(os.open({str(executed)!r}, os.O_CREAT))\nraise SystemExit('executed: {name}')\n"
        (folder / f"{name}.py").write_text(text)
    return folder


def brink(folder: Path, line: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A verb in a folder, by the console script."""
    return subprocess.run(
        [BRINK, *line.split()], cwd=folder, env=os.environ | more, capture_output=True, text=True, timeout=300
    )


def nothing_executed(folder: Path) -> bool:
    return not (folder.parent / "executed").exists()


@pytest.mark.parametrize("way", ["--engine mesa --jobs 2", "--cluster local --jobs 1"])
def test_workers_execute_nothing_from_the_working_folder(shadows: Path, way: str) -> None:
    done = brink(shadows, f"run border-clash --runs 24 --no-figures --out r {way}")
    assert nothing_executed(shadows) and done.returncode == 0, done.stderr


#: Two short chains: the code is that of all coded acts, in a seventh of the time.
EPISODES = Path(__file__).resolve().parents[1] / "evidence" / "small.csv"
#: Figures and report are made by the same code in the same processes, so one verb that makes them is enough.
VERBS = (
    "list", "new mine.yaml", "check border-clash", "explain days", "schema",
    "run border-clash --runs 40 --no-figures --out r", "show r", "show r --why 0", "verify r --replay 2",
    "report r", "resume r",
    "compare border-clash --set constants.fear_weight=12 --runs 40 --no-figures --out c",
    "sensitivity border-clash --outcome killed --trajectories 2 --base 4 --replications 2 "
    "--parameter constants.fear_weight --parameter constants.answer_cost --no-figures --out s",
    "map border-clash --x constants.fear_weight --y ties.north.south.fear --side 2 --replications 5 --no-figures "
    "--out m",
    "run border-clash --runs 200 --uncertain --no-figures --out u",
    "discover u --when 'kinetic_acts>=3' --no-figures --out d",
    f"backtest --episodes {EPISODES} --no-figures --out b",
)  # fmt: skip
#: Verbs one after the other in a process that begins as a console script does: beside its own folder, not that of the
#: caller. What a verb imports first, it finds there or not; what all have in common is loaded once and not for each.
ONE_AFTER_THE_OTHER = """
import shlex, sys
from brink.experiments.commands import cli
from brink.experiments.evidence import forecast
from brink.experiments.figures import gallery, peak
from brink.experiments.studies import live
gallery._KINDS = tuple(kind for kind in gallery._KINDS if kind.name == peak.NAME)
forecast.POINTS, forecast.PLAIN_POINTS, live.POINTS, live.EACH = 40, 1, 2, 2
for line in sys.argv[1:]:
    sys.argv = ["brink", *shlex.split(line)]
    if code := cli.call(cli.app):
        sys.exit(f"{line}: {code}")
"""


@pytest.mark.slow
def test_no_verb_executes_anything_from_the_working_folder(shadows: Path, tmp_path: Path) -> None:
    script = tmp_path / "bin" / "verbs.py"
    script.parent.mkdir()
    script.write_text(ONE_AFTER_THE_OTHER)
    done = subprocess.run(
        [sys.executable, script, *VERBS], cwd=shadows, env=os.environ, capture_output=True, text=True, timeout=600
    )
    assert nothing_executed(shadows), done.stderr
    assert done.returncode == 0, done.stderr


def on_one_processor() -> None:
    """Leave a process that is about to start one processor, and so one worker: it imports what others would."""
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])


@pytest.mark.slow
def test_a_calibration_executes_nothing_from_the_working_folder(shadows: Path) -> None:
    """It takes minutes, so it is stopped once its workers have measured a point, and imported all that takes."""
    command = [BRINK, "calibrate", "--points", "600", "--trials", "20", "--out", "k"]
    before = on_one_processor if hasattr(os, "sched_setaffinity") else None
    process = subprocess.Popen(command, cwd=shadows, stderr=subprocess.PIPE, text=True, preexec_fn=before)
    assert process.stderr is not None
    said = next((line for line in process.stderr if " done" in line), None)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=120)
    assert said is not None and nothing_executed(shadows)
    assert process.returncode == 130


def test_the_working_folder_is_on_no_path_of_a_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty and relative entries of PYTHONPATH stand for it too, as does its whole name."""
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(sys, "path", ["", "relative", str(tmp_path / "here"), *sys.path, str(tmp_path / "there")])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", ".", str(tmp_path / "here"), str(tmp_path / "there")]))
    assert environment()["PYTHONPATH"] == str(tmp_path / "there")
    (tmp_path / "here" / "sitecustomize.py").write_text("import os\nos._exit(9)\n")
    child = Child()
    try:
        found = child.call(import_path)
        assert str(tmp_path / "there") in found
        assert not {"", ".", "relative", str(tmp_path / "here")} & set(found)
    finally:
        child.end()


def test_a_package_in_the_working_folder_is_found_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HOME)
    monkeypatch.setattr(sys, "path", [str(HOME), *sys.path])
    assert str(HOME) in import_path()


SCRIPT = """\
import sys, brink
print("here")
brink.run(brink.load_scenario("border-clash"), runs=24, jobs=2, out=sys.argv[1], {how})
"""


@pytest.mark.parametrize(
    ("how", "stdin"),
    [
        ('engine="mesa"', False), ('cluster="local"', True), rarely('engine="mesa"', True),
        rarely('cluster="local"', False),
    ],
)  # fmt: skip
def test_a_script_without_a_main_guard_runs_once_and_is_answered(tmp_path: Path, how: str, stdin: bool) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(how=how))
    begun = time.monotonic()
    with script.open() as text:
        done = subprocess.run(
            [sys.executable, "-" if stdin else script, tmp_path / "there"],
            stdin=text, capture_output=True, text=True, timeout=200,
        )  # fmt: skip
    print(f"{time.monotonic() - begun:.1f} s")
    assert (done.returncode, done.stdout) == (0, "here\n"), done.stderr
    here = batch.run(load_scenario("border-clash"), runs=24, jobs=1, out=tmp_path / "here")
    for name in TABLES:
        assert (tmp_path / "there" / f"{name}.parquet").read_bytes() == (here.folder / f"{name}.parquet").read_bytes()


@pytest.mark.parametrize("program", ["/does/not/exist", "/bin/false"])
def test_where_no_worker_starts_this_process_does_it_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    with pytest.warns(RuntimeWarning, match="no worker process starts here"):
        results = batch.run(load_scenario("border-clash"), runs=12, jobs=2, engine="mesa", out=tmp_path)
    assert results.failed == 0 and len(results.runs) == 12


def test_what_is_raised_in_a_child_is_raised_here_and_what_it_prints_is_no_answer() -> None:
    child = Child()
    try:
        with pytest.raises(ZeroDivisionError):
            child.call(divmod, 1, 0)
        assert child.call(print, "words") is None
        assert child.call(os.getpid) == child.pid
        with pytest.raises(RuntimeError, match="cannot be sent"):
            child.call(memoryview, b"no such view can be pickled")
    finally:
        child.end()
    with pytest.raises(ChildDied):
        child.call(os.getpid)


def descendants(pid: int) -> list[int]:
    """The processes below one, by /proc."""
    found = [
        int(word) for task in Path(f"/proc/{pid}/task").iterdir() for word in (task / "children").read_text().split()
    ]
    return [*found, *(below for child in found for below in descendants(child))]


WORLD = "run border-clash --runs 40000 --no-figures --out r"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize(
    ("way", "number"),
    [
        (MESA, signal.SIGKILL), (MESA, signal.SIGTERM), (CLUSTER, signal.SIGKILL), (CLUSTER, signal.SIGHUP),
        rarely(MESA, signal.SIGHUP), rarely(CLUSTER, signal.SIGTERM),
    ],
)  # fmt: skip
def test_children_end_with_their_parent(tmp_path: Path, way: str, number: int) -> None:
    command = [BRINK, *WORLD.split(), *way.split()]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    below: list[int] = []
    until = time.monotonic() + 120
    while len(below) < 2 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
        below = descendants(process.pid)
    time.sleep(0.5)
    below = descendants(process.pid)
    assert len(below) >= 2
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    if number == signal.SIGKILL:
        assert process.returncode == -signal.SIGKILL
    else:
        assert process.returncode == 130 and "finish it with: brink resume r" in said, said
    assert left_alive(below) == []


def test_an_answer_that_nobody_waited_for_is_not_that_of_the_next_call(monkeypatch: pytest.MonkeyPatch) -> None:
    child, load = Child(), children.pickle.load

    def interrupted(*_: object) -> None:
        monkeypatch.setattr(children.pickle, "load", load)
        raise KeyboardInterrupt

    try:
        assert child.call(abs, -1) == 1
        monkeypatch.setattr(children.pickle, "load", interrupted)
        with pytest.raises(KeyboardInterrupt):
            child.call(abs, -2)
        assert child.call(abs, -3) == 3
    finally:
        child.end()


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals of this kind are POSIX")
def test_ctrl_c_reaches_no_child_not_even_as_it_starts(capfd: pytest.CaptureFixture[str]) -> None:
    for wait in (0.0, 0.0, 0.01, 0.02, 0.04, 0.08):
        child = Child()
        try:
            time.sleep(wait)
            os.kill(child.pid, signal.SIGINT)
            assert child.call(os.getpid) == child.pid
        finally:
            child.end()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize(
    ("way", "number"),
    [
        (MESA, signal.SIGINT), (MESA, signal.SIGHUP), (CLUSTER, signal.SIGINT), (CLUSTER, signal.SIGTERM),
        rarely(MESA, signal.SIGTERM), rarely(CLUSTER, signal.SIGHUP),
    ],
)  # fmt: skip
def test_a_signal_to_all_processes_at_once_is_one_message(tmp_path: Path, way: str, number: int) -> None:
    """As a service manager sends it: to the workers too, and to them first."""
    process = subprocess.Popen([BRINK, *WORLD.split(), *way.split()], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 120
    while len(below := descendants(process.pid)) < 2 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    for pid in (*reversed(below), process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    lines = [line.split(":")[0] for line in said.splitlines() if not line.startswith("compiling")]
    assert lines == ["interrupted", "finish it with"], said


def test_ignored_signals_stay_ignored() -> None:
    """As under nohup."""
    program = "import signal, sys; number = getattr(signal, sys.argv[1]); signal.signal(number, signal.SIG_IGN); "
    program += "from brink.experiments.commands.stopping import stop_at_once, stopping_by_ctrl_c; stop_at_once()\n"
    program += "with stopping_by_ctrl_c(): raise SystemExit(signal.getsignal(number) is not signal.SIG_IGN)"
    for name in set(NAMES) - {"SIGBREAK"}:
        assert subprocess.run([sys.executable, "-c", program, name]).returncode == 0


def test_a_worker_that_dies_stops_a_batch_that_is_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call = Child.call

    def deadly(self, function, *arguments):
        if getattr(function, "func", None) is workers._piece:
            os.kill(self.pid, signal.SIGKILL)
        return call(self, function, *arguments)

    monkeypatch.setattr(children.Child, "call", deadly)
    with pytest.raises(EngineFault, match="the process that ran it died"):
        batch.run(load_scenario("border-clash"), runs=2, jobs=2, engine="mesa", out=tmp_path, on_error="stop")
