"""Always reply: the upper bound."""

from tests.agents.doctrines.contract import DoctrineContract
from tests.agents.doctrines.opponent import MENU, many_moves


class TestAlwaysReply(DoctrineContract):
    name = "always_reply"

    def test_it_always_answers_by_force(self):
        runs = many_moves("always_reply", runs=200)
        assert all(rung in MENU for answers in runs for rung in answers)

    def test_the_rung_is_still_chosen_as_by_appraisal(self):
        """Only the chance is replaced: a graver strike is answered higher up."""
        runs = many_moves("always_reply")
        mean = [sum(answers[k] for answers in runs) / len(runs) for k in range(5)]
        assert mean[0] < mean[2]
        assert len({answers[0] for answers in runs}) > 1
