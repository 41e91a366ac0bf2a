"""Menus follow from facts: what a reader expects is there, weapons reach, shares sum to one, edits do what they say."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brink.model.world.tables import Credit
from brink.scenarios.imagined import world_text
from brink.scenarios.loader import apply_sets, load_scenario, loads_scenario
from brink.scenarios.menus.geography import Geography
from brink.scenarios.menus.menu import Menu, Option, idle, menus
from brink.scenarios.menus.reach import great_circle_km
from brink.scenarios.menus.variants import BALLISTIC, RARE_SHARE, variants
from brink.scenarios.problems import ScenarioError
from brink.scenarios.scenario import Scenario
from brink.scenarios.shipped import names as shipped_names

RUNNABLE = sorted(set(shipped_names()) - {"arsenal", "profiles"})


@pytest.fixture(scope="module")
def theatre() -> Scenario:
    return load_scenario("middle-east")


@pytest.fixture(scope="module")
def menu(theatre: Scenario) -> Menu:
    return menus(theatre)


def ids(options: Iterable[Option]) -> set[str]:
    return {option.id for option in options}


def only(menu: Menu, name: str) -> Option:
    actor, account, *_ = name.split(".")
    return next(option for option in menu[actor, account] if option.id == name)


def sums_to_one(shares: Iterable[float]) -> bool:
    return math.isclose(math.fsum(shares), 1.0, abs_tol=1e-12)


def at(scenario: Scenario, place: str) -> tuple[float, float]:
    return scenario.places[place].lat, scenario.places[place].lon


def shortest(scenario: Scenario, option: Option, weapon: str) -> float:
    """Way in km from the executor to the option, by the rule that ballistic missiles start from own soil."""
    executor = scenario.actors[option.executor]
    soil = {executor.home, *executor.sits_in}
    starts = {name for name, place in scenario.places.items() if place.territory in soil}
    if scenario.weapons[weapon].kind != "ballistic_missile":
        starts = starts.union(*(force.at for force in scenario.forces.values() if force.of == option.executor))
    goals = [at(scenario, site) for site in option.area.sites]
    return min(great_circle_km(at(scenario, start), goal) for start in starts for goal in goals)


def used(option: Option) -> set[str]:
    ways = [variant for alternative in option.alternatives for variant in alternative.variants]
    return {weapon for way in ways for weapon in way.weapons}


EXPECTED = [
    "iran.israel.site.iraq",
    "iran.islamic_state.group.syria",
    "iran.jaish_al_adl.group.pakistan",
    "iran.united_states.proxy.iraq.islamic_resistance_iraq",
    "iran.united_states.forces.iraq",
    "iran.israel.proxy.israel.hezbollah",
    "pakistan.iran.stand_in.iran.baloch_groups",
    "pakistan.iran.homeland.iran",
    "united_states.islamic_resistance_iraq.group.iraq",
    "united_states.islamic_resistance_iraq.leader.iraq",
    "united_states.islamic_resistance_iraq.stand_in.syria.iran_syria.iran",
    "united_states.iran.stand_in.iraq.islamic_resistance_iraq",
    "united_states.houthis.group.yemen",
    "united_states.iran.stand_in.yemen.houthis",
    "united_kingdom.houthis.group.yemen",
    "israel.iran.leader.syria",
    "israel.hamas.leader.lebanon",
    "islamic_resistance_iraq.united_states.forces.iraq",
    "islamic_resistance_iraq.united_states.forces.syria",
    "hezbollah.israel.border.israel",
    "houthis.united_states.forces.red_sea",
    "houthis.united_states.ships",
]


@pytest.mark.parametrize("name", EXPECTED)
def test_an_option_that_a_reader_expects_is_on_the_menu(menu: Menu, name: str) -> None:
    assert only(menu, name).share > 0.0


def test_iran_can_say_it_struck_israel_while_it_struck_iraq(menu: Menu) -> None:
    option = only(menu, "iran.israel.site.iraq")
    assert (option.target, option.declared, option.credit, option.third) == ("iraq", "israel", Credit.DISPLACED, True)
    assert {alternative.rung for alternative in option.alternatives} == {6}
    assert option.area.sites == ("erbil",), "the site that is said to be Israel's, and no other place"


def test_pakistan_answers_iran_on_a_group_on_iranian_soil_which_is_no_third_state(menu: Menu) -> None:
    option = only(menu, "pakistan.iran.stand_in.iran.baloch_groups")
    assert (option.target, option.credit, option.third) == ("baloch_groups", Credit.STAND_IN, False)


def test_striking_a_militia_in_iraq_is_striking_on_a_third_states_soil(menu: Menu) -> None:
    assert only(menu, "united_states.islamic_resistance_iraq.group.iraq").third


def test_a_proxy_carries_out_what_its_patron_decides(menu: Menu) -> None:
    option = only(menu, "iran.united_states.proxy.iraq.islamic_resistance_iraq")
    assert (option.actor, option.executor, option.credit) == ("iran", "islamic_resistance_iraq", Credit.PROXY)


def test_measures_sum_to_one_among_siblings(menu: Menu) -> None:
    for pair, options in menu.items():
        assert sums_to_one(option.share for option in options), pair
        for option in options:
            assert sums_to_one(alternative.share for alternative in option.alternatives), option.id
            for alternative in option.alternatives:
                assert sums_to_one(variant.share for variant in alternative.variants), option.id


def test_every_weapon_on_the_menu_is_owned_and_reaches(theatre: Scenario, menu: Menu) -> None:
    for option in (option for options in menu.values() for option in options):
        for weapon in used(option):
            assert weapon in theatre.actors[option.executor].arsenal, option.id
            assert theatre.weapons[weapon].range_km >= shortest(theatre, option, weapon), (option.id, weapon)


def beyond_reach(scenario: Scenario) -> list[tuple[str, str, str]]:
    """Who may hit what with a weapon that does not reach it, by the tables that a run draws from."""
    case, facts = scenario.case(), Geography(scenario)
    world, names, found = case.worlds[0], case.names, []
    slices = [
        (option["executor"], way["arm_lo"], way["arm_hi"])
        for option in world.rows
        for rung in world.alternatives[option["lo"] : option["hi"]]
        for way in world.variants[rung["lo"] : rung["hi"]]
    ]
    for by, first, end in set(slices):
        for arm in world.arms[first:end]:
            actor, weapon = names.actors[by], names.weapons[arm["weapon"]]
            assert arm["site_lo"] < arm["site_hi"], (actor, weapon)
            for site in (names.sites[k] for k in world.sites[arm["site_lo"] : arm["site_hi"]]):
                if facts.distance(actor, site, weapon) > scenario.weapons[weapon].range_km:
                    found.append((actor, weapon, site))
    return found


@pytest.mark.parametrize("name", RUNNABLE)
def test_no_answer_comes_down_where_its_weapon_does_not_reach(name: str) -> None:
    assert beyond_reach(load_scenario(name)) == []


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(1, 10**6), factor=st.floats(0.2, 3.0))
def test_whatever_the_world_and_the_ranges_no_answer_comes_down_beyond_reach(seed: int, factor: float) -> None:
    world = loads_scenario(world_text(6, 9, 30, seed))
    sets = {f"weapons.{name}.range_km": entry.range_km * factor for name, entry in world.weapons.items()}
    assert beyond_reach(apply_sets(world, sets)) == []


def test_a_campaign_strikes_what_its_weapons_reach(theatre: Scenario) -> None:
    case = theatre.case()
    world, names = case.worlds[0], case.names
    campaign = world.campaigns[names.campaigns.index("hezbollah_border")]
    spot = world.campaign_locations[campaign["location_lo"]]
    arms = world.arms[spot["arm_lo"] : spot["arm_hi"]]
    hit = {names.sites[k] for arm in arms for k in world.sites[arm["site_lo"] : arm["site_hi"]]}
    assert hit == set(theatre.forces["israel_north"].at), "rockets and short-range drones fall along the border"
    wide = theatre.model_copy(
        update={"forces": {k: v for k, v in theatre.forces.items() if k != "israel_north"}}
    ).case()
    spot = wide.worlds[0].campaign_locations[campaign["location_lo"]]
    arms = wide.worlds[0].arms[spot["arm_lo"] : spot["arm_hi"]]
    hit = {wide.names.sites[k] for arm in arms for k in wide.worlds[0].sites[arm["site_lo"] : arm["site_hi"]]}
    assert hit == {"meron", "safed"}, "of the bases of a country without posts, those in reach"
    place = wide.worlds[0].locations[spot["location"]]
    assert {wide.names.sites[k] for k in wide.worlds[0].sites[place["site_lo"] : place["site_hi"]]} > hit


def test_a_weapon_is_drawn_by_rung_and_use(menu: Menu) -> None:
    low = {
        name for way in only(menu, "pakistan.baloch_groups.group.iran").alternatives[0].variants for name in way.weapons
    }
    home = {rung.rung: rung for rung in only(menu, "pakistan.iran.homeland.iran").alternatives}
    high = {name for way in home[11].variants for name in way.weapons}
    assert not {"shaheen_1", "babur"} & low and {"shaheen_1", "babur"} <= high
    rarely = menus(load_scenario("middle-east", ["weapons.tomahawk.use=0.1"]))
    (strike, *_) = only(rarely, "united_states.houthis.group.yemen").alternatives
    cruise = sum(way.share for way in strike.variants if "tomahawk" in way.weapons)
    assert 0.05 < cruise < 0.15


def test_no_war_is_waged_on_who_holds_no_ground(menu: Menu) -> None:
    def rungs(id: str) -> list[int]:
        return [rung.rung for rung in only(menu, id).alternatives]

    assert rungs("pakistan.baloch_groups.group.iran") == [6]
    assert rungs("united_states.houthis.group.yemen") == [6, 11]


def test_a_shorter_range_takes_an_option_off_the_menu(menu: Menu) -> None:
    near = load_scenario("middle-east", ["weapons.toufan.range_km=1000"])
    assert "houthis.israel.border.israel" in ids(menu["houthis", "israel"])
    assert ("houthis", "israel") not in menus(near)


def test_iranian_missiles_reach_what_they_reached(menu: Menu) -> None:
    """Fateh-313 reaches Al-Asad and neither Idlib nor Israel; Idlib was struck with the Kheibar Shekan."""
    assert {"fateh_313", "qiam"} <= used(only(menu, "iran.united_states.forces.iraq"))
    idlib = used(only(menu, "iran.islamic_state.group.syria"))
    assert "kheibar_shekan" in idlib
    assert not idlib & {"fateh_313", "qiam", "zolfaghar"}
    assert "fateh_313" not in used(only(menu, "iran.israel.homeland.israel"))


NON_STATE = {"islamic_resistance_iraq", "hezbollah", "houthis", "hamas"}
HOSTS = {"iraq", "syria", "yemen", "lebanon", "jordan", "qatar"}


def test_states_without_the_means_and_bystanders_have_no_menu(menu: Menu) -> None:
    actors, accounts = {actor for actor, _ in menu}, {account for _, account in menu}
    assert not actors & {*HOSTS, "shipping", "jaish_al_adl"}
    assert not accounts & {*HOSTS, "shipping"}, "nobody has anything to hold against them"


def test_a_state_that_can_strike_after_all_has_options() -> None:
    able = menus(load_scenario("middle-east", ["actors.iraq.can_strike=true"]))
    assert "iraq.united_states.forces.iraq" in ids(able["iraq", "united_states"])
    assert ("united_states", "iraq") in able


def test_allies_have_no_menu_against_each_other(menu: Menu) -> None:
    assert not {("united_states", "israel"), ("israel", "united_states"), ("united_kingdom", "united_states")} & set(
        menu
    )


def test_nobody_strikes_a_group_for_an_account_with_which_it_has_nothing_to_do(theatre: Scenario, menu: Menu) -> None:
    """Islamic State is nobody's stand-in, and Iran hits it for its own account alone."""
    for (actor, account), options in menu.items():
        for option in options:
            if option.target == account:
                continue
            group, site = theatre.actors[option.target], option.area.sites
            tied = (
                group.patron == account
                or account in group.stands_for
                or any(theatre.places[name].stands_for == account for name in site)
                or any(account in force.stands_for for force in theatre.forces.values() if force.of == option.target)
                or option.id in theatre.options
            )
            assert tied, (actor, option.id)


