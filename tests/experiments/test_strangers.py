"""What the small files and the pieces of a folder claim is checked before anything believes it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from brink.experiments.errors import InterruptedBatch, UserError
from brink.experiments.results import pieces
from brink.experiments.results.manifest_schema import Manifest, read_json, read_typed
from brink.experiments.results.question import Chunk, chunks
from brink.experiments.results.read import open_results
from brink.experiments.results.store import TABLES, chunk_path, read_plan
from brink.experiments.results.sums import SUMS, read_sums
from brink.experiments.runs import batch
from brink.experiments.runs.replay import in_every_chunk
from brink.experiments.runs.verify import verify
from brink.experiments.system.printable import one_line, printable
from brink.experiments.system.regular import read_regular, refuse_strange
from brink.tests.support import FakeScenario, synthetic

DATA = Path(__file__).resolve().parents[1] / "data"
RUNS = 1_300


def ask(folder: Path, seed: int = 0, **more: object) -> batch.Results:
    return batch.run(FakeScenario(), RUNS, seed, engine=synthetic, jobs=1, out=folder, acts=RUNS, **more)  # pyright: ignore[reportArgumentType]


def begin(folder: Path, seed: int = 0) -> Path:
    """A batch that is stopped after its first chunk."""

    def stop(done: int, asked: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(InterruptedBatch):
        ask(folder, seed, progress=stop)
    return folder


def tables(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.parquet").read_bytes() for name in TABLES}


def test_a_chunk_of_another_question_is_no_chunk_of_this_one(tmp_path: Path) -> None:
    whole = tables(ask(tmp_path / "whole").folder)
    half, other = begin(tmp_path / "half"), begin(tmp_path / "other", seed=1)
    for chunk in sorted((other / "chunks").iterdir()):
        shutil.rmtree(half / "chunks" / chunk.name, ignore_errors=True)
        shutil.copytree(chunk, half / "chunks" / chunk.name)
    assert tables(ask(half).folder) == whole


def test_a_chunk_under_the_name_of_another_is_made_again(tmp_path: Path) -> None:
    whole = tables(ask(tmp_path / "whole").folder)
    half = begin(tmp_path / "half")
    plan = read_plan(half)
    assert plan is not None
    first, second, _ = plan.chunks()
    shutil.rmtree(chunk_path(half, second), ignore_errors=True)
    shutil.copytree(chunk_path(half, first), chunk_path(half, second))
    assert tables(ask(half).folder) == whole


def test_an_interrupted_batch_with_checksums_of_the_old_form_is_finished_to_the_same_bytes(tmp_path: Path) -> None:
    whole = tables(ask(tmp_path / "whole").folder)
    half = begin(tmp_path / "half")
    for file in half.glob(f"chunks/*/{pieces.SUMS}"):
        file.write_text(json.dumps(json.loads(file.read_text())["files"]))
    assert tables(ask(half).folder) == whole


def test_a_piece_says_what_it_is_of(tmp_path: Path) -> None:
    with pieces.appearing(tmp_path / "piece", "study a, points 0 to 3") as part:
        np.save(part / "sums.npy", np.zeros((4, 2)))
    assert pieces.stands(tmp_path / "piece", {"sums.npy"}, "study a, points 0 to 3")
    assert not pieces.stands(tmp_path / "piece", {"sums.npy"}, "study b, points 0 to 3")
    assert pieces.load_array(tmp_path / "piece" / "sums.npy", (4, 2), np.float64) is not None
    for shape, kind in (((4, 3), np.float64), ((4, 2), np.float32)):
        assert pieces.load_array(tmp_path / "piece" / "sums.npy", shape, kind) is None


def test_chunks_are_cut_as_ever_and_one_by_one() -> None:
    assert list(chunks(1_300, 540)) == [
        Chunk(0, 500, True), Chunk(500, 40, True), Chunk(540, 460, False), Chunk(1_000, 300, False),
    ]  # fmt: skip
    assert next(chunks(10**9, 1_000)) == Chunk(0, 500, True)


def test_a_run_of_every_chunk_is_looked_at() -> None:
    cut = list(chunks(10_000, 1_000))
    found = in_every_chunk([0, 9_999], cut)
    assert all(any(chunk.first <= run < chunk.first + chunk.runs for run in found) for chunk in cut)
    assert {0, 9_999} <= set(found) and len(found) == len(cut)


@pytest.mark.parametrize("name", ["manifest.json", "plan.json", "scenario.yaml", "runs.parquet", ".writable"])
def test_a_pipe_is_refused_and_not_waited_for(name: str, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(DATA / "results-0.1.0", tmp_path / "copy"))
    (copy / name).unlink(missing_ok=True)
    os.mkfifo(copy / name)
    with pytest.raises(UserError, match="a named pipe"):
        open_results(copy)


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_what_is_no_regular_file_is_not_read(kind: str, tmp_path: Path) -> None:
    secret, path = tmp_path / "secret", tmp_path / "inside" / "file"
    secret.write_text("canary")
    path.parent.mkdir()
    path.symlink_to(secret) if kind == "link" else path.mkdir()
    with pytest.raises(UserError, match=f"a {kind}"):
        read_regular(path, 10)
    if kind == "link":
        with pytest.raises(UserError, match="a link"):
            refuse_strange(tmp_path)
    with pytest.raises(UserError, match="larger than 3 bytes"):
        read_regular(secret, 3)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"runs": 10**9}, "rows.runs is 20, of 1000000000 runs"),
        ({"runs": 2**70}, "runs is 1180591620717411303424"),
        ({"failed": 20, "rows": {"runs": 0}}, "no run passed"),
        ({"seed": True}, "seed is True"),
        ({"days": 0}, "days is 0"),
        ({"runs_with_acts": 21}, "runs_with_acts is 21, more than the 20 runs"),
        ({"model": "\x1b[31m"}, "control characters"),
        ({"command": ["brink", "\x07"]}, "control characters"),
        ({"files": {"../secret": {"sha256": "0" * 64}}}, "files"),
        ({"files": {"runs.parquet": {"sha256": "abc"}}}, "files.runs.parquet.sha256 is 'abc'"),
        ({"labels": {"actors": {}}}, "labels.territories is missing"),
        ({"git": {"commit": 1, "edited": False}}, "git.commit is 1"),
        ({"libraries": {"numpy": 2}}, "libraries.numpy is 2"),
        ({"changes": [{"base": "x"}]}, "changes.0.own is missing"),
    ],
)
def test_a_manifest_that_says_what_cannot_be_is_refused_in_one_line(change: dict, words: str, tmp_path: Path) -> None:
    content = json.loads((DATA / "results-0.1.0" / "manifest.json").read_text())
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(content | change))
    with pytest.raises(UserError) as refused:
        read_typed(file, Manifest)
    assert words in str(refused.value) and "\n" not in str(refused.value)
    file.write_text(json.dumps(content | {"more": [1]}))
    assert read_typed(file, Manifest).runs == 20


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": NaN}', "NaN is no number"),
        ('{"a": 1e999}', "out of bounds"),
        ('{"a": 1, "a": 2}', "a key stands twice"),
        ('{"a": ["\\u001b"]}', "control characters"),
        ('{"a": "\\ud800"}', "control characters"),
        ("[]", "no JSON object"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_json_that_no_reader_should_be_given(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(text)
    with pytest.raises(UserError, match=words):
        read_json(tmp_path / "file")


def test_what_is_written_can_be_read_again() -> None:
    for text in ("a\nb", "\x1b[31m red", "\ud800", "plain", "مرحبا"):
        assert one_line(printable(text)) == printable(text)
    assert (printable("a\n b"), printable("\x07"), printable("مرحبا")) == ("a b", "?", "مرحبا")
    assert one_line(" 50\u00a0%\n of \u2028 200 ") == "50\u00a0% of 200", "a unit stays with its number"


def test_verify_knows_every_file_and_says_so_of_folders_that_do_not(tmp_path: Path) -> None:
    folder = ask(tmp_path / "results").folder
    assert set(read_sums(folder)) == {
        *(f"{name}.parquet" for name in TABLES),
        "manifest.json",
        "plan.json",
        "scenario.yaml",
    }
    file = folder / "manifest.json"
    sound = file.read_bytes()
    file.write_bytes(sound.replace(b'"jobs": 1', b'"jobs": 3'))
    assert "manifest.json: not the bytes" in verify(folder, 0).problems[0]
    file.write_bytes(sound)
    (folder / SUMS).unlink()
    assert f"{SUMS}: missing" in verify(folder, 0).problems
    assert "have none" in verify(DATA / "results-0.1.0", 0).checks[0].tried


@pytest.mark.parametrize("name", ["manifest.json", SUMS, "runs.parquet", "report.html", "chunks", "figures"])
def test_what_stands_where_the_answer_must_go_is_refused_before_anything_is_computed(tmp_path: Path, name: str) -> None:
    half = begin(tmp_path / "half")
    place, folder_wanted = half / name, name in ("chunks", "figures")
    if folder_wanted:
        shutil.rmtree(place, ignore_errors=True)
        place.write_text("mine")
    else:
        place.mkdir()
    before = sorted(half.rglob("*"))
    words = "a file, where a folder is expected" if folder_wanted else "a folder, where a file is expected"
    with pytest.raises(UserError, match=f"{name}: {words}; move it away"):
        batch.run(FakeScenario(), RUNS, engine=nobody, jobs=1, out=half, acts=RUNS)  # pyright: ignore[reportArgumentType]
    assert sorted(half.rglob("*")) == before


def nobody(*_: object) -> None:
    raise AssertionError("it was asked to compute")
