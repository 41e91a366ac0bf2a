"""Calibration: the inference is honest on a model whose answer is known, and the whole of it hangs together."""

import numpy as np
import pytest

from brink.experiments.errors import UserError
from brink.experiments.evidence import calibrate as room
from brink.experiments.evidence import matching
from brink.experiments.evidence.forecast import FREE, free_ranges
from brink.experiments.evidence.inference import LEVELS, SHRUNK, infer, learn, recover
from brink.experiments.evidence.matching import held_out_r2, kept
from brink.experiments.evidence.prior import points
from brink.experiments.evidence.reference import Reference, reference
from brink.experiments.evidence.targets import MEASURES, UNMEASURED, Crises, Log, measure, read_targets
from brink.model.mechanisms.registry import CONSTANTS


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
    pulled = infer(learned, points, summaries, summaries[0], extra=3 * points[:, 1])
    assert pulled.mean[1] > plain.mean[1] + 0.5
    assert pulled.weights.sum() == pytest.approx(1)


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


def log(*rows: tuple[int, int, int, int, int, int], runs: int = 1) -> Log:
    """Rows of (run, day, side, rung, cause, killed); the first row of a run is the scripted attack."""
    run, day, side, rung, cause, killed = (np.array(column) for column in zip(*rows, strict=True))
    first = np.searchsorted(run, np.arange(runs))
    simulated = np.ones(len(run), bool)
    simulated[first] = False
    return Log(run, day, side, rung, cause, killed, simulated, first, np.zeros(runs, bool), 220)


def test_the_statistics_of_a_log_made_by_hand():
    """Run 0: attack, answer after 3 days, answer to that after 40. Run 1: attack with a protest. Run 2: a display."""
    made = log(
        (0, 10, 0, 7, -1, 0), (0, 13, 1, 7, 0, 2), (0, 53, 0, 11, 1, 9),
        (1, 10, 0, 7, -1, 8), (1, 11, 1, 1, 3, 0),
        (2, 10, 0, 4, -1, 0), (2, 60, 1, 3, 5, 0),
        runs=3,
    )  # fmt: skip
    found = dict(zip(MEASURES, measure(made), strict=True))
    assert found["disputes_reciprocated_recent"] == pytest.approx(2 / 3), "a protest is not militarised"
    assert found["first_attack_answered_by_attack_30d"] == pytest.approx(1 / 3)
    assert (found["attack_answered_30d_deaths_0"], found["attack_answered_30d_deaths_1_5"]) == (0.5, 0)
    assert found["delay_any_reply_p50_days"] == 3
    assert (found["alternations_0"], found["alternations_1"], found["alternations_2"]) == pytest.approx((1 / 3,) * 3)
    assert (found["reply_level_up"], found["reply_level_equal"], found["reply_level_down"]) == pytest.approx(
        (1 / 3,) * 3
    )
    assert (found["icb_violent_trigger_violent_response"], found["disputes_reaching_war"]) == (0, 0)
    assert found["attacks_killing_nobody"] == 0, "the opening of a war is not counted among attacks"


def test_the_generic_crisis_moves_with_its_constants():
    crises = Crises(free_ranges(), crises=12, runs=30)
    shipped = np.array([CONSTANTS[name].default for name in FREE])
    held, loose = shipped.copy(), shipped.copy()
    at = FREE.index("restraint_base")
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
    """A small version of the test that ships: three constants free, one bank of simulations for all trials."""
    known = ("patience_chance", "fear_floor", "credibility_weight")
    ranges = {f"constants.{name}": (CONSTANTS[name].low, CONSTANTS[name].high) for name in known}
    low, high = np.array(list(ranges.values())).T
    bank = reference(Crises(ranges, crises=8, runs=20), points(ranges, 700, 5))
    found = recover(bank.points, bank.filled(), 100, low, high)
    for level, share in zip(LEVELS, found.covered, strict=True):
        scatter = 3 * np.sqrt(level * (1 - level) / 100)
        assert (np.abs(share - level) < scatter).all(), "intervals are neither boastful nor idle"
    patience, _, credibility = found.shrinkage
    assert patience < SHRUNK < credibility, "and a constant that leaves no trace is not called known"
