"""The kinds of field a scenario is made of: numbers with unit and bounds, ids, dates, shares.

Every number states its meaning, unit, hard bounds, the rule that reads it and where its default comes from; help texts,
the editor schema and the reference page are generated from these statements.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ...model.world.constants import JUDGEMENT

ID_PATTERN = re.compile(r"[a-z][a-z0-9_]*")
#: Words that may not name anything, since a mapping with this key is a number with its range.
RESERVED_IDS = frozenset({"value"})
MOST_PEOPLE = 10_000_000
MOST_KILLED = 1_000_000
MOST_LAUNCHED = 100_000


class Section(BaseModel):
    """A part of a scenario: read-only once checked, unknown keys are errors, nothing is converted silently."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, allow_inf_nan=False, populate_by_name=True, validate_default=True
    )


def check_id(value: object) -> object:
    """Return ``value`` if it is an id (a lower-case letter, then letters, digits, underscores).

    Raises:
        ValueError: it is not.
    """
    if not isinstance(value, str) or not ID_PATTERN.fullmatch(value):
        raise ValueError(f"{value!r} is not an id: write a lower-case letter, then letters, digits or underscores")
    if value in RESERVED_IDS:
        raise ValueError(f"{value!r} is reserved and cannot be an id")
    return value


#: A horizon of ten years from any of these still has a date.
FIRST_YEAR, LAST_YEAR = 1000, 8999


def check_date(value: object) -> object:
    """Return the date that ``value`` writes as YYYY-MM-DD (a date is returned as it is).

    Raises:
        ValueError: it is not written so, the calendar has no such day, or its year is outside 1000 to 8999.
    """
    if isinstance(value, datetime.date):
        return value
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError(f"{value!r} is not a date: write it as YYYY-MM-DD")
    try:
        date = datetime.date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"the calendar has no day {value}") from None
    if not FIRST_YEAR <= date.year <= LAST_YEAR:
        raise ValueError(f"{value} is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return date


def spread_evenly(value: object) -> object:
    """Turn a list of ids, or one id, into equal shares; a mapping of shares is returned as it is.

    Raises:
        ValueError: an entry of the list is no id, or stands in it twice.
    """
    if isinstance(value, str):
        return {value: 1.0}
    if isinstance(value, Mapping) or not isinstance(value, Sequence):
        return value
    ids = [str(check_id(entry)) for entry in value]
    twice = sorted({entry for entry in ids if ids.count(entry) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} stands in the list more than once")
    return dict.fromkeys(ids, 1.0)


def check_list(value: object) -> object:
    """Turn a list into a tuple of distinct entries, which is how a scenario keeps it.

    Raises:
        ValueError: an entry stands in the list twice.
    """
    if not isinstance(value, list):
        return value
    twice = [entry for number, entry in enumerate(value) if entry in value[:number]]
    if twice:
        raise ValueError(f"{twice[0]} stands in the list more than once")
    return tuple(value)


def as_tuple(value: object) -> object:
    """Take a YAML list for a tuple."""
    return tuple(value) if isinstance(value, list) else value


def number(
    default: Any,
    low: float,
    high: float,
    *,
    unit: str,
    meaning: str,
    rule: str,
    source: str = JUDGEMENT,
    direction: str | None = None,
    alias: str | None = None,
) -> Any:
    """Declare a number: default (``...`` if it must be given), hard bounds, unit, meaning, the rule that reads it.

    ``direction`` is ``up`` or ``down`` where a larger value must make retaliation more or less likely.
    """
    about: dict[str, Any] = {"unit": unit, "rule": rule, "source": source}
    if direction:
        about["direction"] = direction
    return Field(default, ge=low, le=high, description=meaning, json_schema_extra=about, alias=alias)


def killed_dispersion_field() -> Any:
    """Declare the dispersion of deaths that come in one piece."""
    return number(
        0.5, 0.001, 100, unit="dispersion", rule="strike", meaning="negative binomial dispersion of the killed"
    )


def about(meaning: str, rule: str = "", *, default: Any = ..., alias: str | None = None) -> Any:
    """Declare a field that is no number: its meaning and the rule that reads it."""
    return Field(default, description=meaning, json_schema_extra={"rule": rule}, alias=alias)


def table(meaning: str, rule: str = "") -> Any:
    """Declare a mapping by id that may be left out."""
    return Field(default_factory=dict, description=meaning, json_schema_extra={"rule": rule})


Id = Annotated[str, BeforeValidator(check_id)]
Day = Annotated[datetime.date, BeforeValidator(check_date)]
Column = Annotated[tuple[float, ...], BeforeValidator(as_tuple)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(check_list)]
Settings = Annotated[tuple[str, ...], BeforeValidator(check_list)]
#: Its rule is that of the setting whose share it is.
Share = Annotated[
    float, Field(gt=0, le=1_000_000, description="share, in any measure", json_schema_extra={"unit": "share"})
]
Shares = Annotated[dict[Id, Share], BeforeValidator(spread_evenly)]
