"""The registry of outcomes: what a run came to, each outcome in one entry with all that anybody needs to know of it.

From an entry follow the column and its type, how runs are put together, the words of tables, figures and reports, the
reference page, and what the command line accepts. A new outcome is an entry here and a function in `measured.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .batch import Batch
from .measured import (
    ENDINGS,
    QUIET_DAYS,
    SPIRAL_GENERATIONS,
    SPIRAL_LENGTH,
    Seen,
    first_signal,
    number_of_acts,
    seen,
    walk,
)
from .world.ladder import is_kinetic
from .world.tables import Case

#: Outcomes that are names, and the names that their numbers stand for.
CATEGORIES = {"ended_by": ENDINGS}


class Measured(StrEnum):
    """What kind of number an outcome is, which says how runs are put together.

    A day is left out of a mean where it is -1, which is never; a ratio of many runs is that of two sums.
    """

    COUNT = "count"
    FLAG = "flag"
    DAY = "day"
    RATIO = "ratio"
    CATEGORY = "category"


class Direction(StrEnum):
    """Whether a higher number means more escalation, less, or neither."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class Outcome(NamedTuple):
    """An outcome.

    Attributes:
        name: its column.
        kind: what kind of number it is.
        unit: what it is counted in; one of many for a count.
        label: what readers call it. The command line takes it as well as the name.
        sentence: a clause in which ``{}`` stands for what is asked of it, such as ``at least 9``.
        meaning: what the column holds, for the reference.
        direction: whether more of it is an escalation.
        above: a ratio's numerator, an outcome.
        below: a ratio's denominator, an outcome.
        wide: it may pass two thousand million in one run.
        measure: the function that measures it, shape (runs,); None for those that share the walk over the log, and for
            ratios.
        later: it came after version 0.1.0, so that a table of runs that is older may lack it.
    """

    name: str
    kind: Measured
    unit: str
    label: str
    sentence: str
    meaning: str
    direction: Direction = Direction.UP
    above: str = ""
    below: str = ""
    wide: bool = False
    measure: Callable[[Seen], NDArray[np.int64]] | None = None
    later: bool = False


_TYPES = {Measured.COUNT: "i8", Measured.FLAG: "?", Measured.DAY: "i8", Measured.RATIO: "f8", Measured.CATEGORY: "i8"}


def _count(name: str, unit: str, label: str, sentence: str, meaning: str) -> Outcome:
    return Outcome(name, Measured.COUNT, unit, label, sentence, meaning)


def _toll(name: str, label: str, sentence: str, meaning: str) -> Outcome:
    return Outcome(name, Measured.COUNT, "persons", label, sentence, meaning, wide=True)


def _day(name: str, event: str, meaning: str) -> Outcome:
    """The first day of something: the earlier, the more of an escalation."""
    meaning = f"day of {meaning}; -1 never"
    return Outcome(name, Measured.DAY, "days", f"day of the {event}", f"the {event} {{}}", meaning, Direction.DOWN)


