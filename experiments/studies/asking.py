"""Questions as the verbs and the functions in Python put them: what is given is made into what a study answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ...scenarios.loader import Sets, load_scenario
from ...scenarios.scenario import Scenario
from ..measures.outcomes import USUAL, measure
from ..runs.parameters import parse_range
from .branch import changes_of, other_world
from .compare import LOOKED_AT, Comparison
from .maps import Map
from .sensitivity_answer import Sensitivity, check_size, settings_of

#: A scenario by name or file, or one that is loaded.
World = str | Path | Scenario
#: The ends of a setting: two numbers, ``low..high``, or None for those that are declared.
Ends = tuple[float, float] | str | None


def ask_compare(
    scenario: World,
    other: World | None = None,
    sets: Sets = (),
    doctrines: Mapping[str, str] | Sequence[str] = (),
    from_day: int | None = None,
    runs: int = 1_000,
    seed: int = 1,
    days: int | None = None,
    outcomes: Sequence[str] = (),
) -> Comparison:
    """A comparison of a scenario with another one, or with itself changed.

    Raises:
        ScenarioError: a scenario or a change does not pass the checks of a file.
        UserError: no such actor, doctrine or outcome, or a day outside the horizon.
    """
    base = load_scenario(scenario, (), days)
    changes = changes_of(sets, doctrines, base)
    if days is not None and other is not None:
        changes["days"] = days
    world = other_world(base, other, changes, from_day)
    written = [f"{path}={'null' if value is None else value}" for path, value in changes.items()]
    named = name_of(other) if other is not None else ", ".join(written) or name_of(scenario)
    names = (name_of(scenario), named if from_day is None else f"{named} from day {from_day}")
    return Comparison((base, world), names, runs, seed, _measured(outcomes or LOOKED_AT))


def name_of(given: World) -> str:
    """What a scenario is called in answers: as it was named."""
    return given.name if isinstance(given, Scenario) else str(given)


def ask_sensitivity(
    scenario: World,
    outcomes: Sequence[str] = (),
    parameters: Mapping[str, tuple[float, float]] | Sequence[str] = (),
    trajectories: int = 10,
    keep: int = 12,
    base: int = 128,
    replications: int = 40,
    seed: int = 1,
    days: int | None = None,
    sets: Sets = (),
) -> Sensitivity:
    """A study of sensitivity: by default of every declared range; ``parameters`` may bring ranges of their own.

    Raises:
        ScenarioError: the scenario does not pass the checks of a file.
        UserError: a setting without a range, no such outcome, or a design that is none.
    """
    loaded = load_scenario(scenario, sets, days)
    if isinstance(parameters, Mapping):
        ranges, left = {path: parse_range(ends, loaded, path) for path, ends in parameters.items()}, ()
    else:
        ranges, left = settings_of(loaded, list(parameters))
    names = _measured(outcomes or USUAL)
    asked = Sensitivity(loaded, ranges, names, trajectories, keep, base, replications, seed, left)
    check_size(asked)
    return asked


def ask_map(  # noqa: PLR0913 - what the verb takes
    scenario: World,
    x: str,
    y: str,
    x_range: Ends = None,
    y_range: Ends = None,
    outcome: str = "branching_ratio",
    side: int = 12,
    replications: int = 100,
    seed: int = 1,
    days: int | None = None,
    sets: Sets = (),
) -> Map:
    """A map over two settings.

    Raises:
        ScenarioError: the scenario does not pass the checks of a file.
        UserError: a setting without a range, or no such outcome.
    """
    loaded = load_scenario(scenario, sets, days)
    across, up = ((path, parse_range(ends, loaded, path)) for path, ends in ((x, x_range), (y, y_range)))
    return Map(loaded, across, up, measure(outcome).name, side, replications, seed)


def _measured(outcomes: Sequence[str]) -> tuple[str, ...]:
    """Outcomes by the names of their columns, each once."""
    return tuple(dict.fromkeys(measure(name).name for name in outcomes))
