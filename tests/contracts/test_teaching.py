"""The exercises for a class keep what they promise: a number that is seen, roles that decide, a key that holds."""

import importlib.util
import re
from pathlib import Path

import pytest

from brink.scenarios.loader import load_scenario

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
#: A row of the key: the question, and what stands of it.
ROW = re.compile(r"^\|.*\| `(?P<set>[^`]+=[^`]+)` \| `(?P<question>\w+)` \| (?P<numbers>.*) \|$", re.MULTILINE)
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
#: A number on the page is rounded to as much as this.
ROUNDED = 0.1
#: Level of the intervals in which a key of another seed must meet the page: the table has two dozen rows.
STRICT = 0.9999


@pytest.fixture(scope="module")
def key():
    """The script beside the documentation, which is no package."""
    spec = importlib.util.spec_from_file_location("renew_answer_key", DOCS / "renew_answer_key.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def printed() -> list[re.Match[str]]:
    return list(ROW.finditer((DOCS / "teach" / "answer-key.md").read_text(encoding="utf-8")))


def moved_by(row: re.Match[str]) -> tuple[float, float, float]:
    """The difference that a row states, with its bounds."""
    estimate, low, high = (float(found) for found in NUMBER.findall(row["numbers"])[-3:])
    return estimate, low, high


def test_the_first_edit_moves_an_answer_by_twenty_points(key):
    """The lever of README and tutorial, 2,000 runs: the interval of the difference is clear of 20 points."""
    leash = key.LEVERS[0]
    (row,) = [row for row in key.rows(2000, 1, [leash]) if row.question == "still_striking"]
    assert row.difference.high < -0.2


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_the_first_edit_is_the_first_lever_of_the_key(key, page):
    path, value = key.LEVERS[0].set.split("=")
    assert path == "actors.dawn_front.control"
    assert f"dawn_front: {{control: {value}}}" in (ROOT / page).read_text(encoding="utf-8")


def test_every_lever_is_on_a_card_and_every_role_has_one(key):
    cards = (DOCS / "teach" / "sixty-minutes.md").read_text(encoding="utf-8")
    assert [lever.set for lever in key.LEVERS] == re.findall(r"--set (\S+)", cards)
    assert {lever.role for lever in key.LEVERS} == {key.PATRON, key.MILITIA, key.HOST, key.MEDIATOR, key.STRUCK}


def test_the_key_has_a_row_for_every_lever_and_question(key):
    asked = [(lever.set, question) for lever in key.LEVERS for question in lever.questions]
    assert [(row["set"], row["question"]) for row in printed()] == asked
    assert {question for _, question in asked} <= set(load_scenario(key.SCENARIO).questions)


def test_every_lever_changes_the_world(key):
    given = load_scenario(key.SCENARIO).resolved_yaml()
    assert all(load_scenario(key.SCENARIO, [lever.set]).resolved_yaml() != given for lever in key.LEVERS)


def test_the_words_of_the_key_follow_its_numbers():
    """What the page argues from: which way each lever moves its question, by the interval that is printed."""
    down = {(row["set"], row["question"]) for row in printed() if moved_by(row)[2] < 0}
    up = {(row["set"], row["question"]) for row in printed() if moved_by(row)[1] > 0}
    assert ("actors.dawn_front.control=0.9", "still_striking") in down
    assert ("actors.dawn_front.control=0.9", "through_front") in up
    assert ("ties.amber.basalt.fear=0.9", "amber_answers") in down
    assert ("campaigns.harassment.rate=0.1", "still_striking") in down
    assert ("ties.cedar.basalt.consent=0", "strikes_on_cedar") in down
    assert ("ties.cedar.basalt.consent=1", "strikes_on_cedar") in up
    assert ("constants.mediation_weight=0", "amber_hit_again") in up
    assert ("actors.basalt.pressure.audience=0.8", "still_striking") in down
    assert ("actors.basalt.restraint.tolerance=0.2", "still_striking") in down


@pytest.mark.slow
def test_the_key_holds_with_another_seed(key):
    """If this fails after a change of the rules, `python docs/renew_answer_key.py` writes the page anew."""
    found = key.rows(1000, 2, level=STRICT)
    assert len(found) == len(printed())
    for row, stands in zip(found, printed(), strict=True):
        scale = 1 if row.question in key.COUNTED else 100
        _, low, high = moved_by(stands)
        assert scale * row.difference.low - ROUNDED <= high, key.line(row)
        assert scale * row.difference.high + ROUNDED >= low, key.line(row)
