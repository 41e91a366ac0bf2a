"""A valid scenario that the tests of the loader damage, one edit at a time."""

from __future__ import annotations

from brink.scenarios.loader import loads_scenario
from brink.scenarios.problems import Problem, ScenarioError

GOOD = """\
schema: 1
name: Test
extends: arsenal
start: 2024-01-01
days: 30
actors:
  north:
    kind: state
    home: north
    pressure: {baseline: {value: 0.4, range: [0.1, 0.7], source: judgement}}
    arsenal: [ballistic_missile]
  south: {kind: state, home: south, arsenal: [rocket]}
  band: {kind: militia, patron: north, control: 0.6, sits_in: [south]}
ties:
  north: {south: {fear: 0.5}}
territories:
  north: {host: north}
  south: {host: south}
places:
  fort: {territory: north, lat: 40, lon: 20, setting: base}
  post: {territory: south, lat: 41, lon: 20, setting: base}
campaigns:
  raids: {by: band, against: south, in: [south], from: 2024-01-02, rate: 0.5}
events:
  spark: {date: 2024-01-03, by: north, against: south, in: south, at: post, rung: 7, killed: 3, wounded: 2}
  reply: {date: 2024-01-05, by: south, against: north, in: north, rung: 7, answers: spark}
interventions:
  calm: {date: 2024-01-10, set: {actors.north.pressure.baseline: 0.2}}
"""


def edited(*changes: tuple[str, str]) -> str:
    """The good file with each first text replaced by the second; the first must stand in it once."""
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def problems_of(content: str | bytes, sets: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """What is wrong with a file; nothing if it loads."""
    try:
        loads_scenario(content, "test.yaml", sets)
    except ScenarioError as error:
        return error.problems
    return ()
