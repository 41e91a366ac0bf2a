"""The answer to a sweep: points run, tables, a figure over the first lever, a short report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from ...scenarios.called import words_by_path
from ...scenarios.schema.words import as_words
from ..figures import response
from ..figures.about import About
from ..figures.frames import Frame
from ..figures.gallery import FigureEntry
from ..measures import claims
from ..measures.numbers import by_unit, setting, span
from ..measures.outcomes import DAYS, labels_in, shown_share
from ..measures.statistics import Interval
from ..report.live import StudiedWorld
from ..report.study import ReportTable
from ..report.words import SWEEP, WAR_CAUTION, ReportText, basis
from ..results.study import Study
from ..runs.designs import Axis
from . import cases
from .finish import about_study, answered, report, write_table
from .points import Progress, run_points
from .sweep import Sweep, points_table, summary_table

MEANING = (
    "For each case and combination of values: the mean over the sampled points, its sampling error (95 %), and the "
    "5th and 95th percentile over the sampled points, which is what is not known. Acts and people are those of "
    "simulated acts; share is that of the runs which the mean is taken over: for a day those in which it came."
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
        paired = cases.differences(sweep, folder)
        if paired is not None:
            write_table(folder, cases.TABLE, paired)
        if figures:
            _report(folder, study, sweep, summary, runs, paired)
        facts = {"seed": sweep.design.seed, "runs": runs, "points": len(points), "jobs": jobs}
        return facts | {"scenario": sweep.scenario.name}

    return answered(study, out, force, compute)


def lever_of(sweep: Sweep) -> str:
    """The column that the figure runs over: the first setting that goes through values, else the cases."""
    return sweep.walked[0].path if sweep.walked else "case"


def _report(folder: Path, study: Study, sweep: Sweep, summary: Frame, runs: int, paired: Frame | None) -> None:
    facts = about_study(sweep.scenario, runs, sweep.design.seed)
    lever = lever_of(sweep)
    table, series = lines(sweep, summary)
    called = words_of_levers(sweep).get(lever, lever)
    drawn = response.response(table, facts, lever, series, called, moved_first(sweep, summary))
    figure_entry = FigureEntry(response.NAME, response.TITLE, response.SEE, response.describe(table, called), drawn)
    listed = summary if len(sweep.cases) > 1 or not sweep.walked else summary.drop(columns="case")
    words = listed.assign(outcome=listed["outcome"].map(labels_in(listed))).drop(columns="label")
    words = words.rename(columns=words_of_levers(sweep))
    tables, entries = [ReportTable("Every combination", MEANING, words)], [figure_entry]
    if paired is not None:
        tables, entries = [cases.report_table(paired), *tables], [cases.figure_entry(paired, sweep, facts), *entries]
    moved = {axis.path: moved_to(axis) for axis in (*sweep.walked, *sweep.sampled)}
    world = StudiedWorld(sweep.scenario, sweep.design.seed, moved)
    report(folder, study, words_of(sweep, summary, facts), facts, tables, entries, world)


def moved_to(axis: Axis) -> tuple[float, ...]:
    """The values that a setting goes through, or the ends between which it is drawn."""
    return axis.values or (axis.low, axis.high)


def words_of_levers(sweep: Sweep) -> dict[str, str]:
    """What readers call the settings of a sweep, by path."""
    return words_by_path(sweep.paths, sweep.scenario)


def words_of(sweep: Sweep, summary: Frame, facts: About) -> ReportText:
    """Question, answer and assumptions of a sweep."""
    full = {path: f"{words} ({path})" for path, words in words_of_levers(sweep).items()}
    walked = "; ".join(
        f"{full[axis.path]} through {', '.join(f'{setting(v)}' for v in axis.values)}" for axis in sweep.walked
    )
    drawn = "; ".join(f"{full[axis.path]} from {span(axis.low, axis.high, setting)}" for axis in sweep.sampled)
    cases = ", ".join(map(as_words, sweep.cases)) if len(sweep.cases) > 1 else ""
    design = (
        f"The scenario is run at {len(sweep.design.which):,} points, {sweep.design.replications:,} times each, with "
        "the same run numbers at every point, so that points differ by their settings."
    )
    assumed = {"Goes through values": walked, "Drawn from ranges": drawn, "Cases": cases}
    known = {name: text for name, text in assumed.items() if text}
    title = f"{as_words(sweep.experiment.name).capitalize()}: {facts.scenario}"
    return ReportText(SWEEP, title, [sweep.experiment.summary, design], findings(sweep, summary), known | basis(facts))


def lines(sweep: Sweep, summary: Frame) -> tuple[Frame, str]:
    """The summary with a column that says which line of the figure a row belongs to, and the name of that column."""
    others, called = [axis.path for axis in sweep.walked[1:]], words_of_levers(sweep)
    if not sweep.walked:
        return summary, "case"
    parts = [summary[path].map(lambda value, words=called[path]: f"{words} {setting(value)}") for path in others]
    if len(sweep.cases) > 1:
        parts.insert(0, summary["case"].astype(str))
    joined = pd.Series("", index=summary.index)
    for part in parts:
        joined = joined.where(joined == "", joined + ", ") + part
    return summary.assign(line=joined), "line"


def findings(sweep: Sweep, summary: Frame) -> list[str]:
    """Between which ends each outcome lies, in sentences."""
    sentences = [
        claims.between(name, *ends, points) if ends else f"{name}: nothing to measure at any point."
        for _, name, ends, points in _ends(sweep, summary)
    ]
    if "war" in set(summary["outcome"]):
        sentences.append(WAR_CAUTION)
    return sentences


def moved_first(sweep: Sweep, summary: Frame) -> str:
    """The first outcome whose ends can be told apart, as the title of the figure; nothing where there is none."""
    reaches = (claims.reach(label, *ends, points) for label, _, ends, points in _ends(sweep, summary) if ends)
    return claims.capital(next(filter(None, reaches), ""))


def _ends(sweep: Sweep, summary: Frame) -> Iterator[tuple[str, str, tuple[claims.End, claims.End] | None, int]]:
    """Each outcome by its label, alone and with what it is taken over, its two ends, and of how many points."""
    labels = labels_in(summary)
    for outcome, rows in summary.groupby("outcome", sort=False):
        label = labels[str(outcome)]
        name = shown_share(label, rows["share"].tolist(), outcome in DAYS)
        known = rows.dropna(subset=["estimate"])
        if known.empty:
            yield label, name, None, 0
            continue
        low, high = (known.loc[known["estimate"].agg(pick)] for pick in ("idxmin", "idxmax"))
        yield label, name, (_end(sweep, low), _end(sweep, high)), len(known)


def _end(sweep: Sweep, row: Any) -> claims.End:
    found = claims.Finding(Interval(*(float(row[name]) for name in Interval._fields)), sweep.design.replications)
    return claims.End(by_unit(found.interval.estimate, row["unit"], sweep.scenario.start), _where(sweep, row), found)


def _where(sweep: Sweep, row: Any) -> str:
    called = words_of_levers(sweep)
    parts = [" and ".join(f"{called[axis.path]} is {setting(row[axis.path])}" for axis in sweep.walked)]
    parts = [f"where {text}" for text in parts if text]
    if len(sweep.cases) > 1 or not parts:
        parts.insert(0, as_words(str(row["case"])))
    return ", ".join(parts)
