"""What does not go together in a question, beyond what its fields can show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.world.asked import AFTER, ALL, AMONG, ANSWERS, ENDLESS, ORDERED, SETTLES, STATE, THEN, QuestionTable
from .typed import TypedQuestion

#: The path below the question (empty: the question itself), and the message.
Broken = tuple[str, str]
FOLLOWING = (ANSWERS, SETTLES, AFTER)
SPANNED = (ALL, THEN, ORDERED)


def broken(table: QuestionTable, asked: TypedQuestion, rows: bool, tables: Sequence[QuestionTable]) -> Iterator[Broken]:
    """Everything that does not go together in a compiled question.

    Args:
        table: the question.
        asked: the same, typed.
        rows: whether it is made of acts.
        tables: those before it.
    """
    yield from _references(table, rows, tables)
    yield from _days(table, asked)
    yield from _measures(table, rows)
    yield from _per_act(table)
    if table.kind == STATE and (table.link or table.within >= 0 or asked.starts or asked.ends):
        yield "state", "a state is what it is on its day: no link, within or when goes with it"
    elif not rows and (asked.starts or asked.ends):
        yield "when", "days are of acts, and this question has none of its own"


def _references(table: QuestionTable, rows: bool, tables: Sequence[QuestionTable]) -> Iterator[Broken]:
    for k in (*table.parts, table.given):
        if k >= 0 and (tables[k].kind == STATE or tables[k].per_act):
            what = "a state is a number" if tables[k].kind == STATE else "a question per act is a share"
            yield "", f"{_called(tables[k])} neither comes true nor not in a run: {what}"
    if table.to >= 0 and not tables[table.to].rowed:
        yield table.link, f"{_called(tables[table.to])} has no acts that another question could refer to"
    if table.link and not rows:
        yield table.link, f"{table.link} is about acts, and this question has none of its own"
    if table.kind in (THEN, ORDERED) and not rows:
        yield table.kind, f"{table.kind} is about acts, and not all of its parts have some"
    if table.step is not None and table.link not in (ANSWERS, SETTLES):
        yield "step", "step goes with answers or settles"


def _called(table: QuestionTable) -> str:
    return table.name or "a part"


def _days(table: QuestionTable, asked: TypedQuestion) -> Iterator[Broken]:
    if asked.within is None:
        return
    if asked.within.high == ENDLESS:
        yield "within", "within needs a last day: write 7 days, or 1-3 days"
    elif table.link in FOLLOWING:
        return
    elif table.kind not in SPANNED:
        yield "within", f"within goes with {', '.join(FOLLOWING)}, or with {', '.join(SPANNED)}"
    elif asked.within.low != asked.within.high or asked.within.high < 1:
        yield "within", "a combination spans a number of days, 1 or more"
    elif not all_rowed(table):
        yield "within", "within is about acts, and not all parts have some"


def all_rowed(table: QuestionTable) -> bool:
    """Whether a combination is made of acts throughout."""
    return table.rowed or table.holds is not None


def _measures(table: QuestionTable, rows: bool) -> Iterator[Broken]:
    if table.measure != "happens" and not rows:
        yield "measure", f"{table.measure} is measured of acts, and this question has none of its own"
    if table.measure == "delay" and table.link not in FOLLOWING:
        yield "measure", f"a delay goes with {', '.join(FOLLOWING)}"
    if table.holds is not None and table.measure == "happens":
        yield "is", "is goes with a measure, such as count: write measure: count"


def _per_act(table: QuestionTable) -> Iterator[Broken]:
    if table.per_act and not table.link:
        yield "per", f"per act goes with a link to the acts asked about: {', '.join((*FOLLOWING, AMONG))}"
    if table.per_act and (table.measure != "happens" or table.holds is not None):
        yield "per", "per act asks whether each act is followed: no measure goes with it"
    if table.strata and not table.per_act:
        yield "strata", "strata are of the acts that are asked about: write per: act"
