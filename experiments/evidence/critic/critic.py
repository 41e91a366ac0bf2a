"""The critic: every warning, and what a trial of a scenario has to say to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ....scenarios.problems import Problem
from ....scenarios.text.origin import located, origin_of
from ....scenarios.text.unwrap import Mistake
from . import asked, bands, course, structure
from .trial import Doubt, Trial

#: Every warning, by name. A new one is a function that looks at a trial and yields what it doubts.
WARNINGS: dict[str, Callable[[Trial], Iterator[Doubt]]] = {
    "nothing-sets-it-off": structure.nothing_sets_it_off,
    "fire-without-rules": structure.fire_without_rules,
    "only-great-force": structure.only_great_force,
    "homelands-struck": course.homelands_struck,
    "never-acts": structure.never_acts,
    "never-fires": course.never_fires,
    "answers-per-act": bands.answers_per_act,
    "delays": bands.delays,
    "always-or-never": asked.always_or_never,
}


class ScenarioWarning(NamedTuple):
    """A warning: its name, the place in the file with the reason, and what can be done."""

    name: str
    problem: Problem
    remedy: str

    def as_json(self) -> dict[str, Any]:
        """For machines."""
        known = self.problem._asdict()
        return {"warning": self.name, **known, "remedy": self.remedy}


def criticise(trial: Trial) -> list[ScenarioWarning]:
    """All warnings about a scenario, in the order of `WARNINGS`: what comes first may be the cause of the rest."""
    text = origin_of(trial.scenario).text
    return [
        ScenarioWarning(name, located(text, Mistake(doubt.path, doubt.reason, at_key=True)), doubt.remedy)
        for name, look in WARNINGS.items()
        for doubt in look(trial)
    ]
