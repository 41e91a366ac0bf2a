"""Who stands for whom, who can fight, who is hunted: what cannot be so together."""

from __future__ import annotations

from collections.abc import Iterator

from ..menus.geography import NON_STATE
from ..schema.sections import Assumptions
from ..text.unwrap import Mistake


def capacity(scenario: Assumptions) -> Iterator[Mistake]:
    """Groups that are said not to be able to fight, and violence by a state that is."""
    for name, actor in scenario.actors.items():
        if not actor.can_strike and actor.kind != "state":
            yield Mistake(("actors", name, "can_strike"), f"only states can lack the means, not a {actor.kind}")
    for name, campaign in scenario.campaigns.items():
        by = scenario.actors.get(campaign.by)
        if by is not None and not by.can_strike:
            yield Mistake(("campaigns", name, "by"), f"{campaign.by} cannot strike (actors.{campaign.by}.can_strike)")


def allies(scenario: Assumptions) -> Iterator[Mistake]:
    """Actors that are their own allies."""
    for name, actor in scenario.actors.items():
        for number, ally in enumerate(actor.allies):
            if ally == name:
                yield Mistake(("actors", name, "allies", str(number)), "an actor is not its own ally")


def stand_ins(scenario: Assumptions) -> Iterator[Mistake]:
    """Things that would stand for somebody for whom they cannot."""
    kinds = {name: actor.kind for name, actor in scenario.actors.items()}
    for name, actor in scenario.actors.items():
        for number, state in enumerate(actor.stands_for):
            path = ("actors", name, "stands_for", str(number))
            if actor.kind not in NON_STATE:
                yield Mistake(path, f"only militias and spoilers are struck in a state's place, not a {actor.kind}")
            elif kinds.get(state, "state") != "state":
                yield Mistake(path, f"a group stands for a state, and {state} is a {kinds[state]}")
    for name, place in scenario.places.items():
        host = scenario.territories[place.territory].host if place.territory in scenario.territories else None
        path = ("places", name, "stands_for")
        if place.stands_for is None:
            continue
        if host is None or place.stands_for == host:
            whose = f"{host}'s anyway" if host else "on nobody's soil"
            yield Mistake(path, f"a site said to be another state's lies on a third state's soil: this one is {whose}")
        elif kinds.get(place.stands_for, "state") != "state":
            yield Mistake(path, f"a site stands for a state, and {place.stands_for} is a {kinds[place.stands_for]}")
    for name, force in scenario.forces.items():
        for number, militia in enumerate(force.stands_for):
            client = scenario.actors.get(militia)
            if client is not None and client.patron != force.of:
                message = f"{force.of} is not the patron of {militia}, for which its forces would stand"
                yield Mistake(("forces", name, "stands_for", str(number)), message)


def hunts(scenario: Assumptions) -> Iterator[Mistake]:
    """Hunts by one that is no state, or for leaders whom nobody can find."""
    for name, others in scenario.ties.items():
        for other, tie in others.items():
            hunter, hunted = scenario.actors.get(name), scenario.actors.get(other)
            if tie.hunts <= 0.0 or hunter is None or hunted is None:
                continue
            path = ("ties", name, other, "hunts")
            if hunter.kind != "state":
                yield Mistake(path, f"only states hunt leaders, not a {hunter.kind}")
            elif hunted.kind != "militia" and not hunted.commanders_in:
                yield Mistake(path, f"{other} is no militia and has no commanders_in: there is no leader to find")


def idle(scenario: Assumptions) -> Iterator[Mistake]:
    """Settings of relations that would do nothing: a share of nobody's strikes, no sanctions of who never has any."""
    for name, actor in scenario.actors.items():
        if actor.joins < 1.0 and actor.follows is None:
            yield Mistake(("actors", name, "joins"), f"{name} follows nobody whose strikes it could join")
    for name, others in scenario.ties.items():
        actor = scenario.actors.get(name)
        for other, tie in others.items():
            if tie.sanctioned and actor is not None and actor.kind != "state":
                yield Mistake(("ties", name, other, "sanctioned"), f"only states have sanctions, not a {actor.kind}")
    for name, force in scenario.forces.items():
        owner = scenario.actors.get(force.of)
        if not force.launches and owner is not None and force.territory in {owner.home, *owner.sits_in}:
            yield Mistake(("forces", name, "launches"), f"{force.of} is at home there: no host forbids it to strike")


CHECKS = (capacity, allies, stand_ins, hunts, idle)
