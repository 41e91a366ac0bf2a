"""Who decides and when: knowledge, tactical answers, councils, operations, planning, vows, blood."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model import crisis
from brink.model.engine import ensemble
from brink.model.kernel.memory import NUMBER
from brink.model.mechanisms.affected import ABROAD, ELSEWHERE, HOME, STRUCK
from brink.model.mechanisms.choice import CLOSED, inclusive, pick
from brink.model.mechanisms.commitment import resting_level
from brink.model.mechanisms.council import is_called_together, is_on_agenda, meets
from brink.model.mechanisms.damping import Damping, under_blood
from brink.model.mechanisms.deterrence import fear_of_patron, staked
from brink.model.mechanisms.exchange import count_overt_act, is_closed
from brink.model.mechanisms.harm import where_struck
from brink.model.mechanisms.knowledge import days_to_know
from brink.model.mechanisms.operation import ANSWER, FREE, OPENING, cost_of, front_of
from brink.model.mechanisms.parts import DENIABLE, OPERATION, TACTICAL, band_of
from brink.model.mechanisms.registry import CONSTANTS, DYAD_STATE, fresh
from brink.model.mechanisms.timing import lag
from brink.model.prepared import Facts
from brink.model.world import tables as w
from brink.model.world.ladder import FIRST_OVERT, severities
from brink.scenarios.loader import load_scenario
from tests.model.worlds import case_of, two_states

UNIT = st.floats(1e-12, 1 - 1e-12)
JANUARY = "january-2024"
KERMAN = 88


#: Worlds under a handle: kept, since a handle holds as long as its world does.
KEPT = []


def handle_of(world):
    KEPT.append(Facts(world))
    return KEPT[-1].handle


def numbers(*values):
    table = np.zeros(len(values), NUMBER)
    table["value"] = values
    return table


# ---------------------------------------------------------------- knowledge and timing


CASES = [(6, 0, 0, 0), (9, -1, 0, 0), (5, 0, 0, 2), (4, -1, 1, 6)]


@pytest.mark.parametrize(("rung", "claimed", "fewest", "most"), CASES)
def test_the_author_is_known_at_once_within_days_or_late(rung, claimed, fewest, most):
    world = handle_of(two_states())
    days = [days_to_know(world, rung, claimed, u) for u in np.linspace(0.001, 0.999, 200)]
    assert (min(days), max(days)) == (fewest, most)


@given(median=st.floats(1, 30), u=UNIT)
def test_no_answer_comes_within_the_day(median, u):
    assert lag(handle_of(two_states()), median, u) >= 1


def test_answers_spread_around_their_median():
    world = handle_of(two_states())
    days = np.array([lag(world, 9.5, u) for u in np.linspace(0.0005, 0.9995, 1000)])
    assert np.median(days) == pytest.approx(9.5, abs=0.6)
    assert 5 <= np.quantile(days, 0.1) < np.quantile(days, 0.9) <= 16


# ---------------------------------------------------------------- which part of the menu


def placed(host, territory, *, executor=1, credit=w.Credit.DIRECT, kind=w.Kind.STATE, doctrine=0):
    """A world in which the second actor has one option, somewhere."""
    world = two_states()
    rows, places, actors = world.rows.copy(), world.locations.copy(), world.actors.copy()
    rows[1]["executor"], rows[1]["credit"] = executor, credit
    places[rows[1]["location"]]["host"], places[rows[1]["location"]]["territory"] = host, territory
    actors[1]["kind"], actors[1]["doctrine"] = kind, doctrine
    return handle_of(world._replace(rows=rows, locations=places, actors=actors))


@pytest.mark.parametrize(
    ("host", "territory", "read", "band"),
    [
        (1, 5, 4, (4, 6)),  # own soil: up to a strike on a group, whatever little was done
        (1, 5, 6, (4, 7)),  # a step up
        (1, 5, 9, (4, 7)),  # and no higher than a limited strike on forces
        (-1, 5, 4, (4, 6)),  # at sea
        (-1, 5, 3, (4, 7)),  # forces that face each other after a show of force
        (0, 5, 3, (4, 5)),
        (7, 3, 4, (4, 6)),  # a third state, where the act came down
        (7, 5, 4, None),  # another third state
        (0, 5, 9, (4, 5)),  # the account holder's own soil: fire across the border
    ],
)
def test_a_tactical_answer_stays_near_and_low(host, territory, read, band):
    found = band_of(placed(host, territory), 1, TACTICAL, 1, read, 3)
    assert (found.lowest > found.highest) if band is None else tuple(found) == band


def test_the_parts_of_a_menu_by_who_strikes_and_who_orders():
    def bands(**option):
        facts = placed(0, 5, **option)
        return [tuple(band_of(facts, 1, part, 1, 6, 3)) for part in (TACTICAL, OPERATION, DENIABLE)]

    nothing = lambda band: band[0] > band[1]  # noqa: E731
    _, overt, deniable = bands()
    assert (overt, deniable) == ((6, 12), (4, 5))
    tactical, overt, deniable = bands(executor=0)
    assert nothing(tactical) and nothing(overt) and deniable == (4, 12), "a proxy is deniable whatever it does"
    _, heavy, deniable = bands(kind=w.Kind.MILITIA)
    assert heavy == (5, 12) and nothing(deniable), "an armed group decides on heavy attacks, and has nothing to deny"
    assert bands(doctrine=2) == [(4, 12)] * 3, "a doctrine that goes by a rule chooses from the whole menu"


def test_what_is_closed_is_left_out_and_the_rest_sum_to_one():
    values, weights = numbers(1.0, CLOSED, 1.0), numbers(*np.log([0.2, 0.7, 0.1]))
    addresses = values.ctypes.data, weights.ctypes.data
    assert inclusive(*addresses, 0, 3, 2.5) == pytest.approx(1.0)
    picked = [pick(*addresses, 0, 3, 2.5, u) for u in np.linspace(0.001, 0.999, 999)]
    assert set(picked) == {0, 2}
    assert np.mean(np.array(picked) == 0) == pytest.approx(2 / 3, abs=0.01)
    nothing = numbers(CLOSED, CLOSED)
    assert inclusive(nothing.ctypes.data, addresses[1], 0, 2, 2.5) == CLOSED


# ---------------------------------------------------------------- what an answer must overcome


@pytest.mark.parametrize(
    ("kind", "where", "rung", "struck", "front"),
    [
        (w.Kind.STATE, HOME, 6, False, ANSWER),  # struck at home by a state: it crossed first
        (w.Kind.STATE, HOME, 6, True, OPENING),  # unless it was struck before
        (w.Kind.STATE, HOME, 5, False, OPENING),  # a deniable attack crosses nothing
        (w.Kind.STATE, ABROAD, 7, False, OPENING),
        (w.Kind.MILITIA, ABROAD, 6, False, ANSWER),  # an armed group has no threshold to cross
    ],
)
def test_who_crosses_first_pays(kind, where, rung, struck, front):
    world = placed(0, 5, kind=kind)
    assert front_of(world, 1, 0, where, rung, struck) == front
    assert cost_of(world, FREE) == 0 < cost_of(world, ANSWER) < cost_of(world, OPENING)


def test_a_group_that_attacks_at_home_has_crossed_nothing():
    world = two_states()
    world.actors["kind"][0] = w.Kind.SPOILER
    assert front_of(handle_of(world), 1, 0, HOME, 6, False) == OPENING


@pytest.mark.parametrize(("mine", "theirs", "suffered", "closed"), [(6, 6, 6, True), (7, 6, 6, True), (6, 9, 9, False)])
def test_an_exchange_of_equals_closes_an_account(mine, theirs, suffered, closed):
    world = handle_of(two_states())
    one, other = fresh(DYAD_STATE), fresh(DYAD_STATE)
    assert not is_closed(world, one, other, 1, suffered)
    count_overt_act(world, one, 1, mine)
    assert not is_closed(world, one, other, 1, suffered), "one side alone is no exchange"
    count_overt_act(world, other, 2, theirs)
    assert is_closed(world, one, other, 3, suffered) == closed
    assert not is_closed(world, one, other, 90, suffered), "what comes later is another matter"


def test_an_account_is_on_the_table_while_anything_is_held_and_once_its_author_is_known():
    held = fresh(DYAD_STATE)
    held.account, held.account_day = 0.001, 5
    assert is_on_agenda(held, 5, 5), "however small"
    assert not is_on_agenda(held, 6, 5), "not before the author is known"
    held.account = 0.0
    assert not is_on_agenda(held, 5, 5), "nothing is held"


@given(pressure=st.floats(0, 1), account=st.floats(0.01, 1.5), more=st.floats(0, 1), u=UNIT)
def test_a_leadership_meets_the_more_often_the_more_there_is(pressure, account, more, u):
    world = handle_of(two_states())
    assert meets(world, pressure, account, u) <= meets(world, pressure, account + more, u)
    assert meets(world, pressure * 0.5, account, u) <= meets(world, pressure, account, u)
    assert not meets(world, 0.0, account, u)


CALLED = [
    ("an open strike by a state at home", {}, True),
    ("a day later", {"day": 6}, False),
    ("fire below the overt", {"rung": 5}, False),
    ("forces abroad", {"home": ABROAD}, False),
    ("a struck ally", {"home": ELSEWHERE}, False),
    ("an attack by a group", {"kinds": (w.Kind.MILITIA, w.Kind.STATE)}, False),
    ("a group that is struck", {"kinds": (w.Kind.STATE, w.Kind.MILITIA)}, False),
]


@pytest.mark.parametrize(("of", "change", "called"), CALLED, ids=[case[0] for case in CALLED])
def test_what_brings_a_leadership_together_at_once(of, change, called):
    given_ = {"home": HOME, "rung": 6, "day": 5, "kinds": (w.Kind.STATE, w.Kind.STATE)} | change
    world = two_states()
    world.actors["kind"] = given_["kinds"]
    facts = handle_of(world)
    assert is_called_together(facts, 1, 0, given_["home"], given_["rung"], 5, given_["day"]) == called, of


@pytest.mark.parametrize("driver", [ensemble, crisis])
def test_a_state_whose_soil_was_struck_openly_decides_that_evening_however_seldom_it_meets(driver):
    runs, strikes = 40, 1
    batch = driver.simulate(case_of(two_states(council_rate=1e-9, delay_spread=0.01)), 3, 0, runs)
    answers = batch.acts[(batch.acts["actor"] == 1) & (batch.acts["cause"] == 0) & (batch.acts["rung"] >= FIRST_OVERT)]
    assert len(answers) > 0.5 * runs
    assert set(answers["day"]) == {strikes + 2}, "its readiness later"


# ---------------------------------------------------------------- vows, blood, deterrence


@given(rest=st.floats(0, 0.95), vowed=st.floats(0, 10), more=st.floats(0, 5))
def test_vowed_accounts_hold_pressure_up_and_never_beyond_one(rest, vowed, more):
    world = handle_of(two_states())
    assert rest <= resting_level(world, rest, vowed) <= resting_level(world, rest, vowed + more) <= 1
    assert resting_level(world, rest, 0.0) == rest


def test_blood_makes_an_actor_forget_what_holds_it_back():
    world = handle_of(two_states(blood=4.0))
    held = Damping(*np.ones(len(Damping._fields)))
    assert under_blood(world, held, 0.0) == held
    assert under_blood(world, held, 0.5) == pytest.approx([math.exp(-2)] * len(held))


def test_credibility_is_staked_at_home_and_at_a_discount_elsewhere():
    world = handle_of(two_states(abroad_credibility=0.4))
    assert [staked(world, where) for where in (ELSEWHERE, HOME, ABROAD)] == [0.0, 1.0, 0.4]
    assert [where_struck(1, role, host, 9) for role, host in ((STRUCK, 1), (STRUCK, 0), (STRUCK + 1, 0))] == [
        HOME, ABROAD, ELSEWHERE,
    ]  # fmt: skip
    assert [where_struck(1, STRUCK, w.NONE, rung) for rung in (7, 8, 9, 12)] == [ABROAD, ABROAD, HOME, HOME]
    assert where_struck(1, STRUCK + 1, w.NONE, 9) == ELSEWHERE


def test_the_patron_behind_a_militia_is_feared():
    world = two_states(patron_shadow=0.5)
    assert fear_of_patron(handle_of(world), 1, 0) == 0.0
    world.actors["patron"][0] = 0  # any state will do; the dyad holds the fear of it
    world.dyads["fear"][2] = 0.8
    assert fear_of_patron(handle_of(world), 1, 0) == pytest.approx(0.4)


@pytest.mark.parametrize("growth", [1.25, 1.45, 1.7])
def test_a_strike_on_a_group_is_a_tenth_whatever_the_growth(growth):
    ladder = severities(growth)
    assert ladder[6] == pytest.approx(0.1)
    assert ladder == sorted(ladder)
    assert (ladder[12] > 1.03) == (growth > 1.45)


# ---------------------------------------------------------------- January


@cache
def january(*sets, runs=300):
    case = load_scenario(JANUARY, sets).case()
    return ensemble.simulate(case, 21, 0, runs, series=True), case


def fronts(*sets, first=KERMAN, last=KERMAN + 17):
    """Overt strikes of Iran's own forces abroad between two days: mean a run, and the batch."""
    batch, case = january(*sets)
    acts, iran = batch.acts, case.names.actors.index("iran")
    own = (acts["actor"] == iran) & (acts["executor"] == iran) & (acts["rung"] >= FIRST_OVERT) & (acts["observed"] == 0)
    return (own & (acts["day"] >= first) & (acts["day"] <= last)).sum() / batch.count


