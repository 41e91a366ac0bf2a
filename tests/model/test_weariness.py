"""Weariness: a group that loses people may end its campaign by its own choice, and take it up again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model.crisis import CrisisModel
from brink.model.engine.ensemble import simulate
from brink.model.mechanisms.registry import ACTOR_STATE, fresh
from brink.model.mechanisms.rest import chance_to_go_on, rest
from brink.model.mechanisms.weariness import bury, losses_held, may_weary
from brink.model.prepared import Facts
from brink.scenarios.loader import apply_sets, load_scenario
from tests.model.worlds import two_states

FACTS = Facts(two_states(days=90))
JANUARY = load_scenario("january-2024")
CONTROL = "actors.islamic_resistance_iraq.control"
FEARS = ("ties.islamic_resistance_iraq.united_states.fear",)


@given(losses=st.floats(0, 3), more=st.floats(0, 3), account=st.floats(0, 1.5), pressure=st.floats(0, 1))
def test_the_more_it_has_lost_the_less_it_goes_on(losses, more, account, pressure):
    world = FACTS.handle
    one, other = (chance_to_go_on(world, 1, 0, pressure, account, lost) for lost in (losses, losses + more))
    assert 0.0 <= other <= one <= 1.0
    assert chance_to_go_on(world, 1, 0, pressure, account + 0.1, losses) >= one


def test_losses_add_up_and_fade():
    world, group = FACTS.handle, fresh(ACTOR_STATE)
    bury(world, group, 1, 0.4)
    bury(world, group, 1, 0.2)
    assert losses_held(world, group, 1) == pytest.approx(0.6)
    assert losses_held(world, group, 31) == pytest.approx(0.3), "half are left after the half-life of an exchange"


def test_only_who_wages_a_campaign_that_follows_its_patron_may_weary():
    case = JANUARY.case()
    facts, names = Facts(case.worlds[0]), case.names.actors
    group, resting = fresh(ACTOR_STATE), fresh(ACTOR_STATE)
    rest(resting, 0, 1, 90, 0.5)
    weary = {name for k, name in enumerate(names) if may_weary(facts.handle, k, group, 100)}
    assert weary == {"islamic_resistance_iraq", "houthis"}
    assert not any(may_weary(facts.handle, k, group, 0) for k in range(len(names))), "no campaign has begun"
    assert not any(may_weary(facts.handle, k, resting, 100) for k in range(len(names))), "it rests already"


def days_at_rest(**sets):
    """Days on which the group in Iraq rests by its own choice, in some runs of the readable driver."""
    case = apply_sets(JANUARY, {path: value for path, value in sets.items()}).case()
    number = case.names.actors.index("islamic_resistance_iraq")
    count = 0
    for run in range(2):
        model = CrisisModel(case, 5, run, collect=False)
        while model.running:
            model.step()
            count += int(model.actors[number].kept.state["rests_at"]) == number
    return count


def test_a_group_that_fears_who_strikes_it_rests_and_one_that_does_not_goes_on():
    assert days_at_rest(**dict.fromkeys(FEARS, 0.0)) == 0
    assert days_at_rest(**dict.fromkeys(FEARS, 1.0)) > 10


def test_attacks_stop_for_longer_the_more_the_group_fears():
    found = []
    for fear in (0.0, 0.6, 1.0):  # no word of the patron stops them: a group that rests gives it fewer reasons for one
        case = apply_sets(JANUARY, {**dict.fromkeys(FEARS, fear), CONTROL: 0.0}).case()
        acts = simulate(case, 5, 0, 150).acts
        names = case.names.actors
        mine = acts["actor"] == names.index("islamic_resistance_iraq")
        found.append(int(np.sum(mine & (acts["target"] == names.index("united_states")) & (acts["origin"] == 1))))
    assert found[0] > found[1] > found[2]
