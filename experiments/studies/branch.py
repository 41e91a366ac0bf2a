"""The second world of a comparison: another scenario, the same with settings changed, or changed from a day on."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...model.world.doctrines import DOCTRINES
from ...scenarios.loader import Sets, apply_sets, load_scenario, parse_set
from ...scenarios.problems import choices
from ..errors import UserError
from ..measures.questions.measured import asked_of, measures_of

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

#: The dated change under which a branch stands in the resolved scenario.
BRANCH = "branch_of_compare"


def changes_of(sets: Sets, doctrines: Mapping[str, str] | Sequence[str], scenario: Scenario) -> dict[str, Any]:
    """The changes of ``--set path=value`` and ``--doctrine actor=name``, by path; either may be a mapping.

    Raises:
        ScenarioError: a change that cannot be read.
        UserError: no such actor or doctrine.
    """
    changes = dict(sets) if isinstance(sets, Mapping) else {one.path: one.value for one in map(parse_set, sets)}
    if isinstance(doctrines, Mapping):
        doctrines = [f"{actor}={name}" for actor, name in doctrines.items()]
    for entry in doctrines:
        actor, equals, name = (part.strip() for part in entry.partition("="))
        if not equals or actor not in scenario.actors:
            raise UserError(f"--doctrine {entry}: write actor=doctrine; {choices(actor, list(scenario.actors))}")
        if name not in DOCTRINES:
            raise UserError(f"--doctrine {entry}: {choices(name, list(DOCTRINES))}")
        changes[f"actors.{actor}.doctrine"] = name
    return changes


def asking_the_same(base: Scenario, other: Scenario, outcomes: Sequence[str]) -> Scenario:
    """The second world with the questions that were asked of both and that it does not ask itself.

    Raises:
        UserError: it asks something else under such a name.
        ScenarioError: what a question names does not exist there.
    """
    asked = [entry.table.name for entry in asked_of(measures_of(outcomes, base))]
    missing: dict[str, Any] = {}
    while asked:
        name = asked.pop()
        question = base.questions[name]
        if name in other.questions and other.questions[name] != question:
            raise UserError(f"the two worlds ask different things under the name {name}")
        if name not in other.questions and f"questions.{name}" not in missing:
            said = question.model_dump(mode="json", by_alias=True, exclude_unset=True)
            missing[f"questions.{name}"] = said
            asked += [word for word in base.questions if re.search(rf"\b{word}\b", str(said)) and word != name]
    return apply_sets(other, missing) if missing else other


def other_world(
    base: Scenario, other: str | Path | Scenario | None, changes: dict[str, Any], from_day: int | None
) -> Scenario:
    """The scenario of the second world.

    With ``from_day`` the changes are an intervention on that day, so that history is the same up to it.

    Raises:
        UserError: nothing to compare with, or a day outside the horizon.
        ScenarioError: the changes do not pass the checks of a file.
    """
    if other is not None:
        if from_day is not None:
            raise UserError("--from-day goes with --set or --doctrine: two files have two histories")
        return load_scenario(other, changes)
    if not changes:
        return base
    if from_day is None:
        return apply_sets(base, changes)
    if not 0 < from_day < base.days:
        raise UserError(f"--from-day: {from_day} is not a day from 1 to {base.days - 1}")
    return _from(base, changes, from_day)


def _from(base: Scenario, changes: dict[str, Any], day: int) -> Scenario:
    """Dated events that lie ahead can change as they are; everything else changes on the day."""
    date = base.start + datetime.timedelta(days=day)
    ahead = {path: value for path, value in changes.items() if _lies_ahead(base, path, date)}
    later = {path: value for path, value in changes.items() if path not in ahead}
    past = [path for path in later if path.startswith("events.")]
    if past:
        raise UserError(f"--from-day {day}: {past[0]} lies before {date}: history cannot change")
    branch = {f"interventions.{BRANCH}": {"date": date.isoformat(), "set": later}} if later else {}
    return apply_sets(base, {**ahead, **branch})


def _lies_ahead(base: Scenario, path: str, date: datetime.date) -> bool:
    section, _, rest = path.partition(".")
    event = base.events.get(rest.split(".")[0]) if section == "events" else None
    return event is not None and event.date >= date
