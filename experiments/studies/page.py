"""The short report of a study: one HTML file without anything from outside; whatever a user wrote is escaped."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ..figures.style import Drawn, save
from ..store import write_text
from .folder import REPORT, Study

PACKAGE = "brink.experiments.studies"
#: Rows of a table that stand in the page; the file beside it has all.
MOST_ROWS = 60


class Plate(NamedTuple):
    """A figure of a study: file name without ending, title, what to see in it, the same in words, the figure."""

    name: str
    title: str
    see: str
    alt: str
    drawn: Drawn


class Sheet(NamedTuple):
    """A table of a study: title, what its columns mean, and the table itself."""

    title: str
    meaning: str
    table: pd.DataFrame


def write_page(
    folder: Path, study: Study, found: Sequence[str], sheets: Sequence[Sheet], plates: Sequence[Plate]
) -> Path:
    """Write figures and report of a study.

    Args:
        folder: of the study.
        study: its question.
        found: what was found, a sentence or two each, the most important first.
        sheets: tables.
        plates: figures, drawn.

    Returns:
        The report.
    """
    pictures = []
    for plate in plates:
        png, svg, _ = save(plate.drawn, folder / "figures", plate.name)
        pictures.append({**plate._asdict(), "uri": _uri(png, svg)})
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    text = page.from_string((files(PACKAGE) / "study.html").read_text(encoding="utf-8")).render(
        study=study,
        found=found,
        sheets=[_shown(sheet) for sheet in sheets],
        pictures=pictures,
        command=shlex.join(study.command),
        hash=study.hash(),
    )
    write_text(folder / REPORT, text)
    return folder / REPORT


def _uri(png: Path, svg: Path) -> Markup:
    """A data URI of the smaller file; base64 has no character that could leave the attribute."""
    drawing, picture = svg.read_bytes(), png.read_bytes()
    sharp = len(drawing) <= max(150_000, len(picture))
    kind, content = ("svg+xml", drawing) if sharp else ("png", picture)
    return Markup(f"data:image/{kind};base64,{base64.b64encode(content).decode()}")


def _shown(sheet: Sheet) -> dict[str, Any]:
    cut = sheet.table.head(MOST_ROWS)
    return {
        "title": sheet.title,
        "meaning": sheet.meaning,
        "heads": [str(name) for name in cut.columns],
        "rows": [[cell(value) for value in row] for row in cut.itertuples(index=False)],
        "left": len(sheet.table) - len(cut),
    }


def cell(value: Any) -> str:
    """A value of a table as people read it: three digits that matter, nothing for what is not known."""
    if isinstance(value, bool) or (not isinstance(value, (int, float)) and not hasattr(value, "dtype")):
        return "yes" if value is True else "no" if value is False else "-" if value is None else str(value)
    number = float(value)
    if number != number:
        return "-"
    if number.is_integer() and abs(number) < 1e15:
        return f"{number:,.0f}"
    return f"{number:,.3g}" if abs(number) < 1000 else f"{number:,.0f}"
