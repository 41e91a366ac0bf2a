"""Shipped files once read: what they say, kept as JSON in the user's cache folder, since reading YAML takes its time.

A note is found by the hash of the very text, of the code that reads it and of the versions at work, so it is never
older than what it stands for; it carries a hash of itself, and anything odd about it means that the text is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from contextlib import suppress
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ...model.kernel.cache import keep_newest, own_folder, use
from .yaml_text import FilePosition, Text, read_yaml

FORMAT = 1
#: Notes kept; each edit of a shipped file or of the reader leaves an old one behind.
MOST_NOTES = 40


@lru_cache(maxsize=32)
def remembered(text: str, file: str) -> Text:
    """What `read_yaml` says of a shipped file, from a note if there is one; else a note is left, where one can be.

    The result is shared between calls and must not be changed.

    Raises:
        ScenarioError: as `read_yaml`.
    """
    folder = notes_folder()
    if folder is None:
        return read_yaml(text, file)
    note = folder / f"{_key(text)}.json"
    found = _read(note, file)
    if found is None:
        found = read_yaml(text, file)
        _write(note, found)
    return found


def notes_folder() -> Path | None:
    """Where notes are kept; None where there is no cache folder of this user's own."""
    return own_folder("files", temporary=False)


@cache
def _reader() -> bytes:
    """What reads the text: this room's two files and the versions of what they rest on."""
    sources = [Path(__file__).with_name(name).read_bytes() for name in ("yaml_text.py", "remembered.py")]
    return repr((FORMAT, sources, version("ruamel.yaml"), sys.version)).encode()


def _key(text: str) -> str:
    return hashlib.sha256(hashlib.sha256(_reader()).digest() + text.encode()).hexdigest()


def _read(note: Path, file: str) -> Text | None:
    try:
        head, _, body = note.read_bytes().partition(b"\n")
        use(note)
        if head.decode() != hashlib.sha256(body).hexdigest():
            return None
        data, places = json.loads(body)
        return Text(data, {tuple(path): FilePosition(file, *numbers) for path, numbers in places})
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _write(note: Path, found: Text) -> None:
    """Leave a note; it appears whole or not at all, and a folder that cannot be written is no trouble."""
    places: list[Any] = [[path, place[1:]] for path, place in found.places.items()]
    body = json.dumps([found.data, places], separators=(",", ":")).encode()
    with suppress(OSError):
        with tempfile.NamedTemporaryFile(dir=note.parent, suffix=".part", delete=False) as stream:
            stream.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
        os.replace(stream.name, note)
        keep_newest(note.parent, "*", MOST_NOTES)
