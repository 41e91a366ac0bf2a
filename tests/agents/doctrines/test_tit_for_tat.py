"""Tit for tat with a step."""

import pytest
from scipy.stats import binomtest

from tests.agents.doctrines.contract import DoctrineContract
from tests.agents.doctrines.opponent import MENU, SCRIPT, Strike, many_moves, moves


class TestTitForTat(DoctrineContract):
    name = "tit_for_tat"

    def test_it_answers_in_kind(self):
        assert moves("tit_for_tat", forgiveness=0) == [strike.rung for strike in SCRIPT] == [4, 6, 7, 9, 4]

    @pytest.mark.parametrize(
        ("step", "answers"),
        [
            (1, [{5}, {7}, {7, 9}, {10}, {5}]),
            (-1, [{4}, {5}, {6}, {7, 9}, {4}]),
            (2, [{6}, {7, 9}, {9}, {10}, {6}]),
            (-2, [{4}, {4}, {5}, {7}, {4}]),
        ],
    )
    def test_a_step_up_or_down_to_the_nearest_rung_of_the_menu(self, step, answers):
        """Rung 8 is not on the menu, so 7 and 9 are as near; and nothing above 10 or below 4 is."""
        runs = many_moves("tit_for_tat", runs=100, step=step, forgiveness=0)
        assert [{run[k] for run in runs} for k in range(5)] == answers

    def test_half_a_step_takes_either_side(self):
        runs = many_moves("tit_for_tat", (Strike(5, 6, 2),), step=0.5, forgiveness=0)
        assert {answers[0] for answers in runs} == {6, 7}

    def test_forgiveness_lets_that_share_pass(self):
        runs = many_moves("tit_for_tat", (Strike(5, 6, 2),), forgiveness=0.25)
        passed = sum(answers != [6] for answers in runs)
        assert binomtest(passed, len(runs), 0.25).pvalue > 0.001
        assert not any(
            isinstance(move, int) for answers in many_moves("tit_for_tat", forgiveness=1) for move in answers
        )

    def test_it_holds_no_grudge(self):
        """Whatever went before, the last small strike is answered as the first was."""
        assert (
            moves("tit_for_tat", forgiveness=0)[-1] == moves("tit_for_tat", SCRIPT[-1:], forgiveness=0)[0] == min(MENU)
        )
