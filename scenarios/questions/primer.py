"""Questions and expectations in a few lines, as ``brink explain`` tells of them, with one example each."""

from __future__ import annotations

from typing import NamedTuple

INLINE = "pakistan on iran 6+ answers (iran on pakistan 6+) within 7"

_QUESTION = """\
questions:
  iran_strikes_pakistan:
    ask: Does Iran strike on Pakistani soil?
    act: {by: iran, on: pakistan, rung: 6+}  # on: whose soil; against: whom
  pakistan_answers:
    ask: Does Pakistan answer on Iranian soil within a week?
    act: {by: pakistan, on: iran, rung: 6+}
    answers: iran_strikes_pakistan  # by its cause; after: by date alone
    within: 7 days
"""
_EXPECTATION = """\
expectations:
  pakistan_answers: {share: [0.75, 0.97], given: iran_strikes_pakistan, source: where this is known from}
"""


class Primer(NamedTuple):
    """What is told of a section: lines worth reading, an example as it stands in a file, and where there is more."""

    notes: tuple[str, ...]
    example: str
    see: tuple[str, ...]


#: Of every other section.
NO_PRIMER = Primer((), "", ())
PRIMERS: dict[str, Primer] = {
    "questions": Primer(
        (
            "a question is about the acts of a run: who did what to whom, on whose soil, in answer to what; its answer "
            "is the share of runs in which it comes true, or what measure says: count, first_day, killed, delay, ...",
            f"in one line, wherever a verb takes an outcome: brink compare january-2024 --outcome '{INLINE}'",
            "each key has its own page: brink explain questions.any.act.by",
        ),
        _QUESTION,
        ("docs/reference/questions.md", "docs/how-to/write-the-memo.md"),
    ),
    "expectations": Primer(
        (
            "an expectation says what the answer to a question must be, and where that is known from; brink expect "
            "runs a scenario and ends with exit code 3 if one is seen to fail",
            "each key has its own page: brink explain expectations.any.share",
        ),
        _EXPECTATION,
        ("docs/reference/questions.md#expectations", "docs/how-to/write-a-scenario.md"),
    ),
}
