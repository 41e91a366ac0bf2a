"""Readers get words: no verb prints the name of a column, cuts a header, or counts days where there is a date."""

import re
import shlex

import pytest
from typer.testing import CliRunner

from brink.experiments.commands.cli import app
from brink.model.outcomes import OUTCOMES

EXPERIMENT = """
experiment: 1
name: Fear
scenario: border-clash
design: {kind: grid}
replications: 10
levers:
  constants.fear_weight: [8, 10]
  actors.north.pressure.baseline: [0.2, 0.6]
outcomes: [branching_ratio, killed, kinetic_acts >= 3, first_overt, days_to_quiet]
"""
#: Columns whose names no reader would take for words; ``killed`` and the like are both.
COLUMNS = re.compile(r"\b(" + "|".join(outcome.name for outcome in OUTCOMES if "_" in outcome.name) + r")\b")
CUT = re.compile(r"…|\.\.\.")
DAY_NUMBERS = re.compile(r"\bday \d")
CALLS = {
    "run": "run border-clash --runs 20 --out {0}/run",
    "compare": "compare border-clash --set constants.fear_weight=6 --runs 40 --out {0}/compare",
    "outcomes": "compare border-clash --set constants.fear_weight=6 --runs 40 --outcome kinetic_acts --outcome "
    "first_overt --out {0}/outcomes",
    "sweep": "sweep {0}/fear.yaml --out {0}/sweep",
    "sensitivity": "sensitivity border-clash --parameter constants.fear_weight --parameter "
    "actors.north.pressure.baseline --base 4 --replications 10 --outcome kinetic_acts --out {0}/sensitivity",
    "map": "map border-clash --x constants.fear_weight --y actors.north.pressure.baseline --side 2 "
    "--replications 10 --outcome kinetic_acts --out {0}/map",
    "until": "run border-clash --until 'spiral +- 0.2' --out {0}/until",
}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What each verb prints at 80 columns."""
    folder = tmp_path_factory.mktemp("words")
    (folder / "fear.yaml").write_text(EXPERIMENT)
    found = {}
    for verb, call in CALLS.items():
        words = [*shlex.split(call.format(folder)), "--no-figures"]
        result = CliRunner().invoke(app, words, env={"COLUMNS": "80"})
        assert result.exit_code == 0, result.output
        found[verb] = result.stdout
    return found


@pytest.mark.parametrize("verb", CALLS)
def test_no_verb_prints_the_name_of_a_column(said, verb):
    assert COLUMNS.findall(said[verb]) == []


@pytest.mark.parametrize("verb", CALLS)
def test_no_verb_cuts_a_header(said, verb):
    tables = [line for line in said[verb].splitlines() if line.startswith(("┃", "│"))]
    assert [line for line in tables if CUT.search(line)] == []
    assert all(len(line) <= 80 for line in tables)


@pytest.mark.parametrize("verb", CALLS)
def test_a_day_is_told_as_a_date(said, verb):
    assert DAY_NUMBERS.findall(said[verb]) == []


def test_the_questions_come_before_everything_else(said):
    assert "The questions of the scenario" in said["run"].splitlines()[0]
    lines = [line.rstrip() for line in said["compare"].splitlines()]
    assert "Questions" in lines and "All in all" in lines
    assert lines.index("Questions") < lines.index("All in all")
