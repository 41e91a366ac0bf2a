"""Who may use what, where import-linter has no words for it: draws are keyed, and only one file makes them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIMULATION = sorted(path for room in ("agents", "model", "scenarios") for path in (ROOT / room).rglob("*.py"))
EXPERIMENTS = sorted((ROOT / "experiments").rglob("*.py"))
MAKES_NUMBERS = {"random", "numpy.random", "secrets", "uuid"}


def imported(tree: ast.AST) -> set[str]:
    """Dotted names of everything that is imported, `from a import b` counted as both a and a.b."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def attributes(tree: ast.AST) -> set[str]:
    return {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("path", SIMULATION, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_draws_makes_random_numbers(path):
    if path == ROOT / "model" / "kernel" / "draws.py":
        pytest.skip("the one place")
    tree = ast.parse(path.read_text())
    assert imported(tree) & MAKES_NUMBERS == set()
    # np.random, and Mesa's own streams: model.random, agent.random, AgentSet.shuffle
    assert attributes(tree) & {"random", "shuffle", "shuffle_do", "default_rng"} == set()


@pytest.mark.parametrize("path", EXPERIMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_statistics_resamples(path):
    if path == ROOT / "experiments" / "measures" / "statistics.py":
        pytest.skip("the bootstrap")
    tree = ast.parse(path.read_text())
    assert imported(tree) & {"random", "numpy.random", "secrets"} == set()
    assert attributes(tree) & {"default_rng"} == set()


def test_the_check_sees_an_offender():
    tree = ast.parse("import numpy as np\nfrom numpy import random\nx = np.random.default_rng(0)")
    assert "numpy.random" in imported(tree)
    assert "random" in attributes(tree)


WITHOUT_EXTRAS = """
import importlib, pkgutil, sys

class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {extras!r}:
            raise ModuleNotFoundError(f"no module named {{name}}")

sys.meta_path.insert(0, Nothing())
import brink
from brink import experiments
for found in pkgutil.walk_packages(experiments.__path__, "brink.experiments."):
    if found.name != {built_on!r} and not found.name.endswith("__main__"):
        importlib.import_module(found.name)
try:
    importlib.import_module({built_on!r})
except ModuleNotFoundError as seen:
    print(seen)
"""


def test_nothing_but_a_cluster_here_needs_an_extra_to_be_imported():
    """A plain install has none of them, and the environment of the tests has them all."""
    extras = {"distributed", "cryptography", "sklearn", "ema_workbench"}
    text = WITHOUT_EXTRAS.format(extras=extras, built_on="brink.experiments.runs.cluster_here")
    done = subprocess.run([sys.executable, "-P", "-c", text], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "no module named" in done.stdout, "the check sees an offender"
