"""The situation at an act knows what went before and nothing of what followed."""

from pathlib import Path

import pytest

from brink.experiments.evidence.episodes import kinetic, parse_episodes, read_episodes
from brink.experiments.evidence.situation import load_profiles, situation_at

SMALL = (Path(__file__).parent / "small.csv").read_bytes()


@pytest.fixture(scope="module")
def acts():
    return read_episodes()


@pytest.fixture(scope="module")
def profiles():
    return load_profiles()


def at(acts, chain, n):
    return next(act for act in acts if (act.chain, act.n) == (chain, n))


def test_every_code_of_the_shipped_episodes_has_a_profile(acts, profiles):
    codes = {code.lower() for act in acts for code in (act.actor, act.target)}
    assert codes <= set(profiles.actors)
    for act in kinetic(acts):
        assert situation_at(act, acts, profiles).guessed == ()


def test_nothing_that_followed_is_known(acts, profiles):
    """The acts after it, and whoever first appears in them, could be anything: the situation stays the same."""
    act = at(acts, "N24", 3)
    known = [entry for entry in acts if entry.chain != "N24" or entry.n <= 3]
    assert situation_at(act, acts, profiles).scenario.digest() == situation_at(act, known, profiles).scenario.digest()


def test_the_last_event_is_the_act_and_the_model_takes_over_that_day(acts, profiles):
    act = at(acts, "A20", 4)
    found = situation_at(act, acts, profiles)
    assert found.scenario.simulate_from == act.date
    assert found.case.names.events[found.event] == "act_4"
    assert found.scenario.days == (act.date - at(acts, "A20", 1).date).days + 31
    assert not found.scenario.campaigns


def test_patrons_and_hosts_are_there_though_they_have_not_acted(acts, profiles):
    assert {"irn", "irq"} <= set(situation_at(at(acts, "A20", 1), acts, profiles).scenario.actors)
    assert "pak" in situation_at(at(acts, "N24", 7), acts, profiles).scenario.actors


def test_priors_are_ranges_with_reasons(profiles):
    """Every number of an actor or a tie that the backtest draws is a range around its value."""
    ranges, sources = profiles.ranges(), profiles.sources()
    assert all(low < high or value == low for value, low, high in ranges.values())
    for name in profiles.actors:
        assert f"actors.{name}.pressure.baseline" in ranges
        assert sources[f"actors.{name}.pressure.baseline"]
    for i, ties in profiles.ties.items():
        for j in ties:
            assert sources[f"ties.{i}.{j}.fear"]


def test_strangers_get_the_default_of_their_kind_and_it_is_said():
    acts = parse_episodes(SMALL, "small.csv")
    profiles = load_profiles()
    first = situation_at(at(acts, "AA", 1), acts, profiles)
    assert set(first.guessed) == {"FOO", "BAR"}
    assert first.scenario.actors["foo"].kind == "state"
    assert first.case.worlds[0].menu[-1] > 0, "they can reach each other"
    second = situation_at(at(acts, "BB", 2), acts, profiles)
    assert second.scenario.actors["mil"].kind == "militia"
    assert second.scenario.territories["bar"].host is None, "nobody of that code has acted in this chain"
