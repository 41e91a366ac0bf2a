"""Answers of studies as the terminal and machines get them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .console import give, give_json, give_table

ACTS = ("appear", "vanish", "changed")


#: Columns of a comparison's table that are printed.
DIFFERENCES = (
    "outcome", "a", "b", "difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high",
    "correlation", "saving",
)  # fmt: skip


def show_compare(folder: Path, as_json: bool, told: tuple[int | None, bool] = (None, False)) -> None:
    """Print a finished comparison; ``told`` asks for the two stories of a run, by number or as a matter of course."""
    from ..results.study import manifest
    from ..results.study import table as read_table
    from ..studies.compare import HEADS, default_run, shown_table, side_by_side

    table: Any = read_table(folder, "differences", *DIFFERENCES)
    acts: Any = read_table(folder, "acts", "actor", "target", "act", *ACTS)
    if as_json:
        give_study(folder, differences=table, acts=acts)
        return
    asked = manifest(folder)["question"]
    title = f"A {asked['names'][0]}; B {asked['names'][1]}: {asked['runs']:,} paired runs"
    give_table(title, HEADS, shown_table(table))
    for line in manifest(folder)["found"]:
        give(line)
    if len(acts):
        rows = [
            [f"{r['actor']} on {r['target']}", r["act"], *(f"{r[n]:.3f}" for n in ACTS)]
            for r in acts.to_dict("records")
        ]
        give_table("acts of force a run", ["who", "what", *ACTS], rows[:10])
    give_folder(folder)
    number, story = told
    if number is not None or story:
        days: Any = read_table(folder, "days", "first_day")["first_day"]
        give(side_by_side(folder, default_run(days) if number is None else number, shutil.get_terminal_size().columns))


def give_plan(told: dict[str, Any], as_json: bool) -> None:
    """What a study would do, a line for each thing that there is to say."""
    if as_json:
        give_json(told)
        return
    for name, value in told.items():
        if value is not None:
            give(f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value}")


def duration(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    return f"about {seconds / 60:.0f} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"


def show_sweep(folder: Path, as_json: bool) -> None:
    """Print a finished sweep: a row for each case and combination of values."""
    from ..measures.outcomes import label_of
    from ..report.study import cell
    from ..results.study import manifest
    from ..results.study import table as read_table

    summary: Any = read_table(folder, "summary", "case", "outcome", "estimate", "low", "high")
    if as_json:
        give_study(folder, summary=summary)
        return
    facts = manifest(folder)
    title = f"{facts['label']}: {facts['scenario']}, {facts['points']:,} points; sampling 95 %"
    keys = [str(name) for name in summary.columns[: list(summary.columns).index("outcome")]]
    keys = keys[1:] if summary["case"].nunique() == 1 and len(keys) > 1 else keys
    names = list(dict.fromkeys(summary["outcome"]))
    summary["shown"] = [
        f"{cell(row.estimate)} ({cell(row.low)} to {cell(row.high)})" for row in summary.itertuples(index=False)
    ]
    wide = summary.pivot_table(index=keys, columns="outcome", values="shown", aggfunc="first", sort=False)
    rows = [[cell(value) for value in _listed(head)] + [row[name] for name in names] for head, row in wide.iterrows()]
    give_table(title, [*keys, *map(label_of, names)], rows)
    give_folder(folder)


def _listed(head: object) -> tuple[object, ...]:
    return head if isinstance(head, tuple) else (head,)


def give_folder(folder: Path) -> None:
    """Where the answer is, and its report if there is one."""
    give(f"results: {folder}")
    if (folder / "report.html").is_file():
        give(f"report:  {folder / 'report.html'}")


def give_study(folder: Path, **tables: Any) -> None:
    """A finished study for machines: its manifest, the tables that its verb prints, and what their outcomes are."""
    from ..results.study import manifest

    facts = manifest(folder)
    rows = {name: plain_records(table) for name, table in tables.items()}
    give_json(
        {"folder": str(folder), "manifest": facts, "outcomes": _words(facts["question"], tables.values()), **rows}
    )


def _words(question: dict[str, Any], tables: Iterable[Any]) -> dict[str, dict[str, str]]:
    """For each outcome that a study asks for or shows, by its name: its label, and which way is more escalation."""
    from ..measures.outcomes import direction_of, label_of

    asked = [question[key] for key in ("outcome", "when") if key in question]
    shown = [str(name) for table in tables if "outcome" in table for name in table["outcome"]]
    names = dict.fromkeys((*asked, *question.get("outcomes", ()), *shown))
    return {name: {"label": label_of(name), "direction": direction_of(name)} for name in names}


def plain_records(table: Any) -> list[dict[str, object]]:
    """Rows of a table for JSON, which has no NaN."""
    import json

    return json.loads(table.to_json(orient="records"))


#: Columns of a table of indices that are printed.
INDICES = ("S1", "S1_conf", "S1_net", "ST", "ST_conf", "ST_net")


def show_sensitivity(folder: Path, as_json: bool) -> None:
    """Print the indices of a finished study of sensitivity."""
    from ..measures.outcomes import label_of
    from ..report.study import cell
    from ..results.study import manifest
    from ..results.study import table as read_table

    found: Any = read_table(folder, "indices", "outcome", "parameter", *INDICES)
    if as_json:
        give_study(folder, indices=found)
        return
    for name, rows in found.groupby("outcome", sort=False):
        table = [[row["parameter"], *(cell(row[c]) for c in INDICES)] for row in rows.head(8).to_dict("records")]
        give_table(label_of(str(name)), ["setting", "S1", "+-", "S1 net", "ST", "+-", "ST net"], table)
    for line in manifest(folder)["found"]:
        give(line)
    give_folder(folder)


def show_found(folder: Path, table: str, as_json: bool) -> None:
    """Print what a finished map or discovery found; for machines with the table of this name."""
    from ..results.study import manifest
    from ..results.study import table as read_table

    if as_json:
        give_study(folder, **{table: read_table(folder, table)})
        return
    for line in manifest(folder)["found"]:
        give(line)
    give_folder(folder)
