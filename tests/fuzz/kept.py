"""Inputs kept from fuzzing: those that found something new, or something wrong. One a line, in Base64.

``python -m tests.fuzz.kept TARGET FOLDER COUNT`` adds inputs from a fuzzer's corpus, small ones of every kind.
"""

from __future__ import annotations

import base64
import hashlib
import sys
from pathlib import Path

FOLDER = Path(__file__).parent / "corpus"
#: Larger inputs find little that smaller ones do not.
LARGEST = 1_500


def kept(name: str) -> list[bytes]:
    """The inputs kept for a target."""
    return [base64.urlsafe_b64decode(line) for line in (FOLDER / f"{name}.txt").read_text().splitlines()]


def keep(name: str, inputs: list[bytes]) -> None:
    """Add inputs; each is kept once, in an order that does not depend on when it was found."""
    file = FOLDER / f"{name}.txt"
    known = kept(name) if file.exists() else []
    all_of_them = sorted({*known, *inputs}, key=lambda raw: (len(raw), raw))
    file.write_text("".join(f"{base64.urlsafe_b64encode(raw).decode()}\n" for raw in all_of_them))


def chosen(folder: Path, count: int) -> list[bytes]:
    """Inputs of a corpus, picked evenly by hash."""
    raws = [path.read_bytes() for path in folder.iterdir() if not path.name.startswith("seed-")]
    small = [raw for raw in raws if len(raw) <= LARGEST]
    return sorted(small, key=lambda raw: hashlib.sha256(raw).digest())[:count]


if __name__ == "__main__":
    keep(sys.argv[1], chosen(Path(sys.argv[2]), int(sys.argv[3])))
