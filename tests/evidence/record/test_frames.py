"""The frames on a record made by hand: quiet, answers, zeros and censoring as they are defined."""

import datetime

from brink.experiments.evidence.record import frames
from brink.experiments.evidence.record.files import read_cases, settled_acts

CASES = """\
case,part,name,list_number,trigger,from,to,sides,region,chronology
I1,I,One,1,2000-02-01,2000-01-02,2000-05-01,AAA;BBB,Africa,list
P1,II,Pair,,2001-01-15,2001-01-15,2001-06-10,CCC;DDD/EEE,Europe,chronology
I2,I,Quiet,2,2000-02-01,2000-01-02,2000-05-01,AAA;BBB,Africa,list
"""
HEAD = (
    "case,n,date,actor,target,place,rung,killed,killed_low,killed_high,answers,mode,warned,claim,confidence,seen,source,"
    "a,b,settlement"
)


def row(case, n, date, actor, target, rung, killed=0, answers=""):
    return f"{case},{n},{date},{actor},{target},x,{rung},{killed},,,{answers},state,0,claimed,H,V,s,1,1,"


ACTS = "\n".join(
    [
        HEAD,
        row("I1", 1, "2000-01-10", "AAA", "BBB", 4),
        row("I1", 2, "2000-02-20", "AAA", "BBB", 7, 3),
        row("I1", 3, "2000-02-20", "BBB", "AAA", 4, 0, 2),
        row("I1", 4, "2000-02-25", "BBB", "AAA", 1),
        row("I1", 5, "2000-03-10", "AAA", "BBB", 9, 8, 3),
        row("I1", 6, "2000-04-28", "BBB", "AAA", 5, 1),
        row("P1", 1, "2001-03-01", "EEE", "CCC", 4),
        row("P1", 2, "2001-03-31", "CCC", "DDD", 6, 2, 1),
        row("P1", 3, "2001-06-01", "CCC", "ZZZ", 4),
    ]
)


def made_up():
    return frames.of_force(read_cases(CASES), settled_acts(ACTS))


def test_openings_follow_quiet_that_was_watched():
    found = {(o.case, o.n): o for o in frames.openings(made_up())}
    # I1 n=1 comes eight days into the window: nobody knows whether it was quiet before. n=6: 49 days after n=5.
    assert set(found) == {("I1", 2), ("I1", 6), ("P1", 1), ("P1", 3)}
    assert (found["I1", 2].answered, found["I1", 2].delay, found["I1", 2].side) == (True, 0, 0)
    assert found["P1", 1][6:] == (30, True, 30), "answered on the last day, by the other side, at another actor"
    assert (found["I1", 6].days, found["I1", 6].answered, found["I1", 6].censored) == (3, False, True)
    assert found["P1", 3].side == 0


def test_named_replies_count_force_alone():
    found = {(r.case, r.n): r for r in frames.replies(made_up())}
    assert len(found) == 8, "every act of force"
    assert (found["I1", 2].delay, found["I1", 2].reply_rung) == (0, 4)
    assert (found["I1", 3].delay, found["I1", 3].reply_rung) == (19, 9)
    assert not found["I1", 5].answered
    assert found["I1", 6].censored


def test_months_have_zeros_and_say_what_they_cover():
    found = frames.months(made_up())
    assert [m[1:] for m in found] == [
        ("2001-01", 17, 0, 0),
        ("2001-02", 28, 0, 0),
        ("2001-03", 31, 1, 1),
        ("2001-04", 30, 0, 0),
        ("2001-05", 31, 0, 0),
        ("2001-06", 10, 1, 0),
    ]
    assert [m.whole for m in found] == [False, True, True, True, True, False]


def test_crises_run_from_an_opening_to_quiet():
    one, six, first, last = frames.crises(made_up())
    assert one == ("I1", 1, datetime.date(2000, 2, 20), 2, 7, 3, 2, 3, 9, 19, False)
    assert (six.censored, last.censored) == (True, True)
    assert (first.week_acts, first.acts, first.days_to_quiet, first.highest_rung, first.week_sides) == (1, 2, 30, 6, 1)


def test_a_case_without_acts_stays_in_the_frame():
    assert [len(case.acts) for case in made_up()] == [5, 3, 0]


def test_nothing_reaches_beyond_the_last_day_that_may_be_coded():
    cases = read_cases(CASES.replace("2001-06-10", "2024-06-10").replace("2001-01-15,CCC", "2023-12-01,CCC"))
    assert frames.of_force(cases, [])[1].end == datetime.date(2024, 1, 20)
    assert frames.months(frames.of_force(cases, []))[-1][1:] == ("2024-01", 20, 0, 0)


def test_tables_are_plain_csv():
    text = frames.table(frames.openings(made_up()), frames.Opening)
    assert text.splitlines()[0] == "case,n,date,side,rung,killed,days,answered,delay"
    assert text.splitlines()[1] == "I1,2,2000-02-20,0,7,3,30,1,0"
