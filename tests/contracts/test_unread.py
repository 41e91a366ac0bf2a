"""Nothing is kept that nobody reads: every name at the top of a file of the product is read somewhere."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("agents", "experiments", "model", "scenarios")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
READERS = (*ROOMS, "tests", "docs", "gates", "benchmarks")


def bound(tree: ast.Module) -> set[str]:
    """Names of functions, classes and values at the top of a file."""
    names = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            names |= {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return names - {"_", "__all__"}


def read_inside(tree: ast.Module) -> set[str]:
    """What a file reads by plain names, in annotations and imports written as text as well."""
    texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    words = {word for text in texts for word in re.findall(r"\w+" if len(text) < 80 else r"import (\w+)", text)}
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)} | words


def taken_from_others(tree: ast.Module) -> set[str]:
    """What a file imports by name, or reads as an attribute."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found.update(entry.name for entry in node.names)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found


@cache
def taken() -> frozenset[str]:
    """What any file of the repository takes from another."""
    files = [path for room in READERS for path in (ROOT / room).rglob("*.py")]
    return frozenset().union(*(taken_from_others(ast.parse(path.read_text())) for path in files))


def unread(tree: ast.Module, elsewhere: frozenset[str]) -> set[str]:
    """Names that neither the file itself nor another reads; a private name is its own file's."""
    outside = {name for name in bound(tree) if name in elsewhere and not name.startswith("_")}
    return bound(tree) - read_inside(tree) - outside


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_name_is_read(path):
    assert unread(ast.parse(path.read_text()), taken()) == set()


def test_the_check_sees_an_offender():
    tree = ast.parse("A = 1\n_B = 2\nC: int = 3\ndef d(): return A\ndef e(): return d()\nclass F: pass")
    assert unread(tree, frozenset({"_B", "e", "F"})) == {"_B", "C"}
