"""Agreement of two codings: Krippendorff's published example, and matching by hand."""

import datetime
import math

import pytest

from brink.experiments.evidence.record.agreement import METRIC, NOMINAL, ORDINAL, agreement, alpha, matched
from brink.experiments.evidence.record.files import CodedRow

X = math.nan
#: Krippendorff 2011: four observers, twelve units.
PUBLISHED = list(
    zip(
        [1, 2, 3, 3, 2, 1, 4, 1, 2, X, X, X],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, X, 3],
        [X, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, X],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, X],
        strict=True,
    )
)


@pytest.mark.parametrize(("metric", "value"), [(NOMINAL, 0.743), (ORDINAL, 0.815), (METRIC, 0.849)])
def test_the_published_example(metric, value):
    assert alpha(PUBLISHED, metric) == pytest.approx(value, abs=0.0005)


def test_perfect_and_chance_agreement():
    assert alpha([[1, 1], [2, 2], [3, 3]], ORDINAL) == 1
    assert alpha([[0, 1], [1, 0]], NOMINAL) < 0
    assert math.isnan(alpha([[1, 1], [1, 1]], NOMINAL)), "without any difference there is nothing to agree about"
    assert math.isnan(alpha([], ORDINAL))


def entry(n, day, actor="AAA", target="BBB", rung=4, killed=0, low=0, high=0, answers=0, case="I1"):
    date = datetime.date(2000, 1, day)
    return CodedRow(case, n, date, actor, target, "x", rung, killed, low, high, answers, "H", "V", "s")


def test_acts_are_matched_to_the_nearest_once():
    one = [entry(1, 5), entry(2, 9), entry(3, 20, "BBB", "AAA")]
    other = [entry(1, 7), entry(2, 5), entry(3, 20), entry(4, 12)]
    assert [(a.n, b.n) for a, b in matched(one, other)] == [(1, 2), (2, 1)]
    found = agreement(one, other)
    assert found.found == pytest.approx(4 / 7)
    assert matched([entry(1, 5, case="I2")], [entry(1, 5)]) == []


def test_reply_links_agree_when_they_name_the_same_act():
    one = [entry(1, 1), entry(2, 5), entry(3, 9, "BBB", "AAA", answers=1), entry(4, 15, "BBB", "AAA", answers=2)]
    # the same acts under other numbers
    same = [entry(7, 1), entry(8, 5), entry(9, 9, "BBB", "AAA", answers=7), entry(10, 15, "BBB", "AAA", answers=8)]
    assert agreement(one, same).reply == 1
    crossed = [*same[:2], same[2]._replace(answers=8), same[3]._replace(answers=7)]
    assert agreement(one, crossed).reply < 0.6
    # an act that only one coding has is the same answer in neither
    unknown = [*same[:2], same[2]._replace(answers=99), same[3]]
    assert agreement(one, unknown).reply < 1


def test_deaths_lie_inside_each_others_range():
    one, other = [entry(1, 1, killed=5, low=3, high=9)], [entry(1, 1, killed=8, low=5, high=10)]
    assert agreement(one, other).deaths == 1
    assert agreement(one, [other[0]._replace(killed_low=6)]).deaths == 0
