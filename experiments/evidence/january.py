"""The January backtest: history from 7 October 2023 as scripted events up to a day, then the model to 20 January 2024.

The constants as shipped were tuned on this very winter, so this is a check of how the model goes on from history, not a
held-out test; `backtest` has the held-out chains. Nor is it one with constants from the shipped posterior, which the
coded episodes of this winter helped to make; the posterior of disputes alone knows nothing of it. Campaigns run on at
their own rates once the model takes over.
"""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.world.ladder import FIRST_OVERT, is_kinetic
from ...model.world.tables import Case
from ...scenarios.loader import loads_scenario
from ...scenarios.scenario import Scenario
from ..errors import UserError
from ..figures.fan import observed_tally
from ..measures.statistics import Interval
from ..results.question import model_hash
from ..runs.posterior import Draws, fitting
from .episodes import PACKAGE
from .forecast import free_ranges
from .january_counts import DRAWN, END, START, counts_of
from .predict import SEED
from .prior import points
from .situation import CIVILIANS, LEADER_RUNG

#: Last days of history: after the first US strike, a month on, before Rask, before Kerman, after the strikes on Yemen.
CUTS = tuple(
    datetime.date(*day) for day in ((2023, 10, 26), (2023, 11, 23), (2023, 12, 14), (2024, 1, 2), (2024, 1, 12))
)
RUNS = 1_000
AS_SHIPPED = "as shipped"
#: Instead of a posterior: points of the whole prior, to tell what data add from what mere spread does.
PRIOR = "prior"
#: Rows whose target is a leader though the rung does not say so: the militia leader killed in Baghdad on 4 January.
LEADERS = ("B10",)
#: Quantiles over runs of running totals: the middle and the central half and nine tenths.
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
#: Overt acts a pair is taken to have made before the record began, for the rates of the null model (judgement).
UNSEEN = 0.1


class TimelineRow(NamedTuple):
    """A row of the timeline that uses force."""

    id: str
    date: datetime.date
    actor: str
    target: str
    territory: str
    rung: int
    killed: int
    wounded: int
    launched: int
    answers: str


class PairForecast(NamedTuple):
    """Overt acts of one actor on another after the cut: how many there were, and what model and past rate expect."""

    actor: str
    target: str
    observed: int
    expected: float
    p: float
    p_rate: float


class Track(NamedTuple):
    """Running totals on each day from a cut to the end.

    ``observed``: as recorded, shape (days,), NaN where no report says; ``levels``: quantiles over runs at `LEVELS`,
    shape (len(LEVELS), days). ``steps``: of the increases from report to report, the first from the cut on, how many
    lie in the central nine tenths of the runs, and how many there are; totals would count one surprise many times.
    """

    observed: NDArray[np.float64]
    levels: NDArray[np.float64]
    steps: tuple[int, int]

    @property
    def last(self) -> Interval:
        """The total on the day of the last report: middle of the runs with the central nine tenths."""
        at = int(np.flatnonzero(np.isfinite(self.observed))[-1]) if np.isfinite(self.observed).any() else -1
        return Interval(*(float(self.levels[LEVELS.index(q), at]) for q in (0.5, 0.05, 0.95)))


class Continuation(NamedTuple):
    """What followed a cut, against what was simulated.

    ``attacks``: on US forces up to the last report, observed and as simulated (median, 5th and 95th percentile).
    ``brier`` and ``brier_rate``: over all pairs with an overt option, of whether one acts; by model, by past rate.
    ``constants``: `AS_SHIPPED`, or which posterior they were drawn from.
    ``campaign``: running total of attacks on US forces; ``overt``: of overt acts outside campaigns since the cut.
    """

    cut: datetime.date
    constants: str
    days: int
    pairs: list[PairForecast]
    attacks_observed: float
    attacks: Interval
    brier: float
    brier_rate: float
    campaign: Track
    overt: Track


def timeline() -> list[TimelineRow]:
    """The shipped record of force from 7 October 2023 on, by date."""
    text = (resources.files(PACKAGE) / "timeline.csv").read_text(encoding="utf-8")
    rows = [_row(entry) for entry in csv.DictReader(text.splitlines()) if is_kinetic(int(entry["rung"]))]
    return sorted((row for row in rows if row.date >= START), key=lambda row: row.date)


def _row(entry: dict[str, str]) -> TimelineRow:
    return TimelineRow(
        entry["id"],
        datetime.date.fromisoformat(entry["date"]),
        entry["actor_id"],
        entry["target_id"],
        entry["place_id"],
        int(entry["rung"]),
        int(entry["killed_low"] or entry["killed_high"] or 0),
        int(entry["wounded"] or 0),
        int(entry["munitions"] or 0),
        entry["reply_to"].split(";")[0],
    )


