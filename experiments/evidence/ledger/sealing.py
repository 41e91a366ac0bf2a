"""Making an entry: what it forecasts, with the hashes of everything that it follows from."""

from __future__ import annotations

import datetime
import hashlib
import json
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from ....model.mechanisms.registry import CONSTANTS
from ....scenarios.scenario import Scenario
from ...results.command_line import command_line
from ...results.lock import locked
from ...results.manifest import now
from ...results.place import CHUNKS, make_folder
from ...results.question import PACKAGE, brink_version, model_hash
from ...results.study import Study
from ...runs.posterior import Draws, drawn_from
from ...studies.finish import stopping_in
from ...system.interrupts import honoured
from ...system.printable import printable
from .. import forecast
from ..inference import require_sklearn
from ..record import files
from ..situation import load_profiles
from ..telling import Progress
from ..unseen.simulated import constants_from
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
    folder: Path,
    after: datetime.date,
    most: int = NEXT,
    title: str = "",
    progress: Progress | None = None,
    posterior: Path | None = None,
) -> LedgerEntry:
    """Freeze statements about the next acts of every kind after a day, and write them behind the last entry.

    ``posterior``: a file of draws of the constants, or one that ships, from which every run takes its own.

    Raises:
        ScenarioError: the posterior cannot be read, or is none of constants.
        UserError: scikit-learn is missing, or the folder cannot be written.
        MismatchError: the ledger is not whole.
    """
    require_sklearn()
    read_whole(folder)
    priors, draws = load_profiles(), None if posterior is None else constants_from(posterior)
    read = {name: files.sha256_of(name) for name in (files.SETTLED, files.CASES)}
    learned = read | {"profiles": priors.digest()} | learned_from(draws)
    sizes = [forecast.PLAIN_POINTS, forecast.PLAIN_RUNS] if draws is None else [forecast.DRAWN_RUNS]
    asked = {"learned": learned, "sizes": sizes}
    name = title or f"the next acts of force coded after {after}"
    with unfinished(folder, Study("forecast", ACTS, asked, {}, command_line())) as keep:
        stated = generic.statements(most, priors, progress, keep, draws)
        content = {"kind": ACTS, "learned": learned, "rule": kinds.RULE, "primary": generic.PRIMARY, "acts": stated}
        return append(folder, _entry({**marks(after, name), **content}))


def seal_crisis(
    folder: Path,
    scenario: Scenario,
    runs: int,
    seed: int,
    title: str = "",
    progress: Progress | None = None,
    posterior: Path | None = None,
) -> LedgerEntry:
    """Freeze the chances of a scenario's questions, and write them behind the last entry.

    ``posterior``: a file of draws of settings, or one that ships, from which every run takes its own.

    Raises:
        ScenarioError: the posterior cannot be read, or does not fit.
        UserError: nothing is asked of it, or the folder cannot be written.
        MismatchError: the ledger is not whole.
    """
    read_whole(folder)
    draws = drawn_from(scenario, posterior)
    # of a population the entry has the hash with that of the scenario
    learned = learned_from(None if posterior is None else draws)
    text = {f"{CRISIS}.yaml": scenario.resolved_yaml()}
    question = {"runs": runs, "seed": seed} | learned
    with unfinished(folder, Study("forecast", CRISIS, question, text, command_line())) as keep:
        found = crisis.frozen(scenario, runs, seed, progress, keep, draws)
        # the day before the first one that is drawn: what is scripted before it is no forecast
        after = found.first - datetime.timedelta(days=1)
        primary = "brink as shipped" if posterior is None else "brink, constants drawn"
        content = {"kind": CRISIS, "learned": learned, "rule": crisis.RULE, "primary": primary, "crisis": found}
        return append(folder, _entry({**marks(after, title or scenario.name), **content}))


def learned_from(draws: Draws | None) -> dict[str, str]:
    """The hash of the posterior that runs take their constants from; nothing where they are as shipped."""
    return {} if draws is None else {"posterior": hashlib.sha256(draws.raw).hexdigest()}


@contextmanager
def unfinished(folder: Path, study: Study) -> Iterator[Path]:
    """Where finished pieces of a question stand in a ledger until its entry is sealed; the same command goes on there.

    Raises:
        UserError: the ledger cannot be written, or another process is at work on the same question.
        InterruptedBatch: Ctrl-C; what was finished is kept.
        StorageFault: the disk is full; what was finished is kept.
    """
    make_folder(folder)
    keep = folder / CHUNKS / study.hash()
    with stopping_in(folder, shlex.join(study.command)):
        keep.mkdir(parents=True, exist_ok=True)
        with locked(keep), honoured():
            yield keep
        shutil.rmtree(keep, ignore_errors=True)
        with suppress(OSError):  # pieces of another question may stand beside
            keep.parent.rmdir()


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
