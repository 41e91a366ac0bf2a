"""Outlines of all countries, by name: which land a map shows, and whether a place lies where its soil's name says.

Natural Earth 4.1 at 1:50 million, public domain, through world-atlas 2.0.2 (see ``SOURCES.md``).
"""

from __future__ import annotations

import functools
import gzip
import json
import unicodedata
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .chart import Chart, inside

PACKAGE = "brink.experiments.figures"
FILE = "countries-50m.json.gz"
#: Longest edge of an outline, in degrees: longer ones are cut, since a border along a parallel is no straight line.
LONGEST = 1.0
#: How far off its country a place may lie, in radians: coasts are coarse, and harbours lie in the water.
NEAR = np.radians(0.5)

#: Names that people use, and what Natural Earth calls the country.
ALIASES: dict[str, str] = {
    "united states": "United States of America", "usa": "United States of America", "us": "United States of America",
    "uk": "United Kingdom", "britain": "United Kingdom", "great britain": "United Kingdom",
    "russian federation": "Russia", "prc": "China", "people's republic of china": "China", "dprk": "North Korea",
    "republic of korea": "South Korea", "rok": "South Korea", "republic of china": "Taiwan", "türkiye": "Turkey",
    "islamic republic of iran": "Iran", "syrian arab republic": "Syria", "uae": "United Arab Emirates",
    "czech republic": "Czechia", "north macedonia": "Macedonia", "burma": "Myanmar", "viet nam": "Vietnam",
    "ivory coast": "Côte d'Ivoire", "cape verde": "Cabo Verde", "east timor": "Timor-Leste", "swaziland": "eSwatini",
    "bosnia": "Bosnia and Herz.", "bosnia and herzegovina": "Bosnia and Herz.", "south sudan": "S. Sudan",
    "central african republic": "Central African Rep.", "dominican republic": "Dominican Rep.",
    "dr congo": "Dem. Rep. Congo", "drc": "Dem. Rep. Congo", "democratic republic of the congo": "Dem. Rep. Congo",
    "republic of the congo": "Congo", "equatorial guinea": "Eq. Guinea", "western sahara": "W. Sahara",
    "solomon islands": "Solomon Is.", "marshall islands": "Marshall Is.", "falkland islands": "Falkland Is.",
    "northern cyprus": "N. Cyprus", "state of palestine": "Palestine",
}  # fmt: skip


class Country(NamedTuple):
    """A name and its rings, each an array of shape (points, 2): degrees east, degrees north."""

    name: str
    rings: tuple[NDArray[np.float64], ...]

    def holds(self, lat: float, lon: float) -> bool:
        """Whether a place lies in the country, or so near that a coarse outline cannot tell."""
        chart = Chart(lat, lon)
        flat = [ring for ring in map(chart.outline, self.rings) if ring is not None]
        return any(inside(ring, np.zeros((1, 2)))[0] or np.hypot(*ring.T).min() < NEAR for ring in flat)


@functools.cache
def countries() -> tuple[Country, ...]:
    """The outlines that ship beside this file."""
    atlas = json.loads(gzip.decompress((files(PACKAGE) / FILE).read_bytes()))
    arcs = _arcs(atlas)
    return tuple(_country(shape, arcs) for shape in atlas["objects"]["countries"]["geometries"])


@functools.cache
def country_named(name: str) -> Country | None:
    """The country that goes by a name, as people or as Natural Earth write it; None if it is no country's."""
    wanted = _plain(name).removeprefix("the ")
    wanted = _plain(ALIASES_PLAIN.get(wanted, wanted))
    return next((country for country in countries() if _plain(country.name) == wanted), None)


def _plain(name: str) -> str:
    """A name without case and accents."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("_", " ").strip())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("\u2019", "'")


ALIASES_PLAIN = {_plain(alias): name for alias, name in ALIASES.items()}


def _arcs(atlas: dict[str, Any]) -> list[NDArray[np.float64]]:
    """The lines of a topology, each of shape (points, 2), in degrees; they are stored as steps on a grid."""
    scale, start = (np.array(atlas["transform"][name]) for name in ("scale", "translate"))
    return [np.cumsum(np.array(arc), axis=0) * scale + start for arc in atlas["arcs"]]


def _country(shape: dict[str, Any], arcs: list[NDArray[np.float64]]) -> Country:
    parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return Country(shape["properties"]["name"], tuple(_fine(_outer(part, arcs)) for part in parts))


def _outer(part: list[list[int]], arcs: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The outline of a stretch of land, without the holes in it; a pole is left out, where a flat map has an edge."""
    rings = [_ring(numbers, arcs) for numbers in part]
    return next(ring for ring in rings if np.ptp(ring[:, 1]) > 0)


def _ring(numbers: list[int], arcs: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """A ring put together from lines; a negative number is a line taken backwards."""
    lines = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])


def _fine(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same with long edges cut; the way from 179 degrees east to 179 west is two degrees."""
    lon, lat = np.unwrap(ring[:, 0], period=360.0), ring[:, 1]
    steps = np.maximum(1, np.ceil(np.hypot(np.diff(lon), np.diff(lat)) / LONGEST)).astype(int)
    if (steps == 1).all():
        return ring
    corners = np.concatenate([[0], np.cumsum(steps)])
    at = np.arange(corners[-1] + 1)
    return np.column_stack([np.interp(at, corners, lon), np.interp(at, corners, lat)])
