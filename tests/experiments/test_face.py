"""The face in Python: functions and verbs answer alike, arguments are named, answers read well, examples run."""

import doctest
import inspect
import json
import re
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import brink
from brink.experiments.commands.cli import app
from brink.experiments.face.arguments import in_python
from brink.experiments.face.calls import in_words

CHANGE = {"actors.north.pressure.baseline": 0.6}
NORTH, SOUTH = "actors.north.pressure.baseline", "actors.south.pressure.baseline"
EXPERIMENT = """\
experiment: 1
name: three baselines
scenario: border-clash
design: {kind: grid}
levers: {actors.north.pressure.baseline: [0.2, 0.4, 0.6]}
outcomes: [kinetic_acts]
replications: 12
"""
PUBLIC = [name for name in (*brink.__all__, "map") if inspect.isfunction(getattr(brink, name))]
#: Each verb with words, and the call that asks the same.
ALIKE = {
    "run": (
        f"run border-clash --runs 12 --set {NORTH}=0.6 --days 40 --seed 3 --acts 5",
        lambda: brink.run("border-clash", 12, 3, sets=CHANGE, days=40, acts=5),
    ),
    "compare": (
        f"compare border-clash --set {NORTH}=0.6 --from-day 3 --runs 20 --outcome kinetic_acts "
        "--doctrine north=tit_for_tat",
        lambda: brink.compare(
            "border-clash", sets=CHANGE, doctrines={"north": "tit_for_tat"}, from_day=3, runs=20,
            outcomes="acts of force", figures=False,
        ),
    ),
    "sweep": ("sweep three.yaml", lambda: brink.sweep("three.yaml", figures=False)),
    "sensitivity": (
        f"sensitivity border-clash --outcome killed --parameter {NORTH} --parameter {SOUTH} --base 4 --replications 4",
        lambda: brink.sensitivity(
            "border-clash", outcomes=["killed"], parameters=[NORTH, SOUTH], base=np.int64(4), replications=4,
            figures=False,
        ),
    ),
    "map": (
        f"map border-clash --x {NORTH} --y {SOUTH} --x-range 0.1..0.9 --side 2 --replications 4",
        lambda: brink.map(
            "border-clash", NORTH, SOUTH, x_range=(0.1, 0.9), side=2, replications=4, figures=False
        ),
    ),
}  # fmt: skip


pytestmark = pytest.mark.usefixtures("few_tried")


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("three.yaml").write_text(EXPERIMENT)


@pytest.mark.parametrize("name", PUBLIC)
def test_the_examples_of_every_function_run(name):
    function = getattr(brink, name)
    example = doctest.DocTestParser().get_doctest(inspect.getdoc(function), {"brink": brink}, name, None, 0)
    assert example.examples, "a public function needs an example"
    said: list[str] = []
    doctest.DocTestRunner().run(example, out=said.append)
    assert said == []


@pytest.mark.parametrize("verb", ALIKE)
def test_verb_and_function_give_one_answer(verb):
    """The function finds the answer of the verb in the folder that the verb made, and asks it in the same words."""
    words, call = ALIKE[verb]
    done = CliRunner().invoke(app, [*words.split(), "--no-figures", "--json"])
    assert done.exit_code == 0, done.output
    there = Path(json.loads(done.stdout)["folder"])
    before = {path: path.stat().st_mtime_ns for path in there.rglob("*.parquet")}
    found = call()
    assert found.folder == there
    assert {path: path.stat().st_mtime_ns for path in there.rglob("*.parquet")} == before
    assert len(list(Path("results").iterdir())) == 1
    shutil.rmtree("results")
    assert call().manifest["command"][:3] == ["brink", *words.split()[:2]]


def test_discover_takes_a_folder_or_the_answer_itself():
    drawn = brink.run("border-clash", 200, uncertain=True, out="drawn")
    one = brink.discover(drawn, "kinetic_acts >= 3", figures=False)
    assert brink.discover("drawn", "acts of force >= 3", figures=False).folder == one.folder
    assert isinstance(one.box, pd.DataFrame) and isinstance(one.peeling, pd.DataFrame)


