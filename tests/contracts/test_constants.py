"""Every constant is read, and by the rule it names: a setting that is documented and never read would be a lie."""

import re
from pathlib import Path

import pytest

from brink.model.mechanisms.registry import CONSTANTS

ROOT = Path(__file__).resolve().parents[2]
RULES = {path.stem: path.read_text() for path in (ROOT / "model" / "mechanisms").glob("*.py")}
#: What is worked out once where a scenario becomes arrays, and what outcomes count as.
WHERE = ("model/prepared.py", "model/measured.py", "scenarios/tables/direct.py", "scenarios/tables/course_facts.py")
TABLES = "\n".join((ROOT / name).read_text() for name in WHERE)


def read_in(name: str, text: str) -> bool:
    """Whether a text reads a constant, as a field of the record of constants."""
    return re.search(rf"\.{name}\b", text) is not None


@pytest.mark.parametrize("name", CONSTANTS)
def test_constant_is_read_where_it_says(name):
    readers = {rule for rule, text in RULES.items() if read_in(name, text)}
    if readers:
        assert CONSTANTS[name].rule in readers | {"ladder"}
    else:
        assert read_in(name, TABLES), "nothing reads it"


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
