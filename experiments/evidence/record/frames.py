"""Four frames that nobody picked for escalation, drawn from the settled record by rules that look at no reply.

Openings, named replies, pair-months and crises. Everything is by side of a case, within its window, and what the window
cuts off is marked as censored.
"""

from __future__ import annotations

import csv
import datetime
import io
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from ..episodes import WINDOW, CodedAct, FirstReply, outcome_of
from .files import CHRONOLOGY, DisputeCase

#: Quiet days before an opening and at the end of a crisis, and days within which the other side may answer.
QUIET = WINDOW
WEEK = 7


class Opening(NamedTuple):
    """An act of force after quiet in its case, and whether the other side used force within the window (-1: not)."""

    case: str
    n: int
    date: datetime.date
    side: int
    rung: int
    killed: int
    days: int
    answered: bool
    delay: int

    @property
    def censored(self) -> bool:
        """Whether the window of the case ends before that of the answer."""
        return self.days < QUIET


class Reply(NamedTuple):
    """An act of force and the first act of force that is coded as its answer, within the window (-1: none)."""

    case: str
    n: int
    date: datetime.date
    rung: int
    killed: int
    days: int
    answered: bool
    delay: int
    reply_rung: int

    @property
    def censored(self) -> bool:
        """Whether the window of the case ends before that of the answer."""
        return self.days < QUIET


class Month(NamedTuple):
    """Acts of force of both sides of a pair in a month; ``days``: of the month that the chronology covers."""

    pair: str
    month: str
    days: int
    side_1: int
    side_2: int

    @property
    def whole(self) -> bool:
        """Whether the chronology covers the month."""
        first = datetime.date.fromisoformat(f"{self.month}-01")
        return self.days == (_next(first) - first).days


class CrisisEpisode(NamedTuple):
    """Acts of force of a case from an opening to quiet; the first week is what a forecast may know."""

    case: str
    number: int
    start: datetime.date
    week_acts: int
    week_rung: int
    week_killed: int
    week_sides: int
    acts: int
    highest_rung: int
    days_to_quiet: int
    censored: bool


class Coded(NamedTuple):
    """A case with its acts of force in order, and the side that gave each."""

    case: DisputeCase
    acts: list[CodedAct]
    sides: list[int]

    @property
    def end(self) -> datetime.date:
        """Last day that was coded."""
        return self.case.end


def of_force(cases: Mapping[str, DisputeCase], acts: Iterable[CodedAct]) -> list[Coded]:
    """Every case of the frame with its acts of force, also where there are none."""
    force: dict[str, list[CodedAct]] = {case: [] for case in cases}
    for act in sorted(acts, key=lambda act: (act.date, act.n)):
        if act.kinetic:
            force[act.chain].append(act)
    return [
        Coded(cases[name], own, [cases[name].side_of(a.actor, a.target) for a in own]) for name, own in force.items()
    ]


def openings(cases: Sequence[Coded]) -> list[Opening]:
    """Acts of force after thirty quiet days that were all watched."""
    found = []
    for case in cases:
        days = [act.date.toordinal() for act in case.acts]
        for k, act in enumerate(case.acts):
            if not opens(case, k, days):
                continue
            watched, reply, delay = force_back(case, k)
            found.append(
                Opening(
                    act.chain, act.n, act.date, case.sides[k], act.rung, act.killed, watched, reply is not None, delay
                )
            )
    return found


def force_back(case: Coded, k: int) -> FirstReply:
    """The first force of the other side after act ``k`` of a case, within thirty days, or to the end of its window."""
    act = case.acts[k]
    watched = min(QUIET, (case.end - act.date).days)
    later = (case.acts[j] for j in range(k + 1, len(case.acts)) if case.sides[j] != case.sides[k])
    reply = next((other for other in later if (other.date - act.date).days <= watched), None)
    return FirstReply(watched, reply, -1 if reply is None else (reply.date - act.date).days)


def opens(case: Coded, k: int, days: Sequence[int]) -> bool:
    """Whether act ``k`` comes after thirty quiet days that were all watched; ``days`` are those of the acts."""
    watched = days[k] - case.case.start.toordinal() >= QUIET
    return watched and (k == 0 or days[k] - days[k - 1] > QUIET)


def replies(cases: Sequence[Coded]) -> list[Reply]:
    """Every act of force, and the first answer by force that is coded to it."""
    found = []
    for case in cases:
        for act in case.acts:
            outcome = outcome_of(act, case.acts, case.end)
            rung = outcome.reply.rung if outcome.reply else -1
            found.append(
                Reply(
                    act.chain,
                    act.n,
                    act.date,
                    act.rung,
                    act.killed,
                    outcome.days,
                    outcome.answered,
                    outcome.delay,
                    rung,
                )
            )
    return found


def months(cases: Sequence[Coded]) -> list[Month]:
    """Acts of force of each side of the pairs with a chronology, every month of the window, zeros included."""
    found = []
    for case in cases:
        if case.case.part != CHRONOLOGY:
            continue
        count: dict[tuple[str, int], int] = {}
        for act, side in zip(case.acts, case.sides, strict=True):
            key = f"{act.date:%Y-%m}", min(side, 1)
            count[key] = count.get(key, 0) + 1
        first = case.case.start.replace(day=1)
        while first <= case.end:
            covered = min(_next(first) - datetime.timedelta(days=1), case.end) - max(first, case.case.start)
            month = f"{first:%Y-%m}"
            sides = (count.get((month, side), 0) for side in (0, 1))
            found.append(Month(case.case.id, month, covered.days + 1, *sides))
            first = _next(first)
    return found


def _next(first: datetime.date) -> datetime.date:
    return (first + datetime.timedelta(days=31)).replace(day=1)


def crises(cases: Sequence[Coded]) -> list[CrisisEpisode]:
    """Spells of acts of force that begin with an opening and end with thirty quiet days."""
    found = []
    for case in cases:
        days = [act.date.toordinal() for act in case.acts]
        opened = [k for k in range(len(days)) if opens(case, k, days)]
        for number, k in enumerate(opened, 1):
            stop = next((j for j in range(k + 1, len(days)) if days[j] - days[j - 1] > QUIET), len(days))
            week = case.acts[k : bisect_left(days, days[k] + WEEK, k, stop)]
            spell, last = case.acts[k:stop], days[stop - 1]
            found.append(
                CrisisEpisode(
                    case.case.id, number, case.acts[k].date, len(week), max(act.rung for act in week),
                    sum(act.killed for act in week), len(set(case.sides[k : k + len(week)])), len(spell),
                    max(act.rung for act in spell), last - days[k], last + QUIET > case.end.toordinal(),
                )
            )  # fmt: skip
    return found


Row = TypeVar("Row", Opening, Reply, Month, CrisisEpisode)


def table(rows: Sequence[Row], kind: type[Row]) -> str:
    """A frame as CSV; what is true or not is 1 or 0."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(kind._fields)
    writer.writerows([int(value) if isinstance(value, bool) else value for value in row] for row in rows)
    return stream.getvalue()
