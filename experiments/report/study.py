"""The report of a study: the template of all reports, with the study's question, figures, tables and limits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ..figures.gallery import FigureEntry
from ..figures.style import save, save_for_phone
from ..measures.numbers import cell
from ..results.sums import REPORT
from ..system.whole import write_text
from .live import LiveLink
from .page import embedded, fill
from .words import ReportText

CONTENTS = {
    "question": "The question",
    "answer": "The answer",
    "figures": "The figure",
    "numbers": "The numbers",
    "assumed": "What is assumed",
    "limits": "Limits and ethics",
    "again": "How to reproduce it",
}
BESIDE = (
    "The folder of this report holds the resolved scenario, every table as Parquet and CSV, the figure with its data, "
    "and a manifest with the hash of each file. The same command gives the same tables."
)
#: Rows of a table that stand in the page; the file beside it has all.
MOST_ROWS = 60


class ReportTable(NamedTuple):
    """A table of a study: title, what its columns mean, and the table itself."""

    title: str
    meaning: str
    table: pd.DataFrame


class Heading(NamedTuple):
    """What a report says at its head and foot: facts, and the stamp of its figures."""

    facts: str
    stamp: str


def compose(
    folder: Path,
    heading: Heading,
    words: ReportText,
    tables: Sequence[ReportTable],
    entries: Sequence[FigureEntry],
    command: str,
    made: Sequence[tuple[str, str]] = (),
    live: Sequence[LiveLink] = (),
) -> Path:
    """Write figures and page, whatever the study.

    Args:
        folder: of the study.
        heading: what stands at head and foot.
        words: question, answer (the most important first) and assumptions, in sentences.
        tables: what stands below the figures.
        entries: the figures, drawn.
        command: what makes it again.
        made: how it came about, by name.
        live: ways into the live page beside it.

    Returns:
        The page.
    """
    pictures, figures = [], folder / "figures"
    for entry in entries:
        save(entry.drawn, figures, entry.name)
        save_for_phone(entry.drawn, figures, entry.name)
        uri, phone = embedded(figures, entry.name)
        pictures.append({**entry._asdict(), "uri": uri, "phone": phone})
    text = fill(
        "study.html",
        title=words.title,
        kind=words.genre.title,
        facts=heading.facts,
        stamp=heading.stamp,
        banner=words.genre.banner,
        contents=CONTENTS if len(pictures) == 1 else CONTENTS | {"figures": "The figures"},
        question=words.question,
        answer=words.answer,
        pictures=pictures,
        tables=[_shown(table) for table in tables],
        assumed=list(words.assumed.items()),
        limits=words.genre.limits(),
        command=command,
        made=list(made),
        live=list(live),
        beside=BESIDE if made else "",
    )
    write_text(folder / REPORT, text)
    return folder / REPORT


def _shown(one: ReportTable) -> dict[str, Any]:
    cut = one.table.head(MOST_ROWS)
    return {
        "title": one.title,
        "meaning": one.meaning.replace("`", ""),
        "heads": [str(name) for name in cut.columns],
        "numbers": [pd.api.types.is_numeric_dtype(cut[name]) for name in cut.columns],
        "rows": [[cell(value) for value in row] for row in cut.itertuples(index=False)],
        "left": len(one.table) - len(cut),
    }