#: All outcomes, in the order of the columns. ``days_to_quiet`` is the first day, from the first kinetic act outside
#: campaigns on, after which 30 days inside the horizon are quiet (0 when there was no such act in 30 days or more);
#: ``ended_by`` indexes `ENDINGS`; ``peak_rung`` is 0 without a kinetic act. ``first_leader`` asks for a death,
#: ``first_third_state`` for an overt act on the soil of a state that is neither the actor's own nor the side it settles
#: with.
OUTCOMES: tuple[Outcome, ...] = (
    _count("acts", "acts", "acts", "there are {} acts, words included", "acts in the log, words included")._replace(
        direction=Direction.NONE, measure=number_of_acts
    ),
    _count(
        "kinetic_acts", "acts", "acts of force", "there are {} acts of force", "acts of force, rungs 4 to 12"
    ),
    _count(
        "chains", "chains", "chains of acts", "there are {} chains of acts", "chains with at least one act of force"
    ),
    _count(
        "longest_chain", "acts", "longest chain", "the longest chain has {} acts of force",
        "acts of force in the longest chain",
    ),
    _count(
        "deepest_chain", "generations", "deepest chain", "the deepest chain has {} generations of answers",
        "highest generation of an act of force; a root is 0",
    ),
    Outcome(
        "branching_ratio", Measured.RATIO, "answers an act", "answers per act", "an act of force draws {} answers",
        "replies by force per act of force outside campaigns, in this run; over many runs divide `replies` by "
        "`answerable`", above="replies", below="answerable",
    ),
    _count(
        "peak_rung", "rung", "highest rung", "the highest rung is {}",
        "highest rung of an act of force; 0 if there was none",
    ),
    _toll("killed", "people killed", "{} people are killed", "people killed, those of wars included"),
    _toll(
        "killed_civilians", "civilians killed", "{} civilians are killed", "civilians among those killed by acts"
    ),
    _toll("wounded", "people wounded", "{} people are wounded", "people wounded"),
    Outcome(
        "war", Measured.FLAG, "runs", "war", "there is {} war",
        "a war was fought, by days of fighting or number of dead"
    ),
    _count(
        "new_dyads", "pairs", "new pairs of adversaries", "there are {} new pairs of adversaries",
        "pairs of actors with an overt act that had none among the acts before the simulation",
    ),
    Outcome(
        "days_to_quiet", Measured.DAY, "days", "day from which it is quiet", "lasting quiet {}",
        f"first day after which {QUIET_DAYS} days pass without force outside campaigns and without war; 0 where there "
        "was no such force, -1 where no such day came",
    ),
    Outcome(
        "ended_by", Measured.CATEGORY, "names", "how it ends", "", "quiet, mediated, war, or horizon (still going on)",
        Direction.NONE,
    ),
    Outcome(
        "spiral", Measured.FLAG, "runs", "spiral", "there is {} spiral",
        f"{SPIRAL_LENGTH} acts of force in a chain, or {SPIRAL_GENERATIONS} in a line of cause and answer with a rung "
        "that never falls",
    ),
    _toll("killed_in_war", "people killed in wars", "{} people are killed in wars",
          "people killed in wars after the opening act"),
    Outcome(
        "branching_ratio_campaigns", Measured.RATIO, "answers an act", "answers per campaign act",
        "an act of a campaign draws {} answers", "replies by force per act of a campaign, in this run",
        above="campaign_replies", below="campaign_acts",
    ),
    _count(
        "answerable", "acts", "acts of force outside campaigns", "there are {} acts of force outside campaigns",
        "acts of force outside campaigns",
    ),
    _count("replies", "acts", "answers by force", "there are {} answers by force to acts outside campaigns",
           "replies by force to those"),
    _count("campaign_acts", "acts", "campaign acts", "there are {} acts of campaigns", "acts of campaigns"),
    _count("campaign_replies", "acts", "answers to campaign acts", "there are {} answers by force to acts of campaigns",
           "replies by force to those"),
    _day("first_overt", "first overt strike", "the first overt act"),
    _day("first_death", "first death", "the first death"),
    _day("first_homeland", "first strike on a homeland", "the first strike on a homeland, rung 9 or more"),
    _day("first_leader", "first death of a leader", "the first death of a leader"),
    _day("first_third_state", "first strike in a third state", "the first overt act on the soil of a third state"),
    _day("first_campaign_day", "first sustained campaign", "the first act at rung 11 or more"),
    _day("nuclear_signal", "first nuclear signal", "the first nuclear signal")._replace(measure=first_signal),
)  # fmt: skip

#: One row a run: the outcomes, each in the type of its kind.
OUTCOME = np.dtype([(outcome.name, _TYPES[outcome.kind]) for outcome in OUTCOMES])


def outcomes_of(*kinds: Measured) -> tuple[str, ...]:
    """The columns of some kinds, in their order."""
    return tuple(outcome.name for outcome in OUTCOMES if outcome.kind in kinds)


def outcomes(batch: Batch, case: Case) -> NDArray[np.void]:
    """Outcomes of a batch.

    Args:
        batch: acts and wars of some runs.
        case: the world they were run in; what counts as a war is read from its first period.

    Returns:
        One row of dtype `OUTCOME` a run, in run order; shape (count,).
    """
    table, found = np.zeros(batch.count, OUTCOME), seen(batch, case)
    walk(table, found)
    for outcome in OUTCOMES:
        if outcome.measure is not None:
            table[outcome.name] = outcome.measure(found)
        if outcome.kind == Measured.RATIO:
            _divide(table, outcome)
    return table


def _divide(table: NDArray[np.void], ratio: Outcome) -> None:
    """Fill in a ratio, NaN where there is nothing to divide by."""
    table[ratio.name] = np.nan
    below = table[ratio.below]
    np.divide(table[ratio.above], below, out=table[ratio.name], where=below > 0)


def scripted(case: Case) -> dict[str, int]:
    """What the scripted acts of a case add to the outcomes of every run: acts, acts of force and people."""
    total: dict[str, int] = dict.fromkeys(("acts", "kinetic_acts", "killed", "killed_civilians", "wounded"), 0)
    ends = (*case.from_days[1:], case.worlds[0].days)
    for world, first, end in zip(case.worlds, case.from_days, ends, strict=True):
        events = world.events[(world.events["day"] >= first) & (world.events["day"] < end)]
        force = is_kinetic(events["rung"])
        total["acts"] += len(events)
        total["kinetic_acts"] += int(force.sum())
        for name in ("killed", "killed_civilians", "wounded"):
            total[name] += int(events[name].sum())
    return total
