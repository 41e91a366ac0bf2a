"""What ships with the record: it follows from the codings, and nothing in it, or beside it, is dated too late."""

import csv
import datetime
import json
import re
from pathlib import Path

import pytest

from brink.experiments.evidence.record import build, files

ROOT = Path(files.__file__).parents[3]
FOLDER = Path(files.__file__).parent
LAST = datetime.date(2024, 1, 20)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
SHIPPED = [path for room in ("experiments", "scenarios") for path in (ROOT / room).rglob("*.csv")]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_nothing_is_dated_after_the_boundary(path):
    with path.open(encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row if DATE.fullmatch(cell)]
    assert [cell for cell in cells if datetime.date.fromisoformat(cell) > LAST] == []
    months = [cell for row in csv.reader(path.read_text(encoding="utf-8").splitlines()) for cell in row]
    assert [cell for cell in months if re.fullmatch(r"\d{4}-\d{2}", cell) and cell > "2024-01"] == []


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda path: path.name)
def test_no_scenario_scripts_anything_later(path):
    dates = re.findall(r"^\s*(?:date|from|start|simulate_from):\s*(\d{4}-\d{2}-\d{2})", path.read_text(), re.MULTILINE)
    assert [date for date in dates if date > LAST.isoformat()] == []


def test_no_file_of_numbers_holds_a_later_act():
    for path in (ROOT / "experiments").rglob("*.json"):
        # when a file was made, or a forecaster named, is no act
        text = re.sub(r'"(made|started|ended|named|sealed)": "[^"]*"', "", path.read_text(encoding="utf-8"))
        assert [date for date in re.findall(r'"(\d{4}-\d{2}-\d{2})"', text) if date > LAST.isoformat()] == [], path


def test_the_tables_follow_from_the_settled_record():
    for name, text in build.tables(build.coded_cases()).items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, "python -m brink.experiments.evidence.record"


def test_the_facts_follow_from_the_codings():
    assert json.loads((FOLDER / build.FACTS).read_text(encoding="utf-8")) == json.loads(json.dumps(build.facts()))


def test_the_scores_are_of_this_record():
    told = json.loads((FOLDER / build.SCORES).read_text(encoding="utf-8"))
    assert told["files"] == {files.SETTLED: build._digest(files.SETTLED)}
    for frame in ("openings", "replies", "months", "crises"):
        for row in told[frame]["scores"]:
            for score in row["scores"].values():
                assert score["low"] <= score["estimate"] <= score["high"]


def test_the_record_is_what_was_asked_for():
    told = json.loads((FOLDER / build.FACTS).read_text(encoding="utf-8"))["holds"]
    cases = files.read_cases()
    assert told["cases"] >= 40
    assert told["crises_never_answered"] >= 15
    assert sum(case.region != "Middle East" for case in cases.values()) >= 15


def test_every_act_lies_in_its_window_with_a_source():
    cases = files.read_cases()
    for entry in files.read_entries(files.SETTLED):
        case = cases[entry.case]
        assert case.start <= entry.date <= min(case.end, LAST), entry
        assert entry.source and entry.seen in ("V", "M") and entry.confidence in ("H", "M", "L"), entry
        assert entry.a or entry.b, "every settled act stands in a coding"


def test_the_codings_are_there_as_they_were_handed_in():
    known = [{(entry.case, entry.n) for entry in files.read_entries(name)} for name in files.CODINGS]
    for entry in files.read_entries(files.SETTLED):
        for coding, number in zip(known, (entry.a, entry.b), strict=True):
            assert not number or (entry.case, number) in coding, entry
