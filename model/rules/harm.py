"""Felt harm: what an act does to those who suffer it (severity, without dimension)."""

from __future__ import annotations

import math

from ..compiled import compiled
from ..facts import constants_of
from ..ladder import FIRST_KINETIC, LAST_DRAWN

#: Rung from which the struck side reads the weapon as a message of its own.
READS_WEAPON = 5

_HUNDRED = math.log(101.0)


@compiled
def weapon_read(rung, weight):
    """Perceived weight of the weapon: ``weight`` from rung 5 on (a ballistic missile says more than a rocket), else 1."""
    return weight if rung >= READS_WEAPON else 1.0


@compiled
def rung_read(world, rung, bias, z):
    """The rung as the struck side reads it: r + bias + rounded normal error, kept among the kinetic rungs (Jervis 1976).

    ``bias`` in rungs, ``z`` a standard normal number.
    """
    read = rung + math.floor(bias + 0.5) + math.floor(constants_of(world).misreading_sd * z + 0.5)
    return int(min(max(read, FIRST_KINETIC), LAST_DRAWN))


@compiled
def injury(world, severity, weapon, warned, killed, wounded, first_death, home, rank):
    """Harm before confidence, audience and tolerance.

    m_w s_r (1 - w_w W)(1 - w_0 [F=0]) + w_1 [F>=1] + w_J [F=0, J>=1] + w_F ln(1 + F + .1 J)/ln 101 + w_H Home + w_Z Rank,
    with the severity of the rung as read, ``weapon`` m_w, ``killed`` F and ``wounded`` J on the own side in persons,
    ``home`` 0 or 1, ``rank`` grades of leaders killed. First deaths are a threshold (Gartner 2008).
    """
    c = constants_of(world)
    harm = weapon * severity
    if warned:
        harm *= 1.0 - c.warned_harm_discount
    if killed == 0:
        harm *= 1.0 - c.bloodless_discount
        if wounded > 0:
            harm += c.wounded_harm
    else:
        harm += first_death
    if killed + wounded > 0:
        harm += c.deaths_harm * math.log(1.0 + killed + 0.1 * wounded) / _HUNDRED
    return harm + c.home_harm * home + c.rank_harm * rank


@compiled
def felt(alpha, audience, share, harm, tolerance):
    """Felt harm H = max(0, alpha eta c harm - tol): confidence, audience, share of the role, tolerance."""
    return max(0.0, alpha * audience * share * harm - tolerance)


@compiled
def patience(world, sum_before, days, harm):
    """Leaky sum of harm below tolerance: what is left after ``days`` plus the new harm (severity)."""
    return sum_before * math.exp(-math.log(2.0) * days / constants_of(world).harassment_half_life) + harm
