"""Reports of the backtest and of the continuations of winter 2023-24, in the form of all reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from ..figures import continuations, reliability
from ..figures.gallery import FigureEntry
from ..measures import claims
from ..measures.numbers import count, fixed_percent, interval, span, thousandths
from ..measures.statistics import Interval, mean_interval
from ..report.study import Heading, ReportTable, compose
from ..report.words import BACKTEST, ReportText
from . import backtest, january
from .scores import brier

SCORES = (
    "Lower is better, but for gain and resolution. Brier: squared error of the chance that force answers in time; "
    "gain: how much lower it is than the base rate's. Reliability and resolution are its two parts. Log, rung (ranked "
    "score), delay (days) and proxy: errors of the rest. Intervals are at 95 %, whole chains resampled."
)
PAIRS = "Overt acts after the last cut: observed, expected, chance of any by the model and by the pair's past rate."
CUTS = (
    "History up to the cut is prescribed; everything after it is drawn. Simulated totals are given as middle run and "
    "nine runs in ten. Brier: squared error of the chance that a pair has an overt act, by the model and by past rates."
)
PAIR_COLUMNS = ("actor", "target", "observed acts", "expected", "chance of any", "by past rate")


def write_backtest(found: backtest.Backtest, folder: Path, command: str, made: Sequence[tuple[str, str]] = ()) -> Path:
    """Write ``report.html`` with the reliability diagram and the table of scores into a folder.

    ``command`` is what gives it again, ``made`` what else there is to say of how it was made, by name.
    """
    record = found.record
    chains = len(set(record.chains))
    drawn = reliability.reliability(chances_of(found))
    alt = reliability.describe(drawn.data)
    entry = FigureEntry(reliability.NAME, reliability.TITLE, reliability.SEE, alt, drawn)
    question = [
        f"Force answered {fixed_percent(record.share, 0)} of {len(record.acts)} coded acts in {chains} real disputes. "
        "Can the model tell which, better than the base rate and than rivals that know nothing of its theory?",
        "Each dispute is forecast from the others alone: nothing that it taught was known to its forecaster.",
    ]
    assumed = {
        "Coded acts": f"{found.episodes}: {len(record.acts)} acts of force, {chains} chains",
        "Actor profiles": f"{found.profiles}; default profiles stand in for {len(found.guessed)} actors",
        "Counted as an answer": "force against the author, its patron or its stand-in, within 30 days",
    }
    words = ReportText(
        BACKTEST, "Backtest on coded disputes", question, [_sentence(line) for line in backtest.verdict(found)], assumed
    )
    facts = f"{len(record.acts)} coded acts in {chains} chains, each chain held out in turn"
    stamp = "Forecasts are simulated; the acts they are held against are OBSERVED.  Made with brink."
    tables = [ReportTable("Scores", SCORES, scores_table(found))]
    return compose(folder, Heading(facts, stamp), words, tables, [entry], command, made)


def chances_of(found: backtest.Backtest) -> reliability.SeenChances:
    """The chances of brink, with what it learned and as shipped, and what came of them."""
    record, shown = found.record, (backtest.BRINK, "brink as shipped")
    chains = len(set(record.chains))
    return reliability.SeenChances(
        {entry.name: entry.p for entry in found.entries if entry.name in shown},
        record.chains.tolist(),
        [act.n for act in record.acts],
        record.y,
        chains,
        f"{chains} chains, each chain forecast from the others",
    )


def _sentence(line: str) -> str:
    return f"{claims.capital(line)}{'' if line.endswith('.') else '.'}"


def scores_table(found: backtest.Backtest) -> pd.DataFrame:
    """A forecaster a row, the best first."""
    ordered = sorted(found.scores, key=lambda score: score.brier.estimate)
    rows = [
        {
            "forecaster": score.name,
            "learns": score.learns,
            "Brier": interval(score.brier, thousandths),
            "gain": interval(score.gain, thousandths),
            "reliability": round(score.parts.reliability, 3),
            "resolution": round(score.parts.resolution, 3),
            "log": round(score.log.estimate, 3),
            "rung": round(score.rung.estimate, 3),
            "delay": round(score.delay.estimate, 2),
            "proxy": round(score.proxy.estimate, 3),
        }
        for score in ordered
    ]
    return pd.DataFrame(rows)


def write_january(
    found: Sequence[january.Continuation], folder: Path, command: str, made: Sequence[tuple[str, str]] = ()
) -> Path:
    """Write ``report.html`` with the fans against the record, and the tables of cuts and pairs, into a folder.

    ``command`` and ``made`` as in `write_backtest`.
    """
    drawn = continuations.continuations(found, january.RUNS, january.START)
    entry = FigureEntry(
        continuations.NAME, continuations.TITLE, continuations.SEE, continuations.describe(drawn.data), drawn
    )
    question = [
        "Handed the record of the winter of 2023-24 up to a day, does the model go on as history did?",
        f"For each cut, {january.RUNS:,} runs start from the record up to it; then nothing is prescribed any more.",
    ]
    assumed = {
        "Record": "coded acts of winter 2023-24, and the published tally of attacks on US forces",
        "Constants": "as shipped: they were tuned on this winter"
        if found[0].constants == january.AS_SHIPPED
        else found[0].constants,
        "Cuts": ", ".join(str(one.cut) for one in found),
    }
    words = ReportText(BACKTEST, "After the record: winter 2023-24", question, went_on(found), assumed)
    stamp = "Simulated events, not a forecast; the record they are held against is OBSERVED.  Made with brink."
    tables = [
        ReportTable("Cuts", CUTS, cuts_table(found)),
        ReportTable(f"Pairs after {found[-1].cut}", PAIRS, pairs_table(found[-1])),
    ]
    heading = Heading(f"{january.RUNS:,} simulated runs after each of {len(found)} cuts", stamp)
    return compose(folder, heading, words, tables, [entry], command, made)


def went_on(found: Sequence[january.Continuation]) -> list[str]:
    """How the model went on, in sentences: all cuts together, then each."""
    return [_in_short(found), *map(_went_on, found)]


def cuts_table(found: Sequence[january.Continuation]) -> pd.DataFrame:
    """A cut a row."""
    return pd.DataFrame([_cut(one) for one in found])


def _in_short(found: Sequence[january.Continuation]) -> str:
    """How often the record lies inside nine runs in ten."""
    attacks = sum(one.attacks.low <= one.attacks_observed <= one.attacks.high for one in found)
    overt = sum(one.overt.last.low <= _overt(one) <= one.overt.last.high for one in found)
    return (
        f"The observed total lies inside nine runs in ten at {attacks} of {len(found)} cuts for attacks on US forces, "
        f"whose rate was set from this record, and at {overt} of {len(found)} for overt acts, which nothing prescribes."
    )


def _overt(one: january.Continuation) -> float:
    return float(sum(pair.observed for pair in one.pairs))


def _went_on(one: january.Continuation) -> str:
    """One cut in a sentence: misses are said as plainly as hits."""
    parts = [
        _held("attacks on US forces", one.attacks_observed, one.attacks),
        _held("overt acts outside campaigns", _overt(one), one.overt.last),
    ]
    scores = f"Brier score {thousandths(one.brier)} against {thousandths(one.brier_rate)}"
    found = claims.lead("the model", "past rates", _gain(one), "pairs that struck")
    return f"From {one.cut}: {'; '.join(parts)}. On which pairs strike ({scores}), {found}."


def _gain(one: january.Continuation) -> claims.Finding:
    """By how much the model's squared error over pairs is lower than past rates'; pairs that struck bear on it."""
    happened = np.array([pair.observed > 0 for pair in one.pairs], float)
    p, rate = (np.array([getattr(pair, name) for pair in one.pairs]) for name in ("p", "p_rate"))
    return claims.Finding(mean_interval(brier(rate, happened) - brier(p, happened)), int(happened.sum()))


def _held(what: str, observed: float, simulated: Interval) -> str:
    inside = simulated.low <= observed <= simulated.high
    where = "inside" if inside else "OUTSIDE"
    band = span(simulated.low, simulated.high, count)
    return f"{count(observed)} {what} observed, {where} the {band} of nine runs in ten"


def _cut(one: january.Continuation) -> dict[str, object]:
    return {
        "history up to": str(one.cut),
        "attacks on US forces": count(one.attacks_observed),
        "simulated": interval(one.attacks, count),
        "overt acts": str(sum(pair.observed for pair in one.pairs)),
        "simulated overt acts": interval(one.overt.last, count),
        "pairs striking": f"{sum(pair.observed > 0 for pair in one.pairs)} of {len(one.pairs)}",
        "expected": round(sum(pair.p for pair in one.pairs), 1),
        "Brier": round(one.brier, 3),
        "past rate": round(one.brier_rate, 3),
    }


def pairs_table(one: january.Continuation) -> pd.DataFrame:
    """Pairs of actors that struck after a cut, or had a chance to."""
    listed = [pair for pair in one.pairs if pair.observed or pair.p > 0.05]
    rows = [
        {
            "actor": pair.actor,
            "target": pair.target,
            "observed acts": pair.observed,
            "expected": round(pair.expected, 2),
            "chance of any": round(pair.p, 2),
            "by past rate": round(pair.p_rate, 2),
        }
        for pair in listed
    ]
    return pd.DataFrame(rows, columns=list(PAIR_COLUMNS))
