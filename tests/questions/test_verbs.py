"""Questions wherever a verb takes an outcome: studies, sequential stopping, old results, expectations, stories."""

import json

import numpy as np
import pandas as pd
import pytest

import brink
from brink import expect
from brink.experiments.errors import UserError
from brink.experiments.measures.questions.measured import measure_of, measures_of, with_asked
from brink.experiments.results.asking import ask
from brink.experiments.results.read import open_results
from brink.experiments.runs import batch
from brink.experiments.runs.until import runs_until
from brink.experiments.studies.options import CompareOptions, MapOptions, SensitivityOptions
from brink.experiments.studies.points import measured
from brink.experiments.studies.sweep import load_sweep
from brink.scenarios.loader import load_scenario
from brink.scenarios.problems import ScenarioError

CLASH = load_scenario("border-clash")
ANSWER = "south on north 6+ answers (north on south 6+) within 7"
EXPERIMENT = """experiment: 1
name: asking
scenario: border-clash
design: {kind: grid}
replications: 20
levers: {actors.north.pressure.baseline: [0.2, 0.6]}
questions:
  north_strikes: {act: {by: north, on: south, rung: 6+}}
  how_often: {inline: north on south 6+ measure count}
"""


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """Results of a small batch, acts of most runs kept."""
    return batch.run(CLASH, 60, 3, jobs=1, acts=40, out=tmp_path_factory.mktemp("asked") / "r")


# ---------------------------------------------------------------- as outcomes


def test_a_question_in_one_line_becomes_a_question_of_the_scenario():
    asking = with_asked(CLASH, [ANSWER, "war"])
    assert asking.questions["asked"].inline == ANSWER
    assert with_asked(asking, [ANSWER]).questions.keys() == asking.questions.keys()
    assert measure_of(f"  {ANSWER} ", asking).name == ANSWER
    again = brink.load_scenario(asking)
    assert [table.name for table in again.case().questions][-1] == "asked"


def test_parts_are_those_of_the_columns_of_the_runs():
    """A share, a count, a share of acts, and one not asked of every run: parts against plain sums over the answers."""
    many = measured(with_asked(CLASH, ["kinetic measure count"]).case(), 3, 0, 60)["q.asked"]
    some = int(np.median(many)) + 1
    per = "south kinetic answers (north kinetic) within 7 per act"
    lines = ["north kinetic", "kinetic measure count", per, f"north kinetic given (kinetic measure count is {some}+)"]
    asking = with_asked(CLASH, lines)
    runs = measured(asking.case(), 3, 0, 60)
    share, count, per_act, given = measures_of(lines, asking)
    assert [entry.unit for entry in (share, count, per_act, given)] == ["share", "number", "ratio", "share"]
    assert np.array_equal(share.parts(runs)[0], np.asarray(runs["q.asked.count"]) > 0)
    assert np.array_equal(count.parts(runs)[0], many)
    assert [part.sum() for part in per_act.parts(runs)] == [runs["q.asked_3.count"].sum(), runs["q.asked_3.of"].sum()]
    asked = np.asarray(many) >= some
    assert 0 < asked.sum() < 60
    assert np.array_equal(given.parts(runs)[1] > 0, asked)
    assert np.array_equal(given.parts(runs)[0], share.parts(runs)[0] * asked)


def test_a_condition_on_what_a_question_counts():
    asking = with_asked(CLASH, ["north kinetic measure count"])
    entry = measure_of("asked >= 2", asking)
    runs = measured(asking.case(), 3, 0, 60)
    assert entry.unit == "share"
    assert np.array_equal(entry.parts(runs)[0], np.asarray(runs["q.asked"]) >= 2)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("compare border-clash --set constants.fear_weight=6 --outcome 'nroth on south 6+'", "did you mean north?"),
        (
            "compare border-clash --set constants.fear_weight=6 --outcome 'north on south 15'",
            "character 16: there is no rung 15",
        ),
        ("sensitivity border-clash --outcome 'north on south 6+ within -3'", "character 26"),
        ("map border-clash --x constants.fear_weight --y constants.pressure_weight --outcome 'north on suoth 6+'",
         "did you mean south?"),
        ("run border-clash --until 'north on south 6+ answers +-0.1'", "is missing here"),
        ("compare border-clash --set constants.fear_weight=6 --outcome sotuh_answers", "sotuh_answers"),
        ("sensitivity border-clash --outcome 'any (north on south 6+'", "never closed"),
        ("map border-clash --x constants.fear_weight --y constants.pressure_weight --outcome 'north weapon spear'",
         "no weapon spear"),
    ],
)  # fmt: skip
def test_a_wrong_question_ends_in_two_with_the_nearest_name(brink, tmp_path, line, said):
    code, output, messages = brink(line)
    assert (code, output) == (2, "")
    assert said in messages
    assert "Traceback" not in messages
    assert list(tmp_path.iterdir()) == []


