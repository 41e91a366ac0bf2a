"""Scoring an entry of a ledger against acts that were coded later."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ....model.world.ladder import RUNGS
from ....scenarios.problems import shown
from ...errors import UserError
from ...measures.statistics import as_dict, grouped_interval
from ...system.printable import printable
from ..episodes import CodedAct, episodes_text, last_day, parse_episodes
from ..predict import Prediction
from ..record.outlooks import crps_of_sample
from ..scores import brier, crps, ranked
from ..unseen.as_one import as_one, crises_of
from ..unseen.cases import day_of, from_acts
from ..unseen.marks import said
from ..unseen.verdicts import ErrorGain, Values, compared
from .crisis import resolved
from .entries import ActForecast, ActStatement, FrozenCrisis, LedgerEntry, Resolution
from .kinds import FollowedAct, followed_acts, of_kind

#: Squared error of one half for everything.
COIN = 0.25


def resolve(entry: LedgerEntry, path: Path, until: str | None, called: dict[str, str]) -> Resolution:
    """Score an entry against a file of coded acts.

    Args:
        entry: it is what was sealed.
        path: the file.
        until: last day that the file watched; by default that of its last act.
        called: who codes of the file are in the scenario of an entry.

    Raises:
        ScenarioError: the file is wrong.
        UserError: it ends before the entry can be scored.
    """
    text, name = episodes_text(path)
    acts = parse_episodes(text.encode(), name)
    end = last_day(acts) if until is None else day_of(until, "--until")
    if end <= entry.after:
        raise UserError(f"{name}: watched to {end}; entry {entry.number} speaks of acts after {entry.after}")
    if entry.crisis is None and called:
        raise UserError("--actors: an entry about acts of every kind asks nobody who they are")
    scores = score_acts(entry, acts, end) if entry.crisis is None else score_crisis(entry.crisis, acts, end, called)
    return Resolution(
        entry=entry.number,
        sealed=entry.hash,
        file=printable(Path(name).name),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        until=end,
        scores=scores,
    )


def parse_actors(text: str | None) -> dict[str, str]:
    """Read ``CODE=ID,...``.

    Raises:
        UserError: it is not written so.
    """
    found: dict[str, str] = {}
    for part in [] if text is None else text.split(","):
        code, equals, own = (piece.strip() for piece in part.partition("="))
        if not (code and equals and own):
            raise UserError(f"--actors: {shown(part)}: write it as CODE=ID,CODE=ID")
        found[code] = own
    return found


def score_acts(entry: LedgerEntry, acts: Sequence[CodedAct], until: datetime.date) -> dict[str, Any]:
    """Scores of the statements about acts, kind by kind."""
    followed = followed_acts(from_acts([act for act in acts if act.date <= until], until))
    known = as_one(act for act in acts if act.kinetic)
    return {"statements": [_statement(entry, one, followed, known) for one in entry.acts]}


def _statement(
    entry: LedgerEntry, stated: ActStatement, followed: Sequence[FollowedAct], known: dict[str, str]
) -> dict[str, Any]:
    chosen = of_kind(stated.kind, followed, entry.after, stated.next)
    told: dict[str, Any] = {"kind": stated.kind.words, "acts": len(chosen), "next": stated.next}
    if len(chosen) < stated.least:
        return told | {"scored": False, "why": f"{len(chosen)} acts of this kind; at least {stated.least} are scored"}
    y = np.array([one.outcome.answered for one in chosen], np.float64)
    crises = crises_of([one.act.chain for one in chosen], known)
    errors = {name: brier(np.full(len(y), said.chance), y) for name, said in stated.forecasts.items()}
    rows = compared(entry.primary, errors, crises)
    return told | {
        "scored": True,
        "answered": float(y.mean()),
        "crises": len(np.unique(crises)),
        "forecasters": {
            name: _forecaster(forecast, chosen, errors[name], y, crises) for name, forecast in stated.forecasts.items()
        },
        "verdict": [said(entry.primary, row) for row in rows if differs(row)],
    }


def differs(row: ErrorGain) -> bool:
    """Whether two forecasters said something different of a kind."""
    return row.gain.estimate != 0 or row.in_sight > 0


def _forecaster(
    forecast: ActForecast, chosen: Sequence[FollowedAct], errors: Values, y: Values, crises: Any
) -> dict[str, Any]:
    """What one forecaster's statement was worth."""
    share = float(y.mean())
    rungs = np.zeros(RUNGS)
    for rung, value in forecast.rungs.items():
        rungs[int(rung)] = value
    one = Prediction(forecast.chance, rungs, np.array(forecast.days), 0.0)
    answered = [act.outcome for act in chosen if act.outcome.reply is not None]
    ranks = [ranked(one, outcome.reply.rung) for outcome in answered if outcome.reply is not None]
    delays = [crps(one, outcome.delay) for outcome in answered]
    return {
        "chance": forecast.chance,
        "brier": as_dict(grouped_interval(errors, crises)),
        "inside_50": forecast.share_50[0] <= share <= forecast.share_50[1],
        "inside_90": forecast.share_90[0] <= share <= forecast.share_90[1],
        "rung": float(np.mean(ranks)) if ranks else None,
        "delay": float(np.mean(delays)) if delays else None,
    }


def score_crisis(
    crisis: FrozenCrisis, acts: Sequence[CodedAct], until: datetime.date, called: dict[str, str]
) -> dict[str, Any]:
    """Scores of the questions of a scenario, each with what the coded acts answer."""
    found = resolved(crisis, acts, until, called)
    rows: list[dict[str, Any]] = []
    for stated, answer in zip(crisis.questions, found, strict=True):
        row: dict[str, Any] = {"question": stated.name, "ask": stated.ask, "chance": stated.chance}
        if stated.unresolved or answer is None or (stated.chance is None and not stated.values):
            why = stated.unresolved or ("not asked of what happened" if answer is None else "asked of no run")
            rows.append(row | {"scored": False, "why": why})
        elif stated.per_act:
            hits, of = answer
            error = (hits * (1 - (stated.chance or 0.0)) ** 2 + (of - hits) * (stated.chance or 0.0) ** 2) / of
            rows.append(row | {"scored": True, "answer": hits / of, "brier": error})
        elif stated.chance is not None:
            rows.append(
                row | {"scored": True, "answer": float(answer > 0), "brier": (stated.chance - (answer > 0)) ** 2}
            )
        else:
            values = np.array(stated.values)
            rows.append(row | {"scored": True, "answer": answer, "crps": crps_of_sample(values, answer)})
    errors = [row["brier"] for row in rows if "brier" in row]
    mean = float(np.mean(errors)) if errors else None
    return {"questions": rows, "brier": mean, "coin": COIN, "chances": len(errors)}
