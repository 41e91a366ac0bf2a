"""Every outcome has a kind, and whoever puts runs together goes by it: a day is never averaged with its -1s."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from brink.experiments.errors import UserError
from brink.experiments.measures.conditions import NUMBERS
from brink.experiments.measures.headlines import HEADLINES
from brink.experiments.measures.outcomes import (
    COUNTS,
    DAYS,
    FLAGS,
    RATIOS,
    axis_of,
    direction_of,
    estimate,
    label_of,
    measure,
    sums,
)
from brink.experiments.results import invariants, tables
from brink.experiments.results.columns import runs_table
from brink.experiments.results.invariants import runs_broken
from brink.experiments.results.read import open_results
from brink.experiments.studies.discovery_answer import answer_discovery
from brink.model.engine.ensemble import simulate
from brink.model.outcomes import CATEGORIES, OUTCOME, OUTCOMES, Direction, Measured, outcomes, outcomes_of
from brink.scenarios.loader import load_scenario
from brink.scenarios.shipped import shipped_scenarios

NAMES = {outcome.name for outcome in OUTCOMES}


def test_every_column_has_a_kind_and_every_kind_its_columns():
    """A column added to the record alone, or to the table of runs alone, fails here."""
    declared = [outcome.name for outcome in OUTCOMES]
    assert list(OUTCOME.names or ()) == declared
    assert runs_table(0, 0, np.zeros(0, OUTCOME)).column_names == ["run", "seed", *declared]
    assert sorted([*COUNTS, *DAYS, *FLAGS, *RATIOS, *CATEGORIES]) == sorted(declared)
    assert set(outcomes_of(Measured.CATEGORY)) == set(CATEGORIES)
    assert all(OUTCOME[name].kind == "b" for name in FLAGS)
    assert all({above, below} <= set(COUNTS) for above, below in RATIOS.values())


@pytest.mark.parametrize("name", [s.name for s in shipped_scenarios() if s.runnable])
def test_only_days_are_ever_below_zero(name):
    """What takes -1 for never is a day; anything else would be averaged with it. Conditions hold on days that came."""
    case = load_scenario(name, ()).case()
    table = outcomes(simulate(case, 3, 0, 30), case)
    for column in (*COUNTS, *FLAGS, *CATEGORIES):
        assert (table[column].astype(np.int64) >= 0).all(), column
    columns = {column: table[column] for column in OUTCOME.names or ()} | {"seed": np.full(30, 3)}
    broken = [words for words, rows in runs_broken(columns, 3, case.worlds[0].days) if rows.any()]
    assert broken == []


@pytest.mark.parametrize("name", DAYS)
def test_a_day_that_never_came_is_in_no_mean_and_in_no_condition(name):
    table = np.zeros(4, OUTCOME)
    table[name] = [-1, 9, -1, 20]
    assert estimate(measure(name), sums([measure(name)], table)[0]).estimate == 14.5
    holds = {f"{name} < 10": 1, f"{name} <= 20": 2, f"{name} >= 0": 2, f"{name} < 0": 2, f"{name} == -1": 2}
    for condition, runs in holds.items():
        assert measure(condition).parts(table)[0].sum() == runs, condition


@pytest.mark.parametrize("name", DAYS)
def test_a_day_outside_the_horizon_is_told(name):
    table = {column: np.zeros(2, OUTCOME[column]) for column in OUTCOME.names or ()} | {"seed": np.zeros(2)}
    table[name] = np.array([-2, 5])
    assert f"{name} is outside -1 to 9" in [words for words, rows in runs_broken(table, 0, 10) if rows.any()]


def test_every_entry_is_whole_and_its_words_are_its_own():
    """Labels are asked for on the command line, where ``and`` joins conditions: one label, one outcome."""
    words = [word for outcome in OUTCOMES for word in (outcome.name, outcome.label)]
    twice = {word for word in words if words.count(word) > 1}
    assert twice <= {outcome.name for outcome in OUTCOMES if outcome.name == outcome.label}
    for outcome in OUTCOMES:
        assert re.fullmatch(r"[a-z]+( [a-z]+)*", outcome.label) and " and " not in outcome.label, outcome.name
        assert isinstance(outcome.kind, Measured) and isinstance(outcome.direction, Direction)
        assert outcome.unit and outcome.meaning
        assert outcome.sentence.count("{}") == (outcome.kind != Measured.CATEGORY), outcome.name
        assert bool(outcome.above and outcome.below) == (outcome.kind == Measured.RATIO), outcome.name
        assert not (outcome.measure and outcome.kind == Measured.RATIO), outcome.name


ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"


def test_an_outcome_added_since_says_so():
    """Results of 0.1.0 must stay readable: whoever adds an outcome marks it as one that they may lack."""
    known = pq.read_schema(DATA / "results-0.1.0" / "runs.parquet").names
    assert [outcome.name for outcome in OUTCOMES if not outcome.later] == [name for name in known if name in NAMES]
    assert not any(outcome.later for outcome in OUTCOMES if outcome.name in known)


def test_results_that_lack_a_later_outcome_are_read(tmp_path, monkeypatch):
    """Looked over and asked, as if the first nuclear signal and the wounded had come later."""
    lacking = ["nuclear_signal", "wounded"]
    runs = pq.read_table(DATA / "uncertain-0.1.0" / "runs.parquet").drop_columns(lacking)
    expected = tables.usual("runs")
    assert len(list(tables.columns_broken("runs", runs.schema, expected))) == 2
    monkeypatch.setattr(tables, "LATER", tables.LATER | set(lacking))
    assert list(tables.columns_broken("runs", runs.schema, expected)) == []
    columns = {name: column for name, column in invariants.columns_of(runs).items() if name != "seed"}
    seed = np.zeros(runs.num_rows)
    assert not any(rows.any() for _, rows in invariants.runs_broken(columns | {"seed": seed}, 0, 10_000))
    old = open_results(DATA / "uncertain-0.1.0")
    monkeypatch.setattr(type(old), "runs", property(lambda _: runs.to_pandas()))
    with pytest.raises(UserError, match="did not measure nuclear_signal"):
        answer_discovery(old, "first_overt >= 3 and nuclear_signal >= 0", tmp_path / "d")


@pytest.mark.parametrize("name", NUMBERS)
def test_an_outcome_is_asked_for_by_its_column_or_by_what_readers_call_it(name):
    label = NUMBERS[name].label
    assert measure(name).name == measure(label).name == measure(label_of(name)).name == name
    assert measure(f"{label} >= 2").name == f"{name} >= 2"
    joined = measure(f"{label} >= 2 and  highest rung>=9")
    assert joined.name == f"{name} >= 2 and peak_rung >= 9"
    assert measure(f"{name}>=2").name == f"{name}>=2", "as written, so that the same question keeps its folder"
    assert name not in (axis_of(f"{name} >= 2"), axis_of(name)) or name == label
    with pytest.raises(UserError, match=f"did you mean .*{label}"):
        measure(f"{label[:-1]}q")


@pytest.mark.parametrize(
    ("condition", "label", "direction"),
    [
        ("peak_rung >= 9", "share of runs in which the highest rung is at least 9", "up"),
        ("killed < 50", "share of runs in which under 50 people are killed", "down"),
        ("kinetic_acts == 3", "share of runs in which there are exactly 3 acts of force", "none"),
        ("war >= 1", "share of runs in which there is a war", "up"),
        ("war == 0", "share of runs in which there is no war", "none"),
        ("war >= 0", "share of runs in which war >= 0", "up"),
        ("first_overt < 10", "share of runs in which the first overt strike comes before day 10", "up"),
        ("first_overt >= 10", "share of runs in which the first overt strike comes on day 10 or later", "none"),
        ("first_overt == -1", "share of runs in which the first overt strike never comes", "down"),
        ("first_overt < 0", "share of runs in which the first overt strike never comes", "down"),
        ("first_overt >= 0", "share of runs in which the first overt strike comes", "up"),
        ("days_to_quiet >= 0", "share of runs in which lasting quiet comes", "down"),
        ("days_to_quiet <= 0", "share of runs in which lasting quiet comes by day 0", "down"),
        ("acts > 4", "share of runs in which there are over 4 acts, words included", "none"),
        (
            "war == 1 and peak_rung >= 9",
            "share of runs in which there is a war and the highest rung is at least 9",
            "none",
        ),
        ("war", "share of runs with a war", "up"),
        ("first_death", "day of the first death", "down"),
        ("no outcome", "no outcome", "none"),
    ],
)
def test_conditions_are_said_in_words_and_know_which_way_is_escalation(condition, label, direction):
    assert (label_of(condition), direction_of(condition)) == (label, direction)


def test_words_of_a_day_say_what_holds():
    """Never, at all, before: each clause is true of the runs that the condition holds in and of no others."""
    table = np.zeros(4, OUTCOME)
    table["first_death"] = [-1, 0, 1, 20]
    for sign in ("<", "<=", "==", "!=", ">", ">="):
        for number in (-1, 0, 1):
            found = measure(f"first_death {sign} {number}")
            holds = found.parts(table)[0].tolist()
            if "never" in found.label:
                assert holds == [1, 0, 0, 0], found.name
            elif found.label.endswith("comes"):
                assert holds == [0, 1, 1, 1], found.name


def test_headlines_are_outcomes_of_the_registry():
    for entry in HEADLINES.values():
        assert entry.measure in CATEGORIES or measure(entry.measure).name == entry.measure
        number = entry.number(np.zeros(3, OUTCOME))
        assert np.isnan(number) or number == (1 if entry.name == "runs quiet at the end" else 0), entry.name


#: One entry more in the registry, before anything else is loaded: everybody who reads it then knows the outcome.
ADDED = """
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
import numpy as np
import brink.model

