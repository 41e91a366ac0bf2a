"""What moves an answer most: each end of each setting and each event, by the page's own worker, as brink counts it."""

import functools

import numpy as np
import pytest

from brink.experiments.measures.outcomes import simulated_only
from brink.experiments.page.page import live_page
from brink.model.engine.ensemble import simulate
from brink.model.outcomes import outcomes
from brink.scenarios.loader import load_scenario
from brink.tests.page.recorded import ask

RUNS, SEED = 300, 5


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    path = tmp_path_factory.mktemp("movers") / "page.html"
    path.write_text(live_page(load_scenario("border-clash"), SEED).text)
    asked = {"kind": "set", "id": 1, "seed": SEED, "values": {}, "upTo": RUNS}
    sent = ask("served", page=str(path), messages=[asked, {"kind": "rank"}])
    last = sent[-1]
    assert (last["kind"], last["done"], last["runs"], last["all"]) == ("movers", True, RUNS, len(last["found"]))
    return last["found"], [message for message in sent if message["kind"] == "movers"]


@functools.cache
def acts_of_force(path=None, value=None):
    scenario = load_scenario("border-clash", {path: value} if path else {})
    case = scenario.case()
    return np.mean(simulated_only(outcomes(simulate(case, SEED, 0, RUNS), case), case)["kinetic_acts"])


def answer(entry, name):
    return next(one for one in entry["answers"] if one["name"] == name)


def test_every_end_and_every_event_is_tried(found):
    scenario, tried = load_scenario("border-clash"), {(one["path"], one["value"]) for one in found[0]}
    assert {path for path, _ in tried} == {*scenario.page, "events.ambush"}
    assert ("events.ambush", None) in tried
    assert len(tried) == len(found[0]) > 2 * len(scenario.page) - 3


def test_the_differences_are_those_of_the_command_line(found):
    for entry in found[0]:
        expected = acts_of_force(entry["path"], entry["value"]) - acts_of_force()
        assert answer(entry, "kinetic_acts")["by"]["estimate"] == pytest.approx(expected, abs=1e-9)


def test_the_strongest_comes_first_and_what_is_not_clear_comes_last(found):
    ranked = ask("ranked", found=found[0], name="kinetic_acts")
    clear = [one["clear"] for one in ranked]
    assert clear == sorted(clear, reverse=True) and True in clear
    sizes = [one["size"] for one in ranked if one["clear"]]
    assert sizes == sorted(sizes, reverse=True)
    for one in ranked:
        sides = {end["answer"]["side"] for end in one["ends"]}
        assert one["clear"] == bool(sides & {"above", "below"})


def test_it_is_said_how_far_the_ranking_has_come(found):
    counts = [len(message["found"]) for message in found[1]]
    assert counts == list(range(len(found[0]) + 1))


def test_a_question_about_a_state_is_asked_of_all_runs(tmp_path):
    """It was asked of the first 300 alone, in which daily measures were recorded for the pictures."""
    state = {"actor": "north", "measure": "pressure", "day": "2024-01-20"}
    question = {"questions.tense": {"ask": "How high is pressure?", "state": state}}
    scenario = load_scenario("border-clash", question)
    path = tmp_path / "page.html"
    path.write_text(live_page(scenario, SEED).text)
    sent = ask("served", page=str(path), messages=[{"kind": "set", "id": 1, "seed": SEED, "values": {}, "upTo": 600}])
    assert (
        "of runs it was asked of" not in next(one for one in sent[-1]["answers"] if one["name"] == "q.tense")["label"]
    )
