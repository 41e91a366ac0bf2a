"""A stranger's results folder does no harm, whatever is wrong in it: a sample always, all with `make faults`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from brink.tests.faults.hostile.case import Hostile
from brink.tests.faults.hostile.collection import all_of_them, spread
from brink.tests.faults.hostile.looked import DONE, look, tried
from brink.tests.faults.hostile.sound import sound

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes, links and limits of memory")
FEW, MANY = 12, 500
ROOT = Path(__file__).resolve().parents[2]
#: Kinds of studies besides sweeps; `make faults` takes all.
STUDIES = ("compare", "map", "calibrate")
#: Kinds of which one is always tried, by a part of its name.
ALWAYS = (
    "batch: acts.cause is ", "batch: acts.target is '\\x1b", "batch: runs.killed is null", "batch: acts.rung is ",
    "batch: runs.branching_ratio is infinite", "batch: acts.weapon is missing", "batch: .writable is a pipe",
    "batch: scenario.yaml is a link", "half: a chunk of another seed", "half: chunk with acts of garbage",
    "batch: manifest.json with NaN", "study: manifest.json: files", "compare: acts.actor is null",
    "compare: acts.target is string", "compare: questions.since is missing", "compare: differences.share_b is string",
    "map: manifest.json: question.y is", "calibrate: calibration.json: fit.",
)  # fmt: skip


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Sound folders of each kind; every verb has been called on one before anybody watches."""
    found = sound(tmp_path_factory.mktemp("sound"), STUDIES)
    home = tmp_path_factory.mktemp("warm")
    for base in ("batch", "half", "study", "old"):
        assert tried(Hostile("sound", base, lambda folder: None), found, home, ("verify", "tree", "resume")) == []
    return found


@pytest.fixture(scope="module")
def made(folders: dict[str, Path]) -> list[Hostile]:
    return all_of_them(folders)


@pytest.mark.parametrize("base", ["batch", "study", "old", *STUDIES])
def test_what_nobody_spoilt_is_sound(base: str, folders: dict[str, Path]) -> None:
    answer = look("verify", folders[base])
    assert (answer.code, "problems" in answer.text) == (DONE, False), answer.text


def test_there_are_hundreds_of_them(made: list[Hostile]) -> None:
    assert len(made) > 2 * MANY
    assert len({entry.name for entry in made}) > MANY


@pytest.mark.parametrize("part", ALWAYS)
def test_one_of_every_kind_ends_in_an_answer_or_a_message(
    part: str, made: list[Hostile], folders: dict[str, Path], tmp_path: Path
) -> None:
    (tmp_path / "secret.yaml").write_text((folders["batch"].parent / "secret.yaml").read_text())
    chosen = next(entry for entry in made if entry.name.startswith(part))
    assert tried(chosen, folders, tmp_path, ("verify", "show", "tree", "resume")) == []


def test_every_file_of_a_batch_is_seen_by_verify_when_a_bit_of_it_is_turned_round(
    made: list[Hostile], folders: dict[str, Path], tmp_path: Path
) -> None:
    bits = [entry for entry in made if entry.seen and ": bit " in entry.name]
    files = {entry.name.split(": ")[1] for entry in bits if entry.base == "batch"}
    assert {"manifest.json", "plan.json", "report.html", "SHA256SUMS", "scenario.yaml", "acts.parquet"} <= files
    assert any(name.startswith("figures/") for name in files)
    for entry in spread(bits, 40):
        assert tried(entry, folders, tmp_path, ("verify",)) == []


@pytest.mark.faults
def test_five_hundred_of_them_in_a_process_with_a_limit_of_memory() -> None:
    command = [sys.executable, "-m", "tests.faults.hostile", str(MANY)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=7_200)
    sys.stdout.write(found.stdout)
    assert found.returncode == 0, found.stdout + found.stderr
