"""Entries of a ledger and their scores as rows and sentences."""

from __future__ import annotations

from typing import Any

from ...measures.numbers import UNKNOWN, decimal, percent, span, thousandths
from .entries import ActForecast, LedgerEntry, QuestionStatement

STATED_HEADS = ["kind", "forecaster", "answered", "90 % of shares", "likeliest rung", "median days"]
CRISIS_HEADS = ["question", "forecast", "asked of", "resolved by coded acts"]


def stated_rows(entry: LedgerEntry) -> list[list[str]]:
    """What an entry says of acts, a row a kind and forecaster."""
    return [
        [stated.kind.words, name, percent(said.chance), span(*said.share_90, percent), _rung(said), _median(said)]
        for stated in entry.acts
        for name, said in stated.forecasts.items()
    ]


def _rung(said: ActForecast) -> str:
    return max(said.rungs, key=lambda rung: said.rungs[rung])


def _median(said: ActForecast) -> str:
    reached = 0.0
    for day, share in enumerate(said.days):
        reached += share
        if reached >= 0.5:
            return str(day)
    return UNKNOWN


def asked_rows(entry: LedgerEntry) -> list[list[str]]:
    """What an entry says of the questions of a scenario."""
    questions = entry.crisis.questions if entry.crisis else ()
    return [[one.ask, _said(one), percent(one.asked), one.unresolved or "yes"] for one in questions]


def _said(one: QuestionStatement) -> str:
    if one.chance is not None:
        return percent(one.chance)
    if not one.values:
        return UNKNOWN
    low, middle, high = (one.values[round(share * (len(one.values) - 1))] for share in (0.05, 0.5, 0.95))
    return f"{decimal(middle, 0)} ({span(low, high, lambda value: decimal(value, 0))})"


def kind_rows(scores: dict[str, Any]) -> list[list[str]]:
    """Scores of statements about acts, a row a kind and forecaster."""
    rows = []
    for one in scores["statements"]:
        if not one["scored"]:
            rows.append([one["kind"], str(one["acts"]), UNKNOWN, one["why"], "", "", "", ""])
            continue
        for name, said in one["forecasters"].items():
            inside = ["yes" if said[key] else "no" for key in ("inside_50", "inside_90")]
            own = [percent(said["chance"]), thousandths(said["brier"]["estimate"]), *inside]
            rows.append([one["kind"], str(one["acts"]), percent(one["answered"]), name, *own])
    return rows


def crisis_rows(scores: dict[str, Any]) -> list[list[str]]:
    """Scores of the questions of a scenario."""
    return [
        [
            one["ask"],
            UNKNOWN if one["chance"] is None else percent(one["chance"]),
            decimal(one["answer"]) if one["scored"] else UNKNOWN,
            thousandths(one.get("brier", one.get("crps", 0.0))) if one["scored"] else one["why"],
        ]
        for one in scores["questions"]
    ]


def sentences(entry: LedgerEntry, scores: dict[str, Any]) -> list[str]:
    """What the scores come to."""
    if entry.crisis is None:
        return [f"{one['kind']}: {line}" for one in scores["statements"] if one["scored"] for line in one["verdict"]]
    if scores["brier"] is None:
        return ["no chance could be scored"]
    return [f"Brier score over {scores['chances']} chances {thousandths(scores['brier'])}; one half for each .250"]
