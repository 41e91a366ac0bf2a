"""Questions evaluated on a log: which acts fit, which of them hang on others as asked, and what each run answers.

A question that is not asked of a run has no value there (NaN): its ``given`` did not come true, or no act that its link
leads to leaves the days it gives before the horizon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ....model.batch import Batch
from ....model.world.asked import (
    ACTS,
    AFTER,
    ALL,
    AMONG,
    ANY,
    ENDLESS,
    NONE,
    ORDERED,
    PREFIX,
    SETTLES,
    STATE,
    STRATA,
    THEN,
    QuestionTable,
)  # fmt: skip
from ....model.world.tables import Case
from .log import ActColumns, Flags, Rows, Values, log_of
from .sequences import completing, followed, in_order, last_before

#: Which words are looked up first, on whole columns; the rest are tested on what is left. Soil takes longest.
_ORDER = (
    "actor", "executor", "target", "weapon", "site", "origin", "declared", "account", "claimed_by", "blamed",
    "territory",
)  # fmt: skip
_NOTHING = np.zeros(0, np.int64)


@dataclass
class Found:
    """What a question found: the rows by which it came true, its value in each run, and whether and when it came true.

    ``counts``: for a question per act, by stratum (empty: all) how many acts are followed, and of how many.
    """

    rows: Rows
    value: Values
    came: Flags
    day: Rows
    count: Rows
    counts: dict[str, tuple[Rows, Rows]] = field(default_factory=dict)


@dataclass
class _Linked:
    """Acts that hang on others as asked, the delay of each in days, the others, and which of these are followed."""

    rows: Rows
    delay: Rows
    others: Rows
    followed: Flags
    cut: Flags


def answers(batch: Batch, case: Case) -> dict[str, np.ndarray]:
    """The columns that the questions of a case add to a table of runs; nothing where nothing is asked."""
    return columns(log_of(batch, case), case.questions) if case.questions else {}


def columns(log: ActColumns, questions: Sequence[QuestionTable]) -> dict[str, np.ndarray]:
    """The columns of questions that have a name, by name of the column, in their order."""
    made: dict[str, np.ndarray] = {}
    for asked, found in zip(questions, evaluate(log, questions), strict=True):
        if not asked.name:
            continue
        own = f"{PREFIX}{asked.name}"
        made[own] = found.value
        for stratum, (hits, of) in found.counts.items():
            stem = f"{own}.{stratum}" if stratum else own
            made[f"{stem}.count"], made[f"{stem}.of"] = hits.astype(np.int32), of.astype(np.int32)
        values = {f"{own}.day": found.day, f"{own}.count": found.count}
        made |= {name: values[name].astype(np.int32) for name in asked.columns() if name in values and name not in made}
    return made


def evaluate(log: ActColumns, questions: Sequence[QuestionTable]) -> list[Found]:
    """What each of the questions found; each refers to earlier ones alone."""
    found: list[Found] = []
    for asked in questions:
        found.append(_one(log, asked, questions, found))
    return found


def _one(log: ActColumns, asked: QuestionTable, questions: Sequence[QuestionTable], before: Sequence[Found]) -> Found:
    if asked.kind == STATE:
        return _given(log, _state(log, asked), asked, before)
    parts = [before[k] for k in asked.parts]
    rowed = asked.kind == ACTS or (asked.kind != NONE and all(questions[k].rowed for k in asked.parts))
    if not rowed:
        return _given(log, _logical(log, asked, parts), asked, before)
    linked = _linked(log, asked, _body(log, asked, parts), before)
    if asked.per_act:
        return _per_act(log, asked, linked, before)
    return _given(log, _measured(log, asked, linked), asked, before)


# ---------------------------------------------------------------- bodies


def matching(log: ActColumns, asked: QuestionTable) -> Rows:
    """Rows of the acts that fit: those of the first words, which are kept, then test by test what is left of them."""
    words = sorted(asked.codes.items(), key=lambda entry: _ORDER.index(entry[0]))
    if words:
        rows = log.among(*words[0])
    else:
        name, (low, high) = next(iter(asked.spans.items()), ("rung", (0, ENDLESS)))
        rows = np.flatnonzero(_between(log.whole(name), low, high))
    for name, (low, high) in asked.spans.items():
        rows = rows[_between(log.at(name, rows), low, high)]
    for name, wanted in words[1:]:
        rows = rows[_among(log.at(name, rows), wanted)]
    return _on_days(log, asked, rows)


def _between(values: np.ndarray, low: int, high: int) -> Flags:
    if low == high:
        return values == low
    return values >= low if high == ENDLESS else (values >= low) & (values <= high)


def _among(values: np.ndarray, wanted: tuple[int, ...]) -> Flags:
    if len(wanted) == 1:
        return values == wanted[0]
    known = np.zeros(max(2, int(values.max(initial=0)) + 2, max(wanted, default=0) + 2), np.bool_)
    known[np.array(wanted, np.int64) + 1] = True
    return known[values.astype(np.int64) + 1]


def _on_days(log: ActColumns, asked: QuestionTable, rows: Rows) -> Rows:
    if asked.first <= 0 and asked.last >= log.days - 1:
        return rows
    day = log.days_of(rows)
    return rows[(day >= asked.first) & (day <= asked.last)]


def _body(log: ActColumns, asked: QuestionTable, parts: Sequence[Found]) -> Rows:
    """Rows of the acts that a question is about, before its link."""
    if asked.kind == ACTS:
        return matching(log, asked)
    rows = [_on_days(log, asked, part.rows) for part in parts]
    span = -1 if asked.link in ("answers", SETTLES, AFTER) else asked.within
    if asked.kind == ANY:
        return np.unique(np.concatenate([_NOTHING, *rows]))
    if asked.kind == ALL:
        return completing(log, rows, span)
    assert asked.kind in (THEN, ORDERED)
    return in_order(log, rows, span, falling=asked.kind == ORDERED)


# ---------------------------------------------------------------- links


def _linked(log: ActColumns, asked: QuestionTable, rows: Rows, before: Sequence[Found]) -> _Linked:
    nothing = np.zeros(log.runs, np.bool_)
    if not asked.link:
        return _Linked(rows, np.zeros(len(rows), np.int64), rows, np.ones(len(rows), np.bool_), nothing)
    others = before[asked.to].rows
    if asked.link == AMONG:
        kept = rows[_in(log, rows, others)]
        return _Linked(kept, np.zeros(len(kept), np.int64), others, _in(log, others, kept), nothing)
    whole = log.days_of(others) <= log.days - 1 - asked.within if asked.within >= 0 else np.ones(len(others), np.bool_)
    cut = _some(log, others) & ~_some(log, others[whole])
    others = others[whole]
    if asked.link == AFTER:
        at = last_before(log, rows, others, asked.least, asked.within)
        kept = rows[at >= 0]
        delay = log.days_of(kept) - log.days_of(others[at[at >= 0]]) if len(others) else _NOTHING
        return _Linked(kept, delay, others, followed(log, others, rows, asked.least, asked.within), cut)
    return _answering(log, asked, rows, others, cut)


def _answering(log: ActColumns, asked: QuestionTable, rows: Rows, others: Rows, cut: Flags) -> _Linked:
    """Acts that name one of the others as their cause, or settle it as well."""
    acts, provoked = rows, log.causes_of(rows)
    if asked.link == SETTLES:
        mine = _in(log, log.also[0], rows)
        acts, provoked = np.concatenate([acts, log.also[0][mine]]), np.concatenate([provoked, log.also[1][mine]])
    fits = (provoked >= 0) & _in(log, provoked, others)
    acts, provoked = acts[fits], provoked[fits]
    delay = log.days_of(acts) - log.days_of(provoked)
    fits = delay >= asked.least
    if asked.within >= 0:
        fits &= delay <= asked.within
    if asked.step is not None:
        rungs = log.at("rung", acts).astype(np.int64), log.at("rung", provoked).astype(np.int64)
        fits &= np.sign(rungs[0] - rungs[1]) == asked.step
    acts, provoked, delay = acts[fits], provoked[fits], delay[fits]
    order = np.lexsort((delay, acts))
    kept, first = np.unique(acts[order], return_index=True)
    return _Linked(kept, delay[order][first], others, _in(log, others, provoked), cut)


def _in(log: ActColumns, rows: Rows, of: Rows) -> Flags:
    """Which rows are among others; a row of -1 is among none."""
    marked = np.zeros(log.offsets[-1] + 1, np.bool_)
    marked[of] = True
    marked[-1] = False
    return marked[rows]


def _some(log: ActColumns, rows: Rows) -> Flags:
    """In which runs there is one of the rows."""
    return np.bincount(log.run[rows], minlength=log.runs) > 0


# ---------------------------------------------------------------- answers


def _measured(log: ActColumns, asked: QuestionTable, linked: _Linked) -> Found:
    """What each run answers, from the acts by which the question comes true."""
    rows = linked.rows
    count = np.bincount(log.run[rows], minlength=log.runs)
    came = count > 0
    first = np.searchsorted(rows, log.offsets[:-1])[came]
    day = np.full(log.runs, -1, np.int64)
    day[came] = log.days_of(rows[first])
    value = _value(log, asked.measure, linked, count, came, first)
    if asked.holds is not None:
        low, high = asked.holds
        value = ((value >= low) & (value <= high)).astype(np.float64)
        came = value > 0
        rows = rows[came[log.run[rows]]]
    value[linked.cut & ~came] = np.nan
    return Found(rows, value, came, np.where(came, day, -1), np.where(came, count, 0) if asked.holds else count)


def _value(log: ActColumns, measure: str, linked: _Linked, count: Rows, came: Flags, first: Rows) -> Values:
    rows = linked.rows
    if measure == "happens":
        return came.astype(np.float64)
    if measure == "count":
        return count.astype(np.float64)
    if measure in ("killed", "wounded"):
        # of no rows NumPy counts in whole numbers, weights or not
        return np.bincount(log.run[rows], log.at(measure, rows), minlength=log.runs).astype(np.float64)
    value = np.full(log.runs, np.nan)
    if measure == "first_day":
        value[came] = log.days_of(rows[first])
    elif measure == "first_rung":
        value[came] = log.at("rung", rows[first])
    elif measure == "delay":
        value[came] = linked.delay[first]
    elif measure == "highest_rung" and len(rows):
        value[came] = np.maximum.reduceat(log.at("rung", rows), first)
    return value


def _per_act(log: ActColumns, asked: QuestionTable, linked: _Linked, before: Sequence[Found]) -> Found:
    """Of the acts that the link leads to, in each run and stratum, how many are followed."""
    asks = np.ones(log.runs, np.bool_) if asked.given < 0 else before[asked.given].came
    kept = asks[log.run[linked.others]]
    others, hit = linked.others[kept], linked.followed[kept]

    def counted(fits: Flags) -> tuple[Rows, Rows]:
        of = np.bincount(log.run[others[fits]], minlength=log.runs)
        return np.bincount(log.run[others[fits & hit]], minlength=log.runs), of

    counts = {"": counted(np.ones(len(others), np.bool_))}
    for name in asked.strata:
        values = log.at(name, others)
        for label, low, high in STRATA[name]:
            counts[f"{name}_{label}"] = counted((values >= low) & (values <= high))
    hits, of = counts[""]
    value = np.full(log.runs, np.nan)
    np.divide(hits, of, out=value, where=of > 0)
    return Found(linked.rows[:0], value, hits > 0, np.full(log.runs, -1), hits, counts)


def _logical(log: ActColumns, asked: QuestionTable, parts: Sequence[Found]) -> Found:
    """A combination of which not all parts are acts: whether they come true, and when the last needed of them did."""
    came: Flags = np.array([part.came for part in parts], np.bool_).reshape(len(parts), log.runs)
    day = np.array([part.day for part in parts], np.int64).reshape(len(parts), log.runs)
    never: Rows = np.full(log.runs, -1, np.int64)
    if asked.kind == ANY:
        true: Flags = np.asarray(came.any(axis=0))
        earliest = np.where(came & (day >= 0), day, ENDLESS).min(axis=0, initial=ENDLESS)
        when = np.where(earliest == ENDLESS, -1, earliest)
    elif asked.kind == ALL:
        true, when = np.asarray(came.all(axis=0)), np.asarray(day.max(axis=0, initial=-1))
    else:
        true, when = ~np.asarray(came.any(axis=0)), never
    return Found(_NOTHING, true.astype(np.float64), true, np.where(true, when, -1), true.astype(np.int64))


def _state(log: ActColumns, asked: QuestionTable) -> Found:
    none = np.full(log.runs, -1, np.int64)
    value = np.full(log.runs, np.nan)
    if asked.state is not None and log.series is not None:
        actor, measure, day = asked.state
        value = log.series[:, day, actor, measure].astype(np.float64)
    return Found(_NOTHING, value, np.zeros(log.runs, np.bool_), none, none)


def _given(log: ActColumns, found: Found, asked: QuestionTable, before: Sequence[Found]) -> Found:
    """Asked only of the runs in which another question came true."""
    if asked.given < 0:
        return found
    asks = before[asked.given].came
    found.value = np.where(asks, found.value, np.nan)
    found.came = found.came & asks
    found.day, found.count = np.where(asks, found.day, -1), np.where(asks, found.count, 0)
    found.rows = found.rows[asks[log.run[found.rows]]]
    return found
