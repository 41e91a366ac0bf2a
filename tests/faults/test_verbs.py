"""Every verb that writes, stopped at any moment: nothing lost, nothing half written, nobody left running.

A verb runs in a forked child and a session of its own, so that whoever it leaves behind is found by the number of that
session.
"""

from __future__ import annotations

import json
import random
import shlex
import shutil
import signal
import sys
import time
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from brink.experiments.evidence import point_workers, reference
from brink.experiments.results.place import is_leftover
from brink.tests.faults.bench import DONE, INTERRUPTED, Child, scenario
from brink.tests.faults.test_studies import QUESTION
from brink.tests.forked import fork

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, and looks into /proc"),
    pytest.mark.usefixtures("few_figures", "few_tried"),
]
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
#: Moments at which each verb is stopped by each signal in `make faults`; a calibration takes minutes, so it has one.
MANY, ONCE = 6, 1
#: Files that tell the time, or that a person's clock enters.
DATED = ("manifest.json", "plan.json", "study.json", "report.html", "report.json", "calibrating.json", "SHA256SUMS")


class Verb(NamedTuple):
    """A command that writes into ``r``, and whether ``brink resume r`` finishes it."""

    command: str
    resumed: bool = True


VERBS = {
    "run": Verb("run border-clash --runs 3000 --acts 2000 --jobs 2 --out r"),
    "run-mesa": Verb("run border-clash --runs 40 --engine mesa --jobs 2 --no-figures --out r"),
    "compare": Verb("compare border-clash --set constants.fear_weight=12 --runs 1500 --out r"),
    "sweep": Verb("sweep question.yaml --out r"),
    "sensitivity": Verb(
        "sensitivity border-clash --outcome killed --trajectories 4 --base 16 --replications 4 --out r"
    ),
    "map": Verb(
        "map border-clash --x constants.fear_weight --y constants.answer_cost --outcome killed --side 5 "
        "--replications 20 --out r"
    ),
    "discover": Verb("discover earlier --when acts>=3 --out r", False),
    "calibrate": Verb("calibrate --points 600 --trials 20 --out r"),
    "report": Verb("report r", False),
    "backtest": Verb("backtest --january --cut 2024-01-02 --cut 2024-01-12 --out r"),
    "ask": Verb("ask earlier 'north on south 4+ measure count' 'any (north 6+) (south 6+)' --csv", False),
    "expect": Verb("expect expected.yaml --runs 6000 --jobs 2", False),
}
#: Verbs that write no folder: their answer is what they print, and nothing else may change.
PRINTING = ("ask", "expect")
#: Something that is always so.
EXPECTED = """\
extends: border-clash
name: Border clash, expected
expectations:
  some: {question: north 4+ measure count, mean: [0, 1000], source: a count}
"""


#: A calibration takes minutes; see the test of its own.
QUICK = [verb for verb in VERBS if verb != "calibrate"]


def brink(place: Path, words: list[str]) -> Child:
    """Fork a child that runs a command in a folder, as from the command line, with its words in a file."""
    scenario()
    return Child(fork(words, place, place / "said"), time.monotonic())


def in_session(number: int) -> list[int]:
    """Processes of a session that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[3]) == number and fields[0] not in "ZX":
            found.append(int(stat.parent.name))
    return found


def left_running(number: int, patience: float = 10) -> list[int]:
    until = time.monotonic() + patience
    while (found := in_session(number)) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def files(folder: Path) -> dict[str, bytes]:
    """What stands under its final name in an answer, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "chunks" not in path.parts and not is_leftover(path.name)
    }


def undated(found: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in found.items() if Path(name).name not in DATED}


def broken(found: dict[str, bytes], sound: dict[str, bytes]) -> list[str]:
    """Names of files that are not what they are in the sound answer, or not whole."""
    wrong = []
    # a file stands in the checksums no more while it is written again
    known = [line for name, text in sound.items() if name.endswith("SHA256SUMS") for line in text.decode().splitlines()]
    for name, content in found.items():
        if Path(name).name not in DATED:
            wrong += [name] * (sound.get(name) != content)
        elif name.endswith(".html"):
            wrong += [name] * (not content.rstrip().endswith(b"</html>"))
        elif Path(name).name != "SHA256SUMS":
            json.loads(content)
        elif other := {Path(line.split()[-1]).name for line in content.decode().splitlines() if line not in known}:
            wrong += [name] * bool(other - set(DATED))
    return wrong


class Sound(NamedTuple):
    """A verb that nothing befell: the folder it began in, its answer, how long it took, and what it printed."""

    begun: Path
    answer: dict[str, bytes]
    seconds: float
    said: str


