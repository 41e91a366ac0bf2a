"""What every study does around its computing: the folder, the tables, the figures, the manifest."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..errors import InterruptedBatch, StorageFault
from ..figures.about import About
from ..figures.gallery import FigureEntry
from ..measures.numbers import simulated
from ..report.live import StudiedWorld, live_links
from ..report.study import Heading, ReportTable, compose
from ..report.words import ReportText
from ..results import study as folders
from ..results.lock import locked
from ..results.place import make_folder, reason
from ..results.study import Study
from ..system.interrupts import honoured
from ..system.whole import whole

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario


def about_study(scenario: Scenario, runs: int, seed: int) -> About:
    """What a figure of a study says about itself; ``runs`` are those of all its points together."""
    labels = {name: scenario.label(name) for name in scenario.actors}
    nothing: dict[str, Any] = {}
    return About(
        scenario.name, runs, 0, seed, scenario.start, scenario.days, 0, labels,
        {name: actor.kind for name, actor in scenario.actors.items()}, nothing, nothing, nothing, nothing, nothing,
    )  # fmt: skip


def answered(study: Study, out: Path | None, force: bool, compute: Callable[[Path], dict[str, Any]]) -> Path:
    """The folder with the answer to a study, computed unless it is there; ``compute`` returns facts for the manifest.

    Raises:
        UserError: the folder cannot be used.
        InterruptedBatch: Ctrl-C; what was finished is kept.
        StorageFault: the disk is full; what was finished is kept.
    """
    place = study.folder(out)
    make_folder(place)
    with locked(place):
        if not folders.begin(place, study, force):
            _answer(place, study, compute)
    return place


def _answer(place: Path, study: Study, compute: Callable[[Path], dict[str, Any]]) -> None:
    """Compute and write the manifest."""
    with stopping_in(place):
        with honoured():
            facts = compute(place)
        folders.end(place, study, facts)


@contextmanager
def stopping_in(place: Path, again: str = "") -> Iterator[None]:
    """Let whatever stops the block name this folder, not that of a part of it, and the command that goes on.

    Raises:
        InterruptedBatch: Ctrl-C; what was finished is kept.
        StorageFault: the disk is full; what was finished is kept.
    """
    try:
        yield
    except (InterruptedBatch, StorageFault) as stop:
        stop.folder, stop.again = place, again
        raise
    except KeyboardInterrupt as stop:
        stopped = InterruptedBatch(place, 0, 0)
        stopped.again = again
        raise stopped from stop
    except OSError as fault:
        failed = StorageFault(place, 0, 0, reason(place, fault))
        failed.again = again
        raise failed from fault


def write_table(folder: Path, name: str, table: pd.DataFrame) -> None:
    """A table of a study: Parquet for machines, CSV for people."""
    plain = table.copy()
    for column in plain.columns:
        if isinstance(plain[column].dtype, pd.CategoricalDtype):
            plain[column] = plain[column].astype(str)
        if plain.empty and plain[column].dtype == object:  # without a row Parquet would not know that it holds text
            plain[column] = plain[column].astype("string")
    with whole(folder / f"{name}.parquet") as part:
        plain.to_parquet(part, index=False)
    with whole(folder / f"{name}.csv") as part:
        plain.to_csv(part, index=False, float_format="%.6g", lineterminator="\n")


def report(
    folder: Path,
    study: Study,
    words: ReportText,
    facts: About,
    tables: Sequence[ReportTable],
    entries: Sequence[FigureEntry],
    world: StudiedWorld | None = None,
) -> None:
    """Figures and the report of a study, and the live page of its world."""
    asked = folders.as_asked(folder, study)
    heading = Heading(f"{simulated(facts.runs, facts.days)}, seed {facts.seed}", facts.stamp())
    live = [] if world is None else live_links(folder, world)
    compose(folder, heading, words, tables, entries, shlex.join(asked.command), [("Question", asked.hash())], live)
