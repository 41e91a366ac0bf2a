"""Campaigns at rest: what stops one, at whose word, what happens meanwhile, and how it goes on."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model.engine.ensemble import simulate
from brink.model.mechanisms.delegation import obeys_order
from brink.model.mechanisms.registry import ACTOR_STATE, fresh
from brink.model.mechanisms.rest import (
    breaks_rest,
    concerns,
    first_alone,
    go_on,
    is_at_rest,
    is_worth_it_again,
    keeps_rest,
    may_be_taken_up,
    rest,
)
from brink.model.mechanisms.veto import chance_to_bear, is_over, lets_go
from brink.model.prepared import Facts
from brink.model.world.acts import Origin
from brink.model.world.tables import NEVER, NONE
from brink.scenarios.loader import apply_sets, load_scenario
from tests.model.worlds import two_states

RUNS = 120
JANUARY = load_scenario("january-2024")
WORLD = Facts(JANUARY.case().worlds[0])
NAMES = JANUARY.case().names.actors
IRAN, US, GROUP, HOUTHIS, SHIPS, UK = (
    NAMES.index(name)
    for name in ("iran", "united_states", "islamic_resistance_iraq", "houthis", "shipping", "united_kingdom")
)
SHOW = 3
#: Part of the menu, as `model/mechanisms/parts.py` numbers them.
TACTICAL, OPERATION = 0, 1


@cache
def batch(*sets: tuple[str, float]):
    """Some runs of January, with settings changed."""
    return simulate(apply_sets(JANUARY, dict(sets)).case(), 11, 0, RUNS)


def per_run(found):
    """Acts and pauses of each run."""
    for run in range(RUNS):
        acts = found.acts[found.act_offsets[run] : found.act_offsets[run + 1]]
        yield acts, found.pauses[found.pause_offsets[run] : found.pause_offsets[run + 1]]


def force(acts):
    """Which acts are acts of force that an actor or its campaigns choose."""
    return (acts["rung"] >= 4) & (acts["rung"] <= 12) & (acts["origin"] != Origin.EVENT)


# ---------------------------------------------------------------- rules, as tables of moves
def test_what_rests_goes_on_with_a_single_attack_or_at_once_where_the_rest_was_broken():
    group = fresh(ACTOR_STATE)
    assert not is_at_rest(group) and first_alone(group, 3) == 3
    rest(group, US, IRAN, 5, 0.5)
    assert is_at_rest(group) and (group.rests_for, group.rests_at) == (US, IRAN)
    go_on(group, 0)
    assert not is_at_rest(group)
    assert [first_alone(group, attacks) for attacks in (0, 3, 3, 0, 2)] == [0, 1, 3, 0, 2]
    rest(group, US, GROUP, 5, 0.5)
    go_on(group, 1)
    assert first_alone(group, 3) == 3, "the act that broke the rest was its first"


@pytest.mark.parametrize(("day", "may"), [(5, False), (6, True), (60, True)])
def test_nothing_is_taken_up_on_the_evening_of_the_day_on_which_it_was_stopped(day, may):
    group = fresh(ACTOR_STATE)
    assert not may_be_taken_up(group, day), "it does not rest"
    rest(group, US, GROUP, 5, 0.5)
    assert may_be_taken_up(group, day) == may


@pytest.mark.parametrize(("chance", "again"), [(0.2, False), (0.7, False), (0.71, True)])
def test_a_choice_to_rest_holds_until_the_chance_to_go_on_has_risen_over_what_it_was_made_on(chance, again):
    group = fresh(ACTOR_STATE)
    rest(group, US, GROUP, 5, 0.7)
    assert is_worth_it_again(group, chance) == again


@pytest.mark.parametrize(
    ("j", "target", "is_its_concern"),
    [(US, US, True), (US, SHIPS, True), (UK, SHIPS, True), (US, UK, False), (IRAN, SHIPS, False), (US, NONE, False)],
)
def test_what_is_done_to_whom_one_protects_is_ones_concern(j, target, is_its_concern):
    assert concerns(WORLD.handle, j, target) == is_its_concern


@pytest.mark.parametrize(
    ("word", "part", "suffered", "u", "is_kept"),
    [
        (IRAN, TACTICAL, 6, 0.99, True),
        (GROUP, TACTICAL, 6, 0.99, True),
        (GROUP, OPERATION, 6, 0.01, False),
        (GROUP, OPERATION, 5, 0.99, True),
        (GROUP, OPERATION, 4, 0.99, True),
        (IRAN, OPERATION, 6, 0.01, True),
        (IRAN, OPERATION, 4, 0.99, False),
    ],
)
def test_squads_rest_with_the_campaign_and_leaders_may_break_a_rest(word, part, suffered, u, is_kept):
    group = fresh(ACTOR_STATE)
    rest(group, US, word, 5, 0.5)
    assert keeps_rest(WORLD.handle, group, GROUP, part, suffered, 0.5, u) == is_kept


@pytest.mark.parametrize(
    ("target", "account", "origin", "breaks"),
    [
        (US, NONE, Origin.REPLY, True),
        (SHIPS, UK, Origin.REPLY, True),
        (UK, US, Origin.DISPLACED, True),
        (US, NONE, Origin.EVENT, True),
        (UK, UK, Origin.REPLY, False),
        (US, NONE, Origin.CAMPAIGN, False),
    ],
)
def test_force_on_whom_it_rests_for_breaks_the_rest(target, account, origin, breaks):
    group = fresh(ACTOR_STATE)
    rest(group, US, IRAN, 5, 0.5)
    assert breaks_rest(WORLD.handle, group, target, account, origin) == breaks


@given(held=st.floats(0, 1.5), more=st.floats(0, 1), pressure=st.floats(0, 1), calm=st.floats(0, 1))
def test_the_more_is_held_against_a_patron_and_the_calmer_its_home_the_less_it_bears(held, more, pressure, calm):
    world = Facts(two_states()).handle
    bears = chance_to_bear(world, 1, 0, pressure, held)
    assert 0.0 <= chance_to_bear(world, 1, 0, pressure, held + more) <= bears <= 1.0
    assert chance_to_bear(world, 1, 0, pressure * calm, held) <= bears


def test_a_patron_lets_go_the_sooner_the_less_is_held_and_never_by_the_clock():
    world = Facts(two_states(veto_days=20)).handle
    assert lets_go(world, 1.0, 0.049) and not lets_go(world, 1.0, 0.051)
    assert lets_go(world, 0.5, 0.024) and not lets_go(world, 0.5, 0.026)
    assert not lets_go(world, 0.0, 1e-9)
    assert obeys_order(0.6, 0.59) and not obeys_order(0.6, 0.61)


@pytest.mark.parametrize(
    ("target", "answered", "over_it"),
    [
        (GROUP, NONE, True),
        (GROUP, HOUTHIS, True),  # its own people were hit
        (HOUTHIS, NONE, False),
        (HOUTHIS, GROUP, False),
        (IRAN, GROUP, True),  # its act is held against the patron
        (IRAN, HOUTHIS, False),
        (IRAN, IRAN, True),
        (IRAN, NONE, True),
        (SHIPS, NONE, False),
    ],
)
def test_a_patron_stops_the_militia_that_an_act_is_over_and_no_other(target, answered, over_it):
    assert is_over(GROUP, IRAN, target, answered) == over_it


# ---------------------------------------------------------------- what comes of them in January
def test_a_patron_reins_in_only_over_what_is_done_to_it_or_its_militias():
    found = 0
    for acts, pauses in per_run(batch()):
        for pause in pauses[pauses["word"] == IRAN]:
            over = acts[pause["act"]]
            assert over["day"] == pause["first_day"] and over["blamed"] == pause["against"]
            assert over["target"] in (IRAN, pause["actor"]) and (over["rung"] >= 4 or over["rung"] == SHOW)
            found += 1
    assert found > 10


def test_who_never_threatens_the_patron_stops_no_campaign():
    quiet = batch(("actors.united_states.can_strike", False), ("actors.united_kingdom.can_strike", False))
    for acts, pauses in per_run(quiet):
        assert not (pauses["first_day"] < 79).any(), "no event before that strikes anybody who wages a campaign"
        days = acts["day"][(acts["origin"] == Origin.CAMPAIGN) & (acts["actor"] == GROUP) & (acts["day"] < 79)]
        assert np.diff(np.unique([10, *days, 79])).max() <= 14, "seven days of it are the truce of November"


def test_pauses_have_no_length_of_their_own():
    over = batch().pauses[batch().pauses["last_day"] != NEVER]
    lengths = over["last_day"] - over["first_day"]
    long = lengths[lengths >= 8]
    assert len(long) > 40
    assert np.bincount(long).max() < 0.15 * len(long)


def test_a_rest_lasts_a_day_at_least():
    pauses = batch().pauses
    ended = pauses[(pauses["last_day"] != NEVER) & (pauses["word"] != NONE)]
    assert len(ended) > 40
    assert (ended["last_day"] > ended["first_day"]).all()


def test_few_of_the_losses_of_the_winter_stop_a_campaign():
    lost, stopped = 0, 0
    for acts, pauses in per_run(batch()):
        lost += np.sum((acts["target"] == GROUP) & (acts["killed"] > 0) & (acts["rung"] >= 4))
        stopped += np.sum((pauses["actor"] == GROUP) & (pauses["word"] == GROUP))
    assert lost > 100
    assert stopped < 0.12 * lost


def test_who_rests_uses_no_force_on_whom_it_rests_for_but_to_break_the_rest():
    broken = 0
    for acts, pauses in per_run(batch()):
        for pause in pauses:
            last = pause["last_day"] if pause["last_day"] != NEVER else acts["day"].max()
            mine = np.flatnonzero(
                force(acts)
                & (acts["executor"] == pause["actor"])
                & ((acts["target"] == pause["against"]) | (acts["account"] == pause["against"]))
                & (acts["day"] > pause["first_day"])
                & (acts["day"] <= last)
            )
            if pause["broken_by"] == NONE:
                assert len(mine) == 0
                continue
            broken += 1
            assert acts["day"][pause["broken_by"]] == last
            assert (mine >= pause["broken_by"]).all()
    assert broken > 5


def test_a_campaign_goes_on_with_a_single_attack():
    found = 0
    for acts, pauses in per_run(batch()):
        mine = acts[(acts["origin"] == Origin.CAMPAIGN) & (acts["actor"] == GROUP)]
        for pause in pauses[(pauses["actor"] == GROUP) & (pauses["last_day"] != NEVER) & (pauses["broken_by"] == NONE)]:
            later = mine["day"][mine["day"] > pause["last_day"]]
            if len(later):
                assert np.sum(later == later[0]) == 1
                found += 1
    assert found > 40


def test_a_word_that_stands_longer_makes_longer_pauses():
    def days(term: float) -> int:
        found = batch(("constants.veto_days", term))
        own = found.pauses[found.pauses["word"] == IRAN]
        return int(np.sum(np.where(own["last_day"] == NEVER, 150, own["last_day"]) - own["first_day"]))

    assert days(60.0) > 1.5 * days(5.0)
