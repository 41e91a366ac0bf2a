"""The scenarios that ship: they load, say where their numbers come from, and hold what the narrative names."""

from __future__ import annotations

import datetime
import re
from importlib.resources import files

import numpy as np
import pytest

from brink.model.world.ladder import FIRST_KINETIC, LAST_DRAWN
from brink.scenarios.loader import load_scenario
from brink.scenarios.menus.menu import menus
from brink.scenarios.scenario import Scenario
from brink.scenarios.tables.ready import obstacles

SHIPPED = ("border-clash", "cedar-valley", "middle-east", "january-2024", "balakot-2019")
#: The day to which the narrative reaches; nothing later may set a number.
BOUNDARY = datetime.date(2024, 1, 20)


@pytest.fixture(scope="module")
def january() -> Scenario:
    return load_scenario("january-2024")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_scenario_loads_and_can_be_made_ready(name: str) -> None:
    scenario = load_scenario(name)
    assert obstacles(scenario) == []
    assert scenario.summary
    case = scenario.case()
    assert case.worlds[0].days == scenario.days
    assert case.start == scenario.start.isoformat()


NAMED = {
    "state": ("iran", "united_states", "united_kingdom", "israel", "iraq", "syria", "pakistan", "yemen"),
    "militia": ("islamic_resistance_iraq", "hezbollah", "houthis", "hamas"),
    "spoiler": ("jaish_al_adl", "islamic_state"),
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in NAMED.items() for name in names])
def test_every_actor_that_the_narrative_names_is_there(january: Scenario, kind: str, name: str) -> None:
    assert january.actors[name].kind == kind


DATED = {
    "rask": ("2023-12-15", "jaish_al_adl", "iran", 11),
    "mousavi": ("2023-12-25", "israel", "iran", 1),
    "arouri": ("2024-01-02", "israel", "hamas", 7),
    "kerman": ("2024-01-03", "islamic_state", "iran", 84),
    "baghdad": ("2024-01-04", "united_states", "islamic_resistance_iraq", 2),
    "yemen_united_states": ("2024-01-12", "united_states", "houthis", 5),
    "yemen_united_kingdom": ("2024-01-12", "united_kingdom", "houthis", 0),
}


def test_the_script_of_january_is_what_was_observed_to_the_twelfth(january: Scenario) -> None:
    found = {k: (v.date.isoformat(), v.by, v.against, v.killed) for k, v in january.events.items()}
    assert found == DATED


def test_every_event_names_its_source(january: Scenario) -> None:
    assert all(event.source.startswith("http") for event in january.events.values())


def test_troops_are_as_many_as_the_narrative_says(january: Scenario) -> None:
    assert january.forces["us_iraq"].personnel == 2500
    assert january.forces["us_syria"].personnel == 900


def test_fateh_313_and_qiam_are_iranian_missiles_in_the_hands_of_the_militia(january: Scenario) -> None:
    for weapon in ("fateh_313", "qiam"):
        assert january.weapons[weapon].supplier == "iran"
        assert weapon in january.actors["islamic_resistance_iraq"].arsenal
        assert weapon in january.actors["iran"].arsenal


@pytest.mark.parametrize("name", ["arsenal", *SHIPPED])
def test_no_date_in_a_shipped_file_lies_beyond_the_boundary(name: str) -> None:
    text = files("brink.scenarios").joinpath(f"{name}.yaml").read_text("utf-8")
    dates = [datetime.date.fromisoformat(found) for found in re.findall(r"\b\d{4}-\d{2}-\d{2}\b", text)]
    assert all(date <= BOUNDARY for date in dates)
    assert not re.search(r"\b(2025|2026)\b|(February|March|April|May|June|July) 2024", text)


def test_every_declared_range_holds_its_value_and_is_sourced() -> None:
    scenario = load_scenario("middle-east")
    ranges, sources = scenario.ranges(), scenario.sources()
    assert len(ranges) > 80
    for path, (value, low, high) in ranges.items():
        assert low <= value <= high, path
        assert low < high, path
        assert sources.get(path), path


def test_the_scenario_of_2019_scripts_pulwama_alone_with_sources_for_every_range() -> None:
    scenario = load_scenario("balakot-2019")
    (pulwama,) = scenario.events.values()
    assert (pulwama.date.isoformat(), pulwama.by, pulwama.killed) == ("2019-02-14", "jaish_e_mohammed", 40)
    assert pulwama.source.startswith("http")
    assert scenario.simulate_from == pulwama.date + datetime.timedelta(days=1)
    assert set(scenario.ranges()) <= set(scenario.sources())


#: What an expert would list: who can strike whom, on which soil and at which rungs, besides a homeland from rung 9 on.
OPEN_IN_2019 = {
    ("india", "jaish_e_mohammed", "pakistan", 6),  # Balakot, 26 February
    ("india", "jaish_e_mohammed", "pakistan", 8),  # its leaders in Bahawalpur
    ("india", "other_militants", "azad_kashmir", 6),  # launch pads, as in 2016
    ("india", "pakistan", "azad_kashmir", 7),  # posts across the line
    ("pakistan", "india", "jammu_and_kashmir", 7),  # the answer of 27 February
    ("pakistan", "india", "jammu_and_kashmir", 5),  # through Jaish
    ("india", "pakistan", "pakistan", 9),  # the missiles that were threatened
    ("pakistan", "india", "india", 9),
}


def test_the_options_of_2019_are_those_that_were_discussed() -> None:
    found = {
        (actor, option.target, option.area.territory, entry.rung)
        for (actor, _), options in menus(load_scenario("balakot-2019")).items()
        for option in options
        for entry in option.alternatives
    }
    assert found >= OPEN_IN_2019


def test_the_ladder_hurts_at_every_rung_of_force() -> None:
    world = load_scenario("border-clash").world()
    force = world.rungs[FIRST_KINETIC : LAST_DRAWN + 1]
    assert np.all(force["launched"] > 0)
    assert np.all(force["killed_mean"] > 0)
    assert np.all(np.diff(force["severity"]) > 0)
    assert world.rungs["launched"][:FIRST_KINETIC].sum() == 0


def test_border_clash_is_two_states_and_one_event() -> None:
    scenario = load_scenario("border-clash")
    assert [actor.kind for actor in scenario.actors.values()] == ["state", "state"]
    assert len(scenario.events) == 1
    assert not scenario.campaigns
