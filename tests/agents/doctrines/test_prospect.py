"""Prospect theory: losses loom larger, and breed risk."""

import math

from brink.agents.doctrines.choose import lens_of
from brink.model.mechanisms.pressure import REFERENCE
from brink.model.mechanisms.utility import PLAIN, Situation
from brink.model.prepared import Facts
from tests.agents.doctrines.contract import DoctrineContract
from tests.agents.doctrines.opponent import SCRIPT, Strike, decided_by, many_moves
from tests.model.worlds import two_states

AT_EASE = Situation(0.5, 0.0, 0.3, 6, 0, 1.4, 0.0)


def forces(script: tuple[Strike, ...] = SCRIPT[:1], **parameters: float) -> list[float]:
    """Share of runs that answer a strike by force, and the mean rung of those that do."""
    runs = many_moves("prospect", script, **parameters)
    rungs = [answers[0] for answers in runs if isinstance(answers[0], int)]
    return [len(rungs) / len(runs), sum(rungs) / len(rungs)]


class TestProspect(DoctrineContract):
    name = "prospect"

    def test_without_losses_it_is_appraisal(self):
        facts = Facts(decided_by(two_states(), "prospect"))
        assert lens_of(facts.handle, 0, AT_EASE) == PLAIN

    def test_the_lens_follows_the_loss_and_no_further(self):
        facts = Facts(decided_by(two_states(), "prospect", loss_aversion=3, risk_seeking=0.6))
        half = lens_of(facts.handle, 0, AT_EASE._replace(account=REFERENCE / 2))
        assert math.isclose(half.relief, 2.0)
        assert math.isclose(half.fear, 0.7)
        full, beyond = (lens_of(facts.handle, 0, AT_EASE._replace(account=account)) for account in (REFERENCE, 1.4))
        assert full == beyond
        assert math.isclose(full.fear, 0.4)

    def test_neutral_parameters_are_appraisal(self):
        assert many_moves("prospect", runs=100, loss_aversion=1, risk_seeking=0) == many_moves("appraisal", runs=100)

    def test_loss_aversion_answers_more(self):
        assert forces(loss_aversion=4)[0] > forces(loss_aversion=1)[0]

    def test_risk_seeking_answers_more_and_higher(self):
        timid, bold = forces(risk_seeking=0, loss_aversion=1), forces(risk_seeking=1, loss_aversion=1)
        assert bold[0] > timid[0]
        timid, bold = (forces(SCRIPT[3:4], risk_seeking=share, loss_aversion=1) for share in (0, 1))
        assert bold[1] > timid[1] + 0.05
