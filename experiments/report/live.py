"""The live page beside a report: the same scenario, ready to be run by whoever reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..page.module import is_stale
from ..results import sums
from ..results.question import model_hash
from ..results.sums import LIVE
from ..system.whole import write_text

if TYPE_CHECKING:
    from ..results.read import Results

#: Engines that run the model as it is; agents and engines of somebody's own a page cannot run.
KNOWN = ("ensemble", "mesa")


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
