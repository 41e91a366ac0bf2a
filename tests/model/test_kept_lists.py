"""Runs of one case leave nothing for those of the next, though a thread keeps the lists they were written into."""

import cProfile
import datetime
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from brink.experiments.evidence.january import scenario_until
from brink.model import prepared
from brink.model.engine import ensemble
from brink.model.world.tables import NEVER, NONE
from brink.scenarios.loader import apply_sets, load_scenario


def alone(case, seed, series):
    """The batch as a thread finds it that has run nothing before."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ensemble.simulate, case, seed, 0, 6, series).result()


@pytest.mark.parametrize("series", [False, True])
def test_a_case_gives_the_same_bytes_whatever_ran_before_on_its_thread(series):
    cases = [load_scenario(name).case() for name in ("january-2024", "border-clash", "balakot-2019", "cedar-valley")]
    wanted = [alone(case, 5, series) for case in cases]
    for order in ([0, 1, 2, 3, 0], [3, 1, 0, 2]):
        for k in order:
            found = ensemble.simulate(cases[k], 5, 0, 6, series)
            for name in ("acts", "answers", "wars", "pauses", "series", "mediated"):
                assert np.array_equal(getattr(found, name), getattr(wanted[k], name), equal_nan=name == "series"), name


def test_lists_are_kept_for_the_next_case_that_fits_and_no_other():
    shorter = load_scenario("january-2024")
    small, large = load_scenario("border-clash").case(), shorter.case()
    same = apply_sets(shorter, {"constants.fear_weight": 7.0}).case()
    short = apply_sets(shorter, {"days": 140}).case()
    ensemble.simulate(large, 1, 0, 1)
    kept = ensemble._KEPT.state
    ensemble.simulate(same, 1, 0, 1)
    assert ensemble._KEPT.state is kept
    assert kept.fits(large.worlds, 100, False), "more room than is asked for does no harm"
    assert not kept.fits(large.worlds, 10**6, False)
    assert not kept.fits(large.worlds, 1024, True), "one that records needs room for the series"
    assert not kept.fits(short.worlds, 1024, False), "queues are found by the number of days"
    assert not kept.fits(small.worlds, 1024, False), "and ties by that of actors"


def test_room_once_found_is_not_looked_for_again():
    """Cases that take turns have menus of many lengths; none of them begins with less room than was found before."""
    large, small = (load_scenario(name).case() for name in ("january-2024", "border-clash"))
    found = ensemble._state_for(large, 4 * ensemble._ROOM, False)
    next_one = ensemble._state_for(small, ensemble._ROOM, False)
    assert next_one is not found
    for name in ("acts", "of_rows", "of_variants"):
        assert len(next_one.lists[name]) >= len(found.lists[name]), name


def walked(first, following, start):
    """The numbers on a list, from its first on."""
    found, k = [], first
    while k != NONE:
        found.append(int(k))
        k = following[start(k)]
    return found


def test_each_actor_has_lists_of_the_relations_that_a_run_touched_and_of_no_others():
    case = load_scenario("january-2024").case()
    n = len(case.worlds[0].actors)
    ensemble.simulate(case, 3, 0, 2)
    lists = ensemble._KEPT.state.lists
    minds, ties = lists["minds"], lists["ties"]
    touched = {(int(t) // n, int(t) % n) for t in np.flatnonzero(ties["touched"])}
    assert touched == {(int(t) // n, int(t) % n) for t in lists["touched"]["value"][: lists["counts"]["touched"][0]]}
    assert n < len(touched) < n * n / 2, "most relations are never touched"
    for i in range(n):
        of = walked(minds["first_of"][i], ties["next_of"], lambda j, i=i: i * n + j)
        assert of == sorted(j for k, j in touched if k == i), "in the order of numbers"
        against = walked(minds["first_against"][i], ties["next_against"], lambda j, i=i: j * n + i)
        assert sorted(against) == sorted(k for k, j in touched if j == i)
        held = walked(minds["first_held"][i], ties["next_held"], lambda j, i=i: i * n + j)
        assert held == [j for j in range(n) if ties["held"][i * n + j]]
        open_with = [j for j in range(n) if ties["grievance"][i * n + j] != NONE or ties["vow"][i * n + j] != NEVER]
        assert set(open_with) <= set(held), "nobody against whom something stands is left out"


def test_a_case_with_other_menus_takes_over_the_lists_with_the_room_that_they_have_grown_to():
    scenario = load_scenario("january-2024")
    ranges = {f"weapons.{name}.range_km": 300 for name in ("paveh", "shahed_136")}
    large, small = scenario.case(), apply_sets(scenario, ranges).case()
    assert len(small.worlds[0].variants) < len(large.worlds[0].variants)
    wanted = alone(small, 5, False)
    ensemble.simulate(large, 1, 0, 20)
    kept = ensemble._KEPT.state
    found = ensemble.simulate(small, 5, 0, 6)
    assert ensemble._KEPT.state is kept, "lists that follow the menus may be longer than is asked"
    assert np.array_equal(found.acts, wanted.acts)
    ensemble.simulate(large, 1, 0, 20)
    assert ensemble._KEPT.state is kept


def test_tables_are_bundled_without_putting_the_types_of_their_rows_into_words():
    worlds = load_scenario("january-2024").case().worlds
    prepared.Facts(worlds[0])
    with cProfile.Profile() as profile:
        prepared.Facts(worlds[0])
    called = {entry.code.co_name for entry in profile.getstats() if not isinstance(entry.code, str)}
    assert "work_out" in called or "call" in called
    assert "_array_descr" not in called, "that took fifty microseconds a table, longer than all that is worked out"


@pytest.mark.parametrize("place", ["january-2024", "balakot-2019", "border-clash", datetime.date(2023, 12, 14)])
def test_a_run_leaves_nothing_to_the_next_on_pairs_that_it_did_not_touch(place: str | datetime.date) -> None:
    """Only pairs that are noted as touched are cleared for the next run, so whatever is written elsewhere would stay.

    From the record of December on, fire by accepted rules may be the first that a pair sees.
    """
    case = (load_scenario(place) if isinstance(place, str) else scenario_until(place)).case()
    for run in range(240, 250):
        ensemble.simulate(case, 20240120, run, 1)
        lists = ensemble._KEPT.state.lists
        untouched = lists["ties"][: len(case.names.actors) ** 2]
        untouched = untouched[untouched["touched"] == 0]
        assert (untouched == lists["fresh_tie"][0]).all(), run
