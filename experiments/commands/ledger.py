"""Verbs of the ledger: forecast freezes statements before the fact, resolve scores them against acts coded later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import UserError
from . import completing
from .console import give, give_json, give_prose, give_table, progress_bar, say
from .options import Posterior, Runs, Seed, announce_compilation, is_given

if TYPE_CHECKING:
    from ..evidence.ledger.book import Ledger
    from ..evidence.ledger.entries import LedgerEntry

Json = Annotated[bool, typer.Option("--json", help="Print for machines.")]


def forecast(
    context: typer.Context,
    scenario: Annotated[
        str | None,
        typer.Argument(
            help="A scenario whose questions are forecast; without one, the next acts of every kind.",
            autocompletion=completing.scenarios,
        ),
    ] = None,
    ledger: Annotated[Path, typer.Option("--ledger", help="Folder of the ledger; it is begun if not there.")] = Path(
        "ledger"
    ),
    after: Annotated[
        str | None, typer.Option("--after", metavar="DATE", help="Speak of acts after this day; default today.")
    ] = None,
    most: Annotated[int | None, typer.Option("--next", help="Speak of so many acts of each kind; default 100.")] = None,
    title: Annotated[str, typer.Option("--title", help="What the entry is called.")] = "",
    runs: Runs = 10_000,
    seed: Seed = 1,
    posterior: Posterior = None,
    as_json: Json = False,
) -> None:
    """Freeze a forecast before the fact: sealed with hashes, written once, scored later by brink resolve."""
    from ..evidence.ledger import sealing

    if scenario is not None and (after is not None or most is not None):
        raise UserError("--after and --next are about acts of every kind: a scenario says itself of which days it is")
    if scenario is None and (is_given(context, "runs") or is_given(context, "seed")):
        raise UserError("--runs and --seed are of the runs of a scenario: name one, or leave them out")
    day, number = _asked(after, most, runs)
    announce_compilation()
    with progress_bar("acts" if scenario is None else "runs") as progress:
        if scenario is None:
            entry = sealing.seal_acts(ledger, day, number, title, progress, posterior)
        else:
            from ...scenarios.loader import load_scenario

            entry = sealing.seal_crisis(ledger, load_scenario(scenario), runs, seed, title, progress, posterior)
    if as_json:
        give_json(_plain(entry))
        return
    _show(entry)
    place = ledger / f"{entry.number:04}.json"
    say(f"sealed: {place}\nhash: {entry.hash}\npublish this hash: with it anybody sees that nothing was changed since")


def _asked(after: str | None, most: int | None, runs: int) -> tuple[Any, int]:
    """The day and the number of acts that are asked for, each in bounds.

    Raises:
        UserError: one of them is not.
    """
    import datetime

    from ..evidence.ledger.sealing import NEXT
    from ..evidence.unseen.cases import day_of
    from ..results.question import LARGEST_RUNS

    number = NEXT if most is None else most
    for name, value, low, high in (("--next", number, 10, 10_000), ("--runs", runs, 1, LARGEST_RUNS)):
        if not low <= value <= high:
            raise UserError(f"{name}: {value!r} is not a whole number from {low:,} to {high:,}")
    return datetime.date.today() if after is None else day_of(after, "--after"), number


def resolve(
    ledger: Annotated[str, typer.Argument(help="Folder of a ledger, or shipped for the one that comes with brink.")],
    acts: Annotated[Path | None, typer.Argument(help="Coded acts; without them the entries are checked.")] = None,
    number: Annotated[int | None, typer.Option("--entry", help="Number of the entry; default the last one.")] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Last day that the file watched; default its last act."),
    ] = None,
    actors: Annotated[
        str | None, typer.Option("--actors", metavar="CODE=ID,...", help="Who codes of the file are in the scenario.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Write the scores into the ledger, behind its last entry.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check that a ledger stands as it was sealed, and score an entry of it against acts that were coded later."""
    from ..evidence.ledger.book import read_book

    book = read_book(ledger)
    if acts is None:
        if number is not None or until is not None or actors is not None or keep:
            raise UserError("--entry, --until, --actors and --keep go with a file of coded acts")
        _list(book, as_json)
        return
    _score(book, acts, number, until, actors, keep, as_json)


def _list(book: Ledger, as_json: bool) -> None:
    """The entries of a ledger whose chain holds."""
    if as_json:
        give_json({"ledger": book.place, "whole": True, "last": book.last, "entries": [*map(_plain, book.entries)]})
        return
    heads = ["entry", "made", "what", "about", "before the fact", "hash"]
    rows = [
        [str(one.number), one.made, one.kind, one.title, "yes" if one.before_the_fact else "no", one.hash[:16]]
        for one in book.entries
    ]
    give_table(f"{book.place}: {len(book.entries)} entries, none changed since", heads, rows)
    give(f"last hash: {book.last}")


def _score(
    book: Ledger, acts: Path, number: int | None, until: str | None, actors: str | None, keep: bool, as_json: bool
) -> None:
    from ..evidence.ledger import resolving, sealing
    from ..evidence.ledger.book import SHIPPED

    entry = book.forecast(number)
    if keep and book.place == SHIPPED and not Path(SHIPPED).exists():
        raise UserError("--keep: the ledger that ships is not written to; copy it into a folder of your own first")
    found = resolving.resolve(entry, acts, until, resolving.parse_actors(actors))
    if keep:
        sealing.keep_resolution(Path(book.place), entry, found)
    if as_json:
        give_json(found.model_dump(mode="json"))
        return
    _show_scores(entry, found.scores)


def _show_scores(entry: LedgerEntry, scores: dict[str, Any]) -> None:
    from ..evidence.ledger.told import crisis_rows, kind_rows, sentences

    give_prose(f"entry {entry.number}, {entry.title}; sealed {entry.made}, hash {entry.hash[:16]}")
    if entry.crisis is None:
        heads = ["kind", "acts", "answered", "forecaster", "chance", "Brier", "inside 50 %", "inside 90 %"]
        give_table("statements about acts", heads, kind_rows(scores))
    else:
        give_table("questions", ["question", "forecast", "answer", "score"], crisis_rows(scores))
    for line in sentences(entry, scores):
        give_prose(line)


def _show(entry: LedgerEntry) -> None:
    from ..evidence.ledger.told import CRISIS_HEADS, STATED_HEADS, asked_rows, stated_rows

    give_prose(f"entry {entry.number}: {entry.title}. {entry.rule}")
    if entry.crisis is None:
        give_table("of the next acts of each kind", STATED_HEADS, stated_rows(entry))
    else:
        give_table("questions", CRISIS_HEADS, asked_rows(entry))
    if not entry.before_the_fact:
        say(f"this entry speaks of days after {entry.after}, which is before it was made: it is a forecast only as far "
            "as nobody who made it had seen them")  # fmt: skip


def _plain(entry: LedgerEntry) -> dict[str, Any]:
    return entry.model_dump(mode="json", by_alias=True)
