"""The whole appraisal of one act, as ``brink show --why`` prints it: what was seen, weighed, possible, and chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...model.mechanisms.affected import ABROAD, ELSEWHERE, HOME
from ...model.mechanisms.delegation import is_led
from ...model.mechanisms.parts import CAMPAIGN, DENIABLE, OPERATION, TACTICAL, goes_on
from ...model.world.acts import Origin
from ...model.world.ladder import RUNG_NAMES, Rung
from ...model.world.tables import NONE
from ..measures.claims import capital
from ..measures.labels import mark_of
from ..measures.numbers import decimal, percent, signed, significant
from ..measures.phrases import ORIGINS
from .felt import felt_as
from .lines import filled
from .narrator import ReplayNarrator
from .reasons import outcome_of
from .terms import Term

if TYPE_CHECKING:
    from ...agents.log import Act
    from ..results.read import Results
    from .recorder import Decision, Raid, Said
    from .replayed import Replayed

#: What kind of answer was decided about, by the part of the menu.
KINDS = {
    int(TACTICAL): "A tactical answer: delegated, on this account alone, no more than a step up.",
    int(OPERATION): "An operation ordered on {day}, what it had to overcome with it; asked again on its day.",
    int(CAMPAIGN): "A further strike of a campaign, planned on {day}; asked again on its day.",
    int(DENIABLE): "A deniable answer that the leadership ordered on {day}; asked again on its day.",
}

#: What is said of a display that answers another.
ONE_ANSWER = "A display that answers one is answered again only where forces of both stand on ground that is nobody's."
#: What is said of a junior ally's strike.
JOINS = "It goes out only on a day on which {senior} strikes too, and joins {share} of these days."
#: Where it was struck, in words.
SOIL = {int(ELSEWHERE): "", int(HOME): ", on its own soil", int(ABROAD): ", on its forces elsewhere"}


def whole(results: Results, replayed: Replayed, number: int) -> str:
    """Everything behind act ``number`` of a run, and what was decided about it, as lines of text."""
    narrator = ReplayNarrator(results, replayed)
    act, book = replayed.model.log.acts[number], replayed.book
    if number in book.of_act:
        blocks = decided(narrator, book.of_act[number])
    elif number in book.words:
        blocks = [_said(narrator, book.words[number])]
    elif number in book.raids:
        blocks = [_raided(narrator, book.raids[number], act)]
    else:
        blocks = [_given(act, mark_of(results.label))]
    blocks.append(_about(narrator, number))
    return "\n\n".join("\n".join(block) for block in blocks if block)


def decided(narrator: ReplayNarrator, decision: Decision) -> list[list[str]]:
    """A decision in four blocks of lines: what was seen, act or wait, the way taken, the other ways."""
    return [
        _seen(narrator, decision),
        _weighed(narrator, decision),
        _chosen(narrator, decision),
        _possible(narrator, decision),
    ]


def _row(value: str, name: str, note: str = "") -> str:
    return _line(f"  {value:>8}  {name}{f' ({note})' if note else ''}", 12)


def _line(text: str, indent: int) -> str:
    return filled(text, further=indent)


def _seen(narrator: ReplayNarrator, decision: Decision) -> list[str]:
    occasion, situation = decision.occasion, decision.situation
    actor, account = narrator.actor(occasion.actor), narrator.actor(occasion.account)
    soil = SOIL[situation.home]
    as_whom = felt_as(narrator, occasion.actor, occasion.cause, decision.day)
    read = f"#{occasion.cause.number}, read as rung {situation.read}, {RUNG_NAMES[situation.read]}{soil}{as_whom}"
    lines = [
        f"What {actor} had before it on {narrator.date(decision.day)}, about {account}",
        _row(decimal(situation.harm), "harm of what it answers", read),
        _row(decimal(situation.pressure), "pressure at home", "0 to 1"),
        _row(decimal(situation.account), f"account held against {account}", "severity"),
    ]
    lines.append(_line(f"  {KINDS[occasion.part].format(day=narrator.date(occasion.ordered))}", 2))
    facts = narrator.replayed.ground(decision.day).actors[occasion.actor]
    if facts.senior != NONE and goes_on(occasion.part):
        lines.append(_line(f"  {JOINS.format(senior=narrator.actor(facts.senior), share=percent(facts.joins))}", 2))
    return lines


def _weighed(narrator: ReplayNarrator, decision: Decision) -> list[str]:
    lines = [
        "To use force, or to wait (utility)",
        _row(signed(decision.value), "worth of all that it could do"),
        *(_row(signed(term.value), narrator.term(decision, term)) for term in decision.waiting),
    ]
    outcome = "a proxy refused" if decision.refused else "it acted" if decision.acted else "it held its fire"
    lines.append(
        _row(percent(decision.chance), "chance of force", f"the draw was {decimal(decision.draw, 3)}: {outcome}")
    )
    rule = narrator.rule(decision)
    return [*lines, f"  {rule[0].upper()}{rule[1:]}."] if rule else lines


def _chosen(narrator: ReplayNarrator, decision: Decision) -> list[str]:
    parts = decision.parts
    name = "This way" if decision.acted else "The way that was refused" if decision.refused else "The likeliest way"
    return [
        f"{name}: {narrator.way(decision, decision.way)}",
        *(_term(narrator, decision, term) for term in sorted(parts.terms, key=lambda term: term.value < 0)),
        _row(signed(parts.utility), "in all", f"it gives {percent(parts.share)} of full relief"),
    ]


def _term(narrator: ReplayNarrator, decision: Decision, term: Term) -> str:
    return _row(signed(term.value), f"{'for' if term.value > 0 else 'against'}: {narrator.term(decision, term)}")


def _possible(narrator: ReplayNarrator, decision: Decision) -> list[str]:
    lines = ["What force it could have used: share, worth, and the likeliest rung and weapon"]
    for one in decision.likely:
        taken = one.way.option == decision.way.option and decision.acted
        way = narrator.way(decision, decision.way if taken else one.way)
        lines.append(_line(f"  {percent(one.share):>8}  {signed(one.value)}  {way}{' <- taken' if taken else ''}", 19))
    return lines


def _said(narrator: ReplayNarrator, said: Said) -> list[str]:
    about = said.about
    speaking = f"{capital(narrator.actor(about.actor))} spoke about #{about.cause.number} (harm {decimal(about.harm)})"
    if said.concession:
        return [f"{speaking}: it held its fire, and conceded in the hope of another concession."]
    chance = _row(percent(said.chance), "chance of words", "more after overt acts and own dead, less where it consents")
    lines = [f"{speaking}; force had not answered by then.", chance]
    return [*lines, f"  {ONE_ANSWER}"] if about.cause.rung == Rung.SHOW_OF_FORCE else lines


def _raided(narrator: ReplayNarrator, raid: Raid, act: Act) -> list[str]:
    kind = ORIGINS["spoiler" if act.origin == Origin.SPOILER else "campaign"].removesuffix(".")
    lines = [f"{kind}: no decision of its own stands behind it", _row(significant(raid.usual), "acts a day, as a rule")]
    if raid.coupled:
        account = _row(decimal(raid.account), f"account held against {narrator.actor(act.target)}", "severity")
        pressure = _row(decimal(raid.patron_pressure), "pressure of the patron, whose mood it follows", "0 to 1")
        losses = _row(decimal(raid.losses), "what it has lost, for which it may end the campaign", "severity")
        lines += [pressure, account, losses] if is_led(raid.coupled) else [account]
        lines.append(_row(significant(raid.rate), "acts a day, with all that"))
    if raid.truce:
        lines.append(_row(significant(raid.rate), "acts a day in the truce between the two sides"))
    return lines


def _given(act: Act, mark: str) -> list[str]:
    if act.observed:
        return [f"{mark}: the scenario prescribes it; nobody in the model decided on it."]
    if act.rung == Rung.NUCLEAR_SIGNAL:
        return ["A nuclear state struck on its own soil signals with a fixed chance; nothing was weighed."]
    return ["Nothing was noted about it."]


def _about(narrator: ReplayNarrator, number: int) -> list[str]:
    """What was decided about the act itself, by anybody, force or no force."""
    lines = []
    for decision in narrator.replayed.book.decisions:
        if decision.occasion.cause.number == number:
            outcome, why = outcome_of(narrator, decision)
            lines += [_line(f"  {narrator.date(decision.day)}  {capital(outcome)}", 6), _line(f"      {why}", 6)]
    return [f"What was decided about #{number}", *lines] if lines else []


def as_plain(replayed: Replayed, number: int) -> dict[str, Any]:
    """What stands behind an act, for machines: the decision, or nothing where none was made."""
    decision = replayed.book.of_act.get(number)
    if decision is None:
        return {"decision": None}
    names, situation = replayed.model.case.names.actors, decision.situation
    terms = {"waiting": decision.waiting, "chosen": decision.parts.terms}
    return {
        "decision": {
            "day": decision.day,
            "actor": names[decision.occasion.actor],
            "account": names[decision.occasion.account],
            "answers": decision.occasion.cause.number,
            "harm": decision.occasion.harm,
            "situation": situation._asdict(),
            "value": decision.value,
            "chance": decision.chance,
            "draw": decision.draw,
            "terms": {name: {term.name: term.value for term in part} for name, part in terms.items()},
            "utility": decision.parts.utility,
            "relief": decision.parts.share,
            "options": [{"rung": one.way.rung, "share": one.share, "value": one.value} for one in decision.likely],
        }
    }
