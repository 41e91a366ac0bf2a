"""What is learned from and what is scored: cases of coded acts, and the one place that cuts them by time."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ...errors import UserError
from ..episodes import CodedAct, episodes_text, kinetic, last_day, parse_episodes
from ..record import files
from ..record.directed import camps
from ..record.files import DisputeCase
from ..record.frames import QUIET, Coded, of_force

#: Names that stand for what ships: the record, and the chains that were picked because they escalated.
RECORD, CHAINS = "record", "chains"
#: What the window of a case from a file says: nobody wrote down which months were watched.
FROM_FILE = "F"


class CodedCases(NamedTuple):
    """Cases by the name of their source, with its text."""

    source: str
    text: str
    cases: list[Coded]


class Split(NamedTuple):
    """Cases to learn from, cut on the day before ``first``, the day of the first act that is scored.

    ``left_out`` counts the acts of force of the first source that come too late to learn from.
    """

    learn: list[Coded]
    score: list[Coded]
    first: datetime.date
    left_out: int


def day_of(text: str, option: str) -> datetime.date:
    """A day of the command line.

    Raises:
        UserError: it is none.
    """
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{option}: {text!r} is no date: write it as 2001-12-31") from None


def read_cases(source: str) -> CodedCases:
    """Cases of the record or of the shipped chains, by their names, or of a file of coded acts.

    Raises:
        ScenarioError: the file cannot be read, or holds what makes no sense.
    """
    if source == RECORD and not Path(source).exists():
        return parsed_cases(source, files.text_of(files.SETTLED))
    path = None if source == CHAINS and not Path(source).exists() else Path(source)
    return parsed_cases(source, episodes_text(path)[0])


def parsed_cases(source: str, text: str) -> CodedCases:
    """Cases of a source that was read already."""
    acts = parse_episodes(text.encode(), source)
    if source == RECORD:
        return CodedCases(source, text, of_force(files.read_cases(), acts))
    return CodedCases(source, text, from_acts(acts))


def from_acts(acts: Sequence[CodedAct], end: datetime.date | None = None) -> list[Coded]:
    """A case for each chain of a file; its window reaches from thirty quiet days before it to the end of the file.

    ``end`` is the last day that the file watched, by default that of its last act.
    """
    end = last_day(list(acts)) if end is None else end
    chains: dict[str, list[CodedAct]] = {}
    for act in sorted(kinetic(list(acts)), key=lambda act: (act.date, act.n)):
        chains.setdefault(act.chain, []).append(act)
    return list(of_force({name: _case(name, own, end) for name, own in chains.items()}, acts))


def _case(name: str, acts: Sequence[CodedAct], end: datetime.date) -> DisputeCase:
    """The case of a chain; sides follow from who strikes whom."""
    numbers = np.unique([(act.actor, act.target) for act in acts], return_inverse=True)[1]
    pair = numbers.reshape(-1, 2).T.astype(np.int64)
    camp = camps(np.zeros(len(acts), np.int64), pair)
    sides: tuple[set[str], set[str]] = (set(), set())
    for act, side in zip(acts, camp.tolist(), strict=True):
        for code, own in ((act.actor, side), (act.target, 1 - side)):
            if code not in sides[0] | sides[1]:
                sides[own].add(code)
    start = acts[0].date - datetime.timedelta(days=QUIET)
    return DisputeCase(name, FROM_FILE, name, start, end, tuple(map(frozenset, sides)), "", "")


def split(learn: CodedCases, score: CodedCases, since: datetime.date | None = None) -> Split:
    """Cut what is learned from on the day before the first act that is scored: this is the only place that does.

    A case that is cut looks as it did on that day: an act whose thirty days were not over then, and a crisis that had
    not ended, are unknown.

    Args:
        learn: what to learn from.
        score: what to score.
        since: the first day that is scored; by default that of the first act.

    Raises:
        UserError: nothing is left to score, or nothing to learn from.
    """
    days = [act.date for case in score.cases for act in case.acts if since is None or act.date >= since]
    if not days:
        raise UserError(f"--since {since}: {score.source} has no act of force from that day on")
    first = min(days)
    known = learn.cases if learn == score else _apart(learn.cases, {case.case.id for case in score.cases})
    kept = [_until(case, first - datetime.timedelta(days=1)) for case in known]
    left = sum(len(case.acts) for case in learn.cases) - sum(len(case.acts) for case in kept if case)
    begun = [case for case in kept if case is not None]
    if not any(case.acts for case in begun):
        raise UserError(
            f"--learn {learn.source}: no act of force before {first}, the day of the first act that is scored: nothing "
            "may be learned from later ones; score later acts with --since DATE"
        )
    return Split(begun, score.cases, first, left)


def _apart(cases: Sequence[Coded], taken: set[str]) -> list[Coded]:
    """Cases with other names where another source has one of the same: it is another case."""
    found = []
    for case in cases:
        name = case.case.id
        while name in taken:
            name = f"{name}_learned"
        acts = [act._replace(chain=name) for act in case.acts]
        found.append(Coded(case.case._replace(id=name), acts, case.sides))
    return found


def _until(case: Coded, end: datetime.date) -> Coded | None:
    """A case as it was known at the end of a day; None if its window had not begun."""
    if case.case.start > end:
        return None
    count = sum(act.date <= end for act in case.acts)
    return Coded(case.case._replace(end=min(case.end, end)), case.acts[:count], case.sides[:count])
