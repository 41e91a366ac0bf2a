"""Settings for all tests: hypothesis profiles, colourless terminals, kept byte code and model; the command line."""

import os
import shlex
import signal
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
import typer.main
from hypothesis import HealthCheck, settings

from brink.experiments.commands import cli

os.environ.setdefault("MPLBACKEND", "Agg")

# No deadline: the first example of a property may compile the model. Repeatable by default, so that a red test is red
# for everybody; `HYPOTHESIS_PROFILE=search` looks for new examples, many more of them.
settings.register_profile("default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


# Hundreds of processes start in the tests. Where byte code is not kept, each of them compiles three hundred files anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Tests send these to commands they start. A shell that puts the tests in the background, and nohup, have all they start
# ignore them.
for name, usual in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    number = getattr(signal, name, None)  # Windows has no SIGHUP
    if number and signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, usual)


# What typer makes of the verbs is the same for every command, and takes longer than many of them.
typer.main.get_command = cache(typer.main.get_command)


def pytest_configure(config):
    """Before several processes test, one compiles the model, and all find it on disk."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        subprocess.run([sys.executable, Path(__file__).with_name("compile_once.py")], check=True)


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch):
    """Help and tables look the same on every terminal."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def few_figures(monkeypatch):
    """A report has a figure of all runs and one of single runs: enough where figures are not the subject."""
    from brink.experiments.figures import gallery, peak, timeline

    few = (peak.NAME, timeline.NAME)
    monkeypatch.setattr(gallery, "_KINDS", tuple(kind for kind in gallery._KINDS if kind.name in few))


@pytest.fixture
def one_figure(monkeypatch):
    """A batch draws one figure, where it is enough that figures and report are made."""
    from brink.experiments.figures import gallery, peak

    monkeypatch.setattr(gallery, "_KINDS", tuple(kind for kind in gallery._KINDS if kind.name == peak.NAME))


@pytest.fixture
def few_tried(monkeypatch):
    """Discovery tries in few runs which settings no rule reads, where that is not what a test looks at."""
    for name, few in (("POINTS", 3), ("EACH", 4)):
        monkeypatch.setattr(f"brink.experiments.studies.live.{name}", few)


@pytest.fixture
def brink(tmp_path, monkeypatch, capsys):
    """Call the command line in an empty folder, by a line or by words; gives exit code, output and messages."""
    monkeypatch.chdir(tmp_path)

    def call(*words: object) -> tuple[int, str, str]:
        line = shlex.split(str(words[0])) if len(words) == 1 else map(str, words)
        monkeypatch.setattr(sys, "argv", ["brink", *line])
        code = cli.call(cli.app)
        return (code, *capsys.readouterr())

    return call
