"""What a backtest shows to people, of its answer for machines: the table of scores and the verdict, or the cuts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..measures.numbers import UNKNOWN, advance, count, decimal, interval, thousandths
from ..measures.statistics import Interval
from ..studies.shown import Block
from .unseen import shown as unseen

Told = dict[str, Any]
#: Scores of a forecaster in columns of one number: heading, which is its key too, and form.
SINGLE: tuple[tuple[str, Callable[[float], str]], ...] = (
    ("log", thousandths), ("rung", thousandths), ("delay", decimal), ("proxy", thousandths),
)  # fmt: skip


class BacktestText(NamedTuple):
    """An answer for machines, what is shown of it from above, and what is said beside it."""

    told: Told
    text: list[str | Block]
    notes: list[str]


def read(told: Told) -> BacktestText:
    """An answer for machines in words."""
    notes = [
        f"{code}: no profile; the default of its kind stands in ({len(acts)} of the acts scored)"
        for code, acts in told.get("default_profiles", {}).items()
    ]
    if "frames" in told:
        return BacktestText(told, unseen.text_of(told), notes)
    return BacktestText(told, _cuts(told["cuts"]) if "cuts" in told else _scores(told), notes)


def _scores(told: Told) -> list[str | Block]:
    head = (
        f"{told['acts_scored']} acts of force in {told['chains']} chains, {decimal(told['share_answered'])} answered "
        "by force in time; each chain is forecast from the others alone.\nLower is better, but for gain and "
        "resolution. Intervals: 95 %, chains resampled."
    )
    columns = ["forecaster", "Brier", "gain on base rate", "reliability", "resolution"]
    columns += [name for name, _ in SINGLE]
    every = [*told["scores"].values(), *told["null_models"].values()]
    rows = [_score(entry) for entry in sorted(every, key=lambda entry: entry["brier"]["estimate"])]
    return [head, Block("backtest", columns, rows), *map(str, told["verdict"])]


def _score(entry: Told) -> list[str]:
    bounds = [_bounds(entry["brier"], thousandths), _bounds(entry["gain"], advance)]
    parts = [_known(entry[name], thousandths) for name in ("reliability", "resolution")]
    single = [_known(entry[name]["estimate"], text) for name, text in SINGLE]
    return [str(entry["name"]), *bounds, *parts, *single]


def _known(value: float | None, text: Callable[[float], str]) -> str:
    return UNKNOWN if value is None else text(value)


def _bounds(value: Told, text: Callable[[float], str]) -> str:
    return interval(Interval(*(value[name] for name in Interval._fields)), lambda number: _known(number, text))


def _cuts(cuts: list[Told]) -> list[str | Block]:
    columns = ["history up to", "attacks on US forces", "simulated", "overt acts", "simulated", "pairs striking"]
    columns += ["expected", "Brier", "past rate"]
    title = f"after the record, to 20 January 2024; constants {cuts[0]['constants']}"
    last = cuts[-1]
    heads = ["actor", "target", "observed acts", "expected", "chance of any", "by past rate"]
    pairs = [_pair(pair) for pair in last["pairs"] if pair["observed"] or pair["p"] > 0.05]
    return [Block(title, columns, [_cut(one) for one in cuts]), Block(f"overt acts after {last['cut']}", heads, pairs)]


def _cut(one: Told) -> list[str]:
    pairs = one["pairs"]
    return [
        str(one["cut"]),
        count(one["attacks_observed"]),
        _bounds(one["attacks"], count),
        str(sum(pair["observed"] for pair in pairs)),
        _bounds(one["overt"]["simulated"], count),
        f"{sum(pair['observed'] > 0 for pair in pairs)} of {len(pairs)}",
        decimal(sum(pair["p"] for pair in pairs), 1),
        thousandths(one["brier"]),
        thousandths(one["brier_rate"]),
    ]


def _pair(pair: Told) -> list[str]:
    numbers = (decimal(pair[name]) for name in ("expected", "p", "p_rate"))
    return [str(pair["actor"]), str(pair["target"]), str(pair["observed"]), *numbers]
