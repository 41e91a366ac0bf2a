"""The groups of gates: what each is, how many runs it takes, and how its rows are made."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from . import disputes, smooth
from .expectations import POSTERIORS, UNCERTAIN, drawn_gates, record_gates, scenario_gates, shipped_gates
from .paired import paired_gates
from .table import Gate


class GateGroup(NamedTuple):
    """A group: what it is about, runs of each world (crises, for disputes), and its rows, given a number of runs."""

    about: str
    runs: int
    rows: Callable[[int], list[Gate]]


GROUPS: dict[str, GateGroup] = {
    "january": GateGroup("January 2024 as it was", 2_000, partial(scenario_gates, "january.yaml")),
    "october": GateGroup("the model goes on from 26 October", 2_000, partial(record_gates, "october.yaml")),
    "long": GateGroup("the campaign on US forces can end", 2_000, partial(scenario_gates, "long.yaml")),
    "forbidden": GateGroup("acts no analyst would accept", 2_000, partial(scenario_gates, "forbidden.yaml")),
    **{
        f"forbidden_{drawn}": GateGroup(
            f"the same, constants drawn: {drawn}", 1_000, partial(drawn_gates, "forbidden.yaml", drawn)
        )
        for drawn in (*POSTERIORS, UNCERTAIN)
    },
    "shipped": GateGroup("what shipped scenarios expect of themselves", 1_000, shipped_gates),
    "disputes": GateGroup("statistics of real disputes", 2_000, disputes.gates),
    "ways_down": GateGroup(
        "exchanges, mediation and closing words end chains", 2_000, partial(paired_gates, "ways_down.yaml")
    ),
    "runaway": GateGroup(
        "without any of them two nuclear neighbours run away", 2_000, partial(scenario_gates, "runaway.yaml")
    ),
    "live": GateGroup("every row of the narrative moves something", 500, partial(paired_gates, "live.yaml")),
    "smooth": GateGroup("no setting is a cliff", 200, smooth.gates),
}
#: Groups that are cheap enough to be held at every `make test`, and the runs they take there.
EVERY_TIME: dict[str, int] = {
    "january": 2_000, "october": 400, "long": 400, "forbidden": 600, "ways_down": 2_000, "runaway": 400,
    "shipped": 1_000,
}  # fmt: skip
