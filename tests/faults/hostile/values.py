"""One value of a JSON file replaced, or left out, or another one on top."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from brink.tests.faults.hostile.case import Hostile, Spoil

VALUES: tuple[Any, ...] = (
    -1, 0, 2, 10**9, 2**63, 2**70, 10**400, 0.5, True, None, [], {}, [[[]]], {"a": 1}, "", "x", "\x1b[31mred",
    "../../secret", "a\nb", "\ud800", "x" * 300_000, "99", [1, 2], ["\x07"],
)  # fmt: skip


def values(base: str, folder: Path, name: str) -> Iterator[Hostile]:
    """One value of a JSON file replaced, or left out, or another one on top."""
    content = json.loads((folder / name).read_text())
    for at, (path, _) in enumerate(spots(content)):
        for step in range(3):
            value = VALUES[(7 * at + step * 5) % len(VALUES)]
            yield Hostile(f"{base}: {name}: {path} is {value!r:.20}", base, _valued(name, at, value), base != "old")
        yield Hostile(f"{base}: {name}: {path} is missing", base, _valued(name, at, ...))


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
