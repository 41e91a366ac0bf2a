"""Rules written once, two drivers: the Mesa model and the compiled engine give the same runs, byte for byte."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brink.model import crisis
from brink.model.engine import ensemble
from brink.model.world.acts import Origin
from brink.model.world.ladder import Rung
from brink.model.world.tables import Case, Kind
from brink.scenarios.loader import load_scenario
from brink.scenarios.shipped import shipped_scenarios
from tests.model.random_worlds import CASES, assert_same_batch, random_case
from tests.model.worlds import case_of, two_states

RUNNABLE = [scenario.name for scenario in shipped_scenarios() if scenario.runnable]


def assert_same_runs(case: Case, seed: int, first: int, count: int) -> None:
    """Both drivers, series and all."""
    assert_same_batch(
        ensemble.simulate(case, seed, first, count, True), crisis.simulate(case, seed, first, count, True)
    )


@pytest.mark.parametrize("name", RUNNABLE)
def test_shipped_scenarios(name):
    case = load_scenario(name, ()).case()
    assert_same_runs(case, 20240120, 0, 3)
    assert_same_runs(case, 0, 1000, 2)


def test_an_intervention_on_a_shipped_scenario():
    sets = ("interventions={calm: {date: 2023-12-01, set: {actors.iran.pressure.baseline: 0.1}}}",)
    case = load_scenario("january-2024", sets).case()
    assert len(case.worlds) > 1
    assert_same_runs(case, 7, 0, 2)


@pytest.mark.parametrize(
    "constants", [{}, {"answer_cost": -6.0, "opening_cost": -6.0, "fear_weight": 0.0, "exchange_weight": 0.0}]
)
@pytest.mark.parametrize("rung", [6, 11])
def test_two_states(rung, constants):
    assert_same_runs(case_of(two_states(event_rung=rung, **constants)), 1, 0, 20)


@settings(max_examples=60)
@given(case=CASES, seed=st.integers(0, 2**64 - 1), first=st.integers(0, 2**31))
@example(case=random_case(1, [Kind.STATE, Kind.MILITIA, Kind.SPOILER, Kind.BYSTANDER], 40, True, 1), seed=0, first=0)
def test_random_worlds(case, seed, first):
    assert_same_runs(case, seed, first, 2)


def test_random_worlds_reach_every_corner():
    """What equality is worth: the worlds above have wars, wrong blame, signals, concessions and all the rest."""
    kinds = [Kind.STATE, Kind.STATE, Kind.MILITIA, Kind.MILITIA, Kind.SPOILER, Kind.BYSTANDER]
    batches = [ensemble.simulate(random_case(k, kinds, 40, True, 1), 3, 0, 5) for k in range(64)]
    acts = np.concatenate([batch.acts for batch in batches])
    assert set(acts["origin"].tolist()) == {int(origin) for origin in Origin}
    assert set(acts["rung"].tolist()) >= set(range(14)) - {Rung.SANCTION}
    assert (acts["blamed"] != acts["executor"]).any()
    assert (acts["executor"] != acts["actor"])[acts["observed"] == 0].any()
    assert (acts["rank"] == 2)[acts["observed"] == 0].any()
    assert sum(len(batch.answers) for batch in batches) > 0
    assert 0 < np.concatenate([batch.mediated for batch in batches]).mean() < 1
    wars = np.concatenate([batch.wars for batch in batches])
    assert (wars["last_day"] >= 0).any()
    assert (wars["last_day"] < 0).any()


@pytest.mark.parametrize("room", [40, 60, 100, 160, 400])
def test_a_run_without_room_is_done_again_and_ends(room, monkeypatch):
    """To the same bytes; the gate over 210 days once met a run that, without room, went round in a circle of causes."""
    case = load_scenario("january-2024").case()
    usual = ensemble.simulate(case, 1, 0, 40)
    monkeypatch.setattr(ensemble, "_ROOM", room)
    again = ensemble.simulate(case, 1, 0, 40)
    assert again.acts.tobytes() == usual.acts.tobytes()
    assert again.answers.tobytes() == usual.answers.tobytes()
