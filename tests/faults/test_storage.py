"""Disks that fill up, folders that cannot be written, chunks that rot: one line says so, and no run is lost."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from brink.experiments.errors import StorageFault, UserError
from brink.experiments.results import place
from brink.experiments.results.store import SCENARIO, TABLES
from brink.tests.faults.bench import (
    ACTS,
    DONE,
    FAULT,
    RUNS,
    SEED,
    WRONG_INPUT,
    Tally,
    contents,
    different,
    finished_runs,
    run,
    start,
)
from brink.tests.faults.test_kill import chunks

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="children are forked")
BRINK = [sys.executable, "-c", "from brink.experiments.commands.cli import main; main()"]
QUESTION = [
    "border-clash",
    "--runs",
    str(RUNS),
    "--seed",
    str(SEED),
    "--acts",
    str(ACTS),
    "--jobs",
    "1",
    "--no-figures",
]


def in_a_namespace(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script that mounts what nobody else sees; skip where that is not allowed."""
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode:
        pytest.skip("mounting in a namespace of one's own is not allowed here")
    return subprocess.run(["unshare", "-m", "sh", "-ec", script], cwd=folder, capture_output=True, text=True)


def brink(*words: str) -> str:
    """A brink command as a word of a shell script."""
    import shlex

    return shlex.join([*BRINK, *words])


