"""Tables: their columns are those promised, and names stand for the right numbers."""

from __future__ import annotations

import numpy as np

from brink.experiments.results.columns import acts_table, answers_table, runs_table, wars_table
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
    assert (first["rung_name"], first["kinetic"], first["displaced"]) == ("strike on a group abroad", True, False)
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
