"""Too little memory, and workers that die: the batch goes on with fewer at a time, or says what is to be done."""

from __future__ import annotations

import random
import resource
import sys
from pathlib import Path

import pytest

from brink.experiments import workers
from brink.experiments.attempts import attempt

from .bench import DONE, FAULT, Tally, contents, different, run, start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="children are forked")


def with_memory(extra: int):
    """No more address space than is used now, and a little more."""

    def limit() -> None:
        used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + extra, used + extra))

    return limit


def starve_often(folder: Path, sound: dict[str, bytes], times: int) -> tuple[Tally, list[int]]:
    """Batches with a few megabytes to spare; each ends in its bytes, or in 1 and is finished later."""
    wrong, codes = 0, []
    sizes = random.Random(4)
    for number in range(times):
        here = folder / str(number)
        codes.append(start(here, with_memory(sizes.randrange(1, 24) * 1024**2)).wait())
        assert codes[-1] in (DONE, FAULT)
        wrong += different(contents(run(here).folder), sound)
    return Tally(times, 0, wrong), codes


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
def test_a_memory_limit_ends_in_the_bytes_or_in_1(tmp_path: Path, sound: dict[str, bytes]) -> None:
    tally, codes = starve_often(tmp_path, sound, 6)
    assert tally.bytes_different == 0
    assert set(codes) <= {DONE, FAULT}


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
def test_memory_limits_many_times(tmp_path: Path, sound: dict[str, bytes]) -> None:
    tally, codes = starve_often(tmp_path, sound, 50)
    print(f"\nmemory limit: {tally}; {codes.count(FAULT)} were stopped and finished later")
    assert tally.bytes_different == 0


#: First runs of the pieces on which a worker dies.
DEADLY = (125, 2_250)


def dying_piece(engine: str, seed: int, chunk, on_error: str):
    """What a worker does, except that two of the pieces kill it, once each."""
    import os
    import signal

    marker = Path(os.environ["BRINK_TEST_FOLDER"]) / f"died-{chunk.first}"
    if chunk.first in DEADLY and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return attempt(workers._case[-1], engine, seed, chunk, on_error)


def test_workers_that_are_killed_are_replaced(
    tmp_path: Path, sound: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRINK_TEST_FOLDER", str(tmp_path))
    monkeypatch.setattr(workers, "_piece", dying_piece)
    monkeypatch.setitem(workers.IN_PROCESSES, "ensemble", 125)
    results = run(tmp_path / "results", jobs=2)
    assert len(list(tmp_path.glob("died-*"))) == len(DEADLY)
    assert results.failed == 0
    assert different(contents(results.folder), sound) == 0
