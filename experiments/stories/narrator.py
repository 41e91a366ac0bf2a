"""Says what a replay found in words: names of actors, days as dates, ways to strike, parts of a decision."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ...model.world.doctrines import DOCTRINES
from ...model.world.ladder import RUNG_NAMES
from ...model.world.tables import NONE
from ...scenarios.schema.words import as_words
from ..measures.labels import in_sentence
from ..measures.numbers import date_of
from ..measures.phrases import DECISION
from .terms import WORDS, Term

if TYPE_CHECKING:
    from ...agents.decider import Way
    from ..results.read import Results
    from .recorder import Decision
    from .replayed import Replayed

#: Doctrines that act by what an act is worth; the others decide by a rule of their own.
WEIGHING = {doctrine.code for doctrine in DOCTRINES.values() if doctrine.weighs}


def rule_of(code: int) -> str:
    """What a doctrine does, by its code, where it does not act by what an act is worth; else nothing."""
    if code in WEIGHING:
        return ""
    name, doctrine = next((name, entry) for name, entry in DOCTRINES.items() if entry.code == code)
    return DECISION["doctrine"].format(name=as_words(name), summary=doctrine.summary)


class ReplayNarrator(NamedTuple):
    """Knows the results for names, and the replay for what happened."""

    results: Results
    replayed: Replayed

    def actor(self, number: int) -> str:
        """The name of an actor by its number."""
        return (
            in_sentence(self.results.label, self.replayed.model.case.names.actors[number], "actors")
            if number != NONE
            else DECISION["nobody"]
        )

    def date(self, day: int) -> str:
        """A day of the run as a date."""
        start = date.fromisoformat(self.replayed.model.case.start)
        return date_of(start + timedelta(days=day))

    def term(self, decision: Decision, term: Term) -> str:
        """A part of a decision in words."""
        ground = self.replayed.ground(decision.day)
        location = ground.options[decision.way.option].location
        account, host = self.actor(decision.occasion.account), self.actor(ground.host(location))
        return WORDS[term.name].format(account=account, host=host, land=self.land(location, decision.day))

    def rule(self, decision: Decision) -> str:
        """What the actor's doctrine does, where it does not act by what an act is worth; else nothing."""
        return rule_of(self.replayed.ground(decision.day).actors[decision.occasion.actor].doctrine)

    def way(self, decision: Decision, way: Way) -> str:
        """An option, rung and weapon in words."""
        option = self.replayed.ground(decision.day).options[way.option]
        variant = self.replayed.ground(decision.day).variants[way.variant]
        where = self.soil(option.location, decision.day)
        through = "" if option.executor == decision.occasion.actor else f", through {self.actor(option.executor)}"
        said = "" if option.declared == option.target else f", said to be {self.actor(option.declared)}"
        weapons = f", {self.weapons(decision.day, variant.arm_lo, variant.arm_hi)}"
        warned = ", warned" if variant.warned else ""
        return (
            f"{RUNG_NAMES[way.rung]} ({way.rung}), {self.actor(option.target)}{where}{through}{said}{weapons}{warned}"
        )

    def soil(self, location: int, day: int) -> str:
        """`` in`` the territory of a location."""
        return f" in {self.land(location, day)}" if location != NONE else ""

    def land(self, location: int, day: int) -> str:
        """The territory of a location, or nothing for none."""
        if location == NONE:
            return ""
        territory = self.replayed.world(day).locations["territory"][location]
        return in_sentence(self.results.label, self.replayed.model.case.names.territories[territory], "territories")

    def weapons(self, day: int, first: int, end: int) -> str:
        """The weapons that a slice of the arms table is drawn from."""
        numbers = dict.fromkeys(self.replayed.world(day).arms["weapon"][first:end].tolist())
        names = self.replayed.model.case.names.weapons
        return " or ".join(self.results.label(names[number], "weapons") for number in numbers)
