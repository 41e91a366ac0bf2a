"""What was asked of the evidence before it was made, row by row: found, met or missed, and the cases it would take.

The bounds were written down before anything was scored. A row is *met* or *missed* where its whole interval lies on one
side of the bound; else it is open, and the page says how many cases would have shown an effect of the size asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from brink.docs.pages import gates, imported, markdown
from brink.docs.pages.found import COIN, COVERED, Bounds, Told, bounds, cases_needed, compared, scored, written
from brink.experiments.evidence.events import scoring
from brink.experiments.measures.numbers import count, several
from brink.gates.table import MET as GATE_MET
from brink.gates.table import from_json

MET, MISSED = "met", "**missed**"
#: The interval reaches over the bound: by the side on which the estimate lies.
LIKELY, UNLIKELY = "open, on the asked side", "open, on the other side"
#: Asked: a Brier score no worse than the base rate's by this; the reliability; an area under the curve, against chance.
MARGIN, RELIABLE, AUC, CHANCE = 0.01, 0.01, 0.60, 0.5
#: By how much a count by the month must be nearer than persistence, as a share of its error.
BETTER = 0.1
SHIPPED, LEARNED = "brink as shipped", "brink, recalibrated"
HEADS = ("asked, before anything was scored", "of whom", "found (95 %)", "cases", "", "cases it would take")
TEXT = """\
## What was asked, row by row

Written down before brink was scored on unselected frames. *Met* and *missed*: the whole interval lies on one side of
the bound; *open*: it reaches over it, so that these cases cannot tell. *Cases it would take*: how many such crises
would show an effect of the size that was asked for in eight of ten tries, if they scatter as these do (where only a
sign was asked, of the size that was found); for a reliability, how many acts, taken one by one, would keep chances that
are all right below the bound in eight of ten tries; for a share that is covered, how many answered acts would make its
interval no wider than the bounds. Beside a covered share stands that of the plain shares of the past, learned from the
same acts: where both miss alike, it is not the width of brink's forecast but what changed since.

{tally}"""


class ShownRow(NamedTuple):
    """A row: what was asked, of whom, what was found, how many cases, the verdict, and how many it would take."""

    asked: str
    who: str
    found: str
    cases: str
    verdict: str
    needed: str = ""


def section(told: Told, chains: Told, events: Told | None) -> list[str]:
    """The table.

    Args:
        told: scores on unseen acts.
        chains: scores on the chains that were picked.
        events: scores on imported events, where they were made.
    """
    rows = [*act_rows(told, "openings"), *act_rows(told, "replies"), *month_rows(told), crisis_row(told)]
    rows += [*event_rows(events), *gate_rows(), *coin_rows(told, chains)]
    kinds = (MET, MISSED, LIKELY, UNLIKELY)
    tally = ", ".join(f"{sum(row.verdict == kind for row in rows)} {kind.strip('*')}" for kind in kinds)
    told_rows = [row._replace(needed="") if row.verdict == MET else row for row in rows]
    return [TEXT.format(tally=f"Of {len(rows)} rows: {tally}."), markdown.table(HEADS, told_rows)]


def within(found: Bounds, low: float, high: float) -> str:
    """Whether an interval lies inside bounds, outside, or neither."""
    if low <= found[1] and found[2] <= high:
        return MET
    if found[2] < low or high < found[1]:
        return MISSED
    return LIKELY if low <= found[0] <= high else UNLIKELY


def reached(found: Bounds, size: float, nothing: float) -> str:
    """Whether an effect of a size was asked for and found, its interval clear of no effect."""
    if found[0] >= size:
        return MET if found[1] > nothing else LIKELY
    return MISSED if found[2] < size else UNLIKELY


def cases_for(cases: int, found: Bounds, size: float) -> str:
    """The cases that an effect of a size takes, in a cell; two at least, and none where no size is asked for."""
    return count(max(2.0, cases_needed(cases, found, size))) if size else ""


def in_percent(share: float) -> str:
    """A share in a sentence."""
    return f"{100 * share:.0f} %"


def gain_on(frame: Told, rival: str) -> Bounds:
    """How much lower the error of the forecaster that counts is than a rival's."""
    return bounds(compared(frame["comparisons"], rival)["gain"])


def act_rows(told: Told, name: str) -> Iterable[ShownRow]:
    """Openings or named replies."""
    frame = told["frames"][name]
    who, crises = frame["compared"], several(frame["crises"], "crisis", "crises")
    gain, own = gain_on(frame, "base rate"), scored(frame, frame["compared"])
    asked = f"{name}: Brier score not worse than the base rate's by {MARGIN}"
    needed = cases_for(frame["crises"], gain, MARGIN)
    yield ShownRow(asked, who, written(gain, "+"), crises, within(gain, -MARGIN, 1.0), needed)
    yield reliability_row(name, who, own, frame["number"])
    area, asked = bounds(own["auc"]), f"{name}: AUC at least {AUC:.2f}, clear of {CHANCE}"
    needed = cases_for(frame["crises"], area, AUC - CHANCE)
    yield ShownRow(asked, who, written(area), crises, reached(area, AUC, CHANCE), needed)
    past = scored(frame, "base rate")["covered"]
    for what, shares in own["covered"].items():
        for level, share in shares.items():
            row = covered_row(f"{name}: {what} of the answer", who, level, bounds(share), frame["answered"])
            yield row._replace(found=f"{row.found}; shares of the past {past[what][level]['estimate']:.3f}")


