"""Where things are printed: results on standard output, messages and progress on standard error, nowhere else.

Names and texts come from scenarios and results folders of others: what could command a terminal is shown as an escape.
Rich decides about colour (NO_COLOR, no terminal); a pipe gets lines wide enough for the tables. What the streams can
take is the business of `streams.py`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from textwrap import wrap
from typing import Any

from .streams import escaped

#: Control characters, halves of characters, and signs that turn the direction of what follows, or break the line.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
#: Columns of a table that does not go to a terminal.
PIPE_WIDTH = 130
#: What a column takes besides its cells: a border, and a blank on either side.
BORDERS = 3
#: Prose is broken between words alone: a path that is too long for a line stays whole.
WHOLE: Any = {"break_long_words": False, "break_on_hyphens": False}


#: Called with the numbers done and asked for.
Progress = Callable[[int, int], None]
#: Seconds that need no word.
SHORT = 2.0


def visible(text: str) -> str:
    """Text with nothing in it that a terminal would obey: lines and tabs stay, other control characters are shown."""
    return UNSAFE.sub(lambda found: escaped(found[0]), text)


def say(message: str) -> None:
    """A message to the person, on standard error."""
    sys.stderr.write(f"{visible(message)}\n")


def give(text: str) -> None:
    """A result, on standard output."""
    sys.stdout.write(f"{visible(text)}\n")


def give_prose(text: str, hang: int = 0) -> None:
    """A sentence as a result: on a terminal broken between words, further lines ``hang`` blanks in; whole in a pipe."""
    wide = max(columns(), 2 * hang, 20)
    give("\n".join(wrap(text, wide, subsequent_indent=" " * hang, **WHOLE)) if on_terminal() else text)


def columns() -> int:
    """Letters in a line of the terminal; of what is none, more than anybody reads."""
    return shutil.get_terminal_size().columns if on_terminal() else 10**6


def on_terminal() -> bool:
    """Whether results go to a terminal."""
    return sys.stdout.isatty()


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

    console = Console(width=None if on_terminal() or "COLUMNS" in os.environ else PIPE_WIDTH)
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


def duration(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    return f"about {round(seconds / 60)} min" if seconds < 5400 else f"about {round(seconds / 3600, 1)} h"


@contextmanager
def progress_bar(things: str) -> Iterator[Progress]:
    """What is done of ``things``: a bar on a terminal; elsewhere one line, if it takes long, that says how long."""
    if sys.stderr.isatty():
        with _bar(things) as tell:
            yield tell
    else:
        yield _one_line(things)


@contextmanager
def _bar(things: str) -> Iterator[Progress]:
    from rich import progress as rich
    from rich.console import Console

    count, left = rich.MofNCompleteColumn(), rich.TimeRemainingColumn()
    described = rich.TextColumn("{task.description}")
    bar = rich.Progress(described, rich.BarColumn(), count, left, console=Console(stderr=True), transient=True)
    with bar:
        task = bar.add_task(things, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _one_line(things: str) -> Progress:
    """Says once, when there is something to go by, how much there is and how long the rest takes."""
    begun, said = time.monotonic(), False

    def tell(done: int, total: int) -> None:
        nonlocal said
        taken = time.monotonic() - begun
        left = taken * (total - done) / done if done else 0.0
        if not said and min(taken, left) > SHORT:
            said = True
            say(f"{done:,} of {total:,} {things} done, {duration(left)} to go")

    return tell
