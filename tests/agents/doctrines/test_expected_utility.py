"""Expected utility: the best option or none, without error."""

from collections import Counter

from brink.agents.doctrines.choose import chance_to_act
from brink.model.mechanisms.utility import Situation
from brink.model.prepared import Facts
from tests.agents.doctrines.contract import DoctrineContract
from tests.agents.doctrines.opponent import SCRIPT, decided_by, many_moves
from tests.model.worlds import two_states


class TestExpectedUtility(DoctrineContract):
    name = "expected_utility"

    def test_it_acts_exactly_when_acting_beats_what_it_must_overcome(self):
        world = decided_by(two_states(), "expected_utility", precision=10)
        facts, situation = Facts(world), Situation(0.5, 0.3, 0.3, 6, 0, 2.0, 0.5)
        assert chance_to_act(facts.handle, 0, situation, 24.9) == 0
        assert chance_to_act(facts.handle, 0, situation, 25.1) == 1

    def test_a_further_front_must_be_worth_less_than_the_first(self):
        facts = Facts(decided_by(two_states(), "expected_utility", precision=10))
        first = Situation(0.5, 0.3, 0.3, 6, 0, 3.5, 0.0)
        assert chance_to_act(facts.handle, 0, first, 15.0) == 0
        assert chance_to_act(facts.handle, 0, first._replace(cost=0.0), 15.0) == 1

    def test_the_same_strike_has_the_same_answer_in_every_run(self):
        runs = many_moves("expected_utility", SCRIPT[:1], precision=100)
        assert len({answers[0] for answers in runs}) == 1

    def test_less_precision_is_more_error_in_the_option(self):
        """What the commander answers, or the leadership: two answers, unless in error."""
        sharp, blunt = (many_moves("expected_utility", SCRIPT[2:3], precision=p) for p in (100, 2))
        rungs = (Counter(answers[0] for answers in runs) for runs in (sharp, blunt))
        commonest = [sum(count for _, count in found.most_common(2)) for found in rungs]
        assert commonest[0] > 1.1 * commonest[1]
