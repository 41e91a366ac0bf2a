"""Figures: one small file each; every function takes tidy frames and returns a figure and the table it plots."""

from __future__ import annotations

from .about import About, about
from .gallery import INDEX, Plate, draw_all, plates
from .style import Drawn, save
from .tables import worst_run

__all__ = ["INDEX", "About", "Drawn", "Plate", "about", "draw_all", "plates", "save", "worst_run"]
