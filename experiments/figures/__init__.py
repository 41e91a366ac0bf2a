"""Figures: one small file each; every function takes tidy frames and returns a figure and the table it plots."""

from __future__ import annotations

from .about import About, about
from .gallery import INDEX, Plate, draw_all, plates
from .style import ENDINGS, Drawn, save, save_for_phone
from .tables import worst_run

__all__ = [
    "ENDINGS", "INDEX", "About", "Drawn", "Plate", "about", "draw_all", "plates", "save", "save_for_phone", "worst_run",
]  # fmt: skip
