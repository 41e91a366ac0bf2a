"""The question: what changes its hash, what does not, and how it is cut."""

from __future__ import annotations

import pytest

from brink.experiments.results.question import CHUNK_RUNS, BatchQuestion, chunks, folder_name, model_hash, series_runs

QUESTION = BatchQuestion("Border clash", "a" * 64, 1_000, 1, 60, 10_000, False, "", "feed")


@pytest.mark.parametrize(
    "change",
    [
        {"digest": "b" * 64}, {"runs": 999}, {"seed": 0}, {"days": 61}, {"acts": -1}, {"uncertain": True},
        {"posterior": "x"}, {"model": "beef"}, {"format": 2}, {"engine": "mine-0123"},
    ],
)  # fmt: skip
def test_whatever_determines_the_result_changes_the_hash(change: dict) -> None:
    assert QUESTION._replace(**change).hash() != QUESTION.hash()


def test_the_label_of_a_scenario_does_not() -> None:
    assert QUESTION._replace(scenario="Other").hash() == QUESTION.hash()


def test_the_folder_is_named_by_scenario_and_hash() -> None:
    assert folder_name(QUESTION, "ensemble") == f"border-clash-{QUESTION.hash()}"
    assert folder_name(QUESTION, "mesa") == f"border-clash-{QUESTION.hash()}-mesa"


@pytest.mark.parametrize("name", ["../../etc", "<script>alert(1)</script>", "…", "a" * 500])
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    folder = folder_name(QUESTION._replace(scenario=name), "ensemble")
    assert set(folder) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(folder) < 100


@pytest.mark.parametrize(("runs", "with_series"), [(1, 1), (500, 500), (1_700, 1_000), (2_300, 304), (499, 20)])
def test_chunks_cover_every_run_once(runs: int, with_series: int) -> None:
    cut = list(chunks(runs, with_series))
    assert [run for chunk in cut for run in range(chunk.first, chunk.first + chunk.runs)] == list(range(runs))
    assert max(chunk.runs for chunk in cut) <= CHUNK_RUNS
    assert sum(chunk.runs for chunk in cut if chunk.series) == with_series


def test_a_very_large_world_gets_fewer_runs_in_its_quantiles() -> None:
    assert series_runs(5_000, 150, 18, 3) == 1_000
    assert series_runs(7, 150, 18, 3) == 7
    assert 20 <= series_runs(5_000, 365, 500, 3) < 200


def test_the_hash_of_the_model_is_stable() -> None:
    assert model_hash() == model_hash()
    assert len(model_hash()) == 16
