"""The world as the rules see it: plain arrays, built once from a scenario and never written by a run.

Actors, territories, locations, weapons and options are numbered; names live beside the arrays in `Names` and matter to
labels only. A random draw is keyed by the 64-bit ``key`` of an actor, never by its number.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .asked import QuestionTable

NONE = -1

#: Day that never was: no public commitment, no closing words, no mediation yet.
NEVER = -1


class Kind(IntEnum):
    """What an actor is. A bystander (merchant shipping) is struck and never acts."""

    STATE = 0
    MILITIA = 1
    SPOILER = 2
    BYSTANDER = 3


class WeaponClass(IntEnum):
    """Classes of weapon, as a defence meets them and as the struck side reads them."""

    ONE_WAY_DRONE = 0
    ROCKET = 1
    CRUISE_MISSILE = 2
    BALLISTIC_MISSILE = 3
    AIR_STRIKE = 4


class Setting(IntEnum):
    """What kind of place is hit: it sets the share of civilians among the dead."""

    BASE = 0
    CAMP = 1
    CITY = 2
    CROWD = 3


class Coupling(IntEnum):
    """What the rate of a campaign follows: nothing, its patron's pressure and its own account, or the account alone."""

    NOTHING = 0
    PATRON = 1
    ACCOUNT = 2


class Credit(IntEnum):
    """How an option settles an account: against its holder, through a proxy, on a stand-in, or displaced."""

    DIRECT = 0
    PROXY = 1
    STAND_IN = 2
    DISPLACED = 3


_constants: list[np.dtype] = []


def declare_constants(names: tuple[str, ...]) -> None:
    """Say which constants there are: `mechanisms/registry.py` does, once all mechanisms have told theirs."""
    _constants[:] = [np.dtype([(name, "f8") for name in names])]


def constants_record() -> np.dtype:
    """The record of the behavioural constants.

    Raises:
        RuntimeError: nobody has said yet which there are.
    """
    if not _constants:
        raise RuntimeError("the constants are not known: import model.mechanisms.registry first")
    return _constants[0]


#: One row a rung. ``steady`` is 1 - k_SI below rung 8, 1 at it and 1 + k_SI above; ``nuclear`` the shadow's cost.
RUNG = np.dtype(
    [
        ("severity", "f8"),
        ("launched", "i8"),
        ("killed_mean", "f8"),
        ("killed_dispersion", "f8"),
        ("on_target", "f8"),
        ("steady", "f8"),
        ("nuclear", "f8"),
    ]
)

#: One row an actor. ``senior``: the ally that it follows, or NONE, and ``joins``: the share of that one's strikes that
#: it joins; ``home``: territory or NONE; ``rest``: the level pressure returns to, drip of background wars included;
#: ``bias``: rungs by which it misreads acts of others; ``readiness``: days to carry out an order; ``doctrine`` and
#: ``d0``-``d3``: how it decides.
ACTOR = np.dtype(
    [
        ("key", "u8"),
        ("kind", "i8"),
        ("patron", "i8"),
        ("senior", "i8"),
        ("joins", "f8"),
        ("home", "i8"),
        ("nuclear", "i8"),
        ("claims", "f8"),
        ("control", "f8"),
        ("rest", "f8"),
        ("audience", "f8"),
        ("tolerance", "f8"),
        ("readiness", "f8"),
        ("first_death", "f8"),
        ("credibility", "f8"),
        ("bias", "f8"),
        ("doctrine", "i8"),
        ("d0", "f8"),
        ("d1", "f8"),
        ("d2", "f8"),
        ("d3", "f8"),
    ]
)

#: One row a directed pair (i, j): what i feels toward j. ``consent``: of host i to j's presence; ``underrates``: share
#: by which i misjudges j's reply; ``solidarity``: share of j's harm that i feels; ``rules``: accepted border fire;
#: ``protects``: i holds to account whoever harms bystander j; ``sanctioned``: i has imposed on j what it can;
#: ``facing``: both have forces on the same ground or water that is nobody's; ``at_war``: both are sides of a background
#: war; ``land_claim``: how much of what j holds i claims, as a share.
DYAD = np.dtype(
    [
        ("fear", "f8"),
        ("inferiority", "f8"),
        ("dependence", "f8"),
        ("third_state_cost", "f8"),
        ("consent", "f8"),
        ("underrates", "f8"),
        ("solidarity", "f8"),
        ("rules", "i8"),
        ("protects", "i8"),
        ("sanctioned", "i8"),
        ("facing", "i8"),
        ("at_war", "i8"),
        ("truce", "i8"),
        ("land_claim", "f8"),
    ]
)

