"""What every doctrine owes. A doctrine's own test file inherits `DoctrineContract` and adds what it does by itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brink.agents.doctrines.choose import chance_to_act, concession_chance, lens_of
from brink.agents.state import State
from brink.model import crisis
from brink.model.batch import Batch
from brink.model.engine import ensemble
from brink.model.mechanisms.utility import Situation
from brink.model.prepared import Facts
from brink.model.world import tables as w
from brink.model.world.acts import Origin
from brink.model.world.doctrines import DOCTRINES, Parameter
from brink.model.world.ladder import FIRST_KINETIC, LAST_DRAWN, Rung, is_kinetic
from brink.scenarios.loader import load_scenario
from brink.scenarios.problems import ScenarioError
from tests.agents.doctrines.opponent import MENU, decided_by, menu
from tests.contracts.test_engines import assert_same_runs
from tests.model.random_worlds import random_case
from tests.model.worlds import case_of, two_states

KINDS = [w.Kind.STATE, w.Kind.MILITIA, w.Kind.MILITIA, w.Kind.BYSTANDER]
SITUATIONS = st.builds(
    Situation,
    pressure=st.floats(0, 1),
    account=st.floats(0, 3),
    harm=st.floats(0, 5),
    read=st.integers(FIRST_KINETIC, LAST_DRAWN),
    home=st.integers(0, 2),
    cost=st.sampled_from([0.0, 1.4, 3.5]),
    eased=st.floats(0, 3),
)


def feud(**constants: float) -> w.World:
    """Two states that can answer each other at many rungs, over a strike at rung 7."""
    return two_states(120, event_rung=7, **constants)._replace(**menu(MENU))


def fingerprint(world: w.World) -> list[bytes]:
    return [table.tobytes() for table in world[:-2]]


class Twice(State):
    """Decides, looks around, and decides again."""

    def decide(self, occasion):
        super().decide(occasion)
        self.situation(occasion)
        return super().decide(occasion)


class DoctrineContract:
    """Inherited by the test class of each doctrine, which gives its ``name``."""

    name: str

    def world(self, base: w.World, **parameters: float) -> w.World:
        return decided_by(base, self.name, **parameters)

    def simulate(self, base: w.World, seed: int = 1, runs: int = 100, **parameters: float) -> Batch:
        return ensemble.simulate(case_of(self.world(base, **parameters)), seed, 0, runs)

    def parameters(self) -> dict[str, Parameter]:
        return DOCTRINES[self.name].parameters

    def border_clash(self, **parameters: float) -> w.Case:
        """The shipped scenario with both sides under the doctrine, as a file or ``--set`` would give it."""
        given = ", ".join([f"rule: {self.name}", *(f"{name}: {value}" for name, value in parameters.items())])
        sets = [f"actors.{side}.doctrine={{{given}}}" for side in ("north", "south")]
        return load_scenario("border-clash", sets).case()

    # an inherited property runs once for each class: that is what is meant
    @settings(suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow])
    @given(data=st.data(), situation=SITUATIONS, value=st.floats(-100, 100), exchanges=st.floats(0, 20))
    def test_chances_are_chances_in_any_situation(self, data, situation, value, exchanges):
        own = {name: data.draw(st.floats(entry.low, entry.high)) for name, entry in self.parameters().items()}
        facts = Facts(self.world(two_states(), **own))
        assert 0 <= chance_to_act(facts.handle, 0, situation, value) <= 1
        assert 0 <= concession_chance(facts.handle, 0, exchanges) <= 1
        lens = lens_of(facts.handle, 0, situation)
        assert np.isfinite(lens).all()
        assert lens.relief > 0
        assert lens.fear >= 0
        assert lens.precision > 0

    @settings(suppress_health_check=[HealthCheck.differing_executors, HealthCheck.too_slow])
    @given(data=st.data(), situation=SITUATIONS, value=st.floats(-100, 100), more=st.floats(0, 100))
    def test_a_better_menu_is_never_acted_on_less(self, data, situation, value, more):
        """The engine relies on it: a draw above the chance for the best option alone is above that for the menu."""
        own = {name: data.draw(st.floats(entry.low, entry.high)) for name, entry in self.parameters().items()}
        facts = Facts(self.world(two_states(), **own))
        chances = [chance_to_act(facts.handle, 0, situation, worth) for worth in (value, value + more)]
        assert chances[0] <= chances[1]

    def test_a_look_changes_nothing(self):
        world = self.world(feud())
        before, facts = fingerprint(world), Facts(world)
        looks = []
        for _ in range(2):
            situation = Situation(0.6, 0.4, 0.4, 6, 1, 3.5, 0.0)
            lens = lens_of(facts.handle, 0, situation)
            looks.append((lens, chance_to_act(facts.handle, 0, situation, 1.0), concession_chance(facts.handle, 0, 1)))
        assert looks[0] == looks[1]
        assert fingerprint(world) == before

    def test_deciding_twice_is_deciding_once(self):
        case = case_of(self.world(feud()))
        twice = crisis.simulate(case, 1, 0, 10, agent_classes={"north": Twice, "south": Twice})
        assert twice.acts.tobytes() == ensemble.simulate(case, 1, 0, 10).acts.tobytes()

    def test_same_seed_same_acts_in_any_order(self):
        case = case_of(self.world(feud()))
        whole, again = (ensemble.simulate(case, 5, 0, 20) for _ in range(2))
        assert whole.acts.tobytes() == again.acts.tobytes()
        late = ensemble.simulate(case, 5, 15, 5)
        assert late.acts.tobytes() == whole.acts[whole.act_offsets[15] :].tobytes()

    def test_both_engines_agree_on_border_clash(self):
        assert_same_runs(self.border_clash(), 3, 0, 5)

    @pytest.mark.parametrize("seed", range(3))
    def test_both_engines_agree_on_a_small_random_world(self, seed):
        case = random_case(seed, KINDS, 30, True, 1)
        assert_same_runs(case._replace(worlds=tuple(map(self.world, case.worlds))), seed, 0, 3)

    def test_nothing_is_done_without_a_menu(self):
        bare = feud()._replace(menu=np.zeros(5, np.int64))
        acts = self.simulate(bare).acts
        replies = acts[acts["origin"] != Origin.EVENT]
        assert not any(map(is_kinetic, replies["rung"].tolist()))

    def test_every_parameter_is_live(self):
        for name, entry in self.parameters().items():
            usual = self.simulate(feud()).acts
            low = self.simulate(feud(), **{name: entry.low}).acts
            high = self.simulate(feud(), **{name: entry.high}).acts
            assert low.tobytes() != high.tobytes(), name
            assert usual.tobytes() not in (low.tobytes(), high.tobytes()), name

    def test_parameters_reach_the_rules_in_the_order_of_the_table(self):
        own = {name: (entry.low + entry.high) / 3 for name, entry in self.parameters().items()}
        actors = self.border_clash(**own).worlds[0].actors
        assert set(actors["doctrine"].tolist()) == {DOCTRINES[self.name].code}
        for k in range(4):
            expected = [*own.values(), 0.0, 0.0, 0.0, 0.0][k]
            assert actors[f"d{k}"].tolist() == pytest.approx([expected, expected])

    def test_parameters_left_out_have_their_defaults(self):
        actors = self.border_clash().worlds[0].actors
        for k, entry in enumerate(self.parameters().values()):
            assert entry.low <= entry.default <= entry.high
            assert actors[f"d{k}"].tolist() == [entry.default, entry.default]

    def test_values_out_of_bounds_and_unknown_names_are_refused(self):
        for name, entry in self.parameters().items():
            for wrong in (entry.low - 0.5, entry.high + 0.5):
                with pytest.raises(ScenarioError, match=f"doctrine.{name}: .* is outside"):
                    self.border_clash(**{name: wrong})
        with pytest.raises(ScenarioError, match=f"{self.name} has no such parameter"):
            self.border_clash(colour=1)

    def test_a_concession_is_never_an_act_of_force(self):
        """Holding fire may come with a concession; it is words, at the lowest rung, and hurts nobody."""
        acts = self.simulate(feud()).acts
        words = acts[(acts["origin"] == Origin.REPLY) & (acts["rung"] == Rung.RESTRAINT)]
        assert (words["killed"] == 0).all()
        assert (words["launched"] == 0).all()
