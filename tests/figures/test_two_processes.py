"""Work in two processes gives what one gives, in order, and goes on alone when the other fails."""

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest

from brink.experiments.figures import INDEX, draw_all, two_processes
from brink.experiments.figures.two_processes import can_share, in_two_processes
from brink.tests.support import alive, left_alive

JOBS = list(range(9))


@pytest.fixture(params=[True, False], ids=["two", "alone"])
def company(request, monkeypatch):
    """With a second processor, if the system can fork, and without."""
    if request.param and not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    monkeypatch.setattr(two_processes, "can_share", lambda: request.param)
    return request.param


def squares(jobs):
    return [job * job for job in jobs]


def test_results_come_in_order(company):
    assert in_two_processes(squares, JOBS) == squares(JOBS)
    assert in_two_processes(squares, [3]) == [9]
    assert in_two_processes(squares, []) == []


def test_half_the_work_is_done_elsewhere(company):
    where = in_two_processes(lambda jobs: [os.getpid() for _ in jobs], JOBS)
    assert set(where[::2]) == {os.getpid()}
    assert (os.getpid() in where[1::2]) != company


@pytest.mark.parametrize("failing", ["raises", "dies", "babbles", "stalls"])
def test_a_half_that_fails_is_done_here(failing, monkeypatch):
    if not can_share():
        pytest.skip("no second processor")
    monkeypatch.setattr(two_processes, "PATIENCE", 0.5)
    parent = os.getpid()

    def work(jobs):
        if os.getpid() != parent:
            if failing == "raises":
                raise RuntimeError("the other half")
            if failing == "dies":
                os.kill(os.getpid(), signal.SIGKILL)
            if failing == "stalls":
                time.sleep(30)
            return [0]
        return squares(jobs)

    assert in_two_processes(work, JOBS) == squares(JOBS)


def test_where_no_process_starts_all_is_done_here(monkeypatch):
    def refused():
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(two_processes, "can_share", lambda: hasattr(os, "fork"))
    monkeypatch.setattr(os, "fork", refused, raising=False)
    assert in_two_processes(squares, JOBS) == squares(JOBS)


KILLED = """
import os, signal, sys, time
from brink.experiments.figures import two_processes

two_processes.can_share = lambda: True
signal.signal(signal.SIGINT, signal.default_int_handler)
parent = os.getpid()


def work(jobs):
    if os.getpid() != parent:
        print(os.getpid(), flush=True)
    time.sleep(60)
    return jobs


two_processes.in_two_processes(work, range(4))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=["kill", "term", "int"])
def test_the_other_process_ends_with_a_killed_parent(number):
    parent = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    other = int(parent.stdout.readline())
    assert alive(other)
    parent.send_signal(number)
    parent.communicate(timeout=30)
    assert left_alive([other]) == []


def test_what_fails_here_is_raised_and_nobody_is_left_behind(monkeypatch):
    if not can_share():
        pytest.skip("no second processor")
    parent, begun, fork = os.getpid(), [], os.fork

    def recorded():
        process = fork()
        begun.append(process)
        return process

    monkeypatch.setattr(os, "fork", recorded)

    def work(jobs):
        if os.getpid() == parent:
            raise RuntimeError("here")
        time.sleep(30)
        return squares(jobs)

    with pytest.raises(RuntimeError, match="here"):
        in_two_processes(work, JOBS)
    assert len(begun) == 1
    with pytest.raises(ChildProcessError):
        os.waitpid(begun[0], os.WNOHANG)


def test_ctrl_c_is_no_business_of_the_other_half(monkeypatch):
    """A terminal sends it to both processes."""
    if not can_share():
        pytest.skip("no second processor")
    parent = os.getpid()

    def work(jobs):
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGINT)
        return [os.getpid() for _ in jobs]

    assert parent not in in_two_processes(work, JOBS)[1::2]


FORKED = """
import os, signal, sys
from brink.experiments.figures import two_processes

real = os.fork

def fork():
    {before}
    process = real()
    os.kill(os.getpid(), signal.SIGINT)
    return process

os.fork = fork
try:
    two_processes.in_two_processes(lambda jobs: [0 for _ in jobs], range(8))
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize("before", ["pass", "os.kill(os.getpid(), signal.SIGINT)"], ids=["after", "before and after"])
def test_an_interrupt_as_the_process_is_forked_is_told_once(before):
    if not can_share():
        pytest.skip("no second processor")
    program = [sys.executable, "-c", FORKED.format(before=before)]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "interrupted\n", "")


def test_a_given_run_is_drawn_and_files_are_the_same_every_time_from_one_process_and_from_two(
    make, tmp_path, monkeypatch
):
    results = make(runs=5)

    def drawn(name, here):
        monkeypatch.setattr(two_processes, "can_share", lambda: here)
        return {file.name: file.read_bytes() for file in draw_all(results, tmp_path / name, run=3)}

    one, two = drawn("one", False), drawn("two", can_share())
    assert sorted(one) == sorted(file.name for file in (tmp_path / "one").iterdir())
    assert [name for name in sorted(one | two) if one.get(name) != two.get(name)] == []
    assert not any(re.search(rb"<dc:date>|20\d\d-\d\d-\d\dT", content) for content in one.values())
    index = json.loads(one[INDEX])
    assert index["run"] == 3
    assert "timeline-worst.png" not in one
    for entry in index["figures"]:
        assert {f"{entry['name']}{end}" for end in (".png", ".svg", ".csv", "-phone.webp")} <= set(one)
