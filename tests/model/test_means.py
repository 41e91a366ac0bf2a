"""Who can do what to whom: words by means, sides of a war, answers in proportion, what hosts mind, large salvos."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model.engine.ensemble import simulate
from brink.model.mechanisms.affected import ABROAD, HOME, STRUCK, holds_anybody
from brink.model.mechanisms.alliance import stays_out, waits_for_senior
from brink.model.mechanisms.harm import impact, share_of_role
from brink.model.mechanisms.parts import (
    CAMPAIGN,
    DENIABLE,
    NOTHING,
    OPERATION,
    TACTICAL,
    band_of,
    between,
    highest_answer,
)
from brink.model.mechanisms.registry import DYAD_STATE, fresh
from brink.model.mechanisms.response import impose, is_said_already, speaks_of_it, talk_rung
from brink.model.mechanisms.utility import dependence_in, minded_by, share_of_stand_in
from brink.model.prepared import Facts
from brink.model.world import tables as w
from brink.model.world.acts import ACT
from brink.model.world.ladder import LAST_DRAWN, Rung
from brink.scenarios.loader import load_scenario
from brink.scenarios.named import CrisisModel
from brink.tests.model.worlds import two_states

UNIT = st.floats(0.0001, 0.9999)
#: Who has what: a menu for each against the other, as `two_states` has them; or none for the second.
BOTH, FIRST_ALONE = [0, 0, 1, 2, 2], [0, 0, 1, 1, 1]


KEPT = []


def handle_of(world):
    """The handle of a world, which is kept as long as the tests run."""
    KEPT.append(Facts(world))
    return KEPT[-1].handle


def world_of(menu=BOTH, kinds=(w.Kind.STATE, w.Kind.STATE), **dyads):
    world = two_states()
    actors, ties = world.actors.copy(), world.dyads.copy()
    actors["kind"] = kinds
    for name, value in dyads.items():
        ties[name] = value
    return handle_of(world._replace(actors=actors, dyads=ties, menu=np.array(menu, np.int64)))


def words(world, overt, dead, u, held=None):
    """The rung of what the second says to the first, by what it remembers of it."""
    return talk_rung(world, 1, 0, fresh(DYAD_STATE) if held is None else held, 0, overt, dead, u)


# ---------------------------------------------------------------- words by means


@given(overt=st.booleans(), dead=st.booleans(), u=UNIT)
def test_nobody_shows_force_that_it_has_not_and_no_group_has_sanctions(overt, dead, u):
    states, unarmed = world_of(), world_of(FIRST_ALONE)
    groups = world_of(kinds=(w.Kind.STATE, w.Kind.MILITIA))
    spoilers = world_of(kinds=(w.Kind.STATE, w.Kind.SPOILER))
    said = words(states, overt, dead, u)
    assert said in (Rung.CONDEMNATION, Rung.SANCTION, Rung.SHOW_OF_FORCE)
    by_unarmed = words(unarmed, overt, dead, u)
    assert by_unarmed == (Rung.CONDEMNATION if said == Rung.SHOW_OF_FORCE else said)
    by_group = words(groups, overt, dead, u)
    assert by_group == (Rung.CONDEMNATION if said == Rung.SANCTION else said)
    to_spoiler = talk_rung(spoilers, 0, 1, fresh(DYAD_STATE), 0, overt, dead, u)
    assert to_spoiler != Rung.SHOW_OF_FORCE, "a spoiler heeds none"


@given(overt=st.booleans(), dead=st.booleans(), u=UNIT)
def test_sanctions_are_imposed_once_and_not_where_they_were_before(overt, dead, u):
    at_odds, never = world_of(), world_of(sanctioned=1)
    said, imposed = words(at_odds, overt, dead, u), fresh(DYAD_STATE)
    impose(imposed)
    left = Rung.CONDEMNATION if said == Rung.SANCTION else said
    assert words(at_odds, overt, dead, u, imposed) == left, "what has been imposed stays imposed"
    assert words(never, overt, dead, u) == left, "relations were broken off long ago"


@pytest.mark.parametrize(
    ("rung", "vowed", "overt", "dead", "said"),
    [
        (Rung.CONDEMNATION, True, 0, 0, True),
        (Rung.CONDEMNATION, False, 0, 0, False),  # nothing stands
        (Rung.CONDEMNATION, True, 1, 0, False),  # what is overt is worth new words
        (Rung.CONDEMNATION, True, 0, 1, False),  # so are the dead
        (Rung.SANCTION, True, 0, 0, False),
    ],
)
def test_what_a_vow_says_already_is_not_said_again(rung, vowed, overt, dead, said):
    held = fresh(DYAD_STATE)
    held.vow = 3 if vowed else w.NEVER
    assert is_said_already(int(rung), held, overt, dead) == said


@pytest.mark.parametrize(
    ("rung", "said", "covered"),
    [
        (Rung.CONDEMNATION, 5, True),
        (Rung.CONDEMNATION, 4, False),  # yesterday's statement
        (Rung.SANCTION, 5, False),  # a measure is no statement
    ],
)
def test_one_statement_a_day_speaks_of_all(rung, said, covered):
    assert speaks_of_it(int(rung), said, 5) == covered


# ---------------------------------------------------------------- a war that is declared


def test_sides_of_a_background_war_keep_no_account_of_each_other():
    war, peace = world_of(at_war=[0, 1, 1, 0]), world_of()
    assert holds_anybody(peace, 1, 0) and not holds_anybody(war, 1, 0)
    assert not holds_anybody(peace, 1, 1) and not holds_anybody(peace, 1, w.NONE)


@pytest.mark.parametrize(("at_war", "rank", "share"), [(0, 0, 0.6), (0, 1, 0.6), (1, 0, 0.0), (1, 2, 0.6)])
def test_who_stands_with_a_side_of_a_war_feels_that_its_leaders_are_killed(at_war, rank, share):
    world = world_of(solidarity=0.6, at_war=at_war)
    ally = 2  # of affected.ALLY
    assert share_of_role(world, 0, ally, 0, 1, False, rank) == pytest.approx(share)


def test_a_proxy_takes_no_orders_inside_its_own_war():
    world = two_states()
    rows, ties = world.rows.copy(), world.dyads.copy()
    rows[1]["executor"], rows[1]["target"] = 0, 1
    ties["at_war"] = 1
    quiet, war = handle_of(world._replace(rows=rows)), handle_of(world._replace(rows=rows, dyads=ties))
    assert band_of(war, 1, 2, 1, 6, 0) == NOTHING
    assert band_of(quiet, 1, 2, 1, 6, 0) != NOTHING


@pytest.mark.parametrize("part", [TACTICAL, OPERATION, DENIABLE, CAMPAIGN])
def test_nobody_strikes_the_other_side_of_its_own_war_singly_for_whose_account_ever(part):
    world = two_states()
    rows, ties = world.rows.copy(), world.dyads.copy()
    rows["account"] = 2  # on the account of somebody who is at war with neither
    ties["at_war"] = 1
    peace, war = handle_of(world._replace(rows=rows)), handle_of(world._replace(rows=rows, dyads=ties))
    assert band_of(peace, 0, part, 0, 6, 1) != NOTHING
    assert band_of(war, 0, part, 0, 6, 1) == NOTHING


def test_a_war_that_breaks_out_takes_in_what_would_be_done_for_another_account():
    model = CrisisModel("january-2024", collect=False)
    names = model.case.names.actors
    israel, iran, hezbollah = (names.index(name) for name in ("israel", "iran", "hezbollah"))
    actor = model.actors[israel]
    menu = model.ground.menu(israel, iran)
    stand_ins = [option for option in menu if model.ground.options[option].target == hezbollah]
    assert stand_ins and not any(actor.is_kept_off(option) for option in menu)
    model.pairs.open_war(model.enter(np.uint64(7), 1, israel, hezbollah, None))
    assert [option for option in menu if actor.is_kept_off(option)] == stand_ins


def test_a_war_is_between_its_sides_while_it_lasts():
    case = load_scenario("january-2024", ["background.gaza_war.to=2023-12-01"]).case()
    n, pair = len(case.names.actors), [case.names.actors.index(name) for name in ("israel", "hamas")]
    at_war = [int(world.dyads["at_war"][pair[0] * n + pair[1]]) for world in case.worlds]
    assert at_war[0] == 1 and at_war[-1] == 0
    assert case.worlds[0].dyads["at_war"].sum() == 2


# ---------------------------------------------------------------- proportion


def act(**fields):
    row = np.zeros(1, ACT)
    for name, value in {"target": 1, "location": 0, "rung": 6, **fields}.items():
        row[name] = value
    return row[0]


@pytest.mark.parametrize(
    ("read", "fields", "host", "highest"),
    [
        (4, {}, w.NONE, 7),  # a drone: at most a limited strike on forces
        (6, {}, w.NONE, 8),
        (7, {"rung": 7}, w.NONE, 9),
        (11, {"rung": 11}, w.NONE, LAST_DRAWN),
        (8, {}, w.NONE, 8),  # taken for more than it was
        (6, {"rung": 8}, w.NONE, 8),  # or for less
        (4, {"killed": 1}, w.NONE, LAST_DRAWN),
        (6, {"killed": 1, "target": 0}, 1, 8),  # on its soil, somebody else's man
        (6, {"killed": 2, "killed_civilians": 1, "target": 0}, 1, LAST_DRAWN),  # its own people among them
    ],
)
def test_without_own_dead_an_answer_goes_two_rungs_up_at_most(read, fields, host, highest):
    assert highest_answer(world_of(), 1, OPERATION, act(**fields), host, read, 0.0) == highest
    assert highest_answer(world_of(), 1, OPERATION, act(**fields), host, read, 0.1) == LAST_DRAWN  # it is out for land


@pytest.mark.parametrize(
    ("fields", "highest"),
    [
        ({"rung": 4}, 5),  # a drone that hurt nobody
        ({"rung": 5}, 5),
        ({"rung": 4, "wounded": 1}, 7),
        ({"rung": 6}, 7),
        ({"rung": 3}, 7),  # forces that face each other may clash
    ],
)
def test_what_is_delegated_stays_deniable_where_a_deniable_act_hurt_nobody(fields, highest):
    assert highest_answer(world_of(), 1, TACTICAL, act(**fields), w.NONE, 5, 0.0) == highest


def test_a_doctrine_that_goes_by_a_rule_is_not_bound_by_proportion():
    world = two_states()
    actors = world.actors.copy()
    actors["doctrine"] = 2
    assert highest_answer(handle_of(world._replace(actors=actors)), 1, TACTICAL, act(), w.NONE, 4, 0.0) == LAST_DRAWN


@pytest.mark.parametrize("u", [1e-4, 0.01, 0.5, 0.9999])
def test_nobody_takes_a_strike_on_its_homeland_for_less_than_one(u):
    def read(rung, host):
        return impact(world_of(), act(rung=rung), 1, STRUCK, host, w.NONE, u, 0.9).read

    assert read(9, 1) >= 9 and read(10, 1) >= 9
    assert (read(9, 0) < 9) == (read(7, 1) < 7) == (u < 0.5)  # elsewhere, or below, it is misread as ever


@given(highest=st.integers(4, 12))
def test_a_band_is_cut_off_below_and_above(highest):
    band = between(world_of(), 1, band_of(world_of(), 1, OPERATION, 1, 6, 0), 8, highest)
    assert band.lowest >= 8 and band.highest <= highest


def test_what_struck_the_homeland_is_not_settled_on_a_stand_in():
    assert share_of_stand_in(HOME, Rung.STRIKE_ON_HOMELAND) == 0.0
    assert share_of_stand_in(HOME, Rung.STRIKE_ON_GROUP) == share_of_stand_in(ABROAD, Rung.LARGE_SALVO) == 1.0


@given(presence=st.floats(0, 1), guest=st.floats(0, 1))
def test_consent_to_presence_is_no_consent_to_strikes_on_a_guest(presence, guest):
    world = two_states()
    ties = world.dyads.copy()
    ties["consent"] = [0, presence, guest, 0]
    handle = handle_of(world._replace(dyads=ties))
    minded = minded_by(handle, 0, 1, 1)
    assert 1 - presence <= minded + 1e-12
    assert minded_by(handle, 1, 0, 1) == pytest.approx(1 - guest * (1 - 0))
    assert dependence_in(handle, 0, 0).third_state == 0.0


# ---------------------------------------------------------------- how much at once


def test_no_act_launches_more_than_the_weapon_allows():
    case = load_scenario(
        "nuclear-neighbours", ["weapons.air_strike.salvo=9", "weapons.ballistic_missile.salvo=5"]
    ).case()
    batch = simulate(case, 1, 0, 20)
    most = case.worlds[0].weapons["salvo"][batch.acts["weapon"]]
    drawn = (batch.acts["observed"] == 0) & (batch.acts["weapon"] >= 0)
    assert np.all(batch.acts["launched"][drawn] <= most[drawn])
    assert np.any(batch.acts["launched"][drawn] == most[drawn])


# ---------------------------------------------------------------- who leads

#: The British would strike in Yemen by themselves.
LOUD = ["actors.united_kingdom.pressure.baseline=0.9", "actors.united_kingdom.restraint.credibility=1.5"]


def test_a_junior_ally_strikes_only_where_the_senior_leads():
    """The British would strike in Yemen by themselves; led, they do so on the day of an American strike."""
    loud = [*LOUD, "actors.united_kingdom.joins=1"]
    alone, led = (
        load_scenario("january-2024", sets).case() for sets in ([*loud, "actors.united_kingdom.follows=null"], loud)
    )
    strikes = {}
    for name, case in (("alone", alone), ("led", led)):
        uk, us = (case.names.actors.index(actor) for actor in ("united_kingdom", "united_states"))
        batch = simulate(case, 1, 0, 60)
        acts, run = batch.acts, np.repeat(np.arange(60), np.diff(batch.act_offsets))
        overt = (acts["rung"] >= 6) & (acts["rung"] <= 12)
        days = set(zip(run[overt & (acts["actor"] == us)], acts["day"][overt & (acts["actor"] == us)], strict=True))
        mine = overt & (acts["actor"] == uk) & (acts["observed"] == 0)
        own = list(zip(run[mine], acts["day"][mine], strict=True))
        strikes[name] = len(own), sum((r, d) not in days for r, d in own)
    assert strikes["alone"][1] > 10, "by itself it would go alone"
    assert strikes["led"][0] > 0 and strikes["led"][1] == 0


def test_a_junior_ally_joins_a_share_of_the_strikes_of_its_senior():
    """Ever more of them by the share, on the same draws; none of those that it leaves to the senior alone."""
    days = {}
    for share in (0.0, 0.2, 0.6, 1.0):
        case = load_scenario("january-2024", [*LOUD, f"actors.united_kingdom.joins={share}"]).case()
        batch, uk = simulate(case, 1, 0, 60), case.names.actors.index("united_kingdom")
        acts = batch.acts
        waits = acts["observed"] == 0
        mine = (acts["rung"] >= 6) & (acts["rung"] <= 12) & (acts["actor"] == uk) & waits
        days[share] = int(mine.sum())
    assert 0 == days[0.0] < days[0.2] < days[0.6] < days[1.0]
    assert days[0.2] < 0.4 * days[1.0], days


@given(share=st.floats(0, 1), u=UNIT)
def test_what_is_delegated_to_a_junior_ally_needs_no_lead(share, u):
    world = two_states()
    world.actors["senior"][1], world.actors["joins"] = 0, share
    held = handle_of(world)
    assert waits_for_senior(held, 1, int(OPERATION)) and waits_for_senior(held, 1, int(CAMPAIGN))
    assert not waits_for_senior(held, 1, int(TACTICAL)) and not waits_for_senior(held, 0, int(OPERATION))
    assert stays_out(held, 1, u) == (u >= share)
