"""Constant chance: chains are geometric, which nothing else in the model could make them by accident."""

import numpy as np
import pytest
from scipy.stats import binomtest, chisquare

from brink.model import outcomes
from brink.model.engine import ensemble
from brink.model.world.ladder import is_kinetic
from tests.agents.doctrines.contract import DoctrineContract
from tests.agents.doctrines.opponent import decided_by, many_moves, menu
from tests.model.worlds import case_of, two_states

RUNS = 4000
#: Every act is felt, and blamed on its author, and nobody only shows force: what does not answer it when its author is
#: known never will.
ONCE = {
    "misreading_sd": 0.0, "denial_chance": 0.0, "misattribution_chance": 0.0,
    "talk_force_share": 0.0,
}  # fmt: skip


def chains(p: float) -> np.ndarray:
    """Outcomes of runs with one strike and two sides that answer with chance p, at rung 6, far from the horizon."""
    world = two_states(3000, **ONCE)._replace(**menu((6,)))
    world.actors["tolerance"] = 0.0
    case = case_of(decided_by(world, "constant_chance", reply=p))
    batch = ensemble.simulate(case, 11, 0, RUNS)
    force = np.array([is_kinetic(rung) for rung in batch.acts["rung"]])
    assert batch.acts["day"][force].max() < 2500, "a chain came too near the horizon for its end to be seen"
    return outcomes.outcomes(batch, case)


class TestConstantChance(DoctrineContract):
    name = "constant_chance"

    @pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
    def test_the_branching_ratio_is_p(self, p):
        table = chains(p)
        replies, acts = int(table["replies"].sum()), int(table["answerable"].sum())
        interval = binomtest(replies, acts).proportion_ci(0.999, method="wilson")
        assert interval.low <= p <= interval.high

    @pytest.mark.parametrize("p", [0.2, 0.5, 0.8])
    def test_chain_length_is_geometric(self, p):
        lengths = chains(p)["longest_chain"]
        longest = int(np.log(20 / RUNS) / np.log(p))  # lengths beyond it together still number about twenty
        seen = np.bincount(np.minimum(lengths, longest + 1), minlength=longest + 2)[1:]
        expected = RUNS * np.array([*(1 - p) * p ** np.arange(longest), p**longest])
        assert chisquare(seen, expected).pvalue > 0.001

    def test_nought_and_one_are_the_bounds(self):
        assert chains(0.0)["longest_chain"].max() == 1
        assert all(
            isinstance(rung, int) for answers in many_moves("constant_chance", runs=50, reply=1) for rung in answers
        )

    def test_every_strike_is_answered_alike(self):
        runs = many_moves("constant_chance", reply=0.3)
        for k in range(5):
            answered = sum(isinstance(answers[k], int) for answers in runs)
            assert binomtest(answered, len(runs), 0.3).pvalue > 0.001
