"""Who acts: the sections ``actors`` and ``ties`` of a scenario."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from ...model.world.doctrines import DOCTRINES
from ..problems import choices, shown
from .fields import Id, Ids, Section, Shares, about, killed_dispersion_field, number


class Pressure(Section):
    """How domestic pressure builds up (model.md, section 3)."""

    baseline: float = number(
        0.3, 0, 1, unit="pressure", direction="up", rule="pressure", meaning="level that domestic pressure returns to"
    )
    audience: float = number(
        1.0, 0, 3, unit="ratio", direction="up", rule="harm", meaning="how much the public amplifies a harm (eta)"
    )
    first_death: float | None = number(
        None,
        0,
        1,
        unit="severity",
        rule="harm",
        meaning="harm added by the first death; left out, constants.first_death_harm holds",
    )


class Restraint(Section):
    """What an actor stands up for, and what it lets pass."""

    credibility: float = number(
        0.3,
        0,
        1.5,
        unit="ratio",
        direction="up",
        rule="deterrence",
        meaning="weight of standing up for own soil and deterrent (rho)",
    )
    tolerance: float = number(
        0.05, 0, 1, unit="severity", direction="down", rule="harm", meaning="harm that is let pass without an account"
    )


class Attacks(Section):
    """Mass-casualty attacks by a spoiler, at rung 5 on the home soil of the state it is against."""

    against: Id = about("the state that is attacked", "given")
    at: Shares = Field(
        default_factory=dict,
        description="places on its soil, or on nobody's, that are attacked: a list, or shares; its cities if left out",
        json_schema_extra={"rule": "campaign"},
    )
    rate: float = number(..., 0, 5, unit="per day", rule="given", meaning="expected attacks a day")
    killed_mean: float = number(..., 0, 1000, unit="persons", rule="strike", meaning="mean number killed in an attack")
    killed_dispersion: float = killed_dispersion_field()


class DoctrineChoice(Section):
    """The rule by which an actor decides, with the parameters it gives to that rule.

    In a file: the name alone, or ``{rule: name, parameter: value}``. `values` has every parameter.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, float]  # pyright: ignore[reportIncompatibleVariableOverride]

    rule: str = about("name of the doctrine", "doctrines", default="appraisal")

    @model_validator(mode="after")
    def _known(self) -> DoctrineChoice:
        if self.rule not in DOCTRINES:
            raise ValueError(f"{shown(self.rule)} is no doctrine: {choices(self.rule, list(DOCTRINES))}")
        return self

    def values(self) -> dict[str, float]:
        """Every parameter of the doctrine in the order of its table, own values before defaults."""
        own = self.__pydantic_extra__ or {}
        return {name: own.get(name, entry.default) for name, entry in DOCTRINES[self.rule].parameters.items()}


def name_to_rule(value: object) -> object:
    """Read ``doctrine: name`` as ``doctrine: {rule: name}``."""
    return {"rule": value} if isinstance(value, str) else value


Kind = Literal["state", "militia", "spoiler", "bystander"]


class Actor(Section):
    """A state, a militia, a spoiler, or a bystander that is struck and never acts."""

    kind: Kind = about("state, militia, spoiler (attacks, is never restrained) or bystander (struck, never acts)")
    name: str = about("label in tables and figures; nothing else depends on it", default="")
    article: bool = about("whether its name takes an article in sentences: the United States", default=False)
    key: Id | None = about("what keys the actor's random draws; the id if left out", "tables", default=None)
    home: Id | None = about("its own territory; states need one", "menus", default=None)
    patron: Id | None = about("the actor that arms and steers it", "delegation", default=None)
    follows: Id | None = about(
        "the senior ally whose strikes it joins: it opens no front by itself", "alliance", default=None
    )
    joins: float = number(
        1.0, 0, 1, unit="share", rule="alliance", meaning="share of the senior ally's strikes that it joins"
    )
    control: float = number(
        0.5,
        0,
        1,
        unit="probability",
        rule="delegation",
        source="Byman and Kreps 2010; judgement",
        meaning="chance that an order or a veto of the patron is obeyed",
    )
    can_strike: bool = about(
        "whether a state can fight now; one that cannot has no option of force, and speaks only", "menus", default=True
    )
    allies: Ids = about("actors that it never strikes, and that never strike it", "menus", default=())
    stands_for: Ids = about(
        "states in whose place a group can be struck, besides its patron: those that are said to shelter it",
        "menus",
        default=(),
    )
    nuclear: bool = about("whether it has nuclear weapons", "nuclear", default=False)
    claims: float = number(
        1.0, 0, 1, unit="share", rule="attribution", meaning="confidence of others in its authorship of overt acts"
    )
    doctrine: Annotated[DoctrineChoice, BeforeValidator(name_to_rule)] = about(
        "how it decides: the name of a doctrine, or {rule: name, parameter: value}", "doctrines", default="appraisal"
    )
    readiness: float = number(
        4.0,
        1,
        365,
        unit="days",
        rule="timing",
        source="Allison 1971; judgement",
        meaning="median days to carry out what its leadership orders",
    )
    misreading: float = number(0.0, -2, 2, unit="rungs", rule="harm", meaning="bias with which it reads acts of others")
    sits_in: Ids = about("territories whose soil a non-state actor lives on", "menus", default=())
    commanders_in: Ids = about("territories abroad where a state's senior commanders are exposed", "menus", default=())
    arsenal: Ids = about("the weapons it has", "menus", default=())
    defence: Id | None = about("the air defence of its home soil", "strike", default=None)
    pressure: Pressure = about("how its domestic pressure builds up", "pressure", default=Pressure())
    restraint: Restraint = about("what it stands up for and lets pass", "deterrence", default=Restraint())
    attacks: Attacks | None = about("mass-casualty attacks; spoilers only", "given", default=None)


class Tie(Section):
    """What actor i feels toward actor j (``ties.i.j``)."""

    fear: float = number(
        0.4, 0, 1, unit="share", direction="down", rule="utility", meaning="fear of the other's reply (phi)"
    )
    inferiority: float = number(0.3, 0, 1, unit="share", rule="utility", meaning="inferiority in capability")
    dependence: float = number(0.0, 0, 1, unit="share", rule="utility", meaning="dependence on the other")
    third_state_cost: float = number(
        0.5, 0, 4, unit="ratio", rule="utility", meaning="cost of striking on the other's soil when not answering it"
    )
    consent: float = number(0.0, 0, 1, unit="share", rule="harm", meaning="consent, as host, to the other's presence")
    underrates: float = number(
        0.0, 0, 1, unit="share", rule="utility", meaning="share by which it underrates the other's reply"
    )
    solidarity: float | None = number(
        None,
        0,
        1,
        unit="share",
        rule="solidarity",
        meaning="share of the other's harm that it feels on the striker's account; left out, "
        "constants.patron_solidarity toward its own militias, else 0",
    )
    land_claim: float = number(
        0.0, 0, 1, unit="share", rule="territory", meaning="how much land that the other holds it claims"
    )
    hunts: float = number(
        0.0, 0, 50, unit="per year", rule="opportunity", meaning="opportunities a year to kill a leader of the other"
    )
    rules: bool = about("the two have accepted rules of border fire", "harm", default=False)
    protects: bool = about("it holds to account whoever harms this bystander", "affected", default=False)
    sanctioned: bool = about(
        "relations are broken off and sanctions imposed already: it has none left", "response", default=False
    )
