"""The summary: the right numbers, no mean of deaths, and a caution where one is due."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brink.experiments.measures.statistics import wilson
from brink.experiments.measures.summary import Line
from brink.experiments.results.read import Results, open_results
from brink.experiments.results.summary import as_json, heading, strikes
from brink.experiments.runs import batch
from brink.scenarios.loader import load_scenario
from brink.tests.support import FakeScenario, synthetic


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return batch.run(FakeScenario(), 400, 0, engine=synthetic, jobs=1, out=tmp_path_factory.mktemp("summary"))


def line(results: Results, outcome: str) -> Line:
    return next(line for line in results.headlines if line.outcome == outcome)


def test_shares_come_with_wilson_intervals(results: Results) -> None:
    wars = line(results, "runs with a war")
    assert wars.interval == wilson(int(results.runs["war"].sum()), 400)
    assert "NOT IDENTIFIED" in wars.meaning and "--uncertain" in wars.meaning


def test_the_caution_about_wars_says_what_the_parameters_do(tmp_path: Path) -> None:
    drawn = batch.run(load_scenario("border-clash"), 30, jobs=1, uncertain=True, out=tmp_path)
    wars = line(drawn, "runs with a war")
    assert wars.over_parameters() in wars.meaning and "%" in wars.over_parameters()
    assert "NOT IDENTIFIED" in wars.meaning and "--uncertain" not in wars.meaning


def test_the_branching_ratio_is_one_of_sums(results: Results) -> None:
    runs = results.runs
    ratio = line(results, "answers per act").interval.estimate
    assert ratio == pytest.approx(runs["replies"].sum() / runs["answerable"].sum())
    assert ratio != pytest.approx(runs["branching_ratio"].mean(), abs=1e-4)


def test_deaths_are_given_by_quantiles_only(results: Results) -> None:
    deaths = [line for line in results.headlines if "killed" in line.outcome]
    assert deaths
    assert all("median" in line.outcome or "percentile" in line.outcome for line in deaths)


def test_every_line_says_what_it_means_and_holds_its_estimate(results: Results) -> None:
    for entry in results.headlines:
        assert entry.meaning
        assert entry.interval.low <= entry.interval.estimate <= entry.interval.high


def test_what_is_not_known_is_not_a_number_in_disguise(tmp_path: Path) -> None:
    def nothing(case, seed, first, count, series):
        quiet = synthetic(case, seed, first, count, series)
        return quiet._replace(acts=quiet.acts[:0], act_offsets=quiet.act_offsets * 0, wars=quiet.wars[:0],
                              war_offsets=quiet.war_offsets * 0, answers=quiet.answers[:0],
                              answer_offsets=quiet.answer_offsets * 0)  # fmt: skip

    results = batch.run(FakeScenario(), 5, engine=nothing, jobs=1, out=tmp_path)
    ratio = line(results, "answers per act")
    assert (ratio.estimate(), ratio.bounds()) == ("none", "-")
    entry = next(e for e in as_json(results)["summary"] if e["outcome"] == "answers per act")
    assert entry["estimate"] is None
    json.dumps(as_json(results), allow_nan=False)


def test_the_heading_says_that_it_is_simulated(results: Results) -> None:
    assert heading(results) == (
        "Border <clash>: 400 simulated runs of 60 days, seed 0; 95 % intervals are sampling error only"
    )


def test_the_heading_of_few_runs_does_not_vouch_for_their_intervals(tmp_path: Path) -> None:
    for runs, said in ((1, "1 simulated run of 60 days"), (9, "9 simulated runs of 60 days")):
        told = heading(batch.run(FakeScenario(), runs, engine=synthetic, jobs=1, out=tmp_path / str(runs)))
        assert said in told and told.endswith("sampling error only, and of fewer than 10 runs too narrow")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(0.123, "share", "12.3 %"), (0.5, "ratio", "0.50"), (1234.0, "number", "1,234"), (2.25, "number", "2.2")],
)
def test_numbers_are_printed_by_their_unit(value: float, unit: str, text: str) -> None:
    from brink.experiments.measures.statistics import Interval

    assert Line("x", Interval(value, value, value), unit, "y").estimate() == text


@pytest.mark.parametrize(("days", "quiet"), [(1, "none"), (29, "none"), (30, "100.0 %"), (31, "100.0 %")])
def test_a_horizon_too_short_to_see_quiet_shows_none(tmp_path: Path, days: int, quiet: str) -> None:
    """The only shock is dated later, so that nothing happens: quiet for those that look long enough."""
    scenario = load_scenario("border-clash", ("events.ambush=null", f"days={days}"))
    found = batch.run(scenario, 20, jobs=1, out=tmp_path)
    ending, when = line(found, "runs quiet at the end"), line(found, "days until it falls quiet, median")
    assert (ending.estimate(), when.estimate()) == (quiet, "none" if quiet == "none" else "0")
    assert ("not to be seen in" in ending.meaning) == ("not to be seen in" in when.meaning) == (quiet == "none")


def test_the_days_until_quiet_say_of_how_many_runs(results: Results) -> None:
    share = (results.runs["days_to_quiet"] >= 0).mean()
    assert f"of the {100 * share:.1f} % of runs" in line(results, "days until it falls quiet, median").meaning


def test_the_pairs_are_counted_by_target_and_by_soil(results: Results) -> None:
    found, runs = strikes(results)
    assert runs == 400
    acts: Any = results.acts
    free = acts[acts["kinetic"] & ~acts["observed"] & (acts["origin"] != "campaign")]
    assert found
    for by, column in (("target", "target"), ("soil", "place")):
        listed = [entry for entry in found if entry.pair.by == by]
        assert [entry.pair.acts for entry in listed] == sorted((entry.pair.acts for entry in listed), reverse=True)
        for entry in listed:
            other = free[column] == entry.pair.struck if entry.pair.struck else free[column].isna()
            mine = free[(free["actor"] == entry.pair.actor) & other]
            assert entry.pair.acts == len(mine)
            assert entry.per_run == pytest.approx(len(mine) / 400)
            assert entry.happens == pytest.approx(wilson(mine["run"].nunique(), 400))
            assert entry.who.startswith(results.label(entry.pair.actor))
    told = as_json(results)["strikes"]
    assert told["runs"] == 400
    assert {entry["by"] for entry in told["pairs"]} == {"target", "soil"}
    assert {"by", "actor", "struck", "who", "acts_per_run", "runs"} == set(told["pairs"][0])


def test_the_acts_of_the_first_runs_are_read_without_the_rest(results: Results) -> None:
    every: Any = results.acts
    again = open_results(results.folder)
    columns = ["place", "run", "actor"]
    some: Any = again.acts_of_first(30, columns)
    assert "acts" not in again.__dict__
    assert some.equals(every.loc[every["run"] < 30, columns].reset_index(drop=True))
    assert again.acts_of_first(30)[columns].equals(some)
    assert again.acts_of_first(10**6, columns).equals(every[columns])
    assert again.acts_of_first(10**6).equals(every)
    assert results.acts_of_first(30, columns).equals(some)
