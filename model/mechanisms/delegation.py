"""Delegation: patrons and militias, blame and orders (Salehyan 2010; Byman and Kreps 2010)."""

from __future__ import annotations

from ..kernel.compiled import code, compiled, inlined
from ..kernel.elementary import exp
from ..world.access import actor_at, constants_of, weapon_at
from ..world.constants import SHARE, constant
from ..world.tables import NONE, Coupling, WeaponClass

CONSTANTS = {
    "patron_blame": constant(0.5, 0.2, 0.8, SHARE, "blame_0", "share of blame for a militia's act that reaches its patron", "Byman and Kreps 2010; judgement"),
    "missile_blame": constant(0.15, 0.0, 0.3, SHARE, "", "blame added by missiles only a patron supplies, and taken off where the militia claims the act"),
    "patron_pull": constant(1.0, 0.0, 2.0, "log rate", "a_o", "how much the patron's pressure raises its militias' rate"),
    "patron_reference": constant(0.4, 0.2, 0.6, "pressure", "", "patron's pressure at which a militia keeps its own rate"),
    "grievance_pull": constant(0.5, 0.0, 1.5, "log rate", "a_h", "how much a militia's own account raises its rate"),
}  # fmt: skip

_PATRON = code(Coupling.PATRON)

#: More than rounding can add to a rate.
_ROUNDING = 1e-12


@compiled
def blame_on_patron(world, patron_grade, claimed):
    """Share B of a militia's act that its patron is charged with, in [0, 1]; the arguments are 0 or 1."""
    c = constants_of(world)
    share = c.patron_blame + c.missile_blame * patron_grade - c.missile_blame * claimed
    return min(max(share, 0.0), 1.0)


@inlined
def attack_rate(world, rate, patron_pressure, account, rests):
    """Attacks a day: lambda_0 exp(a_o (P_patron - ref) + a_h min(1, G)), none where it ``rests``."""
    if rests:
        return 0.0
    c = constants_of(world)
    pull = c.patron_pull * (patron_pressure - c.patron_reference) + c.grievance_pull * min(1.0, account)
    return rate * exp(pull)


@inlined
def highest_rate(world, coupled, rate):
    """More attacks a day than a campaign ever makes, whatever the pressure, in [0, 1], and the account that it follows."""
    c = constants_of(world)
    by_patron = c.patron_pull * max(1.0 - c.patron_reference, 0.0) if is_led(coupled) else 0.0
    return rate * exp(by_patron + c.grievance_pull) + _ROUNDING


@inlined
def obeys_order(control, u):
    """Whether a militia does as its patron says: with the chance control."""
    return u < control


def points_to_patron(supplied: bool, kind: int) -> bool:
    """Whether a weapon points to a patron: a missile that somebody supplies (rockets and drones are made in sheds)."""
    return supplied and kind in (WeaponClass.CRUISE_MISSILE, WeaponClass.BALLISTIC_MISSILE)


@inlined
def is_led(coupled):
    """Whether a campaign follows a patron, who may rein it in, and not its own account alone."""
    return coupled == _PATRON


@inlined
def usual_pressure(world):
    """Pressure of a patron at which a militia keeps its own rate; it stands for one without a patron."""
    return constants_of(world).patron_reference


@inlined
def charged_patron(world, i, blamed):
    """The patron that actor i also charges for an act of the blamed actor, or NONE: never itself."""
    patron = actor_at(world, blamed).patron
    return patron if patron != i else NONE


@inlined
def blame_of_act(world, act, blamed):
    """Share of a logged act that the patron of whoever is blamed for it is charged with."""
    grade = weapon_at(world, act.weapon).patron_grade if act.weapon != NONE else 0
    return blame_on_patron(world, grade, 1 if act.claimed_by == blamed else 0)
