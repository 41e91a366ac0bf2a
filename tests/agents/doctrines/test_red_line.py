"""Red line: nothing below it, an answer without fail above it."""

from brink.agents.doctrines.choose import chance_to_act
from brink.model.mechanisms.utility import Situation
from brink.model.prepared import Facts
from tests.agents.doctrines.contract import DoctrineContract
from tests.agents.doctrines.opponent import SCRIPT, SILENCE, decided_by, many_moves
from tests.model.worlds import two_states


def answered(runs: list[list[int | str]]) -> list[set[bool]]:
    return [{isinstance(answers[k], int) for answers in runs} for k in range(len(runs[0]))]


class TestRedLine(DoctrineContract):
    name = "red_line"

    def test_the_line_is_where_it_says(self):
        facts = Facts(decided_by(two_states(), "red_line", line=0.4))
        for harm, account, crossed in ((0.39, 0.39, 0), (0.4, 0.0, 1), (0.0, 0.4, 1), (1.0, 1.0, 1)):
            situation = Situation(1.0, account, harm, 9, 1, 0.0, 0.0)
            assert chance_to_act(facts.handle, 0, situation, -50.0) == crossed

    def test_only_what_crosses_the_line_is_answered(self):
        first, second, *_ = answered(many_moves("red_line", runs=100, line=0.4))
        assert (first, second) == ({False}, {True})

    def test_many_small_strikes_cross_it_together(self):
        """The account counts as well as the harm: salami tactics do not work for ever."""
        drip = tuple(SCRIPT[0]._replace(day=5 + 3 * k) for k in range(10))
        runs = answered(many_moves("red_line", drip, runs=50, line=0.4))
        assert runs[0] == {False}
        assert {True} in runs

    def test_a_line_beyond_reach_is_never_crossed(self):
        assert many_moves("red_line", runs=20, line=2) == [[SILENCE] * 5] * 20

    def test_no_line_at_all_answers_everything(self):
        assert answered(many_moves("red_line", runs=20, line=0)) == [{True}] * 5
