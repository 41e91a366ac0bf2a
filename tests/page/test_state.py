"""What a reader sets: the address, saved and opened files, through the page's own modules, and back into brink."""

import functools

import numpy as np
import pytest

from brink.experiments.measures.outcomes import estimate, parts_of, simulated_only, sums_of
from brink.experiments.measures.questions.evaluate import answers as answered
from brink.experiments.measures.questions.measured import RunColumns
from brink.experiments.page import asked
from brink.experiments.page.content import PageAsked, content
from brink.experiments.page.events import ANOTHER, FOLLOWED, scripted
from brink.experiments.page.page import live_page
from brink.model.engine.ensemble import simulate
from brink.model.outcomes import outcomes
from brink.scenarios.loader import load_scenario, loads_scenario
from brink.tests.page.recorded import ask

SETS = {"actors.iran.pressure.baseline": 0.55, "ties.iran.pakistan.fear": 0.2, "constants.exchange_weight": 1.25}
SEED, RUNS = 11, 100
OWN = """\
schema: 1
name: "Of my own: a test"
extends: border-clash
questions: null
actors:
  north: {pressure: {baseline: {value: 0.3, range: [0.1, 0.6], source: "a: b # c"}}, doctrine: appraisal}
page: [actors.north.pressure.baseline, constants.fear_weight, ties.north.south.fear]
"""


@functools.cache
def told(name="january-2024"):
    scenario = load_scenario(name) if name != "own" else loads_scenario(OWN)
    return scenario, content(PageAsked(scenario, 1, scenario.page))


def changed_file(name, values, seed=1):
    return ask("file", content=told(name)[1], state={"seed": seed, "run": None, "values": values})


OF_OWN = {"actors.north.pressure.baseline": 0.45, "ties.north.south.fear": 0.9}
TAKEN_OUT = {"events.kerman": None, "events.rask": None}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("january-2024", SETS),
        ("january-2024", {}),
        ("own", OF_OWN),
        ("january-2024", {**SETS, **TAKEN_OUT}),
        ("own", {**OF_OWN, "events.ambush": None}),
    ],
)
def test_a_saved_file_is_accepted_and_gives_the_same_runs(name, values):
    scenario = told(name)[0]
    saved = loads_scenario(changed_file(name, values))
    expected = load_scenario(scenario, values)
    assert saved.ranges().items() >= expected.ranges().items()
    one, two = (simulate(world.case(), SEED, 0, 20) for world in (saved, expected))
    assert one.acts.tobytes() == two.acts.tobytes()
    dumps = [world.model_dump(exclude={"name", "summary"}) for world in (saved, expected)]
    assert dumps[0] == dumps[1]


def test_what_is_saved_is_opened_again():
    text = changed_file("january-2024", SETS)
    assert ask("values", content=told()[1], text=text) == {"values": SETS, "left": []}
    own = changed_file("own", {"actors.north.pressure.baseline": 0.45})
    assert ask("values", content=told("own")[1], text=own)["values"] == {"actors.north.pressure.baseline": 0.45}
    for name, values in (("january-2024", {**SETS, **TAKEN_OUT}), ("own", {"events.ambush": None})):
        found = ask("values", content=told(name)[1], text=changed_file(name, values))
        assert found == {"values": values, "left": []}


def test_a_file_written_by_hand_is_read_for_its_numbers():
    text = """
    # a comment: 1
    actors:
      iran:
        pressure: {baseline: {value: 0.5, range: [0.2, 0.6], source: "x: {y} # z"}, audience: 1.3}   # more
        "restraint":
          credibility: 7.0e-1
      pakistan: {restraint: {credibility: 99}}
    ties: {iran: {pakistan: {fear: .2}}}
    summary: >
      constants:
        fear_weight: 7
    """.replace("\n    ", "\n")
    found = ask("values", content=told()[1], text=text)
    values = {"actors.iran.pressure.baseline": 0.5, "actors.iran.restraint.credibility": 0.7}
    left = [
        ["actors.iran.pressure.audience", "this page does not offer it"],
        ["actors.pakistan.restraint.credibility", "99 is not from 0.8 to 1.4"],
    ]
    assert found == {"values": values | {"ties.iran.pakistan.fear": 0.2}, "left": left}


def test_a_file_of_another_scenario_is_refused_and_nothing_is_left_out_without_a_word():
    """A file that extends another scenario set numbers of the same paths, and what was not offered went unsaid."""
    words = told()[1]
    assert "it extends balakot-2019" in ask("refused", content=words, text="extends: balakot-2019\n" + "days: 30\n")
    text = """
    extends: january-2024
    name: mine
    days: 30
    constants: {fear_weight: 6, blame_memory: 2}
    events:
      kerman: null
      nothing: null
    actors: {iran: {pressure: {baseline: {value: 0.5, range: [0.1, 0.9], source: mine}}}}
    """.replace("\n    ", "\n")
    found = ask("values", content=words, text=text)
    kept = {"actors.iran.pressure.baseline": 0.5, "constants.fear_weight": 6}
    assert found["values"] == {**kept, "events.kerman": None}
    assert found["left"] == [
        ["days", "this page does not offer it"],
        ["constants.blame_memory", "this page does not offer it"],
        ["events.nothing", "it is no number"],
    ]


