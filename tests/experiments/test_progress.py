"""What a verb that takes long says meanwhile: a bar on a terminal, one line elsewhere, nothing if it is quick."""

import io
import sys

import pytest

from brink.experiments.commands import console
from brink.experiments.commands.console import duration, progress_bar


class Terminal(io.StringIO):
    """Standard error as a terminal has it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock(monkeypatch):
    """A clock that the test moves."""
    now = [100.0]
    monkeypatch.setattr(console.time, "monotonic", lambda: now[0])
    return now


def test_off_a_terminal_a_long_verb_says_one_line(capsys, clock):
    with progress_bar("runs") as tell:
        clock[0] += 1
        tell(100, 4_000)
        assert capsys.readouterr().err == ""
        clock[0] += 2
        tell(500, 4_000)
        clock[0] += 3
        tell(1_000, 4_000)
    assert capsys.readouterr().err == "500 of 4,000 runs done, about 21 s to go\n"


def test_a_quick_verb_says_nothing(capsys, clock):
    with progress_bar("points") as tell:
        tell(0, 40)
        clock[0] += 3
        tell(39, 40)
        tell(40, 40)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_shows_how_much_there_is(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar("runs") as tell:
        tell(30, 400)
    assert "runs" in sys.stderr.getvalue() and "30/400" in sys.stderr.getvalue()


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.2, "about 1 s"), (80, "about 80 s"), (600, "about 10 min"), (9_000, "about 2.5 h")]
)
def test_times_are_said_as_people_say_them(seconds, said):
    assert duration(seconds) == said
