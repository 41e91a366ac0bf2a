"""Worlds made for measuring: pairs of states out of reach of each other, each with or without a crisis of its own."""

from __future__ import annotations

import json
import math
from typing import Any

from brink.model.world.tables import Case
from brink.scenarios.loader import load_scenario, loads_scenario

DAYS = 90
GOLDEN_ANGLE = 137.50776405003785


def _spot(number: int, of: int) -> tuple[float, float]:
    """Degrees north and east of one of so many spots spread evenly over the globe, along a spiral from pole to pole.

    With 250 of them the nearest are 1,200 km apart, and no weapon has a range of more than 900.
    """
    return math.degrees(math.asin(1 - (2 * number + 1) / of)), number * GOLDEN_ANGLE % 360 - 180


def _pair(number: int, of: int, crisis: bool) -> dict[str, dict[str, Any]]:
    """Border clash over again, under names of its own and somewhere else on the globe."""
    a, b, valley = f"a{number}", f"b{number}", f"valley{number}"
    latitude, longitude = _spot(number, of)
    states = {
        a: {"kind": "state", "home": a, "arsenal": ["rocket", "ballistic_missile", "air_strike"], "defence": "light"},
        b: {"kind": "state", "home": b, "arsenal": ["rocket", "cruise_missile", "air_strike"], "defence": "light"},
    }
    spots = {f"base_{a}": (a, 0.6), f"base_{b}": (b, -0.6), f"post_{a}": (valley, 0.1), f"post_{b}": (valley, -0.1)}
    ambush = {
        "date": "2024-01-06", "by": b, "against": a, "in": valley, "at": f"post_{a}", "rung": 7, "weapon": "rocket",
        "launched": 16, "hits": 9, "killed": 6, "wounded": 20,
    }  # fmt: skip
    return {
        "actors": states,
        "ties": {a: {b: {"fear": 0.3, "inferiority": 0.1}}, b: {a: {"fear": 0.45, "inferiority": 0.4}}},
        "territories": {a: {"host": a}, b: {"host": b}, valley: {}},
        "places": {
            name: {"territory": where, "lat": latitude + north, "lon": longitude, "setting": "base"}
            for name, (where, north) in spots.items()
        },
        "forces": {
            f"troops_{who}": {"of": who, "in": valley, "at": [f"post_{who}"], "personnel": 1500} for who in (a, b)
        },
        "events": {f"ambush{number}": ambush} if crisis else {},
    }


def pairs(crises: int, idle: int = 0, ties_each: int = 0) -> Case:
    """A case of ``crises`` pairs with an ambush and ``idle`` pairs without.

    ``ties_each``: every state is also tied to this many states of other pairs, at most all but one.
    """
    whole: dict[str, Any] = {"schema": 1, "name": "made", "extends": "arsenal", "start": "2024-01-01", "days": DAYS}
    for number in range(crises + idle):
        for table, rows in _pair(number, crises + idle, number < crises).items():
            whole.setdefault(table, {}).update(rows)
    states = list(whole["actors"])
    for place, state in enumerate(states):
        for step in range(2, ties_each + 2):
            whole["ties"][state][states[(place + step) % len(states)]] = {"fear": 0.3}
    return loads_scenario(json.dumps(whole)).case()


def shipped(name: str, days: int) -> Case:
    """A shipped scenario with another horizon."""
    return load_scenario(name, [f"days={days}"]).case()


def quiet(days: int) -> Case:
    """Border clash without the ambush: nothing ever happens."""
    text = f"schema: 1\nname: quiet\nextends: border-clash\ndays: {days}\nevents: {{ambush: null}}\n"
    return loads_scenario(text).case()


def busier(name: str, factor: float) -> Case:
    """A shipped scenario with all standing violence at another rate."""
    case = load_scenario(name).case()
    worlds = []
    for world in case.worlds:
        campaigns = world.campaigns.copy()
        campaigns["rate"] *= factor
        worlds.append(world._replace(campaigns=campaigns))
    return case._replace(worlds=tuple(worlds))
