"""Appraisal: the model's own doctrine."""

import math

from brink.agents.doctrines.choose import chance_to_act, lens_of
from brink.model.mechanisms.utility import PLAIN, Situation
from brink.model.prepared import Facts
from tests.agents.doctrines.contract import DoctrineContract
from tests.agents.doctrines.opponent import SILENCE, many_moves
from tests.model.worlds import two_states


class TestAppraisal(DoctrineContract):
    name = "appraisal"

    def test_it_looks_at_its_options_plainly(self):
        facts = Facts(two_states())
        assert lens_of(facts.handle, 0, Situation(0.9, 1.0, 1.0, 9, 1, 1.4, 0.0)) == PLAIN

    def test_the_chance_is_logistic_in_what_acting_is_worth(self):
        world = two_states()
        facts, constants = Facts(world), world.constants[0]
        situation = Situation(0.5, 0.3, 0.3, 6, 0, 1.5, 0.25)
        for value in (-3.0, 0.0, 2.0, 6.0):
            odds = constants["row_scale"] * (value - 1.5 - 0.25)
            assert math.isclose(chance_to_act(facts.handle, 0, situation, value), 1 / (1 + math.exp(-odds)))

    def test_the_smallest_strike_is_the_likeliest_to_pass(self):
        """Its answers have error, so a move is a share of runs, whoever died and however much is feared."""
        runs = many_moves("appraisal", fear=1.1)
        small, *grave = (sum(answers[k] == SILENCE for answers in runs) / len(runs) for k in range(4))
        assert small > max(grave)
        assert all(0 < share < 1 for share in (small, *grave))
