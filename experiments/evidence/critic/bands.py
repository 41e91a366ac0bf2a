"""Warnings about answers that are more, fewer, sooner or later than those of real disputes.

The bands come from the statistics that ship (`targets.csv`): from the lowest to the highest of those that bear on a
number, widened at both ends by what sampling and the form of the model allow. An answer of the model names what it
answers, whereas the datasets know dates alone; the bands are wide enough for both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ...figures.frames import Frame
from ...measures.claims import Finding, Side, side
from ...measures.numbers import decimal, setting
from ...measures.statistics import normal_quantile, quantile_interval, ratio_interval
from ..reference import tolerance
from ..targets import read_targets
from .trial import Doubt, Trial

#: How far a band is widened, in standard deviations: as far as nine in ten would lie.
WIDE = normal_quantile(0.95)
#: First attacks of disputes are answered by force the least, grave triggers of crises the most.
ANSWERED = ("first_attack_answered_by_attack_30d", "icb_violent_trigger_violent_response")
DELAYS = {
    0.5: ("half", ("delay_violent_to_violent_p50_days", "delay_any_reply_p50_days")),
    0.75: ("three quarters", ("delay_violent_to_violent_p75_days", "delay_any_reply_p75_days")),
}


class Allowed(NamedTuple):
    """What real disputes allow, and the sources of the statistics behind it."""

    low: float
    high: float
    source: str


def band(names: tuple[str, ...]) -> Allowed:
    """From the lowest of some statistics to the highest, widened; never below zero."""
    known = [read_targets()[name] for name in names]
    low = min(target.value - WIDE * tolerance(target) for target in known)
    high = max(target.value + WIDE * tolerance(target) for target in known)
    return Allowed(max(0.0, low), high, " and ".join(dict.fromkeys(target.source for target in known)))


def answers_per_act(trial: Trial) -> Iterator[Doubt]:
    """More or fewer answers per act than real disputes have, outside campaigns."""
    runs: Frame = trial.results.runs
    real, ratio = band(ANSWERED), ratio_interval(runs["replies"], runs["answerable"])
    found = Finding(ratio, int(runs["answerable"].sum()))
    often = side(found, real.high) is Side.ABOVE
    if often or side(found, real.low) is Side.BELOW:
        yield Doubt(
            ("ties",),
            f"an act of force outside campaigns draws {decimal(ratio.estimate)} answers by force; in real disputes it "
            f"is {decimal(real.low)} to {decimal(real.high)} ({real.source})",
            "answers come too easily: less `pressure`, more `fear`, `rules` for routine fire, and options that hurt "
            "less; `brink show RESULTS --why N` shows what each answer was chosen for"
            if often
            else "answers come too seldom: look at `brink check --menus` for options that are missing, then at "
            "`restraint`, `fear` and `inferiority`",
        )


def delays(trial: Trial) -> Iterator[Doubt]:
    """Answers that come sooner or later than in real disputes."""
    waits = _waits(trial)
    for share, (part, names) in DELAYS.items():
        real = band(names)
        found = Finding(quantile_interval(waits, share), len(waits))
        late = side(found, real.high) is Side.ABOVE
        if late or side(found, real.low) is Side.BELOW:
            yield Doubt(
                ("simulate_from",) if trial.scenario.simulate_from else ("start",),
                f"{part} of the answers come within {setting(found.interval.estimate)} days; in real disputes within "
                f"{decimal(real.low, 1)} to {decimal(real.high, 1)} ({real.source})",
                "answers wait long where harm stays below `tolerance`: lower it, or raise `pressure.audience`"
                if late
                else "quick answers are counter-fire: `rules: true` for fire that both sides accept, or a higher "
                "`tolerance`",
            )


def _waits(trial: Trial) -> Frame:
    """Days from an act to each simulated answer by force, campaigns left out on both sides."""
    causes = trial.force.loc[trial.force["origin"] != "campaign", ["run", "act", "day"]]
    answers = trial.simulated[["run", "cause", "day"]]
    both = answers.merge(causes, left_on=["run", "cause"], right_on=["run", "act"], suffixes=("", "_before"))
    return both["day"] - both["day_before"]
