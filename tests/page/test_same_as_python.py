"""The page's modules give what Python gives: questions, outcomes, intervals, numbers, to the last digit and letter."""

import functools
import math
from datetime import date

import numpy as np
import pytest

from brink.experiments.measures import claims, numbers
from brink.experiments.measures.numbers import in_words
from brink.experiments.measures.outcomes import estimate, parts_of, simulated_only, sums_of
from brink.experiments.measures.questions.evaluate import answers as answered
from brink.experiments.measures.questions.evaluate import evaluate
from brink.experiments.measures.questions.log import log_of
from brink.experiments.measures.questions.measured import RunColumns
from brink.experiments.measures.statistics import Interval, ratio_difference
from brink.experiments.page import asked
from brink.experiments.page.content import PageAsked, content
from brink.model.engine.ensemble import simulate
from brink.model.outcomes import outcomes
from brink.scenarios.loader import load_scenario
from brink.tests.page.recorded import ask, runs_of

RUNS, SEED = 300, 7
SHIPPED = ("january-2024", "balakot-2019", "border-clash", "cedar-valley", "nuclear-neighbours")
CHANGE = {"actors.pakistan.restraint.credibility": 0.4, "actors.iran.pressure.baseline": 0.55}


@functools.cache
def made(name, changed=False):
    scenario = load_scenario(name, CHANGE if changed else {})
    case = scenario.case()
    return scenario, case, simulate(case, SEED, 0, RUNS), content(PageAsked(scenario, SEED, []))


def columns(scenario, case, batch):
    return RunColumns(simulated_only(outcomes(batch, case), case), answered(batch, case))


@pytest.mark.parametrize("name", SHIPPED)
def test_questions_and_outcomes_are_those_of_python(name):
    scenario, case, batch, told = made(name)
    runs = runs_of(batch, case)
    found = ask("questions", content=told, runs=runs, days=scenario.days)
    for mine, theirs in zip(found, evaluate(log_of(batch, case), case.questions), strict=True):
        value = np.array([math.nan if v is None else v for v in mine["value"]])
        assert np.array_equal(value, theirs.value, equal_nan=True)
        assert mine["came"] == theirs.came.astype(int).tolist()
        assert mine["day"] == theirs.day.tolist()
        assert mine["count"] == theirs.count.tolist()
    table = outcomes(batch, case)
    for column, values in ask("outcomes", content=told, runs=runs, days=scenario.days).items():
        assert values == table[column].astype(float).tolist(), column


def test_answers_are_those_of_python_to_the_last_digit_and_letter():
    worlds = [made("january-2024"), made("january-2024", True)]
    scenario, _, _, told = worlds[0]
    pair = [runs_of(batch, case) for _, case, batch, _ in worlds]
    found = ask("answers", content=told, pair=pair, days=scenario.days)
    measures = asked.measures(scenario)
    one, two = (parts_of(measures, columns(world, case, batch)) for world, case, batch, _ in worlds)
    kept = [sums_of(parts) for parts in (one, two)]
    for k, (entry, mine) in enumerate(zip(measures, found, strict=True)):
        by = ratio_difference((two[:, k, 0], two[:, k, 1]), (one[:, k, 0], one[:, k, 1]))
        a, b = (estimate(entry, table[k]) for table in kept)
        assert interval(mine["given"]) == pytest.approx(a, rel=1e-12, nan_ok=True), entry.name
        assert interval(mine["now"]) == pytest.approx(b, rel=1e-12, nan_ok=True), entry.name
        assert interval(mine["by"]) == pytest.approx(by, rel=1e-9, abs=1e-12, nan_ok=True), entry.name
        assert mine["differing"] == int((one[:, k] != two[:, k]).any(axis=1).sum())
        unit = "share" if entry.unit == "ratio" and mine["kind"] == "question" else entry.unit
        words = in_words(unit, a.estimate, b.estimate, by, date.fromisoformat(told["about"]["start"]))
        shown = mine["words"]
        assert (shown["given"], shown["now"], shown["difference"], shown["bounds"]) == tuple(words), entry.name
        where = claims.side(claims.Finding(by, mine["differing"])).value
        assert {"same": "few"}.get(mine["side"], mine["side"]) == where
    assert sum(answer["side"] in ("above", "below") for answer in found) >= 2


def interval(found):
    return Interval(*(math.nan if found[name] == "NaN" else found[name] for name in ("estimate", "low", "high")))


VALUES = (0.0, -0.0, 0.125, -0.125, 2.5, 3.5, 0.05, 0.15, 1234.5, -1234567.891, 0.0049, 0.999, 0.99949, 9.95, 1e-7, 5e6)


def test_numbers_are_written_as_python_writes_them():
    forms = {
        "decimal": numbers.decimal, "count": numbers.count, "signed": numbers.signed,
        "significant": numbers.significant,
        "setting": numbers.setting, "percent": numbers.percent, "fixedPercent": numbers.fixed_percent,
    }  # fmt: skip
    units = {"inUnit": numbers.in_unit, "changeInUnit": numbers.change_in_unit}
    calls = [(name, value) for name in forms for value in VALUES]
    calls += [
        (name, value, unit) for name in units for value in VALUES for unit in ("share", "ratio", "number", "days")
    ]
    expected = [(forms | units)[name](*rest) for name, *rest in calls]
    found = ask("numbers", content=made("border-clash")[3], calls=calls)
    assert list(zip(calls, found, strict=True)) == list(zip(calls, expected, strict=True))


@pytest.mark.parametrize("seed", range(3))
def test_any_number_is_written_as_python_writes_it(seed):
    draw = np.random.default_rng(seed)
    values = (draw.normal(size=400) * 10.0 ** draw.integers(-6, 6, 400)).tolist()
    values += [round(value, 3) for value in values] + [value / 8 for value in range(-40, 40)]
    calls = [
        (name, value) for name in ("decimal", "signed", "significant", "setting", "fixedPercent") for value in values
    ]
    forms = {"fixedPercent": numbers.fixed_percent}
    expected = [forms.get(name, getattr(numbers, name, None))(value) for name, value in calls]
    assert ask("numbers", content=made("border-clash")[3], calls=calls) == expected
