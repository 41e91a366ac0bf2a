"""Child processes: every Python that brink starts besides itself.

A child imports nothing from the working folder, where anybody's files may lie, and nothing from the caller's script,
which would otherwise run again; Ctrl-C is its parent's business; and it ends with its parent, however that ends: a pipe
whose other end only the parent holds is the one thing that closes even when the parent is killed.
"""

from __future__ import annotations

import itertools
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO, ParamSpec, TypeVar

from .interrupts import kept_from_children, later, leave_to_parent

Given = ParamSpec("Given")
Result = TypeVar("Result")

#: The folder that the package lies in.
HOME = Path(__file__).resolve().parents[2]
#: When a child is killed, Python clears up after it, and says so on the terminal, where nobody asked.
LEFT_OVER = "ignore:resource_tracker:UserWarning"
#: What a child runs: a path of its own before the first import, and no words if it cannot even start.
_PROGRAM = """\
import sys
sys.path[:] = {path!r}
try:
    from {module} import serve
except (ImportError, OSError, SyntaxError):
    raise SystemExit(1)
serve()
"""


class ChildDied(Exception):
    """A child process ended, or could not be started, before it gave its answer."""


class Child:
    """A Python process that calls functions for this one, one at a time.

    Args:
        own_code: whether it is to import code of the caller's own, which may lie in the working folder.

    """

    def __init__(self, own_code: bool = False) -> None:
        """Start the process.

        Raises:
            ChildDied: that is not possible.
        """
        path = [str(Path(entry).absolute()) for entry in sys.path] if own_code else import_path()
        program = _PROGRAM.format(path=path, module=__name__)
        pipe = subprocess.PIPE
        try:
            # a process group of its own: the terminal's Ctrl-C goes to the parent alone
            with kept_from_children():
                self._process = subprocess.Popen(
                    [sys.executable, *_flags(), "-c", program],
                    stdin=pipe, stdout=pipe, env=environment(), process_group=0 if hasattr(os, "setpgid") else None,
                )  # fmt: skip
        except OSError as fault:
            raise ChildDied(str(fault)) from fault
        self._calls = 0

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def call(self, function: Callable[Given, Result], *arguments: Given.args, **keywords: Given.kwargs) -> Result:
        """Have a function called there; what it raises is raised here.

        An answer to an earlier call, for which nobody waited as an interrupt came, is passed over.

        Raises:
            ChildDied: the process ended before it answered.
        """
        assert self._process.stdin is not None and self._process.stdout is not None
        self._calls += 1
        try:
            with later():  # half a call would be taken for the beginning of the next
                _send(self._process.stdin, (function, arguments, keywords))
            passed, answer = _answer_to(self._calls, self._process.stdout)
        except (OSError, ValueError, EOFError, pickle.UnpicklingError) as fault:
            raise ChildDied("the process that ran it died (killed, or out of memory)") from fault
        if not passed:
            raise answer
        return answer

    def end(self) -> None:
        """End the process at once; whoever waits for an answer gets `ChildDied`."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):
                pipe.close()


def import_path() -> list[str]:
    """Where a child looks for modules: where this process does, without the working folder.

    Unless brink itself lies there, whose code runs in any case.
    """
    return [entry for entry in sys.path if _is_trusted(entry)]


def _is_trusted(entry: str) -> bool:
    path = Path(entry)
    if not entry or not path.is_absolute():
        return False
    with suppress(OSError):
        return not path.samefile(os.curdir) or path.resolve() == HOME
    return True


def environment() -> dict[str, str]:
    """The surroundings of a child: those of this process, with nothing that puts the working folder on the path.

    An empty entry of ``PYTHONPATH`` stands for it, as does a relative one.
    """
    entries = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if _is_trusted(entry)]
    rest = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    path = {"PYTHONPATH": os.pathsep.join(entries)} if entries else {}
    quiet = ",".join(filter(None, [os.environ.get("PYTHONWARNINGS"), LEFT_OVER]))
    return rest | path | {"PYTHONSAFEPATH": "1", "PYTHONWARNINGS": quiet}


def _flags() -> list[str]:
    """The interpreter's options, as multiprocessing hands them on, and no path of the working folder."""
    kept: list[str] = getattr(subprocess, "_args_from_interpreter_flags")()  # noqa: B009 - known to no type checker
    return [*kept, "-P"]


def _answer_to(call: int, stream: Any) -> tuple[bool, Any]:
    """Whether a call passed, by its number, and what came of it."""
    while True:
        number, passed, answer = pickle.load(stream)
        if number == call:
            return passed, answer


def _send(stream: Any, content: Any) -> None:
    stream.write(pickle.dumps(content, pickle.HIGHEST_PROTOCOL))
    stream.flush()


def serve() -> None:
    """What a child does all its life: take calls from standard input, answer on what was standard output."""
    leave_to_parent()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get into an answer
    calls: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_take, args=(sys.stdin.buffer, calls), daemon=True).start()
    while True:
        number, *call = calls.get()
        answer = _answer(*call)
        try:
            _send(answers, (number, *answer))
        except OSError:
            os._exit(1)
        except Exception as fault:
            _send(answers, (number, False, RuntimeError(f"an answer that cannot be sent: {fault}")))


def _take(stream: BinaryIO, calls: SimpleQueue[Any]) -> None:
    """Take in calls while the main thread is at work, so that the end of the parent is noticed at once."""
    for number in itertools.count(1):
        try:
            calls.put((number, *pickle.load(stream)))
        except (EOFError, OSError):
            os._exit(1)
        except Exception as fault:
            calls.put((number, _refuse, (fault,), {}))


def _refuse(fault: Exception) -> None:
    """What becomes of a call that cannot be understood here, such as one of a function that is not found."""
    raise fault


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any]) -> tuple[bool, Any]:
    try:
        return True, function(*arguments, **keywords)
    except Exception as fault:
        return False, fault


def end_with(pipe: int) -> None:
    """End this process as soon as nobody holds the other end of a pipe any more; nothing may be written to it."""

    def watch() -> None:
        os.read(pipe, 1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
