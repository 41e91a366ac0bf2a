"""Every malformed file ends in a `ScenarioError` that says where and what."""

from __future__ import annotations

import pytest

from brink.scenarios.loader import loads_scenario
from brink.scenarios.problems import ScenarioError
from brink.scenarios.text import yaml_text
from brink.tests.scenarios.files import GOOD, edited, problems_of

# name: edits of the good file, path, words of the message; « marks where the problem must point
BAD_VALUES = {
    "unknown key": ([("days: 30", "«dayz: 30\ndays: 30")], "dayz", "did you mean days?"),
    "unknown inner key": ([("fear: 0.5", "«feer: 0.5")], "ties.north.south.feer", "did you mean fear?"),
    "duplicate key": ([("days: 30", "days: 30\n«days: 31")], "days", "first on line 5"),
    "wrong type": ([("days: 30", "days: «soon")], "days", "'soon' stands where a whole number is expected"),
    "half a day": ([("days: 30", "days: «30.5")], "days", "a whole number is expected"),
    "yes is no truth value": ([("control: 0.6", "nuclear: «yes")], "actors.band.nuclear", "true or false"),
    "truth is no number": ([("fear: 0.5", "fear: «true")], "ties.north.south.fear", "a number is expected"),
    "not a number": ([("fear: 0.5", "fear: «.nan")], "ties.north.south.fear", "finite"),
    "infinity": ([("fear: 0.5", "fear: «.inf")], "ties.north.south.fear", "finite"),
    "too many digits": ([("days: 30", "days: «" + "9" * 5000)], "days", "whole number"),
    "too large": ([("fear: 0.5", "fear: «1.5")], "ties.north.south.fear", "at most 1"),
    "negative days": ([("days: 30", "days: «-3")], "days", "at least 1"),
    "no days": ([("days: 30", "days: «0")], "days", "at least 1"),
    "impossible date": ([("start: 2024-01-01", "start: «2024-02-31")], "start", "no day 2024-02-31"),
    "date in words": ([("start: 2024-01-01", "start: «January")], "start", "YYYY-MM-DD"),
    "date as a number": ([("start: 2024-01-01", "start: «20240101")], "start", "YYYY-MM-DD"),
    "start is missing": ([("schema: 1", "«schema: 1"), ("start: 2024-01-01\n", "")], "", "start is missing"),
    "unknown actor in a tie": ([("{south: {fear: 0.5}}", "{«soth: {fear: 0.5}}")], "ties.north.soth", "south?"),
    "ties of nobody": ([("north: {south: {", "«nord: {south: {")], "ties.nord", "there is no actor nord"),
    "tie to itself": ([("{south: {fear", "{«north: {fear")], "ties.north.north", "no tie to itself"),
    "own patron": ([("patron: north", "patron: «band")], "actors.band.patron", "cannot be its own patron"),
    "patron nobody knows": ([("patron: north", "patron: «nrth")], "actors.band.patron", "did you mean north?"),
    "state with a patron": ([("home: south,", "home: south, patron: «north,")], "actors.south.patron", "only"),
    "control by nobody": ([("patron: north, control: ", "control: «")], "actors.band.control", "no patron is named"),
    "state without home": (
        [("south: {kind: state, home: south, ", "«south: {kind: state, ")],
        "actors.south",
        "home is",
    ),
    "home of another": (
        [("home: south", "home: «south"), ("south: {host: south}", "south: {host: north}")],
        "actors.south.home",
        "host: south",
    ),
    "wrong kind": ([("kind: militia", "kind: «milita")], "actors.band.kind", "did you mean militia?"),
    "unknown doctrine": (
        [("kind: militia", "kind: militia, doctrine: «always")],
        "actors.band.doctrine",
        "no doctrine",
    ),
    "unknown weapon": ([("[rocket]", "[«rocet]")], "actors.south.arsenal.0", "did you mean rocket?"),
    "weapon twice": ([("[rocket]", "«[rocket, rocket]")], "actors.south.arsenal", "more than once"),
    "bad id": ([("  band:", "  «Band:")], "actors.Band", "lower-case"),
    "reserved id": ([("  band:", "  «value:")], "actors.value", "reserved"),
    "shared key": ([("kind: militia", "kind: militia, key: «north")], "actors.band.key", "already that of north"),
    "event before the start": ([("2024-01-03", "«2023-12-31")], "events.spark.date", "before the start"),
    "event after the end": ([("2024-01-05", "«2024-03-05")], "events.reply.date", "after the end"),
    "intervention too late": ([("2024-01-10", "«2025-01-10")], "interventions.calm.date", "after the end"),
    "answer before its cause": (
        [("2024-01-05", "2024-01-02"), ("answers: spark", "answers: «spark")],
        "events.reply.answers",
        "comes later",
    ),
    "answer to nothing": ([("answers: spark", "answers: «sprk")], "events.reply.answers", "did you mean spark?"),
    "answer to itself": ([("answers: spark", "answers: «reply")], "events.reply.answers", "answer itself"),
    "answers in a circle": (
        [("2024-01-05", "2024-01-03"), ("killed: 3", "killed: 3, answers: «reply")],
        "events.spark.answers",
        "circle",
    ),
    "unreachable target": ([("at: post, rung", "at: post, weapon: «rocket, rung")], "events.spark.weapon", "40 km"),
    "more hits than shots": ([("killed: 3", "killed: 3, launched: 2, hits: «3")], "events.spark.hits", "of 2"),
    "more civilians than dead": (
        [("wounded: 2", "killed_civilians: «4")],
        "events.spark.killed_civilians",
        "4 civilians among 3",
    ),
    "place elsewhere": ([("at: post", "at: «fort")], "events.spark.at", "lies in north"),
    "unknown place": ([("at: post", "at: «pst")], "events.spark.at", "there is no place pst: did you mean post?"),
    "no force at rung 3": ([("post, rung: 7", "post, rung: «3")], "events.spark.rung", "at least 4"),
    "campaign ends first": (
        [("from: 2024-01-02", "from: 2024-01-09, to: «2024-01-02")],
        "campaigns.raids.to",
        "comes before",
    ),
    "campaign nowhere": ([("in: [south], from", "in: «[], from")], "campaigns.raids.in", "at least one"),
    "share of nothing": ([("in: [south], from", "in: {south: «0}, from")], "campaigns.raids.in.south", "more than 0"),
    "unknown territory": ([("in: [south], from", "in: [«sout], from")], "campaigns.raids.in.0", "did you mean south?"),
    "range the wrong way round": (
        [("[0.1, 0.7]", "«[0.7, 0.1]")],
        "actors.north.pressure.baseline.range",
        "wrong way round",
    ),
    "value outside its range": ([("[0.1, 0.7]", "«[0.5, 0.7]")], "actors.north.pressure.baseline.range", "outside"),
    "range outside the bounds": ([("[0.1, 0.7]", "«[0.1, 1.7]")], "actors.north.pressure.baseline.range", "0 to 1"),
    "unknown word in a number": (
        [("source: judgement", "«sorce: judgement")],
        "actors.north.pressure.baseline.sorce",
        "did you mean source?",
    ),
    "number without value": ([("{value: 0.4, ", "«{")], "actors.north.pressure.baseline", "value is missing"),
    "unknown constant": ([("days: 30", "days: 30\nconstants: {«fear_wait: 9}")], "constants.fear_wait", "fear_weight?"),
    "a constant that is gone": (
        [("days: 30", "days: 30\nconstants: {«displaced_fear: 0.2}")],
        "constants.displaced_fear",
        "removed in 0.2: places.*.stands_for",
    ),
    **{
        f"{gone}, which is gone": (
            [("days: 30", f"days: 30\nconstants: {{«{gone}: 1}}")],
            f"constants.{gone}",
            f"removed in 0.2: {successor}",
        )
        for gone, successor in {
            "agenda_account": "an account of any size",
            "account_reference": "it scaled constants.account_weight",
            "account_weight_cap": "constants.account_cap",
            "proxy_visibility": "constants.proxy_credit",
            "variant_scale": "constants.row_scale",
            "warned_interception": "constants.warned_killed_base",
            "order_bonus": "actors.*.control",
            "order_pressure": "actors.*.control",
            "ordered_blame": "constants.patron_blame",
            "claimed_blame": "constants.missile_blame",
            "concession_days": "a concession counts as long as closing words hold",
        }.items()
    },
    "a renamed constant": (
        [("days: 30", "days: 30\nconstants: {«wounded_per_hit: 2}")],
        "constants.wounded_per_hit",
        "removed in 0.2: constants.wounded_base",
    ),
    "a militia without means": (
        [("control: 0.6", "control: 0.6, can_strike: «false")],
        "actors.band.can_strike",
        "only states",
    ),
    "raids by one that cannot strike": (
        [("raids: {by: band", "raids: {by: «north"), ("home: north\n", "home: north\n    can_strike: false\n")],
        "campaigns.raids.by",
        "north cannot strike",
    ),
    "its own ally": ([("home: south,", "home: south, allies: [«south],")], "actors.south.allies.0", "its own ally"),
    "a state as a stand-in": (
        [("home: south,", "home: south, stands_for: [«north],")],
        "actors.south.stands_for.0",
        "only militias and spoilers",
    ),
    "a stand-in for a group": (
        [("control: 0.6", "control: 0.6, stands_for: [«band]")],
        "actors.band.stands_for.0",
        "a group stands for a state",
    ),
    "a site said to be its host's": (
        [("lon: 20, setting: base}\n  post", "lon: 20, setting: base, stands_for: «north}\n  post")],
        "places.fort.stands_for",
        "north's anyway",
    ),
    "a site said to be a group's": (
        [("lon: 20, setting: base}\n  post", "lon: 20, setting: base, stands_for: «band}\n  post")],
        "places.fort.stands_for",
        "band is a militia",
    ),
    "forces for another's militia": (
        [("places:", "forces: {corps: {of: south, in: north, stands_for: [«band]}}\nplaces:")],
        "forces.corps.stands_for.0",
        "not the patron of band",
    ),
    "a group that hunts": (
        [("{south: {fear: 0.5}}", "{south: {fear: 0.5}}\n  band: {south: {hunts: «2}}")],
        "ties.band.south.hunts",
        "only states hunt",
    ),
    "nobody to hunt": (
        [("{south: {fear: 0.5}}", "{south: {fear: 0.5, hunts: «2}}")],
        "ties.north.south.hunts",
        "no leader to find",
    ),
    "a share of nobody's strikes": (
        [("control: 0.6", "control: 0.6, joins: «0.5")],
        "actors.band.joins",
        "follows nobody",
    ),
    "a group with sanctions": (
        [("{south: {fear: 0.5}}", "{south: {fear: 0.5}}\n  band: {south: {sanctioned: «true}}")],
        "ties.band.south.sanctioned",
        "only states have sanctions",
    ),
    "forces at home that a host forbids to strike": (
        [("places:", "forces: {corps: {of: north, in: north, launches: «false}}\nplaces:")],
        "forces.corps.launches",
        "at home there",
    ),
    "intervention on nobody": (
        [("actors.north.pressure.baseline: ", "actors.nort.pressure.baseline: «")],
        "actors.nort.pressure.baseline",
        "did you mean north?",
    ),
    "intervention on the calendar": (
        [("{actors.north.pressure.baseline: 0.2}", "{days: «3}")],
        "days",
        "cannot change",
    ),
    "intervention out of bounds": ([("baseline: 0.2", "baseline: «2")], "actors.north.pressure.baseline", "at most 1"),
    "null for a stranger": ([("days: 30", "days: 30\nforces: {fleet: «null}")], "forces.fleet", "no fleet"),
    "missing base": ([("extends: arsenal", "extends: «arsnal")], "extends", "did you mean arsenal?"),
    "base that is a list": ([("extends: arsenal", "extends: «[arsenal]")], "extends", "name one"),
    "no damage table": (
        [("schema: 1", "«schema: 1"), ("extends: arsenal", "summary: x")],
        "ladder",
        "extends: arsenal",
    ),
    "other version": ([("schema: 1", "schema: «2")], "schema", "1"),
    "truth as version": ([("schema: 1", "schema: «true")], "schema", "1"),
    "list for a mapping": ([("  north: {south: {fear: 0.5}}", "  «- north")], "ties", "a mapping (key: value)"),
}


