"""Experiment files and sweeps: designs as they say, mistakes with their place, the same bytes after an interruption."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy.stats import qmc

from brink.experiments.errors import InterruptedBatch, UserError
from brink.experiments.measures.outcomes import estimate, measure, sums
from brink.experiments.runs.designs import Axis, crossed, grid, latin_hypercube, scaled, sobol_sequence
from brink.experiments.studies import points as running
from brink.experiments.studies.files import load_experiment, shipped
from brink.experiments.studies.points import run_points
from brink.experiments.studies.sweep import load_sweep
from brink.experiments.studies.sweep_answer import answer_sweep
from brink.model.outcomes import OUTCOME
from brink.scenarios.problems import ScenarioError

SMALL = """
experiment: 1
name: <b>Fear</b>
scenario: border-clash
design: {kind: latin_hypercube, points: 3}
replications: 40
levers:
  constants.fear_weight: [6, 9, 12]
uncertainties:
  ties.north.south.fear: declared
  constants.pressure_weight: {range: [2, 5]}
outcomes: [branching_ratio, war, killed, peak_rung >= 9]
"""


@pytest.fixture
def small(tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(SMALL)
    return str(file)


def written(tmp_path, *changes):
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file = tmp_path / "changed.yaml"
    file.write_text(text)
    return str(file)


@pytest.mark.parametrize(
    ("points", "settings", "seed"), [(1, 1, 0), (7, 3, 5), (300, 41, 1_000_003), (20, 5, 2**63 - 1)]
)
def test_a_hypercube_is_the_one_that_scipy_draws(points, settings, seed):
    """It is drawn without loading scipy.stats, to the same bytes."""
    axes = [Axis(str(k), -1.5 * k, 2.0 * k + 1) for k in range(settings)]
    theirs = scaled(qmc.LatinHypercube(d=settings, rng=seed).random(points), axes)
    np.testing.assert_array_equal(latin_hypercube(points, axes, seed), theirs)
    assert latin_hypercube(points, [], seed).shape == (points, 0)


def test_designs_lie_where_they_say():
    axes = [Axis("a", 0, 1), Axis("b", 10, 30)]
    hyper = latin_hypercube(8, axes, 3)
    assert sorted(np.floor(hyper[:, 0] * 8)) == list(range(8))
    assert sorted(np.floor((hyper[:, 1] - 10) / 20 * 8)) == list(range(8))
    np.testing.assert_array_equal(hyper, latin_hypercube(8, axes, 3))
    sobol = sobol_sequence(15, axes)
    assert sobol.shape == (15, 2)
    np.testing.assert_allclose(sobol.mean(axis=0), [0.5, 20], atol=0.02)
    walked = grid([Axis("a", 0, 1, (0.0, 1.0)), Axis("b", 0, 1, (2.0, 3.0, 4.0))])
    assert walked.tolist() == [[0, 2], [0, 3], [0, 4], [1, 2], [1, 3], [1, 4]]
    assert crossed(walked[:2], np.array([[7.0], [8.0]])).tolist() == [[0, 2, 7], [0, 2, 8], [0, 3, 7], [0, 3, 8]]


def test_a_sweep_crosses_what_is_walked_with_what_is_sampled(small):
    sweep = load_sweep(small)
    assert sweep.paths == ("constants.fear_weight", "ties.north.south.fear", "constants.pressure_weight")
    assert len(sweep.design.which) == 9
    first, second = sweep.design.values[:3], sweep.design.values[3:6]
    np.testing.assert_array_equal(first[:, 1:], second[:, 1:])
    assert set(sweep.design.values[:, 0]) == {6, 9, 12}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("points: 3", "pionts: 3"), "5:33: design.pionts: unknown key: did you mean points?"),
        (("latin_hypercube", "hypercube"), "5:16: design.kind"),
        (("[6, 9, 12]", "[6, high]"), "8:30: levers.constants.fear_weight.values.1: 'high' stands where a number"),
        (
            ("constants.fear_weight: [", "constants.fear_wait: ["),
            "8:3: levers.constants.fear_wait: there is no setting fear_wait in constants: did you mean fear_weight",
        ),
        (("south.fear: declared", "north.fear: declared"), "ties.north.north.fear: no range is declared there"),
        (("name: <b>Fear</b>\n", ""), "name is missing"),
        (("killed, peak", "kiled, peak"), "did you mean killed?"),
        (("border-clash", "border-crash"), "did you mean border-clash?"),
        (("{range: [2, 5]}", "{range: [5, 2]}"), "a range is two numbers"),
        (("design: {kind: latin_hypercube, points: 3}", "design: {kind: grid}"), "a grid goes through values"),
        (("[6, 9, 12]", "[6, 900]"), "too large"),
    ],
)
def test_mistakes_are_told_with_their_place(tmp_path, change, said):
    with pytest.raises(ScenarioError) as error:
        load_sweep(written(tmp_path, change))
    assert said in str(error.value)


def test_the_answer_is_kept_found_again_and_safe_to_show(small, tmp_path):
    sweep = load_sweep(small)
    folder = answer_sweep(sweep, tmp_path / "out", 2)
    points = pd.read_parquet(folder / "points.parquet")
    assert list(points["runs"]) == [40] * 9
    assert (points["war low"] <= points["war"]).all() and (points["war"] <= points["war high"]).all()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["runs"] == 360
    assert "points.parquet" in manifest["files"]
    assert "<b>Fear" not in (folder / "report.html").read_text()
    before = (folder / "points.parquet").stat().st_mtime_ns
    answer_sweep(sweep, tmp_path / "out", 2)
    assert (folder / "points.parquet").stat().st_mtime_ns == before
    with pytest.raises(UserError, match="another question"):
        answer_sweep(load_sweep(small, replications=41), tmp_path / "out", 2)


def test_lists_whose_combinations_nobody_can_run_are_refused_before_they_are_made(tmp_path):
    steps = "{range: [1, 2], steps: 1000}"
    paths = ("constants.fear_weight", "constants.pressure_weight", "constants.account_weight")
    file = tmp_path / "many.yaml"
    file.write_text(
        "experiment: 1\nname: Many\nscenario: border-clash\ndesign: {kind: grid}\nlevers:\n"
        + "".join(f"  {path}: {steps}\n" for path in paths)
    )
    with pytest.raises(ScenarioError, match=r"many.yaml:4:1: design: 1,000,000,000 points: at most 10,000,000"):
        load_sweep(str(file))


def test_an_interrupted_sweep_goes_on_to_the_same_bytes(small, tmp_path, monkeypatch):
    sweep = load_sweep(small)
    whole = answer_sweep(sweep, tmp_path / "whole", 1, figures=False)
    monkeypatch.setattr(running, "pieces", lambda design: [range(p, p + 1) for p in range(len(design.which))])
    plain, calls = running.replicate, []

    def stops(case, design):
        calls.append(1)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return plain(case, design)

    monkeypatch.setattr(running, "replicate", stops)
    with pytest.raises(InterruptedBatch) as stop:
        answer_sweep(sweep, tmp_path / "cut", 1, figures=False)
    assert "points are kept" in str(stop.value)
    again = answer_sweep(sweep, tmp_path / "cut", 2, figures=False)
    assert len(calls) < 5 + 9
    assert (again / "points.parquet").read_bytes() == (whole / "points.parquet").read_bytes()


def test_a_point_stops_when_its_interval_is_tight(tmp_path):
    stop = "outcomes: [branching_ratio, war"
    file = written(
        tmp_path, (stop, "stop: {outcome: branching_ratio, half_width: 0.02, at_most: 4000}\n" + stop),
        ("points: 3", "points: 1"),
    )  # fmt: skip
    sweep = load_sweep(file)
    kept = run_points(sweep.design, tmp_path, 2)
    runs = kept[:, 0, 0]
    found = [estimate(sweep.design.measures[0], point) for point in kept[:, 0]]
    assert all((f.high - f.low) / 2 <= 0.02 or n == 4000 for f, n in zip(found, runs, strict=True))
    assert (runs > 40).any()


def test_cases_can_take_an_event_away():
    sweep = load_sweep("no-kerman", replications=2)
    kerman = [len(make([]).worlds[0].events) for make in sweep.design.makers]
    assert kerman == [7, 7, 6, 5]


@pytest.mark.parametrize("name", shipped())
def test_shipped_experiments_can_be_asked(name):
    experiment, _, _ = load_experiment(name)
    assert experiment.summary
    sweep = load_sweep(name, replications=2)
    assert 2 <= len(sweep.design.which) <= 200


def test_at_least_five_experiments_are_shipped():
    named = {"hardliner-pressure", "patron-control", "missile-defence", "pakistan-credibility", "no-kerman"}
    assert named <= set(shipped())


def test_outcomes_are_read_with_their_conditions():
    runs = np.zeros(4, OUTCOME)
    runs["peak_rung"], runs["war"], runs["days_to_quiet"] = [5, 9, 10, 9], [0, 0, 1, 1], [-1, 4, 8, -1]
    runs["replies"], runs["answerable"] = [1, 2, 0, 0], [2, 4, 0, 2]
    wanted = {"peak_rung >= 9": 0.75, "peak_rung>=9 and war == 0": 0.25, "war": 0.5, "days_to_quiet": 6.0}
    for name, value in (wanted | {"branching_ratio": 3 / 8, "peak_rung": 33 / 4}).items():
        entry = measure(name)
        assert estimate(entry, sums([entry], runs)[0]).estimate == value
    for wrong in ("wra", "peak_rung >= nine", "ended_by", "peak_rung >= 9 or war"):
        with pytest.raises(UserError):
            measure(wrong)