#: A place that can be hit. ``host``: the state whose soil it is, or NONE (the sea); ``exposure``: factor on deaths from
#: the number of people there; slices of the site numbers that fit, and of the groups that are in that territory.
LOCATION = np.dtype(
    [
        ("territory", "i8"),
        ("host", "i8"),
        ("defence", "i8"),
        ("setting", "i8"),
        ("exposure", "f8"),
        ("site_lo", "i8"),
        ("site_hi", "i8"),
        ("guest_lo", "i8"),
        ("guest_hi", "i8"),
    ]
)

#: Chance to stop a drone, a rocket or cruise missile, a ballistic missile; and how many can be engaged at once.
DEFENCE = np.dtype([("drone", "f8"), ("missile", "f8"), ("ballistic", "f8"), ("capacity", "i8")])

#: ``salvo``: most that are launched in one act.
WEAPON = np.dtype([("kind", "i8"), ("reliability", "f8"), ("weight", "f8"), ("patron_grade", "i8"), ("salvo", "i8")])

#: An option: whose account it settles, whom it hits, where and by whom; how many ``opportunities`` a year it waits for,
#: 0 if for none. Rungs and variants are nested below it.
#: ``log_weight`` is the logarithm of a base measure that sums to one among siblings.
ROW = np.dtype(
    [
        ("key", "u8"),
        ("account", "i8"),
        ("target", "i8"),
        ("declared", "i8"),
        ("location", "i8"),
        ("executor", "i8"),
        ("credit", "i8"),
        ("third", "i8"),
        ("opportunities", "f8"),
        ("log_weight", "f8"),
        ("lo", "i8"),
        ("hi", "i8"),
    ]
)
ALTERNATIVE = np.dtype([("rung", "i8"), ("log_weight", "f8"), ("lo", "i8"), ("hi", "i8")])
VARIANT = np.dtype(
    [
        ("log_weight", "f8"),
        ("weight", "f8"),
        ("warned", "i8"),
        ("patron_grade", "i8"),
        ("arm_lo", "i8"),
        ("arm_hi", "i8"),
    ]
)

#: What an option is to its actor, whatever the situation; worked out once. ``fear`` and
#: ``inferiority`` that count; ``nuclear``: 1 where the shadow falls; ``standing``: cost of dependence and third
#: state; ``standing_up``: worth of standing up for own soil, if it was struck; ``land``: 1 where land may be taken.
STANCE = np.dtype([(name, "f8") for name in ("fear", "inferiority", "nuclear", "standing", "standing_up", "land")])

#: What the utility of a variant is made of, whatever the situation; worked out once from the tables above.
#: ``overt``: 1 from rung 6 on; ``relief``: share of full relief for full credit; ``log_force``: logarithm of m_w s_r as
#: the cost of disproportion reads it; ``fear`` and ``inferiority`` are the costs per unit of either; ``nuclear`` the
#: shadow's cost, where one falls; ``warning`` what a warning costs; ``land``: 1 where it takes land.
_OF_VARIANT = ("rung", "overt", "relief", "log_force", "fear", "inferiority", "nuclear", "warning", "land")
FACET = np.dtype([(name, "f8") for name in _OF_VARIANT])

#: What no variant of an alternative exceeds, whatever the situation; worked out once. ``parts``: bits of the parts of
#: the menu that it may be open in; ``relief``: most share of full relief for full credit; ``against``: least that the
#: costs of fear, inferiority, dependence, third state, shadow and warning add up to; ``land``: 1 where it takes land.
PEAK = np.dtype([("parts", "i8"), ("relief", "f8"), ("against", "f8"), ("land", "f8")])

#: Share of a stock that is left after as many days as the number of the row; one row a day up to the horizon.
FADING = np.dtype([(name, "f8") for name in ("pressure", "account", "exchange", "patience", "severity")])

