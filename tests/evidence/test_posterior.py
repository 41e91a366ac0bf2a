"""Runs from a posterior: each takes a draw, the folder keeps the file, and the same question gives the same bytes."""

import pandas as pd
import pytest

from brink.experiments.runs import batch
from brink.experiments.runs.posterior import read_posterior
from brink.experiments.runs.verify import verify
from brink.scenarios.loader import load_scenario
from brink.scenarios.problems import ScenarioError

DRAWS = "constants.fear_weight,constants.answer_cost\n7,1\n8.5,1.5\n11,2.5\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text(DRAWS)
    return path


@pytest.fixture
def scenario():
    return load_scenario("border-clash")


def test_every_run_takes_a_whole_draw(file, scenario, tmp_path):
    results = batch.run(scenario, 60, 3, posterior=file, out=tmp_path / "r")
    pairs = results.runs[["constants.fear_weight", "constants.answer_cost"]].drop_duplicates()
    assert sorted(map(tuple, pairs.to_numpy())) == [(7, 1), (8.5, 1.5), (11, 2.5)]
    assert "actors.north.pressure.baseline" not in results.runs, "declared ranges are drawn only when asked for"


def test_declared_ranges_can_be_drawn_beside_it(file, scenario, tmp_path):
    results = batch.run(scenario, 40, 3, posterior=file, uncertain=True, out=tmp_path / "r")
    assert results.runs["actors.north.pressure.baseline"].nunique() == 40
    assert set(results.runs["constants.fear_weight"]) <= {7, 8.5, 11}


def test_the_file_is_part_of_the_question_and_kept_with_the_answer(file, scenario, tmp_path):
    first = batch.run(scenario, 20, 3, posterior=file, out=tmp_path / "r")
    assert (first.folder / "posterior.csv").read_text() == DRAWS
    assert first.manifest["posterior"]
    assert "posterior.csv" in first.manifest["files"]
    assert not batch.run(scenario, 20, 3, posterior=file, out=tmp_path / "r").fresh
    file.write_text(DRAWS.replace("11", "12"))
    with pytest.raises(batch.UserError, match="another question"):
        batch.run(scenario, 20, 3, posterior=file, out=tmp_path / "r")


def test_an_interrupted_batch_is_finished_from_the_copy(file, scenario, tmp_path):
    whole = batch.run(scenario, 20, 3, posterior=file, out=tmp_path / "whole")
    batch.run(scenario, 20, 3, posterior=file, out=tmp_path / "again")
    (tmp_path / "again" / "manifest.json").unlink()
    file.unlink()
    done = batch.resume(tmp_path / "again", load_scenario)
    pd.testing.assert_frame_equal(done.runs, whole.runs)


def test_it_can_be_verified_and_a_changed_copy_is_seen(file, scenario, tmp_path):
    results = batch.run(scenario, 20, 3, posterior=file, out=tmp_path / "r")
    assert verify(results.folder, replays=3, engines=("ensemble",)).problems == []
    (results.folder / "posterior.csv").write_text(DRAWS.replace("11", "12"))
    found = verify(results.folder, replays=3, engines=("ensemble",))
    assert any("posterior.csv" in problem for problem in found.problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("constants.fear_weight\n7\nmany\n", "mine.csv:3:1: constants.fear_weight: 'many' is no number"),
        ("constants.fear_weight,constants.fear_floor\n7,.5\n8\n", "mine.csv:3:1: 1 values under 2 paths"),
        ("constants.fear_weight\n", "mine.csv:1:1: a posterior has a line of paths"),
        ("constants.fear_weight,constants.fear_weight\n7,7\n", "a path stands twice"),
        ("constants.fear_weight\nnan\n", "'nan' is no number"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(text, said, file):
    file.write_text(text)
    with pytest.raises(ScenarioError) as raised:
        read_posterior(file)
    assert said in str(raised.value)


def test_a_path_that_does_not_exist_and_a_value_out_of_bounds_end_with_code_2(file, brink):
    for text, said in (("constants.feer_weight\n7\n8\n", "feer_weight"), ("constants.fear_weight\n7\n-8\n", "-8")):
        file.write_text(text)
        code, _, messages = brink(f"run border-clash --runs 5 --posterior '{file}' --out r --no-figures")
        assert code == 2 and said in messages
