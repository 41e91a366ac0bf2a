"""Explain a setting: what it means, its unit and bounds, what reads it, where its default comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pydantic_core import PydanticUndefined

from ..model.mechanisms.registry import CONSTANTS
from ..model.world.doctrines import DOCTRINES
from .problems import Problem, ScenarioError, choices
from .questions.primer import NO_PRIMER, PRIMERS
from .scenario import Scenario
from .schema.actors import DoctrineChoice
from .schema.json_schema import json_schema, json_schema_text
from .schema.removed import successor
from .schema.walk import ROOT, Node, allowed_keys, child, holds_ids, node_at
from .text.origin import origin_of
from .text.settings import missing_id, split_path
from .text.yaml_text import Path

__all__ = ["Explanation", "explain", "json_schema", "json_schema_text"]


@dataclass(frozen=True)
class Explanation:
    """What can be said about the setting, or the section, at a path.

    ``low`` and ``high`` are hard bounds; ``plausible`` is the range that sensitivity and ``--uncertain`` use, if one is
    known. ``given`` is whether the scenario asked about states the ``value`` itself; without one these are
    None, and so is ``place``, where the value stands. ``notes``: lines worth reading besides; ``example``: what it
    looks like in a file; ``see``: pages with more.
    """

    path: str
    meaning: str
    unit: str
    default: Any
    low: float | None
    high: float | None
    plausible: tuple[float, float] | None
    source: str
    rule: str
    direction: str
    choices: tuple[str, ...]
    inside: tuple[str, ...]
    value: Any = None
    given: bool | None = None
    place: str | None = None
    notes: tuple[str, ...] = ()
    example: str = ""
    see: tuple[str, ...] = ()


def explain(path: str, scenario: Scenario | None = None) -> Explanation:
    """Explain a path such as ``actors.iran.restraint.credibility`` or ``constants.fear_weight``.

    Any id does where the schema has ids; with a scenario, ids must exist in it, and its value is shown. A constant may
    be named without ``constants.``.

    Raises:
        ScenarioError: there is no such setting, or the scenario has no such entry.
    """
    keys = split_path(f"constants.{path}" if _is_constant(path) else path)
    node = _find(keys, path)
    general = _general(".".join(keys), keys, node)
    return _in_scenario(general, keys, scenario) if scenario is not None else general


def is_setting(path: str) -> bool:
    """Whether a setting, or a section of settings, stands at a path, or stood there in an earlier version."""
    return _is_constant(path) or node_at(split_path(path)) is not None


def _is_constant(path: str) -> bool:
    """Whether a constant has this name, or had it in an earlier version."""
    return path in CONSTANTS or successor("constants", path) is not None


def _find(keys: Path, path: str) -> Node:
    node = ROOT
    for number, key in enumerate(keys):
        below = child(node, key)
        if below is None:
            where = ".".join(keys[:number]) or "a scenario"
            known = [*allowed_keys(node), *(CONSTANTS if number == 0 else ())]
            near = choices(key, known) if known else f"{where} is a single value"
            unknown = f"there is no setting {key} in {where}: {near}"
            raise ScenarioError([Problem(path, 0, 0, "", successor(".".join(keys[:number]), key) or unknown)])
        node = below
    return node


def _general(path: str, keys: Path, node: Node) -> Explanation:
    about = node.about
    constant = CONSTANTS.get(keys[1]) if len(keys) == 2 and keys[0] == "constants" else None
    names = tuple(DOCTRINES) if keys[-1:] in (("doctrine",), ("rule",)) and keys[0] == "actors" else node.choices
    doc = " ".join((node.section.__doc__ or "").split()) if node.section else ""
    primer = PRIMERS.get(path, NO_PRIMER)
    return Explanation(
        path=path,
        meaning=node.meaning or doc,
        unit=about.get("unit", ""),
        default=_default(node),
        low=node.low,
        high=node.high,
        plausible=(constant.low, constant.high) if constant else None,
        source=about.get("source", ""),
        rule=about.get("rule", ""),
        direction=about.get("direction", ""),
        choices=names,
        inside=() if names else allowed_keys(node),
        notes=_doctrine_notes() if names == tuple(DOCTRINES) else primer.notes,
        example=primer.example,
        see=primer.see,
    )


def _doctrine_notes() -> tuple[str, ...]:
    """Every doctrine with what it does and its parameters."""
    return tuple(
        f"{name}: {entry.summary}" + (f" ({', '.join(entry.parameters)})" if entry.parameters else "")
        for name, entry in DOCTRINES.items()
    )


def _default(node: Node) -> Any:
    """The default of a single setting; None where there is none, or where it must be given."""
    field = node.field
    if field is None or field.default is PydanticUndefined or node.section is not None or holds_ids(node):
        return None
    return field.default


def _in_scenario(general: Explanation, keys: Path, scenario: Scenario) -> Explanation:
    if missing := missing_id(scenario, keys):
        raise ScenarioError([Problem(general.path, 0, 0, "", missing)])
    origin = origin_of(scenario)
    data = _at(origin.text.data, keys)
    value = _at(scenario.model_dump(mode="json", by_alias=True), keys)
    quantity, place = origin.quantities.get(keys), origin.text.places.get(keys)
    changes: dict[str, Any] = {"value": general.default if value is None else value, "given": data is not None}
    if data is not None and place is not None:
        changes["place"] = f"{place.file}:{place.line}" if place.line else place.file
    if keys[0] == "actors" and "doctrine" in keys:
        changes |= _of_doctrine(keys, scenario.actors[keys[1]].doctrine)
    if quantity is not None and quantity.low is not None and quantity.high is not None:
        changes["plausible"] = quantity.low, quantity.high
    if quantity is not None and quantity.source:
        changes["source"] = quantity.source
    return replace(general, **changes)


def _of_doctrine(keys: Path, doctrine: DoctrineChoice) -> dict[str, Any]:
    """What to say of a doctrine, or of one of its parameters, where the file leaves parameters at their defaults."""
    if keys[-1] == "doctrine":
        return {"value": {"rule": doctrine.rule, **doctrine.values()}}
    if keys[-1] == "rule" or keys[-1] in doctrine.values():
        return {"value": doctrine.rule if keys[-1] == "rule" else doctrine.values()[keys[-1]]}
    note = f"{keys[1]} decides by {doctrine.rule}, which has no such parameter"
    return {"value": None, "given": None, "notes": (note,)}


def _at(data: Any, keys: Path) -> Any:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data
