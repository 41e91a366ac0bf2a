"""Truces: campaigns that keep one fall nearly silent while it holds, its war feeds nothing, and the rest goes on."""

import numpy as np
import pytest

from brink.model.mechanisms.truce import drip_under, rate_under
from brink.scenarios.loader import load_scenario
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
    from brink.model.engine.ensemble import simulate

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
