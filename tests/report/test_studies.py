"""Reports of studies: the form of all reports, figures with words, nothing from outside, and hostile names as text."""

import re

import pytest

from brink.experiments import batch
from brink.experiments.report.words import OWN
from brink.experiments.studies.compare import Comparison, answer_compare
from brink.experiments.studies.discovery import answer_discovery
from brink.experiments.studies.maps import Map, answer_map
from brink.experiments.studies.page import CONTENTS
from brink.experiments.studies.sensitivity_answer import Sensitivity, answer_sensitivity, settings_of
from brink.experiments.studies.sweep import load_sweep
from brink.experiments.studies.sweep_answer import answer_sweep
from brink.scenarios.loader import apply_sets, load_scenario

HOSTILE = "<script>alert(1)</script>"
PARAMETERS = ["constants.fear_weight", "actors.north.pressure.baseline", "constants.restraint_base"]
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
    return answer_discovery(results, "kinetic_acts >= 3", folder)


def sweep(folder):
    file = folder.parent / "experiment.yaml"
    file.write_text(EXPERIMENT)
    return answer_sweep(load_sweep(str(file)), folder, 1)


STUDIES = {"compare": compare, "sensitivity": sensitivity, "map": draw_map, "discover": discover, "sweep": sweep}


@pytest.fixture(scope="session", params=list(STUDIES))
def study(request, tmp_path_factory):
    """A study of each kind, its name and its page."""
    folder = STUDIES[request.param](tmp_path_factory.mktemp(request.param) / "study")
    return request.param, folder / "report.html"


@pytest.fixture(scope="session")
def source(study):
    return study[1].read_text(encoding="utf-8")


def test_it_has_the_sections_of_a_briefing(source):
    assert re.findall(r'<section id="(\w+)"', source) == list(CONTENTS)
    assert re.findall(r'<li><a href="#(\w+)">', source) == list(CONTENTS)
    for part in ("question", "answer"):
        inside = re.search(rf'<section id="{part}".*?</section>', source, re.S).group(0)
        assert len(re.findall(r"<p>\S", inside)) >= 1


def test_figures_have_captions_and_words(source, study):
    figures = re.findall(r"<figure.*?</figure>", source, re.S)
    assert figures
    for figure in figures:
        assert len(re.search(r'alt="([^"]*)"', figure).group(1)) > 40
        assert len(re.search(r"<figcaption>(.*?)<span", figure, re.S).group(1)) > 100
        name = re.search(r"figures/([\w-]+)\.csv", figure).group(1)
        assert (study[1].parent / "figures" / f"{name}.csv").stat().st_size > 0


def test_limits_are_those_of_its_kind(source, study):
    limits = re.search(r'<section id="limits".*?</section>', source, re.S).group(0)
    assert all(head in limits for head, _ in OWN[study[0]])
    assert "never weighed" in limits


def test_a_hostile_name_is_text_everywhere(source, study):
    assert "<script" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    for drawing in (study[1].parent / "figures").glob("*.svg"):
        assert "<script" not in drawing.read_text(encoding="utf-8")


def test_nothing_comes_from_outside_and_it_is_small(source, study):
    addresses = re.findall(r'(?:src|href)="([^"]*)"', source)
    assert all(address.startswith(("#", "data:image/")) for address in addresses)
    assert "default-src 'none'" in source
    assert "script-src" not in source
    assert study[1].stat().st_size < 5_000_000
