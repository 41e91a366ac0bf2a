"""The keys of a scenario file, from its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from brink.docs.pages import markdown
from brink.model.world.doctrines import DOCTRINES, Doctrine
from brink.scenarios.scenario import Scenario

Node = dict[str, Any]

INTRODUCTION = """\
Every key of a scenario file. Unknown and duplicate keys are errors. `ID` stands for an id of your choice: a lower-case
letter, then letters, digits and underscores. A number may also be written as `{value: ..., range: [low, high],
source: ...}`. Bounds are hard; the plausible range of a number is the one its file declares. `extends` names a shipped
base or a file beside this one; then everything given here is laid over it, mapping by mapping, and `null` removes an
entry. A setting is read by the file or folder named in the last column: one of `model/mechanisms/` if there is one of
that name, else of `model/engine/`, `model/`, `agents/`, `scenarios/` or `experiments/`."""

CONSTANTS = "The keys under `constants` have [a page of their own](constants.md)."


def resolve(node: Node, definitions: dict[str, Node]) -> Node:
    """The schema that a node means: references followed, optional values taken as the value."""
    if "$ref" in node:
        rest = {key: value for key, value in node.items() if key != "$ref"}
        return {**definitions[node["$ref"].rsplit("/", 1)[-1]], **rest}
    for key in ("anyOf", "allOf", "oneOf"):
        if key in node:
            options = [option for option in node[key] if option.get("type") != "null"]
            rest = {name: value for name, value in node.items() if name != key}
            return {**resolve(options[0], definitions), **rest}
    return node


def leaves(path: str, node: Node, definitions: dict[str, Node], required: bool) -> Iterator[tuple[str, Node, bool]]:
    """Every key below a node that holds a value, with its schema and whether it must be given."""
    node = resolve(node, definitions)
    inner = node.get("additionalProperties")
    if "properties" in node and inner is not True:
        for name, child in node["properties"].items():
            yield from leaves(f"{path}.{name}", child, definitions, name in node.get("required", ()))
    elif isinstance(inner, dict):
        description = {"description": node["description"]} if "description" in node else {}
        yield from leaves(f"{path}.ID", {**inner, **description} if "$ref" not in inner else inner, definitions, False)
    else:
        yield path, node, required


def plain(number: float) -> str:
    """A number without an exponent, thousands set apart."""
    return f"{number:,g}" if abs(number) < 100_000 else f"{number:,.0f}"


def allowed(node: Node) -> str:
    """What a value may be, in few words."""
    if "enum" in node:
        return ", ".join(str(value) for value in node["enum"])
    if "const" in node:
        return str(node["const"])
    low, high = node.get("minimum", node.get("exclusiveMinimum")), node.get("maximum")
    if low is not None and high is not None:
        return f"{plain(low)} to {plain(high)}"
    return {"string": "text", "boolean": "true, false", "array": "list"}.get(node.get("type", ""), "")


def row(path: str, node: Node, required: bool) -> tuple[str, ...]:
    """A line of the table."""
    default = node.get("default")
    shown = "required" if required else markdown.code(json.dumps(default)) if default not in (None, "", []) else ""
    unit = node.get("unit", node.get("format", ""))
    return markdown.code(path), node.get("description", ""), unit, allowed(node), shown, node.get("rule", "")


def section(name: str, node: Node, definitions: dict[str, Node]) -> str:
    """A heading and the table of one top-level key that holds others."""
    rows = [row(*leaf) for leaf in leaves(name, node, definitions, False)]
    head = ("key", "meaning", "unit", "allowed", "default", "read by")
    return f"## {name.capitalize()}\n\n{node.get('description', '').capitalize()}.\n\n{markdown.table(head, rows)}"


def parameters(doctrine: Doctrine) -> str:
    """The parameters of a doctrine with bounds and default, in a cell."""
    return "; ".join(
        f"`{name}` {p.meaning} ({p.low:g} to {p.high:g} {p.unit}, default {p.default:g})"
        for name, p in doctrine.parameters.items()
    )


def doctrines() -> str:
    """The doctrines an actor can be given."""
    rows = [(markdown.code(name), d.summary, parameters(d), d.source) for name, d in DOCTRINES.items()]
    return "## Doctrines\n\n" + markdown.table(("name", "what it does", "parameters", "source"), rows)


def page() -> str:
    """Return the page."""
    schema = Scenario.model_json_schema()
    definitions, properties = schema.pop("$defs"), schema["properties"]
    properties.pop("constants")
    required = set(schema["required"])
    plain = {name: node for name, node in properties.items() if "additionalProperties" not in node}
    top = [row(name, resolve(node, definitions), name in required) for name, node in plain.items()]
    top.insert(1, ("`extends`", "base laid under this file: a shipped name or a relative path", "", "text", "", ""))
    head = ("key", "meaning", "unit", "allowed", "default", "read by")
    parts = [section(name, node, definitions) for name, node in properties.items() if name not in plain]
    return markdown.page(
        "Scenario file", INTRODUCTION, "## Top level\n\n" + markdown.table(head, top), *parts, CONSTANTS, doctrines()
    )
