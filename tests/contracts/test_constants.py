"""Every constant is read, and by the rule it names: a setting that is documented and never read would be a lie."""

import re
from pathlib import Path

import pytest

from brink.model.mechanisms.registry import CONSTANTS

ROOT = Path(__file__).resolve().parents[2]
RULES = {path.stem: path.read_text() for path in (ROOT / "model" / "mechanisms").glob("*.py")}
#: The order of the day counts terms and draws chances itself; the ladder is tabulated where a scenario becomes arrays.
DRIVER = "\n".join(
    path.read_text()
    for folder in ("model", "model/engine", "model/world", "scenarios")
    for path in sorted((ROOT / folder).glob("*.py"))
    if path.stem not in {"constants", "behaviour"}
)


@pytest.mark.parametrize("name", CONSTANTS)
def test_constant_is_read_where_it_says(name):
    word = re.compile(rf"\b{name}\b")
    rules = {rule for rule, text in RULES.items() if word.search(text)}
    if rules:
        assert CONSTANTS[name].rule in rules
    else:
        assert word.search(DRIVER), "nothing reads it"


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
