"""The question and the answer in a few sentences made from the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...model.measured import QUIET_DAYS
from ...model.world.ladder import FIRST_KINETIC, LAST_DRAWN, RUNG_NAMES
from ..figures.about import About, clean
from ..figures.deaths import observed_dead
from ..figures.peak import peak_data
from ..measures import claims
from ..measures.claims import Finding
from ..measures.numbers import decimal, percent, several, span
from ..measures.statistics import Interval, quantile_interval, ratio_interval, wilson

if TYPE_CHECKING:
    from ..figures.frames import Frame
    from ..results.read import Results

TOO_SHORT = f"whether the runs fall quiet is not to be seen in fewer than {QUIET_DAYS} days"


def question(results: Results, facts: About) -> list[str]:
    """What was asked: the scenario's own summary, then what was simulated."""
    scenario = results.scenario
    summary = clean(scenario.summary)
    states = sum(kind == "state" for kind in facts.kinds.values())
    events, standing = len(scenario.events), len(scenario.campaigns)
    cast = f"{states} states and {len(facts.kinds) - states} other actors over {facts.days} days from {facts.on(0)}"
    opening = (
        f"The scenario puts {cast}, prescribes {several(events, facts.worded('observed event'))} and runs "
        f"{several(standing, 'standing campaign')} of low-level violence. Every other strike, answer and silence is "
        f"drawn by the model, {facts.runs:,} times. How far does it go, how far does it spread, when does it stop?"
    )
    left = [f"{results.left_out}."] if results.left_out else []
    return [*([summary] if summary else []), opening, *left]


def answer(results: Results, facts: About) -> list[str]:
    """The scenario's questions; then how high, whether chains feed themselves, what it costs and how it ends."""
    runs: Frame = results.runs
    if not len(runs):
        return ["There are no runs, and so there is no answer."]
    return [*(entry.sentence() for entry in results.answers_to_questions), *_in_general(results, facts)]


def _in_general(results: Results, facts: About) -> list[str]:
    """Three sentences on the whole theatre."""
    runs: Frame = results.runs
    if not runs["kinetic_acts"].sum():
        return [f"In none of the {len(runs):,} runs did anybody use force."]
    return [_height(results, facts), _chains(runs), _cost(results, facts)]


def _height(results: Results, facts: About) -> str:
    if not facts.kept:
        middle = int(quantile_interval(results.runs["peak_rung"], 0.5).estimate)
        given = facts.worded("observed ones included")
        return f"The median run reaches rung {middle}, {RUNG_NAMES[middle]}, {given}; no acts were kept."
    peaks = peak_data(results.acts, facts).sort_values("runs", ascending=False, kind="stable")
    rows = peaks[["share", "low", "high"]].itertuples(index=False, name=None)
    shares = [Finding(Interval(*row), facts.kept) for row in rows]
    often = claims.commonest(shares[0], shares[1] if len(shares) > 1 else None)
    rung, most = int(peaks["rung"].iloc[0]), percent(shares[0].interval.estimate)
    sure = f"95 % interval {percent(shares[0].interval.low)} to {percent(shares[0].interval.high)}"
    if rung < FIRST_KINETIC:
        nobody = "nobody uses force beyond what the scenario prescribes"
        return f"{claims.capital(often or 'in some runs')} {nobody}: in {most} ({sure})."
    higher = float(peaks.loc[peaks["rung"] > rung, "share"].sum())
    beyond = "none goes" if not higher else f"{percent(higher)} go"
    end = "" if rung >= LAST_DRAWN else f", and {beyond} higher"
    where = f"at rung {rung}, {RUNG_NAMES[rung]}"
    if not often:
        return f"The highest simulated act is {where}, in {most} of the runs ({sure}), not clear of the next{end}."
    return f"The highest simulated act is {often} {where}: that is where {most} of the runs peak ({sure}){end}."


def _chains(runs: Frame) -> str:
    ratio = ratio_interval(runs["replies"], runs["answerable"])
    longest = [int(quantile_interval(runs["longest_chain"], q).estimate) for q in (0.5, 0.95)]
    lengths = (
        f"half of the runs have no chain longer than {several(longest[0], 'act')}, one in twenty has one longer than "
        f"{longest[1]}"
    )
    if np.isnan(ratio.estimate):
        return f"All force is that of standing campaigns; {lengths}."
    verdict = claims.chains(Finding(ratio, int((runs["answerable"] > 0).sum())))
    return (
        f"An act of force outside campaigns draws {decimal(ratio.estimate)} answers by force on average "
        f"({span(ratio.low, ratio.high)}), {verdict}: {lengths}."
    )


def _cost(results: Results, facts: About) -> str:
    runs: Frame = results.runs
    known = observed_dead(results.acts)
    dead = np.maximum(0, runs["killed"].to_numpy() - known)
    low, middle, high = (int(quantile_interval(dead, q).estimate) for q in (0.05, 0.5, 0.95))
    besides = f" besides the {known:,} of the {facts.worded('observed events')}" if known else ""
    quiet = wilson(int(runs["ended_by"].isin(["quiet", "mediated"]).sum()), len(runs)).estimate
    ending = f"{percent(quiet)} of the runs are quiet at the end" if facts.days >= QUIET_DAYS else TOO_SHORT
    war = wilson(int(runs["war"].sum()), len(runs))
    return (
        f"The median run kills {middle:,} people{besides} (nine runs in ten: {low:,} to {high:,}); {ending}, "
        f"and {percent(war.estimate)} ({percent(war.low)} to {percent(war.high)}) come "
        "to what counts as a war, a share that holds under these assumptions only and is no probability of war."
    )
