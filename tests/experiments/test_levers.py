"""What the model must show when its levers turn: the ways down hold it together, pressure feeds it, fear starves it."""

import numpy as np
import pytest

from brink.experiments.figures import box, differences, influence, response, runaway
from brink.experiments.measures.claims import FEWEST, Finding, contained
from brink.experiments.measures.outcomes import measure
from brink.experiments.measures.statistics import Interval
from brink.experiments.studies.finish import about_study
from brink.experiments.studies.paired import compared
from brink.experiments.studies.points import Design, run_points
from brink.experiments.studies.sweep import load_sweep, points_table, summary_table
from brink.experiments.studies.sweep_answer import lines, moved_first, words_of, words_of_levers
from brink.model.engine.ensemble import simulate
from brink.model.outcomes import outcomes
from brink.scenarios.loader import apply_sets, load_scenario

XY = {"x": "fear of the other's reply", "y": "weight of it"}
NO_WAY_DOWN = {"constants.exchange_weight": 0.0, "constants.mediation_weight": 0.0, "constants.closing_weight": 0.0}


def runs_of(scenario, runs):
    case = scenario.case()
    return outcomes(simulate(case, 3, 0, runs), case)


@pytest.mark.parametrize(("name", "runs"), [("january-2024", 120), ("nuclear-neighbours", 1500)])
def test_without_the_ways_down_it_moves_toward_runaway(name, runs):
    scenario = load_scenario(name)
    bare = apply_sets(scenario, NO_WAY_DOWN)
    asked = [measure(text) for text in ("branching_ratio", "longest_chain", "spiral")]
    for entry in compared(asked, runs_of(scenario, runs), runs_of(bare, runs), level=0.999):
        assert entry.difference.low > 0, entry.outcome


def ratios(scenario, path, values, runs):
    """The branching ratio at each value, all on the same draws."""
    tables = [runs_of(apply_sets(scenario, dict.fromkeys(path, value)), runs) for value in values]
    return [float(table["replies"].sum() / table["answerable"].sum()) for table in tables]


def test_hardliner_pressure_raises_the_branching_ratio_at_every_step():
    january, paths = load_scenario("january-2024"), ("actors.iran.pressure.baseline",)
    assert np.all(np.diff(ratios(january, paths, (0.1, 0.45, 0.8), 1200)) > 0)
    both = tuple(f"actors.{side}.pressure.baseline" for side in ("north", "south"))
    neighbours = load_scenario("nuclear-neighbours")
    assert np.all(np.diff(ratios(neighbours, both, (0.1, 0.3, 0.5, 0.7, 0.9), 1500)) > 0)


def test_fear_lowers_the_branching_ratio_at_every_step():
    january, paths = load_scenario("january-2024"), ("constants.fear_weight",)
    assert np.all(np.diff(ratios(january, paths, (6.0, 9.0, 12.0), 120)) < 0)
    neighbours = load_scenario("nuclear-neighbours")
    ties = ("ties.north.south.fear", "ties.south.north.fear")
    assert np.all(np.diff(ratios(neighbours, ties, (0.1, 0.3, 0.5, 0.7, 0.9), 1500)) < 0)


def test_the_figure_of_a_lever_has_its_numbers(tmp_path):
    sweep = load_sweep("hardliner-pressure", replications=10, points=2)
    kept = run_points(sweep.design, tmp_path, 2)
    summary = summary_table(sweep, kept)
    table, series = lines(sweep, summary)
    facts = about_study(sweep.scenario, 100, 1)
    lever = "actors.iran.pressure.baseline"
    drawn = response.response(table, facts, lever, series)
    acts = drawn.data[drawn.data["outcome"] == "kinetic_acts"]
    assert list(acts[lever]) == pytest.approx([0.1, 0.275, 0.45, 0.625, 0.8])
    assert (acts["low"] <= acts["estimate"]).all() and (acts["estimate"] <= acts["high"]).all()
    assert (acts["least"] <= acts["estimate"] + 1e-9).all()
    assert len(points_table(sweep, kept)) == 10
    assert "Simulated events" in drawn.figure.texts[-1].get_text()


def test_the_figure_of_a_lever_speaks_of_it_in_words_and_its_title_of_what_was_found(tmp_path):
    sweep = load_sweep("hardliner-pressure", replications=10, points=2)
    kept = run_points(sweep.design, tmp_path, 2)
    summary = summary_table(sweep, kept)
    table, series = lines(sweep, summary)
    lever = "actors.iran.pressure.baseline"
    words = words_of_levers(sweep)[lever]
    assert words == "level that domestic pressure returns to (Iran)"
    found = "acts of force: from 500 to 600"
    for runs, title in ((1_000, found), (FEWEST - 1, response.TITLE)):
        facts = about_study(sweep.scenario, runs, 1)
        drawn = response.response(table, facts, lever, series, words, found)
        assert drawn.figure.texts[0].get_text() == title
        labels = {" ".join(axes.get_xlabel().split()) for axes in drawn.figure.axes if axes.get_visible()}
        assert labels == {words}
    told = " ".join(words_of(sweep, summary, facts).answer)
    assert f"where {words} is 0.1" in told
    assert lever not in told


