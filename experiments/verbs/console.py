"""Where things are printed: results on standard output, messages and progress on standard error, nowhere else.

Names and texts come from scenarios and results folders of others: what could command a terminal is shown as an escape.
Rich decides about colour (NO_COLOR, no terminal); a pipe gets lines wide enough for the tables. What the streams can
take is the business of `streams.py`.
"""

from __future__ import annotations

import json
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
    """A table of plain text on standard output; what a user wrote is never read as markup."""
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
    heads = (Column(Text(visible(head))) for head in columns)
    table = Table(*heads, title=Text(visible(title)), title_justify="left", pad_edge=False)
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    console.print(table)


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
