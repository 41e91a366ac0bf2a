"""Figures: one small file each; every function takes tidy frames and returns a figure and the table it plots."""

from __future__ import annotations

from .about import About, about
from .gallery import INDEX, FigureEntry, draw_all, figure_entries
from .style import ENDINGS, Drawn, save, save_for_phone
from .tables import worst_run

__all__ = [
    "ENDINGS", "INDEX", "About", "Drawn", "FigureEntry", "about", "draw_all", "figure_entries", "save",
    "save_for_phone", "worst_run",
]  # fmt: skip
