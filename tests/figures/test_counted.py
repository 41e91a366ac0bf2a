"""What a figure counts is counted once for the desk and the phone, and never taken for what another figure counts."""

import pandas as pd
from matplotlib.figure import Figure

from brink.experiments.figures.style import PHONE, Drawn, on_phone, once_a_figure, styled

counted = []


@once_a_figure
def total(numbers):
    counted.append(numbers)
    return sum(numbers)


@styled
def drawn(numbers):
    figure = Figure()
    figure.suptitle(f"{total(numbers)} {'phone' if on_phone() else 'desk'}")
    return Drawn(figure, pd.DataFrame({"total": [total(numbers)]}))


def test_a_figure_is_counted_once_and_drawn_twice():
    counted.clear()
    one, other = drawn([1, 2]), drawn([3, 4])
    assert [made.figure.get_suptitle() for made in (one, other)] == ["3 desk", "7 desk"]
    assert one.again is not None
    assert one.again(PHONE).get_suptitle() == "3 phone"
    assert counted == [[1, 2], [3, 4]]


def test_outside_of_a_figure_it_is_counted_each_time():
    counted.clear()
    numbers = [1]
    assert (total(numbers), numbers.append(1), total(numbers)) == (1, None, 2)
