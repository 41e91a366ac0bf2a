"""The menu: what each actor could do about each account, generated from facts (model.md, section 5).

A person writes where forces, bases and homes are, whom an actor sponsors, which groups sit on whose soil and what its
weapons reach; the options follow (`drafts`), and a file may edit them (`menu_edits`). Base measures sum to one within
each menu, by kind of credit first, so that copying an option does not make force more likely.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...model.world.tables import Credit
from .areas import Area
from .drafts import Draft, drafts
from .edits import edited
from .geography import Geography, Reach
from .variants import Variant, variants

if TYPE_CHECKING:
    from ..schema.sections import Assumptions

#: Base measure of each kind of credit, before shares are made to sum to one (judgement).
KIND_WEIGHT = {Credit.DIRECT: 1.0, Credit.PROXY: 1.0, Credit.STAND_IN: 0.7, Credit.DISPLACED: 0.5}


class Alternative(NamedTuple):
    """A rung of an option: its share among the rungs, and the ways to carry it out."""

    rung: int
    share: float
    variants: tuple[Variant, ...]


class Option(NamedTuple):
    """An option of ``actor`` for ``account``; ``share`` is its base measure within that menu.

    ``opportunities``: how many a year it waits for; 0 if it waits for none. ``reach``: the weapons that reach it, each
    with the places that it reaches.
    """

    id: str
    actor: str
    account: str
    target: str
    declared: str
    executor: str
    area: Area
    credit: Credit
    third: bool
    share: float
    alternatives: tuple[Alternative, ...]
    opportunities: float
    reach: Reach


Menu = dict[tuple[str, str], list[Option]]


def arm(facts: Geography, executor: str, draft: Draft) -> tuple[Alternative, ...]:
    """The rungs of a draft that some weapon in reach can carry out, with shares that sum to one; empty if none can."""
    weapons = tuple(facts.weapons_on(executor, draft.area))
    if draft.weapons is not None:
        weapons = tuple(name for name in weapons if name in draft.weapons)
    if not weapons:
        return ()
    by_state = facts.kind(executor) == "state"
    ways = {rung: variants(facts.scenario, weapons, rung, by_state) for rung in draft.rungs}
    total = sum(draft.rungs[rung] for rung, found in ways.items() if found)
    return tuple(
        Alternative(int(rung), draft.rungs[rung] / total, tuple(found)) for rung, found in ways.items() if found
    )


def option(facts: Geography, actor: str, account: str, draft: Draft) -> Option | None:
    """An option made of a draft, its share still unnormalised; None if no weapon reaches."""
    executor = draft.executor or actor
    if draft.weight <= 0.0:
        return None
    alternatives = arm(facts, executor, draft)
    if not alternatives:
        return None
    host = facts.scenario.territories[draft.area.territory].host
    third = host is not None and host not in (actor, account)
    declared = draft.declared or draft.target
    return Option(
        draft.id,
        actor,
        account,
        draft.target,
        declared,
        executor,
        draft.area,
        draft.credit,
        third,
        draft.weight,
        alternatives,
        draft.opportunities,
        facts.weapons_on(executor, draft.area),
    )


def shared(options: list[Option]) -> list[Option]:
    """The options of one menu with base measures that sum to one: by kind of credit first, then within the kind."""
    many = {kind: sum(1 for entry in options if entry.credit == kind) for kind in Credit}
    raw = [entry.share * KIND_WEIGHT[entry.credit] / many[entry.credit] for entry in options]
    total = sum(raw)
    return [entry._replace(share=weight / total) for entry, weight in zip(options, raw, strict=True)]


def armed(facts: Geography) -> list[str]:
    """Actors that may use force, and have something to use, or somebody who has."""
    return [
        name for name, actor in facts.scenario.actors.items()
        if actor.kind != "bystander" and actor.can_strike and (actor.arsenal or facts.clients[name])
    ]  # fmt: skip


def idle(scenario: Assumptions) -> dict[str, list[str]]:
    """Armed actors without any option, each with the options that it would have if its weapons reached."""
    facts, able = Geography(scenario), {actor for actor, _ in menus(scenario)}
    without = {name: [] for name in armed(facts) if name not in able and facts.kind(name) != "spoiler"}
    for (actor, _), options in menus(scenario, blind=True).items() if without else ():
        without.get(actor, []).extend(option.id for option in options)
    return without


def menus(scenario: Assumptions, blind: bool = False) -> Menu:
    """The options of every pair (actor, account), edited as the scenario's ``options`` say; pairs without are left out.

    ``blind`` ignores the range of weapons.
    """
    facts = Geography(scenario, blind)
    plain = drafted(facts)
    return {pair: made for pair, entries in plain.items() if (made := menu_of(facts, pair, entries))}


def drafted(facts: Geography) -> dict[tuple[str, str], list[Draft]]:
    """The drafts of every pair after the edits of the file: what stands on a menu if a weapon reaches."""
    return {
        (actor, account): edited(facts, actor, account, list(drafts(facts, actor, account)))
        for actor in armed(facts)
        for account in facts.scenario.actors
        if account != actor
    }


def menu_of(facts: Geography, pair: tuple[str, str], plain: Sequence[Draft]) -> list[Option]:
    """The options that drafts come to with the weapons in reach."""
    return shared([entry for draft in plain if (entry := option(facts, *pair, draft))])
