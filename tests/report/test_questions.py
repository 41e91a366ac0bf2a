"""The report answers the scenario's questions first, and a comparison says what becomes of them."""

import numpy as np
import pandas as pd
import pytest

from brink.experiments.figures import about, asked, gallery, when
from brink.experiments.measures.claims import Finding, majorities
from brink.experiments.measures.questions.answers import HEADS, answers_of, brief, row
from brink.experiments.measures.questions.moments import moments
from brink.experiments.measures.statistics import Interval
from brink.experiments.report.answer import answer
from brink.experiments.report.report import render
from brink.experiments.studies.acts_changed import acts_table, clearest
from brink.experiments.studies.divergence import ActKind, Divergence
from brink.experiments.studies.moved import _tells, others
from brink.model.world.asked import QuestionTable
from brink.scenarios.loader import load_scenario

STRIKES = QuestionTable("strikes", "Does it strike <abroad>?")
ANSWERS = QuestionTable("answers", "Where it does, is it answered?", given=0)
SHIPS = QuestionTable("ships", "How many ships?", measure="count")
ALL = (STRIKES, ANSWERS, SHIPS)


def columns(runs):
    """A strike in every second run, from day 3 on; an answer to every fourth of those; three ships in each run."""
    struck = np.arange(runs) % 2 == 0
    answered = np.where(struck, (np.arange(runs) % 8 == 0) * 1.0, np.nan)
    day = np.where(struck, 3 + np.arange(runs) % 5, -1)
    return {
        "q.strikes": struck * 1.0, "q.strikes.day": day, "q.strikes.count": struck * 2,
        "q.answers": answered, "q.answers.day": np.where(answered > 0, 9, -1), "q.answers.count": (answered > 0) * 1,
        "q.ships": np.full(runs, 3.0), "q.ships.day": np.full(runs, 1), "q.ships.count": np.full(runs, 3),
    }  # fmt: skip


@pytest.fixture
def results(make_in):
    found = make_in()
    found.runs = found.runs.assign(**columns(len(found.runs)))
    found.questions = ALL
    return found


def test_the_answer_begins_with_the_questions(results):
    sentences = answer(results, about(results))
    strikes, answers, ships = sentences[:3]
    assert strikes.startswith("Does it strike <abroad>? 50\xa0% of 200 runs (95\xa0% interval")
    assert "first on 12 Oct 2023 in the median of the 100" in strikes
    assert answers.startswith("Where it does, is it answered? Mostly no: 25\xa0% of 100 runs")
    assert ships.startswith("How many ships? 3 in the median run")
    assert len(sentences) == 6 and "highest simulated act" in sentences[3]


def test_the_page_has_them_as_a_table_and_a_figure(results, monkeypatch):
    monkeypatch.setattr(gallery, "_KINDS", [kind for kind in gallery._KINDS if kind.name == when.NAME])
    page = render(results)
    assert page.index("Does it strike &lt;abroad&gt;? 50") < page.index("The highest simulated act")
    assert 'class="questions"' in page and 'id="questions"' in page
    assert "<abroad>" not in page
    assert row(results.answers_to_questions[0])[-1] == "1.00" and len(HEADS) == len(
        row(results.answers_to_questions[0])
    )


def test_a_report_without_questions_has_neither(briefing):
    page = briefing[1].read_text(encoding="utf-8")
    assert 'class="questions"' not in page and 'id="questions"' not in page


def test_curves_end_in_the_answer(results):
    runs, facts = results.runs, about(results)
    answers = {entry.name: entry for entry in answers_of(ALL, runs, "2023-10-07")}
    found = {entry.asked.name: entry for entry in moments(ALL, runs, facts.days)}
    assert list(found) == ["strikes", "answers"]
    for name, entry in found.items():
        assert (entry.share[-1], entry.of) == (answers[name].found.estimate, answers[name].of)
        assert (np.diff(entry.share) >= 0).all()
    data = when.when_data(ALL, {"a": runs, "b": runs.assign(**{"q.strikes": 0.0, "q.strikes.day": -1})}, facts.days)
    drawn = when.when(data, facts)
    assert drawn.figure.texts[0].get_text().startswith("By 4 Mar 2024: Does it strike <abroad>? 50")
    told_briefly = ["Where it does, is it answered?", "25.0 % of 100 runs (17.5 % to 34.3 %)", "16 Oct 2023"]
    assert brief(answers["answers"]) == told_briefly


def test_a_title_claims_no_more_than_intervals_bear():
    yes, no, either = (Finding(Interval(m, m - 0.1, m + 0.1), 50) for m in (0.8, 0.2, 0.55))
    assert majorities([yes, no, no, either]) == "Of 4 questions: 1 mostly yes, 2 mostly no, 1 open"
    assert majorities([]) == ""
    table = pd.DataFrame({"ask": ["Is it?"], "a": [0.5], "b": [0.4], "difference": [-0.1], "difference_low": [-0.3],
                          "difference_high": [0.1], "differing": [40], "unit": ["share"]})  # fmt: skip
    assert asked.finding(table) == "No question moves by more than its interval covers"
    assert asked.finding(table.assign(difference_high=-0.05)) == "Is it? 50\xa0% → 40\xa0%"


def test_from_when_on_is_the_first_day_that_tells_for_good():
    """The worlds differ on day 2 for a moment, and from day 6 to the end."""
    first = pd.DataFrame({"q.strikes": np.zeros(100), "q.strikes.day": np.full(100, -1)})
    late = first.assign(**{"q.strikes.day": np.where(np.arange(100) < 40, 6, -1)})
    assert _tells(STRIKES, first, late, 30) == 6
    assert _tells(STRIKES, first, first, 30) is None
    caught_up = first.assign(**{"q.strikes.day": np.where(np.arange(100) < 40, 20, -1)})
    assert _tells(STRIKES, late, caught_up, 30) is None


def test_acts_are_told_by_pair_and_soil_and_only_where_chance_does_not_explain_them():
    from collections import Counter

    many, few = ActKind("north", "south", "south_land", 6), ActKind("south", "north", "", 6)
    parted = Divergence(np.zeros(10), Counter({few: 3}), Counter({many: 60, few: 2}), Counter())
    table = acts_table(parted, 10)
    assert table[["actor", "soil", "vanish"]].to_numpy().tolist()[0] == ["north", "south_land", 6.0]
    said = clearest(parted, 10, load_scenario("border-clash"))
    assert len(said) == 1 and "in South Land" in said[0] and "6.00 vanish" in said[0]


def test_outcomes_that_are_questions_stand_in_their_own_table():
    differences = pd.DataFrame({"outcome": ["strikes", "killed"]})
    assert others(differences, pd.DataFrame({"outcome": ["strikes"]}))["outcome"].tolist() == ["killed"]
