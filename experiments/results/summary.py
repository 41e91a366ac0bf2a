"""The summary of a batch as people read it on a terminal, and as machines do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..measures.claims import FEWEST
from ..measures.numbers import fixed_percent, simulated
from ..measures.questions import answers
from ..measures.statistics import LEVEL, as_dict
from ..measures.strikes import COUNTED, LISTED, READ, Listed, listed
from ..measures.summary import Line

if TYPE_CHECKING:
    from .read import Results


def table(results: Results) -> tuple[list[str], list[list[str]]]:
    """The summary as people read it: heads of the columns, and a row of text for each headline."""
    lines = results.headlines
    if results.manifest["uncertain"]:
        heads = ["outcome", "estimate", "sampling, 95 %", "parameters, 90 %", "what it means"]
        return heads, [[e.outcome, e.estimate(), e.bounds(), e.over_parameters(), e.meaning] for e in lines]
    heads = ["outcome", "estimate", "95 % interval", "what it means"]
    return heads, [[e.outcome, e.estimate(), e.bounds(), e.meaning] for e in lines]


def as_json(results: Results) -> dict[str, Any]:
    """The summary and where the rest is, for machines. Shares and ratios are plain numbers."""
    manifest = results.manifest
    pairs, runs = strikes(results)
    return {
        "folder": str(results.folder),
        "scenario": manifest["scenario"]["name"],
        "question": manifest["question"],
        **{name: manifest[name] for name in ("runs", "seed", "days", "engine")},
        "level": LEVEL,
        "left_out": manifest["labels"].get("left_out", {}),
        "questions": answers.as_json(results.answers_to_questions),
        "summary": [
            {
                "outcome": line.outcome,
                "measure": line.measure,
                **as_dict(line.interval),
                "unit": line.unit,
                "meaning": line.meaning,
                **_parameters(line),
            }
            for line in results.headlines
        ],
        "strikes": {"runs": runs, "pairs": [pair.as_dict() for pair in pairs]},
    }


def heading(results: Results) -> str:
    """One line that says what the table is about."""
    m = results.manifest
    few = f", and of fewer than {FEWEST} runs too narrow" if m["runs"] < FEWEST else ""
    return (
        f"{m['scenario']['name']}: {simulated(m['runs'], m['days'])}, seed {m['seed']}; "
        f"{fixed_percent(LEVEL, 0)} intervals are sampling error only{few}"
        f"{'; beside them nine in ten of the parameter points' if m['uncertain'] else ''}"
        f"{f'; {results.left_out}' if results.left_out else ''}"
    )


def _parameters(line: Line) -> dict[str, Any]:
    """Bounds over parameters for machines, where there are any."""
    if line.parameters is None:
        return {}
    low, high = (None if value != value else value for value in line.parameters)
    return {"parameters": {"low": low, "high": high}}


def strikes(results: Results) -> tuple[list[Listed], int]:
    """The pairs that the summary lists, and how many runs they are counted over."""
    kept = min(COUNTED, results.manifest["runs_with_acts"])
    acts = results.log_of_first(kept, READ)
    failed: Any = results.failures["run"] if results.failed else np.zeros(0)
    counted = kept - int((failed < kept).sum())
    return listed(acts, counted, results.label, lambda name: results.label(name, "territories"), LISTED), counted
