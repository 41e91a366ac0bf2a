"""Sentences about acts: verbs of the ladder, what was launched and what it did, who said they did it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from .labels import mark_of
from .numbers import date_of, several

Act = dict[str, Any]
#: Plain name of a thing by id and section of the scenario.
Label = Callable[[str, str], str]

#: What an actor does at each rung, before the name of whom it does it to.
VERBS: tuple[str, ...] = (
    "made a conciliatory gesture toward",
    "condemned and threatened",
    "imposed sanctions on",
    "made a show of force toward",
    "harassed",
    "made a heavy deniable attack on",
    "struck",
    "struck the forces of",
    "struck at a leader of",
    "struck the homeland of",
    "fired a large salvo at",
    "opened a sustained campaign against",
    "went to general war with",
    "gave a nuclear signal to",
)


class Narrator:
    """Tells the acts of one run; knows all of them, so that an answer can name what it answers."""

    def __init__(self, label: Label, acts: list[Act], also: dict[int, list[int]], wars: list[Act]) -> None:
        """Keep the run: ``also`` lists what an act answers besides its cause, ``wars`` are rows of ``wars.parquet``."""
        self._label, self._acts, self._also, self._wars = label, {act["act"]: act for act in acts}, also, wars

    def act(self, act: Act) -> list[str]:
        """An act in a few sentences; the first is its headline."""
        parts = [self._headline(act), self._answers(act)]
        if act["kinetic"]:
            parts += [self._damage(act), self._attribution(act)]
        if act["closing"]:
            parts.append("It let it be known that the matter was closed.")
        return [part for part in parts if part]

    def routine(self, acts: list[Act]) -> str:
        """Acts of standing campaigns that drew no answer, in one sentence; all scripted, or all simulated."""
        kinetic = [act for act in acts if act["kinetic"]]
        pairs = Counter((self._actor(act["actor"]), self._actor(act["target"])) for act in kinetic)
        who = ", ".join(f"{actor} on {target} ({number})" for (actor, target), number in pairs.most_common())
        first, last = date_of(acts[0]["date"]), date_of(acts[-1]["date"])
        when = first if first == last else f"{first} to {last}"
        words = several(len(acts) - len(kinetic), "statement") if len(kinetic) < len(acts) else ""
        counted = ": ".join(part for part in (several(len(kinetic), "campaign attack"), who) if part)
        hurt = sum(act["wounded"] for act in kinetic)
        toll = f"nobody killed, {hurt:,} wounded" if hurt else "nobody killed"
        mark = mark_of(self._label) if acts[0]["observed"] else "simulated"
        return f"{when}  [{mark}]  " + "; ".join(part for part in (counted, words, toll, "none answered") if part) + "."

    def wars(self) -> list[str]:
        """A sentence for each war."""
        return [
            f"[simulated]  War between {self._actor(war['side_a'])} and {self._actor(war['side_b'])}, opened by act "
            f"#{war['act']}, lasted {several(war['last_day'] - war['first_day'] + 1, 'day')}: {war['killed_a']:,} and "
            f"{war['killed_b']:,} killed."
            for war in self._wars
        ]

    def _actor(self, identifier: str | None) -> str:
        return self._label(identifier, "actors") if identifier else "somebody"

    def _headline(self, act: Act) -> str:
        mark = mark_of(self._label) if act["observed"] else "simulated"
        through = f", through {self._actor(act['executor'])}," if act["channel"] == "proxy" else ""
        means = f" with {self._label(act['weapon'], 'weapons')}" if act["weapon"] and act["kinetic"] else ""
        aside = f", saying it struck {self._actor(act['declared'])}" if act["declared"] != act["target"] else ""
        displaced = ", in place of the one it holds to account" if act["displaced"] else ""
        return (
            f"#{act['act']}  {date_of(act['date'])}  [{mark}]  {self._actor(act['actor'])}{through} "
            f"{VERBS[act['rung']]} {self._actor(act['target'])}{self._where(act)}{means}{aside}{displaced} "
            f"(rung {act['rung']}: {act['rung_name']})."
        )

    def _where(self, act: Act) -> str:
        """At which site, in which territory; words need no place."""
        if not act["kinetic"]:
            return ""
        site = f" at {self._label(act['site'], 'places')}" if act["site"] else ""
        return site + (f", {self._label(act['place'], 'territories')}" if act["place"] and site else self._soil(act))

    def _soil(self, act: Act) -> str:
        return f" in {self._label(act['place'], 'territories')}" if act["place"] and not act["site"] else ""

    def _answers(self, act: Act) -> str:
        if act["cause"] < 0:
            return {
                "campaign": "Part of a standing campaign.",
                "spoiler": "A spoiler's attack, meant to set others against each other.",
            }.get(act["origin"], "")
        cause = self._acts[act["cause"]]
        waited = act["day"] - cause["day"]
        after = "the same day" if waited == 0 else f"after {several(waited, 'day')}"
        deed = "attack" if cause["kinetic"] else "statement"
        others = ", ".join(f"#{number}" for number in self._also.get(act["act"], []))
        settles = f"; it also settles {others}" if others else ""
        whose = f"{self._possessive(cause)} {deed} of {date_of(cause['date'])}"
        return f"It answers #{act['cause']}, {whose}, {after}{settles}."

    def _possessive(self, act: Act) -> str:
        name = self._actor(act["actor"])
        return f"{name}'" if name.endswith("s") else f"{name}'s"

    def _damage(self, act: Act) -> str:
        """Launched, intercepted, hits; and people."""
        flight = ""
        if act["launched"]:
            stopped = f", {act['intercepted']:,} intercepted" if act["intercepted"] else ""
            flight = f"{act['launched']:,} launched{stopped}, {several(act['hits'], 'hit')}; "
        warned = "It gave warning. " if act["warned"] else ""
        if not act["killed"]:
            toll = "nobody killed"
        else:
            civilians = f", {act['killed_civilians']:,} of them civilians" if act["killed_civilians"] else ""
            toll = f"{act['killed']:,} killed{civilians}"
        text = f"{flight}{toll}, {act['wounded']:,} wounded."
        return warned + text[0].upper() + text[1:]

    def _attribution(self, act: Act) -> str:
        """Who claimed it and who is blamed, where that is not simply the one who did it."""
        claimed = f"Claimed by {self._actor(act['claimed_by'])}" if act["claimed_by"] else "Nobody claimed it"
        if act["blamed"] in (None, act["claimed_by"]):
            return f"{claimed}."
        wrong = ", wrongly" if act["blamed"] not in (act["actor"], act["executor"]) else ""
        return f"{claimed}; {self._actor(act['blamed'])} is blamed{wrong}."