def test_the_title_of_a_sweep_names_the_first_outcome_whose_ends_can_be_told_apart(tmp_path):
    sweep = load_sweep("hardliner-pressure", replications=10, points=2)
    summary = summary_table(sweep, run_points(sweep.design, tmp_path, 2))
    names = list(dict.fromkeys(summary["outcome"]))
    same = summary.assign(estimate=1.0, low=0.9, high=1.1)
    assert moved_first(sweep, same) == ""
    moved = same["outcome"] == names[1]
    steps = same.loc[moved, "estimate"] + np.arange(moved.sum())
    same.loc[moved, ["estimate", "low", "high"]] = np.stack([steps, steps - 0.1, steps + 0.1], axis=1)
    label = same.loc[moved, "label"].iloc[0]
    assert moved_first(sweep, same).lower().startswith(label.lower())
    assert moved_first(sweep, same)[0].isupper()
    assert "from" in moved_first(sweep, same)


def test_figures_of_studies_draw_without_data():
    import pandas as pd

    facts = about_study(load_scenario("border-clash"), 0, 1)
    none = {"outcome": [], "parameter": [], "S1": [], "S1_conf": [], "ST": [], "ST_conf": []}
    influence.influence(pd.DataFrame(none), facts, {})
    columns = ("outcome", "a", "b", "ratio", "ratio_low", "ratio_high", "saving")
    differences.differences(pd.DataFrame({name: [] for name in columns}), facts, ("a", "b"))
    limits = pd.DataFrame({name: [] for name in ("parameter", "meaning", "low", "high", "least", "most", "chance")})
    steps = pd.DataFrame({"coverage": [1.0], "density": [0.1], "chosen": [True]})
    box.box(limits, steps, facts)
    response.response(pd.DataFrame({name: [] for name in ("case", "outcome", "estimate")}), facts, "case")
    runaway.runaway(
        pd.DataFrame({"x": [], "y": [], "killed": [], "branching_ratio": []}), facts, XY, "killed", (0, 0), ""
    )
    x, y = (axis.ravel() for axis in np.meshgrid(np.arange(3.0), np.arange(3.0)))
    nothing = pd.DataFrame({"x": x, "y": y, "killed": np.nan, "branching_ratio": np.nan})
    for outcome in ("killed", "branching_ratio"):
        runaway.runaway(nothing.assign(**{outcome: 1.0}), facts, XY, "killed", (0, 0), "")
    drawn = runaway.runaway(nothing, facts, XY, "killed", (0, 0), "")
    assert any("Nothing to measure" in text.get_text() for text in drawn.figure.axes[0].texts)


def test_the_map_draws_its_line_where_the_ratio_crosses_one():
    import pandas as pd

    facts = about_study(load_scenario("border-clash"), 0, 1)
    x, y = (axis.ravel() for axis in np.meshgrid(np.linspace(0, 1, 5), np.linspace(0, 2, 5)))
    table = pd.DataFrame({"x": x, "y": y, "killed": x + y, "branching_ratio": 0.5 + x})
    note = contained(findings(table["branching_ratio"]))
    drawn = runaway.runaway(table, facts, XY, "killed", (0.5, 1.0), note)
    paths = [p for entry in drawn.figure.axes[0].collections for p in entry.get_paths()]
    crossing = [p.vertices for p in paths if len(p.vertices) and np.allclose(p.vertices[:, 0], 0.5)]
    assert crossing, "no line at x = .5, where the ratio is one"
    assert "line: one answer an act" in runaway.describe(XY, "killed", note)
    assert "contained everywhere" in contained(findings([0.4] * 25))
    assert "runaway everywhere" in contained(findings([1.4] * 25))
    assert "do not tell everywhere" in contained(findings([0.98] * 25))


def findings(ratios):
    return [Finding(Interval(ratio, ratio - 0.1, ratio + 0.1), 100) for ratio in ratios]


def test_a_design_keeps_the_same_draws_at_every_point(tmp_path):
    case = load_scenario("border-clash").case()
    design = Design(
        (lambda values: case,), np.zeros(3, np.int64), np.zeros((3, 0)), 50, 1, (measure("killed"), measure("war"))
    )
    kept = run_points(design, tmp_path, 2)
    assert (kept[0] == kept[1]).all() and (kept[1] == kept[2]).all()
