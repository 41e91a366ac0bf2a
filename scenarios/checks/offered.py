"""Check the settings that a scenario's live page is to offer: each is one number of this scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..problems import choices
from ..schema.walk import node_at
from ..text.settings import split_path
from ..text.unwrap import Mistake

if TYPE_CHECKING:
    from ..schema.sections import Assumptions

#: Most settings that a page offers: a reader does not look for one among more.
MOST = 60
#: Numbers that are no levers: what a page cannot move while it is read.
FIXED = ("schema", "days", "population", "questions", "expectations", "interventions", "places")


def page_findings(scenario: Assumptions) -> Iterator[Mistake]:
    """Everything that is wrong with the list of settings that a page offers."""
    if len(scenario.page) > MOST:
        yield Mistake(("page",), f"{len(scenario.page)} settings: at most {MOST}", at_key=True)
        return
    for place, path in enumerate(scenario.page):
        if message := _wrong(scenario, path):
            yield Mistake(("page", str(place)), message)


def _wrong(scenario: Assumptions, path: str) -> str:
    keys = split_path(path)
    node = node_at(keys)
    if node is None or not node.number or keys[0] in FIXED:
        return f"{path} is no setting that is one number and can be moved, such as actors.ID.pressure.baseline"
    if keys[0] == "ties":
        return next((_unknown("actor", key, scenario.actors) for key in keys[1:3] if key not in scenario.actors), "")
    entries: Any = getattr(scenario, keys[0], None)
    known = entries if isinstance(entries, dict) else {}
    return _unknown(keys[0], keys[1], known) if len(keys) > 2 and keys[1] not in known else ""


def _unknown(kind: str, key: str, known: Any) -> str:
    return f"there is no {key} in {kind}: {choices(key, list(known))}"
