"""Read YAML 1.2 text into plain data, keeping the line and column of every key and value.

Only what a scenario needs is read: mappings, lists and single values. Tags, anchors and aliases are refused, so a file
can neither name a Python object nor grow when it is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ..problems import Problem, ScenarioError, one_line, shown

MOST_BYTES = 1024 * 1024
MOST_NODES = 100_000
DEEPEST = 24
#: Digits up to which a whole number is read as one; anything longer is far outside every bound.
MOST_DIGITS = 18

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER = re.compile(r"[-+]?[0-9]+")
OCTAL = re.compile(r"0o[0-7]+")
HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,6})?")
INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)")
NOT_A_NUMBER = frozenset({".nan", ".NaN", ".NAN"})

Path = tuple[str, ...]


class FilePosition(NamedTuple):
    """Where a value stands, and where its key does; lines and columns from 1, line 0 for a whole file."""

    file: str
    line: int
    column: int
    key_line: int
    key_column: int


class Text(NamedTuple):
    """What a file says: plain data, and the place of every path in it."""

    data: Any
    places: dict[Path, FilePosition]


def resolve(text: str) -> Any:
    """Value of an unquoted scalar by the YAML 1.2 core schema (so ``no`` and ``12:30`` are words)."""
    if text in NULLS:
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    if INTEGER.fullmatch(text):
        return int(text) if len(text) <= MOST_DIGITS else float(text)
    if FLOAT.fullmatch(text):
        return float(text)
    if len(text) <= MOST_DIGITS and OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if len(text) <= MOST_DIGITS and HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    if INFINITE.fullmatch(text):
        return float(text.replace(".", ""))
    return float("nan") if text in NOT_A_NUMBER else text


class _Reader:
    """Builds data from parser events, with a limit on depth and size."""

    def __init__(self, events: Iterator[Event], file: str) -> None:
        self.events = events
        self.file = file
        self.nodes = 0
        self.places: dict[Path, FilePosition] = {}
        self.twice: list[Problem] = []

    def refuse(self, event: Event, path: Path, message: str) -> ScenarioError:
        line, column = _mark(event)
        return ScenarioError([Problem(self.file, line, column, ".".join(path), message)])

    def read(self, event: Event, path: Path, key: Event | None) -> Any:
        self.admit(event, path)
        line, column = _mark(event)
        key_line, key_column = _mark(key) if key else (line, column)
        self.places[path] = FilePosition(self.file, line, column, key_line, key_column)
        if isinstance(event, MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self.listing(path)
        assert isinstance(event, ScalarEvent)
        return resolve(event.value) if event.style is None or event.style == "" else event.value

    def admit(self, event: Event, path: Path) -> None:
        self.nodes += 1
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            raise self.refuse(event, path, "anchors and aliases are not read: write the value out, or use extends")
        if getattr(event, "tag", None) is not None:
            raise self.refuse(event, path, "tags (!...) are not read: write a plain value")
        value = getattr(event, "value", "")
        if not value.isprintable() and any(_is_control(letter) for letter in value):
            raise self.refuse(event, path, "control characters and half characters are not read")
        if len(path) > DEEPEST:
            raise self.refuse(event, path[:3], f"nested more than {DEEPEST} levels deep")
        if self.nodes > MOST_NODES:
            raise self.refuse(event, path, f"more than {MOST_NODES} values in one file")

    def mapping(self, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            self.admit(event, path)
            if not isinstance(event, ScalarEvent):
                raise self.refuse(event, path, "a key must be a single word")
            self.pair(event, path, result)
        return result

    def pair(self, event: ScalarEvent, path: Path, result: dict[str, Any]) -> None:
        key = str(event.value)
        below = (*path, key)
        if key in result:
            first = self.places[below]
            line, column = _mark(event)
            message = f"this key stands twice; first on line {first.key_line}"
            self.twice.append(Problem(self.file, line, column, ".".join(below), message))
        result[key] = self.read(next(self.events), below, event)

    def listing(self, path: Path) -> list[Any]:
        result: list[Any] = []
        for event in self.events:
            if isinstance(event, SequenceEndEvent):
                break
            result.append(self.read(event, (*path, str(len(result))), None))
        return result


def _is_control(letter: str) -> bool:
    return letter not in "\n\t" and unicodedata.category(letter) in ("Cc", "Cs")


def _mark(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _document(text: str, file: str) -> Text:
    # the parser of ruamel.yaml is used without its constructors: plain data and marks are all that is wanted
    reader = _Reader(iter(YAML(typ="safe", pure=True).parse(text)), file)
    data: Any = None
    seen = False
    for event in reader.events:
        if isinstance(event, DocumentStartEvent):
            _one_document(reader, event, seen)
            data = reader.read(next(reader.events), (), None)
            seen = True
        elif not isinstance(event, (DocumentEndEvent, StreamEndEvent)) and seen:
            break
    if reader.twice:
        raise ScenarioError(reader.twice)
    return Text(data, reader.places)


def _one_document(reader: _Reader, event: DocumentStartEvent, seen: bool) -> None:
    if seen:
        raise reader.refuse(event, (), "a second document starts here: a scenario is one document")
    if event.version is not None and tuple(event.version) != (1, 2):
        raise reader.refuse(event, (), "only YAML 1.2 is read: leave the %YAML line out")
    if event.tags:
        raise reader.refuse(event, (), "%TAG lines are not read")


def _plain(error: YAMLError, file: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = [getattr(error, "context", None), getattr(error, "problem", None)]
    message = ", ".join(str(part) for part in said if part) or str(error).splitlines()[0]
    if "\\t" in message:
        message = f"a tab stands here: indent with spaces ({message})"
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Problem(file, line, column, "", f"this is not YAML: {one_line(message)}")


@lru_cache(maxsize=32)
def read_yaml(text: str, file: str) -> Text:
    """Read one YAML document. The result is shared between calls and must not be changed.

    Raises:
        ScenarioError: it is not YAML 1.2, has a key twice, uses tags, anchors or aliases, or is too deep or large.
    """
    try:
        return _document(text, file)
    except MarkedYAMLError as error:
        raise ScenarioError([_plain(error, file)]) from None
    except YAMLError as error:
        raise ScenarioError([_unreadable(text, file, error)]) from None
    except (ValueError, IndexError, AttributeError, AssertionError, StopIteration) as error:
        if isinstance(error, ScenarioError):
            raise
        # a few malformed escapes make the parser stumble instead of saying so
        raise ScenarioError([Problem(file, 1, 1, "", "this is not YAML: the parser cannot read it")]) from None


def _unreadable(text: str, file: str, error: YAMLError) -> Problem:
    position = getattr(error, "position", None)
    if not isinstance(position, int):
        return Problem(file, 1, 1, "", f"this is not YAML: {one_line(str(error))}")
    before = text[:position]
    line, column = before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
    return Problem(
        file, line, column, "", f"this is not text: it has the character {shown(text[position : position + 1])}"
    )


def decode(raw: bytes, file: str) -> str:
    """Text of a file's bytes.

    Raises:
        ScenarioError: it is larger than 1 MiB, or not UTF-8.
    """
    if len(raw) > MOST_BYTES:
        raise ScenarioError([Problem(file, 0, 0, "", f"larger than {MOST_BYTES // 1024} KiB: not read")])
    return utf8(raw, file)


def utf8(raw: bytes, file: str) -> str:
    """Text of bytes of any number.

    Raises:
        ScenarioError: they are not UTF-8; says where.
    """
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        message = f"this is not UTF-8 text: byte {raw[error.start]:#04x} cannot stand here"
        raise ScenarioError([Problem(file, line, column, "", message)]) from None
