"""Labels that do not collide: each takes the first free spot beside its point, and gives up rather than overlap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, cast

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox

#: Where a label may stand: direction from its point, and how the text is aligned there.
SPOTS: tuple[tuple[int, int], ...] = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
POINTS = 0.72
#: Page pixels around a text that are kept free, and those that its halo covers.
EDGE, HALO = 1.0, 2.5
#: Share of its width by which a text may come out wider when the figure is saved in another size.
SLACK = 0.04
ALIGN_X: dict[int, Literal["left", "center", "right"]] = {1: "left", 0: "center", -1: "right"}
ALIGN_Y: dict[int, Literal["bottom", "center", "top"]] = {1: "bottom", 0: "center", -1: "top"}


class Label(NamedTuple):
    """A wish: text at data point ``x, y``, ``gap`` page pixels (100 an inch) off its mark, ``size`` in points."""

    x: float
    y: float
    text: str
    gap: float = 7.0
    size: float = 8.5
    colour: str = "#1a1a1a"
    weight: str = "normal"
    style: str = "normal"
    halo: bool = False


def place(
    axes: Axes, wishes: Sequence[Label], taken: list[Bbox], spots: Sequence[tuple[int, int]] = SPOTS
) -> list[str]:
    """Write the labels in order of importance; return those that found room.

    ``taken`` holds boxes in pixels that must stay free, such as marks; each written label is added to it. The figure
    must be laid out before (`style.settle`), since pixels are compared.
    """
    written = []
    for wish in wishes:
        box = _try(axes, wish, taken, spots)
        if box is not None:
            taken.append(box)
            written.append(wish.text)
    return written


def marks(axes: Axes, points: Sequence[tuple[float, float]], half: float) -> list[Bbox]:
    """Boxes around marks at data points, ``half`` page pixels (100 an inch) a side from their middle."""
    half = half * _dots(axes)
    middles = [axes.transData.transform(point) for point in points]
    return [Bbox.from_extents(x - half, y - half, x + half, y + half) for x, y in middles]


def _try(axes: Axes, wish: Label, taken: list[Bbox], spots: Sequence[tuple[int, int]]) -> Bbox | None:
    text = _write(axes, wish)
    width, height = _size(text)
    dots = _dots(axes)
    rim = HALO if wish.halo else EDGE
    off = wish.gap + rim - EDGE
    gap, rim = off * dots, rim * dots
    x, y = axes.transData.transform((wish.x, wish.y))
    room = axes.get_window_extent()
    for right, up in spots:
        left = x + right * gap - {1: 0.0, 0: width / 2, -1: width}[right]
        low = y + up * gap - {1: 0.0, 0: height / 2, -1: height}[up]
        box = Bbox.from_extents(left - rim, low - rim, left + width + rim, low + height + rim)
        if _inside(box, room) and not any(box.overlaps(other) for other in taken):
            text.set_position((right * off * POINTS, up * off * POINTS))
            text.set_horizontalalignment(ALIGN_X[right])
            text.set_verticalalignment(ALIGN_Y[up])
            return box
    text.remove()
    return None


def _write(axes: Axes, wish: Label) -> Text:
    return axes.annotate(
        wish.text,
        xy=(wish.x, wish.y),
        path_effects=[withStroke(linewidth=2.2, foreground="white", alpha=0.85)] if wish.halo else None,
        xytext=(0, 0),
        textcoords="offset points",
        fontsize=wish.size,
        color=wish.colour,
        fontweight=wish.weight,
        fontstyle=wish.style,
        zorder=8,
        annotation_clip=True,
    )


def _dots(axes: Axes) -> float:
    """Pixels of the canvas in a page pixel."""
    return cast("float", axes.figure.dpi) / 100


def _size(text: Text) -> tuple[float, float]:
    canvas = cast("FigureCanvasAgg", text.figure.canvas)  # type: ignore[union-attr]
    box = text.get_window_extent(canvas.get_renderer())
    return box.width, box.height


def _inside(box: Bbox, room: Bbox) -> bool:
    edge = SLACK * box.width
    return box.x0 >= room.x0 + edge and box.x1 <= room.x1 - edge and box.y0 >= room.y0 - 2 and box.y1 <= room.y1 + 2
