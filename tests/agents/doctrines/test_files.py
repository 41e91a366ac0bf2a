"""Doctrines in scenario files: what may be written, what is said when it is wrong, and what can be looked up."""

import json

import pytest

from brink.model.world.doctrines import DOCTRINES
from brink.scenarios.describe import explain
from brink.scenarios.loader import load_scenario
from brink.scenarios.problems import ScenarioError
from brink.scenarios.schema.json_schema import json_schema

BASE = """\
schema: 1
name: base
extends: border-clash
actors:
  north: {doctrine: {rule: tit_for_tat, step: {value: 1, range: [0, 2], source: a guess}, forgiveness: 0.4}}
  south: {doctrine: grit}
"""


@pytest.fixture
def files(tmp_path):
    """A writer of files that extend the base above: `files(doctrine of north, doctrine of south)` is the path."""
    (tmp_path / "base.yaml").write_text(BASE)

    def write(north: str, south: str):
        path = tmp_path / "over.yaml"
        actors = f"actors: {{north: {{doctrine: {north}}}, south: {{doctrine: {south}}}}}"
        path.write_text(f"schema: 1\nname: over\nextends: base.yaml\n{actors}\n")
        return path

    return write


def doctrine_of(scenario, actor):
    chosen = scenario.actors[actor].doctrine
    return chosen.rule, chosen.values()


def problems(*sets):
    with pytest.raises(ScenarioError) as caught:
        load_scenario("border-clash", sets)
    return str(caught.value)


def test_a_parameter_laid_over_a_doctrine_keeps_its_name_and_the_others(files):
    scenario = load_scenario(files("{step: 2}", "{firmness: 0.4}"))
    assert doctrine_of(scenario, "north") == ("tit_for_tat", {"step": 2, "forgiveness": 0.4})
    assert doctrine_of(scenario, "south") == ("grit", {"concession": 0.5, "firmness": 0.4})


def test_another_doctrine_takes_no_parameter_over(files):
    scenario = load_scenario(files("{rule: red_line, line: 0.4}", "tit_for_tat"))
    assert doctrine_of(scenario, "north") == ("red_line", {"line": 0.4})
    assert doctrine_of(scenario, "south") == ("tit_for_tat", {"step": 0, "forgiveness": 0.1})


def test_a_parameter_may_state_its_range(files):
    scenario = load_scenario(files("{rule: tit_for_tat}", "grit"))
    assert scenario.ranges()["actors.north.doctrine.step"] == (1, 0, 2)
    with pytest.raises(ScenarioError, match="leaves what is allowed here: -2 to 3"):
        load_scenario(files("{step: {value: 1, range: [0, 9], source: a guess}}", "grit"))


@pytest.mark.parametrize(
    ("sets", "message"),
    [
        (["grti"], "'grti' is no doctrine: did you mean grit?"),
        (["{rule: grit, firmnes: 1}"], "grit has no such parameter: did you mean firmness?"),
        (["{rule: grit, line: 1}"], "grit has no such parameter: it is one of red_line (write rule: red_line)"),
        (["{step: 1}"], "appraisal has no such parameter: it is one of tit_for_tat"),
        (["{rule: never_reply, colour: 1}"], "never_reply has no such parameter: there are none"),
        (["{rule: red_line, line: 2.5}"], "2.5 is outside 0 to 2 (severity)"),
        (["{rule: red_line, line: far}"], "'far' stands where a number is expected"),
    ],
)
def test_mistakes_are_named_with_the_nearest_valid_name(sets, message):
    assert message in problems(*(f"actors.north.doctrine={given}" for given in sets))


def test_a_misspelt_parameter_in_a_path_is_named_too():
    assert "did you mean forgiveness?" in problems("actors.north.doctrine.forgivness=1")


@pytest.mark.parametrize(("actor", "kind"), [("islamic_state", "spoiler"), ("shipping", "bystander")])
def test_actors_that_never_decide_have_no_doctrine(actor, kind):
    with pytest.raises(ScenarioError, match=f"{actor}.doctrine: a {kind} never decides"):
        load_scenario("january-2024", [f"actors.{actor}.doctrine=grit"])


def test_explaining_a_doctrine_lists_them_all_and_shows_every_parameter(files):
    about = explain("actors.north.doctrine", load_scenario(files("{step: 2}", "grit")))
    assert about.value == {"rule": "tit_for_tat", "step": 2, "forgiveness": 0.4}
    assert len(about.notes) == len(DOCTRINES)
    assert "red_line: answers only what crosses a line (line)" in explain("actors.anyone.doctrine").notes


def test_explaining_a_parameter_gives_its_bounds_and_whose_it_is():
    about = explain("actors.north.doctrine.step")
    assert (about.unit, about.low, about.high, about.default, about.rule) == ("rungs", -2, 3, 0, "doctrine tit_for_tat")
    unused = explain("actors.north.doctrine.step", load_scenario("border-clash"))
    assert unused.value is None
    assert unused.notes == ("north decides by appraisal, which has no such parameter",)


def test_the_list_shows_summary_source_and_parameters(brink):
    code, text, _ = brink("list --doctrines")
    assert code == 0
    for name, entry in DOCTRINES.items():
        assert f"{name:<16}  {entry.summary} ({entry.source})" in text
        for parameter, number in entry.parameters.items():
            assert f"{parameter} = {number.default:g} ({number.low:g} to {number.high:g} {number.unit})" in text


def test_editors_know_the_parameters_of_each_doctrine():
    actor = json_schema()["$defs"]["Actor"]["properties"]["doctrine"]
    names, *written_out = actor["anyOf"]
    assert names["enum"] == list(DOCTRINES)
    for (name, entry), schema in zip(DOCTRINES.items(), written_out, strict=True):
        assert schema["properties"].keys() == {"rule", *entry.parameters}
        assert schema["properties"]["rule"] == {"const": name}
        for parameter, number in entry.parameters.items():
            bounds = schema["properties"][parameter]["anyOf"][0]
            assert (bounds["minimum"], bounds["maximum"]) == (number.low, number.high)
    assert json.dumps(actor)
