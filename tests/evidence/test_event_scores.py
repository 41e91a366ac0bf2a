"""Imported acts scored one by one: outcomes by hand, features from the past alone, nothing looked at after the cut."""

import datetime
import json

import numpy as np
import pytest

from brink.experiments.errors import UserError
from brink.experiments.evidence import forecast as room
from brink.experiments.evidence.episodes import parse_episodes
from brink.experiments.evidence.events import acts, scoring
from brink.experiments.evidence.events.importing import CUT
from brink.experiments.evidence.unseen import simulated

HEAD = "case,n,date,actor,target,place,rung,killed,answers,mode,warned,claim,level\n"
ROWS = (
    ("one", "1988-01-01", "A", "B", 7, 0, 4),
    ("one", "1988-01-09", "B", "A", 3, 0, 3),
    ("one", "1988-01-20", "B", "A", 7, 2, 4),
    ("one", "1988-04-01", "A", "B", 1, 0, 2),
    ("two", "1990-02-01", "C", "D", 7, 5, 4),
    ("two", "1990-02-03", "D", "C", 7, 1, 4),
    ("two", "1990-06-20", "C", "D", 7, 0, 4),
    ("six", "1995-01-01", "E", "F", 3, 0, 3),
    ("six", "1996-01-01", "E", "F", 7, 0, 4),
)


def text(rows=ROWS):
    lines, numbers = [], {}
    for chain, date, actor, target, rung, killed, level in rows:
        numbers[chain] = numbers.get(chain, 0) + 1
        lines.append(f"{chain},{numbers[chain]},{date},{actor},{target},,{rung},{killed},,state,0,unclaimed,{level}")
    return HEAD + "\n".join(lines) + "\n"


def coded(rows=ROWS):
    return parse_episodes(text(rows).encode(), "made up")


def by_row(found, column):
    order = np.argsort(found.row)
    return getattr(found, column)[order].tolist()


def test_outcomes_are_those_of_the_datasets():
    found = acts.directed_acts(coded(), CUT)
    # the last act of the file has no thirty days after it
    assert sorted(found.row.tolist()) == list(range(8))
    assert by_row(found, "any_reply") == [True, False, False, False, True, False, False, False]
    assert by_row(found, "force_reply") == [True, False, False, False, True, False, False, False]
    # the level of the next run is its highest, its delay that of its first act
    assert by_row(found, "level")[0] == 4 and by_row(found, "delay")[0] == 8
    assert by_row(found, "delay")[4] == 2 and by_row(found, "level")[7] == 0
    assert by_row(found, "attack") == [True, False, True, False, True, True, True, False]


def test_features_are_known_on_the_day():
    whole, shorter = (acts.directed_acts(coded(rows), CUT) for rows in (ROWS, ROWS[:6]))
    for k, row in enumerate(shorter.row.tolist()):
        at = int(np.flatnonzero(whole.row == row)[0])
        assert whole.features[at].tolist() == shorter.features[k].tolist()


def test_later_acts_are_not_looked_at():
    late = [*ROWS, ("new", "2002-05-01", "A", "B", 11, 999, 5), ("new", "2002-05-03", "B", "A", 11, 999, 5)]
    kept, again = acts.directed_acts(coded(late), CUT), acts.directed_acts(coded(), CUT)
    assert kept.row.tolist() == again.row.tolist() and kept.features.tolist() == again.features.tolist()
    opened = acts.directed_acts(coded(late), datetime.date(2003, 1, 1))
    assert len(opened.row) > len(kept.row)
    with pytest.raises(UserError, match="are the exam"):
        acts.directed_acts(coded([*late[-2:], late[-1]]), CUT)


def test_only_what_was_over_is_learned_from():
    found = acts.directed_acts(coded(), CUT)
    sides = scoring.sides_of(found, datetime.date(1990, 2, 20))
    assert sorted(sides.past.row.tolist()) == [0, 1, 2, 3], "the attack of 1 February is not over yet"
    assert sorted(sides.asked.row.tolist()) == [6, 7]
    for since in ("1980-01-01", "2001-01-01"):
        with pytest.raises(UserError, match="acts to learn from"):
            scoring.sides_of(found, datetime.date.fromisoformat(since))


