"""Questions as outcomes of a study: each a ratio of two sums over runs, like those of the whole theatre.

An answer is written as the name of a question of the scenario, by its words, as a condition on one that counts
(``ships_hit >= 20``), or as a question in one line. The last becomes a question of the scenario that is run, so that
whatever runs it answers it, and the folder of the study keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ....model.outcomes import Direction
from ....model.world.asked import PREFIX, STATE, QuestionTable
from ....scenarios.checks.questions import impossible
from ....scenarios.loader import apply_sets
from ....scenarios.problems import one_line, shown
from ....scenarios.questions.compiled import questions_of
from ....scenarios.questions.inline import KEYWORDS, Misread, read
from ....scenarios.questions.vocabulary import GROUPS
from ....scenarios.schema.words import as_words
from ....scenarios.text.origin import origin_of
from ...errors import UserError
from ..conditions import BOUNDS, COMPARISONS
from ..conditions import read as read_condition
from ..numbers import setting
from ..outcomes import Measure, measure

if TYPE_CHECKING:
    from ....scenarios.scenario import Scenario

#: What a question of the command line is called in the scenario; a second one gets a number.
ASKED = "asked"
#: Letters of a question in a table.
LONGEST = 300
#: Signs of a condition, which no question in one line has.
_SIGNS = re.compile("[<>=!]")
_UNITS = {
    "ratio": "share of acts",
    "share": "share of runs",
    "days": "mean day where it came",
    "number": "mean of a run",
}


@dataclass(frozen=True)
class QuestionMeasure:
    """A question as an outcome.

    ``sign`` and ``number`` make a condition of one that counts; ``of_all`` takes a question that is not asked of every
    run over all runs, those in which it was not asked being none in which it came true.
    """

    name: str
    table: QuestionTable
    sign: str = ""
    number: float = 0.0
    of_all: bool = False

    @property
    def unit(self) -> str:
        """Share of runs or of acts (ratio), a day, or a number."""
        if self.table.per_act:
            return "ratio"
        if self.sign or is_share(self.table):
            return "share"
        return "days" if self.table.measure == "first_day" else "number"

    @property
    def label(self) -> str:
        """The question in words."""
        words = one_line(self.table.ask or as_words(self.table.name), LONGEST)
        return f"{words} {BOUNDS[self.sign].capitalize()} {setting(self.number)}?" if self.sign else words

    @property
    def sentence(self) -> str:
        """That it comes true, as a clause."""
        return f"the answer is yes to “{self.label}”"

    @property
    def axis(self) -> str:
        """The question with what its numbers are."""
        return f"{self.label} ({_UNITS[self.unit]})"

    @property
    def direction(self) -> Direction:
        """Neither: whether a yes is an escalation, only its words say."""
        return Direction.NONE

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of ``runs`` that it needs."""
        own = f"{PREFIX}{self.table.name}"
        return (f"{own}.count", f"{own}.of") if self.table.per_act else (own,)

    def parts(self, runs: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Numerator and denominator in each run; a run it was not asked of has neither."""
        found = [np.asarray(runs[name], np.float64) for name in self.columns]
        if self.table.per_act:
            return found[0], found[1]
        values = found[0]
        known = ~np.isnan(values)
        if self.unit == "share":
            values = COMPARISONS[self.sign](values, self.number) if self.sign else values > 0
        top = np.where(known, values, 0.0).astype(np.float64)
        return top, np.ones(len(top)) if self.of_all else known.astype(np.float64)


@dataclass(frozen=True)
class RunColumns:
    """Outcomes and answers of the same runs, by column."""

    outcomes: NDArray[np.void]
    answers: Mapping[str, NDArray[Any]]

    def __len__(self) -> int:
        """Number of runs."""
        return len(self.outcomes)

    def __getitem__(self, name: str) -> NDArray[Any]:
        """A column."""
        return self.answers[name] if name in self.answers else self.outcomes[name]


def is_share(table: QuestionTable) -> bool:
    """Whether a question comes true in a run or does not, so that runs give a share."""
    return not table.per_act and table.kind != STATE and (table.measure == "happens" or table.holds is not None)


def asked_of(measures: Sequence[Measure]) -> list[QuestionMeasure]:
    """Those of the outcomes that are questions."""
    return [entry for entry in measures if isinstance(entry, QuestionMeasure)]


def measures_of(names: Sequence[str], scenario: Scenario) -> tuple[Measure, ...]:
    """Outcomes and questions of a scenario by how they are written.

    Raises:
        UserError: one is neither; the message names the nearest.
    """
    return tuple(measure_of(name, scenario) for name in names)


def measure_of(text: str, scenario: Scenario) -> Measure:
    """An outcome, or a question of a scenario, by how it is written.

    Raises:
        UserError: it is neither; the message names the nearest.
    """
    found = _question(" ".join(text.split()), scenario)
    return found or measure(text, tuple(scenario.questions))


def with_asked(scenario: Scenario, names: Sequence[str], option: str = "--outcome") -> Scenario:
    """The scenario with those of the names that are questions in one line among its questions.

    Args:
        scenario: whose runs are asked. Where it was changed since its file was read, a question that can never come
            true any more is no mistake, but an answer.
        names: outcomes, questions by name, questions in one line.
        option: where they were written, for messages.

    Raises:
        UserError: a question in one line is none, with the character; or a name is neither outcome nor question.
    """
    for name in names:
        text = " ".join(name.split())
        if _question(text, scenario) is None and is_inline(text, scenario):
            scenario = apply_sets(scenario, {f"questions.{_free(scenario)}": _checked(text, scenario, option)})
        measure_of(text, scenario)
    return scenario


def is_inline(text: str, scenario: Scenario) -> bool:
    """Whether a text looks like a question in one line, and not like an outcome or the name of a question."""
    words = text.replace("(", " ").split()
    known = {*scenario.actors, *GROUPS}
    asks = bool(words) and (words[0] in KEYWORDS or words[0] in known or KEYWORDS.intersection(words[1:2]))
    return bool(asks) and not _SIGNS.search(text) and not _is_outcome(text)


def compiled_inline(text: str, scenario: Scenario, option: str, name: str = "") -> tuple[QuestionTable, ...]:
    """The questions of a scenario, and one in one line after them, by default under a name that is free.

    Raises:
        UserError: it is none; the message has the character.
    """
    name = name or _free(scenario)
    try:
        found = questions_of(scenario, further={name: read(text)})
    except Misread as fault:
        raise UserError(f"{option} {fault}") from None
    if found.wrong:
        raise UserError(f"{option} {shown(text, 120)}, {found.wrong[0].message}")
    last = found.tables[-1]
    return found.tables if last.ask else (*found.tables[:-1], replace(last, ask=text))


def usual_questions(worlds: Sequence[Scenario]) -> tuple[str, ...]:
    """The questions that worlds share, by name: what a study looks at unless told otherwise."""
    first, *others = worlds
    return tuple(
        name for name, asked in first.questions.items() if all(world.questions.get(name) == asked for world in others)
    )


def _question(text: str, scenario: Scenario) -> QuestionMeasure | None:
    """The question of a scenario that is written so: by name, words or line, or as a condition on what it counts."""
    tables = {table.name: table for table in questions_of(scenario).tables if table.name}
    for name, asked in scenario.questions.items():
        if text == name or text in _ways(asked.ask, asked.inline):
            return QuestionMeasure(text if text == asked.inline else name, tables[name])
    found = read_condition(text)
    if found is None or found.column not in tables or is_share(tables[found.column]):
        return None
    return QuestionMeasure(text, tables[found.column], found.sign, found.number)


def _ways(*texts: str | None) -> Iterator[str]:
    return (" ".join(text.split()) for text in texts if text)


def _is_outcome(text: str) -> bool:
    try:
        measure(text)
    except UserError:
        return False
    return True


def _checked(text: str, scenario: Scenario, option: str) -> dict[str, str]:
    """A question in one line as a file would have it."""
    tables = compiled_inline(text, scenario, option)
    if not _is_changed(scenario) and (never := next(impossible(scenario, tables[-1:]), None)):
        raise UserError(f"{option} {shown(text, 120)}: {never.message}")
    return {"inline": text}


def _is_changed(scenario: Scenario) -> bool:
    """Whether anything but its questions was changed since its file was read."""
    origin = origin_of(scenario)
    sides = [{**data, "questions": None} for data in (origin.text.data, *(layer.data for layer in origin.layers[:1]))]
    return sides[0] != sides[-1]


def _free(scenario: Scenario) -> str:
    """A name for a further question."""
    many = sum(bool(re.fullmatch(rf"{ASKED}(_\d+)?", name)) for name in scenario.questions)
    return f"{ASKED}_{many + 1}" if many else ASKED
