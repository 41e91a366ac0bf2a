"""The acts that appear and vanish between two worlds: by who strikes whom and on whose soil, the clearest first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ...model.world.ladder import RUNG_NAMES
from ...scenarios.schema.words import as_name
from ..figures.frames import Frame
from ..measures import claims
from ..measures.numbers import UNKNOWN, decimal
from ..measures.statistics import LEVEL, Interval, normal_quantile
from .divergence import ActKind, Divergence

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

ACTS = (
    "Simulated acts of force a run, by who strikes whom and on whose soil: those that only B has (appear), only A has "
    "(vanish), or both have, but not alike (changed). First stand those whose number changes most for what chance "
    "gives."
)
#: Kinds of acts that a sentence names.
NAMED = 3
#: Columns of the table of acts as people read it.
ACT_HEADS = ["who on whom", "soil", "act", "appear", "vanish", "changed"]


def acts_table(parted: Divergence, runs: int) -> Frame:
    """A row for each kind of act that appears, vanishes or changes, a run; what changes most for its number first."""
    kinds: set[ActKind] = {*parted.appear, *parted.vanish, *parted.changed}
    rows = [
        {
            **kind._asdict(),
            "act": RUNG_NAMES[kind.rung],
            "appear": parted.appear[kind] / runs,
            "vanish": parted.vanish[kind] / runs,
            "changed": parted.changed[kind] / runs,
        }
        for kind in sorted(kinds, key=lambda kind: (-_telling(parted, kind), -parted.changed[kind], kind))
    ]
    types = {
        "actor": str, "target": str, "soil": str, "rung": np.int64, "act": str, "appear": float, "vanish": float,
        "changed": float,
    }  # fmt: skip
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _telling(parted: Divergence, kind: ActKind) -> float:
    """By how much a kind of act becomes more or less frequent, for what as many acts would change by chance."""
    more, less = parted.appear[kind], parted.vanish[kind]
    return abs(more - less) / math.sqrt(more + less) if more + less else 0.0


def named_acts(acts: Frame, scenario: Scenario) -> list[list[str]]:
    """The table of acts as rows of text, under `ACT_HEADS`."""
    rows = []
    for row in acts.to_dict("records"):
        soil = territory(scenario, row["soil"]) if row.get("soil") else UNKNOWN
        who = f"{scenario.label(row['actor'])} on {scenario.label(row['target'])}"
        rows.append([who, soil, row["act"], *(decimal(row[name]) for name in ("appear", "vanish", "changed"))])
    return rows


def territory(scenario: Scenario, identifier: str) -> str:
    """What readers call a territory."""
    entry = scenario.territories.get(identifier)
    return (entry.name if entry else "") or as_name(identifier)


def clearest(parted: Divergence, runs: int, scenario: Scenario) -> list[str]:
    """Which acts become fewer and which more, beyond what as many acts would change by chance."""
    table = acts_table(parted, runs)
    sentences = []
    for word, way in (("fewer", claims.Side.BELOW), ("more", claims.Side.ABOVE)):
        rows = table[[_side(row, runs, len(table)) is way for row in table.to_dict("records")]].head(NAMED)
        named = [
            f"{who}{f', in {soil}' if soil != UNKNOWN else ''}: {act} ({vanish} vanish, {appear} appear)"
            for who, soil, act, appear, vanish, _ in named_acts(rows, scenario)
        ]
        if named:
            sentences.append(f"Acts a run of which B has {word}, the clearest first: {'; '.join(named)}.")
    return sentences


def _side(row: dict[str, Any], runs: int, among: int) -> claims.Side:
    """Whether a kind of act becomes more frequent or less, picked out of so many; acts are counted as independent."""
    more, less = row["appear"] * runs, row["vanish"] * runs
    half = normal_quantile(0.5 + LEVEL / 2) * math.sqrt(more + less)
    found = claims.Finding(Interval(more - less, more - less - half, more - less + half), round(more + less))
    return claims.side(claims.widened(found, among))
