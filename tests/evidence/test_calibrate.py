"""Calibration: the inference is honest on a model whose answer is known, and the whole of it hangs together."""

import numpy as np
import pytest

import brink
from brink.experiments.errors import UserError
from brink.experiments.evidence import calibrate as room
from brink.experiments.evidence import likelihood, matching
from brink.experiments.evidence.forecast import FREE, free_ranges
from brink.experiments.evidence.inference import LEVELS, SHRUNK, TEMPER, infer, learn, recover
from brink.experiments.evidence.matching import held_out_r2, kept
from brink.experiments.evidence.predict import SEED
from brink.experiments.evidence.prior import points
from brink.experiments.evidence.record import logs
from brink.experiments.evidence.record.directed import Directed
from brink.experiments.evidence.record.logs import of_results
from brink.experiments.evidence.reference import Reference, reference
from brink.experiments.evidence.targets import MEASURES, UNMEASURED, Crises, measure, read_targets
from brink.model.mechanisms.registry import CONSTANTS
from brink.scenarios.loader import load_scenario


def toy(count: int, seed: int):
    """Two constants, one seen through noise in two statistics and one seen in none."""
    draw = np.random.default_rng(seed)
    low, high = np.array([0.0, -1.0]), np.array([2.0, 3.0])
    points = low + (high - low) * draw.random((count, 2))
    stats = np.stack([points[:, 0], points[:, 0] ** 2, np.zeros(count)], axis=1) + 0.2 * draw.normal(size=(count, 3))
    return points, stats, low, high


def test_known_constants_are_recovered_with_honest_intervals():
    points, stats, low, high = toy(3000, 1)
    found = recover(points, stats, 300, low, high)
    assert (found.coverage >= 0.85).all() and (found.coverage <= 0.95).all()
    assert list(found.identifiable()) == [True, False], "what leaves no trace in the data is not called known"
    assert found.correlation[0] > 0.9 > 0.2 > abs(found.correlation[1])


def test_other_evidence_moves_the_posterior():
    points, stats, low, high = toy(2000, 2)
    learned = learn(points, stats, low, high)
    summaries = learned.summaries(stats)
    plain = infer(learned, points, summaries, summaries[0])
    pulled = infer(learned, points, summaries, summaries[0], extra=3 * points[:, 1] / TEMPER)
    assert pulled.mean[1] > plain.mean[1] + 0.5
    assert pulled.weights.sum() == pytest.approx(1)
    # other evidence counts at a power: the same rows, their weights by that much of what it says
    told = infer(learned, points, summaries, summaries[0], points[:, 1], moves=False)
    quiet = infer(learned, points, summaries, summaries[0], moves=False)
    ratio = told.weights / quiet.weights
    assert ratio / ratio[0] == pytest.approx(np.exp(TEMPER * (told.draws[:, 1] - told.draws[0, 1])))


def test_an_emulator_is_judged_where_it_was_not_trained():
    sample, stats, low, high = toy(160, 4)
    assert held_out_r2(sample, sample[:, 0] ** 2, low, high) > 0.95
    assert held_out_r2(sample, stats[:, 2], low, high) < 0.2, "noise cannot be foretold"


def test_equal_weights_and_no_other_evidence_give_the_same_posterior():
    sample, stats, low, high = toy(600, 6)
    learned = learn(sample, stats, low, high)
    summaries = learned.summaries(stats)
    plain = infer(learned, sample, summaries, summaries[3])
    even = infer(learned, sample, summaries, summaries[3], extra=np.full(600, -7.0))
    assert np.array_equal(room.resample(plain, 60), room.resample(even, 60))


def test_a_statistic_that_never_happens_is_missing_and_no_hit():
    table = Reference(np.zeros((3, 1)), np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan]]))
    assert table.filled().tolist() == [[1, 0], [3, 0], [2, 0]]
    mean, sd = room.moments(table.stats[:, 1])
    assert np.isnan(mean) and np.isnan(sd)
    assert room.moments(table.stats[:, 0]) == (2, 1)


def test_posterior_draws_never_leave_the_ranges():
    points, stats, low, high = toy(1000, 3)
    learned = learn(points, stats, low, high)
    found = infer(learned, points, learned.summaries(stats), learned.summaries(np.array([[5.0, 9.0, 0.0]]))[0])
    draws = room.resample(found, 50)
    assert ((draws >= low) & (draws <= high)).all()


def test_the_history_match_spares_a_few_misses_and_no_more():
    distances = np.zeros((2, len(MEASURES)))
    distances[0, : matching.SPARED], distances[1, : matching.SPARED + 1] = 9, 9
    assert list(kept(distances)) == [True, False]


def test_every_statistic_is_measured_or_has_its_reason():
    assert set(read_targets()) == set(MEASURES) | set(UNMEASURED)


def test_at_most_fifteen_constants_are_free():
    assert len(FREE) <= 15
    assert set(FREE) <= set(CONSTANTS)


def shipped_constants():
    return np.array([CONSTANTS[name].default for name in FREE])


def test_the_runs_of_the_command_line_are_the_crises_that_are_calibrated(tmp_path):
    results = brink.run(brink.load_scenario("generic-crisis"), runs=40, seed=SEED, out=tmp_path / "r", jobs=1)
    ran, calibrated = of_results(results), Crises(free_ranges(), 40).log(shipped_constants())
    assert len(ran.day) > 40, "some are answered"
    for name in Directed._fields:
        assert np.array_equal(getattr(ran, name), getattr(calibrated, name)), name