CALM = tuple(f"events.kerman.{name}=0" for name in ("killed", "killed_civilians", "wounded"))


def test_it_is_the_shock_that_releases_the_strikes():
    assert fronts(*CALM) < 0.35 * fronts()


def test_before_the_shock_the_fixed_cost_holds():
    before = {"first": 0, "last": KERMAN - 1}
    assert fronts(**before) < 0.5
    assert fronts("constants.opening_cost=1.4", **before) > 3 * fronts(**before)


def test_meeting_more_often_rolls_no_dice_again():
    assert fronts("constants.council_rate=4") == pytest.approx(fronts(), abs=0.25)


def test_pressure_holds_while_a_vow_stands():
    def rise(*sets):
        batch, case = january(*sets)
        iran = case.names.actors.index("iran")
        return (batch.series[:, KERMAN + 9, iran, 0] - batch.series[:, KERMAN + 2, iran, 0]).mean()

    assert rise() > rise("constants.vow_lift=40") + 0.02


def test_an_operation_goes_out_on_one_day_after_its_readiness():
    batch, case = january()
    acts, names = batch.acts, case.names.actors
    run = np.repeat(np.arange(batch.count), np.diff(batch.act_offsets))
    mine = (acts["actor"] == names.index("iran")) & (acts["executor"] == names.index("iran"))
    mine &= (acts["rung"] >= FIRST_OVERT) & (acts["observed"] == 0) & (acts["day"] > KERMAN)
    days = [np.unique(acts["day"][mine & (run == k)]) for k in np.unique(run[mine])]
    apart = np.concatenate([np.diff(d) for d in days if len(d) > 1])
    assert (apart >= 3).mean() > 0.9, "what goes out together goes out on one day"
    slow, _ = january("actors.iran.readiness=20")
    assert fronts("actors.iran.readiness=20", last=KERMAN + 8) < 0.5 * fronts(last=KERMAN + 8)
    assert len(slow.acts)


