"""What a verb shows of a finished study: tables for machines, and lines and tables of text for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from ...scenarios.called import words_by_path
from ..figures.frames import Frame
from ..measures.numbers import by_unit, cell
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
    """What there is for machines, by name, what people read, from above, and what settings are called, by path."""

    data: dict[str, Any]
    text: Sequence[str | Block]
    settings: Mapping[str, str] = MappingProxyType({})


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
    world = kept_scenario(folder)
    labels, called, start = labels_in(summary), words_by_path(keys, world), world.start
    text: list[str | Block] = [title, *legend(called)]
    data, heads, less = {"summary": records(summary)}, [*called.values(), "mean", "95 % interval, sampling"], {}
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
    return Shown(data, text, called)


def estimated(row: dict[str, Any], start: date) -> list[str]:
    """An estimate and its interval by the unit of the outcome, which tables of earlier versions do not say."""
    unit, values = row.get("unit", ""), [float(row[name]) for name in Interval._fields]
    middle, low, high = (by_unit(value, unit, start) if unit else cell(value) for value in values)
    return [middle, f"{low} to {high}"]


def legend(called: Mapping[str, str]) -> list[str]:
    """What settings in words are called where somebody types them."""
    return [f"{words}: {path}" for path, words in called.items() if words != path]


def sensitivity(folder: Path, found: dict[str, Any]) -> Shown:
    """The strongest indices of each outcome."""
    indices: Any = read_table(folder, "indices", "outcome", "parameter", *INDICES)
    heads = ["setting", "alone (S1)", "±", "net", "in all (ST)", "±", "net"]
    some = indices.groupby("outcome", sort=False).head(8)
    labels, called = labels_in(indices), words_by_path(indices["parameter"], kept_scenario(folder))
    above = {path: called[path] for path in map(str, some["parameter"])}
    blocks = [
        Block(
            labels[str(name)],
            heads,
            [[called[str(r["parameter"])], *(cell(r[c]) for c in INDICES)] for r in rows.to_dict("records")],
        )
        for name, rows in some.groupby("outcome", sort=False)
    ]
    return Shown({"indices": records(indices)}, [*found["found"], *legend(above), *blocks], called)


def points(folder: Path, found: dict[str, Any]) -> Shown:
    """What a map found."""
    asked = found["question"]
    called = words_by_path((asked["x"][0], asked["y"][0]), kept_scenario(folder))
    return Shown({"points": records(read_table(folder, "points"))}, [*found["found"], *legend(called)], called)


def box(folder: Path, found: dict[str, Any]) -> Shown:
    """What a discovery found."""
    table = read_table(folder, "box", "parameter")
    called = words_by_path(table["parameter"], kept_scenario(folder))
    return Shown({"box": records(table)}, [*found["found"], *legend(called)], called)
