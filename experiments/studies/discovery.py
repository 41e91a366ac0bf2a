"""Scenario discovery: under which conditions does it happen?

The patient rule induction method (Friedman and Fisher 1999; Bryant and Lempert 2010) peels away slices of the
parameter space until what is left holds mostly the runs asked for; the EMA workbench does the peeling, and is imported
here alone. Half of the runs find the box, the other half say how good it is.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...scenarios.describe import explain
from ..command_line import command_line
from ..errors import UserError
from ..figures import box as figure
from ..figures.about import About
from ..figures.frames import Frame
from ..report.words import Words, basis
from .finish import about_study, answered, report, write_table
from .folder import Study
from .measures import measure
from .page import Plate, Sheet

if TYPE_CHECKING:
    from ..results import Results

#: Fewer runs than these, of either kind, say nothing.
FEWEST = 20
#: Share of the runs left in the box that one peel takes away, and the least share of all runs that a box holds.
PEEL, LEAST_MASS = 0.05, 0.05
#: Settings that are peeled, those that differ most between the runs asked for and all.
MOST_SETTINGS = 40
#: A bound counts where so few random boxes would be as dense without it.
SURE = 0.05
LIMITS = (
    "Bounds of the box within the range that was drawn. `chance` is that of a bound as sharp by luck (quasi p-value); "
    "bounds above .05 are left out of the sentence."
)
STEPS = (
    "The way to the box: coverage (share of the runs asked for that lie inside) against density (their share among "
    "those inside)."
)


class Box(NamedTuple):
    """A box: its limits with what they mean, the way to it, and how good it is on runs it was not found on.

    ``coverage`` is the share of the runs asked for that lie inside, ``density`` their share among the runs inside,
    ``base`` their share among all.
    """

    limits: Frame
    steps: Frame
    coverage: float
    density: float
    base: float


def find_box(parameters: Frame, hits: NDArray[np.bool_]) -> Box:
    """Peel towards the runs for which ``hits`` holds; even rows find the box, odd rows judge it.

    Args:
        parameters: a column a setting, a row a run.
        hits: the runs asked for, shape (runs,).

    Raises:
        UserError: too few runs of either kind, or the extra ``discovery`` is not installed.
    """
    many = int(hits.sum())
    if min(many, len(hits) - many) < FEWEST:
        raise UserError(f"it happens in {many:,} of {len(hits):,} runs: discovery needs {FEWEST} of either kind")
    prim = _workbench()
    even = np.arange(len(hits)) % 2 == 0
    table = parameters[_telling(parameters[even], hits[even])]
    # a run counts from .5 on: it happened or it did not
    with _unmoved():
        found = prim.Prim(
            table[even].reset_index(drop=True), hits[even].astype(float), threshold=0.5, peel_alpha=PEEL,
            mass_min=LEAST_MASS,
        ).find_box()  # fmt: skip
    steps = found.peeling_trajectory[["coverage", "density", "mass", "res_dim"]].reset_index(drop=True)
    chosen = _best(steps)
    limits = _limits(found, chosen, table)
    inside = within(parameters[~even], limits)
    asked = hits[~even]
    return Box(
        limits,
        steps.assign(chosen=np.arange(len(steps)) == chosen),
        float((inside & asked).sum() / max(1, asked.sum())),
        float((inside & asked).sum() / max(1, inside.sum())),
        float(hits.mean()),
    )


def _telling(parameters: Frame, hits: NDArray[np.bool_]) -> list[str]:
    """The settings whose mean differs most where it happens: peeling hundreds of idle ones finds luck."""
    values = parameters.to_numpy(float)
    apart = np.abs(values[hits].mean(axis=0) - values.mean(axis=0)) / values.std(axis=0)
    best = np.sort(np.argsort(-apart, kind="stable")[:MOST_SETTINGS])
    return [str(parameters.columns[k]) for k in best]


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


def _best(steps: Frame) -> int:
    """The step at which coverage and density are best together (their harmonic mean)."""
    coverage, density = steps["coverage"].to_numpy(float), steps["density"].to_numpy(float)
    return int(np.argmax(2 * coverage * density / np.maximum(coverage + density, 1e-12)))


def _limits(found: Any, chosen: int, parameters: Frame) -> Frame:
    """The settings that the box bounds, the surest first."""
    lows, highs = found.box_lims[0], found.box_lims[chosen]
    chances = found.qp[chosen]
    rows = []
    for name in parameters.columns:
        ends, full = (highs[name].tolist(), lows[name].tolist())
        if ends == full or name not in chances:
            continue
        chance = max(float(value) for value in chances[name] if value != -1)
        rows.append(
            {
                "parameter": str(name),
                "low": float(ends[0]) if ends[0] > full[0] else float("nan"),
                "high": float(ends[1]) if ends[1] < full[1] else float("nan"),
                "least": float(full[0]),
                "most": float(full[1]),
                "chance": chance,
            }
        )
    columns = ["parameter", "low", "high", "least", "most", "chance"]
    return pd.DataFrame(rows, columns=columns).sort_values("chance", ignore_index=True)


def within(parameters: Frame, limits: Frame) -> NDArray[np.bool_]:
    """Which rows lie inside a box."""
    inside = np.ones(len(parameters), bool)
    for row in limits.to_dict("records"):
        values = parameters[row["parameter"]].to_numpy(float)
        if row["low"] == row["low"]:
            inside &= values >= row["low"]
        if row["high"] == row["high"]:
            inside &= values <= row["high"]
    return inside


def answer_discovery(results: Results, when: str, out: Path | None, force: bool = False, figures: bool = True) -> Path:
    """Find the box for a condition on the runs of a results folder, or find the answer: ``box`` and ``peeling``.

    Raises:
        UserError: the runs share their parameters, too few runs are of either kind, or the condition is none.
    """
    if not results.manifest["uncertain"]:
        raise UserError(f"{results.folder}: its runs share their parameters; make them with brink run --uncertain")
    entry = measure(when)
    if entry.unit != "share":
        raise UserError(f"--when {when!r}: not a condition; write one such as 'peak_rung >= 9'")
    question = {"results": results.manifest["question"], "when": entry.name}
    texts = {"scenario.yaml": results.scenario.resolved_yaml()}
    label = f"{results.manifest['scenario']['name']} {entry.name}"
    study = Study("discover", label, question, texts, command_line())

    def compute(folder: Path) -> dict[str, Any]:
        runs: Any = results.runs
        names = [name for name in runs.columns if "." in name and runs[name].nunique() > 1]
        box = find_box(runs[names], entry.parts(runs)[0] > 0)
        limits = box.limits.assign(meaning=[explain(path).meaning for path in box.limits["parameter"]])
        write_table(folder, "box", limits)
        write_table(folder, "peeling", box.steps)
        said = sentences(entry.name, box, limits)
        if figures:
            facts = about_study(results.scenario, len(runs), results.manifest["seed"])
            drawn = figure.box(limits, box.steps, facts)
            plate = Plate(figure.NAME, figure.TITLE, figure.SEE, figure.describe(limits), drawn)
            sheets = [Sheet("The box", LIMITS, limits), Sheet("Peeling", STEPS, box.steps)]
            report(folder, study, words_of(entry.name, said, len(names), facts), facts, sheets, [plate])
        facts_told = {"coverage": box.coverage, "density": box.density, "base": box.base}
        return {"seed": results.manifest["seed"], "runs": len(runs), "found": said, **facts_told}

    return answered(study, out, force, compute)


def words_of(when: str, said: list[str], drawn: int, facts: About) -> Words:
    """Question, answer and assumptions of a discovery."""
    question = [
        f"Under which conditions does it happen that {when}?",
        f"Each of {facts.runs:,} runs drew {drawn:,} settings from their ranges. Slices of that space are peeled away "
        "until what is left holds mostly the runs asked for; half of the runs find the box, the other half judge it.",
    ]
    peeled = {"Settings that are peeled": f"at most {MOST_SETTINGS}, those that differ most where it happens"}
    return Words(f"{facts.scenario}: when {when}", question, said, peeled | basis(facts))


def sentences(when: str, box: Box, limits: Frame) -> list[str]:
    """The box in the scenario's own terms."""
    sure = limits[limits["chance"] <= SURE].to_dict("records")
    parts = [f"{row['parameter']} {bounds(row)} ({row['meaning']})" for row in sure]
    return [
        f"{when} happens in {100 * box.base:.1f} % of the runs.",
        f"It happens mostly when {'; and '.join(parts)}." if parts else "No setting bounds it for sure.",
        f"On runs that the box was not found on, it holds {100 * box.coverage:.0f} % of them (coverage), and "
        f"{100 * box.density:.0f} % of what it holds is one of them (density).",
    ]


def bounds(row: dict[str, Any]) -> str:
    """The bounds of a setting in words."""
    low, high = row["low"], row["high"]
    if low != low:
        return f"is at most {high:.3g}"
    return f"is at least {low:.3g}" if high != high else f"lies between {low:.3g} and {high:.3g}"
