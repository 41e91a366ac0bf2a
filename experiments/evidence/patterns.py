"""The patterns that `january-2024` is meant to reproduce, computed from the table of acts alone.

Each is a few readable lines on a frame with the columns of ``acts.parquet``. Shares come with an interval that treats a
run as one draw (acts of one run are not independent): the ratio estimator with its linearised variance (Cochran 1977).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import pandas as pd

from ...model.world.ladder import FIRST_HOMELAND, FIRST_OVERT, WAR_FROM
from ..figures.frames import Column, Frame
from ..measures.statistics import NOTHING, Interval

LEVEL = 0.999
KERMAN_DAYS = 30
NEIGHBOURS = ("syria", "iraq", "pakistan")
FEARED = ("israel", "united_states")
MILITIA = "islamic_resistance_iraq"
STATES = ("united_states", "united_kingdom", "israel", "iran", "iraq", "syria", "pakistan")


def with_causes(acts: Frame) -> Frame:
    """The acts, each with the row number of its cause (``at``, -1 none) and flags that the patterns share.

    Expects whole runs, sorted by run and act, as the results folder keeps them.
    """
    frame = acts.reset_index(drop=True)
    first = frame.groupby("run", sort=False)["act"].transform("size")
    start = np.arange(len(frame)) - frame["act"].to_numpy()
    frame = frame.assign(at=np.where(frame["cause"] >= 0, start + frame["cause"], -1), size=first)
    cause = frame["at"].to_numpy()
    frame["delay"] = np.where(cause >= 0, frame["day"] - frame["day"].to_numpy()[cause], np.nan)
    return frame.assign(answer=frame["kinetic"] & (frame["cause"] >= 0))


def share(runs: Column, hits: Column, level: float = LEVEL) -> Interval:
    """Share of rows for which ``hits`` holds, with an interval that counts each run as one draw; NaN without rows."""
    if len(hits) == 0:
        return NOTHING
    hit_by_run: Frame = pd.DataFrame({"run": runs.to_numpy(), "hit": hits.to_numpy(dtype=float)})
    table = hit_by_run.groupby("run")["hit"]
    successes, trials = table.sum().to_numpy(), table.size().to_numpy()
    p = successes.sum() / trials.sum()
    spread = math.sqrt(float(((successes - p * trials) ** 2).sum())) / trials.sum()
    half = NormalDist().inv_cdf(0.5 + level / 2) * spread
    return Interval(p, p - half, p + half)


def quantile(values: Column, q: float, level: float = LEVEL) -> Interval:
    """Quantile of values with its order-statistics interval; NaN without values."""
    ordered = np.sort(values.to_numpy(dtype=float))
    if not len(ordered):
        return NOTHING
    half = NormalDist().inv_cdf(0.5 + level / 2) * math.sqrt(len(ordered) * q * (1 - q))
    low, high = (int(np.clip(q * len(ordered) + side, 0, len(ordered) - 1)) for side in (-half, half))
    return Interval(float(np.quantile(ordered, q)), float(ordered[low]), float(ordered[high]))


def answered_by(frame: Frame, rows: Column, answers: Column) -> Column:
    """For each row selected by ``rows``: whether one of the ``answers`` names it as its cause."""
    causes = set(frame.loc[answers, "at"])
    return pd.Series(frame.index[rows].isin(causes))


def militia_attacks(frame: Frame, fatal: bool) -> Column:
    """Rows of attacks by the Iraqi militia on US forces that kill somebody there, or nobody."""
    dead = frame["killed"] - frame["killed_civilians"] > 0
    return frame["kinetic"] & (frame["executor"] == MILITIA) & (frame["target"] == "united_states") & (dead == fatal)


def us_answers_harmless(frame: Frame) -> Interval:
    """a1: share of militia attacks that kill no American which a US strike names as its cause."""
    attacks = militia_attacks(frame, fatal=False)
    replies = frame["answer"] & (frame["actor"] == "united_states")
    return share(frame.loc[attacks, "run"], answered_by(frame, attacks, replies))


def us_answers_fatal(frame: Frame) -> Interval:
    """a2: share of militia attacks that kill an American after which the US strikes the militia within thirty days.

    By days and not by cause: one strike often settles several attacks, and names only the worst of them.
    """
    attacks = frame[militia_attacks(frame, fatal=True) & (frame["day"] <= frame["day"].max() - 30)]
    strikes = frame[frame["kinetic"] & (frame["actor"] == "united_states") & (frame["target"].isin([MILITIA, "iran"]))]
    return share(attacks["run"], followed_within(attacks, strikes, 30))


def followed_within(acts: Frame, later: Frame, days: int) -> Column:
    """For each of the acts: whether one of the later ones follows it in the same run within so many days."""
    columns = ["run", "act", "day"]
    pairs = acts[columns].reset_index(names="row").merge(later[columns], on="run", suffixes=("", "_later"))
    pairs = pairs[(pairs["act_later"] > pairs["act"]) & (pairs["day_later"] <= pairs["day"] + days)]
    return acts.index.to_series().isin(pairs["row"])


def first_strikes_on_pakistan(frame: Frame) -> Frame:
    """The first Iranian strike on Pakistani soil of each run, where Pakistan had not struck in Iran before."""
    pair = frame[frame["kinetic"] & (frame["rung"] >= FIRST_OVERT)]
    iran = pair[(pair["actor"] == "iran") & (pair["place"] == "pakistan")]
    pakistan = pair[(pair["actor"] == "pakistan") & (pair["place"] == "iran")]
    first = iran.groupby("run", sort=False).head(1)
    earlier = first["run"].map(pakistan.groupby("run")["act"].min()).fillna(np.inf) < first["act"]
    return first[~earlier]


def pakistans_replies(frame: Frame) -> Frame:
    """Pakistan's kinetic answers on Iranian soil to those first strikes, within seven days; one a strike."""
    here = frame["answer"] & (frame["actor"] == "pakistan") & (frame["place"] == "iran")
    answers = frame[here & (frame["delay"] <= 7)]
    return answers[answers["at"].isin(first_strikes_on_pakistan(frame).index)]


