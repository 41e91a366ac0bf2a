"""The tables of the page on evidence: what is called met, missed, proven, null or behind follows from the numbers."""

import copy

import pytest

from brink.docs.pages import drawn, made_with, must_show, unseen, who_wins
from brink.docs.pages.evidence import read
from brink.docs.pages.found import scored
from brink.experiments.evidence.events import scoring
from brink.experiments.evidence.events.forecasters import LOGIT

TOLD, CHAINS, FITTED = unseen.read("unseen.json"), read("scores.json"), read("calibration.json")


def changed(**gains):
    """The shipped scores with other gains of the forecaster that counts on its first rival, by frame."""
    told = copy.deepcopy(TOLD)
    for name, (low, estimate, high, adjusted) in gains.items():
        rival = who_wins.TO_BEAT[name]
        row = next(row for row in told["frames"][name]["comparisons"] if row["rival"] == rival)
        row |= {"gain": {"estimate": estimate, "low": low, "high": high}, "adjusted": adjusted}
    return told


@pytest.mark.parametrize(("gain", "state"), [
    ((0.01, 0.02, 0.03, 0.01), who_wins.PROVEN),
    ((-0.03, -0.02, -0.01, 0.01), who_wins.BEHIND),
    ((0.01, 0.02, 0.03, 0.20), who_wins.NULL),
    ((-0.01, 0.02, 0.05, 0.01), who_wins.NULL),
])  # fmt: skip
def test_a_lead_needs_its_interval_and_luck_ruled_out(gain, state):
    row = next(row for row in who_wins.frame_rows(changed(openings=gain)) if "(openings)" in row.question)
    assert row.state.startswith(state)
    assert f"{gain[1]:+.3f}" in row.gain
    few = changed(openings=gain)
    for one in few["frames"]["openings"]["comparisons"]:
        one["crises"] = 9
    assert next(iter(who_wins.frame_rows(few))).state.startswith(who_wins.NULL), "nine crises carry no verdict"


def test_every_frame_and_all_that_is_only_hoped_has_a_row():
    table = who_wins.table(TOLD, CHAINS, FITTED, None)
    assert all(f"({name})" in table for name in TOLD["frames"])
    assert table.count("hoped") >= 2 and "not resolved" in table


def scored_events(**gains):
    """Scores on imported events with gains on the logit with history, by score."""
    rows = {
        score: [{"rival": LOGIT, "gain": dict(zip(("estimate", "low", "high"), gain, strict=True)), "adjusted": 0.01,
                 "crises": 300, "crises_needed": 900.0, "in_sight": 0.02}]
        for score, gain in gains.items()
    }  # fmt: skip
    frame = {
        "score": scoring.ANY, "compared": "brink with history", "comparisons": rows.pop(scoring.ANY), "by_score": rows,
        "scores": [{"forecaster": "brink with history",
                    "scores": {name: {"estimate": 0.2} for name in (*gains, scoring.ANY)}}],
    }  # fmt: skip
    return {"frames": {"events": frame}}


def test_imported_events_are_held_against_the_logit_score_by_score():
    """No worse in any reply is met within the margin; better has to be clear of zero; what was not asked has no row."""
    told = scored_events(**{
        scoring.ANY: (-0.002, -0.006, 0.002), scoring.FORCE_BACK: (0.01, 0.005, 0.02),
        scoring.LEVEL: (0.01, 0.005, 0.02), scoring.DELAY: (-0.2, -0.3, -0.1),
    })  # fmt: skip
    rows = list(must_show.event_rows(told))
    assert [row.verdict for row in rows] == [must_show.MET, must_show.MET, must_show.MISSED]
    assert all(row.cases == "300 confrontations" for row in rows)
    states = [row.state for row in who_wins.event_rows(told)]
    assert len(states) == 4 and states[0].startswith("null with 300 confrontations; 900 would show this much")
    assert states[1].startswith(who_wins.PROVEN) and states[3].startswith(who_wins.BEHIND)
    assert [row.state for row in who_wins.event_rows(None)] == ["hoped"] and not list(must_show.event_rows(None))
    worse = scored_events(**{scoring.ANY: (-0.02, -0.03, -0.012)})
    assert [row.verdict for row in must_show.event_rows(worse)] == [must_show.MISSED]


@pytest.mark.parametrize(("found", "verdict"), [
    ((0.5, 0.45, 0.55), must_show.MET), ((0.3, 0.2, 0.39), must_show.MISSED), ((0.7, 0.61, 0.8), must_show.MISSED),
    ((0.5, 0.3, 0.7), must_show.LIKELY), ((0.39, 0.3, 0.5), must_show.UNLIKELY),
])  # fmt: skip
def test_a_share_within_bounds(found, verdict):
    row = must_show.covered_row("delay", "brink", "0.5", found, 60)
    assert row.verdict == verdict
    # an interval twice as wide as the bounds needs four times the cases
    assert int(row.needed) == round(60 * ((found[2] - found[1]) / 0.2) ** 2)


