"""Who is told how far something is: by counts alone, or under the name of each part of it."""

from __future__ import annotations

from collections.abc import Callable

#: Told how much is done, and of how much.
Progress = Callable[[int, int], None]
#: Told what is done besides.
Tell = Callable[[str, int, int], None]
#: Progress of a part by its name.
Part = Callable[[str], Progress | None]


def part_of(tell: Tell | None, what: str) -> Progress | None:
    """Progress of one part, for who is told of all."""
    return None if tell is None else lambda done, total: tell(what, done, total)
