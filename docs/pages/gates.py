"""The page of the gates: every one, its bound, what was found when it was last measured, and why some are missed."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from brink.docs.pages import markdown
from brink.gates.groups import EVERY_TIME, GROUPS
from brink.gates.known import known_misses, reason_of
from brink.gates.table import BROKEN, HEAD, MET, RED, TOO_FEW, Gate, from_json

NUMBERS = Path(__file__).resolve().parents[1] / "gates.json"
INTRO = """\
What the model must show before anybody should believe it, written down as expectations: [questions](../../gates)
are asked of every run, and the answers are held against bounds that come from the record. `make gates` works all of it
out and prints this table; it ends with exit code 3 while a gate is red. `make gates GROUP=january` does one group. What
was worked out before for the same sources is not worked out again.

A gate is **red** when its whole 99 % interval lies outside the bound, and what must never happen when it happens once.
Fewer than 50 cases decide nothing (*too few*). *Cannot run* means that the question cannot be put to this version, and
counts as red. Bounds are not moved to fit the model.

`make test` holds the groups {every} on fewer runs against the list of known misses, `gates/known.yaml`: a gate that
turns red and is not on the list fails the tests, and so does one on the list that is met. Groups left out there take
longer: {left}."""


def page() -> str:
    """The page, from the numbers that `make gates ARGS=--write` left."""
    found = json.loads(NUMBERS.read_text(encoding="utf-8"))
    every = [row for group in found.values() for row in from_json(group["rows"])]
    parts = [
        INTRO.format(
            every=", ".join(markdown.code(name) for name in EVERY_TIME),
            left=", ".join(markdown.code(name) for name in GROUPS if name not in EVERY_TIME),
        ),
        _count(every),
    ]
    for name, group in GROUPS.items():
        told = f"`{name}`, not measured yet: `make gates GROUP={name}`."
        parts.append(f"## {group.about[0].upper()}{group.about[1:]}")
        if name in found:
            told = f"`{name}`, {found[name]['runs']:,} runs.\n\n{_table(from_json(found[name]['rows']))}"
        parts.append(told)
    return markdown.page("Gates", *parts, *_reasons(every))


def _count(rows: list[Gate]) -> str:
    verdicts = Counter(row.verdict for row in rows)
    told = ", ".join(f"{verdicts[verdict]} {verdict}" for verdict in (MET, RED, BROKEN, TOO_FEW) if verdicts[verdict])
    return f"When last measured: {len(rows)} gates, {told}."


def _table(rows: list[Gate]) -> str:
    return markdown.table(HEAD, [_told(row) for row in rows])


def _told(row: Gate) -> tuple[str, ...]:
    cells = row.cells()
    return (*cells[:-1], f"**{cells[-1]}**" if row.verdict in (RED, BROKEN) else cells[-1])


def _reasons(rows: list[Gate]) -> list[str]:
    misses = known_misses()
    known = [(row.id, row.cells()[2], row.cells()[3], reason_of(row.id, misses)) for row in rows if row.id in misses]
    if not known:
        return []
    return ["## Known misses", markdown.table(("id", "bound", "estimate", "why"), known)]
