"""What every answer has in common while its folder is begun: a question frozen once, found again, never overwritten.

A batch, a study and a calibration all freeze a plan before they compute anything. A folder that holds the plan of the
same question is continued, one that holds another's or somebody's files is refused, and the manifest, written last
of all, says that the answer is complete.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import UserError
from ..system.regular import is_regular
from ..system.whole import write_text
from .place import CHUNKS, is_leftover
from .sums import FIGURES, MANIFEST, REPORT, SUMS, read_sums


class Frozen(NamedTuple):
    """A question as its folder keeps it: what an answer to it is called, the plan's file, its content, the scenarios.

    ``scenarios`` are texts by name of file, written first, so that a plan never stands without them.
    """

    what: str
    plan: str
    content: dict[str, Any]
    scenarios: dict[str, str]


def begin(folder: Path, frozen: Frozen, known: bool, changed: str, force: bool, more: Iterable[str] = ()) -> bool:
    """Freeze a question in a locked folder, or find it there; returns whether the folder already has the answer.

    Args:
        folder: where the answer goes.
        frozen: the question.
        known: whether a plan stands there.
        changed: in what that plan differs from the question, in words; empty if in nothing.
        force: begin again even where the same question has been asked.
        more: files of an earlier answer to the same question, besides those that its checksums name.

    Raises:
        UserError: the folder cannot be written, or holds something else.
    """
    try:
        # a process killed before the plan stood has left nothing but its scenarios
        if not known and any(not is_leftover(p.name) and p.name not in frozen.scenarios for p in folder.iterdir()):
            raise UserError(f"{folder}: not empty, and not {frozen.what} of brink; choose another --out")
        refuse_other(folder, changed)
        if known and not force:
            return (folder / MANIFEST).is_file()
        clear(folder, frozen.plan, (*frozen.scenarios, *more))
        freeze(folder, frozen)
    except OSError as fault:
        raise UserError(f"{folder}: cannot be written ({fault.strerror}); choose another folder with --out") from fault
    return False


def refuse_other(folder: Path, changed: str) -> None:
    """Refuse a folder whose question differs from the one that is asked.

    Raises:
        UserError: it does; ``changed`` says in what.
    """
    if changed:
        raise UserError(f"{folder}: holds the answer to another question ({changed}); choose another --out")


def freeze(folder: Path, frozen: Frozen) -> None:
    """Write the scenarios of a question, then its plan."""
    for name, text in frozen.scenarios.items():
        write_text(folder / name, text)
    write_text(folder / frozen.plan, json.dumps(frozen.content, indent=2, ensure_ascii=False, default=str) + "\n")


def clear(folder: Path, plan: str, names: Iterable[str]) -> None:
    """Remove the answer of a folder: these files, those that its checksums name, its pieces and figures; nothing else.

    The manifest goes first, so that no half of an answer is taken for a whole one; the plan last, so that the folder is
    known for what it is, whatever stops this.
    """
    gone = {*_listed(folder), *names, SUMS, REPORT} - {MANIFEST, plan}
    for name in (MANIFEST, *sorted(gone)):
        (folder / name).unlink(missing_ok=True)
    for name in (CHUNKS, FIGURES):
        shutil.rmtree(folder / name, ignore_errors=True)
    (folder / plan).unlink(missing_ok=True)


def _listed(folder: Path) -> Iterator[str]:
    """Files that the checksums of a folder name, as far as they can be read."""
    try:
        yield from read_sums(folder) if is_regular(folder / SUMS) else ()
    except UserError:
        return
