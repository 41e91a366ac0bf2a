"""Paired counterfactuals: both worlds as batches of their own, what differs between them, and from which day on."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from ...model.engine.ensemble import simulate
from ...model.outcomes import scripted
from ...model.world.ladder import RUNG_NAMES
from ..errors import UserError
from ..figures import differences
from ..figures.about import About
from ..figures.frames import Frame
from ..figures.gallery import Plate
from ..measures import claims
from ..measures.labels import after_the_end
from ..measures.numbers import cell, count, decimal, fixed_percent, several
from ..measures.outcomes import label_of, measure, simulated_only
from ..measures.statistics import quantile_interval, wilson
from ..report.study import Sheet
from ..report.words import COMPARISON, WAR_CAUTION, ReportText, basis
from ..results.changes import differing
from ..results.command_line import command_line
from ..results.question import CHUNK_RUNS
from ..results.read import Results, open_results
from ..results.study import Study
from ..results.study import table as read_table
from ..runs import batch
from ..stories.story import tell
from .divergence import ActKind, Divergence, diverged, joined, renumbered
from .finish import about_study, answered, report, write_table
from .paired import Difference, compared
from .points import Progress

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

A, B = "a", "b"
#: What a comparison looks at unless told otherwise.
LOOKED_AT = (
    "branching_ratio", "kinetic_acts", "longest_chain", "spiral", "peak_rung >= 9", "war", "new_dyads", "killed",
    "killed_civilians", "days_to_quiet",
)  # fmt: skip
MEANING = (
    "B minus A and B over A with 95 % intervals (both worlds of a run drawn together). The correlation is what the "
    "shared draws achieved; the saving is how many times more runs independent seeds would need for the same interval. "
    "Acts and people are those of simulated acts; a mean of days is over the runs in which the day came."
)
#: Columns of the table of outcomes as people read it.
HEADS = ["outcome", "A", "B", "B - A (95 %)", "B / A (95 %)", "correlation", "saving"]
#: Settings that differ which the report lists.
MOST_SETTINGS = 20
ACTS = "Acts of force a run that only B has (appear), only A has (vanish), or both have, but not alike (changed)."


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


def answer_compare(
    asked: Comparison, out: Path | None, jobs: int, force: bool = False, figures: bool = True,
    progress: Progress | None = None,
) -> Path:  # fmt: skip
    """Compare two worlds, or find the answer; the folder has ``differences``, ``acts``, ``days``, and both batches.

    Raises:
        UserError: the worlds cannot be compared, or the folder cannot be used.
    """
    if list(asked.worlds[0].actors) != list(asked.worlds[1].actors) or asked.worlds[0].days != asked.worlds[1].days:
        raise UserError("the two worlds need the same actors in the same order and the same days to be compared")
    if asked.worlds[0].start != asked.worlds[1].start:
        raise UserError("the two worlds begin on different days: there is nothing to pair")
    study = asked.study()
    measures = tuple(measure(name) for name in asked.outcomes)

    def compute(folder: Path) -> dict[str, Any]:
        batches = [_batch(asked, k, folder, jobs, progress) for k in (0, 1)]
        runs = [simulated_only(b.runs, world.case()) for b, world in zip(batches, asked.worlds, strict=True)]
        found = compared(measures, *runs)
        parted = part_ways(asked, progress)
        write_table(folder, "differences", differences_table(found))
        write_table(folder, "acts", acts_table(parted, asked.runs))
        write_table(folder, "days", pd.DataFrame({"run": np.arange(asked.runs), "first_day": parted.days}))
        told = [*outcome_sentences(found), *sentences(asked, found, parted)]
        if figures:
            _report(folder, study, asked, told)
        return {"seed": asked.seed, "runs": 2 * asked.runs, "found": told}

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
    """Run both worlds side by side and compare their acts, a stretch of runs at a time."""
    cases = [world.case() for world in asked.worlds]
    parts = []
    for first in range(0, asked.runs, CHUNK_RUNS):
        count = min(CHUNK_RUNS, asked.runs - first)
        one, two = (simulate(case, asked.seed, first, count, False) for case in cases)
        parts.append(diverged(one, renumbered(two, cases[1].names, cases[0].names), cases[0]))
        if progress is not None:  # both batches are done, and both worlds are run again
            progress(2 * (asked.runs + first + count), 4 * asked.runs)
    return joined(parts)


def differences_table(found: list[Difference]) -> Frame:
    """A row an outcome."""
    rows = []
    for entry in found:
        row: dict[str, Any] = {"outcome": entry.outcome, "unit": entry.unit, "a": entry.a, "b": entry.b}
        for name in ("difference", "ratio"):
            interval = getattr(entry, name)
            row |= {name: interval.estimate, f"{name}_low": interval.low, f"{name}_high": interval.high}
        rows.append(row | {name: getattr(entry, name) for name in ("correlation", "saving", "share_a", "share_b")})
    return pd.DataFrame(rows)


def acts_table(parted: Divergence, runs: int) -> Frame:
    """A row for each kind of act that appears, vanishes or changes, a run; the most frequent first."""
    kinds: set[ActKind] = {*parted.appear, *parted.vanish, *parted.changed}
    rows = [
        {
            "actor": kind.actor,
            "target": kind.target,
            "rung": kind.rung,
            "act": RUNG_NAMES[kind.rung],
            "appear": parted.appear[kind] / runs,
            "vanish": parted.vanish[kind] / runs,
            "changed": parted.changed[kind] / runs,
        }
        for kind in sorted(kinds, key=lambda k: (-parted.appear[k] - parted.vanish[k], -parted.changed[k], k))
    ]
    types = {
        "actor": str,
        "target": str,
        "rung": np.int64,
        "act": str,
        "appear": float,
        "vanish": float,
        "changed": float,
    }
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def sentences(asked: Comparison, found: list[Difference], parted: Divergence) -> list[str]:
    """What was found, in words."""
    left_out = _left_out(asked)
    parting = parted.days[parted.days >= 0]
    share = wilson(len(parting), asked.runs)
    bounds = f"{decimal(100 * share.low, 1)} to {fixed_percent(share.high)}"
    lines = [f"{fixed_percent(share.estimate)} of {asked.runs:,} runs part ways ({bounds})."]
    if len(parting):
        middle = quantile_interval(parting, 0.5)
        lines.append(
            f"The first day that differs is day {int(parting.min())} at the earliest and day {count(middle.estimate)} "
            f"in the median of those runs; acts of force that appear: {sum(parted.appear.values()):,}, that vanish: "
            f"{sum(parted.vanish.values()):,}, that change: {sum(parted.changed.values()):,}."
        )
    finite = [entry.saving for entry in found if np.isfinite(entry.saving)]
    saved = [claims.saving(finite)] if finite else []
    wars = [WAR_CAUTION] if "war" in asked.outcomes else []
    return [*lines, *saved, *left_out, *wars]


def _left_out(asked: Comparison) -> list[str]:
    """What the scripts of the two worlds hold, which is counted in no difference."""
    late = [after_the_end(world.left_out()) for world in asked.worlds]
    told = [f"{name}: {text}." for name, text in zip("AB", late, strict=True) if text]
    a, b = (scripted(world.case()) for world in asked.worlds)
    if not (a["acts"] or b["acts"]):
        return told
    many = [f"{several(s['acts'], 'act')} with {several(s['killed'], 'person', 'people')} killed" for s in (a, b)]
    whose = f"{many[0]} in each world" if many[0] == many[1] else f"{many[0]} in A, {many[1]} in B"
    return [*told, f"Scripted acts are no effect and are left out of the acts and people compared: {whose}."]


def over_runs(outcome: str, unit: str, share_a: float, share_b: float) -> str:
    """The label of an outcome with the share of runs that it is a mean over, which for a day is not all of them."""
    label = label_of(outcome)
    if unit != "days" or share_a != share_a:
        return label
    return f"{label} (mean of {fixed_percent(share_a)} of runs in A, {fixed_percent(share_b)} in B)"


def outcome_sentences(found: list[Difference]) -> list[str]:
    """Which outcomes the change moves, how far, and which it does not."""
    return claims.changes([_change(entry) for entry in found])


def _change(entry: Difference) -> claims.OutcomeChange:
    by, low, high = (cell(value) for value in entry.difference)
    difference = f"by {by}; 95 % interval {low} to {high}"
    found = claims.Finding(entry.difference, entry.differing)
    outcome = over_runs(entry.outcome, entry.unit, entry.share_a, entry.share_b)
    return claims.OutcomeChange(outcome, cell(entry.a), cell(entry.b), difference, found)


def words_of(asked: Comparison, told: Sequence[str], facts: About) -> ReportText:
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
        told,
        {"What differs": listed or "nothing", **basis(facts)},
    )


def _report(folder: Path, study: Study, asked: Comparison, told: list[str]) -> None:
    table = pd.read_parquet(folder / "differences.parquet")
    facts = about_study(asked.worlds[0], 2 * asked.runs, asked.seed)
    drawn = differences.differences(table, facts, asked.names)
    alt = differences.describe(table, asked.names)
    plate = Plate(differences.NAME, differences.TITLE, differences.SEE, alt, drawn)
    acts = pd.read_parquet(folder / "acts.parquet")
    shown = pd.DataFrame(shown_table(table), columns=HEADS)
    sheets = [Sheet("Outcomes", MEANING, shown), Sheet("Acts that appear and vanish", ACTS, acts)]
    report(folder, study, words_of(asked, told, facts), facts, sheets, [plate])


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


def shown_table(table: Frame) -> list[list[str]]:
    """The differences as rows of text for a terminal."""
    rows = []
    for row in table.to_dict("records"):
        rows.append(
            [
                over_runs(row["outcome"], row["unit"], row.get("share_a", math.nan), row.get("share_b", math.nan)),
                cell(row["a"]),
                cell(row["b"]),
                f"{cell(row['difference'])} ({cell(row['difference_low'])} to {cell(row['difference_high'])})",
                f"{cell(row['ratio'])} ({cell(row['ratio_low'])} to {cell(row['ratio_high'])})",
                cell(row["correlation"]),
                "identical" if row["saving"] == float("inf") else cell(row["saving"]),
            ]
        )
    return rows
