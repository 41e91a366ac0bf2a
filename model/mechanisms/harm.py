"""Perceived harm: what an act does to those it affects (severity, without dimension)."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ..kernel.compiled import code, compiled, inlined
from ..kernel.draws import mix
from ..kernel.elementary import erf, whole_below
from ..world.access import actor_at, constants_of, dyad_at, misread_at, rung_at, weapon_at, world_of
from ..world.constants import SEVERITY, SHARE, constant
from ..world.ladder import FIRST_HOMELAND, FIRST_KINETIC, FIRST_OVERT, LAST_DRAWN, RUNGS, Rung
from ..world.tables import NONE, Kind
from .affected import ABROAD, ALLY, ELSEWHERE, HOME, HOST, PROTECTOR, STRUCK
from .attribution import confidence, confidence_after_denial, owned_up
from .leeway import chance_to_pass, passing
from .protectors import guarded_harm
from .solidarity import share_felt
from .toll import threshold_harm, toll_harm

CONSTANTS = {
    "warned_harm_discount": constant(0.3, 0.0, 0.8, SHARE, "w_w", "share of harm taken away by a warning given", "Schelling 1966; judgement"),
    "bloodless_discount": constant(0.3, 0.0, 0.8, SHARE, "w_0", "share of the rung's weight taken away when nobody dies"),
    "home_harm": constant(0.10, 0.0, 0.4, SEVERITY, "w_H", "harm added when the act falls on the actor's own soil"),
    "rank_harm": constant(0.15, 0.0, 0.4, SEVERITY, "w_Z", "harm added per grade of a leader killed"),
    "reciprocity_discount": constant(0.5, 0.0, 0.9, SHARE, "w_rec", "share of the rung's weight taken away when the act answers one's own and is no higher"),
    "rules_share": constant(0.1, 0.02, 0.6, SHARE, "c", "share of harm that counts inside an accepted set of rules, such as border fire"),
    "misreading_sd": constant(0.5, 0.0, 1.5, "rungs", "sd_r", "standard deviation of the rung as the struck side reads it", "Jervis 1976; judgement"),
}  # fmt: skip

#: Rung from which the struck side reads the weapon as a message of its own.
READS_WEAPON = 5

_FIRST_HEAVY = code(Rung.HEAVY_ATTACK)
#: The highest rung at which a warning still buys more than at the one below.
_MOST_EASED = code(Rung.LEADER_KILLED)

#: No act is misread by more rungs than the ladder has.
MOST_MISREAD = RUNGS


@inlined
def inside_rules(world, rung, target, executor):
    """Whether an act falls inside rules that its two sides accept, such as border fire; an overt act never does."""
    return rung < FIRST_OVERT and dyad_at(world, target * world_of(world).n_actors + executor).rules != 0


@inlined
def borne_by_rules(world, rung, target, executor):
    """Whether accepted rules take most of the harm off an act: they are kept by harassment, a heavy attack breaks them."""
    return rung < _FIRST_HEAVY and inside_rules(world, rung, target, executor)


@inlined
def share_of_role(world, i, role, author, target, ruled, rank):
    """Share c of the harm of an act by ``author`` that counts for actor i in its role.

    ``ruled``: whether inside rules; ``rank``: grade of a leader struck.
    """
    c = constants_of(world)
    share = c.rules_share if ruled else 1.0
    if role == HOST:
        return share * (1.0 - dyad_at(world, i * world_of(world).n_actors + author).consent)
    return share * share_felt(world, i, target, author, rank) if role == ALLY else share


@inlined
def own_losses(role, abroad, killed, civilians, wounded):
    """(killed, wounded) on the side of whoever suffers in this role, in persons.

    A host feels the civilians among the dead, the target the rest if it was struck ``abroad``, else all.
    """
    if role == HOST:
        return civilians, 0
    return (killed - civilians if abroad else killed), wounded


@inlined
def reciprocal_severity(world, severity, read, answered):
    """What is left of an act's severity when it answers one's own act, at rung ``answered``, and is no higher.

    An equal answer is part of the game; the dead and the wounded are not, and count in full (Gartner 2008).
    """
    return severity * (1.0 - constants_of(world).reciprocity_discount) if read <= answered else severity


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
    return 0.5 * erf((rungs + 0.5) / (sd * math.sqrt(2.0)))


@inlined
def rungs_misread(world, u):
    """Rounded normal error of reading, in rungs, for a uniform number u, looked up."""
    off = abs(u - 0.5)
    rungs = 0
    while rungs < MOST_MISREAD and off >= misread_at(world, rungs).value:
        rungs += 1
    return rungs if u > 0.5 else -rungs


@compiled
def highest_reading(world, rung, bias):
    """The highest rung as which an act at ``rung`` is ever read: no uniform number lies half a unit from one half."""
    most = rung + whole_below(bias + 0.5)
    for k in range(MOST_MISREAD):
        most += misread_at(world, k).value < 0.5
    return int(min(max(most, FIRST_KINETIC), LAST_DRAWN))


@inlined
def rung_read(world, rung, bias, u):
    """The rung as the struck side reads it: r + bias + rounded normal error, kept among the kinetic rungs.

    Source: Jervis 1976. ``bias`` in rungs, ``u`` a uniform number.
    """
    read = rung + whole_below(bias + 0.5) + rungs_misread(world, u)
    return int(min(max(read, FIRST_KINETIC), LAST_DRAWN))


@inlined
def warning_discount(world, severity):
    """What a warning takes off a severity, or off the fear of the reply: of a great strike no more than of rung 8."""
    return constants_of(world).warned_harm_discount * min(severity, rung_at(world, _MOST_EASED).severity)


@inlined
def raw_harm(world, severity, weapon, warned, killed, wounded, first_death, home, rank):
    """Harm before confidence, audience and tolerance.

    m_w s_r (1 - w_w W)(1 - w_0 [F=0]) + w_1 [F>=1] + w_J [F=0, J>=1] + w_F ln(1 + F + .1 J)/ln 101 + w_H Home
    + w_Z Rank, with the severity of the rung as read, ``weapon`` m_w, ``killed`` F and ``wounded`` J on the own side in
    persons, ``home`` 0 or 1, ``rank`` grades of leaders killed. First deaths are a threshold (Gartner 2008).
    """
    c = constants_of(world)
    harm = weapon * severity
    if warned:
        harm -= weapon * warning_discount(world, severity)
    if killed == 0:
        harm *= 1.0 - c.bloodless_discount
    harm += threshold_harm(world, killed, wounded, first_death)
    harm += toll_harm(world, killed, wounded)
    return harm + c.home_harm * home + c.rank_harm * rank


@inlined
def perceived_harm(alpha, audience, share, harm):
    """Harm as perceived, before tolerance: alpha eta c harm, by confidence, audience and share of the role."""
    return alpha * audience * share * harm


_STATE = code(Kind.STATE)


class Impact(NamedTuple):
    """What an act is to an actor that it affects.

    ``harm`` as perceived, before tolerance, and the ``loss`` in it: all but the outrage at there being dead (severity);
    ``ruled``: whether inside accepted rules; ``read``: the rung as read; ``home``: where it was struck (`affected.py`);
    ``killed`` on the own side (persons).
    """

    harm: float
    loss: float
    ruled: bool
    read: int
    home: int
    killed: int


@inlined
def where_struck(i, role, host, rung):
    """Where actor i was struck by an act at a rung on the soil of ``host``, in its role.

    On ground that is nobody's the rung says it: from rung 9 on the homeland is struck, wherever a frontier runs.
    """
    if host == i or (host == NONE and role == STRUCK and rung >= FIRST_HOMELAND):
        return HOME
    return ABROAD if role == STRUCK else ELSEWHERE


@inlined
def perception_identity(act, actor_key):
    """Identity of an act as one of those it affects perceives it."""
    return mix(act, actor_key)


@inlined
def impact(world, act, i, role, host, answered, reading, denial):
    """What a logged act is to actor i in its role.

    ``host``: whose soil it was, or NONE; ``answered``: rung of an act of i that it answers, or NONE; ``reading`` and
    ``denial`` are uniform numbers. However light a strike on its homeland seems to an actor, it answers one on its
    homeland.
    """
    actor, author = actor_at(world, i), actor_at(world, act.executor)
    rung, target, executor = np.int64(act.rung), np.int64(act.target), np.int64(act.executor)
    read = rung_read(world, rung, actor.bias, reading)
    abroad = host != NONE and host != target
    killed, wounded = own_losses(
        role, abroad, np.int64(act.killed), np.int64(act.killed_civilians), np.int64(act.wounded)
    )
    home = int(where_struck(i, role, host, rung))
    weapon = weapon_read(rung, weapon_at(world, act.weapon).weight if act.weapon != NONE else 1.0)
    rank = 0 if role == HOST else np.int64(act.rank)
    severity, warned = rung_at(world, read).severity, np.int64(act.warned)
    if answered != NONE:
        severity = reciprocal_severity(world, severity, read, answered)
    raw = raw_harm(world, severity, weapon, warned, killed, wounded, actor.first_death, home == HOME, rank)
    alpha = confidence(world, act.rung, author.kind == _STATE, author.claims, owned_up(act))
    if role == STRUCK:
        alpha = confidence_after_denial(world, alpha, killed, denial)
    ruled = borne_by_rules(world, rung, target, executor)
    share = share_of_role(world, i, role, np.int64(act.actor), target, ruled, np.int64(act.rank))
    outrage = threshold_harm(world, killed, wounded, actor.first_death)
    if role == PROTECTOR:
        raw, outrage = guarded_harm(world, killed, wounded), 0.0
    harm = perceived_harm(alpha, actor.audience, share, raw)
    loss = perceived_harm(alpha, actor.audience, share, raw - outrage)
    if home == HOME and rung >= FIRST_HOMELAND:
        read = max(read, FIRST_HOMELAND)
    return Impact(harm, loss, ruled, read, home, killed)


@inlined
def adds_up(role, ruled):
    """Whether harm that is borne for now adds up: but inside accepted rules, for that is what they are for."""
    return role == PROTECTOR or not ruled


@inlined
def is_held(ruled):
    """Whether harm that counts is held against its author: not inside accepted rules, where squads settle it.

    What they may answer at once is no grievance of the leadership, and no account of it is kept from day to day.
    """
    return not ruled


@inlined
def chance_to_count(world, i, role, harm):
    """Chance that a perceived harm counts by itself for actor i: what it bears gives way; a protector adds all up."""
    return 0.0 if role == PROTECTOR else chance_to_pass(world, harm, actor_at(world, i).tolerance)


@inlined
def above_tolerance(world, i, harm):
    """What actor i feels of a harm that counts by itself: by how much it exceeds its tolerance."""
    return passing(world, harm, actor_at(world, i).tolerance)
