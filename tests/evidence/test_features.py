"""Columns that a file of imported acts has besides: kept on import, typed, named with line and column where wrong."""

import csv
import json
import re

import numpy as np
import pytest

from brink.experiments.errors import UserError
from brink.experiments.evidence import forecast as room
from brink.experiments.evidence.episodes import parse_episodes
from brink.experiments.evidence.events import acts, features, forecasters, scoring
from brink.experiments.evidence.events.importing import CUT, import_events
from brink.scenarios.problems import ScenarioError

HEAD = "case,n,date,actor,target,place,rung,killed,answers,mode,warned,claim,level,km,border,cap,cap2,bomb\n"
NAMED = {"distance": "km", "contiguous": "border", "power": "cap", "power_target": "cap2", "nuclear": "bomb"}


def file_of(values, late=()):
    """Acts of one dispute, one a year, each with these values; later acts with others."""
    rows = [(1980 + k, one) for k, one in enumerate(values)] + [(2005 + k, one) for k, one in enumerate(late)]
    lines = [f"d,{k + 1},{year}-01-01,A,B,,7,0,,state,0,unclaimed,4,{one}" for k, (year, one) in enumerate(rows)]
    return HEAD + "\n".join(lines) + "\n"


def read(text, named=None):
    found = acts.until(parse_episodes(text.encode(), "f.csv"), CUT)
    return features.read_features(text, "f.csv", found, NAMED if named is None else named)


def test_values_are_read_as_what_their_columns_hold():
    found = read(file_of(["0,yes,0.2,0.6,1", "100,0,3,1,no", ",,,,", "NA,1,0,0,0.0"]))
    assert found.shape == (4, 4), "power and that of the target are one feature"
    assert found[:2].tolist() == [[0, 1, pytest.approx(0.25), 1], [pytest.approx(np.log(101)), 0, 0.75, 0]]
    assert np.isnan(found[2]).all()
    assert np.isnan(found[3, 0]) and found[3, 1:].tolist() == [1, 0.5, 0]
    assert read(file_of(["1,1,1,1,1"]), {}).shape == (1, 0)


def test_every_wrong_value_is_named_with_its_place():
    with pytest.raises(ScenarioError) as raised:
        read(file_of(["-5,yes,1,1,1", "5,maybe,1,1,1", "5,1,much,1,2"]))
    told = [str(problem) for problem in raised.value.problems]
    assert len(told) == 4
    assert re.match(r"f.csv:2:\d+: km: '?-5'? is no distance of an act: a number, not below zero", told[0])
    assert [line.split(":")[1] for line in told] == ["2", "3", "4", "4"]
    line = file_of(["-5,yes,1,1,1"]).splitlines()[1]
    assert int(told[0].split(":")[2]) == line.index("-5") + 1


def test_what_lies_after_the_cut_is_not_looked_at():
    early, late = ["5,1,1,1,1", "6,0,1,2,0"], ["never,read,at,all,!"]
    assert read(file_of(early, late)).tolist() == read(file_of(early)).tolist()


@pytest.mark.parametrize(("text", "why"), [
    ("distance", "write it as distance=KM"),
    ("distance=", "write it as distance=KM"),
    ("distanse=km", "is no feature: did you mean distance?"),
    ("distance=km,distance=km", "distance is named twice"),
    ("power=cap", "name power_target too"),
])  # fmt: skip
def test_a_mistake_on_the_command_line_is_said(text, why):
    with pytest.raises(UserError, match=re.escape(why)):
        features.parse_features(text)


def test_a_column_that_is_not_there_is_said_before_anything_is_simulated(brink):
    code, _, err = brink("backtest", "--events", "sample", "--features", "distance=kms")
    assert code == 2 and "no such column: did you mean km?" in err and "km" in err
    code, _, err = brink("backtest", "--features", "distance=km")
    assert code == 2 and "--features and --from go with --events" in err


def test_gaps_are_filled_from_the_past_alone_and_told():
    nan = float("nan")
    past, asked = features.filled(np.array([[1.0, 5.0], [3.0, nan]]), np.array([[nan, nan], [100.0, 7.0]]))
    assert past.tolist() == [[1, 5, 0, 0], [3, 5, 0, 1]]
    assert asked.tolist() == [[2, 5, 1, 1], [100, 7, 0, 0]]
    nothing, _ = features.filled(np.full((2, 1), nan), np.ones((1, 1)))
    assert nothing.tolist() == [[0, 1], [0, 1]]


