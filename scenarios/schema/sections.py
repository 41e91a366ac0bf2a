"""The sections of a scenario file put together.

They stand in `actors`, `theatre`, `course` and `behaviour`; the loader makes a `Scenario` of a file. In Python
the YAML keys ``in``, ``from``, ``to``, ``set``, ``class`` and ``schema`` are called ``territory`` (``territories`` of a
campaign), ``starts``, ``ends``, ``changes``, ``kind`` and ``version``.
"""

from __future__ import annotations

import datetime
from typing import Any, Literal

from pydantic import Field, PrivateAttr

from ...model.world.ladder import FIRST_KINETIC, LAST_DRAWN, RUNG_IDS
from .actors import Actor, Tie
from .behaviour import Constants
from .course import Background, Campaign, Event, Intervention, OptionEdit, Truce
from .fields import Column, Day, Id, Section, Settings, about, number, table
from .questions import ExpectationStated, QuestionAsked
from .theatre import Damage, Defence, Force, Place, Territory, Weapon
from .words import as_name

LONGEST = 3650
#: Rungs whose damage a scenario may state.
FORCE_RUNGS: tuple[str, ...] = RUNG_IDS[FIRST_KINETIC : LAST_DRAWN + 1]
RungId = Literal[
    "harassment",
    "heavy_attack",
    "strike_on_group",
    "strike_on_forces",
    "leader_killed",
    "strike_on_homeland",
    "large_salvo",
    "campaign",
    "general_war",
]


class Assumptions(Section):
    """Everything a batch of runs assumes; made by `brink.scenarios.loader.load_scenario`."""

    #: A scenario is one thing: of an iterable, Mesa's batch_run would take each field for a value to run.
    __iter__ = None  # pyright: ignore[reportAssignmentType]

    version: Literal[1] = about("version of this file format", alias="schema")
    name: str = Field(min_length=1, max_length=200, description="title of the scenario")
    summary: str = about("what it is about, in a sentence", default="")
    record: bool = about(
        "whether its events are a record of what happened: then they are marked OBSERVED, else SCRIPTED", default=False
    )
    start: Day = about("day 0", "tables")
    days: int = number(..., 1, LONGEST, unit="days", rule="crisis", source="the question asked", meaning="horizon")
    simulate_from: Day | None = about(
        "before it only scripted acts happen; from the start if left out", "given", default=None
    )
    actors: dict[Id, Actor] = table("who acts, by id")
    ties: dict[Id, dict[Id, Tie]] = table("what actor i feels toward actor j, as ties.i.j", "utility")
    territories: dict[Id, Territory] = table("land and sea, by id", "menus")
    places: dict[Id, Place] = table("points on the map, by id", "menus")
    forces: dict[Id, Force] = table("troops abroad, by id", "menus")
    defences: dict[Id, Defence] = table("air defences, by id", "strike")
    weapons: dict[Id, Weapon] = table("weapons, by id", "strike")
    ladder: dict[RungId, Damage] = table("what each rung launches and does, by rung", "strike")
    background: dict[Id, Background] = table("wars outside the simulation that feed pressure, by id", "pressure")
    truces: dict[Id, Truce] = table("pauses of these wars, by id", "truce")
    campaigns: dict[Id, Campaign] = table("standing low-level violence, by id", "given")
    events: dict[Id, Event] = table("dated acts that are given and not drawn, by id", "given")
    interventions: dict[Id, Intervention] = table("settings that change on a day, by id", "stages")
    constants: Constants = about("behavioural constants that differ from the model's defaults", default=Constants())
    population: dict[str, Column] = table(
        "numbers that stand for many crises: a list of values a path, alike in length; every run takes one row", "runs"
    )
    options: dict[str, OptionEdit | None] = table("edits of the generated menu, by option id; null removes", "menus")
    questions: dict[Id, QuestionAsked] = table("what is asked of the runs, by name", "questions")
    expectations: dict[Id, ExpectationStated] = table("what the answers must be, by name", "questions")

    page: Settings = about(
        "settings that a live page offers, as paths in their order; those that move its questions most if left out",
        "page",
        default=(),
    )

    #: Where it was read from (`text/origin.py`): kept here, known there.
    _origin: Any = PrivateAttr(default=None)

    @property
    def end(self) -> datetime.date:
        """The last day of the horizon."""
        return self.start + datetime.timedelta(days=self.days - 1)

    def day(self, date: datetime.date) -> int:
        """Number of a date, counted from the start (negative before it)."""
        return (date - self.start).days

    def label(self, actor: str) -> str:
        """Name of an actor for tables and figures: its ``name``, or its id in plain words."""
        return self.actors[actor].name or as_name(actor)

    def key(self, actor: str) -> str:
        """What keys the random draws of an actor."""
        return self.actors[actor].key or actor

    def tie(self, actor: str, other: str) -> Tie:
        """What ``actor`` feels toward ``other``; the defaults if the file does not say."""
        return self.ties.get(actor, {}).get(other) or Tie()
