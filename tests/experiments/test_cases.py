"""A list of cases compares each with the first, run by run; and the narrative's sentence asked in this way."""

import numpy as np
import pandas as pd
import pytest

import brink
from brink.experiments.errors import InterruptedBatch
from brink.experiments.figures import cases as drawing
from brink.experiments.figures.style import PHONE, settle
from brink.experiments.measures.claims import WAYS, Finding, side
from brink.experiments.measures.outcomes import simulated_only
from brink.experiments.measures.statistics import Interval
from brink.experiments.runs import batch
from brink.experiments.studies import points as running
from brink.experiments.studies.finish import about_study
from brink.experiments.studies.paired import compared
from brink.experiments.studies.sweep import load_sweep
from brink.experiments.studies.sweep_answer import answer_sweep
from brink.scenarios.loader import load_scenario

LIST = {
    "experiment": 1,
    "name": "Bolder or calmer",
    "scenario": "border-clash",
    "design": {"kind": "list"},
    "replications": 60,
    "cases": {"as_given": {}, "bolder": {"ties.north.south.fear": 0.1}, "no_ambush": {"events.ambush": None}},
    "outcomes": ["peak_rung >= 7", "killed", "branching_ratio"],
}
DIFFERENCE = ["difference", "difference_low", "difference_high"]


def test_a_case_differs_from_the_first_as_two_batches_do(tmp_path):
    sweep = load_sweep(LIST)
    table = pd.read_parquet(answer_sweep(sweep, tmp_path / "out", 2, figures=False) / "differences.parquet")
    assert list(table["case"].unique()) == ["bolder", "no_ambush"]
    scenario = load_scenario("border-clash")
    worlds = [scenario, load_scenario("border-clash", ["ties.north.south.fear=0.1"])]
    runs = [simulated_only(batch.run(w, 60, 1, out=tmp_path / str(k)).runs, w.case()) for k, w in enumerate(worlds)]
    bolder = table[table["case"] == "bolder"]
    for row, known in zip(bolder.to_dict("records"), compared(sweep.design.measures, *runs), strict=True):
        assert (row["outcome"], row["a"], row["b"]) == (known.outcome, known.a, known.b)
        np.testing.assert_array_equal([row[name] for name in DIFFERENCE], known.difference)
        assert row["differing"] == known.differing
    assert bolder["differing"].any()
    assert (bolder["a_low"] <= bolder["a"]).all() and (bolder["b"] <= bolder["b_high"]).all()


def test_sums_and_runs_of_a_paired_design_say_the_same(tmp_path):
    sweep = load_sweep(LIST | {"replications": 520})
    kept = running.run_points(sweep.design, tmp_path, 1)
    plain = running.run_points(sweep.design._replace(paired=False), tmp_path / "plain", 1)
    np.testing.assert_array_equal(kept, plain)
    assert {runs.shape for runs in running.runs_of_points(sweep.design, tmp_path)} == {(520, 3, 2)}


def test_points_of_levers_and_of_a_stopping_rule_are_no_pairs(tmp_path):
    levers = LIST | {"design": {"kind": "grid"}, "levers": {"constants.fear_weight": [8, 10]}}
    stops = LIST | {"stop": {"outcome": "killed", "half_width": 1, "at_most": 100}}
    assert not any(load_sweep(given).design.paired for given in (levers, stops))
    answer = brink.sweep(levers | {"replications": 4}, out=tmp_path / "levers", figures=False)
    assert not (answer.folder / "differences.parquet").exists()
    assert answer.differences.empty


def test_a_list_that_was_interrupted_goes_on_to_the_same_bytes(tmp_path, monkeypatch):
    sweep = load_sweep(LIST)
    whole = answer_sweep(sweep, tmp_path / "whole", 1, figures=False)
    monkeypatch.setattr(running, "pieces", lambda design: [range(p, p + 1) for p in range(len(design.which))])
    plain, calls = running.run_by_run, []

    def stops(case, design):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return plain(case, design)

    monkeypatch.setattr(running, "run_by_run", stops)
    with pytest.raises(InterruptedBatch):
        answer_sweep(sweep, tmp_path / "cut", 1, figures=False)
    again = answer_sweep(sweep, tmp_path / "cut", 1, figures=False)
    assert len(calls) < 2 + 3
    for name in ("points.parquet", "differences.parquet"):
        assert (again / name).read_bytes() == (whole / name).read_bytes()


