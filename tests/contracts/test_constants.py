"""Every constant is read by the rule it names: a setting that is documented and never read would be a lie."""

import re
from pathlib import Path

import pytest

from brink.model.constants import CONSTANTS

ROOT = Path(__file__).resolve().parents[2]


def sources(rule: str) -> str:
    """Text of the file that a constant's ``rule`` names; the ladder is tabulated where a scenario becomes arrays."""
    if rule == "ladder":
        files = [ROOT / "model" / "ladder.py", *sorted((ROOT / "scenarios").glob("*.py"))]
    else:
        files = [ROOT / "model" / "rules" / f"{rule}.py"]
    return "\n".join(path.read_text() for path in files)


@pytest.mark.parametrize("name", CONSTANTS)
def test_constant_is_read_where_it_says(name):
    assert re.search(rf"\b{name}\b", sources(CONSTANTS[name].rule)), f"model/rules/{CONSTANTS[name].rule}.py"


@pytest.mark.parametrize("name", CONSTANTS)
def test_constant_is_sound(name):
    constant = CONSTANTS[name]
    assert constant.low <= constant.default <= constant.high
    assert constant.low < constant.high
    assert constant.unit
    assert constant.meaning
    assert constant.source


def test_shares_and_probabilities_stay_within_one():
    bounded = {name: c for name, c in CONSTANTS.items() if c.unit in {"share", "probability"}}
    assert [name for name, c in bounded.items() if c.low < -1 or c.high > 1] == []
