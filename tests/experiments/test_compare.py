"""Paired comparisons: exactly nothing between a world and itself, history kept, draws shared, runs saved."""

import numpy as np
import pandas as pd
import pytest

from brink.experiments.errors import UserError
from brink.experiments.studies.branch import changes_of, other_world
from brink.experiments.studies.compare import (
    Comparison,
    answer_compare,
    default_run,
    differences_table,
    part_ways,
    side_by_side,
)
from brink.experiments.studies.measures import COUNTS, DAYS, FLAGS, RATIOS, measure
from brink.experiments.studies.paired import compared
from brink.model.engine.ensemble import simulate
from brink.model.outcomes import OUTCOME, outcomes
from brink.model.world.doctrines import DOCTRINES
from brink.scenarios.loader import apply_sets, load_scenario

CLASH = load_scenario("border-clash")
EVERY = (*RATIOS, *FLAGS, *COUNTS, *DAYS)


def runs_of(scenario, seed=1, runs=300):
    case = scenario.case()
    return outcomes(simulate(case, seed, 0, runs), case)


def test_a_world_compared_with_itself_differs_in_nothing():
    table = runs_of(CLASH)
    for entry in compared([measure(name) for name in EVERY], table, table):
        if entry.a == entry.a:
            assert tuple(entry.difference) == (0.0, 0.0, 0.0)
            assert entry.a == 0 or tuple(entry.ratio) == (1.0, 1.0, 1.0)
    parted = part_ways(Comparison((CLASH, CLASH), ("a", "b"), 300, 1))
    assert (parted.days == -1).all()
    assert not (parted.appear or parted.vanish or parted.changed)


def test_the_difference_of_known_tables_is_what_it_is():
    one, two = np.zeros(4, OUTCOME), np.zeros(4, OUTCOME)
    one["killed"], two["killed"] = [2, 4, 6, 8], [3, 5, 7, 9]
    one["replies"], one["answerable"] = [1, 0, 1, 0], [2, 2, 2, 2]
    two["replies"], two["answerable"] = [1, 1, 1, 1], [2, 2, 2, 2]
    killed, ratio = compared([measure("killed"), measure("branching_ratio")], one, two)
    assert tuple(killed.difference) == (1.0, 1.0, 1.0)
    assert killed.saving == np.inf
    assert killed.correlation == pytest.approx(1.0)
    assert (ratio.a, ratio.b, ratio.difference.estimate, ratio.ratio.estimate) == (0.25, 0.5, 0.25, 2.0)


def test_paired_draws_save_runs():
    calmer = apply_sets(CLASH, {"constants.fear_weight": 10.5})
    paired = compared([measure("branching_ratio")], runs_of(CLASH, runs=2000), runs_of(calmer, runs=2000))[0]
    apart = compared([measure("branching_ratio")], runs_of(CLASH, runs=2000), runs_of(calmer, 9, 2000))[0]
    width = [entry.difference.high - entry.difference.low for entry in (paired, apart)]
    factor = (width[1] / width[0]) ** 2
    print(f"independent seeds need {factor:.1f} times the runs; {paired.saving:.1f} by the correlation")
    assert paired.saving > 3
    assert factor > 3
    assert factor == pytest.approx(paired.saving, rel=0.35)


def test_history_is_the_same_up_to_the_day():
    branch = other_world(CLASH, None, {"constants.fear_weight": 6.0, "actors.south.doctrine": "never_reply"}, 12)
    one, two = (simulate(world.case(), 1, 0, 300) for world in (CLASH, branch))
    for run in range(300):
        first, second = (b.acts[b.act_offsets[run] : b.act_offsets[run + 1]] for b in (one, two))
        assert first[first["day"] < 12].tobytes() == second[second["day"] < 12].tobytes()
    parted = part_ways(Comparison((CLASH, branch), ("a", "b"), 300, 1))
    assert parted.days.max() > 0
    assert parted.days[parted.days >= 0].min() >= 12


def test_history_cannot_change_but_what_lies_ahead_can():
    january = load_scenario("january-2024")
    day = january.day(january.events["kerman"].date)
    ahead = other_world(january, None, {"events.kerman": None}, day - 3)
    assert "kerman" not in ahead.events
    with pytest.raises(UserError, match="history cannot change"):
        other_world(january, None, {"events.kerman": None}, day + 1)
    for wrong in (0, january.days, -4):
        with pytest.raises(UserError, match="--from-day"):
            other_world(january, None, {"constants.fear_weight": 8.0}, wrong)


@pytest.mark.parametrize("name", DOCTRINES)
def test_every_doctrine_can_be_given_to_an_actor(name):
    world = other_world(CLASH, None, changes_of([], [f"north={name}"], CLASH), None)
    assert world.actors["north"].doctrine.rule == name
    part_ways(Comparison((CLASH, world), ("a", "b"), 20, 1))


def test_a_doctrine_that_never_replies_makes_answers_vanish():
    world = other_world(CLASH, None, changes_of([], ["north=never_reply"], CLASH), None)
    parted = part_ways(Comparison((CLASH, world), ("a", "b"), 200, 1))
    assert sum(parted.appear.values()) == 0
    assert {kind.actor for kind in parted.vanish} == {"north", "south"}


@pytest.mark.parametrize("wish", ["north", "nobody=appraisal", "north=apraisal", "=appraisal"])
def test_doctrines_that_do_not_exist_are_refused(wish):
    with pytest.raises(UserError):
        changes_of([], [wish], CLASH)


def test_worlds_that_cannot_be_paired_are_refused(tmp_path):
    longer = apply_sets(CLASH, {"days": 60})
    with pytest.raises(UserError, match="same days"):
        answer_compare(Comparison((CLASH, longer), ("a", "b"), 10, 1), tmp_path / "x", 1)


def test_the_answer_has_both_worlds_and_tells_them_side_by_side(tmp_path):
    calmer = apply_sets(CLASH, {"constants.fear_weight": 6.0})
    asked = Comparison((CLASH, calmer), ("as <it> is", "no fear"), 200, 1)
    folder = answer_compare(asked, tmp_path / "c", 2)
    table = pd.read_parquet(folder / "differences.parquet")
    found = compared([measure(name) for name in asked.outcomes], runs_of(CLASH, 1, 200), runs_of(calmer, 1, 200))
    pd.testing.assert_frame_equal(table, differences_table(found))
    days = pd.read_parquet(folder / "days.parquet")["first_day"]
    run = default_run(days)
    assert days[run] >= 0
    told = side_by_side(folder, run, 120)
    assert all(len(line) <= 120 for line in told.splitlines())
    assert told.count("Acts marked OBSERVED") == 2
    page = (folder / "report.html").read_text()
    assert "as &lt;it&gt; is" in page
    assert "<script" not in page
