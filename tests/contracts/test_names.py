"""One name, one meaning: no class name stands for two things; imports make no circle, and late ones have a reason."""

import ast
import fnmatch
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("agents", "experiments", "model", "scenarios")
MODULES = {path.relative_to(ROOT).as_posix(): path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}

#: Names that two classes share, and why.
SHARED = {
    "Actor": "the section of a scenario, whose name is in the JSON Schema, and the Mesa agent made from it",
    "Tie": "the section of a scenario, whose name is in the JSON Schema, and what the Mesa agent makes of it",
    "State": "a kind of actor, as the field has it; and the lists of numbers that a run is in, as programmers have it",
}

#: Files that may import inside functions, and why; the pattern is of what they import there.
LATE = {
    "experiments/commands/*": ("*", "a verb loads what it needs when it is called, so that help is instant"),
    "model/kernel/*": ("*", "numba and llvmlite are loaded when something is compiled"),
    "scenarios/scenario.py": ("*", "the face of the room: building the arrays needs more than reading the file"),
    "experiments/results/read.py": ("*", "tables are read when asked for; a manifest alone needs neither library"),
    "experiments/results/lock.py": ("*", "msvcrt is there on Windows only, fcntl elsewhere only"),
    "experiments/runs/cluster.py": ("*", "distributed is an optional dependency"),
    "experiments/runs/designs.py": ("scipy*|SALib*", "slow to load, and only designs need them"),
    "experiments/measures/statistics.py": ("scipy*", "slow to load, and only one fit needs it"),
    "experiments/studies/sensitivity.py": ("SALib*", "slow to load: it brings plotting along"),
    "experiments/studies/discovery.py": ("ema_workbench*|scipy*", "an optional dependency; and slow to load"),
    "experiments/evidence/*": ("sklearn*", "scikit-learn is an optional dependency"),
    "experiments/stories/replayed.py": (
        "*crisis|*ground|recorder",
        "Mesa is loaded only where it replays a run",
    ),
    "experiments/studies/frozen.py": ("*", "a kind of study is loaded when a folder holds one"),
}


def classes() -> dict[str, list[str]]:
    found = defaultdict(list)
    for name, path in MODULES.items():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(f"{name}:{node.lineno}")
    return found


def late_imports(tree: ast.AST) -> list[str]:
    """What functions import: names of modules."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = []
    for node in {node for function in functions for node in ast.walk(function)}:
        if isinstance(node, ast.ImportFrom):
            found += [node.module] if node.module else [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return found


def has_reason(name: str, module: str) -> bool:
    return any(
        fnmatch.fnmatch(name, files) and any(fnmatch.fnmatch(module, one) for one in modules.split("|"))
        for files, (modules, _) in LATE.items()
    )


def test_a_class_name_has_one_meaning():
    twice = {name: places for name, places in classes().items() if len(places) > 1}
    assert {name: places for name, places in twice.items() if name not in SHARED} == {}
    assert set(SHARED) == set(twice), "a name that is no longer shared"
    assert all(len(places) == 2 for places in twice.values())


def test_no_file_is_part_of_a_circle():
    """Imports inside functions, and those that only type checkers see, count too."""
    graph = grimp.build_graph("brink", cache_dir=None)
    modules = {name for name in graph.modules if name.split(".")[1:2] and name.split(".")[1] in ROOMS}
    imports = {name: graph.find_modules_directly_imported_by(name) & modules for name in modules}
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))


def test_imports_stand_at_the_head_of_a_file():
    late = [
        f"{name}: {module}"
        for name, path in MODULES.items()
        for module in late_imports(ast.parse(path.read_text()))
        if not has_reason(name, module)
    ]
    assert late == []


@pytest.mark.parametrize("files", LATE)
def test_no_reason_outlives_its_import(files):
    found = [
        late_imports(ast.parse(path.read_text())) for name, path in MODULES.items() if fnmatch.fnmatch(name, files)
    ]
    assert any(found)


def test_the_check_sees_an_offender():
    tree = ast.parse("import a\ndef f():\n    import b.c\n    from .d import e\n    from . import g")
    assert sorted(late_imports(tree)) == ["b.c", "d", "g"]
    assert has_reason("experiments/commands/x.py", "d")
    assert not has_reason("experiments/evidence/nulls.py", "json")
