"""The stylised facts that the model is meant to reproduce, at default parameters and a fixed seed.

A pattern fails only when its whole 99.9 % interval lies outside its bounds.
"""

import pandas as pd
import pytest

from brink.experiments.evidence import patterns
from brink.experiments.results.columns import acts_table
from brink.model.engine.ensemble import simulate
from brink.scenarios.loader import load_scenario, loads_scenario

SEED = 2024
RUNS = 2000

ISOLATED = """
schema: 1
name: An isolated strike
extends: middle-east
start: 2024-01-16
days: 120
campaigns: {us_bases: null, ship_attacks: null, hezbollah_border: null, israel_border: null, israel_in_syria: null,
            guards_struck: null, commanders_killed: null}
background: {gaza_war: null}
actors: {jaish_al_adl: {attacks: null}, islamic_state: {attacks: null}, baloch_groups: {attacks: null}}
events:
  panjgur: {date: 2024-01-16, by: iran, against: jaish_al_adl, in: pakistan, at: panjgur, rung: 6, weapon: shahed_136,
            launched: 4, hits: 3, killed: 2, killed_civilians: 2, wounded: 3, source: "timeline row C2"}
"""
UNDAMPED = ["constants.exchange_weight=0", "constants.mediation_weight=0", "constants.closing_weight=0"]


def acts_of(scenario, runs: int = RUNS) -> pd.DataFrame:
    case = scenario.case()
    batch = simulate(case, SEED, 0, runs)
    return patterns.with_causes(acts_table(batch, case, runs).to_pandas())


def isolated(*sets: str) -> pd.DataFrame:
    return acts_of(loads_scenario(ISOLATED, sets=sets))


@pytest.fixture(scope="module")
def january() -> pd.DataFrame:
    return acts_of(load_scenario("january-2024"))


@pytest.mark.parametrize("name", patterns.PATTERNS)
def test_pattern_holds(january, name):
    pattern = patterns.PATTERNS[name]
    found = pattern.measure(january)
    assert found.high >= pattern.low, f"{name}: {pattern.statement}: {found} lies below {pattern.low}"
    assert found.low <= pattern.high, f"{name}: {pattern.statement}: {found} lies above {pattern.high}"


def test_d2_without_kerman_iran_strikes_less(january):
    without = acts_of(load_scenario("january-2024", sets=["events.kerman=null"]))
    unscripted = acts_of(load_scenario("middle-east"))
    struck = patterns.iran_strikes(january, 88, patterns.on_neighbours(january))
    calmer = patterns.iran_strikes(without, 88, patterns.on_neighbours(without))
    calmest = patterns.iran_strikes(unscripted, 88, patterns.on_neighbours(unscripted))
    assert calmer.low <= 0.45
    assert calmest.low <= 0.30
    assert calmest.high < calmer.low < calmer.high < struck.low


def test_h1_damping_holds_an_isolated_chain():
    damped, undamped = patterns.branching(isolated()), patterns.branching(isolated(*UNDAMPED))
    assert undamped.high - damped.low >= 0.15


def test_h2_branching_rises_with_audience_and_falls_with_fear():
    audiences = [
        patterns.branching(isolated(f"actors.iran.pressure.audience={a}", f"actors.pakistan.pressure.audience={a}"))
        for a in (0.5, 1, 2, 3)
    ]
    fears = [patterns.branching(isolated(f"constants.fear_weight={b}")) for b in (0, 4, 8, 16)]
    assert [b.estimate for b in audiences] == sorted(b.estimate for b in audiences)
    assert [b.estimate for b in fears] == sorted((b.estimate for b in fears), reverse=True)
    assert audiences[0].high < audiences[-1].low
    assert fears[-1].high < fears[0].low


def test_i1_nothing_happens_without_shocks():
    quiet = loads_scenario(ISOLATED, sets=["events.panjgur=null"])
    assert len(simulate(quiet.case(), SEED, 0, 200).acts) == 0
