"""`brink verify`: it passes what is sound, old or new, and says exactly what is not."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from brink.experiments.errors import MismatchError, UserError
from brink.experiments.results.parquet import sha256
from brink.experiments.results.read import open_results
from brink.experiments.results.store import TABLES
from brink.experiments.results.sums import write_sums
from brink.experiments.runs import batch
from brink.experiments.runs.replay import sample
from brink.experiments.runs.verify import verify
from brink.scenarios.loader import load_scenario
from brink.scenarios.shipped import shipped_scenarios
from brink.tests.experiments.test_failures import Faulty
from brink.tests.support import synthetic

OLD = Path(__file__).resolve().parents[1] / "data" / "results-schema-1"
RUNS = 540


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of a real scenario; tests work on copies."""
    folder = tmp_path_factory.mktemp("sound") / "results"
    batch.run(load_scenario("border-clash"), RUNS, 5, jobs=1, acts=520, out=folder)
    return folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "copy"))


def rewrite(folder: Path, name: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Change a table and make the manifest vouch for it, as somebody would who wants to be believed."""
    path = folder / f"{name}.parquet"
    table = change(pq.read_table(path))
    pq.write_table(table, path, row_group_size=10_000_000)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][path.name] = {"sha256": sha256(path), "bytes": path.stat().st_size}
    manifest["rows"][name] = table.num_rows
    text = json.dumps(manifest)
    write_sums(folder, text, {})
    (folder / "manifest.json").write_text(text)


def changed(column: str, row: int, value: int) -> Callable[[pa.Table], pa.Table]:
    """A change of one number."""

    def change(table: pa.Table) -> pa.Table:
        values = table[column].to_numpy().copy()
        values[row] = value
        field = table.schema.get_field_index(column)
        return table.set_column(field, table.schema.field(field), pa.array(values, table.schema.field(field).type))

    return change


def test_sound_results_pass_and_runs_are_replayed(sound: Path) -> None:
    verdict = verify(sound, engines=["ensemble"])
    assert verdict.problems == [] and verdict.notes == []
    assert [c.tried for c in verdict.checks if c.name == "replay, ensemble"] == ["20 runs"]


def test_results_of_schema_1_are_read_as_ever() -> None:
    results = open_results(OLD)
    assert (results.manifest["schema"], len(results.runs), len(results.acts), results.failed) == (1, 20, 62, 0)
    assert len(results.failures) == 0
    assert results.runs["kinetic_acts"].sum() == results.acts["kinetic"].sum()
    verdict = verify(OLD)
    assert verdict.problems == []
    assert ["another version of the model" in note for note in verdict.notes] == [True]
    assert len(verdict.checks) == 9
    assert verdict.checks[0].tried == "7 hashes; manifest, plan, report and figures have none"


def test_a_flipped_bit_is_told_by_file(copy: Path) -> None:
    path = copy / "runs.parquet"
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))
    assert any(problem.startswith("runs.parquet: not the bytes") for problem in verify(copy, 0).problems)


@pytest.mark.parametrize("name", [*(f"{name}.parquet" for name in TABLES), "scenario.yaml"])
def test_a_missing_file_is_told(copy: Path, name: str) -> None:
    (copy / name).unlink()
    assert f"{name}: missing" in verify(copy, 0).problems


@pytest.mark.parametrize(
    ("table", "column", "row", "value", "words"),
    [
        ("acts", "cause", 3, 99, "the cause is no earlier act of the run: 1 rows"),
        ("acts", "day", 2, 1_000, "the day is outside 0 to 89"),
        ("acts", "killed", 1, -1, "killed is negative"),
        ("acts", "rung", 0, 99, "the rung is outside 0 to 13"),
        ("acts", "act", 1, 7, "acts are not numbered from 0"),
        ("acts", "generation", 0, 2, "a root is not of generation 0"),
        ("acts", "wounded", 0, 12_345, "wounded is not what the acts add up to"),
        ("acts", "intercepted", 0, 12_345, "more was intercepted than launched"),
        ("runs", "seed", 4, 6, "the seed is another: 1 rows, first run 4"),
        ("runs", "run", 9, 8, "1 runs are missing, first 9"),
        ("runs", "acts", 539, -1, "acts is negative"),
        ("runs", "q.south_replies", 3, 3, "q.south_replies is no whole number from 0 to 1: 1 rows, first run 3"),
        ("runs", "q.homeland_struck.day", 3, 90, "q.homeland_struck has another day than there can be"),
        ("runs", "q.north_answers.count", 3, -1, "q.north_answers has another count than there can be"),
        ("days", "day", 0, -1, "the day is outside the horizon"),
    ],
)
def test_what_cannot_be_is_told_even_if_the_manifest_vouches_for_it(
    copy: Path, table: str, column: str, row: int, value: int, words: str
) -> None:
    rewrite(copy, table, changed(column, row, value))
    assert any(words in problem for problem in verify(copy, 0).problems), verify(copy, 0).problems


def test_a_day_beyond_the_calendar_in_an_answer_is_told_in_a_line(copy: Path, brink) -> None:
    rewrite(copy, "runs", changed("q.homeland_struck.day", 3, 2**31 - 1))
    code, _, messages = brink("report", copy)
    said = messages.splitlines()
    assert code == 2 and len(said) == 2 and "q.homeland_struck has another day than there can be" in said[1], said


def test_a_lost_act_and_a_lost_column_are_told(copy: Path) -> None:
    rewrite(copy, "acts", lambda table: table.slice(0, table.num_rows - 1))
    assert any("the runs add up to" in problem for problem in verify(copy, 0).problems)
    rewrite(copy, "acts", lambda table: table.drop_columns(["weapon"]))
    assert "acts.parquet: column weapon is missing" in verify(copy, 0).problems


def test_replaying_says_which_act_of_which_run_differs_and_how(copy: Path) -> None:
    acts = pq.read_table(copy / "acts.parquet")
    row = int(np.flatnonzero(acts["run"].to_numpy() == 7)[1])
    old = acts["launched"][row].as_py()
    rewrite(copy, "acts", changed("launched", row, old + 5))
    problems = verify(copy, runs=[6, 7], engines=["ensemble"]).problems
    assert problems == [f"acts.parquet: run 7, act 1: launched is {old + 5}, now {old} (ensemble)"]


def test_an_engine_that_answers_otherwise_is_told(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brink.model.crisis", SimpleNamespace(simulate=synthetic))
    problems = verify(copy, 2, engines=["ensemble", "mesa"]).problems
    assert problems and all(problem.endswith("(mesa)") for problem in problems)


def test_a_failed_run_that_fails_again_is_as_it_should_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from brink.model.engine import ensemble

    class Fussy(Faulty):
        def __call__(self, *arguments):
            super().__call__(*arguments)
            return ensemble.simulate(*arguments)

    monkeypatch.setitem(sys.modules, "brink.model.crisis", SimpleNamespace(simulate=Fussy(3)))
    batch.run(load_scenario("border-clash"), 20, 5, engine="mesa", jobs=1, out=tmp_path)
    assert verify(tmp_path, runs=[2, 3], engines=["mesa"]).problems == []
    problems = verify(tmp_path, runs=[3], engines=["ensemble"]).problems
    assert "failures.parquet: run 3: 1 rows stored, 0 now (ensemble)" in problems


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, '{"schema": 2}', '{"schema": "2"}', '{"schema": null}'])
def test_an_unreadable_manifest_is_a_mismatch(copy: Path, text: str) -> None:
    (copy / "manifest.json").write_text(text)
    with pytest.raises(MismatchError, match=r"manifest\.json: cannot be read"):
        verify(copy)


def test_what_is_no_results_folder_or_no_run_of_it_is_the_users_mistake(copy: Path, tmp_path: Path) -> None:
    for call in (lambda: verify(tmp_path / "none"), lambda: verify(copy, runs=[RUNS])):
        with pytest.raises(UserError):
            call()
    with pytest.raises(UserError, match="--engine"):
        verify(copy, engines=["masa"])


def test_the_verb_ends_in_3_and_says_why(copy: Path, brink) -> None:
    code, output, messages = brink("verify", copy, "--replay", "2", "--engine", "ensemble")
    assert (code, messages) == (0, "")
    assert "replay, ensemble" in output
    rewrite(copy, "runs", changed("seed", 4, 6))
    code, output, messages = brink("verify", copy, "--replay", "0", "--json")
    assert code == 3
    assert json.loads(output)["ok"] is False
    assert "1 things are not as they should be" in messages


@pytest.mark.parametrize(("runs", "count"), [(1, 20), (5, 0), (5, 1), (5, 9), (1_000_000, 20)])
def test_the_sample_is_spread_and_holds_the_ends(runs: int, count: int) -> None:
    chosen = sample(runs, count)
    assert len(chosen) == min(runs, count) == len(set(chosen))
    assert all(0 <= run < runs for run in chosen)
    assert count < 2 or {0, runs - 1} <= set(chosen)


def test_runs_that_drew_their_own_parameters_are_replayed_with_them(tmp_path: Path) -> None:
    batch.run(load_scenario("border-clash"), 24, 5, jobs=1, uncertain=True, out=tmp_path)
    verdict = verify(tmp_path, 4, engines=["ensemble"])
    assert (verdict.problems, verdict.notes) == ([], [])
    assert verdict.checks[-1] == ("replay, ensemble", "4 runs", [])
    rewrite(tmp_path, "runs", lambda table: table.drop_columns([table.column_names[-1]]))
    assert any("is missing" in problem for problem in verify(tmp_path, 0).problems)


HEAVY = (
    "ladder.strike_on_forces={launched: 400, killed_mean: 0.01, killed_dispersion: 1, on_target: 0.5}",
    "constants.answer_cost=0.5",
)


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Salvos of four hundred, of which nine in ten arrive."""
    folder = tmp_path_factory.mktemp("heavy") / "results"
    batch.run(load_scenario("border-clash", HEAVY), 300, 5, jobs=1, out=folder)
    return folder


@pytest.mark.parametrize("name", [one.name for one in shipped_scenarios() if one.runnable])
def test_what_the_shipped_scenarios_make_is_as_it_should_be(name: str, tmp_path: Path) -> None:
    """All their acts: with two dozen runs of `january-2024`, tolls of campaigns counted as salvos would be told."""
    batch.run(load_scenario(name), 24, 5, jobs=1, out=tmp_path / "results")
    assert verify(tmp_path / "results", 0).problems == []


def test_hits_are_held_to_the_stated_chance(heavy: Path, tmp_path: Path) -> None:
    """As drawn, all is well; if every projectile arrived, as once where no chance of none was left, it is told."""
    assert verify(heavy, 0).problems == []
    folder = Path(shutil.copytree(heavy, tmp_path / "copy"))

    def all_arrive(table: pa.Table) -> pa.Table:
        hits, launched = (table[name].to_numpy().copy() for name in ("hits", "launched"))
        salvo = (launched == 400) & ~table["observed"].to_numpy()
        assert salvo.sum() > 30
        hits[salvo] += (hits[salvo] / 0.9 * 0.1).round().astype(hits.dtype)
        return table.set_column(table.schema.get_field_index("hits"), "hits", pa.array(hits, pa.int32()))

    rewrite(folder, "acts", all_arrive)
    assert any("launched hit, where the scenario states" in problem for problem in verify(folder, 0).problems)
