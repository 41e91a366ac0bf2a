"""The answer to a sweep: points run, tables, a figure over the first lever, a short report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from ..figures import response
from ..figures.frames import Frame
from .finish import about_study, answered, report, write_table
from .folder import Study
from .page import Plate, Sheet, cell
from .points import Progress, run_points
from .sweep import Sweep, points_table, summary_table

MEANING = (
    "For each case and combination of values: the mean over the sampled points, its sampling error (95 %), and the "
    "5th and 95th percentile over the sampled points, which is what is not known."
)


def answer_sweep(
    sweep: Sweep, out: Path | None, jobs: int, force: bool = False, figures: bool = True,
    progress: Progress | None = None,
) -> Path:  # fmt: skip
    """Run a sweep, or find its answer; returns the folder with ``points`` and ``summary`` as Parquet and CSV.

    Raises:
        UserError: the folder cannot be used.
        InterruptedBatch: Ctrl-C; the same command goes on.
    """
    study = sweep.study()

    def compute(folder: Path) -> dict[str, Any]:
        kept = run_points(sweep.design, folder, jobs, progress)
        points, summary = points_table(sweep, kept), summary_table(sweep, kept)
        write_table(folder, "points", points)
        write_table(folder, "summary", summary)
        runs = int(points["runs"].sum())
        if figures:
            _report(folder, study, sweep, summary, runs)
        facts = {"seed": sweep.design.seed, "runs": runs, "points": len(points), "jobs": jobs}
        return facts | {"scenario": sweep.scenario.name}

    return answered(study, out, force, compute)


def lever_of(sweep: Sweep) -> str:
    """The column that the figure runs over: the first setting that goes through values, else the cases."""
    return sweep.walked[0].path if sweep.walked else "case"


def _report(folder: Path, study: Study, sweep: Sweep, summary: Frame, runs: int) -> None:
    facts = about_study(sweep.scenario, runs, sweep.design.seed)
    lever = lever_of(sweep)
    table, series = lines(sweep, summary)
    drawn = response.response(table, facts, lever, series)
    plate = Plate(response.NAME, response.TITLE, response.SEE, response.describe(table, lever), drawn)
    sheet = Sheet("Every combination", MEANING, summary)
    report(folder, study, [sweep.experiment.summary, *told(sweep, summary)], [sheet], [plate])


def lines(sweep: Sweep, summary: Frame) -> tuple[Frame, str]:
    """The summary with a column that says which line of the figure a row belongs to, and the name of that column."""
    others = [axis.path for axis in sweep.walked[1:]]
    if not sweep.walked:
        return summary, "case"
    parts = [summary[path].map(lambda value, path=path: f"{path.rsplit('.', 1)[-1]} {value:g}") for path in others]
    if len(sweep.cases) > 1:
        parts.insert(0, summary["case"].astype(str))
    joined = pd.Series("", index=summary.index)
    for part in parts:
        joined = joined.where(joined == "", joined + ", ") + part
    return summary.assign(line=joined), "line"


def told(sweep: Sweep, summary: Frame) -> list[str]:
    """Between which ends each outcome lies, in sentences."""
    sentences = []
    for name, rows in summary.groupby("outcome", sort=False):
        known = rows.dropna(subset=["estimate"])
        if known.empty:
            sentences.append(f"{name}: nothing to measure at any point.")
            continue
        low, high = known.loc[known["estimate"].idxmin()], known.loc[known["estimate"].idxmax()]
        sentences.append(
            f"{name}: from {cell(low['estimate'])} ({_where(sweep, low)}) to {cell(high['estimate'])} "
            f"({_where(sweep, high)})."
        )
    return sentences


def _where(sweep: Sweep, row: Frame) -> str:
    parts = [f"{axis.path} {row[axis.path]:g}" for axis in sweep.walked]
    if len(sweep.cases) > 1 or not parts:
        parts.insert(0, str(row["case"]).replace("_", " "))
    return ", ".join(parts)
