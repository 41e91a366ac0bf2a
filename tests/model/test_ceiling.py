"""Bounds that save work never change what is decided: each holds against the rule that it stands in front of."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from brink.agents.doctrines.choose import lens_of
from brink.model.kernel.elementary import expm1
from brink.model.kernel.memory import NUMBER
from brink.model.mechanisms.ceiling import ceiling_of_menu
from brink.model.mechanisms.choice import CLOSED, weigh_row
from brink.model.mechanisms.council import meets
from brink.model.mechanisms.damping import Damping
from brink.model.mechanisms.parts import CAMPAIGN, DENIABLE, OPERATION, TACTICAL, band_of
from brink.model.mechanisms.pressure import REFERENCE, account_after_harm
from brink.model.mechanisms.utility import Situation, called_for, row_terms, stakes_of, unsettled_share
from brink.model.prepared import Facts
from brink.model.world import tables as w
from brink.scenarios.loader import load_scenario
from tests.model.random_worlds import random_world
from tests.model.worlds import two_states

PARTS = (TACTICAL, OPERATION, DENIABLE, CAMPAIGN)
KINDS = [w.Kind.STATE, w.Kind.MILITIA, w.Kind.STATE, w.Kind.STATE, w.Kind.MILITIA]
PLAIN = Facts(two_states())
SHARE, SEVERITY = st.floats(0, 1), st.floats(0, 3)


def scratch(length):
    return np.zeros(max(length, 1), NUMBER)


def best_of_menu(facts, i, menu, part, situation, damping, territory):
    """The largest utility of what is open, weighed variant by variant."""
    of_alternatives, of_variants = scratch(len(facts._kept["alternatives"])), scratch(len(facts._kept["variants"]))
    stakes = stakes_of(facts.handle, situation, lens_of(facts.handle, i, situation))
    at = [table.ctypes.data for table in (of_alternatives, of_variants)]
    found, called = CLOSED, called_for(facts.handle, situation.account)
    for row in menu:
        band = band_of(facts.handle, i, part, row, situation.read, territory)
        terms = row_terms(facts.handle, row, stakes, damping)
        found = max(found, weigh_row(facts.handle, row, band, stakes, called, terms, *at))
    return found, ceiling_of_menu(facts.handle, menu.start, menu.stop, part, stakes)


def menus(world):
    """Each actor with something on its menu, and the options of that menu."""
    n, starts = len(world.actors), world.menu["value"] if world.menu.dtype.names else world.menu
    for t in range(n * n):
        if starts[t] < starts[t + 1]:
            yield t // n, range(int(starts[t]), int(starts[t + 1]))


def situation_of(draw):
    pressure, account, harm = draw.uniform(0, 1), draw.uniform(0, 1.5), draw.uniform(0.01, 2)
    return Situation(
        pressure, account, harm, int(draw.integers(4, 13)), int(draw.integers(0, 3)), 0.0, 0.0, draw.uniform(0, 1)
    )


def worlds():
    yield from (random_world(np.random.default_rng(seed), KINDS, 40, seed % 2 == 1) for seed in range(12))
    for name in ("january-2024", "nuclear-neighbours", "balakot-2019"):
        yield from load_scenario(name).case().worlds[:1]


def test_no_option_is_worth_more_than_the_ceiling_of_its_menu():
    draw, met, near = np.random.default_rng(1), 0, 0
    unrestrained = Damping(*np.zeros(len(Damping._fields)))
    for world in worlds():
        facts = Facts(world)
        for i, menu in menus(world):
            for part in PARTS:
                situation, damping = situation_of(draw), Damping(*draw.uniform(0, 1, len(Damping._fields)))
                territory = int(draw.integers(-1, len(world.locations)))
                found, most = best_of_menu(facts, i, menu, part, situation, damping, territory)
                assert found <= most, (i, menu, part, situation)
                nothing = best_of_menu(facts, i, menu, part, situation, unrestrained, territory)[0]
                met, near = met + (found != CLOSED), near + (nothing != CLOSED and most - nothing < 2.0)
    assert met > 200, "menus with something open"
    assert near > met / 3, "and the ceiling is often near enough to settle something"


@given(pressure=SHARE, account=SEVERITY, u=st.floats(1e-16, 1, exclude_max=True), far=st.floats(0.999, 1.001))
@example(pressure=1.0, account=1e-17, u=1e-16, far=1.0)
def test_a_meeting_is_held_on_the_same_numbers_with_and_without_the_bound(pressure, account, u, far):
    c = PLAIN._kept["constants"][0]
    less = -c["council_rate"] * pressure * account / REFERENCE
    for drawn in (u, min(max(-expm1(less) * far, 1e-300), 1.0)):
        assert meets(PLAIN.handle, pressure, account, drawn) == (drawn < -expm1(less))


@given(account=SEVERITY, harm=st.floats(1e-9, 3), far=st.floats(0.99, 1.01))
@example(account=0.0, harm=1e-16, far=1.0)
@example(account=0.0, harm=1e-3, far=1.0)
def test_what_is_unsettled_is_the_same_with_and_without_the_bound(account, harm, far):
    for held in (account, harm * far):
        whole = account_after_harm(PLAIN.handle, 0.0, harm)
        share = 1.0 if held >= whole else held / whole
        assert unsettled_share(PLAIN.handle, held, harm) == share