def test_a_question_that_can_never_come_true_is_a_mistake_and_after_a_change_an_answer():
    never = "north on south weapon missing_weapon"
    with pytest.raises(UserError, match="no weapon missing_weapon"):
        with_asked(CLASH, [never])
    impossible = "north against north 6+"
    with pytest.raises(UserError, match="can never come true"):
        with_asked(CLASH, [impossible])
    changed = load_scenario("border-clash", {"actors.north.pressure.baseline": 0.2})
    assert "asked" in with_asked(changed, [impossible]).questions


def test_the_scenarios_own_questions_are_looked_at_first():
    own = tuple(CLASH.questions)
    assert own
    sets = ["constants.fear_weight=6"]
    assert CompareOptions("border-clash", sets=sets).question().outcomes[: len(own)] == own
    assert SensitivityOptions("border-clash").question().outcomes == own
    pressures = ("actors.north.pressure.baseline", "actors.south.pressure.baseline")
    assert MapOptions("border-clash", *pressures, "0..1", "0..1").question().outcome == own[0]


def test_both_worlds_of_a_comparison_are_asked_the_same(tmp_path):
    file = tmp_path / "other.yaml"
    name = next(iter(CLASH.questions))
    file.write_text(f"schema: 1\nname: other\nextends: border-clash\nquestions: {{{name}: null}}\n")
    assert name not in CompareOptions("border-clash", file).question().outcomes
    asked = CompareOptions("border-clash", file, outcomes=[name, ANSWER]).question()
    assert asked.worlds[1].questions[name] == CLASH.questions[name]
    assert asked.worlds[1].questions["asked"].inline == ANSWER
    file.write_text(f"schema: 1\nname: other\nextends: border-clash\nquestions: {{{name}: {{within: 9 days}}}}\n")
    with pytest.raises(UserError, match="different things"):
        CompareOptions("border-clash", file, outcomes=[name]).question()


def test_a_study_asks_in_words_and_is_finished_from_its_folder(brink):
    line = "compare border-clash --set actors.north.pressure.baseline=0.9 --runs 60 --no-figures --out c"
    code, output, _ = brink(f"{line} --outcome '{ANSWER}' --json")
    assert code == 0
    told = json.loads(output)
    assert [row["outcome"] for row in told["differences"]] == [ANSWER]
    assert told["outcomes"][ANSWER]["label"] == ANSWER
    code, output, _ = brink("resume c")
    assert code == 0
    both = [open_results(f"c/{world}") for world in "ab"]
    assert all("q.asked" in found.runs for found in both)


def test_the_first_sentence_of_a_comparison_is_about_the_question_it_moves_most_and_what_hangs_on_it(brink):
    """Without the ambush nobody answers it: its answer and the reply to that stand in the first sentence, in order."""
    code, output, _ = brink("compare border-clash --set events.ambush=null --runs 200 --no-figures --out c --json")
    assert code == 0
    told = json.loads(output)
    first = told["manifest"]["found"][0]
    before = next(row["a"] for row in told["differences"] if row["outcome"] == "north_answers")
    answer, reply = (CLASH.questions[name].ask for name in ("north_answers", "south_replies"))
    assert first.startswith(f"“{answer}” goes down from {100 * before:.1f} % to 0.0 % of runs (")
    assert f"; “{reply}” " in first
    assert "of all runs" in first


def test_until_takes_a_question():
    found = runs_until(CLASH, "south kinetic +-0.1", 1)
    asking = with_asked(CLASH, ["south kinetic"])
    came = measure_of("south kinetic", asking).parts(measured(asking.case(), 1, 0, found.runs))[0]
    assert found.interval.estimate == came.mean()
    assert (found.interval.high - found.interval.low) / 2 <= 0.1


# ---------------------------------------------------------------- experiments


