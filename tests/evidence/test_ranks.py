"""Ranks of hidden constants: even where the procedure is right, uneven where it is not, and told with their figure."""

import json

import numpy as np
import pytest

from brink.docs import renew_ranks
from brink.experiments.evidence import ranks as room
from brink.experiments.evidence.forecast import FREE, POINTS, free_ranges
from brink.experiments.evidence.january_bounds import JanuaryBounds
from brink.experiments.evidence.prior import points
from brink.experiments.evidence.ranks_acts import ActLogs, AnsweredActs, hidden_points
from brink.experiments.evidence.ranks_january import BoundTable, JanuaryPoints, january_points
from brink.experiments.evidence.reference import Reference, tolerances
from brink.experiments.evidence.targets import Crises, measure
from brink.experiments.figures import ranks as histograms
from brink.scenarios.questions.expected import ExpectedBound

SIZE = room.RankSize(first=100, second=240, trials=60, crises=4, tried=60, winters=4)


def statistics(at):
    """A made-up model: every statistic tells of the first constant, over two tolerances either way, and of no other."""
    low, high = next(iter(free_ranges().values()))
    return room.observed() + 4 * tolerances() * ((at[:, :1] - low) / (high - low) - 0.5)


@pytest.fixture(scope="module")
def known():
    pytest.importorskip("sklearn")
    made = [points(free_ranges(), count, 40 + k) for k, count in enumerate(SIZE[:3])]
    return room.RankPoints(*(Reference(at, statistics(at)) for at in made))


@pytest.fixture(scope="module")
def guessed(known):
    return room.Emulated(known.second.stats, np.full_like(known.second.stats, 1e-3))


def uneven(found):
    return [row["luck"] for row in found.histograms().values()]


class Shrugs:
    """January and coded acts that say nothing: every row is looked at and weighs the same."""

    def looked_at(self, trial, left):
        return left

    def logs(self, trial, rows):
        return np.zeros(len(rows))


def chances(at):
    """A made-up model of acts: a hundred of them, answered the more often the higher the second constant is."""
    low, high = list(free_ranges().values())[1]
    return np.tile(0.1 + 0.8 * (at[:, [1]] - low) / (high - low), 100)


@pytest.fixture(scope="module")
def acts():
    pytest.importorskip("sklearn")
    every = hidden_points(POINTS)
    return ActLogs([AnsweredActs("made up", chances(every), 0.5)], SIZE.trials)


def winters(known):
    """A made-up January: a bound with two ends on the third constant, four of which nothing was seen."""
    low, high = list(free_ranges().values())[2]
    tables = []
    for at in (known.first.points, known.second.points, known.hidden.points):
        share = (at[:, 2] - low) / (high - low)
        tables.append(
            BoundTable(np.stack([share, *np.full((4, len(at)), np.nan)], axis=1), np.full((len(at), 5), 0.01))
        )
    bounds = [
        ExpectedBound("j1", "share", 0.4, 0.6, "a"),
        *(ExpectedBound(f"j{k}", "share", 0.5, 1.0, "a") for k in range(2, 6)),
    ]
    return JanuaryPoints([bound.id for bound in bounds], bounds, *tables)


def test_right_inference_leaves_ranks_even_and_wrong_does_not(known, guessed):
    found = room.ranks(known, guessed)
    assert found.ranks.shape == (SIZE.trials, len(FREE))
    assert found.ranks.min() >= 0 and found.ranks.max() <= room.DRAWS
    assert min(uneven(found)) > histograms.SURE / len(FREE)
    # the truth is moved behind the back of the procedure: its data speak of another value of the first constant
    low, high = next(iter(free_ranges().values()))
    moved = known.hidden.points.copy()
    moved[:, 0] = np.minimum(moved[:, 0] + 0.3 * (high - low), high)
    first, *others = uneven(room.ranks(known._replace(hidden=known.hidden._replace(points=moved)), guessed))
    assert first < 1e-6 and min(others) > histograms.SURE / len(FREE)


def test_acts_and_january_without_a_word_change_nothing(known, guessed):
    plain, shrugged = room.ranks(known, guessed), room.ranks(known, guessed, Shrugs())
    assert np.array_equal(plain.ranks, shrugged.ranks) and np.allclose(plain.effective, shrugged.effective)


def test_acts_that_are_answered_anew_tell_of_the_constants_that_answer_them(known, acts):
    """The log likelihood of what followed is high near the hidden constant, at every trial by other answers."""
    at, hidden = known.second.points, hidden_points(SIZE.trials)
    low, high = list(free_ranges().values())[1]
    far = []
    for trial in range(12):
        logs = acts.at(trial, at)
        likely = at[np.argsort(-logs)[:30], 1]
        far.append(abs(likely.mean() - hidden[trial, 1]) / (high - low))
    assert np.mean(far) < 0.2
    y = acts.acts[0][1]
    assert y.shape == (SIZE.trials, 100) and len({tuple(row) for row in y.tolist()}) > SIZE.trials // 2
    shares = y.mean(axis=1)
    assert np.corrcoef(shares, hidden[:, 1])[0, 1] > 0.7


