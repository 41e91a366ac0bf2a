"""Answers kept in a results folder: the same bytes whoever computes them, verified, and read back."""

import hashlib

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from brink import load_scenario, open_results, run
from brink.experiments.results.store import read_plan
from brink.experiments.runs.replay import differences
from brink.scenarios.loader import loads_scenario

STATE = """
schema: 1
name: Two valleys
extends: border-clash
days: 40
questions:
  pressed: {state: {actor: north, measure: pressure, day: 2024-01-20}}
  calm: {state: {actor: north, measure: pressure, day: 2024-01-20}, given: homeland_struck}
  answered: {act: {by: north}, settles: ambush, per: act, strata: [rung]}
"""


def sha(folder):
    return hashlib.sha256((folder / "runs.parquet").read_bytes()).hexdigest()


@pytest.mark.parametrize(("engine", "jobs"), [("ensemble", 2), ("mesa", 1), ("mesa", 2)])
def test_answers_have_the_same_bytes_whoever_computes_them(tmp_path, engine, jobs):
    scenario = loads_scenario(STATE)
    run(scenario, 30, out=tmp_path / "a", jobs=1)
    run(scenario, 30, out=tmp_path / "b", jobs=jobs, engine=engine)
    assert sha(tmp_path / "a") == sha(tmp_path / "b")


def test_the_state_asked_about_is_that_of_the_series(tmp_path):
    results = run(loads_scenario(STATE), 15, out=tmp_path / "a")
    series = results.series
    day = series[(series["day"] == 19) & (series["actor"] == "north") & (series["measure"] == "pressure")]
    np.testing.assert_array_equal(results.runs["q.pressed"], day["value"].astype(float))
    assert results.answers_to_questions[-3].name == "pressed"


def test_verify_sees_an_answer_that_was_changed(tmp_path):
    results = run("border-clash", 20, out=tmp_path / "a")
    plan, case = read_plan(results.folder), results.scenario.case()
    assert plan is not None
    assert not list(differences(results.folder, plan, case, [0, 7], "ensemble", ["runs"]))
    table = pq.read_table(results.folder / "runs.parquet")
    place = table.column_names.index("q.north_answers.count")
    other = pa.array(table[place].to_numpy() + 1, pa.int32())
    pq.write_table(table.set_column(place, "q.north_answers.count", other), results.folder / "runs.parquet")
    found = list(differences(results.folder, plan, case, [0, 7], "ensemble", ["runs"]))
    assert len(found) == 2 and all("q.north_answers.count" in text for text in found)


def test_the_questions_come_first_and_never_asked_is_said(tmp_path, capsys):
    from brink.experiments.commands.batches import show_answers

    results = run("border-clash", 20, out=tmp_path / "a")
    show_answers(open_results(tmp_path / "a").answers_to_questions)
    assert "Does North answer the ambush by force within a month?" in capsys.readouterr().out
    assert results.answers_to_questions[0].of == 20
    assert results.answers_to_questions[0].sentence().startswith("Does North answer")


def test_old_folders_have_no_answers():
    from pathlib import Path

    old = open_results(Path(__file__).parents[1] / "data" / "results-0.1.0")
    assert old.answers_to_questions == []


def test_shipped_scenarios_ask_something():
    for name in ("january-2024", "border-clash", "cedar-valley", "middle-east", "generic-crisis", "nuclear-neighbours"):
        assert len(load_scenario(name).questions) >= 3
