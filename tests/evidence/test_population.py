"""A scenario that stands for many crises: every run is another, and the folder can be finished and verified."""

import pandas as pd
import pytest

from brink.experiments.evidence.ledger.sealing import seal_crisis
from brink.experiments.runs import batch
from brink.experiments.runs.expecting import check_expectations
from brink.experiments.runs.posterior import drawn_from, population_of
from brink.experiments.runs.verify import verify
from brink.model.world.asked import PREFIX
from brink.scenarios.loader import apply_sets, load_scenario, loads_scenario
from brink.scenarios.problems import ScenarioError

TEXT = """\
schema: 1
name: Many crises
extends: generic-crisis
population:
  events.first_attack.rung: [4, 7, 9]
  events.first_attack.killed: [0, 2, 5]
  events.first_attack.wounded: null
  ties.attacker.target.land_claim: null
"""


@pytest.fixture
def scenario():
    return loads_scenario(TEXT, "mine.yaml")


def test_every_run_is_a_whole_row_with_numbers_of_its_own(scenario, tmp_path):
    runs = batch.run(scenario, 60, 3, out=tmp_path / "r").runs
    pairs = runs[["events.first_attack.rung", "events.first_attack.killed"]].drop_duplicates()
    assert sorted(map(tuple, pairs.to_numpy())) == [(4, 0), (7, 2), (9, 5)]
    assert runs["actors.attacker.pressure.baseline"].nunique() == 60, "its declared ranges are drawn too"
    assert not [path for path in runs if path.startswith("constants.")], "what the model assumes is not"


def test_a_posterior_is_drawn_beside_it(scenario, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text("constants.fear_weight\n7\n11\n")
    runs = batch.run(scenario, 80, 3, posterior=file, out=tmp_path / "r").runs
    both = runs[["constants.fear_weight", "events.first_attack.rung"]].drop_duplicates()
    assert len(both) == 6, "every draw meets every crisis"


def test_an_interrupted_batch_of_crises_is_finished_to_the_same_runs(scenario, tmp_path):
    whole = batch.run(scenario, 20, 3, out=tmp_path / "whole")
    batch.run(scenario, 20, 3, out=tmp_path / "again")
    (tmp_path / "again" / "manifest.json").unlink()
    done = batch.resume(tmp_path / "again", load_scenario)
    pd.testing.assert_frame_equal(done.runs, whole.runs)
    assert verify(tmp_path / "whole", replays=3, engines=("ensemble",)).problems == []


def test_the_population_of_the_resolved_scenario_is_the_same(scenario):
    again = loads_scenario(scenario.resolved_yaml(), "again.yaml")
    assert again.population == scenario.population
    assert again.digest() == scenario.digest()


def test_a_scenario_without_one_asks_what_it_always_asked():
    plain = load_scenario("border-clash")
    assert population_of(plain) is None
    assert drawn_from(plain, None) is None
    assert "population" not in plain.resolved_yaml()


def test_a_population_can_be_left_out(scenario):
    assert population_of(apply_sets(scenario, {"population": None})) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[4, 7, 9]", "[4, 7]", "2 values where the longest list has 3"),
        ("[4, 7, 9]", "[4, 7, 90]", "a value leaves what is allowed there: 4 to 12"),
        ("[4, 7, 9]", "[4, 7, high]", "'high' stands where a number is expected"),
        ("[4, 7, 9]", "7", "7 stands where a list is expected"),
        ("first_attack.rung", "first_atack.rung", "no number of this scenario stands there"),
        ("events.first_attack.rung", "actors.attacker.kind", "no number of this scenario stands there"),
        ("[4, 7, 9]", "[]", "0 values where the longest list has 3"),
    ],
)
def test_a_population_that_is_none_is_refused_with_its_place(old, new, said):
    with pytest.raises(ScenarioError) as raised:
        loads_scenario(TEXT.replace(old, new, 1), "mine.yaml")
    assert any(said in str(problem) and str(problem).startswith("mine.yaml:") for problem in raised.value.problems)


def test_until_needs_to_know_the_number_of_crises(brink, tmp_path):
    code, _, err = brink("run", "generic-crisis", "--until", "war +-0.1", "--out", tmp_path / "r")
    assert code == 2
    assert "a scenario's population" in err


ASKED = """\
questions:
  low_blow: {act: {by: attacker, observed: true, rung: 4-7}}
expectations:
  low_blow: {share: [0.4, 0.9], cases: 20}
"""


def test_forecast_and_expectations_speak_of_the_runs_that_run_makes(tmp_path):
    mine = loads_scenario(TEXT + ASKED, "mine.yaml")
    ran = float((batch.run(mine, 60, 3, out=tmp_path / "r").runs[f"{PREFIX}low_blow"] > 0).mean())
    assert 0.5 < ran < 0.9, "two rows of three begin so low"
    sealed = seal_crisis(tmp_path / "ledger", mine, 60, 3)
    assert sealed.crisis is not None
    assert {asked.name: asked.chance for asked in sealed.crisis.questions}["low_blow"] == pytest.approx(ran)
    assert sealed.primary == "brink as shipped" and not sealed.learned
    (held,) = check_expectations(mine, 60, 3).held
    assert held.found.estimate == pytest.approx(ran)