def test_the_verb_shows_the_differences_and_the_report_a_panel_a_case(tmp_path):
    answer = brink.sweep(LIST, out=tmp_path / "out")
    assert len(answer.differences) == 6
    assert list(answer.figures) == ["cases", "response"]
    page = (answer.folder / "report.html").read_text(encoding="utf-8")
    assert "Each case against the first" in page
    assert "less as_given" in answer._repr_html_()


@pytest.fixture
def facts():
    return about_study(load_scenario("border-clash"), 180, 1)


def table(cases, asked=("Is it answered?",), by=-0.2):
    rows = [
        {"case": name, "label": text, "unit": "share", "a": 0.5, "a_low": 0.4, "a_high": 0.6, "b": 0.5 + by,
         "b_low": 0.4 + by, "b_high": 0.6 + by, "difference": by, "difference_low": by - 0.1,
         "difference_high": by + 0.1, "differing": 40}
        for name in cases for text in asked
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_each_case_has_a_panel_with_every_question(facts):
    drawn = drawing.cases(table(["no_words", "no_deeds"], ("Is it answered?", "Twice?")), facts, "as_given")
    panels = [axes for axes in drawn.figure.axes if axes.get_visible()]
    assert [axes.get_title(loc="left") for axes in panels] == ["No words", "No deeds"]
    assert [text.get_text() for text in panels[0].get_yticklabels()] == ["Is it answered?", "Twice?"]
    assert all("-20.0 points (-30.0 to -10.0)" in [text.get_text() for text in axes.texts] for axes in panels)
    assert drawn.figure.texts[0].get_text() == "No words: Is it answered? 50\xa0% → 30\xa0%"
    assert "No deeds: Twice? 50\xa0%, then 30\xa0%" in drawing.describe(drawn.data, "as_given")


def test_a_title_names_no_case_that_the_intervals_do_not_bear(facts):
    drawn = drawing.cases(table(["no_words"], by=0.05), facts, "as_given")
    assert drawn.figure.texts[0].get_text() == "No question moves by more than its interval covers"
    numbers = table(["no_words"]).assign(unit="number")
    assert "No question" in drawing.cases(numbers, facts, "as_given").figure.axes[0].texts[0].get_text()


@pytest.mark.parametrize("many", [1, 3, 7])
def test_nothing_sticks_out_on_a_desk_or_a_phone(facts, many):
    long = "After a strike on its soil, does Pakistan answer on Iranian soil within a week, with its own forces?"
    drawn = drawing.cases(table([f"without_{k}" for k in range(many)], (long, "Is it?")), facts, "as_given")
    for figure in (drawn.figure, drawn.again(PHONE)):
        settle(figure)
        box, (width, height) = figure.get_tightbbox(), figure.get_size_inches()
        assert min(box.x0, box.y0) >= -0.01
        assert box.x1 <= width + 0.01 and box.y1 <= height + 0.01


def test_kerman_the_vow_and_the_hardliners_each_carry_the_strikes_of_january(tmp_path):
    """Each removed in turn: fewer of the three strikes, and of what Pakistan does about them."""
    answer = brink.sweep("what-drove-january", replications=300, out=tmp_path / "out", figures=False)
    moved = answer.differences.set_index(["case", "outcome"])
    strikes = ("iran_strikes_syria", "iran_strikes_iraq", "pakistan_struck", "three_states", "pakistan_strikes")
    for case in ("kerman_removed", "vow_removed", "hardliners_removed"):
        for asked in strikes:
            row = moved.loc[(case, asked)]
            found = Finding(Interval(*(float(row[name]) for name in DIFFERENCE)), int(row["differing"]))
            assert WAYS.get(side(found)) == "down", (case, asked)
    shares = moved["b"].unstack("outcome")["three_states"]
    assert shares.idxmin() == "kerman_removed", "without the shock there is nothing to vow an answer to"
