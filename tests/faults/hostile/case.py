"""A hostile folder: what is wrong in it, and which sound folder it is a copy of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

#: What no file of a stranger may make anybody read.
SECRET = "canary-7461"
Spoil = Callable[[Path], None]


class Hostile(NamedTuple):
    """A way to spoil a copy of a sound folder: what is wrong, with which folder, how; whether `verify` must see it."""

    name: str
    base: str
    spoil: Spoil
    seen: bool = False
