"""What costs what: an act, a quiet day of an actor; and how cost grows with runs, days, actors and ties."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from brink.benchmarks import made
from brink.benchmarks.clock import Contestant, race, runs_for
from brink.benchmarks.effort import Effort
from brink.model.engine import ensemble
from brink.model.world.tables import Case

SCENARIO = "january-2024"


def _work(case: Case) -> Callable[[int], object]:
    return lambda runs: ensemble.simulate(case, 1, 0, runs)


def points(
    cases: Mapping[float, Case], effort: Effort, runs: Mapping[float, int] | None = None
) -> list[dict[str, Any]]:
    """CPU microseconds a run and acts a run for each case, by what was varied."""
    works = {str(at): _work(case) for at, case in cases.items()}
    counts = {name: (runs or {}).get(float(name)) or runs_for(work, effort.seconds) for name, work in works.items()}
    paces = race({name: Contestant(work, counts[name]) for name, work in works.items()}, effort.laps)
    rows = []
    for at, case in cases.items():
        count = min(counts[str(at)], 2_000)
        acts = len(ensemble.simulate(case, 1, 0, count).acts) / count
        rows.append({"at": at, "us": paces[str(at)].cpu * 1e6, "acts": acts, "runs": counts[str(at)]})
    return rows


def slope(rows: list[dict[str, Any]], by: str) -> float:
    """Microseconds for one more of something, by least squares."""
    return float(np.polyfit([row[by] for row in rows], [row["us"] for row in rows], 1)[0])


def measure(effort: Effort) -> dict[str, Any]:
    """Rows by what was varied, and the two slopes."""
    rates = points({factor: made.busier(SCENARIO, factor) for factor in (0.0, 0.5, 1.0, 2.0)}, effort)
    silent = points({days: made.quiet(days) for days in (90, 365, 1_000, 3_000)}, effort)
    usual = made.shipped(SCENARIO, 150)
    counts = {runs: effort.scaled(runs) for runs in (100, 1_000, 4_000)}
    return {
        "scenario": SCENARIO,
        "us an act": slope(rates, "acts"),
        "us a quiet actor-day": slope(silent, "at") / 2,
        "rates": rates,
        "quiet days": silent,
        "runs": points(dict.fromkeys(counts.values(), usual), effort, {runs: runs for runs in counts.values()}),
        "days": points({days: made.shipped(SCENARIO, days) for days in (75, 150, 300, 600)}, effort),
        "actors, all in crisis": points({2 * n: made.pairs(n) for n in (1, 4, 16, 64)}, effort),
        "actors, one pair in crisis": points({2 * n: made.pairs(1, n - 1) for n in (1, 4, 16, 64)}, effort),
        "ties": points({64 * (1 + t): made.pairs(1, 31, t) for t in (0, 3, 15, 60)}, effort),
    }
