"""The arrays that a run reads hold what the scenario says."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from brink.model.kernel.draws import key_of
from brink.model.mechanisms.registry import DEFAULTS, NAMES
from brink.model.world.acts import Origin
from brink.model.world.tables import NONE, Case, Credit, Kind, Setting, World
from brink.scenarios.loader import load_scenario, loads_scenario
from brink.scenarios.problems import ScenarioError
from brink.scenarios.scenario import Scenario
from brink.scenarios.tables.numbering import cumulative

DRIP_TO_REST = 14.0 / math.log(2.0)


@pytest.fixture(scope="module")
def january() -> Scenario:
    return load_scenario("january-2024")


@pytest.fixture(scope="module")
def case(january: Scenario) -> Case:
    return january.case()


@pytest.fixture(scope="module")
def world(case: Case) -> World:
    return case.worlds[0]


def extended(base: str, more: str) -> Scenario:
    return loads_scenario(f"schema: 1\nname: a variant\nextends: {base}\n{more}")


def row(case: Case, table: str, name: str) -> Any:
    names = {"actors": case.names.actors, "campaigns": case.names.campaigns, "events": case.names.events}[table]
    return getattr(case.worlds[0], table)[names.index(name)]


def dyad(case: Case, i: str, j: str) -> Any:
    names = case.names.actors
    return case.worlds[0].dyads[names.index(i) * len(names) + names.index(j)]


def menu_slice(world: World, case: Case, i: str, j: str) -> slice:
    names = case.names.actors
    pair = names.index(i) * len(names) + names.index(j)
    return slice(world.menu[pair], world.menu[pair + 1])


def same(one: World, two: World) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


def test_actors_hold_what_the_file_says(case: Case) -> None:
    iran, militia = row(case, "actors", "iran"), row(case, "actors", "islamic_resistance_iraq")
    assert (iran["kind"], iran["audience"], iran["tolerance"]) == (Kind.STATE, 1.2, 0.15)
    assert iran["key"] == key_of("actor:iran")
    assert case.names.actors[militia["patron"]] == "iran"
    assert (militia["control"], militia["home"]) == (0.55, NONE)
    assert row(case, "actors", "israel")["claims"] == 0.8
    assert row(case, "actors", "pakistan")["nuclear"] == 1


def test_the_first_death_weighs_as_the_actor_says_else_as_the_constant_does(case: Case) -> None:
    assert row(case, "actors", "united_states")["first_death"] == 0.30
    assert row(case, "actors", "iran")["first_death"] == DEFAULTS[NAMES.index("first_death_harm")]


def test_a_background_war_raises_the_level_that_pressure_returns_to(case: Case) -> None:
    assert math.isclose(row(case, "actors", "iran")["rest"], 0.40 + 0.003 * DRIP_TO_REST)
    assert row(case, "actors", "pakistan")["rest"] == 0.30


def test_a_background_war_inside_the_horizon_makes_stretches() -> None:
    war = "background: {far_war: {from: 2024-01-11, to: 2024-01-20, drip: {north: 0.01}}}\n"
    case = extended("border-clash", war).case()
    assert case.from_days == (0, 10, 20)
    rests = [world.actors["rest"][0] for world in case.worlds]
    assert np.allclose(rests, [0.40, 0.40 + 0.01 * DRIP_TO_REST, 0.40])
    assert case.worlds[0].actors["rest"][1] == case.worlds[1].actors["rest"][1]


def test_resting_pressure_stays_below_the_ceiling() -> None:
    war = "background: {far_war: {from: 2024-01-01, drip: {north: 0.5}}}\n"
    assert extended("border-clash", war).world().actors["rest"][0] == 0.95


def test_interventions_change_the_world_from_their_day(january: Scenario) -> None:
    calm = "interventions: {calm: {date: 2024-01-10, set: {actors.north.pressure.baseline: 0.1}}}\n"
    case = extended("border-clash", calm).case()
    assert case.from_days == (0, 9)
    assert [world.actors["rest"][0] for world in case.worlds] == [0.40, 0.10]


def test_stretches_share_one_numbering_of_locations() -> None:
    more = "interventions: {dig_in: {date: 2024-01-10, set: {forces.north_garrison.personnel: 300}}}\n"
    before, after = extended("border-clash", more).case().worlds
    assert np.array_equal(before.locations, after.locations)
    exposures = {float(value) for value in before.locations["exposure"]}
    assert len(exposures) > 2, "the garrison before and after are two locations"
    assert not np.array_equal(before.rows["location"], after.rows["location"])


def test_ties_and_defaults(case: Case) -> None:
    assert dyad(case, "iran", "israel")["fear"] == 1.0
    assert dyad(case, "pakistan", "iran")["third_state_cost"] == 2.5
    assert dyad(case, "iraq", "united_states")["consent"] == 0.6
    unlisted = dyad(case, "qatar", "hamas")
    assert (unlisted["fear"], unlisted["inferiority"], unlisted["dependence"]) == (0.4, 0.3, 0.0)
    assert dyad(case, "israel", "hezbollah")["rules"] == dyad(case, "hezbollah", "israel")["rules"] == 1
    assert dyad(case, "united_states", "shipping")["protects"] == 1


def test_exposed_forces_are_hostages_toward_the_militias_patron(case: Case) -> None:
    assert math.isclose(dyad(case, "united_states", "iran")["fear"], 0.35 + 0.10 + 0.05)
    assert dyad(case, "united_kingdom", "iran")["fear"] == 0.35


def test_rungs_are_steady_below_a_leaders_killing_and_shadowed_from_a_strike_on_a_group(world: World) -> None:
    assert np.allclose(world.rungs["steady"][[6, 8, 9]], [0.9, 1.0, 1.1])
    assert np.all(world.rungs["nuclear"][:6] == 0.0)
    assert np.all(np.diff(world.rungs["nuclear"][5:13]) > 0.0)
    beyond = world.rungs["severity"][12] - world.rungs["severity"][5]
    expected = 6.0 * (1.0 - math.exp(-2.0 * beyond))
    assert math.isclose(world.rungs["nuclear"][12], expected)


def test_measures_sum_to_one_at_every_level_of_the_tables(case: Case, world: World) -> None:
    for lo, hi in zip(world.menu[:-1], world.menu[1:], strict=True):
        if hi > lo:
            assert math.isclose(math.fsum(np.exp(world.rows["log_weight"][lo:hi])), 1.0, abs_tol=1e-12)
    for option in world.rows:
        rungs = world.alternatives[option["lo"] : option["hi"]]
        assert math.isclose(math.fsum(np.exp(rungs["log_weight"])), 1.0, abs_tol=1e-12)
    for rung in world.alternatives:
        ways = world.variants[rung["lo"] : rung["hi"]]
        assert math.isclose(math.fsum(np.exp(ways["log_weight"])), 1.0, abs_tol=1e-12)
    for way in world.variants:
        shares = world.arms["share"][way["arm_lo"] : way["arm_hi"]]
        assert shares[-1] == 1.0
        assert np.all(np.diff(shares) > 0)


def test_rows_point_where_their_names_say(case: Case, world: World) -> None:
    names = case.names
    assert len(names.options) == len(world.rows)
    k = names.options.index("iran.israel.site.iraq")
    option = world.rows[k]
    assert [names.actors[option[field]] for field in ("account", "target", "declared", "executor")] == [
        "israel", "iraq", "israel", "iran",
    ]  # fmt: skip
    assert option["credit"] == Credit.DISPLACED
    place = world.locations[option["location"]]
    assert names.territories[place["territory"]] == "iraq"
    assert place["setting"] == Setting.CITY
    assert k in range(*menu_slice(world, case, "iran", "israel").indices(len(world.rows)))


def test_missiles_that_somebody_supplies_point_to_the_patron(case: Case, world: World) -> None:
    graded = dict(zip(case.names.weapons, world.weapons["patron_grade"], strict=True))
    assert graded["fateh_313"] == graded["qiam"] == 1
    assert graded["kas_04"] == graded["grad_rocket"] == graded["babur"] == 0


def test_exposure_follows_the_number_of_troops(case: Case, world: World) -> None:
    def exposure(option: str) -> float:
        return world.locations["exposure"][world.rows["location"][case.names.options.index(option)]]

    assert exposure("islamic_resistance_iraq.united_states.forces.iraq") == 1.0
    assert math.isclose(exposure("islamic_resistance_iraq.united_states.forces.syria"), 0.6)


def test_campaigns_hold_what_the_file_says(case: Case, world: World) -> None:
    bases = row(case, "campaigns", "us_bases")
    assert (bases["from_day"], bases["to_day"]) == (10, 149)
    assert (bases["rate"], bases["rung"], bases["coupled"], bases["heavy"]) == (1.15, 4, 1, 1)
    assert (bases["origin"], bases["killed_mean"]) == (Origin.CAMPAIGN, -1.0)
    spots = world.campaign_locations[bases["location_lo"] : bases["location_hi"]]
    lands = [case.names.territories[world.locations[spot["location"]]["territory"]] for spot in spots]
    assert lands == ["iraq", "syria"]
    assert np.allclose(spots["share"], [0.41, 1.0])
    heavy = world.arms[spots[0]["heavy_lo"] : spots[0]["heavy_hi"]]
    assert "fateh_313" in {case.names.weapons[arm["weapon"]] for arm in heavy}


def test_spoilers_attack_crowds_past_every_defence(case: Case, world: World) -> None:
    attacks = row(case, "campaigns", "islamic_state")
    assert (attacks["origin"], attacks["rung"], attacks["rate"]) == (Origin.SPOILER, 5, 0.0017)
    assert (attacks["killed_mean"], attacks["killed_dispersion"]) == (12.0, 0.8)
    place = world.locations[world.campaign_locations[attacks["location_lo"]]["location"]]
    assert (place["setting"], place["defence"]) == (Setting.CROWD, NONE)
    assert case.names.actors[place["host"]] == "iran"


def test_events_stand_in_order_of_day_with_place_claim_and_cause(case: Case, world: World) -> None:
    assert np.all(np.diff(world.events["day"]) >= 0)
    kerman, baghdad = row(case, "events", "kerman"), row(case, "events", "baghdad")
    assert (kerman["day"], kerman["killed"], kerman["killed_civilians"], kerman["wounded"]) == (88, 84, 84, 284)
    assert case.names.sites[kerman["site"]] == "kerman"
    assert case.names.actors[kerman["claimed_by"]] == "islamic_state"
    assert world.locations[kerman["location"]]["setting"] == Setting.CROWD
    assert case.names.campaigns[-2 - baghdad["answers"]] == "us_bases"
    assert row(case, "events", "mousavi")["claimed_by"] == NONE, "Israel does not claim"
    assert baghdad["claimed_by"] == baghdad["by"]


def test_a_campaign_without_weapons_takes_the_usual_ones_of_its_arsenal_in_reach() -> None:
    more = "campaigns: {shelling: {by: north, against: south, in: [valley], from: 2024-01-01, rate: 1}}\n"
    case = extended("border-clash", more).case()
    spot = case.worlds[0].campaign_locations[row(case, "campaigns", "shelling")["location_lo"]]
    arms = case.worlds[0].arms[spot["arm_lo"] : spot["arm_hi"]]
    assert [case.names.weapons[arm["weapon"]] for arm in arms] == ["rocket"]


def test_a_campaign_of_an_unarmed_actor_is_a_mistake() -> None:
    more = "actors: {north: {arsenal: []}}\n"
    more += "campaigns: {shelling: {by: north, against: south, in: [valley], from: 2024-01-01, rate: 1}}\n"
    with pytest.raises(ScenarioError, match="north has no weapon"):
        extended("border-clash", more).case()


def test_simulate_from_is_the_first_free_day() -> None:
    assert extended("border-clash", "simulate_from: 2024-01-05\n").world().first_free == 4
    assert load_scenario("border-clash").world().first_free == 0


def test_a_changed_name_changes_labels_only(january: Scenario, case: Case) -> None:
    names = "actors: {iran: {name: Persia}}\nplaces: {al_asad: {name: the base}}\nweapons: {qiam: {name: Q}}\n"
    renamed = extended("january-2024", names).case()
    assert all(same(one, two) for one, two in zip(case.worlds, renamed.worlds, strict=True))
    assert renamed.names == case.names._replace(labels=renamed.names.labels)
    assert "Persia" in renamed.names.labels


def test_a_changed_id_with_its_key_kept_changes_ids_only() -> None:
    raw = load_scenario("border-clash").resolved_yaml()
    other = raw.replace("south", "meridia").replace(
        "    kind: state\n    name: South", "    kind: state\n    name: South\n    key: south"
    )
    assert other != raw
    one, two = loads_scenario(raw).case(), loads_scenario(other).case()
    assert two.names.actors == ("north", "meridia")
    assert same(one.worlds[0], two.worlds[0])


def test_the_same_scenario_gives_the_same_arrays(january: Scenario, case: Case) -> None:
    again = load_scenario("january-2024").case()
    assert all(same(one, two) for one, two in zip(case.worlds, again.worlds, strict=True))
    assert again.names == case.names


def test_cumulative_shares_end_at_one_exactly() -> None:
    assert cumulative([1, 1, 1])[-1] == 1.0
    assert cumulative([0.1] * 7)[-1] == 1.0
    assert cumulative([]) == []
