"""Truces: campaigns that keep one fall nearly silent while it holds, its war feeds nothing, and the rest goes on."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.model.crisis import CrisisModel
from brink.model.engine.ensemble import simulate
from brink.model.mechanisms.truce import drip_under, rate_under, truce_chance
from brink.scenarios.loader import apply_sets, load_scenario
from brink.tests.scenarios.files import edited, problems_of

JANUARY = load_scenario("january-2024")
FIRST, AFTER = 48, 55  # 24 November, and 1 December less one


@pytest.mark.parametrize(("holds", "rate", "drip"), [(False, 1.2, 0.003), (True, 0.12, 0.0)])
def test_what_a_truce_leaves(holds, rate, drip):
    assert rate_under(1.2, holds, 0.1) == pytest.approx(rate)
    assert drip_under(0.003, holds) == drip


def test_a_truce_makes_a_stretch_of_its_own():
    case = JANUARY.case()
    assert case.from_days == (0, FIRST, AFTER)
    names = case.names
    for campaign, kept in (("us_bases", True), ("hezbollah_border", True), ("ship_attacks", False)):
        rates = [world.campaigns["rate"][names.campaigns.index(campaign)] for world in case.worlds]
        left = JANUARY.constants.truce_remainder if kept else 1.0
        assert rates[0] == rates[2] == JANUARY.campaigns[campaign].rate
        assert rates[1] == rates[0] * left
    rests = [world.actors["rest"][names.actors.index("iran")] for world in case.worlds]
    assert rests[1] == JANUARY.actors["iran"].pressure.baseline < rests[0] == rests[2]


def test_attacks_nearly_stop_and_come_again():
    case = JANUARY.case()
    batch = simulate(case, 1, 0, 200)
    acts = batch.acts
    on_us = acts[acts["target"] == case.names.actors.index("united_states")]
    attacks = on_us["day"][(on_us["origin"] == 1) & (on_us["rung"] <= 5)]
    a_day = np.bincount(attacks, minlength=150) / 200
    assert a_day[FIRST:AFTER].mean() < 0.1
    assert a_day[FIRST - 7 : FIRST].mean() > 0.7
    assert a_day[AFTER : AFTER + 7].mean() > 0.7


BAD = {
    "no such war": (
        "war: «sieg, campaigns: [raids], from: 2024-01-05, to: 2024-01-08",
        "war",
        "no background war sieg",
    ),
    "no such campaign": (
        "war: siege, campaigns: [«raid], from: 2024-01-05, to: 2024-01-08",
        "campaigns.0",
        "did you mean raids?",
    ),
    "ends first": ("war: siege, campaigns: [raids], from: 2024-01-05, to: «2024-01-03", "to", "comes before"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_truce_that_cannot_be(name):
    lull, path, words = BAD[name]
    war = "background:\n  siege: {from: 2024-01-01, drip: {north: 0.01}}\n"
    text = edited(("campaigns:\n", f"{war}truces:\n  lull: {{{lull.replace('«', '')}}}\ncampaigns:\n"))
    found = problems_of(text)
    assert [problem.path for problem in found] == [f"truces.lull.{path}"]
    assert words in found[0].message


# ---------------------------------------------------------------- truces that come by themselves

BRAWL = load_scenario(Path(__file__).parents[1] / "probes" / "brawl.yaml")


def calmed(chance):
    return apply_sets(BRAWL, {"campaigns.harassing.truce": chance}).case()


def days_of_truce(case, run):
    """On each day whether a truce holds between the sides of the campaign, and the model at the end."""
    model, held = CrisisModel(case, 2024, run, collect=False), []
    one, other = (case.names.actors.index(name) for name in ("wolves", "blue"))
    while model.running:
        model.step()
        held.append(model.pairs.in_truce(one, other))
    return np.array(held), model, (one, other)


@given(lost=st.floats(0, 3), more=st.floats(0, 3), pressure=st.floats(0, 1), most=st.floats(0, 1))
def test_a_truce_is_the_likelier_the_more_both_have_lost(lost, more, pressure, most):
    chance = truce_chance(most, lost, 0, pressure)
    assert 0.0 <= chance <= truce_chance(most, lost + more, 0, pressure) <= 1.0
    assert chance <= truce_chance(most, lost, 1, pressure), "a mediator helps"
    assert chance >= truce_chance(most, lost, 0, min(1.0, pressure + 0.1)), "who is pressed fights on"
    assert truce_chance(most, 0.0, 1, pressure) == 0.0, "nobody is spent"


def test_no_truce_comes_where_no_campaign_says_so():
    assert not any(days_of_truce(calmed(0.0), run)[0].any() for run in range(3))


def test_in_a_truce_campaigns_nearly_stop_and_neither_side_answers_the_other():
    days = attacks = before = still = answers = 0
    for run in range(6):
        held, model, pair = days_of_truce(calmed(1.0), run)
        acts = model.acts
        between = np.isin(acts["actor"], pair) & np.isin(acts["target"], pair)
        standing = between & (acts["origin"] == 1) & (acts["observed"] == 0)
        # agreed of an evening: the days after it are days of truce
        under = np.r_[False, held[:-1]][acts["day"]]
        days += int(held[:-1].sum())
        attacks, before = attacks + int((standing & under).sum()), before + int((standing & ~under).sum())
        still += int((~held[:-1]).sum())
        force = between & (acts["rung"] >= 4) & (acts["rung"] <= 12) & (acts["observed"] == 0) & (acts["origin"] != 1)
        answers += int((force & under & np.isin(acts["account"], pair)).sum())
    assert days > 50
    assert answers == 0
    assert attacks / days < 0.2 * before / still


def test_a_breach_that_hurts_ends_a_truce():
    model = CrisisModel(calmed(1.0), 2024, 1, collect=False)
    one, other = (model.case.names.actors.index(name) for name in ("wolves", "blue"))
    model.pairs.between(one, other).state["truce"] = 1
    act = model.enter(np.uint64(7), 1, one, other, None)
    act.rung = 4
    model.pairs.hold_to_truce(act, model.log)
    assert model.pairs.in_truce(one, other), "nobody was hurt"
    act.wounded = 1
    model.pairs.hold_to_truce(act, model.log)
    assert not model.pairs.in_truce(one, other)


def test_both_drivers_keep_a_truce_alike():
    case = calmed(1.0)
    for run in range(3):
        model = CrisisModel(case, 2024, run, collect=False)
        model.run_model()
        assert simulate(case, 2024, run, 1).acts.tobytes() == model.acts.tobytes()
