"""The doctrines an actor can be given: names, what they do, their sources and the parameters each reads.

A doctrine is a rule of decision. Its code stands in `agents/doctrines/`, one small file each; this table is what
scenario files, help texts and both drivers share. The parameters reach the rules as ``d0`` to ``d3`` of an actor, in
this order.
"""

from __future__ import annotations

from typing import NamedTuple


class Parameter(NamedTuple):
    """A doctrine's own parameter: default, bounds, unit and meaning."""

    default: float
    low: float
    high: float
    unit: str
    meaning: str


class Doctrine(NamedTuple):
    """One way to decide: its number in the compiled rules, a line of explanation, its source, its parameters.

    ``weighs``: it acts by what an act is worth, and leaves small answers to others; those that do not go by a rule of
    their own, on each provocation, and choose from the whole menu.
    """

    code: int
    summary: str
    source: str
    parameters: dict[str, Parameter]
    weighs: bool = False


_REPLY = Parameter(0.5, 0.0, 1.0, "probability", "chance to answer each provocation")
_STEP = Parameter(0.0, -2.0, 3.0, "rungs", "how far above the provocation, as read, the answer aims")
_FORGIVENESS = Parameter(0.1, 0.0, 1.0, "probability", "chance to let a provocation pass")
_LINE = Parameter(0.3, 0.0, 2.0, "severity", "harm, or account, from which the line is crossed")
_PRECISION = Parameter(20.0, 2.0, 100.0, "ratio", "how sharply the best option beats the next")
_AVERSION = Parameter(2.25, 1.0, 4.0, "ratio", "weight of a loss beside an equal gain")
_RISK = Parameter(0.5, 0.0, 1.0, "share", "share of fear that is shrugged off when the loss is full")
_CONCESSION = Parameter(0.5, 0.0, 1.0, "probability", "chance to answer with a concession")
_FIRM = Parameter(0.6, 0.0, 2.0, "severity", "harm from which even this doctrine answers, in kind")

DOCTRINES: dict[str, Doctrine] = {
    "appraisal": Doctrine(
        0,
        "weighs relief at home against fear of the reply, option by option",
        "McFadden 1978; Signorino 1999",
        {},
        True,
    ),
    "never_reply": Doctrine(1, "holds its fire whatever happens: the lower bound", "judgement", {}),
    "always_reply": Doctrine(2, "answers every provocation: the upper bound", "judgement", {}),
    "constant_chance": Doctrine(
        3, "answers each provocation with the same chance: chains are then geometric", "judgement", {"reply": _REPLY}
    ),
    "tit_for_tat": Doctrine(
        4, "answers in kind, a step up or down", "Axelrod 1984", {"step": _STEP, "forgiveness": _FORGIVENESS}
    ),
    "red_line": Doctrine(5, "answers only what crosses a line", "Schelling 1966", {"line": _LINE}),
    "expected_utility": Doctrine(
        6,
        "takes the best option if it beats waiting, without error",
        "Bueno de Mesquita 1981",
        {"precision": _PRECISION},
        True,
    ),
    "prospect": Doctrine(
        7,
        "fears less the more it has lost",
        "Kahneman and Tversky 1979; Tversky and Kahneman 1992",
        {"loss_aversion": _AVERSION, "risk_seeking": _RISK},
        True,
    ),
    "grit": Doctrine(
        8,
        "concedes to break the cycle, and answers only what is grave, in kind",
        "Osgood 1962",
        {"concession": _CONCESSION, "firmness": _FIRM},
    ),
}
