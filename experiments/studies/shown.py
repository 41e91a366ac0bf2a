"""What a verb shows of a finished study: tables for machines, and lines and tables of text for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ..figures.frames import Frame
from ..measures.numbers import cell, decimal
from ..measures.outcomes import direction_of, label_of
from ..results.study import table as read_table
from .compare import HEADS, shown_table

ACTS = ("appear", "vanish", "changed")
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


def outcome_words(question: dict[str, Any], tables: dict[str, Any]) -> dict[str, dict[str, str]]:
    """For each outcome that a study asks for or shows, by its name: its label, and which way is more escalation."""
    asked = [question[key] for key in ("outcome", "when") if key in question]
    rows = [row for rows in tables.values() if isinstance(rows, list) for row in rows if isinstance(row, dict)]
    found = [row["outcome"] for row in rows if "outcome" in row]
    names = dict.fromkeys(map(str, (*asked, *question.get("outcomes", ()), *found)))
    return {name: {"label": label_of(name), "direction": direction_of(name)} for name in names}


def comparison(folder: Path, found: dict[str, Any]) -> Shown:
    """The differences, what they come to, and the acts that appear and vanish."""
    table = read_table(folder, "differences", *DIFFERENCES)
    acts: Any = read_table(folder, "acts", "actor", "target", "act", *ACTS)
    asked = found["question"]
    title = f"A {asked['names'][0]}; B {asked['names'][1]}: {asked['runs']:,} paired runs"
    text: list[str | Block] = [Block(title, HEADS, shown_table(table)), *found["found"]]
    if len(acts):
        rows = [
            [f"{r['actor']} on {r['target']}", r["act"], *(decimal(r[n], 3) for n in ACTS)]
            for r in acts.head(10).to_dict("records")
        ]
        text.append(Block("acts of force a run", ["who", "what", *ACTS], rows))
    return Shown({"differences": records(table), "acts": records(acts)}, text)


def sweep(folder: Path, found: dict[str, Any]) -> Shown:
    """A row for each case and combination of values."""
    summary: Any = read_table(folder, "summary", "case", "outcome", "estimate", "low", "high")
    data = {"summary": records(summary)}
    title = f"{found['label']}: {found['scenario']}, {found['points']:,} points; sampling 95 %"
    keys = [str(name) for name in summary.columns[: list(summary.columns).index("outcome")]]
    keys = keys[1:] if summary["case"].nunique() == 1 and len(keys) > 1 else keys
    names = list(dict.fromkeys(summary["outcome"]))
    summary["shown"] = [
        f"{cell(row.estimate)} ({cell(row.low)} to {cell(row.high)})" for row in summary.itertuples(index=False)
    ]
    wide = summary.pivot_table(index=keys, columns="outcome", values="shown", aggfunc="first", sort=False)
    rows = [[cell(value) for value in _listed(head)] + [row[name] for name in names] for head, row in wide.iterrows()]
    return Shown(data, [Block(title, [*keys, *map(label_of, names)], rows)])


def _listed(head: object) -> tuple[object, ...]:
    return head if isinstance(head, tuple) else (head,)


def sensitivity(folder: Path, found: dict[str, Any]) -> Shown:
    """The strongest indices of each outcome."""
    indices: Any = read_table(folder, "indices", "outcome", "parameter", *INDICES)
    heads = ["setting", "S1", "+-", "S1 net", "ST", "+-", "ST net"]
    blocks = [
        Block(
            label_of(str(name)),
            heads,
            [[r["parameter"], *(cell(r[c]) for c in INDICES)] for r in some.to_dict("records")],
        )
        for name, some in indices.groupby("outcome", sort=False).head(8).groupby("outcome", sort=False)
    ]
    return Shown({"indices": records(indices)}, [*blocks, *found["found"]])


def points(folder: Path, found: dict[str, Any]) -> Shown:
    """What a map found."""
    return Shown({"points": records(read_table(folder, "points"))}, found["found"])


def box(folder: Path, found: dict[str, Any]) -> Shown:
    """What a discovery found."""
    return Shown({"box": records(read_table(folder, "box"))}, found["found"])
