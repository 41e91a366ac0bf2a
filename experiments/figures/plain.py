"""A figure that does not come from a results folder: the look of the house, with a foot line of its own."""

from __future__ import annotations

from typing import cast

from matplotlib.figure import Figure

from .about import About
from .style import new_figure


class _Foot:
    """Stands in for `About` where all that is asked of it is the line at the foot, and notes are as written."""

    def __init__(self, line: str) -> None:
        self.line = line

    def stamp(self) -> str:
        return self.line

    def worded(self, text: str) -> str:
        return text


def bare_figure(height: float, title: str, note: str, foot: str) -> Figure:
    """An empty figure with title, grey note below it, and ``foot`` where others state scenario, runs and seed."""
    return new_figure(height, title, cast("About", _Foot(foot)), note)
