"""The statistics of real disputes beside those of the generic crisis.

What the datasets call an act is militarised: a display of force (rung 3) or force itself (rung 4 on); protests and
sanctions are not in them. A crisis of the model begins with an attack; statistics of disputes that begin with a threat
have no counterpart, and `UNMEASURED` says so.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from importlib import resources
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.batch import Batch
from ...model.engine.ensemble import simulate
from ...model.outcomes import outcomes
from ...model.world.ladder import FIRST_KINETIC, LAST_DRAWN, WAR_FROM, Rung
from ...model.world.tables import Case
from ...scenarios.design.dials import Dials
from ...scenarios.loader import load_scenario
from .episodes import PACKAGE
from .predict import SEED
from .prior import column, points
from .situation import WOUNDED

SHIPPED = "targets.csv"
SCENARIO, EVENT = "generic-crisis", "events.first_attack"
SOON, LATER = 30, 180
#: Shares of first attacks by rung (judgement: border incidents, mostly open ones).
FIRST_RUNGS = ((Rung.HARASSMENT, 0.3), (Rung.STRIKE_ON_FORCES, 0.6), (Rung.STRIKE_ON_HOMELAND, 0.1))
#: A first attack counts as a crisis trigger when it kills as many or strikes a homeland (judgement).
TRIGGER_DEATHS = 6
#: Different crises a set of constants is tried on, and runs of each.
CRISES, RUNS = 32, 24
MOST_HURT = 6000.0
#: Constants from which whole tables are made, and the one that is also written beside each actor.
ENTANGLED = {"ladder_growth", "nuclear_weight", "nuclear_steepness", "instability", "pressure_half_life"}
FIRST_DEATH = "first_death_harm"

Values = NDArray[np.float64]


class Target(NamedTuple):
    """A statistic of real disputes: value, number of cases behind it (0: unknown), which cases, and where from."""

    name: str
    value: float
    n: int
    sample: str
    source: str


def read_targets() -> dict[str, Target]:
    """The shipped statistics by name."""
    text = (resources.files(PACKAGE) / SHIPPED).read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {
        row["target"]: Target(row["target"], float(row["value"]), int(row["n"] or 0), row["sample"], row["source"])
        for row in rows
    }


class Log(NamedTuple):
    """The acts of many runs of the generic crisis, in order; ``side`` is 0 for the attacker and 1 for the target."""

    run: NDArray[np.int64]
    day: NDArray[np.int64]
    side: NDArray[np.int64]
    rung: NDArray[np.int64]
    cause: NDArray[np.int64]
    killed: NDArray[np.int64]
    simulated: NDArray[np.bool_]
    first: NDArray[np.int64]
    war: NDArray[np.bool_]
    days: int

    @property
    def armed(self) -> NDArray[np.bool_]:
        """Rows that the datasets would hold: displays and uses of force."""
        return self.rung >= Rung.SHOW_OF_FORCE

    @property
    def kinetic(self) -> NDArray[np.bool_]:
        """Rows that use force."""
        return (self.rung >= FIRST_KINETIC) & (self.rung <= LAST_DRAWN)


def log_of(batches: list[tuple[Batch, Case]]) -> Log:
    """The acts of batches of the generic crisis as one log; the first act of every run is the scripted attack."""
    parts: list[list[NDArray[np.int64]]] = []
    wars, runs, rows = [], 0, 0
    for batch, case in batches:
        acts, starts = batch.acts, batch.act_offsets[:-1]
        run = np.repeat(np.arange(batch.count), np.diff(batch.act_offsets))
        cause = np.where(acts["cause"] >= 0, starts[run] + acts["cause"] + rows, -1)
        own = [acts[name].astype(np.int64) for name in ("day", "actor", "rung", "killed", "observed")]
        parts.append([run + runs, *own, cause, starts[run] + rows])
        wars.append(outcomes(batch, case)["war"])
        runs, rows = runs + batch.count, rows + len(acts)
    run, day, side, rung, killed, observed, cause, _ = (np.concatenate(column) for column in zip(*parts, strict=True))
    first = np.searchsorted(run, np.arange(runs))
    horizon = batches[0][1].worlds[0].days
    return Log(run, day, side, rung, cause, killed, observed == 0, first, np.concatenate(wars), horizon)


def wait_for_other(log: Log, rows: NDArray[np.int64], counts: NDArray[np.bool_]) -> Values:
    """Days from each of ``rows`` to the next act of the other side among those that count; infinite if none comes."""
    found = np.full(len(rows), np.inf)
    for side in (0, 1):
        mine = log.side[rows] == side
        others = np.flatnonzero(counts & (log.side != side))
        if not len(others) or not mine.any():
            continue
        at = np.searchsorted(others, rows[mine] + 1)
        following = others[np.minimum(at, len(others) - 1)]
        valid = (at < len(others)) & (log.run[following] == log.run[rows[mine]])
        found[mine] = np.where(valid, log.day[following] - log.day[rows[mine]], np.inf)
    return found


def _share(values: NDArray[np.bool_]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _quantile(values: Values, q: float) -> float:
    known = np.sort(values[np.isfinite(values)])
    return float(known[max(0, int(np.ceil(q * len(known))) - 1)]) if len(known) else float("nan")


def _answered(log: Log, low: int, high: int) -> float:
    """Share of attacks with so many deaths, up to war, that the other side answers within thirty days by any act."""
    asked = log.kinetic & (log.rung < WAR_FROM) & (log.day <= log.days - 1 - SOON)
    rows = np.flatnonzero(asked & (log.killed >= low) & (log.killed <= high))
    return _share(wait_for_other(log, rows, log.armed) <= SOON)


def _triggered(log: Log, force: bool) -> float:
    """Share of grave first attacks that are answered by force, or by a display alone, within the later window."""
    grave = log.first[(log.killed[log.first] >= TRIGGER_DEATHS) | (log.rung[log.first] >= Rung.STRIKE_ON_HOMELAND)]
    by_force = wait_for_other(log, grave, log.kinetic) <= LATER
    shown = wait_for_other(log, grave, log.armed) <= LATER
    return _share(by_force if force else shown & ~by_force)


def _alternations(log: Log) -> NDArray[np.int64]:
    """How often the initiative changes sides in each run, over displays and uses of force within the later window."""
    rows = np.flatnonzero(log.armed & (log.day - log.day[log.first][log.run] <= LATER))
    turns = (np.diff(log.side[rows]) != 0) & (np.diff(log.run[rows]) == 0)
    return np.bincount(log.run[rows][1:][turns], minlength=len(log.first))


def level(rung: NDArray[np.int64]) -> NDArray[np.int64]:
    """Level of hostility as the datasets count it: 3 display (the nuclear signal too), 4 use of force, 5 war."""
    force = np.where(rung >= WAR_FROM, 5, np.where(rung >= FIRST_KINETIC, 4, 3))
    return np.where(rung > LAST_DRAWN, 3, force)


def _reply_level(log: Log, sign: int) -> float:
    """Share of answers whose level lies above (1), at (0) or below (-1) that of the act answered."""
    rows = np.flatnonzero(log.armed & (log.cause >= 0))
    rows = rows[(log.day[rows] - log.day[log.cause[rows]]) <= LATER]
    return _share(np.sign(level(log.rung[rows]) - level(log.rung[log.cause[rows]])) == sign)


def _deaths(log: Log) -> NDArray[np.int64]:
    """Deaths of simulated attacks short of war."""
    return log.killed[log.kinetic & log.simulated & (log.rung < WAR_FROM)]


#: How each statistic is taken from the generic crisis.
MEASURES: dict[str, Callable[[Log], float]] = {
    "disputes_reciprocated_recent": lambda log: _share(wait_for_other(log, log.first, log.armed) <= LATER),
    "first_attack_answered_by_attack_30d": lambda log: _share(wait_for_other(log, log.first, log.kinetic) <= SOON),
    "first_attack_answered_by_attack_180d": lambda log: _share(wait_for_other(log, log.first, log.kinetic) <= LATER),
    "attack_answered_30d_deaths_0": lambda log: _answered(log, 0, 0),
    "attack_answered_30d_deaths_1_5": lambda log: _answered(log, 1, 5),
    "attack_answered_30d_deaths_6_25": lambda log: _answered(log, 6, 25),
    "attack_answered_30d_deaths_26_up": lambda log: _answered(log, 26, 10**9),
    "icb_violent_trigger_violent_response": lambda log: _triggered(log, force=True),
    "icb_violent_trigger_nonviolent_military": lambda log: _triggered(log, force=False),
    "delay_any_reply_p25_days": lambda log: _quantile(wait_for_other(log, log.first, log.armed), 0.25),
    "delay_any_reply_p50_days": lambda log: _quantile(wait_for_other(log, log.first, log.armed), 0.5),
    "delay_any_reply_p75_days": lambda log: _quantile(wait_for_other(log, log.first, log.armed), 0.75),
    "delay_violent_to_violent_p50_days": lambda log: _quantile(wait_for_other(log, log.first, log.kinetic), 0.5),
    "delay_violent_to_violent_p75_days": lambda log: _quantile(wait_for_other(log, log.first, log.kinetic), 0.75),
    **{f"alternations_{k}": lambda log, k=k: _share(_alternations(log) == k) for k in range(6)},
    "alternations_6_up": lambda log: _share(_alternations(log) >= 6),
    "reply_level_up": lambda log: _reply_level(log, 1),
    "reply_level_equal": lambda log: _reply_level(log, 0),
    "reply_level_down": lambda log: _reply_level(log, -1),
    "attacks_killing_nobody": lambda log: _share(_deaths(log) == 0),
    "deaths_when_any_p50": lambda log: _quantile(_deaths(log)[_deaths(log) > 0].astype(float), 0.5),
    "deaths_when_any_p90": lambda log: _quantile(_deaths(log)[_deaths(log) > 0].astype(float), 0.9),
    "disputes_reaching_war": lambda log: _share(log.war),
}
#: Statistics that the generic crisis has no counterpart for, and why.
UNMEASURED: dict[str, str] = {
    "disputes_reciprocated": "the same for 1946-2014; the recent one is used",
    "reciprocated_highest_level_threat": "a crisis of the model begins with an attack, never with a threat",
    "reciprocated_highest_level_display": "likewise",
    "reciprocated_highest_level_force": "likewise",
    "first_act_answered_30d": "among first incidents are threats and displays",
    "first_act_answered_180d": "likewise",
    "icb_violent_trigger_other": "what the two other trigger rows leave",
    "disputes_reaching_war_1946": "the same for 1946-2014; the recent one is used",
    "us_forces_attacks_per_day": "a campaign: held against january-2024",
    "us_strikes_per_militia_attack": "a campaign: held against january-2024",
}


def measure(log: Log) -> Values:
    """All statistics of `MEASURES`, in its order; NaN where nothing was there to count."""
    return np.array([take(log) for take in MEASURES.values()])


class Crises:
    """Many generic crises, the same for every set of constants: `log` runs them under one."""

    def __init__(self, free: dict[str, tuple[float, float]], crises: int = CRISES, runs: int = RUNS) -> None:
        """``free``: ranges of the constants that vary, by path; the crises are drawn from the scenario's ranges.

        Raises:
            ValueError: one of the constants reaches the world by way of other tables, and cannot be written into it.
        """
        self.names = [path.removeprefix("constants.") for path in free]
        if entangled := set(self.names) & ENTANGLED:
            raise ValueError(f"these constants enter other tables too: {', '.join(sorted(entangled))}")
        scenario = load_scenario(SCENARIO)
        ranges = scenario.ranges().items()
        own = {path: (low, high) for path, (_, low, high) in ranges if path.startswith(("actors", "ties"))}
        event = dict.fromkeys((f"{EVENT}.rung", f"{EVENT}.killed", f"{EVENT}.wounded"), (0.0, MOST_HURT))
        event[f"{EVENT}.rung"] = (float(FIRST_KINETIC), float(LAST_DRAWN))
        dials = Dials(scenario, own | event)
        rows = np.concatenate([points(own, crises, SEED), first_attacks(crises)], axis=1)
        self.cases, self.runs = [dials(row) for row in rows], runs

    def log(self, constants: Values, number: int = 0) -> Log:
        """Run every crisis with these values of the free constants; ``number`` keeps the draws of calls apart."""
        batches = []
        for k, case in enumerate(self.cases):
            turned = self._turned(case, constants)
            first = (number * len(self.cases) + k) * self.runs % 2**31
            batches.append((simulate(turned, SEED, first, self.runs), turned))
        return log_of(batches)

    def _turned(self, case: Case, constants: Values) -> Case:
        world = case.worlds[0]
        table, actors = world.constants.copy(), world.actors
        for name, value in zip(self.names, constants, strict=True):
            table[name] = value
            if name == FIRST_DEATH:
                actors = actors.copy()
                actors["first_death"] = value
        return case._replace(worlds=(world._replace(constants=table, actors=actors),))


def first_attacks(count: int) -> Values:
    """Rung, deaths, wounded of first attacks, shape (count, 3): five in six kill nobody, of the rest half one person.

    Deaths of the rest are log-normal with median 1 and ninth decile 10, as in the events data (targets.csv).
    """
    from scipy.special import ndtri

    u, v = column(f"{EVENT}.killed", count, SEED), column(f"{EVENT}.rung", count, SEED)
    edges = np.cumsum([share for _, share in FIRST_RUNGS])
    rungs = np.array([int(rung) for rung, _ in FIRST_RUNGS])[np.searchsorted(edges, v * edges[-1])]
    none = read_targets()["attacks_killing_nobody"].value
    deadly = np.clip((u - none) / (1 - none), 1e-9, 1 - 1e-9)
    killed = np.where(u < none, 0, np.maximum(1, np.round(np.exp(np.log(10) / ndtri(0.9) * ndtri(deadly)))))
    wounded = np.where(killed > 0, 3 * killed, [WOUNDED.get(int(rung), 0) for rung in rungs])
    return np.stack([rungs, np.minimum(killed, MOST_HURT), np.minimum(wounded, MOST_HURT)], axis=1).astype(float)
