"""The narrative, row by row: what happened, what carries it, how large its effect is, and the test that holds it."""

from __future__ import annotations

import json
import tomllib
from itertools import groupby
from pathlib import Path
from typing import Any

from brink.docs.pages import gates, markdown
from brink.experiments.measures.numbers import cell, change_in_unit, count, in_unit, span
from brink.gates.known import known_misses, reason_of
from brink.gates.paired import PART, POINTS
from brink.gates.table import MET, Effect, Gate, from_json

TEXTS = Path(__file__).with_suffix(".toml")
GROUP = "live"
HEAD = ("id", "what happened", "what carries it", "effect in `january-2024`", "shown by")
INTRO = """\
The model was drawn from an account of January 2024. Each row is one thing that account tells and the simulation must
be able to represent. The third column says which parameter or mechanism carries it, the last which test shows that it
is live: the test moves the parameter, or takes the mechanism away, and something an analyst would look at changes. The
tests are in `tests/model/test_narrative.py`.

The fourth column says how large the effect is in the shipped scenario `january-2024`: a setting goes from one value to
another, over its declared range unless another is named, and an outcome goes with it. Both sides are run {runs} times
on the same draws; the difference follows in bold with its 95 % interval, and *n*, the runs or acts that the outcome is
taken over, the fewer of both sides. A number is the mean of a run. Settings, outcomes and directions were written down
before they were run, in `gates/live.yaml`, and a row is held to {points:g} points of a share or {part:g} % of a
number; where it shows less, the cell says so, and why. `make gates GROUP=live ARGS=--write` measures all of it again,
and `make docs` then renews this page."""
TOLLS = """\
Sources differ on tolls: Kerman stood at 84 at first and at 94 later; attacks on American forces at 141 in one press
count and at more than 143 in the account used here. A scenario keeps the dated value and says which it is.

What becomes of the three strikes, and of Pakistan's answer, without Kerman, without the vow and without the hardliners
is [a paired experiment](gallery.md#what-becomes-of-the-questions-in-each-case): `brink sweep what-drove-january`."""


def page() -> str:
    """The page, from the texts beside this file and the numbers that `make gates ARGS=--write` left."""
    texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    measured = json.loads(gates.NUMBERS.read_text(encoding="utf-8"))[GROUP]
    effects = _by_row(from_json(measured["rows"]))
    rows = [
        (name, text["happened"], text["carried_by"], effects[name], markdown.code(text["test"]))
        for name, text in texts.items()
    ]
    intro = INTRO.format(runs=count(measured["runs"]), points=100 * POINTS, part=100 * PART)
    return markdown.page("The narrative, row by row", intro, markdown.table(HEAD, rows), TOLLS)


def _by_row(rows: list[Gate]) -> dict[str, str]:
    """Effects by the row of the narrative that they belong to; a row may have several."""
    grouped = groupby(rows, key=lambda row: row.id.partition("_")[0].upper())
    return {name: "<br>".join(_told(row) for row in some) for name, some in grouped}


def _told(row: Gate) -> str:
    if row.effect is None:
        return f"{row.what}: not measured ({row.why})"
    miss = "" if row.verdict == MET else f". **Less than asked for**: {reason_of(row.id, known_misses())}"
    return f"{row.what}. {_moved(row.effect)}: {_numbers(row.effect)}, n = {count(row.n)}{miss}"


def _moved(effect: Effect) -> str:
    """The settings, those that go the same way together."""
    return "; ".join(
        f"{', '.join(markdown.code(path) for path, _ in some)} {_value(ends[0])} → {_value(ends[1])}"
        for ends, some in groupby(effect.moved.items(), key=lambda item: item[1])
    )


def _value(value: Any) -> str:
    return "as given" if value is None else cell(value)


def _numbers(effect: Effect) -> str:
    unit = "share" if effect.share else "number"
    low, high = (change_in_unit(end, unit).removesuffix(" points") for end in effect.by[1:])
    both = f"{in_unit(effect.before, unit)} → {in_unit(effect.after, unit)}"
    return f"{both}, **{change_in_unit(effect.by.estimate, unit)}** ({span(low, high, str)})"