path = Path(brink.model.__file__).with_name("outcomes.py")
own = '''    _count("trials", "acts", "tried acts", "there are {} tried acts", "acts on odd days")._replace(
        measure=lambda found: np.bincount(
            np.repeat(np.arange(found.batch.count), np.diff(found.batch.act_offsets)), found.batch.acts["day"] % 2,
            found.batch.count,
        ).astype(int),
        later=True,
    ),
'''
source = path.read_text().replace(")  # fmt: skip\\n\\n#: One row", own + ")\\n\\n#: One row")
assert own in source
spec = spec_from_file_location("brink.model.outcomes", path)
module = brink.model.outcomes = sys.modules[spec.name] = module_from_spec(spec)
exec(compile(source, str(path), "exec"), vars(module))

import brink
from brink.docs.pages import results as page

found = brink.run("border-clash", runs=30, temporary=True, jobs=1)
acts = found.acts[found.acts["day"] % 2 == 1].groupby("run").size().reindex(range(30), fill_value=0)
assert found.runs["trials"].tolist() == acts.tolist() and acts.sum() > 0
answer = brink.compare("border-clash", sets={"actors.north.pressure.baseline": 0.6}, runs=30, figures=False,
    outcomes=["tried acts >= 2"], temporary=True, jobs=1)
assert answer.differences["label"].tolist() == ["share of runs in which there are at least 2 tried acts"]
assert "`trials`" in page.page() and "acts on odd days" in page.page()
"""


def test_what_one_entry_declares_is_known_everywhere():
    """The column, its type, conditions, labels, comparisons and the reference follow: an outcome is declared once."""
    done = subprocess.run([sys.executable, "-c", ADDED], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
