"""Tables: their columns are those promised, and names stand for the right numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from brink.experiments.results import days
from brink.experiments.results.columns import acts_table, answers_table, runs_table, wars_table
from brink.experiments.results.parquet import write_parquet
from brink.model.outcomes import outcomes
from brink.model.world.acts import ANSWER, WAR, Origin
from brink.model.world.tables import Case
from brink.tests.support import NAMES, make_acts, make_batch, make_case, make_world

ACTS = [
    "run", "act", "origin", "day", "date", "actor", "target", "declared", "place", "site", "rung",
    "rung_name", "kinetic", "weapon", "channel", "claimed_by", "blamed", "cause", "generation", "chain",
    "displaced", "warned", "closing", "launched", "intercepted", "hits", "killed", "killed_civilians",
    "wounded", "observed", "executor", "account", "rank",
]  # fmt: skip
RUNS = [
    "run", "seed", "acts", "kinetic_acts", "chains", "longest_chain", "deepest_chain", "branching_ratio",
    "peak_rung", "killed", "killed_civilians", "wounded", "war", "new_dyads", "days_to_quiet", "ended_by",
]  # fmt: skip


def test_acts_have_the_promised_columns_and_words() -> None:
    log = make_acts(
        {"day": 31, "actor": 0, "executor": 2, "location": 1, "site": 2, "weapon": 1, "claimed_by": 2, "blamed": 0},
        {"day": 32, "actor": 1, "target": 0, "cause": 0, "origin": Origin.DISPLACED, "rung": 1, "warned": 1},
    )
    table = acts_table(make_batch([log], first=7), make_case(), 1)
    assert table.column_names == ACTS
    first, second = table.to_pylist()
    assert (first["run"], first["act"], str(first["date"].date())) == (7, 0, "2024-02-01")
    assert (first["actor"], first["target"], first["executor"]) == ("avaria", "borduria", "marsh_front")
    assert (first["place"], first["site"], first["weapon"], first["channel"]) == (
        "borduria", "camp_c", "missile", "proxy",
    )  # fmt: skip
    assert (first["claimed_by"], first["blamed"], first["account"]) == ("marsh_front", "avaria", None)
    assert (first["rung_name"], first["kinetic"], first["displaced"]) == ("strike abroad", True, False)
    assert (second["origin"], second["displaced"], second["kinetic"], second["warned"]) == (
        "displaced", True, False, True,
    )  # fmt: skip
    assert (second["act"], second["cause"], second["place"], second["channel"]) == (1, 0, None, "own")


def test_a_place_is_read_from_the_stretch_of_its_day() -> None:
    """After an intervention locations may be numbered anew."""
    before, after = make_world(), make_world()
    after.locations["territory"] = [2, 1, 0]
    case = Case((before, after), (0, 10), NAMES, "2024-01-01")
    log = make_acts({"day": 9, "location": 0}, {"day": 10, "location": 0})
    assert acts_table(make_batch([log]), case, 1)["place"].to_pylist() == ["avaria", "open_sea"]


def test_dictionaries_do_not_depend_on_what_a_chunk_holds() -> None:
    empty = acts_table(make_batch([make_acts()]), make_case(), 1)
    full = acts_table(make_batch([make_acts({"actor": 1})]), make_case(), 1)
    assert empty.schema == full.schema
    assert full["actor"].chunk(0).dictionary.to_pylist() == list(NAMES.actors)


def test_only_the_acts_of_kept_runs_are_kept() -> None:
    batch = make_batch(
        [make_acts({}, {}), make_acts({}), make_acts({})],
        answers=[np.array([(1, 0)], ANSWER), np.zeros(0, ANSWER), np.array([(0, 0)], ANSWER)],
        first=500,
    )
    table = acts_table(batch, make_case(), 2)
    assert table["run"].to_pylist() == [500, 500, 501]
    assert table["act"].to_pylist() == [0, 1, 0]
    assert answers_table(batch, 2).to_pylist() == [{"run": 500, "act": 1, "also_answers": 0}]


def test_runs_have_the_promised_columns_first() -> None:
    batch = make_batch([make_acts({}), make_acts()], first=3)
    table = runs_table(3, 0, outcomes(batch, make_case()))
    assert table.column_names[: len(RUNS)] == RUNS
    assert table["run"].to_pylist() == [3, 4]
    assert table["seed"].to_pylist() == [0, 0]
    assert table["ended_by"].to_pylist() == ["quiet", "quiet"]


def test_wars_name_their_sides() -> None:
    batch = make_batch([make_acts(), make_acts({})], [np.zeros(0, WAR), np.array([(0, 1, 0, 2, 5, 10, 20)], WAR)])
    assert wars_table(batch, make_case()).to_pylist() == [
        {
            "run": 1, "act": 0, "side_a": "borduria", "side_b": "avaria",
            "first_day": 2, "last_day": 5, "killed_a": 10, "killed_b": 20,
        }
    ]  # fmt: skip


@pytest.mark.parametrize("runs", [1, 2, 3, 5, 20, 101, 1000])
@pytest.mark.parametrize("kind", ["any", "many zeros", "whole"])
def test_daily_quantiles_are_those_of_numpy_in_double_precision(runs: int, kind: str) -> None:
    draw = np.random.default_rng(runs)
    block = (draw.random((runs, 4, 3, 2)) * 10.0 ** draw.integers(-5, 5, (1, 4, 3, 2))).astype(np.float32)
    if kind == "many zeros":
        block[draw.random(block.shape) < 0.6] = 0
    elif kind == "whole":
        block = np.round(block)
    ordered = np.sort(block.reshape(runs, -1).astype(np.float64), axis=0)
    found = days._spread(block)
    assert np.array_equal(found["mean"], ordered.mean(axis=0))
    for name, share in days.QUANTILES:
        assert np.array_equal(found[name], np.quantile(ordered, share, axis=0))


def test_tables_of_acts_note_the_runs_of_each_row_group_alone(tmp_path: Path) -> None:
    table = acts_table(make_batch([make_acts({}), make_acts({}, {})], first=7), make_case(), 2)
    write_parquet(tmp_path / "acts.parquet", [table], 1)
    group = pq.read_metadata(tmp_path / "acts.parquet").row_group(0)
    noted = {group.column(k).path_in_schema: group.column(k).statistics for k in range(group.num_columns)}
    assert (noted["run"].min, noted["run"].max) == (7, 8)
    assert [name for name, known in noted.items() if known is not None] == ["run"]
