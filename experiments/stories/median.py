"""Which run stands for all: the one in the middle."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..results.read import Results


def median_run(results: Results, among: Collection[int] | None = None) -> int:
    """Number of the run in the middle, by acts of force, then by deaths, among those whose acts are kept.

    With an even number of runs it is the lower of the two in the middle; 0 when no acts are kept at all. ``among``:
    only these runs are looked at, one at least.
    """
    runs = results.runs
    kept: Any = runs.head(max(1, results.manifest["runs_with_acts"]))
    kept = kept if among is None else kept[kept["run"].isin(list(among))]
    ordered = kept.sort_values(by=["kinetic_acts", "killed", "run"])["run"].to_list()
    return int(ordered[(len(ordered) - 1) // 2])