def pakistan_answers(frame: Frame) -> Interval:
    """b1: share of first Iranian strikes on Pakistani soil that Pakistan answers on Iranian soil within seven days."""
    strikes = first_strikes_on_pakistan(frame)
    strikes = strikes[strikes["day"] < frame["day"].max() - 7]
    return share(strikes["run"], strikes.index.to_series().isin(pakistans_replies(frame)["at"]))


def pair_goes_on(frame: Frame) -> Interval:
    """b4: share of those replies after which either strikes the other again within thirty days."""
    replies = pakistans_replies(frame)
    pair = frame["kinetic"] & (
        ((frame["actor"] == "iran") & (frame["place"] == "pakistan"))
        | ((frame["actor"] == "pakistan") & (frame["place"] == "iran"))
    )
    return share(replies["run"], followed_within(replies, frame[pair], 30))


def iraq_answers(frame: Frame, by_force: bool) -> Interval:
    """c1: share of Iranian strikes on Iraqi soil that Iraq answers by force, or by words."""
    strikes = frame["kinetic"] & (frame["actor"] == "iran") & (frame["channel"] == "own") & (frame["place"] == "iraq")
    strikes &= (frame["rung"] >= FIRST_OVERT) & (frame["day"] < frame["day"].max() - 3)
    answers = (frame["actor"] == "iraq") & (frame["kinetic"] if by_force else (frame["rung"].between(1, 3)))
    return share(frame.loc[strikes, "run"], answered_by(frame, strikes, answers & (frame["cause"] >= 0)))


