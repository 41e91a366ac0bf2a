"""Scenarios put together from data: what the same words in a file would have made, and problems told by name."""

import json

import pytest

from brink.experiments.evidence import situation
from brink.experiments.evidence.episodes import kinetic, read_episodes
from brink.experiments.evidence.extended import extended
from brink.scenarios.loader import loads_scenario
from brink.scenarios.problems import ScenarioError


def by_text(base, data, name):
    """The scenario by way of text: JSON is YAML too."""
    return loads_scenario(json.dumps({"extends": base, **data}), name)


def test_situations_are_those_of_their_text(monkeypatch):
    kept, acts = [], read_episodes()
    monkeypatch.setattr(situation, "extended", lambda *words: kept.append(words) or extended(*words))
    for act in kinetic(acts)[::9]:
        found = situation.situation_at(act, acts, situation.load_profiles()).scenario
        text = by_text(*kept[-1])
        assert found.digest() == text.digest() and found.resolved_yaml() == text.resolved_yaml()
        assert (found.ranges(), found.sources()) == (text.ranges(), text.sources())


def test_a_problem_names_what_was_put_together():
    data = {"schema": 1, "name": "x", "actors": {"aaa": {"kind": "state", "home": "a", "resolv": 1}}}
    with pytest.raises(ScenarioError) as caught:
        extended("arsenal", data, "situation X 1")
    with pytest.raises(ScenarioError) as text:
        by_text("arsenal", data, "situation X 1")
    told, said = ({(p.file, p.path, p.message) for p in one.value.problems} for one in (caught, text))
    assert told == said and ("situation X 1", "actors.aaa.resolv") in {(file, path) for file, path, _ in told}
