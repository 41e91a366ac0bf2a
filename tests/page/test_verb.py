"""``brink page``: one file, nothing overwritten, mistakes in one line; and the settings that a scenario offers."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from brink.experiments.commands.cli import app
from brink.experiments.errors import UserError
from brink.experiments.page.lesson import lesson_of, settings
from brink.experiments.page.offered import GROUPS, controls, group_of, range_of
from brink.experiments.page.page import live_page, usual_name, write_page
from brink.experiments.page.saved import start_of
from brink.experiments.page.screening import OFFERED, _score, candidates, screened
from brink.scenarios.loader import load_scenario, loads_scenario
from brink.scenarios.problems import ScenarioError

SHIPPED = ("january-2024", "balakot-2019", "border-clash", "cedar-valley", "nuclear-neighbours")


def brink(*words):
    return CliRunner().invoke(app, list(map(str, words)))


def test_a_page_is_written_and_another_file_is_not_overwritten(tmp_path):
    out = tmp_path / "page.html"
    done = brink("page", "border-clash", "--out", out, "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["bytes"] == out.stat().st_size
    assert told["fixed"] == {}
    assert brink("page", "border-clash", "--out", out).exit_code == 0
    out.write_text("mine")
    refused = brink("page", "border-clash", "--out", out)
    assert isinstance(refused.exception, UserError)
    assert out.read_text() == "mine"
    assert brink("page", "border-clash", "--out", out, "--force").exit_code == 0
    assert out.read_text() != "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["border-clash", "--lesson"], "there is no lesson about Border clash"),
        (["border-clash", "--out", "nowhere/page.html"], "there is no folder nowhere"),
        (["border-clash", "--out", "."], "is a folder"),
    ],
)
def test_mistakes_are_said(words, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = brink("page", *words)
    assert isinstance(done.exception, UserError)
    assert said in str(done.exception)


def test_a_page_is_written_whole_or_not_at_all(tmp_path):
    made = live_page(load_scenario("border-clash"))
    path = write_page(made, tmp_path / "page.html")
    assert path.read_text() == made.text
    assert [one.name for one in tmp_path.iterdir()] == ["page.html"]
    assert usual_name(load_scenario("border-clash")) == Path("border-clash.html")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_offer_settings_that_can_be_moved(name):
    scenario = load_scenario(name)
    made = live_page(scenario)
    assert made.fixed == {}
    assert tuple(made.offered) == scenario.page
    for control in controls(scenario, scenario.page):
        low, high = range_of(control["path"], scenario)
        assert low < high
        assert low <= control["value"] <= high
        assert control["group"] in GROUPS
        assert control["label"] and control["meaning"] and control["rule"] and control["unit"]


def test_settings_fall_into_groups():
    found = {
        "actors.iran.pressure.baseline": "Pressure",
        "actors.iran.restraint.credibility": "Restraint",
        "ties.iran.iraq.fear": "Ties",
        "campaigns.x.rate": "Standing violence",
        "constants.mediation_weight": "Ways down",
        "weapons.x.reliability": "Weapons and defences",
        "events.x.killed": "Events",
        "constants.growth": "Other rules",
    }
    known = {path: group_of(path) for path in found if path != "constants.growth"}
    assert known == {path: group for path, group in found.items() if path != "constants.growth"}


WRONG = {
    "actors.nobody.pressure.baseline": "there is no nobody in actors",
    "ties.north.nobody.fear": "there is no nobody in actor",
    "actors.north.pressure.basline": "is no setting that is one number",
    "actors.north.kind": "is no setting that is one number",
    "days": "is no setting that is one number",
}


@pytest.mark.parametrize("path", WRONG)
def test_a_setting_that_cannot_be_offered_is_said_with_its_place(path):
    with pytest.raises(ScenarioError) as caught:
        loads_scenario(f"schema: 1\nname: x\nextends: border-clash\npage: [constants.fear_weight, {path}]\n")
    (problem,) = caught.value.problems
    assert WRONG[path] in problem.message
    assert problem.line == 4


def test_a_setting_that_the_scenario_leaves_out_is_named_as_one_that_cannot_be_moved():
    path = "actors.north.pressure.first_death"
    scenario = loads_scenario(f"schema: 1\nname: x\nextends: border-clash\npage: [constants.fear_weight, {path}]\n")
    assert list(live_page(scenario).fixed) == [path]


def test_what_a_page_offers_changes_no_digest():
    scenario = load_scenario("border-clash")
    assert load_scenario(scenario, {"page": None}).digest() == scenario.digest()


def test_a_saved_file_of_a_changed_scenario_holds_all_of_it():
    scenario = load_scenario("border-clash")
    assert start_of(scenario)["extends"] == "border-clash"
    assert "actors" in start_of(load_scenario(scenario, {"constants.fear_weight": 7}))


def test_a_saved_file_begins_alike_wherever_its_scenario_was_read(tmp_path):
    scenario = load_scenario("border-clash")
    kept = tmp_path / "scenario.yaml"
    kept.write_text(scenario.resolved_yaml(), encoding="utf-8")
    assert start_of(load_scenario(kept)) == start_of(scenario)


def test_the_lesson_offers_what_it_lets_its_reader_try():
    scenario = load_scenario("january-2024")
    made = live_page(scenario, lesson=True)
    assert set(settings()) <= set(made.offered)
    told = lesson_of(scenario)
    assert len(told["screens"]) == 5
    assert lesson_of(load_scenario("border-clash")) is None
    asked = {f"q.{name}" for name in scenario.questions}
    assert {name for screen in told["screens"] for name in screen.get("answers", ())} <= asked


@pytest.mark.slow
def test_a_scenario_without_a_list_offers_what_moves_its_questions_most():
    scenario = load_scenario("border-clash", {"page": None})
    found = screened(scenario)
    scores = [entry.score for entry in found]
    assert 3 <= len(found) <= OFFERED
    assert scores == sorted(scores, reverse=True)
    assert {entry.path for entry in found} <= set(candidates(scenario))
    assert any(entry.path.startswith(("actors", "ties")) for entry in found[:3])


def test_a_scenario_of_many_crises_has_no_page_and_says_where_and_what_to_do():
    """A page of it ran one crisis, and said that its runs were those of the command line."""
    with pytest.raises(ScenarioError, match=r"generic-crisis\.yaml:\d+:1: population: .*--set population=null"):
        live_page(load_scenario("generic-crisis"))
    single = load_scenario("generic-crisis", {"population": None})
    assert "actors.target.pressure.audience" in live_page(single).offered


def test_the_screening_tries_every_declared_range_and_counts_no_answer_for_more_than_its_spread():
    """The first forty of the file were tried, and an answer that did not vary as given outweighed all others."""
    scenario = load_scenario("january-2024", {"page": None})
    assert set(candidates(scenario)) > {"actors.iran.pressure.baseline", "ties.iran.pakistan.fear"}
    base, end = np.zeros((60, 2)), np.zeros((60, 2))
    end[:30, 0] = 1.0
    base[:, 1], end[:, 1] = np.arange(60) % 2, np.arange(60) % 2
    assert 0.2 < _score(base, [end]) < 1.0
    assert _score(base, [base]) == 0.0
