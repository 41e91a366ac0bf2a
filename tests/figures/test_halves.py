"""Work in two processes gives what one gives, in order, and goes on alone when the other fails."""

import os
import signal
import subprocess
import sys
import time

import pytest

from brink.experiments.figures import draw_all, halves
from brink.experiments.figures.halves import has_company, in_halves

JOBS = list(range(9))


@pytest.fixture(params=[True, False], ids=["two", "alone"])
def company(request, monkeypatch):
    """With a second processor, if the system can fork, and without."""
    if request.param and not hasattr(os, "fork"):
        pytest.skip("this system cannot fork")
    monkeypatch.setattr(halves, "has_company", lambda: request.param)
    return request.param


def squares(jobs):
    return [job * job for job in jobs]


def test_results_come_in_order(company):
    assert in_halves(squares, JOBS) == squares(JOBS)
    assert in_halves(squares, [3]) == [9]
    assert in_halves(squares, []) == []


def test_half_the_work_is_done_elsewhere(company):
    where = in_halves(lambda jobs: [os.getpid() for _ in jobs], JOBS)
    assert set(where[::2]) == {os.getpid()}
    assert (os.getpid() in where[1::2]) != company


@pytest.mark.parametrize("failing", ["raises", "dies", "babbles", "stalls"])
def test_a_half_that_fails_is_done_here(failing, monkeypatch):
    if not has_company():
        pytest.skip("no second processor")
    monkeypatch.setattr(halves, "PATIENCE", 0.5)
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

    assert in_halves(work, JOBS) == squares(JOBS)


def test_what_fails_here_is_raised_and_nobody_is_left_behind(monkeypatch):
    if not has_company():
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
        in_halves(work, JOBS)
    assert len(begun) == 1
    with pytest.raises(ChildProcessError):
        os.waitpid(begun[0], os.WNOHANG)


def test_ctrl_c_is_no_business_of_the_other_half(monkeypatch):
    """A terminal sends it to both processes."""
    if not has_company():
        pytest.skip("no second processor")
    parent = os.getpid()

    def work(jobs):
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGINT)
        return [os.getpid() for _ in jobs]

    assert parent not in in_halves(work, JOBS)[1::2]


FORKED = """
import os, signal, sys
from brink.experiments.figures import halves

real = os.fork

def fork():
    {before}
    process = real()
    os.kill(os.getpid(), signal.SIGINT)
    return process

os.fork = fork
try:
    halves.in_halves(lambda jobs: [0 for _ in jobs], range(8))
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.parametrize("before", ["pass", "os.kill(os.getpid(), signal.SIGINT)"], ids=["after", "before and after"])
def test_an_interrupt_as_the_process_is_forked_is_told_once(before):
    if not has_company():
        pytest.skip("no second processor")
    program = [sys.executable, "-c", FORKED.format(before=before)]
    done = subprocess.run(program, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "interrupted\n", "")


def test_figures_are_the_same_from_one_process_and_from_two(make, tmp_path, monkeypatch):
    results = make(runs=5)
    for name, here in (("one", False), ("two", has_company())):
        monkeypatch.setattr(halves, "has_company", lambda here=here: here)
        draw_all(results, tmp_path / name)
    files = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert files == sorted(file.name for file in (tmp_path / "two").iterdir())
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
