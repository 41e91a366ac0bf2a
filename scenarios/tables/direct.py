"""Tables that follow from a scenario line by line: actors, dyads, rungs, constants, defences, weapons."""

from __future__ import annotations

import datetime
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from ...model.kernel.draws import key_of
from ...model.mechanisms import delegation, ladder, nuclear, pressure, restraint, solidarity, truce
from ...model.world import tables as w
from ...model.world.doctrines import DOCTRINES
from ...model.world.ladder import RUNG_IDS, severities
from ..menus.geography import NON_STATE
from ..schema.behaviour import constant_values
from .course_facts import campaigns_at_rest, pauses

if TYPE_CHECKING:
    from ..schema.course import Background
    from ..schema.sections import Assumptions
    from ..schema.theatre import Damage

KINDS = {kind.name.lower(): int(kind) for kind in w.Kind}
CLASSES = {kind.name.lower(): int(kind) for kind in w.WeaponClass}
#: Damage of a rung that uses no force: launched, killed a hit, dispersion, share on target.
HARMLESS = (0, 0.0, 1.0, 0.0)


def constants_table(scenario: Assumptions) -> w.Table:
    """The behavioural constants as one record."""
    return np.array([constant_values(scenario.constants)], dtype=w.constants_record())


def rungs_table(scenario: Assumptions) -> w.Table:
    """One row a rung."""
    return np.array(rung_rows(scenario), dtype=w.RUNG)


def rung_rows(scenario: Assumptions) -> list[tuple[float, ...]]:
    """Severity, damage, steadiness and nuclear shadow of every rung; only rungs of force do damage."""
    c = scenario.constants
    severity = severities(c.ladder_growth)
    given_damage: dict[str, Damage] = {**scenario.ladder}
    rows = []
    for rung, name in enumerate(RUNG_IDS):
        shadow = nuclear.shadow(severity, rung, c.nuclear_weight, c.nuclear_steepness)
        given = given_damage.get(name)
        damage = (given.launched, given.killed_mean, given.killed_dispersion, given.on_target) if given else HARMLESS
        rows.append((severity[rung], *damage, ladder.steadiness(rung, c.instability), shadow))
    return rows


def is_on(war: Background, date: datetime.date) -> bool:
    """Whether a background war goes on on a date."""
    return war.starts <= date and (war.ends is None or date <= war.ends)


def resting_pressure(scenario: Assumptions, actor: str, date: datetime.date) -> float:
    """Level that an actor's pressure returns to, with what the wars of that day feed."""
    baseline = scenario.actors[actor].pressure.baseline
    drip = sum(
        truce.drip_under(war.drip.get(actor, 0.0), pauses(scenario, name, date))
        for name, war in scenario.background.items()
        if is_on(war, date)
    )
    return pressure.resting_pressure(baseline, drip, scenario.constants.pressure_half_life)


def actors_table(scenario: Assumptions, date: datetime.date) -> w.Table:
    """One row an actor, with the resting pressure of ``date``."""
    number = {name: k for k, name in enumerate(scenario.actors)}
    land = {name: k for k, name in enumerate(scenario.territories)}
    table = np.zeros(len(number), dtype=w.ACTOR)
    for name, k in number.items():
        actor = scenario.actors[name]
        first_death = actor.pressure.first_death
        own = [*actor.doctrine.values().values(), 0.0, 0.0, 0.0, 0.0][:4]
        table[k] = (
            key_of(f"actor:{scenario.key(name)}"),
            KINDS[actor.kind],
            number[actor.patron] if actor.patron else w.NONE,
            number[actor.follows] if actor.follows else w.NONE,
            actor.joins,
            land[actor.home] if actor.home else w.NONE,
            int(actor.nuclear),
            actor.claims,
            actor.control,
            resting_pressure(scenario, name, date),
            actor.pressure.audience,
            actor.restraint.tolerance,
            actor.readiness,
            scenario.constants.first_death_harm if first_death is None else first_death,
            actor.restraint.credibility,
            actor.misreading,
            DOCTRINES[actor.doctrine.rule].code,
            *own,
        )
    return table


