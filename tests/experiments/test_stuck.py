"""What leaves people stuck: a misspelt id, a wrong kind of name, a number as it is not written. One sentence helps."""

import pytest

from brink.model.mechanisms.registry import TERMS
from brink.model.outcomes import OUTCOMES
from brink.scenarios.glossary import glossary, search

HEAD = "schema: 1\nname: mine\nextends: border-clash\n"


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("actors:\n  norht: {pressure: {baseline: 0.3}}\n", "mine.yaml:5:3: actors.norht: ", "did you mean north?"),
        ("events:\n  ambsh: {rung: 6}\n", "mine.yaml:5:3: events.ambsh: ", "did you mean ambush?"),
        ("forces:\n  north_garison: {personnel: 9}\n", "5:3: forces.north_garison: ", "did you mean north_garrison?"),
        ("places:\n  high_pots: {lat: 9}\n", "5:3: places.high_pots: ", "did you mean high_post?"),
        ("weapons:\n  rockt: {range_km: 9}\n", "5:3: weapons.rockt: ", "did you mean rocket?"),
        ("territories:\n  nroth: {name: N}\n", "territories.nroth: nothing refers to it: ", "did you mean north?"),
        ("defences:\n  ligth: {}\n", "defences.ligth: nothing refers to it: ", "did you mean light?"),
        ("ties:\n  norht: {south: {fear: 0.3}}\n", "5:3: ties.norht: there is no actor norht", "did you mean north?"),
    ],
    ids=lambda text: text.split(":")[0],
)
def test_an_id_misspelt_in_a_file_that_extends_names_the_nearest(brink, tmp_path, text, place, said):
    (tmp_path / "mine.yaml").write_text(HEAD + text)
    code, _, messages = brink("check mine.yaml")
    assert code == 2
    assert any(place in line and said in line for line in messages.splitlines()), messages


def test_what_is_new_on_purpose_is_no_mistake(brink, tmp_path):
    text = (
        HEAD + "territories:\n  norte: {name: N}\nplaces:\n  dam: {territory: norte, lat: 1, lon: 1, setting: base}\n"
    )
    (tmp_path / "mine.yaml").write_text(text)
    assert brink("check mine.yaml")[0] == 0


