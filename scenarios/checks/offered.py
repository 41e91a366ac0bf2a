"""Check the settings that a scenario's live page is to offer: each is one number of this scenario."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..schema.walk import node_at
from ..text.settings import missing_id, split_path
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
    return missing_id(scenario, keys)
