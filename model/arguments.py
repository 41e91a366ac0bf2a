"""What a model is made of, checked: numbers within bounds, and something that can be run."""

from __future__ import annotations

from collections.abc import Callable
from operator import index
from typing import Protocol

from .errors import ArgumentError
from .world.tables import Case

#: Bounds of a seed and of the number of a run: the words of the key and the counter that they fill.
LARGEST_SEED, LARGEST_RUN = 2**64 - 1, 2**32 - 1


class HasCase(Protocol):
    """Anything that can be made ready to run, such as a loaded scenario."""

    def case(self) -> Case:
        """The plain arrays of every period of the horizon."""
        ...


#: Who reads scenarios by name, once anybody does: this room knows nothing of files.
_READERS: list[Callable[[str], HasCase]] = []


def read_names_by(reader: Callable[[str], HasCase]) -> None:
    """Let models be made by the name of a scenario."""
    _READERS[:] = [reader]


def case_of(given: Case | HasCase | str) -> Case:
    """The case of whatever can be run.

    Raises:
        ArgumentError: it can not.
    """
    if isinstance(given, Case):
        return given
    if isinstance(given, str) and _READERS:
        return _READERS[-1](given).case()
    if not callable(getattr(given, "case", None)):
        raise ArgumentError(f"case: {given!r:.60} is neither a case nor a scenario; see brink.load_scenario")
    return given.case()  # pyright: ignore[reportAttributeAccessIssue]


def whole(name: str, value: object, most: int) -> int:
    """A whole number from 0 to ``most``, of Python or NumPy.

    Raises:
        ArgumentError: it is none; the message names the argument.
    """
    try:
        number = index(value)  # pyright: ignore[reportArgumentType]
    except TypeError:
        number = -1
    if not 0 <= number <= most:
        hint = "; Mesa 3.5 and later hand it on by batch_run(..., rng=[1, 2])" if value is None else ""
        raise ArgumentError(f"{name}: {value!r:.60} is not a whole number from 0 to {most}{hint}")
    return number
