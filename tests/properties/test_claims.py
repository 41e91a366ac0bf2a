"""No sentence asserts what the number, its interval, its held-out value or its count of cases refutes."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.experiments.measures import claims
from brink.experiments.measures.claims import FEWEST, End, Finding, HeldOutCondition, OutcomeChange, Side, side, widened
from brink.experiments.measures.statistics import LEVEL, Interval

numbers = st.floats(-2, 2) | st.sampled_from([0.0, 0.5, 1.0, math.nan])
shares = st.floats(0, 1) | st.sampled_from([0.0, 0.5, 1.0, math.nan])


@st.composite
def intervals(draw, values=numbers, orderly=False):
    """Three numbers; unless they are to be orderly, the estimate may lie outside its bounds, or be unknown."""
    found = [draw(values) for _ in range(3)]
    if orderly or draw(st.booleans()):
        low, middle, high = sorted(found)
        return Interval(middle, low, high)
    return Interval(*found)


def findings(values=numbers):
    return st.builds(Finding, intervals(values), st.integers(0, 40), st.none() | values)


def supports(found, above, of=0.0):
    """By hand: whether everything known of a number says that it lies above (or below) a value."""
    known = [*found.interval, *([found.held_out] if found.held_out is not None else [])]
    return found.cases >= FEWEST and all(value > of if above else value < of for value in known)


@given(findings(), numbers.filter(lambda value: value == value))
def test_a_side_is_named_only_where_everything_says_so(found, of):
    assert (side(found, of) is Side.ABOVE) == supports(found, True, of)
    assert (side(found, of) is Side.BELOW) == supports(found, False, of)


@given(intervals(st.floats(-2, 2), orderly=True), st.integers(1, 500))
def test_a_number_picked_out_of_many_has_a_wider_interval(interval, among):
    one, wide = Finding(interval, 50), widened(Finding(interval, 50), among)
    assert wide.interval.low <= interval.low + 1e-12
    assert wide.interval.high >= interval.high - 1e-12
    if among == 1:
        assert wide.interval == pytest.approx(one.interval)


@given(shares.filter(lambda v: v == v), findings(shares), findings(shares), st.floats(0, 1), st.booleans())
def test_a_condition_is_named_only_where_it_holds(base, coverage, density, luck, bounded):
    found = HeldOutCondition(base, coverage, density, luck)
    said = claims.condition(found, ["x is at least 1"] if bounded else [])
    named = "x is at least 1" in said
    assert named == ("happens" in said)
    if coverage.cases < FEWEST:
        assert said.startswith("Too few runs")
    elif named:
        assert supports(density, True, base)
        assert luck <= 1 - LEVEL
    else:
        assert claims.NO_CONDITION in said.lower()
    if "mostly" in said:
        assert supports(coverage, True, 0.5)


@given(st.lists(st.builds(OutcomeChange, st.uuids().map(str), st.just("1"), st.just("2"), st.just("by 1"), findings())))
def test_a_direction_of_a_change_needs_an_interval_without_zero(asked):
    text = " ".join(claims.changes(asked))
    for entry in asked:
        assert (f"{entry.outcome} up from" in text) == supports(entry.found, True)
        assert (f"{entry.outcome} down from" in text) == supports(entry.found, False)
        assert entry.outcome in text


@given(st.lists(st.floats(0, 100), min_size=1))
def test_draws_are_said_to_save_runs_only_if_they_do(factors):
    said = claims.saving(factors)
    assert ("saved runs:" in said) == (min(factors) > 1)
    assert ("saved no runs" in said) == (max(factors) <= 1)


@given(findings())
def test_a_forecaster_leads_only_beyond_its_interval(gain):
    said = claims.lead("brink", "the base rate", gain)
    assert ("does better" in said) == supports(gain, True)
    assert ("does worse" in said) == supports(gain, False)


@given(st.dictionaries(st.uuids().map(str), findings()))
def test_nobody_is_ahead_from_a_handful_of_chains(leads):
    said = claims.standing(leads)
    ahead, _, behind = said.partition("; behind")
    assert ("ahead" in said) == any(found.cases >= FEWEST for found in leads.values())
    for name, found in leads.items():
        assert (name in ahead) == supports(found, True)
        assert (name in behind) == supports(found, False)


@given(st.floats(0, 1), st.none() | st.dictionaries(st.uuids().map(str), findings(shares)), st.booleans())
def test_a_setting_is_named_only_if_it_stands_out_of_chance(noise, found, rare):
    said = claims.influence("killed", "rare" if rare or found is None else "", noise, found)
    for name, share in (found or {}).items():
        if name in said:
            assert supports(share, True)
    if "goes mostly with" in said:
        assert any(supports(share, True, 0.5) for share in found.values())
    assert ("goes" in said) == any(supports(share, True) for share in (found or {}).values())
    title = claims.strongest("killed", found)
    assert bool(title) == any(supports(share, True) for share in (found or {}).values())
    named = [share for name, share in (found or {}).items() if name in title]
    assert all(supports(share, True) for share in named)
    assert "mostly" not in title or any(supports(share, True, 0.5) for share in named)


@given(st.floats(0, 1))
def test_chance_is_called_most_only_above_half(noise):
    assert ("mostly" in claims.chance(noise)) == (noise > 0.5)


def ends():
    return st.builds(End, st.uuids().map(str), st.just("here"), findings(st.floats(-2, 2)))


@given(ends(), ends(), st.integers(2, 200))
def test_two_ends_differ_only_if_intervals_made_for_all_points_do(low, high, points):
    said = claims.between("killed", low, high, points)
    assert bool(claims.reach("killed", low, high, points)) == (claims.apart(low, high, points))
    assert low.value == high.value or claims.apart(low, high, points) == said.endswith("(here).")
    if not said.endswith("(here)."):
        return
    assert min(low.found.cases, high.found.cases) >= FEWEST
    assert low.found.interval.high < high.found.interval.low or points > 1
    assert widened(low.found, points).interval.high < widened(high.found, points).interval.low


@given(findings())
def test_chains_die_out_only_below_one(ratio):
    said = claims.chains(ratio)
    assert (said == "so chains die out") == supports(ratio, False, 1.0)
    assert (said == "so chains can feed themselves") == supports(ratio, True, 1.0)


@given(st.lists(findings(), max_size=6))
def test_a_map_is_contained_or_runaway_only_if_every_point_is(points):
    said = claims.contained(points)
    known = [point for point in points if point.interval.estimate == point.interval.estimate]
    if not known:
        assert said.startswith("nothing to answer")
        return
    assert said.startswith("contained") == all(supports(point, False, 1.0) for point in known)
    assert said.startswith("runaway") == all(supports(point, True, 1.0) for point in known)
    if said.startswith("line"):
        assert any(supports(point, False, 1.0) for point in known)
        assert any(supports(point, True, 1.0) for point in known)


@given(findings(shares), st.none() | findings(shares))
def test_most_runs_are_more_than_half(first, second):
    said = claims.commonest(first, second)
    if said == "in most runs":
        assert supports(first, True, 0.5)
    if said == "most often":
        assert first.cases >= FEWEST
        assert first.interval.low > second.interval.high


@given(st.integers(0, 20), st.integers(1, 200), st.integers(0, 40))
def test_settings_go_with_nothing_from_a_handful_of_runs(found, drawn, runs):
    said = claims.associated(found, drawn, 0.1, runs)
    assert ("too few" in said) == (runs < FEWEST)
    if runs >= FEWEST:
        assert re.search(rf"\b{found or 'None'} of them", said)


def test_fewer_cases_than_the_floor_agree_by_luck():
    assert 2 * 0.5**FEWEST < 1 - LEVEL < 2 * 0.5**5
    assert np.isclose(2 * 0.5**5, 0.0625)