@pytest.mark.parametrize(("found", "verdict"), [
    ((0.65, 0.55, 0.7), must_show.MET), ((0.65, 0.45, 0.8), must_show.LIKELY), ((0.55, 0.45, 0.65), must_show.UNLIKELY),
    ((0.52, 0.45, 0.59), must_show.MISSED),
])  # fmt: skip
def test_an_effect_of_a_size_clear_of_nothing(found, verdict):
    assert must_show.reached(found, must_show.AUC, must_show.CHANCE) == verdict


def test_the_cases_it_takes_are_those_of_the_power_that_is_said():
    # a standard error of .1 from 10 cases: an effect of .1 is 2.8 of them in eight of ten tries
    assert must_show.cases_for(10, (0.0, -0.196, 0.196), 0.1) == "78"
    assert must_show.cases_for(10, (0.0, -0.196, 0.196), 0.2) == "20"


def test_the_reliability_is_held_beside_that_of_right_chances():
    own = {"reliability": 0.03, "reliability_by_luck": 0.02}
    assert must_show.reliability_row("openings", "x", own, 100).verdict == must_show.MISSED
    own = {"reliability": 0.015, "reliability_by_luck": 0.02}
    row = must_show.reliability_row("openings", "x", own, 100)
    assert row.verdict == must_show.UNLIKELY and row.needed == "200"
    assert must_show.reliability_row("openings", "x", own | {"reliability": 0.01}, 100).verdict == must_show.MET


def test_a_shipped_default_worse_than_a_coin_is_said_so():
    told = copy.deepcopy(TOLD)
    for name, score in (("openings", (0.4, 0.3, 0.5)), ("replies", (0.2, 0.1, 0.24))):
        own = scored(told["frames"][name], must_show.SHIPPED)
        own["scores"]["Brier"] = dict(zip(("estimate", "low", "high"), score, strict=True))
        learned = scored(told["frames"][name], must_show.LEARNED)
        learned["scores"]["Brier"] = {"estimate": 0.24, "low": 0.2, "high": 0.28}
    openings, replies, _, learned, *others = must_show.coin_rows(told, CHAINS)
    assert (openings.verdict, openings.needed, replies.verdict) == (must_show.MISSED, "", must_show.MET)
    assert [row.state for row in who_wins.coin_rows(told)] == [who_wins.BEHIND, "hoped: exploratory"]
    assert (learned.who, learned.verdict, len(others)) == (must_show.LEARNED, must_show.LIKELY, 2)
    assert int(learned.needed) > 10, "so small a lead takes more crises"


def test_a_coin_is_held_against_thousands_of_cases():
    """The number of cases is written with a comma, and counted with for all that."""
    row = must_show.coin_row("replies", must_show.SHIPPED, (0.24, 0.235, 0.245), 4_000, "crisis", "crises")
    assert row.cases == "4,000 crises" and row.verdict == must_show.MET
    assert row.needed == must_show.cases_for(4_000, (0.24, 0.235, 0.245), 0.01)


def test_constants_that_are_drawn_stand_beside_those_that_ship():
    """Each covered share is counted against the bounds that were asked for; without the files nothing is claimed."""
    assert drawn.section(TOLD, {}) == [drawn.ABSENT]
    wide, narrow = copy.deepcopy(TOLD), copy.deepcopy(TOLD)
    for one, share, score in ((wide, {"0.5": 0.5, "0.9": 0.9}, 0.1), (narrow, {"0.5": 0.3, "0.9": 0.97}, 0.9)):
        for frame in drawn.FRAMES:
            for row in one["frames"][frame]["scores"]:
                row["scores"]["Brier"]["estimate"] = score
                for shares in row.get("covered", {}).values():
                    for level, found in shares.items():
                        found["estimate"] = share[level]
    assert (sum(drawn.inside(wide)), sum(drawn.inside(narrow)), len(drawn.inside(wide))) == (8, 0, 8)
    _, table, text = drawn.section(TOLD, {"posterior": wide, "disputes alone": narrow})
    assert "8 of 8 covered shares" in text and "disputes alone 0" in text and "openings and replies" in text
    assert table.count("| posterior |") == table.count("| disputes alone |") == 4
    assert "nowhere below" in drawn.section(TOLD, {"posterior": narrow, "disputes alone": wide})[-1]


def test_files_of_other_sources_are_named():
    text, table = made_with.section({"a.json": {"model": "1" * 16}, "b.json": [{"model": "0" * 16}], "c.json": {}})
    assert "Of other sources: `b.json`, `c.json`." in text
    assert [row.split("|")[3].strip() for row in table.splitlines()[2:]] == ["", made_with.OTHER, made_with.UNKNOWN]
    assert "All are of the same sources." in made_with.section({"a.json": {"model": "1" * 16}})[0]


def test_the_strongest_rival_stands_beside_the_one_that_was_to_be_beaten():
    frame = copy.deepcopy(TOLD["frames"]["months"])
    for row, estimate in zip(frame["comparisons"], (0.3, 0.2, -0.1, 0.4), strict=True):
        row["gain"] = {"estimate": estimate, "low": estimate - 0.01, "high": estimate + 0.01}
    worst = frame["comparisons"][2]["rival"]
    assert who_wins.strongest(frame).startswith(f"*{worst}*: -0.100")
    frame["comparisons"][2]["rival"] = "brink's own course"
    assert who_wins.strongest(frame).startswith(f"*{frame['comparisons'][1]['rival']}*: +0.200")
