"""Whether one forecaster does better than another: by hand, by simulation, and with the power said where it is not."""

import numpy as np
import pytest

from brink.experiments.evidence.episodes import read_episodes
from brink.experiments.evidence.unseen.as_one import as_one
from brink.experiments.evidence.unseen.marks import said
from brink.experiments.evidence.unseen.verdicts import auc, compared, holm, in_the_large, sign_flips, standard_error
from brink.tests.evidence.made_up import acts_file


def test_sign_flips_count_every_pattern_of_few_crises():
    # of the eight patterns of signs of 1, 2 and 3 only +++ and --- reach a sum of six
    assert sign_flips(np.array([1.0, 2.0, 3.0]), np.array(["a", "b", "c"])) == pytest.approx(2 / 8)
    # two acts of one crisis turn together: they are one sign
    assert sign_flips(np.array([1.0, 2.0, 3.0]), np.array(["a", "a", "b"])) == pytest.approx(2 / 4)
    assert sign_flips(np.array([]), np.array([], str)) == 1.0
    assert sign_flips(np.array([np.nan, 1.0, 1.0]), np.array(["a", "b", "c"])) == pytest.approx(2 / 4)


def test_sign_flips_find_no_more_than_luck_where_there_is_nothing():
    draw = np.random.default_rng(3)
    crises = np.repeat(np.arange(20), 4).astype(str)
    found = [sign_flips(draw.normal(size=20).repeat(4) + draw.normal(size=80), crises) for _ in range(200)]
    assert 0.01 <= np.mean(np.array(found) <= 0.05) <= 0.1


def test_holm_corrects_as_by_hand():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == pytest.approx([1.0, 1.0])
    assert holm([]) == []


def test_the_area_is_the_share_of_pairs_in_order():
    p, y = np.array([0.1, 0.4, 0.4, 0.8]), np.array([0.0, 0.0, 1.0, 1.0])
    found = auc(p, y, np.array(["a", "b", "c", "d"]))
    assert found.estimate == pytest.approx((1 + 0.5 + 2) / 4)
    assert np.isnan(auc(p, np.ones(4), np.array(["a", "b", "c", "d"])).estimate)
    draw = np.random.default_rng(1)
    blind = auc(draw.random(300), (draw.random(300) < 0.5).astype(float), np.repeat(np.arange(30), 10).astype(str))
    assert blind.low < 0.5 < blind.high


def test_the_level_and_its_error():
    assert in_the_large(np.array([0.6, 0.8]), np.array([1.0, 0.0]), np.array(["a", "b"])).estimate == pytest.approx(0.2)
    values, crises = np.array([1.0, 1.0, 3.0, 3.0]), np.array(["a", "a", "b", "b"])
    assert standard_error(values, crises) == pytest.approx(1.0), "two crises of 1 and 3, not four acts"
    assert np.isnan(standard_error(values[:2], crises[:2]))


def test_few_crises_are_never_said_to_show_anything():
    crises = np.repeat(np.arange(9), 3).astype(str)
    row = compared("one", {"one": np.zeros(27), "other": np.ones(27)}, crises)[0]
    assert row.adjusted < 0.05 and row.gain.low > 0
    assert "too few crises" in said("one", row)
    crises = np.repeat(np.arange(12), 3).astype(str)
    row = compared("one", {"one": np.zeros(36), "other": np.ones(36)}, crises)[0]
    assert said("one", row).startswith("one does better than other")


def test_among_many_rivals_luck_is_no_lead_and_the_power_is_said():
    draw = np.random.default_rng(0)
    crises = np.arange(20).astype(str)
    errors = {"one": np.zeros(20)} | {f"rival {k}": draw.normal(0.45, 1, 20) for k in range(12)}
    rows = compared("one", errors, crises)
    alone = [row for row in rows if row.luck <= 0.05]
    assert alone and any(row.adjusted > 0.05 for row in alone), "the case that is asked about"
    for row in rows:
        if row.adjusted > 0.05:
            assert "does better" not in said("one", row) and "in eight of ten cases" in said("one", row)


def test_what_is_said_to_be_in_sight_is_found_in_eight_of_ten_cases():
    draw = np.random.default_rng(8)
    crises = np.arange(40).astype(str)
    reach = compared("one", {"one": np.zeros(40), "other": draw.normal(0, 1, 40)}, crises)[0].in_sight
    hits = [sign_flips(draw.normal(reach, 1, 40), crises) <= 0.05 for _ in range(150)]
    assert 0.68 <= np.mean(hits) <= 0.92


def test_among_many_rivals_more_crises_are_needed_for_the_same_difference():
    draw = np.random.default_rng(8)
    crises, values = np.arange(40).astype(str), draw.normal(0.3, 1, 40)
    alone = compared("one", {"one": np.zeros(40), "other": values}, crises)[0]
    many = compared("one", {"one": np.zeros(40)} | {f"rival {k}": values for k in range(6)}, crises)[0]
    assert many.gain == alone.gain
    # at a sixth of the level: z of .9958 and of .8 beside z of .975 and of .8
    assert many.in_sight / alone.in_sight == pytest.approx((2.638 + 0.842) / (1.960 + 0.842), abs=1e-3)
    assert many.crises_needed / alone.crises_needed == pytest.approx((many.in_sight / alone.in_sight) ** 2)


def test_chains_that_share_an_actor_in_a_month_are_one_crisis(tmp_path):
    rows = [
        ("one", "2001-01-05", "AAA", "BBB"), ("two", "2001-01-25", "BBB", "CCC"), ("three", "2001-02-02", "CCC", "DDD"),
        ("four", "2001-01-09", "DDD", "EEE"), ("two", "2001-02-20", "BBB", "CCC"),
    ]  # fmt: skip
    acts = read_episodes(acts_file(tmp_path, rows))
    assert as_one(acts) == {"one": "one", "two": "one", "three": "one", "four": "four"}
