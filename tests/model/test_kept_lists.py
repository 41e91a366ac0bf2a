"""Runs of one case leave nothing for those of the next, though a thread keeps the lists they were written into."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from brink.model.engine import ensemble
from brink.scenarios.loader import load_scenario


def alone(case, seed):
    """The batch as a thread finds it that has run nothing before."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ensemble.simulate, case, seed, 0, 6, True).result()


def test_a_case_gives_the_same_bytes_whatever_ran_before_on_its_thread():
    cases = [load_scenario(name).case() for name in ("january-2024", "border-clash", "balakot-2019", "cedar-valley")]
    wanted = [alone(case, 5) for case in cases]
    for order in ([0, 1, 2, 3, 0], [3, 1, 0, 2]):
        for k in order:
            found = ensemble.simulate(cases[k], 5, 0, 6, True)
            for name in ("acts", "answers", "wars", "series", "mediated"):
                assert np.array_equal(getattr(found, name), getattr(wanted[k], name), equal_nan=name == "series"), name


def test_lists_are_kept_for_the_next_case_that_fits_and_no_other():
    small, large = load_scenario("border-clash").case(), load_scenario("january-2024").case()
    ensemble.simulate(large, 1, 0, 1)
    kept = ensemble._KEPT.state
    ensemble.simulate(small, 1, 0, 1)
    assert ensemble._KEPT.state is kept
    assert not kept.fits(large.worlds, 1024, True), "one that records needs room for the series"
    assert not kept.fits(large.worlds, 10**6, False)
