"""A ledger on the disk: a folder with a file an entry, each sealed with the hash of the one before."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from ...errors import MismatchError, UserError
from ...results.lock import locked
from ...results.place import make_folder
from ...system.regular import read_regular
from ...system.whole import write_new
from .entries import NOTHING, RESOLUTION, LedgerEntry, parse_entry

PACKAGE = "brink.experiments.evidence.ledger"
#: The name that stands for the ledger that ships: the entries beside this file.
SHIPPED = "shipped"
NAME = re.compile(r"(\d{4,6})\.json")
MOST_BYTES = 32 * 1024 * 1024


class Ledger(NamedTuple):
    """A ledger whose chain holds: where it is, and its entries in order."""

    place: str
    entries: list[LedgerEntry]

    @property
    def last(self) -> str:
        """The hash of the last entry: whoever published it can prove that the ledger stands as it stood then."""
        return self.entries[-1].hash if self.entries else NOTHING

    def forecast(self, number: int | None = None) -> LedgerEntry:
        """The entry of this number, by default the last one that forecasts something.

        Raises:
            UserError: there is none, or it forecasts nothing.
        """
        found = [entry for entry in self.entries if entry.kind != RESOLUTION and number in (None, entry.number)]
        if not found:
            which = "no forecast" if number is None else f"no forecast numbered {number}"
            raise UserError(f"{self.place}: {which} in this ledger; brink forecast writes one")
        return found[-1]


def read_book(place: str) -> Ledger:
    """A ledger by the path of its folder, or the one that ships.

    Raises:
        UserError: it cannot be read.
        MismatchError: an entry was changed, left out or put in.
    """
    if place == SHIPPED and not Path(place).exists():
        beside = resources.files(PACKAGE).iterdir()
        files = {item.name: item.read_bytes() for item in beside if NAME.fullmatch(item.name)}
        return Ledger(place, chained(files, place))
    if not Path(place).is_dir():
        raise UserError(f"{place}: no folder of a ledger (or write {SHIPPED} for the one that comes with brink)")
    names = [path.name for path in Path(place).iterdir() if NAME.fullmatch(path.name)]
    return Ledger(place, chained({name: read_regular(Path(place) / name, MOST_BYTES) for name in names}, place))


def chained(files: dict[str, bytes], place: str) -> list[LedgerEntry]:
    """The entries of a ledger in order, each with the hash of the one before.

    Raises:
        UserError: a file is no entry.
        MismatchError: an entry was changed, left out or put in.
    """
    entries: list[LedgerEntry] = []
    for number, name in enumerate(sorted(files, key=lambda name: int(name.removesuffix(".json"))), 1):
        entry = parse_entry(files[name], f"{place}/{name}")
        before = entries[-1].hash if entries else NOTHING
        if entry.number != number or int(name.removesuffix(".json")) != number:
            raise MismatchError(f"{place}/{name}: entry {number} is missing or was moved: the ledger is not whole")
        if entry.previous != before:
            raise MismatchError(
                f"{place}/{name}: does not follow on the entry before it ({entry.previous[:16]}... there, "
                f"{before[:16]}... found): one of them was put in its place later"
            )
        entries.append(entry)
    return entries


def append(folder: Path, make: Callable[[int, str], LedgerEntry]) -> LedgerEntry:
    """Seal an entry and write it behind the last one of a ledger, which is begun if it is not there.

    Args:
        folder: of the ledger.
        make: makes the entry from its number and the hash before it.

    Raises:
        UserError: the folder cannot be written, or another process is writing there.
        MismatchError: the ledger is not whole: nothing is added to it.
    """
    make_folder(folder)
    with locked(folder):
        book = read_book(str(folder))
        entry = make(len(book.entries) + 1, book.last).sealed()
        write_new({folder / f"{entry.number:04}.json": lambda stream: stream.write(entry.text())})
    return entry
