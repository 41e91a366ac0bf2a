"""The situation at one act of a chain: a small scenario of what was known that day, and nothing of what followed.

Actors are those of the act and of the acts before it, their patrons, and the states whose soil is involved; their
numbers come from the profiles. The acts so far are scripted; from the day of the act on, the model decides.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ...model.world.tables import Case
from ...scenarios.loader import load_scenario, loads_scenario
from ...scenarios.problems import Problem, ScenarioError
from ...scenarios.scenario import Scenario
from ...scenarios.shipped import read
from ...scenarios.text.origin import origin_of
from .episodes import WINDOW, CodedAct
from .extended import extended

STATE, MILITIA = "default_state", "default_militia"
PROFILES, ARSENAL = "profiles", "arsenal"
#: Acts further back than this do not enter: accounts and the memory of exchanges have faded by then.
MEMORY = 730
#: Share of civilians among the dead by where a non-state site or a town is hit; the columns do not say.
CIVILIANS = {True: 0.3, False: 0.05}
LEADER_RUNG = 8
#: People wounded for each one killed, and by the hits of an act that kills nobody, by rung: what the model itself
#: expects of such an act past a middling defence. The columns do not say; without it harm to the living never counts.
WOUNDED_PER_KILLED = 3
WOUNDED = {5: 1, 6: 1, 7: 3, 8: 1, 9: 4, 10: 20, 11: 20, 12: 50}


class CrisisSituation(NamedTuple):
    """A crisis as it stood at ``act``: a scenario whose last event is that act, numbered ``event`` among the events.

    ``guessed`` are codes that have no profile.
    """

    act: CodedAct
    scenario: Scenario
    case: Case
    event: int
    guessed: tuple[str, ...]


@cache
def load_profiles(path: str | None = None) -> Scenario:
    """The profiles of a file, or those that ship with brink.

    Raises:
        ScenarioError: the file is not a scenario file, or lacks the two default actors.
    """
    if path is None:
        return loads_scenario(read(PROFILES), f"{PROFILES}.yaml")
    profiles = load_scenario(Path(path))
    missing = [name for name in (STATE, MILITIA) if name not in profiles.actors]
    if missing:
        message = f"no {' and no '.join(missing)}: a file of profiles says what strangers are like"
        raise ScenarioError([Problem(path, 0, 0, "actors", message)])
    return profiles


def situation_at(act: CodedAct, acts: list[CodedAct], profiles: Scenario, window: int = WINDOW) -> CrisisSituation:
    """Rebuild the situation at ``act`` from it and the acts of its chain before it."""
    before = [entry for entry in acts if entry.chain == act.chain and (entry.date, entry.n) <= (act.date, act.n)]
    return _rebuilt(act.date, before, profiles, window)


def situation_on(day: datetime.date, acts: list[CodedAct], profiles: Scenario, window: int) -> CrisisSituation:
    """Rebuild the situation on the morning of a day from the acts of one chain before it; from then on it is drawn.

    There must be an act of force among those that are remembered.
    """
    return _rebuilt(day, [entry for entry in acts if entry.date < day], profiles, window)


def _rebuilt(day: datetime.date, before: list[CodedAct], profiles: Scenario, window: int) -> CrisisSituation:
    """The situation on a day, from the acts so far."""
    seen = [entry for entry in before if entry.kinetic and (day - entry.date).days <= MEMORY]
    draft = _Draft(profiles, seen, before)
    last = seen[-1]
    scenario = extended(ARSENAL, draft.content(day, window), f"situation {last.chain} {last.n}")
    return CrisisSituation(last, scenario, scenario.case(), len(seen) - 1, tuple(draft.guessed))


class _Draft:
    """A scenario in the making: what the profiles say of those involved, and the acts so far."""

    def __init__(self, profiles: Scenario, acts: list[CodedAct], shown: list[CodedAct]) -> None:
        self.data = origin_of(profiles).text.data
        self.acts = acts
        self.guessed: list[str] = []
        self.actors: dict[str, dict[str, Any]] = {}
        self.kinds = _kinds(shown)
        for act in acts:
            self._add(act.actor)
            self._add(act.target)
        for code in [name for entry in list(self.actors.values()) for name in self._company(entry)]:
            self._add(code)
        for act in acts:
            if act.territory.lower() in self.data["actors"] or act.territory.lower() in self.kinds:
                self._add(act.territory)
        for name in self._guests():
            self._add(name)

    def _company(self, entry: dict[str, Any]) -> Iterable[str]:
        """The patron of a group, and the states on whose soil it sits."""
        hosts = [land for land in entry.get("sits_in", ()) if land in self.data["actors"]]
        return [*([entry["patron"]] if entry.get("patron") else []), *hosts]

    def _guests(self) -> list[str]:
        """Groups without a patron on the soil of a state involved that another state involved sees as hostile."""
        ties = self.data.get("ties", {})
        return [
            name
            for name, entry in self.data["actors"].items()
            if entry["kind"] == "spoiler"
            and any(land in self.actors for land in entry.get("sits_in", ()))
            and any(name in ties.get(state, {}) for state in self.actors if state not in entry.get("sits_in", ()))
        ]

    def _add(self, code: str) -> None:
        name = code.lower()
        if name in self.actors:
            return
        known = self.data["actors"].get(name)
        if known is not None and name not in (STATE, MILITIA):
            self.actors[name] = dict(known)
            return
        self.guessed.append(code)
        self.actors[name] = self._default(name, self.kinds.get(name, "state"))

    def _default(self, name: str, kind: str) -> dict[str, Any]:
        entry = dict(self.data["actors"][STATE if kind == "state" else MILITIA])
        entry["name"] = name.upper()
        if kind == "state":
            entry["home"] = name
        else:
            entry["sits_in"] = self._soil(name)
        return entry

    def _soil(self, name: str) -> list[str]:
        """Where a group without a profile was struck so far; else soil of its own."""
        struck = [act.territory.lower() for act in self.acts if act.target.lower() == name and act.territory]
        return list(dict.fromkeys(struck)) or [f"{name}_soil"]

    def content(self, date: datetime.date, window: int) -> dict[str, Any]:
        """The scenario as data, on top of the arsenal."""
        start = self.acts[0].date
        days = (date - start).days + window + 1
        return {
            "schema": 1,
            "name": f"{self.acts[-1].chain} {self.acts[-1].n}",
            "start": start.isoformat(),
            "days": days,
            "simulate_from": date.isoformat(),
            "actors": self.actors,
            "ties": self._ties(),
            **self._map(),
            "forces": self._forces(),
            "events": self._events(),
            **{name: self.data[name] for name in ("defences", "weapons", "constants") if name in self.data},
        }

    def _ties(self) -> dict[str, dict[str, Any]]:
        """Stated ties between those involved; between kinds, where nothing is stated, those of the two defaults."""
        stated = self.data.get("ties", {})
        ties: dict[str, dict[str, Any]] = {}
        for i, entry in self.actors.items():
            for j, other in self.actors.items():
                tie = stated.get(i, {}).get(j)
                if tie is None and (entry["kind"] == "state") != (other["kind"] == "state"):
                    sides = (STATE, MILITIA) if entry["kind"] == "state" else (MILITIA, STATE)
                    tie = stated.get(sides[0], {}).get(sides[1]) if self._feud(i, j) else None
                if tie is not None and i != j:
                    ties.setdefault(i, {})[j] = tie
        return ties

    def _feud(self, i: str, j: str) -> bool:
        """Whether one of two has struck the other: a tie makes a state see a group as hostile."""
        return any({act.actor.lower(), act.target.lower()} == {i, j} for act in self.acts)

    def _map(self) -> dict[str, Any]:
        """Territories and places of everybody's soil and of the acts; unknown ones lie amid the known."""
        lands = [entry["home"] for entry in self.actors.values() if entry.get("home")]
        lands += [land for entry in self.actors.values() for land in entry.get("sits_in", ())]
        lands += [land for entry in self.actors.values() for land in entry.get("commanders_in", ())]
        lands += [self._land(act) for act in self.acts]
        lands = list(dict.fromkeys(lands))
        places = {name: place for name, place in self.data.get("places", {}).items() if place["territory"] in lands}
        known = {place["territory"] for place in places.values()}
        middle = _middle(list(places.values()) or list(self.data.get("places", {}).values()))
        for land in lands:
            if land not in known:
                places |= {
                    f"{land}_{kind}": {"territory": land, "setting": kind, **middle}
                    for kind in ("base", "camp", "city")
                }
        homes = {entry["home"]: name for name, entry in self.actors.items() if entry["kind"] == "state"}
        territories = {land: ({"host": homes[land]} if land in homes else {}) for land in lands}
        return {"territories": territories, "places": places}

    def _land(self, act: CodedAct) -> str:
        """Territory of an act; without a locus the target's own soil."""
        if act.territory:
            return act.territory.lower()
        target = self.actors[act.target.lower()]
        return str(target.get("home") or target["sits_in"][0])

    def _forces(self) -> dict[str, Any]:
        """A state that was struck away from home had people there."""
        forces: dict[str, Any] = {}
        for act in self.acts:
            target, land = act.target.lower(), self._land(act)
            if (
                self.actors[target]["kind"] == "state"
                and self.actors[target]["home"] != land
                and act.rung != LEADER_RUNG
            ):
                forces[f"{target}_in_{land}"] = {
                    "of": target,
                    "in": land,
                    "defence": self.actors[target].get("defence", "none"),
                }
        return forces

    def _events(self) -> dict[str, Any]:
        numbers = {act.n for act in self.acts}
        events: dict[str, Any] = {}
        for act in self.acts:
            group = self.actors[act.target.lower()]["kind"] != "state"
            event: dict[str, Any] = {
                "date": act.date.isoformat(),
                "by": act.actor.lower(),
                "against": act.target.lower(),
                "in": self._land(act),
                "rung": act.rung,
                "rank": int(act.rung == LEADER_RUNG),
                "killed": act.killed,
                "killed_civilians": round(CIVILIANS[group] * act.killed),
                "wounded": _wounded(act),
                "warned": act.warned,
            }
            if act.claim == "claimed":
                event["claimed_by"] = act.actor.lower()
            if act.answers in numbers:
                event["answers"] = f"act_{act.answers}"
            events[f"act_{act.n}"] = event
        return events


def _kinds(acts: list[CodedAct]) -> dict[str, str]:
    """State or group, for each code seen so far, by how it acts; one only struck is a state, unless at rung 6."""
    kinds = {act.target.lower(): "militia" if act.rung == 6 else "state" for act in acts}
    kinds |= {act.actor.lower(): "state" if act.mode == "state" else "militia" for act in acts}
    return kinds


def _wounded(act: CodedAct) -> int:
    """People wounded, as far as the columns let one guess: nobody where a warning was given and nobody died."""
    return WOUNDED_PER_KILLED * act.killed if act.killed or act.warned else WOUNDED.get(act.rung, 0)


def _middle(places: list[dict[str, Any]]) -> dict[str, float]:
    """Mean latitude and longitude; without any place, the middle of the Middle East."""
    if not places:
        return {"lat": 33.0, "lon": 44.0}
    return {name: round(sum(place[name] for place in places) / len(places), 3) for name in ("lat", "lon")}