def limited(size: int):
    """No file may grow beyond ``size`` bytes: what a full disk looks like to a writer."""

    def limit() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def fill_often(folder: Path, sound: dict[str, bytes], times: int) -> Tally:
    """Batches that may not write beyond a limit, then may."""
    sizes = random.Random(2)
    stopped = lost = wrong = 0
    while stopped < times:
        shutil.rmtree(folder, ignore_errors=True)
        run_before = start(folder, limited(sizes.randrange(66_000, 250_000))).wait()
        if run_before == DONE:
            continue
        assert run_before == FAULT
        stopped += 1
        kept = chunks(folder)
        # stopped a second time it loses nothing of the first
        assert start(folder, limited(66_000)).wait() in (FAULT, DONE)
        after = chunks(folder)
        lost += sum(RUNS // 8 for name, times_of in kept.items() if after.get(name) != times_of)
        wrong += different(contents(run(folder).folder), sound)
    return Tally(stopped, lost, wrong)


def test_no_room_left_ends_in_1_and_is_finished_when_there_is_room(tmp_path: Path, sound: dict[str, bytes]) -> None:
    tally = fill_often(tmp_path / "results", sound, 4)
    assert (tally.runs_lost, tally.bytes_different) == (0, 0)


@pytest.mark.faults
@pytest.mark.slow
def test_no_room_left_many_times(tmp_path: Path, sound: dict[str, bytes]) -> None:
    tally = fill_often(tmp_path / "results", sound, 50)
    print(f"\nno room: {tally}")
    assert (tally.runs_lost, tally.bytes_different) == (0, 0)


def test_the_message_names_the_folder_the_reason_and_how_to_go_on(
    brink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brink.experiments.results import store

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(store, "write_arrow", full)
    with pytest.raises(StorageFault, match=r"No space left on device.*0 of 4,000 runs are kept"):
        run(tmp_path / "results")
    code, _, messages = brink("run", *QUESTION, "--out", tmp_path / "other")
    assert code == 1 and "No space left on device" in messages and f"brink resume {tmp_path}/other" in messages
    assert "fault in brink" not in messages


@pytest.mark.slow
def test_a_real_full_disk(tmp_path: Path, sound: dict[str, bytes]) -> None:
    script = (
        "mkdir disk && mount -t tmpfs -o size=400k tmpfs disk\n"
        f"{brink('run', *QUESTION, '--out', 'disk/results')} && exit 90\n"
        "test $? = 1 || exit 91\n"
        "mount -o remount,size=40m disk\n"
        f"{brink('resume', 'disk/results', '--no-figures')} >&2\n"
        "cp -r disk/results out\n"
    )
    done = in_a_namespace(script, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no space left on device" in done.stderr.lower() and "Traceback" not in done.stderr
    assert different(contents(tmp_path / "out"), sound) == 0


@pytest.mark.slow
def test_a_read_only_folder_is_told_before_anything_is_computed(tmp_path: Path) -> None:
    script = (
        "mkdir disk && mount -t tmpfs tmpfs disk && mkdir disk/results && mount -o remount,ro disk\n"
        f"{brink('run', *QUESTION, '--out', 'disk/results')} && exit 90\n"
        "test $? = 2 || exit 91\n"
        f"{brink('run', *QUESTION, '--out', 'disk/new')} && exit 92\n"
        "test $? = 2 || exit 93\n"
    )
    done = in_a_namespace(script, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Read-only file system") == 2 and "compiling" not in done.stderr
    assert done.stderr.count("choose another folder with --out") == 2


def test_a_missing_permission_is_told_before_anything_is_computed() -> None:
    folder = Path(tempfile.mkdtemp())  # the folders of pytest are closed to the user that the child becomes

    def give_up_privileges() -> None:
        if os.getuid() == 0:
            os.setuid(65_534)

    folder.chmod(0o555)
    try:
        assert start(folder, give_up_privileges, engine=never).wait() == WRONG_INPUT
        assert start(folder / "new", give_up_privileges, engine=never).wait() == WRONG_INPUT
        assert list(folder.iterdir()) == []
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def never(*_: object) -> None:
    """An engine that must not be asked."""
    os._exit(98)


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_whatever_the_reason_no_run_is_computed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(place.Path, "write_bytes", refused)
    with pytest.raises(UserError, match="cannot be written"):
        run(tmp_path, engine=never)


def test_until_looks_at_the_folder_before_it_computes(brink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--until` finds its number of runs by running; the folder that they would go to comes first."""
    from brink.experiments.runs import until

    def refused(*_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(place.Path, "write_bytes", refused)
    monkeypatch.setattr(until, "runs_until", never)
    for more in ([], ["--out", "here"]):
        code, _, messages = brink("run", "border-clash", "--until", "war +-0.1", *more)
        assert (
            code == WRONG_INPUT
            and "cannot be written (Read-only file system); choose another folder with --out" in messages
        )
        assert "compiling" not in messages
        assert list(tmp_path.iterdir()) == []


def damage_often(folder: Path, sound: dict[str, bytes], times: int) -> Tally:
    """Half-finished batches with a file of a chunk damaged, cut off or gone."""
    chance = random.Random(3)
    lost = wrong = 0
    half = folder / "half"
    child = start(half)
    while len(chunks(half)) < 3:
        os.sched_yield()
    child.kill()
    for _ in range(times):
        here = folder / "here"
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(half, here)
        before = finished_runs(here)
        files = sorted(path for path in (here / "chunks").rglob("*") if path.is_file() and ".part" not in str(path))
        file = chance.choice(files)
        raw = bytearray(file.read_bytes())
        way = chance.randrange(3)
        if way == 0:
            raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
            file.write_bytes(bytes(raw))
        elif way == 1:
            file.write_bytes(bytes(raw[: chance.randrange(len(raw))]))
        else:
            file.unlink()
        lost += max(0, before - RUNS // 8 - finished_runs(here))
        wrong += different(contents(run(here).folder), sound)
    return Tally(times, lost, wrong)


def test_a_corrupt_chunk_is_found_and_computed_again(tmp_path: Path, sound: dict[str, bytes]) -> None:
    tally = damage_often(tmp_path, sound, 6)
    assert (tally.runs_lost, tally.bytes_different) == (0, 0)


@pytest.mark.faults
@pytest.mark.slow
def test_corrupt_chunks_many_times(tmp_path: Path, sound: dict[str, bytes]) -> None:
    tally = damage_often(tmp_path, sound, 100)
    print(f"\ncorrupt chunk: {tally}")
    assert (tally.runs_lost, tally.bytes_different) == (0, 0)


@pytest.mark.parametrize("name", ["chunks", ".lock", ".scenario.yaml.part", "runs.parquet", "figures"])
def test_a_link_in_the_folder_leads_nowhere(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    inside = tmp_path / "results"
    inside.mkdir()
    (inside / name).symlink_to(outside if name in ("chunks", "figures") else outside / "file")
    with pytest.raises(UserError, match="a link"):
        run(inside, engine=never)
    assert list(outside.iterdir()) == []


def test_nothing_but_the_answer_is_left(tmp_path: Path) -> None:
    run(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        *(f"{name}.parquet" for name in TABLES), SCENARIO, "plan.json", "manifest.json", "SHA256SUMS",
    }  # fmt: skip
