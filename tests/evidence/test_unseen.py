"""Learning on one source and scoring on another: nothing from after the cut is ever learned from."""

import datetime
import json

import numpy as np
import pytest

from brink.experiments.errors import UserError
from brink.experiments.evidence import forecast as room
from brink.experiments.evidence.record import frames
from brink.experiments.evidence.unseen import crises, months, simulated, study
from brink.experiments.evidence.unseen.cases import parsed_cases, read_cases, split
from brink.experiments.evidence.unseen.primary import read_primary
from brink.tests.evidence.made_up import acts_file, pair_rows

EARLY, LATE = "2001-01-01", "2006-01-01"


@pytest.fixture(autouse=True)
def little(monkeypatch):
    """Few runs: how it hangs together, not what it finds."""
    pytest.importorskip("sklearn")
    monkeypatch.setattr(room, "PLAIN_POINTS", 1)
    monkeypatch.setattr(room, "PLAIN_RUNS", 4)


@pytest.fixture
def early(tmp_path):
    return acts_file(tmp_path, pair_rows(3, EARLY), "early.csv")


@pytest.fixture
def late(tmp_path):
    return acts_file(tmp_path, pair_rows(2, LATE), "late.csv")


def test_nothing_learned_from_is_later_than_the_first_act_scored():
    record = read_cases("record")
    for since in (datetime.date(2000, 1, 1), datetime.date(2010, 1, 1), datetime.date(2018, 6, 15)):
        cut = split(record, record, since)
        assert cut.first >= since
        assert all(act.date < cut.first for case in cut.learn for act in case.acts)
        assert all(case.end < cut.first for case in cut.learn)
        learned = sum(len(case.acts) for case in cut.learn)
        assert learned + cut.left_out == sum(len(case.acts) for case in record.cases) and cut.left_out > 0
        # what had not yet come to an end that day is censored, so that no frame learns how it went on
        assert all(o.days < 30 or o.date + datetime.timedelta(30) < cut.first for o in frames.openings(cut.learn))
        last = [c.start + datetime.timedelta(c.days_to_quiet + 30) for c in frames.crises(cut.learn) if not c.censored]
        assert max(last) < cut.first


def test_what_happens_after_the_cut_moves_no_forecast(tmp_path, late):
    """The future of what is learned from is changed out of recognition: every number stays as it was."""
    # the last act says that both files were watched to the eve of what is scored
    known = [*pair_rows(3, EARLY), ("Z", datetime.date(2005, 12, 31), "Y", "Z", 7, 0)]
    future = [(chain, datetime.date(2006, 3, 1) + (day - known[0][1]), a, b, 11, 400) for chain, day, a, b, *_ in known]
    told = []
    for name, rows in (("plain.csv", known), ("changed.csv", known + future)):
        asked = study.asked_for(str(acts_file(tmp_path, rows, name)), str(late), None, None, None)
        told.append(asked.told(None))
    assert told[0]["left_out"] == 0 < told[1]["left_out"]
    for name, frame in told[0]["frames"].items():
        assert frame["scores"] == told[1]["frames"][name]["scores"], name


@pytest.mark.parametrize(("words", "why"), [
    (["--learn", "record", "--score", "record"], "are the same"),
    (["--learn", "record"], "go together"),
    (["--learn", "record", "--score", "record", "--since", "2031-01-01"], "no act of force from that day on"),
    (["--learn", "chains", "--score", "record", "--since", "1988-01-01", "--january"], "none of the other ways"),
    (["--since", "soon", "--learn", "record", "--score", "record"], "is no date"),
    (["--primary", "nobody"], "has no 'nobody'"),
    (["--primary", "record-2010", "--learn", "chains"], "was named for record"),
    (["--primary", "no.yaml:x"], "no.yaml"),
    (["--learn", "no.csv", "--score", "record"], "no.csv"),
    (["--events", "sample", "--learn", "record"], "only --from, --since, one --cut, --primary and --features"),
    (["--learn", "record", "--score", "record", "--cut", "2010-01-01"], "--cut goes with --january and --events"),
])  # fmt: skip
def test_what_does_not_go_together_is_said(brink, words, why):
    code, _, err = brink("backtest", *words)
    assert code == 2 and why in err


def test_late_acts_cannot_be_learned_from_to_score_early_ones(early, late):
    with pytest.raises(UserError, match="nothing may be learned from later ones"):
        study.asked_for(str(late), str(early), None, None, None)


def test_chains_of_one_name_in_two_files_are_two(early, late):
    cut = split(*(parsed_cases(str(file), file.read_text()) for file in (early, late)))
    names = [case.case.id for case in (*cut.learn, *cut.score)]
    assert len(set(names)) == len(names) == 5
    assert all(act.chain == case.case.id for case in cut.learn for act in case.acts)


