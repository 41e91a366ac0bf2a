"""What drives a result and what was changed: counts as by hand, correlations beyond luck, both values."""

import numpy as np
import pandas as pd
import pytest

from brink.experiments.figures import about
from brink.experiments.report import write_report
from brink.experiments.report.base import changes
from brink.experiments.report.drivers import beginnings, correlations, drivers, pairs
from brink.experiments.results.changes import differing
from brink.experiments.results.read import open_results
from brink.experiments.runs import batch
from brink.scenarios.loader import load_scenario


@pytest.fixture(scope="module")
def results(make_in):
    return make_in()


@pytest.fixture(scope="module")
def facts(results):
    return about(results)


def test_beginnings_are_counted_as_by_hand(results, facts):
    acts = results.acts
    roots = acts[(acts["cause"] == -1) & acts["kinetic"]]
    answered = set(zip(acts["run"][acts["kinetic"]], acts["cause"][acts["kinetic"]], strict=True))
    words = {"event": "observed event", "campaign": "act of a standing campaign", "spoiler": "spoiler's attack"}
    found = {one.name: one for one in beginnings(acts, facts)}
    for origin, name in words.items():
        mine = roots[roots["origin"] == origin]
        share = np.mean([pair in answered for pair in zip(mine["run"], mine["act"], strict=True)])
        assert float(found[name].per_run.replace(",", "")) == pytest.approx(len(mine) / 200, rel=0.01)
        assert found[name].answered == f"{100 * share:.0f}\u00a0%" or share < 0.0995


def test_pairs_are_shares_of_all_answers(results, facts):
    acts = results.acts
    replies = acts[acts["kinetic"] & ~acts["observed"] & (acts["cause"] >= 0)]
    causes = acts.set_index(["run", "act"])["actor"]
    whom = causes.loc[list(zip(replies["run"], replies["cause"], strict=True))].to_numpy()
    counts = pd.Series(list(zip(replies["actor"].astype(str), whom.astype(str), strict=True))).value_counts()
    (actor, target), many = counts.index[0], counts.iloc[0]
    first = pairs(acts, facts)[0]
    assert first.who == f"{facts.label(actor)} answers {facts.label(target)}"
    assert float(first.per_run) == pytest.approx(many / 200, rel=0.05)


def test_shares_by_origin_add_up(results, facts):
    told = drivers(results, facts).sentences
    shares = [float(part) for part in told[0].replace("\u00a0%", " %").replace("< ", "").split() if "." in part[:-1]]
    assert "are of standing campaigns" in told[0]
    assert all(0 <= share <= 100 for share in shares)
    assert "All runs share their parameters" in told[1]


def drawn_runs(count=400, idle=20):
    """Runs whose deaths follow one of their settings; the others do nothing."""
    draw = np.random.default_rng(7)
    settings = {f"constants.idle_{k}": draw.random(count) for k in range(idle)}
    settings["constants.strong"] = draw.random(count)
    killed = np.round(100 * settings["constants.strong"] + 30 * draw.standard_normal(count) + 200)
    outcomes = {"kinetic_acts": draw.poisson(9, count), "longest_chain": 3, "peak_rung": draw.integers(5, 9, count)}
    return pd.DataFrame({**settings, **outcomes, "killed": killed, "branching_ratio": np.nan})


def test_only_settings_beyond_luck_are_named():
    runs = drawn_runs()
    names = {name: name.partition(".")[2].replace("_", " ") for name in runs if name.startswith("constants.")}
    outcomes, settings, sentence = correlations(runs, names)
    assert outcomes == ("acts of force", "highest rung", "people killed")
    assert [(one.words, one.path) for one in settings] == [("strong", "constants.strong")]
    (text, clear) = settings[0].cells[2]
    assert clear
    assert float(text.split()[0]) == pytest.approx(runs["constants.strong"].corr(runs["killed"], "spearman"), abs=0.006)
    assert "1 of them goes with an outcome" in sentence


def test_nothing_is_named_where_nothing_matters():
    runs = drawn_runs().drop(columns="constants.strong").assign(killed=5)
    names = {name: name.partition(".")[2].replace("_", " ") for name in runs if name.startswith("constants.")}
    _, settings, sentence = correlations(runs, names)
    assert settings == ()
    assert "None of them go" in sentence


# ---------------------------------------------------------------- what was changed


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    sets = ["actors.north.pressure.baseline=0.61", "constants.fear_weight=9"]
    command = ["brink", "run", "border-clash", *(word for entry in sets for word in ("--set", entry))]
    folder = tmp_path_factory.mktemp("changed")
    return batch.run(load_scenario("border-clash", sets), 3, jobs=1, out=folder, command=command)


def test_changes_of_a_batch_stand_with_both_values(changed):
    own, base = changes(changed)
    assert (own.base, own.own, base.own) == ("border-clash", True, False)
    found = {entry.path: entry for entry in own.changed}
    assert set(found) == {"actors.north.pressure.baseline", "constants.fear_weight"}
    assert found["actors.north.pressure.baseline"].new == "0.61"
    assert found["actors.north.pressure.baseline"].old != "0.61"
    assert found["constants.fear_weight"].old == "10"
    assert found["constants.fear_weight"].source == "set for this batch"
    assert "level that domestic pressure returns to" in found["actors.north.pressure.baseline"].meaning
    assert dict(base.added)["actors"] == 2


def test_a_scenario_as_it_ships_changes_nothing_of_itself(tmp_path):
    plain = batch.run(load_scenario("border-clash"), 2, jobs=1, out=tmp_path)
    assert [entry.own for entry in changes(plain)] == [False]


def test_no_file_that_a_manifest_names_is_opened_for_the_report(tmp_path):
    private = tmp_path / "private.yaml"
    private.write_text("schema: 1\nname: Mine\nextends: border-clash\nconstants: {fear_weight: 8}\n")
    command = ["brink", "run", str(private)]
    folder = tmp_path / "results"
    found = batch.run(load_scenario(private, ["days=30"]), 2, jobs=1, out=folder, command=command)
    own, base = changes(found)
    assert [(entry.path, entry.new) for entry in own.changed] == [("days", "30")]
    assert (base.base, [(entry.path, entry.old, entry.new) for entry in base.changed]) == (
        "border-clash", [("constants.fear_weight", "10", "8")]
    )  # fmt: skip
    private.write_text("schema: 1\nname: Mine\nextends: border-clash\nconstants: {fear_weight: 11.25}\n")
    again = open_results(folder)
    assert changes(again) == (own, base)
    assert "11.25" not in write_report(again).read_text()
    again.manifest["changes"] = []
    assert changes(again) == ()


def test_two_worlds_differ_in_what_was_set():
    worlds = load_scenario("border-clash"), load_scenario("border-clash", ["actors.north.pressure.baseline=0.61"])
    assert [(path, new) for path, _, new in differing(*worlds)] == [("actors.north.pressure.baseline", "0.61")]
