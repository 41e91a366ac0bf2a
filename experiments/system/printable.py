"""Text that may be kept in a file and shown on a terminal: on one line, without control characters."""

from __future__ import annotations

import re
import unicodedata

#: White space at which a line may be broken; numbers hold their units by spaces at which it may not.
BREAKING = re.compile(r"[^\S\u00a0\u202f]+")


def one_line(text: str) -> str:
    """Text on one line.

    Raises:
        ValueError: it holds control characters or half characters, which no terminal should be given.
    """
    flat = BREAKING.sub(" ", text).strip()
    if not flat.isprintable() and any(unicodedata.category(letter) in ("Cc", "Cs") for letter in flat):
        raise ValueError("control characters are not read")
    return flat


def printable(text: str) -> str:
    """Text as it may stand in a manifest: on one line, a question mark for each letter that `one_line` refuses."""
    flat = " ".join(text.split())
    return "".join("?" if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in flat)


def slug(name: str, most: int = 60, otherwise: str = "scenario") -> str:
    """A name as a file or a folder may be called; ``otherwise`` where no letter of it can be kept."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:most] or otherwise
