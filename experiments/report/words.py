"""What the report of a study says beside its numbers: the question, what stands fixed, and what it cannot say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..figures.about import About

Limit = tuple[str, str]
SIMULATED = (
    "Everything here is simulated: no event in it happened, and nothing is a forecast. It shows what a model makes of "
    "its assumptions."
)
AGAINST_RECORD = (
    "Chances, bands and totals are simulated, and no forecast of anything to come. The acts they are held against are "
    "OBSERVED: they are from the public record."
)
#: What is said wherever a study reports wars.
WAR_CAUTION = "The chance of war is not identified: compare worlds by it, do not quote it."
#: What holds for every study.
COMMON: tuple[Limit, ...] = (
    (
        "A model for research and teaching.",
        "It makes a theory of escalation explicit, so that it can be doubted. It is no advice on the use of force.",
    ),
    (
        "Intervals are too narrow.",
        "They cover chance in the draws, and the settings that were varied; not what the model leaves out, nor the "
        "single coder's judgement behind most of its numbers.",
    ),
    (
        "The chance of war is not identified.",
        "Constants that fit the past equally well give very different shares of runs with a war. Compare worlds by it; "
        "do not quote it.",
    ),
    (
        "Deaths are counted, never weighed.",
        "Every number of dead stands for people; no outcome here is called a success.",
    ),
)


class Genre(NamedTuple):
    """What all reports of one kind of study share: what it is called, its own limits, said first, and the banner."""

    title: str
    own: tuple[Limit, ...]
    banner: str = SIMULATED

    def limits(self) -> tuple[Limit, ...]:
        """What a study of this kind cannot say."""
        return (*self.own, *COMMON)


COMPARISON = Genre(
    "comparison",
    (
        (
            "Same draws, not the same history.",
            "Both worlds draw the same numbers for the same occasions. Once they have parted, later occasions differ, "
            "and the pairing helps less; the achieved correlation says how much is left.",
        ),
        (
            "Many outcomes, one change.",
            "Each interval holds in nineteen of twenty repetitions by itself. Of ten outcomes one may look changed by "
            "luck alone.",
        ),
        ("A difference in the model.", "It is what the change does here, all else equal; not what it would do there."),
    ),
)
SWEEP = Genre(
    "sweep",
    (
        (
            "Two kinds of spread.",
            "Whiskers are chance and shrink with runs. Bands are the sampled settings, and stay however many runs are "
            "made.",
        ),
        ("Between the points nothing was run.", "Lines only guide the eye."),
    ),
)
SENSITIVITY = Genre(
    "sensitivity analysis",
    (
        (
            "Shares of the declared ranges.",
            "A setting with a wide range counts for more. Most ranges are judgement; halving one lowers its index and "
            "raises the others'.",
        ),
        (
            "Ranges are drawn apart from each other.",
            "Settings that would move together in the world are treated as if they did not.",
        ),
        ("What is not listed is not zero.", "It did too little in the screening to be told from chance."),
    ),
)
MAP = Genre(
    "map",
    (
        ("All else stands still.", "Every other setting has the scenario's value at each point of the map."),
        (
            "Neighbours differ by chance too.",
            "A point is the mean of a limited number of runs; its interval stands in the table.",
        ),
        (
            "The line is a mean.",
            "Where an act draws one answer on average, single runs still die out, and others run far.",
        ),
    ),
)
DISCOVERY = Genre(
    "discovery",
    (
        (
            "A box describes, it does not explain.",
            "It says where among the drawn settings such runs are dense. Settings outside it may matter as well.",
        ),
        (
            "The box was chosen for being dense.",
            "So coverage and density are given for runs it was not found on; bounds that luck would give as often as "
            "one time in twenty are left out of the answer.",
        ),
    ),
)
BACKTEST = Genre(
    "backtest",
    (
        (
            "Few chains.",
            "A handful of disputes decides every score. Intervals resample whole chains, and are wide for that reason.",
        ),
        (
            "The coder knew what followed.",
            "Acts were coded, and the defaults set, by people who knew the outcome; the chains held out were out of "
            "reach of the fitting, not of its authors.",
        ),
        (
            "Disputes that became known.",
            "Chains were taken up because they escalated or might have; quiet days are missing from the record.",
        ),
        ("A chance is not a cause.", "A good forecast of whether force answers does not make the reasons right."),
    ),
    AGAINST_RECORD,
)


class ReportText(NamedTuple):
    """Text of a study's report: its kind and title, what was asked, the answer, and what stands fixed, each by name."""

    genre: Genre
    title: str
    question: Sequence[str]
    answer: Sequence[str]
    assumed: Mapping[str, str]


def basis(facts: About) -> dict[str, str]:
    """What every study rests on."""
    return {
        "Scenario": f"{facts.scenario}, {facts.days} days from {facts.on(0)}",
        "Runs": f"{facts.runs:,} over all its points",
        "Seed": f"{facts.seed}",
        "Everything else": "as the resolved scenario beside this report says, with range and source of each number",
    }
