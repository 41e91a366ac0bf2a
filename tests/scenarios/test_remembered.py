"""What a shipped file says is kept in the user's cache; the note is never believed when anything about it is odd."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from brink.scenarios.shipped import names, read
from brink.scenarios.text import remembered as room
from brink.scenarios.text.remembered import notes_folder, remembered
from brink.scenarios.text.yaml_text import read_yaml

TEXT = read("border-clash").decode()


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setenv("BRINK_CACHE_DIR", str(tmp_path / "cache"))
    remembered.cache_clear()
    return tmp_path / "cache" / "brink" / "files"


def told_again(text: str = TEXT):
    remembered.cache_clear()
    return remembered(text, "border-clash.yaml")


def the_note(notes: Path) -> Path:
    (found,) = notes.iterdir()
    return found


@pytest.mark.parametrize("name", names())
def test_a_note_says_what_the_file_says(name: str) -> None:
    text, file = read(name).decode(), f"{name}.yaml"
    plain = read_yaml(text, file)
    for _ in range(2):
        remembered.cache_clear()
        found = remembered(text, file)
        assert found == plain
        assert json.dumps(found.data) == json.dumps(plain.data)


def test_the_second_time_nothing_is_parsed_and_another_text_has_another_note(notes: Path, monkeypatch) -> None:
    first = told_again()
    calls = []
    monkeypatch.setattr(room, "read_yaml", lambda text, file: calls.append(text) or read_yaml(text, file))
    assert told_again() == first and calls == []
    other = TEXT.replace("days: 90", "days: 91")
    assert told_again(other).data["days"] == 91 and calls == [other]
    assert len(list(notes.iterdir())) == 2


def vouched(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


@pytest.mark.parametrize(
    "odd",
    [
        b"", b"\n", b"[]", b"\xff\xfe", b"0" * 64 + b"\n[{}, []]", vouched(b""), vouched(b"[]"), vouched(b"[1, 2]"),
        vouched(b"{}"), vouched(b"[" * 1000), vouched(b'[{}, [[["a"], [1]]]]'),
    ],
)  # fmt: skip
def test_an_odd_note_is_not_believed(notes: Path, odd: bytes) -> None:
    first = told_again()
    the_note(notes).write_bytes(odd)
    assert told_again() == first
    assert the_note(notes).read_bytes() != odd


def test_every_flipped_byte_is_seen(notes: Path) -> None:
    first = told_again()
    sound = the_note(notes).read_bytes()
    for at in range(0, len(sound), 397):
        raw = bytearray(sound)
        raw[at] ^= 1
        the_note(notes).write_bytes(bytes(raw))
        assert told_again() == first


def test_without_a_folder_that_can_be_written_all_is_as_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = read_yaml(TEXT, "border-clash.yaml")
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BRINK_CACHE_DIR", str(tmp_path / "file"))
    assert told_again() == plain
    monkeypatch.setenv("BRINK_CACHE_DIR", "relative")
    assert notes_folder() is None and told_again() == plain


def test_old_notes_go(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_NOTES", 2)
    for days in (91, 92, 93, 94):
        told_again(TEXT.replace("days: 90", f"days: {days}"))
    assert len(list(notes.iterdir())) == 2
