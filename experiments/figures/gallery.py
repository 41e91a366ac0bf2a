"""All figures of a results folder: which there are, what to see in each, and how they get onto disk."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..measures.questions.moments import dated
from ..results import sums
from ..results.place import sweep
from ..stories.median import median_run
from ..system.interrupts import honoured
from ..system.whole import write_text
from . import deaths, delays, fan, matrix, peak, stocks, survival, theatre, timeline, tree, when
from .about import About, about
from .frames import Frame
from .style import ENDINGS, Drawn, save, save_for_phone, uncollected
from .tables import worst_run
from .two_processes import in_two_processes

if TYPE_CHECKING:
    from ..results.read import Results

#: Beside the figures: what they are called, what to see in them, and the results they were drawn from.
INDEX = "index.json"


class FigureEntry(NamedTuple):
    """A figure ready for a page: file name without ending, title, what to see in it, the same in words, and itself."""

    name: str
    title: str
    see: str
    alt: str
    drawn: Drawn


Draw = Callable[["Results", About, int], Drawn]
Describe = Callable[[Frame, About], str]


class _Kind(NamedTuple):
    name: str
    title: str
    see: str
    describe: Describe
    draw: Draw
    of_run: bool = False


#: The figures in the order of a briefing: what was asked; how high, far and deadly; who, where, when; single runs.
_KINDS: tuple[_Kind, ...] = (
    _Kind(
        when.NAME,
        when.TITLE,
        when.SEE,
        when.describe,
        lambda r, a, _: when.when(when.when_data(r.questions, {a.scenario: r.runs}, a.days), a),
    ),
    _Kind(peak.NAME, peak.TITLE, peak.SEE, peak.describe, lambda r, a, _: peak.peak(r.acts, a)),
    _Kind(survival.NAME, survival.TITLE, survival.SEE, survival.describe, lambda r, a, _: survival.survival(r.acts, a)),
    _Kind(deaths.NAME, deaths.TITLE, deaths.SEE, deaths.describe, lambda r, a, _: deaths.deaths(r.runs, r.acts, a)),
    _Kind(matrix.NAME, matrix.TITLE, matrix.SEE, matrix.describe, lambda r, a, _: matrix.matrix(r.acts, a)),
    _Kind(theatre.NAME, theatre.TITLE, theatre.SEE, theatre.describe, lambda r, a, _: theatre.theatre(r.acts, a)),
    _Kind(stocks.NAME, stocks.TITLE, stocks.SEE, stocks.describe, lambda r, a, _: stocks.stocks(r.days, r.acts, a)),
    _Kind(delays.NAME, delays.TITLE, delays.SEE, delays.describe, lambda r, a, _: delays.delays(r.acts, a)),
    _Kind(fan.NAME, fan.TITLE, fan.SEE, fan.describe, lambda r, a, _: fan.fan(r.acts, a)),
    _Kind(
        timeline.NAME,
        timeline.TITLE,
        timeline.SEE,
        timeline.describe,
        lambda r, a, k: timeline.timeline(r.acts, a, k),
        True,
    ),
    _Kind(tree.NAME, tree.TITLE, tree.SEE, tree.describe, lambda r, a, k: tree.tree(r.acts, a, k), True),
)


class _Job(NamedTuple):
    """A figure to be drawn: its kind, the run that it shows, and the ending of its name."""

    kind: _Kind
    run: int
    ending: str = ""


def figure_entries(results: Results, run: int | None = None) -> Iterator[FigureEntry]:
    """Draw every figure that the results have data for, one at a time.

    The single-run figures show ``run``; by default the median run and, in figures whose name ends in ``-worst``, the
    worst one (see `worst_run`).
    """
    facts = about(results)
    for job in _jobs(results, facts, run):
        yield _drawn(job, results, facts)


def _jobs(results: Results, facts: About, run: int | None) -> Iterator[_Job]:
    middle = median_run(results) if run is None else run
    worst = worst_run(results) if run is None else middle
    for kind in _KINDS:
        if kind.name == fan.NAME and not fan.applies(results.acts, facts):
            continue
        if kind.name == when.NAME and not dated(results.questions, results.runs):
            continue
        yield _Job(kind, middle)
        if kind.of_run and worst != middle:
            yield _Job(kind, worst, "-worst")


def _drawn(job: _Job, results: Results, facts: About) -> FigureEntry:
    kind = job.kind
    drawn = kind.draw(results, facts, job.run)
    title = f"{kind.title}: the worst" if job.ending else kind.title
    see, alt = (facts.worded(text) for text in (kind.see, kind.describe(drawn.data, facts.of_run(job.run))))
    return FigureEntry(kind.name + job.ending, title, see, alt, drawn)


def draw_all(results: Results, out_dir: Path | str, run: int | None = None) -> list[Path]:
    """Write every figure as PNG and SVG with the plotted data as CSV, once more for phones, and an index of captions.

    Args:
        results: an opened results folder.
        out_dir: the folder to write to; made if need be.
        run: which run the single-run figures show; default the median and the worst run.

    Returns:
        The files written, in a fixed order; the same results give the same bytes.
    """
    folder = Path(out_dir)
    folder.mkdir(parents=True, exist_ok=True)
    sums.leave_out(results.folder, folder.name)
    sweep(folder)
    index = folder / INDEX
    index.unlink(missing_ok=True)
    facts = about(results)
    jobs = list(_jobs(results, facts, run))
    len(results.days)  # read before it is shared, as the others are, and not once in each half

    def work(some: Sequence[_Job]) -> list[dict[str, str]]:
        with uncollected():
            return [_made(job, results, facts, folder) for job in some]

    entries = in_two_processes(work, jobs)
    written = [folder / f"{entry['name']}{end}" for entry in entries for end in ENDINGS]
    content = {"question": results.manifest["question"], "run": run, "figures": entries}
    write_text(index, json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    sums.add(results.folder)
    return [*written, index]


def _made(job: _Job, results: Results, facts: About, folder: Path) -> dict[str, str]:
    """Draw a figure and write its files; returns what the index says of it."""
    with honoured():
        return _written(_drawn(job, results, facts), folder)


def _written(entry: FigureEntry, folder: Path) -> dict[str, str]:
    """Write the files of a figure; returns what the index says of it."""
    save(entry.drawn, folder, entry.name)
    save_for_phone(entry.drawn, folder, entry.name)
    return {"name": entry.name, "title": entry.title, "see": entry.see, "alt": entry.alt}
