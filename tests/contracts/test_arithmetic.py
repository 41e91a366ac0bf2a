"""Rules compute with what IEEE 754 fixes: no function of a platform's mathematics library, whose last bit is free."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: What every platform rounds alike, or what gives whole numbers and signs.
EXACT = {"sqrt", "floor", "ceil", "fabs", "copysign", "frexp", "ldexp", "isnan", "isinf", "isfinite", "isqrt", "prod"}
CONSTANTS = {"inf", "nan", "pi", "e", "tau"}
OF_NUMPY = {"exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "power", "float_power", "sin", "cos", "tan"}


def used(path):
    """The functions of ``math`` and the transcendental ones of NumPy that a file names, with their lines."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "math" and node.attr not in EXACT | CONSTANTS:
                yield f"{path.name}:{node.lineno}: math.{node.attr}"
            if node.value.id == "np" and node.attr in OF_NUMPY:
                yield f"{path.name}:{node.lineno}: np.{node.attr}"
        if isinstance(node, ast.ImportFrom) and node.module == "math":
            yield f"{path.name}:{node.lineno}: from math import"


def test_rules_use_our_own_elementary_functions():
    rules = [path for room in ("model", "agents", "scenarios/tables") for path in (ROOT / room).rglob("*.py")]
    assert [line for path in sorted(rules) for line in used(path)] == []


def test_a_platforms_function_would_be_seen(tmp_path):
    path = tmp_path / "rule.py"
    path.write_text("import math\nfrom math import log\nx = math.exp(1.0) + np.log(2.0) + math.sqrt(2.0)\n")
    assert [line.rpartition(": ")[2] for line in sorted(used(path))] == ["from math import", "math.exp", "np.log"]