def test_an_answer_is_kept_and_found_again(brink, early, late, tmp_path):
    words = ["backtest", "--learn", early, "--score", late, "--out", tmp_path / "b"]
    code, out, _ = brink(*words)
    assert code == 0 and "exploratory" in out and "too few crises" in out
    assert {"scores.csv", "comparisons.csv", "report.html", "backtest.json", "learn.csv", "score.csv"} <= {
        path.name for path in (tmp_path / "b").iterdir()
    }
    late.unlink()
    assert brink("resume", tmp_path / "b")[:2] == (0, out)
    assert brink("verify", tmp_path / "b")[0] == 0
    told = json.loads((tmp_path / "b" / "backtest.json").read_text())
    assert {"openings", "replies", "crises"} <= set(told["frames"]) and told["primary"] is None
    roles = {row["role"] for frame in told["frames"].values() for row in frame["scores"]}
    assert roles == {"exploratory"}


def test_a_primary_of_ones_own_is_one_forecaster_a_frame(brink, early, late, tmp_path):
    mine = tmp_path / "mine.yaml"
    text = (
        "schema: 1\nprimaries:\n  mine:\n    named: 2005-12-31\n    why: because\n"
        f"    learn: {early}\n    score: {late}\n    forecasters: {{openings: base rate, crises: brink}}\n"
    )
    mine.write_text(text)
    told = json.loads(brink("backtest", "--primary", f"{mine}:mine", "--json")[1])
    frames_told = told["frames"]
    assert frames_told["openings"]["primary"] == frames_told["openings"]["compared"] == "base rate"
    assert [row["forecaster"] for row in frames_told["crises"]["scores"] if row["role"] == "primary"] == ["brink"]
    assert frames_told["replies"]["primary"] is None
    mine.write_text(text.replace("base rate", "nobody"))
    code, _, err = brink("backtest", "--primary", f"{mine}:mine")
    assert code == 2 and "no forecaster is called 'nobody'" in err
    mine.write_text(text.replace("because", "because\n    when: now"))
    code, _, err = brink("backtest", "--primary", f"{mine}:mine")
    assert code == 2 and "primaries.mine.when" in err


def test_the_primary_that_ships_was_named_for_the_record():
    found = read_primary("record-2010").primary
    assert set(found.forecasters) == {"openings", "replies", "months", "crises"}
    assert found.named <= datetime.date.today() and (found.learn, found.score) == ("record", "record")


def test_a_course_ends_with_thirty_quiet_days():
    crisis = frames.CrisisEpisode("x", 1, datetime.date(2001, 1, 1), 2, 5, 0, 2, 9, 9, 90, False)
    days, rungs = np.array([10, 40, 71, 75]), np.array([4, 7, 12, 12])
    assert simulated.followed(crisis, 3, days, rungs) == (7, 4, 40)
    assert simulated.followed(crisis, 3, days[2:], rungs[2:]) == (5, 2, 3)
    assert simulated.followed(crisis, 3, days[:0], rungs[:0]) == (5, 2, 3)


def test_a_mixture_holds_its_shares():
    courses = np.tile([[9.0, 5.0, 20.0]], (50, 1))
    rung, acts, days = crises.mixed(courses, (np.full(7, 4.0), np.full(7, 1.0), np.zeros(7)), np.array([0.3, 1.0, 0.0]))
    assert np.mean(rung == 9) == pytest.approx(0.3) and set(acts) == {5.0} and set(days) == {0.0}
    past = [frames.CrisisEpisode(str(k), 1, datetime.date(2001, 1, 1), 1, 4, 0, 1, 5, 9, 20, False) for k in range(4)]
    assert crises.shares_of_model(past, lambda crisis: courses).tolist() == pytest.approx([0, 0, 0])
    assert crises.shares_of_model([*past, past[0]._replace(case="z", acts=50)], lambda crisis: courses * 9)[0] == 0


def test_months_are_forecast_from_what_was_done_before_them():
    case = next(case for case in read_cases("record").cases if case.case.id == "IS")
    day = next(act.date for act in case.acts if act.date.day > 5 and act.date.year == 2018)
    month = f"{day:%Y-%m}"
    whole = simulated.month_counts(case, month, simulated_profiles())
    kept = sum(act.date < day.replace(day=1) for act in case.acts)
    shorter = frames.Coded(case.case, case.acts[:kept], case.sides[:kept])
    assert whole.tolist() == simulated.month_counts(shorter, month, simulated_profiles()).tolist()
    assert simulated.month_counts(shorter, "2023-12", simulated_profiles()).tolist() == [0, 0]


def simulated_profiles():
    return study.load_profiles()


def test_a_month_adds_what_is_answered_to_a_share_of_the_mean():
    series = months.Series("P", np.ones(20), np.zeros(20), tuple(map(str, range(20))), np.arange(20.0))
    found = months.answered_mean(series, np.log([0.5, 2.0]))
    assert found[19] == pytest.approx(0.5 * (19 + 0.5) / (19 + 3) + 2 * 19)
