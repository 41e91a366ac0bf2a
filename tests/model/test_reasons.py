"""What gives an option its reason and a harm its weight: opportunities, scapegoats, solidarity, protectors, toll."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model import crisis
from brink.model.engine import ensemble
from brink.model.kernel.draws import Keys
from brink.model.mechanisms.opportunity import has_opportunity
from brink.model.mechanisms.protectors import guarded_harm, run_over
from brink.model.mechanisms.registry import DYAD_STATE, fresh
from brink.model.mechanisms.solidarity import solidarity
from brink.model.mechanisms.toll import threshold_harm, toll_harm
from brink.model.prepared import Facts
from brink.scenarios.loader import load_scenario
from brink.tests.model.worlds import case_of, two_states

BRAWL = str(Path(__file__).parents[1] / "probes" / "brawl.yaml")
JANUARY = "january-2024"
DRIVERS = pytest.mark.parametrize("driver", [ensemble, crisis], ids=["ensemble", "mesa"])


def acts_of(scenario, *sets, runs, driver=ensemble):
    case = load_scenario(scenario, sets).case()
    return driver.simulate(case, 4, 0, runs).acts, case


def hunted(rate, lasts=7.0):
    """Two states of which one hunts the other's leaders at so many opportunities a year."""
    world = two_states(opportunity_days=lasts)
    world.rows["opportunities"][0] = rate
    return Facts(world)


def found(facts, days=365, runs=40):
    """Whether the hunter has an opportunity, by run and day."""
    keys = Keys(1)
    return np.array(
        [[has_opportunity(facts.handle, 0, 0, day, keys.address, run) for day in range(days)] for run in range(runs)]
    )


def test_an_option_that_waits_for_nothing_is_always_there():
    assert found(hunted(0.0), days=30, runs=3).all()


def test_opportunities_come_at_their_rate_and_last_for_their_days():
    there = found(hunted(4.0), days=364)
    stretches = there.reshape(len(there), -1, 7)
    assert (stretches.all(axis=2) == stretches.any(axis=2)).all(), "a stretch of days has one, or has none"
    assert stretches.any(axis=2).sum(axis=1).mean() == pytest.approx(52 * (1 - np.exp(-4 * 7 / 365)), abs=0.8)


def test_who_asks_every_day_finds_no_more_than_who_asks_once_a_stretch():
    there = found(hunted(4.0), days=364)
    assert there.any(axis=1).mean() == there[:, ::7].any(axis=1).mean()


@DRIVERS
def test_no_leader_is_killed_in_an_answer_without_an_opportunity(driver):
    never = ("ties.blue.red.hunts=0", "ties.blue.wolves.hunts=0")
    often = ("ties.blue.red.hunts=50", "ties.blue.wolves.hunts=50")
    runs = 60 if driver is ensemble else 12

    def answers(*sets):
        acts, _ = acts_of(BRAWL, *sets, runs=runs, driver=driver)
        return ((acts["rung"] == 8) & (acts["origin"] >= 3)).sum()

    assert answers(*never) == 0
    assert answers(*often) > 0


def test_a_menu_of_closed_options_alone_is_no_menu_even_for_one_that_always_answers():
    """Whoever always answers still cannot kill a leader whom nobody has found."""
    world = two_states(opportunity_days=7.0)
    world.rows["opportunities"][:] = 1e-9
    world.actors["doctrine"] = 2
    acts = ensemble.simulate(case_of(world), 1, 0, 50).acts
    assert ((acts["rung"] >= 4) & (acts["observed"] == 0)).sum() == 0


def test_blame_falls_on_those_who_are_there():
    """Wrongly blamed are only groups that live, or have forces, where the act fell."""
    acts, case = acts_of(BRAWL, "constants.misattribution_chance=1", runs=100)
    wrong = acts[(acts["blamed"] != acts["executor"]) & (acts["observed"] == 0) & (acts["rung"] >= 4)]
    assert len(wrong) > 20
    world, names = case.worlds[0], case.names
    for act in wrong:
        place = world.locations[act["location"]]
        there = set(world.guests[place["guest_lo"] : place["guest_hi"]].tolist())
        assert act["blamed"] in there, names.actors[act["blamed"]]


def test_nobody_else_is_blamed_for_what_its_author_claims():
    acts, _ = acts_of(BRAWL, "constants.misattribution_chance=1", runs=100)
    claimed = acts[(acts["observed"] == 0) & (acts["rung"] >= 4) & (acts["claimed_by"] >= 0)]
    assert len(claimed) > 20 and (claimed["blamed"] == claimed["claimed_by"]).all()


def test_the_groups_of_a_territory_stand_at_its_locations():
    case = load_scenario(JANUARY).case()
    world, names = case.worlds[0], case.names
    by_land = {
        names.territories[row["territory"]]: {names.actors[k] for k in world.guests[row["guest_lo"] : row["guest_hi"]]}
        for row in world.locations
    }
    assert by_land["iraq"] == {"islamic_resistance_iraq", "islamic_state"}
    assert by_land["lebanon"] == {"hezbollah", "hamas"}
    assert by_land["red_sea"] == set(), "merchant ships are no group"


