"""One form for every number that people read: how many digits and which sign is decided in one file alone."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "experiments" / "measures" / "numbers.py"
#: Rooms that write for people; the others write messages about files, or files.
ROOMS = ("commands", "evidence", "figures", "measures", "report", "stories", "studies")
MODULES = [path for room in ROOMS for path in sorted((ROOT / "experiments" / room).rglob("*.py")) if path != HOME]
#: Thousands alone (``{runs:,}``) and widths are the language's own and leave nothing to decide.
DIGITS = re.compile(r"\.\d|\.$|[gfe%]$|\+")
#: Files for machines.
MACHINES = {"experiments/evidence/calibrate.py": [".6g"]}


def digits_chosen(tree: ast.AST) -> list[str]:
    """What f-strings say of the digits of numbers."""
    specs = [node.format_spec for node in ast.walk(tree) if isinstance(node, ast.FormattedValue)]
    texts = [
        "".join(part.value for part in spec.values if isinstance(part, ast.Constant))
        for spec in specs
        if isinstance(spec, ast.JoinedStr)
    ]
    return [text for text in texts if DIGITS.search(text)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_digits_are_chosen_in_one_file(path):
    allowed = MACHINES.get(path.relative_to(ROOT).as_posix(), [])
    assert [text for text in digits_chosen(ast.parse(path.read_text())) if text not in allowed] == []


@pytest.mark.parametrize("text", ["{x:.2f}", "{x:+.1f}", "{x:g}", "{100 * x:.{n}f} %", "{x:,.0f}", "{x:.1%}"])
def test_the_check_sees_an_offender(text):
    assert digits_chosen(ast.parse(f"f'{text}'"))


@pytest.mark.parametrize("text", ["{x:,}", "{x:>8}", "{x}", "{day:%b %Y}", "{n:010d}"])
def test_the_check_leaves_the_rest_alone(text):
    assert digits_chosen(ast.parse(f"f'{text}'")) == []


@pytest.mark.parametrize("path", sorted((ROOT / "experiments" / "report").glob("*.html")), ids=lambda path: path.name)
def test_templates_shape_no_numbers(path):
    assert re.findall(r"\.format\(|\| *(?:round|format)\b|\{:", path.read_text()) == []
