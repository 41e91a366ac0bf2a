"""Fragments make the first start shorter and change nothing else."""

import os
import subprocess
import sys

import pytest

from brink.model.engine.day import live_day
from brink.model.engine.ensemble import live_runs
from brink.model.kernel import fragments
from brink.model.kernel.compiled import compiled

#: All that follows from the worlds of a crisis, worked out by some fifty rules of ten files.
RUN = """
import hashlib
from brink.model.kernel import fragments
from brink.model.kernel.memory import Bundle
from brink.model.prepared import laid_out, work_out
from brink.model.world.access import WORKED_OUT, WORLD
from brink.scenarios.loader import load_scenario

digest, cells = hashlib.sha256(), 0
for world in load_scenario("january-2024").case().worlds:
    tables = laid_out(world)
    facts = Bundle(WORLD, {**tables, "days": world.days, "first_free": world.first_free})
    work_out(facts.handle)
    for name in WORKED_OUT:
        digest.update(tables[name].tobytes())
        cells += sum(int(tables[name][field].any()) for field in tables[name].dtype.names or ())
print(fragments.are_possible(), digest.hexdigest(), cells)
"""


def run(**environment: object) -> list[str]:
    settings = os.environ | {name: str(value) for name, value in environment.items()}
    done = subprocess.run([sys.executable, "-c", RUN], env=settings, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.slow
def test_without_fragments_the_same_bytes(tmp_path):
    # nor does it matter how well the compiler optimises, which is what takes it longest; whatever fragments get wrong
    # in linking, in constants or in records, they get wrong in rules like these: the rest of the day is more of them
    plain = run(BRINK_FRAGMENTS=0, BRINK_CACHE_DIR=tmp_path, NUMBA_OPT=0)
    usual = run()
    assert (plain[0], usual[0]) == ("False", "True")
    assert plain[1:] == usual[1:]
    assert int(plain[2]) > 10


def test_this_numba_makes_fragments():
    assert fragments.are_possible()


def test_what_only_compiled_functions_call_is_compiled_as_a_fragment():
    def pipeline(function) -> type:
        return function.made._compiler.pipeline_class

    assert pipeline(live_day) is fragments.FragmentCompiler
    assert pipeline(compiled(live_runs.py_func)) is not fragments.FragmentCompiler


def test_a_numba_without_fragments_is_noticed(monkeypatch):
    def broken(self):
        raise AttributeError("the inside of numba has changed")

    monkeypatch.setattr(fragments.FragmentCompiler, "define_pipelines", broken)
    monkeypatch.delenv("BRINK_FRAGMENTS", raising=False)
    assert not fragments.are_possible.__wrapped__()