def iran_strikes(frame: Frame, day: int, where: Column) -> Interval:
    """d1-d3: share of runs in which Iran strikes openly with its own forces where told, within thirty days of a day."""
    window = frame["day"].between(day, day + KERMAN_DAYS)
    hits = frame["kinetic"] & (frame["actor"] == "iran") & (frame["channel"] == "own") & (frame["rung"] >= FIRST_OVERT)
    runs = pd.Series(frame["run"].unique())
    return share(runs, runs.isin(frame.loc[hits & where & window & ~frame["observed"], "run"]))


def on_neighbours(frame: Frame) -> Column:
    """Rows on the soil of Syria, Iraq or Pakistan."""
    return frame["place"].isin(NEIGHBOURS)


def on_feared(frame: Frame) -> Column:
    """Rows that hit Israel or US forces."""
    return frame["target"].isin(FEARED)


def attacks_on_us(frame: Frame) -> Frame:
    """Attacks on US forces from 17 October to 20 January (days 10 to 105), by the militia."""
    hits = frame["kinetic"] & (frame["executor"] == MILITIA) & (frame["target"] == "united_states")
    return frame[hits & frame["day"].between(10, 105)]


def fizzling_roots(frame: Frame) -> Interval:
    """f1: share of events and spoilers' attacks that no kinetic act answers within thirty days."""
    roots = frame["kinetic"] & (frame["generation"] == 0) & frame["origin"].isin(["event", "spoiler"])
    roots &= frame["day"] <= frame["day"].max() - 30
    quick = frame["answer"] & (frame["delay"] <= 30)
    return share(frame.loc[roots, "run"], ~answered_by(frame, roots, quick))


def branching(frame: Frame) -> Interval:
    """f2: direct kinetic answers per kinetic act, campaign acts left out of both."""
    acts = frame["kinetic"] & (frame["origin"] != "campaign")
    replies = frame.loc[frame["answer"], "at"]
    replies = replies[acts.to_numpy()[replies]]
    counts = np.bincount(replies, minlength=len(frame))[acts.to_numpy()]
    return share(frame.loc[acts, "run"], pd.Series(counts))


def runs_with_war(frame: Frame) -> Interval:
    """f3: share of runs with a sustained campaign or more, an upper bound for war."""
    runs = pd.Series(frame["run"].unique())
    return share(runs, runs.isin(frame.loc[frame["kinetic"] & (frame["rung"] >= WAR_FROM), "run"]))


def homeland_runs(frame: Frame) -> Interval:
    """Share of runs with a strike on a homeland: reported beside the patterns, without bounds."""
    runs = pd.Series(frame["run"].unique())
    return share(runs, runs.isin(frame.loc[frame["kinetic"] & (frame["rung"] >= FIRST_HOMELAND), "run"]))


def state_replies(frame: Frame) -> Column:
    """g2: change of rung in kinetic answers of one state to another's own act, by row."""
    cause = frame["at"].to_numpy()
    by_state = frame["executor"].isin(STATES).to_numpy()
    rows = (frame["answer"] & ~frame["observed"]).to_numpy() & by_state & by_state[cause]
    return (frame["rung"] - frame["rung"].to_numpy()[cause])[rows]


def delays(frame: Frame) -> Column:
    """g1: delays of kinetic answers, days."""
    return frame.loc[frame["answer"] & ~frame["observed"], "delay"]


class Pattern(NamedTuple):
    """A pattern: what it says, the bounds it should lie in, and how it is measured on acts with their causes."""

    statement: str
    low: float
    high: float
    measure: Callable[[Frame], Interval]


def kerman_day(frame: Frame) -> int:
    """Day of the observed attack on Kerman, 88 where it is not in the script."""
    rows = frame["observed"] & (frame["actor"] == "islamic_state")
    return int(frame.loc[rows, "day"].iloc[0]) if rows.any() else 88


def on_reply(measure: Callable[[Frame], Interval]) -> Callable[[Frame], Interval]:
    """A measure taken on Pakistan's replies instead of all acts."""
    return lambda frame: measure(pakistans_replies(frame))


