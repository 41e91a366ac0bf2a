"""The model's own forecasts: every act simulated at many points of the prior, and the points weighed by other chains.

A point is a value for each free constant and for each number of the profiles. What is learned from the other chains is
how much each point counts, and one number more: the share of acts on which the model lapses and the plain base rate
holds. Nothing of a chain enters the forecast of its own acts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.mechanisms.registry import CONSTANTS
from ...model.world.doctrines import DOCTRINES
from ...model.world.tables import Case
from ...scenarios.design.dials import Dials
from ...scenarios.scenario import Scenario
from ..runs.batch import processors
from ..system.interrupts import heed
from ..system.threads import one_for_algebra, threads
from .blend import forecasts
from .episodes import PACKAGE, CodedAct
from .nulls import Record
from .predict import SEED, Prediction, ReplyTally, chance, tally, weighed
from .prior import points
from .situation import CrisisSituation, situation_at
from .tallies import kept, name_of
from .telling import Progress

#: The constants that evidence may move; all others keep their defaults. At most about fifteen, so that a few dozen acts
#: and as many statistics can say something about them.
FREE: tuple[str, ...] = (
    "opening_cost",
    "answer_cost",
    "pressure_weight",
    "account_weight",
    "credibility_weight",
    "fear_weight",
    "fear_floor",
    "exchange_weight",
    "row_scale",
    "blood",
    "first_death_harm",
    "deaths_harm",
    "harm_to_pressure",
    "relief_force",
    "council_rate",
)
#: Points of the prior and runs at each; for the constants as shipped, points of the profiles alone.
POINTS, RUNS = 256, 40
PLAIN_POINTS, PLAIN_RUNS = 20, 40
#: Runs with constants that are drawn from a posterior, each with a draw of its own.
DRAWN_RUNS = 400
#: Shares of acts on which the model may lapse into the base rate, all equally likely beforehand.
LAPSES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)

#: The doctrine that actors have unless a file says otherwise.
SHIPPED = "appraisal"
#: The same doctrine with constants drawn from what the statistics of disputes alone say: no coded episode made them.
FROM_DISPUTES, DISPUTES_FILE = "constants from disputes", "posterior-disputes.csv"


#: Everything that is simulated with one set of constants, or draws of them, beside the points of the prior.
PLAIN = (*DOCTRINES, FROM_DISPUTES)


class Expected(NamedTuple):
    """What was simulated of one act: a tally for each point of the prior, and one for each doctrine as shipped."""

    situation: CrisisSituation
    points: list[ReplyTally]
    doctrines: dict[str, ReplyTally]


def free_ranges() -> dict[str, tuple[float, float]]:
    """Plausible range of every free constant, by path."""
    return {f"constants.{name}": (CONSTANTS[name].low, CONSTANTS[name].high) for name in FREE}


def expect_all(
    scored: Sequence[CodedAct],
    acts: list[CodedAct],
    profiles: Scenario,
    record: Record,
    progress: Progress | None = None,
    rivals: Iterable[str] = PLAIN,
    keep: Path | None = None,
) -> list[Expected]:
    """Simulate every scored act, on as many threads as there are processors; progress is told acts done and in all.

    ``keep`` is a folder where the tallies of finished acts stand; what is there is not simulated again.
    """
    done = []
    with threads(processors()) as pool:
        days = [outcome.days for outcome in record.outcomes]
        for found in pool.map(lambda act, span: expect(act, acts, profiles, span, rivals, keep), scored, days):
            done.append(found)
            if progress is not None:
                progress(len(done), len(scored))
            heed()
    return done


def expect(
    act: CodedAct,
    acts: list[CodedAct],
    profiles: Scenario,
    days: int,
    rivals: Iterable[str] = PLAIN,
    keep: Path | None = None,
) -> Expected:
    """Simulate one act at every point of the prior, and with the constants as shipped under the doctrines asked for."""
    situation, names = situation_at(act, acts, profiles), tuple(rivals)
    place = None if keep is None else keep / _piece_name(situation, days, names)
    found = kept(place, POINTS + len(names), lambda: _tallies(situation, days, names))
    return Expected(situation, found[:POINTS], dict(zip(names, found[POINTS:], strict=True)))


def _piece_name(situation: CrisisSituation, days: int, rivals: tuple[str, ...]) -> str:
    sizes = (POINTS, RUNS, PLAIN_POINTS, PLAIN_RUNS)
    act = f"{situation.act.chain}-{situation.act.n}"
    drawn = disputes_hash() if FROM_DISPUTES in rivals else ""
    return name_of(act, situation.scenario.digest(), situation.event, days, rivals, sizes, drawn)


def _tallies(situation: CrisisSituation, days: int, rivals: tuple[str, ...]) -> list[ReplyTally]:
    """A tally for each point of the prior, then one for each rival."""
    own = profile_ranges(situation)
    dials = Dials(situation.scenario, own | free_ranges())
    values = points(own | free_ranges(), POINTS, SEED)
    spread = [tally(dials(row), situation.event, RUNS, days, RUNS * k) for k, row in enumerate(values)]
    plain = points(own, PLAIN_POINTS, SEED + 1)
    return [*spread, *(_rival(name, dials, plain, situation.event, days) for name in rivals)]


def profile_ranges(situation: CrisisSituation) -> dict[str, tuple[float, float]]:
    """Range of every number of the profiles of those involved, by path."""
    ranges = situation.scenario.ranges().items()
    return {path: (low, high) for path, (_, low, high) in ranges if path.startswith(("actors.", "ties."))}


def shipped_cases(situation: CrisisSituation) -> list[Case]:
    """The situation at some points of the profiles, with constants as shipped."""
    own = profile_ranges(situation)
    if not own:
        return [situation.case]
    dials = Dials(situation.scenario, own)
    return [dials(row) for row in points(own, PLAIN_POINTS, SEED + 1)]


def _rival(name: str, dials: Dials, plain: NDArray[np.float64], event: int, days: int) -> ReplyTally:
    """One tally over the points of the profiles: a doctrine with constants as shipped, or other constants."""
    if name == FROM_DISPUTES:
        cases = [dials([*row, *draw]) for row, draw in zip(plain, from_disputes(), strict=False)]
    else:
        shipped = [CONSTANTS[constant].default for constant in FREE]
        cases = [decided_by(dials([*row, *shipped]), name) for row in plain]
    tallies = [tally(case, event, PLAIN_RUNS, days, PLAIN_RUNS * k) for k, case in enumerate(cases)]
    return weighed(tallies, np.ones(len(tallies)))


@cache
def from_disputes() -> NDArray[np.float64]:
    """Draws of the free constants that the statistics of disputes lead to, shape (draws, len(FREE))."""
    lines = _disputes_text().splitlines()
    return np.array([[float(value) for value in line.split(",")] for line in lines[1:]])


def disputes_hash() -> str:
    """What stands for these draws, 16 hexadecimal digits: forecasts with them are others where they are others."""
    return hashlib.sha256(_disputes_text().encode()).hexdigest()[:16]


def _disputes_text() -> str:
    return (resources.files(PACKAGE) / DISPUTES_FILE).read_text(encoding="utf-8")


def decided_by(case: Case, doctrine: str) -> Case:
    """The same case with every actor under one doctrine, with that doctrine's default parameters."""
    entry = DOCTRINES[doctrine]
    if doctrine == SHIPPED:
        return case
    values = [parameter.default for parameter in entry.parameters.values()]
    worlds = []
    for world in case.worlds:
        actors = world.actors.copy()
        actors["doctrine"] = entry.code
        for k, value in enumerate(values):
            actors[f"d{k}"] = value
        worlds.append(world._replace(actors=actors))
    return case._replace(worlds=tuple(worlds))


