"""The JSON Schema by which editors complete and check scenario files, made from the scenario schema.

It is looser than the loader where a file alone cannot tell: a file that extends another may leave out anything, and may
remove an entry by null. ``scenario.schema.json`` beside this module is its output.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from ...model.world.doctrines import DOCTRINES
from .actors import DoctrineChoice
from .fields import ID_PATTERN, Section, spread_evenly
from .walk import ROOT, Node, child, children

FILE_NAME = "scenario.schema.json"
IDS = {"type": "string", "pattern": f"^{ID_PATTERN.pattern}$"}
LISTED = {"type": "array", "items": IDS, "uniqueItems": True}


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a scenario file."""
    definitions: dict[str, Any] = {"Quantity": _quantity()}
    root = _section(ROOT, definitions)
    root["properties"] = {
        **root["properties"],
        "extends": {"type": "string", "description": "the shipped scenario, or file in this folder, to build on"},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "brink scenario",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def json_schema_text() -> str:
    """The JSON Schema as it stands in ``scenario.schema.json``."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def _quantity() -> dict[str, Any]:
    ends = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    return {
        "description": "a number with its plausible range and where it comes from",
        "type": "object",
        "properties": {"value": {"type": "number"}, "range": ends, "source": {"type": "string"}},
        "required": ["value"],
        "additionalProperties": False,
    }


def _section(node: Node, definitions: dict[str, Any]) -> dict[str, Any]:
    section = node.section
    assert section is not None
    properties = {key: _described(below, definitions) for key, below in children(section).items()}
    return {
        "description": " ".join((section.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _described(node: Node, definitions: dict[str, Any]) -> dict[str, Any]:
    meaning = node.meaning
    unit = node.about.get("unit")
    text = f"{meaning} ({unit})" if unit else meaning
    value = _value(node, definitions)
    return {"description": text, **value} if text and "description" not in value else value


def _asked(node: Node) -> dict[str, Any]:
    """Words, ranges and flags of questions may be written in several ways; the loader knows which."""
    if node.listing:
        return {"type": "array", "items": {"type": ["string", "number"]}}
    return {"enum": [True, False, "any"]} if node.bare is bool else {"type": ["string", "integer", "array"]}


def _value(node: Node, definitions: dict[str, Any]) -> dict[str, Any]:
    if node.about.get("rule") == "questions" and (node.listing or node.bare in (bool, str)):
        return _asked(node)
    if node.section is not None:
        return _reference(node, node.section, definitions)
    if node.entries is not None:
        return _mapping(node, definitions)
    if node.number:
        return _number(node)
    if node.listing:
        return LISTED
    if node.choices:
        return {"const": 1} if node.choices == ("1",) else {"enum": list(node.choices)}
    if node.bare is bool:
        return {"type": "boolean"}
    if node.bare is datetime.date:
        return {"type": "string", "format": "date"}
    return {"type": "string"} if node.bare is str else {}


def _reference(node: Node, section: type[Section], definitions: dict[str, Any]) -> dict[str, Any]:
    if section is DoctrineChoice:
        return {"anyOf": [{"enum": list(DOCTRINES)}, *(_doctrine(node, name, definitions) for name in DOCTRINES)]}
    if section.__name__ not in definitions:
        definitions[section.__name__] = {}
        definitions[section.__name__] = _section(node, definitions)
    return {"$ref": f"#/$defs/{section.__name__}"}


def _doctrine(node: Node, name: str, definitions: dict[str, Any]) -> dict[str, Any]:
    """A doctrine written out, with its own parameters and no others."""
    below = {parameter: child(node, parameter) for parameter in DOCTRINES[name].parameters}
    parameters = {parameter: _described(entry, definitions) for parameter, entry in below.items() if entry}
    return {
        "description": DOCTRINES[name].summary,
        "type": "object",
        "properties": {"rule": {"const": name}, **parameters},
        "additionalProperties": False,
    }


def _mapping(node: Node, definitions: dict[str, Any]) -> dict[str, Any]:
    below = child(node, node.keys[0] if node.keys else "any")
    entry = _described(below, definitions) if below else {}
    entry = {"anyOf": [entry, {"type": "null"}]} if entry else {}
    if node.keys:
        return {"type": "object", "properties": dict.fromkeys(node.keys, entry), "additionalProperties": False}
    mapping = {"type": "object", "additionalProperties": entry}
    return {"anyOf": [mapping, LISTED, IDS]} if _takes_a_list(node) else mapping


def _takes_a_list(node: Node) -> bool:
    """Whether a mapping of shares may be written as a list of ids, or as one id."""
    return node.field is not None and any(
        getattr(entry, "func", None) is spread_evenly for entry in node.field.metadata
    )


def _number(node: Node) -> dict[str, Any]:
    plain: dict[str, Any] = {"type": "integer" if node.bare is int else "number"}
    if node.low is not None:
        plain["minimum"] = node.low
    if node.high is not None:
        plain["maximum"] = node.high
    return {"anyOf": [plain, {"$ref": "#/$defs/Quantity"}]}
