"""Directed dated acts: the one table that coded acts, a user's events and the log of the model become.

Statistics are defined on this table alone (`measures`), so that the model is measured as the data are. A dispute has
two sides: the actor of its first act and whoever acts with it, and those whom they strike and who strike them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ....model.world.ladder import FIRST_KINETIC, LAST_DRAWN, WAR_FROM, Rung

#: Levels of hostility as the datasets count them (Correlates of War).
NO_ACTION, THREAT, DISPLAY, FORCE, WAR = 1, 2, 3, 4, 5
#: A dispute ends when nothing happens for six months (Palmer et al. 2022).
QUIET_DAYS = 180
UNKNOWN = -1

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Directed(NamedTuple):
    """Acts by dispute, day and order, one a row.

    ``dispute`` numbers the disputes from 0; ``side`` is 0 for the side that acted first and 1 for the other; ``deaths``
    are on the target's side (`UNKNOWN`: not known); ``homeland``: a strike on a state's own land; ``given``: scripted
    from outside and not the model's doing. ``last`` is the last day watched, by dispute; ``row`` the place of an act in
    what the table was built from.
    """

    dispute: Ints
    day: Ints
    side: Ints
    level: Ints
    deaths: Ints
    homeland: Bools
    given: Bools
    last: Ints
    row: Ints

    @property
    def disputes(self) -> int:
        """Number of disputes."""
        return len(self.last)

    @property
    def first(self) -> Ints:
        """Row of the first act of each dispute."""
        return np.searchsorted(self.dispute, np.arange(self.disputes))

    def take(self, rows: Bools) -> Directed:
        """Only these acts; disputes keep their sides and are numbered again where one has no act left."""
        names, dispute = np.unique(self.dispute[rows], return_inverse=True)
        columns = [getattr(self, name)[rows] for name in ("day", "side", "level", "deaths", "homeland", "given")]
        return Directed(dispute.astype(np.int64), *columns, last=self.last[names], row=self.row[rows])._from_first()

    def _from_first(self) -> Directed:
        """The same with side 0 as the one that acts first in each dispute."""
        return self._replace(side=self.side ^ self.side[self.first][self.dispute])

    @property
    def militarized(self) -> Directed:
        """Threats, displays and uses of force: what the datasets hold; protests and sanctions are left out."""
        return self.take(self.level >= THREAT)


def level_of(rung: ArrayLike) -> Ints:
    """Level of hostility of a rung: 3 display (the nuclear signal too), 4 use of force, 5 war; 1 below them."""
    rung = np.asarray(rung, np.int64)
    force = np.where(rung >= WAR_FROM, WAR, np.where(rung >= FIRST_KINETIC, FORCE, NO_ACTION))
    return np.where((rung == Rung.SHOW_OF_FORCE) | (rung > LAST_DRAWN), DISPLAY, force)


def directed(
    dispute: Sequence[Any] | NDArray[Any],
    day: ArrayLike,
    actor: Sequence[Any] | NDArray[Any],
    target: Sequence[Any] | NDArray[Any],
    level: ArrayLike,
    deaths: ArrayLike,
    *,
    order: ArrayLike | None = None,
    homeland: ArrayLike | None = None,
    given: ArrayLike | None = None,
    last: ArrayLike | None = None,
) -> Directed:
    """Build the table from columns of one length, in any order of rows.

    Args:
        dispute: what names the dispute of each act.
        day: a number of the day; differences count.
        actor: who acted.
        target: who was struck or threatened.
        level: of hostility, 1 to 5.
        deaths: on the target's side; `UNKNOWN` where not known.
        order: which of several acts of one day came first, where that is known.
        homeland: whether it struck a state's own land.
        given: whether it was scripted.
        last: last day watched, one for all or one an act; by default the day of the last act of all.
    """
    days = np.asarray(day, np.int64)
    count = len(days)
    cases = np.unique(np.asarray(dispute), return_inverse=True)[1].astype(np.int64)
    names = np.unique(np.concatenate([np.asarray(actor), np.asarray(target)]), return_inverse=True)[1]
    pair = names.reshape(2, count).astype(np.int64)
    if (pair[0] == pair[1]).any():
        raise ValueError("an act directed at its own actor")
    orders, levels, toll = _or_zero(order, count), np.asarray(level, np.int64), np.asarray(deaths, np.int64)
    # of the acts of one side on one day the gravest comes last: what is answered is the day, not a line of the file
    at = np.lexsort((toll, levels, orders, days, cases))
    camp = camps(cases[at], pair[:, at])
    at = at[_arranged(cases[at], days[at], orders[at], camp, levels[at], toll[at])]
    end = np.broadcast_to(np.asarray(days.max(initial=0) if last is None else last, np.int64), days.shape)
    flags = [_or_zero(column, count)[at].astype(np.bool_) for column in (homeland, given)]
    side = camps(cases[at], pair[:, at])
    ends = end[at][np.searchsorted(cases[at], np.arange(cases.max(initial=-1) + 1))]
    return Directed(cases[at], days[at], side, levels[at], toll[at], *flags, last=ends, row=at)._from_first()


def _or_zero(column: ArrayLike | None, count: int) -> Ints:
    return np.zeros(count, np.int64) if column is None else np.asarray(column, np.int64)


def camps(cases: Ints, pair: Ints) -> Ints:
    """Camp of each actor in its dispute: 0 for the actor of the first row and whoever is struck by the other camp."""
    first = np.searchsorted(cases, np.unique(cases))
    opener, other = (np.repeat(names[first], np.diff([*first, len(cases)])) for names in pair)
    camp = (pair[0] != opener).astype(np.int64)
    plain = ((pair[0] == opener) & (pair[1] == other)) | ((pair[0] == other) & (pair[1] == opener))
    for case in np.unique(cases[~plain]):
        rows = slice(*np.searchsorted(cases, [case, case + 1]))
        camp[rows] = _coloured(pair[:, rows])
    return camp


def _coloured(pair: Ints) -> Ints:
    """Camps of the actors of one dispute with more than two parties, from who strikes whom."""
    known = {int(pair[0, 0]): 0}
    edges = [(int(actor), int(target)) for actor, target in pair.T]
    while edges:
        reached = [edge for edge in edges if edge[0] in known or edge[1] in known]
        if not reached:
            # a fight beside the first one: its opener joins the camp of the first
            known[edges[0][0]] = 0
            continue
        for actor, target in reached:
            known.setdefault(actor, 1 - known[target] if target in known else 0)
            known.setdefault(target, 1 - known[actor])
        edges = [edge for edge in edges if edge[0] not in known or edge[1] not in known]
    return np.array([known[int(actor)] for actor in pair[0]], np.int64)


def _arranged(cases: Ints, days: Ints, orders: Ints, camp: Ints, level: Ints, deaths: Ints) -> Ints:
    """Order of rows in which acts of both camps on one day change sides as seldom as the days around allow.

    A dataset that knows no hour cannot say who came first on a day. The camp that acted last goes on, then the other;
    on the first day of a dispute the camp that acts next comes last, and where nothing tells, the lesser acts first.
    """
    at = np.arange(len(cases))
    group = np.cumsum(np.r_[True, (np.diff(cases) != 0) | (np.diff(days) != 0) | (np.diff(orders) != 0)][: len(at)])
    starts = np.flatnonzero(np.r_[True, np.diff(group) != 0][: len(at)])
    stops = np.r_[starts[1:], len(at)]
    if not len(at):
        return at
    mixed = np.flatnonzero(np.minimum.reduceat(camp, starts) != np.maximum.reduceat(camp, starts))
    for k in mixed.tolist():
        rows = np.arange(starts[k], stops[k])
        before = at[starts[k] - 1] if k and cases[starts[k] - 1] == cases[rows[0]] else -1
        first = camp[before] if before >= 0 else _opener(k, starts, stops, cases, camp, level, deaths)
        at[rows] = rows[np.argsort(camp[rows] != first, kind="stable")]
    return at


def _opener(k: int, starts: Ints, stops: Ints, cases: Ints, camp: Ints, level: Ints, deaths: Ints) -> int:
    """Camp that is taken to have opened a dispute on whose first day both acted."""
    for later in range(k + 1, len(starts)):
        rows = slice(starts[later], stops[later])
        if cases[starts[later]] != cases[starts[k]]:
            break
        if camp[rows].min() == camp[rows].max():
            return 1 - int(camp[starts[later]])
    rows = np.arange(starts[k], stops[k])
    weight = [sorted(zip(level[rows][camp[rows] == c], deaths[rows][camp[rows] == c], strict=True)) for c in (0, 1)]
    return int(weight[1] < weight[0])


def spells(day: ArrayLike, key: Ints, quiet: int = QUIET_DAYS) -> Ints:
    """Numbers of the spells of acts under one key that are no more than ``quiet`` days apart."""
    days = np.asarray(day, np.int64)
    at = np.lexsort((days, key))
    new = (np.diff(key[at]) != 0) | (np.diff(days[at]) > quiet)
    found = np.empty(len(days), np.int64)
    found[at] = np.cumsum(np.r_[False, new][: len(days)])
    return found


def by_pair(day: ArrayLike, actor: ArrayLike, target: ArrayLike, quiet: int = QUIET_DAYS) -> Ints:
    """Disputes where the file names none: the acts of two actors on each other, until they are quiet for six months."""
    names, codes = np.unique(np.concatenate([np.asarray(actor), np.asarray(target)]), return_inverse=True)
    low, high = np.sort(codes.reshape(2, -1), axis=0)
    return spells(day, low * len(names) + high, quiet)
