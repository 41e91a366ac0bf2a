"""The critic of ``check --try``: each warning on a case that has it and on one that has not, and the page about it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from brink.experiments.evidence.critic import bands
from brink.experiments.evidence.critic.critic import WARNINGS, ScenarioWarning, criticise
from brink.experiments.evidence.critic.trial import FEWEST_RUNS, MOST_RUNS, runs_for, tried
from brink.experiments.runs import batch
from brink.scenarios.loader import load_scenario
from brink.scenarios.shipped import shipped_scenarios
from brink.tests.walks import BLOCK

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "how-to" / "is-my-scenario-sane.md"
FILES = ("pulwama.yaml", "pulwama-rules.yaml", "pulwama-kashmir.yaml")


def warnings_about(scenario: str, *sets: str) -> list[ScenarioWarning]:
    with tried(load_scenario(scenario, list(sets))) as trial:
        return criticise(trial)


def names(found: list[ScenarioWarning]) -> set[str]:
    return {entry.name for entry in found}


@pytest.fixture(scope="module")
def quiet() -> list[ScenarioWarning]:
    return warnings_about("border-clash")


#: Changes that make a sane world wrong in one way, the setting that is to be named, and words of the reason.
#: North fires at South's post every day, and South has accepted no rules of it.
FIRE = "campaigns={raids: {by: north, against: south, in: [valley], from: 2024-01-01, rate: 2, weapons: [rocket]}}"
RULES = "ties.south.north.rules=true"
#: Nothing outside the homelands is left to hit.
HOMES_ONLY = (
    "forces=null",
    "events.ambush.in=north",
    "events.ambush.at=north_field",
    "events.ambush.weapon=air_strike",
)
#: A third state with aircraft, far away or nearby, at which nobody strikes.
ISLAND = ("actors.island={kind: state, home: island, arsenal: [air_strike]}", "territories.island={host: island}")
FAR = (*ISLAND, "places.atoll={territory: island, lat: 0, lon: 0, setting: base}")
NEAR = (*ISLAND, "places.atoll={territory: island, lat: 35.0, lon: 40.1, setting: base}")
SILENT = "actors.north.doctrine=never_reply"
NEVER = (SILENT, "actors.south.doctrine=never_reply")
ALWAYS = ("actors.north.doctrine=always_reply", "actors.south.doctrine=always_reply")
#: Questions about what nobody does, what is scripted, and what follows from what never is.
NOBODY = "questions.all_out={act: {by: north, rung: 12}}"
SCRIPTED = "questions.ambushed={act: {event: ambush, observed: true}}"
GIVEN = "questions.later={act: {by: south, kinetic: true}, given: north 12}"
CASES = [
    ("nothing-sets-it-off", ("events=null",), "actors", "nothing sets it off"),
    ("fire-without-rules", (FIRE,), "campaigns.raids", "2 times a day"),
    ("only-great-force", HOMES_ONLY, "actors.north", "at rung 9"),
    ("never-acts", FAR, "actors.island", "it has no option"),
    ("never-acts", (*NEAR, "actors.island.arsenal=[rocket]"), "actors.island", "never by rockets"),
    ("never-acts", NEAR, "actors.island", "nobody strikes it"),
    ("never-acts", (SILENT,), "actors.north", "though it is struck in 100\N{NO-BREAK SPACE}%"),
    ("never-fires", ("days=4",), "events.ambush", "dated 2024-01-06"),
    ("never-fires", (FIRE, "campaigns.raids.rate=0"), "campaigns.raids", "no act in any of 300 runs"),
    ("answers-per-act", NEVER, "ties", "draws 0.00 answers"),
    ("answers-per-act", ALWAYS, "ties", "answers come too easily"),
    ("always-or-never", (NOBODY,), "questions.all_out", "in none of 300 runs (at most 1.3 % of them)"),
    ("always-or-never", (SCRIPTED,), "questions.ambushed", "in all of 300 runs (at least 98.7 % of them)"),
    ("always-or-never", (GIVEN,), "questions.later", "no answer in any of 300 runs"),
]


@pytest.mark.parametrize(("name", "sets", "path", "reason"), CASES)
def test_a_world_that_is_wrong_in_one_way_is_warned_of(name, sets, path, reason, quiet) -> None:
    found = [entry for entry in warnings_about("border-clash", *sets) if entry.name == name]
    assert path in [entry.problem.path for entry in found]
    assert any(reason in f"{entry.problem.message} {entry.remedy}" for entry in found)
    assert all(entry.problem.line > 0 or "--set" in entry.problem.file for entry in found)
    assert (name, path) not in [(entry.name, entry.problem.path) for entry in quiet]


def test_fire_inside_accepted_rules_is_no_matter() -> None:
    assert "fire-without-rules" not in names(warnings_about("border-clash", FIRE, RULES))
    rare = FIRE.replace("rate: 2", "rate: 0.3")
    assert "fire-without-rules" not in names(warnings_about("border-clash", rare))


def test_a_question_that_may_be_settled_is_no_matter() -> None:
    expected = ("expectations.all_out={share: [0, 0.1]}", "expectations.ambushed={share: [0.9, 1]}")
    counted = "questions.all_acts={act: {kinetic: true, observed: any}, measure: count}"
    found = {entry.problem.path for entry in warnings_about("border-clash", NOBODY, SCRIPTED, counted, *expected)}
    assert not {"questions.all_out", "questions.ambushed", "questions.all_acts"} & found


@pytest.mark.parametrize("name", [entry.name for entry in shipped_scenarios() if entry.runnable])
def test_shipped_scenarios_have_the_warnings_that_the_page_explains_and_no_others(name) -> None:
    explained = re.findall(r"^\| `(\S+)` \| `([a-z-]+)` \| ", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert names(warnings_about(name)) == {warning for scenario, warning in explained if scenario == name}


def test_a_state_that_cannot_strike_is_not_asked_why_it_does_not() -> None:
    able = names(warnings_about("border-clash", *FAR))
    unable = names(warnings_about("border-clash", *FAR, "actors.island.can_strike=false"))
    assert able - unable == {"never-acts"}


def test_a_trial_is_the_same_at_every_try_and_leaves_nothing_behind(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = (warnings_about("border-clash", *NEVER) for _ in range(2))
    assert first == second != []
    assert list(tmp_path.iterdir()) == []
    with tried(load_scenario("border-clash")) as trial:
        folder = trial.results.folder
        assert trial.runs == MOST_RUNS
    assert not folder.exists()


def test_a_violent_world_is_tried_in_fewer_runs() -> None:
    assert runs_for(load_scenario("border-clash", [FIRE.replace("rate: 2", "rate: 20")])) < MOST_RUNS
    rates = [FIRE.replace("rate: 2", "rate: 50"), "days=3650"]
    assert runs_for(load_scenario("border-clash", rates)) == FEWEST_RUNS


def test_the_bands_hold_the_statistics_they_are_made_of() -> None:
    answers = bands.band(bands.ANSWERED)
    assert 0 < answers.low < 0.132 < 0.595 < answers.high < 1  # first attacks, MIE; violent triggers, ICB
    for _, names_of in bands.DELAYS.values():
        real = bands.band(names_of)
        known = [bands.read_targets()[name].value for name in names_of]
        assert real.low <= min(known) < max(known) < real.high


# ---------------------------------------------------------------- the page


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the page."""
    folder = tmp_path_factory.mktemp("drafts")
    for language, block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if language == "yaml" and (name := re.match(r"# file: (\S+)\n", block)):
            (folder / name[1]).write_text(block, encoding="utf-8")
    assert {file.name for file in folder.iterdir()} == set(FILES)
    return folder


