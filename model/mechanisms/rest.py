"""Rest: a standing campaign that follows a patron stops at somebody's word, and goes on by somebody's choice.

At its patron's (`veto.py`) or at its own (`weariness.py`). Either asks whether to go on is worth it: what the campaign
relieves, at home and on the account, against what is feared for it. While it rests, its squads hold their fire too, and
its patron orders nothing; only its leadership may break the rest, openly, by an operation. It begins again with a
single attack.
"""

from __future__ import annotations

from ..kernel.compiled import compiled, inlined
from ..world.access import campaign_at, constants_of, dyad_at, reined_at, world_of
from ..world.state import Field
from ..world.tables import NEVER, NONE
from .campaign import is_waged
from .choice import act_chance
from .mediation import draws_eyes
from .parts import TACTICAL, weighs
from .utility import relief_worth

#: Toward whom its campaigns rest, or NONE while they go on; at whose word; since when; the uniform number on which that
#: was chosen, which is kept; whether the first attack after a rest is to come.
ACTOR_STATE = (
    Field("rests_for", "i8", NONE),
    Field("rests_at", "i8", NONE),
    Field("rests_since", "i8", NEVER),
    Field("rests_on", "f8"),
    Field("begins", "i8"),
)


@inlined
def is_at_rest(militia):
    """Whether the campaigns of a militia that follow its patron rest; ``militia``: its state."""
    return militia.rests_for != NONE


@inlined
def rest(militia, j, word, day, u):
    """Rest them toward j from a day on, at the ``word`` of its patron or its own, chosen on the uniform number u."""
    militia.rests_for, militia.rests_at, militia.begins = j, word, 0
    militia.rests_since, militia.rests_on = day, u


@inlined
def may_be_taken_up(militia, day):
    """Whether campaigns at rest may be taken up again, by choice or by force: not on the day on which they were stopped."""
    return is_at_rest(militia) and militia.rests_since < day


@inlined
def is_worth_it_again(militia, chance):
    """Whether the choice to rest no longer holds: the chance to go on has risen over the number that it was made on."""
    return militia.rests_on < chance


@inlined
def go_on(militia, broken):
    """Take them up again; not gently where the rest was ``broken`` by an act of force (0 or 1)."""
    militia.rests_for, militia.rests_at, militia.begins = NONE, NONE, 1 - broken


@inlined
def first_alone(militia, attacks):
    """Attacks of today: the first after a rest comes alone."""
    if militia.begins == 0 or attacks == 0:
        return attacks
    militia.begins = 0
    return 1


@inlined
def concerns(world, j, target):
    """Whether what is done to a target is done to j: it is j, or j protects it."""
    return target == j or (target != NONE and dyad_at(world, j * world_of(world).n_actors + target).protects != 0)


@inlined
def covers(world, militia, target, account):
    """Whether the rest of a militia covers an act or an option: on whom it rests for, or on that account.

    ``militia``: its state.
    """
    return concerns(world, militia.rests_for, target) or concerns(world, militia.rests_for, account)


@compiled
def wages_reined(world, i, day):
    """Whether actor i wages a campaign on a day that follows its patron."""
    for k in range(world_of(world).n_reined):
        campaign = campaign_at(world, reined_at(world, k).value)
        if campaign.by == i and is_waged(campaign.from_day, campaign.to_day, day):
            return True
    return False


@inlined
def keeps_rest(world, militia, i, part, suffered, control, u):
    """Whether actor i, at rest, holds back an answer of its own of a ``part`` to whom it rests for.

    ``militia``: its state. What is delegated rests with the campaign. An operation is its leadership's choice: who
    stopped of its own choice has called off what it was about to do, and breaks the rest over what it ``suffered`` on a
    later day alone; its patron's word is broken with the chance that it does not obey, drawn once for the grievance as
    ``u``.
    """
    if part == TACTICAL and weighs(world, i):
        return True
    return suffered <= militia.rests_since if militia.rests_at == i else u < control


@inlined
def breaks_rest(world, militia, target, account, origin):
    """Whether an act that a militia carries out ends its rest: of force, and on whom it rests for, or on that account."""
    return draws_eyes(origin) and covers(world, militia, target, account)


@compiled
def chance_to_go_on(world, i, j, pressure, account, at_stake):
    """Chance that actor i finds a campaign worth it: what it relieves against what is ``at_stake`` with j, as feared.

    ``at_stake`` in severity.
    """
    cost = constants_of(world).fear_weight * dyad_at(world, i * world_of(world).n_actors + j).fear * at_stake
    return act_chance(world, relief_worth(world, pressure, account, 0.0), cost, 0.0)
