"""Sensitivity on functions whose indices are known; discovery of a box that was planted; maps and their line."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from brink.experiments.errors import UserError
from brink.experiments.measures import claims
from brink.experiments.measures.outcomes import SUMS, measure
from brink.experiments.results.read import Results
from brink.experiments.runs import batch
from brink.experiments.runs.posterior import drawing
from brink.experiments.studies.discovery import find_box, within
from brink.experiments.studies.discovery_answer import answer_discovery
from brink.experiments.studies.live import tried
from brink.experiments.studies.maps import Map, answer_map
from brink.experiments.studies.sensitivity import (
    SettingRanges,
    indices,
    morris_points,
    net_indices,
    screened,
    sobol_points,
    strongest,
    summed,
)
from brink.experiments.studies.sensitivity_answer import Sensitivity, answer_sensitivity, settings_of
from brink.scenarios.loader import load_scenario

ISHIGAMI = SettingRanges(dict.fromkeys(("x1", "x2", "x3"), (-math.pi, math.pi)))
CLASH = load_scenario("border-clash")


def ishigami(x):
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def kept(values, noise=0.0, runs=100.0, seed=0):
    """Sums of points with these means and this standard error, its chance independent in the two halves."""
    draw = np.random.default_rng(seed)
    even, odd = (values + math.sqrt(2) * noise * draw.standard_normal(len(values)) for _ in range(2))
    table = np.zeros((len(values), len(SUMS)))
    table[:, 0] = table[:, 2] = runs
    table[:, 1], table[:, 6], table[:, 7] = (even + odd) / 2 * runs, even * runs / 2, runs / 2
    return table


def test_sobol_indices_of_the_ishigami_function():
    points = sobol_points(ISHIGAMI, 2048, 1)
    table = indices(ISHIGAMI, kept(ishigami(points))).set_index("parameter")
    for name, alone, total in (("x1", 0.3139, 0.5576), ("x2", 0.4424, 0.4424), ("x3", 0.0, 0.2437)):
        row = table.loc[name]
        assert row["S1"] == pytest.approx(alone, abs=max(0.02, row["S1_conf"]))
        assert row["ST"] == pytest.approx(total, abs=max(0.02, row["ST_conf"]))
        assert row["S1_net"] == pytest.approx(alone, abs=0.04)
        assert row["ST_net"] == pytest.approx(total, abs=0.04)


def test_chance_is_told_and_taken_out():
    points = sobol_points(ISHIGAMI, 4096, 2)
    values = ishigami(points)
    noise = values.std()
    sums = kept(values, noise=noise)
    whole = summed(measure("killed"), sums)
    assert whole.noise == pytest.approx(0.5, abs=0.05)
    table = indices(ISHIGAMI, sums).set_index("parameter")
    assert table.loc["x2", "ST"] > 0.6
    assert table.loc["x2", "ST_net"] == pytest.approx(0.4424, abs=0.1)
    assert table.loc["x1", "S1_net"] == pytest.approx(0.3139, abs=0.1)


def test_half_indices_agree_with_both_halves_alike():
    points = sobol_points(ISHIGAMI, 1024, 3)
    values = ishigami(points)
    alone, total = net_indices(values, values, 3)
    assert alone == pytest.approx([0.3139, 0.4424, 0.0], abs=0.06)
    assert total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.06)


def test_screening_finds_what_moves_and_what_is_chance():
    problem = SettingRanges(dict.fromkeys("abcdef", (0.0, 1.0)))
    points = morris_points(problem, 20, 1)
    values = 4 * points[:, 0] + 2 * points[:, 1] * points[:, 2]
    table = screened(problem, points, kept(values)).set_index("parameter")
    assert list(table.index[:1]) == ["a"]
    assert set(table.index[:3]) == set("abc")
    assert (table.loc[list("def"), "mu_star"] < 1e-9).all()
    assert table.loc["b", "sigma"] > table.loc["a", "sigma"]
    noisy = screened(problem, points, kept(values, noise=0.5)).set_index("parameter")
    assert not noisy.loc[list("def"), "clear"].any()
    assert noisy.loc["a", "clear"]
    assert strongest([table.reset_index()], 2)[0] == "a"
    assert set(strongest([table.reset_index()], 5)) <= set("abcdef")


def test_outcomes_that_cannot_be_explained_are_said():
    entry = measure("war")
    assert "same at every point" in summed(entry, kept(np.zeros(50))).verdict
    draw = np.random.default_rng(0)
    assert summed(entry, kept(draw.random(50) * 0.02)).verdict.startswith("rare")
    gaps = kept(draw.random(50))
    gaps[:, [1, 2, 6, 7]] = 0
    assert summed(measure("branching_ratio"), gaps).verdict.startswith("never measured")


def test_sensitivity_from_scenario_to_tables(tmp_path):
    ranges, left = settings_of(CLASH, ["constants.fear_weight", "constants.near_miss_harm", "constants.answer_cost"])
    assert left == ()
    asked = Sensitivity(CLASH, ranges, ("branching_ratio", "war"), 4, 2, 16, 40, 1)
    folder = answer_sensitivity(asked, tmp_path / "s", 2)
    found = pd.read_parquet(folder / "indices.parquet")
    assert set(found["outcome"]) >= {"branching_ratio"}
    assert "constants.near_miss_harm" not in set(found["parameter"])
    screening = pd.read_parquet(folder / "screening.parquet")
    idle = screening[screening["parameter"] == "constants.near_miss_harm"]
    assert (idle[idle["outcome"] == "branching_ratio"]["mu_star"] == 0).all()
    assert (folder / "report.html").is_file()
    with pytest.raises(UserError, match="power of two"):
        answer_sensitivity(asked._replace(base=12), tmp_path / "t", 1)


def test_prim_finds_a_planted_box():
    draw = np.random.default_rng(4)
    runs = pd.DataFrame(draw.random((4000, 12)), columns=[f"constants.c{k}" for k in range(12)])
    inside = (runs["constants.c2"] > 0.6) & (runs["constants.c7"] < 0.4)
    hits = inside.to_numpy() ^ (draw.random(4000) < 0.02)
    box = find_box(runs, hits)
    sure = box.limits[box.limits["chance"] < 0.05].set_index("parameter")
    assert set(sure.index) == {"constants.c2", "constants.c7"}
    assert sure.loc["constants.c2", "low"] == pytest.approx(0.6, abs=0.05)
    assert sure.loc["constants.c7", "high"] == pytest.approx(0.4, abs=0.05)
    assert box.coverage > 0.75
    assert box.density > 0.85
    assert within(runs, box.limits).sum() < 0.3 * len(runs)


def luck(hits, seed, runs=1000, settings=40):
    """Settings of runs, and outcomes that have nothing to do with them."""
    draw = np.random.default_rng(seed)
    table = pd.DataFrame(draw.random((runs, settings)), columns=[f"constants.c{k}" for k in range(settings)])
    happened = np.zeros(runs, bool)
    happened[draw.choice(runs, hits, replace=False)] = True
    return table, happened


def names_a_condition(hits, seed):
    box = find_box(*luck(hits, seed))
    return claims.NO_CONDITION not in claims.condition(box.judged, list(box.limits["parameter"])).lower()


@pytest.mark.slow
def test_no_condition_is_named_for_what_is_luck_in_nineteen_of_twenty_batches():
    """In eight batches each of few hits, some and many.

    A rule that names one in five would fail in 97 of 100 tests, one that names a third of a single kind in four of
    five. Without the corrections, and judged by the runs that found the boxes, it names two of these 24; with every
    bound of the way kept besides, 23.
    """
    batches = [(hits, seed) for hits in (20, 50, 200) for seed in range(8)]
    assert sum(names_a_condition(*batch) for batch in batches) <= 1


@pytest.mark.parametrize("hits", [50, 200])
def test_one_threshold_is_found_among_many_settings(hits):
    runs, _ = luck(hits, 5)
    able = np.flatnonzero(runs["constants.c7"] > 0.6)
    happened = np.isin(np.arange(len(runs)), np.random.default_rng(6).choice(able, hits, replace=False))
    box = find_box(runs, happened)
    assert list(box.limits["parameter"]) == ["constants.c7"]
    assert box.limits["low"][0] == pytest.approx(0.6, abs=0.06)
    assert claims.condition(box.judged, ["so"]) == "It happens mostly when so."
    last = box.steps.iloc[-1]
    assert box.steps["chosen"].tolist() == [False] * (len(box.steps) - 1) + [True]
    assert (last["coverage"], last["density"]) == (box.coverage, box.density)


def test_half_the_cases_are_called_more_often_and_not_mostly():
    """Outside the box it happens too, and more of it lies outside than inside: dense is not most."""
    runs, _ = luck(300, 8, runs=3000)
    draw = np.random.default_rng(9)
    chance = np.where(runs["constants.c7"] > 0.8, 0.7, 0.2)
    box = find_box(runs, draw.random(len(runs)) < chance)
    assert "constants.c7" in list(box.limits["parameter"])
    assert box.coverage < 0.5
    assert claims.condition(box.judged, ["so"]) == "It happens more often when so."


@pytest.fixture(scope="module")
def drawn_batch(tmp_path_factory):
    return batch.run(CLASH, 400, jobs=1, out=tmp_path_factory.mktemp("drawn"), uncertain=True)


def test_settings_that_no_rule_reads_here_are_left_out(drawn_batch, request):
    runs = drawn_batch.runs
    drawn = drawing(drawn_batch.scenario, 400, 1, "", drawn_batch.folder)
    read = tried(drawn, runs["kinetic_acts"].to_numpy() >= 3, runs["run"].tolist(), 1)
    absent = {"constants.war_days", "constants.proxy_credit", "constants.veto_days"}
    assert absent <= set(read.idle)
    assert not {"constants.fear_weight", "constants.answer_cost", "actors.north.pressure.baseline"} & set(read.idle)
    assert read.runs == 200
    request.getfixturevalue("few_tried")
    # what is not read cannot be named, however well it goes with what is asked for
    folder = answer_discovery(
        planted_on(drawn_batch, "constants.war_days"), "kinetic_acts >= 3", drawn_batch.folder / "d"
    )
    assert "constants.war_days" not in (folder / "box.csv").read_text()
    assert "constants.war_days" in json.loads((folder / "manifest.json").read_text())["idle"]
    assert "constants.war_days" in (folder / "report.html").read_text()


def planted_on(results, path):
    """The same batch with the runs asked for all above the middle of a setting."""
    runs = results.runs.copy()
    runs["kinetic_acts"] = np.where(runs[path] > runs[path].median(), 5, 0)
    other = Results(results.folder, results.manifest)
    other.__dict__["runs"] = runs
    return other


def test_discovery_needs_both_kinds_of_runs():
    runs = pd.DataFrame({"constants.a": np.linspace(0, 1, 100)})
    with pytest.raises(UserError, match="in 3 of 100 runs"):
        find_box(runs, np.arange(100) < 3)


def test_a_map_says_on_which_side_of_one_it_lies(tmp_path):
    x, y = ("constants.fear_weight", (6.0, 12.0)), ("constants.answer_cost", (0.5, 2.5))
    asked = Map(CLASH, x, y, "killed", 3, 40, 1)
    folder = answer_map(asked, tmp_path / "m", 2)
    points = pd.read_parquet(folder / "points.parquet")
    assert len(points) == 9
    corner = points.set_index([x[0], y[0]])["branching_ratio"]
    assert corner[6.0, 0.5] > corner[12.0, 2.5]
    assert "contained everywhere" in (folder / "report.html").read_text()
    with pytest.raises(UserError, match="two different"):
        answer_map(asked._replace(y=x), tmp_path / "n", 1)