def test_the_address_holds_what_is_set_and_nothing_that_cannot_be():
    words = told()[1]
    state = {"seed": 9, "run": 17, "values": {**SETS, **TAKEN_OUT}}
    fragment = ask("address", content=words, state=state)
    assert ask("fragment", content=words, fragment=fragment) == {"state": state, "left": 0}
    odd = "#seed=-1&run=1.5&actors.iran.pressure.baseline=9&__proto__=1&%zz=2&actors.iran.pressure.baseline=0.5&=&x"
    odd += "&events.nothing=null&events.rask=1&days=null"
    found = ask("fragment", content=words, fragment=odd)
    assert found["state"] == {"seed": 1, "run": None, "values": {"actors.iran.pressure.baseline": 0.5}}
    assert found["left"] == 10


@pytest.mark.parametrize("count", [300, pytest.param(25_000, marks=pytest.mark.page)])
def test_damaged_addresses_and_files_do_no_harm(count):
    found = ask("fuzz", content=told()[1], count=count, seed=count)
    assert found["wrong"] == []
    assert found["tried"] == 2 * count
    assert found["slowest"] < 500


def test_a_table_holds_no_formula():
    rows = [{"name": '=HYPERLINK("x")', "value": -1.5, "text": 'a "b", c\n'}]
    assert ask("table", content=told()[1], rows=rows) == 'name,value,text\n"\'=HYPERLINK(""x"")",-1.5,"a ""b"", c\n"\n'


def test_the_page_through_its_own_worker_gives_the_numbers_of_brink(tmp_path):
    """The file as it is mailed, run in Node as the worker runs it; and its saved scenario, run by brink."""
    scenario = told()[0]
    page = tmp_path / "page.html"
    page.write_text(live_page(scenario, SEED).text)
    messages = [
        {"kind": "set", "id": 1, "seed": SEED, "values": SETS, "upTo": RUNS},
        {"kind": "run", "id": 1, "run": 3},
    ]
    sent = ask("served", page=str(page), messages=messages)
    assert [message["kind"] for message in sent] == ["ready", "answers", "run"]
    assert sent[0]["fixed"] == {}
    worlds = [scenario, loads_scenario(changed_file("january-2024", SETS))]
    measures = asked.measures(scenario)
    for world, which in zip(worlds, ("given", "now"), strict=True):
        case = world.case()
        batch = simulate(case, SEED, 0, RUNS)
        runs = RunColumns(simulated_only(outcomes(batch, case), case), answered(batch, case))
        kept = sums_of(parts_of(measures, runs))
        for entry, row, answer in zip(measures, kept, sent[1]["answers"], strict=True):
            expected = estimate(entry, row)
            if not np.isnan(expected.estimate):
                assert answer[which]["estimate"] == pytest.approx(expected.estimate, rel=1e-13), entry.name
                assert answer[which]["low"] == pytest.approx(expected.low, rel=1e-9, abs=1e-12), entry.name
        acts = sent[2]["acts"][which == "now"]
        own = batch.acts[batch.act_offsets[3] : batch.act_offsets[4]]
        assert [act["day"] for act in acts] == own["day"].tolist()
        assert [act["killed"] for act in acts] == own["killed"].tolist()


def test_an_event_that_a_question_of_a_whole_scenario_follows_stays():
    """A file saved without it asked of an event that is not there, and was refused."""
    followed = loads_scenario(OWN.replace("questions: null\n", ""))
    assert scripted(followed, followed.case()).kept == {"events.ambush": FOLLOWED}
    assert scripted(told("own")[0], told("own")[0].case()).kept == {}


STAGES = """\
schema: 1
name: two worlds
extends: border-clash
questions: null
interventions: {calm: {date: 2024-01-10, set: {actors.north.pressure.baseline: 0.1}}}
"""


def test_a_scenario_of_several_worlds_gives_the_runs_of_brink_with_events_and_without(tmp_path):
    scenario = loads_scenario(STAGES)
    assert len(scenario.case().worlds) == 2
    page = tmp_path / "page.html"
    page.write_text(live_page(scenario, SEED).text)
    for values in ({"constants.fear_weight": 7}, {"constants.fear_weight": 7, "events.ambush": None}):
        asked_for = {"kind": "set", "id": 1, "seed": SEED, "values": values, "upTo": RUNS}
        sent = ask("served", page=str(page), messages=[asked_for, {"kind": "run", "id": 1, "run": 3}])
        case = load_scenario(scenario, values).case()
        batch = simulate(case, SEED, 0, RUNS)
        kept = simulated_only(outcomes(batch, case), case)
        found = next(one for one in sent[1]["answers"] if one["name"] == "kinetic_acts")
        assert found["now"]["estimate"] == pytest.approx(np.mean(kept["kinetic_acts"]), rel=1e-13)
        own = batch.acts[batch.act_offsets[3] : batch.act_offsets[4]]
        assert [act["day"] for act in sent[2]["acts"][1]] == own["day"].tolist()


def test_an_event_stays_whose_place_others_are_numbered_after():
    """A garrison that digs in later is a place of its own, numbered after that of the event."""
    calm = "{calm: {date: 2024-01-10, set: {actors.north.pressure.baseline: 0.1}}}"
    later = "{dig_in: {date: 2024-01-10, set: {forces.north_garrison.personnel: 300}}}"
    places = "places: {pass: {name: the pass, territory: valley, lat: 36.0, lon: 40.1, setting: base}}\n"
    moved = loads_scenario(STAGES.replace(calm, later) + places + "events: {ambush: {at: pass}}\n")
    kept = scripted(moved, moved.case()).kept
    assert kept == {"events.ambush": ANOTHER.format(it="it", path="events.ambush")}
