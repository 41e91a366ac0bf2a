"""Coded episodes: the shipped file says what its description says; a bad file is refused with file, line and column."""

import datetime
from pathlib import Path

import pytest

from brink.experiments.evidence.episodes import generation, kinetic, last_day, outcome_of, parse_episodes, read_episodes
from brink.scenarios.problems import ScenarioError

SMALL = (Path(__file__).parent / "small.csv").read_text()


def problems_of(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as raised:
        parse_episodes(text.encode(), "mine.csv")
    return [str(problem) for problem in raised.value.problems]


def test_the_shipped_episodes_hold_what_their_description_measures():
    acts = read_episodes()
    force = kinetic(acts)
    assert (len(acts), len(force)) == (62, 55)
    ever = [outcome_of(act, acts, datetime.date.max, 10_000).answered for act in force]
    soon = [outcome_of(act, acts, last_day(acts)).answered for act in force]
    assert (round(sum(ever) / 55, 2), round(sum(soon) / 55, 2)) == (0.58, 0.56)
    assert last_day(acts) == datetime.date(2024, 1, 20), "nothing later may set a number"


def test_the_first_reply_counts_and_words_do_not():
    acts = parse_episodes(SMALL.encode(), "small.csv")
    by_number = {(act.chain, act.n): act for act in acts}
    first = outcome_of(by_number["AA", 1], acts, last_day(acts))
    assert (first.reply, first.delay, first.days) == (by_number["AA", 2], 2, 30)
    assert not outcome_of(by_number["AA", 2], acts, last_day(acts)).answered, "a phone call is no reply by force"
    late = outcome_of(by_number["CC", 1], acts, datetime.date(2001, 3, 10))
    assert (late.answered, late.days) == (False, 9)
    assert [generation(by_number["AA", n], acts) for n in (1, 2)] == [0, 1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2001-02-06", "2001-02-30", "mine.csv:6:6: date: '2001-02-30' is no date: write it as 2024-01-20"),
        ("BAR,9,30", "BAR,14,30", "mine.csv:2:29: rung: '14' is no whole number from 0 to 13"),
        ("BAR,6,3,1", "BAR,6,3,9", "mine.csv:6:33: resp_to: chain BB has no act 9 (it has 1, 2)"),
        ("state,1,denied", "state,1,denyed", "mine.csv:7:44: claim: 'denyed': did you mean denied?"),
        ("IRN,USA,Gulf", "IRN,irn,Gulf", "mine.csv:7:21: target: an actor cannot strike itself"),
        ("BB,1,", "BB,2,", "mine.csv:6:4: n: act 2 of chain BB stands already on line 5"),
        ("1,2,state", "1,-2,state", "mine.csv:3:36: delay_d: '-2' is no number of days"),
        ("MIL,FOO,FOO", "value,FOO,FOO", "mine.csv:5:17: actor: value means something else here: choose another code"),
    ],
)
def test_mistakes_are_named_with_their_place(old, new, said):
    assert said in problems_of(SMALL.replace(old, new, 1))


def test_all_mistakes_come_at_once():
    text = SMALL.replace("2001-02-06", "yesterday").replace(",9,30,", ",nine,30,").replace("nonstate", "bandits")
    assert len(problems_of(text)) == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "mine.csv:1:1: the file is empty"),
        ("chain,n\n", "mine.csv:1:1: columns are missing: date, actor"),
        (SMALL.replace("resp_to", "respto"), "resp_to (did you mean respto?)"),
        (SMALL + "DD,1\n", "mine.csv:9:1: 2 values in a row of 13 columns"),
        (SMALL.splitlines()[0] + "\n", "no act of force"),
        (SMALL.replace('Gulf"', "Gulf"), "this is not CSV"),
        (SMALL.replace("resp_to", "chain", 1), "columns are missing: resp_to"),
    ],
)
def test_files_that_are_no_episodes_are_refused(text, said):
    assert any(said in problem for problem in problems_of(text))


def test_an_act_cannot_answer_a_later_one():
    text = SMALL.replace("AA,1,2001-01-01,FOO,BAR,BAR,9,30,,", "AA,1,2001-01-01,FOO,BAR,BAR,9,30,2,")
    assert any("cannot answer" in problem for problem in problems_of(text))


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(ScenarioError, match="not UTF-8"):
        parse_episodes(b"chain,n\n\xff\xfe", "mine.csv")
    with pytest.raises(ScenarioError, match="cannot be read"):
        read_episodes("no-such-file.csv")


def test_a_file_that_is_wrong_throughout_is_told_in_two_hundred_lines():
    """A hundred thousand acts that answer nothing there is: no message lists them all, and there are not so many."""
    head = SMALL.splitlines()[0]
    rows = "\n".join(f"A,{n},2001-01-01,FOO,BAR,BAR,9,3,999999,,state,0,claimed" for n in range(1, 20_001))
    told = problems_of(f"{head}\n{rows}\n")
    assert len(told) == 201
    assert "it has 20000 acts, 1 to 20000" in told[0]
    assert "more is wrong from here on" in told[-1]


def test_the_names_of_the_codebook_are_read_as_well():
    old = "chain,n,date,actor,target,locus,rung,fat,resp_to,delay_d,mode,warn,claim"
    new = "case,n,date,actor,target,place,rung,killed,answers,delay_d,mode,warned,claim"
    assert parse_episodes(SMALL.replace(old, new).encode(), "a.csv") == parse_episodes(SMALL.encode(), "a.csv")
    without = "\n".join(
        ",".join(line.split(",")[:9] + line.split(",")[10:]) for line in SMALL.splitlines() if '"' not in line
    )
    assert {act.delay for act in parse_episodes(without.encode(), "a.csv")} == {-1}