def test_an_experiment_asks_questions_of_its_own(tmp_path, brink):
    (tmp_path / "e.yaml").write_text(EXPERIMENT)
    sweep = load_sweep(str(tmp_path / "e.yaml"))
    assert [entry.name for entry in sweep.design.measures] == ["north_strikes", "how_often"]
    code, output, _ = brink("sweep e.yaml --no-figures --out s --json")
    assert code == 0
    rows = json.loads(output)["summary"]
    asking = load_scenario("border-clash", {"questions.n": {"inline": "north on south 6+"},
                                            "actors.north.pressure.baseline": 0.6})  # fmt: skip
    came = measure_of("n", asking).parts(measured(asking.case(), 1, 0, 20))[0].mean()
    assert [row["estimate"] for row in rows if row["outcome"] == "north_strikes"][1] == came


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("by: north", "by: nroth", "8:29: questions.north_strikes.act.by", "did you mean north?"),
        ("rung: 6+", "rung: 15", "8:", "no rung 15"),
        ("measure count", "measure cuont", "9:23: questions.how_often.inline", "did you mean count?"),
        ("questions:", "outcomes: [north_strieks]\nquestions:", "7:12: outcomes.0", "did you mean north_strikes?"),
        ("questions:", "outcomes: [north on suoth 6+]\nquestions:", "7:12: outcomes.0", "did you mean south?"),
        ("questions:", "expectations: {x: {share: [0, 1]}}\nquestions:", "7:19: expectations.x", "no question x"),
        ("inline: north", "within: 7, inline: north", "9:", "inline is the whole question"),
    ],
)  # fmt: skip
def test_a_wrong_question_of_an_experiment_has_its_place(tmp_path, old, new, place, said):
    file = tmp_path / "e.yaml"
    file.write_text(EXPERIMENT.replace(old, new))
    with pytest.raises(ScenarioError) as error:
        load_sweep(str(file))
    assert len(error.value.problems) == 1
    told = str(error.value.problems[0])
    assert told.startswith(f"{file}:{place}")
    assert said in told


def test_a_case_may_not_remove_a_question_that_is_an_outcome(tmp_path):
    file = tmp_path / "e.yaml"
    file.write_text(EXPERIMENT + "cases: {plain: {}, without: {questions.how_often: null}}\n")
    with pytest.raises(ScenarioError, match="which the case removes"):
        load_sweep(str(file))


# ---------------------------------------------------------------- old results


def test_stored_acts_answer_as_the_engine_did(results):
    """Every question of the scenario, answered again from the tables, has the values that the runs were given."""
    names = list(CLASH.questions)
    found = ask(results, names)
    assert found.runs == 40
    kept = results.runs.head(40).reset_index(drop=True)
    columns = [name for name in kept.columns if name.startswith("q.")]
    assert columns
    pd.testing.assert_frame_equal(found.frame[columns], kept[columns], check_dtype=False)


def test_january_is_answered_again_from_its_acts(tmp_path):
    """Soil, classes of weapons, proxies, further provocations: all that the questions of January look at."""
    found = batch.run(load_scenario("january-2024"), 6, 5, jobs=1, out=tmp_path / "j")
    names = list(found.scenario.questions)
    columns = [name for name in found.runs.columns if name.startswith("q.")]
    pd.testing.assert_frame_equal(ask(found, names).frame[columns], found.runs[columns], check_dtype=False)


def test_ask_prints_the_answers_and_of_how_many_runs(brink, results):
    code, output, _ = brink(f"ask {results.folder} '{ANSWER}' 'north on south 6+'")
    assert code == 0
    assert "Asked of the 40 runs whose acts were kept, of 60." in output
    told = json.loads(brink(f"ask {results.folder} '{ANSWER}' --json")[1])
    assert (told["runs"], told["runs_with_acts"]) == (60, 40)
    assert told["questions"][0]["ask"] == ANSWER
    rows = brink(f"ask {results.folder} '{ANSWER}' --csv")[1].splitlines()
    assert rows[0] == "run,q.asked,q.asked.day,q.asked.count"
    assert len(rows) == 41


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("north on suoth 6+", "did you mean south?"),
        ("war", "is an outcome and no question"),
        ("state north pressure 2030-03-01", "day"),
        ("norht_strikes", "did you mean north_answers?"),
        ("does north strike south", "one of your own begins with who acts, as in 'north against south'"),
        ("", "one of your own begins with who acts"),
    ],
)
def test_what_cannot_be_asked_of_old_results(brink, results, text, said):
    code, output, messages = brink(f"ask {results.folder} '{text}'")
    assert (code, output) == (2, "")
    assert said in messages


def test_states_are_not_asked_of_old_results(brink, results):
    day = CLASH.start.isoformat()
    code, _, messages = brink(f"ask {results.folder} 'state north pressure {day}'")
    assert code == 2
    assert "the state of an actor" in messages


def test_a_folder_without_acts_says_how_to_keep_them(brink, tmp_path):
    found = batch.run(CLASH, 4, 1, jobs=1, acts=0, out=tmp_path / "none")
    code, _, messages = brink(f"ask {found.folder} '{ANSWER}'")
    assert code == 2
    assert "--acts all" in messages


def test_questions_in_python_give_a_row_a_run(results):
    frame = brink.Question("north kinetic").of(results)
    assert list(frame.columns) == ["run", "question", "value", "date", "count"]
    assert len(frame) == 40
    struck = frame[frame["value"] > 0]
    acts = results.acts_of(int(struck["run"].iloc[0]))
    mine = acts[(acts["actor"] == "north") & acts["kinetic"] & ~acts["observed"]]
    assert struck["count"].iloc[0] >= 1
    assert struck["date"].iloc[0] in set(mine["date"])
    both = brink.ask(results, ["north kinetic", ANSWER])
    assert both.groupby("question", sort=False).size().tolist() == [40, 40]


