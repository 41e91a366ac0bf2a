"""One look for every figure: size, colours, the line that says what is shown, and files with repeatable bytes."""

from __future__ import annotations

import functools
import gc
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.resources import files
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple, ParamSpec, TypeVar, cast

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from ...model.world.ladder import FIRST_KINETIC, LAST_DRAWN, RUNG_NAMES, RUNGS
from ..system.whole import whole
from .about import About
from .frames import Frame

PACKAGE = "brink.experiments.figures"
#: Widths of a page on a desk and on a phone, in inches; an inch is 100 pixels of the page.
WIDTH, PHONE = 9.0, 3.75
#: Dots an inch of the picture for phones, whose screens have two or three dots a pixel.
PHONE_DPI = 200
#: Letters in a line of title, note and foot on a phone, and the height of each further line in inches.
LETTERS = {"title": 36, "note": 52, "foot": 54}
LINE_HEIGHT = {"title": 0.20, "note": 0.155, "foot": 0.145}
FOOT = 0.30
NBSP = "\u00a0"
KEY_LINE = 0.185
INK = "#1a1a1a"
SOFT = "#5c5c5c"
FAINT = "#b5b5b5"
LAND = "#f1efe9"

#: Colours that stay apart for every common kind of colour vision (Okabe and Ito 2008), without yellow on white.
OKABE_ITO: tuple[str, ...] = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000")
BLUE, VERMILION, GREEN, PURPLE, SKY, ORANGE, _ = OKABE_ITO

#: Settings of matplotlib that say where and when windows open: none of our business, and not to be touched.
OF_WINDOWS = ("backend", "backend_fallback", "interactive", "toolbar")
#: Endings of the files of a figure: picture, drawing, data, and the picture for phones.
PICTURE, DRAWING, TABLE, FOR_PHONE = ENDINGS = (".png", ".svg", ".csv", "-phone.webp")
#: Flat colours are as small after a quick packing as after a thorough one.
QUICK = {"compress_level": 3}
#: A third of the size of a PNG, and no letter looks worse for it at two dots a pixel. Twice the effort (method 4) would
#: take off another thirtieth.
SMALL = {"quality": 82, "method": 2}

P = ParamSpec("P")
R = TypeVar("R")


class Drawn(NamedTuple):
    """A figure and the tidy table of what is plotted in it; ``again`` draws the same for the page of a given width."""

    figure: Figure
    data: Frame
    again: Callable[[float], Figure] | None = None


_page: ContextVar[float] = ContextVar("page", default=WIDTH)
#: What was counted while a figure is drawn, by function and what it was given; that is kept, so that nothing takes its
#: place in memory.
_Counted = dict[tuple[object, ...], tuple[tuple[object, ...], Any]]
_counted: ContextVar[_Counted | None] = ContextVar("counted", default=None)


def page_width() -> float:
    """The width of the page that is drawn for, in inches."""
    return _page.get()


def on_phone() -> bool:
    """Whether it is drawn for a phone: what stands side by side on a desk then stands one below the other."""
    return _page.get() < WIDTH


def _rung_colours() -> tuple[str, ...]:
    scale = mpl.colormaps["magma_r"]
    steps = LAST_DRAWN - FIRST_KINETIC
    force = [to_hex(scale(0.16 + 0.76 * k / steps)) for k in range(steps + 1)]
    words = ["#dedede", "#d0d0d0", "#c2c2c2", "#b4b4b4"]
    return tuple([*words, *force, "#000000"])