def test_answers_have_tidy_frames_and_figures():
    answer = brink.compare("border-clash", sets=CHANGE, runs=20)
    assert set(answer.differences["outcome"]) >= {"killed", "war"}
    assert len(answer.days) == 20 and answer.summary().equals(answer.differences)
    assert answer.report is not None and answer.report.read_text().startswith("<!doctype html>")
    assert set(answer.figures) >= {"differences", "answers", "questions"}
    for picture in answer.figures.values():
        assert picture._repr_png_().startswith(b"\x89PNG") and len(picture.data)
    assert str(answer).splitlines() == answer.sentences
    assert isinstance(brink.open_study(answer.folder), brink.CompareAnswer)


def test_a_batch_draws_its_figures_when_they_are_asked_for(few_figures):
    results = brink.run("border-clash", 12, out="r")
    assert not Path("r/figures").exists()
    assert {"timeline", "peak-rung"} <= set(results.figures)
    assert results.figures["timeline"].title and results.figures["timeline"].see
    assert Path("r/report.html").is_file() and results.report == Path("r/report.html")


def test_a_summary_is_the_table_of_the_terminal():
    results = brink.run("border-clash", 30, uncertain=True)
    summary = results.summary()
    assert list(summary.columns) == [
        "outcome", "estimate", "low", "high", "unit", "parameters_low", "parameters_high", "meaning",
    ]  # fmt: skip
    assert (summary["low"].fillna(0) <= summary["high"].fillna(0)).all()
    assert "parameters_low" not in brink.run("border-clash", 30).summary()


def test_texts_of_others_are_no_markup_in_a_notebook():
    hostile = brink.load_scenario("border-clash", {"name": "<script>alert(1)</script>\u202e"})
    shown = brink.run(hostile, 6)._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert "<script>" not in brink.compare(hostile, hostile, runs=6, figures=False)._repr_html_()


def test_a_temporary_answer_goes_when_nobody_has_it():
    answer = brink.run("border-clash", 4, temporary=True)
    folder = answer.folder
    assert folder.is_dir() and not Path("results").exists()
    del answer
    assert not folder.exists()
    inner = brink.compare("border-clash", sets=CHANGE, runs=4, temporary=True, figures=False).a
    assert len(inner.runs) == 4, "a batch of a comparison keeps the folder of both"


def test_a_world_compared_with_itself_differs_in_nothing():
    """The table of acts has no row then, and is read all the same; on the command line, too."""
    answer = brink.compare("border-clash", "border-clash", runs=6, figures=False)
    assert answer.acts.empty and not answer.differences["difference"].any()
    assert CliRunner().invoke(app, ["compare", "border-clash", "border-clash", "--runs", "6"]).exit_code == 0


def test_a_mapping_is_an_experiment_and_its_scenario_may_be_loaded():
    asked = {"design": {"kind": "grid"}, "levers": {NORTH: [0.2, 0.4]}, "outcomes": ["killed"], "replications": 4}
    by_name = brink.sweep({"scenario": "border-clash", **asked}, figures=False)
    loaded = brink.sweep({"scenario": brink.load_scenario("border-clash"), **asked}, figures=False)
    assert by_name.points.equals(loaded.points)


def test_runs_until_an_interval_is_tight():
    assert len(brink.run("border-clash", until="kinetic_acts >= 2 +-0.05", jobs=1).runs) >= 200


