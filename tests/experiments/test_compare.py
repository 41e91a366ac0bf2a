"""Paired comparisons: exactly nothing between a world and itself, history kept, draws shared, runs saved."""

import numpy as np
import pandas as pd
import pytest

from brink.experiments.errors import UserError
from brink.experiments.measures.outcomes import COUNTS, DAYS, FLAGS, RATIOS, measure, simulated_only
from brink.experiments.studies.branch import changes_of, other_world
from brink.experiments.studies.compare import (
    Comparison,
    answer_compare,
    default_run,
    differences_table,
    outcome_sentences,
    part_ways,
    sentences,
    shown_table,
    side_by_side,
)
from brink.experiments.studies.paired import compared
from brink.model.engine.ensemble import simulate
from brink.model.outcomes import OUTCOME, outcomes, scripted
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
    branch = other_world(CLASH, None, {"constants.answer_cost": 0.5, "actors.south.doctrine": "tit_for_tat"}, 12)
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
    # held fire leaves room for a show of force, over which the other side may clash; nothing else is new
    assert {kind.actor for kind in parted.appear} <= {"south"}
    assert {kind.actor for kind in parted.vanish} == {"north", "south"}


@pytest.mark.parametrize("wish", ["north", "nobody=appraisal", "north=apraisal", "=appraisal"])
def test_doctrines_that_do_not_exist_are_refused(wish):
    with pytest.raises(UserError):
        changes_of([], [wish], CLASH)


def test_worlds_that_cannot_be_paired_are_refused(tmp_path):
    """The message says in what they differ: who is in one of them alone, the order, the days."""
    for other, said in (
        (apply_sets(CLASH, {"days": 60}), "a lasts 90 days, b 60 days"),
        (load_scenario("cedar-valley"), "only a has the actors north, south; only b has the actors"),
        (apply_sets(CLASH, {"start": "2024-01-02"}), "a begins on 2024-01-01, b on 2024-01-02"),
        (CLASH.model_copy(update={"actors": dict(reversed(CLASH.actors.items()))}), "stand in another order"),
    ):
        with pytest.raises(UserError) as raised:
            answer_compare(Comparison((CLASH, other), ("a", "b"), 10, 1), tmp_path / "x", 1)
        assert said in str(raised.value) and not (tmp_path / "x").exists()


def test_the_answer_has_both_worlds_and_tells_them_side_by_side(tmp_path):
    calmer = apply_sets(CLASH, {"constants.fear_weight": 6.0})
    asked = Comparison((CLASH, calmer), ("as <it> is", "no fear"), 200, 1)
    folder = answer_compare(asked, tmp_path / "c", 2)
    table = pd.read_parquet(folder / "differences.parquet")
    worlds = (simulated_only(runs_of(world, 1, 200), world.case()) for world in asked.worlds)
    found = compared([measure(name) for name in asked.outcomes], *worlds)
    pd.testing.assert_frame_equal(table, differences_table(found))
    days = pd.read_parquet(folder / "days.parquet")["first_day"]
    run = default_run(days)
    assert days[run] >= 0
    told = side_by_side(folder, run, 120)
    assert all(len(line) <= 120 for line in told.splitlines())
    assert told.count("Acts marked SCRIPTED") == 2
    page = (folder / "report.html").read_text()
    assert "as &lt;it&gt; is" in page
    assert "<script" not in page


def compare(one, two, outcomes, runs=200):
    """Both worlds compared as the verb does, without its folder; and what it says of the scripts."""
    asked = Comparison((one, two), ("a", "b"), runs, 1, outcomes)
    tables = (simulated_only(runs_of(world, 1, runs), world.case()) for world in asked.worlds)
    found = compared([measure(name) for name in outcomes], *tables)
    return found, sentences(asked, found, part_ways(asked))


@pytest.mark.parametrize(("killed", "civilians", "wounded"), [(0, 0, 0), (500, 400, 9)])
def test_scripted_dead_are_no_effect(killed, civilians, wounded):
    """Nobody feels or answers here: what the script says moves no outcome at all, and is said."""
    numb = {f"actors.{name}.doctrine": "never_reply" for name in ("north", "south")}
    one = apply_sets(CLASH, numb)
    script = {"killed": killed, "killed_civilians": civilians, "wounded": wounded}
    two = apply_sets(one, {f"events.ambush.{name}": value for name, value in script.items()})
    looked_at = ("killed", "killed_civilians", "wounded", "kinetic_acts", "killed >= 5")
    found, said = compare(one, two, looked_at)
    assert [tuple(entry.difference) for entry in found] == [(0.0, 0.0, 0.0)] * len(looked_at)
    assert any(f", 1 act with {killed} people killed in B" in line for line in said)
    gone, _ = compare(one, apply_sets(one, {"events.ambush": None}), looked_at)
    assert [(entry.a, entry.b) for entry in gone] == [(0.0, 0.0)] * len(looked_at)


def test_what_scripted_acts_add_is_counted_stretch_by_stretch():
    """Scripted acts alone, over an intervention: every run has what the script has, and nothing is left without it."""
    january = load_scenario("january-2024", ("days=100", "interventions={calm: {date: 2023-12-31, set: "
                                             "{actors.iran.pressure.baseline: 0.1}}}"))  # fmt: skip
    case = january.case()
    acts = simulate(case, 1, 0, 2).acts
    script = acts[acts["observed"] == 1]
    found = scripted(case)
    assert found["acts"] * 2 == len(script) > 4
    assert found["killed"] * 2 == script["killed"].sum() > 0
    assert found["wounded"] * 2 == script["wounded"].sum()
    assert found["kinetic_acts"] * 2 == (script["rung"] <= 12).sum()


def test_a_mean_of_days_says_over_how_many_runs_it_is_taken():
    one, two = np.zeros(4, OUTCOME), np.zeros(4, OUTCOME)
    one["days_to_quiet"], two["days_to_quiet"] = [10, -1, -1, -1], [30, 40, 50, -1]
    found = compared([measure("days_to_quiet"), measure("killed")], one, two)
    assert [(entry.a, entry.b, entry.share_a, entry.share_b) for entry in found] == [(10, 40, 0.25, 0.75), (0, 0, 1, 1)]
    said = "day from which it is quiet (mean of 25.0 % of runs in A, 75.0 % in B)"
    assert [row[0] for row in shown_table(differences_table(found), CLASH.start)] == [said, "people killed"]
    assert any(said in line for line in outcome_sentences(found, CLASH.start))
    old = differences_table(found).drop(columns=["share_a", "share_b"])
    assert [row[0] for row in shown_table(old, CLASH.start)] == ["day from which it is quiet", "people killed"]
