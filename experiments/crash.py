"""The crash file: everything that somebody needs who is to mend a fault of ours. Nothing here may fail itself."""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ..scenarios.problems import one_line
from .command_line import command_line
from .errors import EngineFault

#: Longest part of a message on the terminal; the file has all of it.
LONGEST = 500


def crash(fault: BaseException) -> str:
    """Write the crash file and say where it is and how to see the fault again."""
    command = shlex.join(command_line())
    replay = f"{command} --jobs 1" if isinstance(fault, EngineFault) and "--jobs" not in command else command
    details = "".join(traceback.format_exception(fault))
    content = f"{_versions()}\ncommand: {command}\nreplay: {replay}\n\n{details}"
    head = one_line(f"a fault in brink, not in your input: {type(fault).__name__}: {fault}", LONGEST)
    return f"{head}\ndetails: {_written(content)}\nreplay: {one_line(replay, LONGEST)}"


def _versions() -> str:
    try:
        from .question import brink_version, model_hash

        made = f"brink {brink_version()}, model {model_hash()}"
    except Exception as fault:  # whatever is broken is told; this line alone must not hide it
        made = f"brink, version unknown ({type(fault).__name__})"
    return f"{made}, Python {sys.version}"


def _written(content: str) -> str:
    """In the working folder, or where temporary files go when that cannot be written."""
    name = f"brink-crash-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    for folder in (Path(), _temporary()):
        if folder is None:
            continue
        try:
            (folder / name).write_text(content, encoding="utf-8", errors="backslashreplace")
        except OSError:
            with suppress(OSError):
                (folder / name).unlink(missing_ok=True)
            continue
        with suppress(OSError):
            return str((folder / name).resolve())
        return str(folder / name)
    return f"could not be written\n{content}"


def _temporary() -> Path | None:
    """The folder of temporary files, if there is one."""
    try:
        return Path(tempfile.gettempdir())
    except OSError:
        return None
