"""From typed questions to tables: names are looked up, references become places in the list, all of it checked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ...model.batch import MEASURES
from ...model.world.asked import ACTS, ANY, STATE, STEPS, QuestionTable
from ..problems import choices
from . import acts
from .rules import broken
from .typed import Name, TypedQuestion
from .vocabulary import Vocabulary
from .written import Wrong, typed

if TYPE_CHECKING:
    from ..schema.sections import Assumptions

#: How deep questions may refer to each other.
DEEPEST = 40


class Compiled(NamedTuple):
    """The tables, each after those it refers to, and what is wrong; paths begin with the name of a question."""

    tables: tuple[QuestionTable, ...]
    wrong: tuple[Wrong, ...]


def questions_of(
    scenario: Assumptions, gone: Collection[str] = (), further: Mapping[str, TypedQuestion | Name] | None = None
) -> Compiled:
    """The questions of a scenario, and further ones, each under its name.

    Args:
        scenario: whose questions, and whose names.
        gone: ids that were there before somebody changed the scenario; what they named fits no act, and is no mistake.
        further: questions asked besides, which may refer to those of the scenario.
    """
    written: dict[str, TypedQuestion] = {}
    wrong: list[Wrong] = []
    for name, asked in scenario.questions.items():
        written[name], found = typed(asked)
        wrong += [entry._replace(path=(name, *entry.path)) for entry in found]
    compiler = _Compiler(written, Vocabulary.of(scenario), gone)
    if not wrong:
        for name in written:
            compiler.named(name)
        for name, asked in (further or {}).items():
            compiler.further(name, asked)
    return Compiled(tuple(compiler.tables), (*wrong, *dict.fromkeys(compiler.wrong)))


class _Compiler:
    """Compiles questions one by one, those they refer to before them."""

    def __init__(self, written: Mapping[str, TypedQuestion], known: Vocabulary, gone: Collection[str]) -> None:
        self.written, self.known, self.gone = written, known, gone
        self.tables: list[QuestionTable] = []
        self.wrong: list[Wrong] = []
        self.places: dict[str, int] = {}
        self.open: list[str] = []

    def say(self, path: tuple[str, ...], message: str, name: Name | None = None) -> None:
        """Note what is wrong, with the character where the name stands in an inline question."""
        if name is None or name.word not in self.gone:
            at = f"character {name.at + 1}: " if name is not None and name.at >= 0 else ""
            self.wrong.append(Wrong(path, at + message))

    def put(self, table: QuestionTable) -> int:
        self.tables.append(table)
        return len(self.tables) - 1

    def named(self, name: str) -> int:
        """The place of a question of the scenario."""
        if name not in self.places:
            self.open.append(name)
            place = self.question(self.written[name], (name,), name)
            self.open.pop()
            self.places[name] = place
        return self.places[name]

    def further(self, name: str, asked: TypedQuestion | Name) -> None:
        """Put a question under a name of its own; a name alone asks again what it names."""
        if isinstance(asked, TypedQuestion):
            self.question(asked, (name,), name)
            return
        place = self.refer(asked, (name,))
        self.tables.append(replace(self.tables[place], name=name))

    def refer(self, to: TypedQuestion | Name, path: tuple[str, ...]) -> int:
        """The place of what is referred to; of a name that names nothing, that of a question that never comes true."""
        if isinstance(to, TypedQuestion):
            return self.question(to, path)
        word = to.word
        if word in self.open:
            circle = " -> ".join([*self.open[self.open.index(word) :], word])
            self.say(path, f"this question depends on itself: {circle}", to)
        elif word in self.written and len(self.open) < DEEPEST:
            return self.named(word)
        elif word in self.known.events:
            return self.event(to)
        elif codes := self.known.codes("by", word):
            return self.put(QuestionTable(codes={"actor": codes}, spans={"observed": (0, 0)}))
        else:
            known = (*self.written, *self.known.events)
            self.say(path, f"there is no question, event or actor {word}: {choices(word, known)}", to)
        return self.put(QuestionTable(kind=ANY))

    def event(self, name: Name) -> int:
        found = acts.event(name, self.known)
        codes, spans, day = found or ({"actor": ()}, {}, 0)
        return self.put(QuestionTable(codes=codes, spans=spans, first=day, last=day))

    def question(self, asked: TypedQuestion, path: tuple[str, ...], name: str = "") -> int:
        """The place of a question, its parts before it."""
        parts = tuple(
            self.refer(part, (*path, asked.combine, str(k)) if name else path) for k, part in enumerate(asked.parts)
        )
        to = self.refer(asked.to, (*path, asked.link) if name else path) if asked.to else -1
        given = self.refer(asked.given, (*path, "given") if name else path) if asked.given else -1
        table = self.body(asked, path, name, parts)
        first, last = self.window(asked, path, table)
        holds = (asked.holds.low, asked.holds.high) if asked.holds else None
        least, within = _days(asked)
        rows = table.rowed and not asked.per_act
        never = holds is not None and holds[0] == 0 and asked.measure in ("count", "killed", "wounded")
        done = QuestionTable(
            name, asked.ask, table.kind, table.codes, table.spans, parts, asked.link, to,
            STEPS[asked.step] if asked.step else None, least, within, first, last, given, asked.measure, holds,
            asked.per_act, asked.strata, rows and not never, table.state,
        )  # fmt: skip
        for key, message in broken(done, asked, table.rowed, self.tables):
            self.say((*path, key) if name and key else path, message)
        return self.put(done)

    def body(self, asked: TypedQuestion, path: tuple[str, ...], name: str, parts: tuple[int, ...]) -> QuestionTable:
        """What is asked, apart from how it hangs on others: kind, numbers, bounds, and whether it has acts."""
        if asked.act is not None:
            return self.act(asked, path, name)
        if asked.state is not None:
            return self.state(asked, path, name)
        rowed = asked.combine != "none" and all(self.tables[part].rowed for part in parts)
        return QuestionTable(kind=asked.combine or ANY, rowed=rowed)

    def act(self, asked: TypedQuestion, path: tuple[str, ...], name: str) -> QuestionTable:
        assert asked.act is not None
        at = (*path, "act") if name and not _inline(asked) else path

        def say(key: str, word: Name | None, message: str) -> None:
            self.say((*at, key) if at != path else path, message, word)

        codes, spans = acts.compiled(asked.act, self.known, say)
        if asked.act.event is None:
            return QuestionTable(kind=ACTS, codes=codes, spans=spans)
        found = acts.event(asked.act.event, self.known)
        if found is None:
            near = choices(asked.act.event.word, tuple(self.known.events))
            say("event", asked.act.event, f"there is no event {asked.act.event.word}: {near}")
            return QuestionTable(kind=ACTS, codes={"actor": ()})
        first = found[2]
        observed = {"observed": (1, 1)}
        return QuestionTable(
            kind=ACTS, codes=found[0] | codes, spans=found[1] | spans | observed, first=first, last=first
        )

    def state(self, asked: TypedQuestion, path: tuple[str, ...], name: str) -> QuestionTable:
        state = asked.state
        assert state is not None
        actors, day = list(self.known.actors), (state.day - self.known.start).days
        inline = state.actor.at >= 0
        if state.actor.word not in actors:
            message = f"there is no actor {state.actor.word}: {choices(state.actor.word, actors)}"
            self.say((*path, "state", "actor") if name and not inline else path, message, state.actor)
        elif not 0 <= day < self.known.days:
            end = self.known.start.toordinal() + self.known.days - 1
            message = f"the day is outside the scenario ({self.known.start} to {state.day.fromordinal(end)})"
            self.say((*path, "state", "day") if name and not inline else path, message, Name("days"))
        else:
            place = (actors.index(state.actor.word), MEASURES.index(state.measure), day)
            return QuestionTable(kind=STATE, rowed=False, state=place)
        return QuestionTable(kind=STATE, rowed=False)

    def window(self, asked: TypedQuestion, path: tuple[str, ...], table: QuestionTable) -> tuple[int, int]:
        """The days on which acts count."""
        first = table.first if asked.starts is None else max(table.first, (asked.starts - self.known.start).days)
        last = table.last if asked.ends is None else min(table.last, (asked.ends - self.known.start).days)
        if asked.starts and asked.ends and asked.starts > asked.ends:
            self.say((*path, "when"), f"it ends on {asked.ends}, before it begins on {asked.starts}")
        return first, last


def _inline(asked: TypedQuestion) -> bool:
    """Whether an act was written in the inline grammar: then its names know their characters."""
    return any(name.at >= 0 for _, words in asked.act.words for name in words.names) if asked.act else False


def _days(asked: TypedQuestion) -> tuple[int, int]:
    """Fewest and most days: one number is the most."""
    if asked.within is None:
        return 0, -1
    low, high = asked.within.low, asked.within.high
    return (0 if low == high else low), high
