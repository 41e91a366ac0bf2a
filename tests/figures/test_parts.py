"""The parts figures are made of: intervals, dates, labels, the map's projection, colours."""

from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from brink.experiments.figures import about
from brink.experiments.figures.asked import difference_words
from brink.experiments.figures.dates import tick_days, tick_labels
from brink.experiments.figures.differences import differences
from brink.experiments.figures.labels import Label, place
from brink.experiments.figures.style import PHONE, RUNG_COLOURS, ink_on, new_figure, settle, styled
from brink.experiments.measures.claims import headline
from brink.experiments.measures.numbers import percent
from brink.experiments.measures.statistics import between_runs, wilson, wilson_bounds
from brink.model.world.ladder import FIRST_KINETIC, LAST_DRAWN


@pytest.mark.parametrize(("hits", "trials"), [(0, 10), (3, 10), (10, 10), (500, 2000)])
def test_many_shares_have_the_interval_of_one(hits, trials):
    assert tuple(float(part[1]) for part in wilson_bounds([0, hits], trials)) == wilson(hits, trials)


def test_without_trials_everything_is_possible():
    _, low, high = wilson_bounds([0], [0])
    assert (low[0], high[0]) == (0, 1)


def test_things_that_come_in_lumps_have_wider_intervals():
    trials = np.full(100, 10.0)
    even = np.full((100, 1), 5.0)
    lumps = np.where(np.arange(100) % 2 == 0, 10.0, 0.0)[:, None]
    narrow, wide = between_runs(even, trials), between_runs(lumps, trials)
    assert narrow[0][0] == wide[0][0] == 0.5
    assert wide[2][0] - wide[1][0] > 2 * (narrow[2][0] - narrow[1][0])
    _, low, high = wilson_bounds([50], [100])  # a lump counts once
    assert (wide[1][0], wide[2][0]) == (pytest.approx(low[0]), pytest.approx(high[0]))


def test_dates_are_few_and_the_year_stands_where_it_changes():
    start = date(2023, 10, 7)
    days = tick_days(start, 0, 149)
    assert tick_labels(start, days) == ["1 Nov\n2023", "1 Dec", "1 Jan\n2024", "1 Feb", "1 Mar"]


@pytest.mark.parametrize("last", [1, 10, 44, 46, 150, 400, 1500, 3650])
def test_no_axis_is_crowded_or_bare(last):
    assert 1 <= len(tick_days(date(2024, 1, 1), 0, last)) <= 12


def test_labels_never_overlap(two_hundred):
    @styled
    def crowded():
        figure = new_figure(4, "labels", about(two_hundred))
        axes = figure.add_subplot()
        settle(figure)
        taken = []
        points = [(0.5 + 0.01 * k, 0.5 + 0.004 * k) for k in range(30)]
        written = place(axes, [Label(x, y, f"a label {k}") for k, (x, y) in enumerate(points)], taken)
        return written, taken

    written, boxes = crowded()
    assert 2 < len(written) < 30
    assert len(written) == len(boxes)
    for k, one in enumerate(boxes):
        assert not any(one.overlaps(other) for other in boxes[k + 1 :])


def luminance(colour):
    from matplotlib.colors import to_rgb

    return float(np.dot(to_rgb(colour), (0.2126, 0.7152, 0.0722)))


def test_rungs_keep_their_order_without_colour():
    force = [luminance(RUNG_COLOURS[rung]) for rung in range(FIRST_KINETIC, LAST_DRAWN + 1)]
    assert all(a - b > 0.02 for a, b in pairwise(force))


@pytest.mark.parametrize("colour", RUNG_COLOURS)
def test_digits_are_readable_on_their_colour(colour):
    light, dark = sorted((luminance(ink_on(colour)), luminance(colour)), reverse=True)
    assert light - dark > 0.3


def test_shares_are_written_as_people_write_them():
    assert [percent(s).replace("\u00a0", " ") for s in (0, 0.0004, 0.034, 0.0996, 0.5, 1)] == [
        "0 %", "< 0.1 %", "3.4 %", "10 %", "50 %", "100 %",
    ]  # fmt: skip
    assert not any(" " in percent(s) for s in (0.0004, 0.5, 0.9999)), "a line would break inside"


def test_the_end_of_an_interval_that_leaves_out_zero_is_not_written_as_zero():
    row = {"differing": 40, "difference": 0.0006, "difference_low": 0.0002, "difference_high": 0.0011}
    assert difference_words(row) == "   +0.06 points\n(+0.02 to +0.11 points)"
    coarse = row | {"difference": 0.03, "difference_low": 0.0, "difference_high": 0.06}
    assert difference_words(coarse).split("\n")[1] == "(0.0 to +6.0 points)"


def test_differences_on_a_phone_leave_room_for_the_lines_and_say_both_values(two_hundred):
    rows = [("branching_ratio", 0.28, 0.31, 1.1), ("killed", 208.0, 240.0, 1.15), ("kinetic_acts", 575.0, 590.0, 1.03)]
    data = pd.DataFrame(rows, columns=["outcome", "a", "b", "ratio"])
    data = data.assign(ratio_low=data["ratio"] - 0.02, ratio_high=data["ratio"] + 0.02, saving=3.0)
    figure = differences(data, about(two_hundred), ("as given", "changed")).again(PHONE)
    settle(figure)
    assert figure.axes[0].get_position().width > 0.5
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert any(label.endswith("208 → 240") for label in labels)


def test_a_title_states_a_finding_only_where_enough_runs_bear_it():
    assert headline("How deadly it gets", "Half of the runs kill 9", 10) == "Half of the runs kill 9"
    assert headline("How deadly it gets", "Half of the runs kill 9", 9) == "How deadly it gets"
    assert headline("How deadly it gets", "", 1000) == "How deadly it gets"
