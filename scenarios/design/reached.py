"""Cases that differ in nothing but what weapons reach: of a new one, only what depends on reach is worked out.

A design moves the ranges of a dozen weapons, and every run of it reaches other places. What an actor has on its menu
follows from what its own weapons, and those of whom it lets act, reach: a few sets of places for each, which come back
again and again. So what each menu and each campaign adds to the tables is kept by what is in reach, in numbers that
hold for all cases, and put together for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import chain, product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...model.kernel.memory import copied
from ...model.world import tables as w
from ...model.world.tables import Case
from ..menus.drafts import Draft
from ..menus.geography import Geography
from ..menus.menu import drafted, menu_of
from ..stages import stage_on
from ..tables.course import CourseTables
from ..tables.course_facts import campaign_areas, spoilers
from ..tables.options import clerk, written_out
from .catalogue import Catalogue, Placed, ends_of
from .shapes import Shape

if TYPE_CHECKING:
    from ..schema.course import Campaign
    from ..schema.sections import Assumptions

Pair = tuple[str, str]
#: Menus and campaigns that are kept at most.
MOST = 20_000
#: Who acts, where, and with what.
Asked = Iterable[tuple[str, Iterable[str], Iterable[str]]]


class Piece(NamedTuple):
    """What a menu or a campaign adds to its tables, as bytes, with the number of rows of each; ids of its options."""

    tables: tuple[bytes, ...]
    lengths: tuple[int, ...]
    ids: tuple[str, ...] = ()


class StageTables(NamedTuple):
    """The tables of one stage, areas and lists of weapons in the numbers of the catalogue; ids of all options."""

    rows: w.Table
    alternatives: w.Table
    variants: w.Table
    menu: NDArray[np.int64]
    campaign_locations: w.Table
    campaigns: w.Table
    events: w.Table
    arms: list[NDArray[np.int64]]
    ids: tuple[str, ...]

    def areas(self) -> list[NDArray[np.int64]]:
        """The areas used, in the order of their use."""
        return [table["location"] for table in (self.rows, self.campaign_locations, self.events)]

    def placed(self, numbers: Placed) -> dict[str, NDArray[Any]]:
        """The tables in the numbers of a case."""
        for table in (self.rows, self.campaign_locations):
            table["location"] = numbers.areas[table["location"]]
        for table, what in (
            (self.variants, "arm"),
            (self.campaign_locations, "arm"),
            (self.campaign_locations, "heavy"),
        ):
            used = table[f"{what}_lo"].copy()
            table[f"{what}_lo"], table[f"{what}_hi"] = (ends[used] for ends in numbers.arms)
        events = copied(self.events)
        events["location"] = numbers.areas[events["location"]]
        own = {
            name: getattr(self, name)
            for name in ("rows", "alternatives", "variants", "menu", "campaign_locations", "campaigns")
        }
        return {**own, "events": events, **numbers.tables}


class _Stage:
    """What is written for one stage, whatever its weapons reach just now."""

    def __init__(self, settings: Assumptions, catalogue: Catalogue) -> None:
        self._settings, self._catalogue = settings, catalogue
        self._facts = facts = Geography(settings)
        self._write = clerk(settings, catalogue)
        numbers = {pair: k for k, pair in enumerate(product(settings.actors, settings.actors))}
        menus = {pair: found for pair, found in drafted(facts).items() if found}
        self._pairs = np.array([numbers[pair] for pair in menus], np.int64)
        self._makers: list[Callable[[], Piece]] = [partial(self._menu, *entry) for entry in menus.items()]
        self._makers += [partial(self._campaign, name) for name in settings.campaigns]
        self._makers += [partial(self._spoiler, name) for name in spoilers(settings)]
        asked = [_asked_by_menu(facts, pair[0], found) for pair, found in menus.items()]
        asked += [_asked_by_campaign(settings, campaign) for campaign in settings.campaigns.values()]
        weapon = {name: k for k, name in enumerate(settings.weapons)}
        away = [sorted((weapon[name], km) for name, km in _distances(facts, each)) for each in asked]
        away += [[] for _ in spoilers(settings)]
        self._ends = ends_of([len(each) for each in away]).tolist()
        self._weapon = np.array([k for each in away for k, _ in each], np.int64)
        self._away = np.array([km for each in away for _, km in each], np.float64)
        self._events = CourseTables(facts, catalogue).events_table()
        self._kept: dict[tuple[int, bytes], Piece] = {}

    def __call__(self) -> StageTables:
        """The tables of whatever is in reach."""
        pieces = self._pieces()
        menus, campaigns = pieces[: len(self._pairs)], pieces[len(self._pairs) :]
        rows, alternatives, variants = _joined(menus, (w.ROW, w.ALTERNATIVE, w.VARIANT))
        lengths = np.array([piece.lengths for piece in menus], np.int64).reshape(len(menus), 3)
        _move(rows, ("lo", "hi"), lengths[:, 0], lengths[:, 1])
        _move(alternatives, ("lo", "hi"), lengths[:, 1], lengths[:, 2])
        many = np.zeros(len(self._settings.actors) ** 2, np.int64)
        many[self._pairs] = lengths[:, 0]
        course, locations, arms = _joined(campaigns, (w.CAMPAIGN, w.CAMPAIGN_LOCATION, np.dtype(np.int64)))
        _move(course, ("location_lo", "location_hi"), 1, np.array([piece.lengths[1] for piece in campaigns], np.int64))
        ids = tuple(chain.from_iterable(piece.ids for piece in menus))
        used = [variants["arm_lo"].copy(), arms]
        return StageTables(rows, alternatives, variants, ends_of(many), locations, course, self._events, used, ids)

    def _pieces(self) -> list[Piece]:
        self._facts.forget_reach()
        ranges = np.array([weapon.range_km for weapon in self._settings.weapons.values()], np.float64)
        covered, ends = (ranges[self._weapon] >= self._away).tobytes(), self._ends
        if len(self._kept) > MOST:
            self._kept.clear()
        found = []
        for k, make in enumerate(self._makers):
            key = k, covered[ends[k] : ends[k + 1]]
            piece = self._kept.get(key)
            if piece is None:
                piece = self._kept[key] = make()
            found.append(piece)
        return found

    def _menu(self, pair: Pair, drafts: Sequence[Draft]) -> Piece:
        options = menu_of(self._facts, pair, drafts)
        tables = written_out([[self._write(option) for option in options]], self._catalogue)[:3]
        return _piece(tables, tuple(option.id for option in options))

    def _campaign(self, name: str) -> Piece:
        course = CourseTables(self._facts, self._catalogue)
        return _course_piece(course, course.campaign(name))

    def _spoiler(self, name: str) -> Piece:
        course = CourseTables(self._facts, self._catalogue)
        return _course_piece(course, course.spoiler(name))


def _piece(tables: Sequence[NDArray[Any]], ids: tuple[str, ...] = ()) -> Piece:
    return Piece(tuple(table.tobytes() for table in tables), tuple(map(len, tables)), ids)


def _course_piece(course: CourseTables, row: tuple[float | int, ...]) -> Piece:
    """The row of a campaign, its locations, and the lists of weapons that it uses, in the order of their use."""
    locations = course.locations_table()
    return _piece(
        [np.array([row], w.CAMPAIGN), locations, np.concatenate([locations["arm_lo"], locations["heavy_lo"]])]
    )


def _joined(pieces: Sequence[Piece], dtypes: Sequence[np.dtype]) -> list[NDArray[Any]]:
    return [
        np.frombuffer(bytearray().join(piece.tables[k] for piece in pieces), dtype) for k, dtype in enumerate(dtypes)
    ]


def _move(table: w.Table, fields: Sequence[str], rows: NDArray[np.int64] | int, pointed_at: NDArray[np.int64]) -> None:
    """Let what each piece says of another table, in places of its own, point to where its part of that begins."""
    offsets = np.repeat(ends_of(pointed_at)[:-1], rows)
    for field in fields:
        table[field] += offsets


def _asked_by_menu(facts: Geography, actor: str, drafts: Sequence[Draft]) -> Asked:
    for draft in drafts:
        who = draft.executor or actor
        yield who, draft.area.sites, facts.scenario.actors[who].arsenal


def _asked_by_campaign(settings: Assumptions, campaign: Campaign) -> Asked:
    weapons = [*campaign.weapons, *campaign.heavy_weapons, *settings.actors[campaign.by].arsenal]
    for area in campaign_areas(settings, campaign):
        yield campaign.by, area.sites, weapons


def _distances(facts: Geography, asked: Asked) -> set[tuple[str, float]]:
    """The distances at which weapons come into use there."""
    return {
        (name, facts.distance(who, site, name)) for who, sites, weapons in asked for name in weapons for site in sites
    }


class Reached:
    """The case of the ranges that the settings have just now, all else as it was in the case it begins with."""

    def __init__(self, case: Case, stages: Sequence[tuple[int, Assumptions]], catalogue: Catalogue) -> None:
        """``case`` was built from ``stages``, and all that is moved in them from then on are ranges of weapons."""
        self._case, self._catalogue = case, catalogue
        self._settings = stages
        self._stages: list[_Stage] = []

    def __call__(self) -> Shape:
        """The case, and where the areas of the catalogue stand in it."""
        if not self._stages:
            self._stages = [_Stage(settings, self._catalogue) for _, settings in self._settings]
        written = [stage() for stage in self._stages]
        numbers = self._catalogue.placed(
            [column for tables in written for column in tables.areas()],
            [column for tables in written for column in tables.arms],
        )
        shaped, worlds = [tables.placed(numbers) for tables in written], []
        for world, day in zip(self._case.worlds, self._case.from_days, strict=True):
            tables = shaped[stage_on(self._settings, day)]
            campaigns = copied(tables["campaigns"])
            campaigns["rate"] = world.campaigns["rate"]
            worlds.append(world._replace(**{**tables, "campaigns": campaigns}))
        names = self._case.names._replace(options=written[0].ids)
        return Shape(self._case._replace(worlds=tuple(worlds), names=names), numbers.areas)
