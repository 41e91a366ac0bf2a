"""What goes on and what ends: which grievance is answered, campaigns as answers, closing words, truces, warnings."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model.engine import ensemble
from brink.model.mechanisms.closing import close, is_heard, is_settled, may_close
from brink.model.mechanisms.exchange import count_overt_act
from brink.model.mechanisms.harm import raw_harm, reciprocal_severity, warning_discount
from brink.model.mechanisms.parts import NOTHING, OPERATION, band_of
from brink.model.mechanisms.pressing import may_answer, names_anew, presses_on, stays_open
from brink.model.mechanisms.pressure import account_after_harm
from brink.model.mechanisms.protectors import run_over
from brink.model.mechanisms.provocation import takes_place_of
from brink.model.mechanisms.registry import DYAD_STATE, fresh
from brink.model.mechanisms.restraint import fear_cost
from brink.model.mechanisms.truce import keeps_truce
from brink.model.mechanisms.utility import relief_terms
from brink.model.prepared import Facts
from brink.model.world import tables as w
from brink.model.world.ladder import FIRST_KINETIC, FIRST_OVERT, LAST_DRAWN, severities
from brink.scenarios.loader import load_scenario
from tests.model.worlds import two_states

HARM = st.floats(0.01, 2)
AGE = st.integers(0, 2)  # the worlds of these tests last a few days
DEAD = st.integers(0, 3)

#: Worlds under a handle: kept, since a handle holds as long as its world does.
KEPT = []


def handle_of(world):
    KEPT.append(Facts(world))
    return KEPT[-1].handle


# ---------------------------------------------------------------- which grievance


@pytest.mark.parametrize(
    ("harm", "age", "dead", "other", "other_age", "other_dead", "takes"),
    [
        (0.5, 0, 0, 0.9, 2, 0, True),  # something new of more than half the size
        (0.4, 0, 0, 0.9, 2, 0, False),
        (0.9, 0, 0, 0.9, 0, 0, True),  # of two on one day, the later
        (0.9, 2, 0, 0.5, 0, 0, False),  # what lies back takes no place from that, though it is larger,
        (0.9, 2, 0, 0.4, 0, 0, True),  # unless it is more than twice as large
        (0.5, 0, 0, 0.9, 2, 1, False),  # nothing without dead stands before the dead for being new,
        (0.9, 0, 0, 0.9, 2, 1, True),  # unless it weighs more,
        (0.5, 0, 3, 0.9, 2, 1, True),  # or people died in it too
        (0.5, 0, 1, 0.9, 2, 0, True),
        (0.9, 2, 1, 0.6, 0, 0, True),  # and the dead of an earlier day stand before what is new
        (0.9, 2, 1, 0.6, 0, 1, False),
    ],
)
def test_what_is_new_is_remembered_better_but_the_dead_come_first(harm, age, dead, other, other_age, other_dead, takes):
    world = handle_of(two_states())
    assert takes_place_of(world, harm, age, dead, other, other_age, other_dead) == takes


@given(harm=HARM, other=HARM, age=AGE, other_age=AGE, dead=DEAD, other_dead=DEAD)
def test_of_two_grievances_of_different_days_one_stands(harm, other, age, other_age, dead, other_dead):
    world = handle_of(two_states())
    if age != other_age:
        there = takes_place_of(world, harm, age, dead, other, other_age, other_dead)
        assert there != takes_place_of(world, other, other_age, other_dead, harm, age, dead)


# ---------------------------------------------------------------- campaigns


def struck_on(world, day):
    held = fresh(DYAD_STATE)
    count_overt_act(world, held, day, 6)
    return held


@pytest.mark.parametrize(
    ("kinds", "rung", "closing", "until", "goes_on"),
    [
        (("state", "militia"), 6, 0, -1, True),
        (("state", "militia"), 5, 0, -1, False),  # what is deniable opens no campaign
        (("state", "militia"), 6, 1, -1, False),  # the matter is closed
        (("state", "militia"), 6, 0, 3, False),  # one is going on
        (("state", "state"), 6, 0, -1, False),
        (("militia", "militia"), 6, 0, -1, False),
    ],
)
def test_what_becomes_a_campaign(kinds, rung, closing, until, goes_on):
    world = two_states()
    world.actors["kind"] = [w.Kind[kind.upper()] for kind in kinds]
    facts, held = handle_of(world), fresh(DYAD_STATE)
    held.pressed_until = until
    assert presses_on(facts, 0, 1, held, rung, closing, 1) == goes_on


@pytest.mark.parametrize(
    ("last", "struck", "may"),
    [
        (1, 4, True),
        (4, 4, True),  # later on the day of its own strike
        (4, 3, False),  # before its last strike: nothing new
        (1, 5, False),  # today's is answered tomorrow at the earliest
    ],
)
def test_a_campaign_answers_what_came_since_its_last_strike_and_lies_back_a_day(last, struck, may):
    held = struck_on(handle_of(two_states(days=90)), last)
    assert may_answer(held, struck, 5) == may


def test_a_campaign_waits_for_no_inquiry():
    """Who attacks is known since it was opened; else each new attack, its author unknown yet, would put it off."""
    strikes = []
    for days in (1, 7):
        sets = [f"constants.{name}_days={days}" for name in ("claimed", "unclaimed")]
        case = load_scenario("january-2024", sets).case()
        acts = ensemble.simulate(case, 2024, 0, 150).acts
        us, houthis = (case.names.actors.index(name) for name in ("united_states", "houthis"))
        mine = (acts["actor"] == us) & (acts["target"] == houthis) & (acts["observed"] == 0)
        strikes.append(int((mine & (acts["rung"] >= FIRST_OVERT) & (acts["day"] >= 98) & (acts["day"] <= 105)).sum()))
    assert strikes[1] > 0.7 * strikes[0] > 0, strikes


def test_a_campaign_ends_with_quiet():
    world = handle_of(two_states(days=90))
    held = struck_on(world, 1)
    assert stays_open(world, held, 30)
    assert not stays_open(world, held, 40)


@pytest.mark.parametrize(("killed", "wounded", "renewed"), [(0, 0, False), (1, 0, True), (0, 3, True)])
def test_a_campaign_names_what_it_was_opened_for_until_people_are_hurt(killed, wounded, renewed):
    assert names_anew(killed, wounded) == renewed


def test_who_has_struck_for_those_it_protects_does_not_wait_again():
    world = handle_of(two_states(protector_threshold=0.3))
    held = fresh(DYAD_STATE)
    assert run_over(world, held, 1, 0.1, 0.5) == 0.0
    struck = struck_on(world, 1)
    assert run_over(world, struck, 2, 0.1, 0.5) == pytest.approx(0.1)


@given(harm=st.floats(0.05, 2), share=st.floats(0, 1), pressure=st.floats(0, 1))
def test_nobody_asks_for_more_over_what_is_settled(harm, share, pressure):
    world = handle_of(two_states())
    whole = account_after_harm(world, 0.0, harm)
    terms = relief_terms(world, pressure, share * whole, harm)
    full = relief_terms(world, pressure, whole, harm)
    assert terms.pressure == pytest.approx(share * full.pressure)
    assert relief_terms(world, pressure, 2 * whole, harm).pressure == full.pressure


# ---------------------------------------------------------------- closing words, the dead, warnings


def test_closing_words_bind_their_speaker():
    world = handle_of(two_states())
    held = fresh(DYAD_STATE)
    assert not is_heard(held, 5) and not is_settled(held, 4)
    close(world, held, 5)
    assert is_heard(held, 6) and not is_heard(held, 40)
    assert is_settled(held, 4) and not is_settled(held, 5), "what comes on the same day may be another matter"


@pytest.mark.parametrize(
    ("executor", "goes_on", "left", "answered", "may"),
    [
        (1, False, False, 7, True),
        (1, False, False, 4, True),
        (1, True, False, 7, False),  # the next strike of a campaign, or one by who wages a standing one
        (1, False, True, 7, False),  # another grievance stands open
        (0, False, False, 7, False),  # a proxy's act
        (1, False, False, 3, False),  # a clash over a show of force
    ],
)
def test_who_may_close_a_matter(executor, goes_on, left, answered, may):
    assert may_close(executor, 1, goes_on, left, answered) == may


def test_an_equal_answer_weighs_less_and_its_dead_do_not():
    world = handle_of(two_states(reciprocity_discount=0.5))
    severity = severities(1.45)[6]
    low, full = reciprocal_severity(world, severity, 6, 6), reciprocal_severity(world, severity, 7, 6)
    assert (low, full) == (pytest.approx(severity / 2), severity)
    dead = [raw_harm(world, s, 1.0, 0, 5, 0, 0.1, False, 0) for s in (low, full)]
    assert dead[1] - dead[0] == pytest.approx(severity / 2)


def test_a_warning_buys_no_more_above_rung_eight():
    world = two_states()
    facts = handle_of(world)
    ladder = world.rungs["severity"]
    bought = [warning_discount(facts, severity) for severity in ladder[FIRST_KINETIC : LAST_DRAWN + 1]]
    at = 8 - FIRST_KINETIC
    assert bought[: at + 1] == sorted(set(bought[: at + 1]))
    assert set(bought[at:]) == {bought[at]}
    fear = [fear_cost(facts, 1.0, 1.0, 0.5, s, 1.0, 0) - fear_cost(facts, 1.0, 1.0, 0.5, s, 1.0, 1) for s in ladder]
    assert fear[8] == pytest.approx(fear[12])
    assert fear[6] < fear[8]


# ---------------------------------------------------------------- truces


def test_in_a_truce_its_sides_have_nothing_to_answer_with():
    world = two_states()
    assert band_of(handle_of(world), 1, OPERATION, 1, 6, 3) != NOTHING
    world.dyads["truce"][2] = 1
    facts = handle_of(world)
    assert keeps_truce(facts, 1, 0) and not keeps_truce(facts, 0, 1)
    assert band_of(facts, 1, OPERATION, 1, 6, 3) == NOTHING


def test_a_truce_is_kept_both_ways_on_its_days_alone():
    case = load_scenario("january-2024").case()
    names = case.names.actors
    n, one, other = len(names), names.index("united_states"), names.index("islamic_resistance_iraq")
    kept = [[world.dyads["truce"][i * n + j] for i, j in ((one, other), (other, one))] for world in case.worlds]
    assert kept == [[0, 0], [1, 1], [0, 0]]
    assert case.worlds[1].dyads["truce"].sum() == 4, "two pairs of actors"


# ---------------------------------------------------------------- January


@cache
def january(runs=300):
    scenario = load_scenario("january-2024")
    case = scenario.case()
    batch = ensemble.simulate(case, 21, 0, runs)
    start = np.repeat(batch.act_offsets[:-1], np.diff(batch.act_offsets))
    run = np.repeat(np.arange(runs), np.diff(batch.act_offsets))
    acts = batch.acts
    force = (acts["rung"] >= FIRST_KINETIC) & (acts["rung"] <= LAST_DRAWN) & (acts["observed"] == 0)
    reply = force & (acts["cause"] >= 0)
    return scenario, case.names.actors, acts, run, np.where(acts["cause"] >= 0, start + acts["cause"], -1), reply


def test_kerman_is_answered_once():
    _, names, acts, run, cause, reply = january()
    kerman = np.flatnonzero((acts["observed"] == 1) & (acts["target"] == names.index("iran")) & (acts["killed"] == 84))
    own = reply & (acts["rung"] >= FIRST_OVERT) & (acts["executor"] == names.index("iran")) & np.isin(cause, kerman)
    days = np.unique(np.stack([run[own], acts["day"][own]], 1), axis=0)[:, 0]
    count = np.bincount(days, minlength=300)
    assert (count > 0).mean() > 0.6
    assert (count >= 3).mean() < 0.15


def test_nobody_breaks_its_own_word():
    _, _, acts, run, cause, reply = january()
    said = {}
    for k in range(len(acts)):
        act = acts[k]
        word = said.get((run[k], act["actor"], act["account"]))
        if reply[k] and word is not None:
            assert act["day"] == acts["day"][word] or acts["day"][cause[k]] >= acts["day"][word]
        if act["closing"] and act["account"] >= 0:
            said[run[k], act["actor"], act["account"]] = k


def test_nobody_answers_its_enemy_in_a_truce():
    scenario, names, acts, _, _, reply = january()
    truce = scenario.truces["november_pause"]
    held = reply & (acts["day"] >= scenario.day(truce.starts)) & (acts["day"] <= scenario.day(truce.ends))
    for campaign in truce.campaigns:
        pair = [names.index(scenario.campaigns[campaign].by), names.index(scenario.campaigns[campaign].against)]
        assert not (held & np.isin(acts["executor"], pair) & np.isin(acts["account"], pair)).any()


def test_a_strike_that_settles_what_lies_before_a_leadership_is_an_answer_to_it():
    runs = 300
    case = load_scenario("january-2024").case()
    batch, names = ensemble.simulate(case, 21, 0, runs), case.names.actors
    us, group = names.index("united_states"), names.index("islamic_resistance_iraq")
    dead, answered = 0, 0
    for run in range(runs):
        acts = batch.acts[batch.act_offsets[run] : batch.act_offsets[run + 1]]
        also = batch.answers[batch.answer_offsets[run] : batch.answer_offsets[run + 1]]
        pairs = [*zip(range(len(acts)), acts["cause"].tolist(), strict=True), *also.tolist()]
        assert len(set(pairs)) == len(pairs), "an act answers another once"
        struck = {cause for act, cause in pairs if acts["actor"][act] == us and acts["rung"][act] >= FIRST_KINETIC}
        fatal = (acts["executor"] == group) & (acts["target"] == us) & (acts["killed"] > 0) & (acts["day"] <= 120)
        dead += fatal.sum()
        answered += sum(int(k) in struck for k in np.flatnonzero(fatal))
    assert dead > 150
    assert answered > 0.85 * dead


def test_a_state_that_strikes_a_camp_hardly_ever_hits_nothing():
    scenario, names, acts, _, _, reply = january()
    states = [number for number, name in enumerate(names) if scenario.actors[name].kind == "state"]
    strikes = reply & (acts["rung"] == FIRST_OVERT) & np.isin(acts["actor"], states) & (acts["launched"] >= 4)
    assert strikes.sum() > 1000
    assert (acts["hits"][strikes] == 0).mean() < 0.01
