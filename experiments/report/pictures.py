"""Figures as they stand in the page: embedded, the smaller of drawing and picture, never linked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from ..errors import UserError
from ..figures import ENDINGS, INDEX, draw_all
from ..results.manifest_schema import Claims, FileName, Line, read_typed
from ..system.regular import is_regular
from .page import embedded

if TYPE_CHECKING:
    from ..results.read import Results

FOLDER = "figures"
SINGLE = ("timeline", "chain")


class IndexEntry(Claims):
    """What the index says of a figure; its name names files next to the index, and never a path."""

    name: FileName
    title: Line
    see: Line
    alt: Line


class Index(Claims):
    """The index of figures drawn before."""

    question: Line
    run: int | None = None
    figures: list[IndexEntry]


class Picture(NamedTuple):
    """A figure in the page: file name without ending, title, what to see, the same in words, data URIs."""

    name: str
    title: str
    see: str
    alt: str
    uri: Markup
    phone: Markup
    single: bool


def pictures(results: Results) -> list[Picture]:
    """All figures of the results folder; they are drawn if those found there are missing or of other results."""
    folder = results.folder / FOLDER
    index = _index(results, folder)
    if index is None:
        draw_all(results, folder)
        index = read_typed(folder / INDEX, Index)
    return [_picture(folder, entry) for entry in index.figures]


def _index(results: Results, folder: Path) -> Index | None:
    """The index of figures drawn before from the same results for the same runs, if all of them are there."""
    if not is_regular(folder / INDEX) or folder.is_symlink():
        return None
    try:
        index = read_typed(folder / INDEX, Index)
    except UserError:
        return None
    same = index.question == results.manifest["question"] and index.run is None
    whole = all(is_regular(folder / f"{entry.name}{end}") for entry in index.figures for end in ENDINGS)
    return index if same and whole else None


def _picture(folder: Path, entry: IndexEntry) -> Picture:
    single = entry.name.removesuffix("-worst") in SINGLE
    return Picture(entry.name, entry.title, entry.see, entry.alt, *embedded(folder, entry.name), single)
