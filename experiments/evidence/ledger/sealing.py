"""Making an entry: what it forecasts, with the hashes of everything that it follows from."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from ....model.mechanisms.registry import CONSTANTS
from ....scenarios.scenario import Scenario
from ...results.manifest import now
from ...results.question import PACKAGE, brink_version, model_hash
from ...system.printable import printable
from ..episodes import PACKAGE as EVIDENCE
from ..forecast import Progress
from ..inference import require_sklearn
from ..record import files
from ..situation import load_profiles
from . import crisis, generic, kinds
from .book import append, read_book
from .entries import ACTS, CRISIS, RESOLUTION, LedgerEntry, Resolution

#: Acts of a kind that an entry speaks of unless told otherwise.
NEXT = 100


@cache
def forecaster_hash() -> str:
    """Hash of the sources that make forecasts of runs, 16 hexadecimal digits."""
    digest = hashlib.sha256()
    room = PACKAGE / "experiments" / "evidence"
    for path in sorted(room.rglob("*.py")):
        digest.update(path.relative_to(room).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def constants_hash() -> str:
    """Hash of the values of all constants as shipped."""
    values = {name: constant.default for name, constant in CONSTANTS.items()}
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def marks(after: datetime.date, title: str) -> dict[str, Any]:
    """What every entry says of how and when it was made."""
    made = now()
    return {
        "title": printable(title),
        "made": made,
        "after": after,
        "before_the_fact": after >= datetime.date.fromisoformat(made[:10]),
        "brink": brink_version(),
        "model": model_hash(),
        "forecaster": forecaster_hash(),
        "constants": constants_hash(),
    }


def seal_acts(
    folder: Path, after: datetime.date, most: int = NEXT, title: str = "", progress: Progress | None = None
) -> LedgerEntry:
    """Freeze statements about the next acts of every kind after a day, and write them behind the last entry.

    Raises:
        UserError: scikit-learn is missing, or the folder cannot be written.
        MismatchError: the ledger is not whole.
    """
    require_sklearn()
    read_whole(folder)
    priors = load_profiles()
    stated = generic.statements(most, priors, progress)
    learned = {files.SETTLED: _digest(files.SETTLED), files.CASES: _digest(files.CASES), "profiles": priors.digest()}
    content = {"kind": ACTS, "learned": learned, "rule": kinds.RULE, "primary": generic.PRIMARY, "acts": stated}
    name = title or f"the next acts of force coded after {after}"
    return append(folder, _entry({**marks(after, name), **content}))


def seal_crisis(
    folder: Path, scenario: Scenario, runs: int, seed: int, title: str = "", progress: Progress | None = None
) -> LedgerEntry:
    """Freeze the chances of a scenario's questions, and write them behind the last entry.

    Raises:
        UserError: nothing is asked of it, or the folder cannot be written.
        MismatchError: the ledger is not whole.
    """
    read_whole(folder)
    found = crisis.frozen(scenario, runs, seed, progress)
    # the day before the first one that is drawn: what is scripted before it is no forecast
    after = found.first - datetime.timedelta(days=1)
    content = {"kind": CRISIS, "learned": {}, "rule": crisis.RULE, "primary": "brink as shipped", "crisis": found}
    return append(folder, _entry({**marks(after, title or scenario.name), **content}))


def keep_resolution(folder: Path, entry: LedgerEntry, found: Resolution) -> LedgerEntry:
    """Write the scores of an entry behind the last one of its ledger: how often it was scored is seen for ever."""
    content = {"kind": RESOLUTION, "learned": {}, "rule": entry.rule, "resolution": found}
    return append(folder, _entry({**marks(entry.after, f"entry {entry.number} scored on {found.file}"), **content}))


def _entry(content: dict[str, Any]) -> Callable[[int, str], LedgerEntry]:
    return lambda number, previous: LedgerEntry(number=number, previous=previous, **content)


def read_whole(folder: Path) -> None:
    """See that a ledger that is there is whole, before anything is computed for it.

    Raises:
        MismatchError: it is not.
    """
    if folder.exists():
        read_book(str(folder))


def _digest(name: str) -> str:
    return hashlib.sha256((resources.files(f"{EVIDENCE}.record") / name).read_bytes()).hexdigest()
