"""The answer to a discovery: the box on the runs of a batch, in the scenario's own terms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...scenarios.called import words_by_path
from ...scenarios.describe import explain
from ..errors import UserError
from ..figures import box as figure
from ..figures.about import About
from ..figures.frames import Frame
from ..figures.gallery import FigureEntry
from ..measures import claims
from ..measures.numbers import fixed_percent, significant
from ..measures.outcomes import Measure
from ..measures.questions.measured import QuestionMeasure, is_inline, measure_of
from ..report.live import StudiedWorld
from ..report.study import ReportTable
from ..report.words import DISCOVERY, ReportText, basis
from ..results import columns
from ..results.asking import ask
from ..results.command_line import command_line
from ..results.study import Study
from ..runs.posterior import drawing
from .discovery import MOST_SETTINGS, Box, find_box
from .finish import about_study, answered, report, write_table
from .live import Tried, tried

if TYPE_CHECKING:
    from ..results.read import Results

#: Part of the question, so that an answer found in another way is not taken for this one. 2: judged by the other half.
METHOD = 2
LIMITS = (
    "Bounds of the box within the range that was drawn. `chance` is that of a bound as telling by luck, on runs it was "
    "not found on and times the number of settings; bounds with a chance above .05 are left out of the box."
)
STEPS = (
    "The way to the box, judged by runs that did not find it: coverage (share of the runs asked for that lie inside) "
    "against density (their share among those inside)."
)


def answer_discovery(results: Results, when: str, out: Path | None, force: bool = False, figures: bool = True) -> Path:
    """Find the box for a condition on the runs of a results folder, or find the answer: ``box`` and ``peeling``.

    Raises:
        UserError: the runs share their parameters, too few runs are of either kind, or the condition is none.
    """
    if not results.manifest["uncertain"]:
        raise UserError(f"{results.folder}: its runs share their parameters; make them with brink run --uncertain")
    entry, runs = _looked_at(results, when)
    question = {"results": results.manifest["question"], "when": entry.name, "method": METHOD}
    texts = {"scenario.yaml": results.scenario.resolved_yaml()}
    label = f"{results.manifest['scenario']['name']} {entry.name}"
    study = Study("discover", label, question, texts, command_line())

    def compute(folder: Path) -> dict[str, Any]:
        return _compute(results, runs, entry, study, folder, figures)

    return answered(study, out, force, compute)


def _looked_at(results: Results, when: str) -> tuple[Measure, Frame]:
    """What is asked for, and the runs that it can be asked of; a question in one line is answered from the acts kept.

    Raises:
        UserError: it is nothing that happens in a run or does not, or the folder cannot answer it.
    """
    text, runs = " ".join(when.split()), results.runs
    if is_inline(text, results.scenario):
        replied = ask(results, [text])
        entry: Measure = QuestionMeasure(text, replied.tables[0])
        runs = replied.frame.merge(runs, on="run")
    else:
        entry = measure_of(text, results.scenario)
    if entry.unit != "share":
        raise UserError(f"--when {when!r}: not a condition; write one such as 'peak_rung >= 9'")
    if lacking := [name for name in entry.columns if name not in runs.columns]:
        raise UserError(f"{results.folder}: an earlier version made it, which did not measure {', '.join(lacking)}")
    return entry, runs[entry.parts(runs)[1] > 0]


def _compute(results: Results, runs: Any, entry: Measure, study: Study, folder: Path, figures: bool) -> dict[str, Any]:
    hits = entry.parts(runs)[0] > 0
    varied = [name for name in columns.drawn(runs.columns) if runs[name].nunique() > 1]
    read = _read_by(results, runs["run"].tolist(), hits)
    box = find_box(runs[[name for name in varied if name not in read.idle]], hits)
    limits = box.limits.assign(meaning=[explain(path).meaning for path in box.limits["parameter"]])
    write_table(folder, "box", limits)
    write_table(folder, "peeling", box.steps)
    named = limits.assign(meaning=list(words_by_path(limits["parameter"], results.scenario).values()))
    said = sentences(entry.sentence, box, named)
    if figures:
        facts = about_study(results.scenario, len(runs), results.manifest["seed"])
        drawn = figure.box(named, box.steps, facts, finding(entry.sentence, box))
        drawing = FigureEntry(figure.NAME, figure.TITLE, figure.SEE, figure.describe(named), drawn)
        tables = [ReportTable("The box", LIMITS, named), ReportTable("Peeling", STEPS, box.steps)]
        idle = "; ".join(f"{words} ({path})" for path, words in words_by_path(read.idle, results.scenario).items())
        text = words_of(entry.sentence, said, len(varied), read, idle, facts)
        ends = {row["parameter"]: (row["least"], row["most"]) for row in limits.to_dict("records")}
        world = StudiedWorld(results.scenario, results.manifest["seed"], ends)
        report(folder, study, text, facts, tables, [drawing], world)
    words = {entry.name: entry.label}
    judged = {"coverage": box.coverage, "density": box.density, "base": box.judged.base}
    return {
        "seed": results.manifest["seed"],
        "runs": len(runs),
        "found": said,
        "words": words,
        **judged,
        "idle": list(read.idle),
    }


def _read_by(results: Results, numbers: list[int], hits: Any) -> Tried:
    """Which of the drawn settings the world reads; ``numbers`` are those of the runs that ``hits`` is about."""
    m = results.manifest
    drawn = drawing(results.scenario, m["runs"], m["seed"], m.get("posterior") or "", results.folder)
    return tried(drawn, hits, numbers, m["seed"])


def words_of(when: str, said: list[str], drawn: int, read: Tried, idle: str, facts: About) -> ReportText:
    """Question, answer and assumptions of a discovery; ``idle`` are the settings left out, in words."""
    question = [
        f"Under which conditions does it happen that {when}?",
        f"Each of {facts.runs:,} runs drew {drawn:,} settings from their ranges. Slices of that space are peeled away "
        "in which the runs asked for are rare; half of the runs find the way, the other half choose and judge the box.",
    ]
    peeled = {"Settings that are peeled": f"at most {MOST_SETTINGS}, those that differ most where it happens"}
    if idle:
        why = f"{idle}: at either end of its range none changes an act in {read.runs:,} runs"
        peeled["Settings left out"] = why
    return ReportText(DISCOVERY, f"{facts.scenario}: when {when}", question, said, peeled | basis(facts))


def sentences(when: str, box: Box, limits: Frame) -> list[str]:
    """The box in words; ``limits`` has each setting as readers call it in ``meaning``."""
    parts = [f"{row['meaning']} {bounds(row)}" for row in limits.to_dict("records")]
    lines = [f"In {fixed_percent(box.judged.base)} of the runs {when}.", claims.condition(box.judged, parts)]
    if parts:
        lines.append(
            f"On runs that the box was not found on, it holds {fixed_percent(box.coverage, 0)} of them (coverage), and "
            f"{fixed_percent(box.density, 0)} of what it holds is one of them (density)."
        )
    return lines


def finding(when: str, box: Box) -> str:
    """What the box holds against all runs, as a title; nothing of a box that does not hold on other runs."""
    if not (len(box.limits) and box.judged.holds()):
        return ""
    inside, base = fixed_percent(box.density, 0), fixed_percent(box.judged.base, 0)
    return f"In {inside} of the runs in the box, and {base} of all, {when}"


def bounds(row: dict[str, Any]) -> str:
    """The bounds of a setting in words."""
    low, high = row["low"], row["high"]
    if low != low:
        return f"is at most {significant(high)}"
    return (
        f"is at least {significant(low)}"
        if high != high
        else f"lies between {significant(low)} and {significant(high)}"
    )