EXPERIMENT = """\
experiment: 1
name: ""
scenario: border-clsh
design: {kind: gird, pionts: 3}
levers: {actors.north.pressure.baseline: [0.1, 0.2], nonsense: 3}
outcomes: [killd, warr]
"""
FITS_NOT = """\
experiment: 1
name: levers
scenario: border-clash
design: {kind: grid}
levers: {actors.norht.pressure.baseline: [0.1, 0.2], actors.south.pressure.baselin: [1, 2]}
uncertainties: {constants.fear_wieght: [1, 2]}
cases: {a: {actors.nort.pressure.baseline: 0.3}, b: {actors.souht.pressure.baseline: 0.3}}
outcomes: [killd]
"""
WRONG_SETS = """\
experiment: 1
name: sets
scenario: border-clash
set: {actors.norht.kind: state, constants.fear_wieght: 2}
design: {kind: grid}
levers: {actors.north.pressure.baseline: [0.1, 0.2]}
outcomes: [killd]
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            EXPERIMENT,
            [
                "e.yaml:2:7: name: it is empty",
                "e.yaml:3:11: scenario: there is no such scenario: did you mean border-clash?",
                "e.yaml:4:16: design.kind: 'gird' is not allowed: did you mean grid?",
                "e.yaml:4:22: design.pionts: unknown key: did you mean points?",
                "e.yaml:5:64: levers.nonsense: 3 stands where a mapping",
                "e.yaml:6:12: outcomes.0: outcome 'killd': did you mean killed?",
                "e.yaml:6:19: outcomes.1: outcome 'warr': did you mean war?",
            ],
        ),
        (
            FITS_NOT,
            [
                "e.yaml:5:10: levers.actors.norht.pressure.baseline: there is no norht in actors",
                "e.yaml:5:54: levers.actors.south.pressure.baselin: there is no setting baselin",
                "e.yaml:6:17: uncertainties.constants.fear_wieght: there is no setting fear_wieght",
                "e.yaml:7:13: cases.a.actors.nort.pressure.baseline: there is no nort in actors",
                "e.yaml:7:54: cases.b.actors.souht.pressure.baseline: there is no souht in actors",
                "e.yaml:8:12: outcomes.0: outcome 'killd'",
            ],
        ),
        (
            WRONG_SETS,
            [
                "e.yaml:4:7: set.actors.norht.kind: there is no norht in actors",
                "e.yaml:4:33: set.constants.fear_wieght: there is no setting fear_wieght",
                "e.yaml:7:12: outcomes.0: outcome 'killd'",
            ],
        ),
    ],
    ids=["schema", "settings", "set"],
)
def test_every_mistake_of_an_experiment_is_told_at_once(brink, tmp_path, text, said):
    (tmp_path / "e.yaml").write_text(text)
    code, _, messages = brink("sweep e.yaml --dry-run")
    told = messages.splitlines()
    assert code == 2 and len(told) == len(said)
    assert all(line.startswith(start) for line, start in zip(told, said, strict=True)), messages


@pytest.mark.parametrize("start", ["check", "run", "compare", "sensitivity"])
@pytest.mark.parametrize("name", ["border-clash.yaml", "./border-clash.yml", "border_clash", "Border-Clash"])
def test_a_shipped_scenario_by_almost_its_name_is_named(brink, start, name):
    code, _, messages = brink(f"{start} {name}")
    assert code == 2 and "the scenario that comes with brink is called border-clash" in messages


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sweep no-kerman.yaml", "the experiment that comes with brink is called no-kerman"),
        ("sweep border-clash", "this is a scenario, not an experiment"),
        ("show border-clash", "this is a scenario, not a folder of results"),
        ("report mine.yaml", "this is a file, not a folder of results"),
        ("run before", "it holds results, which brink show before tells; its scenario is before/scenario.yaml"),
        ("compare before border-clash", "it holds results, which brink show before tells"),
        ("run elsewhere", "this is a folder, not a scenario file\n"),
        ("run nonsense.yaml", "there is no such file\n"),
    ],
)
def test_a_name_of_another_kind_of_thing_is_told_what_it_is(brink, tmp_path, line, said):
    for folder in ("before", "elsewhere"):
        (tmp_path / folder).mkdir()
    (tmp_path / "before" / "plan.json").write_text("{}")
    (tmp_path / "mine.yaml").write_text(HEAD)
    code, _, messages = brink(line)
    assert code == 2 and said in messages


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("run border-clash --runs 1e3", "--runs: '1e3' is not a whole number; write 1000 ("),
        ("run border-clash --runs=10,000", "--runs: '10,000' is not a whole number; write 10000 ("),
        ("compare border-clash --runs 5k", "--runs: '5k' is not a whole number; write 5000 ("),
        ("map border-clash --x a --y b --side 1e1", "--side: '1e1' is not a whole number; write 10 ("),
        ("run border-clash --seed many", "--seed: 'many' is not a whole number ("),
        ("run border-clash --days 2.5", "--days: '2.5' is not a whole number ("),
        ("run border-clash --runs 1e99", "--runs: '1e99' is not a whole number ("),
    ],
)
def test_a_number_is_told_how_it_is_written(brink, line, said):
    code, _, messages = brink(line)
    assert code == 2 and said in messages and len(messages.splitlines()) == 1


@pytest.mark.parametrize(
    ("word", "kinds", "names"),
    [
        ("fear", {"term", "setting", "constant"}, {"fear", "ties.*.*.fear", "fear_weight"}),
        ("spiral", {"outcome"}, {"spiral"}),
        ("highest rung", {"outcome"}, {"peak_rung"}),
        ("patrons", {"setting", "constant", "rule"}, {"actors.*.patron", "delegation"}),
        ("9", {"rung"}, {"9"}),
        ("tit_for_tat", {"doctrine"}, {"tit_for_tat"}),
    ],
)
def test_a_word_is_looked_up_in_all_that_has_a_name(brink, word, kinds, names):
    found = search(word)
    assert {entry.kind for entry in found} >= kinds and {entry.name for entry in found} >= names
    code, output, _ = brink(f"explain '{word}'")
    assert code == 0 and len(output.splitlines()) <= 16


def test_what_is_called_so_comes_first():
    assert [entry.name for entry in search("fear")][:2] == ["fear", "ties.*.*.fear"]


def test_the_glossary_has_every_outcome_and_every_term():
    entries = {(entry.kind, entry.name) for entry in glossary()}
    assert entries >= {("outcome", outcome.name) for outcome in OUTCOMES}
    assert entries >= {("term", name) for name in TERMS}
    assert not [entry for entry in glossary() if "{" in entry.meaning]


def test_a_word_that_nothing_is_about_names_the_nearest(brink):
    code, _, messages = brink("explain credibilty")
    assert code == 2 and "did you mean credibility?" in messages
    assert brink("explain zzz")[0] == 2 and brink("explain ''")[0] == 2
    code, output, _ = brink("explain fear --json")
    assert code == 0 and '"kind": "term"' in output
