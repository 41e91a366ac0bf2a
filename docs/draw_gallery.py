"""Draw the gallery of figures again, each from a real run, and write its page.

``python docs/draw_gallery.py`` takes a few minutes and writes ``docs/gallery.md``, ``docs/images/gallery`` and the
picture with which the README opens. The tests draw the same list from smaller runs and hold the page against it.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from PIL import Image

from brink.experiments.evidence import backtest, january
from brink.experiments.evidence.page import write_backtest, write_january
from brink.experiments.figures import asked as answers
from brink.experiments.figures import (
    box,
    cases,
    continuations,
    differences,
    draw_all,
    influence,
    reliability,
    response,
    runaway,
    timeline,
)
from brink.experiments.figures.about import about
from brink.experiments.figures.style import save
from brink.experiments.results.read import Results
from brink.experiments.runs import batch
from brink.experiments.stories.followed import follow
from brink.experiments.studies.compare import LOOKED_AT, Comparison, answer_compare
from brink.experiments.studies.discovery_answer import answer_discovery
from brink.experiments.studies.maps import Map, answer_map
from brink.experiments.studies.sensitivity_answer import Sensitivity, answer_sensitivity, settings_of
from brink.experiments.studies.sweep import load_sweep
from brink.experiments.studies.sweep_answer import answer_sweep
from brink.scenarios.loader import load_scenario

DOCS = Path(__file__).resolve().parent
PAGE, IMAGES = "gallery.md", "images/gallery"
SCENARIO = "january-2024"
#: The picture of the README: the middle one of the runs in which this question comes true.
README, FOLLOWED = "images/january-2024.png", "pakistan_answers"
PRESSURE, FEAR = "actors.iran.pressure.baseline", "constants.fear_weight"
SETTINGS = [FEAR, PRESSURE, "constants.answer_cost", "constants.pressure_weight", "constants.account_weight"]
WIDTH = 900
#: Figures of one run; the others are of all runs of a batch.
SINGLE = ("timeline", "chain")
HEAD = """# Gallery

Every figure that brink draws, made by `python docs/draw_gallery.py` from real runs; the tests draw the same list.
Events are simulated unless a figure says OBSERVED; none is a forecast. Each comes as PNG and SVG, with its data as CSV.

In a [live page](how-to/send-a-live-report.md) a reader changes settings and sees some of them drawn anew: `make docs`
writes `docs/january-2024.html`. It is not kept here, since it holds the compiled model and changes with it.
"""


class Size(NamedTuple):
    """How much is run for the gallery: runs, points a side of the map, base of the Sobol design, runs of a point."""

    runs: int
    side: int
    base: int
    each: int
    episodes: Path | None = None
    cuts: int = 3


FULL = Size(1_000, 12, 64, 40)


class Shot(NamedTuple):
    """A figure of the gallery: section, name, title, what to see, how it is made, the picture."""

    section: str
    name: str
    title: str
    see: str
    command: str
    picture: Path


def shots(size: Size, folder: Path, target: Path) -> Iterator[Shot]:
    """Run everything and yield each figure; studies lie in ``folder``, the README's picture goes below ``target``."""
    yield from _batch(size, folder, target)
    yield from _studies(size, folder)
    yield from _evidence(size, folder)


def _batch(size: Size, folder: Path, target: Path) -> Iterator[Shot]:
    results = batch.run(load_scenario(SCENARIO), size.runs, out=folder / "batch")
    draw_all(results, folder / "figures")
    draw_readme(results, target)
    command = f"brink run {SCENARIO} --runs {size.runs}"
    for entry in json.loads((folder / "figures" / "index.json").read_text(encoding="utf-8"))["figures"]:
        section = "One run" if entry["name"].removesuffix("-worst") in SINGLE else "A batch of runs"
        picture = folder / "figures" / f"{entry['name']}.png"
        yield Shot(section, entry["name"], entry["title"], entry["see"], command, picture)


