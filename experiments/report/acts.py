"""The table of acts: every act of force of the runs that are told, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...model.world.ladder import RUNG_NAMES
from ..figures.about import About
from ..figures.tables import text

if TYPE_CHECKING:
    from ..figures.frames import Frame
    from ..results.read import Results

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


class SortedCell(NamedTuple):
    """What is shown, and the number to sort by where that is another thing."""

    shown: str
    sort: int | None = None


def act_rows(results: Results, facts: About, runs: list[int]) -> list[list[SortedCell]]:
    """The rows for ``runs``; of a run with more than `MOST` acts of force, campaign acts beyond that are left out."""
    return [row for run in runs for row in _of_run(results, facts, run)]


def _of_run(results: Results, facts: About, run: int) -> list[list[SortedCell]]:
    acts: Frame = results.acts_of(run)
    force = acts[acts["kinetic"].to_numpy(dtype=bool)]
    if len(force) > MOST:
        free = force[(force["origin"] != "campaign").to_numpy(dtype=bool)]
        force = free.head(MOST)
    return [_row(results, facts, row) for row in force.to_dict("records")]


def _row(results: Results, facts: About, row: dict) -> list[SortedCell]:
    rung, day = int(row["rung"]), int(row["day"])
    kind = facts.mark if row["observed"] else KINDS.get(text(row["origin"]), text(row["origin"]))
    where = text(row["site"]) or text(row["place"])
    weapon = text(row["weapon"])
    return [
        SortedCell(str(int(row["run"]))),
        SortedCell(str(int(row["act"]))),
        SortedCell(facts.on(day), day),
        SortedCell(kind),
        SortedCell(facts.label(row["actor"])),
        SortedCell(facts.label(row["target"]) if text(row["target"]) else ""),
        SortedCell(facts.place(where) if where else ""),
        SortedCell(f"{rung} {RUNG_NAMES[rung]}", rung),
        SortedCell(results.label(weapon, "weapons") if weapon else ""),
        SortedCell(str(int(row["cause"])) if int(row["cause"]) >= 0 else ""),
        SortedCell(str(int(row["killed"]))),
        SortedCell(str(int(row["wounded"]))),
    ]
