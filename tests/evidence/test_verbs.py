"""The verbs of evidence on the command line: what they print, what they write, and how they refuse."""

import json
from pathlib import Path

import numpy as np
import pytest

from brink.experiments.evidence import calibrate as room
from brink.experiments.evidence import episodes, forecast, january, january_bounds, likelihood, matching, targets
from brink.experiments.evidence.forecast import FREE, free_ranges
from brink.experiments.evidence.targets import MEASURES
from brink.experiments.figures.targets import describe, targets_data
from brink.experiments.runs.posterior import read_posterior
from brink.scenarios.schema.removed import REMOVED

SMALL = Path(__file__).parent / "small.csv"
PACKAGE = Path(episodes.__file__).parent


class Here:
    """What workers do, done here: theirs would not know what is patched."""

    def __init__(self, ranges):
        crises, bounds = targets.Crises(ranges), january_bounds.JanuaryBounds(ranges)
        self.disputes = lambda point, number: targets.measure(crises.log(point, number))
        self.january = bounds.off

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture(scope="module")
def little():
    """A calibration on few points, few crises, few acts: how it hangs together, not what it finds."""
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forecast, "POINTS", 16)
        patch.setattr(likelihood, "POINTS", 16)
        patch.setattr(forecast, "PLAIN_POINTS", 1)
        patch.setattr(matching, "TRAINING", 12)
        patch.setattr(matching, "SPARED", len(MEASURES) - 1)
        patch.setattr(room, "SHOWN", 6)
        patch.setattr(targets.Crises.__init__, "__defaults__", (12,))
        patch.setattr(january_bounds.JanuaryBounds.__init__, "__defaults__", (6,))
        patch.setattr(likelihood, "read_episodes", lambda: episodes.read_episodes(SMALL))
        patch.setattr(likelihood, "unselected_openings", likelihood.coded_chains)
        patch.setattr(room, "PointWorkers", Here)
        patch.setattr(room, "check_size", lambda _: None)  # so few are refused, and another test sees to that
        found = room.calibrate(room.Size(200, 375, 200, 20), lambda *what: told.append(what))
    return found, told


@pytest.fixture
def calibrated(monkeypatch, little):
    """The verb finds what `little` found; what it was asked for is kept in the list."""
    found, told = little
    asked = []

    def calibrate(size, tell, *_):
        asked.append(size)
        for what in told:
            tell(*what)
        return found._replace(size=size)

    monkeypatch.setattr(room, "calibrate", calibrate)
    return asked


def test_calibrate_writes_a_posterior_that_run_takes(brink, calibrated, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")  # wide enough for the heads of all columns on one line
    code, out, err = brink("calibrate", "--points", 600, "--trials", 20, "--out", tmp_path / "c")
    assert (code, calibrated) == (0, [room.FULL._replace(first=600, second=375, trials=20)])
    assert "first wave: 200 to do" in err
    assert "coverage 80 %" in out
    assert f"of {len(MEASURES)} statistics hit" in out
    told = json.loads((tmp_path / "c" / "calibration.json").read_text())
    assert told["command"] == ["brink", "calibrate", "--points=600", "--trials=20"]
    assert set(told["constants"]) == set(FREE)
    assert [row["name"] for row in told["fit"]] == list(MEASURES)
    assert f"of {len(MEASURES)} hit" in describe(targets_data(told["fit"]))
    assert len(told["january"]) > 30
    assert {"prior", "posterior", "shipped", "met", "prior_met", "name"} == set(told["january"][0])
    assert {"recovery_coverage_80", "identifiable"} <= set(told["constants"]["fear_weight"]["if_model_were_exact"])
    alone = read_posterior(tmp_path / "c" / "posterior-disputes.csv")
    draws = read_posterior(tmp_path / "c" / "posterior.csv")
    assert alone.values.shape == draws.values.shape
    low, high = np.array(list(free_ranges().values())).T
    assert draws.values.shape == (room.DRAWS, len(FREE))
    assert ((draws.values >= low) & (draws.values <= high)).all()
    assert (tmp_path / "c" / "targets.png").exists()
    command = ("run", "border-clash", "--runs", 30, "--no-figures", "--out", tmp_path / "r")
    assert brink(*command, "--posterior", tmp_path / "c" / "posterior.csv")[0] == 0
    assert (tmp_path / "r" / "posterior.csv").read_bytes() == draws.raw


def test_calibrate_for_machines(brink, calibrated, tmp_path):
    code, out, _ = brink("calibrate", "--json", "--out", tmp_path / "c")
    assert (code, calibrated) == (0, [room.FULL])
    assert json.loads(out)["trials"] == 20


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--points", 10), "--points: 10 is too few; at least 600"),
        (("--points", 600, "--trials", 5), "--trials: 5 is too few; at least 20"),
        (("--points", 600, "--trials", 400), "--trials: 400 of 600 points are too many to hide; at most half"),
    ],
)
def test_calibrate_refuses_too_little_to_go_on(brink, tmp_path, arguments, said):
    code, out, err = brink("calibrate", *arguments, "--out", tmp_path / "c")
    assert (code, out) == (2, "")
    assert said in err
    assert not (tmp_path / "c" / "posterior.csv").exists()


@pytest.mark.parametrize("name", ["shipped", "disputes"])
def test_the_posteriors_that_come_with_brink_are_known_by_name(brink, tmp_path, name):
    code, _, said = brink("run", "border-clash", "--runs", 30, "--no-figures", "--out", "r", "--posterior", name)
    assert code == 0, said
    assert (tmp_path / "r" / "posterior.csv").read_bytes() == read_posterior(name).raw


