"""Every limit on what a file may ask for ends in one line that names it, and quickly."""

from __future__ import annotations

import pytest

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