def test_a_group_is_struck_in_a_states_place_only_by_whom_it_fights(menu: Menu) -> None:
    everything = set().union(*(ids(options) for options in menu.values()))
    assert "pakistan.iran.stand_in.iran.baloch_groups" in everything
    assert "united_states.iran.stand_in.iran.baloch_groups" not in everything
    assert "united_states.iran.stand_in.gaza.hamas" not in everything
    assert "israel.iran.stand_in.gaza.hamas" in everything, "Israel hunts its leaders"


def test_the_people_of_a_patron_stand_for_the_militia_they_arm_alone(menu: Menu) -> None:
    assert "united_states.islamic_resistance_iraq.stand_in.syria.iran_syria.iran" in ids(
        menu["united_states", "islamic_resistance_iraq"]
    )
    assert ids(menu["united_states", "houthis"]) == {"united_states.houthis.group.yemen"}


def test_a_group_strikes_forces_only_where_it_is(theatre: Scenario, menu: Menu) -> None:
    for option in (option for options in menu.values() for option in options):
        doer = theatre.actors[option.executor]
        if doer.kind == "state" or (".forces." not in option.id and ".proxy." not in option.id):
            continue
        own = {
            *doer.sits_in,
            *(c for e in theatre.campaigns.values() if e.by == option.executor for c in e.territories),
        }
        home = theatre.actors[option.target].home
        assert option.area.territory in {*own, home}, option.id


