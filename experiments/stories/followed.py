"""A question that a story follows: the runs in which it comes true, and the acts by which it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..errors import UserError
from ..measures.questions.measured import QuestionMeasure
from ..results.asking import answered_by
from .median import median_run

if TYPE_CHECKING:
    from ..results.read import Results


class FollowedQuestion(NamedTuple):
    """A question in words, and by the number of each run in which it comes true the acts by which it does."""

    ask: str
    acts: dict[int, list[int]]

    def median(self, results: Results) -> int:
        """The median run of those in which it comes true.

        Raises:
            UserError: there is none.
        """
        if not self.acts:
            kept = results.manifest["runs_with_acts"]
            raise UserError(
                f"--question: in none of the {kept:,} runs whose acts were kept does “{self.ask}” come true"
            )
        return median_run(results, self.acts)

    def heading(self, run: int, median: bool = False) -> str:
        """What the story says of it, below its title; ``median``: that the run is the median of its kind."""
        others = f"in this run and {len(self.acts) - 1:,} others{', of which it is the median' * median}"
        came = others if run in self.acts else "not in this run"
        marked = ", by the acts that are marked" if self.acts.get(run) else ""
        return f"The question: {self.ask} It comes true {came}{marked}."

    def says(self, run: int, act: int) -> list[str]:
        """What is said of an act by which it comes true."""
        return ["By this act the question comes true."] if act in self.acts.get(run, ()) else []


def follow(results: Results, text: str) -> FollowedQuestion:
    """Follow a question: by name, by its words, or in one line.

    Raises:
        UserError: it is none, or no acts were kept to answer it from.
    """
    table, acts = answered_by(results, text)
    return FollowedQuestion(QuestionMeasure(table.name, table).label, acts)
