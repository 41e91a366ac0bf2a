"""Check the questions of a scenario: names, references, and whether they can come true in its world."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...model.outcomes import OUTCOMES
from ...model.world.acts import Origin
from ...model.world.asked import ACTS, ENDLESS, QuestionTable
from ...model.world.ladder import FIRST_KINETIC, RUNGS
from ..menus.menu import menus
from ..questions.compiled import questions_of
from ..questions.expected import expected_of
from ..questions.inline import KEYWORDS
from ..questions.vocabulary import Vocabulary
from ..schema.questions import STATISTICS
from ..text.unwrap import Mistake

if TYPE_CHECKING:
    from ..schema.sections import Assumptions

MOST = 200
#: What an author who misses an option has to look at.
_REACH = "Options follow from `arsenal`, from `range_km`, and from `forces` and `places` of the other in range"
#: Sections whose interventions may open what was closed on day 0.
OPENING = ("forces", "weapons", "campaigns", "options")
#: Settings of actors that do, too.
OPENING_OF_ACTORS = ("arsenal", "sits_in", "commanders_in", "patron", "attacks", "home")


def question_findings(scenario: Assumptions, gone: Collection[str], changed: bool) -> Iterator[Mistake]:
    """Everything that is wrong with the questions and expectations of a scenario.

    Args:
        scenario: checked otherwise.
        gone: ids that were there before the changes that made it.
        changed: whether it was changed: then a question that can never come true any more is no mistake, but an answer.
    """
    if len(scenario.questions) > MOST:
        yield Mistake(("questions",), f"{len(scenario.questions)} questions: at most {MOST}", at_key=True)
        return
    yield from _names(scenario)
    compiled = questions_of(scenario, gone)
    yield from (Mistake(("questions", *wrong.path), wrong.message) for wrong in compiled.wrong)
    if not compiled.wrong and not changed:
        yield from impossible(scenario, compiled.tables)
    if not compiled.wrong:
        yield from _expectations(scenario, gone)


def _names(scenario: Assumptions) -> Iterator[Mistake]:
    columns = {outcome.name for outcome in OUTCOMES} | {"run", "seed"}
    for name in scenario.questions:
        taken = (
            "a column of runs" if name in columns
            else "a word of the grammar of questions" if name in KEYWORDS
            else "an actor" if name in scenario.actors
            else "an event" if name in scenario.events
            else ""
        )  # fmt: skip
        if taken:
            yield Mistake(("questions", name), f"{name} is already {taken}: call the question otherwise", at_key=True)


def _expectations(scenario: Assumptions, gone: Collection[str]) -> Iterator[Mistake]:
    for name, entry in scenario.expectations.items():
        here = ("expectations", name)
        stated = [key for key in STATISTICS if getattr(entry, key) is not None]
        if not stated:
            yield Mistake(here, f"nothing is expected: write one of {', '.join(STATISTICS)}", at_key=True)
        for key in stated:
            low, high = getattr(entry, key)
            if low > high:
                yield Mistake((*here, key), f"the bounds are the wrong way round: {low:g} is above {high:g}")
    for wrong in expected_of(scenario, gone).wrong:
        at = wrong.path[-1] in scenario.expectations
        yield Mistake(("expectations", *wrong.path), wrong.message, at_key=at)


class PossibleAct(NamedTuple):
    """Acts that a source allows: numbers of who, through whom, whom, where, the rungs, weapons, and the origins."""

    actor: int
    executor: int
    target: int
    territory: int
    rungs: frozenset[int]
    weapons: frozenset[int]
    origins: frozenset[int]


#: Columns in the order in which they are tried, with what the message calls them.
TRIED = {
    "actor": "by", "executor": "through", "origin": "origin", "target": "against", "territory": "on", "rung": "rung",
    "weapon": "weapon",
}  # fmt: skip


def impossible(scenario: Assumptions, tables: Sequence[QuestionTable]) -> Iterator[Mistake]:
    """Questions about acts of force that no option, campaign or spoiler of this world can bring about."""
    steps = [path.split(".") for entry in scenario.interventions.values() for path in entry.changes]
    opened = any(step[0] in OPENING or set(step) & set(OPENING_OF_ACTORS) for step in steps)
    asked = [table for table in tables if table.name and _drawn_force(table)]
    if not asked or opened:
        return
    sources = list(_sources(scenario))
    for table in asked:
        left = sources
        for column, key in TRIED.items():
            kept = [source for source in left if _fits(source, column, table)]
            if not kept:
                message = f"this can never come true: {_why(scenario, column, left)}"
                yield Mistake(("questions", table.name, "act", key), message)
                break
            left = kept
    for table in asked:
        if table.first >= scenario.days or table.last < 0:
            message = "this can never come true: the days are outside the scenario"
            yield Mistake(("questions", table.name, "when"), message)


def _drawn_force(table: QuestionTable) -> bool:
    """Whether a question is about acts of force that the model draws, so that their sources can be told."""
    low = table.spans.get("rung", (0, 0))[0]
    force = low >= FIRST_KINETIC or table.spans.get("kinetic") == (1, 1)
    return table.kind == ACTS and force and low < RUNGS - 1 and table.spans.get("observed") == (0, 0)


def _fits(source: PossibleAct, column: str, table: QuestionTable) -> bool:
    if column == "rung":
        low, high = table.spans.get("rung", (FIRST_KINETIC, ENDLESS))
        return any(low <= rung <= high for rung in source.rungs)
    wanted = table.codes.get(column)
    if wanted is None:
        return True
    if column == "origin":
        return bool(source.origins & set(wanted))
    if column == "weapon":
        return bool(source.weapons & set(wanted))
    return getattr(source, column) in wanted


def _why(scenario: Assumptions, column: str, left: list[PossibleAct]) -> str:
    """What rules a question out, and what there is instead."""
    if column == "rung":
        highest = max(max(source.rungs) for source in left)
        if highest == RUNGS:
            return "no such rung"
        return f"no option reaches that rung; the highest is {highest}. {_REACH}"
    names = {"actor": scenario.actors, "executor": scenario.actors, "target": scenario.actors}.get(column)
    names = names or {"territory": scenario.territories, "weapon": scenario.weapons}.get(column)
    known = list(names) if names else []
    if column == "weapon":
        there = sorted({known[code] for source in left for code in source.weapons})
    else:
        there = sorted({known[getattr(source, column)] for source in left}) if known else []
    noun = {"actor": "nobody asked about has any option (brink check --menus says why)",
            "executor": "nobody carries it out so",
            "target": "no option and no campaign hits that target", "territory": "no weapon reaches that soil",
            "weapon": "no such weapon is used for it", "origin": "nothing of that origin does it"}[column]  # fmt: skip
    return f"{noun}; there are: {', '.join(there[:8])}" if there else noun


def _sources(scenario: Assumptions) -> Iterator[PossibleAct]:
    """All that can bring about acts of force: options of the menus, campaigns, spoilers' attacks, wars."""
    known = Vocabulary.of(scenario)
    actor = {name: k for k, name in enumerate(known.actors)}
    land = {name: k for k, name in enumerate(known.hosts)}
    weapon = {name: k for k, name in enumerate(known.weapons)}
    replies = frozenset({int(Origin.REPLY), int(Origin.DISPLACED)})
    for options in menus(scenario).values():
        for option in options:
            rungs = frozenset(entry.rung for entry in option.alternatives)
            used = frozenset(
                weapon[name] for entry in option.alternatives for way in entry.variants for name in way.weapons
            )
            yield PossibleAct(
                actor[option.actor], actor[option.executor], actor[option.target], land[option.area.territory],
                rungs, used, replies,
            )  # fmt: skip
    for campaign in scenario.campaigns.values():
        rungs = frozenset({campaign.rung, campaign.rung + int(campaign.heavy)})
        used = frozenset(weapon[name] for name in (*campaign.weapons, *campaign.heavy_weapons)) or frozenset(
            weapon[name] for name in scenario.actors[campaign.by].arsenal
        )
        patron = scenario.actors[campaign.by].patron
        for territory in campaign.territories:
            for orderer in {campaign.by, patron or campaign.by}:
                yield PossibleAct(
                    actor[orderer], actor[campaign.by], actor[campaign.against], land[territory], rungs, used,
                    frozenset({int(Origin.CAMPAIGN)}),
                )  # fmt: skip
    for name, entry in scenario.actors.items():
        if entry.attacks is not None:
            victim = scenario.actors[entry.attacks.against]
            where = [victim.home] if victim.home else list(known.hosts)
            for territory in {str(name) for name in (*where, *entry.sits_in)}:
                yield PossibleAct(
                    actor[name], actor[name], actor[entry.attacks.against], land[territory],
                    frozenset(range(FIRST_KINETIC, RUNGS)), frozenset(weapon.values()),
                    frozenset({int(Origin.SPOILER)}),
                )  # fmt: skip
