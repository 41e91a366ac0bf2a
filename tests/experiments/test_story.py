"""The story of a run: sentences say what the log says, and observed acts never pass for simulated ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from brink.experiments.errors import UserError
from brink.experiments.measures.numbers import date_of, several
from brink.experiments.measures.phrases import DEEDS
from brink.experiments.measures.sentences import VERBS, Narrator, known_civilians, rung_said
from brink.experiments.report.run_story import run_story
from brink.experiments.results.read import Results, open_results
from brink.experiments.runs import batch
from brink.experiments.stories.lines import LONGEST, filled, lines_of
from brink.experiments.stories.median import median_run
from brink.experiments.stories.notices import of_truces
from brink.experiments.stories.reasons import Motives, Silence
from brink.experiments.stories.story import records, tell, worth_telling
from brink.model.world.acts import ANSWER, PAUSE, WAR, Origin
from brink.model.world.ladder import RUNGS
from brink.model.world.tables import NEVER, NONE
from brink.scenarios.loader import load_scenario
from brink.tests.support import FakeScenario, make_acts, make_batch

SPARK = {
    "day": 2, "origin": Origin.EVENT, "observed": 1, "location": 1, "site": 1, "weapon": 1, "launched": 4,
    "intercepted": 1, "hits": 2, "killed": 5, "killed_civilians": 2, "wounded": 9, "claimed_by": 0, "blamed": 0,
}  # fmt: skip
RAID = {"origin": Origin.CAMPAIGN, "actor": 2, "target": 0, "declared": 0, "rung": 4, "wounded": 1, "blamed": 2}
REPLY = {
    "day": 5, "origin": Origin.REPLY, "actor": 1, "executor": 2, "target": 0, "declared": 0, "cause": 0, "rung": 5,
    "account": 0, "closing": 1, "warned": 1, "blamed": 1, "generation": 1,
}  # fmt: skip
SIGNAL = REPLY | {"day": 6, "cause": 3, "generation": 2, "rung": 13, "warned": 0}
STORY = [SPARK, RAID | {"day": 3}, RAID | {"day": 4}, REPLY, SIGNAL]


def engine(case, seed, first, count, series):
    """Run 0 has the story; run k > 0 has k strikes."""
    logs = [
        make_acts(*STORY) if run == 0 else make_acts(*[{"observed": 1}] * run) for run in range(first, first + count)
    ]
    wars = [np.array([(0, 0, 1, 6, 9, 30, 40)], WAR)] + [np.zeros(0, WAR)] * (count - 1)
    answers = [np.array([(3, 1)], ANSWER)] + [np.zeros(0, ANSWER)] * (count - 1)
    return make_batch(logs, wars, first, answers, np.zeros((count, 60, 3, 3), np.float32))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return batch.run(FakeScenario(), 8, engine=engine, jobs=1, out=tmp_path_factory.mktemp("story"), acts=7)


def test_the_whole_story_reads_like_this(results: Results) -> None:
    assert tell(results, 0) == (
        "Border <clash>: run 0 of 8, seed 1\n"
        "Acts marked OBSERVED are from the record. All others are simulated: they did not happen.\n"
        "\n"
        "#0  3 Jan 2024  [OBSERVED]  Avaria struck Borduria at fort b "
        "(rung 6: strike abroad).\n"
        "      Missile: 4 launched, 1 intercepted, 2 hits; 5 killed, 2 of them civilians, 9 wounded.\n"
        "      Claimed by Avaria.\n"
        "\n"
        "#1  4 Jan 2024  [simulated]  Marsh Front harassed Avaria (rung 4: deniable harassment).\n"
        "      Part of a standing campaign.\n"
        "      Nobody killed, 1 wounded.\n"
        "      Nobody claimed it; the blame falls on Marsh Front.\n"
        "\n"
        "5 Jan 2024  [simulated]  1 campaign attack: Marsh Front on Avaria (1); nobody killed, 1 wounded; none\n"
        "      answered.\n"
        "\n"
        "#3  6 Jan 2024  [simulated]  Borduria, through Marsh Front, made a heavy attack on Avaria (rung 5: deniable\n"
        "      heavy attack).\n"
        "      It answers #0, Avaria's attack of 3 Jan 2024, after 3 days; it also settles #1, Marsh Front's "
        "attack of\n"
        "      4 Jan 2024.\n"
        "      It gave warning. Nobody killed or wounded.\n"
        "      Nobody claimed it; the blame falls on Borduria.\n"
        "      It let it be known that for its part the matter was closed.\n"
        "\n"
        "#4  7 Jan 2024  [simulated]  Borduria, through Marsh Front, gave a nuclear signal to Avaria "
        "(rung 13: nuclear\n"
        "      signal).\n"
        "      It answers #3, Marsh Front's attack of 6 Jan 2024, after 1 day, and holds Avaria to account for it.\n"
        "      It let it be known that for its part the matter was closed.\n"
        "\n"
        "[simulated]  War between Avaria and Borduria, opened by act #0, lasted 4 days: "
        "Avaria lost 30 people, Borduria\n40.\n"
        "In all: 4 acts of force in 3 chains, the longest of 2; highest rung 6; 75 killed, 2 of them known civilians;\n"
        "11 wounded.\n"
        "It ended in war."
    )


def test_everything_is_told_when_asked_for(results: Results) -> None:
    assert "#2  5 Jan 2024" in tell(results, 0, everything=True)
    assert "#2  " not in tell(results, 0)


def test_observed_and_simulated_acts_share_no_paragraph(results: Results) -> None:
    for paragraph in tell(results, 0).split("\n\n")[1:]:
        assert not ("OBSERVED" in paragraph and "simulated" in paragraph)


def test_the_median_run_is_in_the_middle_of_those_whose_acts_are_kept(results: Results) -> None:
    """Acts of force of runs 0 to 6: 4 1 2 3 4 5 6; of the two with four, the one with fewer dead comes first."""
    assert median_run(results) == 4


@pytest.mark.parametrize(("run", "message"), [(7, "were not kept"), (8, "not a run"), (-1, "not a run")])
def test_runs_that_cannot_be_told(results: Results, run: int, message: str) -> None:
    with pytest.raises(UserError, match=message):
        tell(results, run)


def test_records_are_plain_values(results: Results) -> None:
    import json

    first = records(results, 0)[0]
    assert (first["date"], first["actor"], first["kinetic"], first["account"]) == ("2024-01-03", "avaria", True, None)
    assert json.loads(json.dumps(first)) == first


def test_the_acts_of_a_run_are_the_same_whether_or_not_all_were_read_before(results: Results) -> None:
    import pandas as pd

    fresh, read = open_results(results.folder), open_results(results.folder)
    assert len(read.acts)
    for run in (0, 3):
        pd.testing.assert_frame_equal(fresh.acts_of(run), read.acts_of(run))


def test_there_is_a_verb_for_every_rung() -> None:
    assert len(VERBS) == RUNGS


def test_every_rung_has_a_name_when_it_is_spoken_of_again() -> None:
    assert len(DEEDS) == RUNGS


def told(results: Results, **changed: object) -> str:
    """What is told of the first act of run 0, some of it changed."""
    act = records(results, 0)[0] | changed
    return " ".join(Narrator(results.label, [act], {}, []).act(act))


@pytest.mark.parametrize(
    ("rung", "killed", "said"),
    [
        (2, 0, "took diplomatic and economic measures against Borduria"),
        (4, 0, "harassed Borduria"),
        (4, 3, "attacked Borduria"),
        (5, 3, "made a heavy attack on Borduria"),
        (8, 0, "struck at a commander of Borduria"),
        (8, 1, "killed a commander of Borduria"),
    ],
)
def test_a_verb_says_whether_somebody_died(results: Results, rung: int, killed: int, said: str) -> None:
    assert said in told(results, rung=rung, killed=killed, killed_civilians=0)


@pytest.mark.parametrize(
    ("killed", "civilians", "wounded", "said"),
    [
        (0, 0, 0, "; nobody killed or wounded."),
        (0, 0, 4, "; nobody killed, 4 wounded."),
        (1, 1, 0, "; 1 killed, a civilian."),
        (3, 3, 1, "; 3 killed, all civilians, 1 wounded."),
        (3, 1, 0, "; 3 killed, one of them a civilian."),
        (3, 2, 0, "; 3 killed, 2 of them civilians."),
        (3, 0, 0, "; 3 killed."),
    ],
)
def test_of_people_only_what_is_not_zero_is_told(
    results: Results, killed: int, civilians: int, wounded: int, said: str
) -> None:
    assert said in told(results, killed=killed, killed_civilians=civilians, wounded=wounded)


def test_a_strike_in_place_of_another_is_told_in_plain_sentences(results: Results) -> None:
    stood_in = told(results, declared="marsh_front", displaced=True, account="marsh_front")
    assert "Avaria struck Borduria at fort b, at what it called a site of Marsh Front (rung 6" in stood_in
    assert "It holds Marsh Front to account, and struck this in its place." in stood_in


def test_places_are_named_once_and_what_more_is_said_of_them_stands_aside(results: Results) -> None:
    names = {"fort_b": "Fort B, an alleged depot", "borduria": "Borduria"}
    acts = records(results, 0)

    def label(identifier: str, section: str) -> str:
        return names.get(identifier) or results.label(identifier, section)

    assert "struck Borduria at Fort B (an alleged depot) (rung 6" in Narrator(label, acts, {}, []).act(acts[0])[0]
    elsewhere = acts[0] | {"target": "marsh_front", "declared": "marsh_front"}
    assert "at Fort B (an alleged depot), Borduria (rung" in Narrator(label, acts, {}, []).act(elsewhere)[0]


def test_an_attempt_on_a_leader_is_called_one_and_what_is_claimed_not_deniable(results: Results) -> None:
    act = records(results, 0)[1] | {"rung": 8, "rung_name": "killing of a leader", "killed": 0}
    assert rung_said(act) == "attempt on a leader" and rung_said(act | {"killed": 1}) == "killing of a leader"
    harassed = act | {"rung": 4, "rung_name": "deniable harassment", "claimed_by": act["executor"]}
    assert rung_said(harassed) == "harassment"
    assert rung_said(harassed | {"claimed_by": None}) == "deniable harassment"
    assert rung_said(harassed | {"killed": 37}) == "attack", "nobody calls that harassment"
    assert rung_said(harassed | {"killed": 37, "claimed_by": None}) == "deniable attack"


def test_what_words_speak_of_is_no_answer_by_force(results: Results) -> None:
    act = records(results, 0)[1] | {"cause": -1, "kinetic": True, "origin": "campaign", "rung": 4, "killed": 0}
    acts = [
        act | {"act": 0},
        act | {"act": 1},
        act | {"act": 2, "kinetic": False, "rung": 1, "origin": "reply", "cause": 0},
    ]
    assert worth_telling(acts, {2: [1]}) == set(), "words about routine, and what else they speak of"
    assert worth_telling([*acts[:2], acts[2] | {"kinetic": True, "rung": 4}], {2: [1]}) == {0, 1, 2}


def test_what_is_overt_or_the_deadliest_yet_is_told_and_the_rest_of_a_campaign_summed_up(results: Results) -> None:
    act = records(results, 0)[1] | {"cause": -1, "kinetic": True, "origin": "campaign", "killed_civilians": 0}
    tolls = [(4, 1), (4, 0), (4, 1), (4, 3), (4, 2), (6, 0)]
    acts = [act | {"act": k, "rung": rung, "killed": killed} for k, (rung, killed) in enumerate(tolls)]
    assert worth_telling(acts, {}) == {0, 2, 3, 5}
    assert "2 campaign attacks: " in Narrator(results.label, acts, {}, []).routine([acts[1], acts[4]])
    assert "; 2 killed, 2 wounded; none answered." in Narrator(results.label, acts, {}, []).routine([acts[1], acts[4]])


def test_words_in_a_summary_are_counted_by_what_they_were_and_nothing_that_is_zero(results: Results) -> None:
    words = [records(results, 0)[1] | {"kinetic": False, "rung": rung} for rung in (1, 3, 3)]
    assert (
        Narrator(results.label, words, {}, [])
        .routine(words)
        .endswith("]  2 shows of force by Marsh Front; 1 statement by Marsh Front.")
    )


def test_a_wrong_blame_is_called_wrong(results: Results) -> None:
    act = records(results, 0)[3] | {"blamed": "avaria"}
    told = Narrator(results.label, [*records(results, 0)[:3], act], {}, []).act(act)
    assert "Nobody claimed it; the blame falls, wrongly, on Avaria." in told


def test_dates_and_numbers_are_written_out() -> None:
    assert date_of("2024-01-04") == "4 Jan 2024"
    assert (several(1, "day"), several(1_200, "day"), several(2, "enemy", "enemies")) == (
        "1 day", "1,200 days", "2 enemies",
    )  # fmt: skip


def test_a_story_is_the_same_wherever_it_is_told(results: Results, tmp_path: Path) -> None:
    other = batch.run(FakeScenario(), 8, engine=engine, jobs=2, out=tmp_path, acts=7)
    assert tell(other, 0) == tell(results, 0)


def test_a_story_is_told_in_lines_that_the_terminal_has_room_for(results: Results) -> None:
    wide = tell(results, 0)
    assert 80 < max(map(len, wide.splitlines())) <= LONGEST
    with lines_of(60):
        narrow = tell(results, 0)
    assert max(map(len, narrow.splitlines())) <= 60
    assert narrow.split() == wide.split()
    assert tell(results, 0) == wide


def test_a_name_takes_its_article_in_sentences_and_a_capital_at_their_beginning(tmp_path: Path) -> None:
    """The batch keeps who takes one, a file says it: so a table has ``Union`` and a story ``the Union``."""
    sets = {"actors.north.name": "Union", "actors.north.article": True}
    union = batch.run(load_scenario("border-clash", sets), 1, jobs=1, out=tmp_path / "runs")
    acts = [act for act in records(union, 0) if "north" in (act["actor"], act["target"])]
    assert union.label("north") == "Union"
    assert acts
    for act in acts:
        told = Narrator(union.label, records(union, 0), {}, []).act(act)[0]
        assert ("]  The Union " if act["actor"] == "north" else " the Union ") in told


#: Pauses of Marsh Front: over on the day it began, ended at a patron's word, open; and a truce that is open.
PAUSES = [
    (0, 2, 0, 2, 2, 2, NONE),
    (3, 2, 0, 1, 5, 6, NONE),
    (4, 2, 0, 2, 7, NEVER, NONE),
    (NONE, 0, 1, NONE, 8, NEVER, NONE),
]


@pytest.fixture(scope="module")
def paused(tmp_path_factory: pytest.TempPathFactory) -> Results:
    def with_pauses(case, seed, first, count, series):
        pauses, days = [np.array(PAUSES, PAUSE)] * count, np.zeros((count, 60, 3, 3), np.float32)
        return make_batch([make_acts(*STORY)] * count, first=first, series=days, pauses=pauses)

    return batch.run(FakeScenario(), 1, engine=with_pauses, jobs=1, out=tmp_path_factory.mktemp("paused"), acts=1)


def test_a_pause_that_is_over_on_its_first_day_is_not_told(paused: Results) -> None:
    said = tell(paused, 0)
    assert "after 0 days" not in said
    assert (said.count("standing campaign stops"), said.count("standing campaign goes on")) == (2, 1)


def test_who_allows_a_campaign_again_is_said_in_a_sentence_that_reads_well(paused: Results) -> None:
    assert "Marsh Front's standing campaign goes on after 1 day: Borduria allows it again." in tell(paused, 0)


def test_what_is_at_rest_when_the_run_ends_is_said_before_what_it_came_to(paused: Results) -> None:
    still, truce, *_ = tell(paused, 0).split("\n\n")[-1].splitlines()
    assert still == "[simulated]  Marsh Front's standing campaign is still at rest, since 8 Jan 2024."
    assert truce == "[simulated]  The truce between Avaria and Borduria still holds, since 9 Jan 2024."
    assert "still at rest" not in tell(paused, 0, actor="borduria")
    assert "still holds" in tell(paused, 0, actor="borduria")


def test_the_report_counts_the_acts_that_it_tells_and_not_what_it_says_between_them(paused: Results) -> None:
    story = run_story(paused, 0, "the median run")
    said = [passage for passage in story.passages if "standing campaign" in passage.headline]
    assert said
    assert story.acts == len([act for act in records(paused, 0) if act["kinetic"] and act["origin"] != "campaign"])
    assert story.acts < len(story.passages)


def test_the_report_says_nothing_of_days_after_the_last_act_that_it_tells(
    paused: Results, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run_story(paused, 0, "the median run")
    monkeypatch.setattr("brink.experiments.report.run_story.MOST", 1)
    cut = run_story(paused, 0, "the median run")
    assert (cut.acts, cut.left_out) == (1, whole.acts - 1)
    assert cut.passages == whole.passages[: len(cut.passages)]
    assert len(cut.passages) < len(whole.passages)


def test_pauses_and_held_fire_of_the_side_that_is_followed_are_told_in_the_order_of_days(paused: Results) -> None:
    held = Motives({}, (Silence(7, "borduria", ("Borduria held its fire.", "First.")),))
    told = tell(paused, 0, everything=True, actor="borduria", motives=held)
    assert told.index("campaign goes on") < told.index("Borduria held its fire") < told.index("truce")


def test_a_dated_truce_names_the_side_that_each_campaign_is_against(paused: Results) -> None:
    """Israel goes on striking Iran in it: only its campaign against Hezbollah is halted."""
    (truce,) = of_truces(Narrator(paused.label, [], {}, []), load_scenario("january-2024"))
    assert "of hezbollah on israel and of israel on hezbollah." in truce.sentences[0].lower()
    assert {"united_states", "israel"} < truce.about


def test_an_act_is_spoken_of_again_as_of_who_carried_it_out(results: Results) -> None:
    """A proxy's attack is not told as its patron's; and where somebody else is held to account, that is said."""
    acts = records(results, 0)
    acts[4] |= {"account": "marsh_front"}
    told = Narrator(results.label, acts, {}, []).act(acts[4])[1]
    assert told == "It answers #3, Marsh Front's attack of 6 Jan 2024, after 1 day."
    acts[4] |= {"account": "borduria"}
    narrator = Narrator(results.label, acts, {4: [1, 2]}, [])
    assert narrator.act(acts[4] | {"rung": 1, "kinetic": False})[1].endswith(
        "; it also speaks of #2, Marsh Front's attack of 5 Jan 2024, and #1."
    )
    told = narrator.act(acts[4] | {"kinetic": True})[1]
    assert told == (
        "It answers #3, Marsh Front's attack of 6 Jan 2024, after 1 day, and holds Borduria to account for it; it also "
        "settles #2, Marsh Front's attack of 5 Jan 2024, and #1."
    )


def test_an_answer_names_what_is_new_and_what_the_matter_goes_back_to(results: Results) -> None:
    """A campaign is about what it was opened over, but strikes when there is something new to answer."""
    acts = records(results, 0)
    acts[4] |= {"account": "marsh_front", "cause": 0, "kinetic": True}
    acts[3]["day"] = acts[0]["day"] + 8
    acts[4]["day"] = acts[3]["day"] + 1
    narrator = Narrator(results.label, acts, {4: [3, 1]}, [])
    assert narrator.act(acts[4] | {"kinetic": False})[1].startswith("It answers #0, "), "words speak of all"
    told = narrator.act(acts[4])[1]
    assert told == (
        "It answers #3, Marsh Front's attack of 6 Jan 2024, after 1 day; the matter goes back to #0, Avaria's attack "
        "of 3 Jan 2024; it also settles #1."
    )
    acts[3]["day"] += 1
    told = Narrator(results.label, acts, {4: [3, 1]}, []).act(acts[4])[1]
    assert told.startswith("It answers #0, "), "nobody answers what is done on the same day"
    acts[3]["day"] -= 2
    told = Narrator(results.label, acts, {4: [3]}, []).act(acts[4])[1]
    assert told.startswith("It answers #0, ") and "it also settles #3" in told


def test_what_has_no_weapon_was_not_launched(results: Results) -> None:
    bomb = records(results, 0)[0] | {"weapon": None, "launched": 1, "hits": 1, "kinetic": True}
    assert not any("launched" in line for line in Narrator(results.label, [bomb], {}, []).act(bomb))
    armed = Narrator(results.label, [bomb], {}, []).act(bomb | {"weapon": "rockets"})
    assert any("launched" in line for line in armed)


@pytest.mark.parametrize(
    ("site", "said"),
    [
        ("southern Lebanon", " in southern Lebanon, the Inner Sea ("),
        ("the Hamrin hills", " in the Hamrin hills, the Inner Sea ("),
        ("the northern Inner Sea", " in the northern Inner Sea ("),
        ("North air field", " at North air field, the Inner Sea ("),
    ],
)
def test_one_is_in_a_stretch_of_land_or_sea_and_at_a_point_and_no_sea_is_named_twice(
    results: Results, site: str, said: str
) -> None:
    act = records(results, 0)[0] | {"target": "marsh_front", "declared": "marsh_front"}
    names = {("fort_b", "places"): site, (act["place"], "territories"): "Inner Sea"}
    names[f"territories.{act['place']}", "articles"] = "the"

    def label(identifier: str, section: str) -> str:
        return names.get((identifier, section)) or results.label(identifier, section)

    assert said in Narrator(label, [act], {}, []).act(act)[0]


@pytest.mark.parametrize("weapon", ["Israeli drone strike", "KAS-04 drone", "artillery", "raid by special forces"])
def test_a_weapon_of_any_name_needs_no_article(results: Results, weapon: str) -> None:
    act = records(results, 0)[0]

    def label(identifier: str, section: str) -> str:
        return weapon if section == "weapons" else results.label(identifier, section)

    headline, damage, *_ = Narrator(label, [act], {}, []).act(act)
    assert weapon not in headline
    assert damage.startswith(f"{weapon[0].upper()}{weapon[1:]}: 4 launched, 1 intercepted")


def test_words_in_a_summary_are_somebodys(results: Results) -> None:
    by = ["avaria", "marsh_front", "marsh_front", "borduria"]
    words = [records(results, 0)[1] | {"kinetic": False, "rung": 1, "actor": one} for one in by]
    told = Narrator(results.label, words, {}, []).routine(words)
    assert told.endswith("]  4 statements by Marsh Front, Avaria and Borduria.")


def test_names_are_not_broken_at_their_hyphens() -> None:
    with lines_of(40):
        lines = filled("The Islamic Resistance in Iraq hits Al-Asad.").splitlines()
    assert all(not line.endswith("-") for line in lines) and any("Al-Asad" in line for line in lines)


@pytest.mark.parametrize(
    ("killed", "civilians", "said"), [(0, 0, ""), (7, 0, "none of them"), (7, 2, "2 of them known")]
)
def test_a_run_without_known_civilians_says_so_in_words(killed: int, civilians: int, said: str) -> None:
    assert said in known_civilians(killed, civilians) and bool(said) == bool(known_civilians(killed, civilians))