def test_a_group_uses_force_openly_only_across_a_border_at_which_it_fights(menu: Menu) -> None:
    high = {
        option.executor
        for options in menu.values()
        for option in options
        if max(entry.rung for entry in option.alternatives) > 5 and option.executor in NON_STATE
    }
    assert high == {"hezbollah"}


def test_a_homeland_is_struck_at_its_own_bases() -> None:
    able = menus(load_scenario("middle-east", ["actors.iraq.can_strike=true", "actors.syria.can_strike=true"]))
    iraqi = only(able, "iran.iraq.homeland.iraq").area.sites
    assert iraqi
    assert not {"al_asad", "erbil_base", "erbil"} & set(iraqi), "American bases, and a site said to be Israel's"
    assert only(able, "israel.syria.homeland.syria").area.sites == ("dumayr",)


def test_leaders_are_found_where_their_people_are_and_at_a_stated_rate(theatre: Scenario, menu: Menu) -> None:
    hunted = [option for options in menu.values() for option in options if option.opportunities]
    assert {(option.actor, option.account) for option in hunted} == {
        (name, other) for name, others in theatre.ties.items() for other, tie in others.items() if tie.hunts
    }
    for option in hunted:
        assert [entry.rung for entry in option.alternatives] == [8]
        assert option.opportunities == theatre.ties[option.actor][option.account].hunts
        assert "erbil" not in option.area.sites
    assert not any(
        entry.rung == 8
        for options in menu.values()
        for option in options
        for entry in option.alternatives
        if not option.opportunities
    )