def scenario_until(cut: datetime.date, further: Mapping[str, Any] | None = None) -> Scenario:
    """The shipped theatre with the record up to ``cut`` as scripted events; the model takes over the day after.

    ``further`` are sections besides, such as questions.

    Raises:
        ScenarioError: what is given besides makes no sense.
    """
    rows = [row for row in timeline() if row.date <= cut]
    known = {row.id for row in rows}
    data = {
        "schema": 1,
        "name": f"History to {cut}",
        "extends": "middle-east",
        "start": START.isoformat(),
        "days": (END - START).days + 1,
        "simulate_from": (cut + datetime.timedelta(days=1)).isoformat(),
        "events": {f"row_{row.id.lower()}": _event(row, known) for row in rows},
        **(further or {}),
    }
    return loads_scenario(json.dumps(data), f"history to {cut}")


@cache
def history_until(cut: datetime.date) -> str:
    """The same as one file, without sections besides."""
    return scenario_until(cut).resolved_yaml()


def _event(row: TimelineRow, known: set[str]) -> dict[str, Any]:
    event: dict[str, Any] = {
        "date": row.date.isoformat(),
        "by": row.actor,
        "against": row.target,
        "in": row.territory,
        "rung": row.rung,
        "rank": int(row.rung == LEADER_RUNG or row.id in LEADERS),
        "killed": row.killed,
        "killed_civilians": round(CIVILIANS[row.rung < LEADER_RUNG - 1] * row.killed),
        "wounded": row.wounded,
        "launched": row.launched,
        "source": f"timeline.csv, {row.id}",
    }
    if row.answers in known:
        event["answers"] = f"row_{row.answers.lower()}"
    return event


def go_on(
    cut: datetime.date, runs: int = RUNS, posterior: str | Path | None = None, keep: Path | None = None
) -> Continuation:
    """Simulate on from ``cut`` and compare with the record.

    Args:
        cut: the last day of history.
        runs: how many.
        posterior: a file of draws of constants, or `PRIOR`; by default they are as shipped.
        keep: a folder where finished pieces stand; what is there is not simulated again.

    Raises:
        ScenarioError: the posterior cannot be read, or does not fit.
    """
    scenario = scenario_until(cut)
    case = scenario.case()
    counts = counts_of(scenario, runs, _draws(scenario, posterior) if posterior else None, keep)
    rows = timeline()
    days = (END - cut).days
    names, able = case.names.actors, able_pairs(case)
    pairs = []
    for i, actor in enumerate(names):
        for j, target in enumerate(names):
            if (i, j) not in able:
                continue
            mine = [row for row in rows if (row.actor, row.target) == (actor, target) and row.rung >= FIRST_OVERT]
            simulated = counts.overt[:, i, j]
            p = float((simulated > 0).mean())
            before = sum(row.date <= cut for row in mine)
            rate = (before + UNSEEN) / ((cut - START).days + 1)
            pairs.append(
                PairForecast(
                    actor, target, len(mine) - before, float(simulated.mean()), p, float(-np.expm1(-rate * days))
                )
            )
    happened = np.array([pair.observed > 0 for pair in pairs], float)
    last = (_last_report()[0] - START).days
    low, middle, high = np.quantile(counts.attacks_by_day[:, : last + 1].sum(axis=1), [0.05, 0.5, 0.95])
    return Continuation(
        cut,
        drawn_from(str(posterior)) if posterior else AS_SHIPPED,
        days,
        sorted(pairs, key=lambda pair: (-pair.observed, -pair.p)),
        _reported_after(cut),
        Interval(float(middle), float(low), float(high)),
        float(np.mean((np.array([pair.p for pair in pairs]) - happened) ** 2)),
        float(np.mean((np.array([pair.p_rate for pair in pairs]) - happened) ** 2)),
        _campaign(cut, counts.attacks_by_day),
        _overt(cut, counts.overt_by_day, rows),
    )


def drawn_from(posterior: str) -> str:
    """What constants are called that were drawn from this."""
    return f"drawn: {posterior}"


def is_prior(posterior: str | Path) -> bool:
    """Whether the whole prior is asked for; a file of that name comes first."""
    return str(posterior) == PRIOR and not Path(posterior).exists()