def test_the_population_of_first_attacks_has_the_shares_it_claims():
    rung, killed, wounded, claimed = load_scenario("generic-crisis").population.values()
    assert {r: rung.count(r) / len(rung) for r in set(rung)} == pytest.approx({4: 0.3, 7: 0.6, 9: 0.1})
    targets, deadly = read_targets(), sorted(k for k in killed if k)
    assert killed.count(0) / len(killed) == pytest.approx(targets["attacks_killing_nobody"].value, abs=0.001)
    assert np.median(deadly) == targets["deaths_when_any_p50"].value
    assert deadly[17] <= targets["deaths_when_any_p90"].value <= deadly[18], "the ninth decile of twenty"
    nobody = {4: 0, 7: 3, 9: 4}
    assert list(wounded) == [3 * k if k else nobody[r] for r, k in zip(rung, killed, strict=True)]
    assert np.mean(np.array(claimed) > 0) == pytest.approx(0.3)


def test_an_opening_of_war_that_comes_to_nothing_is_a_use_of_force():
    """The datasets count wars by their dead: what the outcomes do not call a war is none here."""
    columns = {"day": [1, 2], "rung": [11, 12], "killed": [0, 0], "executor": [0, 1], "target": [1, 0]}
    table = {name: np.array(values) for name, values in columns.items()}
    given = np.zeros(2, bool)
    for war, levels in ((False, [4, 4]), (True, [5, 5])):
        assert list(logs._of_columns(np.zeros(2, int), table, given, np.array([war]), 220).level) == levels


def test_the_generic_crisis_moves_with_its_constants():
    crises = Crises(free_ranges(), crises=150)
    shipped = shipped_constants()
    held, loose = shipped.copy(), shipped.copy()
    at = FREE.index("answer_cost")
    held[at], loose[at] = 3.0, 0.5
    key = list(MEASURES).index("first_attack_answered_by_attack_180d")
    assert measure(crises.log(held))[key] < measure(crises.log(loose))[key]
    assert np.array_equal(measure(crises.log(shipped)), measure(crises.log(shipped)), equal_nan=True)


def test_a_constant_that_enters_other_tables_is_refused():
    with pytest.raises(ValueError, match="ladder_growth"):
        Crises({"constants.ladder_growth": (1.3, 1.6)})


@pytest.mark.parametrize(("size", "said"), [((10, 5, 10, 20), "--points"), ((600, 5, 10, 5), "--trials")])
def test_too_little_to_go_on_is_refused(size, said):
    with pytest.raises(UserError, match=said):
        room.calibrate(room.Size(*size))


def test_constants_of_the_generic_crisis_are_recovered():
    """A small version of the test that ships: three constants free, one bank of simulations for all trials.

    A hundred trials tell intervals that hold .68 from those that hold .80. Sixty crises a point leave no trace of
    credibility_weight; 160 did, and cost three times as much.
    """
    known = ("answer_cost", "fear_floor", "credibility_weight")
    ranges = {f"constants.{name}": (CONSTANTS[name].low, CONSTANTS[name].high) for name in known}
    low, high = np.array(list(ranges.values())).T
    bank = reference(Crises(ranges, crises=60), points(ranges, 700, 5))
    found = recover(bank.points, bank.filled(), 100, low, high)
    for level, share in zip(LEVELS, found.covered, strict=True):
        scatter = 3 * np.sqrt(level * (1 - level) / 100)
        assert (np.abs(share - level) < scatter).all(), "intervals are neither boastful nor idle"
    cost, _, credibility = found.shrinkage
    assert cost < SHRUNK < credibility, "and a constant that leaves no trace is not called known"


def test_rows_that_other_evidence_was_measured_at_stay_where_they_are():
    sample, stats, low, high = toy(400, 8)
    learned = learn(sample, stats, low, high)
    summaries = learned.summaries(stats)
    found = infer(learned, sample, summaries, summaries[0], moves=False)
    rows = {tuple(row) for row in sample}
    assert all(tuple(draw) in rows for draw in found.draws)
    moved = infer(learned, sample, summaries, summaries[0])
    assert not all(tuple(draw) in rows for draw in moved.draws)


def test_openings_nobody_picked_are_the_first_of_each_case_of_the_record():
    found = likelihood.unselected_openings()
    chains = [act.chain for act in found.record.acts]
    assert len(chains) == len(set(chains)) > 20
    assert max(act.date for act in found.acts).isoformat() <= "2024-01-20"
    assert 0 < found.record.share < 1
    assert all(outcome.days == 30 for outcome in found.record.outcomes)


def test_summaries_are_learned_on_one_thread(monkeypatch):
    """Several would wait for each other over matrices of some hundred rows, and change the last digits."""
    linear = pytest.importorskip("sklearn.linear_model")
    threadpoolctl = pytest.importorskip("threadpoolctl")
    fit, seen = linear.RidgeCV.fit, []

    def watched(*arguments):
        seen.extend(pool["num_threads"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas")
        return fit(*arguments)

    monkeypatch.setattr(linear.RidgeCV, "fit", watched)
    table = points({"a": (0.0, 1.0), "b": (0.0, 1.0)}, 40, SEED)
    with threadpoolctl.threadpool_limits(2, "blas"):
        learn(table, table, np.zeros(2), np.ones(2))
    assert set(seen) == {1}
