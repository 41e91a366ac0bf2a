"""What a story says between acts: that a standing campaign stops, goes on, or keeps a truce."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ...scenarios.problems import ScenarioError
from ..errors import UserError
from ..measures.sentences import Narrator
from .rows import rows_of

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario
    from ..results.read import Results

#: The morning and the evening of a day, as numbers of acts go.
MORNING, EVENING = -1.0, math.inf


class Notice(NamedTuple):
    """A sentence: of which day, after which act (or `MORNING`, `EVENING`), and whom it is about."""

    day: int
    after: float
    sentence: str
    about: frozenset[str | None]
    observed: bool = False

    def is_before(self, act: dict[str, Any]) -> bool:
        """Whether it is told before an act."""
        return (self.day, self.after) < (act["day"], act["act"])


def notices(narrator: Narrator, results: Results, run: int, acts: list[dict[str, Any]]) -> list[Notice]:
    """What is said of the pauses of a run and of the truces that its scenario dates, in order.

    A folder whose scenario this version cannot read is told without its truces.
    """
    try:
        found = of_truces(narrator, results.scenario)
    except (ScenarioError, UserError):
        found = []
    for pause in rows_of(results.pauses, run):
        found += _of_pause(narrator, pause, date.fromisoformat(acts[0]["date"]) - timedelta(days=acts[0]["day"]))
    return sorted(found, key=lambda one: (one.day, one.after))


def acts_named(pauses: list[dict[str, Any]]) -> set[int]:
    """Numbers of the acts over which campaigns stop, or that break a rest."""
    return {pause[name] for pause in pauses for name in ("act", "broken_by") if pause[name] >= 0}


def of_truces(narrator: Narrator, scenario: Scenario) -> list[Notice]:
    """What is said of each truce that a scenario dates within its horizon, and that somebody's campaigns keep."""
    found = []
    for truce in scenario.truces.values():
        day = (truce.starts - scenario.start).days
        sides = list(dict.fromkeys(scenario.campaigns[name].by for name in truce.campaigns))
        if sides and 0 <= day < scenario.days:
            told = narrator.truce(truce.starts, truce.ends, sides)
            found.append(Notice(day, MORNING, told, frozenset(sides), observed=True))
    return found


def _of_pause(narrator: Narrator, pause: dict[str, Any], start: date) -> Iterator[Notice]:
    about = frozenset(pause[name] for name in ("actor", "against", "word"))
    first, last = (start + timedelta(days=pause[name]) for name in ("first_day", "last_day"))
    after = pause["act"] if pause["act"] >= 0 else EVENING
    yield Notice(pause["first_day"], after, narrator.stops(pause, first), about)
    if pause["last_day"] >= 0:
        after = pause["broken_by"] if pause["broken_by"] >= 0 else EVENING
        yield Notice(pause["last_day"], after, narrator.goes_on(pause, last), about)
