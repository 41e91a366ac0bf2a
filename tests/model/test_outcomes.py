"""Outcomes against hand-made logs, and against a slow reference in plain Python on random ones."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brink.model.outcomes import ENDINGS, OUTCOME, outcomes
from brink.model.world.acts import WAR, Origin
from brink.tests.model import plain_outcomes
from brink.tests.support import make_acts, make_batch, make_case, random_log, random_war

DAYS = 60
CASE = make_case(DAYS)
NO_WAR = np.zeros(0, WAR)


def measure(*rows: dict[str, Any], wars: np.ndarray = NO_WAR, mediated: bool = False) -> Any:
    batch = make_batch([make_acts(*rows)], [wars])
    return outcomes(batch._replace(mediated=np.array([mediated])), CASE)[0]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 25), min_size=1, max_size=6))
def test_the_compiled_measures_agree_with_plain_python(seed: int, sizes: list[int]) -> None:
    draw = np.random.default_rng(seed)
    logs = [random_log(draw, CASE, size) for size in sizes]
    wars = [random_war(draw, DAYS, log) for log in logs]
    mediated = draw.random(len(sizes)) < 0.5
    table = outcomes(make_batch(logs, wars, mediated=mediated), CASE)
    hosts = CASE.worlds[0].locations["host"]
    for run, row in enumerate(table):
        expected = plain_outcomes.outcomes(plain_outcomes.read(logs[run], wars[run], hosts, DAYS), bool(mediated[run]))
        assert set(expected) == set(OUTCOME.names or ())
        for name, value in expected.items():
            assert row[name] == value or (math.isnan(value) and math.isnan(row[name])), (run, name)


def test_nothing_happened() -> None:
    row = measure()
    assert (row["acts"], row["chains"], row["peak_rung"], row["days_to_quiet"]) == (0, 0, 0, 0)
    assert math.isnan(row["branching_ratio"])
    assert ENDINGS[row["ended_by"]] == "quiet"


def test_a_strike_its_answer_and_words() -> None:
    row = measure(
        {"day": 2, "killed": 3, "killed_civilians": 1},
        {"day": 4, "actor": 1, "target": 0, "cause": 0, "generation": 1},
        {"day": 4, "actor": 0, "rung": 1, "cause": 1, "generation": 2},
    )
    assert (row["acts"], row["kinetic_acts"], row["chains"], row["longest_chain"]) == (3, 2, 1, 2)
    assert (row["deepest_chain"], row["branching_ratio"], row["first_death"]) == (1, 0.5, 2)
    assert (row["new_dyads"], row["days_to_quiet"], row["first_homeland"]) == (1, 4, -1)


def test_campaign_acts_are_counted_apart_and_a_spoiler_is_not_a_campaign() -> None:
    row = measure(
        {"origin": Origin.CAMPAIGN, "rung": 4},
        {"origin": Origin.CAMPAIGN, "rung": 4},
        {"origin": Origin.REPLY, "cause": 0, "actor": 1, "target": 0},
        {"origin": Origin.SPOILER, "rung": 5},
    )
    assert (row["answerable"], row["replies"], row["branching_ratio"]) == (2, 0, 0.0)
    assert (row["campaign_acts"], row["campaign_replies"], row["branching_ratio_campaigns"]) == (2, 1, 0.5)


@pytest.mark.parametrize(("rungs", "spiral"), [((6, 6, 7, 7), True), ((6, 7, 6, 7), False), ((6, 7, 7), False)])
def test_three_generations_that_never_fall_are_a_spiral(rungs: tuple[int, ...], spiral: bool) -> None:
    row = measure(*({"rung": rung, "cause": n - 1} for n, rung in enumerate(rungs)))
    assert bool(row["spiral"]) is spiral


@pytest.mark.parametrize(("length", "spiral"), [(9, False), (10, True)])
def test_ten_acts_in_a_chain_are_a_spiral(length: int, spiral: bool) -> None:
    row = measure({"rung": 9}, *({"rung": 6, "cause": 0} for _ in range(length - 1)))
    assert bool(row["spiral"]) is spiral


@pytest.mark.parametrize(
    ("last_day", "dead", "opening", "counts"),
    [(2, 0, 0, False), (3, 0, 0, True), (1, 999, 0, False), (1, 999, 1, True), (1, 1000, 0, True)],
)
def test_a_war_counts_by_days_or_by_its_dead(last_day: int, dead: int, opening: int, counts: bool) -> None:
    wars = np.array([(0, 0, 1, 1, last_day, dead, 0)], WAR)
    row = measure({"day": 1, "rung": 11, "killed": opening}, wars=wars)
    assert bool(row["war"]) is counts
    assert (ENDINGS[row["ended_by"]] == "war") is counts
    assert (row["killed"], row["killed_in_war"]) == (dead + opening, dead)


def test_days_of_war_are_not_quiet() -> None:
    wars = np.array([(0, 0, 1, 0, 20, 0, 0)], WAR)
    assert measure({"day": 0, "rung": 11}, wars=wars)["days_to_quiet"] == 20


@pytest.mark.parametrize(("day", "ending", "quiet"), [(29, "quiet", 29), (30, "horizon", -1)])
def test_quiet_needs_thirty_days_inside_the_horizon(day: int, ending: str, quiet: int) -> None:
    row = measure({"day": day})
    assert (ENDINGS[row["ended_by"]], row["days_to_quiet"]) == (ending, quiet)


@pytest.mark.parametrize("horizon", [1, 29, 30, 31])
@pytest.mark.parametrize("acts", [0, 1], ids=["no act", "an act on day 0"])
def test_what_was_not_seen_is_not_quiet(horizon: int, acts: int) -> None:
    """Thirty days without force must lie inside the horizon: from the start, or from the day after the act."""
    case = make_case(horizon)
    row = outcomes(make_batch([make_acts(*[{"day": 0}] * acts)], [NO_WAR]), case)[0]
    seen = horizon >= 30 + acts
    assert (ENDINGS[row["ended_by"]], row["days_to_quiet"]) == (("quiet", 0) if seen else ("horizon", -1))


def test_campaigns_alone_leave_a_short_horizon_open() -> None:
    row = outcomes(make_batch([make_acts({"origin": Origin.CAMPAIGN, "rung": 4})], [NO_WAR]), make_case(10))[0]
    assert (ENDINGS[row["ended_by"]], row["days_to_quiet"]) == ("horizon", -1)


def test_a_mediator_is_named_only_where_it_fell_quiet() -> None:
    assert ENDINGS[measure({"day": 1}, mediated=True)["ended_by"]] == "mediated"
    assert ENDINGS[measure({"day": 50}, mediated=True)["ended_by"]] == "horizon"


def test_a_pair_that_met_in_an_observed_act_is_not_new() -> None:
    row = measure({"observed": 1, "origin": Origin.EVENT}, {"actor": 1, "target": 0}, {"actor": 2, "target": 0})
    assert row["new_dyads"] == 1


def test_a_host_struck_on_its_soil_is_a_new_pair_and_a_third_state() -> None:
    row = measure({"day": 3, "actor": 0, "target": 2, "declared": 2, "location": 1})
    assert (row["new_dyads"], row["first_third_state"]) == (2, 3)
    assert measure({"actor": 0, "target": 2, "declared": 2, "account": 1, "location": 1})["first_third_state"] == -1
