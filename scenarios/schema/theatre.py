"""Where it happens and with what: territories, places, forces, defences, weapons, and what each rung does."""

from __future__ import annotations

from typing import Literal

from ...model.world.ladder import FIRST_KINETIC, LAST_DRAWN
from .fields import MOST_LAUNCHED, MOST_PEOPLE, Id, Ids, Section, about, number

PlaceSetting = Literal["base", "camp", "city", "sea"]
WeaponKind = Literal["one_way_drone", "rocket", "cruise_missile", "ballistic_missile", "air_strike"]
LaunchedFrom = Literal["land", "sea", "any"]


class Territory(Section):
    """A piece of land or sea."""

    name: str = about("label", default="")
    article: bool = about("whether its name takes an article in sentences: the Red Sea", default=False)
    host: Id | None = about("the state whose soil it is; nobody's if left out", "affected", default=None)
    source: str = about("where this comes from", default="")


class Place(Section):
    """A point on the map that can be hit or launched from."""

    name: str = about("label", default="")
    territory: Id = about("the territory it lies in", "menus")
    lat: float = number(..., -90, 90, unit="degrees north", rule="menus", meaning="latitude")
    lon: float = number(..., -180, 180, unit="degrees east", rule="menus", meaning="longitude")
    setting: PlaceSetting = about("base, camp, city or sea: it sets the share of civilians among the dead", "strike")
    stands_for: Id | None = about(
        "the state whose site it is said to be: a strike on it is declared to be one on that state, and hits the host",
        "menus",
        default=None,
    )
    source: str = about("where this comes from", default="")


class Force(Section):
    """Forces of an actor at named places: what can be struck there, and, abroad, hostages for its policy."""

    of: Id = about("the actor whose forces they are", "menus")
    territory: Id = about("where they are", "menus", alias="in")
    at: Ids = about("their bases", "menus", default=())
    stands_for: Ids = about(
        "militias of their state in whose place they can be struck: people who arm and direct these, and are denied",
        "menus",
        default=(),
    )
    launches: bool = about(
        "whether strikes are launched from there; false where the host forbids it", "menus", default=True
    )
    personnel: int = number(2500, 1, MOST_PEOPLE, unit="persons", rule="strike", meaning="number of troops")
    defence: Id | None = about("the air defence that covers them", "strike", default=None)
    hostage: float = number(
        0.0,
        0,
        0.5,
        unit="share",
        rule="restraint",
        meaning="what the troops add to their state's fear of the patrons of the militias in reach",
    )
    source: str = about("where this comes from", default="")


class Defence(Section):
    """A layered air defence: chance to stop one projectile of each kind, and how many it can engage at once."""

    drone: float = number(0.0, 0, 1, unit="probability", rule="strike", meaning="chance to stop a one-way drone")
    missile: float = number(
        0.0, 0, 1, unit="probability", rule="strike", meaning="chance to stop a rocket or a cruise missile"
    )
    ballistic: float = number(
        0.0, 0, 1, unit="probability", rule="strike", meaning="chance to stop a ballistic missile"
    )
    capacity: int = number(
        0, 0, MOST_LAUNCHED, unit="projectiles", rule="strike", meaning="most projectiles engaged in one act"
    )
    source: str = about("where this comes from", default="")


class Weapon(Section):
    """A named weapon."""

    name: str = about("label", default="")
    kind: WeaponKind = about("how a defence meets it and the struck side reads it", "strike", alias="class")
    range_km: float = number(..., 0.1, 20_000, unit="km", rule="menus", meaning="how far it reaches")
    reliability: float = number(
        0.9, 0, 1, unit="probability", rule="strike", meaning="chance that one launched arrives if nobody stops it"
    )
    weight: float = number(
        1.0, 0.1, 3, unit="ratio", rule="harm", meaning="how heavy it feels to the struck side (m_w, from rung 6)"
    )
    salvo: int = number(
        MOST_LAUNCHED, 1, MOST_LAUNCHED, unit="projectiles", rule="strike", meaning="most that are launched in one act"
    )
    from_rung: int = number(
        FIRST_KINETIC, FIRST_KINETIC, LAST_DRAWN, unit="rung", rule="menus", meaning="lowest rung at which it is used"
    )
    use: float = number(
        1.0, 0.001, 1, unit="ratio", rule="menus", meaning="how readily it is used beside another weapon that fits"
    )
    launched_from: LaunchedFrom = about(
        "the places of its owner that launch it: those on land, those at sea, or any", "menus", default="any"
    )
    supplier: Id | None = about(
        "who supplies it; a patron-grade weapon raises the patron's blame", "delegation", default=None
    )
    source: str = about("where this comes from", default="")


class Damage(Section):
    """What an act of one rung launches and does; left out, the table of the model holds."""

    launched: int = number(..., 0, MOST_LAUNCHED, unit="projectiles", rule="strike", meaning="projectiles launched")
    killed_mean: float = number(..., 0, 10_000, unit="persons per hit", rule="strike", meaning="mean killed by a hit")
    killed_dispersion: float = number(
        ..., 0.001, 100, unit="dispersion", rule="strike", meaning="negative binomial dispersion of the killed by a hit"
    )
    on_target: float = number(
        ..., 0, 1, unit="probability", rule="strike", meaning="chance that one that came through is on target"
    )
    source: str = about("where this comes from", default="")
