"""With what: the weapons that an option may use at a rung, by class, warned or not, with their base measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...model.world.ladder import FIRST_OVERT, Rung

if TYPE_CHECKING:
    from ..schema.sections import Assumptions

DRONE = "one_way_drone"
ROCKET = "rocket"
CRUISE = "cruise_missile"
BALLISTIC = "ballistic_missile"
AIR = "air_strike"

_HIGH = (AIR, CRUISE, BALLISTIC)
#: Classes that fit a rung. A militia has no air force: drones and rockets take its place on high rungs.
CLASSES: dict[int, tuple[str, ...]] = {
    Rung.HARASSMENT: (DRONE, ROCKET),
    Rung.HEAVY_ATTACK: (DRONE, ROCKET, BALLISTIC),
    Rung.STRIKE_ON_GROUP: (DRONE, CRUISE, BALLISTIC, AIR),
    Rung.STRIKE_ON_FORCES: _HIGH,
    Rung.LEADER_KILLED: (AIR, DRONE, BALLISTIC),
    Rung.STRIKE_ON_HOMELAND: _HIGH,
    Rung.LARGE_SALVO: _HIGH,
    Rung.CAMPAIGN: _HIGH,
    Rung.GENERAL_WAR: _HIGH,
}
#: Ballistic missiles in a deniable attack are rare (N3, N7): their share where other weapons are at hand.
RARE_SHARE = 0.1
#: How often a state's own overt strike is announced (base measure, judgement).
WARNED_SHARE = 0.2
UNWARNED_RUNGS = (Rung.LEADER_KILLED, Rung.GENERAL_WAR)


class Variant(NamedTuple):
    """A way to carry out a rung: its share among siblings, whether a warning is given, the weapons picked from."""

    share: float
    warned: bool
    weapons: tuple[str, ...]


def fitting(rung: int, by_state: bool) -> tuple[str, ...]:
    """Classes of weapon that fit a rung."""
    classes = CLASSES[rung]
    if by_state or rung < FIRST_OVERT:
        return classes
    return (*classes, *(kind for kind in (DRONE, ROCKET) if kind not in classes))


def shares(rung: int, uses: dict[str, float]) -> dict[str, float]:
    """Base measure of each class by how readily it is used; ballistic missiles are rare in deniable attacks."""
    if rung == Rung.HEAVY_ATTACK and BALLISTIC in uses and len(uses) > 1:
        rest = shares(rung, {kind: use for kind, use in uses.items() if kind != BALLISTIC})
        found = {kind: (1.0 - RARE_SHARE) * share for kind, share in rest.items()} | {BALLISTIC: RARE_SHARE}
        return {kind: found[kind] for kind in uses}
    return {kind: use / sum(uses.values()) for kind, use in uses.items()}


def variants(scenario: Assumptions, weapons: tuple[str, ...], rung: int, by_state: bool) -> list[Variant]:
    """The ways to carry out ``rung`` with ``weapons`` (those in reach); empty if none fits. Shares sum to one."""
    known = scenario.weapons
    kinds = {name: known[name].kind for name in weapons if known[name].from_rung <= rung}
    uses = {
        kind: max(known[name].use for name, own in kinds.items() if own == kind)
        for kind in fitting(rung, by_state)
        if kind in kinds.values()
    }
    warns = by_state and rung >= FIRST_OVERT and rung not in UNWARNED_RUNGS
    found = []
    for kind, share in shares(rung, uses).items():
        arms = tuple(name for name, own in kinds.items() if own == kind)
        if warns:
            found.append(Variant(share * (1.0 - WARNED_SHARE), False, arms))
            found.append(Variant(share * WARNED_SHARE, True, arms))
        else:
            found.append(Variant(share, False, arms))
    return found


def usual_arms(scenario: Assumptions, weapons: tuple[str, ...], rung: int, by_state: bool) -> dict[str, float]:
    """Share of each weapon when a campaign does not say what it uses."""
    arms: dict[str, float] = {}
    for variant in variants(scenario, weapons, rung, by_state):
        for name in variant.weapons:
            readily = sum(scenario.weapons[other].use for other in variant.weapons)
            arms[name] = arms.get(name, 0.0) + variant.share * scenario.weapons[name].use / readily
    return arms