WRONG = [
    (lambda: brink.run("border-clash", runs=0), "runs: 0 is not a whole number from 1"),
    (lambda: brink.run("border-clash", runs=2.5), "runs: 2.5 is not a whole number"),
    (lambda: brink.run("border-clash", runs=True), "runs: True is not a whole number"),
    (lambda: brink.run("border-clash", "many"), "runs: 'many' is not a whole number"),
    (lambda: brink.run("border-clash", seed=-1), "seed: -1 is not a whole number"),
    (lambda: brink.run("border-clash", rusn=3), "there is no argument rusn: did you mean runs?"),
    (lambda: brink.run(), "scenario is missing"),
    (lambda: brink.run(3), "scenario: 3 is no scenario"),
    (lambda: brink.run("border-clsh"), "did you mean border-clash?"),
    (lambda: brink.run("border-clash", sets={"actors.norht.x": 1}), "sets actors.norht.x: there is no norht"),
    (lambda: brink.run("border-clash", sets=3), "sets: 3 is neither a text nor a list of texts"),
    (lambda: brink.run("border-clash", sets=[NORTH]), "write it as path=value"),
    (lambda: brink.run("border-clash", engine="mesaa"), "engine: 'mesaa' is not an engine"),
    (lambda: brink.run("border-clash", until="war"), "until 'war': write an outcome"),
    (lambda: brink.run("border-clash", until="war +-0.1", uncertain=True), "until goes without uncertain, posterior"),
    (lambda: brink.run("border-clash", out=3), "out: 3 is no path"),
    (lambda: brink.run("border-clash", out="r", temporary=True), "out, temporary: "),
    (lambda: brink.run("border-clash", on_error="go"), "on_error: 'go' is neither"),
    (lambda: brink.compare("border-clash", from_day=300, sets=CHANGE), "from_day: 300 is not a day from 1 to 89"),
    (lambda: brink.compare("border-clash", doctrines={"north": "apraisal"}), "did you mean appraisal?"),
    (lambda: brink.compare("border-clash", outcomes=["killd"]), "did you mean killed?"),
    (lambda: brink.compare("border-clash", sets=CHANGE, figures="no"), "figures: 'no' is neither True nor False"),
    (lambda: brink.sensitivity("border-clash", base=100), "base: 100 is no power of two"),
    (lambda: brink.sensitivity("border-clash", parameters={NORTH: (2, 1)}), "range (2, 1)"),
    (lambda: brink.map("border-clash", NORTH), "y is missing"),
    (lambda: brink.map("border-clash", NORTH, NORTH, x_range=3), "x_range: 3 is no pair of numbers"),
    (lambda: brink.map("border-clash", NORTH, NORTH), "x and y: a map needs two different settings"),
    (lambda: brink.sweep({"scenario": "border-clash"}), "the experiment: design is missing"),
    (
        lambda: brink.sweep({"scenario": "border-clash", "design": {"kind": "grid"}, "levrs": {}}),
        "did you mean levers?",
    ),
    (lambda: brink.discover(brink.run("border-clash", 4), "war"), "its runs share their parameters"),
    (lambda: brink.open_results("nowhere"), "no such folder"),
    (lambda: brink.open_study(brink.run("border-clash", 4).folder), "brink.open_results opens it"),
    (lambda: brink.load_scenario("border-clash", days=0), "days: 0 is not a whole number from 1"),
]


@pytest.mark.parametrize(("call", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_argument_is_one_line_that_names_it(call, said):
    with pytest.raises((brink.UserError, brink.ScenarioError)) as error:
        call()
    assert said in str(error.value)
    assert "\n" not in str(error.value) and not re.search(r"^--\w|choose another --", str(error.value))


def test_options_are_arguments_but_not_those_of_a_recommended_command():
    assert in_python("--from-day: 3; see brink run --uncertain") == "from_day: 3; see brink run --uncertain"


def test_a_call_is_noted_as_the_command_line_that_asks_the_same():
    said = in_words(
        "compare",
        {
            "scenario": "border-clash", "sets": {"events.spark": None, "a.b": [1, "x"]},
            "x_range": (0.1, 2), "acts": None, "uncertain": True, "figures": False, "outcomes": ["war", "killed"],
            "progress": print, "engine": len,
        },
    )  # fmt: skip
    assert " ".join(map(str, said)) == (
        'compare border-clash --set events.spark=null --set a.b=[1, "x"] --x-range 0.1..2 --acts all --uncertain '
        "--no-figures --outcome war --outcome killed --engine <len>"
    )
