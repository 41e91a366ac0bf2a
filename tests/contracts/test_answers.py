"""An answer has one form: kinds of study stand in one table, and every folder is begun and sealed in one place."""

import ast
from pathlib import Path

import pytest

from brink.experiments.studies.kinds import KINDS

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "experiments").rglob("*.py"))
TABLE = ROOT / "experiments" / "studies" / "kinds.py"
NAMES = {*KINDS, "backtest"}


def texts(nodes):
    """The plain texts among some expressions, those inside tuples and lists counted."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.Tuple | ast.List | ast.Set):
            yield from texts(node.elts)


def named(node):
    """What a dictionary is keyed by, or a branch asks for, as plain texts, and how many kinds of study are too many."""
    if isinstance(node, ast.Dict):
        return texts(filter(None, node.keys)), 2
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "fromkeys":
        return texts(node.args[:1]), 1
    if isinstance(node, ast.Compare):
        return texts([node.left, *node.comparators]), 1
    if isinstance(node, ast.MatchValue):
        return texts([node.value]), 1
    return (), 1


def keyed_by_kind(tree):
    """Lines where a dictionary has the names of two kinds as keys, or where a branch asks for the name of one."""
    for node in ast.walk(tree):
        found, most = named(node)
        if len(NAMES & set(found)) >= most:
            yield node.lineno if hasattr(node, "lineno") else node.value.lineno


def calls(tree, name):
    """Whether a module calls a function of this name, however it was imported."""
    found = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(getattr(called, "attr", getattr(called, "id", "")) == name for called in found)


def test_nothing_but_the_table_is_keyed_by_the_kind_of_a_study():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in MODULES
        if path != TABLE
        for line in keyed_by_kind(ast.parse(path.read_text()))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        '{"sweep": 1, "compare": 2}',
        'dict.fromkeys(("map", "discover"), 1)',
        'kind == "map"',
        'kind in ("map", "other")',
        'match kind:\n    case "calibrate":\n        pass',
    ],
)
def test_the_check_sees_an_offender(text):
    assert list(keyed_by_kind(ast.parse(text)))


def test_every_kind_stands_under_its_own_name_and_can_be_shown():
    assert {name: kind.name for name, kind in KINDS.items()} == {name: name for name in KINDS}
    assert all(callable(kind.shown) for kind in KINDS.values())
    assert [name for name, kind in KINDS.items() if kind.again is None] == ["discover"]


@pytest.mark.parametrize(
    ("function", "homes"),
    [
        # calibration for folders begun by earlier versions; what the entry freezes is no folder but what Python tracks
        ("freeze", {"results/answer.py", "evidence/calibration.py", "commands/entry.py"}),
        ("clear", {"results/answer.py"}),
        ("seal", {"results/store.py", "results/study.py"}),
        ("write_sums", {"results/manifest.py"}),
        ("refuse_other", {"results/answer.py", "runs/batch.py"}),  # the latter for a plan that computes nothing
    ],
)
def test_a_folder_is_frozen_cleared_and_sealed_in_one_place(function, homes):
    found = {
        path.relative_to(ROOT / "experiments").as_posix()
        for path in MODULES
        if calls(ast.parse(path.read_text()), function)
    }
    assert found == homes
