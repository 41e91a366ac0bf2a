"""Every outcome has a kind, and whoever puts runs together goes by it: a day is never averaged with its -1s."""

import numpy as np
import pytest

from brink.experiments.columns import runs_table
from brink.experiments.invariants import runs_broken
from brink.experiments.studies.measures import COUNTS, DAYS, FLAGS, RATIOS, estimate, measure, sums
from brink.model.ensemble import simulate
from brink.model.outcomes import CATEGORIES, OUTCOME, OUTCOMES, Measured, outcomes, outcomes_of
from brink.scenarios.loader import load_scenario
from brink.scenarios.shipped import shipped_scenarios


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
