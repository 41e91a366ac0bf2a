"""Who wins, in one table: what is proven, what is null, what is behind, and what is only hoped."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from brink.docs.pages import imported, markdown
from brink.docs.pages.found import (
    BEHIND,
    COIN,
    NULL,
    PROVEN,
    Told,
    bounds,
    cases_needed,
    compared,
    proven,
    scored,
    written,
)
from brink.experiments.evidence.unseen.marks import MOST_NEEDED
from brink.experiments.measures.numbers import count

#: Who has to be beaten on each frame before anything counts.
TO_BEAT = {"openings": "base rate", "replies": "base rate", "months": "persistence", "crises": "base rate"}
QUESTIONS = {
    "openings": "After thirty quiet days, does force come back?",
    "replies": "Is an act of force answered?",
    "months": "How many acts of force in a month of a pair?",
    "crises": "From its first week, how high does a crisis climb?",
}
HEADS = ("question", "nearest of all", "brink against", "error lower by (95 %)", "state", "against the strongest rival")


class WinRow(NamedTuple):
    """A row: the question, who is nearest, whom brink is held against, by how much it is nearer, and what that is.

    ``strongest``: the same against the rival with the lowest error, which nobody chose beforehand.
    """

    question: str
    nearest: str
    rival: str
    gain: str
    state: str
    strongest: str = ""


def table(told: Told, chains: Told, fitted: Told, events: Told | None) -> str:
    """The table.

    Args:
        told: scores on unseen acts.
        chains: scores on the chains that were picked.
        fitted: the calibration.
        events: scores on imported events, where they were made.
    """
    rows = [*frame_rows(told), *event_rows(events), chains_row(chains), *coin_rows(told), *others(fitted)]
    return markdown.table(HEADS, rows)


def reading(told: Told) -> str:
    """What the last column comes to."""
    states = [strongest(told["frames"][name]).rpartition(", ")[2] for name in TO_BEAT if name in told["frames"]]
    won, lost = states.count(PROVEN), states.count(BEHIND)
    said = f"Against the strongest rival brink is proven nearer on {won} of {len(states)} frames and behind on {lost}."
    return said if won else f"{said} What is proven on them is proven against the simplest rival only."


def gained(found: Told) -> str:
    """A gain with its interval."""
    return written(bounds(found), "+")


def needing(crises: float | None, there: int) -> str:
    """A null with what it would take to show the difference that was found."""
    some = crises is not None and crises < MOST_NEEDED
    return f"{NULL} with {there} crises" + (f"; {count(crises)} would show this much" if some else "")


def frame_rows(told: Told) -> Iterable[WinRow]:
    """The frames whose forecaster was named before."""
    for name, rival in TO_BEAT.items():
        frame = told["frames"].get(name)
        if frame is None:
            continue
        nearest = min(frame["scores"], key=lambda one: one["scores"][frame["score"]]["estimate"])
        row = compared(frame["comparisons"], rival)
        question = f"{QUESTIONS[name]} ({name})"
        yield WinRow(
            question, f"*{nearest['forecaster']}*", f"*{rival}*", gained(row["gain"]), state_of(row), strongest(frame)
        )


def event_rows(told: Told | None) -> Iterable[WinRow]:
    """Imported events, score by score, against the logit with history."""
    if told is None:
        yield WinRow("Imported events to 2001, act by act", "", "logit with history", "not measured", "hoped")
        return
    frame = told["frames"]["events"]
    for score, row in imported.against_logit(frame).items():
        nearest = min(frame["scores"], key=lambda one: one["scores"][score]["estimate"])
        rivals = [one for one in imported.by_score(frame)[score] if not one["rival"].startswith("brink")]
        rival = min(rivals, key=lambda one: one["gain"]["estimate"])
        yield WinRow(
            f"Imported events 1990-2001, act by act: {score}",
            f"*{nearest['forecaster']}*",
            f"*{row['rival']}*",
            gained(row["gain"]),
            state_of(row, "confrontations"),
            f"*{rival['rival']}*: {gained(rival['gain'])}, {proven(rival)}",
        )


def state_of(row: Told, unit: str = "crises") -> str:
    """What a comparison comes to, in words."""
    state, there = proven(row), row["crises"]
    said = needing(row["crises_needed"], there) if state == NULL else f"{state} with {there} crises"
    return said.replace("crises", unit)


def strongest(frame: Told) -> str:
    """The comparison with the rival whose error is lowest; brink's own other forecasts are no rivals."""
    rivals = [row for row in frame["comparisons"] if not row["rival"].startswith("brink")]
    row = min(rivals, key=lambda one: one["gain"]["estimate"])
    return f"*{row['rival']}*: {gained(row['gain'])}, {proven(row)}"


def chains_row(chains: Told) -> WinRow:
    """The chains that were picked because they escalated, each from the others: exploratory."""
    entries = [*chains["scores"].values(), *chains["null_models"].values()]
    nearest, gain = min(entries, key=lambda one: one["brier"]["estimate"]), chains["scores"]["brink"]["gain"]
    needed = cases_needed(chains["chains"], bounds(gain), gain["estimate"]) if gain["estimate"] else None
    null = gain["low"] <= 0 <= gain["high"]
    state = needing(needed, chains["chains"]).replace("crises", "chains") if null else "hoped: exploratory"
    question = "Is an act of a picked chain answered? (exploratory)"
    return WinRow(question, f"*{nearest['name']}*", "*base rate*", gained(gain), state)


def coin_rows(told: Told) -> Iterable[WinRow]:
    """The constants as they ship, nothing learned, against one half for everything."""
    for name in ("openings", "replies"):
        frame = told["frames"].get(name)
        if frame is None:
            continue
        score = scored(frame, "brink as shipped")["scores"]["Brier"]
        gain = {"estimate": COIN - score["estimate"], "low": COIN - score["high"], "high": COIN - score["low"]}
        state = BEHIND if gain["high"] < 0 else NULL if gain["low"] <= 0 else "hoped: exploratory"
        yield WinRow(
            f"The same with constants as they ship and nothing learned ({name})", "", "*coin*", gained(gain), state
        )


def others(fitted: Told) -> Iterable[WinRow]:
    """What is no forecast, or none yet."""
    hits = f"{sum(row['hit'] for row in fitted['fit'])} of {len(fitted['fit'])} within reach"
    yield WinRow("Do generic crises look like real disputes?", "", "published statistics", hits, "a fit, no forecast")
    yield WinRow("Does the winter of 2023-24 go on as it did?", "", "past rates", "see below", "seen before: no test")
    yield WinRow("Acts after 20 January 2024 (the ledger)", "", "share of the record", "not resolved", "hoped")