def test_a_feature_that_tells_replies_is_learned():
    """Of two kinds of pairs alike in all else, the near ones answer: only who sees the distance can tell."""
    pytest.importorskip("sklearn")
    lines = []
    for k in range(60):
        near = k % 2
        year = 1980 + k // 3
        lines.append(f"p{k},1,{year}-0{1 + k % 3}-01,A{k},B{k},,7,0,,state,0,unclaimed,4,{100 if near else 9000}")
        if near:
            lines.append(f"p{k},2,{year}-0{1 + k % 3}-04,B{k},A{k},,7,0,,state,0,unclaimed,4,100")
    text = HEAD.split(",border")[0] + "\n" + "\n".join(lines) + "\n"
    coded = parse_episodes(text.encode(), "f.csv")
    more = features.read_features(text, "f.csv", coded, {"distance": "km"})
    found = scoring.sides_of(acts.directed_acts(coded, CUT, more), acts.SINCE)
    first = np.isin(found.asked.row, [k for k, act in enumerate(coded) if act.n == 1])
    made = forecasters.forecasts(found, {}, True)
    blind, seeing = (made[name].any_reply[first] for name in (forecasters.LOGIT, forecasters.FEATURED))
    y = found.asked.any_reply[first]
    assert np.mean((seeing - y) ** 2) < 0.05 < np.mean((blind - y) ** 2)


def test_a_file_is_scored_with_its_features(brink, tmp_path, monkeypatch):
    pytest.importorskip("sklearn")
    monkeypatch.setattr(room, "PLAIN_POINTS", 1)
    monkeypatch.setattr(room, "PLAIN_RUNS", 2)
    acts_of = [(chain, year, k) for chain in ("one", "two") for k, year in enumerate((1985, 1986, 1992, 1993))]
    lines = [
        f"{chain},{2 * k + n},{year}-03-0{n + 2 * (n > 1)},{who},,7,0,,state,0,unclaimed,4,{900 * k},1,{k},2,1"
        for chain, year, k in acts_of
        for n, who in ((1, f"A{chain},B{chain}"), (2, f"B{chain},A{chain}"))
        if n == 1 or k % 2
    ]
    (tmp_path / "mine.csv").write_text(HEAD + "\n".join(lines) + "\n")
    named = ",".join(f"{name}={column}" for name, column in NAMED.items())
    words = ("backtest", "--events", tmp_path / "mine.csv", "--features", named, "--out", tmp_path / "e")
    code, out, err = brink(*words)
    assert code == 0, err
    told = json.loads((tmp_path / "e" / "backtest.json").read_text())
    assert told["features"] == NAMED and told["measured_before"]["scores"][scoring.ANY][forecasters.BASE] == 0.251
    frame = told["frames"]["events"]
    assert forecasters.FEATURED in {row["forecaster"] for row in frame["scores"]}
    assert set(frame["by_score"]) == {scoring.FORCE_BACK, scoring.LEVEL, scoring.DELAY}
    assert {row["rival"] for row in frame["by_score"][scoring.DELAY]} == {
        forecasters.LOGIT, forecasters.BASE, forecasters.FEATURED, forecasters.RECALIBRATED, forecasters.BRINK_FEATURED
    }  # fmt: skip
    assert (tmp_path / "e" / "figures" / "reliability-events.png").exists()
    assert "further scores" in out and "for orientation: 893 attacks" in out
    (tmp_path / "mine.csv").unlink()
    assert brink("resume", tmp_path / "e")[:2] == (0, out), "what was named stands in the folder"
    assert brink("verify", tmp_path / "e")[0] == 0


def test_the_made_up_sample_has_every_feature_and_nothing_to_be_held_against():
    text = scoring.read_events("sample")
    named = NAMED | {"distance": "km", "power": "capability", "power_target": "capability_target"}
    features.check_columns(
        text, "sample", named | {"nuclear": "bomb", "nuclear_target": "bomb_target"} | {"contiguous": "border"}
    )
    coded = acts.until(parse_episodes(text.encode(), "sample"), CUT)
    found = features.read_features(text, "sample", coded, {**named, "contiguous": "border", "nuclear": "bomb"})
    assert np.isfinite(found).all() and (found.std(axis=0) > 0).all()


def test_import_keeps_the_columns_that_are_asked_for(brink, tmp_path):
    mine = tmp_path / "mine.csv"
    mine.write_text("day,who,whom,KM,Border\n1999-03-05,Avaria,Borduria,120,1\n31.2.1999,Avaria,Borduria,1,1\n"
                    "1999-03-09,Borduria,Avaria,,0\n")  # fmt: skip
    words = ("import", mine, "--columns", "date=day,actor=who,target=whom", "--out", tmp_path / "acts.csv")
    assert brink(*words, "--keep", "km, border")[0] == 0
    with (tmp_path / "acts.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["km"], row["border"]) for row in rows] == [("120", "1"), ("", "0")]
    for name, why in (("miles", "no such column"), ("day,who,line", "no such column")):
        with pytest.raises(UserError, match=why):
            import_events(mine, columns={"date": "day", "actor": "who", "target": "whom"}, keep=name.split(","))
    (tmp_path / "own.csv").write_text("date,actor,target,level\n1999-03-05,Avaria,Borduria,4\n")
    with pytest.raises(UserError, match="--keep level: acts have a column of that name of their own"):
        import_events(tmp_path / "own.csv", keep=["level"])
