"""The live page of `january-2024` in the browsers that are here: its size, and how long a reader waits."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from brink.benchmarks.effort import Effort
from brink.experiments.page.page import live_page
from brink.scenarios.loader import load_scenario
from brink.tests.page.browsing import BROWSERS, browse, is_here

SCENARIO = "january-2024"
#: Movements of a slider; runs of the first numbers, of the answer that is waited for, and of the best one.
MOVED, BEGUN, RUNS, MOST = 30, 100, 300, 10_000
SETTLED = ["until", "document.body.dataset.settled === 'yes'"]
#: When the first answer was on the page, in milliseconds after its file was opened.
FIRST = f"performance.getEntriesByName('answers of {RUNS}')[0].startTime"
#: Moves sliders, each to another place, and waits each time: milliseconds to the first numbers and to the answer.
MOVE = """(async () => {
  const waits = [], sliders = [...document.querySelectorAll("input[type=range]")];
  for (let k = 0; k < %d; k++) {
    const slider = sliders[k %% sliders.length], at = ((k * 0.618034) %% 1) * 0.9 + 0.05;
    await new Promise((resolve) => setTimeout(resolve, 500));
    performance.clearMarks();
    const start = performance.now();
    slider.value = Number(slider.min) + at * (slider.max - slider.min);
    slider.dispatchEvent(new Event("input"));
    const shown = (runs) => performance.getEntriesByName("answers of " + runs);
    while (!shown(%d).length) await new Promise((resolve) => setTimeout(resolve, 2));
    waits.push([shown(%d)[0].startTime - start, shown(%d)[0].startTime - start]);
  }
  return JSON.stringify(waits);
})()"""
#: Asks for the most runs of two worlds at once, with none made yet of either; milliseconds until they are on the page.
ALL = """(async () => {
  performance.clearMarks();
  document.getElementById("more-runs").click();
  const seed = document.getElementById("seed"), start = performance.now();
  seed.value = "2";
  seed.dispatchEvent(new Event("change"));
  while (!performance.getEntriesByName("answers of %d").length) await new Promise((resolve) => setTimeout(resolve, 20));
  return performance.now() - start;
})()"""


def measure(effort: Effort) -> dict[str, Any]:
    """Size of the page, and of each browser the waits in milliseconds; none where there is no browser."""
    names = [name for name in BROWSERS if is_here(name)]
    if not names:
        return {"missing": "there is no browser here"}
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(live_page(load_scenario(SCENARIO)).text)
        found = {name: _waits(name, page, effort) for name in names}
        return {"scenario": SCENARIO, "bytes": page.stat().st_size, "moved": effort.scaled(MOVED), "browsers": found}


def _waits(name: str, page: Path, effort: Effort) -> dict[str, float]:
    move = MOVE % (effort.scaled(MOVED), RUNS, BEGUN, RUNS)
    steps = [SETTLED, ["evaluate", FIRST], ["evaluate", move], ["evaluate", ALL % MOST]]
    _, first, waits, whole = browse(name, page, steps)
    begun, moved = np.array(json.loads(waits)).T
    found = {"first": first, "begun": np.median(begun), "median": np.median(moved), "p95": np.quantile(moved, 0.95)}
    return {key: float(value) for key, value in found.items()} | {"most": whole}