def reliability_row(name: str, who: str, own: Told, acts: int) -> ShownRow:
    """The reliability beside what chances that are right would show by luck."""
    found, luck = own["reliability"], own["reliability_by_luck"]
    verdict = MET if found <= RELIABLE else MISSED if found > luck else UNLIKELY
    told = f"{found:.3f}; where all chances are right, up to {luck:.3f}"
    needed = count(acts * luck / RELIABLE)
    return ShownRow(f"{name}: reliability at most {RELIABLE}", who, told, several(acts, "act"), verdict, needed)


def covered_row(what: str, who: str, level: str, found: Bounds, answered: int) -> ShownRow:
    """A share that a central interval covers."""
    low, high = COVERED[level]
    asked = f"{what} inside the central {in_percent(float(level))}: in {in_percent(low)} to {in_percent(high)} of cases"
    needed = count(max(2.0, answered * ((found[2] - found[1]) / (high - low)) ** 2))
    return ShownRow(asked, who, written(found), f"{count(answered)} answered acts", within(found, low, high), needed)


def month_rows(told: Told) -> Iterable[ShownRow]:
    """Counts by the month."""
    frame = told["frames"]["months"]
    error = scored(frame, "persistence")["scores"][frame["score"]]["estimate"]
    for rival, size, asked in (
        ("persistence", BETTER, f"{in_percent(BETTER)} below that of persistence"),
        ("Hawkes process", 0.0, "below that of the Hawkes process"),
    ):
        gain = gain_on(frame, rival)
        share: Bounds = (gain[0] / error, gain[1] / error, gain[2] / error)
        found = f"{written(gain, '+')}, {in_percent(share[0])} of persistence's"
        cases = several(frame["crises"], "group of pairs", "groups of pairs")
        needed = cases_for(frame["crises"], share, size or abs(share[0]))
        told_asked = f"months: CRPS {asked}, clear of zero"
        yield ShownRow(told_asked, frame["compared"], found, cases, reached(share, size, 0.0), needed)


def crisis_row(told: Told) -> ShownRow:
    """The highest rung of crises."""
    frame = told["frames"]["crises"]
    gain, asked = gain_on(frame, "base rate"), "crises: RPS of the highest rung below the base rate's"
    cases, needed = several(frame["crises"], "crisis", "crises"), cases_for(frame["crises"], gain, abs(gain[0]))
    return ShownRow(asked, frame["compared"], written(gain, "+"), cases, within(gain, 0.0, 1.0), needed)


def event_rows(told: Told | None) -> Iterable[ShownRow]:
    """Imported events against the logit with history: any reply no worse, level and delay better."""
    if told is None:
        return
    frame = told["frames"]["events"]
    for score, row in imported.against_logit(frame).items():
        gain, cases = bounds(row["gain"]), several(row["crises"], "confrontation")
        if score == scoring.FORCE_BACK:
            continue
        if score == scoring.ANY:
            asked, verdict = f"not worse than the logit with history by {MARGIN}", within(gain, -MARGIN, 1.0)
            needed = cases_for(row["crises"], gain, MARGIN)
        else:
            asked, verdict = "below that of the logit with history, clear of zero", reached(gain, 0.0, 0.0)
            needed = cases_for(row["crises"], gain, abs(gain[0]))
        told_asked = f"imported events 1990-2001: {score} {asked}"
        yield ShownRow(told_asked, frame["compared"], written(gain, "+"), cases, verdict, needed)


def gate_rows() -> Iterable[ShownRow]:
    """The gates of disputes, as they were measured last; their intervals are at 99 %."""
    group = json.loads(gates.NUMBERS.read_text(encoding="utf-8"))["disputes"]
    for row in from_json(group["rows"]):
        verdict = MET if row.verdict == GATE_MET else MISSED
        cells = row.cells()
        found = cells[3] if row.found.low == row.found.high else f"{cells[3]} ({cells[4]}, 99 %)"
        yield ShownRow(f"disputes: {row.what}: {row.bound}", SHIPPED, found, count(row.n), verdict)


def coin_rows(told: Told, chains: Told) -> Iterable[ShownRow]:
    """The constants as shipped against one half for everything, then with level and slope learned elsewhere."""
    for who, key in ((SHIPPED, SHIPPED), (LEARNED, f"{SHIPPED}, recalibrated")):
        for name in ("openings", "replies"):
            frame = told["frames"][name]
            score = scored(frame, who)["scores"]["Brier"]
            yield coin_row(name, who, bounds(score), frame["crises"], "crisis", "crises")
        yield coin_row(
            "chains that were picked", who, bounds(chains["scores"][key]["brier"]), chains["chains"], "chain"
        )


def coin_row(name: str, who: str, found: Bounds, cases: int, *called: str) -> ShownRow:
    """One score against a coin's, of so many cases and what they are called."""
    verdict = within(found, 0.0, COIN)
    needed = "" if verdict == MISSED else cases_for(cases, found, abs(COIN - found[0]))
    how = "of the constants as they ship" if who == SHIPPED else "with level and slope learned elsewhere"
    asked = f"{name}: Brier score {how} below a coin's {COIN}"
    return ShownRow(asked, who, written(found), several(cases, *called), verdict, needed)