def chances(expected: list[Expected]) -> NDArray[np.float64]:
    """Chance of a reply at every point for every act, shape (points, acts)."""
    return np.array([[chance(entry) for entry in one.points] for one in expected]).T


class Weights(NamedTuple):
    """How much each point counts after the other chains, jointly with each share of lapses; shape (lapses, points)."""

    joint: NDArray[np.float64]
    base: float

    @property
    def points(self) -> NDArray[np.float64]:
        """Weight of each point, shape (points,), summing to one."""
        return self.joint.sum(axis=0)

    @property
    def lapse(self) -> float:
        """Expected share of lapses."""
        return float(self.joint.sum(axis=1) @ np.array(LAPSES))

    @property
    def effective(self) -> float:
        """Effective number of points: how many the weights amount to."""
        return float(1.0 / np.sum(self.points**2))

    def mixed(self, p: NDArray[np.float64]) -> NDArray[np.float64]:
        """Chances of acts, of shape (points, acts), averaged over points and lapses."""
        kept = self.joint * (1.0 - np.array(LAPSES))[:, None]
        return kept.sum(axis=0) @ p + self.lapse * self.base


def weigh(p: NDArray[np.float64], past: Record) -> Weights:
    """Weights by likelihood on the past, whose acts have chances ``p`` of shape (points, acts); even without a past."""
    y, base = past.y, past.share
    logs = np.zeros((len(LAPSES), len(p)))
    for row, lapse in enumerate(LAPSES):
        mixed = (1.0 - lapse) * p + lapse * base
        logs[row] = np.where(y > 0, np.log(mixed), np.log1p(-mixed)).sum(axis=1)
    joint = np.exp(logs - logs.max())
    return Weights(joint / joint.sum(), base)


def weighed_forecasts(expected: list[Expected], past: NDArray[np.bool_], record: Record) -> list[Prediction]:
    """Forecasts for the acts outside ``past``, from points weighed by those inside it; shape of ``past`` (acts,)."""
    p = chances(expected)
    weights = weigh(p[:, past], record.take(past))
    scale = weights.points * len(weights.points)
    return forecasts([weighed(one.points, scale) for one in expected], weights.mixed(p), past, record)


def doctrine_forecasts(
    expected: list[Expected], doctrine: str, past: NDArray[np.bool_], record: Record, recalibrated: bool
) -> list[Prediction]:
    """Forecasts of a doctrine with constants as shipped; ``recalibrated``: log odds on a line fitted to the past."""
    tallies = [one.doctrines[doctrine] for one in expected]
    p = np.array([chance(entry) for entry in tallies])
    final = recalibrate(p[past], record.y[past], p) if recalibrated else p
    return forecasts(tallies, final, past, record)


def recalibrate(
    p: NDArray[np.float64],
    y: NDArray[np.float64],
    asked: NDArray[np.float64],
    weights: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Chances moved by intercept and slope in log odds, fitted to past forecasts p and outcomes y (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    if len(set(y)) < 2:
        return asked
    odds, wanted = (np.log(q / (1 - q))[:, None] for q in (p, asked))
    spread = float(odds.std()) or 1.0
    with one_for_algebra():
        return LogisticRegression(C=1.0).fit(odds / spread, y, weights).predict_proba(wanted / spread)[:, 1]
