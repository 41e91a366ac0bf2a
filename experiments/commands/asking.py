"""Verbs of questions: ask old results something new, and hold a scenario against what is expected of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import MismatchError
from ..measures.numbers import several
from . import completing
from .batches import show_answers
from .console import give, give_json, give_table, progress_bar, say
from .options import Jobs, Json, Runs, Seed, announce_compilation

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario
    from ..measures.questions.held import Held
    from ..runs.expecting import Checked

HEADS = ["expectation", "of", "bounds", "found", "99 % interval", "cases", "verdict"]


def ask(
    results: Annotated[Path, typer.Argument(help="A results folder.", autocompletion=completing.folders)],
    questions: Annotated[
        list[str], typer.Argument(help="Each a question in one line, such as 'iran on pakistan 6+', or by name.")
    ],
    csv: Annotated[bool, typer.Option("--csv", help="Print a row for each run instead.")] = False,
    as_json: Json = False,
) -> None:
    """Ask finished results a new question: answered from the acts that were kept, without running anything."""
    from ..measures.questions.answers import as_json as in_json
    from ..results.asking import ask
    from ..results.read import open_results

    opened = open_results(results)
    found = ask(opened, questions)
    if csv:
        give(found.frame.to_csv(index=False, lineterminator="\n").rstrip("\n"))
        return
    if as_json:
        content = {"runs": opened.manifest["runs"], "runs_with_acts": found.runs, "questions": in_json(found.answers)}
        give_json({"folder": str(results), **content})
        return
    show_answers(found.answers, "New questions to old runs")
    give(f"Asked of the {found.runs:,} runs whose acts were kept, of {opened.manifest['runs']:,}.")


def expect(
    scenario: Annotated[
        str,
        typer.Argument(
            help="A shipped scenario or experiment by name, or a file; of an experiment, its scenario as it sets it.",
            autocompletion=completing.scenarios,
        ),
    ],
    runs: Runs = 1_000,
    seed: Seed = 1,
    jobs: Jobs = None,
    as_json: Json = False,
) -> None:
    """Run a scenario and hold its expectations: exit code 0 if none is seen to fail, else 3."""
    from ..runs.expecting import check_expectations

    loaded = _expecting(scenario)
    announce_compilation()
    with progress_bar("runs") as progress:
        found = check_expectations(loaded, runs, seed, jobs, progress)
    if as_json:
        give_json({"scenario": loaded.name, "runs": runs, "seed": seed, "expectations": [*map(_record, found.held)]})
    else:
        _tell(loaded, found)
    failed = [entry for entry in found.held if entry.verdict == "fails"]
    if failed:
        names = ", ".join(dict.fromkeys(entry.bound.id for entry in failed))
        raise MismatchError(f"{len(failed)} of {len(found.held)} expectations fail: {names}")


def _expecting(name: str) -> Scenario:
    """The scenario that is named, or that of an experiment."""
    from ...scenarios.loader import load_scenario
    from ..studies.files import is_experiment
    from ..studies.sweep import load_changed

    return load_changed(name) if is_experiment(name) else load_scenario(name)


def _tell(scenario: Scenario, found: Checked) -> None:
    rows = [
        [
            f"{entry.bound.id} {entry.stratum}".strip(), entry.bound.statistic,
            _span(entry, entry.bound.low, entry.bound.high), _number(entry, entry.found.estimate),
            _span(entry, *entry.found[1:]), f"{entry.cases:,}", entry.verdict,
        ]
        for entry in found.held
    ]  # fmt: skip
    give_table(f"{scenario.name}: what is expected of it, and what {found.runs:,} runs say", HEADS, rows)
    few = sum(entry.verdict not in ("holds", "fails") for entry in found.held)
    if few:
        rest = several(few, "expectation rests", "expectations rest")
        say(f"{rest} on too few cases to be told, of {len(rows)} in all; --runs makes more")


def _record(entry: Held) -> dict[str, Any]:
    from ..measures.statistics import as_dict

    bound = entry.bound
    content = {"id": bound.id, "statistic": bound.statistic, "low": bound.low, "high": bound.high}
    content |= {"question": bound.question, "stratum": entry.stratum or None, "source": bound.source or None}
    return {**content, **{f"found_{k}": v for k, v in as_dict(entry.found).items()}, "cases": entry.cases,
            "verdict": entry.verdict}  # fmt: skip


def _span(entry: Held, low: float, high: float) -> str:
    return f"{_number(entry, low)} to {_number(entry, high)}"


def _number(entry: Held, value: float) -> str:
    from ..measures.numbers import UNKNOWN, cell, fixed_percent

    if value != value:
        return UNKNOWN
    return fixed_percent(value) if entry.bound.statistic == "share" else cell(value)
