"""The rooms as the imports show them, what each mechanism holds, and where a change goes."""

from __future__ import annotations

from types import ModuleType

import grimp

from brink.docs.pages import markdown
from brink.model.mechanisms.registry import MECHANISMS

#: From top to bottom: a room imports only from those below it.
ROOMS = {
    "experiments": "what is asked: runs, results, studies, figures, reports, the command line",
    "scenarios": "what is assumed: YAML files, their schema and loader, the tables made of them",
    "model.crisis": "one run, readable: the Mesa model, a step a day",
    "model.engine": "many runs, fast: the same day in compiled loops over arrays",
    "agents": "who acts: kinds of actor with methods to override, and the doctrines",
    "model.prepared": "a world laid out for the rules, with what follows from it worked out once",
    "model.mechanisms": "the rules: one mechanism a file",
    "model.world": "what is given: ladder, acts, doctrines, the tables of a scenario",
    "model.kernel": "the machinery: compiling, keyed draws, quantiles, memory; numba and llvmlite nowhere else",
}

INTRODUCTION = """\
The repository's root is the package `brink`; its folders are the rooms. Imports point down only, and the tests hold
us to it. This page is made from the imports and from the mechanisms themselves."""

MECHANISM = """\
A mechanism is one file in `model/mechanisms/`. It holds its lines of the table of constants, the fields that it adds
to what is remembered of an actor, of a dyad (what one actor holds of another) or of a pair of actors, its rules, the
recipes by which its draws are named, and the words in which `brink show --why` names its term of a choice.
`model/mechanisms/registry.py` has the list of all; the schema, the records of the state and the reference pages
follow from it.

Both drivers call these rules, in the same order of the day. They differ in how they keep the books: `model/engine/`
has arrays and queues, `agents/` and `model/crisis.py` have objects. Neither reads a constant, and neither knows how
the identity of a draw is made."""

CHANGE = """\
### A rule

The file of its mechanism, and nothing else, if the rule stays a function of the same things. A new one: see
[CONTRIBUTING](../../CONTRIBUTING.md#add-a-rule).

### A constant

One line in `CONSTANTS` of its mechanism. `brink explain`, the schema, the editor's completion and the reference page
follow.

### Whether an actor strikes, and why

`model/mechanisms/choice.py` (act or wait, then option, rung and weapon), `utility.py` (the terms), `damping.py` and
`restraint.py` (what holds back), `agents/doctrines/` (how the actor decides). `brink show --why N` prints the same
terms for act N of a run.

### What an act does to those it affects

`model/mechanisms/affected.py` (who, and as what), `harm.py` (how much), `pressure.py` (what it leaves behind).

### A kind of actor

1. `Kind` in `model/world/tables.py`: the next number.
2. `model/mechanisms/affected.py`: who is affected with it, and whether it plans answers.
3. A class in `agents/`, like `bystander.py`, and its line in `CLASSES` of `model/crisis.py`; the engine needs
   nothing, it asks the rules.
4. `kind` in `scenarios/actors.py`, so that files may say it. A differential test runs both drivers on random worlds
   of all kinds."""


def room_of(module: str) -> str | None:
    """The room that a module belongs to."""
    name = module.removeprefix("brink.")
    return next((room for room in ROOMS if name == room or name.startswith(f"{room}.")), None)


def rooms() -> str:
    """One row a room: what it is for, its files, and the rooms that it imports from."""
    graph = grimp.build_graph("brink", cache_dir=None)
    files = dict.fromkeys(ROOMS, 0)
    below: dict[str, set[str]] = {room: set() for room in ROOMS}
    for module in graph.modules:
        room = room_of(module)
        if room is not None:
            files[room] += 1
            below[room] |= {r for m in graph.find_modules_directly_imported_by(module) if (r := room_of(m))} - {room}
    rows = [
        (markdown.code(room), says, str(files[room]), ", ".join(markdown.code(r) for r in ROOMS if r in below[room]))
        for room, says in ROOMS.items()
    ]
    return markdown.table(("room", "what for", "files", "imports from"), rows)


def picture() -> str:
    """The rooms as floors of a house, the two drivers next to each other."""
    drivers = ("model.crisis", "model.engine")
    floors = [room if room not in drivers else f"{drivers[0]}  |  {drivers[1]}" for room in ROOMS if room != drivers[1]]
    line = "+" + "-" * 40 + "+"
    return "\n".join(["```text", line, *(f"|{floor:^40}|\n{line}" for floor in floors), "```"])


def row_of(mechanism: ModuleType) -> tuple[str, ...]:
    """What a mechanism holds, as a row of the table."""
    state = [
        f"{whose}: {', '.join(field.name for field in getattr(mechanism, name))}"
        for name, whose in (("ACTOR_STATE", "actor"), ("DYAD_STATE", "dyad"), ("PAIR_STATE", "pair"))
        if hasattr(mechanism, name)
    ]
    name = (mechanism.__name__).rpartition(".")[2]
    says = (mechanism.__doc__ or "").strip().splitlines()[0]
    constants = str(len(getattr(mechanism, "CONSTANTS", {})))
    return markdown.code(name), says, constants, "; ".join(state), ", ".join(getattr(mechanism, "TERMS", {}))


def mechanisms() -> str:
    """One row a mechanism: what it says of itself, its constants, its state, its terms."""
    head = ("mechanism", "what it is", "constants", "remembers", "terms of a choice")
    return markdown.table(head, [row_of(mechanism) for mechanism in MECHANISMS])


def page() -> str:
    """Return the page."""
    return markdown.page(
        "Architecture",
        INTRODUCTION,
        "## Rooms\n\n" + picture(),
        rooms(),
        "## A mechanism has one home\n\n" + MECHANISM,
        mechanisms(),
        "## Where do I change ...\n\n" + CHANGE,
    )
