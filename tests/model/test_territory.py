"""Territory: land that is claimed is worth a war to whoever claims it, once both sides have struck, and but once."""

import numpy as np
import pytest

from brink.experiments.runs import batch
from brink.experiments.stories.replayed import replay
from brink.experiments.stories.terms import WORDS
from brink.experiments.stories.whole import whole
from brink.model import crisis
from brink.model.engine import ensemble
from brink.model.mechanisms.registry import DYAD_STATE, fresh
from brink.model.mechanisms.territory import fight, land_at_stake, lowest_answer
from brink.model.prepared import Facts
from brink.scenarios.loader import load_scenario
from brink.tests.model.worlds import two_states

#: A crisis of rivals who do not fear each other, in which the attacked side answers; the first attack kills nobody.
CRISIS = (
    "ties.attacker.target.fear=0.2", "ties.attacker.target.inferiority=0", "actors.target.restraint.credibility=0.9",
    "events.first_attack.killed=0",
)  # fmt: skip
CLAIM = "ties.attacker.target.land_claim"


def struck(on, rung=7):
    """What one remembers of another whom it has struck on these days."""
    state = fresh(DYAD_STATE)
    for day in on:
        state.exchanges, state.exchange_day, state.struck = state.exchanges + 1.0, day, rung
        fight(state, rung)
    return state


@pytest.mark.parametrize(
    ("claim", "mine", "theirs", "day", "at_stake"),
    [
        (0.6, struck([3]), struck([4]), 6, 0.6),
        (0.0, struck([3]), struck([4]), 6, 0.0),  # nothing is claimed
        (0.6, struck([3]), struck([]), 6, 0.0),  # one side alone has struck
        (0.6, struck([]), struck([4]), 6, 0.0),
        (0.6, struck([3]), struck([4]), 200, 0.0),  # long ago
        (0.6, struck([3], 11), struck([4]), 6, 0.0),  # a war has been fought over it
        (0.6, struck([3]), struck([4], 12), 6, 0.0),
    ],
)
def test_land_is_at_stake_once_both_have_struck(claim, mine, theirs, day, at_stake):
    world = two_states(days=240)
    world.dyads["land_claim"][1] = claim
    assert land_at_stake(Facts(world).handle, 0, 1, mine, theirs, day) == at_stake
    assert land_at_stake(Facts(world).handle, 1, 0, theirs, mine, day) == 0.0  # the other claims nothing


def crises(*sets, runs, driver=ensemble):
    case = load_scenario("generic-crisis", (*CRISIS, *sets)).case()
    return driver.simulate(case, 4, 0, runs), case


def test_who_claims_land_goes_to_war_for_it_and_nobody_else_does():
    wars = [crises(f"{CLAIM}={claim}", runs=400)[0].wars for claim in (0, 0.5, 1)]
    assert len(wars[0]) == 0
    assert len(wars[0]) <= len(wars[1]) < len(wars[2])
    assert len(wars[2]) > 20


def test_a_dispute_over_land_comes_to_one_war_and_the_claimant_begins_it():
    found, case = crises(f"{CLAIM}=1", runs=400)
    assert np.diff(found.war_offsets).max() == 1
    assert set(found.wars["a"]) == {case.names.actors.index("attacker")}


def test_after_an_exchange_of_equals_nothing_is_open_but_land():
    mine = struck([3])
    assert [lowest_answer(mine, 0.5, False, rung) for rung in (6, 7, 8)] == [11, 11, 0]
    assert lowest_answer(mine, 0.5, True, 7) == lowest_answer(mine, 0.0, False, 7) == 0


@pytest.mark.parametrize("driver", [ensemble, crisis], ids=["ensemble", "mesa"])
def test_nobody_answers_singly_the_act_that_opens_a_war(driver):
    found, _ = crises(f"{CLAIM}=1", runs=400 if driver is ensemble else 100, driver=driver)
    opening = np.repeat(found.act_offsets[:-1], np.diff(found.war_offsets)) + found.wars["act"]
    assert len(opening) > 0 and (found.acts["rung"][opening] >= 11).all()
    causes = found.acts["cause"] + np.repeat(found.act_offsets[:-1], np.diff(found.act_offsets))
    force = (found.acts["rung"] >= 4) & (found.acts["rung"] <= 12) & (found.acts["cause"] >= 0)
    assert not np.isin(causes[force], opening).any()


def test_fear_and_the_nuclear_shadow_hold_it():
    def wars(*sets):
        return len(crises(f"{CLAIM}=1", *sets, runs=400)[0].wars)

    assert wars("ties.attacker.target.fear=0.7") < 0.2 * wars()
    assert wars("actors.target.nuclear=true") < 0.5 * wars()


def test_both_drivers_agree_on_it():
    ours, theirs = (crises(f"{CLAIM}=1", runs=60, driver=driver)[0] for driver in (ensemble, crisis))
    assert len(ours.wars) > 0
    assert ours.acts.tobytes() == theirs.acts.tobytes()
    assert ours.wars.tobytes() == theirs.wars.tobytes()


def test_why_says_that_it_was_the_land(tmp_path):
    scenario = load_scenario("generic-crisis", (*CRISIS, f"{CLAIM}=1", "population={}"))
    results = batch.run(scenario, 60, jobs=1, out=tmp_path / "claims")
    act = next(act for act in results.acts.itertuples() if act.rung >= 11)
    told = whole(results, replay(results, act.run), act.act)
    assert WORDS["land"] in told
