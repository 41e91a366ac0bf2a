"""Contained-or-runaway maps: an outcome and the branching ratio over a grid of two settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...scenarios.called import words_by_path
from ...scenarios.design.dials import Dials
from ...scenarios.text.handles import value_at
from ..errors import UserError
from ..figures import runaway
from ..figures.about import About
from ..figures.frames import Frame
from ..figures.gallery import FigureEntry
from ..measures import claims
from ..measures.numbers import by_unit, setting, significant, span
from ..measures.outcomes import DAYS, Measure, label_of, shown_share
from ..measures.questions.measured import measures_of
from ..measures.statistics import Interval
from ..report.live import StudiedWorld
from ..report.study import ReportTable
from ..report.words import MAP, ReportText, basis
from ..results.command_line import command_line
from ..results.study import Study
from ..runs.designs import Axis, grid
from .finish import about_study, answered, report, write_table
from .points import Design, Progress, run_points
from .sweep import outcome_columns

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

BRANCHING = "branching_ratio"
MEANING = "A row a point: the two settings, the outcome and the branching ratio with their 95 % intervals."


class Map(NamedTuple):
    """What is asked: two settings with their ranges, an outcome, a grid of so many points a side."""

    kind = "map"

    scenario: Scenario
    x: tuple[str, tuple[float, float]]
    y: tuple[str, tuple[float, float]]
    outcome: str
    side: int
    replications: int
    seed: int

    def study(self) -> Study:
        """The question, for its folder."""
        question = {name: getattr(self, name) for name in ("x", "y", "outcome", "side", "replications", "seed")}
        label = f"{self.scenario.name} {self.x[0]} {self.y[0]}"
        return Study(self.kind, label, question, {"scenario.yaml": self.scenario.resolved_yaml()}, command_line())


def answer_map(
    asked: Map, out: Path | None, jobs: int, force: bool = False, figures: bool = True,
    progress: Progress | None = None,
) -> Path:  # fmt: skip
    """Run the grid, or find the answer: ``points`` as a table, the map as a figure.

    Raises:
        UserError: both settings are the same, a side is too short, or the folder cannot be used.
        InterruptedBatch: Ctrl-C; the same command goes on.
    """
    if asked.x[0] == asked.y[0]:
        raise UserError("--x and --y: a map needs two different settings")
    if not 2 <= asked.side <= 1_000:
        raise UserError(f"--side: {asked.side} is not a whole number from 2 to 1,000")
    study = asked.study()
    names = tuple(dict.fromkeys((asked.outcome, BRANCHING)))
    measures = measures_of(names, asked.scenario)
    entry, called = measures[0], words_by_path((asked.x[0], asked.y[0]), asked.scenario)

    def compute(folder: Path) -> dict[str, Any]:
        axes = [Axis(path, *ends, tuple(np.linspace(*ends, asked.side))) for path, ends in (asked.x, asked.y)]
        values = grid(axes)
        dials = Dials(asked.scenario, dict((asked.x, asked.y)))
        which = np.zeros(len(values), np.int64)
        design = Design((dials,), which, values, asked.replications, asked.seed, measures)
        kept = run_points(design, folder, jobs, progress)
        columns = {axis.path: values[:, k] for k, axis in enumerate(axes)}
        points = pd.DataFrame(columns | outcome_columns(measures, kept))
        write_table(folder, "points", points)
        runs = int(kept[:, 0, 0].sum())
        note = claims.contained(_ratios(kept[:, names.index(BRANCHING)], points))
        said = [f"{claims.capital(note)}.", *sentences(asked, points, entry)]
        if figures:
            given = tuple(float(value_at(asked.scenario, path) or 0.0) for path, _ in (asked.x, asked.y))
            facts = about_study(asked.scenario, runs, asked.seed)
            place = (given[0], given[1])
            drawn = runaway.runaway(points, facts, called, asked.outcome, place, note, entry.label, entry.unit)
            alt = runaway.describe(called, entry.label, note)
            drawing = FigureEntry(runaway.NAME, runaway.TITLE, runaway.SEE, alt, drawn)
            report_table = ReportTable("Points", MEANING, labelled(points, called | {asked.outcome: entry.label}))
            text = words_of(asked, said, facts, entry.label, called)
            world = StudiedWorld(asked.scenario, asked.seed, dict((asked.x, asked.y)))
            report(folder, study, text, facts, [report_table], [drawing], world)
        return {"seed": asked.seed, "runs": runs, "found": said, "words": {asked.outcome: entry.label}}

    return answered(study, out, force, compute)


def _ratios(kept: NDArray[np.float64], points: Frame) -> list[claims.Finding]:
    """The branching ratio of each point; acts that could be answered bear on it, no more than one a run."""
    bounds = points[[BRANCHING, f"{BRANCHING} low", f"{BRANCHING} high"]].itertuples(index=False, name=None)
    return [
        claims.Finding(Interval(*found), int(min(runs, answerable)))
        for found, runs, answerable in zip(bounds, kept[:, 0], kept[:, 2], strict=True)
    ]


def sentences(asked: Map, points: Frame, entry: Measure) -> list[str]:
    """Between which corners the outcome moves, and at how many points acts feed themselves."""
    lines, label = [], entry.label
    known = points.dropna(subset=[asked.outcome])
    if len(known):
        ends = [_end(asked, known.loc[known[asked.outcome].agg(pick)], entry.unit) for pick in ("idxmin", "idxmax")]
        name = shown_share(label, known.get(f"{asked.outcome} share", [1.0]), asked.outcome in DAYS)
        lines.append(claims.between(name, ends[0], ends[1], len(known)))
    else:
        lines.append(f"{label}: nothing to measure at any point.")
    low = points[f"{BRANCHING} low"].dropna()
    if len(low):
        many = f"{int((low > 1).sum())} of {len(low)} points"
        lines.append(f"At {many} the 95 % interval of the answers an act draws lies above one.")
    return lines


def labelled(points: Frame, called: Mapping[str, str]) -> Frame:
    """The points with outcomes by their labels, their bounds beside them; ``called``: what else has a name."""
    words = {name: label_of(name) for name in points.columns} | dict(called)
    names = {f"{name}{end}": f"{text}{end}" for name, text in words.items() for end in ("", " low", " high")}
    return points.rename(columns=names)


def _end(asked: Map, row: Frame, unit: str) -> claims.End:
    found = Interval(*(float(row[f"{asked.outcome}{end}"]) for end in ("", " low", " high")))
    called = words_by_path((asked.x[0], asked.y[0]), asked.scenario)
    where = " and ".join(f"{words} is {significant(row[path])}" for path, words in called.items())
    value = by_unit(found.estimate, unit, asked.scenario.start)
    return claims.End(value, f"where {where}", claims.Finding(found, asked.replications))


def words_of(asked: Map, findings: list[str], facts: About, label: str, called: Mapping[str, str]) -> ReportText:
    """Question, answer and assumptions of a map; ``called`` are the two settings in words, by path."""
    both = " and ".join(called.values())
    question = [
        f"What do these together do to the outcome “{label}”: {both}? And where do acts of force begin to feed "
        "themselves?",
        f"Each of {asked.side} by {asked.side} points is run {asked.replications:,} times, with the same run numbers "
        "at every point.",
    ]
    ranges = {
        f"{name}: {called[path]} ({path})": span(ends[0], ends[1], setting)
        for name, (path, ends) in zip("xy", (asked.x, asked.y), strict=True)
    }
    title = f"{facts.scenario}: {label} By {both}" if label.endswith("?") else f"{facts.scenario}: {label} by {both}"
    return ReportText(MAP, title, question, findings, ranges | basis(facts))
