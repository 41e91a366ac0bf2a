"""What ships: the posterior and the files of numbers that the page on evidence is made from.

Stored numbers are held to fresh runs within what sampling allows, for the draws may change where the model does not.
"""

import datetime
import json
from pathlib import Path

import numpy as np
import pytest

from brink.experiments.evidence import backtest, january
from brink.experiments.evidence.campaign import campaign_statistics
from brink.experiments.evidence.forecast import FREE, free_ranges, from_disputes
from brink.experiments.evidence.inference import SHRUNK
from brink.experiments.evidence.targets import MEASURES, Crises, measure, read_targets
from brink.experiments.runs.posterior import read_posterior
from brink.model.mechanisms.registry import CONSTANTS

FOLDER = Path(backtest.__file__).parent


def stored(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def test_the_posterior_is_small_and_stays_inside_the_plausible_ranges():
    draws = read_posterior("shipped")
    ranges = free_ranges()
    assert draws.paths == tuple(ranges)
    assert draws.values.shape == (400, len(FREE))
    assert len(draws.raw) < 1_000_000
    low, high = np.array(list(ranges.values())).T
    assert (draws.values >= low).all() and (draws.values <= high).all()
    width = draws.values.std(axis=0) / (high - low)
    assert (width > 0.01).all(), "a posterior without width is an extrapolation"


def test_the_posterior_and_its_report_belong_together():
    draws, told = read_posterior("shipped"), stored("calibration.json")
    assert list(told["constants"]) == list(FREE)
    for column, row in zip(draws.values.T, told["constants"].values(), strict=True):
        assert column.mean() == pytest.approx(row["posterior_mean"], abs=0.15 * row["posterior_sd"])
    assert told["command"][:2] == ["brink", "calibrate"]
    assert [row["name"] for row in told["fit"]] == list(MEASURES)


@pytest.mark.xfail(strict=True, reason="a known miss: with a bank of 400 points 80 % intervals hold the truth in .71")
def test_the_recovery_is_honest_where_it_claims_to_know_and_elsewhere():
    told = stored("calibration.json")
    assert told["trials"] >= 200
    rows = [one for row in told["constants"].values() for one in (row, row["if_model_were_exact"])]
    found = [row for row in rows if row["identifiable"]]
    assert found
    assert all(0.85 <= row["recovery_coverage_90"] <= 0.95 for row in found)
    assert all(row["identifiable"] == (row["recovery_shrinkage"] <= SHRUNK) for row in rows)
    for level in (80, 90):
        covered = np.array([row[f"recovery_coverage_{level}"] for row in rows])
        assert abs(covered.mean() - level / 100) < 0.03, "neither boastful nor idle on the whole"


def test_the_scores_name_every_forecaster_and_every_act():
    told = stored("scores.json")
    assert set(backtest.NULLS) == set(told["null_models"])
    assert (told["acts_scored"], told["chains"], len(told["acts"])) == (55, 14, 55)
    assert max(act["date"] for act in told["acts"]) <= "2024-01-20"
    errors = [(act["p_reply"] - act["answered"]) ** 2 for act in told["acts"]]
    assert np.mean(errors) == pytest.approx(told["scores"]["brink"]["brier"]["estimate"], abs=1e-3)
    for entry in (*told["scores"].values(), *told["null_models"].values()):
        ahead = entry["brink_ahead"]
        assert ahead["low"] <= ahead["estimate"] <= ahead["high"]


def test_held_out_chains_are_forecast_better_than_by_the_base_rate_and_the_logit():
    told = stored("scores.json")
    own, base, logit = (told["scores"]["brink"], *(told["null_models"][n] for n in (backtest.BASE, backtest.LOGIT)))
    assert own["brier"]["estimate"] < min(base["brier"]["estimate"], logit["brier"]["estimate"])
    assert own["resolution"] > 0


def test_fresh_generic_crises_give_the_stored_statistics():
    told = stored("disputes.json")["statistics"]
    fresh = measure(Crises(free_ranges()).log(np.array([CONSTANTS[name].default for name in FREE]), 77))
    off = {}
    for name, value in zip(MEASURES, fresh, strict=True):
        old = told[name]["found"]
        if np.isfinite(value) and old["estimate"] is not None:
            # two samples of one size: their difference is 1.4 times as uncertain as either
            spread = 1.5 * (old["high"] - old["low"]) + 0.5 * told[name]["tolerance"]
            off[name] = abs(value - old["estimate"]) / spread
    assert {name: round(value, 2) for name, value in off.items() if value > 1} == {}
    assert len(off) == len(MEASURES), "every statistic was compared"


def test_the_posterior_says_by_which_measures_it_was_fitted():
    """The one that ships is older than the measures: its report lacks the entry, and the page says so."""
    page = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text(encoding="utf-8")
    renewed = "measures" in stored("calibration.json")
    assert ("fitted with older measures" in page) != renewed


def test_campaign_statistics_follow_from_rows_that_ship():
    targets = read_targets()
    derived = campaign_statistics()
    assert {name for name, target in targets.items() if target.basis != "published aggregate"} == set(derived)
    for name, value in derived.items():
        assert round(value, 2) == targets[name].value


def test_a_fresh_winter_gives_the_stored_comparison():
    told = {one["cut"]: one for one in stored("january.json")}
    assert list(told) == [cut.isoformat() for cut in january.CUTS]
    old = told["2023-12-14"]
    fresh = january.as_json(january.go_on(datetime.date(2023, 12, 14), 200))
    assert fresh["attacks_observed"] == pytest.approx(old["attacks_observed"])
    assert fresh["brier"] == pytest.approx(old["brier"], abs=0.01)
    spread = old["attacks"]["high"] - old["attacks"]["low"]
    assert fresh["attacks"]["estimate"] == pytest.approx(old["attacks"]["estimate"], abs=0.2 * spread)
    drawn = {one["cut"]: one for one in stored("january-posterior.json")}
    assert list(drawn) == list(told)
    assert all(one["constants"] == "drawn: shipped" for one in drawn.values())
    assert fresh["overt"]["simulated"]["estimate"] == pytest.approx(old["overt"]["simulated"]["estimate"], abs=1)


def test_what_disputes_alone_say_lies_inside_the_plausible_ranges():
    alone, both = read_posterior("disputes"), read_posterior("shipped")
    assert alone.paths == both.paths
    ranges = np.array(list(free_ranges().values()))
    assert (alone.values >= ranges[:, 0]).all() and (alone.values <= ranges[:, 1]).all()
    assert from_disputes().shape == alone.values.shape
    assert (alone.values.std(axis=0) > both.values.std(axis=0)).mean() > 0.5, "less evidence leaves more open"


@pytest.mark.xfail(strict=True, reason="a known miss: disputes alone foretell acts worse than the shipped set")
def test_disputes_alone_say_something_of_acts_and_of_the_winter():
    told = stored("scores.json")["scores"]
    plain = told["brink, constants from disputes"]["brier"]["estimate"]
    assert plain < told["brink as shipped"]["brier"]["estimate"], "one dataset says something of the other"
    as_shipped, prior, disputes = (
        np.array([one["brier"] for one in stored(f"january{name}.json")]) for name in ("", "-prior", "-disputes")
    )
    assert (disputes < as_shipped).all()
    assert (disputes < prior).all(), "data, not mere spread"
