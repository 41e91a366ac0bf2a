"""Settings for all tests: hypothesis profiles, and colourless, narrow, unhurried terminals. The command line."""

import os
import shlex
import sys

import pytest
from hypothesis import HealthCheck, settings

from brink.experiments.commands import cli

os.environ.setdefault("MPLBACKEND", "Agg")

# No deadline: the first example of a property may compile the model. Repeatable by default, so that a red test is red
# for everybody; `HYPOTHESIS_PROFILE=search` looks for new examples, many more of them.
settings.register_profile("default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch):
    """Help and tables look the same on every terminal."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("COLUMNS", "120")


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
