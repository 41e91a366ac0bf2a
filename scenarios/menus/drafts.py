"""What the facts suggest: the options of each actor for each account, before anybody asks which weapons reach.

An option needs a reason: the account holder itself (homeland, forces, leaders, a group on whatever soil it sits), what
it sponsors or shelters, what is said to be its own, and the deniable people of a militia's patron (model.md,
section 5). Base measures of rungs are judgement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...model.world.ladder import Rung
from ...model.world.tables import Credit
from . import areas
from .areas import Area
from .geography import Geography

HOMELAND: dict[int, float] = {
    Rung.STRIKE_ON_HOMELAND: 0.75,
    Rung.LARGE_SALVO: 0.18,
    Rung.CAMPAIGN: 0.06,
    Rung.GENERAL_WAR: 0.01,
}
#: Base measure of strikes on a homeland beside one of a strike on a group or on forces abroad. Of 37 acts of force by
#: states in the coded episodes 6 were at rung 9, 12 at rung 6 and 10 at rung 7; the weight is lower than that ratio,
#: since the utility of an option selects as well (judgement). Strikes on leaders are rare by their opportunities.
HOMELAND_WEIGHT = 0.1
FORCES: dict[int, float] = {Rung.STRIKE_ON_FORCES: 1.0}
#: On ground or water that is nobody's and where both stand, states also clash below the threshold of an open strike.
CLASH: dict[int, float] = {Rung.HARASSMENT: 0.7, Rung.STRIKE_ON_FORCES: 0.3}
#: Across a border at which a group fights already, it may also strike openly.
BORDER: dict[int, float] = {Rung.HARASSMENT: 0.6, Rung.HEAVY_ATTACK: 0.3, Rung.STRIKE_ON_FORCES: 0.1}
#: What stays below the open use of force: a militia's fire on what it reaches, and whatever a proxy does.
DENIABLE: dict[int, float] = {Rung.HARASSMENT: 0.65, Rung.HEAVY_ATTACK: 0.35}
LEADER: dict[int, float] = {Rung.LEADER_KILLED: 1.0}
GROUP: dict[int, float] = {Rung.STRIKE_ON_GROUP: 0.998, Rung.CAMPAIGN: 0.002}
STRIKE: dict[int, float] = {Rung.STRIKE_ON_GROUP: 1.0}


class Draft(NamedTuple):
    """An option before weapons are looked at: whom it hits, where, at which rungs, and how it settles the account."""

    id: str
    target: str
    area: Area
    rungs: Mapping[int, float]
    credit: Credit = Credit.DIRECT
    executor: str | None = None
    declared: str | None = None
    weapons: tuple[str, ...] | None = None
    weight: float = 1.0
    opportunities: float = 0.0


def against_state(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """Answer a state itself: its homeland, its forces abroad, its exposed commanders.

    A group hits back at the soil of whoever struck it, openly only where it fights already, and at forces only where it
    is.
    """
    scenario = facts.scenario
    state = facts.kind(actor) == "state"
    base = f"{actor}.{account}"
    home = scenario.actors[account].home
    if home:
        name, rungs = ("homeland", HOMELAND) if state else ("border", DENIABLE)
        if not state and home in facts.strikes_in(actor):
            rungs = BORDER
        weight = HOMELAND_WEIGHT if state else 1.0
        yield Draft(f"{base}.{name}.{home}", account, facts.area(areas.homeland, account), rungs, weight=weight)
    for where, area in facts.stationed(account).items():
        if state or area.territory in facts.strikes_in(actor):
            openly = CLASH if facts.face_each_other(actor, area.territory) else FORCES
            yield Draft(f"{base}.forces.{where}", account, area, openly if state else DENIABLE)
    for territory in scenario.actors[account].commanders_in:
        yield from leaders(facts, actor, account, territory)


def against_group(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """A state answers a group itself: its sites, and a militia's leaders; no war is waged on who holds no ground."""
    for territory in facts.scenario.actors[account].sits_in:
        where = f"{actor}.{account}.group.{territory}"
        rungs = GROUP if facts.kind(account) == "militia" else STRIKE
        yield Draft(where, account, facts.area(areas.group, account, territory), rungs)
        yield from leaders(facts, actor, account, territory)


def leaders(facts: Geography, actor: str, account: str, territory: str) -> Iterator[Draft]:
    """A state that hunts the leaders of the other may kill one where they are, once it has an opportunity."""
    rate = facts.scenario.tie(actor, account).hunts
    if rate > 0.0:
        area = facts.area(areas.leader, territory)
        name = f"{actor}.{account}.leader.{territory}"
        yield Draft(name, account, area, LEADER, opportunities=rate)


def through_proxies(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """A state lets the militias it sponsors strike another state's homeland, or its forces where they are."""
    home = facts.scenario.actors[account].home
    for proxy in facts.clients[actor]:
        targets = [(home, facts.area(areas.homeland, account))] if home else []
        near = facts.strikes_in(proxy)
        targets += [(where, area) for where, area in facts.stationed(account).items() if area.territory in near]
        for where, area in targets:
            name = f"{actor}.{account}.proxy.{where}.{proxy}"
            yield Draft(name, account, area, DENIABLE, Credit.PROXY, proxy)


def stand_ins_for_state(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """A state answers a state by hitting the militias that it sponsors, or groups that it is said to shelter."""
    for group in facts.stand_ins(account):
        for territory in facts.scenario.actors[group].sits_in if facts.quarrels(actor, group) else ():
            area = facts.area(areas.group, group, territory)
            yield Draft(f"{actor}.{account}.stand_in.{territory}.{group}", group, area, STRIKE, Credit.STAND_IN)


def stand_ins_for_militia(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """A state answers a militia by hitting the people abroad who arm it, as the US did in eastern Syria."""
    patron = facts.scenario.actors[account].patron
    if patron is None or facts.allied(actor, patron):
        return
    forces = facts.scenario.forces.items()
    deniable = {facts.area(areas.force, name) for name, force in forces if account in force.stands_for}
    for where, area in facts.stationed(patron).items():
        if area in deniable:
            yield Draft(f"{actor}.{account}.stand_in.{where}.{patron}", patron, area, STRIKE, Credit.STAND_IN)


def sites_said_to_be(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """A state answers a state on a third state's soil, at sites that are said to be the other's."""
    hosts = {
        facts.scenario.territories[place.territory].host
        for place in facts.scenario.places.values()
        if place.stands_for == account
    }
    for host in sorted(host for host in hosts if host and not facts.allied(actor, host)):
        if host != actor:
            area = facts.area(areas.declared, host, account)
            name = f"{actor}.{account}.site.{area.territory}"
            yield Draft(name, host, area, STRIKE, Credit.DISPLACED, declared=account)


def drafts(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """Every option that the facts suggest to ``actor`` for ``account``, whether or not a weapon reaches."""
    if facts.allied(actor, account) or not facts.can_provoke(account, actor):
        return
    is_group = facts.is_group(account)
    if facts.kind(actor) != "state":
        yield from () if is_group else against_state(facts, actor, account)
        return
    if is_group:
        yield from against_group(facts, actor, account)
        yield from stand_ins_for_militia(facts, actor, account)
    else:
        yield from against_state(facts, actor, account)
        yield from through_proxies(facts, actor, account)
        yield from stand_ins_for_state(facts, actor, account)
        yield from sites_said_to_be(facts, actor, account)
