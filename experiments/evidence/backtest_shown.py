"""What a backtest shows to people, of its answer for machines: the table of scores and the verdict, or the cuts."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..studies.shown import Block

Told = dict[str, Any]
#: Scores of a forecaster in columns of one number: heading, key, digits.
SINGLE = (("log", "log", 3), ("rung", "rung", 3), ("delay", "delay", 2), ("proxy", "proxy", 3))


class Read(NamedTuple):
    """An answer for machines, what is shown of it from above, and what is said beside it."""

    told: Told
    text: list[str | Block]
    notes: list[str]


def read(told: Told) -> Read:
    """An answer for machines in words."""
    guessed = told.get("default_profiles", {}).items()
    notes = [
        f"{code}: no profile; the default of its kind stands in ({len(n)} of the acts scored)" for code, n in guessed
    ]
    return Read(told, _cuts(told["cuts"]) if "cuts" in told else _scores(told), notes)


def _scores(told: Told) -> list[str | Block]:
    head = (
        f"{told['acts_scored']} acts of force in {told['chains']} chains, {told['share_answered']:.2f} answered by "
        "force in time; each chain is forecast from the others alone.\nLower is better, but for gain and resolution. "
        "Intervals: 95 %, chains resampled."
    )
    columns = [
        "forecaster",
        "Brier",
        "gain on base rate",
        "reliability",
        "resolution",
        *(name for name, _, _ in SINGLE),
    ]
    every = [*told["scores"].values(), *told["null_models"].values()]
    rows = [_score(entry) for entry in sorted(every, key=lambda entry: entry["brier"]["estimate"])]
    return [head, Block("backtest", columns, rows), *map(str, told["verdict"])]


def _score(entry: Told) -> list[str]:
    parts = [_number(entry[name], 3) for name in ("reliability", "resolution")]
    single = [_number(entry[key]["estimate"], digits) for _, key, digits in SINGLE]
    return [str(entry["name"]), _interval(entry["brier"]), _interval(entry["gain"], "+"), *parts, *single]


def _number(value: float | None, digits: int, sign: str = "") -> str:
    return "-" if value is None else f"{value:{sign}.{digits}f}"


def _interval(value: Told, sign: str = "", digits: int = 3) -> str:
    low, high = (_number(value[name], digits) for name in ("low", "high"))
    return f"{_number(value['estimate'], digits, sign)} ({low} to {high})"


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
        _number(one["attacks_observed"], 0),
        _interval(one["attacks"], digits=0),
        str(sum(pair["observed"] for pair in pairs)),
        _interval(one["overt"]["simulated"], digits=0),
        f"{sum(pair['observed'] > 0 for pair in pairs)} of {len(pairs)}",
        _number(sum(pair["p"] for pair in pairs), 1),
        _number(one["brier"], 3),
        _number(one["brier_rate"], 3),
    ]


def _pair(pair: Told) -> list[str]:
    numbers = (_number(pair[name], 2) for name in ("expected", "p", "p_rate"))
    return [str(pair["actor"]), str(pair["target"]), str(pair["observed"]), *numbers]
