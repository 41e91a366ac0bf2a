"""How a file begins that a page saves: it says all that a reader's changes are written into."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ...scenarios.loader import load_scenario
from ...scenarios.shipped import shipped_scenarios
from ...scenarios.text.origin import origin_of

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario


def start_of(scenario: Scenario) -> dict[str, Any]:
    """What a file that the page saves begins with: one that extends a shipped scenario, or the whole of another.

    Such a file needs nothing beside it, wherever it is carried.
    """
    if shipped := _shipped_as(scenario.name, scenario.digest()):
        return {"schema": 1, "name": scenario.name, "summary": scenario.summary, "extends": shipped}
    data = origin_of(scenario).text.data
    kept = [field.alias or name for name, field in type(scenario).model_fields.items()]
    return {key: data[key] for key in kept if data.get(key) is not None}


@cache
def _shipped_as(title: str, digest: str) -> str:
    """The name under which a scenario ships, from wherever it was read; empty if none is the same to the last value."""
    same_title = [entry.name for entry in shipped_scenarios() if entry.runnable and entry.title == title]
    return next((name for name in same_title if load_scenario(name).digest() == digest), "")
