"""Ranks of hidden constants: even where the procedure is right, uneven where it is not, and told with their figure."""

import json

import numpy as np
import pytest

from brink.docs import renew_ranks
from brink.experiments.evidence import ranks as room
from brink.experiments.evidence.forecast import FREE, free_ranges
from brink.experiments.evidence.prior import points
from brink.experiments.evidence.reference import Reference, tolerances
from brink.experiments.figures import ranks as histograms

SIZE = room.RankSize(first=100, second=240, trials=60, crises=4)


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
    told = room.as_json(found, {"posterior": 1.0, "shipped": 2.0}, SIZE, "none")
    return [row["luck"] for row in told["constants"].values()]


def test_right_inference_leaves_ranks_even_and_wrong_does_not(known, guessed):
    found = room.ranks(known, guessed)
    assert found.shape == (SIZE.trials, len(FREE)) and found.min() >= 0 and found.max() <= room.DRAWS
    assert min(uneven(found)) > histograms.SURE / len(FREE)
    # the truth is moved behind the back of the procedure: its data speak of another value of the first constant
    low, high = next(iter(free_ranges().values()))
    moved = known.hidden.points.copy()
    moved[:, 0] = np.minimum(moved[:, 0] + 0.3 * (high - low), high)
    first, *others = uneven(room.ranks(known._replace(hidden=known.hidden._replace(points=moved)), guessed))
    assert first < 1e-6 and min(others) > histograms.SURE / len(FREE)


def test_what_was_not_shown_is_foretold_better_by_the_posterior_than_by_the_prior(known, guessed, monkeypatch):
    monkeypatch.setattr(room, "Crises", lambda *words: None)
    monkeypatch.setattr(room, "reference", lambda crises, at, first: Reference(at, statistics(at)))
    told = room.foretold(known, guessed, SIZE)
    assert told["posterior"] < 0.8 * told["prior"]


def test_the_file_and_its_figure_are_written_and_leave_nothing_unfinished(known, guessed, monkeypatch, tmp_path):
    folders = [tmp_path / name for name in ("evidence", "images", "work")]
    for folder in folders:
        folder.mkdir()
    (folders[2] / "ranks").mkdir()
    monkeypatch.setattr(room, "tables", lambda size, tell, keep: known)
    monkeypatch.setattr(room, "emulated", lambda known: guessed)
    monkeypatch.setattr(room, "foretold", lambda *words: {"posterior": 3.0, "prior": 4.0, "shipped": 2.0})
    renew_ranks.main(*folders, SIZE)
    told = json.loads((folders[0] / "ranks.json").read_text())
    assert list(told["constants"]) == list(FREE) and not told["moves_the_default"]
    assert all(sum(row["ranks"]) == SIZE.trials for row in told["constants"].values())
    assert (folders[1] / "ranks.png").stat().st_size > 10_000 and not (folders[2] / "ranks").exists()
    data = histograms.ranks(told).data
    assert len(data) == 10 * len(FREE) and data.groupby("constant")["count"].sum().eq(SIZE.trials).all()
    assert "none is uneven beyond luck" in histograms.describe(data)
    told["constants"]["blood"]["luck"] = 1e-6
    assert "uneven beyond luck: blood" in histograms.describe(histograms.ranks(told).data)
