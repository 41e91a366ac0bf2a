"""Compute the answer key of the exercises again and write its page.

``python docs/renew_answer_key.py`` runs Cedar Valley as it is and with each lever moved, 2,000 runs a world on the same
draws, and writes ``docs/teach/answer-key.md``: every number of the exercises stands there and nowhere else. It takes a
minute. A test computes the key again with another seed and fails when the page no longer holds.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from brink.experiments.measures.numbers import decimal, fixed_percent, interval, signed
from brink.experiments.measures.questions.measured import measures_of
from brink.experiments.measures.statistics import Interval
from brink.experiments.results.read import Results
from brink.experiments.runs import batch
from brink.experiments.studies.paired import compared
from brink.scenarios.loader import load_scenario

PAGE = Path(__file__).resolve().parent / "teach" / "answer-key.md"
SCENARIO, RUNS, SEED = "cedar-valley", 2000, 1


class Lever(NamedTuple):
    """What a role can move: the change in words, as ``--set`` takes it, and the questions it is asked about."""

    role: str
    change: str
    set: str
    questions: tuple[str, ...]


PATRON, MILITIA, HOST = "Patron (Amber)", "Militia (Dawn Front)", "Host (Cedar)"
MEDIATOR, STRUCK = "Mediator", "Struck state (Basalt)"
LEVERS = (
    Lever(
        PATRON,
        "hold the Front on a short leash",
        "actors.dawn_front.control=0.9",
        ("still_striking", "through_front", "base_attacked"),
    ),
    Lever(PATRON, "fear the reply more", "ties.amber.basalt.fear=0.9", ("amber_answers", "amber_hit_again")),
    Lever(MILITIA, "attack less often", "campaigns.harassment.rate=0.1", ("still_striking", "base_attacked")),
    Lever(MILITIA, "claim the barracks", "events.barracks.claimed_by=dawn_front", ("still_striking", "amber_answers")),
    Lever(
        HOST,
        "withdraw consent to Basalt's presence",
        "ties.cedar.basalt.consent=0",
        ("strikes_on_cedar", "amber_hit_again", "still_striking"),
    ),
    Lever(
        HOST,
        "consent in full",
        "ties.cedar.basalt.consent=1",
        ("strikes_on_cedar", "amber_hit_again", "still_striking"),
    ),
    Lever(MEDIATOR, "nobody mediates", "constants.mediation_weight=0", ("amber_hit_again", "strikes_on_cedar")),
    Lever(
        MEDIATOR, "a mediator whom both heed", "constants.mediation_weight=3", ("amber_hit_again", "strikes_on_cedar")
    ),
    Lever(
        STRUCK, "calm the public at home", "actors.basalt.pressure.audience=0.8", ("still_striking", "amber_hit_again")
    ),
    Lever(STRUCK, "let more harm pass", "actors.basalt.restraint.tolerance=0.2", ("still_striking", "amber_hit_again")),
)
#: Questions whose answer is a number; all others are a share of runs.
COUNTED = ("base_attacked", "strikes_on_cedar")


class Row(NamedTuple):
    """A line of the key: a question as the world is given and with a lever moved."""

    lever: Lever
    question: str
    given: float
    changed: float
    difference: Interval


def world(runs: int, seed: int, out: Path, sets: Sequence[str] = ()) -> Any:
    """The table of runs of Cedar Valley, with settings changed."""
    results: Results = batch.run(load_scenario(SCENARIO, sets), runs, seed, out=out)
    return results.runs


def rows(runs: int, seed: int, levers: Iterable[Lever] = LEVERS, level: float = 0.95) -> list[Row]:
    """Every lever moved by itself, compared with the world as it is given on the same draws."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        given = world(runs, seed, Path(folder) / "given")
        for number, lever in enumerate(levers):
            changed = world(runs, seed, Path(folder) / str(number), [lever.set])
            measures = measures_of(lever.questions, load_scenario(SCENARIO))
            for entry, told in zip(lever.questions, compared(measures, given, changed, level), strict=True):
                found.append(Row(lever, entry, told.a, told.b, told.difference))
    return found


