"""The shape of the house: what ships, how large a room may be, and what must never stand in a commit."""

import ast
import fnmatch
import re
import subprocess
import tomllib
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("agents", "experiments", "model", "scenarios")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]


def tracked_texts() -> list[tuple[str, str]]:
    """Name and text of every file that git tracks and that is text."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listing.returncode:
        pytest.skip("not a git checkout")
    texts = []
    for name in filter(None, listing.stdout.split("\0")):
        try:
            texts.append((name, (ROOT / name).read_text(encoding="utf-8")))
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return texts


def lines_with(pattern: str, suffix: str = "") -> list[str]:
    """Places ``name:line`` where a tracked file with this suffix matches the pattern."""
    expression = re.compile(pattern)
    return [
        f"{name}:{number}"
        for name, text in tracked_texts()
        if name.endswith(suffix)
        for number, line in enumerate(text.splitlines(), 1)
        if expression.search(line)
    ]


def test_every_package_is_declared():
    found = {"brink"} | {
        "brink." + ".".join(path.parent.relative_to(ROOT).parts) for path in MODULES if path.name == "__init__.py"
    }
    assert set(SETUPTOOLS["packages"]) == found


def test_every_folder_with_modules_is_a_package():
    assert [path for path in MODULES if not (path.parent / "__init__.py").exists()] == []


def test_every_data_file_ships_in_the_wheel():
    strays = []
    for room in ROOMS:
        for path in (ROOT / room).rglob("*"):
            if path.is_dir() or path.suffix in {".py", ".pyc"}:
                continue
            package = "brink." + ".".join(path.parent.relative_to(ROOT).parts)
            if not any(fnmatch.fnmatch(path.name, glob) for glob in SETUPTOOLS["package-data"].get(package, [])):
                strays.append(str(path.relative_to(ROOT)))
    assert strays == []


def test_the_package_says_that_it_is_typed():
    assert (ROOT / "py.typed").exists()
    assert "py.typed" in SETUPTOOLS["package-data"]["brink"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_stay_small(path):
    text = path.read_text()
    assert text.count("\n") <= 400, "more than 400 lines: two rooms in one?"
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {f.name: f.end_lineno - f.lineno + 1 for f in functions}
    assert {name: length for name, length in lengths.items() if length > 60} == {}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_taken_in_at_a_glance(room):
    top = {path.relative_to(ROOT / room).parts[0] for path in MODULES if (ROOT / room) in path.parents}
    assert len(top - {"__init__.py"}) <= 18, "packages and loose modules at the top of a room: one more package?"


def imports_of_modules() -> dict[str, set[str]]:
    """What each module of the package imports: when it is loaded, when a function is called, or for its types alone."""
    graph = grimp.build_graph("brink", cache_dir=None)  # a kept graph may be of files as they were
    rooms = tuple(f"brink.{room}" for room in ROOMS)
    return {name: graph.find_modules_directly_imported_by(name) for name in graph.modules if name.startswith(rooms)}


def test_no_imports_go_round_in_a_circle():
    found = list(TopologicalSorter(imports_of_modules()).static_order())
    assert len(found) >= len(MODULES)


def test_the_check_sees_a_circle():
    with pytest.raises(CycleError):
        TopologicalSorter(imports_of_modules() | {"brink.model.world.tables": {"brink.model.crisis"}}).prepare()


def test_nothing_unfinished_is_committed():
    marks = ["TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error"]
    assert lines_with(r"\b(" + "|".join(marks) + r")\b", ".py") == []


def test_no_check_is_silenced_wholesale():
    silences = ["type: " + r"ignore(?!\[)", "no" + "qa(?!:)", r"except( Exception)?:\s*$"]
    assert lines_with("|".join(silences), ".py") == []


def test_no_path_of_a_machine_and_no_registry_address():
    folders = "|".join(["wo" + "rk", "ro" + "ot", "ho" + "me", "Use" + "rs"])
    registries = "|".join([r"pypi\.org/" + "simple", "python" + "hosted", r"registry\.npm" + "js"])
    assert lines_with(rf"(?<![\w.~$}})])/({folders})/|{registries}") == []


def test_tests_are_no_package():
    assert sorted((ROOT / "tests").rglob("__init__.py")) == []