def made(place: Path, line: str) -> None:
    """A command that nothing befalls."""
    assert brink(place, line.split()).wait() == DONE, (place / "said").read_text()


@cache
def earlier(home: Path) -> Path:
    """The folder that every verb begins in: a question, a scenario and the answer to an earlier question."""
    place = home / "earlier"
    place.mkdir()
    (place / "question.yaml").write_text(QUESTION)
    (place / "expected.yaml").write_text(EXPECTED)
    made(place, "run border-clash --runs 300 --uncertain --no-figures --out earlier")
    return place


@cache
def sound(verb: str, home: Path) -> Sound:
    """The same for all moments of a verb."""
    begun = home / verb / "begun"
    shutil.copytree(earlier(home), begun)
    if verb == "report":
        made(begun, "run border-clash --runs 300 --no-figures --out r")
    place = home / verb / "sound"
    shutil.copytree(begun, place)
    (place / "said").unlink()
    child = brink(place, shlex.split(VERBS[verb].command))
    assert child.wait() == DONE, (place / "said").read_text()
    return Sound(begun, files(place / "r"), time.monotonic() - child.started, (place / "said").read_text())


def stopped(verb: str, home: Path, number: int, moment: float) -> bool:
    """Stop a verb at a moment, look at what is there, and finish it; returns whether it was stopped in time."""
    found = sound(verb, home)
    place = home / verb / "stopped"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(found.begun, place)
    child = brink(place, shlex.split(VERBS[verb].command))
    time.sleep(moment * found.seconds)
    code = child.kill(number)
    said = (place / "said").read_text() if (place / "said").exists() else ""
    assert code in (DONE, -number if number == signal.SIGKILL or not said else INTERRUPTED, INTERRUPTED, -number), said
    assert "Traceback" not in said, said
    assert left_running(child.pid) == []
    assert broken(files(place / "r"), found.answer) == []
    assert files(place / "earlier") == files(found.begun / "earlier")
    again = VERBS[verb].command
    if VERBS[verb].resumed and code == INTERRUPTED and "finish it with: brink resume r" in said:
        again = "resume r --no-figures" if "--no-figures" in again else "resume r"
    assert brink(place, shlex.split(again)).wait() == DONE, (place / "said").read_text()
    assert undated(files(place / "r")) == undated(found.answer)
    assert files(place / "earlier") == files(found.begun / "earlier")
    if verb in PRINTING:
        assert found.said and (place / "said").read_text().endswith(found.said)
        assert {path.name for path in place.iterdir()} == {path.name for path in found.begun.iterdir()}
    return code != DONE


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("verbs")


@pytest.mark.slow
@pytest.mark.parametrize(("verb", "number"), [(verb, SIGNALS[k % 4]) for k, verb in enumerate(QUICK)])
def test_a_verb_that_is_stopped_loses_nothing_and_leaves_nobody(verb: str, number: int, home: Path) -> None:
    if verb == "discover":
        pytest.importorskip("ema_workbench")
    stopped(verb, home, number, 0.6)


@pytest.mark.slow
def test_a_calibration_stopped_in_its_first_wave_keeps_its_points(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sklearn")
    monkeypatch.setattr(reference, "PIECE", 3)  # forked with it: a piece is soon finished
    monkeypatch.setattr(point_workers, "processors", lambda: 1)  # one worker shows what becomes of any
    kept: dict[str, bytes] = {}
    words = VERBS["calibrate"].command.split()
    for number in SIGNALS[1:]:
        child = brink(tmp_path, words)
        until = time.monotonic() + 120
        while len(points := chunk_files(tmp_path / "r")) <= len(kept) and time.monotonic() < until:
            time.sleep(0.05)
        assert child.kill(number) == INTERRUPTED, (tmp_path / "said").read_text()
        assert left_running(child.pid) == []
        assert "finish it with: brink resume r" in (tmp_path / "said").read_text()
        assert {name: points[name] for name in kept} == kept
        kept, words = points, ["resume", "r"]


def chunk_files(folder: Path) -> dict[str, bytes]:
    """The finished pieces of a calibration."""
    found = folder.glob("chunks/**/*.npy")
    return {str(path): path.read_bytes() for path in found if not any(part.endswith(".part") for part in path.parts)}


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: signal.Signals(number).name)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_stopped_at_many_moments(verb: str, number: int, home: Path) -> None:
    moments = random.Random(f"{verb} {number}")
    tries = MANY if verb in QUICK else ONCE
    times = sum(stopped(verb, home, number, moments.random()) for _ in range(tries))
    print(
        f"\n{verb}, {signal.Signals(number).name}: stopped {times} of {tries} times, nothing lost, nobody left running"
    )
