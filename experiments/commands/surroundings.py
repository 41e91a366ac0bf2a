"""What comes from the surroundings and is no fault of brink: the file system, memory, libraries, settings of others."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import chdir, suppress
from pathlib import Path
from typing import NamedTuple

from ...scenarios.problems import one_line
from ..errors import NotStarted

PACKAGE = Path(__file__).resolve().parent.parent
#: Beginnings of the environment variables that a library reads as it starts.
READ_BY = {"numba": "NUMBA_", "llvmlite": "LLVMLITE_", "matplotlib": "MPL", "numpy": "NPY_", "pyarrow": "ARROW_"}
WRONG, BROKEN = 2, 1


class Blamed(NamedTuple):
    """What is wrong with the surroundings, in one line, and the exit code."""

    message: str
    code: int


def forget_unreadable_date() -> None:
    """Take a ``SOURCE_DATE_EPOCH`` that is no number out of the environment: libraries that read it do not start."""
    if not os.environ.get("SOURCE_DATE_EPOCH", "0").isdecimal():
        del os.environ["SOURCE_DATE_EPOCH"]


def settle_figures() -> None:
    """Draw to files with our own settings, whatever matplotlib is told elsewhere: see its `matplotlib_fname`.

    A ``matplotlibrc`` in the working folder comes before everything, and may be anybody's: only then is matplotlib
    imported at once, from a folder that holds none.
    """
    os.environ["MPLBACKEND"] = "agg"
    os.environ["MATPLOTLIBRC"] = str(PACKAGE / "experiments" / "figures" / "brink.mplstyle")
    if os.path.lexists("matplotlibrc"):
        with suppress(Exception), chdir(PACKAGE):  # what goes wrong is told when a figure is drawn
            import matplotlib  # noqa: F401


def blamed(fault: BaseException) -> Blamed | None:
    """What to say of a fault of the surroundings, or None for a fault of ours."""
    if isinstance(fault, MemoryError):
        return Blamed("there is not enough memory for this", BROKEN)
    if isinstance(fault, FileNotFoundError) and fault.filename is None and not _is_somewhere():
        return Blamed("the working folder is gone; go to another one", WRONG)
    if library := _unstarted(fault):
        return _of_library(library, fault)
    if isinstance(fault, OSError) and fault.strerror and not _is_ours(fault):
        return _of_system(fault)
    return None


def _of_system(fault: OSError) -> Blamed:
    """A file or the system refused: no room is nobody's mistake, all else can be mended by who asked."""
    from .streams import FULL

    code = BROKEN if fault.errno in FULL else WRONG
    place = f"{one_line(os.fsdecode(fault.filename), 80)}: " if isinstance(fault.filename, str | bytes) else ""
    return Blamed(f"{place}{fault.strerror}", code)


def _is_somewhere() -> bool:
    try:
        return bool(os.getcwd())
    except OSError:
        return False


def _is_ours(fault: OSError) -> bool:
    """Whether a file of the package itself is missing or broken."""
    with suppress(TypeError, ValueError):
        return Path(os.fsdecode(fault.filename)).is_relative_to(PACKAGE)
    return False


def _of_library(library: str, fault: BaseException) -> Blamed:
    """A library that does not start: for settings in the environment if it has any, else because it is not whole."""
    said = str(fault) if isinstance(fault, NotStarted) else f"{library} does not start: {type(fault).__name__}: {fault}"
    beginning = READ_BY.get(library)
    settings = [f"{name}={os.environ[name]}" for name in sorted(os.environ) if beginning and name.startswith(beginning)]
    if settings:
        return Blamed(f"{one_line(said)}; it reads {one_line(', '.join(settings))} from the environment", WRONG)
    return Blamed(f"{one_line(said)}; install brink again, with what it needs", BROKEN)


def _unstarted(fault: BaseException) -> str:
    """The library out of whose start a fault came, or nothing."""
    for one in _chain(fault):
        for frame, _ in traceback.walk_tb(one.__traceback__):
            library = str(frame.f_globals.get("__name__", "")).partition(".")[0]
            if frame.f_code.co_name == "<module>" and library not in ("brink", "__main__"):
                return library
        if isinstance(one, ImportError) and one.name and not one.name.startswith("brink"):
            return one.name.partition(".")[0]
    return "brink" if isinstance(fault, NotStarted) else ""


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """The fault and what caused it."""
    one: BaseException | None = fault
    while one is not None:
        yield one
        one = one.__cause__
