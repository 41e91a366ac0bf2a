"""Vetoes: a patron held to account may rein in its militia, which may obey (Salehyan 2010; Byman and Kreps 2010).

While it obeys, its campaigns that follow the patron rest altogether. After the veto's term they rest on until the
militia's leadership meets over its largest account and takes them up again: a campaign ends, and begins, by somebody's choice.
"""

from __future__ import annotations

from ..kernel.compiled import inlined
from ..kernel.draws import mix
from ..world.access import constants_of
from ..world.constants import DAYS, SEVERITY, constant
from ..world.state import Field
from ..world.tables import NEVER

CONSTANTS = {
    "veto_threshold": constant(0.25, 0.05, 0.6, SEVERITY, "", "account held against a patron, weighted by its fear of the holder, from which it reins in its militias", "Salehyan 2010; judgement"),
    "veto_chance": constant(0.3, 0.0, 0.8, "per day", "", "chance a day that a patron held to account considers a veto"),
    "veto_days": constant(20.0, 5.0, 60.0, DAYS, "", "days a veto, or its refusal, stands"),
}  # fmt: skip

ACTOR_STATE = (Field("veto_until", "i8", NEVER), Field("veto_obeyed", "i8"))


@inlined
def evening_identity(militia_key, day):
    """Identity of an evening on which a patron may consider a veto; days are drawn ahead under the militia's key."""
    return mix(militia_key, day)


@inlined
def is_considered(world, u):
    """Whether a patron considers a veto this evening."""
    return u < constants_of(world).veto_chance


@inlined
def holds_to_account(world, fear, account):
    """Whether an actor whom the patron fears so much holds enough against it: fear times account above a threshold."""
    return account > 0.0 and fear * account >= constants_of(world).veto_threshold


@inlined
def stands(militia, day):
    """Whether a veto, or its refusal, stands today; ``militia``: its state."""
    return militia.veto_until >= day


@inlined
def impose(world, militia, control, day, u):
    """Impose a veto: obeyed with the chance control; refused once, it stays refused for the term."""
    militia.veto_until = day + int(constants_of(world).veto_days)
    militia.veto_obeyed = 1 if u < control else 0


@inlined
def is_at_rest(militia):
    """Whether the campaigns of a militia that follow its patron rest, since it obeyed a veto."""
    return militia.veto_obeyed == 1


@inlined
def may_go_on(militia, day):
    """Whether it is free to take them up again: the veto that it obeyed is over."""
    return militia.veto_obeyed == 1 and militia.veto_until < day


@inlined
def go_on(militia):
    """Take up the campaigns again."""
    militia.veto_obeyed = 0
