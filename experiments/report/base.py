"""What a batch changed, as its plan froze it, with what each setting means and where its new value comes from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...scenarios.describe import explain
from ...scenarios.problems import ScenarioError
from ..figures.about import clean

if TYPE_CHECKING:
    from ..results.read import Results

#: Source of what a batch changes without giving one.
BATCH = "set for this batch"


class ExplainedChange(NamedTuple):
    """A setting that is not what it was: its path, both values, what it means, the source of the new value."""

    path: str
    old: str
    new: str
    meaning: str
    source: str


class ExplainedChanges(NamedTuple):
    """As `changes.Changes`, each change with its meaning and source; ``added`` as pairs."""

    base: str
    own: bool
    changed: tuple[ExplainedChange, ...]
    left: int
    added: tuple[tuple[str, int], ...]
    removed: tuple[str, ...]


def changes(results: Results) -> tuple[ExplainedChanges, ...]:
    """What this batch changed against its scenario, and what the scenario changes against what it extends.

    Earlier versions froze nothing of this; of their batches there is less to say.
    """
    sources = results.scenario.sources()
    return tuple(_explained(entry, sources) for entry in results.manifest.get("changes") or ())


def _explained(entry: Mapping[str, Any], sources: Mapping[str, str]) -> ExplainedChanges:
    otherwise = BATCH if entry["own"] else ""
    changed = tuple(
        ExplainedChange(path, old, new, _meaning(path), _source(path, sources) or otherwise)
        for path, old, new in entry["changed"]
    )
    added, removed = tuple(entry["added"].items()), tuple(entry["removed"])
    return ExplainedChanges(entry["base"], entry["own"], changed, entry["left"], added, removed)


def _meaning(path: str) -> str:
    try:
        return explain(path).meaning
    except ScenarioError:
        return ""


def _source(path: str, sources: Mapping[str, str]) -> str:
    """The source stated for the value, or for the nearest entry around it."""
    steps = path.split(".")
    for end in range(len(steps), 1, -1):
        if ".".join(steps[:end]) in sources:
            return clean(sources[".".join(steps[:end])])
    return ""
