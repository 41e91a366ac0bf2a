"""Too little memory, and workers that die: the batch goes on with fewer at a time, or says what is to be done."""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
from pathlib import Path

import pytest

from brink.experiments import workers
from brink.experiments.children import Child
from brink.experiments.question import Chunk

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


def die_of(pieces: dict[int, int], call):
    """What a child does, except that some pieces, by their first run, kill it so many times."""

    def deadly(self, function):
        given = [entry for entry in getattr(function, "args", ()) if isinstance(entry, Chunk)]
        if given and pieces.get(given[0].first, 0):
            pieces[given[0].first] -= 1
            os.kill(self.pid, signal.SIGKILL)
        return call(self, function)

    return deadly


def test_workers_that_are_killed_are_replaced(
    tmp_path: Path, sound: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    deaths = dict.fromkeys(DEADLY, 1)
    monkeypatch.setattr(Child, "call", die_of(deaths, Child.call))
    monkeypatch.setitem(workers.IN_PROCESSES, "ensemble", 125)
    results = run(tmp_path / "results", jobs=2)
    assert not any(deaths.values())
    assert results.failed == 0
    assert different(contents(results.folder), sound) == 0


def test_a_run_that_kills_every_worker_is_found_and_the_others_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The piece that begins with it is tried three times, then run by run."""
    monkeypatch.setattr(Child, "call", die_of({20: workers.DEATHS + 2}, Child.call))
    monkeypatch.setitem(workers.IN_PROCESSES, "ensemble", 5)
    results = run(tmp_path / "results", jobs=2, runs=40)
    assert [*results.failures[["run", "origin"]].itertuples(index=False, name=None)] == [(20, "worker")]
    assert sorted(results.runs["run"]) == [run for run in range(40) if run != 20]
