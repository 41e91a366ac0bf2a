"""The gates that are cheap enough for every time, against the list of known misses; and how a gate is judged."""

import json
import math
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from brink.experiments.measures.questions.held import FAILS, HOLDS, held
from brink.experiments.measures.statistics import Interval, mean_interval, ratio_difference
from brink.gates import cache, smooth
from brink.gates.expectations import content
from brink.gates.groups import EVERY_TIME, GROUPS
from brink.gates.known import KnownMiss, known_misses, surprises
from brink.gates.paired import Measured, changes, compared
from brink.gates.table import BROKEN, MET, RED, TOO_FEW, as_json, broken, from_json, judged, printed
from brink.scenarios import shipped
from brink.scenarios.loader import load_scenario, loads_scenario
from brink.scenarios.questions.expected import expected_of
from brink.scenarios.text.yaml_text import read_yaml

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def quick():
    """Rows of the groups that are held at every time."""
    return {name: GROUPS[name].rows(runs) for name, runs in EVERY_TIME.items()}


@pytest.mark.parametrize("group", EVERY_TIME)
def test_gates_are_met_but_for_the_known_misses(quick, group):
    assert surprises(quick[group], known_misses()) == []


def test_every_expectation_that_a_shipped_scenario_states_is_held(quick):
    stated = {
        name: read_yaml(shipped.read(name).decode(), name).data.get("expectations", {}) for name in shipped.names()
    }
    assert {row.id for row in quick["shipped"]} == {f"{name} {id}" for name, ids in stated.items() for id in ids}
    assert {"balakot-2019", "january-2024", "nuclear-neighbours"} <= {name for name, ids in stated.items() if ids}


def test_the_table_as_last_measured_has_no_surprises():
    kept = json.loads((ROOT / "docs" / "gates.json").read_text(encoding="utf-8"))
    rows = list(chain.from_iterable(from_json(group["rows"]) for group in kept.values()))
    assert surprises(rows, known_misses()) == []
    assert known_misses().keys() <= {row.id for row in rows}


def test_a_new_miss_and_a_mended_one_are_surprises():
    red, met, near = (judged("a", "?", "", Interval(x, x - 0.1, x + 0.1), 100, 0.5, 1) for x in (0.3, 0.7, 0.45))
    known = {"a": KnownMiss("why", 0.3)}
    assert [row.verdict for row in (red, met, near)] == [RED, MET, MET]
    assert surprises([red], {}) and surprises([met], known)
    assert not surprises([red], known)
    assert not surprises([near], known), "few runs cannot tell it from its bound: it stays on the list"
    assert surprises([broken("b", "?", "a setting is gone")], known)


def test_few_cases_decide_nothing():
    assert judged("a", "?", "", Interval(0.0, 0.0, 0.1), 49, 0.5, 1, 50).verdict == TOO_FEW


def test_rows_survive_being_kept():
    rows = [judged("a", "?", "at least 1", Interval(0.5, 0.25, math.nan), 9, 1, 2), broken("b", "what", "why")]
    assert str(from_json(as_json(rows))) == str(rows)
    assert "cannot run" in printed(rows).splitlines()[-1]
    assert rows[1].verdict == BROKEN


def test_kept_rows_are_those_of_the_same_sources(monkeypatch, tmp_path):
    monkeypatch.setenv("BRINK_CACHE_DIR", str(tmp_path))
    rows = [judged("a", "?", "", Interval(1.0, 0.5, 2.0), 100, 0, 1)]
    cache.keep("january", 7, rows)
    assert cache.kept("january", 7) == rows
    assert cache.kept("january", 8) is None
    monkeypatch.setattr(cache, "_sources", lambda: "other sources")
    assert cache.kept("january", 7) is None


def test_what_must_never_happen_fails_when_it_happens_once():
    stated = "expectations:\n  never: {question: iran on pakistan 6+ measure count, per_1000: [0, 0]}\n"
    scenario = loads_scenario(f"schema: 1\nname: x\nextends: january-2024\n{stated}")
    expected = expected_of(scenario)
    bounds = [bound for bound in expected.bounds if bound.id == "never"]
    for once, verdict in ((0.0, HOLDS), (1.0, FAILS)):
        runs = pd.DataFrame({"q.never.question": np.r_[once, np.zeros(999)]})
        assert held(bounds, expected.tables, runs)[0].verdict == verdict


def test_a_share_of_acts_can_be_taken_less_another():
    scenario = load_scenario("january-2024")
    head = "schema: 1\nname: x\nextends: january-2024\n"
    text = head + "expectations:\n  off: {question: QUESTION, less: LESS, share: [0, 1]}\n"
    one, other = (f"united_states settles (through houthis killed {killed}) per act" for killed in ("5+", "1"))
    expected = expected_of(loads_scenario(text.replace("QUESTION", one).replace("LESS", other)))
    assert len(expected_of(scenario).tables) < len(expected.tables)
    bounds = [bound for bound in expected.bounds if bound.id == "off"]
    columns = {"question.count": 1, "question.of": 2, "less.count": 3, "less.of": 4}
    runs = pd.DataFrame({f"q.off.{name}": np.full(60, float(value)) for name, value in columns.items()})
    found = held(bounds, expected.tables, runs)[0]
    assert found.verdict == FAILS
    assert found.found.estimate == pytest.approx(0.5 - 0.75)
    assert found.cases == 120


def test_the_difference_of_ratios_over_the_same_runs_is_that_of_the_bootstrap():
    base = np.arange(200) % 7
    one, other = (base + (np.arange(200) % 3 == 0), np.ones(200)), (base.astype(float), np.ones(200))
    found, plain = ratio_difference(one, other, 0.95), mean_interval(one[0] - other[0], 0.95)
    assert found.estimate == pytest.approx(plain.estimate)
    assert found.low == pytest.approx(plain.low, abs=0.02)
    assert ratio_difference(one, other, relative=True).estimate == pytest.approx(plain.estimate / base.mean())
    assert math.isnan(ratio_difference(one, (np.zeros(200), np.zeros(200))).estimate)


@pytest.mark.parametrize(
    ("direction", "high", "verdict"), [("up", 0.8, MET), ("up", 0.2, RED), ("down", 0.2, MET), ("down", 0.5, RED)]
)
def test_an_effect_has_a_direction_and_a_size(direction, high, verdict):
    def side(share):
        return ((np.arange(500) < 500 * share).astype(float), np.ones(500)), True

    low, other = (Measured(*side(share)) for share in (0.5, high))
    assert compared("n", "?", {"direction": direction}, low, other).verdict == verdict


def test_live_rows_say_what_they_move_and_it_can_be_moved():
    given = content("live.yaml")
    scenario = load_scenario("january-2024")
    assert {name.split("_")[0] for name in given["rows"]} == {f"n{k}" for k in range(1, 19)}
    for name, entry in given["rows"].items():
        low, high = changes(scenario, entry)
        assert low.keys() == high.keys() and low != high, name


def test_a_cliff_is_a_step_beyond_doubt():
    runs = np.ones(1000)
    few, some, many = ((np.arange(1000) < 1000 * share).astype(float) for share in (0.10, 0.15, 0.60))
    assert smooth.step((few, runs), (many, runs), True) is not None
    assert smooth.step((few, runs), (some, runs), True) is None
    assert smooth.step((few, runs), (some, runs), False) is None
    assert smooth.step((many, runs), (few, runs), False) is not None
