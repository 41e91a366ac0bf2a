"""The settings that a page offers: each with its words, unit, range, source, and what reads it, from the schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ...model.mechanisms.registry import CONSTANTS
from ...scenarios.called import words_by_path
from ...scenarios.describe import explain
from ...scenarios.text.handles import is_whole
from ...scenarios.text.settings import split_path

if TYPE_CHECKING:
    from ...scenarios.describe import Explanation
    from ...scenarios.scenario import Scenario

#: Groups of settings in their order: how a group is called, and what begins the paths in it, a constant by its rule.
GROUPS: dict[str, tuple[str, ...]] = {
    "Pressure": ("pressure", "background", "harm", "patience", "toll", "solidarity", "protectors"),
    "Restraint": ("restraint", "utility", "choice", "nuclear", "operation", "damping", "doctrine", "misreading"),
    "Ties": ("ties", "control", "delegation", "veto", "attribution", "knowledge"),
    "Standing violence": ("campaigns", "attacks", "campaign", "opportunity"),
    "Weapons and defences": ("weapons", "defences", "ladder", "forces", "strike", "readiness"),
    "Ways down": ("exchange", "mediation", "concession", "closing", "truce", "truces", "response"),
    "Events": ("events",),
    "Other rules": (),
}


def controls(scenario: Scenario, paths: Sequence[str]) -> list[dict[str, Any]]:
    """What a page shows of each setting, in the order given."""
    labels = words_by_path(paths, scenario)
    return [_control(path, labels[path], scenario) for path in paths]


def range_of(path: str, scenario: Scenario) -> tuple[float, float]:
    """From where to where a page lets a setting be moved: its plausible range, else what the schema allows."""
    return _range(explain(path, scenario))


def _range(about: Explanation) -> tuple[float, float]:
    value = _value(about)
    low, high = about.plausible or (about.low, about.high)
    return min(value, _end(low, 0.0)), max(value, _end(high, 2 * abs(value) or 1.0))


def _control(path: str, label: str, scenario: Scenario) -> dict[str, Any]:
    about = explain(path, scenario)
    low, high = _range(about)
    return {
        "path": path,
        "keys": split_path(path),
        "whole": is_whole(path),
        "without": [],
        "label": label,
        "group": group_of(path),
        "unit": about.unit,
        "value": _value(about),
        "low": low,
        "high": high,
        "declared": about.plausible is not None,
        "meaning": about.meaning,
        "source": about.source,
        "rule": about.rule,
        "direction": about.direction,
    }


def _value(about: Explanation) -> float:
    """The value of a setting; one that a scenario leaves out cannot be moved, whatever stands here."""
    return _end(about.value, 0.0)


def _end(stated: float | None, otherwise: float) -> float:
    return otherwise if stated is None else float(stated)


def group_of(path: str) -> str:
    """The group that a setting belongs to."""
    section, *rest = path.split(".")
    keys = [CONSTANTS[rest[0]].rule] if section == "constants" and rest else [section, *rest]
    return next((name for name, words in GROUPS.items() if any(key in words for key in keys)), "Other rules")
