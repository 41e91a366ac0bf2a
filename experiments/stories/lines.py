"""How long the lines of a story are: as long as reads well, or as the terminal that they go to has room for."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

#: Letters of a line that reads well, and of one that still holds a few words.
LONGEST, SHORTEST = 110, 40
_letters: ContextVar[int] = ContextVar("letters", default=LONGEST)


@contextmanager
def lines_of(letters: int) -> Iterator[None]:
    """Tell stories in lines of at most so many letters, within what reads well."""
    token = _letters.set(min(LONGEST, max(SHORTEST, letters)))
    try:
        yield
    finally:
        _letters.reset(token)


def filled(text: str, first: int = 0, further: int = 0) -> str:
    """A text in lines; the first and the further ones begin with so many blanks; names stay whole."""
    return textwrap.fill(
        text, _letters.get(), initial_indent=" " * first, subsequent_indent=" " * further, break_on_hyphens=False
    )
