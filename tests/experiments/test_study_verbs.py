"""The verbs of studies on the command line: what they print, for people and for machines, and how mistakes end."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest
from typer.main import get_command

from brink.experiments.commands import cli
from brink.experiments.commands.console import give_table
from brink.experiments.measures.outcomes import label_of
from brink.experiments.studies.options import (
    CompareOptions,
    Execution,
    MapOptions,
    SensitivityOptions,
    SweepOptions,
    answer,
)
from brink.model.outcomes import OUTCOMES

WRONG = [
    ("sweep nowhere.yaml", "there is no such experiment or file"),
    ("sweep hardliner-presure", "did you mean hardliner-pressure?"),
    ("compare border-clash --set constants.fear=1", "there is no setting fear"),
    ("compare border-clash --doctrine north=tit_for_tap", "did you mean tit_for_tat?"),
    ("compare border-clash --from-day 500 --set constants.fear_weight=8", "is not a day from 1 to 89"),
    ("compare border-clash border-clash --from-day 5", "two files have two histories"),
    ("compare border-clash --outcome wars --set constants.fear_weight=8", "did you mean war?"),
    ("sensitivity border-clash --parameter constants.fear --base 8", "no number stands there"),
    ("sensitivity border-clash --parameter constants.fear_weight --base 9", "no power of two"),
    (
        "sensitivity border-clash --parameter constants.fear_weight --base 1073741824 --dry-run",
        "points: at most 10,000,000",
    ),
    ("sensitivity border-clash --parameter constants.fear_weight --replications 1", "not a whole number from 2 to"),
    ("map border-clash --x constants.fear_weight --y constants.fear_weight", "two different settings"),
    ("map border-clash --x constants.fear_weight --y days", "no number that a design can move"),
    ("map border-clash --x constants.fear_weight --y ties.north.south.fear --x-range 5-9", "write it as low..high"),
    ("discover nowhere --when war", "no such folder"),
    ("run border-clash --until war", 'such as "war +-0.01"'),
    ("run border-clash --until 'war +-0.1' --uncertain", "goes without --uncertain"),
    ("run border-clash --until 'war +-0.1' --runs 1000", "leave out --runs"),
]


@pytest.mark.parametrize(("line", "said"), WRONG)
def test_mistakes_end_in_two_with_one_message(brink, line, said):
    code, output, messages = brink(line)
    assert (code, output) == (2, "")
    assert said in messages
    assert "Traceback" not in messages


def test_a_dry_run_says_what_it_would_take(brink, tmp_path):
    code, output, _ = brink("sweep ways-down-neighbours --dry-run --json")
    told = json.loads(output)
    assert code == 0
    assert (told["points"], told["runs"]) == (5, 10_000)
    assert told["estimated time"].startswith("about")
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_prints_a_row_for_each_combination(brink):
    code, output, _ = brink("sweep ways-down-neighbours --replications 50 --no-figures --out s")
    assert code == 0
    tables = output.count("none_of_them")
    code, output, _ = brink("sweep ways-down-neighbours --replications 50 --no-figures --out s --json")
    rows = json.loads(output)["summary"]
    assert len(rows) == 5 * tables == 25, "a table an outcome, a row a combination"
    assert {row["outcome"] for row in rows} >= {"branching_ratio", "war"}


def test_a_comparison_tells_the_saving_and_the_day(brink):
    line = "compare border-clash --set constants.fear_weight=6 --runs 200 --no-figures --out c"
    code, output, _ = brink(line)
    assert code == 0
    assert "The first date that differs is" in output
    assert "Shared draws saved runs" in output
    told = json.loads(brink(f"{line} --json")[1])
    assert {row["outcome"] for row in told["differences"]} >= {"branching_ratio", "killed"}


def test_outcomes_are_shown_by_their_labels_and_machines_get_both(brink):
    line = "compare border-clash --set constants.fear_weight=6 --runs 20 --no-figures --out c"
    asked = '--outcome "highest rung >= 9" --outcome killed --outcome "people killed"'
    code, output, _ = brink(f"{line} {asked}")
    assert code == 0
    assert "people killed" in output and "the highest rung is at least 9" in " ".join(output.split())
    assert "peak_rung" not in output
    told = json.loads(brink(f"{line} {asked} --json")[1])
    assert [row["outcome"] for row in told["differences"]] == ["peak_rung >= 9", "killed"]
    assert told["outcomes"]["killed"] == {"label": "people killed", "direction": "up", "unit": "persons"}


WORDS = {
    "constants.fear_weight": "weight of the feared reply",
    "ties.north.south.fear": "fear of the other's reply (North towards South)",
}


@pytest.mark.parametrize(
    "line",
    [
        "map border-clash --x constants.fear_weight --y ties.north.south.fear --side 2 --replications 12",
        "sensitivity border-clash --parameter constants.fear_weight --parameter ties.north.south.fear --base 4 "
        "--replications 12 --outcome kinetic_acts",
        "sweep levers.yaml",
    ],
)
def test_settings_are_shown_by_their_words_with_their_paths_beside_them_once(brink, line):
    levers = "levers: {constants.fear_weight: [6, 12], ties.north.south.fear: [0.2, 0.6]}"
    Path("levers.yaml").write_text(
        "experiment: 1\nname: Levers\nsummary: Which?\nscenario: border-clash\ndesign: {kind: grid}\n"
        f"replications: 12\n{levers}\noutcomes: [kinetic_acts]\n"
    )
    code, output, messages = brink(f"{line} --no-figures --out s")
    assert code == 0, messages
    for path, words in WORDS.items():
        assert output.count(path) == 1
        assert f"{words}: {path}" in output
        assert " ".join(output.split()).count(words) > 1
    assert json.loads(brink(f"{line} --no-figures --out s --json")[1])["settings"] == WORDS


def test_no_column_of_runs_is_named_to_a_reader(brink):
    """Over the usual outcomes: what is printed of a comparison and of a sweep has no name with an underscore in it."""
    columns = [outcome.name for outcome in OUTCOMES if "_" in outcome.name]
    for line in ("compare border-clash --set constants.fear_weight=6 --runs 20", "sweep no-kerman --replications 2"):
        code, output, _ = brink(f"{line} --no-figures --out {line[:2]}")
        assert code == 0
        assert [name for name in columns if name in output] == []


HEADS = ["outcome", "A", "B - A (95 %)", "correlation", "actors.pakistan.restraint.credibility"]


@pytest.mark.parametrize("width", range(30, 140, 7))
def test_no_word_of_a_table_is_cut_however_narrow_the_terminal(width, monkeypatch, capsys):
    rows = [["share of runs in which the highest rung is at least 9", "0.12", "0.1 (-0.2 to 0.3)", "-", "0.7"]]
    monkeypatch.setenv("COLUMNS", str(width))
    give_table("a title", HEADS, rows)
    output = capsys.readouterr().out
    words = {word for text in (*HEADS, *rows[0]) for word in text.split()}
    assert words <= set(re.sub("[┃│:]", " ", output).split())
    as_table = "━" in output
    assert as_table == (width >= 78)
    if as_table:
        assert max(map(len, output.splitlines())) <= width


NEVER = ["peak_rung >= 13", "first_leader", "nuclear_signal", "war >= 1 and peak_rung >= 13"]


@pytest.mark.parametrize("figures", ["", " --no-figures"])
@pytest.mark.parametrize(
    "line",
    [
        "sensitivity border-clash --trajectories 2 --keep 3 --base 4 --replications 4",
        "sensitivity border-clash --parameter constants.fear_weight --base 4 --replications 4",
        "map border-clash --x constants.fear_weight --y constants.pressure_weight --side 2 --replications 4",
        "compare border-clash --set constants.fear_weight=9 --runs 20",
    ],
    ids=["screened", "one-setting", "map", "compare"],
)
def test_an_outcome_that_never_happens_is_said_to(brink, line, figures):
    """Nothing is left after a filter: every study says so, with figures and without, and for machines too."""
    asked = NEVER if not line.startswith("map") else NEVER[:2]
    for many in [asked] if not line.startswith("map") else [[name] for name in asked]:
        wishes = " ".join(f"--outcome '{name}'" for name in many)
        code, output, messages = brink(f"{line} {wishes} --out s{len(many[0])}{figures}")
        assert (code, "Traceback" in messages) == (0, False)
        for name in many:
            assert any(
                label_of(name) in told
                and any(words in told for words in ("same", "never", "nothing to measure", "at every point"))
                for told in output.splitlines()
            )
        code, output, _ = brink(f"{line} {wishes} --out s{len(many[0])} --json{figures}")
        assert code == 0
        json.loads(output)


def test_an_outcome_asked_for_twice_is_answered_once(brink):
    line = "sensitivity border-clash --parameter constants.fear_weight --base 4 --replications 4 --no-figures"
    _, output, _ = brink(f"{line} --outcome killed --outcome killed --out s --json")
    assert len(json.loads(output)["manifest"]["found"]) == 1


def test_discovery_asks_for_runs_that_drew_their_parameters(brink):
    assert brink("run border-clash --runs 30 --no-figures --out plain")[0] == 0
    code, _, messages = brink("discover plain --when spiral")
    assert code == 2
    assert "--uncertain" in messages


@pytest.mark.parametrize(
    ("verb", "options"),
    [("compare", CompareOptions), ("sweep", SweepOptions), ("sensitivity", SensitivityOptions), ("map", MapOptions)],
)
def test_a_verb_asks_with_the_options_and_the_defaults_of_its_dataclass(verb, options):
    command = get_command(cli.app).commands[verb]
    given = {one.name: one for one in command.params}
    shared = {"jobs", "out", "no_figures", "force", "as_json"}
    assert set(given) - shared - {"dry_run", "run", "story"} == {field.name for field in fields(options)}
    for field in fields(options):
        if not given[field.name].required:
            assert (given[field.name].default or None) == (field.default or None), field.name
    assert shared <= set(given)
    assert [given[name].default for name in ("jobs", "out")] == [None, None]
    assert not any(given[name].default for name in shared)


def test_options_and_a_verb_ask_the_same_question(brink, tmp_path):
    north, south = "actors.north.pressure.baseline", "actors.south.pressure.baseline"
    asked = MapOptions("border-clash", north, south, "0.1..0.9", "0.2..0.8", "killed", 2, 4, 3, 20)
    folder = answer(asked.question(), Execution(jobs=1, figures=False))
    before = (folder / "manifest.json").read_bytes()
    line = f"map border-clash --x {north} --y {south} --x-range 0.1..0.9 --y-range 0.2..0.8 --outcome killed"
    code, output, _ = brink(f"{line} --side 2 --replications 4 --seed 3 --days 20 --json")
    assert (code, json.loads(output)["folder"]) == (0, str(folder))
    assert (folder / "manifest.json").read_bytes() == before
