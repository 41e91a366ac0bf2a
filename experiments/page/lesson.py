"""A lesson before a page: screens in which the reader decides first, and then sees what the model and history did."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from .document import resource
from .offered import range_of

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

FILE = "why-did-it-stop.yaml"


@cache
def _lesson() -> dict[str, Any]:
    return YAML(typ="safe").load(resource(FILE))


def lesson_of(scenario: Scenario) -> dict[str, Any] | None:
    """The lesson about a scenario; None where there is none."""
    lesson = _lesson()
    if scenario.name != lesson["scenario"]:
        return None
    return {"title": lesson["title"], "screens": [_screen(screen, scenario) for screen in lesson["screens"]]}


def settings() -> tuple[str, ...]:
    """What the lesson lets its reader try: a page with the lesson offers it."""
    return tuple(path for screen in _lesson()["screens"] for one in screen.get("tries", ()) for path in one["values"])


def _screen(screen: dict[str, Any], scenario: Scenario) -> dict[str, Any]:
    """A screen with numbers in place of the ends of ranges."""
    if "tries" not in screen:
        return screen
    return {**screen, "tries": [{**one, "values": _numbers(one["values"], scenario)} for one in screen["tries"]]}


def _numbers(ends: dict[str, str], scenario: Scenario) -> dict[str, float]:
    return {path: range_of(path, scenario)[("low", "high").index(end)] for path, end in ends.items()}
