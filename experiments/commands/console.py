"""Where things are printed: results on standard output, messages and progress on standard error, nowhere else.

Names and texts come from scenarios and results folders of others: what could command a terminal is shown as an escape.
Rich decides about colour (NO_COLOR, no terminal); a pipe gets lines wide enough for the tables. What the streams can
take is the business of `streams.py`.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .streams import escaped

#: Control characters, halves of characters, and signs that turn the direction of what follows, or break the line.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
#: Columns of a table that does not go to a terminal.
PIPE_WIDTH = 130
#: What a column takes besides its cells: a border, and a blank on either side.
BORDERS = 3


def visible(text: str) -> str:
    """Text with nothing in it that a terminal would obey: lines and tabs stay, other control characters are shown."""
    return UNSAFE.sub(lambda found: escaped(found[0]), text)


def say(message: str) -> None:
    """A message to the person, on standard error."""
    sys.stderr.write(f"{visible(message)}\n")


def give(text: str) -> None:
    """A result, on standard output."""
    sys.stdout.write(f"{visible(text)}\n")


def give_json(content: Any) -> None:
    """A result for machines, on standard output: names as they are where the encoding has them all, else escaped."""
    whole = json.dumps(content, indent=2, ensure_ascii=not _is_unicode(sys.stdout.encoding), allow_nan=False)
    give(UNSAFE.sub(lambda found: json.dumps(found[0])[1:-1], whole))


def _is_unicode(encoding: str) -> bool:
    return encoding.lower().replace("-", "").replace("_", "").startswith("utf")


def give_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """A table of plain text on standard output; what a user wrote is never read as markup.

    Where not even its words fit beside each other, each row is a block of lines instead: nothing is cut.
    """
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH)
    lines = [[visible(cell) for cell in row] for row in (columns, *rows)]
    widths = _widths(lines, console.width - BORDERS * len(columns) + 1)
    if not widths:
        give("\n".join([title, *(_block(columns, row) for row in rows)]))
        return
    heads = (Column(Text(head), width=width) for head, width in zip(lines[0], widths, strict=True))
    table = Table(*heads, title=Text(visible(title)), title_justify="left", pad_edge=False)
    for row in lines[1:]:
        table.add_row(*map(Text, row))
    console.print(table)


def _widths(lines: list[list[str]], room: int) -> list[int]:
    """The width of each column: as wide as its cells where there is room, and never below its longest word.

    Nothing where not even the words have room.
    """
    from rich.cells import cell_len

    columns = list(zip(*lines, strict=True))
    widths = [max(map(cell_len, texts)) for texts in columns]
    least = [max(map(cell_len, " ".join(texts).split()), default=0) for texts in columns]
    if sum(least) > room:
        return []
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda k: (widths[k] > least[k], widths[k]))
        widths[widest] -= 1
    return widths


def _block(columns: list[str], row: list[str]) -> str:
    """A row as a heading and a line for each further cell."""
    wide = max(map(len, columns[1:]), default=0)
    lines = (f"  {head:<{wide}}  {cell}" for head, cell in zip(columns[1:], row[1:], strict=True))
    return "\n".join([f"{columns[0]}: {row[0]}", *lines])


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on a terminal, nothing elsewhere; yields what to call with the numbers done and asked for."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
