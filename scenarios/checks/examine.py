"""Check merged data against the schema and against itself, and collect everything that is wrong with it."""

from __future__ import annotations

import copy
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import ValidationError

from ..schema.sections import Assumptions
from ..schema.walk import node_at
from ..text.unwrap import Mistake, Quantity, unwrap
from ..text.wording import finding
from ..text.yaml_text import Path
from .consistency import inconsistencies, sizes
from .misspelt import hinted
from .references import unknown_ids

#: Stand-ins that let the other checks go on when one of these is missing or wrong.
STAND_INS = {"schema": 1, "name": "unnamed", "start": "2000-01-01", "days": 3650}
MOST_REPAIRS = 6
#: Mistakes of a kind that are told; whoever made so many made them by machine.
MOST = 200


Checked = TypeVar("Checked", bound=Assumptions)


class Examined(NamedTuple, Generic[Checked]):
    """The checked scenario, or None and the findings; and what was said about its numbers."""

    scenario: Checked | None
    findings: tuple[Mistake, ...]
    quantities: dict[Path, Quantity]


def examine(data: dict[str, Any], kind: type[Checked]) -> Examined[Checked]:
    """Check merged data (see `merge`) and make a ``kind`` of it; findings are in the order of the checks, each once."""
    if too_large := tuple(sizes(data)):
        return Examined(None, too_large, {})
    plain = unwrap(data)
    scenario, found = _validated(plain.data, kind)
    findings = [*islice(plain.findings, MOST), *hinted(found, plain.data)]
    failed = {entry.path for entry in findings}
    findings += islice(unknown_ids(plain.data), MOST)
    partial = scenario or _repaired(plain.data)
    if partial is not None:
        findings += islice((entry for entry in inconsistencies(partial) if _is_new(entry, failed)), MOST)
    findings = list(dict.fromkeys(findings))
    if len(findings) >= MOST:
        findings.append(Mistake((), f"{len(findings)} mistakes follow; there may be more, which are not told"))
    return Examined(None if findings else scenario, tuple(findings), plain.quantities)


def _validated(data: Any, kind: type[Checked]) -> tuple[Checked | None, list[Mistake]]:
    found = [] if type(data.get("schema", 1)) is int else [Mistake(("schema",), "the only version is 1")]
    try:
        return kind.model_validate(data), found
    except ValidationError as error:
        return None, found + [finding(entry) for entry in islice(error.errors(include_url=False), MOST)]


def _repaired(data: dict[str, Any]) -> Assumptions | None:
    """The scenario without its wrong values, so that what is left can be checked all the same."""
    data = copy.deepcopy(data)
    for _ in range(MOST_REPAIRS):
        try:
            return Assumptions.model_validate(data)
        except ValidationError as error:
            for entry in error.errors(include_url=False):
                _drop(data, tuple(str(part) for part in entry["loc"] if part != "[key]"), entry["type"] == "missing")
    return None


def _drop(data: dict[str, Any], path: Path, missing: bool) -> None:
    if path[0] in STAND_INS:
        data[path[0]] = STAND_INS[path[0]]
        return
    # an entry that lacks what it needs is left out whole
    path = path[:-1] if missing else path
    parents: list[Any] = [data]
    for key in path[:-1]:
        below = parents[-1].get(key) if isinstance(parents[-1], dict) else None
        if not isinstance(below, dict):
            break
        parents.append(below)
    parents[-1].pop(path[len(parents) - 1], None)


def _is_new(entry: Mistake, failed: set[Path]) -> bool:
    """Whether a finding stands on its own, and does not follow from a value that was found wrong before."""
    if entry.path in (("events",), ("actors",)) and any(path[:1] == entry.path for path in failed):
        return False
    if entry.path[-1] == "date" and failed & {("start",), ("days",), ()}:
        return False
    return not any(_overlap(entry.path, path) for path in failed)


def _overlap(path: Path, other: Path) -> bool:
    shorter = min(len(path), len(other))
    return shorter > 0 and path[:shorter] == other[:shorter] and node_at(path) is not None
