"""Imagined worlds: valid, sparse, the same for the same seed, and refused beyond their bounds."""

from __future__ import annotations

import numpy as np
import pytest

from brink.scenarios.imagined import NEIGHBOURS, world_text
from brink.scenarios.loader import loads_scenario
from brink.scenarios.problems import ScenarioError
from brink.tests.scenarios.files import GOOD


@pytest.fixture(scope="module")
def world():
    return loads_scenario(world_text(20, 30, days=60))


def test_it_is_a_valid_scenario_of_the_size_asked_for(world) -> None:
    kinds = [actor.kind for actor in world.actors.values()]
    assert [kinds.count(kind) for kind in ("state", "militia", "spoiler")] == [20, 20, 10]
    assert world.days == 60


def test_ties_are_sparse_and_menus_follow_reach(world) -> None:
    assert all(len(tie) == NEIGHBOURS for tie in world.ties.values())
    case = world.case()
    options = np.diff(case.worlds[0].menu)
    assert 0 < (options > 0).mean() < 0.5


def test_something_happens_in_it(world) -> None:
    from brink.model.engine.ensemble import simulate

    batch = simulate(world.case(), 1, 0, 3, False)
    assert (np.diff(batch.act_offsets) > 20).all()


def test_the_same_seed_gives_the_same_world_and_another_gives_another() -> None:
    assert world_text(10, 5) == world_text(10, 5)
    assert world_text(10, 5) != world_text(10, 5, seed=2)


def test_no_groups_are_a_world_too() -> None:
    assert len(loads_scenario(world_text(2, 0)).actors) == 2


@pytest.mark.parametrize("size", [(1, 1), (301, 0), (2, 601), (2, -1)])
def test_beyond_the_bounds_it_is_refused(size) -> None:
    with pytest.raises(ValueError, match="can be imagined"):
        world_text(*size)


def test_the_verb_writes_it(tmp_path, brink) -> None:
    for wrong in ("12", "1x1", "4x3 --from arsenal"):
        code, _, messages = brink(f"new w.yaml --world {wrong}")
        assert code == 2 and "Traceback" not in messages
    assert brink("new w.yaml --world 4x3")[0] == 0
    assert (tmp_path / "w.yaml").read_text() == world_text(4, 3)


def test_more_violence_than_a_run_can_hold_is_refused() -> None:
    with pytest.raises(ScenarioError, match="at most 1,000,000 acts a run"):
        loads_scenario(world_text(20, 300, days=3650).replace("rate: 0.", "rate: 5."))
    assert loads_scenario(GOOD)
