"""Graduated reciprocation: concede to break the cycle, stay firm toward what is grave."""

import pytest
from scipy.stats import binomtest

from brink.agents.doctrines.choose import concession_chance
from brink.model.prepared import Facts
from tests.agents.doctrines.contract import DoctrineContract, feud
from tests.agents.doctrines.opponent import CONCESSION, SCRIPT, SILENCE, decided_by, many_moves, moves
from tests.model.worlds import two_states


class TestGrit(DoctrineContract):
    name = "grit"

    def test_it_concedes_below_the_line_and_answers_in_kind_above(self):
        assert moves("grit", concession=1) == [CONCESSION, CONCESSION, 7, 9, CONCESSION]
        assert moves("grit", concession=0) == [SILENCE, SILENCE, 7, 9, SILENCE]

    def test_firmness_moves_the_line_and_never_escalates(self):
        assert moves("grit", firmness=0) == [strike.rung for strike in SCRIPT]
        assert moves("grit", firmness=2, concession=1) == [CONCESSION] * 5

    def test_the_share_of_concessions(self):
        runs = many_moves("grit", SCRIPT[:1], concession=0.3)
        conceded = sum(answers == [CONCESSION] for answers in runs)
        assert binomtest(conceded, len(runs), 0.3).pvalue > 0.001

    @pytest.mark.parametrize("exchanges", [0.0, 3.0])
    def test_it_needs_no_exchange_before_it_concedes(self, exchanges):
        facts = Facts(decided_by(two_states(), "grit", concession=0.7))
        assert concession_chance(facts.handle, 0, exchanges) == 0.7

    def test_two_of_them_fight_less_than_two_that_appraise(self):
        def force(doctrine: str) -> int:
            return int((type("It", (DoctrineContract,), {"name": doctrine})().simulate(feud()).acts["rung"] >= 4).sum())

        assert force("grit") < force("appraisal")
