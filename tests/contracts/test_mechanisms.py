"""A mechanism has one home: drivers keep the books; conditions, numbers and recipes stand with their mechanism."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from brink.model.mechanisms import registry
from brink.model.mechanisms.damping import Damping
from brink.model.mechanisms.restraint import Fixed
from brink.model.mechanisms.utility import Relief, Terms
from brink.model.world.tables import NONE

ROOT = Path(__file__).resolve().parents[2]
DRIVERS = [*(ROOT / "agents").glob("*.py"), *(ROOT / "model" / "engine").glob("*.py"), ROOT / "model" / "crisis.py"]
MECHANISMS = sorted((ROOT / "model" / "mechanisms").glob("*.py"))
#: Not mechanisms themselves: what puts them together or combines them.
COMBINING = {"__init__", "registry", "affected", "provocation", "stocks", "phases", "reasons", "ceiling"}

each_driver = pytest.mark.parametrize("path", sorted(DRIVERS), ids=lambda path: str(path.relative_to(ROOT)))


def names_in(path: Path) -> set[str]:
    """Everything that a file imports by name."""
    tree = ast.parse(path.read_text())
    return {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


def attributes_of(path: Path) -> set[str]:
    """Every attribute that a file reads."""
    return {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}


@each_driver
def test_no_driver_reads_a_constant(path):
    assert "constants_of" not in names_in(path)
    assert attributes_of(path) & set(registry.CONSTANTS) == set()


@each_driver
def test_no_driver_knows_how_an_identity_is_made(path):
    assert "mix" not in names_in(path)


@each_driver
def test_no_driver_holds_a_number_that_a_rule_could_turn_on(path):
    """Fractions stand in tables; what is left are sizes of lists, and a margin for rounding."""
    tree = ast.parse(path.read_text())
    floats = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, float)}
    assert floats <= {0.0, 1.0, -1.0, 1e-9} | ({1.1} if path.stem == "ensemble" else set())


def test_the_check_sees_an_offender(tmp_path):
    offender = tmp_path / "offender.py"
    offender.write_text("from x import constants_of, mix\nc = constants_of(world).veto_days > 20")
    assert {"constants_of", "mix"} <= names_in(offender)
    assert "veto_days" in attributes_of(offender)


def test_every_mechanism_is_in_the_list():
    listed = {mechanism.__name__.rpartition(".")[2] for mechanism in registry.MECHANISMS}
    assert listed == {path.stem for path in MECHANISMS} - COMBINING


def test_every_term_has_its_words():
    sums = {"relief", "fixed"}
    assert set(Terms._fields) - sums <= set(registry.TERMS)
    assert {*Relief._fields, *Fixed._fields, *Damping._fields} <= set(registry.TERMS)


def test_a_fresh_row_is_as_its_mechanisms_say():
    row = registry.fresh_rows(registry.DYAD_STATE)[0]
    assert row["closing_until"] == row["vow"] == row["eased_until"] == NONE
    assert row["account"] == row["exchanges"] == row["patience"] == 0


def test_no_number_of_a_draw_is_used_twice(monkeypatch):
    assert len(set(registry.PURPOSES.values())) == len(registry.PURPOSES)
    monkeypatch.setattr(registry.MECHANISMS[0], "PURPOSES", {"AGAIN": 1}, raising=False)
    with pytest.raises(ValueError, match=r"^AGAIN and COUNT are both draw number 1; the next free is \d+$"):
        registry._purposes()


#: A constant, a field and a term more in the file of one mechanism, before anything else is loaded.
DECLARED = """
from brink.model.mechanisms import mediation
from brink.model.world.constants import constant
from brink.model.world.state import Field

own = {"trial_chance": constant(0.05, 0.0, 0.2, "per day", "", "chance of a tried ceasefire", "judgement")}
mediation.CONSTANTS.update(own)
mediation.PAIR_STATE += (Field("trial_until", "i8", -9),)
mediation.TERMS["trial"] = "a tried ceasefire"
mediation.PURPOSES = {"TRIAL": 999}

from brink.docs.pages import constants
from brink.model.mechanisms import registry
from brink.scenarios.describe import explain
from brink.scenarios.glossary import search
from brink.scenarios.loader import load_scenario
from brink.scenarios.schema.json_schema import json_schema_text

scenario = load_scenario("border-clash", ("constants.trial_chance=0.15",))
assert scenario.case().worlds[0].constants["trial_chance"].tolist() == [0.15]
assert registry.fresh(registry.PAIR_STATE).trial_until == -9
assert (registry.TERMS["trial"], registry.PURPOSES["TRIAL"]) == ("a tried ceasefire", 999)
assert explain("constants.trial_chance").rule == "mediation"
assert [entry.name for entry in search("tried")] == ["trial", "trial_chance"]
assert "trial_chance" in json_schema_text() and "trial_chance" in constants.page()
"""


def test_what_one_file_declares_is_known_everywhere():
    """Settings, help, schema, state, story and reference follow: a rule is added in the files that act on it alone."""
    done = subprocess.run([sys.executable, "-c", DECLARED], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
