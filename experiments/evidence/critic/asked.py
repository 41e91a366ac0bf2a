"""Warnings about what is asked: a question whose answer was settled before a run began tells nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...measures.numbers import fixed_percent, several
from ...measures.questions.answers import NUMBER, SHARE, Answer
from ...measures.statistics import wilson
from .trial import Doubt, Trial

#: Fewer runs or acts than these settle nothing.
FEWEST_CASES = 10


def always_or_never(trial: Trial) -> Iterator[Doubt]:
    """A question that comes true always or never, unless an expectation of the file says that it may."""
    for answer in trial.results.answers_to_questions:
        path, cases = ("questions", answer.name), several(answer.of, "act" if answer.per_act else "run")
        least, most = _expected(trial, answer.name)
        if answer.of == 0:
            yield Doubt(
                path,
                f"it has no answer in any of {trial.runs} runs",
                "what stands at `given`, or the act that it measures, answers or follows, never comes about: ask of "
                "that first",
            )
        elif answer.of < FEWEST_CASES:
            continue
        elif answer.came == 0 and answer.unit in (SHARE, NUMBER) and least > 0:
            yield Doubt(
                path,
                f"it comes true in none of {cases} (at most {fixed_percent(wilson(0, answer.of).high)} of them)",
                "see that `by`, `against` and `on` name those that act (an act hits `against`, and lies `on` soil that "
                "may have no host), and that `rung` is one that they have (`brink check --menus`); if it may never "
                "come true, say so: an expectation with `share: [0, ...]`",
            )
        elif _always(answer) and most < 1:
            yield Doubt(
                path,
                f"it comes true in all of {cases} (at least {fixed_percent(wilson(answer.of, answer.of).low)} of them)",
                "ask for more: a higher `rung`, an earlier end (`within`, `when`), or `measure: count`; if it is meant "
                "to be certain, say so: an expectation with `share: [..., 1]`",
            )


def _always(answer: Answer) -> bool:
    """Whether a question of yes or no is always answered by yes; a number that is never 0 still tells something."""
    return answer.unit == SHARE and answer.came == answer.of


def _expected(trial: Trial, name: str) -> tuple[float, float]:
    """The shares that expectations of a question allow; those that lie between 0 and 1 where there are none."""
    bounds = [
        stated.share
        for key, stated in trial.scenario.expectations.items()
        if (stated.question or key) == name and stated.share
    ]
    return (min(low for low, _ in bounds), max(high for _, high in bounds)) if bounds else (0.5, 0.5)
