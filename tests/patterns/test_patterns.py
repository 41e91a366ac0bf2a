"""What the model is meant to reproduce, at default parameters and a fixed seed: the expectations of January, and more.

An expectation fails only when its whole 99.9 % interval lies outside its bounds.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from brink.experiments.measures.outcomes import measure
from brink.experiments.measures.questions.evaluate import answers
from brink.experiments.measures.questions.held import FAILS, HOLDS, held
from brink.experiments.measures.statistics import ratio_interval, wilson
from brink.model.engine.ensemble import simulate
from brink.model.outcomes import outcomes
from brink.scenarios.loader import load_scenario, loads_scenario
from brink.scenarios.questions.compiled import questions_of
from brink.scenarios.questions.expected import expected_of
from brink.scenarios.questions.inline import read

SEED = 2024
RUNS = 2000
LEVEL = 0.999

ISOLATED = Path(__file__).resolve().parents[2] / "gates" / "isolated.yaml"
UNDAMPED = [f"constants.{name}=0" for name in ("exchange_weight", "mediation_weight", "closing_weight")]
UNDAMPED += ["constants.exchange_completed=100"]  # nor does an exchange of equals close an account
JANUARY = load_scenario("january-2024")
EXPECTED = expected_of(JANUARY)
NEIGHBOURS = "iran through own on syria, iraq, pakistan 6+ from 2024-01-03 to 2024-02-02"


@pytest.fixture(scope="module")
def january():
    """Outcomes and answers of January, by column."""
    case = JANUARY.case()._replace(questions=EXPECTED.tables)
    batch = simulate(case, SEED, 0, RUNS)
    measured = outcomes(batch, case)
    return pd.DataFrame({name: measured[name] for name in measured.dtype.names} | answers(batch, case))


@pytest.mark.parametrize("number", range(len(EXPECTED.bounds)), ids=[f"{b.id}-{b.statistic}" for b in EXPECTED.bounds])
def test_expectation_holds(january, number):
    found = held(EXPECTED.bounds[number : number + 1], EXPECTED.tables, january, LEVEL)
    assert [str(entry) for entry in found if entry.verdict == FAILS] == []
    assert any(entry.verdict == HOLDS for entry in found)


def share(scenario, question, runs=RUNS):
    """Share of runs in which an inline question comes true."""
    case = scenario.case()._replace(questions=questions_of(scenario, further={"asked": read(question)}).tables)
    came = answers(simulate(case, SEED, 0, runs), case)["q.asked"] > 0
    return wilson(int(came.sum()), len(came), LEVEL)


def branching(*sets):
    """Branching ratio of the isolated strike."""
    case = load_scenario(ISOLATED, sets=sets).case()
    return ratio_interval(*measure("branching_ratio").parts(outcomes(simulate(case, SEED, 0, RUNS), case)), level=LEVEL)


def test_without_kerman_iran_strikes_less():
    struck, calmer, calmest = (
        share(scenario, NEIGHBOURS, runs)
        for scenario, runs in (
            (JANUARY, RUNS),
            (load_scenario("january-2024", sets=["events.kerman=null"]), 4 * RUNS),  # these two lie close together
            (load_scenario("middle-east"), 4 * RUNS),
        )
    )
    assert calmer.low <= 0.45
    assert calmest.low <= 0.30
    assert calmest.high < calmer.low < calmer.high < struck.low


def test_damping_holds_an_isolated_chain():
    assert branching(*UNDAMPED).high - branching().low >= 0.15


def test_branching_rises_with_audience_and_falls_with_fear():
    audiences = [
        branching(f"actors.iran.pressure.audience={a}", f"actors.pakistan.pressure.audience={a}")
        for a in (0.5, 1, 2, 3)
    ]
    fears = [branching(f"constants.fear_weight={b}") for b in (0, 4, 8, 16)]
    assert [b.estimate for b in audiences] == sorted(b.estimate for b in audiences)
    assert [b.estimate for b in fears] == sorted((b.estimate for b in fears), reverse=True)
    assert audiences[0].high < audiences[-1].low
    assert fears[-1].high < fears[0].low


def test_nothing_happens_without_shocks():
    quiet = load_scenario(ISOLATED, sets=["events.panjgur=null"])
    assert len(simulate(quiet.case(), SEED, 0, 200).acts) == 0


def test_an_expectation_that_is_not_met_fails():
    stated = "expectations:\n  war: {share: [0.5, 1]}\n  us_bases_attacked: {median: [1, 2]}\n"
    scenario = loads_scenario(f"schema: 1\nname: x\nextends: january-2024\n{stated}")
    expected = expected_of(scenario)
    runs = pd.DataFrame({"war": np.zeros(200, bool), "q.us_bases_attacked": np.full(200, 140.0)})
    bounds = [bound for bound in expected.bounds if bound.id in ("war", "us_bases_attacked")]
    assert {entry.verdict for entry in held(bounds, expected.tables, runs)} == {FAILS}