def shift(direction: int) -> Callable[[Frame], Interval]:
    """Share of answers between states whose rung goes up (1), stays (0) or falls (-1)."""

    def measure(frame: Frame) -> Interval:
        change = np.sign(state_replies(frame))
        return share(frame.loc[change.index, "run"], change == direction)

    return measure


def delay_quartile(q: float) -> Callable[[Frame], Interval]:
    """Quantile of the delays of answers."""
    return lambda frame: quantile(delays(frame), q)


PATTERNS: dict[str, Pattern] = {
    "a1": Pattern("US answers a militia attack that kills nobody", 0.01, 0.15, us_answers_harmless),
    "a2": Pattern("US answers a militia attack that kills", 0.70, 1.0, us_answers_fatal),
    "b1": Pattern("Pakistan answers an Iranian strike on its soil within 7 days", 0.75, 0.97, pakistan_answers),
    "b2": Pattern("median delay of that answer, days", 1, 4, on_reply(lambda r: quantile(r["delay"], 0.5))),
    "b3": Pattern("share of those answers at rung 6", 0.6, 1.0, on_reply(lambda r: share(r["run"], r["rung"] == 6))),
    "b4": Pattern("a further act of force on that pair within 30 days", 0.0, 0.25, pair_goes_on),
    "c1 force": Pattern("Iraq answers an Iranian strike by force", 0.0, 0.08, lambda f: iraq_answers(f, True)),
    "c1 talk": Pattern("Iraq answers an Iranian strike by words", 0.8, 1.0, lambda f: iraq_answers(f, False)),
    "d1": Pattern(
        "Iran strikes in Syria, Iraq or Pakistan within 30 days of Kerman",
        0.6, 1.0, lambda f: iran_strikes(f, kerman_day(f), on_neighbours(f)),
    ),
    "d3": Pattern(
        "Iran strikes Israel or US forces openly within 30 days of Kerman",
        0.0, 0.10, lambda f: iran_strikes(f, kerman_day(f), on_feared(f)),
    ),
    "e1": Pattern(
        "attacks on US forces, 17 October to 20 January, median",
        110, 190, lambda f: quantile(attacks_on_us(f).groupby("run").size(), 0.5),
    ),
    "e2": Pattern(
        "share of them at rung 5", 0.005, 0.04, lambda f: share(attacks_on_us(f)["run"], attacks_on_us(f)["rung"] == 5)
    ),
    "f1": Pattern("roots outside campaigns that fizzle", 0.5, 0.8, fizzling_roots),
    "f2": Pattern("branching ratio outside campaigns", 0.2, 0.7, branching),
    "f3": Pattern("runs with a war", 0.0, 0.05, runs_with_war),
    "g1 q25": Pattern("delay of answers, first quartile, days", 0.5, 2, delay_quartile(0.25)),
    "g1 q50": Pattern("delay of answers, median, days", 2, 5, delay_quartile(0.5)),
    "g1 q75": Pattern("delay of answers, third quartile, days", 5, 14, delay_quartile(0.75)),
    "g2 up": Pattern("answers between states that go up", 0.10, 0.40, shift(1)),
    "g2 same": Pattern("answers between states at the same rung", 0.35, 0.65, shift(0)),
    "g2 down": Pattern("answers between states that go down", 0.10, 0.40, shift(-1)),
}  # fmt: skip


def table(acts: Frame) -> Frame:
    """Every pattern that one batch of `january-2024` can show: estimate, 99.9 % interval, bounds, whether it holds.

    ``acts``: the table of acts of whole runs. A pattern holds unless its interval lies wholly outside its bounds.
    """
    frame = with_causes(acts)
    rows = []
    for name, pattern in PATTERNS.items():
        found = pattern.measure(frame)
        holds = found.high >= pattern.low and found.low <= pattern.high
        rows.append((name, pattern.statement, *found, pattern.low, pattern.high, holds))
    columns = ["pattern", "statement", "estimate", "low", "high", "from", "to", "holds"]
    return pd.DataFrame(rows, columns=columns)
