"""A gate as a row of the table: what is asked, the bound, what was found, and the verdict."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import Any, NamedTuple

from brink.experiments.measures.questions.held import FAILS, FEW, HOLDS
from brink.experiments.measures.statistics import NOTHING, Interval

#: Verdicts: the bound is met, it is missed, too few cases tell, and what is asked cannot be run at all.
MET, RED, TOO_FEW, BROKEN = "met", "red", "too few", "cannot run"
VERDICTS = {HOLDS: MET, FAILS: RED, FEW: TOO_FEW}
#: Verdicts on which `make gates` ends with exit code 3.
WRONG = (RED, BROKEN)
#: Most characters of a row's words on a screen.
WIDEST = 100
HEAD = ("id", "what", "bound", "estimate", "99 % interval", "n", "verdict")


Moved = dict[str, tuple[Any, Any]]


class Effect(NamedTuple):
    """What moving settings did, run by run on the same draws.

    ``moved``: by path of a setting, what it was moved from (None: as the scenario has it) and to; ``before``,
    ``after``: the outcome on either side; ``by``: the difference with its 95 % interval; ``share``: whether all of
    these are shares.
    """

    moved: Moved
    before: float
    after: float
    by: Interval
    share: bool


class Gate(NamedTuple):
    """A row: ``found`` with its 99 % interval rests on ``n`` cases.

    ``inside``: whether the estimate alone is on the right side of its bound; ``why``: what kept it from being run;
    ``effect``: the same as it was measured, where two sides were compared.
    """

    id: str
    what: str
    bound: str
    found: Interval
    n: int
    verdict: str
    inside: bool
    why: str = ""
    effect: Effect | None = None

    def cells(self) -> tuple[str, ...]:
        """The row as texts."""
        low, high = number(self.found.low), number(self.found.high)
        interval = "-" if math.isnan(self.found.low) else f"{low} to {high}"
        what = f"{self.what} ({self.why})" if self.why else self.what
        return self.id, what, self.bound, number(self.found.estimate), interval, f"{self.n:,}", self.verdict


def number(value: float) -> str:
    """A number with three digits behind the point where it is small, fewer where it is large."""
    if math.isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:.3f}"


def bound_of(low: float, high: float, statistic: str) -> str:
    """A bound in words; an end that nothing can lie beyond is left out."""
    most = 1.0 if statistic == "share" else 10_000.0
    if low <= (-1.0 if low < 0 else 0.0) and high < most:
        return f"at most {number(high)}"
    return f"at least {number(low)}" if high >= most else f"{number(low)} to {number(high)}"


def judged(id: str, what: str, bound: str, found: Interval, n: int, least: float, most: float, cases: int = 1) -> Gate:
    """A gate held against its bound: red where the whole interval lies outside, too few where so few cases tell."""
    few = n < cases or math.isnan(found.estimate)
    outside = found.high < least or found.low > most
    return Gate(
        id, what, bound, found, n, TOO_FEW if few else RED if outside else MET, least <= found.estimate <= most
    )  # fmt: skip


def broken(id: str, what: str, why: str) -> Gate:
    """A gate that cannot be run."""
    return Gate(id, what, "", NOTHING, 0, BROKEN, False, why)


def as_json(rows: Iterable[Gate]) -> list[dict[str, Any]]:
    """Rows for a file; nulls stand for numbers that are not known."""
    return [
        row._asdict() | {"found": _plain(row.found), "effect": row.effect and _plain_effect(row.effect)} for row in rows
    ]


def _plain(found: Interval) -> list[float | None]:
    return [None if math.isnan(value) else round(value, 6) for value in found]


def _plain_effect(effect: Effect) -> dict[str, Any]:
    before, after = _plain(Interval(effect.before, effect.after, math.nan))[:2]
    return effect._asdict() | {"before": before, "after": after, "by": _plain(effect.by)}


def from_json(kept: Iterable[dict[str, Any]]) -> list[Gate]:
    """Rows out of a file."""
    return [
        Gate(**entry | {"found": _interval(entry["found"]), "effect": _effect(entry.get("effect"))}) for entry in kept
    ]


def _interval(kept: Iterable[float | None]) -> Interval:
    return Interval(*(math.nan if value is None else value for value in kept))


def _effect(kept: dict[str, Any] | None) -> Effect | None:
    if kept is None:
        return None
    moved = {path: (ends[0], ends[1]) for path, ends in kept["moved"].items()}
    before, after, _ = _interval([kept["before"], kept["after"], None])
    return Effect(moved, before, after, _interval(kept["by"]), kept["share"])


def printed(rows: Sequence[Gate]) -> str:
    """The table in columns for a screen."""
    cells = [HEAD, *((row.id, shorten(what, WIDEST), *rest) for row in rows for _, what, *rest in [row.cells()])]
    widths = [max(len(line[k]) for line in cells) for k in range(len(HEAD))]
    right = {"estimate", "99 % interval", "n"}
    return "\n".join(
        "  ".join(
            text.rjust(width) if name in right else text.ljust(width)
            for name, text, width in zip(HEAD, line, widths, strict=True)
        ).rstrip()
        for line in cells
    )
