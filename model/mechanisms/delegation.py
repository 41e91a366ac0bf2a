"""Delegation: patrons and militias, blame, orders and vetoes (Salehyan 2010; Byman and Kreps 2010)."""

from __future__ import annotations

import math

from ..kernel.compiled import compiled, inlined
from ..world.access import constants_of

#: Pressure of its own from which a militia is the readier to obey an order.
EAGER = 0.5


@compiled
def blame_on_patron(world, patron_grade, ordered, claimed):
    """Share B of a militia's act that its patron is charged with, in [0, 1]; the arguments are 0 or 1."""
    c = constants_of(world)
    share = c.patron_blame + c.missile_blame * patron_grade + c.ordered_blame * ordered - c.claimed_blame * claimed
    return min(max(share, 0.0), 1.0)


@inlined
def attack_rate(world, rate, patron_pressure, account, vetoed):
    """Attacks a day: lambda_0 exp(a_o (P_patron - ref) + a_h min(1, G)), cut to a remainder under an obeyed veto."""
    c = constants_of(world)
    pull = c.patron_pull * (patron_pressure - c.patron_reference) + c.grievance_pull * min(1.0, account)
    return rate * math.exp(pull) * (c.veto_remainder if vetoed else 1.0)


@compiled
def obeys_order(world, control, own_pressure, u):
    """Whether a militia carries out its patron's order: chance control, more when its own pressure is high."""
    bonus = constants_of(world).order_bonus if own_pressure > EAGER else 0.0
    return u < control + bonus