#: One colour a rung: greys for words and signals, then light to dark as force grows, so that order survives in print.
RUNG_COLOURS: tuple[str, ...] = _rung_colours()


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on ``colour``."""
    red, green, blue = to_rgb(colour)
    return "#ffffff" if 0.299 * red + 0.587 * green + 0.114 * blue < 0.55 else "#1a1a1a"


def rung_label(rung: int) -> str:
    """A rung by number and name, such as ``6 strike abroad``; below zero there was no act at all."""
    return f"{rung} {RUNG_NAMES[rung]}" if 0 <= rung < RUNGS else "no act"


@functools.cache
def settings() -> Any:
    """The style sheet that ships beside this file, over what matplotlib comes with; all but where windows open."""
    sheet = mpl.rc_params_from_file(str(files(PACKAGE) / "brink.mplstyle"), use_default_template=False)
    whole = dict(mpl.rcParamsDefault) | dict(sheet)
    return {name: value for name, value in whole.items() if name not in OF_WINDOWS}


def styled(draw: Callable[P, R]) -> Callable[P, R]:
    """Draw under the style sheet alone, whatever the caller has set, and leave those settings as they were."""

    @functools.wraps(draw)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        before = _counted.get()
        known: _Counted = {} if before is None else before
        token = _counted.set(known)
        try:
            with mpl.rc_context(settings()):
                made = draw(*args, **kwargs)
        finally:
            _counted.reset(token)
        if isinstance(made, Drawn):
            once_more = functools.partial(_again, functools.partial(inside, *args, **kwargs), known)
            return cast("R", made._replace(again=once_more))
        return made

    return inside


def _again(draw: Callable[[], Any], known: _Counted, width: float) -> Figure:
    """Draw once more for a page of another width, from what was counted for the first."""
    page, counted = _page.set(width), _counted.set(known)
    try:
        return draw().figure
    finally:
        _counted.reset(counted)
        _page.reset(page)


def once_a_figure(count: Callable[P, R]) -> Callable[P, R]:
    """Count for a figure once, for a desk and a phone; what is returned must not be changed, nor depend on the page."""

    @functools.wraps(count)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _counted.get()
        if known is None or kwargs:
            return count(*args, **kwargs)
        key = (count, *map(id, args))
        if key not in known:
            known[key] = args, count(*args, **kwargs)
        return known[key][1]

    return inside


def new_figure(height: float, title: str, about: About, note: str = "", key: float = 0.0) -> Figure:
    """An empty figure of the common width with its title and, at the foot, runs, seed and scenario.

    ``height`` is in inches (one inch is 100 pixels on the page); ``note`` is a grey line under the title; ``key`` is
    the height kept free above the foot for `foot_key`.
    """
    width = page_width()
    lines = {"title": title, "note": about.worded(note), "foot": about.stamp()}
    lines = {name: _wrapped(text, LETTERS[name]) for name, text in lines.items()}
    more = {name: LINE_HEIGHT[name] * text.count("\n") for name, text in lines.items()}
    height += sum(more.values())
    # laid out and measured in the dots that it is drawn with
    figure = Figure(figsize=(width, height), dpi=PHONE_DPI if on_phone() else mpl.rcParams["figure.dpi"])
    FigureCanvasAgg(figure)
    left, second = 0.12 / width, 0.35 + more["title"]
    figure.text(left, 1 - 0.10 / height, lines["title"], fontsize=12.5, fontweight="bold", color=INK, va="top")
    if note:
        figure.text(left, 1 - second / height, lines["note"], fontsize=9, color=SOFT, va="top")
    figure.text(left, 0.08 / height, lines["foot"], fontsize=8.5, color=SOFT, va="bottom")
    head = ((0.62 if note else 0.40) + more["title"] + more["note"]) / height
    foot = (FOOT + more["foot"] + key) / height
    figure.set_layout_engine("constrained", rect=(0.006, foot, 0.988, 1 - head - foot), w_pad=0.06, h_pad=0.05)
    return figure


def _wrapped(text: str, letters: int) -> str:
    """A text in lines of the page, ``letters`` of which go into a line on a phone."""
    return "\n".join(wrap(text, int(letters * page_width() / PHONE)))


def wrapped_on_phone(text: str, letters: int) -> str:
    """A label in lines of so many letters on a phone, in one line on a desk."""
    return "\n".join(wrap(text, letters)) if on_phone() else text


def fixed(
    figure: Figure, left: float, right: float, top: float, bottom: float, between: tuple[float, float] = (0.26, 0.16)
) -> None:
    """Give the panels fixed margins, in inches: quicker than measuring every label where there are many panels.

    ``between`` is the room between them, as shares of a panel's width and height.
    """
    width, height = figure.get_size_inches()
    figure.set_layout_engine(None)
    figure.subplots_adjust(
        left / width, bottom / height, 1 - right / width, 1 - top / height, wspace=between[0], hspace=between[1]
    )


def key_height(entries: int, columns: int) -> float:
    """The height in inches of a key with so many entries; on a phone they stand one below the other."""
    return 0.12 + KEY_LINE * -(-entries // (1 if on_phone() else columns))


def foot_key(figure: Figure, handles: Sequence[Artist], columns: int) -> None:
    """Put the key in the strip kept free above the foot, read line by line."""
    columns = 1 if on_phone() else columns
    down = [handles[k] for column in range(columns) for k in range(column, len(handles), columns)]
    foot = FOOT + LINE_HEIGHT["foot"] * figure.texts[-1].get_text().count("\n")
    width, height = figure.get_size_inches()
    key = figure.legend(
        handles=down,
        loc="lower left",
        bbox_to_anchor=(0.06 / width, foot / height),
        ncols=columns,
        fontsize=8.4,
        handletextpad=0.5,
        columnspacing=1.4,
        labelspacing=0.45,
        borderaxespad=0,
        borderpad=0.2,
    )
    key.set_in_layout(False)


def settle(figure: Figure) -> None:
    """Lay the figure out once and keep it so: labels are then placed in pixels that no longer move."""
    engine = figure.get_layout_engine()
    if engine is not None:
        with quiet_glyphs():
            engine.execute(figure)
    figure.set_layout_engine("none")


def in_percent(axis: Axis) -> None:
    """Let an axis of shares say percent."""
    axis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))


def say(axes: Axes, text: str) -> None:
    """Put one line of text where data would be: an empty panel says why it is empty."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", color=SOFT, fontsize=10)


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave garbage alone meanwhile: drawing makes very many small objects, and looking for cycles takes a sixth."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def quiet_glyphs() -> warnings.catch_warnings:
    """A name in a script that the font lacks is drawn as boxes; that is no reason to warn or to stop."""
    guard = warnings.catch_warnings()
    warnings.filterwarnings("ignore", message="Glyph .* missing from font")
    return guard


