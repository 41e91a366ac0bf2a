"""A field that a mechanism adds to the state of an actor, of a dyad (what i holds of j), or of a pair."""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """A field's name, its kind of number (as NumPy spells it), and its value before anything has happened."""

    name: str
    kind: str
    initial: float = 0
