"""What follows, once simulated acts begin, from what happened before; and what the record does to an order."""

import numpy as np
import pytest

from brink.model import crisis
from brink.model.engine import ensemble
from brink.model.world.ladder import FIRST_OVERT, Rung
from brink.scenarios.loader import load_scenario, loads_scenario

DRIVERS = pytest.mark.parametrize("driver", [ensemble, crisis])
#: The ambush of the border clash falls on day 5; leaderships meet every evening, and operations take five days.
AMBUSH, READY = 5, 5
EAGER = (
    "constants.council_rate=100",
    "constants.delay_spread=0.01",
    "actors.north.readiness=5",
    "actors.south.readiness=5",
)
WILLING = (
    *EAGER,
    "constants.misreading_sd=0",
    "constants.opening_cost=0",
    "constants.answer_cost=0",
    "actors.north.pressure.baseline=0.7",
)
#: Nobody opens a front.
PATIENT = ("constants.opening_cost=50", "constants.answer_cost=50")


def clash(first, *sets):
    """The case of the border clash in which simulated acts begin on a day."""
    return load_scenario("border-clash", (*sets, f"simulate_from=2024-01-{first + 1:02d}")).case()


def of_first(batch):
    """Acts of the first actor in a batch, North or India, that are not observed."""
    acts = batch.acts
    return acts[(acts["actor"] == 0) & (acts["observed"] == 0)]


@DRIVERS
@pytest.mark.parametrize("before", [1, 2])
def test_words_that_fall_due_once_simulated_acts_begin_are_said(driver, before):
    said = of_first(driver.simulate(clash(AMBUSH + before, *PATIENT), 1, 0, 40))
    said = said[said["rung"] <= Rung.SANCTION]
    assert len(said) > (20 if before == 1 else 5)
    assert said["day"].min() == AMBUSH + before


@DRIVERS
def test_words_on_record_bind_though_the_log_does_not_have_them(driver):
    def pressure(lift):
        case = clash(AMBUSH + 5, *PATIENT, f"constants.vow_lift={lift}")
        batch = driver.simulate(case, 1, 0, 20, series=True)
        over = of_first(batch)[of_first(batch)["cause"] == 0]
        assert not (over["rung"] <= Rung.SANCTION).any()
        return batch.series[:, AMBUSH + 4, 0, 0].mean()

    assert pressure(1.1) > pressure(40) + 0.01


@DRIVERS
@pytest.mark.parametrize("after", [1, READY, READY + 3])
def test_leaderships_order_before_simulated_acts_begin_what_goes_out_later(driver, after):
    strikes = of_first(driver.simulate(clash(AMBUSH + after, *WILLING), 1, 0, 10))
    strikes = strikes[strikes["rung"] >= FIRST_OVERT]
    first = max(AMBUSH + after, AMBUSH + READY)
    assert (strikes["day"] >= AMBUSH + after).all()
    assert (strikes["day"] == first).any(), "ordered on an evening of the record"


#: North answers the ambush on record while an operation over it is being prepared.
ANSWERED = """
schema: 1
name: answered
extends: border-clash
simulate_from: 2024-01-10
events:
  reply: {date: 2024-01-09, by: north, against: south, in: valley, at: river_post, rung: 7, killed: 2, ANSWERSsource: invented}
"""  # noqa: E501


def strikes_when_ready(driver, answers):
    """Runs in which North strikes over the ambush on the day on which it is ready."""
    scenario = loads_scenario(ANSWERED.replace("ANSWERS", answers), sets=WILLING)
    acts = of_first(driver.simulate(scenario.case(), 1, 0, 40))
    return ((acts["day"] == AMBUSH + READY) & (acts["rung"] >= FIRST_OVERT) & (acts["cause"] == 0)).sum()


@DRIVERS
def test_an_observed_answer_is_what_was_ordered_before_it(driver):
    assert strikes_when_ready(driver, "answers: ambush, ") == 0
    assert strikes_when_ready(driver, "") > 20, "where it is about something else, what was ordered goes out"


#: India has struck Jaish on record, which has attacked since; nobody opens another front.
STRUCK = """
schema: 1
name: struck
extends: balakot-2019
simulate_from: 2019-03-05
events:
  reply: {date: 2019-02-16, by: india, against: jaish_e_mohammed, in: pakistan, at: balakot, rung: 6, killed: 5, answers: pulwama, source: invented}
  again: {date: 2019-02-20, by: jaish_e_mohammed, against: india, in: jammu_and_kashmir, at: lethpora, rung: 5, killed: 20, source: invented}
"""  # noqa: E501


@DRIVERS
def test_a_campaign_that_the_record_shows_waits_for_simulated_acts_to_begin(driver):
    case = loads_scenario(STRUCK, sets=(*PATIENT, "actors.india.readiness=2")).case()
    strikes = of_first(driver.simulate(case, 3, 0, 20))
    strikes = strikes[strikes["rung"] >= FIRST_OVERT]
    assert (strikes["day"] == case.worlds[0].first_free).any()


def test_the_cost_of_opening_is_overcome_once_however_long_an_operation_takes():
    def strikes(readiness):
        case = load_scenario("balakot-2019", (f"actors.india.readiness={readiness}",)).case()
        batch = ensemble.simulate(case, 5, 0, 400)
        acts, runs = batch.acts, np.repeat(np.arange(400), np.diff(batch.act_offsets))
        over = (acts["actor"] == 0) & (acts["rung"] >= FIRST_OVERT) & (acts["cause"] == 0)
        return len(np.unique(runs[over])) / 400

    slow, quick = strikes(11), strikes(2)
    assert slow > 0.7 * quick, "what is ordered goes out"


def test_both_drivers_agree_about_what_happened_before():
    for case in (load_scenario("balakot-2019").case(), clash(AMBUSH + 3, *WILLING)):
        one, other = ensemble.simulate(case, 8, 0, 6, series=True), crisis.simulate(case, 8, 0, 6, series=True)
        for name in ("acts", "answers", "pauses", "series"):
            assert getattr(one, name).tobytes() == getattr(other, name).tobytes()
