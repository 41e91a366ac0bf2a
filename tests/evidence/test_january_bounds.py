"""The bounds of January in the fit: measured as the gates measure them, and weighed so that no bound rules alone."""

import numpy as np
import pytest

from brink.experiments.evidence import january_bounds
from brink.experiments.evidence.forecast import FREE, free_ranges
from brink.experiments.evidence.january_bounds import MOST, JanuaryBounds, deviations, likely, tolerated
from brink.experiments.evidence.january_match import nearest
from brink.experiments.evidence.point_workers import PointWorkers
from brink.experiments.evidence.predict import SEED
from brink.experiments.evidence.targets import Crises, measure
from brink.experiments.measures.questions.held import Held
from brink.experiments.measures.statistics import Interval
from brink.experiments.runs.answered import answered_runs
from brink.gates import expectations
from brink.model.mechanisms.registry import CONSTANTS
from brink.scenarios.loader import load_scenario
from brink.scenarios.questions.expected import ExpectedBound, expected_of

RUNS = 60


@pytest.fixture(scope="module")
def bounds():
    return JanuaryBounds(free_ranges(), RUNS)


def shipped():
    return np.array([CONSTANTS[name].default for name in FREE])


def test_the_fit_measures_january_as_the_gates_do(bounds):
    file = january_bounds.BOUNDS
    scenario = load_scenario(expectations.place(file))
    expected = expected_of(scenario)
    ids = list(expectations.content(file)["expectations"])
    frame = answered_runs(scenario.case(), expected.tables, RUNS, SEED, jobs=1)
    gates = expectations.held([bound for bound in expected.bounds if bound.id in ids], expected.tables, frame)
    np.testing.assert_equal([row.found for row in bounds.held(shipped())], [row.found for row in gates])
    assert len(bounds.names) == len(set(bounds.names)) == len(gates) > 30


def test_other_constants_give_other_misses_and_the_same_give_the_same(bounds):
    bold = shipped()
    bold[FREE.index("opening_cost")] = CONSTANTS["opening_cost"].low
    assert (bounds.off(bold) != bounds.off(shipped())).any()
    assert np.array_equal(bounds.off(shipped()), bounds.off(shipped()))


def test_finished_pieces_are_not_run_again(bounds, tmp_path, monkeypatch):
    points = np.stack([shipped()] * 3)
    first = bounds.table(points, keep=tmp_path)
    monkeypatch.setattr(bounds, "off", lambda *_: pytest.fail("run again"))
    assert np.array_equal(bounds.table(points, keep=tmp_path), first)


def test_workers_measure_what_is_measured_here():
    """A point gives the same numbers in a process of its own."""
    with PointWorkers(free_ranges(), crises=40, winters=30) as workers:
        disputes, january = workers.disputes(shipped(), 3), workers.january(shipped(), 3)
        held = workers.january_held(shipped(), 3)
    bounds = JanuaryBounds(free_ranges(), 30)
    np.testing.assert_array_equal(disputes, measure(Crises(free_ranges(), 40).log(shipped(), 3)))
    np.testing.assert_array_equal(january, bounds.off(shipped(), 3))
    np.testing.assert_array_equal(held, bounds.found(shipped(), 3))


def row(low, high, found, cases=60, statistic="share"):
    bound = ExpectedBound("j", statistic, low, high, "asked")
    return Held(bound, "", found, cases, "")


def test_a_miss_counts_by_chance_and_tolerance_together():
    assert deviations(row(0.6, 1, Interval(0.7, 0.5, 0.9))) == 0
    assert deviations(row(0.6, 1, Interval(0.2, 0.2, 0.2))) == pytest.approx(0.4 / 0.05)
    assert deviations(row(0.6, 1, Interval(0.2, 0.1, 0.3))) < 0.4 / 0.05
    assert deviations(row(0.6, 1, Interval(0.2, 0.2, 0.2), cases=3)) == 0, "too few cases tell nothing"
    assert tolerated(row(110, 190, None, statistic="median").bound) == pytest.approx(19)
    assert tolerated(row(0, 100_000, None, statistic="mean").bound) == 0.05, "an end that bounds nothing sets nothing"


def test_one_bound_that_nothing_reaches_does_not_rule_out_everything():
    off = np.array([[40.0, 0.0, 0.0], [40.0, 1.0, 1.0], [4.0, 4.0, 4.0]])
    found = likely(off, cut=3.0, spared=1)
    assert list(found.kept) == [True, True, False]
    assert found.logs[0] == -0.5 * MOST**2
    assert found.logs[0] > found.logs[1] > found.logs[2]


def test_the_second_wave_looks_where_january_is_met():
    draw = np.random.default_rng(3)
    low, high = np.zeros(2), np.ones(2)
    tried, candidates = draw.random((150, 2)), draw.random((400, 2))
    off = np.zeros((150, 5))
    off[:, 0] = 6 * np.abs(tried[:, 0] - 0.2)
    found = nearest(tried, off, candidates, 40, low, high)
    assert np.abs(found[:, 0] - 0.2).mean() < 0.08
    assert found[:, 1].std() > 0.2, "what does not matter stays spread"