def test_errors_are_those_of_the_formulas():
    found = scoring.sides_of(acts.directed_acts(coded(), CUT), datetime.date(1990, 1, 1))
    made = scoring.base_rate(found)
    assert made.any_reply[0] == pytest.approx(1 / 4)
    wrong = scoring.errors(found.asked, made)
    y = found.asked.any_reply
    assert wrong[scoring.ANY] == pytest.approx((0.25 - y) ** 2)
    k = int(np.flatnonzero(y)[0])
    levels, days = made.levels[k] / made.levels[k].sum(), made.days[k] / made.days[k].sum()
    assert wrong[scoring.LEVEL][k] == pytest.approx(
        np.mean((np.cumsum(levels)[:-1] - (np.array([2, 3, 4]) >= found.asked.level[k])) ** 2)
    )
    assert wrong[scoring.DELAY][k] == pytest.approx(
        np.sum((np.cumsum(days) - (np.arange(31) >= found.asked.delay[k])) ** 2)
    )
    assert np.isnan(wrong[scoring.DELAY][~y]).all()


def test_every_dispute_counts_once():
    names = np.array(["a", "a", "a", "b"])
    assert scoring.dispute_means(np.array([0.0, 0.0, 0.3, 0.5]), names).tolist() == pytest.approx([0.1, 0.5])
    assert np.isnan(scoring.dispute_means(np.array([np.nan, np.nan, np.nan, 0.5]), names)[0])


def test_the_sample_is_scored_and_says_that_it_is_made_up(brink, tmp_path, monkeypatch):
    pytest.importorskip("sklearn")
    monkeypatch.setattr(room, "PLAIN_POINTS", 1)
    monkeypatch.setattr(room, "PLAIN_RUNS", 4)
    code, out, err = brink("backtest", "--events", "sample", "--out", tmp_path / "e")
    assert code == 0, err
    assert "made up" in out and "Nothing after 2001-12-31 was looked at" in out
    told = json.loads((tmp_path / "e" / "backtest.json").read_text())
    assert told["made_up"] and len(told["sha256"]) == 64 and told["cut"] == "2001-12-31"
    assert {row["forecaster"] for row in told["frames"]["events"]["scores"]} == {
        scoring.BRINK, scoring.LOGIT, scoring.BASE
    }  # fmt: skip
    assert brink("resume", tmp_path / "e")[:2] == (0, out)
    assert brink("verify", tmp_path / "e")[0] == 0
    code, _, err = brink("backtest", "--events", "sample", "--cut", "2005-01-01", "--since", "1999-01-01")
    assert code == 0 and "kept back as the exam" in err


def test_an_interrupted_backtest_of_events_goes_on(brink, tmp_path, monkeypatch):
    """Finished acts are not simulated again, by resume as by asking again, and the answer is the same."""
    pytest.importorskip("sklearn")
    monkeypatch.setattr(room, "PLAIN_POINTS", 1)
    monkeypatch.setattr(room, "PLAIN_RUNS", 4)
    file = tmp_path / "acts.csv"
    file.write_text(text())
    words = ("backtest", "--events", file, "--out")
    assert brink(*words, tmp_path / "whole")[0] == 0
    plain, calls = scoring.batches, []

    def counted(situation):
        calls.append(situation)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return plain(situation)

    monkeypatch.setattr(simulated, "processors", lambda: 1)
    monkeypatch.setattr(scoring, "batches", counted)
    code, _, messages = brink(*words, tmp_path / "cut")
    assert code == 130 and f"brink resume {tmp_path / 'cut'}" in messages
    assert brink("resume", tmp_path / "cut")[0] == 0
    force = sum(act.kinetic for act in coded())
    assert len(calls) == force + 1, "three acts stood, the fourth was begun again"
    assert (tmp_path / "cut" / "backtest.json").read_bytes() == (tmp_path / "whole" / "backtest.json").read_bytes()
    assert not (tmp_path / "cut" / "chunks").exists()