def exposed_forces(scenario: Assumptions) -> dict[tuple[str, str], float]:
    """Fear that exposed forces add: (their state, patron of the militias on the same soil) -> sum over forces."""
    forces = [(force.of, force.territory, force.hostage) for force in scenario.forces.values()]
    groups = [(a.patron, a.sits_in) for a in scenario.actors.values() if a.kind in NON_STATE and a.patron is not None]
    return restraint.hostage_fear(forces, groups)


def face_to_face(scenario: Assumptions) -> set[tuple[str, str]]:
    """The pairs, both ways round, whose forces stand on the same ground or water that is nobody's."""
    standing: dict[str, list[str]] = {land: [] for land, entry in scenario.territories.items() if entry.host is None}
    for force in scenario.forces.values():
        if force.territory in standing:
            standing[force.territory].append(force.of)
    return {pair for owners in standing.values() for pair in permutations(dict.fromkeys(owners), 2)}


def sides_at_war(scenario: Assumptions, date: datetime.date) -> set[tuple[str, str]]:
    """The pairs, both ways round, that are sides of a background war on a date."""
    going_on = (war for war in scenario.background.values() if is_on(war, date))
    return {pair for war in going_on for pair in permutations(war.sides, 2)}


def dyads_table(scenario: Assumptions, date: datetime.date) -> w.Table:
    """One row a directed pair, row i * n + j for what i feels toward j on ``date``; the diagonal is empty."""
    names = list(scenario.actors)
    hostages = exposed_forces(scenario)
    table = np.zeros(len(names) ** 2, dtype=w.DYAD)
    wars = sides_at_war(scenario, date)
    table[:] = _tie_row(scenario, "", "", 0.0, False)
    patrons = {(actor.patron, name) for name, actor in scenario.actors.items() if actor.patron is not None}
    known = {(i, j) for i, ties in scenario.ties.items() for j in ties} | set(hostages) | patrons
    number = {name: k for k, name in enumerate(names)}
    for i, j in known:
        table[number[i] * len(names) + number[j]] = _tie_row(
            scenario, i, j, hostages.get((i, j), 0.0), (i, j) in patrons
        )
    for campaign in campaigns_at_rest(scenario, date):
        by, against = number[campaign.by], number[campaign.against]
        table["truce"][[by * len(names) + against, against * len(names) + by]] = 1
    for i, j in face_to_face(scenario):
        table["facing"][number[i] * len(names) + number[j]] = 1
    for i, j in wars:
        table["at_war"][number[i] * len(names) + number[j]] = 1
    table[:: len(names) + 1] = 0
    return table


def _tie_row(scenario: Assumptions, i: str, j: str, hostage: float, is_patron: bool) -> tuple[float, ...]:
    tie = scenario.tie(i, j)
    return (
        restraint.fear_with_hostages(tie.fear, hostage),
        tie.inferiority,
        tie.dependence,
        tie.third_state_cost,
        tie.consent,
        tie.underrates,
        solidarity.solidarity(tie.solidarity, is_patron, scenario.constants.patron_solidarity),
        int(tie.rules),
        int(tie.protects),
        int(tie.sanctioned),
        0,
        0,
        0,
        tie.land_claim,
    )


def defences_table(scenario: Assumptions) -> w.Table:
    """One row a defence, in the order of the file."""
    rows = [(d.drone, d.missile, d.ballistic, d.capacity) for d in scenario.defences.values()]
    return np.array(rows, dtype=w.DEFENCE)


def patron_grade(scenario: Assumptions, weapon: str) -> bool:
    """Whether a weapon points to a patron."""
    entry = scenario.weapons[weapon]
    return delegation.points_to_patron(entry.supplier is not None, CLASSES[entry.kind])


def weapons_table(scenario: Assumptions) -> w.Table:
    """One row a weapon, in the order of the file."""
    rows = [
        (CLASSES[weapon.kind], weapon.reliability, weapon.weight, int(patron_grade(scenario, name)), weapon.salvo)
        for name, weapon in scenario.weapons.items()
    ]
    return np.array(rows, dtype=w.WEAPON)
