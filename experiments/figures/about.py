"""What every figure must say: which scenario, how many runs, which seed, and that its events are simulated."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ...scenarios.schema.words import as_name
from ..measures.labels import SCRIPTED, mark_of, worded
from ..measures.numbers import date_of

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario
    from ...scenarios.schema.actors import Actor
    from ..results.read import Results

NAME_LENGTH = 30
#: Plain name of a thing by id and section of the scenario.
Called = Callable[[str, str], str]


class MapPoint(NamedTuple):
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
    places: dict[str, MapPoint]
    territories: dict[str, str]
    homes: dict[str, tuple[MapPoint, ...]]
    forces: dict[str, tuple[MapPoint, ...]]
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
        return shorten(known or as_name(clean(str(actor))))

    def place(self, place: object) -> str:
        """The name of a place or territory as readers see it."""
        key = str(place)
        if key in self.places:
            return shorten(self.places[key].name)
        return shorten(self.territories.get(key) or as_name(clean(key)))

    def on(self, day: float) -> str:
        """A day of the simulation as a date, such as ``3 Jan 2024``."""
        return date_of(self.start + timedelta(days=int(day)))

    def stamp(self) -> str:
        """The line at the foot of every figure."""
        which = f"Run {self.run} of {self.runs:,} runs" if self.run is not None else f"{self.runs:,} runs"
        name = shorten(self.scenario, 48)
        return f"Simulated events, not a forecast.  Scenario: {name}.  {which}, seed {self.seed}.  Made with brink."


def about(results: Results) -> About:
    """Gather those facts from a results folder."""
    runs = len(results.runs)
    kept = min(runs, int(results.manifest["runs_with_acts"]))
    return gathered(results.scenario, results.label, runs, kept, int(results.manifest["seed"]))


def gathered(scenario: Scenario, label: Called, runs: int, kept: int, seed: int) -> About:
    """Gather them from a scenario; ``label`` gives the plain name of a thing by its id and section."""
    free = scenario.simulate_from
    places = {
        key: MapPoint(clean(label(key, "places")), place.lat, place.lon, place.territory)
        for key, place in scenario.places.items()
    }
    return About(
        scenario=clean(scenario.name),
        runs=runs,
        kept=kept,
        seed=seed,
        start=scenario.start,
        days=scenario.days,
        first_free=max(0, scenario.day(free)) if free else 0,
        labels={key: clean(label(key, "actors")) for key in scenario.actors},
        kinds={key: actor.kind for key, actor in scenario.actors.items()},
        places=places,
        territories={key: clean(label(key, "territories")) for key in scenario.territories},
        homes={key: _homes(actor, places) for key, actor in scenario.actors.items()},
        forces={key: _forces(scenario, key, places) for key in scenario.actors},
        hosts={key: territory.host for key, territory in scenario.territories.items() if territory.host},
        mark=mark_of(label),
    )


def shorten(text: str, length: int = NAME_LENGTH) -> str:
    """Cut a long name so that it cannot push a figure apart."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def clean(text: str) -> str:
    """One line without control characters, which no figure file can hold."""
    return " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in text).split())


def _homes(actor: Actor, places: dict[str, MapPoint]) -> tuple[MapPoint, ...]:
    soil = {actor.home, *actor.sits_in}
    return tuple(place for place in places.values() if place.territory in soil)


def _forces(scenario: Scenario, actor: str, places: dict[str, MapPoint]) -> tuple[MapPoint, ...]:
    return tuple(places[at] for force in scenario.forces.values() if force.of == actor for at in force.at)
