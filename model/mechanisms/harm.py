"""Felt harm: what an act does to those who suffer it (severity, without dimension)."""

from __future__ import annotations

import math

from ..kernel.compiled import codes, compiled, inlined
from ..world.access import constants_of, dyad_at, fading_at, misread_at, world_of
from ..world.ladder import FIRST_KINETIC, FIRST_OVERT, LAST_DRAWN, RUNGS

#: Rung from which the struck side reads the weapon as a message of its own.
READS_WEAPON = 5

#: No act is misread by more rungs than the ladder has.
MOST_MISREAD = RUNGS

_HUNDRED = math.log(101.0)

#: In what capacity an actor suffers an act.
STRUCK, HOST, PATRON, PROTECTOR = codes(4)


@inlined
def inside_rules(world, rung, target, executor):
    """Whether an act falls inside rules that its two sides accept, such as border fire; an overt act never does."""
    return rung < FIRST_OVERT and dyad_at(world, target * world_of(world).n_actors + executor).rules != 0


@inlined
def share_of_role(world, i, role, author, ruled):
    """Share c of the harm of an act by ``author`` that counts for actor i in its role; ``ruled``: inside rules."""
    c = constants_of(world)
    share = c.rules_share if ruled else 1.0
    if role == HOST:
        return share * (1.0 - dyad_at(world, i * world_of(world).n_actors + author).consent)
    if role == PATRON:
        return share * c.patron_harm_share
    if role == PROTECTOR:
        return share * c.bystander_harm_share
    return share


@inlined
def own_losses(role, abroad, killed, civilians, wounded):
    """(killed, wounded) on the side of whoever suffers in this role, in persons.

    A host feels the civilians among the dead, the target the rest if it was struck ``abroad``, else all.
    """
    if role == HOST:
        return civilians, 0
    return (killed - civilians if abroad else killed), wounded


@inlined
def reciprocal_share(world, share, read, answered):
    """Share of harm left when the act answers one's own act, at rung ``answered``, and is no higher."""
    return share * (1.0 - constants_of(world).reciprocity_discount) if read <= answered else share


@inlined
def out_of_patience(world, total, tolerance):
    """(harm that counts, sum that stays): nothing counts until the leaky sum is full, then all above tolerance."""
    if total < constants_of(world).harassment_threshold:
        return 0.0, total
    return max(0.0, total - tolerance), 0.0


@inlined
def weapon_read(rung, weight):
    """Perceived weight of the weapon: ``weight`` from rung 5 on (a missile says more than a rocket), else 1."""
    return weight if rung >= READS_WEAPON else 1.0


@compiled
def misread_within(sd, rungs):
    """Chance that a normal error with deviation ``sd`` rounds to at most so many rungs upward, less one half.

    So far from one half a uniform number may lie to stand for an error of at most so many rungs, either way.
    """
    if sd <= 0.0:
        return 1.0
    return 0.5 * math.erf((rungs + 0.5) / (sd * math.sqrt(2.0)))


@inlined
def rungs_misread(world, u):
    """Rounded normal error of reading, in rungs, for a uniform number u, looked up.

    All bounds are compared with, whatever comes out: to guess where to stop costs more than the comparisons.
    """
    off = abs(u - 0.5)
    rungs = 0
    for k in range(MOST_MISREAD):
        rungs += off >= misread_at(world, k).value
    return rungs if u > 0.5 else -rungs


@compiled
def highest_reading(world, rung, bias):
    """The highest rung as which an act at ``rung`` is ever read: no uniform number lies half a unit from one half."""
    most = rung + math.floor(bias + 0.5)
    for k in range(MOST_MISREAD):
        most += misread_at(world, k).value < 0.5
    return int(min(max(most, FIRST_KINETIC), LAST_DRAWN))


@inlined
def rung_read(world, rung, bias, u):
    """The rung as the struck side reads it: r + bias + rounded normal error, kept among the kinetic rungs.

    Source: Jervis 1976. ``bias`` in rungs, ``u`` a uniform number.
    """
    read = rung + math.floor(bias + 0.5) + rungs_misread(world, u)
    return int(min(max(read, FIRST_KINETIC), LAST_DRAWN))


@inlined
def injury(world, severity, weapon, warned, killed, wounded, first_death, home, rank):
    """Harm before confidence, audience and tolerance.

    m_w s_r (1 - w_w W)(1 - w_0 [F=0]) + w_1 [F>=1] + w_J [F=0, J>=1] + w_F ln(1 + F + .1 J)/ln 101 + w_H Home
    + w_Z Rank, with the severity of the rung as read, ``weapon`` m_w, ``killed`` F and ``wounded`` J on the own side in
    persons, ``home`` 0 or 1, ``rank`` grades of leaders killed. First deaths are a threshold (Gartner 2008).
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


@inlined
def felt(alpha, audience, share, harm, tolerance):
    """Felt harm H = max(0, alpha eta c harm - tol): confidence, audience, share of the role, tolerance."""
    return max(0.0, alpha * audience * share * harm - tolerance)


@inlined
def patience(world, sum_before, days, harm):
    """Leaky sum of harm below tolerance: what is left after ``days`` plus the new harm (severity)."""
    return sum_before * fading_at(world, days).patience + harm
