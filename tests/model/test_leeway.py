"""Leeway: thresholds of feeling give way within a band, so that on average what counts is a smooth hinge."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model import crisis
from brink.model.engine import ensemble
from brink.model.mechanisms.affected import PROTECTOR, STRUCK
from brink.model.mechanisms.harm import above_tolerance, adds_up, borne_by_rules, chance_to_count
from brink.model.mechanisms.leeway import chance_to_fill, chance_to_pass, passing
from brink.model.mechanisms.patience import lose_patience
from brink.model.mechanisms.registry import DYAD_STATE, fresh
from brink.model.prepared import Facts
from brink.model.world.ladder import Rung
from tests.model.worlds import case_of, two_states

#: Kept, since a handle holds as long as its world does.
FACTS = {leeway: Facts(two_states(leeway=leeway)) for leeway in (0.05, 0.15, 0.4)}
VALUES = st.floats(0, 2)
LEEWAYS = st.sampled_from(sorted(FACTS))


def counted_on_average(world, value, threshold):
    chance = chance_to_pass(world, value, threshold)
    return chance * passing(world, value, threshold) if chance else 0.0


@given(leeway=LEEWAYS, value=VALUES, threshold=st.floats(0.01, 1))
def test_what_counts_lies_above_the_hard_hinge_and_near_it(leeway, value, threshold):
    """On average over its band, a threshold lets pass what the hard one would, and a little about it."""
    off = counted_on_average(FACTS[leeway].handle, value, threshold) - max(0.0, value - threshold)
    assert -1e-12 <= off <= leeway * threshold / 4 + 1e-12


@pytest.mark.parametrize("threshold", [0.03, 0.2, 1.0])
def test_the_mean_over_the_band_is_what_is_drawn(threshold):
    world, value = FACTS[0.4].handle, 1.1 * threshold
    lying = threshold * (1 + 0.4 * np.linspace(-1, 1, 20_001))
    assert counted_on_average(world, value, threshold) == pytest.approx(np.maximum(0, value - lying).mean(), rel=1e-3)


@pytest.mark.parametrize("leeway", sorted(FACTS))
def test_moving_tolerance_a_little_moves_what_counts_a_little(leeway):
    world = FACTS[leeway].handle
    moved = np.linspace(0.02, 0.3, 2_000)
    found = np.array([counted_on_average(world, 0.1, tolerance) for tolerance in moved])
    chances = np.array([chance_to_pass(world, 0.1, tolerance) for tolerance in moved])
    assert (np.diff(found) <= 1e-12).all(), "who bears more feels less"
    assert np.abs(np.diff(chances)).max() < 0.03, "with a step at tolerance it is 1"


@given(leeway=LEEWAYS, threshold=st.floats(0.1, 2), steps=st.integers(1, 40))
def test_many_small_steps_fill_a_sum_no_sooner_than_a_large_one(leeway, threshold, steps):
    world, total = FACTS[leeway].handle, 1.1 * threshold
    left, before = 1.0, 0.0
    for k in range(1, steps + 1):
        left *= 1.0 - chance_to_fill(world, before, total * k / steps, threshold)
        before = total * k / steps
    assert 1.0 - left == pytest.approx(chance_to_pass(world, total, threshold), abs=1e-9)


def test_who_bears_nothing_feels_everything():
    world = FACTS[0.15].handle
    assert chance_to_pass(world, 0.0, 0.0) == 0.0
    assert chance_to_pass(world, 1e-9, 0.0) == 1.0
    assert passing(world, 0.2, 0.0) == 0.2


def test_far_below_nothing_is_felt_and_far_above_all_that_exceeds():
    world = FACTS[0.15].handle  # tolerance .03
    assert chance_to_count(world, 1, STRUCK, 0.025) == 0.0 < chance_to_count(world, 1, STRUCK, 0.03) < 1.0
    assert chance_to_count(world, 1, STRUCK, 0.035) == 1.0
    assert above_tolerance(world, 1, 0.1) == pytest.approx(0.07)
    assert chance_to_count(world, 1, PROTECTOR, 1.0) == 0.0, "a protector adds everything up"


def test_inside_rules_nothing_adds_up_but_for_a_protector():
    assert adds_up(STRUCK, False) and not adds_up(STRUCK, True) and adds_up(PROTECTOR, True)


@pytest.mark.parametrize(("rung", "borne"), [(Rung.HARASSMENT, True), (Rung.HEAVY_ATTACK, False)])
def test_accepted_rules_are_kept_by_harassment_and_broken_by_a_heavy_attack(rung, borne):
    world = two_states()
    world.dyads["rules"] = 1
    assert borne_by_rules(Facts(world).handle, int(rung), 1, 0) == borne
    world.dyads["rules"] = 0
    assert not borne_by_rules(Facts(world).handle, int(rung), 1, 0)


def test_patience_ends_about_its_threshold():
    facts = Facts(two_states(leeway=0.2, harassment_threshold=1.0))
    found = {}
    for u in (0.1, 0.9):
        dyad, sums = fresh(DYAD_STATE), []
        for _ in range(200):
            before = float(dyad.patience)
            if lose_patience(facts.handle, dyad, 0, 0.01, 0.03, u) > 0.0:
                sums.append(before + 0.01)
        found[u] = sums[0]
    assert 0.8 < found[0.1] < found[0.9] <= 1.2 + 1e-9


@pytest.mark.parametrize("driver", [ensemble, crisis], ids=["ensemble", "mesa"])
@pytest.mark.parametrize(("rules", "held"), [(0, True), (1, False)])
def test_fire_by_accepted_rules_is_held_against_nobody(driver, rules, held):
    """What of it counts squads may answer; it adds to no account, raises no pressure and is no grievance."""
    world = two_states(event_rung=4, killed=3, rules_share=0.6, days=8)
    world.dyads["rules"][:] = rules
    pressure, account = driver.simulate(case_of(world), 3, 0, 1, series=True).series[0, 1, 1, :2]
    assert (account > 0.0, pressure > world.actors["rest"][1] + 1e-6) == (held, held)
