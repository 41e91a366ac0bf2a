"""Never reply: the lower bound."""

from tests.agents.doctrines.contract import DoctrineContract, feud
from tests.agents.doctrines.opponent import SILENCE, many_moves


class TestNeverReply(DoctrineContract):
    name = "never_reply"

    def test_it_never_answers(self):
        assert many_moves("never_reply", runs=50) == [[SILENCE] * 5] * 50

    def test_a_chain_is_its_first_act(self):
        acts = self.simulate(feud(answer_cost=-20.0)).acts
        assert (acts["rung"][acts["observed"] == 0] < 4).all()
