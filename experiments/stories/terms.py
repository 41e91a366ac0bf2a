"""An option's utility taken apart: what spoke for it and what against it, each with its name.

The rules that the decision itself sums give the terms (`model/mechanisms/utility.py`), and each mechanism the words for
its own. The sum is checked against the value that the decision was made by; what is missing is shown as a term.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...model.mechanisms.choice import act_terms
from ...model.mechanisms.damping import damping_terms
from ...model.mechanisms.registry import TERMS
from ...model.mechanisms.restraint import fixed_terms
from ...model.mechanisms.utility import (
    RowTerms,
    Situation,
    Stakes,
    dependence_in,
    off_aim,
    relief_of,
    relief_terms,
    row_terms,
    terms_of,
)

if TYPE_CHECKING:
    from ...agents.actor import Actor
    from ...agents.decider import Way

#: Parts smaller than this are not there.
NEGLIGIBLE = 1e-9
#: The terms in words; ``{account}`` and ``{host}`` are whom they are about.
WORDS: dict[str, str] = {**TERMS, "rest": "other parts of the rules"}
#: Terms of a variant that speak for it, and those that are sums of terms of their own.
SPEAK_FOR = {"kind", "standing"}
SUMS = {"relief", "fixed"}


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
    world, stakes = actor.ground.handle, actor.stakes(situation)
    value, share = (
        float(actor.ground.of_variants.numbers[way.variant]),
        relief_of(world, way.option, way.variant, stakes),
    )
    if stakes.lens.aim >= 0.0:
        found = {"aim": off_aim(world, way.variant, stakes.lens.aim)}
    else:
        value /= stakes.lens.precision
        row = row_terms(world, way.option, stakes, actor.damping_on(way.option, situation.harm))
        found = _variant(actor, way, stakes, row) | _relief(actor, situation, share * stakes.lens.relief)
        found |= _fixed(actor, way, situation)
    found["rest"] = value - sum(found.values())
    return Parts(_strongest(found), value, float(share))


def of_waiting(actor: Actor, situation: Situation, front: int) -> tuple[Term, ...]:
    """What bears on acting at all, whatever the way: what such an answer must overcome, and concessions."""
    return _strongest(act_terms(actor.ground.handle, front, situation.eased)._asdict())


def _strongest(found: dict[str, float]) -> tuple[Term, ...]:
    there = [Term(name, float(value)) for name, value in found.items() if abs(value) > NEGLIGIBLE]
    return tuple(sorted(there, key=lambda term: -abs(term.value)))


def _variant(actor: Actor, way: Way, stakes: Stakes, row: RowTerms) -> dict[str, float]:
    """The terms that depend on the rung and the weapon."""
    terms = terms_of(actor.ground.handle, way.variant, stakes, row)._asdict()
    return {name: value if name in SPEAK_FOR else -value for name, value in terms.items() if name not in SUMS}


def _relief(actor: Actor, situation: Situation, share: float) -> dict[str, float]:
    """What relief is worth, at home and on the account."""
    full = relief_terms(actor.ground.handle, situation.pressure, situation.account, situation.harm)
    return {name: value * share for name, value in full._asdict().items()}


def _fixed(actor: Actor, way: Way, situation: Situation) -> dict[str, float]:
    """What does not depend on the weapon: dependence, a third state's soil, what de-escalates just now."""
    world = actor.ground.handle
    on = dependence_in(world, actor.number, way.option)
    fixed = fixed_terms(world, on.dependence, on.third_state)
    costs = {"host" if on.on_host else "dependence": fixed.dependence, "third": fixed.third}
    costs |= damping_terms(world, actor.damping_on(way.option, situation.harm))._asdict()
    return {name: -value for name, value in costs.items()}