@pytest.mark.usefixtures("few_tried")
def test_discover_takes_a_question(tmp_path):
    drawn = batch.run(CLASH, 400, 1, jobs=1, uncertain=True, out=tmp_path / "u")
    pytest.importorskip("ema_workbench")
    from brink.experiments.studies.discovery_answer import answer_discovery

    many = ask(drawn, ["kinetic measure count"]).frame["q.asked"]
    line = f"kinetic measure count is {int(np.median(many)) + 1}+"
    folder = answer_discovery(drawn, line, tmp_path / "d", figures=False)
    told = json.loads((folder / "manifest.json").read_text())
    share = (ask(drawn, [line]).frame["q.asked"] > 0).mean()
    assert f"{100 * share:.1f} %" in told["found"][0]
    assert told["words"] == {line: line}


# ---------------------------------------------------------------- stories


def test_show_tells_of_the_median_run_in_which_a_question_comes_true(brink, results):
    line = "north kinetic"
    came = ask(results, [line]).frame
    numbers = came["run"][came["q.asked"] > 0]
    told = json.loads(brink(f"show {results.folder} --question '{line}' --json")[1])
    ordered = results.runs[results.runs["run"].isin(numbers)].sort_values(["kinetic_acts", "killed", "run"])["run"]
    assert told["run"] == ordered.iloc[(len(ordered) - 1) // 2]
    acts = {act["act"]: act for act in told["acts"]}
    assert told["comes_true_by"]
    assert all(acts[number]["actor"] == "north" and acts[number]["kinetic"] for number in told["comes_true_by"])
    code, story, _ = brink(f"show {results.folder} --question '{line}' --plain")
    assert code == 0
    assert story.count("By this act the question comes true.") == len(told["comes_true_by"])
    assert f"and {len(numbers) - 1} others, of which it is the median" in " ".join(story.split())
    tree = brink(f"show {results.folder} --question '{line}' --tree")[1]
    assert tree.count("<- the question") == len(told["comes_true_by"])


def test_a_question_that_no_run_answers_with_yes_has_no_story(brink, results):
    code, output, messages = brink(f"show {results.folder} --question 'north on south 12'")
    assert (code, output) == (2, "")
    assert "in none of the 40 runs" in messages


# ---------------------------------------------------------------- expectations


def test_expect_ends_in_zero_or_three(brink, tmp_path):
    file = tmp_path / "s.yaml"
    base = "schema: 1\nname: x\nextends: border-clash\nexpectations:\n"
    file.write_text(base + "  sure: {question: north on south 6+, share: [0, 1], source: by construction}\n")
    code, output, _ = brink("expect s.yaml --runs 100")
    assert code == 0
    assert "sure" in output and "holds" in output
    file.write_text(base + "  never: {question: north on south 6+ measure count, mean: [90, 99]}\n"
                    "  rare: {question: war, share: [0, 1], cases: 5000}\n")  # fmt: skip
    code, output, messages = brink("expect s.yaml --runs 100 --json")
    assert code == 3
    assert "1 of 2 expectations fail: never" in messages
    told = json.loads(output)["expectations"]
    assert [entry["verdict"] for entry in told] == ["fails", "too few cases"]
    frame = expect(file, runs=100)
    assert list(frame["verdict"]) == ["fails", "too few cases"]
    assert np.allclose(frame["estimate"], [entry["found_estimate"] for entry in told])


def test_expectations_of_an_experiment_are_held_of_its_scenario_as_it_sets_it(brink, tmp_path):
    quiet = "set: {events.incident: null}\n" if "incident" in CLASH.events else "set: {days: 20}\n"
    stated = "expectations: {north_strikes: {share: [0, 1]}}\n"
    (tmp_path / "e.yaml").write_text(EXPERIMENT.replace("questions:", f"{quiet}{stated}questions:"))
    code, output, _ = brink("expect e.yaml --runs 60 --json")
    assert code == 0
    assert [entry["id"] for entry in json.loads(output)["expectations"]] == ["north_strikes"]


def test_a_scenario_of_which_nothing_is_expected_says_so(brink):
    code, output, messages = brink("expect generic-crisis")
    assert (code, output) == (2, "")
    assert "nothing is expected of it" in messages


def test_an_event_is_itself_whatever_a_population_makes_of_its_rung_and_dead():
    """A question about the first attack of the generic crisis is about that of each of its crises."""
    (first, *_) = load_scenario("generic-crisis").case().questions
    assert not {"rung", "killed"} & first.spans.keys()
