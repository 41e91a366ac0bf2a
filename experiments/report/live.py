"""The live page beside a report: the same scenario, ready to be run by whoever reads it.

Beside the report of a study it offers what the study moved, and can begin with the other world of a comparison.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from ...scenarios.problems import ScenarioError
from ..page.module import is_stale
from ..results import sums
from ..results.question import model_hash
from ..results.sums import LIVE
from ..system.whole import write_text

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario
    from ..results.read import Results

#: Engines that run the model as it is; agents and engines of somebody's own a page cannot run.
KNOWN = ("ensemble", "mesa")


class StudiedWorld(NamedTuple):
    """What the page beside a report of a study shows.

    Attributes:
        scenario: as the page has it given.
        seed: of its runs.
        moved: the settings that the study moved, with values that it moved them to.
        other: what a second world is called and what it changes, as numbers by path, and None for an event taken out;
            None where it changes more than that.
    """

    scenario: Scenario
    seed: int
    moved: Mapping[str, Sequence[float]]
    other: tuple[str, Mapping[str, float | None]] | None = None


class LiveLink(NamedTuple):
    """A way into a page: what it is called, and where it leads."""

    text: str
    address: str


def can_live(results: Results) -> bool:
    """Whether a page would show the runs of this folder: the model as it is, no drawn settings, settings to offer.

    While the model is being changed, and the page's engine is not made anew, none would.
    """
    manifest, scenario = results.manifest, results.scenario
    drawn = manifest.get("uncertain") or manifest.get("posterior") or scenario.population
    same = manifest.get("model") == model_hash() and manifest.get("engine") in KNOWN and not is_stale()
    return bool(same and scenario.page and not drawn)


def write_live(results: Results) -> Path | None:
    """Write ``live.html`` into the results folder, where a page can show its runs; 300 kB for the largest scenario."""
    # a page takes its limits from this room, which is loaded whole: it cannot wait for a page in its turn
    from ..page.page import live_page

    if not can_live(results):
        return None
    sums.leave_out(results.folder, LIVE)
    path = results.folder / LIVE
    write_text(path, live_page(results.scenario, int(results.manifest["seed"])).text)
    sums.add(results.folder)
    return path


def live_links(folder: Path, world: StudiedWorld) -> list[LiveLink]:
    """Write the page of a study, where there can be one; returns the ways into it, none where there is none."""
    # the same
    from ..page.page import live_page

    if is_stale() or world.scenario.population or not (world.moved or world.scenario.page or world.other):
        return []
    try:
        page = live_page(world.scenario, world.seed, wanted=world.moved)
    except ScenarioError:  # both ends of all ranges together are no scenario
        return []
    write_text(folder / LIVE, page.text)
    links = [LiveLink("Change a setting and run it yourself", LIVE)]
    if world.other and page.opens(world.other[1]):
        links.append(LiveLink(f"Begin with {world.other[0]}", LIVE + fragment(world.other[1])))
    return links


def fragment(values: Mapping[str, float | None]) -> str:
    """What stands after the address of a page that begins with some settings."""
    parts = [f"{quote(path, safe='')}={'null' if value is None else repr(value)}" for path, value in values.items()]
    return "#" + "&".join(parts) if parts else ""
