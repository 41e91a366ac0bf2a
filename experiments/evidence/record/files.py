"""The files of the record: the frame of cases, the two codings, and the settled one."""

from __future__ import annotations

import csv
import datetime
import hashlib
from collections.abc import Iterable
from importlib import resources
from typing import NamedTuple

from ..episodes import CodedAct, parse_episodes

PACKAGE = "brink.experiments.evidence.record"
CASES, SETTLED, CODINGS = "crises.csv", "settled.csv", ("coding-a.csv", "coding-b.csv")
#: The last day that may be coded.
LAST_DAY = datetime.date(2024, 1, 20)
LISTED, CHRONOLOGY = "I", "II"


class DisputeCase(NamedTuple):
    """A case of the frame: its window from ``start`` to ``end``, and the codes of the actors on each side.

    A case of the record ends with what may be coded (`LAST_DAY`), one of a file of acts with the file.

    ``part`` is `LISTED` for a crisis of the list and `CHRONOLOGY` for a pair whose chronology was coded.
    """

    id: str
    part: str
    name: str
    start: datetime.date
    end: datetime.date
    sides: tuple[frozenset[str], ...]
    region: str
    chronology: str

    def side_of(self, actor: str, target: str) -> int:
        """Number of the side an actor is on; of one that no side names, the side its target is not on."""
        own = next((k for k, codes in enumerate(self.sides) if actor in codes), None)
        if own is not None:
            return own
        other = next((k for k, codes in enumerate(self.sides) if target in codes), 0)
        return 1 if other == 0 else 0


class CodedRow(NamedTuple):
    """A row of a coding. ``answers`` is an ``n`` of its case, 0 for none; deaths are -1 where they are not known.

    ``a`` and ``b``, of a settled row alone, are the rows of the two codings that it settles, 0 for none.
    """

    case: str
    n: int
    date: datetime.date
    actor: str
    target: str
    place: str
    rung: int
    killed: int
    killed_low: int
    killed_high: int
    answers: int
    confidence: str
    seen: str
    source: str
    a: int = 0
    b: int = 0
    settlement: str = ""


def text_of(name: str) -> str:
    """A file of the record as text."""
    return (resources.files(PACKAGE) / name).read_text(encoding="utf-8-sig")


def sha256_of(name: str) -> str:
    """Hash of the text of a file of the record, 64 hexadecimal digits."""
    return hashlib.sha256(text_of(name).encode()).hexdigest()


def read_cases(text: str | None = None) -> dict[str, DisputeCase]:
    """The cases of the frame by their ids, from the text of a file or the one that ships."""
    rows = csv.DictReader((text_of(CASES) if text is None else text).splitlines())
    return {row["case"]: _case(row) for row in rows}


def _case(row: dict[str, str]) -> DisputeCase:
    sides = tuple(frozenset(side.strip() for side in part.split("/")) for part in row["sides"].split(";"))
    start, end = (datetime.date.fromisoformat(row[name]) for name in ("from", "to"))
    end = min(end, LAST_DAY)
    return DisputeCase(row["case"], row["part"], row["name"], start, end, sides, row["region"], row["chronology"])


def read_entries(name: str, text: str | None = None) -> list[CodedRow]:
    """The rows of a coding that ships, by its name, or of the text of one."""
    rows = csv.DictReader((text_of(name) if text is None else text).splitlines())
    return [_entry(row) for row in rows]


def _entry(row: dict[str, str]) -> CodedRow:
    numbers = ("rung", "killed", "killed_low", "killed_high")
    rung, killed, low, high = (int(row[name] or -1) for name in numbers)
    return CodedRow(
        row["case"],
        int(row["n"]),
        datetime.date.fromisoformat(row["date"]),
        row["actor"],
        row["target"],
        row["place"],
        rung,
        killed,
        killed if low < 0 else low,
        killed if high < 0 else high,
        int(row["answers"] or 0),
        row["confidence"],
        row["seen"],
        row["source"],
        *(int(row.get(name) or 0) for name in ("a", "b")),
        settlement=row.get("settlement", ""),
    )


def settled_acts(text: str | None = None) -> list[CodedAct]:
    """The settled acts as coded acts, checked as any user's file is."""
    return parse_episodes((text_of(SETTLED) if text is None else text).encode(), SETTLED)


def ends_of(cases: Iterable[DisputeCase]) -> dict[str, int]:
    """Last day of each case's window as a number of the calendar."""
    return {case.id: case.end.toordinal() for case in cases}
