"""What answers must be: the expectations of a scenario, each with the question that it is about, compiled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ...model.outcomes import OUTCOMES
from ...model.world.asked import QuestionTable
from ..problems import choices
from ..schema.questions import STATISTICS
from .compiled import questions_of
from .inline import Misread, read
from .typed import Name, TypedQuestion
from .written import Wrong

if TYPE_CHECKING:
    from ..schema.questions import ExpectationStated
    from ..schema.sections import Assumptions


@dataclass(frozen=True)
class ExpectedBound:
    """A bound on a statistic of a question's answers.

    ``question``, ``given`` and ``less`` are names of compiled questions (``given`` and ``less`` may be empty);
    ``question`` may be an outcome. ``strata``: every stratum of the question must hold.
    """

    id: str
    statistic: str
    low: float
    high: float
    question: str
    given: str = ""
    less: str = ""
    strata: str = ""
    cases: int = 50
    source: str = ""


class Expectations(NamedTuple):
    """The questions to be asked, the bounds on their answers, and what is wrong."""

    tables: tuple[QuestionTable, ...]
    bounds: tuple[ExpectedBound, ...]
    wrong: tuple[Wrong, ...]


def expected_of(scenario: Assumptions, gone: Collection[str] = ()) -> Expectations:
    """The expectations of a scenario."""
    wrong: list[Wrong] = []
    further: dict[str, TypedQuestion | Name] = {}
    bounds: list[ExpectedBound] = []
    for name, entry in scenario.expectations.items():
        called = {
            key: _called(scenario, name, key, getattr(entry, key), further, wrong) for key in ("given", "less")
        }  # fmt: skip
        called["question"] = _about(scenario, name, entry, further, wrong)
        for statistic in STATISTICS:
            if (ends := getattr(entry, statistic)) is not None:
                bounds.append(
                    ExpectedBound(
                        name, statistic, *ends, **called, strata=entry.strata or "", cases=entry.cases,
                        source=entry.source,
                    )
                )  # fmt: skip
    compiled = questions_of(scenario, gone, further)
    wrong += [entry._replace(path=tuple(entry.path[0].split("."))) for entry in compiled.wrong]
    wrong += _less(bounds, compiled.tables)
    return Expectations(compiled.tables, tuple(bounds), tuple(dict.fromkeys(wrong)))


def _less(bounds: Sequence[ExpectedBound], tables: Sequence[QuestionTable]) -> Iterator[Wrong]:
    """What cannot be taken less another: an outcome, a stratum, or a share of acts where the other is one of runs."""
    known = {table.name: table for table in tables if table.name}
    for bound in bounds:
        if not bound.less or bound.less not in known:
            continue
        if bound.question not in known:
            yield Wrong((bound.id, "less"), f"{bound.question} is an outcome: less goes between two questions")
        elif known[bound.question].per_act != known[bound.less].per_act:
            yield Wrong(
                (bound.id, "less"), "one is asked per act and the other of runs: less goes between two of a kind"
            )
        elif bound.strata:
            yield Wrong((bound.id, "less"), "less does not go with strata: state a question for each stratum")


def _about(
    scenario: Assumptions,
    name: str,
    entry: ExpectationStated,
    further: dict[str, TypedQuestion | Name],
    wrong: list[Wrong],
) -> str:
    """The question that an expectation is about: the one it names, or the one of its own name."""
    outcomes = {outcome.name for outcome in OUTCOMES}
    asked = entry.question or name
    if asked in outcomes and asked not in scenario.questions:
        return asked
    if entry.question is None and name not in scenario.questions:
        near = choices(name, (*scenario.questions, *outcomes))
        wrong.append(Wrong((name,), f"there is no question {name}: {near} Or say which with question:"))
        return name
    return _called(scenario, name, "question", asked, further, wrong)


def _called(
    scenario: Assumptions,
    name: str,
    key: str,
    text: str | None,
    further: dict[str, TypedQuestion | Name],
    wrong: list[Wrong],
) -> str:
    """The name of a question that an expectation refers to; one written out is asked under the expectation's name."""
    if text is None or text in scenario.questions:
        return text or ""
    try:
        further[f"{name}.{key}"] = read(text)
    except Misread as fault:
        wrong.append(Wrong((name, key), str(fault)))
    return f"{name}.{key}"
