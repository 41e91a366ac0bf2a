"""An option's utility taken apart: what spoke for it and what against it, each with its name.

The rules themselves work the numbers out (`model/mechanisms`); the sum of the parts is checked against the value
that the decision was made by, and whatever is missing is shown as a part of its own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ...model.mechanisms.choice import _FLOOR as FORCE_FLOOR
from ...model.mechanisms.choice import (
    OFF_AIM,
    Damping,
    RowTerms,
    Situation,
    Stakes,
    proportion_cost,
    row_terms,
    wait_utility,
)
from ...model.mechanisms.harm import weapon_read
from ...model.mechanisms.pressure import relief_share
from ...model.mechanisms.restraint import exposure_to_reply, fear_cost, inferiority_cost
from ...model.world.ladder import FIRST_OVERT
from ...model.world.tables import NONE, Credit, Kind

if TYPE_CHECKING:
    from ...agents.actor import Actor
    from ...agents.decider import Way

#: Parts smaller than this are not there.
NEGLIGIBLE = 1e-9
#: The parts in words; ``{account}`` and ``{host}`` are whom they are about.
WORDS: dict[str, str] = {
    "pressure": "pressure at home that it relieves",
    "account": "the account with {account} that it settles",
    "standing": "standing up for its own soil",
    "kind": "answering in kind",
    "waiting": "what waiting under a public vow costs",
    "package": "going out together with another strike",
    "proportion": "being out of proportion to the account",
    "fear": "fear of the reply",
    "inferiority": "being the weaker side",
    "nuclear": "the nuclear shadow",
    "warning": "the cost of a warning",
    "dependence": "dependence on {account}",
    "host": "dependence on {host}",
    "third": "striking on the soil of {host}, a third state",
    "exchanges": "an exchange already completed",
    "mediation": "a mediator at work",
    "closing": "closing words heard",
    "concession": "a concession received",
    "restraint": "restraint that any use of force must overcome",
    "aim": "lying off the rung that the doctrine aims at",
    "rest": "other parts of the rules",
}


class Term(NamedTuple):
    """A part of a decision: its name in `WORDS`, and how much it speaks for (positive) or against the act (utility)."""

    name: str
    value: float


class Parts(NamedTuple):
    """A way taken apart: its terms, strongest first, their sum, and the share of full relief that it gives."""

    terms: tuple[Term, ...]
    utility: float
    share: float


def of_way(actor: Actor, way: Way, situation: Situation) -> Parts:
    """The terms of one option, rung and weapon as ``actor`` sees it just now.

    The values of the menu must stand on the ground's lists, as they do after `Decider.value_of`.
    """
    ground = actor.ground
    handle, option = ground.handle, ground.options[way.option]
    stakes, damping = actor.stakes(situation), actor.damping_on(way.option)
    lens = stakes.lens
    row = row_terms(handle, way.option, stakes, damping)
    force = weapon_read(way.rung, ground.variants[way.variant].weight) * ground.rungs[way.rung].severity
    share = relief_share(row.credit, row.per_force, force)
    value = float(ground.of_variants.numbers[way.variant]) / lens.precision
    if lens.aim >= 0.0:
        found = {"aim": -OFF_AIM * abs(way.rung - lens.aim)}
        value = float(ground.of_variants.numbers[way.variant])
    else:
        found = _worth(actor, way, situation, share * lens.relief) | _costs(actor, way, stakes, row, force)
        if way.rung >= FIRST_OVERT:
            found["standing"] = row.standing_up
        found |= _standing(actor, option, damping)
    found["rest"] = value - sum(found.values())
    return Parts(_strongest(found), value, float(share))


def of_waiting(actor: Actor, situation: Situation, packed: bool) -> tuple[Term, ...]:
    """What bears on acting at all, whatever the way: the general restraint, vows, concessions, packages."""
    constants = actor.ground.constants
    package = constants.package_relief if packed else 0.0
    found = {
        "restraint": -constants.restraint_base,
        "waiting": -wait_utility(actor.ground.handle, situation.waited),
        "package": package,
        "concession": -(situation.eased + package),
    }
    return _strongest(found)


def _strongest(found: dict[str, float]) -> tuple[Term, ...]:
    there = [Term(name, float(value)) for name, value in found.items() if abs(value) > NEGLIGIBLE]
    return tuple(sorted(there, key=lambda term: -abs(term.value)))


def _worth(actor: Actor, way: Way, situation: Situation, share: float) -> dict[str, float]:
    """What relief is worth, and the pull of answering in kind."""
    constants = actor.ground.constants
    held = min(constants.account_weight_cap, situation.account / constants.account_reference)
    return {
        "pressure": constants.pressure_weight * situation.pressure * share,
        "account": constants.account_weight * held * share,
        "kind": constants.same_rung_weight if way.rung == situation.read else 0.0,
    }


def _costs(actor: Actor, way: Way, stakes: Stakes, row: RowTerms, force: float) -> dict[str, float]:
    """What depends on the weapon and the rung: proportion, fear, inferiority, the nuclear shadow, the warning."""
    ground = actor.ground
    handle, step, arm = ground.handle, ground.rungs[way.rung], ground.variants[way.variant]
    proxy = ground.options[way.option].credit == Credit.PROXY
    blame = exposure_to_reply(handle, way.rung, proxy, actor.facts.kind == Kind.STATE, arm.patron_grade)
    out_of_proportion = proportion_cost(handle, math.log(force + FORCE_FLOOR), stakes.called_for)
    return {
        "proportion": -out_of_proportion,
        "fear": -fear_cost(handle, row.fear, blame, force, step.steady, arm.warned),
        "inferiority": -inferiority_cost(handle, row.inferiority, force),
        "nuclear": -step.nuclear if row.nuclear else 0.0,
        "warning": -ground.constants.warning_cost if arm.warned else 0.0,
    }


def _standing(actor: Actor, option: Any, damping: Damping) -> dict[str, float]:
    """What does not depend on the weapon."""
    ground, constants = actor.ground, actor.ground.constants
    host = ground.host(option.location)
    whom, dependence, cost = "dependence", ground.dyad(actor.number, option.account).dependence, 0.0
    if host not in (NONE, actor.number):
        there = ground.dyad(actor.number, host)
        if there.dependence > dependence:
            whom, dependence = "host", there.dependence
        if option.third:
            cost = there.third_state_cost * (1.0 - ground.dyad(host, actor.number).consent)
    return {
        whom: -constants.dependence_weight * dependence,
        "third": -constants.third_state_weight * cost,
        "exchanges": -constants.exchange_weight * damping.exchanges,
        "mediation": -constants.mediation_weight * damping.mediated,
        "closing": -constants.closing_weight * damping.closing,
    }
