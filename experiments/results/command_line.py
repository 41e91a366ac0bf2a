"""The command line as it is noted down in manifests and reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

#: What was asked from Python, as the command line that asks the same.
_CALL: ContextVar[Sequence[str] | None] = ContextVar("call", default=None)


def command_line() -> list[str]:
    """What was asked, word by word; bytes of a path that are not UTF-8 stand as escapes, for files hold only text."""
    call = _CALL.get()
    words = sys.argv[1:] if call is None else call
    return ["brink", *(word.encode("utf-8", "backslashreplace").decode() for word in words)]


@contextmanager
def asked_as(words: Sequence[str]) -> Iterator[None]:
    """Note these words down meanwhile: the arguments of the process are those of somebody else's program."""
    token = _CALL.set(words)
    try:
        yield
    finally:
        _CALL.reset(token)
