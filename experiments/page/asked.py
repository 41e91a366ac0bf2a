"""What a page answers: the scenario's questions and the headline outcomes, as tables that need no Python."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ...model.world.asked import PREFIX
from ..measures.outcomes import Measure, OutcomeMeasure, measure
from ..measures.questions.measured import QuestionMeasure, measures_of

if TYPE_CHECKING:
    from ...model.world.tables import Case
    from ...scenarios.scenario import Scenario

#: The outcomes of the whole theatre that a page shows below the questions.
OUTCOMES = (
    "kinetic_acts", "branching_ratio", "longest_chain", "spiral", "peak_rung >= 9", "war", "new_dyads", "killed",
    "killed_civilians", "days_to_quiet",
)  # fmt: skip


def measures(scenario: Scenario) -> tuple[Measure, ...]:
    """The questions of a scenario, then the headline outcomes."""
    return (*measures_of(tuple(scenario.questions), scenario), *map(measure, OUTCOMES))


def questions(case: Case) -> list[dict[str, Any]]:
    """Every question as plain numbers, each after those it refers to."""
    return [asdict(asked) for asked in case.questions]


def shown(scenario: Scenario, case: Case) -> list[dict[str, Any]]:
    """What is shown of each measure, and where its numbers come from."""
    places = {asked.name: place for place, asked in enumerate(case.questions) if asked.name}
    return [_shown(entry, places) for entry in measures(scenario)]


def _shown(entry: Measure, places: dict[str, int]) -> dict[str, Any]:
    common = {"name": entry.name, "label": entry.label, "unit": entry.unit, "direction": str(entry.direction)}
    if isinstance(entry, QuestionMeasure):
        return {**common, "name": f"{PREFIX}{entry.name}", "kind": "question", "place": places[entry.table.name]}
    assert isinstance(entry, OutcomeMeasure)
    conditions = [one._asdict() for one in entry.conditions]
    return {**common, "kind": "outcome", "column": entry.column, "below": entry.below, "conditions": conditions}