@pytest.mark.parametrize("name", BAD_VALUES)
def test_a_wrong_value_is_named_with_its_place(name):
    edits, path, words = BAD_VALUES[name]
    marked = edited(*edits)
    before, after = marked.split("«")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    found = problems_of(before + after)
    matching = [problem for problem in found if problem.path == path and words in problem.message]
    assert matching, [str(problem) for problem in found]
    assert (matching[0].file, matching[0].line, matching[0].column) == ("test.yaml", line, column)


BAD_TEXTS = {
    "empty": (b"", "empty"),
    "only a comment": (b"# nothing\n", "empty"),
    "scalar": (b"just words\n", "mapping is expected"),
    "list": (b"- 1\n- 2\n", "mapping is expected"),
    "tab": (b"schema: 1\nactors:\n\tnorth: {}\n", "a tab stands here"),
    "unclosed": (b"schema: {1\n", "not YAML"),
    "binary junk": (bytes(range(256)), "UTF-8"),
    "zero bytes": (b"schema: 1\nname: a\0b\n", "character"),
    "utf-16": ("schema: 1".encode("utf-16"), "UTF-8"),
    "two documents": (b"schema: 1\n---\nschema: 1\n", "second document"),
    "python tag": (b"schema: !!python/object/apply:os.system ['true']\n", "tags"),
    "own tag": (b"name: !secret x\n", "tags"),
    "anchor": (b"a: &x [1]\n", "anchors"),
    "alias": (b"a: *x\n", "aliases"),
    "alias bomb": (b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b,*b]\n", "anchors"),
    "other yaml": (b"%YAML 1.1\n---\nname: x\n", "only YAML 1.2"),
    "list as key": (b"? [a, b]\n: 1\n", "single word"),
    "escape of half a character": (b'name: "\\ud800"\n', "half characters"),
    "terminal codes": (b'name: "\\e[31m"\n', "control characters"),
    "deep": (b"a: " + b"[" * 200 + b"]" * 200, "nested more than"),
    "oversize": (b"#" * (1024 * 1024 + 1), "larger than 1024 KiB"),
}


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_a_text_that_is_no_scenario_is_refused(name):
    content, words = BAD_TEXTS[name]
    found = problems_of(content)
    assert any(words in problem.message for problem in found), [str(problem) for problem in found]
    assert all(problem.line >= 1 or name == "oversize" for problem in found)


