"""What keeps a checked scenario from being made ready to run: edits of options that do not exist, campaigns unarmed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..menus.edits import edit_problems
from ..menus.geography import Geography
from ..problems import Problem, ScenarioError
from ..text.origin import located, origin_of
from ..text.unwrap import Mistake
from .course_facts import campaign_areas, campaign_arms

if TYPE_CHECKING:
    from ..schema.sections import Assumptions


def obstacles(scenario: Assumptions) -> list[Problem]:
    """Every problem that only shows once the menu and the campaigns are worked out, with its place in the file."""
    text = origin_of(scenario).text
    return [located(text, entry) for entry in (*_edits(scenario), *_unarmed(scenario))]


def require_ready(scenario: Assumptions) -> None:
    """Do nothing if the scenario can be made ready.

    Raises:
        ScenarioError: with every obstacle.
    """
    found = obstacles(scenario)
    if found:
        raise ScenarioError(found)


def _edits(scenario: Assumptions) -> Iterator[Mistake]:
    for name, message in edit_problems(scenario):
        yield Mistake(("options", name), message, at_key=True)


def _unarmed(scenario: Assumptions) -> Iterator[Mistake]:
    facts = Geography(scenario)
    for name, campaign in scenario.campaigns.items():
        if not campaign_arms(facts, campaign, campaign_areas(scenario, campaign), heavy=False):
            message = f"{campaign.by} has no weapon: name weapons here, or give it an arsenal"
            yield Mistake(("campaigns", name), message, at_key=True)
