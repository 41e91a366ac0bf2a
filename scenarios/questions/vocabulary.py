"""What the words of a question name in a scenario, and the numbers that stand for them in the log."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, get_args

from ...model.world.acts import ORIGIN_NAMES
from ..schema.theatre import WeaponKind

if TYPE_CHECKING:
    from ..schema.course import Event
    from ..schema.sections import Assumptions

#: Words for all actors of some kinds; an actor of that id goes first.
GROUPS: dict[str, tuple[str, ...]] = {
    "states": ("state",),
    "militias": ("militia",),
    "spoilers": ("spoiler",),
    "bystanders": ("bystander",),
    "groups": ("militia", "spoiler"),
}
NOBODY = "nobody"
#: Keys that name actors, and what each other key names.
ACTORS = ("by", "through", "against", "declared", "account", "claimed", "blamed")
NOUNS = {
    "on": "state or territory", "at": "site", "weapon": "weapon", "class": "class of weapons", "origin": "origin",
}  # fmt: skip


class Vocabulary(NamedTuple):
    """Ids of a scenario in the order of their numbers, with what questions need to know of them."""

    actors: Mapping[str, str]
    hosts: Mapping[str, str | None]
    sites: tuple[str, ...]
    weapons: Mapping[str, str]
    events: Mapping[str, Event]
    start: datetime.date
    days: int

    @classmethod
    def of(cls, scenario: Assumptions) -> Vocabulary:
        """The vocabulary of a scenario."""
        return cls(
            {name: actor.kind for name, actor in scenario.actors.items()},
            {name: land.host for name, land in scenario.territories.items()},
            tuple(scenario.places),
            {name: weapon.kind for name, weapon in scenario.weapons.items()},
            scenario.events,
            scenario.start,
            scenario.days,
        )

    def all_of(self, key: str) -> tuple[str, ...]:
        """Everything that may stand at a key of an act."""
        if key in ACTORS:
            more = {"through": ("own", "proxy"), "claimed": (NOBODY,), "blamed": (NOBODY,)}.get(key, ())
            return (*self.actors, *GROUPS, *more)
        states = tuple(host for host in dict.fromkeys(self.hosts.values()) if host)
        return {
            "on": tuple(dict.fromkeys((*states, *self.hosts))),
            "at": self.sites,
            "weapon": tuple(self.weapons),
            "class": get_args(WeaponKind),
            "origin": ORIGIN_NAMES,
        }[key]

    def codes(self, key: str, word: str) -> tuple[int, ...]:
        """The numbers that a word stands for at a key; none where it names nothing."""
        if key in ACTORS:
            return self._actors(word)
        if key == "on":
            return tuple(k for k, (name, host) in enumerate(self.hosts.items()) if word in (name, host))
        if key == "class":
            return tuple(k for k, kind in enumerate(self.weapons.values()) if kind == word)
        known = {"at": self.sites, "weapon": tuple(self.weapons), "origin": ORIGIN_NAMES}[key]
        return (known.index(word),) if word in known else ()

    def _actors(self, word: str) -> tuple[int, ...]:
        if word in self.actors:
            return (list(self.actors).index(word),)
        kinds = GROUPS.get(word, ())
        found = tuple(k for k, kind in enumerate(self.actors.values()) if kind in kinds)
        return (-1,) if word == NOBODY else found

    def size(self, key: str) -> int:
        """How many things a key numbers."""
        if key in ACTORS:
            return len(self.actors)
        sizes = {"on": self.hosts, "at": self.sites, "origin": ORIGIN_NAMES}
        return len(sizes.get(key, self.weapons))