def test_the_undamaged_file_loads():
    assert problems_of(GOOD) == ()


def test_all_problems_come_at_once_and_in_order():
    text = edited(
        ("days: 30", "days: -3"), ("fear: 0.5", "fear: 9"), ("patron: north", "patron: band"), ("by: band", "by: bnd")
    )
    found = problems_of(text)
    assert [problem.path for problem in found] == [
        "days",
        "actors.band.patron",
        "ties.north.south.fear",
        "campaigns.raids.by",
    ]


def test_one_mistake_is_said_once():
    assert len(problems_of(edited(("start: 2024-01-01", "start: 2024-02-31")))) == 1
    assert len(problems_of(edited(("post, rung: 7", "post, rung: 3")))) == 1


def test_patrons_in_a_circle_are_named():
    text = edited(("patron: north, control: 0.6", "patron: gang"))
    text = text.replace("ties:\n", "  gang: {kind: militia, patron: band}\nties:\n")
    assert [problem.path for problem in problems_of(text)] == ["actors.band.patron", "actors.gang.patron"]
    assert "band -> gang -> band" in problems_of(text)[0].message


def test_a_problem_is_one_line_whatever_stands_in_the_file():
    for problem in problems_of(edited(("days: 30", 'days: "a\\nb"\n"x\\ny": 1'))):
        assert len(str(problem).splitlines()) == 1


def test_a_file_with_too_many_values_is_refused(monkeypatch):
    monkeypatch.setattr(yaml_text, "MOST_NODES", 50)
    found = problems_of("a: [" + "1," * 60 + "]")
    assert [problem.message for problem in found] == ["more than 50 values in one file"]


def test_all_of_a_few_choices_are_named_even_where_one_is_spelt_alike():
    kornet = "{name: Kornet, class: anti_tank_missile, range_km: 6, reliability: 0.9, weight: 1.0, source: judgement}"
    with pytest.raises(ScenarioError) as caught:
        loads_scenario(f"extends: border-clash\nname: Close range\nweapons:\n  kornet: {kornet}\n")
    kinds = "one_way_drone, rocket, cruise_missile, ballistic_missile, air_strike"
    assert f"did you mean ballistic_missile? There are: {kinds}" in str(caught.value)
