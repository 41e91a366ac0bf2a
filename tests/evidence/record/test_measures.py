"""The statistics of disputes on tables made by hand, with answers worked out by hand, and what must never matter."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brink.experiments.evidence.record.directed import DISPLAY, FORCE, THREAT, WAR, by_pair, directed, level_of
from brink.experiments.evidence.record.measures import MEASURES, measure, prepared
from brink.experiments.evidence.targets import read_targets
from brink.experiments.measures.disputes import CALLED
from brink.model.world.ladder import Rung


def table(*rows, last=None, **columns):
    """Rows of (dispute, day, actor, target, level, deaths)."""
    return directed(*zip(*rows, strict=True), last=last, **columns)


#: Dispute 1: A displays on day 0, attacks on day 4 and on day 6 (3 dead); B attacks on day 10 and again, at war level,
#: on day 12; A threatens on day 20. Dispute 2: C attacks D on day 0 and kills 8; D displays on day 40.
#: Dispute 3: E threatens F; nothing follows.
HAND = (
    (1, 0, "A", "B", DISPLAY, 0), (1, 4, "A", "B", FORCE, 0), (1, 6, "A", "B", FORCE, 3),
    (1, 10, "B", "A", FORCE, 0), (1, 12, "B", "A", WAR, 40), (1, 20, "A", "B", THREAT, 0),
    (2, 0, "C", "D", FORCE, 8), (2, 40, "D", "C", DISPLAY, 0),
    (3, 0, "E", "F", THREAT, 0),
)  # fmt: skip


def test_a_table_made_by_hand():
    found = measure(table(*HAND, last=400))
    assert found["disputes_reciprocated"] == pytest.approx(2 / 3)
    assert found["reciprocated_highest_level_threat"] == 0
    assert found["reciprocated_highest_level_force"] == 1, "dispute 2; dispute 1 reached war"
    assert math.isnan(found["reciprocated_highest_level_display"])
    assert found["first_act_answered_30d"] == pytest.approx(1 / 3), "only B, on day 10"
    assert found["first_act_answered_180d"] == pytest.approx(2 / 3)
    assert found["first_attack_answered_by_attack_30d"] == 0.5, "that of day 4, on day 10; D only displays"
    # attacks short of war that kill nobody: A on day 4 (answered on day 10), B on day 10 (answered on day 20)
    assert found["attack_answered_30d_deaths_0"] == 1
    assert found["attack_answered_30d_deaths_1_5"] == 1
    assert found["attack_answered_30d_deaths_6_25"] == 0, "D comes after 40 days"
    assert found["icb_violent_trigger_violent_response"] == 0
    assert found["icb_violent_trigger_nonviolent_military"] == 1, "dispute 2 alone begins with a grave attack"
    assert found["disputes_reaching_war"] == pytest.approx(1 / 3)
    assert found["attacks_killing_nobody"] == 0.5
    assert (found["deaths_when_any_p50"], found["deaths_when_any_p90"]) == (3, 8)


def test_delay_and_level_are_those_of_the_run_that_follows():
    found = measure(table(*HAND, last=400))
    # three runs reply: B four days after A's last act, A eight days after B's last, D forty days after C
    assert found["delay_any_reply_p25_days"] == 4
    assert found["delay_any_reply_p50_days"] == 8
    assert found["delay_any_reply_p75_days"] == 40
    # B's run reaches war against force: up; A's threat against war, and D's display against force: down
    assert found["reply_level_up"] == pytest.approx(1 / 3)
    assert found["reply_level_down"] == pytest.approx(2 / 3)
    assert [found[f"alternations_{k}"] for k in range(3)] == pytest.approx([1 / 3] * 3)


def test_a_reply_after_six_months_is_another_dispute():
    found = measure(table((1, 0, "A", "B", FORCE, 0), (1, 181, "B", "A", FORCE, 0), last=400))
    assert math.isnan(found["delay_any_reply_p50_days"])
    assert list(by_pair([0, 180, 361, 0], ["A", "B", "A", "A"], ["B", "A", "B", "C"])) in ([0, 0, 1, 2], [1, 1, 2, 0])


def test_what_could_not_be_watched_long_enough_is_censored():
    acts = ((1, 0, "A", "B", FORCE, 0), (1, 3, "B", "A", FORCE, 0), (2, 90, "A", "B", FORCE, 0))
    assert measure(table(*acts, last=100))["first_act_answered_30d"] == 1
    assert measure(table(*acts, last=120))["first_act_answered_30d"] == 0.5
    assert math.isnan(measure(table(*acts, last=100))["first_act_answered_180d"])


def test_scripted_attacks_say_nothing_of_deaths():
    acts = ((1, 0, "A", "B", FORCE, 5), (1, 3, "B", "A", FORCE, 0))
    assert measure(table(*acts, given=[True, False]))["attacks_killing_nobody"] == 1
    assert measure(table(*acts))["attacks_killing_nobody"] == 0.5


def test_unknown_deaths_are_left_out():
    assert math.isnan(measure(table((1, 0, "A", "B", FORCE, -1)))["attacks_killing_nobody"])


def test_protests_are_not_militarized():
    acts = ((1, 0, "A", "B", FORCE, 8), (1, 3, "B", "A", 1, 0))
    found = measure(table(*acts, last=400))
    assert (found["disputes_reciprocated"], found["alternations_0"], found["icb_violent_trigger_other"]) == (0, 1, 1)


def test_a_protest_that_opens_is_no_first_act():
    acts = table((1, 0, "B", "A", 1, 0), (1, 1, "A", "B", FORCE, 0), (1, 2, "B", "A", FORCE, 0)).militarized
    assert list(acts.side) == [0, 1]


def test_allies_act_as_one_side():
    acts = (
        (1, 0, "A", "B", FORCE, 0),
        (1, 1, "X", "B", FORCE, 0),
        (1, 2, "B", "X", FORCE, 0),
        (1, 3, "Y", "X", FORCE, 0),
    )
    assert list(table(*acts).side) == [0, 0, 1, 1]
    assert measure(table(*acts))["alternations_1"] == 1


def test_one_day_changes_sides_no_more_often_than_it_must():
    # on day 5 both act: A, who acted last, is taken to go on; on day 0 B is followed by A on day 2, so A came first
    first = table((1, 0, "A", "B", FORCE, 0), (1, 5, "B", "A", FORCE, 0), (1, 5, "A", "B", FORCE, 0))
    assert list(first.side) == [0, 0, 1]
    second = table((1, 0, "A", "B", FORCE, 0), (1, 0, "B", "A", FORCE, 0), (1, 2, "B", "A", FORCE, 0))
    assert measure(second)["alternations_1"] == 1
    told = table((1, 0, "B", "A", FORCE, 0), (1, 0, "A", "B", FORCE, 0), (1, 2, "B", "A", FORCE, 0), order=[0, 1, 2])
    assert measure(told)["alternations_2"] == 1, "a file that says who came first is believed"


def test_an_act_at_oneself_is_refused():
    with pytest.raises(ValueError, match="own actor"):
        table((1, 0, "A", "A", FORCE, 0))


def test_an_empty_table_has_no_statistics():
    empty = directed([], [], [], [], [], [])
    assert all(math.isnan(value) for value in measure(empty).values())


def test_levels_of_rungs():
    levels = dict(zip(Rung, level_of(list(Rung)).tolist(), strict=True))
    assert [levels[r] for r in (Rung.RESTRAINT, Rung.SANCTION, Rung.SHOW_OF_FORCE, Rung.HARASSMENT)] == [1, 1, 3, 4]
    assert [levels[r] for r in (Rung.LARGE_SALVO, Rung.CAMPAIGN, Rung.GENERAL_WAR, Rung.NUCLEAR_SIGNAL)] == [4, 5, 5, 3]


def test_every_statistic_of_disputes_is_measured():
    campaigns = {"us_forces_attacks_per_day", "us_strikes_per_militia_attack"}
    assert set(MEASURES) | campaigns == set(read_targets())


def test_readers_see_every_statistic_in_words_of_its_own():
    assert set(CALLED) == set(read_targets())
    assert len(set(CALLED.values())) == len(CALLED) and not any("_" in words for words in CALLED.values())


def test_published_shares_come_back_from_rows_shaped_as_the_datasets_are():
    """652 disputes without an answer, and the rest with as many changes of side as the datasets report."""
    shares = {k: read_targets()[f"alternations_{k}" if k < 6 else "alternations_6_up"].value for k in range(7)}
    rows, number = [], 0
    for changes, share in shares.items():
        for _ in range(round(1000 * share)):
            for k in range(changes + 1):
                pair = ("A", "B") if k % 2 == 0 else ("B", "A")
                rows.append((number, 5 * k, *pair, DISPLAY, 0))
            number += 1
    found = measure(table(*rows, last=1000))
    assert found["delay_any_reply_p50_days"] == 5
    for changes, share in shares.items():
        name = f"alternations_{changes}" if changes < 6 else "alternations_6_up"
        assert found[name] == pytest.approx(share, abs=1e-9 + 0.001)
    assert found["disputes_reciprocated"] == pytest.approx(1 - shares[0], abs=0.001)


def test_intervals_draw_disputes_whole():
    rows = [(k // 5, k, "A", "B", FORCE, k // 5 % 2) for k in range(100)]
    acts = prepared(table(*rows, last=1000))
    low, high = MEASURES["attacks_killing_nobody"].interval(acts)[1:]
    assert high - low > 0.35, "twenty disputes, each all deadly or all not: 100 free attacks would give .2"


ACTORS = st.sampled_from("ABCD")
ROW = st.tuples(st.integers(0, 3), st.integers(0, 12), ACTORS, ACTORS, st.integers(1, 5), st.integers(-1, 30)).filter(
    lambda row: row[2] != row[3]
)
TWO = st.tuples(st.integers(0, 3), st.integers(0, 12), st.booleans(), st.integers(1, 5), st.integers(-1, 30)).map(
    lambda row: (*row[:2], *(("A", "B") if row[2] else ("B", "A")), *row[3:])
)


def same(one, other):
    return all(a == other[name] or (math.isnan(a) and math.isnan(other[name])) for name, a in one.items())


@given(st.lists(TWO, min_size=1, max_size=14), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, shuffler):
    mixed = rows[:]
    shuffler.shuffle(mixed)
    assert same(measure(table(*rows, last=60)), measure(table(*mixed, last=60)))


@given(st.lists(TWO, min_size=1, max_size=14))
def test_names_of_sides_do_not_matter(rows):
    renamed = [(*row[:2], *({"A": "Zeta", "B": "Alpha"}[name] for name in row[2:4]), *row[4:]) for row in rows]
    assert same(measure(table(*rows, last=60)), measure(table(*renamed, last=60)))


@given(st.lists(ROW, min_size=1, max_size=14), st.lists(ROW, min_size=1, max_size=14))
def test_disputes_do_not_touch_each_other(one, two):
    """Counts of two files together are the sums of the counts of each: no statistic looks across disputes."""
    moved = [(row[0] + 10, *row[1:]) for row in two]
    parts = [prepared(table(*rows, last=60)) for rows in (one, two)]
    both = prepared(table(*one, *moved, last=60))
    for how in MEASURES.values():
        apart = np.concatenate([how.collect(part).values for part in parts])
        assert sorted(how.collect(both).values) == sorted(apart)


@given(st.lists(TWO, min_size=1, max_size=14), st.integers(-1000, 1000))
def test_a_shift_of_the_calendar_does_not_matter(rows, days):
    moved = [(row[0], row[1] + days, *row[2:]) for row in rows]
    assert same(measure(table(*rows, last=60)), measure(table(*moved, last=60 + days)))
