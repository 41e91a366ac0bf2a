"""The house: its rooms and the imports between them, what each mechanism holds, and where a change goes."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from functools import cache
from html import escape
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import grimp

from brink.docs.pages import markdown
from brink.model.mechanisms.registry import MECHANISMS

ROOT = Path(__file__).resolve().parents[2]
#: Size of a room on the picture, and the distances between them.
WIDE, HIGH, GAP, DROP, MARGIN = 196, 50, 26, 44, 24

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

`agents/decider.py`, `decide`: the decision in order (`model/engine/decide.py` is the same, compiled). What it asks
stands in `model/mechanisms/`: `choice.py` (act or wait, then option, rung and weapon), `utility.py` (the terms),
`operation.py` (what an answer, or opening a front, must overcome), `damping.py` and `restraint.py` (what holds back),
`council.py` (orders of the leadership). Rival rules are in `agents/doctrines/`; `appraisal` is the usual one. One
actor's own numbers stand in its scenario or in the one that it extends: Pakistan's in `scenarios/middle-east.yaml`,
under `actors` and `ties`. `brink show FOLDER --run R --why N` prints the same terms for act N of run R.

### What an act does to those it affects

`model/mechanisms/affected.py` (who, and as what), `harm.py` (how much), `pressure.py` (what it leaves behind).

### An outcome

One entry in `OUTCOMES` of `model/outcomes.py` (column, kind, unit, label, sentence, meaning, direction, and as
`measure` the function in `model/measured.py` that works it out). A number of days is a count; a `DAY` is the date of
something. The columns of results, the summary, `--outcome`, tables, reports and `docs/reference/results.md` follow.
Say `later=True`: results of earlier versions lack it. Write it once more in plain Python in
`tests/model/plain_outcomes.py`; a test compares the two.

### A figure

One file in `experiments/figures/` that takes tidy tables and returns the figure with the data drawn, with NAME,
TITLE, SEE and `describe` (`peak.py` is a pattern); its entry in `_KINDS` of `experiments/figures/gallery.py`, and its
name in `tests/figures/test_figures.py`. Words that depend on results come from `experiments/measures/claims.py`.

### A verb

One function in `experiments/commands/`, its line in `cli.py`, shared options from `options.py`. A verb that answers a
question with a folder of its own is a study: its line in `experiments/studies/kinds.py`, with how it is read again
(`again.py`) and shown (`shown.py`), and `resume` and `verify` know it. Its report takes a `Genre` of
`experiments/report/words.py`; its function in Python stands in `experiments/face/studies.py` and in `FUNCTIONS` of
`docs/pages/python.py`.

### A setting

1. A field with meaning, unit, bounds, source and rule in its section of `scenarios/schema/`. Files, `--set`,
   `brink explain`, completion and the reference page follow.
2. Its column in a record of `model/world/tables.py` and, in the same place of the row, the line that fills it in
   `scenarios/tables/` (`direct.py` for actors and pairs, `course.py` for campaigns and events).
3. The rule in `model/mechanisms/` that reads it. `tests/contracts/test_live_settings.py` fails if nothing changes when
   it is moved.
4. Its meaning in `MEANING` of `docs/pages/odd.py`, if an actor or a pair has it.

### A sentence about results

`experiments/measures/claims.py`: the number, its interval, its held-out value and the count of cases choose the words.

### A kind of actor

1. `Kind` in `model/world/tables.py`: the next number.
2. `model/mechanisms/affected.py`: who is affected with it, and whether it plans answers.
3. A class in `agents/`, like `bystander.py`, and its line in `CLASSES` of `agents/kinds.py`; the engine needs
   nothing, it asks the rules.
4. `kind` in `scenarios/schema/actors.py`, so that files may say it; what a kind may have, such as a patron, is checked
   in `scenarios/checks/`.
5. Every place that asks for a kind: search `scenarios`, `experiments` and `model` for `Kind.`, `NON_STATE` and the
   kinds by name, first `scenarios/menus/` (who has options) and `scenarios/questions/vocabulary.py` (its word in
   questions).

A differential test runs both drivers on random worlds; add the kind to the list in
`tests/contracts/test_engines.py`."""


class Room(NamedTuple):
    """A room: its dotted name, what it says of itself, its files, and the rooms it imports from."""

    name: str
    purpose: str
    files: int
    uses: Counter[str]

    @property
    def path(self) -> str:
        """The folder or file, from the root."""
        inside = self.name.removeprefix("brink.").replace(".", "/")
        return inside + ("/" if (ROOT / inside).is_dir() else ".py")


