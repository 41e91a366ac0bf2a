"""Every doctrine of the table has its code, its test class, its page and its sources; nothing stands there besides."""

import importlib
import re
from pathlib import Path

import pytest

from brink.model.world.doctrines import DOCTRINES
from tests.agents.doctrines.contract import DoctrineContract
from tests.agents.doctrines.pages import MARK, page_of, with_moves

ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "docs" / "explanation" / "doctrines"
CHOOSE = (ROOT / "agents" / "doctrines" / "choose.py").read_text()


def test_codes_are_consecutive_and_appraisal_is_the_default():
    assert [entry.code for entry in DOCTRINES.values()] == list(range(len(DOCTRINES)))
    assert next(iter(DOCTRINES)) == "appraisal"


@pytest.mark.parametrize("name", DOCTRINES)
def test_it_has_a_test_class(name):
    module = importlib.import_module(f"tests.agents.doctrines.test_{name}")
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, DoctrineContract)]
    found = [kind for kind in kinds if getattr(kind, "name", "") == name]
    assert [kind.__name__ for kind in found] == ["Test" + name.title().replace("_", "")]


@pytest.mark.parametrize("name", DOCTRINES)
def test_the_rules_know_it(name):
    """All but the model's own, which is what is left when none of the others applies."""
    assert name == "appraisal" or f'DOCTRINES["{name}"].code' in CHOOSE


@pytest.mark.parametrize("name", DOCTRINES)
def test_its_parameters_are_well_formed(name):
    parameters = DOCTRINES[name].parameters
    assert len(parameters) <= 4
    for entry in parameters.values():
        assert entry.low <= entry.default <= entry.high
        assert entry.low < entry.high
        assert entry.unit
        assert entry.meaning


@pytest.mark.parametrize("name", DOCTRINES)
def test_its_page_says_what_the_table_says(name):
    page, entry = page_of(name).read_text(), DOCTRINES[name]
    for parameter, number in entry.parameters.items():
        cells = f"| `{parameter}` | {number.default:g} | {number.low:g} to {number.high:g} | {number.unit} |"
        assert cells in page, parameter
    running = " ".join(page.split())
    for work in re.findall(r"[A-Z][\w ]+ \d{4}", entry.source):
        assert work in running, work
    assert MARK in page


@pytest.mark.parametrize("name", DOCTRINES)
def test_its_move_table_is_what_the_doctrine_does(name):
    page = page_of(name).read_text()
    assert page == with_moves(page, name), "renew: python -m tests.agents.doctrines.pages"


def test_the_index_lists_every_page_and_there_is_no_other():
    assert {path.stem for path in PAGES.glob("*.md")} == {*DOCTRINES, "index"}
    listed = re.findall(r"^\| \[`(\w+)`\]\((\w+)\.md\)", (PAGES / "index.md").read_text(), re.MULTILINE)
    assert listed == [(name, name) for name in DOCTRINES]


def test_every_source_stands_in_the_bibliography():
    works = re.split(r"^- ", (ROOT / "docs" / "bibliography.md").read_text(), flags=re.MULTILINE)
    for entry in DOCTRINES.values():
        for name, year in re.findall(r"([A-Z][\w ]*?)(?: and [\w ]+)? (\d{4})", entry.source):
            assert any(work.startswith(name) and year in work for work in works), f"{name} {year}"
