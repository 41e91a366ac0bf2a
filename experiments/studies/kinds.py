"""Every kind of study in one table: how its question is read again and answered, what its manifest says, what is shown.

Whoever does something for all kinds looks here; nothing else in the project is keyed by the kind of a study.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from ..errors import MismatchError, UserError
from ..evidence import backtest_study, calibration
from ..results.manifest_schema import MISSHAPEN
from ..results.study import MANIFEST, Study, manifest
from . import again, shown
from .compare import answer_compare
from .maps import answer_map
from .points import Progress
from .sensitivity_answer import answer_sensitivity
from .shown import Block, Shown
from .sweep_answer import answer_sweep


class Asked(Protocol):
    """A question that a study answers."""

    def study(self) -> Study:
        """The question, for its folder."""
        ...


class Again(NamedTuple):
    """How a study is continued: reads its frozen question; answers it (folder, jobs, force, figures, progress)."""

    read: Callable[[Path, dict[str, Any]], Asked]
    answer: Callable[[Any, Path | None, int, bool, bool, Progress | None], Path]


class StudyKind(NamedTuple):
    """A kind of study.

    ``name`` is the verb; ``says`` are the facts of its manifest that are shown, ``wrong`` what is amiss in one that has
    them; ``again`` is None where a question depends on what is not in its folder.
    """

    name: str
    says: tuple[str, ...]
    shown: Callable[[Path, dict[str, Any]], Shown]
    again: Again | None = None
    wrong: Callable[[dict[str, Any]], str] = lambda found: ""


def _unpaired(found: dict[str, Any]) -> str:
    """What is amiss in the question of a comparison."""
    names, runs = found["question"].get("names"), found["question"].get("runs")
    paired = isinstance(names, list) and len(names) == 2 and all(isinstance(name, str) for name in names)
    return "" if paired and type(runs) is int else "question"


_BACKTEST = Again(backtest_study.again, backtest_study.answer_backtest)
_TABLE = (
    StudyKind("sweep", ("points", "scenario"), shown.sweep, Again(again.sweep, answer_sweep)),
    StudyKind("compare", ("found",), shown.comparison, Again(again.comparison, answer_compare), _unpaired),
    StudyKind("sensitivity", ("found",), shown.sensitivity, Again(again.sensitivity, answer_sensitivity)),
    StudyKind("map", ("found",), shown.points, Again(again.runaway_map, answer_map)),
    StudyKind("discover", ("found",), shown.box),
    StudyKind("backtest", ("found",), backtest_study.shown, _BACKTEST),
    StudyKind("calibrate", (), calibration.shown, Again(calibration.again, calibration.answer_calibration)),
)
KINDS = {kind.name: kind for kind in _TABLE}


def missing(found: dict[str, Any]) -> str:
    """What a manifest lacks for its kind of study, in words; empty if nothing, or if no kind of that name is known."""
    kind = KINDS.get(found["study"])
    if kind is None:
        return ""
    lacking = [f"{name} is missing" for name in kind.says if found[name] is None]
    return lacking[0] if lacking else kind.wrong(found)


def shown_of(folder: Path) -> tuple[dict[str, Any], Shown]:
    """The manifest of a finished study and what its verb shows.

    Raises:
        UserError: it cannot be read, or is of a kind that this version does not know.
        MismatchError: a table is not what was written, or none that a study of this kind writes.
    """
    found = manifest(folder, missing)
    kind = KINDS.get(found["study"])
    if kind is None:
        raise UserError(f"{folder / MANIFEST}: no kind of study is called {found['study']!r}")
    try:
        return found, in_text(kind.shown(folder, found))
    except MISSHAPEN as fault:
        raise MismatchError(f"{folder}: cannot be read (no answer of the verb {kind.name})") from fault


def in_text(shown: Shown) -> Shown:
    """What a study shows, if all that people read of it is text.

    Raises:
        TypeError: something is not; a file of the answer holds another value where it should.
    """
    for part in shown.text:
        cells = [cell for row in part.rows for cell in row] if isinstance(part, Block) else [part]
        if not all(isinstance(cell, str) for cell in cells):
            raise TypeError("not a text")
    return shown