@cache
def layers() -> list[list[str]]:
    """Dotted names of the rooms, the highest layer first: the contract that import-linter holds."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    whole = next(contract for contract in contracts if contract["type"] == "layers" and "containers" not in contract)
    return [[name.strip(" ()") for name in re.split(r" [:|] ", layer)] for layer in whole["layers"]]


@cache
def rooms() -> dict[str, Room]:
    """Every room by its dotted name."""
    names = list(chain.from_iterable(layers()))
    graph = grimp.build_graph("brink", exclude_type_checking_imports=True, cache_dir=None)
    uses: dict[str, Counter[str]] = {name: Counter() for name in names}
    for module in graph.modules:
        here = room_of(module, names)
        for other in graph.find_modules_directly_imported_by(module) if here else ():
            there = room_of(other, names)
            if there and there != here:
                uses[here][there] += 1
    return {name: _room(name, uses[name]) for name in names}


def room_of(module: str, names: list[str]) -> str:
    """The room a module lies in: the longest name that it begins with; empty outside of all."""
    return max((name for name in names if f"{module}.".startswith(f"{name}.")), key=len, default="")


def _room(name: str, uses: Counter[str]) -> Room:
    place = ROOT / name.removeprefix("brink.").replace(".", "/")
    face = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    said = (ast.get_docstring(ast.parse(face.read_text(encoding="utf-8"))) or "").split("\n\n")[0].replace("\n", " ")
    own = [file for file in sorted(place.rglob("*.py")) if not _elsewhere(file, name)] if place.is_dir() else [face]
    return Room(name, said, len(own), uses)


def _elsewhere(file: Path, name: str) -> bool:
    """Whether a file below a room lies in a room of its own."""
    module = "brink." + ".".join(file.relative_to(ROOT).with_suffix("").parts)
    return room_of(module, list(chain.from_iterable(layers()))) != name


def _row(room: Room) -> tuple[object, ...]:
    uses = ", ".join(map(_short, sorted(room.uses)))
    return markdown.code(room.path), room.purpose, room.files, uses


def _short(name: str) -> str:
    return name.removeprefix("brink.").removeprefix("experiments.")


def picture() -> str:
    """The rooms by layer, and the imports between them: the wider a line, the more files import."""
    rows = layers()
    wide = 2 * MARGIN + max(len(row) for row in rows) * (WIDE + GAP) - GAP
    high = 2 * MARGIN + len(rows) * (HIGH + DROP) - DROP
    at = {}
    for y, row in enumerate(rows):
        left = (wide - len(row) * (WIDE + GAP) + GAP) / 2
        at |= {name: (left + x * (WIDE + GAP), MARGIN + y * (HIGH + DROP)) for x, name in enumerate(row)}
    lines = [
        _line(at[name], at[other], count)
        for name, room in rooms().items()
        for other, count in sorted(room.uses.items())
    ]
    boxes = [_box(at[name], room) for name, room in rooms().items()]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img"',
            '  font-family="DejaVu Sans, Verdana, sans-serif">',
            "<title>The rooms of brink, from the command line down to the compiler, and their imports</title>",
            f'<rect width="{wide}" height="{high}" fill="#ffffff"/>',
            *lines,
            *boxes,
            "</svg>\n",
        ]
    )


def _line(start: tuple[float, float], end: tuple[float, float], count: int) -> str:
    x, y, u, v = start[0] + WIDE / 2, start[1] + HIGH, end[0] + WIDE / 2, end[1]
    bend = (v - y) / 2
    return (
        f'<path d="M{x:.0f} {y:.0f} C{x:.0f} {y + bend:.0f} {u:.0f} {v - bend:.0f} {u:.0f} {v:.0f}" fill="none" '
        f'stroke="#0072b2" stroke-opacity="0.35" stroke-width="{min(6, 0.6 + count / 6):.1f}"/>'
    )


def _box(corner: tuple[float, float], room: Room) -> str:
    x, y = corner
    return (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{WIDE}" height="{HIGH}" rx="6" fill="#f4f4f0" stroke="#444444"/>'
        f'<text x="{x + WIDE / 2:.0f}" y="{y + 21:.0f}" font-size="14" text-anchor="middle">{escape(room.path)}</text>'
        f'<text x="{x + WIDE / 2:.0f}" y="{y + 39:.0f}" font-size="11" fill="#555555" text-anchor="middle">'
        f"{room.files} {'file' if room.files == 1 else 'files'}</text>"
    )


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
    head = ("room", "what it is", "files", "imports from")
    return markdown.page(
        "Architecture",
        INTRODUCTION,
        "## Rooms\n\n![The rooms by layer, and the imports between them](../images/architecture.svg)",
        markdown.table(head, map(_row, rooms().values())),
        "## A mechanism has one home\n\n" + MECHANISM,
        mechanisms(),
        "## Where do I change ...\n\n" + CHANGE,
    )
