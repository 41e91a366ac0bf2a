"""The answer to a question of sensitivity: the screening, the indices, and what they cannot say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...scenarios.called import words_by_path
from ...scenarios.design.dials import Dials
from ..errors import UserError
from ..figures import influence
from ..figures.about import About
from ..figures.frames import Frame
from ..figures.gallery import FigureEntry
from ..measures import claims
from ..measures.claims import Finding
from ..measures.numbers import setting, span
from ..measures.outcomes import Measure, labels_in
from ..measures.questions.measured import measures_of
from ..report.live import StudiedWorld
from ..report.study import ReportTable
from ..report.words import SENSITIVITY, ReportText, basis
from ..results.command_line import command_line
from ..results.study import Study
from ..runs.parameters import declared, range_of
from .files import MOST_POINTS
from .finish import about_study, answered, report, write_table
from .points import Design, Progress, run_points
from .sensitivity import (
    DesignSummary,
    SettingRanges,
    indices,
    morris_points,
    net_totals,
    rare,
    screened,
    sobol_points,
    strongest,
    summed,
)

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

SCREENING = (
    "Mean absolute effect of each setting, in the outcome's unit; `noise` is what chance alone would give, `clear` "
    "says that the effect stands out of it. `sigma` is large where it depends on other settings."
)
INDICES = (
    "S1: share of the variance over the declared ranges that goes with the setting alone; ST: with its interactions; "
    "conf: half of the 95 % interval; net: with chance taken out. Settings not listed did too little in the screening."
)
#: Settings that the live page beside the report offers at most: the strongest.
OFFERED = 20
#: Columns of the two tables, for when they have no rows.
INDEX = ("parameter", "S1", "S1_conf", "ST", "ST_conf", "S1_net", "ST_net", "outcome")
SCREEN = ("parameter", "mu_star", "mu_star_conf", "mu", "sigma", "noise", "clear", "outcome")
#: What is said of an outcome that only settings move which did too little to be looked at closely.
LOST = "nothing that was looked at closely moves it, though some setting did in the screening"
#: Share of the variance from which chance hides the settings.
MOSTLY_CHANCE = 0.75
WHOLE = "`noise` is the share of the variance over points that other random draws would not give again."


class Sensitivity(NamedTuple):
    """What is asked: settings with ranges, outcomes, and how much work.

    ``base`` is a power of two; ``left`` are declared ranges that are not varied.
    """

    kind = "sensitivity"

    scenario: Scenario
    ranges: dict[str, tuple[float, float]]
    outcomes: tuple[str, ...]
    trajectories: int
    keep: int
    base: int
    replications: int
    seed: int
    left: tuple[str, ...] = ()

    def study(self) -> Study:
        """The question, for its folder."""
        names = ("ranges", "outcomes", "trajectories", "keep", "base", "replications", "seed", "left")
        question = {name: getattr(self, name) for name in names}
        texts = {"scenario.yaml": self.scenario.resolved_yaml()}
        return Study(self.kind, self.scenario.name, question, texts, command_line())

    def measures(self) -> tuple[Measure, ...]:
        """The outcomes and questions that are looked at."""
        return measures_of(self.outcomes, self.scenario)

    def points(self) -> tuple[int, int]:
        """Points of the screening (none if no more settings than are kept), and most points of the indices."""
        many = len(self.ranges)
        first = self.trajectories * (many + 1) if many > self.keep else 0
        return first, self.base * (min(many, self.keep) + 2)


def settings_of(scenario: Scenario, chosen: Sequence[str]) -> tuple[dict[str, tuple[float, float]], tuple[str, ...]]:
    """The settings to vary, and those left out: by default every declared range that does not change what there is.

    Raises:
        UserError: a chosen one has no range.
    """
    if chosen:
        return {path: range_of(scenario, path) for path in chosen}, ()
    ranges, left = declared(scenario), ()
    # some show only when those that hide them are gone
    while found := Dials(scenario, ranges).rebuilt:
        left += found
        ranges = {path: ends for path, ends in ranges.items() if path not in found}
    return ranges, left


def check_size(asked: Sensitivity) -> None:
    """Refuse a design that is none, or that no machine holds.

    Raises:
        UserError: ``base`` is no power of two, or a number is out of bounds.
    """
    if asked.base < 2 or asked.base & (asked.base - 1):
        raise UserError(f"--base: {asked.base} is no power of two, which a Sobol design needs")
    for name, least in (("trajectories", 2), ("keep", 1), ("replications", 2)):
        if not least <= getattr(asked, name) <= MOST_POINTS:
            raise UserError(f"--{name}: {getattr(asked, name)} is not a whole number from {least} to {MOST_POINTS:,}")
    if (many := sum(asked.points())) > MOST_POINTS:
        raise UserError(f"--base, --trajectories: {many:,} points: at most {MOST_POINTS:,}")


def answer_sensitivity(
    asked: Sensitivity, out: Path | None, jobs: int, force: bool = False, figures: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Path:  # fmt: skip
    """Screen, then compute indices, or find the answer: ``screening``, ``indices``, ``outcomes`` as tables.

    Raises:
        UserError: the folder cannot be used, or ``base`` is no power of two.
        InterruptedBatch: Ctrl-C; the same command goes on.
    """
    check_size(asked)
    study = asked.study()

    def compute(folder: Path) -> dict[str, Any]:
        done = [0, sum(asked.points())]

        def tell(count: int, points: int) -> None:
            if progress is not None:
                progress(done[0] + count, max(done[1], done[0] + points))

        screening = _screen(asked, folder, jobs, tell)
        if screening is None:
            kept, sums = list(asked.ranges), np.zeros((0, 0, 0))
        else:
            kept, sums = strongest(list(screening.tables.values()), asked.keep), screening.sums
        done[0] = asked.points()[0]
        problem = SettingRanges({path: asked.ranges[path] for path in kept})
        # where the screening saw nothing move, there is nothing to look at closely: its points are the answer
        values = sobol_points(problem, asked.base, asked.seed) if kept else np.zeros((0, 0))
        if kept:
            sums = _run(asked, problem, values, folder, "sobol", jobs, tell)
        measures = asked.measures()
        answers = [
            _look(asked, problem, entry, sums[:, k], screening is not None and entry.name in screening.tables)
            for k, entry in enumerate(measures)
        ]
        found = _stacked([one.indices for one in answers], INDEX)
        words = {entry.name: entry.label for entry in measures}
        whole = pd.DataFrame([one.whole for one in answers])
        tables = {"indices": found, "outcomes": whole}
        if screening is not None:
            tables["screening"] = _stacked(list(screening.tables.values()), SCREEN)
        for name, table in tables.items():
            write_table(folder, name, table.assign(label=table["outcome"].map(words).astype(str)))
        said = sentences(asked, answers, words)
        runs = asked.replications * (len(values) + asked.points()[0])
        if figures:
            _report(folder, study, asked, said, runs, named_first(asked, answers, words))
        return {"seed": asked.seed, "runs": runs, "found": said, "not varied": list(asked.left)}

    return answered(study, out, force, compute)


class Screening(NamedTuple):
    """The effects of each setting by outcome, for the outcomes that anything moves, and the sums of all points."""

    tables: dict[str, Frame]
    sums: NDArray[np.float64]


class Looked(NamedTuple):
    """An outcome looked at closely: as a whole, its indices (no rows where nothing moves it), and its net shares.

    ``shares`` is None where chance leaves no setting to be named.
    """

    whole: DesignSummary
    indices: Frame
    shares: dict[str, Finding] | None


def _look(
    asked: Sensitivity, problem: SettingRanges, entry: Measure, sums: NDArray[np.float64], screened: bool
) -> Looked:
    """Look at an outcome over the points of the indices; ``screened``: some setting moved it in the screening."""
    whole = summed(entry, sums)
    if not (whole.sd > 0 and problem.ranges):
        whole = whole._replace(verdict=LOST) if screened else whole
        return Looked(whole, pd.DataFrame(), None)
    table = indices(problem, sums, asked.seed).assign(outcome=entry.name)
    hidden = whole.noise > MOSTLY_CHANCE or rare(entry, sums)
    return Looked(whole, table, None if hidden else net_totals(problem, sums))


def _stacked(tables: Sequence[Frame], columns: Sequence[str]) -> Frame:
    """Tables under each other; where no setting moves any outcome, one without rows."""
    some = [table for table in tables if len(table)]
    if some:
        return pd.concat(some, ignore_index=True)
    types = {name: str if name in ("parameter", "outcome") else bool if name == "clear" else float for name in columns}
    return pd.DataFrame({name: [] for name in columns}).astype(types)


def _screen(asked: Sensitivity, folder: Path, jobs: int, tell: Progress) -> Screening | None:
    """The screening; None where there are no more settings than are kept anyway."""
    if not asked.points()[0]:
        return None
    problem = SettingRanges(asked.ranges)
    values = morris_points(problem, asked.trajectories, asked.seed)
    sums = _run(asked, problem, values, folder, "morris", jobs, tell)
    moving = [k for k, entry in enumerate(asked.measures()) if summed(entry, sums[:, k]).sd > 0]
    tables = {
        asked.outcomes[k]: screened(problem, values, sums[:, k], asked.seed).assign(outcome=asked.outcomes[k])
        for k in moving
    }
    return Screening(tables, sums)


def _run(
    asked: Sensitivity, problem: SettingRanges, values: NDArray[np.float64], folder: Path, part: str, jobs: int,
    tell: Progress,
) -> NDArray[np.float64]:  # fmt: skip
    dials = Dials(asked.scenario, problem.ranges)
    which = np.zeros(len(values), np.int64)
    design = Design((dials,), which, values, asked.replications, asked.seed, asked.measures())
    return run_points(design, folder, jobs, tell, part)


def sentences(asked: Sensitivity, answers: Sequence[Looked], words: Mapping[str, str]) -> list[str]:
    """What was found, in words; what cannot be said, too. ``words`` are what readers call the outcomes."""
    lines = [
        claims.influence(words[one.whole.outcome], one.whole.verdict, one.whole.noise, _in_words(asked, one.shares))
        if len(one.indices)
        else f"{words[one.whole.outcome]}: {one.whole.verdict}."
        for one in answers
    ]
    if asked.left:
        left = "; ".join(words_by_path(asked.left, asked.scenario).values())
        lines.append(f"Not varied, since they change what there is and not how much: {left}.")
    return lines


def named_first(asked: Sensitivity, answers: Sequence[Looked], words: Mapping[str, str]) -> str:
    """The first outcome for which a setting can be named, with the strongest, as the title of the figure."""
    named = (claims.strongest(words[one.whole.outcome], _in_words(asked, one.shares)) for one in answers)
    return claims.capital(next(filter(None, named), ""))


def _in_words(asked: Sensitivity, shares: Mapping[str, Finding] | None) -> dict[str, Finding] | None:
    """Shares by what readers call the settings."""
    if shares is None:
        return None
    called = words_by_path(asked.ranges, asked.scenario)
    return {called[path]: found for path, found in shares.items()}


def _report(folder: Path, study: Study, asked: Sensitivity, said: list[str], runs: int, finding: str) -> None:
    found, whole = (pd.read_parquet(folder / f"{name}.parquet") for name in ("indices", "outcomes"))
    facts = about_study(asked.scenario, runs, asked.seed)
    called = words_by_path(asked.ranges, asked.scenario)
    drawn = influence.influence(found, facts, called, finding)
    figure_entry = FigureEntry(influence.NAME, influence.TITLE, influence.SEE, influence.describe(found, called), drawn)
    tables = [
        ReportTable("Indices", INDICES, _labelled(found, called)),
        ReportTable("Outcomes", WHOLE, _labelled(whole, called)),
    ]
    if (folder / "screening.parquet").is_file():
        table = pd.read_parquet(folder / "screening.parquet")
        some = table.groupby("outcome", sort=False).head(20)
        tables.append(ReportTable("Screening", SCREENING, _labelled(some, called)))
    strongest = pd.DataFrame(found.groupby("parameter", sort=False)["ST"].max()).nlargest(OFFERED, "ST")
    offered = {path: asked.ranges[path] for path in map(str, strongest.index)}
    world = StudiedWorld(asked.scenario, asked.seed, offered)
    report(folder, study, words_of(asked, said, found, facts), facts, tables, [figure_entry], world)


def _labelled(table: Frame, called: Mapping[str, str]) -> Frame:
    """A table for readers: outcomes and settings in words, the path of a setting at the end, for those who type it."""
    named = table.assign(outcome=table["outcome"].map(labels_in(table))).drop(columns="label", errors="ignore")
    if "parameter" not in named:
        return named
    return named.assign(parameter=named["parameter"].map(called), path=table["parameter"])


def words_of(asked: Sensitivity, said: list[str], found: Frame, facts: About) -> ReportText:
    """Question, answer and assumptions of a study of sensitivity."""
    kept = list(dict.fromkeys(found["parameter"])) if len(found) else []
    first, then = asked.points()
    screening = f"All are screened at {first:,} points (Morris); the strongest {asked.keep}" if first else "All of them"
    question = [
        f"Which of {len(asked.ranges):,} settings with a declared range move the outcomes, alone or through others?",
        f"{screening} get Sobol indices from at most {then:,} points, {asked.replications:,} runs each.",
    ]
    called = words_by_path((*asked.ranges, *asked.left), asked.scenario)
    ranges = "; ".join(
        f"{called[path]} ({path}) from {span(asked.ranges[path][0], asked.ranges[path][1], setting)}" for path in kept
    )
    left = "; ".join(f"{called[path]} ({path})" for path in asked.left)
    assumed = {"Looked at closely": ranges, "Declared, but not varied": left}
    return ReportText(
        SENSITIVITY,
        f"What matters in {facts.scenario}",
        question,
        said,
        {name: text for name, text in assumed.items() if text} | basis(facts),
    )