@pytest.mark.parametrize(
    ("stated", "is_patron", "share"), [(None, True, 0.3), (None, False, 0.0), (0.0, True, 0.0), (0.6, False, 0.6)]
)
def test_whose_harm_is_felt(stated, is_patron, share):
    assert solidarity(stated, is_patron, 0.3) == share


@DRIVERS
def test_the_killing_of_an_ally_is_held_against_the_striker(driver):
    """Hezbollah holds the killing of a leader of Hamas against Israel, by the share that its tie states."""

    def held(share):
        case = load_scenario(
            JANUARY, [f"ties.hezbollah.hamas.solidarity={share}", "simulate_from=2024-02-01", "days=120"]
        ).case()
        batch = driver.simulate(case, 1, 0, 1, True)
        day = (np.datetime64("2024-01-03") - np.datetime64("2023-10-07")).astype(int)
        return batch.series[0, day, case.names.actors.index("hezbollah"), 1]

    assert held(0) == 0.0
    assert held(0.8) > held(0.4) > 0.1


def test_a_patron_feels_what_is_done_to_its_militias_and_to_no_others():
    case = load_scenario(JANUARY).case()
    names, n = case.names.actors, len(case.names.actors)

    def share(i, j):
        return case.worlds[0].dyads[names.index(i) * n + names.index(j)]["solidarity"]

    assert share("iran", "hezbollah") == share("iran", "houthis") == 0.3
    assert (
        share("hezbollah", "iran") == share("united_kingdom", "united_states") == share("iran", "jaish_al_adl") == 0.0
    )
    assert share("hezbollah", "hamas") == 0.6


def sum_of(attacks, harm, days=2, **constants):
    """What a protector counts of attacks that come every so many days, and when."""
    facts, dyad = Facts(two_states(days=400, **constants)), fresh(DYAD_STATE)
    return [run_over(facts.handle, dyad, days * k, harm, 0.5) for k in range(attacks)]


def test_near_misses_add_up_until_they_count_at_once():
    counted = sum_of(30, 0.05, protector_threshold=0.2)
    assert counted[:3] == [0.0, 0.0, 0.0]
    assert any(harm >= 0.2 for harm in counted)
    assert all(harm == 0.0 or 0.2 <= harm < 0.26 for harm in counted)


def test_rare_near_misses_fade_before_they_count():
    assert not any(sum_of(30, 0.05, days=30, protector_threshold=0.2))


@given(st.integers(0, 300), st.integers(0, 300))
def test_dead_and_wounded_weigh_more_than_a_near_miss(killed, wounded):
    facts = Facts(two_states())
    world = facts.handle
    assert guarded_harm(world, killed + 1, wounded) > guarded_harm(world, killed, wounded) >= guarded_harm(world, 0, 0)
    assert guarded_harm(world, killed, wounded + 1) > guarded_harm(world, killed, wounded)


@DRIVERS
def test_attacks_on_ships_build_an_account_with_those_who_protect_them(driver):
    def held(*sets):
        case = load_scenario(JANUARY, [*sets, "events={}", "campaigns.us_bases.rate=0", "days=100"]).case()
        batch = driver.simulate(case, 1, 0, 3, True)
        return batch.series[:, -1, case.names.actors.index("united_kingdom"), 1].mean()

    assert held("ties.united_kingdom.shipping.protects=false") == 0.0
    assert held() > 0.0


def test_eighty_four_dead_weigh_more_than_twice_four():
    facts = Facts(two_states())
    world = facts.handle
    four, kerman = (toll_harm(world, killed, 3 * killed) + threshold_harm(world, killed, 0, 0.1) for killed in (4, 84))
    assert kerman > 1.8 * four


@pytest.mark.parametrize(("killed", "wounded", "harm"), [(0, 0, 0.0), (0, 3, 0.15), (1, 0, 0.3), (9, 40, 0.3)])
def test_the_first_death_is_a_threshold_and_wounds_a_lower_one(killed, wounded, harm):
    facts = Facts(two_states())
    assert threshold_harm(facts.handle, killed, wounded, 0.3) == harm


def test_blast_wounds_at_bases_and_most_strikes_kill_nobody():
    """Attacks on bases wound some and kill hardly anybody; most strikes on groups kill few, and few kill many."""
    acts, case = acts_of(JANUARY, "days=106", runs=150)
    names = case.names.actors
    on_us = acts[(acts["target"] == names.index("united_states")) & (acts["rung"] == 4) & (acts["hits"] > 0)]
    assert (on_us["killed"] == 0).mean() > 0.85
    assert 2 < on_us["wounded"].mean() < 6
    strikes = acts[(acts["executor"] == names.index("united_states")) & (acts["rung"] == 6) & (acts["observed"] == 0)]
    assert np.median(strikes["killed"]) <= 4
    assert (strikes["killed"] >= 25).mean() < 0.01


def test_leaders_are_killed_with_a_few_others():
    acts, _ = acts_of(JANUARY, "campaigns.commanders_killed.rate=0.3", runs=60)
    killed = acts["killed"][(acts["rung"] == 8) & (acts["observed"] == 0) & (acts["hits"] > 0)]
    assert len(killed) > 200
    assert np.median(killed) <= 5
    assert (killed > 24).mean() < 0.01
