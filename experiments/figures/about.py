"""What every figure must say: which scenario, how many runs, which seed, and that its events are simulated."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ..measures.labels import SCRIPTED, mark_of, worded
from .frames import Frame

if TYPE_CHECKING:
    from ..results.read import Results

NAME_LENGTH = 30


class Place(NamedTuple):
    """A point of the map: label, degrees north, degrees east, territory id."""

    name: str
    lat: float
    lon: float
    territory: str


class About(NamedTuple):
    """The facts behind a figure.

    The acts of the first ``kept`` runs are in the log. ``start`` is day 0; before day ``first_free`` only scripted acts
    happen. ``labels`` and ``kinds`` are by actor id in scenario order; ``homes`` and ``forces`` give the places of each
    actor on its own ground and of its forces elsewhere; ``hosts`` the state whose soil a territory is, if it is one's.
    ``run`` is set for figures that show one run; ``mark``
    is that of scripted acts.
    """

    scenario: str
    runs: int
    kept: int
    seed: int
    start: date
    days: int
    first_free: int
    labels: dict[str, str]
    kinds: dict[str, str]
    places: dict[str, Place]
    territories: dict[str, str]
    homes: dict[str, tuple[Place, ...]]
    forces: dict[str, tuple[Place, ...]]
    hosts: dict[str, str]
    run: int | None = None
    mark: str = SCRIPTED

    def worded(self, text: str) -> str:
        """A text about scripted acts in the words that hold for these: observed where they are from a record."""
        return worded(text, self.mark)

    def of_run(self, run: int) -> About:
        """The same facts for a figure that shows one run."""
        return self._replace(run=run)

    def label(self, actor: object) -> str:
        """The name of an actor as readers see it; long names are cut."""
        known = self.labels.get(str(actor))
        return shorten(known if known else title_of(str(actor)))

    def place(self, place: object) -> str:
        """The name of a place or territory as readers see it."""
        key = str(place)
        if key in self.places:
            return shorten(self.places[key].name)
        return shorten(self.territories.get(key) or title_of(key))

    def on(self, day: float) -> str:
        """A day of the simulation as a date, such as ``3 Jan 2024``."""
        when = self.start + timedelta(days=int(day))
        return f"{when.day} {when:%b %Y}"

    def stamp(self) -> str:
        """The line at the foot of every figure."""
        which = f"Run {self.run} of {self.runs:,} runs" if self.run is not None else f"{self.runs:,} runs"
        name = shorten(self.scenario, 48)
        return f"Simulated events, not a forecast.  Scenario: {name}.  {which}, seed {self.seed}.  Made with brink."


def about(results: Results) -> About:
    """Gather those facts from a results folder; whatever the scenario does not say gets a plain default."""
    told = mapping(results.scenario)
    start = first_day(told, results.acts)
    actors = section(told, "actors")
    places = {key: _place(key, value) for key, value in section(told, "places").items() if _located(value)}
    return About(
        scenario=clean(str(told.get("name") or "unnamed")),
        runs=len(results.runs),
        kept=min(len(results.runs), int(results.manifest["runs_with_acts"])),
        seed=int(results.manifest["seed"]),
        start=start,
        days=int(plain(told.get("days")) or _last_day(results)),
        first_free=_first_free(told, start),
        labels={key: clean(str(value.get("name") or title_of(key))) for key, value in actors.items()},
        kinds={key: str(value.get("kind") or "state") for key, value in actors.items()},
        places=places,
        territories={k: clean(str(v.get("name") or title_of(k))) for k, v in section(told, "territories").items()},
        homes={key: _homes(value, places) for key, value in actors.items()},
        forces={key: _forces(told, key, places) for key in actors},
        hosts={k: str(v["host"]) for k, v in section(told, "territories").items() if v.get("host")},
        mark=mark_of(results.label),
    )


def mapping(scenario: object) -> Mapping[str, Any]:
    """The resolved scenario as a mapping by the keys of its file, whether it is a model or already a mapping."""
    if isinstance(scenario, Mapping):
        return scenario
    return scenario.model_dump(by_alias=True) if hasattr(scenario, "model_dump") else {}  # type: ignore[attr-defined]


def section(told: Mapping[str, Any], name: str) -> dict[str, Mapping[str, Any]]:
    """A part of the scenario that holds mappings by id."""
    part = told.get(name)
    part = part if isinstance(part, Mapping) else {}
    return {str(key): value for key, value in part.items() if isinstance(value, Mapping)}


def plain(value: object) -> Any:
    """The number behind ``{value, range, source}``; anything else is itself."""
    return value.get("value") if isinstance(value, Mapping) else value


def first_day(told: Mapping[str, Any], acts: Frame) -> date:
    """The date of day 0: the scenario's start, else worked back from the first dated act."""
    if told.get("start"):
        return _date(told["start"])
    if len(acts) and "date" in acts:
        return _date(acts["date"].iloc[0]) - timedelta(days=int(acts["day"].iloc[0]))
    return date(2000, 1, 1)


def title_of(key: str) -> str:
    """An id made readable: ``united_states`` becomes ``United States``."""
    return clean(key.replace("_", " ")).title()


def shorten(text: str, length: int = NAME_LENGTH) -> str:
    """Cut a long name so that it cannot push a figure apart."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def clean(text: str) -> str:
    """One line without control characters, which no figure file can hold."""
    return " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in text).split())


def _last_day(results: Results) -> int:
    """The number of days, as far as the tables show."""
    seen = [int(number) for table in (results.days, results.acts) for number in table["day"].tail(1)]
    return max(seen, default=0) + 1


def _date(value: object) -> date:
    return date.fromisoformat(str(value)[:10])


def _first_free(told: Mapping[str, Any], start: date) -> int:
    free = told.get("simulate_from")
    return max(0, (_date(free) - start).days) if free else 0


def _located(value: Mapping[str, Any]) -> bool:
    return plain(value.get("lat")) is not None and plain(value.get("lon")) is not None


def _place(key: str, value: Mapping[str, Any]) -> Place:
    name = clean(str(value.get("name") or title_of(key)))
    return Place(name, float(plain(value["lat"])), float(plain(value["lon"])), str(value.get("territory") or ""))


def _homes(actor: Mapping[str, Any], places: dict[str, Place]) -> tuple[Place, ...]:
    soil = {str(actor.get("home") or ""), *(str(s) for s in actor.get("sits_in") or ())}
    return tuple(place for place in places.values() if place.territory and place.territory in soil)


def _forces(told: Mapping[str, Any], actor: str, places: dict[str, Place]) -> tuple[Place, ...]:
    forces = [force for force in section(told, "forces").values() if force.get("of") == actor]
    return tuple(places[str(at)] for force in forces for at in force.get("at") or () if str(at) in places)
