"""Changes by path: the same checks as for the file, placed at the change."""

from __future__ import annotations

import numpy as np
import pytest

from brink.scenarios.loader import apply_sets, loads_scenario
from brink.scenarios.problems import ScenarioError
from brink.tests.scenarios.files import GOOD


def load(*sets: str):
    return loads_scenario(GOOD, "test.yaml", sets)


def refusal(*sets: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(*sets)
    return [str(problem) for problem in caught.value.problems]


BASELINE = "actors.north.pressure.baseline"
FEAR = "ties.north.south.fear"
OPTION = "north.south.homeland.south"
#: A change, how to read the setting, and its value then; it has another value before.
CHANGES = {
    f"{BASELINE}=0.6": (lambda s: s.actors["north"].pressure.baseline, 0.6),
    "actors.south.restraint.credibility=1.1": (lambda s: s.actors["south"].restraint.credibility, 1.1),
    "ties.south.north.fear=0.2": (lambda s: s.tie("south", "north").fear, 0.2),
    "constants.fear_weight=8": (lambda s: s.constants.fear_weight, 8),
    "actors.south.doctrine=never_reply": (lambda s: s.actors["south"].doctrine.rule, "never_reply"),
    f"{BASELINE}.range=[0.2, 0.5]": (lambda s: s.ranges().get(BASELINE), (0.4, 0.2, 0.5)),
    f"{FEAR}.range=[0.4, 0.6]": (lambda s: s.ranges().get(FEAR), (0.5, 0.4, 0.6)),
    "campaigns.raids.in.north=0.5": (lambda s: s.campaigns["raids"].territories, {"south": 1.0, "north": 0.5}),
    "events.reply=null": (lambda s: list(s.events), ["spark"]),
    "events.reply.answers=null": (lambda s: s.events["reply"].answers, None),
    f"options.{OPTION}.weight=2": (lambda s: {key: edit.weight for key, edit in s.options.items()}, {OPTION: 2}),
    f"options.{OPTION}=null": (lambda s: s.options, {OPTION: None}),
    "interventions.calm.set.constants.fear_weight=7": (lambda s: s.stages()[1][1].constants.fear_weight, 7),
    "name=A=B": (lambda s: s.name, "A=B"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_setting_can_be_changed_by_its_path(change):
    read, value = CHANGES[change]
    assert read(load()) != value
    assert read(load(change)) == value


#: A wrong change, and what is said about it after ``--set``.
REFUSED = {
    "ties.nort.south.feer=0.6": "ties.nort.south.feer: there is no setting feer in ties.nort.south: did you mean fear?",
    "actors.nort.nuclear=true": "actors.nort.nuclear: there is no nort in actors: did you mean north?",
    "actors.north.presure.audience=1": (
        "actors.north.presure.audience: there is no setting presure in actors.north: did you mean pressure?"
    ),
    f"{BASELINE}=6": f"{BASELINE}: 6 is too large: at most 1 (pressure)",
    "constants.fear_weight=.nan": "constants.fear_weight: must be a finite number",
    "events.spirk=null": "events.spirk: null removes an entry, and there is no spirk: did you mean spark?",
    "days": "'days': write it as path=value",
    "=3": "'=3': write it as path=value",
    "days=": "days: a value is missing after =; null removes an entry",
    "extends=arsenal": "extends: what a scenario extends cannot be changed: write a file that extends another",
    "actors.band.patron=band": "actors.band.patron: band cannot be its own patron",
}


@pytest.mark.parametrize("change", REFUSED)
def test_a_wrong_change_is_said_in_one_line(change):
    assert refusal(change) == [f"--set {REFUSED[change]}"]


def test_a_change_that_is_not_yaml_is_refused():
    assert refusal("days=[")[0].startswith("--set days: this is not YAML")


def test_a_shorter_horizon_leaves_out_what_lies_beyond_it():
    short = load("days=4")
    assert (list(short.events), list(short.interventions)) == (["spark"], [])


def test_apply_sets_makes_a_new_scenario_and_leaves_the_old_one():
    before = load()
    after = apply_sets(before, {"actors.north.pressure.baseline": np.float64(0.7), "actors.north.arsenal": ("rocket",)})
    assert (before.actors["north"].pressure.baseline, after.actors["north"].pressure.baseline) == (0.4, 0.7)
    assert after.actors["north"].arsenal == ("rocket",)
    assert loads_scenario(after.resolved_yaml()).digest() == after.digest() != before.digest()


def test_apply_sets_refuses_what_a_file_could_not_say():
    with pytest.raises(ScenarioError, match=r"^--set constants\.fear_weight: 'much' stands where a number"):
        apply_sets(load(), {"constants.fear_weight": "much"})


def test_interventions_add_up_in_order_of_date():
    text = GOOD.replace(
        "interventions:\n", "interventions:\n  late: {date: 2024-01-20, set: {constants.fear_weight: 7}}\n"
    )
    stages = loads_scenario(text).stages()
    assert [day for day, _ in stages] == [0, 9, 19]
    assert [stage.actors["north"].pressure.baseline for _, stage in stages] == [0.4, 0.2, 0.2]
    assert [stage.constants.fear_weight for _, stage in stages][1:] == [stages[0][1].constants.fear_weight, 7]


def test_without_interventions_the_scenario_is_its_only_stage():
    plain = load("interventions.calm=null")
    assert plain.stages() == [(0, plain)]
