"""Attribution: how sure the struck side is of the author, and when it looks away (Carson 2018)."""

from __future__ import annotations

from ..kernel.compiled import code, compiled, inlined
from ..kernel.draws import Purpose, drawn, drawn_apart, lane
from ..kernel.elementary import whole_below
from ..world.access import actor_at, constants_of, guest_at, location_at, menu_at, world_of
from ..world.constants import DAYS, PERSONS, PROBABILITY, SHARE, constant
from ..world.ladder import FIRST_OVERT
from ..world.tables import NONE, Kind

CONSTANTS = {
    "militia_confidence": constant(0.8, 0.5, 1.0, SHARE, "alpha", "confidence in the author of a militia's deniable act"),
    "deniable_confidence": constant(0.7, 0.4, 1.0, SHARE, "alpha", "confidence in the author of a state's own deniable act"),
    "misattribution_chance": constant(0.05, 0.0, 0.2, PROBABILITY, "", "chance that a deniable act which nobody claims is blamed on the wrong actor", "Carson 2018; judgement"),
    "correction_days": constant(2.0, 1.0, 10.0, DAYS, "", "days until a wrong blame is corrected"),
    "militia_claim_chance": constant(0.8, 0.2, 1.0, PROBABILITY, "", "chance that a militia claims its act"),
    "denial_chance": constant(0.2, 0.0, 0.5, PROBABILITY, "", "chance that a struck actor denies a small doubtful harm", "Carson 2018; judgement"),
    "denial_share": constant(0.3, 0.1, 1.0, SHARE, "", "share of confidence left after a denial"),
    "doubtful_confidence": constant(0.7, 0.4, 1.0, SHARE, "", "confidence up to which the author counts as doubtful", convention=True),
    "denial_dead": constant(2.0, 0.0, 10.0, PERSONS, "", "most dead with which an act can still be denied", convention=True),
}  # fmt: skip

_STATE = code(Kind.STATE)
_CLAIM = lane(Purpose.CLAIM)
_MISATTRIBUTION = code(Purpose.MISATTRIBUTION)
_SCAPEGOAT = code(Purpose.SCAPEGOAT)


@inlined
def confidence(world, rung, by_state, claims, owned):
    """Confidence alpha that the blamed actor did it.

    ``claims``: confidence in the author's overt acts (1 for most, less for a state that does not claim them);
    ``owned``: whether the author says so itself. A state's word leaves no doubt; groups claim under many names.
    """
    c = constants_of(world)
    if rung >= FIRST_OVERT:
        return claims
    if by_state:
        return 1.0 if owned else c.deniable_confidence
    return c.militia_confidence


@inlined
def is_doubtful(world, alpha):
    """Whether evidence is too thin for certainty."""
    return alpha <= constants_of(world).doubtful_confidence


@inlined
def may_deny(world, alpha, killed):
    """Whether a struck actor can deny the harm at all: few dead, and doubtful evidence."""
    return killed <= constants_of(world).denial_dead and is_doubtful(world, alpha)


@inlined
def confidence_after_denial(world, alpha, killed, u):
    """A struck actor that can deny the harm sometimes does; then a share of alpha is left."""
    c = constants_of(world)
    if may_deny(world, alpha, killed) and u < c.denial_chance:
        return alpha * c.denial_share
    return alpha


@inlined
def is_misattributed(world, rung, u):
    """Whether a deniable act is first blamed on somebody else."""
    return rung < FIRST_OVERT and u < constants_of(world).misattribution_chance


@inlined
def claimant(world, executor, rung, hand):
    """Who claims the act in public: a state its overt acts (unless it keeps silent), a militia most of its acts."""
    doer = actor_at(world, executor)
    own = (rung >= FIRST_OVERT) & (doer.claims >= 1.0)
    signed = drawn(hand, _CLAIM) < constants_of(world).militia_claim_chance
    return executor if (own if doer.kind == _STATE else signed) else NONE


@inlined
def owned_up(act):
    """Whether the author of an act says that it is its own."""
    return act.claimed_by == act.executor


@compiled
def could_have(world, k, executor, target):
    """Whether group k, which is there, might be blamed for an act on this target: it has the means, and did not do it."""
    if k in (executor, target):
        return False
    t = k * world_of(world).n_actors + target
    return menu_at(world, t + 1).value > menu_at(world, t).value


@compiled
def blamed_for(world, executor, target, location, rung, hand):
    """Whom the struck side blames: the executor, or now and then, for an armed group's act, another that is there.

    Nobody else is blamed for what its author claims.
    """
    if actor_at(world, executor).kind == _STATE or claimant(world, executor, rung, hand) == executor:
        return executor
    if not is_misattributed(world, rung, drawn_apart(hand, _MISATTRIBUTION)[0]):
        return executor
    place = location_at(world, location)
    count = 0
    for guest in range(place.guest_lo, place.guest_hi):
        count += could_have(world, guest_at(world, guest).value, executor, target)
    chosen = int(drawn_apart(hand, _SCAPEGOAT)[0] * count)
    for guest in range(place.guest_lo, place.guest_hi):
        k = guest_at(world, guest).value
        if could_have(world, k, executor, target):
            if chosen == 0:
                return k
            chosen -= 1
    return executor


@compiled
def correction_delay(world, u):
    """Days until a wrong blame is corrected: at least one, evenly spread around the constant."""
    return 1 + whole_below(u * (2.0 * constants_of(world).correction_days - 1.0))