def test_patrons_and_their_militias_have_no_menu_against_each_other(menu: Menu) -> None:
    assert ("iran", "hezbollah") not in menu
    assert ("hezbollah", "iran") not in menu


def test_a_third_state_cost_opens_nothing_by_itself(menu: Menu) -> None:
    stated = menus(load_scenario("middle-east", ["ties.iran.jordan.third_state_cost=0.5"]))
    assert ids(stated["iran", "israel"]) == ids(menu["iran", "israel"])


def test_whom_a_state_fights(theatre: Scenario) -> None:
    facts = Geography(theatre)
    assert facts.quarrels("iran", "jaish_al_adl")
    assert facts.quarrels("pakistan", "baloch_groups")
    assert facts.quarrels("united_states", "houthis"), "they strike ships that it protects"
    assert not facts.quarrels("iran", "hezbollah")
    assert not facts.quarrels("united_states", "baloch_groups")
    assert not facts.quarrels("iraq", "islamic_resistance_iraq"), "a host that consents does not fight it"


def test_ballistic_missiles_are_rare_in_deniable_attacks(theatre: Scenario) -> None:
    found = variants(theatre, theatre.actors["islamic_resistance_iraq"].arsenal, 5, by_state=False)
    rare = [entry.share for entry in found if theatre.weapons[entry.weapons[0]].kind == BALLISTIC]
    assert rare == [RARE_SHARE]


