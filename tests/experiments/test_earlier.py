"""Results of earlier versions stay readable: shown, reported, summed up, verified; only replaying is past.

Each folder of ``tests/data`` is named by the version that made it (``schema-1`` is older than any of them). To add
one: run the command in its manifest with that version, and leave out the report.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from brink.experiments.figures import gallery
from brink.experiments.figures.style import FOR_PHONE
from brink.experiments.results.read import open_results
from brink.experiments.results.tables import has_table, usual
from brink.experiments.runs.verify import verify

DATA = Path(__file__).resolve().parents[1] / "data"
BATCHES = sorted(path.parent.name for path in DATA.glob("*/plan.json"))
STUDIES = sorted(path.parent.name for path in DATA.glob("*/study.json"))


def test_there_is_something_of_every_kind() -> None:
    assert BATCHES == ["results-0.1.0", "results-schema-1", "uncertain-0.1.0"]
    assert STUDIES == ["sweep-0.1.0"]
    assert len({json.loads((DATA / name / "manifest.json").read_text())["model"] for name in BATCHES}) > 1


@pytest.mark.parametrize("name", BATCHES)
def test_old_results_are_read_told_and_summed_up(name: str, brink) -> None:
    results = open_results(DATA / name)
    assert len(results.runs) == results.manifest["runs"] and results.failed == 0
    for table in ("acts", "days", "series", "answers", "wars", "pauses", "failures"):
        frame = getattr(results, table)
        # a table that was not yet kept is empty, with the columns and types of today's
        assert has_table(results.manifest, table) or (not len(frame) and list(frame) == usual(table).names)
    assert all(line.meaning for line in results.headlines)
    for more in ((), ("--run", "1"), ("--json",)):
        code, output, messages = brink("show", str(DATA / name), *more)
        assert code == 0 and output.strip()
        # reasons need the model that acted; without it the story is told all the same
        assert messages == "" or "made by another version of the model" in messages


@pytest.mark.parametrize("name", BATCHES)
def test_verify_says_that_the_model_is_another_and_finds_nothing_wrong(name: str, brink) -> None:
    verdict = verify(DATA / name)
    assert verdict.problems == []
    model = json.loads((DATA / name / "manifest.json").read_text())["model"]
    assert verdict.notes == [f"no run was replayed: another version of the model made this ({model})"]
    code, _, messages = brink("verify", str(DATA / name))
    assert code == 0 and "another version of the model" in messages


@pytest.mark.slow
@pytest.mark.parametrize("name", BATCHES)
def test_figures_and_report_are_drawn_anew(name: str, brink, tmp_path: Path, monkeypatch) -> None:
    """Every figure once: for a phone the same tables are drawn again."""
    monkeypatch.setattr(gallery, "save_for_phone", lambda _, folder, figure: (folder / f"{figure}{FOR_PHONE}").touch())
    copy = shutil.copytree(DATA / name, tmp_path / "copy")
    code, output, messages = brink("report", str(copy))
    assert (code, "Traceback" in messages) == (0, False)
    report = Path(output.strip())
    assert report.is_file() and "Border clash" in report.read_text()


@pytest.mark.parametrize("name", BATCHES)
def test_nothing_new_is_mixed_into_an_old_batch(name: str, brink, tmp_path: Path) -> None:
    copy = shutil.copytree(DATA / name, tmp_path / "copy")
    (copy / "manifest.json").unlink()
    code, _, messages = brink("resume", str(copy))
    assert code == 2 and "version of the model" in messages


@pytest.mark.parametrize("name", STUDIES)
def test_a_finished_study_is_shown_by_resume(name: str, brink, tmp_path: Path) -> None:
    copy = shutil.copytree(DATA / name, tmp_path / "copy")
    before = {path.name: path.read_bytes() for path in copy.iterdir()}
    code, output, _ = brink("resume", str(copy))
    assert code == 0 and "Fear in the valley" in output
    assert {path.name: path.read_bytes() for path in copy.iterdir()} == before
