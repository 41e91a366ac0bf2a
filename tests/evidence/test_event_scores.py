"""Imported acts scored one by one: outcomes by hand, features from the past alone, nothing looked at after the cut."""

import datetime
import hashlib
import json

import numpy as np
import pytest

from brink.experiments.errors import UserError
from brink.experiments.evidence import forecast as room
from brink.experiments.evidence.episodes import parse_episodes
from brink.experiments.evidence.events import acts, forecasters, scoring
from brink.experiments.evidence.events.importing import CUT
from brink.experiments.evidence.predict import DAYS, ReplyTally
from brink.experiments.evidence.unseen import simulated
from brink.experiments.evidence.unseen.primary import read_primary
from brink.model.world.ladder import RUNGS

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
    made = forecasters.base_rate(found)
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
        forecasters.BRINK, forecasters.RECALIBRATED, forecasters.LOGIT, forecasters.BASE
    }  # fmt: skip
    assert brink("resume", tmp_path / "e")[:2] == (0, out)
    assert brink("verify", tmp_path / "e")[0] == 0
    code, _, err = brink("backtest --events sample --cut 2005-01-01 --since 1999-01-01 --from 1997-01-01")
    assert code == 0 and "kept back as the exam" in err


def many(first, last):
    """A long war that is always answered, and four short disputes a year, every other of them answered.

    Enough of both for a logit; nothing in an act tells whether it is answered.
    """
    rows = [("war", f"{first}-{month:02}-{day:02}", *pair, 7, 1, 4) for month in range(1, 13)
            for day, pair in ((1, ("X", "Y")), (3, ("Y", "X")))]  # fmt: skip
    for year in range(first, last):
        for k in range(4):
            name = f"d{year}_{k}"
            rows.append((name, f"{year}-0{1 + 2 * k}-01", f"A{year}", f"B{k}", 7, 9 * (k // 2), 4))
            if k % 2:
                rows.append((name, f"{year}-0{1 + 2 * k}-{11 if year % 2 else '04'}", f"B{k}", f"A{year}", 7, 1, 4))
    return rows


def tallies(found, chance, day=3):
    """Runs that answer with a chance, in force and on one day, for every act of force."""
    rungs, delays = np.zeros(RUNGS), np.zeros(DAYS)
    rungs[7], delays[day] = 100 * chance, 100 * chance
    one = ReplyTally(100.0, rungs, delays, 0.0)
    return {row: forecasters.EventTallies(one, one) for row in np.r_[found.past.row, found.asked.row].tolist()}


def test_a_long_war_counts_as_one_dispute():
    """The share answered, the levels and the delays that are learned are those of disputes, not of acts."""
    weights = forecasters.counting_once(np.array([0, 0, 0, 5]))
    assert weights.tolist() == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2.0])
    found = scoring.sides_of(acts.directed_acts(coded(many(1980, 1994)), CUT), acts.SINCE)
    by_dispute = scoring.dispute_means(found.past.any_reply.astype(float), found.past.dispute.astype(str))
    made = forecasters.base_rate(found)
    assert made.any_reply[0] == pytest.approx(by_dispute.mean())
    assert made.any_reply[0] < found.past.any_reply.mean() - 0.02, "acts would give the war its length"


def test_brink_with_history_sees_what_the_logit_sees_and_the_runs():
    """Runs that tell nothing leave the logit as it is; runs that know what happened make brink the nearer."""
    pytest.importorskip("sklearn")
    found = scoring.sides_of(acts.directed_acts(coded(many(1980, 1996)), CUT), acts.SINCE)
    blind = forecasters.forecasts(found, tallies(found, 0.5), False)
    assert blind[forecasters.BRINK].any_reply == pytest.approx(blind[forecasters.LOGIT].any_reply, abs=1e-6)
    answered = dict(zip(np.r_[found.past.row, found.asked.row].tolist(),
                        np.r_[found.past.any_reply, found.asked.any_reply].tolist(), strict=True))  # fmt: skip
    sure = {row: tallies(found, 0.95 if happened else 0.05)[row] for row, happened in answered.items()}
    made = forecasters.forecasts(found, sure, False)
    wrong = {name: scoring.errors(found.asked, one)[scoring.ANY].mean() for name, one in made.items()}
    assert wrong[forecasters.BRINK] < wrong[forecasters.LOGIT] - 0.01
    assert wrong[forecasters.RECALIBRATED] < wrong[forecasters.BASE] - 0.1


def test_what_the_runs_say_of_delays_counts_as_far_as_the_past_bears_it_out():
    """Answers come after three days in even years and after ten in odd ones; runs may know that, or be wrong."""
    found = scoring.sides_of(acts.directed_acts(coded(many(1980, 1996)), CUT), acts.SINCE)
    plain, days_of = forecasters.base_rate(found), {3: tallies(found, 0.9, 3), 10: tallies(found, 0.9, 10)}
    delays = dict(zip(np.r_[found.past.row, found.asked.row].tolist(),
                      np.r_[found.past.delay, found.asked.delay].tolist(), strict=True))  # fmt: skip
    knowing = {row: days_of[delay][row] for row, delay in delays.items() if delay in days_of}
    made = forecasters.of_replies(found, knowing, plain)[1]
    for k in np.flatnonzero(found.asked.any_reply & np.isin(found.asked.delay, [3, 10])):
        assert made[k][found.asked.delay[k]] > plain.days[k][found.asked.delay[k]] + 0.2
    wrong = forecasters.of_replies(found, tallies(found, 0.9, 29), plain)[1]
    assert wrong == pytest.approx(plain.days, abs=0.15)
    assert forecasters.of_replies(found, {}, plain)[1] == pytest.approx(plain.days)


def test_a_primary_of_events_is_held_to_its_file_and_its_days(brink, tmp_path, monkeypatch):
    """Another file, another day or another way is refused; what was named stands in the answer."""
    pytest.importorskip("sklearn")
    monkeypatch.setattr(room, "PLAIN_POINTS", 1)
    monkeypatch.setattr(room, "PLAIN_RUNS", 4)
    file, mine = tmp_path / "acts.csv", tmp_path / "mine.yaml"
    file.write_text(text(many(1980, 1994)))
    entry = (
        "schema: 1\nprimaries:\n  old:\n    named: 2026-01-01\n    why: made up\n    learn: events\n"
        "    score: events\n    from: 1981-01-01\n    since: 1990-01-01\n    cut: 1995-12-31\n"
        f"    sha256: {hashlib.sha256(file.read_bytes()).hexdigest()}\n    forecasters:\n      events: base rate\n"
    )
    mine.write_text(entry)
    words = ("backtest", "--events", file, "--primary", f"{mine}:old")
    code, out, err = brink(*words, "--json", "--out", tmp_path / "e")
    assert code == 0, err
    told = json.loads(out)
    assert (told["from"], told["since"], told["cut"]) == ("1981-01-01", "1990-01-01", "1995-12-31")
    assert told["primary"]["name"] == "old" and told["frames"]["events"]["compared"] == "base rate"
    assert told["frames"]["events"]["learned_from"] < sum(row[1] < "1990" for row in many(1981, 1994))
    again = json.loads(brink("resume", tmp_path / "e", "--json")[1])
    assert {name: again[name] for name in told} == told
    for more, said in (
        (("--since", "1991-01-01"), "was named for 1990-01-01"),
        (("--from", "1980-01-01"), "was named for 1981-01-01"),
        (("--learn", "record", "--score", "record"), "one file is learned from and scored"),
    ):
        code, _, err = brink(*words, *more)
        assert code == 2 and said in err, err
    code, _, err = brink("backtest", "--primary", f"{mine}:old")
    assert code == 2 and "give the file with --events FILE" in err
    code, _, err = brink("backtest", "--events", file, "--primary", "record-2010")
    assert code == 2 and "leave out --events" in err
    mine.write_text(entry.replace("base rate", "nobody"))
    code, _, err = brink(*words)
    assert code == 2 and "no forecaster is called 'nobody'" in err
    file.write_text(text(many(1980, 1993)))
    code, _, err = brink(*words)
    assert code == 2 and "is another file" in err


def test_the_primary_of_imported_events_was_named_for_rows_to_2001():
    found = read_primary("events-1990").primary
    assert (found.begin, found.since, found.cut) == (
        datetime.date(1970, 1, 1), acts.SINCE, CUT
    )  # fmt: skip
    assert found.sha256 is not None and found.forecasters == {"events": forecasters.BRINK}


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
