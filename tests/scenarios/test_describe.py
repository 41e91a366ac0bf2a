"""What can be said about settings: explanations, the editor schema, the list of shipped scenarios, templates."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from brink.model.mechanisms.registry import CONSTANTS
from brink.model.world import tables as world
from brink.model.world.ladder import RUNG_IDS
from brink.scenarios import shipped
from brink.scenarios.called import called, words_by_path
from brink.scenarios.describe import explain
from brink.scenarios.glossary import search
from brink.scenarios.loader import load_scenario, loads_scenario
from brink.scenarios.problems import ScenarioError, nearest
from brink.scenarios.questions.primer import INLINE, PRIMERS
from brink.scenarios.schema import behaviour, theatre
from brink.scenarios.schema import sections as schema
from brink.scenarios.schema.json_schema import FILE_NAME, json_schema_text
from brink.scenarios.schema.walk import settings
from brink.scenarios.templates import new_scenario
from brink.tests.scenarios.files import GOOD

ROOT = Path(__file__).resolve().parents[2]


def test_every_number_states_meaning_unit_bounds_and_rule():
    numbers = {".".join(path): spot for path, spot in settings() if spot.number}
    assert len(numbers) > len(CONSTANTS) + 40
    for path, spot in numbers.items():
        assert spot.meaning, path
        assert spot.about.get("unit"), path
        assert spot.about.get("rule"), path
        assert spot.low is not None, path
        assert spot.high is not None, path


@pytest.mark.parametrize(
    ("word", "near"), [("irna", "iran"), ("Iran", "iran"), ("isreal", "israel"), ("kashmir", ""), (3, "")]
)
def test_the_nearest_word_is_the_one_that_was_meant(word, near):
    assert nearest(word, ["iraq", "iran", "israel", "united_states"]) == near


@pytest.mark.parametrize("name", CONSTANTS)
def test_hard_bounds_hold_the_plausible_range(name):
    low, high = behaviour.hard_bounds(name)
    constant = CONSTANTS[name]
    assert low <= constant.low <= constant.default <= constant.high <= high


def test_names_in_the_schema_are_those_of_the_model():
    assert schema.RungId.__args__ == schema.FORCE_RUNGS == RUNG_IDS[4:13]
    assert theatre.WeaponKind.__args__ == tuple(kind.name.lower() for kind in world.WeaponClass)


def test_a_setting_is_explained():
    about = explain("actors.iran.restraint.credibility")
    assert (about.unit, about.low, about.high, about.rule) == ("ratio", 0, 1.5, "deterrence")
    assert explain("fear_weight") == explain("constants.fear_weight")
    assert explain("constants.fear_weight").plausible == (6, 12)
    assert "appraisal" in explain("actors.anyone.doctrine").choices
    assert "pressure" in explain("actors.anyone").inside


def test_a_setting_is_explained_with_its_value_in_a_scenario():
    scenario = loads_scenario(GOOD, "test.yaml")
    about = explain("actors.north.pressure.baseline", scenario)
    assert (about.value, about.given, about.plausible, about.place) == (0.4, True, (0.1, 0.7), "test.yaml:10")
    assert explain("ties.south.north.fear", scenario).value == 0.4
    assert explain("ties.south.north.fear", scenario).given is False


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("actors.north.presure", "did you mean pressure?"),
        ("fear_wight", "did you mean fear_weight?"),
        ("days.x", "days is a single value"),
        ("actors.nort.kind", "did you mean north?"),
        ("ties.north.band2.fear", "did you mean band?"),
        ("", "there is no setting"),
    ],
)
def test_an_unknown_setting_is_refused_with_the_nearest(path, words):
    with pytest.raises(ScenarioError) as caught:
        explain(path, loads_scenario(GOOD))
    assert words in str(caught.value)


def test_the_editor_schema_in_the_folder_is_current():
    kept = resources.files("brink.scenarios").joinpath(FILE_NAME).read_text(encoding="utf-8")
    assert kept == json_schema_text(), "write it anew: brink schema > scenarios/scenario.schema.json"


def test_the_editor_schema_has_every_reference_it_makes():
    document = json.loads(json_schema_text())
    references = {part.split('"')[0] for part in json_schema_text().split("#/$defs/")[1:]}
    assert references <= set(document["$defs"])
    assert set(document["properties"]) >= {"actors", "extends", "constants"}


def test_shipped_scenarios_are_listed_with_title_and_summary():
    listed = {entry.name: entry for entry in shipped.shipped_scenarios()}
    assert {"border-clash", "middle-east", "january-2024"} <= set(listed)
    assert all(entry.title and entry.summary for entry in listed.values())
    assert not listed["arsenal"].runnable


@pytest.mark.parametrize("name", [entry.name for entry in shipped.shipped_scenarios() if entry.runnable])
def test_a_shipped_scenario_loads_and_survives_being_written_out(name):
    scenario = load_scenario(name)
    again = loads_scenario(scenario.resolved_yaml())
    assert again.digest() == scenario.digest()
    assert again.ranges() == scenario.ranges()
    assert again.sources() == scenario.sources()


@pytest.mark.parametrize("title", ["Mine", 'a "quoted": # one', "<script>alert(1)</script>"])
def test_new_scenarios_load(title, tmp_path):
    assert loads_scenario(new_scenario(title)).name == title
    copy = tmp_path / "copy.yaml"
    copy.write_text(new_scenario(title, "border-clash"), encoding="utf-8")
    assert load_scenario(copy).actors == load_scenario("border-clash").actors
    assert load_scenario(copy).name == title


def test_new_from_an_unknown_scenario_is_refused():
    with pytest.raises(ScenarioError, match="did you mean border-clash"):
        new_scenario("x", "border-clsh")


def test_digest_follows_the_content_and_not_the_layout():
    plain = loads_scenario(GOOD)
    assert loads_scenario("# a comment\n" + GOOD.replace("fear: 0.5", "fear: 0.50")).digest() == plain.digest()
    assert loads_scenario(GOOD.replace("source: judgement", "source: a book")).digest() == plain.digest()
    assert loads_scenario(GOOD.replace("fear: 0.5", "fear: 0.51")).digest() != plain.digest()
    assert loads_scenario(GOOD.replace("[0.1, 0.7]", "[0.1, 0.8]")).digest() != plain.digest()


def test_loading_imports_nothing_heavy():
    code = (
        "import sys, brink.scenarios.loader, brink.scenarios.describe, brink.scenarios.templates as t;"
        "brink.scenarios.loader.load_scenario('border-clash');"
        "print([m for m in ('numba', 'mesa', 'pandas', 'matplotlib', 'scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("path", ["overkill_chance", "constants.overkill_chance"])
def test_a_constant_of_an_earlier_version_is_explained_by_what_took_its_place(path: str) -> None:
    with pytest.raises(ScenarioError, match=r"removed in 0\.2: ladder\.\*\.killed_mean"):
        explain(path)


# ---------------------------------------------------------------- settings in words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("constants.fear_weight", "weight of the feared reply"),
        ("actors.pakistan.restraint.credibility", "weight of standing up for own soil and deterrent (Pakistan)"),
        ("ties.iran.pakistan.fear", "fear of the other's reply (Iran towards Pakistan)"),
        ("campaigns.us_bases.rate", "expected acts a day (us bases)"),
        ("background.gaza_war.drip.iran", "pressure that the war adds to this actor a day (gaza war, Iran)"),
        ("no.such.path", "no.such.path"),
    ],
)
def test_a_setting_is_called_by_its_meaning_and_whose_it_is(path, words):
    assert called(path, load_scenario("january-2024")) == words


@pytest.mark.parametrize("name", [entry.name for entry in shipped.shipped_scenarios() if entry.runnable])
def test_every_setting_that_a_study_may_move_has_words_of_its_own(name):
    scenario = load_scenario(name)
    words = words_by_path({**scenario.ranges(), **scenario.ranges(constants=True)}, scenario)
    assert [path for path, text in words.items() if text == path] == []
    assert [text for text in words.values() if re.match(r"(the same|it |those |added |taken off)|.*;", text)] == []


def test_settings_that_words_do_not_tell_apart_keep_their_paths():
    scenario = load_scenario("border-clash", {"actors.south.name": "North"})
    paths = ["actors.north.pressure.baseline", "actors.south.pressure.baseline", "constants.fear_weight"]
    assert list(words_by_path(paths, scenario).values()) == [*paths[:2], "weight of the feared reply"]


# ---------------------------------------------------------------- questions explained


@pytest.mark.parametrize("section", list(PRIMERS))
def test_the_language_of_questions_is_explained_with_an_example_that_loads(section):
    about = explain(section)
    assert (about.notes, about.see) == (PRIMERS[section].notes, PRIMERS[section].see)
    assert [page for page in about.see if not (ROOT / page.partition("#")[0]).is_file()] == []
    found = loads_scenario(f"extends: january-2024\nname: Mine\n{about.example}")
    assert found.questions["pakistan_answers"].within == "7"
    assert found.expectations["pakistan_answers"].share == (0.75, 0.97)


@pytest.mark.parametrize(("word", "topic"), [("question", "questions"), ("expectation", "expectations")])
def test_a_search_for_questions_begins_with_the_topic(word, topic):
    first = search(word)[0]
    assert (first.kind, first.name) == ("topic", topic)


def test_the_line_of_the_primer_is_a_question():
    found = loads_scenario(f"extends: january-2024\nname: Mine\nquestions:\n  mine: {{inline: {INLINE}}}\n")
    assert found.questions["mine"].inline == INLINE
    assert INLINE in " ".join(PRIMERS["questions"].notes)
