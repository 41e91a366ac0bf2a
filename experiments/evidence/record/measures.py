"""The statistics of disputes, by the definitions of the datasets, on any table of directed acts.

An unbroken run is what one side does until the other side acts. The *delay* of a reply is the first date of a run minus
the date of the last act it follows; its *level* is the highest of the run; an *alternation* is a change from one run to
the next. Each statistic is a mean or a quantile of numbers that belong to disputes, so that intervals can draw disputes
whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...measures.statistics import LEVEL, NOTHING, Interval, grouped_interval, quantile_interval, wilson
from .directed import DISPLAY, FORCE, NO_ACTION, THREAT, WAR, Bools, Directed, Ints

SOON, LATER = 30, 180
#: A first attack is taken for a crisis trigger when it kills as many or strikes a homeland (judgement).
TRIGGER_DEATHS = 6
MOST_ALTERNATIONS = 6

Values = NDArray[np.float64]


class Sample(NamedTuple):
    """Numbers and the dispute that each belongs to."""

    values: Values
    dispute: Ints


class MeasuredActs(NamedTuple):
    """A table of militarized acts with its runs; every column but the last three has a value a run.

    ``start`` and ``stop`` are the first and the last row of a run, ``top`` its highest level, ``reply`` whether it
    follows a run of the other side. ``any_later`` and ``force_later`` are, by row, the days to the next act and to the
    next use of force of the other side; infinite if none comes.
    """

    acts: Directed
    start: Ints
    stop: Ints
    top: Ints
    reply: Bools
    run: Ints
    any_later: Values
    force_later: Values

    def watched(self, rows: Ints, days: int) -> Ints:
        """Those of these rows after which so many days were watched; the others are censored."""
        return rows[self.acts.day[rows] + days <= self.acts.last[self.acts.dispute[rows]]]


def prepared(acts: Directed) -> MeasuredActs:
    """Find the runs of a table; acts that the datasets do not hold are left out."""
    acts = acts.militarized
    new = np.r_[True, (np.diff(acts.dispute) != 0) | (np.diff(acts.side) != 0)][: len(acts.day)]
    start = np.flatnonzero(new)
    stop = np.r_[start[1:] - 1, len(acts.day) - 1][: len(start)]
    top = np.maximum.reduceat(acts.level, start) if len(start) else start
    reply = np.r_[False, np.diff(acts.dispute[start]) == 0][: len(start)]
    run = np.cumsum(new) - 1
    every = np.ones(len(acts.day), np.bool_)
    return MeasuredActs(acts, start, stop, top, reply, run, wait(acts, every), wait(acts, acts.level >= FORCE))


def wait(acts: Directed, counts: Bools) -> Values:
    """Days from each act to the next of the other side among those that count; infinite if none comes."""
    found = np.full(len(acts.day), np.inf)
    for side in (0, 1):
        mine, others = np.flatnonzero(acts.side == side), np.flatnonzero(counts & (acts.side != side))
        if not len(mine) or not len(others):
            continue
        at = np.searchsorted(others, mine)
        following = others[np.minimum(at, len(others) - 1)]
        valid = (at < len(others)) & (acts.dispute[following] == acts.dispute[mine])
        found[mine] = np.where(valid, acts.day[following] - acts.day[mine], np.inf)
    return found


def _of_rows(table: MeasuredActs, rows: Ints, values: NDArray[np.generic]) -> Sample:
    return Sample(values.astype(np.float64), table.acts.dispute[rows])


def _per_dispute(values: NDArray[np.generic]) -> Sample:
    return Sample(values.astype(np.float64), np.arange(len(values)))


def _reciprocated(table: MeasuredActs) -> Sample:
    """Whether the side that did not open a dispute acted in it at all."""
    return _per_dispute(np.bincount(table.acts.dispute, table.acts.side, table.acts.disputes) > 0)


def _highest(table: MeasuredActs) -> Ints:
    return np.maximum.reduceat(table.acts.level, table.acts.first) if table.acts.disputes else table.acts.first


def _reciprocated_at(table: MeasuredActs, level: int) -> Sample:
    """Reciprocity of the disputes whose highest level it is."""
    every, chosen = _reciprocated(table), np.flatnonzero(_highest(table) == level)
    return Sample(every.values[chosen], chosen)


def _first_answered(table: MeasuredActs, days: int) -> Sample:
    rows = table.watched(table.acts.first, days)
    return _of_rows(table, rows, table.any_later[rows] <= days)


def _first_attacks(table: MeasuredActs) -> Ints:
    """The first use of force of each dispute, if it was none of war."""
    rows = np.flatnonzero(table.acts.level >= FORCE)
    first = rows[np.unique(table.acts.dispute[rows], return_index=True)[1]]
    return first[table.acts.level[first] == FORCE]


def _attack_answered_by_attack(table: MeasuredActs, days: int) -> Sample:
    rows = table.watched(_first_attacks(table), days)
    return _of_rows(table, rows, table.force_later[rows] <= days)


def _attack_answered(table: MeasuredActs, low: int, high: float) -> Sample:
    """Whether attacks with so many deaths, short of war, are answered within thirty days by any act."""
    acts = table.acts
    asked = (acts.level == FORCE) & (acts.deaths >= low) & (acts.deaths <= high)
    rows = table.watched(np.flatnonzero(asked), SOON)
    return _of_rows(table, rows, table.any_later[rows] <= SOON)


def _triggers(table: MeasuredActs) -> Ints:
    """First acts of disputes that are violent and grave enough to be the trigger of a crisis."""
    acts, first = table.acts, table.acts.first
    grave = (acts.deaths[first] >= TRIGGER_DEATHS) | acts.homeland[first]
    return first[(acts.level[first] >= FORCE) & grave]


def _major_response(table: MeasuredActs, low: int, high: int) -> Sample:
    """Whether the highest level of the run that answers a trigger lies from ``low`` to ``high``; 1 without a run."""
    rows = _triggers(table)
    following = np.minimum(table.run[rows] + 1, len(table.top) - 1)
    answered = np.isfinite(table.any_later[rows])
    level = np.where(answered, table.top[following], NO_ACTION) if len(rows) else rows
    return _of_rows(table, rows, (level >= low) & (level <= high))


def _violent_delays(table: MeasuredActs) -> Sample:
    """Days from a violent trigger to the first use of force of the side that was struck."""
    rows = _triggers(table)
    rows = rows[np.isfinite(table.force_later[rows])]
    return _of_rows(table, rows, table.force_later[rows])


def _replies(table: MeasuredActs) -> tuple[Ints, Ints]:
    """Runs that reply within the later window, and the days they took."""
    runs = np.flatnonzero(table.reply)
    days = table.acts.day[table.start[runs]] - table.acts.day[table.stop[runs - 1]]
    soon = days <= LATER
    return runs[soon], days[soon]


def _delays(table: MeasuredActs) -> Sample:
    runs, days = _replies(table)
    return _of_rows(table, table.start[runs], days)


def _reply_level(table: MeasuredActs, sign: int) -> Sample:
    """Whether the level of a run lies above (1), at (0) or below (-1) that of the act it follows."""
    runs, _ = _replies(table)
    change = np.sign(table.top[runs] - table.acts.level[table.stop[runs - 1]])
    return _of_rows(table, table.start[runs], change == sign)


def _changes(table: MeasuredActs) -> Ints:
    """How often the acting side changes in each dispute."""
    return np.bincount(table.acts.dispute[table.start], minlength=table.acts.disputes) - 1


def _alternations(table: MeasuredActs, low: int, high: float) -> Sample:
    """Whether the acting side changes so often in a dispute."""
    changes = _changes(table)
    return _per_dispute((changes >= low) & (changes <= high))


def _display_after_force(table: MeasuredActs) -> Sample:
    """Whether a run that replies to force short of war is a display."""
    runs, _ = _replies(table)
    runs = runs[table.acts.level[table.stop[runs - 1]] == FORCE]
    return _of_rows(table, table.start[runs], table.top[runs] == DISPLAY)


def _own_attacks(table: MeasuredActs) -> Ints:
    """Attacks short of war with known deaths; what is scripted says nothing of the model."""
    acts = table.acts
    return np.flatnonzero((acts.level == FORCE) & ~acts.given & (acts.deaths >= 0))


def _killing_nobody(table: MeasuredActs) -> Sample:
    rows = _own_attacks(table)
    return _of_rows(table, rows, table.acts.deaths[rows] == 0)


def _deadly(table: MeasuredActs) -> Sample:
    rows = _own_attacks(table)
    rows = rows[table.acts.deaths[rows] > 0]
    return _of_rows(table, rows, table.acts.deaths[rows])


def _wars(table: MeasuredActs) -> Sample:
    return _per_dispute(_highest(table) >= WAR)


class Statistic(NamedTuple):
    """How a statistic is taken: the numbers it is made of, and their mean (None) or the quantile that is asked for."""

    collect: Callable[[MeasuredActs], Sample]
    quantile: float | None = None

    def value(self, table: MeasuredActs) -> float:
        """The statistic; NaN where nothing was there to count."""
        values = self.collect(table).values
        if not len(values):
            return float("nan")
        if self.quantile is None:
            return float(values.mean())
        return float(np.sort(values)[max(0, int(np.ceil(self.quantile * len(values))) - 1)])

    def interval(self, table: MeasuredActs, level: float = LEVEL) -> Interval:
        """The statistic with an interval that draws disputes whole; of a quantile, by order statistics."""
        sample = self.collect(table)
        if not len(sample.values):
            return NOTHING
        if self.quantile is None and sample.values.min() == sample.values.max():
            # where every dispute says the same, resamples do too, and a share is known no better than from their number
            disputes = len(np.unique(sample.dispute))
            return wilson(round(disputes * float(sample.values[0])), disputes, level)
        if self.quantile is None:
            return grouped_interval(sample.values, sample.dispute, level)
        return quantile_interval(sample.values, self.quantile, level)


#: Every statistic of disputes in `targets.csv`. Names that differ in their period alone are one measure: the period is
#: the table's.
MEASURES: dict[str, Statistic] = {
    "disputes_reciprocated": Statistic(_reciprocated),
    "disputes_reciprocated_recent": Statistic(_reciprocated),
    "reciprocated_highest_level_threat": Statistic(lambda t: _reciprocated_at(t, THREAT)),
    "reciprocated_highest_level_display": Statistic(lambda t: _reciprocated_at(t, DISPLAY)),
    "reciprocated_highest_level_force": Statistic(lambda t: _reciprocated_at(t, FORCE)),
    "first_act_answered_30d": Statistic(lambda t: _first_answered(t, SOON)),
    "first_act_answered_180d": Statistic(lambda t: _first_answered(t, LATER)),
    "first_attack_answered_by_attack_30d": Statistic(lambda t: _attack_answered_by_attack(t, SOON)),
    "first_attack_answered_by_attack_180d": Statistic(lambda t: _attack_answered_by_attack(t, LATER)),
    "attack_answered_30d_deaths_0": Statistic(lambda t: _attack_answered(t, 0, 0)),
    "attack_answered_30d_deaths_1_5": Statistic(lambda t: _attack_answered(t, 1, 5)),
    "attack_answered_30d_deaths_6_25": Statistic(lambda t: _attack_answered(t, 6, 25)),
    "attack_answered_30d_deaths_26_up": Statistic(lambda t: _attack_answered(t, 26, np.inf)),
    "icb_violent_trigger_violent_response": Statistic(lambda t: _major_response(t, FORCE, WAR)),
    "icb_violent_trigger_nonviolent_military": Statistic(lambda t: _major_response(t, THREAT, DISPLAY)),
    "icb_violent_trigger_other": Statistic(lambda t: _major_response(t, NO_ACTION, NO_ACTION)),
    "delay_any_reply_p25_days": Statistic(_delays, 0.25),
    "delay_any_reply_p50_days": Statistic(_delays, 0.5),
    "delay_any_reply_p75_days": Statistic(_delays, 0.75),
    "delay_violent_to_violent_p50_days": Statistic(_violent_delays, 0.5),
    "delay_violent_to_violent_p75_days": Statistic(_violent_delays, 0.75),
    **{f"alternations_{k}": Statistic(lambda t, k=k: _alternations(t, k, k)) for k in range(MOST_ALTERNATIONS)},
    f"alternations_{MOST_ALTERNATIONS}_up": Statistic(lambda t: _alternations(t, MOST_ALTERNATIONS, np.inf)),
    "reply_level_up": Statistic(lambda t: _reply_level(t, 1)),
    "reply_level_equal": Statistic(lambda t: _reply_level(t, 0)),
    "reply_level_down": Statistic(lambda t: _reply_level(t, -1)),
    "attacks_killing_nobody": Statistic(_killing_nobody),
    "deaths_when_any_p50": Statistic(_deadly, 0.5),
    "deaths_when_any_p90": Statistic(_deadly, 0.9),
    "disputes_reaching_war": Statistic(_wars),
    "disputes_reaching_war_1946": Statistic(_wars),
}

#: Statistics that no row of `targets.csv` has and that the model is held to nevertheless.
FURTHER: dict[str, Statistic] = {
    "alternations_mean": Statistic(lambda t: _per_dispute(_changes(t))),
    "display_after_force": Statistic(_display_after_force),
}


def measure(acts: Directed) -> dict[str, float]:
    """Every statistic of a table, by name; NaN where nothing was there to count."""
    table = prepared(acts)
    return {name: how.value(table) for name, how in MEASURES.items()}
