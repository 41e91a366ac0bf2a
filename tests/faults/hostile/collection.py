"""Every hostile folder that can be made of sound ones, and a few spread evenly over all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from brink.experiments.results.study import PLAN
from brink.experiments.results.sums import MANIFEST
from brink.tests.faults.hostile.case import Hostile
from brink.tests.faults.hostile.claims import claims, pieces
from brink.tests.faults.hostile.places import bits, kinds
from brink.tests.faults.hostile.sound import STUDIES
from brink.tests.faults.hostile.tables import cells
from brink.tests.faults.hostile.values import values

#: Files of an answer that no table is, by the kind of study; of very long ones one place in so many is tried.
TOLD = {"calibrate": ("calibration.json", 23), "backtest": ("backtest.json", 7)}


def all_of_them(folders: dict[str, Path]) -> list[Hostile]:
    """Every hostile folder that can be made of these."""
    made: list[Hostile] = []
    for base, name in (("batch", MANIFEST), ("batch", "plan.json"), ("half", "plan.json"), ("study", MANIFEST),
                       ("study", "study.json"), ("old", MANIFEST)):  # fmt: skip
        made += values(base, folders[base], name)
    made += cells("batch", folders["batch"])
    for base in ("batch", "study", "old", "half"):
        made += kinds(base, folders[base])
    made += [*bits(folders["batch"], "batch", 3), *bits(folders["study"], "study", 2)]
    for base in STUDIES.keys() & folders.keys():
        made += of_a_study(base, folders[base])
    return [*made, *claims(), *pieces()]


def of_a_study(base: str, folder: Path) -> Iterator[Hostile]:
    """Hostile folders made of the finished study of a kind."""
    for name in (MANIFEST, PLAN):
        yield from values(base, folder, name, 1)
    if base in TOLD:
        name, step = TOLD[base]
        yield from islice(values(base, folder, name, 1, vouched=True), 0, None, step)
    yield from cells(base, folder, strict=False)
    yield from kinds(base, folder)
    yield from bits(folder, base, 1)


def spread(made: list[Hostile], count: int) -> list[Hostile]:
    """So many of them, evenly over all; the claims and pieces at the end always."""
    return [made[round(k * (len(made) - 1) / max(1, count - 1))] for k in range(min(count, len(made)))]