def _studies(size: Size, folder: Path) -> Iterator[Shot]:
    scenario = load_scenario(SCENARIO)
    other = load_scenario(SCENARIO, [f"{PRESSURE}=0.6"])
    outcomes = (*scenario.questions, *LOOKED_AT)
    asked = Comparison((scenario, other), (SCENARIO, f"{PRESSURE}=0.6"), size.runs, 1, outcomes)
    ranges, left = settings_of(scenario, SETTINGS)
    matters = Sensitivity(
        scenario, ranges, ("branching_ratio", "killed"), 4, len(ranges), size.base, size.each, 1, left
    )
    x, y = (FEAR, (6.0, 12.0)), (PRESSURE, (0.2, 0.6))
    grid = Map(scenario, x, y, "branching_ratio", size.side, size.each, 1)
    sets = " ".join(f"--parameter {path}" for path in ranges)
    drawn = batch.run(load_scenario("border-clash"), max(400, size.runs), out=folder / "uncertain", uncertain=True)
    makers: list[tuple[ModuleType, Callable[[Path], Path], str]] = [
        (differences, lambda out: answer_compare(asked, out, 1), f"brink compare {SCENARIO} --set {PRESSURE}=0.6"),
        (
            cases,
            lambda out: answer_sweep(load_sweep("what-drove-january", size.runs), out, 1),
            "brink sweep what-drove-january",
        ),
        (influence, lambda out: answer_sensitivity(matters, out, 1), f"brink sensitivity {SCENARIO} {sets}"),
        (runaway, lambda out: answer_map(grid, out, 1), f"brink map {SCENARIO} --x {FEAR} --y {PRESSURE}"),
        (
            response,
            lambda out: answer_sweep(load_sweep("patron-control", size.each, 4), out, 1),
            "brink sweep patron-control",
        ),
        (
            box,
            lambda out: answer_discovery(drawn, "kinetic_acts >= 3", out),
            "brink discover RESULTS --when 'kinetic_acts >= 3'",
        ),
    ]
    beside = {differences: (answers, differences)}
    for module, make, command in makers:
        made = make(folder / module.NAME)
        yield from (_shot("Studies", shown, command, made / "figures") for shown in beside.get(module, (module,)))


def _evidence(size: Size, folder: Path) -> Iterator[Shot]:
    found = backtest.backtest(size.episodes)
    write_backtest(found, folder / "scores", "brink backtest")
    yield _shot("Against the record", reliability, "brink backtest --out FOLDER", folder / "scores" / "figures")
    went_on = [january.go_on(cut, size.runs) for cut in january.CUTS[: size.cuts]]
    write_january(went_on, folder / "winter", "brink backtest --january")
    yield _shot(
        "Against the record", continuations, "brink backtest --january --out FOLDER", folder / "winter" / "figures"
    )


def draw_readme(results: Results, target: Path) -> None:
    """Draw the picture with which the README opens below ``target``."""
    run = follow(results, FOLLOWED).median(results)
    with tempfile.TemporaryDirectory() as folder:
        save(timeline.timeline(results.acts, about(results), run), Path(folder), timeline.NAME)
        (target / README).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(Path(folder) / f"{timeline.NAME}.png", target / README)


def _shot(section: str, module: ModuleType, command: str, figures: Path) -> Shot:
    return Shot(section, module.NAME, module.TITLE, module.SEE, command, figures / f"{module.NAME}.png")


def draw(size: Size, target: Path) -> list[str]:
    """Write page and pictures below ``target``; returns the names of the figures in order."""
    shutil.rmtree(target / IMAGES, ignore_errors=True)
    (target / IMAGES).mkdir(parents=True)
    lines, names, section = [HEAD], [], ""
    with tempfile.TemporaryDirectory() as folder:
        for shot in shots(size, Path(folder), target):
            if shot.section != section:
                section = shot.section
                lines.append(f"## {section}\n")
            _shrink(shot.picture, target / IMAGES / f"{shot.name}.webp")
            lines.append(f"### {shot.title}\n\n![{shot.title}]({IMAGES}/{shot.name}.webp)\n")
            lines.append(f"{shot.see}\n\n`{shot.command}`\n")
            names.append(shot.name)
    (target / PAGE).write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return names


def _shrink(picture: Path, target: Path) -> None:
    """As wide as a page, in a format that is small."""
    with Image.open(picture) as image:
        height = round(image.height * WIDTH / image.width)
        image.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS).save(target, quality=82, method=6)


if __name__ == "__main__":
    sys.stdout.write(f"{len(draw(FULL, DOCS))} figures\n")
