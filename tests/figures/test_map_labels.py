"""Where captions and names go on a map: into free corners, apart from each other, inside the frame."""

import pytest
from matplotlib.transforms import Bbox

from brink.experiments.figures import about
from brink.experiments.figures.chart import Window
from brink.experiments.figures.inset import caption
from brink.experiments.figures.labels import Label, place
from brink.experiments.figures.style import new_figure, settle


@pytest.fixture(scope="module")
def facts(two_hundred):
    return about(two_hundred)


def test_a_caption_goes_to_a_corner_where_nothing_is_written(facts):
    window = Window(-0.05, 0.05, -0.05, 0.05)
    for wanted in ((-0.05, -0.05), (0.05, 0.05)):
        figure = new_figure(5, "captions", facts)
        axes = figure.add_subplot()
        axes.set_xlim(window.west, window.east)
        axes.set_ylim(window.south, window.north)
        settle(figure)
        room = axes.get_window_extent()
        corners = {(x, y): axes.transData.transform((x, y)) for x in (-0.05, 0.05) for y in (-0.05, 0.05)}
        taken = [Bbox.from_bounds(x - 60, y - 60, 120, 120) for at, (x, y) in corners.items() if at != wanted]
        caption(axes, window, taken)
        (text,) = axes.texts
        box = text.get_window_extent()
        assert not any(box.overlaps(other) for other in taken[:3])
        assert room.x0 <= box.x0 and box.x1 <= room.x1


def test_names_with_a_halo_keep_off_each_other_and_off_the_frame_by_what_may_be_added(facts):
    """Saved in another size a text comes out a few per cent wider; a halo covers what stands beside it."""
    figure = new_figure(5, "halos", facts)
    axes = figure.add_subplot()
    settle(figure)
    room, taken = axes.get_window_extent(), []
    assert place(axes, [Label(0.5, 0.5, "a name", gap=0, halo=True)], taken, [(0, 0)]) == ["a name"]
    text = axes.texts[0].get_window_extent()
    assert taken[0].x1 - text.x1 > 2 * (figure.dpi / 100)
    wide = text.width
    edge = (wide / 2 + 1.8) / room.width
    assert place(axes, [Label(edge, 0.2, "a name", gap=0)], [], [(0, 0)]) == [], "it fits, but for its growth"