def test_a_posterior_of_constants_that_are_gone_is_refused_with_what_became_of_them(brink, tmp_path):
    gone = next(iter(REMOVED))
    Path("old.csv").write_text(f"constants.{gone}\n0.5\n0.6\n")
    code, _, said = brink("run", "border-clash", "--runs", 30, "--no-figures", "--out", "r", "--posterior", "old.csv")
    assert code == 2
    assert "old.csv" in said and gone in said and "removed in 0.2" in " ".join(said.split())
    assert not (tmp_path / "r").exists()


def test_a_posterior_of_ones_own_is_kept_with_the_runs(brink, tmp_path):
    own = Path("mine.csv")
    own.write_text("constants.fear_weight,constants.blood\n9,4\n10,3\n")
    assert brink("run", "border-clash", "--runs", 30, "--no-figures", "--out", "r", "--posterior", own)[0] == 0
    assert (tmp_path / "r" / "posterior.csv").read_bytes() == own.read_bytes()
    Path("shipped").write_text("constants.fear_weight\n9\n")
    assert read_posterior("shipped").paths == ("constants.fear_weight",), "a file of that name comes first"


def test_january_from_a_chosen_day(brink, tmp_path, monkeypatch):
    monkeypatch.setattr(january, "RUNS", 30)
    code, out, _ = brink("backtest", "--january", "--cut", "2024-01-02", "--out", tmp_path)
    assert code == 0
    assert "2024-01-02" in out
    assert "overt acts after 2024-01-02" in out
    assert (tmp_path / "figures" / "january-backtest.png").exists()
    code, out, _ = brink("backtest", "--january", "--cut", "2024-01-02", "--cut", "2024-01-12", "--json")
    assert [one["cut"] for one in json.loads(out)] == ["2024-01-02", "2024-01-12"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--january", "--cut", "soon"), "--cut: 'soon' is no date: write it as 2023-12-14"),
        (("--january", "--cut", "2024-01-20"), "--cut: 2024-01-20 lies outside 2023-10-26 to 2024-01-19"),
        (("--january", "--cut", "2023-10-08"), "--cut: 2023-10-08 lies outside"),
        (("--cut", "2024-01-02"), "--cut and --posterior go with --january"),
        (("--posterior", "shipped"), "--cut and --posterior go with --january"),
        (("--january", "--posterior", "nowhere.csv"), "nowhere.csv: cannot be read"),
        (("--january", "--episodes", SMALL), "leave out --episodes"),
        (("--episodes", "nowhere.csv"), "nowhere.csv"),
    ],
)
def test_what_cannot_be_is_refused(brink, arguments, said):
    code, out, err = brink("backtest", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.splitlines()[0] + "\n", "no act of force"),
        (lambda text: text.replace(",9,", ",0,").replace(",6,", ",1,").replace(",5,", ",1,").replace(",7,", ",1,"),
         "no act of force"),
        (lambda text: text.replace("target", "targt", 1), "columns are missing: target (did you mean targt?)"),
        (lambda text: "", "the file is empty"),
    ],
)  # fmt: skip
def test_episodes_without_anything_to_score_are_refused(brink, tmp_path, change, said):
    (tmp_path / "mine.csv").write_text(change(SMALL.read_text()))
    code, out, err = brink("backtest", "--episodes", tmp_path / "mine.csv")
    assert (code, out) == (2, "")
    assert said in err


def test_backtest_prints_a_table_and_a_verdict(brink, monkeypatch, tmp_path):
    monkeypatch.setattr(forecast, "POINTS", 4)
    monkeypatch.setattr(forecast, "PLAIN_POINTS", 1)
    code, out, err = brink("backtest", "--episodes", SMALL)
    assert code == 0
    for name in ("pooled logit", "Hawkes", "tit for tat", "always reply", "base rate", "doctrine red_line"):
        assert name in out
    assert "lowest Brier score" in out
    assert "MIL: no profile" in err


def test_a_folder_that_cannot_be_written_is_said(brink, monkeypatch, tmp_path):
    monkeypatch.setattr(january, "RUNS", 10)
    (tmp_path / "file").write_text("")
    code, _, err = brink("backtest", "--january", "--cut", "2024-01-12", "--out", tmp_path / "file" / "deep")
    assert code == 2
    assert "cannot be written" in err


def test_without_scikit_learn_it_says_what_to_install(brink, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    for verb in ("backtest", "calibrate"):
        code, _, err = brink(verb)
        assert code == 2
        assert "brink-sim[calibration]" in err


def test_acts_of_any_kind_are_held_against_disputes(brink, tmp_path):
    """The record, a results folder and a file of coded acts; the numbers of the record are those that ship."""
    code, out, _ = brink("backtest", "--disputes", "record", "--json")
    assert code == 0
    assert json.loads(out) == json.loads((PACKAGE / "disputes-record.json").read_text(encoding="utf-8"))
    assert brink("run", "border-clash", "--runs", 20, "--no-figures", "--out", tmp_path / "r")[0] == 0
    for source in (tmp_path / "r", PACKAGE / "episodes.csv"):
        code, out, _ = brink("backtest", "--disputes", source)
        assert code == 0
        assert "disputes_reciprocated_recent" in out and "acts in" in out


def test_disputes_go_alone_and_need_acts(brink, tmp_path):
    code, _, err = brink("backtest", "--disputes", "record", "--january")
    assert (code, "--disputes goes alone" in err) == (2, True)
    code, _, err = brink("backtest", "--disputes", tmp_path / "nowhere.csv")
    assert (code, "cannot be read" in err) == (2, True)
    assert brink("backtest", "--disputes", tmp_path)[0] == 2, "a folder without results"
