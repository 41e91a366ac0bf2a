"""The command line in forks of the process that tests: what is imported and compiled once serves hundreds of commands.

A fork has words, a folder, an environment and a session of its own, as a command of a shell has. What a command's start
itself does (its imports, its encoding, its console script) is tried by tests that start the program.
"""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from brink.experiments.commands import cli
from brink.model import crisis
from brink.model.engine import ensemble
from brink.scenarios.loader import load_scenario

#: A child that ends in something that no command should end in.
TRACEBACK = 99
#: What stands for the program in a shell: it asks for a fork by one pipe, and reads the exit code from another.
_IN_SHELL = """\
brink() {{
  local code
  printf '%s\\037' "$PWD" "$@" >&{ask}
  echo >&{ask}
  read -r -u {told} code
  return "$code"
}}
"""


@cache
def load() -> None:
    """Import and compile what commands need, once for all forks."""
    for late in ("commands.shown", "report.report", "runs.batch", "runs.verify", "stories.whole", "stories.trees"):
        importlib.import_module(f"brink.experiments.{late}")
    case = load_scenario("border-clash").case()
    for driver in (ensemble, crisis):
        driver.simulate(case, 1, 0, 1, True)


def fork(words: Sequence[str], folder: Path | str, said: Path, environment: Mapping[str, str] | None = None) -> int:
    """Fork a child that runs a command and adds what it says to a file; returns its number.

    The environment is that of this process, unless one is given.
    """
    load()
    pid = os.fork()
    if pid == 0:
        code = TRACEBACK
        try:
            _settle(folder, said, environment)
            sys.argv = ["brink", *words]
            cli.main()
        except SystemExit as end:
            code = int(end.code or 0)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    return pid


def _settle(folder: Path | str, said: Path, environment: Mapping[str, str] | None) -> None:
    """Make a fork what a command finds itself in: its session, folder, streams, signals and environment."""
    os.setsid()
    os.chdir(folder)
    if environment is not None:
        os.environ.clear()
        os.environ.update(environment)
    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, 1)
    os.dup2(out, 2)
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def ended(pid: int) -> int:
    """Wait for a child: its exit code, or minus the number of the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def shell(script: str, folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run a script of bash in which ``brink`` is a fork of this process; returns its exit code and what was said."""
    said = folder / "said"
    ask, asking = os.pipe()
    answer, telling = os.pipe()
    lines = _IN_SHELL.format(ask=asking, told=answer) + script
    with said.open("a") as out:
        bash = subprocess.Popen(
            ["bash", "-c", lines], cwd=folder, env=environment, stdout=out, stderr=out, pass_fds=(asking, answer)
        )
    os.close(asking)
    os.close(answer)
    try:
        for place, *words in _asked(ask):
            code = ended(fork(words, place, said, environment))
            os.write(telling, b"%d\n" % (code if code >= 0 else 128 - code))
        return bash.wait(), said.read_text(encoding="utf-8", errors="replace")
    finally:
        os.close(telling)
        bash.kill()
        bash.wait()


def _asked(pipe: int) -> Iterator[list[str]]:
    """The commands that a shell asks for, each with the folder it is in, until the shell ends."""
    with os.fdopen(pipe, "rb") as lines:
        for line in lines:
            yield os.fsdecode(line).rstrip("\n").split("\x1f")[:-1]