def test_bounds_are_laid_round_what_the_hidden_constants_do(known):
    """With two ends: as wide as it ships, the truth inside but for the tolerance. Where nothing was seen, no bound."""
    january = winters(known)
    laid = room.laid(january)
    assert len(laid) == SIZE.trials
    does = january.hidden.estimates[:, 0]
    low, high = (np.array([getattr(one, end)[0] for one in laid]) for end in ("low", "high"))
    assert high - low == pytest.approx(0.2)
    assert (np.maximum(low - does, does - high) < 3 * laid[0].tolerance[0]).all()
    assert 0.4 < np.mean((does - low) / 0.2) < 0.6 and np.std((does - low) / 0.2) > 0.2
    assert all(np.isinf([one.low[1], one.high[1]]).all() for one in laid)
    off = laid[0].off(january.second)
    assert (off[:, 1:] == 0).all() and (off[:, 0] > 0).any() and (off[:, 0] == 0).any()


def test_a_bound_with_one_end_asks_on_which_side_the_truth_lies(known):
    january = winters(known)
    one_ended = january._replace(
        names=["j1"], bounds=[january.bounds[1]], hidden=BoundTable(*(part[:, :1] for part in january.hidden))
    )
    does, laid = january.hidden.estimates[:, 0], room.laid(one_ended)
    for trial, one in enumerate(laid):
        end = does[(trial + 1) % SIZE.trials]
        assert sorted(np.isinf([one.low[0], one.high[0]]).tolist()) == [False, True]
        assert end in (one.low[0], one.high[0])
        if abs(does[trial] - end) > 4 * one.tolerance[0]:
            assert one.low[0] <= does[trial] <= one.high[0]


def test_the_whole_procedure_leaves_ranks_even_and_says_what_it_rests_on(known, guessed, acts):
    """January tells of one constant and acts of another: both are found, no histogram is uneven, few rows are left."""
    hidden = hidden_points(SIZE.trials)
    every = known._replace(hidden=Reference(hidden, statistics(hidden)))
    more = room.Besides(every, winters(every), acts)
    alone, whole = room.ranks(every, guessed), room.ranks(every, guessed, more)
    assert min(uneven(whole)) > histograms.SURE / len(FREE)
    assert np.median(whole.effective) < np.median(alone.effective)
    # the acts were answered by other constants than those that are hidden: that is noticed
    swapped = ActLogs([acts.acts[0][0]._replace(chances=acts.acts[0][0].chances[::-1])], SIZE.trials)
    swapped.acts[0] = (acts.acts[0][0], np.ones_like(acts.acts[0][1]))
    wrong = room.ranks(every, guessed, room.Besides(every, winters(every), swapped))
    assert uneven(wrong)[1] < 1e-4


def test_what_was_not_shown_is_foretold_better_by_the_posterior_than_by_the_prior(known, guessed, monkeypatch):
    monkeypatch.setattr(room, "Crises", lambda *words: None)
    monkeypatch.setattr(room, "reference", lambda crises, at, first: Reference(at, statistics(at)))
    told = room.foretold(known, guessed, SIZE)
    assert told["posterior"] < 0.8 * told["prior"]


def test_points_are_measured_in_processes_as_they_are_here():
    """The same numbers, and each part is told of under its name."""
    size, told = room.RankSize(first=3, second=2, trials=2, crises=4, tried=2, winters=4), set()
    with room.workers_for(size) as workers:
        found = room.tables(size, workers, lambda what, done, total: told.add((what, total)))
        at = found.first.points[:2], found.second.points, found.hidden.points
        january = january_points(size.winters, at, workers.january_held, lambda *what: told.add(what[::2]), None)
    crises, bounds = Crises(free_ranges(), 4), JanuaryBounds(free_ranges(), 4)
    np.testing.assert_array_equal(found.second.stats[1], measure(crises.log(found.second.points[1], 4)))
    last = np.split(bounds.found(found.hidden.points[1], 5), 2)
    np.testing.assert_array_equal(last, [january.hidden.estimates[1], january.hidden.chance[1]])
    sizes = {"first": 3, "second": 2, "hidden": 2, "January, tried": 2, "January, second": 2, "January, hidden": 2}
    assert told == set(sizes.items())


def test_the_file_and_its_figure_are_written_and_leave_nothing_unfinished(known, guessed, monkeypatch, tmp_path):
    folders = [tmp_path / name for name in ("evidence", "images", "work")]
    for folder in folders:
        folder.mkdir()
    (folders[2] / "ranks").mkdir()
    monkeypatch.setattr(room, "tables", lambda size, workers, tell, keep: known)
    monkeypatch.setattr(room, "emulated", lambda known: guessed)
    monkeypatch.setattr(room, "besides", lambda known, size, workers, tell, keep: Shrugs())
    monkeypatch.setattr(room, "foretold", lambda *words: {"posterior": 3.0, "prior": 4.0, "shipped": 2.0})
    renew_ranks.main(*folders, SIZE)
    told = json.loads((folders[0] / "ranks.json").read_text())
    assert list(told["constants"]) == list(FREE) and not told["moves_the_default"]
    for told_of in (told["constants"], told["disputes_alone"]):
        assert all(sum(row["ranks"]) == SIZE.trials for row in told_of.values())
        assert all(0 < row["covered"]["0.5"] < row["covered"]["0.8"] <= 1 for row in told_of.values())
    assert 0 < told["effective_rows"]["whole"] <= SIZE.second
    assert (folders[1] / "ranks.png").stat().st_size > 10_000 and not (folders[2] / "ranks").exists()
    data = histograms.ranks(told).data
    assert len(data) == 10 * len(FREE) and data.groupby("constant")["count"].sum().eq(SIZE.trials).all()
    assert "none is uneven beyond luck" in histograms.describe(data)
    told["constants"]["blood"]["luck"] = 1e-6
    assert "uneven beyond luck: blood" in histograms.describe(histograms.ranks(told).data)
