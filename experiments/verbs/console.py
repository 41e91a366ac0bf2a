"""Where things are printed: results on standard output, messages and progress on standard error.

Rich decides about colour (NO_COLOR, no terminal); a pipe gets lines wide enough for the tables.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: Columns of a table that does not go to a terminal.
PIPE_WIDTH = 130


def say(message: str) -> None:
    """A message to the person, on standard error."""
    sys.stderr.write(f"{message}\n")


def give(text: str) -> None:
    """A result, on standard output."""
    sys.stdout.write(f"{text}\n")


def give_json(content: Any) -> None:
    """A result for machines, on standard output."""
    give(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False))


def give_table(title: str, columns: list[str], rows: list[list[str]]) -> None:
    """A table of plain text on standard output; what a user wrote is never read as markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
    table = Table(*columns, title=Text(title), title_justify="left", pad_edge=False)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
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