def _canvas(figure: Figure) -> FigureCanvasAgg:
    """The canvas of a figure: the one that it was laid out on, which need not measure its words again."""
    canvas = figure.canvas
    return canvas if isinstance(canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)


@styled
def save(drawn: Drawn, folder: Path, name: str) -> list[Path]:
    """Write ``name.png``, ``name.svg`` and the plotted data as ``name.csv``; the same figure gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    png, svg, table = (folder / f"{name}{ending}" for ending in (PICTURE, DRAWING, TABLE))
    settle(drawn.figure)
    with quiet_glyphs():
        with whole(png, flushed=False) as part:
            _canvas(drawn.figure).print_png(part, metadata={"Software": None}, pil_kwargs=QUICK)
        with whole(svg, flushed=False) as part:
            FigureCanvasSVG(drawn.figure).print_svg(part, metadata={"Date": None, "Creator": None})
    FigureCanvasAgg(drawn.figure)
    with whole(table, flushed=False) as part:
        drawn.data.to_csv(part, index=False, float_format="%.6g", lineterminator="\n")
    return [png, svg, table]


@styled
def save_for_phone(drawn: Drawn, folder: Path, name: str) -> Path:
    """Draw a figure once more for a phone and write the picture as ``name-phone.webp``."""
    if drawn.again is None:
        raise ValueError(f"{name} was not drawn by a function that can draw it again")
    figure = drawn.again(PHONE)
    settle(figure)
    picture = folder / f"{name}{FOR_PHONE}"
    with quiet_glyphs(), whole(picture, flushed=False) as part:
        _canvas(figure).print_webp(part, pil_kwargs=SMALL)
    return picture
