"""Where two worlds on the same draws part: the first day that differs in each run, acts that appear and vanish.

An act is the same act in both worlds when it has the same identity, which keys its draws: its root and the way of
answers that leads to it. The same act may still differ in rung, weapon or dead: it then counts as changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.batch import Batch
from ...model.measured import look_up
from ...model.world.acts import ACT, Origin
from ...model.world.ladder import is_kinetic
from ...model.world.tables import Case, Names

#: What two acts are compared by; numbers that stand for a place in the table of acts, or of locations, say nothing.
SAYS = tuple(name for name in ACT.names or () if name not in ("location", "cause", "chain"))


class ActKind(NamedTuple):
    """A kind of act: who, against whom, on whose soil (empty where no place is named), at which rung; by id."""

    actor: str
    target: str
    soil: str
    rung: int


class Divergence(NamedTuple):
    """Of consecutive runs: the first day that differs in each (-1 none), and simulated acts of force by kind."""

    days: NDArray[np.int64]
    appear: Counter[ActKind]
    vanish: Counter[ActKind]
    changed: Counter[ActKind]


def diverged(first: Batch, second: Batch, cases: Sequence[Case]) -> Divergence:
    """Compare the acts of two batches of the same runs, each of its own case; scripted acts are counted as no kind."""
    days = np.full(first.count, -1, np.int64)
    counts: tuple[Counter[ActKind], Counter[ActKind], Counter[ActKind]] = (Counter(), Counter(), Counter())
    for run in range(first.count):
        one = first.acts[first.act_offsets[run] : first.act_offsets[run + 1]]
        two = second.acts[second.act_offsets[run] : second.act_offsets[run + 1]]
        days[run] = first_day(one, two)
        if days[run] >= 0:
            new, gone, changed = _sorted_out(one, two)
            for count, found, case in zip(counts, (new, gone, changed), (cases[1], cases[0], cases[1]), strict=True):
                count.update(_kinds(found, case))
    return Divergence(days, *counts)


def renumbered(batch: Batch, own: Names, other: Names) -> Batch:
    """The batch with weapons and sites under the numbers that another case gives them; unknown ones get new numbers."""
    acts = batch.acts.copy()
    for field, names, known in (("weapon", own.weapons, other.weapons), ("site", own.sites, other.sites)):
        if names != known:
            place = {name: k for k, name in enumerate(known)}
            table = np.array([place.get(name, len(known) + k) for k, name in enumerate(names)] + [-1], np.int64)
            acts[field] = table[acts[field]]
    return batch._replace(acts=acts)


def first_day(one: NDArray[np.void], two: NDArray[np.void]) -> int:
    """The first day on which two logs differ, -1 if they are the same."""
    shared = min(len(one), len(two))
    differs = np.zeros(shared, bool)
    for name in SAYS:
        differs |= one[name][:shared] != two[name][:shared]
    if differs.any():
        k = int(np.argmax(differs))
        return int(min(one["day"][k], two["day"][k]))
    if len(one) == len(two):
        return -1
    return int((one if len(one) > shared else two)["day"][shared])


def _sorted_out(
    one: NDArray[np.void], two: NDArray[np.void]
) -> tuple[NDArray[np.void], NDArray[np.void], NDArray[np.void]]:
    """Acts of the second log that are new, acts of the first that are gone, and acts of the second that changed."""
    new, gone = ~np.isin(two["identity"], one["identity"]), ~np.isin(one["identity"], two["identity"])
    left, right = one[~gone], two[~new]
    left, right = left[np.argsort(left["identity"], kind="stable")], right[np.argsort(right["identity"], kind="stable")]
    if len(left) != len(right):
        return two[new], one[gone], two[:0]
    differs = np.zeros(len(left), bool)
    for name in SAYS:
        differs |= left[name] != right[name]
    return two[new], one[gone], right[differs]


def _kinds(acts: NDArray[np.void], case: Case) -> list[ActKind]:
    names, soils = case.names.actors, (*case.names.territories, "")
    force = acts[is_kinetic(acts["rung"]) & (acts["origin"] != Origin.EVENT)]
    soil = look_up(force, case, "territory")
    return [
        ActKind(names[act["actor"]], names[act["target"]], soils[where], int(act["rung"]))
        for act, where in zip(force, soil, strict=True)
    ]


def joined(parts: list[Divergence]) -> Divergence:
    """Batches of runs put together, in their order."""
    counts = [sum((getattr(part, name) for part in parts), Counter()) for name in ("appear", "vanish", "changed")]
    return Divergence(np.concatenate([part.days for part in parts]), *counts)
