"""Runs that draw their own parameters, and batches that stop when they know enough."""

import itertools

import numpy as np
import pandas as pd
import pytest

from brink.experiments.errors import UserError
from brink.experiments.measures.headlines import HEADLINES
from brink.experiments.runs import batch
from brink.experiments.runs.uncertain import Uncertain, _spread, spread
from brink.experiments.runs.until import LEAST, parse_until, runs_until, stop_at
from brink.model.engine.ensemble import simulate
from brink.model.outcomes import outcomes
from brink.scenarios.loader import apply_sets, load_scenario

CLASH = load_scenario("border-clash")


@pytest.fixture(scope="module")
def uncertain(tmp_path_factory):
    return batch.run(CLASH, 120, 5, uncertain=True, out=tmp_path_factory.mktemp("u") / "r")


def test_every_declared_range_is_a_column_and_every_run_a_point(uncertain):
    ranges = CLASH.ranges(constants=True)
    varied = {path: entry for path, entry in ranges.items() if entry[1] < entry[2]}
    assert set(varied) <= set(uncertain.runs.columns)
    for path, (_, low, high) in varied.items():
        values = uncertain.runs[path]
        assert values.between(low, high).all()
        assert sorted(np.floor((values - low) / (high - low) * 120).clip(0, 119)) == list(range(120))


def test_a_run_is_what_its_own_parameters_give(uncertain):
    row = uncertain.runs.iloc[17]
    paths = [name for name in uncertain.runs.columns if "." in name and not name.startswith("q.")]
    case = apply_sets(CLASH, {path: float(row[path]) for path in paths}).case()
    alone = outcomes(simulate(case, 5, 17, 1), case)[0]
    for name in ("kinetic_acts", "killed", "peak_rung", "longest_chain"):
        assert row[name] == alone[name]


def test_jobs_and_interruptions_do_not_change_a_byte(uncertain, tmp_path):
    again = batch.run(CLASH, 120, 5, uncertain=True, jobs=1, out=tmp_path / "again")
    for name in ("runs", "acts", "uncertainty"):
        file = f"{name}.parquet"
        assert (again.folder / file).read_bytes() == (uncertain.folder / file).read_bytes()
    (again.folder / "manifest.json").unlink()
    finished = batch.resume(again.folder, load_scenario)
    assert (finished.folder / "runs.parquet").read_bytes() == (uncertain.folder / "runs.parquet").read_bytes()


def test_acts_are_read_by_the_menu_of_their_own_run(tmp_path):
    january = apply_sets(load_scenario("january-2024"), {"days": 100})
    drawn = Uncertain(january, 6, 1)
    found = drawn.measured(lambda case, first, count: simulate(case, 1, first, count), 0, 6)
    own = drawn.case(3)
    alone = simulate(own, 1, 3, 1)
    acts = found.batch.acts[found.batch.act_offsets[3] : found.batch.act_offsets[4]]
    names = np.array([*january.territories, ""])
    mine = names[
        np.where(alone.acts["location"] >= 0, own.worlds[0].locations["territory"][alone.acts["location"]], -1)
    ]
    locations = drawn.reading.worlds[0].locations
    read = names[np.where(acts["location"] >= 0, locations["territory"][acts["location"]], -1)]
    assert (read == mine).all()
    hosts = own.worlds[0].locations["host"][alone.acts["location"]]
    assert (locations["host"][acts["location"]] == hosts)[alone.acts["location"] >= 0].all()


def test_the_points_of_the_spread_are_the_cases_of_the_first_runs_made_once(monkeypatch):
    drawn = Uncertain(CLASH, 30, 5)
    made = []
    monkeypatch.setattr(drawn, "dials", lambda values, dials=drawn.dials: (made.append(1), dials(values))[1])
    cases = [drawn.case(run) for run in range(30)]
    rows = spread(drawn, lambda case, first, count: simulate(case, 5, first, count), [("acts", mean_acts)])
    assert len(made) == 30
    assert all(drawn.case(run) is case for run, case in enumerate(cases))
    assert rows == spread(Uncertain(CLASH, 30, 5), lambda c, f, n: simulate(c, 5, f, n), [("acts", mean_acts)])


def mean_acts(runs):
    return float(runs["acts"].mean())


def test_every_headline_has_its_spread(uncertain):
    lines = uncertain.headlines
    assert [line.outcome for line in lines] == list(HEADLINES)
    acts = next(line for line in lines if line.outcome.startswith("acts of force"))
    assert acts.parameters is not None
    assert acts.parameters[0] < acts.interval.estimate < acts.parameters[1]
    assert acts.parameters[1] - acts.parameters[0] > acts.interval.high - acts.interval.low


def test_headlines_agree_with_the_summary(tmp_path):
    results = batch.run(CLASH, 400, 2, out=tmp_path / "r")
    case = CLASH.case()
    table = outcomes(simulate(case, 2, 0, 400), case)
    for line in results.headlines:
        assert HEADLINES[line.outcome].number(table) == pytest.approx(line.interval.estimate, nan_ok=True)
    with pytest.raises(UserError, match="--uncertain"):
        _ = results.uncertainty


def test_the_spread_over_parameters_is_freed_of_chance():
    draw = np.random.default_rng(1)
    truth = draw.random(2000)
    halves = truth[:, None] + 0.5 * draw.standard_normal((2000, 2))
    found = np.column_stack([halves.mean(axis=1), halves])
    spread = _spread("x", found)
    assert spread.low == pytest.approx(0.05, abs=0.1)
    assert spread.high == pytest.approx(0.95, abs=0.1)
    noise = 0.5 * draw.standard_normal((2000, 2))
    alone = _spread("x", np.column_stack([noise.mean(axis=1), noise]))
    assert alone.high - alone.low < 0.25


def test_until_stops_when_the_interval_is_tight():
    found = runs_until(CLASH, "kinetic_acts >= 2 +-0.03", 1)
    assert found.runs >= LEAST
    assert (found.interval.high - found.interval.low) / 2 <= 0.03
    early = runs_until(CLASH, "war +-0.4", 1)
    assert early.runs == LEAST
    results = CLASH.case()
    hits = outcomes(simulate(results, 1, 0, found.runs), results)["kinetic_acts"] >= 2
    assert hits.mean() == found.interval.estimate


@pytest.mark.parametrize(
    "wish", ["war", "war +-", "war +-0", "war +-0.7", "+-0.1", "war +-x", "killed +-0.1", "wra ± 0.1"]
)
def test_wishes_that_cannot_be_met_are_refused(wish):
    with pytest.raises(UserError):
        runs_until(CLASH, wish, 1)


def test_wishes_are_read():
    assert parse_until("war +-0.01") == ("war", 0.01)
    assert parse_until("peak_rung >= 9 ± .02") == ("peak_rung >= 9", 0.02)


@pytest.mark.parametrize("share", [0.005, 0.05, 0.3, 0.5])
def test_the_interval_at_stopping_covers_the_truth(share):
    trials, inside = 1500, 0
    draw = np.random.default_rng(round(1000 * share))
    for _ in range(trials):
        flags = (draw.random(1000) < share for _ in itertools.count())
        found = stop_at(flags, 0.02)
        inside += found.interval.low <= share <= found.interval.high
    assert inside / trials >= 0.93


def test_the_table_of_runs_keeps_its_columns(uncertain):
    plain = pd.Index(["run", "seed", "acts", "kinetic_acts"])
    assert list(uncertain.runs.columns[:4]) == list(plain)
