"""What else was known of two actors on the day of an act: columns of the user's own file, named and typed.

Nothing comes from elsewhere: distances, borders, power and weapons are what the file says. A value that is not known is
left empty; a forecaster takes the mean of what was learned from, and is told that it was not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....scenarios.problems import Problem, ScenarioError, choices, shown
from ...errors import UserError
from ..episodes import Cell, CodedAct, rows_of

Values = NDArray[np.float64]

YES, NO = ("1", "1.0", "yes", "true"), ("0", "0.0", "no", "false")
UNKNOWN = ("", "na", "nan", ".", "-9", "-99")
NUMBER = re.compile(r"\d{1,12}(\.\d{1,12})?|\.\d{1,12}|\d(\.\d{1,12})?[eE][+-]?\d{1,2}")
MOST_TOLD = 50


class FeatureKind(NamedTuple):
    """What a column may hold, in words; ``read`` gives None for what it may not."""

    allowed: str
    read: Callable[[str], float | None]


def number(text: str) -> float | None:
    """A number that is not below zero."""
    return float(text) if NUMBER.fullmatch(text) else None


def yes_or_no(text: str) -> float | None:
    """1 for yes, 0 for no."""
    return 1.0 if text.lower() in YES else 0.0 if text.lower() in NO else None


AMOUNT, FLAG = FeatureKind("a number, not below zero", number), FeatureKind("1 or 0, yes or no", yes_or_no)
#: What may be told of an act, and what its column holds; power is in any unit, the same for all.
KINDS: dict[str, FeatureKind] = {
    "distance": AMOUNT,
    "contiguous": FLAG,
    "power": AMOUNT,
    "power_target": AMOUNT,
    "nuclear": FLAG,
    "nuclear_target": FLAG,
}


def parse_features(text: str | None) -> dict[str, str]:
    """Read ``distance=KM,contiguous=BORDER,...``: what is told of an act, to the column that has it.

    Raises:
        UserError: it is not written so, or names something that is no feature.
    """
    found: dict[str, str] = {}
    for part in [] if text is None else text.split(","):
        key, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not column:
            raise UserError(f"--features: {shown(part)}: write it as distance=KM,contiguous=BORDER,power=CAP")
        if key not in KINDS:
            raise UserError(f"--features: {shown(key)} is no feature: {choices(key, list(KINDS))}")
        if key in found:
            raise UserError(f"--features: {key} is named twice")
        found[key] = column
    for name in ("power", "power_target"):
        if name in found and not {"power", "power_target"} <= set(found):
            raise UserError("--features: power is that of the actor beside that of its target: name power_target too")
    return found


def check_columns(text: str, file: str, named: Mapping[str, str]) -> None:
    """See that a file has the columns that are named.

    Raises:
        UserError: there is no such column.
        ScenarioError: the file holds no coded acts.
    """
    columns = list(next(rows_of(text.encode(), file), {})) if named else []
    for name, column in named.items():
        if column not in columns:
            near = choices(column, columns)
            raise UserError(f"{file}:1:1: --features {name}={shown(column)}: no such column: {near}")


def read_features(text: str, file: str, acts: Sequence[CodedAct], named: Mapping[str, str]) -> Values:
    """What forecasters are told of these acts of a file, shape (acts, features), NaN where it is not known.

    Raises:
        ScenarioError: a value is not what its column may hold; every one is named.
    """
    if not named:
        return np.zeros((len(acts), 0))
    rows = {row["n"].line: row for row in rows_of(text.encode(), file)}
    problems: list[Problem] = []
    told = {
        name: np.array([_value(rows[act.line][column], name, column, file, problems) for act in acts], np.float64)
        for name, column in named.items()
    }
    if problems:
        raise ScenarioError(problems[:MOST_TOLD])
    return np.column_stack(list(_seen(told)))


def _value(cell: Cell, name: str, column: str, file: str, problems: list[Problem]) -> float:
    if cell.text.lower() in UNKNOWN:
        return float("nan")
    found = KINDS[name].read(cell.text)
    if found is None:
        message = f"{shown(cell.text)} is no {name} of an act: {KINDS[name].allowed}, empty where it is not known"
        problems.append(Problem(file, cell.line, cell.column, column, message))
        return float("nan")
    return found


def _seen(told: Mapping[str, Values]) -> list[Values]:
    """The features as a line of a logit sees them: distances by their logarithm, power as the actor's share of both."""
    seen = []
    for name, values in told.items():
        if name == "power_target":
            continue
        if name == "power":
            both = values + told["power_target"]
            seen.append(np.divide(values, both, out=np.full(len(values), 0.5), where=both != 0))
        else:
            seen.append(np.log1p(values) if name == "distance" else values)
    return seen


def filled(past: Values, asked: Values) -> tuple[Values, Values]:
    """Both with the mean of the past in place of what is not known, and a column for each gap that says so."""
    gaps = np.flatnonzero(np.isnan(past).any(axis=0) | np.isnan(asked).any(axis=0))
    known = ~np.isnan(past)
    sums = np.where(known, past, 0.0).sum(axis=0)
    middle = np.divide(sums, known.sum(axis=0), out=np.zeros(past.shape[1]), where=known.any(axis=0))
    return tuple(
        np.column_stack([np.where(np.isnan(part), middle, part), np.isnan(part[:, gaps])]) for part in (past, asked)
    )  # pyright: ignore[reportReturnType]
