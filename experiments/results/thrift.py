"""Records in Thrift's compact form, as far as the headers and the footer of a Parquet file need it.

A value is its type and its bytes; a record is its fields by number. See
https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

_NO, _SHORT, _INT, _LONG, _BYTES, _LIST, _RECORD = 2, 4, 5, 6, 8, 9, 12
#: Lists shorter than this have their length beside the type of their items.
_LONG_LIST = 15


class Value(NamedTuple):
    """A value: the number of its type, and its bytes."""

    kind: int
    content: bytes


#: A truth in a field is its type alone.
NO = Value(_NO, b"")


def varint(number: int) -> bytes:
    """A number of zero or more, seven bits to the byte, the least first."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def short(number: int) -> Value:
    """A number of 16 bits."""
    return Value(_SHORT, _zigzag(number))


def whole(number: int) -> Value:
    """A number of 32 bits."""
    return Value(_INT, _zigzag(number))


def long(number: int) -> Value:
    """A number of 64 bits."""
    return Value(_LONG, _zigzag(number))


def text(content: bytes | str) -> Value:
    """Bytes, or a text as UTF-8."""
    content = content.encode("utf-8") if isinstance(content, str) else content
    return Value(_BYTES, varint(len(content)) + content)


def listed(items: Sequence[Value]) -> Value:
    """A list of values of one type; what an empty one might hold is taken for records."""
    few, kind = len(items) < _LONG_LIST, items[0].kind if items else _RECORD
    head = bytes([len(items) << 4 | kind]) if few else bytes([0xF0 | kind]) + varint(len(items))
    return Value(_LIST, head + b"".join(item.content for item in items))


def record(fields: Mapping[int, Value | None]) -> Value:
    """A record; ``fields`` by number, in rising order and less than 16 apart. Those that are None are left out."""
    found, last = bytearray(), 0
    for number, value in fields.items():
        if value is not None:
            found.append((number - last) << 4 | value.kind)
            found += value.content
            last = number
    return Value(_RECORD, bytes(found) + b"\0")


def _zigzag(number: int) -> bytes:
    return varint(2 * number if number >= 0 else -2 * number - 1)
