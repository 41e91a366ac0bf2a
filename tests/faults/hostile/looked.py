"""What the verbs make of a hostile folder, watched: every one must end in its answer or in one line."""

from __future__ import annotations

import contextlib
import io
import shutil
import signal
import sys
import threading
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from brink.experiments.commands import cli
from brink.experiments.evidence import calibrate
from brink.experiments.results import manifest
from brink.tests.faults.hostile.case import SECRET, Hostile
from brink.tests.fuzz.guard import guarded

VERBS: dict[str, tuple[str, ...]] = {
    "verify": ("verify", "--replay", "2", "--engine", "ensemble"),
    "show": ("show", "--plain"),
    "tree": ("show", "--tree"),
    "ask": ("ask", "north on south 4+ measure count", "quiet"),
    "report": ("report",),
    "resume": ("resume", "--no-figures", "--jobs", "1"),
}
#: Seconds after which resuming what is really asked for is stopped, as a person would.
ENOUGH = 6.0
DONE, WRONG_INPUT, MISMATCH, INTERRUPTED = 0, 2, 3, 130


class Answer(NamedTuple):
    """How a verb ended: exit code, and all it printed."""

    code: int
    text: str


def look(verb: str, folder: Path) -> Answer:
    """Call the command line on a folder, watched; what is asked for in earnest is stopped after a while.

    Raises:
        Breach: it wrote outside the folder, started a program, or opened a connection.
        Hang: it did not come back.
    """
    name, *options = VERBS[verb]
    out, err, words = io.StringIO(), io.StringIO(), sys.argv
    before = signal.signal(signal.SIGVTALRM, signal.default_int_handler)
    stop = threading.Timer(ENOUGH, signal.pthread_kill, (threading.main_thread().ident, signal.SIGVTALRM))
    if verb == "resume":
        stop.start()
    sys.argv = ["brink", name, str(folder), *options]
    no_git = mock.patch.object(manifest, "git_commit", lambda: None)  # the one program that is started on purpose
    no_fit = mock.patch.object(calibrate, "calibrate", side_effect=KeyboardInterrupt)  # takes minutes
    try:
        with no_git, no_fit, guarded(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.call(cli.app)
    finally:
        stop.cancel()
        signal.signal(signal.SIGVTALRM, before)
        sys.argv = words
    return Answer(code, out.getvalue() + err.getvalue())


def wrong(hostile: Hostile, verb: str, answer: Answer) -> Iterator[str]:
    """What a verb must not do with a hostile folder."""
    allowed = {DONE, WRONG_INPUT, MISMATCH} | ({INTERRUPTED} if verb == "resume" else set())
    if answer.code not in allowed:
        yield f"ended in {answer.code}"
    if "Traceback" in answer.text or "a fault in brink" in answer.text:
        yield "a traceback"
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n" for letter in answer.text):
        yield "control characters on the terminal"
    if SECRET in answer.text:
        yield "what no folder may show"
    if hostile.seen and verb == "verify" and answer.code == DONE:
        yield "verify sees nothing"


def tried(hostile: Hostile, folders: dict[str, Path], home: Path, verbs: tuple[str, ...] = tuple(VERBS)) -> list[str]:
    """Make a hostile folder and give it to every verb; what went wrong."""
    folder, found = home / "copy", []
    for verb in verbs:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(folders[hostile.base], folder, symlinks=True)
        hostile.spoil(folder)
        try:
            answer = look(verb, folder)
        except BaseException as fault:
            found.append(f"{hostile.name}: {verb}: {type(fault).__name__}: {str(fault)[:200]}")
            continue
        found += [f"{hostile.name}: {verb}: {text}: {answer.text[-300:]}" for text in wrong(hostile, verb, answer)]
        page = folder / "report.html"
        if page.is_file() and not page.is_symlink() and SECRET in page.read_text("utf-8", "replace"):
            found.append(f"{hostile.name}: {verb}: a report shows what no folder may show")
    return found
