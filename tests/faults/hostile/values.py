"""One value of a JSON file replaced, or left out, or another one on top."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brink.tests.faults.hostile.case import Hostile, Spoil
from brink.tests.faults.hostile.tables import vouch

VALUES: tuple[Any, ...] = (
    -1, 0, 2, 10**9, 2**63, 2**70, 10**400, 0.5, True, None, [], {}, [[[]]], {"a": 1}, "", "x", "\x1b[31mred",
    "../../secret", "a\nb", "\ud800", "x" * 300_000, "99", [1, 2], ["\x07"],
)  # fmt: skip


def values(base: str, folder: Path, name: str, steps: int = 3, vouched: bool = False) -> Iterator[Hostile]:
    """One value of a JSON file replaced, or left out, or another one on top; ``vouched``: the manifest agrees."""
    content = json.loads((folder / name).read_text())
    for at, (path, _) in enumerate(spots(content)):
        changed = [VALUES[(7 * at + step * 5) % len(VALUES)] for step in range(steps)]
        for what, value in [*((f"is {value!r:.20}", value) for value in changed), ("is missing", ...)]:
            spoil = _valued(name, at, value)
            seen = base != "old" and value is not ... and not vouched
            yield Hostile(f"{base}: {name}: {path} {what}", base, _vouched(spoil, name) if vouched else spoil, seen)


def _vouched(spoil: Spoil, name: str) -> Spoil:
    def both(folder: Path) -> None:
        spoil(folder)
        vouch(folder, name)

    return both


def spots(content: Any, path: str = "") -> Iterator[tuple[str, tuple[Any, Any]]]:
    keys = content if isinstance(content, dict) else range(len(content)) if isinstance(content, list) else ()
    for key in list(keys):
        yield f"{path}{key}", (content, key)
        yield from spots(content[key], f"{path}{key}.")


def _valued(name: str, at: int, value: Any) -> Spoil:
    def spoil(folder: Path) -> None:
        content = json.loads((folder / name).read_text())
        node, key = [spot for _, spot in spots(content)][at]
        if value is ...:
            del node[key]
        else:
            node[key] = copy.deepcopy(value)
        (folder / name).write_text(json.dumps(content))

    return spoil
