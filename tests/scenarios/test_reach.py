"""Distances on the globe, and from where an actor launches."""

from __future__ import annotations

import math

import pytest

from brink.scenarios.loader import load_scenario, loads_scenario
from brink.scenarios.menus import areas
from brink.scenarios.menus.geography import Geography
from brink.scenarios.menus.reach import great_circle_km, launch_points, presence, shortest_km
from brink.tests.scenarios.files import GOOD


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (0, 90), 10_007.5),
        ((90, 0), (-90, 120), 20_015.1),
        ((35.69, 51.39), (33.34, 44.40), 694),
    ],
)
def test_known_distances(a, b, km):
    assert great_circle_km(a, b) == pytest.approx(km, rel=0.01)
    assert great_circle_km(a, b) == great_circle_km(b, a)


def test_a_militia_launches_from_the_soil_it_lives_on():
    scenario = loads_scenario(GOOD)
    assert presence(scenario, "band") == ["south"]
    assert launch_points(scenario, "band") == [(41, 20)]
    assert launch_points(scenario, "north") == [(40, 20)]


def test_what_flies_from_land_starts_on_no_ship_and_ships_fire_from_the_sea():
    facts = Geography(load_scenario("january-2024"))
    assert facts.launch_sites("united_states", True, "sea") == ["southern_red_sea"]
    assert "southern_red_sea" not in facts.launch_sites("united_states", True, "land")
    in_yemen = facts.weapons_on("united_states", facts.area(areas.group, "houthis", "yemen"))
    assert set(in_yemen) == {"fa18_strike", "tomahawk"}
    in_syria = facts.weapons_on("united_states", facts.area(areas.group, "islamic_resistance_iraq", "syria"))
    assert set(in_syria) == {"f15e_strike", "mq9_strike"}


def test_no_strike_is_launched_from_a_base_whose_host_forbids_it():
    forbidden = load_scenario("january-2024")
    allowed = load_scenario("january-2024", ["forces.us_qatar.launches=true"])
    assert "al_udeid" not in Geography(forbidden).launch_sites("united_states", True)
    assert "al_udeid" in Geography(allowed).launch_sites("united_states", True)
    assert Geography(forbidden).stationed("united_states")["qatar"].sites == ("al_udeid",), "it can be struck there"
    facts = Geography(allowed)
    assert "f15e_strike" in facts.weapons_on("united_states", facts.area(areas.group, "houthis", "yemen"))


def test_nothing_is_near_when_there_is_no_point():
    assert shortest_km([], [(0, 0)]) == math.inf
