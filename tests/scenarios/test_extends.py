"""What a file extends: deep merge by id, null removes, no way out of the folder, no circles."""

from __future__ import annotations

import pytest

from brink.scenarios.loader import load_scenario
from brink.scenarios.problems import ScenarioError
from brink.tests.scenarios.files import GOOD


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "base.yaml").write_text(GOOD)
    return tmp_path


def write(folder, name, body, extends="base.yaml"):
    path = folder / name
    path.write_text(f"schema: 1\nname: {name}\nextends: {extends}\n{body}")
    return path


def refusal(path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(path)
    return str(caught.value)


def test_mappings_merge_by_id_and_single_values_replace(folder):
    top = load_scenario(
        write(folder, "top.yaml", "actors: {south: {arsenal: [air_strike], pressure: {audience: 2}}}\n")
    )
    base = load_scenario(folder / "base.yaml")
    assert top.actors["south"].arsenal == ("air_strike",)
    assert top.actors["south"].pressure.audience == 2
    assert top.actors["north"] == base.actors["north"]
    assert top.name == "top.yaml"


def test_name_and_summary_belong_to_their_own_file(folder):
    (folder / "base.yaml").write_text(GOOD.replace("name: Test", "name: Test\nsummary: a base"))
    (folder / "nameless.yaml").write_text("extends: base.yaml\n")
    assert load_scenario(write(folder, "top.yaml", "")).summary == ""
    assert "name is missing" in refusal(folder / "nameless.yaml")


def test_null_removes_an_entry(folder):
    top = load_scenario(write(folder, "top.yaml", "events: {reply: null}\ninterventions: null\n"))
    assert list(top.events) == ["spark"]
    assert top.interventions == {}


def test_null_under_options_is_kept_since_it_removes_a_generated_option(folder):
    top = load_scenario(write(folder, "top.yaml", "options: {north.south.homeland.south: null}\n"))
    assert top.options == {"north.south.homeland.south": None}


def test_a_plain_number_replaces_one_with_a_range(folder):
    top = load_scenario(write(folder, "top.yaml", "actors: {north: {pressure: {baseline: 0.9}}}\n"))
    assert top.actors["north"].pressure.baseline == 0.9
    assert "actors.north.pressure.baseline" not in top.ranges()


def test_a_mistake_is_placed_in_the_file_of_the_chain_that_has_it(folder):
    (folder / "base.yaml").write_text(GOOD.replace("by: band", "by: bnd"))
    said = refusal(write(folder, "top.yaml", "days: 0\n"))
    assert "base.yaml:23:15: campaigns.raids.by: there is no actor bnd: did you mean band?" in said
    assert "top.yaml:4:7: days: 0 is too small" in said


def test_removing_what_is_still_needed_is_said_where_it_is_needed(folder):
    said = refusal(write(folder, "top.yaml", "actors: {band: null}\n"))
    assert "base.yaml:23:15: campaigns.raids.by: there is no actor band" in said


@pytest.mark.parametrize("extends", ["me.yaml", "./me.yaml"])
def test_a_file_cannot_extend_itself(folder, extends):
    assert "cannot extend itself" in refusal(write(folder, "me.yaml", "", extends))


def test_two_files_cannot_extend_each_other(folder):
    write(folder, "one.yaml", "", "two.yaml")
    assert "cannot extend itself" in refusal(write(folder, "two.yaml", "", "one.yaml"))


def test_at_most_four_levels(folder):
    for number, below in enumerate(["arsenal", "l0.yaml", "l1.yaml", "l2.yaml", "l3.yaml"]):
        path = write(folder, f"l{number}.yaml", "", below)
    assert "more than 4 levels" in refusal(path)
    four = write(folder, "l3.yaml", GOOD.split("extends: arsenal\n")[1], "l2.yaml")
    assert load_scenario(four).name == "l3.yaml"


def test_extends_cannot_leave_its_folder(folder):
    inner = folder / "inner"
    inner.mkdir()
    assert "outside its own folder" in refusal(write(inner, "top.yaml", "", "../base.yaml"))
    assert "outside its own folder" in refusal(write(inner, "top.yaml", "", f"{folder}/base.yaml"))
    (inner / "link.yaml").symlink_to(folder / "base.yaml")
    assert "outside its own folder" in refusal(write(inner, "top.yaml", "", "link.yaml"))


def test_a_missing_base_is_named_with_the_nearest_file(folder):
    assert "did you mean base.yaml?" in refusal(write(folder, "top.yaml", "", "bse.yaml"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("january-2042", "did you mean january-2024?"),
        ("nowhere.yaml", "there is no such file"),
        ("", "folder"),
        ("a\0b.yaml", "there is no such file"),
    ],
)
def test_what_is_no_file_is_said(name, words):
    assert words in refusal(name)


def test_a_folder_is_no_scenario(folder):
    assert "folder" in refusal(folder)
