"""What must hold of draws, stocks, choices and acts, whatever the numbers."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brink.model.engine.ensemble import simulate
from brink.model.kernel.draws import (
    HAND,
    OF_ACT,
    OF_RESPONSE,
    OF_SUFFERING,
    OF_TOLL,
    SUFFERERS,
    TWICE_IN_ACT,
    TWICE_IN_TOLL,
    Keys,
    Purpose,
    deal_act,
    deal_response,
    deal_suffering,
    deal_toll,
    draw_days,
    drawn,
    drawn_apart,
    drawn_twice,
    lane,
    mix,
    philox,
    uniform,
    uniforms,
)
from brink.model.kernel.quantiles import binomial, negative_binomial, normal, poisson
from brink.model.mechanisms.choice import inclusive
from brink.model.mechanisms.harm import rungs_misread
from brink.model.mechanisms.pressure import account_now, left_after, pressure_now
from brink.model.prepared import Facts, is_unfelt
from brink.model.world import tables as w
from brink.scenarios.loader import load_scenario

sys.path.insert(0, str(Path(__file__).parents[1] / "model"))
from worlds import case_of, two_states

unit = st.floats(1e-12, 1 - 1e-12)


@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_philox_gives_the_known_answers_of_random123(counter, key, words):
    assert philox(*counter, Keys(key[0] + (key[1] << 32)).address) == words


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**31), st.integers(0, 2**64 - 1), st.integers(1, 60))
def test_uniform_is_a_pure_function_into_the_open_unit_interval(seed, run, occasion, purpose):
    key = run, np.uint64(occasion), purpose
    assert 0.0 < uniform(Keys(seed).address, *key) < 1.0
    assert uniform(Keys(seed).address, *key) == uniform(Keys(seed).address, *key)


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**31), st.integers(0, 2**64 - 1), st.integers(1, 60))
def test_a_number_is_the_middle_of_its_2_to_the_53rd_part_of_the_interval(seed, run, occasion, purpose):
    keys = Keys(seed)
    a, b, c, d = philox(run, purpose, occasion % 2**32, occasion >> 32, keys.address)
    expected = tuple(((high >> 5) * 2**26 + (low >> 6) + 0.5) / 2**53 for high, low in ((a, b), (c, d)))
    assert uniforms(keys.address, run, np.uint64(occasion), purpose) == expected


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**31), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_what_is_drawn_side_by_side_is_what_is_drawn_alone(seed, run, occasion, other):
    keys, hand, lots = Keys(seed), np.zeros(1, HAND), np.zeros(90)
    own, address = np.uint64(occasion), hand.ctypes.data
    deal_act(address, keys.address, run, own)
    for purpose in OF_ACT:
        assert drawn(address, lane(purpose)) == uniform(keys.address, run, own, int(purpose))
    for purpose in TWICE_IN_ACT:
        assert drawn_twice(address, lane(purpose)) == uniforms(keys.address, run, own, int(purpose))
    deal_toll(address, keys.address, run, own)
    for purpose in OF_TOLL:
        assert drawn(address, lane(purpose, OF_TOLL)) == uniform(keys.address, run, own, int(purpose))
    for purpose in TWICE_IN_TOLL:
        assert drawn_twice(address, lane(purpose, OF_TOLL)) == uniforms(keys.address, run, own, int(purpose))
    assert all(lane(purpose) == lane(purpose, OF_TOLL) for purpose in {*OF_ACT} & {*OF_TOLL})
    apart = int(Purpose.WOUNDED)
    assert drawn_apart(address, apart) == uniforms(keys.address, run, own, apart)
    three = own, np.uint64(other), np.uint64(occasion ^ other)
    assert len(three) == SUFFERERS
    deal_suffering(address, keys.address, run, *three)
    for place, (purpose, of) in enumerate(zip(OF_SUFFERING, (*three, own), strict=True)):
        assert drawn(address, place) == uniform(keys.address, run, of, int(purpose))
    deal_response(address, keys.address, run, own)
    for place, purpose in enumerate(OF_RESPONSE):
        assert drawn(address, place) == uniform(keys.address, run, own, int(purpose))
    draw_days(lots.ctypes.data, keys.address, run, own, int(Purpose.COUNT), 3, 90)
    for day in (3, 47, 89):
        assert lots[day] == uniform(keys.address, run, np.uint64(mix(own, day)), int(Purpose.COUNT))


def test_seed_zero_is_a_seed():
    case = case_of(two_states())
    zero, one = (simulate(case, seed, 0, 20).acts for seed in (0, 1))
    assert np.array_equal(zero, simulate(case, 0, 0, 20).acts)
    assert not np.array_equal(zero, one)


@given(st.floats(0.5, 400), st.integers(0, 200), st.integers(0, 200))
def test_decay_composes(half_life, first, second):
    assert left_after(half_life, first + second) == pytest.approx(
        left_after(half_life, first) * left_after(half_life, second), abs=1e-12
    )


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 30), st.integers(0, 29))
def test_what_is_left_of_a_stock_stands_in_a_table(pressure, rest, first, second):
    """A look after ten days, and one after four and another six, agree; nothing has faded on the day itself."""
    facts = Facts(two_states(account_half_life=20.0))
    world = facts.handle
    later = pressure_now(world, pressure_now(world, pressure, rest, first), rest, second)
    assert later == pytest.approx(pressure_now(world, pressure, rest, first + second), abs=1e-12)
    assert account_now(world, pressure, first) == pytest.approx(pressure * left_after(20.0, first))
    assert pressure_now(world, pressure, rest, 0) == pressure


@given(st.one_of(st.just(0.0), st.floats(0.01, 2.0)), st.floats(1e-9, 1 - 1e-9))
def test_an_act_is_misread_by_a_rounded_normal_error(sd, u):
    error = sd * normal(u)
    if abs(abs(error) % 1.0 - 0.5) > 1e-6:
        assert rungs_misread(Facts(two_states(misreading_sd=sd)).handle, u) == math.floor(error + 0.5)


def test_border_fire_that_hurts_nobody_goes_unfelt_while_everybody_bears_something():
    def unfelt(**constants: float) -> set[tuple[str, str]]:
        settings = {f"constants.{name}": value for name, value in constants.items()}
        case = load_scenario("january-2024", settings).case()
        return of_world(case.worlds[0], case.names.actors)

    def of_world(world: w.World, names) -> set[tuple[str, str]]:
        rows, handle = world.campaigns, Facts(world).handle
        return {(names[row["by"]], names[row["against"]]) for k, row in enumerate(rows) if is_unfelt(handle, k)}

    assert unfelt(leeway=0) == {("hezbollah", "israel"), ("israel", "hezbollah")}
    assert unfelt() == {("israel", "hezbollah")}, "Israel's tolerance may give way to a harm that it bears as a rule"
    case = load_scenario("january-2024").case()
    thin_skinned = case.worlds[0].actors.copy()
    thin_skinned["tolerance"] = 0.0
    assert of_world(case.worlds[0]._replace(actors=thin_skinned), case.names.actors) == set()


@given(st.lists(st.floats(-20, 20), min_size=1, max_size=6), st.floats(0.5, 4), st.data())
def test_splitting_an_option_into_two_equal_ones_changes_nothing(values, scale, data):
    weights = np.array(data.draw(st.lists(st.floats(0.05, 1), min_size=len(values), max_size=len(values))))
    weights /= weights.sum()
    split = data.draw(st.integers(0, len(values) - 1))
    twice = np.array([*values, values[split]])
    halves = np.array([*weights, weights[split] / 2])
    halves[split] /= 2
    once = value_of(np.array(values), np.log(weights), scale)
    assert once == pytest.approx(value_of(twice, np.log(halves), scale), abs=1e-12)


def value_of(values, weights, scale):
    return inclusive(values.ctypes.data, weights.ctypes.data, 0, len(values), scale)


@given(unit, st.integers(0, 300), st.floats(0, 1), st.floats(0, 500), st.floats(0.01, 50))
def test_counts_are_never_negative_and_grow_with_their_uniform_number(u, n, p, mean, dispersion):
    for quantile in (
        lambda x: binomial(x, n, p),
        lambda x: poisson(x, mean),
        lambda x: negative_binomial(x, mean, dispersion),
    ):
        assert 0 <= quantile(u / 2) <= quantile(u)
    assert 0 <= binomial(u, n, p) <= n


@given(unit)
def test_normal_quantile_is_odd(u):
    assert normal(1 - u) == pytest.approx(-normal(u), abs=1e-4)


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(4, 9), st.integers(0, 80))
def test_acts_are_lawful(seed, rung, killed):
    world = two_states(event_rung=rung, killed=killed, misattribution_chance=1.0, fear_weight=2.0)
    batch = simulate(case_of(world), seed, 0, 4)
    acts, start = batch.acts, np.repeat(batch.act_offsets[:-1], np.diff(batch.act_offsets))
    number = np.arange(len(acts)) - start
    assert (acts["cause"] < number).all()
    answers = acts["cause"] >= 0
    causes = acts[(start + acts["cause"])[answers]]
    assert (causes["day"] <= acts["day"][answers]).all()
    assert (acts["generation"][answers] == causes["generation"] + 1).all()
    for name in ("launched", "intercepted", "hits", "killed", "killed_civilians", "wounded"):
        assert (acts[name] >= 0).all()
    assert (acts["killed_civilians"] <= acts["killed"]).all()
    assert (acts["intercepted"] + acts["hits"] <= acts["launched"]).all()
    # Two states and no armed group: there is nobody else to blame, so nobody else is blamed.
    assert (acts["blamed"] == acts["executor"]).all()


def test_no_shock_no_strike():
    quiet = two_states()._replace(events=np.zeros(0, w.EVENT))
    assert len(simulate(case_of(quiet), 3, 0, 50).acts) == 0
