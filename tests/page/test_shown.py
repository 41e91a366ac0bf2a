"""What a page puts on top and into its pictures: nothing that its own numbers do not show, and what changes most."""

import functools

from brink.experiments.page.content import PageAsked, content
from brink.scenarios.loader import load_scenario
from brink.tests.page.recorded import ask

RUNS = 1000


@functools.cache
def told():
    return content(PageAsked(load_scenario("january-2024"), 1, []))


def about(estimate, width):
    return {"estimate": estimate, "low": estimate - width, "high": estimate + width}


def answer(name, given, by, width, unit="share"):
    now = about(given + by, width)
    common = {"name": name, "label": name, "unit": unit, "kind": "question", "side": "above", "worse": "", "runs": RUNS}
    return {**common, "given": about(given, width), "now": now, "by": about(by, width), "differing": 50}


def lead(*answers, pinned=()):
    message = {"runs": RUNS, "differ": RUNS, "answers": answers}
    return ask("lead", content=told(), message=message, pinned=list(pinned))


def test_what_vanishes_as_it_is_written_is_not_announced():
    """A share that rose from 1.01 to 1.04 % went up from 1.0 % to 1.0 %, by an interval that began at +0.0."""
    vanishing = answer("unseen", 0.0101, 0.0003, 0.0001)
    at_zero = answer("at zero", 0.2, 0.02, 0.0198)
    seen = answer("seen", 0.2, 0.02, 0.01)
    sentences = lead(vanishing, at_zero, seen)
    assert len(sentences) == 2
    assert sentences[0].startswith("“seen” goes up from 20.0 % to 22.0 % of runs")


def test_what_is_pinned_comes_first_whatever_it_says():
    still = {**answer("still", 0.5, 0.0, 0.0), "side": "same", "differing": 0}
    sentences = lead(answer("seen", 0.2, 0.02, 0.01), still, pinned=["still"])
    assert sentences[0] == "“still” stands at 50.0 % and 50.0 % of runs, the same in every run."
    assert sentences[1].startswith("“seen”")


def test_the_share_of_quiet_runs_stands_in_for_a_day_that_few_runs_have():
    """Day 40 of one run in four was shown as the day from which it is quiet."""

    def parts(quiet):
        bottom = [1.0] * quiet + [0.0] * (100 - quiet)
        return {"top": [40 * one for one in bottom], "bottom": bottom}

    names = [measure["name"] for measure in told()["measures_shown"]]
    few = ask("instead", content=told(), pair=[parts(24), parts(26)])
    assert [name for name, one in zip(names, few, strict=True) if one] == ["days_to_quiet"]
    stands = few[names.index("days_to_quiet")]
    assert (stands["given"]["estimate"], stands["now"]["estimate"], stands["unit"]) == (0.24, 0.26, "share")
    assert not any(ask("instead", content=told(), pair=[parts(60), parts(90)]))


def test_the_pairs_that_change_most_are_shown_beside_the_most_frequent():
    actors, soil = len(told()["names"]["actors"]), len(told()["names"]["territories"])

    def tally(rare):
        target = [[0.0] * actors for _ in range(actors)]
        target[0] = [100.0 - j for j in range(actors)]
        target[1][2] = rare
        return {"runs": 100, "target": target, "soil": [[0.0] * soil for _ in range(actors)]}

    pairs = ask("pairs", content=told(), tallies=[tally(2.0), tally(40.0)])
    names = told()["names"]["actors"]
    assert len(pairs) == 11
    assert pairs[-1]["who"] == f"{names[1]} → {names[2]}"


def test_a_scripted_event_says_what_it_was():
    """Who, whom and where was said of each, and not what happened."""
    deeds = {event["path"]: event["deed"] for event in told()["events"]["listed"]}
    assert deeds["events.kerman"] == "deniable heavy attack, 84 killed"


def test_a_scripted_event_is_listed_by_the_names_of_its_parties():
    """Events were listed by their keys, as Yemen United States."""
    assert "12 Jan 2024: United States → Houthis, Hodeidah, Yemen" in [
        event["label"] for event in told()["events"]["listed"]
    ]
