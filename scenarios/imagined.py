"""An imagined world of any size, for load tests: states on a globe, armed groups between them, ties to neighbours only.

Nothing in it is anybody: names are numbers, and every number is drawn, by a hash of the seed and of what it is for, so
that the same seed gives the same file on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from ..model.kernel.draws import key_of
from .menus.reach import great_circle_km

LARGEST_STATES, LARGEST_GROUPS = 300, 600
#: Neighbours that a state has ties to, and that groups come from.
NEIGHBOURS = 5
#: One state in so many has forces abroad and long arms; one group in so many is a spoiler.
POWER, SPOILER = 10, 3
POOR = ("rocket", "one_way_drone")
USUAL = ("rocket", "one_way_drone", "cruise_missile")
STRONG = ("ballistic_missile", "air_strike", "cruise_missile")

HEAD = """\
# yaml-language-server: $schema=scenario.schema.json
# An imagined world for load tests: {states} states, {groups} armed groups, ties between neighbours. Nobody is meant.
schema: 1
name: Imagined world {seed}
summary: {states} states and {groups} armed groups with ties to neighbours only; made up, for load tests.
extends: arsenal
start: 2024-01-01
days: {days}
"""


class ImaginedState(NamedTuple):
    """A state: number, place on the globe, the states nearest to it, and whether it is a power."""

    number: int
    lat: float
    lon: float
    near: tuple[int, ...]
    power: bool


def world_text(states: int = 200, groups: int = 300, days: int = 365, seed: int = 1) -> str:
    """The scenario file of an imagined world.

    Args:
        states: number of states, 2 to 300.
        groups: number of armed groups, 0 to 600; a third are spoilers, the others militias with a patron.
        days: horizon.
        seed: another seed, another world.

    Returns:
        YAML.

    Raises:
        ValueError: a number is out of bounds.
    """
    if not (2 <= states <= LARGEST_STATES and 0 <= groups <= LARGEST_GROUPS):
        raise ValueError(f"2 to {LARGEST_STATES} states and 0 to {LARGEST_GROUPS} groups can be imagined")
    lands = _lands(states, seed)
    parts = [HEAD.format(states=states, groups=groups, days=days, seed=seed)]
    for name, lines in (
        ("actors", [*_states(lands, seed), *_groups(lands, groups, seed)]),
        ("ties", _ties(lands, seed)),
        ("territories", [f"  s{land.number}: {{host: s{land.number}}}" for land in lands]),
        ("places", _places(lands)),
        ("forces", _forces(lands)),
        ("campaigns", _campaigns(lands, groups, seed)),
    ):
        if written := "\n".join(lines):
            parts.append(f"{name}:\n{written}\n")
    return "\n".join(parts)


def _share(seed: int, *words: object) -> float:
    """A number in [0, 1) that stands for these words."""
    return key_of(f"imagined:{seed}:{':'.join(map(str, words))}") / 2.0**64


def _between(low: float, high: float, seed: int, *words: object) -> float:
    return round(low + (high - low) * _share(seed, *words), 3)


def _lands(states: int, seed: int) -> list[ImaginedState]:
    """States along a spiral around the globe, away from the poles, each with its nearest neighbours."""
    points = []
    for k in range(states):
        lat = math.degrees(math.asin(1.7 * (k + 0.5) / states - 0.85))
        lon = (k * 137.508 + _between(-4, 4, seed, "lon", k)) % 360 - 180
        points.append((round(lat + _between(-2, 2, seed, "lat", k), 3), round(lon, 3)))
    lands = []
    for k, point in enumerate(points):
        order = sorted(range(states), key=lambda other: great_circle_km(point, points[other]))
        near = tuple(other for other in order if other != k)[:NEIGHBOURS]
        lands.append(ImaginedState(k, point[0], point[1], near, k % POWER == 0))
    return lands


def _states(lands: list[ImaginedState], seed: int) -> Iterator[str]:
    for land in lands:
        arms = STRONG if land.power else USUAL
        yield (
            f"  s{land.number}: {{kind: state, home: s{land.number}, nuclear: {str(land.number % 25 == 0).lower()}, "
            f"pressure: {{baseline: {_between(0.15, 0.45, seed, 'pressure', land.number)}}}, "
            f"restraint: {{credibility: {_between(0.2, 0.9, seed, 'credibility', land.number)}, tolerance: 0.05}}, "
            f"arsenal: [{', '.join(arms)}], defence: light}}"
        )


def _groups(lands: list[ImaginedState], groups: int, seed: int) -> Iterator[str]:
    """A group sits with one neighbour of its enemy and, if it is a militia, is sponsored by another."""
    for k in range(groups):
        enemy, host, patron = _parties(lands, k)
        sits = f"sits_in: [s{host}], arsenal: [{', '.join(POOR)}], pressure: {{baseline: 0.35}}"
        if k % SPOILER == 0:
            rate = _between(0.001, 0.01, seed, "rate", k)
            attacks = f"attacks: {{against: s{enemy}, rate: {rate}, killed_mean: 4, killed_dispersion: 0.5}}"
            yield f"  g{k}: {{kind: spoiler, {sits}, {attacks}}}"
        else:
            control = _between(0.3, 0.8, seed, "control", k)
            yield f"  g{k}: {{kind: militia, patron: s{patron}, control: {control}, {sits}}}"


def _parties(lands: list[ImaginedState], group: int) -> tuple[int, int, int]:
    """Enemy, host and patron of a group: a state and two of its neighbours."""
    land = lands[(group * 7) % len(lands)]
    near = land.near
    return land.number, near[group % len(near)], near[(group + 1) % len(near)]


def _ties(lands: list[ImaginedState], seed: int) -> Iterator[str]:
    for land in lands:
        felt = []
        for k, other in enumerate(land.near):
            third = f", third_state_cost: {_between(0.5, 2, seed, 'third', land.number)}" if k == 0 else ""
            felt.append(f"s{other}: {{fear: {_between(0.1, 0.9, seed, 'fear', land.number, other)}{third}}}")
        yield f"  s{land.number}: {{{', '.join(felt)}}}"


def _places(lands: list[ImaginedState]) -> Iterator[str]:
    for land in lands:
        for setting, shift in (("base", 0.0), ("city", 0.6), ("camp", -0.6)):
            where = f"lat: {round(land.lat + shift, 3)}, lon: {land.lon}, setting: {setting}"
            yield f"  {setting}_{land.number}: {{territory: s{land.number}, {where}}}"


def _forces(lands: list[ImaginedState]) -> Iterator[str]:
    """Powers have soldiers with two of their neighbours."""
    for land in lands:
        for host in land.near[:2] if land.power else ():
            where = f"of: s{land.number}, in: s{host}, at: [base_{host}], personnel: 1500, hostage: 0.1"
            yield f"  f{land.number}_{host}: {{{where}}}"


def _campaigns(lands: list[ImaginedState], groups: int, seed: int) -> Iterator[str]:
    """One militia in two keeps up low-level violence against its enemy."""
    for k in range(groups):
        if k % SPOILER == 1:
            enemy, _, _ = _parties(lands, k)
            rate = _between(0.02, 0.2, seed, "campaign", k)
            yield (
                f"  c{k}: {{by: g{k}, against: s{enemy}, in: [s{enemy}], from: 2024-01-01, rate: {rate}, rung: 4, "
                "heavy: true, follows_patron: true}"
            )