#: Weapons that whoever strikes a location picks from: ``share`` is cumulative within a slice and ends at one; the sites
#: that the weapon reaches there are a slice of the site numbers.
ARM = np.dtype([("weapon", "i8"), ("share", "f8"), ("site_lo", "i8"), ("site_hi", "i8")])
#: Locations a campaign picks from, likewise; with what it strikes there, and with what in a heavy attack.
CAMPAIGN_LOCATION = np.dtype(
    [("location", "i8"), ("share", "f8"), ("arm_lo", "i8"), ("arm_hi", "i8"), ("heavy_lo", "i8"), ("heavy_hi", "i8")]
)

#: Standing violence. ``coupled``: what the rate follows, a `Coupling`; ``heavy``: some acts are at rung 5; ``claimed``:
#: its author says openly that the acts are its own; ``killed_mean`` < 0 means the ladder's own damage; ``origin``:
#: campaign or spoiler; ``truce``: chance a day of a truce between its two sides once they are spent.
CAMPAIGN = np.dtype(
    [
        ("key", "u8"),
        ("by", "i8"),
        ("against", "i8"),
        ("origin", "i8"),
        ("from_day", "i8"),
        ("to_day", "i8"),
        ("rate", "f8"),
        ("rung", "i8"),
        ("rank", "i8"),
        ("coupled", "i8"),
        ("heavy", "i8"),
        ("claimed", "i8"),
        ("location_lo", "i8"),
        ("location_hi", "i8"),
        ("killed_mean", "f8"),
        ("killed_dispersion", "f8"),
        ("truce", "f8"),
    ]
)

#: A dated, observed act, in order of day. ``answers``: number of the event it answers, NONE, or -2 - k for the latest
#: act of campaign k.
EVENT = np.dtype(
    [
        ("key", "u8"),
        ("day", "i8"),
        ("by", "i8"),
        ("target", "i8"),
        ("declared", "i8"),
        ("location", "i8"),
        ("site", "i8"),
        ("rung", "i8"),
        ("rank", "i8"),
        ("weapon", "i8"),
        ("executor", "i8"),
        ("claimed_by", "i8"),
        ("blamed", "i8"),
        ("answers", "i8"),
        ("warned", "i8"),
        ("closing", "i8"),
        ("launched", "i8"),
        ("intercepted", "i8"),
        ("hits", "i8"),
        ("killed", "i8"),
        ("killed_civilians", "i8"),
        ("wounded", "i8"),
    ]
)

Table = NDArray[np.void]


class World(NamedTuple):
    """Everything a run reads.

    ``menu`` has n*n + 1 entries: the options of actor i for account j are the rows from ``menu[i*n + j]`` to
    ``menu[i*n + j + 1]``. ``days`` is the horizon; before day ``first_free`` only scripted acts happen.
    """

    constants: Table
    rungs: Table
    actors: Table
    dyads: Table
    locations: Table
    sites: NDArray[np.int64]
    guests: NDArray[np.int64]
    defences: Table
    weapons: Table
    rows: Table
    alternatives: Table
    variants: Table
    arms: Table
    menu: NDArray[np.int64]
    campaign_locations: Table
    campaigns: Table
    events: Table
    days: int
    first_free: int


class Names(NamedTuple):
    """Labels of the numbered things; order is the numbering. Site numbers in acts point into ``sites``."""

    actors: tuple[str, ...]
    labels: tuple[str, ...]
    territories: tuple[str, ...]
    sites: tuple[str, ...]
    weapons: tuple[str, ...]
    options: tuple[str, ...]
    campaigns: tuple[str, ...]
    events: tuple[str, ...]


class Case(NamedTuple):
    """A scenario made ready to run: one world for each period between dated interventions.

    ``worlds[k]`` holds from day ``from_days[k]`` (``from_days[0]`` is 0) until the next. All have the same actors.
    ``start`` is the ISO date of day 0; ``questions`` are what is asked of its runs, each after those it refers to.
    """

    worlds: tuple[World, ...]
    from_days: tuple[int, ...]
    names: Names
    start: str
    questions: tuple[QuestionTable, ...] = ()
