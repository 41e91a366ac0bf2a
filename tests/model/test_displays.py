"""Shows of force: who can show it, how long that takes, and what answers it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model.crisis import simulate as simulate_slowly
from brink.model.engine.ensemble import simulate
from brink.model.mechanisms.campaign import wages_any
from brink.model.mechanisms.provocation import LAPSED, OPEN, SETTLED
from brink.model.mechanisms.registry import DYAD_STATE, fresh_rows
from brink.model.mechanisms.response import said_first
from brink.model.mechanisms.signals import (
    can_show_force,
    display_identity,
    is_answered,
    is_shown,
    provokes,
    signal_harm,
)
from brink.model.prepared import Facts
from brink.model.world.acts import Origin
from brink.model.world.ladder import FIRST_KINETIC, Rung
from brink.scenarios.loader import apply_sets, load_scenario
from brink.scenarios.menus.menu import menus
from brink.scenarios.tables.direct import face_to_face
from brink.tests.model.test_means import BOTH, FIRST_ALONE, UNIT, world_of
from brink.tests.model.worlds import two_states

READINESS = {"actors.attacker.readiness": 6, "actors.target.readiness": 6}


def acts_of(scenario, runs=60, seed=5):
    """The acts of some runs, each with the number of its run, and the names of actors."""
    case = scenario.case()
    batch = simulate(case, seed, 0, runs)
    run = np.repeat(np.arange(runs), np.diff(batch.act_offsets))
    return batch.acts, run, batch.act_offsets, list(case.names.actors)


def causes(acts, run, offsets):
    """Of the acts that answer one: their rows, and the rows of what they answer."""
    rows = np.flatnonzero(acts["cause"] >= 0)
    return rows, offsets[run[rows]] + acts["cause"][rows]


# ---------------------------------------------------------------- rules


def test_a_display_provokes_only_who_can_answer_it():
    armed, unarmed = world_of(BOTH), world_of(FIRST_ALONE)
    assert provokes(armed, 1, 0, 0) and not provokes(unarmed, 1, 0, 0)
    assert can_show_force(unarmed, 0, 1, 0) and not can_show_force(unarmed, 1, 0, 0)


@given(u=UNIT, chance=st.floats(0.0, 0.9), facing=st.booleans(), answered=st.integers(1, 12))
def test_a_display_that_answers_one_is_answered_again_only_where_forces_face_each_other(u, chance, facing, answered):
    world = two_states(signal_answer=chance)
    world.dyads["facing"] = facing
    again = facing or answered != Rung.SHOW_OF_FORCE
    assert is_answered(Facts(world).handle, 0, 1, answered, u) == (again and u < chance)


def test_forces_face_each_other_on_ground_that_is_nobodys():
    border, theatre = load_scenario("generic-crisis"), load_scenario("january-2024")
    assert face_to_face(border) == {("attacker", "target"), ("target", "attacker")}
    assert face_to_face(theatre) >= {("united_states", "united_kingdom")}, "both have ships in the Red Sea"
    assert not any("iran" in pair for pair in face_to_face(theatre))


def test_outside_such_ground_no_display_answers_one_that_answers_one():
    acts, run, offsets, _ = acts_of(load_scenario("january-2024"), runs=100)
    rows, answered = causes(acts, run, offsets)
    shows = np.flatnonzero(acts["rung"] == Rung.SHOW_OF_FORCE)
    step = dict(zip(rows.tolist(), answered.tolist(), strict=True))
    second = [row for row in shows.tolist() if acts["rung"][step[row]] == Rung.SHOW_OF_FORCE]
    assert len(second) > 20
    assert not any(acts["rung"][step[step[row]]] == Rung.SHOW_OF_FORCE for row in second)


def test_whoever_wages_a_campaign_neither_shows_force_nor_is_shown_any():
    scenario = load_scenario("january-2024")
    facts = Facts(scenario.case().worlds[0])
    acts, _, _, names = acts_of(scenario, runs=40)
    shows = acts[acts["rung"] == Rung.SHOW_OF_FORCE]
    assert len(shows) > 20
    for one in shows:
        assert not wages_any(facts.handle, int(one["actor"]), int(one["day"])), names[one["actor"]]
        assert not wages_any(facts.handle, int(one["target"]), int(one["day"])), names[one["target"]]


def test_no_patron_reins_in_over_a_display_that_answers_its_own():
    case = load_scenario("january-2024").case()
    batch = simulate(case, 2024, 0, 300)
    over = batch.acts[batch.pauses["act"] + np.repeat(batch.act_offsets[:-1], np.diff(batch.pause_offsets))]
    vetoed = batch.pauses["word"] != batch.pauses["actor"]
    assert vetoed.sum() > 50
    assert not (vetoed & (over["rung"] == Rung.SHOW_OF_FORCE)).any()


def test_a_display_adds_its_own_severity_as_it_is_felt():
    world = world_of(BOTH)
    assert signal_harm(world, 2.0) == pytest.approx(2 * signal_harm(world, 1.0)) and signal_harm(world, 1.0) > 0


def test_who_will_show_force_condemns_first_and_other_words_stand():
    assert said_first(int(Rung.SHOW_OF_FORCE)) == Rung.CONDEMNATION
    assert said_first(int(Rung.SANCTION)) == Rung.SANCTION and said_first(int(Rung.CONDEMNATION)) == Rung.CONDEMNATION


@pytest.mark.parametrize(
    ("closed", "fate", "at_war", "shown"),
    [
        (-1, OPEN, False, True),
        (-1, LAPSED, False, True),  # held its fire, but shows what it could do
        (-1, SETTLED, False, False),  # force has answered
        (-1, OPEN, True, False),  # there is war by now
        (11, OPEN, False, False),  # the matter was called closed since
        (10, OPEN, False, True),
    ],
)
def test_when_a_display_that_was_prepared_falls_away(closed, fate, at_war, shown):
    dyad = fresh_rows(DYAD_STATE)[0]
    dyad["closed"] = closed
    assert is_shown(dyad, int(fate), 10, at_war) == shown


def test_words_and_displays_about_one_act_have_draws_of_their_own():
    key = np.uint64(7)
    assert display_identity(np.uint64(1), key) != display_identity(np.uint64(2), key)


# ---------------------------------------------------------------- runs


def test_a_show_of_force_takes_as_long_to_prepare_as_an_operation():
    slow = apply_sets(load_scenario("generic-crisis"), {**READINESS, "constants.delay_spread": 0.1})
    acts, run, offsets, _ = acts_of(slow)
    rows, answered = causes(acts, run, offsets)
    shown = rows[acts["rung"][rows] == Rung.SHOW_OF_FORCE]
    waited = acts["day"][shown] - acts["day"][offsets[run[shown]] + acts["cause"][shown]]
    assert len(shown) > 20 and waited.min() >= 5
    said = acts["rung"][rows] == Rung.CONDEMNATION
    assert (acts["day"][rows] - acts["day"][answered])[said].max() <= 2, "words do not wait"


def test_a_display_is_answered_by_force_or_in_kind_and_so_a_dispute_climbs_from_words():
    acts, run, offsets, _ = acts_of(load_scenario("generic-crisis"), runs=300)
    rows, answered = causes(acts, run, offsets)
    to_displays = acts["rung"][rows][acts["rung"][answered] == Rung.SHOW_OF_FORCE]
    assert (to_displays >= FIRST_KINETIC).sum() > 10 and (to_displays == Rung.SHOW_OF_FORCE).sum() > 30
    assert not acts["closing"][rows[acts["rung"][answered] == Rung.SHOW_OF_FORCE]].any(), "a clash closes nothing"


def test_without_a_chance_to_answer_in_kind_no_display_answers_another():
    calm = apply_sets(load_scenario("generic-crisis"), {"constants.signal_answer": 0})
    acts, run, offsets, _ = acts_of(calm, runs=100)
    rows, answered = causes(acts, run, offsets)
    assert (acts["rung"][rows] == Rung.SHOW_OF_FORCE).any()
    assert not ((acts["rung"][rows] == Rung.SHOW_OF_FORCE) & (acts["rung"][answered] == Rung.SHOW_OF_FORCE)).any()


def test_whoever_wages_a_campaign_is_not_provoked_by_a_display():
    acts, run, offsets, names = acts_of(load_scenario("january-2024"), runs=40)
    rows, answered = causes(acts, run, offsets)
    over_a_display = (acts["rung"][rows] >= FIRST_KINETIC) & (acts["rung"][answered] == Rung.SHOW_OF_FORCE)
    for group in ("houthis", "hezbollah"):
        assert not (over_a_display & (acts["actor"][rows] == names.index(group))).any(), group


def test_who_wages_a_campaign_does_not_call_the_matter_closed():
    scenario = load_scenario("january-2024")
    facts = Facts(scenario.case().worlds[0])
    acts, _, _, names = acts_of(scenario, runs=40)
    houthis = names.index("houthis")
    waged = np.array([wages_any(facts.handle, houthis, int(day)) for day in acts["day"]])
    answers = (acts["observed"] == 0) & (acts["origin"] >= Origin.REPLY) & (acts["rung"] >= FIRST_KINETIC)
    theirs = answers & (acts["actor"] == houthis)
    assert (theirs & waged).sum() > 20 and not acts["closing"][theirs & waged].any()
    assert not wages_any(facts.handle, names.index("pakistan"), 100)


def test_both_drivers_live_through_the_same_displays():
    case = load_scenario("generic-crisis").case()
    fast, slow = simulate(case, 2, 0, 30), simulate_slowly(case, 2, 0, 30)
    assert (fast.acts["rung"] == Rung.SHOW_OF_FORCE).sum() > 5 and fast.acts.tobytes() == slow.acts.tobytes()


# ---------------------------------------------------------------- clashes


def test_states_clash_below_an_open_strike_only_where_both_stand_on_ground_that_is_nobodys():
    found = {option.id: [one.rung for one in option.alternatives] for option in _options("generic-crisis")}
    assert found["target.attacker.forces.frontier"] == [Rung.HARASSMENT, Rung.STRIKE_ON_FORCES]
    bases = {option.id: [one.rung for one in option.alternatives] for option in _options("january-2024")}
    assert bases["iran.united_kingdom.forces.cyprus_bases"] == [Rung.STRIKE_ON_FORCES], "British soil is no frontier"
    held = [
        option for option in _options("january-2024")
        if ".forces." in option.id and option.alternatives[-1].rung == Rung.STRIKE_ON_FORCES and option.third
    ]  # fmt: skip
    assert held and all([one.rung for one in option.alternatives] == [Rung.STRIKE_ON_FORCES] for option in held)


def _options(name):
    return [option for options in menus(load_scenario(name)).values() for option in options]
