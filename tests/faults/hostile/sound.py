"""Sound folders, of which hostile ones are copies: a batch, one half done, one of version 0.1.0, a study."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from brink.experiments.errors import InterruptedBatch
from brink.experiments.report import draw
from brink.experiments.runs import batch
from brink.experiments.studies.files import load_experiment
from brink.experiments.studies.sweep import load_sweep
from brink.experiments.studies.sweep_answer import answer_sweep
from brink.scenarios.loader import load_scenario
from brink.tests.faults.hostile.case import SECRET

QUESTION = """\
experiment: 1
name: Fear in the valley
scenario: border-clash
set: {days: 30}
design: {kind: grid}
replications: 20
levers: {constants.fear_weight: [6, 12]}
outcomes: [branching_ratio, killed]
"""


def sound(home: Path) -> dict[str, Path]:
    """Sound folders by name: a batch with its report, one half done, one of version 0.1.0, a study."""
    scenario = load_scenario("border-clash", ["days=40"])
    made = {name: home / name for name in ("batch", "half", "study")}
    draw(batch.run(scenario, 30, 5, jobs=1, out=made["batch"]))
    with contextlib.suppress(InterruptedBatch):
        batch.run(scenario, 600, 5, jobs=1, out=made["half"], progress=stop_at_once)
    file = home / "fear.yaml"
    file.write_text(QUESTION)
    load_experiment(str(file))
    answer_sweep(load_sweep(str(file)), made["study"], 1)
    old = home / "old"
    shutil.copytree(Path(__file__).resolve().parents[2] / "data" / "results-0.1.0", old)
    (home / "secret.yaml").write_text(f"schema: 1\nname: {SECRET}\nextends: border-clash\n")
    return made | {"old": old}


def stop_at_once(done: int, asked: int) -> None:
    """As Ctrl-C after the first chunk."""
    raise KeyboardInterrupt