def able_pairs(case: Case) -> set[tuple[int, int]]:
    """Pairs (actor, target) for which the menu holds an overt act: whom the model could strike, whatever happened."""
    world = case.worlds[0]
    found = set()
    for row in world.rows:
        rungs = world.alternatives["rung"][row["lo"] : row["hi"]]
        if (rungs >= FIRST_OVERT).any():
            found.add((int(row["executor"]), int(row["target"])))
    return found


def _draws(scenario: Scenario, posterior: str | Path) -> Draws:
    if is_prior(posterior):
        ranges = free_ranges()
        return Draws(tuple(ranges), points(ranges, DRAWN, SEED), b"")
    return fitting(scenario, posterior)


def _track(cut: datetime.date, by_day: NDArray[np.int64], before: float, observed: dict[int, float]) -> Track:
    """Running totals from ``cut`` on, ``before`` at the cut; ``observed`` by day since 7 October."""
    first = (cut - START).days
    totals = by_day[:, first:].copy()
    totals[:, 0] = 0
    reached = before + totals.cumsum(axis=1)
    told = np.array([observed.get(day, np.nan) for day in range(first, by_day.shape[1])])
    return Track(told, np.quantile(reached, LEVELS, axis=0), _steps(reached, before, told))


def _steps(reached: NDArray[np.float64], before: float, told: NDArray[np.float64]) -> tuple[int, int]:
    """How many increases from report to report lie in the central nine tenths of the runs, and how many there are."""
    at = np.flatnonzero(np.isfinite(told))
    at = at[at > 0]
    seen = np.diff([before, *told[at]])
    low, high = np.quantile(np.diff(reached[:, [0, *at]], axis=1), [LEVELS[0], LEVELS[-1]], axis=0)
    return int(((low <= seen) & (seen <= high)).sum()), len(at)


def _campaign(cut: datetime.date, by_day: NDArray[np.int64]) -> Track:
    reports = {(datetime.date.fromisoformat(str(d)) - START).days: float(n) for d, n in _reports()}
    return _track(cut, by_day, _last_report()[1] - _reported_after(cut), reports)


def _overt(cut: datetime.date, by_day: NDArray[np.int64], rows: list[TimelineRow]) -> Track:
    """Every day has a report: the record's overt acts since the cut."""
    since = [(row.date - START).days for row in rows if row.rung >= FIRST_OVERT and row.date > cut]
    observed = {day: float(sum(other <= day for other in since)) for day in range(by_day.shape[1])}
    return _track(cut, by_day, 0.0, observed)


def _reports() -> list[tuple[str, float]]:
    table = observed_tally()
    return list(zip(table["date"], table["total"], strict=True))


def _last_report() -> tuple[datetime.date, float]:
    table = observed_tally()
    return datetime.date.fromisoformat(str(table["date"].iloc[-1])), float(table["total"].iloc[-1])


def _reported_after(cut: datetime.date) -> float:
    """Attacks on US forces between the cut and the last report, the total at the cut interpolated between reports."""
    table = observed_tally()
    days = [(datetime.date.fromisoformat(str(day)) - START).days for day in table["date"]]
    # the campaign began on 17 October, ten days in
    total = np.interp((cut - START).days, [10.0, *days], [0.0, *map(float, table["total"])])
    return float(_last_report()[1] - total)


def _latest(values: NDArray[np.float64]) -> float | None:
    known = values[np.isfinite(values)]
    return float(known[-1]) if len(known) else None


def cut_on(text: str) -> datetime.date:
    """The last day of history that a person chose.

    Raises:
        UserError: it is no date, or there is no record before it or nothing after it.
    """
    try:
        cut = datetime.date.fromisoformat(text)
    except ValueError:
        raise UserError(f"--cut: {text!r} is no date: write it as {CUTS[2]}") from None
    if not CUTS[0] <= cut < END:
        raise UserError(f"--cut: {cut} lies outside {CUTS[0]} to {END - datetime.timedelta(days=1)}")
    return cut


def as_json(found: Continuation) -> dict[str, Any]:
    """For machines; the running totals by their ends."""
    plain = found._asdict()
    for name, track in (("campaign", found.campaign), ("overt", found.overt)):
        inside, reports = track.steps
        plain[name] = {"observed": _latest(track.observed), "simulated": track.last._asdict()}
        plain[name] |= {"steps_reported": reports, "steps_inside": inside}
    plain["cut"], plain["model"] = found.cut.isoformat(), model_hash()
    plain["pairs"] = [pair._asdict() for pair in found.pairs]
    plain["attacks"] = found.attacks._asdict()
    return plain
