"""The answer of a backtest on unseen acts as people get it: text, tables and a report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ...figures import reliability
from ...figures.gallery import FigureEntry
from ...measures import claims
from ...measures.numbers import UNKNOWN, advance, decimal, interval, several, thousandths
from ...measures.statistics import Interval
from ...report.study import Heading, ReportTable, compose
from ...report.words import BACKTEST, ReportText
from ...studies.finish import write_table
from ...studies.shown import Block
from .words import words_of

Told = dict[str, Any]
MEANING = (
    "Lower is better, but for the area under the curve (AUC) and resolution. Level: mean forecast less the share that "
    "happened; zero is right. Intervals are at 95 %, crises drawn whole. One forecaster a frame was named before; all "
    "others are exploratory."
)
HEADS = ("frame", "forecaster", "role", "score", "of", "reliability", "level", "AUC")
AGAINST = ("frame", "forecaster", "rival", "gain", "crises", "luck, after Holm", "would be seen", "crises needed")
BEFORE_HEADS = ("score", "base rate", "logit with history", "AUC")
#: What a score is taken of where no name is printed with it.
UNITS = {
    "events": "Brier, any reply",
    "openings": "Brier",
    "replies": "Brier",
    "months": "CRPS, acts",
    "crises": "RPS, highest rung",
}


def text_of(told: Told) -> list[str | Block]:
    """What is printed: how it was made, a table of scores, a table of comparisons, and what may be said."""
    head, *verdict = words_of(told)
    scores = Block("scores on unseen acts", HEADS, [list(row) for row in _scores(told)])
    against = Block("against every other forecaster", AGAINST, [list(row) for row in _against(told)])
    more = [Block(title, heads, [list(row) for row in rows]) for title, heads, rows in _further(told) if rows]
    return [f"{head}.\n{_cut(told)}. {MEANING}", scores, against, *more, *verdict]


def _further(told: Told) -> list[tuple[str, tuple[str, ...], list[tuple[str, ...]]]]:
    """Of imported events: the other scores, who is nearer in them, and what others' models scored before."""
    frame = told["frames"].get("events", {})
    if "by_score" not in frame:
        return []
    names = list(frame["by_score"])
    scores = [(row["forecaster"], *(_bounds(row["scores"][name]) for name in names)) for row in frame["scores"]]
    rivals = [
        (name, frame["compared"], row["rival"], _bounds(row["gain"], signs=True), *_luck(row))
        for name, rows in frame["by_score"].items()
        for row in rows
    ]
    before = told["measured_before"]
    known = [
        (name, *(UNKNOWN if one not in row else thousandths(row[one]) for one in BEFORE_HEADS[1:]))
        for name, row in before.get("scores", {}).items()
    ]
    return [
        ("replies to imported acts, further scores", ("forecaster", *names), scores),
        ("further scores, against every other forecaster", ("score", *AGAINST[1:]), rivals),
        (f"for orientation: {before.get('what', '')}", BEFORE_HEADS, known),
    ]


def _cut(told: Told) -> str:
    return f"Nothing after {told['cut']} was looked at" if "events" in told else str(told["cut"])


def _scores(told: Told) -> list[tuple[str, ...]]:
    return [
        (
            name,
            row["forecaster"],
            row["role"],
            _bounds(row["scores"][frame["score"]]),
            UNITS[name],
            _number(row.get("reliability")),
            _bounds(row["in_the_large"], signs=True) if "in_the_large" in row else "",
            _bounds(row["auc"]) if "auc" in row else "",
        )
        for name, frame in told["frames"].items()
        for row in sorted(frame["scores"], key=lambda row: row["scores"][frame["score"]]["estimate"])
    ]


def _against(told: Told) -> list[tuple[str, ...]]:
    return [
        (name, frame["compared"], row["rival"], _bounds(row["gain"], signs=True), *_luck(row))
        for name, frame in told["frames"].items()
        for row in frame["comparisons"]
    ]


def _luck(row: Told) -> tuple[str, ...]:
    """How many crises a comparison rests on, what luck would do, and the power there was."""
    needed = UNKNOWN if row["crises_needed"] is None else decimal(row["crises_needed"], 0)
    return str(row["crises"]), _number(row["adjusted"]), _number(row["in_sight"]), needed


def _number(value: float | None) -> str:
    return "" if value is None else thousandths(value)


def _bounds(found: dict[str, float | None], signs: bool = False) -> str:
    ends = [float("nan") if found[name] is None else found[name] for name in Interval._fields]
    return UNKNOWN if None in found.values() else interval(Interval(*ends), advance if signs else thousandths)  # pyright: ignore[reportArgumentType]


def write(told: Told, folder: Path, report: bool, command: str, made: list[tuple[str, str]]) -> None:
    """Both tables into a folder, and the report if one is wanted."""
    scores, against = (
        pd.DataFrame(_scores(told), columns=list(HEADS)),
        pd.DataFrame(_against(told), columns=list(AGAINST)),
    )
    write_table(folder, "scores", scores)
    write_table(folder, "comparisons", against)
    if not report:
        return
    head, *verdict = words_of(told)
    assumed = {
        "Learned from": f"{told.get('learn', told.get('events'))}, before {told.get('first', told.get('since'))}",
        "Scored": told.get("score", told.get("events")),
        "The cut": _cut(told),
        "Constants": f"as shipped with the model {told['model']}",
    }
    question = ["What can be foretold of acts that nothing was learned from, and by whom?", f"{claims.capital(head)}."]
    words = ReportText(BACKTEST, "Backtest on unseen acts", question, [f"{line}." for line in verdict], assumed)
    tables = [ReportTable("Scores", MEANING, scores), ReportTable("Comparisons", MEANING, against)]
    tables += [
        ReportTable(claims.capital(title), MEANING, pd.DataFrame(rows, columns=list(heads)))
        for title, heads, rows in _further(told)
        if rows
    ]
    stamp = "Forecasts are simulated; the acts they are held against are OBSERVED.  Made with brink."
    compose(folder, Heading(head, stamp), words, tables, reliabilities(told), command, made)


def reliabilities(told: Told) -> list[FigureEntry]:
    """The reliability of the chances of each frame whose acts are told."""
    found = []
    for name, frame in told["frames"].items():
        if "acts" not in frame:
            continue
        drawn = reliability.reliability(chances_of(frame), f"{reliability.TITLE} ({name})")
        alt = reliability.describe(drawn.data)
        found.append(FigureEntry(f"{reliability.NAME}-{name}", reliability.TITLE, reliability.SEE, alt, drawn))
    return found


def chances_of(frame: Told) -> reliability.SeenChances:
    """The chances of the acts of a frame, and what came of them."""
    columns = dict(frame["acts"])
    chain, n, crisis, answered = (columns.pop(name) for name in ("chain", "n", "crisis", "answered"))
    chances = {name: np.array(column) for name, column in columns.items()}
    cases = len(set(crisis))
    told = f"{several(cases, 'crisis', 'crises')}, none of which was learned from"
    return reliability.SeenChances(chances, chain, n, np.array(answered, np.float64), cases, told)
