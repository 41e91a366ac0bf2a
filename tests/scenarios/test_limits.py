"""Every limit on what a file may ask for ends in one line that names it, and quickly."""

from __future__ import annotations

import time

import pytest

from brink.scenarios.consistency import circles
from brink.scenarios.examine import examine
from brink.scenarios.loader import loads_scenario
from brink.scenarios.problems import ScenarioError
from brink.scenarios.yaml_text import read_yaml

from .files import GOOD


def said(text: str) -> str:
    with pytest.raises(ScenarioError) as refused:
        loads_scenario(text, "large.yaml")
    (problem, *_) = refused.value.problems
    return str(problem)


@pytest.mark.slow
def test_values_in_a_file() -> None:
    many = "\n".join(f"  k{number}: [1, 2, 3, 4, 5, 6, 7, 8]" for number in range(10_001))
    assert "large.yaml:" in said(f"a:\n{many}\n")
    assert "more than 100000 values in one file" in said(f"a:\n{many}\n")


def test_nesting() -> None:
    deep = "".join(f"{'  ' * depth}k:\n" for depth in range(30))
    assert "nested more than 24 levels deep" in said(deep)


def test_bytes_of_a_file() -> None:
    assert "larger than 1024 KiB" in said("# " + "x" * 1_100_000)


def test_actors() -> None:
    many = "".join(f"  extra_{number}: {{kind: bystander}}\n" for number in range(2_001))
    at = GOOD.index("actors:\n") + len("actors:\n")
    assert "actors: at most 2000" in said(GOOD[:at] + many + GOOD[at:])


def test_events() -> None:
    data = dict(read_yaml(GOOD, "good.yaml").data)
    event = next(iter(data["events"].values()))
    data["events"] = {f"e{number}": event for number in range(20_001)}
    assert any("events: at most 20000" in entry.message for entry in examine(data).findings)


def test_days() -> None:
    good = read_yaml(GOOD, "good.yaml").data["days"]
    assert "at most 3650" in said(GOOD.replace(f"days: {good}", "days: 3651"))


EVENT = "date: 2024-01-10, against: south, in: south, rung: 5, killed: 1"
#: What a scenario of some hundred kilobytes may hold, and what is said of it.
COSTLY = {
    "events by nobody": (
        "events:\n" + "".join(f"  e{n}: {{by: nobody{n}, {EVENT}}}\n" for n in range(3_000)),
        "200 mistakes follow",
    ),
    "events that answer nothing": (
        "events:\n" + "".join(f"  e{n}: {{by: north, answers: x{n:04d}, {EVENT}}}\n" for n in range(3_000)),
        "200 mistakes follow",
    ),
    "25,000 actors": (
        "actors:\n" + "".join(f"  a{n}: {{}}\n" for n in range(25_000)),
        "actors: at most 2000",
    ),
    "2,000 interventions": (
        "interventions:\n" + "".join(f"  i{n}: {{date: 2024-01-10, set: {{actors.north.pressure.baseline: 0.5}}}}\n"
                                     for n in range(2_000)),
        "2000 interventions, each checked with",
    ),
    "unknown keys": ("".join(f"k{n}: 1\n" for n in range(10_000)), "200 mistakes follow"),
    "unknown constants": (
        "constants:\n" + "".join(f"  fear_weigh{n}: 1\n" for n in range(10_000)), "200 mistakes follow",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", COSTLY)
def test_what_is_costly_to_check_is_refused_in_seconds(what: str) -> None:
    text, message = COSTLY[what]
    began = time.process_time()
    assert message in said("schema: 1\nname: x\nextends: border-clash\n" + text)
    assert time.process_time() - began < 15


def test_a_long_line_of_patrons_and_of_answers_is_gone_through_once() -> None:
    militias = "".join(f"  m{n}: {{kind: militia, patron: m{n + 1}}}\n" for n in range(1_500))
    scenario = f"schema: 1\nname: x\nextends: border-clash\nactors:\n{militias}  m1500: {{kind: militia, patron: m0}}\n"
    began = time.process_time()
    with pytest.raises(ScenarioError) as refused:
        loads_scenario(scenario, "large.yaml")
    assert any("the patrons go round in a circle: m0 -> m1 -> " in str(problem) for problem in refused.value.problems)
    above = {f"e{n}": f"e{n + 1}" for n in range(20_000)}
    assert list(circles(above)) == []
    assert list(circles(above | {"e20000": "e19999"})) == [["e19999", "e20000"]]
    assert list(circles({"a": "a", "b": "a"})) == [["a"]]
    assert time.process_time() - began < 15
