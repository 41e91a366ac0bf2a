"""Every hostile folder that can be made of sound ones, and a few spread evenly over all."""

from __future__ import annotations

from pathlib import Path

from brink.experiments.results.sums import MANIFEST
from brink.tests.faults.hostile.case import Hostile
from brink.tests.faults.hostile.claims import claims, pieces
from brink.tests.faults.hostile.places import bits, kinds
from brink.tests.faults.hostile.tables import cells
from brink.tests.faults.hostile.values import values


def all_of_them(folders: dict[str, Path]) -> list[Hostile]:
    """Every hostile folder that can be made of these."""
    made: list[Hostile] = []
    for base, name in (("batch", MANIFEST), ("batch", "plan.json"), ("half", "plan.json"), ("study", MANIFEST),
                       ("study", "study.json"), ("old", MANIFEST)):  # fmt: skip
        made += values(base, folders[base], name)
    made += cells(folders["batch"])
    for base in ("batch", "study", "old", "half"):
        made += kinds(base, folders[base])
    made += [*bits(folders["batch"], "batch", 3), *bits(folders["study"], "study", 2)]
    return [*made, *claims(), *pieces()]


def spread(made: list[Hostile], count: int) -> list[Hostile]:
    """So many of them, evenly over all; the claims and pieces at the end always."""
    return [made[round(k * (len(made) - 1) / max(1, count - 1))] for k in range(min(count, len(made)))]
