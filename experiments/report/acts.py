"""The table of acts: every act of force of the runs that are told, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...model.ladder import RUNG_NAMES
from ..figures.about import About
from ..figures.tables import text

if TYPE_CHECKING:
    from ..figures.frames import Frame
    from ..results import Results

MOST = 1_200
HEADS = ("run", "act", "date", "kind", "actor", "target", "place", "rung", "weapon", "answers", "killed", "wounded")
#: What a reader calls the origins of an act.
KINDS = {
    "event": "event",
    "campaign": "campaign",
    "spoiler": "spoiler",
    "reply": "answer",
    "displaced": "answer on a third party",
}


class Cell(NamedTuple):
    """What is shown, and the number to sort by where that is another thing."""

    shown: str
    sort: int | None = None


def act_rows(results: Results, facts: About, runs: list[int]) -> list[list[Cell]]:
    """The rows for ``runs``; of a run with more than `MOST` acts of force, campaign acts beyond that are left out."""
    return [row for run in runs for row in _of_run(results, facts, run)]


def _of_run(results: Results, facts: About, run: int) -> list[list[Cell]]:
    acts: Frame = results.acts_of(run)
    force = acts[acts["kinetic"].to_numpy(dtype=bool)]
    if len(force) > MOST:
        free = force[(force["origin"] != "campaign").to_numpy(dtype=bool)]
        force = free.head(MOST)
    return [_row(results, facts, row) for row in force.to_dict("records")]


def _row(results: Results, facts: About, row: dict) -> list[Cell]:
    rung, day = int(row["rung"]), int(row["day"])
    kind = facts.mark if row["observed"] else KINDS.get(text(row["origin"]), text(row["origin"]))
    where = text(row["site"]) or text(row["place"])
    weapon = text(row["weapon"])
    return [
        Cell(str(int(row["run"]))),
        Cell(str(int(row["act"]))),
        Cell(facts.on(day), day),
        Cell(kind),
        Cell(facts.label(row["actor"])),
        Cell(facts.label(row["target"]) if text(row["target"]) else ""),
        Cell(facts.place(where) if where else ""),
        Cell(f"{rung} {RUNG_NAMES[rung]}", rung),
        Cell(results.label(weapon, "weapons") if weapon else ""),
        Cell(str(int(row["cause"])) if int(row["cause"]) >= 0 else ""),
        Cell(str(int(row["killed"]))),
        Cell(str(int(row["wounded"]))),
    ]
