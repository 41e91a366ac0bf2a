"""Paired counterfactuals: both worlds as batches of their own, what differs between them, and from which day on."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ...model.engine.ensemble import simulate
from ...model.outcomes import scripted
from ...scenarios.questions.compiled import questions_of
from ..errors import UserError
from ..figures import asked as answers
from ..figures import differences, when
from ..figures.about import About
from ..figures.frames import Frame
from ..figures.gallery import FigureEntry
from ..measures import claims
from ..measures.labels import after_the_end
from ..measures.numbers import decimal, fixed_percent, in_words, on_day, several
from ..measures.outcomes import Measure, labels_in, simulated_only
from ..measures.questions.measured import measures_of
from ..measures.statistics import Interval, quantile_interval, wilson
from ..report.live import StudiedWorld
from ..report.study import ReportTable
from ..report.words import COMPARISON, WAR_CAUTION, ReportText, basis
from ..results.changes import differing, numbers_between
from ..results.command_line import command_line
from ..results.question import CHUNK_RUNS
from ..results.read import Results, open_results
from ..results.study import Study
from ..results.study import table as read_table
from ..runs import batch
from ..stories.story import tell
from . import moved
from .acts_changed import ACT_HEADS, ACTS, acts_table, clearest, named_acts
from .divergence import ActKind, Divergence, diverged, joined, renumbered
from .finish import about_study, answered, report, write_table
from .paired import Difference, compared, differences_table
from .points import Progress
from .question_changes import lead, lead_sentence, without

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

A, B = "a", "b"
#: What a comparison looks at unless told otherwise.
LOOKED_AT = (
    "branching_ratio", "kinetic_acts", "longest_chain", "spiral", "peak_rung >= 9", "war", "new_dyads", "killed",
    "killed_civilians", "days_to_quiet",
)  # fmt: skip
MEANING = (
    "B minus A with its 95 % interval (both worlds of a run drawn together). Acts and people are those of simulated "
    "acts; a mean of days is over the runs in which the day came. The ratio, what the shared draws achieved "
    "(correlation) and how many times more runs independent seeds would need (saving) stand in the table beside this "
    "page."
)
#: Columns of the table of outcomes as people read it.
HEADS = ["outcome", "A", "B", "B - A", "95 % interval"]
#: Settings that differ which the report lists.
MOST_SETTINGS = 20
#: Actors that are named where only one world has them.
MOST_NAMED = 5


class Comparison(NamedTuple):
    """Two worlds to be compared, and how; ``names`` are what they are called, ``outcomes`` what is looked at."""

    kind = "compare"

    worlds: tuple[Scenario, Scenario]
    names: tuple[str, str]
    runs: int
    seed: int
    outcomes: tuple[str, ...] = LOOKED_AT

    def study(self) -> Study:
        """The question of this comparison, for its folder."""
        question = {name: getattr(self, name) for name in ("names", "runs", "seed", "outcomes")}
        texts = {f"{name}.yaml": world.resolved_yaml() for name, world in zip((A, B), self.worlds, strict=True)}
        return Study(self.kind, " and ".join(self.names), question, texts, command_line())


def refuse_unpaired(asked: Comparison) -> None:
    """See that two worlds have the same actors and days, so that their runs can be paired.

    Raises:
        UserError: they have not; it says in what they differ.
    """
    (first, second), (a, b) = asked.worlds, asked.names
    told = []
    for one, other, name in ((first, second, a), (second, first, b)):
        if alone := [actor for actor in one.actors if actor not in other.actors]:
            more = f" and {len(alone) - MOST_NAMED} more" if len(alone) > MOST_NAMED else ""
            named = f"{'actors' if len(alone) > 1 else 'actor'} {', '.join(alone[:MOST_NAMED])}"
            told.append(f"only {name} has the {named}{more}")
    if not told and list(first.actors) != list(second.actors):
        told.append("their actors stand in another order")
    if first.days != second.days:
        told.append(f"{a} lasts {several(first.days, 'day')}, {b} {several(second.days, 'day')}")
    if first.start != second.start:
        told.append(f"{a} begins on {first.start}, {b} on {second.start}")
    if told:
        raise UserError(f"there is nothing to pair: {'; '.join(told)}")


def answer_compare(
    asked: Comparison, out: Path | None, jobs: int, force: bool = False, figures: bool = True,
    progress: Progress | None = None,
) -> Path:  # fmt: skip
    """Compare two worlds, or find the answer; the folder has ``differences``, ``acts``, ``days``, and both batches.

    Raises:
        UserError: the worlds cannot be compared, or the folder cannot be used.
    """
    refuse_unpaired(asked)
    study = asked.study()
    measures = measures_of(asked.outcomes, asked.worlds[0])

    def compute(folder: Path) -> dict[str, Any]:
        batches = [_batch(asked, k, folder, jobs, progress) for k in (0, 1)]
        runs = [simulated_only(b.runs, world.case()) for b, world in zip(batches, asked.worlds, strict=True)]
        found = moved.with_units(measures, compared(measures, *runs))
        questions = moved.moved(measures, found, runs, asked.worlds[0].start.isoformat(), asked.worlds[0].days)
        parted = part_ways(asked, progress)
        write_table(folder, "differences", differences_table(found))
        if questions:
            write_table(folder, "questions", moved.table_of(questions))
        write_table(folder, "acts", acts_table(parted, asked.runs))
        write_table(folder, "days", pd.DataFrame({"run": np.arange(asked.runs), "first_day": parted.days}))
        findings = [*findings_of(asked, measures, found, runs), *moved.since(questions, asked.worlds[0].start),
                *sentences(asked, found, parted)]  # fmt: skip
        if figures:
            _report(folder, study, asked, findings, _figures(measures, questions, runs, asked))
        return {"seed": asked.seed, "runs": 2 * asked.runs, "found": findings}

    return answered(study, out, force, compute)


def _batch(asked: Comparison, k: int, folder: Path, jobs: int, progress: Progress | None) -> Results:
    def tell(done: int, runs: int) -> None:
        if progress is not None:
            progress(k * runs + done, 4 * runs)

    return batch.run(
        asked.worlds[k], asked.runs, asked.seed, jobs=jobs, out=folder / (A, B)[k], progress=tell,
        command=command_line(),
    )  # fmt: skip


def part_ways(asked: Comparison, progress: Progress | None = None) -> Divergence:
    """Run both worlds side by side and compare their acts, some runs at a time."""
    cases = [world.case() for world in asked.worlds]
    parts = []
    for first in range(0, asked.runs, CHUNK_RUNS):
        count = min(CHUNK_RUNS, asked.runs - first)
        one, two = (simulate(case, asked.seed, first, count, False) for case in cases)
        parts.append(diverged(one, renumbered(two, cases[1].names, cases[0].names), cases))
        if progress is not None:  # both batches are done, and both worlds are run again
            progress(2 * (asked.runs + first + count), 4 * asked.runs)
    return joined(parts)


def sentences(asked: Comparison, found: list[Difference], parted: Divergence) -> list[str]:
    """What was found, in words."""
    left_out = _left_out(asked)
    parting = parted.days[parted.days >= 0]
    share = wilson(len(parting), asked.runs)
    bounds = f"{decimal(100 * share.low, 1)} to {fixed_percent(share.high)}"
    lines = [f"{fixed_percent(share.estimate)} of {asked.runs:,} runs part ways ({bounds})."]
    if len(parting):
        earliest, middle = parting.min(), quantile_interval(parting, 0.5).estimate
        date_of_half = on_day(middle, asked.worlds[0].start)
        before = "never before" if earliest == middle else f"{on_day(earliest, asked.worlds[0].start)} at the earliest"
        lines.append(
            f"The first date that differs is {date_of_half} in the median of those runs, {before}; simulated acts of "
            f"force a run that appear: {_a_run(asked, parted.appear)}, that vanish: {_a_run(asked, parted.vanish)}, "
            f"that change: {_a_run(asked, parted.changed)}."
        )
        lines += clearest(parted, asked.runs, asked.worlds[0])
    finite = [entry.saving for entry in found if np.isfinite(entry.saving)]
    saved = [claims.saving(finite)] if finite else []
    wars = [WAR_CAUTION] if "war" in asked.outcomes else []
    return [*lines, *saved, *left_out, *wars]


def _a_run(asked: Comparison, kinds: Counter[ActKind]) -> str:
    return decimal(sum(kinds.values()) / asked.runs)


def _left_out(asked: Comparison) -> list[str]:
    """What the scripts of the two worlds hold, which is counted in no difference."""
    late = [after_the_end(world.left_out()) for world in asked.worlds]
    findings = [f"{name}: {text}." for name, text in zip("AB", late, strict=True) if text]
    a, b = (scripted(world.case()) for world in asked.worlds)
    if not (a["acts"] or b["acts"]):
        return findings
    many = [f"{several(s['acts'], 'act')} with {several(s['killed'], 'person', 'people')} killed" for s in (a, b)]
    whose = f"{many[0]} in each world" if many[0] == many[1] else f"{many[0]} in A, {many[1]} in B"
    return [*findings, f"Scripted acts are no effect and are left out of the acts and people compared: {whose}."]


def over_runs(label: str, unit: str, share_a: float, share_b: float) -> str:
    """The label of an outcome with the share of runs that it is taken over, where that is not all of them."""
    if share_a != share_a or (unit != "days" and min(share_a, share_b) >= 1):
        return label
    return (
        f"{label} ({'mean ' * (unit == 'days')}of {fixed_percent(share_a)} of runs in A, {fixed_percent(share_b)} in B)"
    )


def findings_of(
    asked: Comparison, measures: Sequence[Measure], found: list[Difference], runs: Sequence[Any]
) -> list[str]:
    """What the change does: to the question it moves most and what hangs on that, then to everything else."""
    first = lead(measures, found, questions_of(asked.worlds[0]).tables)
    said = [lead_sentence(first, measures, runs[0], runs[1], asked.worlds[0].start)] if first else []
    return [*said, *outcome_sentences(without(first, measures, found), asked.worlds[0].start)]


def outcome_sentences(found: Sequence[Difference], start: date) -> list[str]:
    """Which outcomes the change moves, how far, and which it does not."""
    return claims.changes([_change(entry, start) for entry in found])


def _change(entry: Difference, start: date) -> claims.OutcomeChange:
    words = in_words(entry.unit, entry.a, entry.b, entry.difference, start)
    difference = f"by {words.difference}; 95 % interval {words.bounds}"
    found = claims.Finding(entry.difference, entry.differing)
    outcome = over_runs(entry.label, entry.unit, entry.share_a, entry.share_b)
    return claims.OutcomeChange(outcome, words.a, words.b, difference, found)


def words_of(asked: Comparison, findings: Sequence[str], facts: About) -> ReportText:
    """Question, answer and assumptions of a comparison."""
    question = [
        f"A is {asked.names[0]}. B is {asked.names[1]}.",
        f"What does the step from A to B do? Both worlds run {asked.runs:,} times on the same draws: a run of B "
        "differs from the same run of A by nothing but the change and what follows from it.",
    ]
    moved = [f"{path}: {old} in A, {new} in B" for path, old, new in differing(*asked.worlds)]
    listed = "; ".join(moved[:MOST_SETTINGS]) + (
        f"; and {len(moved) - MOST_SETTINGS} more" if len(moved) > MOST_SETTINGS else ""
    )
    return ReportText(
        COMPARISON,
        f"{asked.names[0]} against {asked.names[1]}",
        question,
        findings,
        {"What differs": listed or "nothing", **basis(facts)},
    )


def _report(folder: Path, study: Study, asked: Comparison, findings: list[str], entries: Sequence[FigureEntry]) -> None:
    table, acts = (pd.read_parquet(folder / f"{name}.parquet") for name in ("differences", "acts"))
    world = asked.worlds[0]
    facts = about_study(world, 2 * asked.runs, asked.seed)
    tables = [
        ReportTable("Acts that appear and vanish", ACTS, pd.DataFrame(named_acts(acts, world), columns=ACT_HEADS))
    ]
    if (folder / "questions.parquet").is_file():
        moves = pd.read_parquet(folder / "questions.parquet")
        rows = moved.shown_rows(moves, world.start)
        tables.insert(0, ReportTable("Questions", moved.MEANING, pd.DataFrame(rows, columns=moved.HEADS)))
        table = moved.others(table, moves)
    if len(table):
        shown = pd.DataFrame(shown_table(table, world.start), columns=HEADS)
        tables.insert(len(tables) - 1, ReportTable("Outcomes", MEANING, shown))
        drawn, alt = differences.differences(table, facts, asked.names), differences.describe(table, asked.names)
        entries = [*entries, FigureEntry(differences.NAME, differences.TITLE, differences.SEE, alt, drawn)]
    report(folder, study, words_of(asked, findings, facts), facts, tables, entries, _world(asked))


def _world(asked: Comparison) -> StudiedWorld:
    """The live page of the first world, which can begin with the second where numbers and events are all it changes."""
    changes = numbers_between(*asked.worlds)
    if changes is None:
        return StudiedWorld(asked.worlds[0], asked.seed, {})
    moved = {path: (value,) for path, value in changes.items() if value is not None}
    return StudiedWorld(asked.worlds[0], asked.seed, moved, (f"B, {asked.names[1]}", changes))


def _figures(
    measures: Sequence[Measure], questions: Sequence[moved.MovedQuestion], runs: Sequence[Any], asked: Comparison
) -> list[FigureEntry]:
    """The questions as given and changed, and when they come true in either world."""
    if not questions:
        return []
    facts, moves = about_study(asked.worlds[0], 2 * asked.runs, asked.seed), moved.table_of(questions)
    both = answers.asked(moves, facts, asked.names)
    entries = [FigureEntry(answers.NAME, answers.TITLE, answers.SEE, answers.describe(moves, asked.names), both)]
    worlds = {f"{letter} {name}": table for letter, name, table in zip("AB", asked.names, runs, strict=True)}
    curves = when.when_data(moved.tables_of(measures), worlds, facts.days)
    if len(curves):
        drawn, alt = when.when(curves, facts), when.describe(curves, facts)
        entries.append(FigureEntry(when.NAME, when.TITLE, when.SEE_BOTH, alt, drawn))
    return entries


def default_run(days: Frame) -> int:
    """The run whose stories are told: among those that part, the one in the middle by its first day; else run 0."""
    parting = days[days >= 0].sort_values(kind="stable")
    return int(parting.index[(len(parting) - 1) // 2]) if len(parting) else 0


def story_of(folder: Path, run: int | None, width: int) -> str:
    """Both stories of a run of a finished comparison, by default of one in which the worlds part.

    Raises:
        UserError: no such run, or its acts were not kept.
        MismatchError: the table of days is not what was written.
    """
    days: Any = read_table(folder, "days", "first_day")["first_day"]
    return side_by_side(folder, default_run(days) if run is None else run, width)


def side_by_side(folder: Path, run: int, width: int) -> str:
    """Both stories of a run in two columns.

    Raises:
        UserError: no such run, or its acts were not kept.
    """
    half = (width - 3) // 2
    columns = [_wrapped(tell(open_results(folder / name), run), half) for name in (A, B)]
    longest = max(map(len, columns))
    left, right = (column + [""] * (longest - len(column)) for column in columns)
    return "\n".join(f"{one:<{half}} | {two}".rstrip() for one, two in zip(left, right, strict=True))


def _wrapped(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        for line in paragraph.splitlines():
            indent = " " * (len(line) - len(line.lstrip()))
            lines += textwrap.wrap(line, width, subsequent_indent=indent) or [""]
        lines.append("")
    return lines


def shown_table(table: Frame, start: date) -> list[list[str]]:
    """The differences as rows of text, under `HEADS`."""
    rows, labels = [], labels_in(table)
    for row in table.to_dict("records"):
        unit = row["unit"]
        label = over_runs(labels[row["outcome"]], unit, row.get("share_a", math.nan), row.get("share_b", math.nan))
        by = Interval(*(row[name] for name in ("difference", "difference_low", "difference_high")))
        rows.append([label, *in_words(unit, row["a"], row["b"], by, start)])
    return rows
