"""What the facts suggest: the options of each actor for each account, before anybody asks which weapons reach.

Own soil to homeland, forces and commanders abroad, through each proxy, groups on whatever soil they sit, stand-ins for
the account holder, and third states in its place (model.md, section 5). Base measures of rungs are judgement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...model.world.ladder import Rung
from ...model.world.tables import Credit
from . import spots
from .geography import Geography
from .spots import Site

HOMELAND: dict[int, float] = {
    Rung.STRIKE_ON_HOMELAND: 0.75,
    Rung.LARGE_SALVO: 0.18,
    Rung.CAMPAIGN: 0.06,
    Rung.GENERAL_WAR: 0.01,
}
#: Base measure of strikes on a homeland and on leaders beside one of a strike on a group or on forces abroad. Of 37
#: acts of force by states in the coded episodes 6 were at rung 9 and 4 at rung 8, 12 at rung 6 and 10 at rung 7;
#: the weights are lower than that ratio, since the utility of an option selects as well (judgement).
HOMELAND_WEIGHT = 0.1
LEADER_WEIGHT = 0.05
FORCES: dict[int, float] = {Rung.STRIKE_ON_FORCES: 1.0}
MILITIA: dict[int, float] = {Rung.HARASSMENT: 0.6, Rung.HEAVY_ATTACK: 0.3, Rung.STRIKE_ON_FORCES: 0.1}
PROXY: dict[int, float] = {Rung.HARASSMENT: 0.7, Rung.HEAVY_ATTACK: 0.3}
LEADER: dict[int, float] = {Rung.LEADER_KILLED: 1.0}
GROUP: dict[int, float] = {Rung.STRIKE_ON_GROUP: 0.998, Rung.CAMPAIGN: 0.002}
STRIKE: dict[int, float] = {Rung.STRIKE_ON_GROUP: 1.0}


class Draft(NamedTuple):
    """An option before weapons are looked at: whom it hits, where, at which rungs, and how it settles the account."""

    id: str
    target: str
    spot: Site
    rungs: Mapping[int, float]
    credit: Credit = Credit.DIRECT
    executor: str | None = None
    declared: str | None = None
    weapons: tuple[str, ...] | None = None
    weight: float = 1.0


def against_state(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """Answer a state itself: its homeland, its forces abroad, its exposed commanders."""
    scenario = facts.scenario
    state = facts.kind(actor) == "state"
    base = f"{actor}.{account}"
    home = scenario.actors[account].home
    if home:
        name, rungs = ("homeland", HOMELAND) if state else ("border", MILITIA)
        weight = HOMELAND_WEIGHT if state else 1.0
        yield Draft(f"{base}.{name}.{home}", account, facts.spot(spots.homeland, account), rungs, weight=weight)
    for where, spot in facts.stationed(account).items():
        yield Draft(f"{base}.forces.{where}", account, spot, FORCES if state else MILITIA)
    for territory in scenario.actors[account].commanders_in if state else ():
        spot = facts.spot(spots.leader, territory)
        yield Draft(f"{base}.leader.{territory}", account, spot, LEADER, weight=LEADER_WEIGHT)


def against_group(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """A state answers a group itself: its sites, and a militia's leaders."""
    scenario = facts.scenario
    for territory in scenario.actors[account].sits_in:
        where = f"{actor}.{account}.group.{territory}"
        yield Draft(where, account, facts.spot(spots.group, account, territory), GROUP)
        if facts.kind(account) == "militia":
            spot = facts.spot(spots.leader, territory)
            yield Draft(f"{actor}.{account}.leader.{territory}", account, spot, LEADER, weight=LEADER_WEIGHT)


def through_proxies(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """A state lets the militias it sponsors strike another state's forces or homeland."""
    scenario = facts.scenario
    home = scenario.actors[account].home
    targets = [(home, facts.spot(spots.homeland, account))] if home else []
    targets += list(facts.stationed(account).items())
    for proxy in facts.clients[actor]:
        for where, spot in targets:
            name = f"{actor}.{account}.proxy.{where}.{proxy}"
            yield Draft(name, account, spot, PROXY, Credit.PROXY, proxy)


def stand_ins_for_state(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """A state answers a state by hitting hostile groups on its soil, or the militias it sponsors, wherever they sit."""
    home = facts.scenario.actors[account].home
    guests = [(home, group) for group in facts.groups_on.get(home or "", ()) if facts.hostile(actor, group)]
    clients = [
        (territory, group) for group in facts.clients[account] for territory in facts.scenario.actors[group].sits_in
    ]
    for territory, group in dict.fromkeys([*guests, *clients]):
        if territory:
            spot = facts.spot(spots.group, group, territory)
            yield Draft(f"{actor}.{account}.stand_in.{territory}.{group}", group, spot, STRIKE, Credit.STAND_IN)


def stand_ins_for_militia(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """A state answers a militia by hitting its patron's people abroad, as the US did in eastern Syria."""
    scenario = facts.scenario
    patron = scenario.actors[account].patron
    if patron is None or patron == actor:
        return
    there = dict(facts.stationed(patron))
    for territory in scenario.actors[patron].commanders_in:
        if not spots.forces_in(scenario, patron, territory):
            there[territory] = facts.spot(spots.leader, territory)
    for where, spot in there.items():
        yield Draft(f"{actor}.{account}.stand_in.{where}.{patron}", patron, spot, STRIKE, Credit.STAND_IN)


def displaced(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """A state hits somebody else instead, on a third state's soil: a hostile group, or what it says is the other state.

    A state can be said to have agents anywhere; of a group one knows where it sits.
    """
    scenario = facts.scenario
    for host in facts.displaced_hosts(actor):
        home = scenario.actors[host].home
        if host == account or not home:
            continue
        where = f"{actor}.{account}.displaced.{home}"
        if not facts.is_group(account):
            yield Draft(where, host, facts.spot(spots.people, host), STRIKE, Credit.DISPLACED, declared=account)
        for group in facts.groups_on[home]:
            if group != account and facts.hostile(actor, group):
                spot = facts.spot(spots.group, group, home)
                yield Draft(f"{where}.{group}", group, spot, STRIKE, Credit.DISPLACED)


def drafts(facts: Geography, actor: str, account: str) -> Iterator[Draft]:
    """Every option that the facts suggest to ``actor`` for ``account``, whether or not a weapon reaches."""
    if facts.allied(actor, account) or facts.kind(account) == "bystander":
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
    yield from displaced(facts, actor, account)
