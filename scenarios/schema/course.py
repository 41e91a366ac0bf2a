"""What is given from outside: background wars, campaigns, dated events, interventions, edits of the menu."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ...model.world.ladder import FIRST_KINETIC, LAST_DRAWN
from .fields import (
    MOST_KILLED,
    MOST_LAUNCHED,
    Day,
    Id,
    Ids,
    Section,
    Share,
    Shares,
    about,
    killed_dispersion_field,
    number,
    table,
)

Drip = Annotated[
    float,
    Field(
        ge=0,
        le=1,
        description="pressure that the war adds to this actor a day",
        json_schema_extra={"unit": "pressure per day", "rule": "pressure", "direction": "up"},
    ),
]


class Background(Section):
    """A war outside the simulation that feeds the pressure on some actors while it lasts."""

    starts: Day = about("first day", "pressure", alias="from")
    ends: Day | None = about("last day; none if left out", "pressure", alias="to", default=None)
    drip: dict[Id, Drip] = table("pressure a day, by actor", "pressure")
    sides: Ids = about(
        "actors that fight it: what they do to each other is part of the war, and none of them keeps account of it",
        "background",
        default=(),
    )
    source: str = about("where this comes from", default="")


class Truce(Section):
    """A truce in a background war, observed or assumed: campaigns that keep it nearly fall silent; no drip flows."""

    war: Id = about("the background war that pauses", "truce")
    campaigns: Ids = about("the campaigns that keep it", "truce", default=())
    starts: Day = about("first day", "truce", alias="from")
    ends: Day = about("last day", "truce", alias="to")
    source: str = about("where this comes from", default="")


def rung_field(default: Any, meaning: str) -> Any:
    """Declare a rung of force."""
    return number(default, FIRST_KINETIC, LAST_DRAWN, unit="rung", rule="ladder", meaning=meaning)


def rank_field() -> Any:
    """Declare the grade of a leader killed."""
    meaning = "grade of a leader killed: 0 none, 2 head of a movement; counts only where somebody died"
    return number(0, 0, 2, unit="grade", rule="harm", meaning=meaning)


class Campaign(Section):
    """Standing low-level violence with a daily rate."""

    by: Id = about("who carries it on", "campaign")
    against: Id = about("who is hit", "given")
    territories: Shares = about("where: a list, or shares by territory", "campaign", alias="in")
    starts: Day = about("first day", "campaign", alias="from")
    ends: Day | None = about("last day; none if left out", "campaign", alias="to", default=None)
    rate: float = number(..., 0, 50, unit="acts per day", rule="given", meaning="expected acts a day")
    rung: int = rung_field(FIRST_KINETIC, "rung of the acts")
    rank: int = rank_field()
    heavy: bool = about(
        "a share of the acts is at rung 5 (constants heavy_base, heavy_uncontrolled)", "given", default=False
    )
    follows_patron: bool = about(
        "the rate follows the patron's pressure and the account of its own", "given", default=False
    )
    follows_account: bool = about(
        "the rate follows the account of its own, though no patron's pressure", "delegation", default=False
    )
    truce: float = number(
        0.0,
        0,
        1,
        unit="per day",
        rule="truce",
        direction="down",
        meaning="chance a day of a truce of its two sides once both are spent and neither is pressed at home; 0: none",
    )
    claimed: bool = about(
        "its author says openly that the acts are its own, whatever their rung", "given", default=False
    )
    killed_mean: float | None = number(
        None, 0, 1000, unit="persons", rule="strike", meaning="mean number killed in an act; left out, by the ladder"
    )
    killed_dispersion: float = killed_dispersion_field()
    weapons: Shares = Field(
        default_factory=dict, description="weapons used: a list, or shares", json_schema_extra={"rule": "strike"}
    )
    heavy_weapons: Shares = Field(
        default_factory=dict, description="weapons of the heavy acts", json_schema_extra={"rule": "strike"}
    )
    source: str = about("where this comes from", default="")


def count(most: int, unit: str, meaning: str, rule: str = "given") -> Any:
    """Declare an observed count."""
    return number(0, 0, most, unit=unit, rule=rule, meaning=meaning, source="observed")


class Event(Section):
    """A dated act that happened; its damage is what was observed."""

    date: Day = about("the day it happened", "given")
    by: Id = about("who did it", "given")
    against: Id = about("who was hit", "affected")
    territory: Id = about("on whose soil: the territory", "given", alias="in")
    at: Id | None = about("the place", "given", default=None)
    rung: int = rung_field(..., "rung of the act")
    rank: int = rank_field()
    weapon: Id | None = about("the weapon used", "given", default=None)
    killed: int = count(MOST_KILLED, "persons", "people killed", "toll")
    killed_civilians: int = count(MOST_KILLED, "persons", "civilians among the killed", "harm")
    wounded: int = count(MOST_KILLED, "persons", "people wounded", "toll")
    launched: int = count(MOST_LAUNCHED, "projectiles", "projectiles launched")
    intercepted: int = count(MOST_LAUNCHED, "projectiles", "projectiles stopped")
    hits: int = count(MOST_LAUNCHED, "projectiles", "projectiles that hit")
    declared: Id | None = about("whom the actor said it struck, if not who was hit", "given", default=None)
    claimed_by: Id | None = about("who claimed it", "knowledge", default=None)
    blamed: Id | None = about("who was blamed, if not the author", "delegation", default=None)
    through: Id | None = about("the proxy that carried it out", "affected", default=None)
    answers: Id | None = about("the event or campaign it answers", "given", default=None)
    warned: bool = about("a warning was given", "harm", default=False)
    closing: bool = about("it came with closing words", "aftermath", default=False)
    source: str = about("where this comes from", default="")


class Intervention(Section):
    """Settings that change on a day: what if?"""

    date: Day = about("the first day on which the new values hold", "stages")
    changes: dict[str, Any] = Field(
        alias="set",
        min_length=1,
        description="new values by path, such as actors.iran.pressure.baseline: 0.3",
        json_schema_extra={"rule": "stages"},
    )
    source: str = about("where this comes from", default="")


def rung_keys(value: object) -> object:
    """Read the keys of a mapping as rungs, which a YAML file may write as numbers or as text."""
    if not isinstance(value, dict):
        return value
    return {int(key) if isinstance(key, str) and key.isascii() and key.isdigit() else key: value[key] for key in value}


Rungs = Annotated[dict[Annotated[int, Field(ge=FIRST_KINETIC, le=LAST_DRAWN)], Share], BeforeValidator(rung_keys)]


class OptionEdit(Section):
    """An edit of the generated menu, by option id: fields given replace generated ones; a new id adds an option."""

    actor: Id | None = about("who has the option", "menus", default=None)
    account: Id | None = about("whose account it settles", "menus", default=None)
    target: Id | None = about("who is hit", "menus", default=None)
    declared: Id | None = about("whom the actor says it strikes", "menus", default=None)
    territory: Id | None = about("where", "menus", alias="in", default=None)
    through: Id | None = about("the proxy that carries it out", "menus", default=None)
    credit: Literal["direct", "proxy", "stand_in", "displaced"] | None = about(
        "how it settles the account", "menus", default=None
    )
    rungs: Rungs | None = about("its rungs with their shares", "menus", default=None)
    weapons: Ids | None = about("the weapons it may use", "menus", default=None)
    weight: float = number(
        1.0, 0, 1000, unit="ratio", rule="menus", meaning="factor on its share of the base measure of the menu"
    )
