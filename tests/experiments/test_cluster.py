"""Dask: the same bytes as on one machine, whoever is lost on the way. Real processes, on loopback only."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from brink.experiments import batch, cluster
from brink.experiments.errors import ClusterFault, EngineFault, UserError
from brink.experiments.store import TABLES

from ..faulty import DEADLY_RUN, deadly, slowly
from ..support import FakeScenario, synthetic

pytest.importorskip("distributed")
ROOT = Path(__file__).resolve().parents[2]
RUNS = 5_200


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.parquet").read_bytes() for name in TABLES}


def ask(folder: Path, engine, **changes) -> batch.Results:
    wanted = {"runs": RUNS, "seed": 0, "jobs": 1, "out": folder, "acts": 1_100} | changes
    return batch.run(FakeScenario(), engine=engine, **wanted)


def start(*words: str) -> subprocess.Popen:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-m", *words, "--host", "127.0.0.1"], cwd=ROOT, **quiet)


class Farm:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        file = folder / "scheduler.json"
        self.scheduler = start(
            "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)
        )
        deadline = time.monotonic() + 60
        while not file.exists() or not file.read_text():
            assert self.scheduler.poll() is None and time.monotonic() < deadline, "the scheduler did not start"
            time.sleep(0.05)
        self.address = json.loads(file.read_text())["address"]
        self.workers: list[subprocess.Popen] = []

    def hire(self, count: int) -> None:
        options = ("--no-nanny", "--no-dashboard", "--nthreads", "1")
        self.workers += [start("distributed.cli.dask_worker", self.address, *options) for _ in range(count)]

    def close(self) -> None:
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


@pytest.fixture
def farm(tmp_path: Path) -> Iterator[Farm]:
    made = Farm(tmp_path)
    yield made
    made.close()


def test_a_worker_killed_half_way_costs_nothing_and_changes_no_byte(farm: Farm, tmp_path: Path) -> None:
    farm.hire(2)
    killed: list[int] = []

    def kill_one(done: int, runs: int) -> None:
        if done >= runs // 2 and not killed:
            killed.append(done)
            os.kill(farm.workers[0].pid, signal.SIGKILL)

    results = ask(tmp_path / "cluster", slowly, cluster=farm.address, progress=kill_one)
    assert killed and farm.workers[0].wait() == -signal.SIGKILL
    assert results.failed == 0
    assert farm.address.startswith("tcp://127.0.0.1:")
    assert contents(tmp_path / "cluster") == contents(ask(tmp_path / "alone", synthetic).folder)


def test_a_scheduler_that_is_lost_ends_the_batch_and_loses_nothing(farm: Farm, tmp_path: Path) -> None:
    farm.hire(1)

    def kill_it(done: int, runs: int) -> None:
        if done >= 1_000:
            farm.scheduler.kill()

    here = tmp_path / "cluster"
    with pytest.raises(ClusterFault, match="the cluster is lost"):
        ask(here, slowly, cluster=farm.address, progress=kill_it)
    kept = {path.name for path in (here / "chunks").iterdir()}
    assert len(kept) >= 2
    assert ask(here, slowly).fresh
    assert contents(here) == contents(ask(tmp_path / "alone", synthetic).folder)


@pytest.mark.faults
def test_a_run_that_kills_its_workers_is_found_and_the_others_are_kept(farm: Farm, tmp_path: Path) -> None:
    stop = threading.Event()

    def keep_hiring() -> None:
        while not stop.wait(0.1):
            if not farm.workers or farm.workers[-1].poll() is not None:
                farm.hire(1)

    hiring = threading.Thread(target=keep_hiring)
    hiring.start()
    try:
        results = ask(tmp_path / "cluster", deadly, runs=DEADLY_RUN + 2, cluster=farm.address)
    finally:
        stop.set()
        hiring.join()
    assert [*results.failures[["run", "origin"]].itertuples(index=False, name=None)] == [(DEADLY_RUN, "worker")]
    sound = ask(tmp_path / "sound", synthetic, runs=DEADLY_RUN + 2).runs
    assert sound[sound["run"] != DEADLY_RUN].reset_index(drop=True).equals(results.runs)


def test_local_workers_give_the_same_bytes_and_a_failed_run_can_stop_them(tmp_path: Path) -> None:
    from brink.scenarios.loader import load_scenario

    from .test_failures import Faulty

    scenario, question = load_scenario("border-clash"), {"runs": 620, "seed": 3, "acts": 600}
    there = batch.run(scenario, **question, jobs=2, out=tmp_path / "there", cluster="local")
    here = batch.run(scenario, **question, jobs=1, out=tmp_path / "here")
    assert contents(there.folder) == contents(here.folder)
    with pytest.raises(EngineFault, match="runs 500 to 619"):
        ask(tmp_path / "stop", Faulty(611), runs=620, cluster="local", on_error="stop")
    assert (tmp_path / "stop" / "chunks" / "0000000000").is_dir()


@pytest.mark.parametrize("address", ["", "localhost", "tcp://", "http://127.0.0.1:1", "tcp://a b:1", "tcp://a:1\n"])
def test_what_is_no_address_is_refused_before_anything_happens(tmp_path: Path, address: str) -> None:
    with pytest.raises(UserError, match="--cluster"):
        ask(tmp_path / "new", synthetic, cluster=address)
    assert not (tmp_path / "new").exists()


def test_nobody_at_home_is_said_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(UserError, match=r"--cluster: no scheduler with a worker answers at tcp://127\.0\.0\.1:9 "):
        ask(tmp_path, synthetic, cluster="tcp://127.0.0.1:9")


def test_a_worker_with_another_version_is_refused() -> None:
    with pytest.raises(UserError, match="another version of the model"):
        cluster.attempt_of(None, None, "ensemble", None, "finish", "not ours")


def test_the_cluster_on_this_machine_lets_nobody_in_without_its_certificates() -> None:
    """Whoever reached the scheduler could run code as the one who started it; on loopback that is any other user."""
    import http.client
    import socket
    import ssl

    import psutil
    from distributed import Client
    from distributed.security import Security

    from brink.experiments.cluster_here import cluster_here

    with cluster_here(1, own_code=False) as (address, security):
        own = {"timeout": 30, "set_as_default": False}
        with Client(address, security=security, **own) as client:
            client.wait_for_workers(1, timeout=60)
            assert client.submit(pow, 2, 10).result() == 1024
        listening = {
            entry.laddr
            for process in psutil.Process().children(recursive=True)
            for entry in process.net_connections()
            if entry.status == psutil.CONN_LISTEN
        }
        assert len(listening) >= 3 and {place.ip for place in listening} == {"127.0.0.1"}
        for place in listening:
            plain = http.client.HTTPConnection(place.ip, place.port, timeout=10)
            with pytest.raises((http.client.HTTPException, OSError)):
                plain.request("GET", "/")
                plain.getresponse()
            plain.close()
            stranger = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            stranger.check_hostname, stranger.verify_mode = False, ssl.CERT_NONE
            refused = pytest.raises(ssl.SSLError, match=r"(?i)certificate.required")
            with socket.create_connection(place, 10) as line, stranger.wrap_socket(line) as end, refused:
                end.recv(1)
        for wrong, how in ((address.replace("tls", "tcp"), None), (address, Security.temporary())):
            with pytest.raises((OSError, TimeoutError)):
                Client(wrong, security=how, timeout=3, set_as_default=False)
