"""Walk down the schema: what may stand at a path, and where numbers are."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from ...model.world.doctrines import DOCTRINES
from .actors import DoctrineChoice
from .fields import Section, number
from .sections import Assumptions


@dataclass(frozen=True)
class Node:
    """What the schema allows at one place: a section, a mapping by id, a list, a number, or another single value."""

    field: FieldInfo | None
    bare: Any = None
    section: type[Section] | None = None
    entries: Any = None
    number: bool = False
    listing: bool = False
    choices: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    above: str = ""

    @property
    def low(self) -> float | None:
        """Smallest value allowed."""
        return _bound(self.field, "ge")

    @property
    def high(self) -> float | None:
        """Largest value allowed."""
        return _bound(self.field, "le")

    @property
    def meaning(self) -> str:
        """What the schema says it means."""
        return (self.field.description if self.field else None) or ""

    @property
    def about(self) -> dict[str, str]:
        """Unit, rule, source and direction as the schema states them; the rule of a mapping holds for its entries."""
        extra = self.field.json_schema_extra if self.field else None
        own = {key: str(text) for key, text in extra.items()} if isinstance(extra, dict) else {}
        return {"rule": self.above, **own} if self.above else own


def _bound(field: FieldInfo | None, name: str) -> float | None:
    for entry in field.metadata if field else ():
        if getattr(entry, name, None) is not None:
            return float(getattr(entry, name))
        if name == "ge" and getattr(entry, "gt", None) is not None:
            return float(entry.gt)
    return None


def _bare(annotation: Any) -> tuple[Any, FieldInfo | None]:
    """Strip Annotated and ``| None``; the second result is the field stated inside Annotated, if one is."""
    field = None
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            parts = get_args(annotation)
            field = next((part for part in parts[1:] if isinstance(part, FieldInfo)), field)
            annotation = parts[0]
        elif origin in (Union, types.UnionType):
            annotation = next(part for part in get_args(annotation) if part is not type(None))
        else:
            return annotation, field


def _node(annotation: Any, field: FieldInfo | None) -> Node:
    bare, own = _bare(annotation)
    field = field or (FieldInfo.from_annotation(annotation) if own is not None else None)
    if isinstance(bare, type) and issubclass(bare, Section):
        return Node(field, bare, section=bare)
    if get_origin(bare) is dict:
        key, value = get_args(bare)
        plain_key = _bare(key)[0]
        return Node(field, bare, entries=value, keys=get_args(plain_key) if get_origin(plain_key) is Literal else ())
    if get_origin(bare) is tuple:
        return Node(field, bare, listing=True)
    if get_origin(bare) is Literal:
        return Node(field, bare, choices=tuple(str(choice) for choice in get_args(bare)))
    return Node(field, bare, number=bare in (float, int))


ROOT = Node(None, Assumptions, section=Assumptions)


@cache
def children(section: type[Section]) -> dict[str, Node]:
    """The keys of a section as they stand in a file, with what each allows."""
    return {
        field.alias or name: _node(field.annotation, field if field.annotation else None)
        for name, field in section.model_fields.items()
    }


@cache
def _doctrine_parameter(name: str) -> Node | None:
    for rule, doctrine in DOCTRINES.items():
        if name in doctrine.parameters:
            entry = doctrine.parameters[name]
            field = number(
                entry.default, entry.low, entry.high, unit=entry.unit, rule=f"doctrine {rule}", meaning=entry.meaning
            )
            return Node(field, float, number=True)
    return None


@cache
def _entry(annotation: Any) -> Node:
    return _node(annotation, None)


def child(node: Node, key: str) -> Node | None:
    """What stands below ``key``, or None if the schema has no such key here."""
    if node.section is not None:
        if node.section is DoctrineChoice and key != "rule":
            return _doctrine_parameter(key)
        return children(node.section).get(key)
    if node.entries is None or (node.keys and key not in node.keys):
        return None
    return _entry_of(node)


def _entry_of(node: Node) -> Node:
    """What stands under an id of a mapping."""
    try:
        entry = _entry(node.entries)
    except TypeError:
        entry = _node(node.entries, None)
    return replace(entry, above=node.about.get("rule", ""))


def allowed_keys(node: Node) -> tuple[str, ...]:
    """The keys that the schema names at a node; empty where keys are ids."""
    if node.section is DoctrineChoice:
        return ("rule", *(name for doctrine in DOCTRINES.values() for name in doctrine.parameters))
    if node.section is not None:
        return tuple(children(node.section))
    return node.keys


def holds_ids(node: Node) -> bool:
    """Whether a mapping by id stands here."""
    return node.entries is not None


def node_at(path: tuple[str, ...]) -> Node | None:
    """What the schema allows at a path of keys and ids, or None if it knows no such path."""
    node: Node | None = ROOT
    for key in path:
        node = child(node, key) if node else None
    return node


def settings(node: Node = ROOT, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every single setting of the schema with its path, ``*`` standing for an id."""
    if node.section is not None:
        for key, below in children(node.section).items():
            yield from settings(below, (*path, key))
    elif node.entries is not None:
        yield from settings(_entry_of(node), (*path, "*"))
    else:
        yield path, node
