"""The words of a page: the templates of sentences, and what is said of a difference, from where Python has them.

Sentences about results are decided in `measures/claims.py`. It is asked here once a case, with names in braces in
place of texts, so that what comes back is the template of the very sentence.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from ...model.batch import MEASURES
from ...model.measured import ENDINGS, QUIET_DAYS, SPIRAL_GENERATIONS, SPIRAL_LENGTH
from ...model.world.acts import ORIGIN_NAMES
from ...model.world.ladder import FIRST_HOMELAND, FIRST_KINETIC, FIRST_OVERT, LAST_DRAWN
from ...model.world.tables import Case
from ..measures import claims, phrases
from ..measures.claims import AnswerChange, Finding, OutcomeChange
from ..measures.numbers import UNKNOWN, change_in_unit, date_of, in_unit, in_words, several, span
from ..measures.outcomes import shown_share
from ..measures.statistics import LEVEL, Interval, normal_quantile
from ..report.words import COMPARISON, WAR_CAUTION
from ..stories.narrator import rule_of
from ..stories.reasons import COMMON
from ..stories.terms import WORDS

#: A finding of every kind that a difference can be.
KINDS = {
    "above": Finding(Interval(0.2, 0.1, 0.3), 100),
    "below": Finding(Interval(-0.2, -0.3, -0.1), 100),
    "open": Finding(Interval(0.0, -0.1, 0.1), 100),
    "few": Finding(Interval(0.2, 0.1, 0.3), claims.FEWEST - 1),
    "same": Finding(Interval(0.0, 0.0, 0.0), 0),
    "nothing": Finding(Interval(math.nan, math.nan, math.nan), 100),
}
#: What the limits of a comparison name, and a page does not work out.
NOT_SHOWN = "; the achieved correlation says how much is left"
#: What a cell of a table says of an interval that holds zero; a sentence says it at length.
OPEN_IN_A_CELL = "no clear difference"
#: What is said of the settings that move an answer most.
MOVERS = {
    "heads": ["by itself", "does to the answer, against as given"],
    "at": "at {value}",
    "taken_out": "taken out",
    "most": "moved most by: {what}",
    "waiting": "This is worked out while nothing else is asked.",
    "going_on": "This is being worked out: {done} of {all} changes tried.",
    "none": "No setting by itself makes a clear difference here.",
    "also": "Also a clear difference:",
    "unclear": "No clear difference:",
    "note": "Each setting by itself is moved to either end of its range, and each event by itself taken out, all else "
    "as given: {runs} each. Listed is what makes a clear difference at one end at least, the largest first; of twenty "
    "changes that do nothing, one would look clear by chance. A button makes the change above.",
}
#: What stands in place of the day from which it is quiet, where few runs have one.
QUIET_SHARE = f"share of runs that fall quiet ({QUIET_DAYS} days without an act of force outside campaigns)"


def words() -> dict[str, Any]:
    """Everything that is said whatever the scenario."""
    return {
        "verbs": phrases.VERBS,
        "deadly": phrases.DEADLY,
        "deeds": phrases.DEEDS,
        "deeds_many": phrases.DEEDS_MANY,
        "missed": phrases.MISSED,
        "fatal": phrases.FATAL,
        "areas": phrases.AREAS,
        "long_ago": phrases.LONG_AGO,
        "unclaimed": phrases.UNCLAIMED,
        "endings": ENDINGS,
        "endings_said": phrases.ENDINGS,
        "origin_names": ORIGIN_NAMES,
        "origins": {name: number for number, name in enumerate(ORIGIN_NAMES)},
        "origin_said": phrases.ORIGINS,
        "act": phrases.ACT,
        "decision": phrases.DECISION,
        "terms": WORDS,
        "common_terms": sorted(COMMON),
        "measures": MEASURES,
        "numbers": _numbers(),
        "answers": _answers(),
        "statistics": {"z": normal_quantile(0.5 + LEVEL / 2), "fewest": claims.FEWEST},
        "limits": [(head, text.replace(NOT_SHOWN, "")) for head, text in COMPARISON.limits()],
        "war_caution": WAR_CAUTION,
        "movers": MOVERS,
    }


def ladder(case: Case) -> dict[str, Any]:
    """The numbers by which acts are told apart, and what counts as a war, quiet and a spiral."""
    constants = case.worlds[0].constants.reshape(-1)[0]
    return {
        "first_kinetic": int(FIRST_KINETIC),
        "last_drawn": int(LAST_DRAWN),
        "first_overt": int(FIRST_OVERT),
        "first_homeland": int(FIRST_HOMELAND),
        "quiet_days": QUIET_DAYS,
        "spiral_length": SPIRAL_LENGTH,
        "spiral_generations": SPIRAL_GENERATIONS,
        "war_days": float(constants["war_days"]),
        "war_dead": float(constants["war_dead"]),
    }


def rules(case: Case) -> list[str]:
    """What each actor's doctrine does, where it does not act by what an act is worth; else nothing."""
    return [rule_of(code) for code in case.worlds[0].actors["doctrine"].tolist()]


def _numbers() -> dict[str, Any]:
    """The words in numbers."""
    return {
        "unknown": UNKNOWN,
        "none": in_unit(math.nan, ""),
        "points": change_in_unit(0.012, "share").replace("+1.2", "{number}"),
        "days": change_in_unit(1.2, "days").replace("+1.2", "{number}"),
        "span": span(1, 2, lambda end: "{low}" if end == 1 else "{high}"),
        "months": [date_of(date(2024, month, 1)).split()[1] for month in range(1, 13)],
        "day": several(1, "day").split()[1],
        "hit": "hit",
    }


def _answers() -> dict[str, Any]:
    """The words of answers: what each was taken over, and what a change does to it."""
    nothing = in_words("share", 0.5, 0.5, Interval(0.0, 0.0, 0.0), date(2024, 1, 1))
    return {
        "no_difference": nothing.difference,
        "same": nothing.bounds,
        "difference": "{difference}; 95 % interval {bounds}",
        "of_runs": "runs",
        "of_acts": "acts",
        "over_days": shown_share("{label}", [0.5, 0.5], True).replace("50.0", "{ends}"),
        "over_asked": shown_share("{label}", [0.5, 0.5], False).replace("50.0", "{ends}"),
        "verdict": {kind: _verdict(kind, found) for kind, found in KINDS.items()} | {"open": OPEN_IN_A_CELL},
        "mean": {"question": "mean per run", "outcome": "mean per run, without what is scripted"},
        "instead": {"days_to_quiet": QUIET_SHARE},
        "worse": {"more": "more escalation", "less": "less escalation"},
        "outcomes": "The whole theatre, scripted acts left out",
        "change": {kind: _change(found, "") for kind, found in KINDS.items()},
        "change_of": {kind: _change(found, "{of}") for kind, found in KINDS.items()},
    }


def _verdict(kind: str, found: Finding) -> str:
    """What is said of a difference of a kind beside its numbers."""
    side = claims.side(found)
    if side in claims.WAYS:
        return claims.WAYS[side]
    return claims.changes([OutcomeChange(kind, "", "", "", found)])[0].removeprefix(f"{kind}: ").removesuffix(".")


def _change(found: Finding, of: str) -> str:
    return claims.answers_change([AnswerChange("{ask}", "{before}", "{after}", of, "{difference}", found)])
