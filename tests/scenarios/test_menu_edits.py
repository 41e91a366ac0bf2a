"""Edits of menus do what they say, and those that cannot be are mistakes with their place."""

from __future__ import annotations

import math

import pytest

from brink.scenarios.loader import apply_sets, load_scenario, loads_scenario
from brink.scenarios.menus.edits import edit_problems
from brink.scenarios.menus.menu import Menu, menus
from brink.scenarios.problems import ScenarioError
from brink.tests.scenarios.test_menus import ids, only, sums_to_one


@pytest.fixture(scope="module")
def menu() -> Menu:
    return menus(load_scenario("middle-east"))


def test_null_removes_an_option_and_the_others_take_its_share(menu: Menu) -> None:
    name = "iran.israel.homeland.israel"
    before = menu["iran", "israel"]
    after = menus(apply_sets(load_scenario("middle-east"), {"options": {name: None}}))["iran", "israel"]
    assert ids(before) - ids(after) >= {name}
    assert sums_to_one(option.share for option in after)


def test_a_weight_changes_the_share_of_an_option_and_of_no_other_menu(menu: Menu) -> None:
    text = (
        "schema: 1\nname: x\nextends: middle-east\noptions:\n  pakistan.iran.stand_in.iran.baloch_groups: {weight: 3}\n"
    )
    after = menus(loads_scenario(text))
    one, two = menu["pakistan", "iran"], after["pakistan", "iran"]
    odds = [entries[1].share / entries[0].share for entries in (one, two)]
    assert ids(one) == ids(two)
    assert math.isclose(odds[1] / odds[0], 3.0)
    assert after["iran", "pakistan"] == menu["iran", "pakistan"]


def test_an_option_can_be_added_with_its_own_rungs_and_weapons() -> None:
    text = """
schema: 1
name: x
extends: middle-east
actors: {iraq: {can_strike: true}}
options:
  iraq.iran.raid: {actor: iraq, account: iran, target: iran, in: syria, rungs: {7: 0.5, 9: 0.5}, weapons: [iraqi_f16]}
"""
    option = only(menus(loads_scenario(text)), "iraq.iran.raid")
    assert [(entry.rung, entry.share) for entry in option.alternatives] == [(7, 0.5), (9, 0.5)]
    assert option.area.sites == ("abu_kamal", "mayadin")


def test_an_edit_of_an_option_that_cannot_exist_is_a_mistake_with_its_place() -> None:
    text = "schema: 1\nname: x\nextends: border-clash\noptions:\n  north.south.homland.south: null\n"
    scenario = loads_scenario(text, "mine.yaml")
    with pytest.raises(ScenarioError, match=r"mine\.yaml:5:3.*did you mean north\.south\.homeland\.south"):
        scenario.case()


def test_an_edit_of_an_option_out_of_reach_is_no_mistake() -> None:
    short = "weapons: {ballistic_missile: {range_km: 1}, air_strike: {range_km: 1}}\n"
    text = f"schema: 1\nname: x\nextends: border-clash\n{short}options: {{north.south.homeland.south: null}}\n"
    assert edit_problems(loads_scenario(text)) == []


def test_an_edit_of_an_option_of_earlier_menus_says_what_took_its_place() -> None:
    text = "schema: 1\nname: x\nextends: middle-east\noptions:\n  iran.israel.displaced.iraq: null\n"
    with pytest.raises(ScenarioError, match=r"removed in 0\.2: places\.\*\.stands_for"):
        loads_scenario(text).case()


def test_a_new_option_of_a_state_that_cannot_strike_is_a_mistake() -> None:
    option = "{actor: iraq, account: iran, target: iran, in: syria}"
    text = f"schema: 1\nname: x\nextends: middle-east\noptions:\n  iraq.iran.raid: {option}\n"
    with pytest.raises(ScenarioError, match="iraq cannot strike"):
        loads_scenario(text).case()
