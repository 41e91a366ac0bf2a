"""The command line in forks of the process that tests: what is imported and compiled once serves hundreds of commands.

A fork has words, a folder, an environment and a session of its own, as a command of a shell has. What a command's start
itself does (its imports, its encoding, its console script) is tried by tests that start the program.
"""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import typer.main

from brink import experiments
from brink.experiments.commands import cli
from brink.experiments.errors import UserError
from brink.experiments.studies import discovery
from brink.model import crisis
from brink.model.engine import ensemble
from brink.scenarios.loader import load_scenario

#: A child that ends in something that no command should end in.
TRACEBACK = 99
#: Asks for extras that a command imports only if it needs them.
_LATE = "brink.experiments.runs.cluster_here"
#: What commands import of others as they go.
_OTHERS = ("rich.table", "rich.progress", "scipy.stats", "PIL.Image")
#: What stands for the program in a shell: it asks for a fork by one pipe, and reads the exit code from another.
_IN_SHELL = """\
brink_in_fork() {{
  local code
  printf '%s\\037' "$PWD" "$@" >&{ask}
  echo >&{ask}
  read -r -u {told} code
  return "$code"
}}
brink() {{ brink_in_fork "$@"; }}
"""


class Command(NamedTuple):
    """A command that a shell asked for: its words after ``brink``, and its output without its messages."""

    words: list[str]
    output: str


@cache
def load() -> None:
    """Import and compile what commands need, once for all forks."""
    for found in pkgutil.walk_packages(experiments.__path__, "brink.experiments."):
        if found.name != _LATE and not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in _OTHERS:
        importlib.import_module(name)
    typer.main.get_command(cli.app)
    case = load_scenario("border-clash").case()
    for driver in (ensemble, crisis):
        driver.simulate(case, 1, 0, 1, True)


def fork(
    words: Sequence[str], folder: Path | str, said: Path, environment: Mapping[str, str] | None = None,
    messages: Path | None = None,
) -> int:  # fmt: skip
    """Fork a child that runs a command and adds what it says to a file; returns its number.

    The environment is that of this process, unless one is given; messages go to the same file, unless to another.
    """
    load()
    if "discover" in words:
        with suppress(UserError):  # the command says itself that the extra is missing
            discovery._workbench()  # it takes longer to import than to ask
    pid = os.fork()
    if pid == 0:
        code = TRACEBACK
        try:
            _settle(folder, (said, messages or said), environment)
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


def _settle(folder: Path | str, said: tuple[Path, Path], environment: Mapping[str, str] | None) -> None:
    """Make a fork what a command finds itself in: its session, folder, streams, signals and environment."""
    gc.freeze()  # what was there before is nobody's garbage here, and looking for some takes as long as a small command
    os.setsid()
    os.chdir(folder)
    if environment is not None:
        os.environ.clear()
        os.environ.update(environment)
    for stream, file in enumerate(said, 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
    sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def ended(pid: int) -> int:
    """Wait for a child: its exit code, or minus the number of the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def shell(script: str, folder: Path, environment: Mapping[str, str]) -> tuple[int, str, list[Command]]:
    """Run a script of bash in which ``brink`` is a fork of this process.

    Returns its exit code, what was said, and what each fork put out.
    """
    said, messages = folder / "said", folder / "messages"
    ask, asking = os.pipe()
    answer, telling = os.pipe()
    lines = _IN_SHELL.format(ask=asking, told=answer) + script
    with said.open("a") as out:
        bash = subprocess.Popen(
            ["bash", "-c", lines], cwd=folder, env=environment, stdout=out, stderr=out, pass_fds=(asking, answer)
        )
    os.close(asking)
    os.close(answer)
    commands = []
    try:
        for place, *words in _asked(ask):
            before = said.stat().st_size
            code = ended(fork(words, place, said, environment, messages))
            commands.append(Command(words, said.read_bytes()[before:].decode(errors="replace")))
            os.write(telling, b"%d\n" % (code if code >= 0 else 128 - code))
        code = bash.wait()
        told = b"".join(file.read_bytes() for file in (said, messages) if file.exists())
        return code, told.decode(errors="replace"), commands
    finally:
        os.close(telling)
        bash.kill()
        bash.wait()


def _asked(pipe: int) -> Iterator[list[str]]:
    """The commands that a shell asks for, each with the folder it is in, until the shell ends."""
    with os.fdopen(pipe, "rb") as lines:
        for line in lines:
            yield os.fsdecode(line).rstrip("\n").split("\x1f")[:-1]
