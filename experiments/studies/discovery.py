"""Scenario discovery: a box in the space of the settings in which something happens more often than elsewhere.

The patient rule induction method (Friedman and Fisher 1999; Bryant and Lempert 2010) peels away slices of the
parameter space in which the runs asked for are rare; the EMA workbench does the peeling, and is imported here alone.
Half of the runs find the way. The other half choose where on it to stop, which bounds to keep, and how good the box is.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import UserError
from ..figures.frames import Frame
from ..measures.claims import Finding, HeldOutCondition
from ..measures.statistics import wilson

#: Fewer runs than these, of either kind, say nothing.
FEWEST = 20
#: Share of the runs left in the box that one peel takes away, and the least share of all runs that a box holds.
PEEL, LEAST_MASS = 0.05, 0.05
#: Settings that are peeled, those that differ most between the runs asked for and all.
MOST_SETTINGS = 8
#: A bound is kept where runs that did not find it would look so by luck no more often than this.
SURE = 0.05
#: The workbench counts a run from this value on, and gives up a way that ends less dense: a rare thing stays rare in
#: every box, so any density above none is good enough to be judged.
ANY = 1e-9
COLUMNS = ("parameter", "low", "high", "least", "most", "chance")
Flags = NDArray[np.bool_]


class Box(NamedTuple):
    """A box: its limits, the way to it, and what runs that did not find it say of it as a condition.

    ``limits`` has the columns of `COLUMNS`: bounds (NaN where there is none) within the range drawn, and the chance of
    a bound so telling by luck. ``steps`` has a row a peel, judged by the runs that did not find it, and the box itself.
    """

    limits: Frame
    steps: Frame
    judged: HeldOutCondition

    @property
    def coverage(self) -> float:
        """Share of the runs asked for that lie inside."""
        return self.judged.coverage.interval.estimate

    @property
    def density(self) -> float:
        """Share of the runs inside that were asked for."""
        return self.judged.density.interval.estimate


class Bound(NamedTuple):
    """One end of a setting in a box: ``least`` says that values are at least ``value``, else they are at most so."""

    parameter: str
    least: bool
    value: float


def find_box(parameters: Frame, hits: Flags) -> Box:
    """Peel towards the runs for which ``hits`` holds; half of either kind of run find the box, the others judge it.

    Args:
        parameters: a column a setting, a row a run.
        hits: the runs asked for, shape (runs,).

    Raises:
        UserError: too few runs of either kind, or the extra ``discovery`` is not installed.
    """
    many = int(hits.sum())
    if min(many, len(hits) - many) < FEWEST:
        raise UserError(f"it happens in {many:,} of {len(hits):,} runs: discovery needs {FEWEST} of either kind")
    finding = _every_other(hits)
    table = parameters[_telling(parameters[finding], hits[finding])]
    found = _peeled(table[finding], hits[finding])
    judges, asked = table[~finding], hits[~finding]
    boxes = [_bounds(found, step) for step in range(len(found.box_lims))]
    kept, condition = _chosen(judges, asked, boxes, float(hits.mean()))
    limits = _limits(Judge(judges, asked), kept, table)
    steps = found.peeling_trajectory[["mass", "res_dim"]].reset_index(drop=True)
    steps["coverage"], steps["density"] = _judged(np.array([within_bounds(judges, box) for box in boxes]), asked)
    own = {
        "mass": float(within_bounds(table, kept).mean()),
        "res_dim": len(limits),
        "coverage": condition.coverage.interval.estimate,
        "density": condition.density.interval.estimate,
    }
    steps = pd.concat([steps, pd.DataFrame([own])], ignore_index=True)
    return Box(limits, steps.assign(chosen=np.arange(len(steps)) == len(steps) - 1), condition)


def _chosen(judges: Frame, asked: Flags, boxes: list[list[Bound]], base: float) -> tuple[list[Bound], HeldOutCondition]:
    """The best box of those on the way, each without the bounds that do not pass; no bounds if none of them holds.

    The best has coverage and density best together (their harmonic mean).
    """
    judge = Judge(judges, asked)
    best: tuple[float, list[Bound]] = (0.0, [])
    for box in boxes:
        kept = judge.kept(box)
        found = judge.condition(kept, base, len(boxes))
        coverage, density = found.coverage.interval.estimate, found.density.interval.estimate
        if kept and found.holds():
            best = max(best, (2 * coverage * density / (coverage + density), kept), key=lambda entry: entry[0])
    return best[1], judge.condition(best[1], base, len(boxes))


def _every_other(hits: Flags) -> Flags:
    """Every other run of either kind, so that both halves hold as many of the runs asked for."""
    chosen = np.zeros(len(hits), bool)
    for kind in (hits, ~hits):
        chosen[np.flatnonzero(kind)[::2]] = True
    return chosen


def _telling(parameters: Frame, hits: Flags) -> list[str]:
    """The settings whose mean differs most where it happens: peeling hundreds of idle ones finds luck."""
    values = parameters.to_numpy(float)
    spread = values.std(axis=0)
    gap = np.abs(values[hits].mean(axis=0) - values.mean(axis=0))
    apart = np.divide(gap, spread, out=np.zeros_like(gap), where=spread > 0)
    best = np.sort(np.argsort(-apart, kind="stable")[:MOST_SETTINGS])
    return [str(parameters.columns[k]) for k in best if spread[k] > 0]


def _peeled(table: Frame, hits: Flags) -> Any:
    """The workbench's way from all runs to the densest box."""
    prim = _workbench()
    with _unmoved():
        return prim.Prim(
            table.reset_index(drop=True), hits.astype(float), threshold=ANY, peel_alpha=PEEL, mass_min=LEAST_MASS,
        ).find_box()  # fmt: skip


