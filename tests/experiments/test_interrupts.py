"""An interrupt stops the command whenever it comes and whoever swallows it, and no traceback reaches the terminal."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import typing
from collections.abc import Callable
from pathlib import Path

import pytest

from brink.experiments.errors import InterruptedBatch
from brink.experiments.runs import batch
from brink.experiments.system import interrupts
from brink.scenarios.loader import load_scenario

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are POSIX")
INTERRUPTED = 130

#: A command line with one verb, whose body is ``{body}``; ``told()`` sends the signal and waits until it was taken.
PROGRAM = """
import atexit, ctypes, os, signal, sys, time
from pathlib import Path
from brink.experiments.commands.entry import main
from brink.experiments.errors import InterruptedBatch, MismatchError, UserError
from brink.experiments.system.interrupts import heed

def told():
    os.kill(os.getpid(), signal.{name})
    time.sleep(0.01)

def once(act):
    sent = []
    return lambda *given: (act(*given), sent or (sent.append(1), told()))

def verb():
{body}

def on_import(name):
    if name == "typer":
{early}

class Early:
    def find_spec(self, name, path=None, target=None):
        on_import(name)

sys.meta_path.insert(0, Early())
import builtins
if {whole!r}:
    from brink.experiments.commands import cli
    import typer
    cli.app = typer.Typer()
    cli.app.command()(verb)
{before}
sys.argv = ["brink"]
main()
"""


def ended(body: str = "pass", before: str = "", early: str = "pass", name: str = "SIGINT") -> tuple[int, str]:
    """Exit code and standard error of such a command; without a body nothing is imported before it begins."""
    indented = body.replace("\n", "\n    ")
    program = PROGRAM.format(
        body=f"    {indented}", before=before, early=f"        {early}", name=name, whole=early == "pass"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, done.stderr.strip()


#: Ways in which a library loses an interrupt; what C calls can raise to nobody.
LOST = {
    "caught": "try: told()\nexcept KeyboardInterrupt: pass",
    "finaliser": "class Gone:\n    def __del__(self): told()\nGone()",
    "callback": "ctypes.CFUNCTYPE(None)(told)()",
    "weak": "import weakref\nclass Gone: pass\ngone = Gone()\nkept = weakref.ref(gone, lambda _: told())\ndel gone",
    "collection": "import gc\ngc.callbacks.append(lambda *_: (gc.callbacks.clear(), told()))\ngc.collect()",
}
LOST["left open"] = (
    f"import warnings\nwarnings.simplefilter('error')\nfile = open(os.devnull)\n{LOST['caught']}\ndel file"
)
#: What a command makes of it next.
THEN = {
    "ends": "",
    "fails": "raise ValueError('Invalid affine transformation matrix')",
    "refuses": "raise UserError('no such thing')",
    "finds a difference": "raise MismatchError('3 things are not as they should be')",
    "exits": "raise SystemExit(2)",
    "breaks": "class Panic(BaseException): pass\nraise Panic('of another language')",
    "goes on": "while True:\n    heed()\n    time.sleep(0.01)",
}


@pytest.mark.parametrize(
    ("then", "name"), [*((then, "SIGINT") for then in THEN), ("fails", "SIGTERM"), ("fails", "SIGHUP")]
)
def test_what_a_command_makes_of_a_lost_interrupt_is_an_interrupt(then: str, name: str) -> None:
    assert ended(f"{LOST['caught']}\n{THEN[then]}", name=name) == (INTERRUPTED, "interrupted")


@pytest.mark.parametrize("way", LOST)
def test_an_interrupt_is_lost_to_nobody_and_says_nothing_of_where_it_came(way: str) -> None:
    assert ended(f"{LOST[way]}\n{THEN['goes on']}") == (INTERRUPTED, "interrupted")


def test_whatever_else_nobody_can_catch_is_still_told() -> None:
    code, said = ended("class Gone:\n    def __del__(self): raise ValueError('a fault of its own')\nGone()")
    assert code == 0 and "a fault of its own" in said


def test_before_anything_is_imported_a_signal_ends_the_process_without_a_word() -> None:
    assert ended(early="told()") == (-signal.SIGINT, "")


def test_after_the_verb_a_signal_ends_the_process_without_a_word() -> None:
    assert ended(before="atexit.register(told)") == (-signal.SIGINT, "")


def test_a_signal_while_the_surroundings_are_settled_is_an_interrupt() -> None:
    assert ended(before="cli.settle_figures = told") == (INTERRUPTED, "")


TWICE = {
    "while it is said": "say = cli.say\ncli.say = lambda text: (told(), say(text))",
    "once it is said": "say = cli.say\ncli.say = lambda text: (say(text), told())",
    "while the streams are emptied": "close = cli.Steady.flush\ncli.Steady.flush = once(close)",
}


@pytest.mark.parametrize("moment", TWICE)
def test_a_second_signal_takes_nothing_of_what_is_said(moment: str) -> None:
    code, said = ended("told()\nraise InterruptedBatch(Path('r'), 3, 5)", TWICE[moment])
    assert (code, said) == (INTERRUPTED, "interrupted")
    code, said = ended("raise InterruptedBatch(Path('r'), 3, 5)", TWICE[moment])
    assert code == INTERRUPTED
    assert said == "interrupted: 3 of 5 runs are kept in r\nfinish it with: brink resume r"


def swallowed() -> None:
    """Ctrl-C, while somebody is at work who drops whatever is raised."""
    try:
        os.kill(os.getpid(), signal.SIGINT)
        signal.sigtimedwait([], 0.01)
    except KeyboardInterrupt:
        pass


def turned() -> typing.NoReturn:
    swallowed()
    raise ValueError("Invalid affine transformation matrix")


@pytest.fixture
def as_python_has_it() -> typing.Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("lost", [swallowed, turned])
def test_a_batch_from_python_stops_at_the_next_piece_and_the_next_batch_is_not_stopped(
    lost: Callable[[], None], as_python_has_it: None, tmp_path: Path
) -> None:
    told: list[int] = []

    def progress(done: int, _: int) -> None:
        told.append(done)
        lost()

    with pytest.raises(InterruptedBatch, match=r"of 2,000 runs are kept"):
        batch.run(load_scenario("border-clash"), runs=2_000, jobs=1, out=tmp_path, progress=progress)
    assert told == [500]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert len(batch.run(load_scenario("border-clash"), runs=2_000, jobs=1, out=tmp_path).runs) == 2_000


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupts._Told, "so", False)
    with pytest.raises(KeyboardInterrupt):
        interrupts.interrupt(2, None)


def test_what_says_how_much_is_safe_passes(told: None, tmp_path: Path) -> None:
    with pytest.raises(InterruptedBatch, match="3 of 5"), interrupts.honoured():
        raise InterruptedBatch(tmp_path, 3, 5)


def test_without_an_interrupt_a_fault_stays_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupts._Told, "so", False)
    with interrupts.honoured():
        assert not interrupts.told_to_stop()
    with pytest.raises(ValueError, match="affine"), interrupts.honoured():
        raise ValueError("Invalid affine transformation matrix")


def test_an_interrupt_waits_until_a_block_is_done(as_python_has_it: None) -> None:
    steps = []
    with pytest.raises(KeyboardInterrupt), interrupts.later():
        os.kill(os.getpid(), signal.SIGINT)
        steps.append("done")
    assert steps == ["done"] and not interrupts.told_to_stop()


def test_a_block_of_another_thread_makes_no_interrupt_wait(as_python_has_it: None) -> None:
    inside, done = threading.Event(), threading.Event()

    def block() -> None:
        with interrupts.later():
            inside.set()
            done.wait(30)

    other = threading.Thread(target=block)
    other.start()
    try:
        inside.wait(30)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.1)
    finally:
        done.set()
        other.join()
