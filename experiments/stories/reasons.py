"""The two strongest reasons for and against an act, in a sentence for the story."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..measures.claims import capital
from ..measures.numbers import percent, signed
from ..measures.phrases import DECISION
from .narrator import ReplayNarrator

if TYPE_CHECKING:
    from ..results.read import Results
    from .recorder import Decision
    from .replayed import Replayed

#: Reasons told on either side.
MOST_REASONS = 2
#: In every decision alike: no reason for this one.
COMMON = {"answer", "rest"}
#: A reason that comes to this, as numbers of reasons are written, is left out.
NOTHING = signed(0.0, 1)


class Silence(NamedTuple):
    """A decision that came to no force: the day, who decided, and how that reads."""

    day: int
    actor: str
    sentences: tuple[str, str]


class Motives(NamedTuple):
    """What a story tells of motives: the reasons for each answer by number of the act, and the silences in order."""

    of_act: dict[int, str]
    silences: tuple[Silence, ...] = ()


def motives(results: Results, replayed: Replayed) -> Motives:
    """Reasons for the answers of a run, and for the decisions that came to no force."""
    narrator, book = ReplayNarrator(results, replayed), replayed.book
    silences = [_silence(narrator, decision) for decision in book.decisions if not decision.acted]
    return Motives({number: reasons(narrator, one) for number, one in book.of_act.items()}, tuple(silences))


def _silence(narrator: ReplayNarrator, decision: Decision) -> Silence:
    cause, day = decision.occasion.cause, narrator.date(decision.day)
    about = _say("about", cause=cause.number, actor=narrator.actor(cause.executor), date=narrator.date(cause.day))
    outcome, why = outcome_of(narrator, decision)
    name = narrator.replayed.model.case.names.actors[decision.occasion.actor]
    return Silence(decision.day, name, (_say("silence", date=day, about=about, outcome=outcome), why))


def outcome_of(narrator: ReplayNarrator, decision: Decision) -> tuple[str, str]:
    """Who decided and whether it came to force, and why."""
    outcome = DECISION["refused" if decision.refused else "acted" if decision.acted else "held"]
    book = narrator.replayed.book
    answers = [number for number, one in (*book.of_act.items(), *book.shared) if one is decision]
    by = _say("by_act", act=answers[0]) if answers else ""
    actor = narrator.actor(decision.occasion.actor)
    return _say("outcome", actor=actor, outcome=outcome, by=by), reasons(narrator, decision)


def reasons(narrator: ReplayNarrator, decision: Decision) -> str:
    """The two strongest reasons on either side, and the chance that there was of force."""
    ordered = sorted([*decision.parts.terms, *decision.waiting], key=lambda term: -abs(term.value))
    own = [term for term in ordered if term.name not in COMMON]
    found = []
    for word, positive in (("for", True), ("against", False)):
        side = [
            _say("reason", term=narrator.term(decision, t), value=signed(t.value, 1))
            for t in own
            if (t.value > 0) == positive and signed(t.value, 1) != NOTHING
        ]
        found += [_say(word, reasons=DECISION["and"].join(side[:MOST_REASONS]))] if side else []
    rule = narrator.rule(decision)
    chance = _say("chance", chance=percent(decision.chance), rule=_say("rule", rule=rule) if rule else "")
    return _say("reasons", told=capital("; ".join(found) or DECISION["nothing"]), chance=chance)


def _say(name: str, /, **texts: object) -> str:
    return DECISION[name].format(**texts)
