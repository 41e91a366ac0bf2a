"""Design points written straight into the arrays are, to the last bit, what the file schema would have built."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brink.scenarios.design import reached
from brink.scenarios.design.cases import same_case
from brink.scenarios.design.dials import Dials
from brink.scenarios.loader import apply_sets, load_scenario
from brink.scenarios.problems import ScenarioError


def ranges_of(scenario, constants=True):
    return {path: (low, high) for path, (_, low, high) in scenario.ranges(constants).items()}


def built(scenario, dials, values):
    """The case as the file would give it."""
    from brink.scenarios.text.handles import is_whole

    plain = {path: round(v) if is_whole(path) else float(v) for path, v in zip(dials.paths, values, strict=True)}
    return apply_sets(scenario, plain).case()


@pytest.fixture(scope="module")
def january():
    return load_scenario("january-2024")


@pytest.fixture(scope="module")
def all_dials(january):
    return Dials(january, ranges_of(january))


@pytest.fixture(scope="module")
def quick_dials(january, all_dials):
    dials = all_dials
    while dials.rebuilt:
        dials = Dials(january, {p: ranges_of(january)[p] for p in dials.paths if p not in dials.rebuilt})
    return dials


def place(dials, ranges, shares):
    return [
        low + (high - low) * share for (low, high), share in zip((ranges[p] for p in dials.paths), shares, strict=True)
    ]


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32 - 1), kind=st.sampled_from(["inside", "ends", "both"]))
def test_every_declared_range_gives_what_a_rebuild_gives(january, all_dials, quick_dials, seed, kind):
    draw = np.random.default_rng(seed)
    ranges = ranges_of(january)
    for dials in (quick_dials, all_dials):
        shares = draw.random(len(dials.paths))
        ends = np.round(shares) if kind == "ends" else shares
        shares = np.where(draw.random(len(shares)) < 0.5, ends, shares) if kind == "both" else ends
        values = place(dials, ranges, shares)
        assert same_case(dials(values), built(january, dials, values))


def test_only_reach_changes_what_there_is(all_dials):
    assert all_dials.rebuilt
    assert all(path.endswith("range_km") for path in all_dials.rebuilt)


@pytest.mark.parametrize("weapon", ["fateh_313", "samad_3", "mq9_strike", "jf17_strike"])
def test_a_limit_between_a_probe_and_an_end_is_found(january, weapon):
    """Reach changes the menu at some distance inside the range, which need not lie between the probes."""
    path = f"weapons.{weapon}.range_km"
    low, high = ranges_of(january)[path]
    dials = Dials(january, {path: (low, high)})
    assert dials.rebuilt == (path,)
    for share in (0.03, 0.25, 0.9, 0.999):
        values = [low + (high - low) * share]
        assert same_case(dials(values), built(january, dials, values))


def test_a_limit_at_an_end_makes_no_other_point_slow():
    """What holds only at the very end of a range is built anew there, and other points stay quick."""
    scenario = load_scenario("january-2024")
    path = next(p for p in ranges_of(scenario) if p.endswith(".claims"))
    dials = Dials(scenario, {path: (0.5, 1.0)})
    assert dials.rebuilt == ()
    for value in (0.5, 0.8, 1.0):
        assert same_case(dials([value]), built(scenario, dials, [value]))


def test_a_turned_case_shares_nothing_that_the_next_point_writes(quick_dials, january):
    ranges = ranges_of(january)
    low = place(quick_dials, ranges, np.full(len(quick_dials.paths), 0.25))
    first = quick_dials(low)
    kept = [table.tobytes() for table in first.worlds[0][:-2]]
    quick_dials(place(quick_dials, ranges, np.full(len(quick_dials.paths), 0.75)))
    assert [table.tobytes() for table in first.worlds[0][:-2]] == kept


def test_what_worlds_of_a_case_have_in_common_is_written_once(all_dials, january):
    """Three periods of the scenario differ in what wars and truces change; all else is one table for the three."""
    case = all_dials(place(all_dials, ranges_of(january), np.full(len(all_dials.paths), 0.4)))
    assert len(case.worlds) > 1
    apart = {
        name
        for name in case.worlds[0]._fields[:-2]
        if len({id(getattr(world, name)) for world in case.worlds}) > 1
    }  # fmt: skip
    assert apart == {"actors", "dyads", "campaigns"}


def test_a_design_point_has_as_many_values_as_settings(quick_dials):
    with pytest.raises(ValueError, match="1 values for"):
        quick_dials([0.5])


def test_stages_and_wars_that_begin_midway():
    scenario = apply_sets(
        load_scenario("border-clash"),
        {
            "background.siege": {"from": "2024-02-01", "to": "2024-02-20", "drip": {"north": 0.004}},
            "interventions.calm": {"date": "2024-02-10", "set": {"actors.north.pressure.baseline": 0.2}},
        },
    )
    ranges = {
        "actors.north.pressure.baseline": (0.1, 0.7),
        "actors.north.pressure.first_death": (0.1, 0.5),
        "constants.first_death_harm": (0.0, 0.6),
        "constants.pressure_half_life": (5.0, 45.0),
        "background.siege.drip.north": (0.0, 0.01),
        "forces.north_garrison.personnel": (500.0, 4000.0),
        "weapons.rocket.weight": (0.5, 1.5),
        "campaigns.none.rate": (0.0, 1.0),
        "ties.north.south.fear": (0.0, 1.0),
    }
    del ranges["campaigns.none.rate"]
    dials = Dials(scenario, ranges)
    assert len(scenario.case().worlds) == 4
    for share in (0.0, 0.2, 0.5, 0.9, 1.0):
        values = place(dials, ranges, np.full(len(ranges), share))
        assert same_case(dials(values), built(scenario, dials, values))


def test_settings_of_a_dated_change_are_dials_too():
    scenario = apply_sets(
        load_scenario("border-clash"),
        {"interventions.calm": {"date": "2024-02-10", "set": {"actors.north.pressure.baseline": 0.2}}},
    )
    dials = Dials(scenario, {"actors.north.pressure.audience": (0.5, 2.0), "ties.north.south.fear": (0.1, 0.9)})
    values = [1.7, 0.33]
    assert dials.rebuilt == ()
    assert same_case(dials(values), built(scenario, dials, values))


def test_what_is_no_dial_is_refused():
    scenario = load_scenario("border-clash")
    for path in ("actors.north.name", "days", "actors.nobody.pressure.baseline", "constants.fear"):
        with pytest.raises(ScenarioError):
            Dials(scenario, {path: (0.0, 1.0)})
    with pytest.raises(ScenarioError, match="too large"):
        Dials(scenario, {"ties.north.south.fear": (0.0, 1.5)})
    dials = Dials(scenario, {"ties.north.south.fear": (0.1, 0.9)})
    with pytest.raises(ValueError, match="outside"):
        dials([0.95])


def test_points_that_reach_the_same_places_share_one_shape(january, monkeypatch):
    """A range of a weapon makes as many shapes as there are distances in it that matter, and no build from the file."""
    ranges = {path: ranges_of(january)[path] for path in ("weapons.samad_3.range_km", "ties.iran.israel.fear")}
    dials = Dials(january, ranges)
    builds = []
    real = dials._reached
    monkeypatch.setattr(dials, "_reached", lambda: builds.append(1) or real())
    monkeypatch.setattr(dials, "_build", lambda _: pytest.fail("built from the file"))
    dials._shapes.clear()
    for share in np.linspace(0.01, 0.99, 60):
        values = place(dials, ranges, [share, 1 - share])
        assert same_case(dials(values), built(january, dials, values))
    assert 1 < len(builds) < 12, "of sixty points"
    assert len(dials._shapes) > 1, "the range does change what there is"


STAGED = {
    "interventions.calm": {"date": "2024-02-10", "set": {"actors.north.pressure.baseline": 0.2}},
    "background.siege": {"from": "2024-02-01", "to": "2024-02-20", "drip": {"north": 0.004}},
}


@pytest.mark.parametrize("name", ["border-clash", "cedar-valley", "middle-east", "nuclear-neighbours", "balakot-2019"])
@pytest.mark.parametrize("kept", ["none", "some"])
def test_reach_in_place_is_what_a_rebuild_gives(name, kept, monkeypatch):
    """Ranges of all weapons from a border's width to half the globe, with menus that are kept and with none."""
    scenario = load_scenario(name)
    if name == "border-clash":
        scenario = apply_sets(scenario, STAGED)
    monkeypatch.setattr(reached, "MOST", {"none": 0, "some": 10_000}[kept])
    ranges = {f"weapons.{weapon}.range_km": (150.0, 9_000.0) for weapon in scenario.weapons}
    dials = Dials(scenario, ranges)
    draw = np.random.default_rng(len(name))
    for point in range(12 if kept == "some" else 3):
        values = 150.0 * 60.0 ** draw.random(len(ranges)) if point else np.full(len(ranges), 9_000.0)
        assert same_case(dials(values), built(scenario, dials, values)), point