@pytest.mark.parametrize(
    ("rung", "by_state", "warns"), [(6, True, True), (8, True, False), (5, True, False), (7, False, False)]
)
def test_only_states_warn_and_only_of_overt_strikes(theatre: Scenario, rung: int, by_state: bool, warns: bool) -> None:
    found = variants(theatre, ("f15i_strike", "kas_04"), rung, by_state)
    assert any(entry.warned for entry in found) is warns


def test_an_armed_actor_without_options_is_named_with_what_is_out_of_its_reach():
    """It would have them if its weapons reached further."""
    assert idle(load_scenario("middle-east")) == {}
    world = load_scenario("border-clash", {"weapons.cruise_missile.range_km": 1.0})
    unarmed = apply_sets(world, {"actors.north.arsenal": ["cruise_missile"]})
    assert not [actor for actor, _ in menus(unarmed) if actor == "north"]
    assert idle(unarmed) == {"north": ids_of(menus(unarmed, blind=True), "north")}
    calm = apply_sets(unarmed, {"actors.north.can_strike": False})
    assert idle(calm) == {"south": []}, "nobody provokes it"


def ids_of(menu: Menu, actor: str) -> list[str]:
    return [option.id for (name, _), options in menu.items() if name == actor for option in options]


def test_a_bystander_that_hosts_is_told_how_a_state_stands_by():
    with pytest.raises(ScenarioError, match="write kind: state, can_strike: false for one that only is struck"):
        load_scenario("middle-east", {"territories.syria.host": "shipping"})


def test_a_spoiler_attacks_where_the_file_says_and_only_on_the_soil_of_its_enemy(theatre: Scenario) -> None:
    case = theatre.case()
    world, names = case.worlds[0], case.names
    campaign = world.campaigns[names.campaigns.index("jaish_al_adl")]
    spots = world.campaign_locations[campaign["location_lo"] : campaign["location_hi"]]
    places = [world.locations[spot["location"]] for spot in spots]
    hit = [names.sites[k] for place in places for k in world.sites[place["site_lo"] : place["site_hi"]]]
    assert dict(zip(hit, spots["share"], strict=True)) == {"zahedan": 0.5, "rask": 0.75, "saravan": 1.0}
    with pytest.raises(ScenarioError, match="quetta lies in pakistan, not iran"):
        load_scenario("middle-east", ["actors.jaish_al_adl.attacks.at=[quetta]"])
