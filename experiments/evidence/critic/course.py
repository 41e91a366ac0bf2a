"""Warnings about what happens in the runs: homelands struck, and entries of the file that never come about."""

from __future__ import annotations

from collections.abc import Iterator

from ....model.world.ladder import FIRST_HOMELAND
from ...figures.frames import Frame
from ...measures.claims import Finding, Side, side
from ...measures.numbers import percent
from ...measures.statistics import wilson
from .trial import Doubt, Trial

#: Share of runs that is nearly all of them (judgement). Of the disputes of 1993 to 2014 fewer than one in a hundred
#: became a war (targets.csv).
NEARLY_ALL = 0.8


def homelands_struck(trial: Trial) -> Iterator[Doubt]:
    """A state that another strikes at home in nearly every run."""
    blows = trial.simulated[trial.simulated["rung"] >= FIRST_HOMELAND]
    for target in blows["target"].unique():
        first = blows[blows["target"] == target].groupby("run", observed=True).first()
        share = wilson(len(first), trial.runs)
        if side(Finding(share, trial.runs), NEARLY_ALL) is not Side.ABOVE:
            continue
        by = trial.label(first["actor"].mode()[0])
        yield Doubt(
            ("actors", str(target)),
            f"{by} strikes {trial.label(target)} at home (rung {FIRST_HOMELAND} or higher) in "
            f"{percent(share.estimate)} of {trial.runs} runs{_standing(trial, first)}",
            "look at the warnings about fire and options first; then see why with `brink run` and `brink show RESULTS "
            "--why N`; less `pressure`, more `fear`, or something less to hit may be missing",
        )


def _standing(trial: Trial, first: Frame) -> str:
    """How often such first blows answer standing fire, in words; nothing if seldom."""
    causes = first.reset_index()[["run", "cause"]].merge(
        trial.force[["run", "act", "origin"]], left_on=["run", "cause"], right_on=["run", "act"]
    )
    share = float((causes["origin"] == "campaign").sum()) / len(first)
    return f"; {percent(share)} of the first such blows answer an act of a campaign" if share >= NEARLY_ALL else ""


def never_fires(trial: Trial) -> Iterator[Doubt]:
    """Events and interventions after the end, and campaigns that have no act in any run."""
    for path, date in trial.scenario.left_out().items():
        yield Doubt(
            tuple(path.split(".")),
            f"it is dated {date}, after the last day ({trial.scenario.end}), and never comes about",
            "raise `days`, or take it out",
        )
    standing = trial.force[trial.force["origin"] == "campaign"]
    acting = set(zip(standing["actor"], standing["target"], strict=True))
    for name, campaign in trial.scenario.campaigns.items():
        if (campaign.by, campaign.against) not in acting:
            yield Doubt(
                ("campaigns", name),
                f"it has no act in any of {trial.runs} runs",
                "look at its `rate`, at `from` and `to` against `simulate_from` (before which only events happen), and "
                "at a patron's veto (`follows_patron`)",
            )