def line(row: Row) -> str:
    """A line of the table, as the page has it."""
    lever, counted = row.lever, row.question in COUNTED
    plain = decimal if counted else fixed_percent
    scale = 1 if counted else 100
    scaled = Interval(*(scale * value for value in row.difference))
    moved = interval(scaled, lambda value: signed(value, 1)) + ("" if counted else " points")
    cells = lever.role, lever.change, f"`{lever.set}`", f"`{row.question}`", plain(row.given), plain(row.changed), moved
    return f"| {' | '.join(cells)} |"


def page(found: list[Row]) -> str:
    """The page with its numbers."""
    questions = load_scenario(SCENARIO).questions
    asked = "\n".join(f"- `{name}`: {question.ask}" for name, question in questions.items())
    table = "\n".join(line(row) for row in found)
    return TEXT.format(questions=asked, table=table, runs=f"{RUNS:,}")


TEXT = """\
# Answer key

<!-- made by `python docs/renew_answer_key.py` from {runs} runs a world; edits are overwritten -->

For teachers. All numbers of the exercises stand in the table below and nowhere else. They are those of the model as
it is now: a command computes them, and a test computes them again.

## What each lever does

Each line moves one setting and leaves all others as they are given, on the same draws ({runs} runs). Shares are
shares of runs; the difference has its 95 % interval, which is sampling error only. A class with 500 runs will find
numbers a few points off. An interval that holds zero means: at this size no difference can be seen.

| role | change | `--set` | question | given | changed | difference |
|---|---|---|---|---|---|---|
{table}

The questions in words:

{questions}

## Twenty minutes

1. *Who strikes whom?* The Front harasses Ridge Base, Basalt strikes its camp, and from 24 March Amber has a death of
   its own to settle. What Amber then does differs from run to run: look at two.
2. *What speaks for an answer, and what against it?* The account that it settles and pressure at home speak for it.
   Fear of the reply speaks against it, and for Basalt so does striking on Cedar's soil.
3. *The short leash.* The first three lines of the table. A militia that obeys is quiet when its patron, soon blamed,
   orders it to be; with less fire on the base there is less to answer.
4. *What does the leash cost?* It carries orders as well as vetoes. Amber answers through the Front more often, and
   whoever can hold a militia back is asked why it did not. That this is fair is no finding of a model: let the class
   argue.

## Sixty minutes

- **Patron.** The leash works on the Front's daily fire and gives Amber another hand to answer with; fear works on
  Amber's own answer, and so on what comes back. Ask which of the two a government can choose.
- **Militia.** Firing less does more than being held back, but it is the Front that has to want it. Claiming the
  barracks takes blame off Amber. Let the group say whether its number can be told from zero, and what they had
  expected.
- **Host.** Consent takes its share off what a strike on Cedar's soil costs. A host that invites a guest invites its
  guest's wars: withdrawn, fewer strikes fall. Ask what the model leaves out (it has no price for losing a protector).
- **Mediator.** One steps in between Amber and Basalt, never between a state and the Front. While one works, Basalt
  holds back on Cedar's soil, whoever is meant there: `show --why` names "a mediator at work". No mediator, more
  strikes.
- **Struck state.** An audience that is less stirred, or leaders who let more pass, make for fewer answers. Whether
  deterrence suffers is asked of `fear`, which the model takes as given: a limit to name.
- **All at once.** The levers need not add up: what one has prevented, another cannot prevent again. And they can be
  set against each other: a host that consents in full takes back a little of what the leash has won.

## The assignment

A good memo has one question; a prediction written before the run; the difference with its interval; the chain of acts
by which the change works, with one act by number from `brink show --why`; a second setting that undoes the effect, or
a sentence that none was found; and what would have to be known of a real case before any of it was said of one. It
quotes no chance of war, and never says that something "will" happen.

| points | for |
|---|---|
| 2 | a question that a number can answer, and a prediction with a size |
| 3 | the comparison: same seed, enough runs, interval read rightly |
| 3 | the mechanism, shown in a story and not asserted |
| 2 | limits: what was assumed, what would change the answer |
"""


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(rows(RUNS, SEED)), encoding="utf-8")
    print(PAGE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
