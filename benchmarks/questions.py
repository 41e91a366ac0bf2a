"""What questions cost beside the engine: the same runs of `january-2024`, made and asked, in turn."""

from __future__ import annotations

import statistics
import time
from typing import Any

from brink.benchmarks.effort import Effort
from brink.experiments.measures.questions.evaluate import answers
from brink.model.engine.ensemble import simulate
from brink.scenarios.loader import load_scenario

RUNS, ASKED = 500, 10


def measure(effort: Effort) -> dict[str, Any]:
    """The median share of the engine's time, over pairs, that the first ten questions of January take."""
    case = load_scenario("january-2024").case()
    named = [place for place, asked in enumerate(case.questions) if asked.name]
    case = case._replace(questions=case.questions[: named[ASKED - 1] + 1])
    batch = simulate(case, 1, 0, RUNS)
    pairs = []
    for _ in range(effort.laps):
        begun = time.process_time()
        simulate(case, 1, 0, RUNS)
        made = time.process_time()
        answers(batch, case)
        pairs.append((time.process_time() - made) / (made - begun))
    return {"questions": ASKED, "runs": RUNS, "share": statistics.median(pairs), "worst": max(pairs)}
