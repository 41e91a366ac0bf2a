"""A small study of each kind on a scenario with a hostile name, for the tests of their reports."""

import pytest

from brink.experiments.runs import batch
from brink.experiments.studies import live
from brink.experiments.studies.compare import Comparison, answer_compare
from brink.experiments.studies.discovery_answer import answer_discovery
from brink.experiments.studies.maps import Map, answer_map
from brink.experiments.studies.sensitivity_answer import Sensitivity, answer_sensitivity, settings_of
from brink.experiments.studies.sweep import load_sweep
from brink.experiments.studies.sweep_answer import answer_sweep
from brink.scenarios.loader import apply_sets, load_scenario

HOSTILE = "<script>alert(1)</script>"
PARAMETERS = ["constants.fear_weight", "actors.north.pressure.baseline", "constants.answer_cost"]
EXPERIMENT = f"""
experiment: 1
name: "{HOSTILE}"
summary: "{HOSTILE} what then?"
scenario: border-clash
design: {{kind: grid}}
replications: 10
levers:
  constants.fear_weight: [8, 10]
  actors.north.pressure.baseline: [0.2, 0.6]
outcomes: [branching_ratio, killed]
"""


def hostile():
    return apply_sets(load_scenario("border-clash"), {"name": HOSTILE})


def compare(folder):
    other = apply_sets(hostile(), {"actors.north.pressure.baseline": 0.6})
    return answer_compare(Comparison((hostile(), other), (HOSTILE, f"{HOSTILE} 2"), 30, 1), folder, 1)


def sensitivity(folder):
    ranges, left = settings_of(hostile(), PARAMETERS)
    return answer_sensitivity(Sensitivity(hostile(), ranges, ("killed", "war"), 4, 6, 8, 10, 1, left), folder, 1)


def draw_map(folder):
    x, y = (("constants.fear_weight", (6.0, 12.0)), ("actors.north.pressure.baseline", (0.1, 0.8)))
    return answer_map(Map(hostile(), x, y, "branching_ratio", 3, 10, 1), folder, 1)


def discover(folder):
    pytest.importorskip("ema_workbench", reason="needs the extra discovery")
    results = batch.run(hostile(), 400, jobs=1, out=folder.parent / "runs", uncertain=True)
    with pytest.MonkeyPatch.context() as few:
        few.setattr(live, "POINTS", 3)
        return answer_discovery(results, "kinetic_acts >= 3", folder)


def sweep(folder):
    file = folder.parent / "experiment.yaml"
    file.write_text(EXPERIMENT)
    return answer_sweep(load_sweep(str(file)), folder, 1)


STUDIES = {"compare": compare, "sensitivity": sensitivity, "map": draw_map, "discover": discover, "sweep": sweep}
