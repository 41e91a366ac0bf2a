"""Single acts: campaigns with a toll of their own, who claims, how large an answer is, one strike a place and day."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model.engine.ensemble import simulate
from brink.model.mechanisms.attribution import confidence
from brink.model.mechanisms.delegation import is_led
from brink.model.mechanisms.operation import is_one_strike
from brink.model.mechanisms.strike import largeness, struck_home
from brink.model.prepared import Facts
from brink.model.world import tables as w
from brink.model.world.acts import Origin
from brink.model.world.ladder import FIRST_OVERT, LAST_DRAWN, Rung
from brink.scenarios.loader import load_scenario
from brink.tests.model.worlds import two_states

RUNS = 200
BORDER = "campaigns.israel_border"


@cache
def acts_of(*sets: str) -> pd.DataFrame:
    """The acts of some runs of January 2024 with names for actors, and the number of the run of each."""
    case = load_scenario("january-2024", sets).case()
    batch = simulate(case, 3, 0, RUNS)
    table = pd.DataFrame(batch.acts)
    table["run"] = np.repeat(np.arange(RUNS), np.diff(batch.act_offsets))
    table["number"] = table.groupby("run").cumcount()
    for column in ("actor", "target", "executor", "claimed_by", "blamed"):
        table[column] = [case.names.actors[k] if k >= 0 else None for k in table[column]]
    return table[table["observed"] == 0]


def across_the_border(*sets: str) -> pd.DataFrame:
    acts = acts_of(*sets)
    return acts[(acts["actor"] == "israel") & (acts["target"] == "hezbollah") & (acts["rung"] == 4)]


# ---------------------------------------------------------------- a campaign's own toll and claim


def test_a_campaign_kills_as_many_as_were_counted_with_weapons_of_its_own() -> None:
    acts = across_the_border()
    assert acts["killed"].mean() == pytest.approx(1.7, rel=0.05)
    assert (acts["weapon"] >= 0).all() and (acts["hits"] == (acts["killed"] > 0)).all()
    assert across_the_border(f"{BORDER}.killed_mean=null")["killed"].mean() < 0.1


def test_a_campaign_that_is_claimed_is_claimed_each_time_and_nobody_else_is_blamed() -> None:
    assert (across_the_border()["claimed_by"] == "israel").all() and (across_the_border()["blamed"] == "israel").all()
    assert across_the_border(f"{BORDER}.claimed=false")["claimed_by"].isna().all()


def test_whoever_claims_a_campaign_claims_its_single_strikes_on_the_same_side() -> None:
    for by, against, campaign in (("houthis", "shipping", "ship_attacks"), ("israel", "hezbollah", "israel_border")):
        for claimed in (True, False):
            acts = acts_of(*(() if claimed else (f"campaigns.{campaign}.claimed=false",)))
            single = acts[(acts["actor"] == by) & (acts["target"] == against) & (acts["origin"] != Origin.CAMPAIGN)]
            assert len(single) > 5
            assert (single["claimed_by"] == by).all() == claimed, (by, claimed)


@given(claims=st.floats(0, 1), rung=st.integers(4, LAST_DRAWN), state=st.booleans())
def test_a_state_that_says_so_leaves_no_doubt_below_the_overt(claims: float, rung: int, state: bool) -> None:
    facts = Facts(two_states())
    owned, not_owned = (confidence(facts.handle, rung, state, claims, said) for said in (True, False))
    if rung < FIRST_OVERT and state:
        assert (owned, not_owned) == (1.0, pytest.approx(0.7))
    else:
        assert owned == not_owned


def test_what_is_fired_has_hit_where_it_kills_and_an_attack_by_hand_always() -> None:
    assert [struck_home(0, 0), struck_home(0, 2), struck_home(w.NONE, 0)] == [0, 1, 1]


# ---------------------------------------------------------------- what a rate follows


def test_the_fire_across_a_border_follows_what_is_held_and_no_patron() -> None:
    assert [bool(is_led(kind)) for kind in w.Coupling] == [False, True, False]
    number = {}
    for follows in ("true", "false"):
        acts = acts_of(f"campaigns.hezbollah_border.follows_account={follows}")
        fire = acts[(acts["actor"] == "hezbollah") & (acts["rung"] == 4) & (acts["cause"] < 0)]
        number[follows] = [len(fire[fire["day"].between(*days)]) / 14 / RUNS for days in ((73, 86), (87, 100))]
    assert number["true"][1] > number["true"][0] + 0.05
    assert number["false"][1] == pytest.approx(number["false"][0], abs=0.06)


# ---------------------------------------------------------------- how large


@given(rung=st.integers(4, LAST_DRAWN), killed=st.integers(0, 500), wounded=st.integers(0, 500))
def test_a_strike_on_a_group_is_the_larger_the_more_people_were_hurt(rung: int, killed: int, wounded: int) -> None:
    large = largeness(rung, killed, wounded)
    assert large == 1.0 if rung != Rung.STRIKE_ON_GROUP or killed + wounded == 0 else large > 1.0
    assert largeness(rung, killed + 1, wounded) >= large
    assert largeness(int(Rung.STRIKE_ON_GROUP), 100, 0) == pytest.approx(2.0)


def test_american_answers_to_dead_are_larger_than_to_wounded() -> None:
    acts = acts_of()
    hurt = acts[["run", "number", "killed"]].rename(columns={"number": "cause", "killed": "dead"})
    answers = acts[(acts["actor"] == "united_states") & (acts["rung"] == 6)].merge(hurt, on=["run", "cause"])
    sizes = [answers["launched"][(answers["dead"] > 0) == dead].mean() for dead in (True, False)]
    assert sizes[0] > sizes[1] + 0.5


# ---------------------------------------------------------------- one strike a place and day


@given(rung=st.integers(4, LAST_DRAWN), other=st.integers(4, LAST_DRAWN))
def test_a_strike_goes_out_already_with_one_on_the_same_place_that_is_no_lower(rung: int, other: int) -> None:
    facts = Facts(two_states())
    assert bool(is_one_strike(facts.handle, 0, rung, 0, other)) == (FIRST_OVERT <= rung <= other)
    assert not is_one_strike(facts.handle, 0, rung, 1, other)


def test_nobody_answers_on_one_place_twice_a_day_though_it_settles_both() -> None:
    acts = acts_of()
    answers = acts[(acts["cause"] >= 0) & acts["rung"].between(FIRST_OVERT, LAST_DRAWN)]
    same = answers.groupby(["run", "day", "actor", "target", "location", "rung"]).size()
    assert len(same) > RUNS and (same == 1).all()


# ---------------------------------------------------------------- who shows force


def test_a_junior_ally_shows_no_force_and_is_shown_none() -> None:
    shown = acts_of()
    shown = shown[shown["rung"] == 3]
    assert len(shown) > RUNS and not (shown[["actor", "target"]] == "united_kingdom").any(axis=None)