def test_no_overt_answer_comes_on_the_day_of_its_cause():
    batch, _ = january()
    acts = batch.acts
    start = np.repeat(batch.act_offsets[:-1], np.diff(batch.act_offsets))
    force = (acts["cause"] >= 0) & (acts["rung"] >= 4) & (acts["rung"] <= 12) & (acts["observed"] == 0)
    waited = acts["day"][force] - acts["day"][(acts["cause"] + start)[force]]
    assert waited.min() >= 1


def test_a_fatal_attack_is_answered_and_a_harmless_one_is_not():
    batch, case = january()
    acts, names = batch.acts, case.names.actors
    start = np.repeat(batch.act_offsets[:-1], np.diff(batch.act_offsets))
    attack = (acts["executor"] == names.index("islamic_resistance_iraq")) & (acts["observed"] == 0)
    attack &= (acts["target"] == names.index("united_states")) & (acts["day"] < 120) & (acts["rung"] >= 4)
    by = (acts["actor"] == names.index("united_states")) & (acts["rung"] >= 4) & (acts["cause"] >= 0)
    answered = np.zeros(len(acts), bool)
    answered[(acts["cause"] + start)[by]] = True
    fatal, harmless = attack & (acts["killed"] > 0), attack & (acts["killed"] == 0) & (acts["wounded"] == 0)
    assert answered[fatal].mean() > 0.5
    assert answered[harmless].mean() < 0.06


@pytest.mark.parametrize(
    "sets", [(), ("constants.opening_cost=1", "constants.answer_cost=0")], ids=["shipped", "warlike"]
)
def test_both_drivers_hold_the_same_councils(sets):
    case = load_scenario(JANUARY, sets).case()
    one, other = ensemble.simulate(case, 8, 0, 2, series=True), crisis.simulate(case, 8, 0, 2, series=True)
    assert one.acts.tobytes() == other.acts.tobytes()
    assert one.answers.tobytes() == other.answers.tobytes()
    assert one.series.tobytes() == other.series.tobytes()


def test_there_are_fewer_constants_than_in_the_first_model():
    assert len(CONSTANTS) < 152
    assert case_of(two_states()).worlds[0].constants.dtype.names == tuple(CONSTANTS)
