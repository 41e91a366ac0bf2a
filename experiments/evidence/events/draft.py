"""A draft scenario from imported acts: actors, land, acts as scripted events, and a mark where a person must decide.

`brink check` names every mark with its place. What is filled in is what the rows say, or the plainest reading of them.
"""

from __future__ import annotations

import datetime
import json

from ...errors import UserError
from .importing import Imported, ImportedAct
from .rows import of_force

#: A draft is for a person to go through: beyond this the file should be narrowed first.
MOST_ACTORS, MOST_EVENTS = 40, 400
#: Days that are simulated after the last act.
AFTER = 60
#: The mark, in two pieces: written whole it would stand for something unfinished here.
MARK = "TO" + "DO"


def draft(found: Imported) -> str:
    """The scenario as YAML text.

    Raises:
        UserError: no act of force is left, or too many acts or actors for one scenario.
    """
    acts = [act for act in found.acts if of_force(act.rung)]
    if not acts:
        raise UserError("--draft: none of these acts uses force, so there is nothing to script")
    actors = list(dict.fromkeys(name for act in acts for name in (act.actor, act.target)))
    span = (max(act.raw.date for act in acts) - min(act.raw.date for act in acts)).days
    for what, count, most in (("acts of force", len(acts), MOST_EVENTS), ("actors", len(actors), MOST_ACTORS)):
        if count > most:
            raise UserError(f"--draft: {count} {what}, at most {most} make a scenario; narrow the file down first")
    if span > 3000:
        raise UserError(f"--draft: the acts span {span} days, at most 3000 make a scenario; narrow the file down first")
    return (
        "\n".join([*_head(found, acts), *_actors(found, actors), *_land(found, actors), *_events(found, acts)]) + "\n"
    )


def _head(found: Imported, acts: list[ImportedAct]) -> list[str]:
    first, last = (edge(act.raw.date for act in acts) for edge in (min, max))
    other = len(found.acts) - len(acts)
    return [
        "# yaml-language-server: $schema=scenario.schema.json",
        "#",
        f"# A draft from {_text(found.source.path.name)} ({found.format.title}): {len(acts)} acts of force as events.",
        f"# {other} acts without force (threats, displays) cannot be events and are left out.",
        f"# Decide every {MARK}; brink check names them all. Then set what actors feel about each other (ties), how",
        "# strong the pressure on each is, and what it can strike with: the defaults know nothing of these actors.",
        "schema: 1",
        f"name: {_text('Draft from ' + found.source.path.stem)}",
        "extends: arsenal",
        f"start: {first}",
        f"days: {(last - first).days + AFTER}",
        f"simulate_from: {last + datetime.timedelta(days=1)}",
        "",
    ]


def _actors(found: Imported, actors: list[str]) -> list[str]:
    lines = ["actors:"]
    for actor in actors:
        lines += [f"  {actor}:", f"    name: {_text(found.names[actor])}"]
        if actor in found.states:
            lines += ["    kind: state", f"    home: {actor}_land", "    arsenal: [rocket, air_strike]  # a guess"]
        else:
            lines += [f"    kind: {MARK}  # state or militia", "    arsenal: [rocket]  # a guess"]
    return [*lines, ""]


def _land(found: Imported, actors: list[str]) -> list[str]:
    """A territory and a base for every state; where the base lies is for a person to say."""
    lines = ["territories:"]
    states = [actor for actor in actors if actor in found.states]
    for actor in states:
        lines += [f"  {actor}_land: {{name: {_text(found.names[actor])}, host: {actor}}}"]
    if not states:
        lines += [f"  {MARK}: {{name: {MARK}}}"]
    lines += ["places:"]
    for actor in states:
        lines += [f"  {actor}_base: {{territory: {actor}_land, lat: {MARK}, lon: {MARK}, setting: base}}"]
    return [*lines, ""]


def _events(found: Imported, acts: list[ImportedAct]) -> list[str]:
    lines = ["events:"]
    for number, act in enumerate(sorted(acts, key=lambda act: (act.raw.date, act.raw.order, act.raw.line)), 1):
        known = act.target in found.states
        place = f"{act.target}_land" if known else MARK
        why = "a guess: the target's own land" if known else "on whose land?"
        place_note = f"; the file says {act.raw.place}" if act.raw.place else ""
        lines += [
            f"  act_{number}:",
            f"    date: {act.raw.date}",
            f"    by: {act.actor}",
            f"    against: {act.target}",
            f"    in: {place}  # {why}{_comment(place_note)}",
            f"    rung: {act.rung}",
            f"    killed: {max(0, act.raw.deaths)}",
            f"    source: {_text(f'line {act.raw.line} of {found.source.path.name}')}",
        ]
    return lines


def _comment(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _text(text: str) -> str:
    """Text in double quotes, which YAML reads as JSON does."""
    return json.dumps("".join(letter if letter.isprintable() else "?" for letter in text)[:180], ensure_ascii=False)
