"""What a story says between acts: that a standing campaign stops, goes on, or keeps a truce."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
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
    """A paragraph: of which day, after which act (or `MORNING`, `EVENING`), its sentences, and whom it is about."""

    day: int
    after: float
    sentences: tuple[str, ...]
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
    for pause in _told(results, run):
        found += _of_pause(narrator, pause, _start(acts))
    return in_order(found)


def in_order(found: Iterable[Notice]) -> list[Notice]:
    """Notices as they are told: by day, and after which act."""
    return sorted(found, key=lambda one: (one.day, one.after))


def acts_named(results: Results, run: int) -> set[int]:
    """Numbers of the acts over which campaigns stop in a run, or that break a rest, as far as that is told."""
    return {pause[name] for pause in _told(results, run) for name in ("act", "broken_by") if pause[name] >= 0}


def still_at_rest(
    narrator: Narrator, results: Results, run: int, acts: list[dict[str, Any]], actor: str | None = None
) -> list[str]:
    """What is said of the pauses that last to the end of a run; ``actor``: only of those that are about it."""
    return [
        narrator.still(pause, _start(acts) + timedelta(days=pause["first_day"]))
        for pause in _told(results, run)
        if pause["last_day"] < 0 and (actor is None or actor in _about(pause))
    ]


def _told(results: Results, run: int) -> list[dict[str, Any]]:
    """The pauses of a run but those that are over on the day they begin: nothing paused."""
    return [pause for pause in rows_of(results.pauses, run) if pause["last_day"] != pause["first_day"]]


def of_truces(narrator: Narrator, scenario: Scenario) -> list[Notice]:
    """What is said of each truce that a scenario dates within its horizon, and that somebody's campaigns keep."""
    found = []
    for truce in scenario.truces.values():
        day = (truce.starts - scenario.start).days
        kept = [scenario.campaigns[name] for name in truce.campaigns]
        pairs = list(dict.fromkeys((campaign.by, campaign.against) for campaign in kept))
        if pairs and 0 <= day < scenario.days:
            told = narrator.truce(truce.starts, truce.ends, pairs)
            found.append(
                Notice(day, MORNING, (told,), frozenset(side for pair in pairs for side in pair), observed=True)
            )
    return found


def _of_pause(narrator: Narrator, pause: dict[str, Any], start: date) -> Iterator[Notice]:
    about = _about(pause)
    first, last = (start + timedelta(days=pause[name]) for name in ("first_day", "last_day"))
    after = pause["act"] if pause["act"] >= 0 else EVENING
    yield Notice(pause["first_day"], after, (narrator.stops(pause, first),), about)
    if pause["last_day"] >= 0:
        after = pause["broken_by"] if pause["broken_by"] >= 0 else EVENING
        yield Notice(pause["last_day"], after, (narrator.goes_on(pause, last),), about)


def _start(acts: list[dict[str, Any]]) -> date:
    """The first day of a run, by its first act."""
    return date.fromisoformat(acts[0]["date"]) - timedelta(days=acts[0]["day"])


def _about(pause: dict[str, Any]) -> frozenset[str | None]:
    return frozenset(pause[name] for name in ("actor", "against", "word"))