def heads(text: str) -> Iterator[tuple[str, str]]:
    """Place and name of each warning in an output."""
    yield from re.findall(r"^(\S+?: [\w.]+): .*\n    warning: (\S+)$", text, re.MULTILINE)


@pytest.mark.parametrize("number", range(3))
def test_the_page_shows_the_warnings_that_there_are(number, drafts, brink, monkeypatch) -> None:
    monkeypatch.chdir(drafts)
    shown = [block for language, block in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if language == "text"]
    code, said, _ = brink("check", "--try", FILES[number])
    assert code == 0
    assert list(heads(said)) == list(heads(shown[number]))
    assert said.count("    warning: ") == len(list(heads(said)))
    code, _, _ = brink("check", "--try", "--strict", FILES[number])
    assert code == (3 if list(heads(said)) else 0)


def test_the_table_of_the_page_says_what_the_files_do(drafts, tmp_path) -> None:
    rows = re.findall(r"^\| `(\S+)` \| (\d+) % \| (\d+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name, _, _ in rows] == list(FILES)
    for name, percent, many in rows:
        results = batch.run(load_scenario(str(drafts / name)), 300, jobs=1, out=tmp_path / name)
        assert 100 * (results.runs["first_homeland"] >= 0).mean() == pytest.approx(int(percent), abs=2)
        assert len(warnings_about(str(drafts / name))) == int(many)


def test_the_draft_at_the_ends_of_its_ranges_strikes_homelands_in_nearly_every_run(drafts) -> None:
    ends = (
        "actors.india.pressure.baseline=0.65",
        "actors.india.restraint.credibility=1.0",
        "actors.pakistan.pressure.baseline=0.6",
        "actors.pakistan.restraint.credibility=1.2",
        "ties.india.pakistan.fear=0.2",
        "ties.pakistan.india.fear=0.2",
        "campaigns.loc_india.rate=1",
        "campaigns.loc_pakistan.rate=1",
    )
    found = [entry for entry in warnings_about(str(drafts / FILES[0]), *ends) if entry.name == "homelands-struck"]
    assert found
    assert all("at home (rung 9 or higher)" in entry.problem.message for entry in found)
    assert "homelands-struck" not in names(warnings_about(str(drafts / FILES[2])))


def test_answers_that_come_too_soon_are_warned_of(quiet, drafts) -> None:
    (soon,) = [entry for entry in quiet if entry.name == "delays"]
    assert "quick answers are counter-fire" in soon.remedy
    assert "delays" not in names(warnings_about(str(drafts / FILES[2])))


def test_every_warning_is_on_the_page_and_seen_by_these_tests() -> None:
    table = PAGE.read_text(encoding="utf-8").partition("## The warnings")[2].partition("The bands come")[0]
    listed = re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)
    assert listed == list(WARNINGS)
    assert {name for name, *_ in CASES} | {"homelands-struck", "delays"} == set(WARNINGS)


def test_the_command_line_says_it_for_machines_and_refuses_strict_alone(drafts, brink, monkeypatch) -> None:
    monkeypatch.chdir(drafts)
    code, said, _ = brink("check", "--try", "--strict", "--json", FILES[1], "cedar-valley")
    tried_out = json.loads(said)["tried"]
    assert code == 3
    assert tried_out["cedar-valley"] == {"runs": 300, "seed": 1, "warnings": []}
    (warning,) = tried_out[FILES[1]]["warnings"]
    assert (warning["warning"], warning["path"]) == ("only-great-force", "actors.pakistan")
    assert warning["line"] > 0 and warning["remedy"] and warning["message"]
    code, said, _ = brink("check", FILES[1])
    assert code == 0 and "brink check --try" in said
    code, _, messages = brink("check", "--strict", FILES[1])
    assert code == 2 and "--strict" in messages
