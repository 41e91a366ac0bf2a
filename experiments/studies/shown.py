"""What a verb shows of a finished study: tables for machines, and lines and tables of text for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ..figures.frames import Frame
from ..measures.numbers import cell, in_unit, on_day
from ..measures.outcomes import direction_of, label_of, labels_in, unit_and_sentence
from ..measures.statistics import Interval
from ..results.read import kept_scenario
from ..results.study import table as read_table
from . import cases, moved
from .acts_changed import ACT_HEADS, named_acts
from .compare import HEADS, A, shown_table

ACTS = ("appear", "vanish", "changed")
#: Kinds of acts that are shown of a comparison.
SHOWN_ACTS = 10
#: Columns of a comparison's table that are shown.
DIFFERENCES = (
    "outcome", "a", "b", "difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high",
    "correlation", "saving",
)  # fmt: skip
#: Columns of a table of indices that are shown.
INDICES = ("S1", "S1_conf", "S1_net", "ST", "ST_conf", "ST_net")


class Block(NamedTuple):
    """A table of text."""

    title: str
    heads: Sequence[str]
    rows: list[list[str]]


class Shown(NamedTuple):
    """What there is for machines, by name, and what people read, from above."""

    data: dict[str, Any]
    text: Sequence[str | Block]


def records(table: Frame) -> list[dict[str, Any]]:
    """Rows of a table for JSON, which has no NaN."""
    return json.loads(table.to_json(orient="records"))


def outcome_words(question: dict[str, Any], tables: dict[str, Any], words: dict[str, str]) -> dict[str, dict[str, str]]:
    """For each outcome that a study asks for or shows, by its name: its label, and which way is more escalation.

    ``words`` are labels of questions that no table says.
    """
    asked = [question[key] for key in ("outcome", "when") if key in question]
    lists = [table for table in tables.values() if isinstance(table, list)]
    rows = [row for table in lists for row in table if isinstance(row, dict) and "outcome" in row]
    said = words | {row["outcome"]: row["label"] for row in rows if "label" in row}
    names = dict.fromkeys(map(str, (*asked, *question.get("outcomes", ()), *(row["outcome"] for row in rows))))
    return {
        name: {"label": said.get(name, label_of(name)), "direction": direction_of(name), **unit_and_sentence(name)}
        for name in names
    }


def comparison(folder: Path, found: dict[str, Any]) -> Shown:
    """The questions and the other outcomes in both worlds, what they come to, and the acts that appear and vanish."""
    table = read_table(folder, "differences", *DIFFERENCES)
    acts: Any = read_table(folder, "acts", "actor", "target", "act", *ACTS)
    asked, world = found["question"], kept_scenario(folder / A)
    title = f"A {asked['names'][0]}; B {asked['names'][1]}: {asked['runs']:,} paired runs"
    data, blocks = {"differences": records(table), "acts": records(acts)}, []
    if (folder / "questions.parquet").is_file():
        questions = read_table(folder, "questions", "question", "ask", "unit", "a", "b", "difference")
        data = {"questions": records(questions), **data}
        blocks.append(Block("Questions", moved.HEADS, moved.shown_rows(questions, world.start)))
        table = moved.others(table, questions)
    if len(table):
        blocks.append(Block("All in all", HEADS, shown_table(table, world.start)))
    if len(acts):
        blocks.append(Block("Acts of force a run", ACT_HEADS, named_acts(acts.head(SHOWN_ACTS), world)))
    return Shown(data, [title, *found["found"], *blocks])


def sweep(folder: Path, found: dict[str, Any]) -> Shown:
    """A table for each outcome, with a row for each case and combination of values."""
    summary: Any = read_table(folder, "summary", "case", "outcome", "estimate", "low", "high")
    title = f"{found['label']}: {found['scenario']}, {found['points']:,} points"
    keys = [str(name) for name in summary.columns[: list(summary.columns).index("outcome")]]
    keys = keys[1:] if summary["case"].nunique() == 1 and len(keys) > 1 else keys
    labels, brief, start = labels_in(summary), short_names(keys), kept_scenario(folder).start
    text: list[str | Block] = [title, *(f"{brief[path]}: {path}" for path in keys if brief[path] != path)]
    data, heads, less = {"summary": records(summary)}, [*brief.values(), "mean", "95 % interval, sampling"], {}
    if (folder / f"{cases.TABLE}.parquet").is_file():
        differences: Any = read_table(folder, cases.TABLE, *cases.COLUMNS)
        data[cases.TABLE], less = records(differences), cases.less_first(differences, start)
        heads.append(f"less {summary['case'].iloc[0]}")
    for outcome, rows in summary.groupby("outcome", sort=False):
        cells = [
            [*(cell(row[name]) for name in keys), *estimated(row, start)]
            + ([less.get((row["case"], outcome), "")] if less else [])
            for row in rows.to_dict("records")
        ]
        text.append(Block(labels[str(outcome)], heads, cells))
    return Shown(data, text)


def estimated(row: dict[str, Any], start: date) -> list[str]:
    """An estimate and its interval by the unit of the outcome, which tables of earlier versions do not say."""
    unit, values = row.get("unit", ""), [float(row[name]) for name in Interval._fields]
    if unit == "days":
        middle, low, high = (on_day(value, start) for value in values)
    else:
        middle, low, high = (in_unit(value, unit) if unit else cell(value) for value in values)
    return [middle, f"{low} to {high}"]


def short_names(paths: Sequence[str]) -> dict[str, str]:
    """Settings by as few of their last names as tell them apart."""
    found = {}
    for path in paths:
        steps = path.split(".")
        ends = (".".join(steps[-k:]) for k in range(1, len(steps) + 1))
        alone = (end for end in ends if sum(f".{other}".endswith(f".{end}") for other in paths) == 1)
        found[path] = next(alone, path).replace("_", " ")
    return found


def sensitivity(folder: Path, found: dict[str, Any]) -> Shown:
    """The strongest indices of each outcome."""
    indices: Any = read_table(folder, "indices", "outcome", "parameter", *INDICES)
    heads = ["setting", "alone (S1)", "±", "net", "in all (ST)", "±", "net"]
    labels, brief = labels_in(indices), short_names(list(map(str, dict.fromkeys(indices["parameter"]))))
    legend = [f"{name}: {path}" for path, name in brief.items() if name != path]
    blocks = [
        Block(
            labels[str(name)],
            heads,
            [[brief[str(r["parameter"])], *(cell(r[c]) for c in INDICES)] for r in some.to_dict("records")],
        )
        for name, some in indices.groupby("outcome", sort=False).head(8).groupby("outcome", sort=False)
    ]
    return Shown({"indices": records(indices)}, [*found["found"], *legend, *blocks])


def points(folder: Path, found: dict[str, Any]) -> Shown:
    """What a map found."""
    return Shown({"points": records(read_table(folder, "points"))}, found["found"])


def box(folder: Path, found: dict[str, Any]) -> Shown:
    """What a discovery found."""
    return Shown({"box": records(read_table(folder, "box"))}, found["found"])
