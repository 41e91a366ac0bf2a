"""Why an act was chosen: its run lived once more up to the decision, and the terms of the choice written down."""

from __future__ import annotations

import numpy as np

from ...agents.doctrines.choose import chance_to_act, lens_of
from ..kernel.compiled import code, link_only
from ..kernel.draws import Purpose
from ..kernel.memory import NUMBER, layout, member, number_at, whole
from ..kernel.native import entry
from ..mechanisms.choice import CLOSED, Waiting, act_terms
from ..mechanisms.damping import under_blood
from ..mechanisms.pressing import threshold_left
from ..mechanisms.reasons import REASONS, note_reasons
from ..mechanisms.utility import stakes_of
from ..world.access import world_of
from ..world.tables import NONE
from .act_log import chance
from .day import decide_all, live, live_until
from .decide import damping_on, situation_of, threshold_of, worth_of
from .ensemble import days_at, settle_stocks
from .state import begin, choice_at, damping_toward, occasion_at, state_of, tie_at

#: What is asked: the act by its ``identity`` and ``day``, in a run under a ``seed`` (its bits). The ``terms`` found are
#: numbers in the order of `EXPLAINED`.
QUESTION = layout(("days", "terms"), ("seed", "run", "identity", "day"))
question_of = whole(QUESTION)
term_at = member(QUESTION, "terms", NUMBER)

#: The terms of the way, what bears on acting at all, the chance of force and the number that it was held against.
EXPLAINED = (*REASONS, *Waiting._fields, "chance", "draw")
_WAITING, _OF_WAITING = len(REASONS), len(Waiting._fields)
_CHANCE, _DRAW = EXPLAINED.index("chance"), EXPLAINED.index("draw")
_ACT = code(Purpose.ACT)
#: A threshold on which the whole menu is always weighed.
_LOWEST = -1.0


@entry
def explain(state, question):
    """Find the terms of the choice behind an act; returns 1, or 0 where no actor chose it."""
    of = question_of(question)
    begin(days_at(of.days, 0).world, state, of.seed, of.run)
    for k in range(of.n_days):
        now = days_at(of.days, k)
        if k > 0:
            settle_stocks(days_at(of.days, k - 1).world, state, now.first)
        if of.day < now.end:
            live_until(now.world, state, now.first, now.end, of.day)
            return find(now.world, state, question)
        live(now.world, state, now.first, now.end)
    return 0


@link_only
def find(world, state, question):
    """Decide all that is due, and write down the choice that became the act, if one did."""
    act = np.uint64(question_of(question).identity)
    for k in range(decide_all(world, state)):
        choice = choice_at(state, k)
        if choice.row != NONE and choice.identity == act:
            write_down(world, state, choice, question)
            return 1
    return 0


@link_only
def write_down(world, state, choice, question):
    """Weigh the choice once more on the state as it stands, and note its terms."""
    i, j, entry = choice.actor, choice.account, occasion_at(state, choice.occasion)
    situation = situation_of(world, state, i, j, entry.harm, entry.read, entry.home, entry.front)
    stakes = stakes_of(world, situation, lens_of(world, i, situation))
    value = worth_of(world, state, i, j, entry.part, situation, entry.cause, _LOWEST)
    toward_holder = under_blood(world, damping_toward(world, state, i, j), situation.harm)
    damping = damping_on(world, state, i, choice.row, toward_holder)
    worth = number_at(state_of(state).of_variants, choice.variant).value if value != CLOSED else 0.0
    terms = question_of(question).terms
    note_reasons(world, i, choice.row, choice.variant, situation, stakes, damping, worth, terms)
    waiting = act_terms(world, entry.front, situation.eased)
    for k in range(_OF_WAITING):
        term_at(question, _WAITING + k).value = waiting[k]
    tie = tie_at(state, i * world_of(world).n_actors + j)
    u = threshold_left(tie, entry.part, chance(state, threshold_of(world, state, i, j, entry.cause), _ACT))
    term_at(question, _CHANCE).value, term_at(question, _DRAW).value = chance_to_act(world, i, situation, value), u
