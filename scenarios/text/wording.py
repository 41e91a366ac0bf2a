"""Say in plain words what the schema objects to."""

from __future__ import annotations

import re
from typing import Any

from pydantic_core import ErrorDetails

from ..problems import choices, shown
from ..schema.removed import successor
from ..schema.walk import ROOT, Node, allowed_keys, child, node_at
from .unwrap import Mistake
from .yaml_text import Path

#: Choices that are all named even where one of them is near: what is spelt alike may not be what was meant.
FEW = 8
EXPECTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
    "tuple_type": "a list",
    "date_type": "a date",
}


def finding(error: ErrorDetails) -> Mistake:
    """One finding of the schema, with its path as it stands in the file."""
    path = tuple(str(part) for part in error["loc"])
    if path and path[-1] == "[key]":
        return _wrong_key(path[:-1], error)
    kind = error["type"]
    if kind == "missing":
        return Mistake(path[:-1], f"{path[-1]} is missing{_needs(path)}", at_key=True)
    if kind == "extra_forbidden":
        parent = node_at(path[:-1]) or ROOT
        went = successor(path[0], path[-1])
        if went:
            return Mistake(path, went, at_key=True)
        return Mistake(path, f"unknown key: {choices(path[-1], allowed_keys(parent))}", at_key=True)
    return Mistake(path, _message(kind, error, node_at(path)))


def plain_message(error: ErrorDetails) -> str:
    """What the schema objects to, for data of another schema than a scenario's."""
    return _message(error["type"], error, None)


def _needs(path: Path) -> str:
    node = node_at(path)
    about = node.field.description if node and node.field else None
    return f" ({about})" if about else ""


def _wrong_key(path: Path, error: ErrorDetails) -> Mistake:
    parent = node_at(path[:-1])
    known = allowed_keys(parent) if parent else ()
    if known:
        return Mistake(path, f"unknown key: {choices(path[-1], known)}", at_key=True)
    return Mistake(path, _message(error["type"], error, _key_node(path)), at_key=True)


def _key_node(path: Path) -> Node | None:
    parent = node_at(path[:-1])
    return child(parent, path[-1]) if parent else None


def _message(kind: str, error: ErrorDetails, node: Node | None) -> str:
    value: Any = error["input"]
    context = error.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", error["msg"]))
    if kind == "literal_error":
        known = node.choices if node else re.findall("'([^']+)'", str(context.get("expected", "")))
        hint = choices(value, known)
        rest = f" There are: {', '.join(map(str, known))}" if hint.endswith("?") and len(known) <= FEW else ""
        return f"{shown(value)} is not allowed: {hint}{rest}"
    if kind == "finite_number" or (isinstance(value, float) and value != value):
        return "must be a finite number"
    if kind in ("greater_than_equal", "greater_than"):
        return f"{_figure(value)} is too small: {_least(kind, context)}{_unit(node)}"
    if kind in ("less_than_equal", "less_than"):
        return f"{_figure(value)} is too large: at most {context.get('le', context.get('lt')):g}{_unit(node)}"
    if kind == "string_too_short" and value == "":
        return "it is empty"
    if kind in EXPECTED:
        return f"{_what(value)} stands where {EXPECTED[kind]} is expected{_unit(node)}"
    return f"{shown(value)}: {error['msg']}"


def _least(kind: str, context: dict[str, Any]) -> str:
    return f"at least {context['ge']:g}" if kind == "greater_than_equal" else f"more than {context['gt']:g}"


def _figure(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else shown(value)


def _unit(node: Node | None) -> str:
    unit = node.about.get("unit") if node else None
    return f" ({unit})" if unit else ""


def _what(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    return shown(value)
