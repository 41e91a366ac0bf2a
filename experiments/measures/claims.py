"""Claims: what may be said of a number, given its interval, how many cases it rests on, and what held-out cases say.

Every sentence about results takes its verdict from here. A direction is named only where the interval leaves the
reference value out, enough cases bear on it and the held-out value does not contradict it; in all other cases the
sentence says what is missing. Sentences that only repeat numbers need none of this.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from statistics import median
from typing import NamedTuple

from .numbers import advance, decimal, fixed_percent, interval, several, span
from .statistics import LEVEL, Interval, normal_quantile

#: Fewest cases that carry a claim. Below six even full agreement comes by luck more than one time in twenty (twice one
#: half to the fifth), and a bootstrap of so few is too narrow besides.
FEWEST = 10
#: What every sentence about a condition says that failed on the runs kept back.
NO_CONDITION = "no condition found that holds on runs it was not found on"


class Finding(NamedTuple):
    """A number with its interval, the count of cases it rests on, and its value on cases it was not found on, if any.

    ``cases`` are those that bear on it: the runs that differ, the chains that were forecast, the runs asked for.
    """

    interval: Interval
    cases: int
    held_out: float | None = None


class Side(Enum):
    """Where a number lies, as far as can be told."""

    ABOVE = "above"
    BELOW = "below"
    OPEN = "open"
    FEW = "few"
    NOTHING = "nothing"


def side(found: Finding, of: float = 0.0) -> Side:
    """On which side of a value a number lies: above or below only if interval, held-out value and cases all bear it."""
    numbers = [*found.interval, *([] if found.held_out is None else [found.held_out])]
    if any(math.isnan(number) for number in numbers):
        return Side.NOTHING
    if found.cases < FEWEST:
        return Side.FEW
    if min(numbers) > of:
        return Side.ABOVE
    return Side.BELOW if max(numbers) < of else Side.OPEN


def widened(found: Finding, among: int) -> Finding:
    """The same with the interval that it needs where it was picked out of so many (Bonferroni; Dunn 1961)."""
    tail = (1 - LEVEL) / 2
    factor = normal_quantile(1 - tail / max(1, among)) / normal_quantile(1 - tail)
    middle, low, high = found.interval
    bounds = Interval(middle, middle - factor * (middle - low), middle + factor * (high - middle))
    return found._replace(interval=bounds)


# ---------------------------------------------------------------- conditions


class HeldOutCondition(NamedTuple):
    """A condition as runs judge it that it was not found on.

    ``base`` is the share of all runs in which the thing happens, ``coverage`` the part of those that meet the
    condition, ``density`` the share of the runs that meet it in which it happens. ``luck`` is the chance that a random
    condition as narrow as this would be met by as many, times the number of conditions it was picked from.
    """

    base: float
    coverage: Finding
    density: Finding
    luck: float

    def holds(self) -> bool:
        """Whether the thing happens more often where the condition is met, as far as can be told."""
        enough = self.coverage.cases >= FEWEST and self.luck <= 1 - LEVEL
        return enough and side(self.density, self.base) is Side.ABOVE


def condition(found: HeldOutCondition, bounds: Sequence[str]) -> str:
    """Under which condition something happens, in a sentence; ``bounds`` are what it asks of settings, in words."""
    if found.coverage.cases < FEWEST:
        many = found.coverage.cases
        return f"Too few runs of the kind asked for ({many}) to say of a condition that it holds on others."
    if not bounds or not found.holds():
        return f"{capital(NO_CONDITION)}."
    often = "mostly" if side(found.coverage, 0.5) is Side.ABOVE else "more often"
    return f"It happens {often} when {'; and '.join(bounds)}."


# ---------------------------------------------------------------- differences


class OutcomeChange(NamedTuple):
    """An outcome in two worlds: its name, its value in each as text, and the difference as text and as a finding."""

    outcome: str
    before: str
    after: str
    difference: str
    found: Finding


def changes(asked: Sequence[OutcomeChange]) -> list[str]:
    """Which outcomes a change moves, which way, and which differences the intervals cover."""
    sides = [(entry, side(entry.found)) for entry in asked]
    moved = [_moved(entry, WAYS[where]) for entry, where in sides if where in WAYS]
    lines = []
    if moved:
        many = f"{len(moved)} of {several(len(asked), 'outcome')}"
        lines.append(f"The 95 % interval of the difference leaves out zero for {many}: {'; '.join(moved)}.")
    rest: dict[str, list[str]] = {}
    for entry, where in sides:
        if where not in WAYS:
            rest.setdefault(_unmoved(entry.found, where), []).append(entry.outcome)
    return lines + [f"{('; ' if '?' in ''.join(names) else ', ').join(names)}: {said}." for said, names in rest.items()]


WAYS = {Side.ABOVE: "up", Side.BELOW: "down"}


def _unmoved(found: Finding, where: Side) -> str:
    if where is Side.NOTHING:
        return "not to be compared, for one of the worlds has nothing to measure"
    if where is Side.OPEN:
        return "no difference that the interval does not cover"
    if found.cases == 0:
        return "the same in every run"
    return f"fewer than {FEWEST} runs differ, too few to tell a difference"


def _moved(entry: OutcomeChange, way: str) -> str:
    return f"{entry.outcome} {way} from {entry.before} to {entry.after} ({entry.difference})"


class AnswerChange(NamedTuple):
    """A question in two worlds: its words, its answer in each as text, what that is a share of, and the difference."""

    ask: str
    before: str
    after: str
    of: str
    difference: str
    found: Finding


def answers_change(asked: Sequence[AnswerChange]) -> str:
    """What a change does to some questions, in a sentence; one that is told of twice in a row is named once."""
    clauses: list[str] = []
    for k, entry in enumerate(asked):
        where = side(entry.found)
        of = f" of {entry.of}" if entry.of else ""
        if where in WAYS:
            said = f"goes {WAYS[where]} from {entry.before} to {entry.after}{of} ({entry.difference})"
        else:
            said = f"stands at {entry.before} and {entry.after}{of}, {_unmoved(entry.found, where)}"
        again = k > 0 and asked[k - 1].ask == entry.ask
        clauses.append(f"and {said}" if again else f"“{entry.ask}” {said}")
    return f"{'; '.join(clauses)}."


def since(dates: Sequence[tuple[str, str]]) -> str:
    """From which date on the shares of questions lie apart in two worlds; ``dates`` are questions with their dates."""
    clause = "; ".join(f"“{ask}” from {date} on" for ask, date in dates)
    return f"By date, the shares of runs lie apart for good: {clause}." if clause else ""


def saving(factors: Sequence[float]) -> str:
    """What shared draws bought, from how many times more runs independent seeds would need for each outcome."""
    least, most, middle = min(factors), max(factors), median(factors)
    verdict = (
        "Shared draws saved runs" if least > 1 else "Shared draws saved no runs" if most <= 1
        else "Shared draws saved runs for some outcomes and not for others"
    )  # fmt: skip
    return (
        f"{verdict}: independent seeds would need {decimal(least, 1)} to {decimal(most, 1)} times as many for the same "
        f"intervals (median over outcomes {decimal(middle, 1)})."
    )


# ---------------------------------------------------------------- forecasters


def lead(name: str, rival: str, gain: Finding, unit: str = "chains") -> str:
    """Whether one forecaster does better than another; ``gain`` is by how much lower its error is."""
    by = gain.interval
    numbers = f"error lower by {advance(by.estimate)}, {span(by.low, by.high, advance)}"
    match side(gain):
        case Side.ABOVE:
            return f"{name} does better than {rival} ({numbers})"
        case Side.BELOW:
            return f"{name} does worse than {rival} ({numbers})"
        case Side.FEW:
            return f"{name} against {rival}: too few {unit} to tell ({gain.cases}; {numbers})"
        case Side.NOTHING:
            return f"{name} against {rival}: nothing to measure"
        case Side.OPEN:
            return f"{name} against {rival}: no difference that the interval does not cover ({numbers})"


def standing(leads: Mapping[str, Finding]) -> str:
    """Of which rivals a forecaster is ahead and behind; ``leads`` says by how much lower its error is than theirs."""
    cases = [found.cases for found in leads.values()]
    if not cases or max(cases) < FEWEST:
        return f"too few chains to rank forecasters ({max(cases, default=0)}; at least {FEWEST} are needed)"
    places = {kind: [name for name, found in leads.items() if side(found) is kind] for kind in Side}
    return (
        f"ahead of, the interval of the difference leaving out zero: {', '.join(places[Side.ABOVE]) or 'nobody'}; "
        f"behind likewise: {', '.join(places[Side.BELOW]) or 'nobody'}"
    )


# ---------------------------------------------------------------- shares of the variance


def chance(noise: float) -> str:
    """What is to be said of an outcome of whose variance chance makes up a share; nothing where it is the lesser part.

    Args:
        noise: share of the variance over points that other draws would not give again.
    """
    return "mostly chance: more replications are needed" if noise > 0.5 else ""


def influence(outcome: str, verdict: str, noise: float, shares: Mapping[str, Finding] | None) -> str:
    """Which settings the variance of an outcome goes with.

    Args:
        outcome: its name.
        verdict: what stands against naming any setting, or what is to be borne in mind; may be empty.
        noise: share of the variance that is chance; NaN where nothing was measured.
        shares: total share of each setting with chance taken out; None where no setting may be named.
    """
    if shares is None:
        return f"{_about(outcome)} {verdict}; no setting can be named for it."
    tail = f" But {verdict}." if verdict else ""
    clause = f"{fixed_percent(noise, 0)} is chance.{tail}"
    cases = max((found.cases for found in shares.values()), default=0)
    if cases < FEWEST:
        return f"{_about(outcome)} too few points ({cases}) to name a setting; {clause}"
    above = _clear(shares)
    if not above:
        return f"{_about(outcome)} no setting stands out of chance; {clause}"
    first = "; ".join(f"{name}, {interval(found.interval)}" for name, found in above[:3])
    return f"{_about(outcome)} goes {_most(above)}with {first}. {capital(clause)}"


def strongest(outcome: str, shares: Mapping[str, Finding] | None) -> str:
    """The setting that an outcome goes with above all, as a title; nothing where none can be named."""
    above = _clear(shares or {})
    return f"{_about(outcome)} goes {_most(above)}with {above[0][0]}" if above else ""


def _clear(shares: Mapping[str, Finding]) -> list[tuple[str, Finding]]:
    """The settings that stand out of chance, the strongest first."""
    above = [(name, found) for name, found in shares.items() if side(found) is Side.ABOVE]
    return sorted(above, key=lambda entry: -entry[1].interval.estimate)


def _most(above: Sequence[tuple[str, Finding]]) -> str:
    return "mostly " if side(above[0][1], 0.5) is Side.ABOVE else ""


def _about(outcome: str) -> str:
    """An outcome before what is said of it; a question is quoted."""
    return f"“{outcome}”:" if outcome.endswith("?") else f"{outcome}:"


def associated(found: int, drawn: int, luck: float, runs: int) -> str:
    """How many of the drawn settings go with an outcome beyond what luck gives the strongest of them."""
    if runs < FEWEST:
        return f"Each run drew {several(drawn, 'setting')} of its own: {runs} are too few to say what goes with them."
    verb = "goes" if found == 1 else "go"
    return (
        f"Each run drew {several(drawn, 'setting')} of its own. {found or 'None'} of them {verb} with an outcome more "
        f"than luck explains (rank correlation beyond {decimal(luck)})."
    )


# ---------------------------------------------------------------- ends of a range


class End(NamedTuple):
    """An end of what a design found: the value and where it lies, as text, and the value as a finding."""

    value: str
    where: str
    found: Finding


def between(outcome: str, low: End, high: End, points: int) -> str:
    """Between which ends an outcome lies over the points of a design; the ends were picked out of all points."""
    if low.value == high.value:
        return f"{_about(outcome)} {low.value} at every point."
    span = f"from {low.value} ({low.where}) to {high.value} ({high.where})"
    if apart(low, high, points):
        return f"{_about(outcome)} {span}."
    if min(low.found.cases, high.found.cases) < FEWEST:
        return f"{_about(outcome)} {span}, with too few runs a point to tell them apart."
    return f"{_about(outcome)} {span}, no difference that the intervals do not cover."


def apart(low: End, high: End, points: int) -> bool:
    """Whether two ends, picked out of so many points, can be told apart."""
    least, most = (widened(end.found, points).interval for end in (low, high))
    return min(low.found.cases, high.found.cases) >= FEWEST and least.high < most.low


def reach(outcome: str, low: End, high: End, points: int) -> str:
    """From where to where an outcome goes, as a title; nothing where its ends cannot be told apart."""
    return f"{_about(outcome)} from {low.value} to {high.value}" if apart(low, high, points) else ""


# ---------------------------------------------------------------- answers per act


def chains(ratio: Finding) -> str:
    """What a branching ratio says of chains, as the end of a sentence that gives it."""
    return {
        Side.BELOW: "so chains die out",
        Side.ABOVE: "so chains can feed themselves",
        Side.OPEN: "which does not tell whether chains die out",
        Side.FEW: "from too few acts to say whether chains die out",
        Side.NOTHING: "so there is nothing to say of chains",
    }[side(ratio, 1.0)]


def contained(points: Iterable[Finding]) -> str:
    """On which side of one answer an act the points of a map lie."""
    known = [point for point in points if not math.isnan(point.interval.estimate)]
    if not known:
        return "nothing to answer anywhere"
    low, high = (pick(point.interval.estimate for point in known) for pick in (min, max))
    sides = {side(point, 1.0) for point in known}
    if sides == {Side.BELOW}:
        return f"contained everywhere: at most {decimal(high)} answers an act"
    if sides == {Side.ABOVE}:
        return f"runaway everywhere: at least {decimal(low)} answers an act"
    # one of many points strays across the line by luck alone: both sides have to show in intervals made for so many
    picked = {side(widened(point, len(known)), 1.0) for point in known}
    if {Side.BELOW, Side.ABOVE} <= picked:
        return f"line: one answer an act ({span(low, high)} over the map)"
    return f"these runs do not tell everywhere on which side of one answer an act it lies ({span(low, high)})"


# ---------------------------------------------------------------- what happens most


def commonest(first: Finding, second: Finding | None) -> str:
    """How the share of the commonest kind of run may be called: ``in most runs``, ``most often``, or nothing.

    Args:
        first: share of the commonest kind.
        second: share of the next; None where there is no other.
    """
    if side(first, 0.5) is Side.ABOVE:
        return "in most runs"
    apart = second is not None and first.interval.low > second.interval.high
    return "most often" if apart and first.cases >= FEWEST else ""


def often(found: Finding) -> str:
    """Whether something that happens or not mostly does, as far as can be told; empty where it cannot."""
    return {Side.ABOVE: "mostly yes", Side.BELOW: "mostly no"}.get(side(found, 0.5), "")


def majorities(answers: Sequence[Finding]) -> str:
    """Of how many questions the answer is mostly yes, mostly no, or not to be told."""
    if not answers:
        return ""
    verdicts = [often(found) or "open" for found in answers]
    clause = [f"{verdicts.count(word)} {word}" for word in ("mostly yes", "mostly no", "open") if word in verdicts]
    return f"Of {several(len(answers), 'question')}: {', '.join(clause)}"


def headline(subject: str, finding: str, cases: int) -> str:
    """The title of a figure: what was found, where enough cases bear it; else only what the figure is about.

    Args:
        subject: what the figure is about.
        finding: a sentence that repeats numbers of the figure; may be empty.
        cases: how many runs they rest on.
    """
    return finding if finding and cases >= FEWEST else subject


def capital(text: str) -> str:
    """A sentence begins with a capital; the rest stays as it is."""
    return f"{text[:1].upper()}{text[1:]}"
