"""An option's utility taken apart: what spoke for it and what against it, each with its name.

The rules that the decision itself sums give the terms (`model/mechanisms/reasons.py`), and each mechanism the words for
its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...model.mechanisms.choice import act_terms
from ...model.mechanisms.reasons import REASONS, note_reasons
from ...model.mechanisms.registry import TERMS
from ...model.mechanisms.utility import Situation, relief_of

if TYPE_CHECKING:
    from ...agents.actor import Actor
    from ...agents.decider import Way

#: Parts smaller than this are not there.
NEGLIGIBLE = 1e-9
#: The terms in words; ``{account}`` and ``{host}`` are whom they are about, ``{land}`` is where.
WORDS: dict[str, str] = {**TERMS, "rest": "other parts of the rules"}


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
    value = float(actor.ground.of_variants.numbers[way.variant])
    share, terms = relief_of(world, way.option, way.variant, stakes), np.zeros(len(REASONS))
    damping = actor.damping_on(way.option, situation.harm)
    whole = note_reasons(
        world, actor.number, way.option, way.variant, situation, stakes, damping, value, terms.ctypes.data
    )
    return Parts(_strongest(dict(zip(REASONS, terms.tolist(), strict=True))), float(whole), float(share))


def of_waiting(actor: Actor, situation: Situation, front: int) -> tuple[Term, ...]:
    """What bears on acting at all, whatever the way: what such an answer must overcome, and concessions."""
    return _strongest(act_terms(actor.ground.handle, front, situation.eased)._asdict())


def _strongest(found: dict[str, float]) -> tuple[Term, ...]:
    there = [Term(name, float(value)) for name, value in found.items() if abs(value) > NEGLIGIBLE]
    return tuple(sorted(there, key=lambda term: -abs(term.value)))
