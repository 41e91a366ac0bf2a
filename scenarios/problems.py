"""What is wrong with a file: problems with their place, raised all together."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

#: Words that a wrong one is compared with.
MOST_COMPARED = 1_000


class Problem(NamedTuple):
    """One mistake: the file (or ``--set`` argument), line and column from 1 (0: the file as a whole), path, message."""

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        """The problem as one line: ``FILE:LINE:COL: path: message``."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        named = self.path and not (self.line == 0 and self.file.endswith(f" {self.path}"))
        return one_line(f"{place}: {self.path}: {self.message}" if named else f"{place}: {self.message}", most=2000)


class ScenarioError(ValueError):
    """A scenario that cannot be used; ``problems`` has every mistake found, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, each once."""
        self.problems: tuple[Problem, ...] = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def one_line(text: str, most: int = 200) -> str:
    """Text on one line, without unprintable characters, cut to ``most`` characters."""
    flat = " ".join(text.split())
    flat = flat if flat.isprintable() else "".join(letter if letter.isprintable() else "?" for letter in flat)
    return flat if len(flat) <= most else f"{flat[: most - 3]}..."


def shown(value: object, most: int = 60) -> str:
    """A value as it can stand in a one-line message: printable and short."""
    text = value if isinstance(value, str) else repr(value)
    text = ascii(text) if isinstance(value, str) else text
    return text if len(text) <= most else f"{text[: most - 3]}..."


def nearest(word: object, allowed: Iterable[str]) -> str:
    """The allowed word most like ``word``, or an empty string if none is; of equals, the one of the same letters.

    Of very many words, those of about the same length are looked at.
    """
    given, known = str(word)[:80].lower(), list(allowed)
    if len(known) > MOST_COMPARED:
        known = sorted(known, key=lambda other: abs(len(other) - len(given)))[:MOST_COMPARED]
    found = difflib.get_close_matches(given, known, n=3, cutoff=0.6)

    def likeness(other: str) -> tuple[float, int]:
        return difflib.SequenceMatcher(None, other, given).ratio(), (Counter(other) & Counter(given)).total()

    return max(found, key=likeness, default="")


def choices(word: object, allowed: Sequence[str], most: int = 12) -> str:
    """A hint after a wrong word: the nearest valid one, or the valid ones if they are few."""
    near = nearest(word, allowed)
    if near:
        return f"did you mean {near}?"
    if not allowed:
        return "there are none"
    listed = ", ".join(list(allowed)[:most])
    return f"there are: {listed}" if len(allowed) <= most else f"there are {len(allowed)}, among them {listed}"
