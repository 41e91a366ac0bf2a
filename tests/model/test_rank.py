"""A leader counts as killed only where somebody died: in the log, in what is felt, in how long an answer takes."""

from pathlib import Path

import numpy as np
import pytest

from brink.model import crisis, ensemble
from brink.model.outcomes import outcomes
from brink.model.rules.strike import rank_killed
from brink.scenarios.loader import load_scenario

CLASH = "border-clash"
BRAWL = str(Path(__file__).parents[1] / "probes" / "brawl.yaml")
#: Nobody dies by whatever either side does.
HARMLESS = ("ladder.leader_killed={launched: 3, killed_mean: 0, killed_dispersion: 1, on_target: 1}",)
DRIVERS = pytest.mark.parametrize("driver", [ensemble, crisis], ids=["ensemble", "mesa"])


def batch(driver, scenario, *sets, runs):
    case = load_scenario(scenario, sets).case()
    return driver.simulate(case, 5, 0, runs, True), case


@pytest.mark.parametrize(("rank", "killed", "counts"), [(2, 1, 2), (1, 30, 1), (0, 3, 0), (2, 0, 0)])
def test_the_grade_that_counts(rank, killed, counts):
    assert rank_killed(rank, killed) == counts


@DRIVERS
def test_a_leader_missed_is_felt_and_answered_as_if_no_leader_had_been_aimed_at(driver):
    """A scripted strike without dead is the same with and without a rank: pressure, delays, answers, all of it."""
    aimed, plain = (
        batch(driver, CLASH, "events.ambush.killed=0", "events.ambush.rung=8", f"events.ambush.rank={rank}", runs=40)[0]
        for rank in (2, 0)
    )
    assert aimed.acts.tobytes() == plain.acts.tobytes()
    assert aimed.series.tobytes() == plain.series.tobytes()


@DRIVERS
def test_no_act_without_dead_has_a_rank(driver):
    """Campaigns, scripted acts and answers alike; with dead, ranks are there."""
    found, _ = batch(driver, BRAWL, runs=12)
    assert not found.acts["rank"][found.acts["killed"] == 0].any()
    assert found.acts["rank"].any()
    missed, case = batch(driver, BRAWL, *HARMLESS, "events.commander.killed=0", runs=12)
    aimed = missed.acts["rung"] == 8
    assert aimed.sum() > 10
    assert not missed.acts["rank"].any()
    assert (outcomes(missed, case)["first_leader"] == -1).all()
    assert np.isin(missed.acts["origin"][aimed], (1, 3)).any(), "campaigns and answers are among them"
