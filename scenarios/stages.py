"""Interventions: the scenario between the days on which settings change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from .checks.consistency import sizes
from .checks.examine import Checked, examine
from .problems import Problem, ScenarioError, choices
from .schema.sections import Assumptions
from .text.origin import TextOrigin, located, origin_of
from .text.settings import Change, changed, split_path
from .text.unwrap import Mistake
from .text.yaml_text import FilePosition, Path, Text

#: What may change on a day; the map, the events and who acts are the same from the first day to the last.
CHANGEABLE = (
    "actors",
    "ties",
    "forces",
    "defences",
    "weapons",
    "ladder",
    "background",
    "campaigns",
    "constants",
    "options",
)
FIXED_FIELDS = ("kind", "key", "name", "home")


def stages_of(scenario: Checked) -> list[tuple[int, Checked]]:
    """The scenario from day 0, and from each day with interventions, all earlier changes included.

    Raises:
        ScenarioError: an intervention cannot be made.
    """
    if not scenario.interventions:
        return [(0, scenario)]
    text = origin_of(scenario).text
    steps = list(_steps(text))
    problems = [problem for *_, found in steps for problem in found]
    if problems:
        raise ScenarioError(problems)
    stages = {0: scenario}
    for date, later, _ in steps:
        stages[scenario.day(scenario.interventions[date].date)] = rebuilt(later, type(scenario))
    return sorted(stages.items())


def stage_on(stages: Sequence[tuple[int, Any]], day: int) -> int:
    """Number of the stage that holds on a day."""
    return bisect_right(stages, day, key=itemgetter(0)) - 1


def rebuilt(text: Text, kind: type[Checked]) -> Checked:
    """A scenario of merged text.

    Raises:
        ScenarioError: something is wrong with it.
    """
    result = examine(text.data, kind)
    if result.scenario is None:
        raise ScenarioError(in_order(located(text, entry) for entry in result.findings))
    result.scenario._origin = TextOrigin(text, result.quantities)
    return result.scenario


def in_order(problems: Iterator[Problem] | list[Problem]) -> list[Problem]:
    """Problems in the order of file and place."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line, problem.column))


def intervention_problems(text: Text) -> list[Problem]:
    """Everything that would be wrong after an intervention and is not wrong before it."""
    if any(sizes(text.data)):
        return []
    return [problem for *_, found in _steps(text) for problem in found]


def _steps(text: Text) -> Iterator[tuple[str, Text, list[Problem]]]:
    """Each intervention in order of date: its id, the text after it, and what is wrong with it."""
    before: set[Mistake] | None = None
    for name in _dated(text.data.get("interventions")):
        entry = text.data["interventions"][name]
        if before is None:
            before = set(examine(text.data, Assumptions).findings)
        changes = [_change(text, name, path, value) for path, value in entry["set"].items()]
        allowed = [change for change in changes if not _refusal(text.data, change)]
        later, wrong, _ = changed(text, allowed)
        wrong += [(change, _refusal(text.data, change)) for change in changes if change not in allowed]
        found = [_said(change, message) for change, message in wrong]
        if allowed and not wrong:
            findings = examine(later.data, Assumptions).findings
            found += [_blamed(later, changes, finding) for finding in findings if finding not in before]
            before |= set(findings)
        yield name, later, found
        text = later


def _dated(interventions: Any) -> list[str]:
    """Ids of the interventions that can be read at all, in order of date."""
    entries = interventions.items() if isinstance(interventions, dict) else ()
    readable = [
        (str(entry.get("date")), name)
        for name, entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("set"), dict)
    ]
    return [name for _, name in sorted(readable)]


def _change(text: Text, name: str, path: str, value: Any) -> Change:
    here = ("interventions", name, "set", path)
    while here and here not in text.places:
        here = here[:-1]
    return Change(path, value, text.places.get(here, FilePosition(f"interventions.{name}", 0, 0, 0, 0)))


def _refusal(data: dict[str, Any], change: Change) -> str:
    """Why a change cannot be an intervention; empty if it can."""
    path = split_path(change.path)
    if path[0] not in CHANGEABLE:
        return f"{path[0]} cannot change on a day: {choices(path[0], CHANGEABLE)}"
    if len(path) < 2 or change.value is None:
        return "an intervention gives new values to settings; it cannot remove or replace whole sections"
    if path[0] == "actors" and len(path) > 2 and path[2] in FIXED_FIELDS:
        return f"{path[2]} is fixed for the whole scenario"
    entries = data.get(path[0])
    by_id = path[0] not in ("ties", "ladder", "constants")
    if by_id and path[0] != "options" and not (isinstance(entries, dict) and path[1] in entries):
        near = choices(path[1], list(entries) if isinstance(entries, dict) else [])
        return f"an intervention cannot add an entry, and there is no {path[1]}: {near}"
    return ""


def _said(change: Change, message: str) -> Problem:
    return Problem(change.place.file, change.place.line, change.place.column, change.path, message)


def _blamed(text: Text, changes: list[Change], finding: Mistake) -> Problem:
    """A finding at the change that brought it about: the one it stands at, or else the first."""

    def near(change: Change) -> bool:
        path: Path = split_path(change.path)
        return finding.path[: len(path)] == path

    problem = located(text, finding)
    change = next((entry for entry in changes if near(entry)), changes[0])
    return problem._replace(file=change.place.file, line=change.place.line, column=change.place.column)
