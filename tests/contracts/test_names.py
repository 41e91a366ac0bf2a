"""One name, one meaning: no class name stands for two things; and imports inside functions have a reason each."""

import ast
import fnmatch
import re
from collections import defaultdict
from pathlib import Path

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

#: Files that may import inside functions, what they import there, and why.
LATE = {
    "experiments/commands/*": ("*", "a verb loads what it needs when it is called, so that help is instant"),
    "model/kernel/*": ("*", "numba and llvmlite are loaded when something is compiled"),
    "scenarios/scenario.py": ("*", "the face of the room: building the arrays needs more than reading the file"),
    "experiments/runs/cluster.py": (
        "distributed*|cluster_here",
        "an optional dependency, and the file that is built on it",
    ),
    "experiments/runs/designs.py": ("scipy.stats|SALib*", "half a second that only drawn parameters and points need"),
    "experiments/runs/engines.py": ("model.engine.ensemble", "all rules, which are loaded only where something is run"),
    "experiments/results/read.py": ("pandas", "a third of a second that only reading tables needs"),
    "experiments/measures/isotonic.py": ("scipy*", "half a second; every study knows scores, few take them"),
    "experiments/evidence/reference.py": ("scipy*", "the same"),
    "experiments/evidence/hawkes.py": ("scipy*", "the same"),
    "experiments/evidence/unseen/as_one.py": ("scipy*", "the same"),
    "experiments/evidence/record/counts.py": ("scipy*", "the same"),
    "experiments/page/module.py": ("model.*", "all rules and the compiler, which only making the module anew needs"),
    "experiments/report/live.py": ("page.page", "a page takes its limits from the report's room"),
    "experiments/studies/sensitivity.py": ("SALib*", "the same, with sensitivity"),
    "experiments/figures/soil.py": ("scipy*", "half a second that only maps need"),
    "experiments/studies/discovery.py": ("ema_workbench*|scipy*", "an optional dependency; half a second"),
    "experiments/evidence/*": ("sklearn*", "an optional dependency"),
    "experiments/system/threads.py": ("threadpoolctl", "an optional dependency: it comes with sklearn"),
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


#: Where ids become words, and where a name is made comparable, which no reader sees.
WORDED = ("scenarios/schema/words.py", "experiments/figures/outline.py")


def test_ids_become_words_in_one_file():
    own = [
        name for name, path in MODULES.items() if re.search(r"""replace\(["'][_-]["'], ["'] ["']\)""", path.read_text())
    ]
    assert sorted(own) == sorted(WORDED)


def test_the_check_sees_an_offender():
    tree = ast.parse("import a\ndef f():\n    import b.c\n    from .d import e\n    from . import g")
    assert sorted(late_imports(tree)) == ["b.c", "d", "g"]
    assert has_reason("experiments/commands/x.py", "d")
    assert not has_reason("experiments/evidence/nulls.py", "json")
