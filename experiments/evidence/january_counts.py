"""What runs do from a cut of the record on, by pair and by day, in pieces that an interrupted backtest keeps."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.engine.ensemble import simulate
from ...model.world.acts import Origin
from ...model.world.ladder import FIRST_OVERT, LAST_DRAWN, is_kinetic
from ...model.world.tables import Case
from ...scenarios.design.dials import Dials
from ...scenarios.scenario import Scenario
from ..runs.posterior import Draws
from ..system.interrupts import heed
from .predict import SEED
from .tallies import kept_array, name_of

START, END = datetime.date(2023, 10, 7), datetime.date(2024, 1, 20)
DAYS = (END - START).days + 1
#: Whose attacks on whom the campaign is.
TALLY = ("islamic_resistance_iraq", "united_states")
#: Draws of a posterior that the runs are shared out among, and runs of a piece with constants as shipped.
DRAWN, PIECE = 100, 200


class Counts(NamedTuple):
    """Simulated overt acts outside campaigns, shape (runs, actors, actors).

    By day since 7 October, shape (runs, days): the same acts, and attacks on US forces.
    """

    overt: NDArray[np.int64]
    overt_by_day: NDArray[np.int64]
    attacks_by_day: NDArray[np.int64]


class WinterPart(NamedTuple):
    """Some of the runs: the case they are of, the number of the first, how many."""

    case: Case
    first: int
    runs: int


def counts_of(scenario: Scenario, runs: int, draws: Draws | None, keep: Path | None = None) -> Counts:
    """Counts over runs with constants as shipped, or shared out among draws of a posterior.

    ``keep`` is a folder where finished pieces stand; what is there is not simulated again.
    """
    drawn = "" if draws is None else hashlib.sha256(draws.values.tobytes() + repr(draws.paths).encode()).hexdigest()
    digest, found = scenario.digest(), []
    for part in parts(scenario, runs) if draws is None else drawn_parts(scenario, runs, draws):
        size = len(part.case.names.actors)
        name = name_of(f"winter-{part.first}", digest, drawn, runs, part.runs)
        shape = (part.runs, size * size + 2 * DAYS)
        packed = kept_array(None if keep is None else keep / name, shape, partial(_packed, part))
        found.append(_unpacked(packed, size))
        heed()
    return Counts(*(np.concatenate(same) for same in zip(*found, strict=True)))


def parts(scenario: Scenario, runs: int) -> Iterator[WinterPart]:
    """The runs with constants as shipped, piece by piece."""
    case = scenario.case()
    for first in range(0, runs, PIECE):
        yield WinterPart(case, first, min(PIECE, runs - first))


def drawn_parts(scenario: Scenario, runs: int, draws: Draws) -> Iterator[WinterPart]:
    """The runs of each draw of the posterior."""
    chosen = draws.values[:DRAWN]
    dials, each = Dials(scenario, draws.ranges()), max(1, runs // len(chosen))
    for k, row in enumerate(chosen):
        yield WinterPart(dials(row), k * each, each)


def _packed(part: WinterPart) -> NDArray[np.float64]:
    """The counts of a part in one table, a run a row."""
    found = counted(part)
    return np.concatenate([counts.reshape(part.runs, -1) for counts in found], axis=1).astype(np.float64)


def _unpacked(packed: NDArray[np.float64], size: int) -> Counts:
    pairs, overt, attacks = np.split(packed.astype(np.int64), [size * size, size * size + DAYS], axis=1)
    return Counts(pairs.reshape(-1, size, size), overt, attacks)


def counted(part: WinterPart) -> Counts:
    """Simulate the runs of a part and count."""
    batch, runs = simulate(part.case, SEED, part.first, part.runs), part.runs
    acts, size = batch.acts, len(part.case.names.actors)
    run = np.repeat(np.arange(runs), np.diff(batch.act_offsets))
    free = (acts["observed"] == 0) & (acts["rung"] <= LAST_DRAWN)
    overt = free & (acts["rung"] >= FIRST_OVERT) & (acts["origin"] != Origin.CAMPAIGN)
    cells = (run * size + acts["executor"]) * size + acts["target"]
    table = np.bincount(cells[overt], minlength=runs * size * size).reshape(runs, size, size)
    by, at = (part.case.names.actors.index(name) for name in TALLY)
    mine = free & (acts["executor"] == by) & (acts["target"] == at) & is_kinetic(acts["rung"])

    def by_day(chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        cells = run[chosen] * DAYS + acts["day"][chosen]
        return np.bincount(cells, minlength=runs * DAYS).reshape(runs, DAYS)

    return Counts(table, by_day(overt), by_day(mine))
