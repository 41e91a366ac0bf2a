"""What brink expects after an act, in a month, and from the first week of a crisis.

Its constants are as shipped, or each run takes a draw of a posterior.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from ....model.batch import Batch, join
from ....model.engine.ensemble import simulate
from ....model.kernel.draws import Keys
from ....model.mechanisms.registry import CONSTANTS
from ....model.world.ladder import is_kinetic
from ....model.world.tables import Case
from ....scenarios.design.dials import Dials
from ....scenarios.problems import Problem, ScenarioError, choices
from ....scenarios.scenario import Scenario
from ...runs.batch import processors
from ...runs.posterior import Draws, fitting, read_posterior
from ...system.interrupts import heed
from ...system.threads import threads
from .. import forecast
from ..episodes import WINDOW, CodedAct
from ..forecast import profile_ranges, shipped_cases
from ..predict import SEED, ReplyTally, counted, first_back, first_replies, weighed
from ..prior import points
from ..record.frames import QUIET, WEEK, Coded, CrisisEpisode
from ..situation import CrisisSituation, load_profiles, situation_at, situation_on
from ..tallies import kept, kept_array, name_of
from ..telling import Progress

Values = NDArray[np.float64]
Thing = TypeVar("Thing")
Found = TypeVar("Found")

#: Days after the last act of a case up to which its months are simulated: later, nothing is left to answer.
REMEMBERED = 365
#: Days from the first week of a crisis up to which its course is drawn.
COURSE = 240
#: Equally likely courses that a forecast of a crisis rests on.
COURSES = 400


class ActTallies(NamedTuple):
    """First replies to an act over runs: those that name it as their cause, and any force of the other side."""

    named: ReplyTally
    back: ReplyTally


def each(things: Sequence[Thing], do: Callable[[Thing], Found], progress: Progress | None) -> list[Found]:
    """Do something for each thing on as many threads as there are processors, in order; it can be interrupted."""
    done: list[Found] = []
    with threads(processors()) as pool:
        for found in pool.map(do, things):
            done.append(found)
            if progress is not None:
                progress(len(done), len(things))
            heed()
    return done


def side_table(case: Coded, world: Case) -> NDArray[np.int64]:
    """Side of the case from which an act of each actor on each target comes, shape (actors, actors)."""
    codes = {code.lower(): code for act in case.acts for code in (act.actor, act.target)}
    codes |= {code.lower(): code for side in case.case.sides for code in side}
    names = [codes.get(name, name.upper()) for name in world.names.actors]
    side_of = cache(case.case.side_of)
    return np.array([[side_of(actor, target) for target in names] for actor in names], np.int64)


def act_tallies(
    act: CodedAct, case: Coded, profiles: Scenario, keep: Path | None = None, draws: Draws | None = None
) -> ActTallies:
    """First replies to an act of a case, from the situation as it was known that day."""
    situation = situation_at(act, case.acts, profiles)
    own = case.sides[case.acts.index(act)]
    place = place_of(keep, "act", situation, WINDOW, [*map(sorted, case.case.sides)], *mark_of(draws))
    named, back = kept(place, 2, lambda: _tallied(situation, side_table(case, situation.case) != own, draws))
    return ActTallies(named, back)


def _tallied(situation: CrisisSituation, back: NDArray[np.bool_], draws: Draws | None) -> list[ReplyTally]:
    both: tuple[list[ReplyTally], list[ReplyTally]] = ([], [])
    for case, batch in batches(situation, draws):
        both[0].append(counted(first_replies(batch, case, situation.event), WINDOW))
        both[1].append(counted(first_back(batch, case, situation.event, back), WINDOW))
    return [weighed(tallies, np.ones(len(tallies))) for tallies in both]


def batches(situation: CrisisSituation, draws: Draws | None = None) -> list[tuple[Case, Batch]]:
    """Runs of a situation at each point of its profiles with constants as shipped, or each run with a draw of its own.

    ``draws``: of the constants; a run takes a row by its number, and a point of the profiles that no other run has.
    """
    if draws is None:
        cases, runs = shipped_cases(situation), forecast.PLAIN_RUNS
        return [(case, simulate(case, SEED, runs * k, runs)) for k, case in enumerate(cases)]
    cases = drawn_cases(situation, draws, forecast.DRAWN_RUNS)
    return [(cases[0], join([simulate(case, SEED, run, 1) for run, case in enumerate(cases)]))]


def drawn_cases(situation: CrisisSituation, draws: Draws, runs: int) -> list[Case]:
    """The situation with another draw of the constants in every run; cases differ in their numbers alone."""
    own, keys = profile_ranges(situation), Keys(SEED)
    dials = Dials(situation.scenario, own | draws.ranges())
    return [dials([*row, *draws.of_run(keys, run)]) for run, row in enumerate(points(own, runs, SEED + 1))]


def constants_from(posterior: Path) -> Draws:
    """Draws of constants from a posterior file, or one that ships.

    Raises:
        ScenarioError: it cannot be read, or a column is no constant of the model, or out of its bounds.
    """
    draws = read_posterior(posterior)
    known = [f"constants.{name}" for name in CONSTANTS]
    problems = [
        Problem(str(posterior), 1, 1, path, f"no constant of the model: {choices(path, known)}")
        for path in draws.paths
        if path not in known
    ]
    if problems:
        raise ScenarioError(problems)
    return fitting(load_profiles(), posterior)


def mark_of(draws: Draws | None) -> tuple[str, ...]:
    """What stands for the draws in the name of a piece; nothing for constants as shipped."""
    return () if draws is None else (draws.mark(False), str(forecast.DRAWN_RUNS))


def month_counts(
    case: Coded, month: str, profiles: Scenario, keep: Path | None = None, draws: Draws | None = None
) -> Values:
    """Mean acts of force of each side in a month, from the acts before it; shape (2,)."""
    first = datetime.date.fromisoformat(f"{month}-01")
    before = [act for act in case.acts if act.date < first]
    if not before or (first - before[-1].date).days > REMEMBERED:
        return np.zeros(2)
    days = ((first + datetime.timedelta(days=31)).replace(day=1) - first).days
    situation = situation_on(first, before, profiles, days - 1)
    place = place_of(keep, "month", situation, days, [*map(sorted, case.case.sides)], *mark_of(draws))
    return kept_array(place, (2,), partial(_by_side, situation, case, draws))


def _by_side(situation: CrisisSituation, case: Coded, draws: Draws | None) -> Values:
    sides, total, runs = side_table(case, situation.case), np.zeros(2), 0
    for _, batch in batches(situation, draws):
        acts = batch.acts[drawn_force(batch.acts) & (batch.acts["target"] >= 0)]
        own = np.minimum(sides[acts["executor"], acts["target"]], 1)
        total += np.bincount(own, minlength=2)
        runs += batch.count
    return total / runs


def drawn_force(acts: NDArray[np.void]) -> NDArray[np.bool_]:
    """Which acts are of force and were drawn by the model, not scripted."""
    return is_kinetic(acts["rung"]) & (acts["observed"] == 0)


def courses(
    crisis: CrisisEpisode, case: Coded, profiles: Scenario, keep: Path | None = None, draws: Draws | None = None
) -> Values:
    """Highest rung, acts and days to quiet of equally likely courses from the first week on; shape (courses, 3)."""
    morning = crisis.start + datetime.timedelta(days=WEEK)
    seen = [act for act in case.acts if act.date < morning]
    situation = situation_on(morning, seen, profiles, COURSE)
    last = (seen[-1].date - crisis.start).days
    place = place_of(keep, "course", situation, COURSE, [crisis.week_acts, crisis.week_rung, last], *mark_of(draws))
    return kept_array(place, (COURSES, 3), partial(_courses, situation, crisis, last, draws))


def _courses(situation: CrisisSituation, crisis: CrisisEpisode, last: int, draws: Draws | None) -> Values:
    zero = datetime.date.fromisoformat(situation.case.start).toordinal()
    begun = crisis.start.toordinal() - zero
    found = []
    for _, batch in batches(situation, draws):
        for acts in np.split(batch.acts, batch.act_offsets[1:-1]):
            drawn = acts[drawn_force(acts)]
            found.append(followed(crisis, last, drawn["day"].astype(np.int64) - begun, drawn["rung"]))
    at = np.linspace(0, len(found) - 1, COURSES).astype(int)
    return np.array(found, np.float64)[at]


def followed(
    crisis: CrisisEpisode, last: int, days: NDArray[np.int64], rungs: NDArray[np.integer]
) -> tuple[int, int, int]:
    """Highest rung, acts and days to the last act before thirty quiet days, if these acts follow the first week.

    ``last`` and ``days`` count from the first act of the crisis.
    """
    gaps = np.diff(np.concatenate([[last], days]))
    count = int(np.argmax(gaps > QUIET)) if (gaps > QUIET).any() else len(days)
    top = max([crisis.week_rung, *rungs[:count].tolist()])
    return top, crisis.week_acts + count, int(days[count - 1]) if count else last


def place_of(keep: Path | None, kind: str, situation: CrisisSituation, *what: object) -> Path | None:
    """Where what was found of a situation stands, by everything that it hangs on."""
    if keep is None:
        return None
    act = f"{kind}-{situation.act.chain}-{situation.act.n}"
    sizes = forecast.PLAIN_POINTS, forecast.PLAIN_RUNS
    return keep / name_of(act, situation.scenario.digest(), situation.event, sizes, *what)
