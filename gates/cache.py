"""Rows that were worked out before, by the hash of everything they follow from; a second look costs nothing."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from brink.experiments.results.question import PACKAGE, model_hash
from brink.model.kernel.cache import own_folder

from .known import KNOWN
from .runs import SEED
from .table import Gate, as_json, from_json

#: What rows follow from besides the sources of the model: the scenarios, the gates, how it is measured.
SOURCES = (
    "scenarios/*.yaml",
    "gates/*.yaml",
    "gates/*.py",
    "experiments/measures/**/*.py",
    "experiments/evidence/**/*",
)


@cache
def _sources() -> str:
    digest = hashlib.sha256(model_hash().encode())
    for pattern in SOURCES:
        for path in sorted(PACKAGE.glob(pattern)):
            if path.suffix in (".py", ".yaml", ".csv") and path.name != KNOWN:
                digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _place(group: str, runs: int) -> Path | None:
    folder = own_folder("gates", temporary=False)
    name = hashlib.sha256(f"{_sources()} {group} {runs} {SEED}".encode()).hexdigest()[:24]
    return folder / f"{group}-{name}.json" if folder else None


def kept(group: str, runs: int) -> list[Gate] | None:
    """The rows of a group as they were found before; None where they were not."""
    place = _place(group, runs)
    try:
        return from_json(json.loads(place.read_text(encoding="utf-8"))) if place and place.exists() else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def keep(group: str, runs: int, rows: list[Gate]) -> None:
    """Keep the rows of a group; without a cache folder they are not kept."""
    place = _place(group, runs)
    if place is not None:
        part = place.with_suffix(".part")
        part.write_text(json.dumps(as_json(rows)), encoding="utf-8")
        part.replace(place)
