"""An interrupt that a library swallowed, or turned into a fault of its own, still stops the command."""

from __future__ import annotations

import signal
import subprocess
import sys
import typing

import pytest

from brink.experiments.errors import InterruptedBatch
from brink.experiments.system import interrupts

PROGRAM = """
import os, signal, sys, typer
from brink.experiments.commands import cli

app = typer.Typer()

@app.command()
def draw():
    try:
        os.kill(os.getpid(), signal.{name})
        signal.pause()
    except KeyboardInterrupt:
        raise ValueError("Invalid affine transformation matrix") from None

cli.app = app
cli.main()
"""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupts._Told, "so", False)
    with pytest.raises(KeyboardInterrupt):
        interrupts.interrupt(2, None)


def _fault() -> typing.NoReturn:
    raise ValueError("Invalid affine transformation matrix")


def test_what_a_library_made_of_an_interrupt_is_an_interrupt(told: None) -> None:
    with pytest.raises(KeyboardInterrupt), interrupts.honoured():
        _fault()


def test_an_interrupt_that_was_dropped_is_raised_at_the_end(told: None) -> None:
    with pytest.raises(KeyboardInterrupt), interrupts.honoured():
        pass


def test_what_says_how_much_is_safe_passes(told: None, tmp_path) -> None:
    with pytest.raises(InterruptedBatch, match="3 of 5"), interrupts.honoured():
        raise InterruptedBatch(tmp_path, 3, 5)


def test_without_an_interrupt_a_fault_stays_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(interrupts._Told, "so", False)
    with interrupts.honoured():
        assert not interrupts.told_to_stop()
    with pytest.raises(ValueError, match="affine"), interrupts.honoured():
        _fault()


@pytest.mark.skipif(not hasattr(signal, "pause"), reason="signals of this kind are POSIX")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_command_ends_as_interrupted(name: str, tmp_path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(name=name)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stderr.strip()) == (130, "interrupted")
    assert not list(tmp_path.iterdir())