@contextmanager
def _unmoved() -> Iterator[None]:
    """The workbench warns of parts of itself that are not installed, and of a pandas that is still to come."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _workbench() -> Any:
    """The PRIM of the EMA workbench, without what it says about parts of itself that are not installed."""
    try:
        with _unmoved():
            from ema_workbench.analysis import prim
    except ImportError:
        raise UserError("brink discover needs the extra `discovery`: pip install 'brink-sim[discovery]'") from None
    logging.getLogger("EMA").setLevel(logging.ERROR)
    return prim


def _bounds(found: Any, step: int) -> list[Bound]:
    """The ends that a step of the way has moved."""
    full, box = found.box_lims[0], found.box_lims[step]
    bounds = []
    for name in box.columns:
        (low, high), (least, most) = box[name].tolist(), full[name].tolist()
        bounds += [Bound(str(name), True, float(low))] if low > least else []
        bounds += [Bound(str(name), False, float(high))] if high < most else []
    return bounds


def within_bounds(parameters: Frame, bounds: list[Bound]) -> Flags:
    """Which rows keep to every bound."""
    inside = np.ones(len(parameters), bool)
    for bound in bounds:
        values = parameters[bound.parameter].to_numpy(float)
        inside &= values >= bound.value if bound.least else values <= bound.value
    return inside


def _judged(inside: Flags, asked: Flags) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Coverage and density of boxes, for flags of shape (boxes, runs)."""
    both = (inside & asked).sum(axis=1)
    return both / max(1, asked.sum()), both / np.maximum(1, inside.sum(axis=1))


class Judge:
    """Runs that did not find a box, and what they say of bounds."""

    def __init__(self, parameters: Frame, asked: Flags) -> None:
        """Keep the settings of the runs, and which of them were asked for."""
        self._parameters, self._asked = parameters, asked
        self._flags: dict[Bound, Flags] = {}

    def condition(self, bounds: list[Bound], base: float, among: int) -> HeldOutCondition:
        """A box as a condition, picked from so many."""
        inside = self._inside(bounds)
        both, wanted, held = (int(flags.sum()) for flags in (inside & self._asked, self._asked, inside))
        luck = min(1.0, among * self._luck(inside, np.ones(len(inside), bool)))
        return HeldOutCondition(base, Finding(wilson(both, wanted), wanted), Finding(wilson(both, held), held), luck)

    def kept(self, bounds: list[Bound]) -> list[Bound]:
        """The bounds that pass, the least telling dropped one after the other."""
        kept = list(bounds)
        while kept:
            chances = [self.chance(kept, bound, 2 * len(self._parameters.columns)) for bound in kept]
            if max(chances) <= SURE:
                break
            del kept[int(np.argmax(chances))]
        return kept

    def chance(self, bounds: list[Bound], one: Bound, among: int) -> float:
        """How likely a random cut as deep as one of so many bounds would leave as many of the runs asked for."""
        without = self._inside([bound for bound in bounds if bound != one])
        return min(1.0, among * self._luck(self._inside([one]), without))

    def _inside(self, bounds: list[Bound]) -> Flags:
        inside = np.ones(len(self._asked), bool)
        for bound in bounds:
            if bound not in self._flags:
                self._flags[bound] = within_bounds(self._parameters, [bound])
            inside = inside & self._flags[bound]
        return inside

    def _luck(self, inside: Flags, of: Flags) -> float:
        """How likely so many of the runs asked for lie inside by luck, among the runs ``of`` (Fisher's exact test)."""
        from scipy.stats import hypergeom

        hits = int((inside & self._asked & of).sum())
        return float(hypergeom.sf(hits - 1, int(of.sum()), int((of & self._asked).sum()), int((inside & of).sum())))


def _limits(judge: Judge, bounds: list[Bound], table: Frame) -> Frame:
    """A row for each bounded setting, the surest first."""
    rows: dict[str, dict[str, Any]] = {}
    for bound in bounds:
        values = table[bound.parameter].to_numpy(float)
        nothing = {"low": np.nan, "high": np.nan, "least": values.min(), "most": values.max(), "chance": 0.0}
        row = rows.setdefault(bound.parameter, {"parameter": bound.parameter, **nothing})
        row["low" if bound.least else "high"] = bound.value
        row["chance"] = max(row["chance"], judge.chance(bounds, bound, 2 * len(table.columns)))
    types = {name: str if name == "parameter" else float for name in COLUMNS}
    found = pd.DataFrame(list(rows.values()), columns=list(COLUMNS)).astype(types)
    return found.sort_values("chance", ignore_index=True)


def within(parameters: Frame, limits: Frame) -> Flags:
    """Which rows lie inside the limits of a box."""
    bounds = [
        Bound(row["parameter"], end == "low", row[end])
        for row in limits.to_dict("records")
        for end in ("low", "high")
        if row[end] == row[end]
    ]
    return within_bounds(parameters, bounds)
