"""The generic kinds of acts that a ledger speaks of, and which coded acts are of a kind."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from ..episodes import CodedAct, FirstReply
from ..record.frames import QUIET, Coded, force_back, opens
from .entries import SelectedActs

#: What every entry about acts is scored by; its text stands in each of them.
RULE = (
    "Acts of force (rung 4 to 12) dated after the day named, in order of date, chain and number; only those with "
    "thirty days watched to the end of the file. Answered: the other side of the same chain uses force on it or on "
    "whoever acts with it within thirty days, later in order, whatever it answers. Sides follow from who strikes whom, "
    "the actor of the chain's first act on one of them. An opening is an act after more than thirty days without force "
    "in its chain, or the first of its chain."
)

KINDS: tuple[SelectedActs, ...] = (
    SelectedActs(words="any act of force"),
    SelectedActs(words="an act after thirty quiet days", opening=True),
    SelectedActs(words="an act of a state", by="state"),
    SelectedActs(words="an act of a group", by="group"),
    SelectedActs(words="an act that kills nobody", killed=(0, 0)),
    SelectedActs(words="an act that kills one to five", killed=(1, 5)),
    SelectedActs(words="an act that kills six or more", killed=(6, None)),
    SelectedActs(words="a strike on a homeland, or graver", rung=(9, None)),
)


class FollowedAct(NamedTuple):
    """An act of force with what followed it, and whether it came after quiet."""

    act: CodedAct
    outcome: FirstReply
    opening: bool


def followed_acts(cases: Sequence[Coded]) -> list[FollowedAct]:
    """Every act of force whose thirty days were watched, in order of date, chain and number."""
    found = []
    for case in cases:
        days = [act.date.toordinal() for act in case.acts]
        for k, act in enumerate(case.acts):
            outcome = force_back(case, k)
            if outcome.days >= QUIET:
                found.append(FollowedAct(act, outcome, opens(case, k, days)))
    return sorted(found, key=lambda one: (one.act.date, one.act.chain, one.act.n))


def is_of(kind: SelectedActs, one: FollowedAct) -> bool:
    """Whether an act is of a kind."""
    own = "state" if one.act.mode == "state" else "group"
    return (
        kind.by in ("anyone", own)
        and _inside(one.act.rung, kind.rung)
        and _inside(one.act.killed, kind.killed)
        and (one.opening or not kind.opening)
    )


def _inside(value: int, bounds: tuple[int, int | None]) -> bool:
    low, high = bounds
    return value >= low and (high is None or value <= high)


def of_kind(kind: SelectedActs, acts: Sequence[FollowedAct], after: datetime.date, most: int) -> list[FollowedAct]:
    """The next acts of a kind after a day."""
    return [one for one in acts if one.act.date > after and is_of(kind, one)][:most]
