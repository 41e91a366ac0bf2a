"""Wrong questions end in a place and a message; the inline grammar points at the character."""

import pytest

from brink.scenarios.loader import apply_sets, loads_scenario
from brink.scenarios.questions.inline import Misread, read
from brink.scenarios.questions.typed import Name, TypedQuestion
from brink.tests.scenarios.files import GOOD as PLAIN
from brink.tests.scenarios.files import problems_of

GOOD = PLAIN.replace("sits_in: [south]}", "sits_in: [south], arsenal: [rocket]}")
FIRST = len(GOOD.splitlines()) + 2


def wrong(text):
    return [(p.line - FIRST + 1, p.column, p.path, p.message) for p in problems_of(f"{GOOD}questions:\n{text}")]


ACTS = "  a: {act: {by: north, on: south, rung: 6+}}\n"
WRONG = {
    "unknown actor": (
        "  a: {act: {by: nrth}}", 1, 17, "questions.a.act.by",
        "there is no actor nrth: did you mean north?",
    ),
    "unknown soil": (
        "  a: {act: {on: suth}}", 1, 17, "questions.a.act.on",
        "no state or territory suth: did you mean south?",
    ),
    "rung 15": ("  a: {act: {rung: 15}}", 1, 19, "questions.a.act.rung", "no rung 15: the ladder goes from 0 to 13"),
    "no range": ("  a: {act: {rung: 6-4}}", 1, 19, "questions.a.act.rung", "write the lower number first"),
    "unknown key": ("  a: {act: {bye: north}}", 1, 13, "questions.a.act.bye", "unknown key: did you mean by?"),
    "days below none": (
        ACTS + "  b: {act: {by: south}, after: a, within: -3 days}", 2, 43, "questions.b.within",
        "no number of days",
    ),
    "within nothing": ("  a: {act: {by: north}, within: 3 days}", 1, 33, "questions.a.within", "within goes with"),
    "a circle": (
        "  a: {act: {by: north}, answers: b}\n  b: {act: {by: south}, answers: a}",
        2, 34, "questions.b.answers", "depends on itself: a -> b -> a",
    ),
    "unknown question": (
        ACTS + "  b: {act: {by: south}, answers: aa}", 2, 34, "questions.b.answers",
        "did you mean a?",
    ),
    "unknown in a part": (
        ACTS + "  b: {all: [a, south on nrth]}", 2, 16, "questions.b.all.1",
        "character 10: there is no state or territory nrth",
    ),
    "misread part": (
        ACTS + "  b: {act: {by: south}, answers: north onn south}", 2, 34, "questions.b.answers",
        "character 7: 'onn' is not expected here: did you mean on?",
    ),
    "a column": ("  war: {act: {by: north}}", 1, 3, "questions.war", "war is already a column of runs"),
    "a word of the grammar": ("  within: {act: {by: north}}", 1, 3, "questions.within", "a word of the grammar"),
    "an actor": ("  north: {act: {by: north}}", 1, 3, "questions.north", "already an actor"),
    "nothing asked": ("  a: {ask: What?}", 1, 6, "questions.a", "there is nothing asked"),
    "two bodies": ("  a: {act: {by: north}, any: [b]}", 1, 6, "questions.a", "act and any stand together"),
    "two links": (ACTS + "  b: {act: {by: south}, answers: a, after: a}", 2, 44, "questions.b.after", "stand together"),
    "delay of nothing": ("  a: {act: {by: north}, measure: delay}", 1, 34, "questions.a.measure", "a delay goes with"),
    "is without a measure": ("  a: {act: {by: north}, is: 2+}", 1, 29, "questions.a.is", "is goes with a measure"),
    "per act of nothing": ("  a: {act: {by: north}, per: act}", 1, 30, "questions.a.per", "goes with a link"),
    "state as a part": (
        "  a: {state: {actor: north, measure: pressure, day: 2024-01-09}}\n  b: {any: [a]}", 2, 6, "questions.b",
        "a state is a number",
    ),
    "state after the end": (
        "  a: {state: {actor: north, measure: pressure, day: 2025-01-09}}", 1, 53, "questions.a.state.day",
        "outside the scenario",
    ),
    "backwards": (
        "  a: {act: {by: north}, when: {from: 2024-01-09, to: 2024-01-02}}", 1, 31, "questions.a.when",
        "before it begins",
    ),
    "never: nobody": (
        "  a: {act: {by: south, on: north, rung: 12}}", 1, 17, "questions.a.act.by",
        "can never come true",
    ),
    "never: the rung": (
        "  a: {act: {by: band, kinetic: true, rung: 12}}", 1, 44, "questions.a.act.rung",
        "the highest is",
    ),
    "never: what decides the reach": (
        "  a: {act: {by: band, kinetic: true, rung: 12}}", 1, 44, "questions.a.act.rung",
        "Options follow from `arsenal`, from `range_km`",
    ),
    "never: after the end": (
        "  a: {act: {by: north, rung: 6+}, when: {from: 2026-01-01}}", 1, 41, "questions.a.when",
        "outside the scenario",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_questions_are_placed(name):
    text, line, column, path, words = WRONG[name]
    found = wrong(text)
    assert [entry[2] for entry in found] == [path], found
    assert words in found[0][3]
    assert found[0][:2] == (line, column)


def test_expectations_are_checked():
    text = f"{GOOD}questions:\n{ACTS}expectations:\n  b: {{share: [.1, .2]}}\n  a: {{share: [.3, .2]}}\n"
    messages = [str(problem) for problem in problems_of(text)]
    assert any("there is no question b" in message for message in messages)
    assert any("wrong way round" in message for message in messages)


INLINE = {
    "": (1, "a question is missing"),
    "iran on": (8, "an id is missing"),
    "iran on pakistan 6+ answers": (28, "a question in brackets"),
    "iran on pakistan 6+ answers (": (30, "a question is missing"),
    "iran on pakistan 6+ answers (iran": (29, "never closed"),
    "iran on pakistan 6++": (18, "write 6, 6+ or 4-5"),
    "iran on pakistan 6 within -3": (27, "write 6, 6+ or 4-5"),
    "iran on pakistan 6 7": (20, "rung stands twice"),
    "iran on pakistan )": (18, "nothing more is expected"),
    "iran answers (a) after (b)": (18, "only one link"),
    "iran from 2024-02-31": (11, "no day 2024-02-31"),
    "iran measure cout": (14, "did you mean count?"),
    "state iran presure 2024-01-02": (12, "did you mean pressure?"),
    "(" * 40: (14, "levels of brackets"),
    "iran, iraq": (5, "not expected here"),
}


@pytest.mark.parametrize("text", INLINE)
def test_inline_mistakes_point_at_the_character(text):
    at, words = INLINE[text]
    with pytest.raises(Misread) as caught:
        read(text)
    assert f"character {at}: " in str(caught.value) and words in str(caught.value)


def test_inline_and_file_say_the_same():
    inline = (
        "pakistan through own on not iran, iraq 6+ killed 1+ not warned "
        "settles (iran on pakistan 6+) within 1-7 days given x"
    )
    found = read(inline)
    assert isinstance(found, TypedQuestion) and found.act is not None
    assert found.link == "settles" and found.given == Name("x") and found.within is not None
    file = loads_scenario(
        f"{GOOD}questions:\n  x: {{act: {{by: north}}}}\n"
        "  a: {act: {by: south, on: [north], rung: 0-9, warned: false}, "
        "settles: north on south 6+, within: 1-7 days, given: x}\n"
        "  b: {any: [south on north 0-9 not warned settles (north on south 6+) within 1-7 given x]}\n"
    )
    a = next(entry for entry in file.case().questions if entry.name == "a")
    same = [
        entry
        for entry in file.case().questions
        if (entry.codes, entry.spans, entry.within) == (a.codes, a.spans, a.within)
    ]
    assert len(same) == 2 and same[1].name == ""


def test_a_counterfactual_without_what_a_question_names_is_no_mistake():
    day = "  c: {state: {actor: north, measure: pressure, day: 2024-01-28}}\n"
    text = f"{GOOD}questions:\n  a: {{act: {{by: south}}, answers: spark}}\n  b: {{act: {{event: reply}}}}\n{day}"
    changed = apply_sets(loads_scenario(text), {"events.reply": None, "actors.south.arsenal": [], "days": 20})
    assert {asked.name for asked in changed.case().questions} >= {"a", "b"}
    assert loads_scenario(changed.resolved_yaml(), kept=True).digest() == changed.digest()


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ("question: war, less: a, share: [0, 1]", "war is an outcome"),
        ("question: south answers a per act, less: a, share: [0, 1]", "less goes between two of a kind"),
        (
            "question: south answers a per act strata rung, less: south after a per act, strata: rung, share: [0, 1]",
            "less does not go with strata",
        ),
    ],
)
def test_less_goes_between_two_of_a_kind(stated, message):
    (found,) = problems_of(f"{GOOD}questions:\n{ACTS}expectations:\n  e: {{{stated}}}\n")
    assert (found.path, found.line) == ("expectations.e.less", FIRST + 2)
    assert message in found.message


def test_expectations_do_not_change_the_question_and_questions_do():
    plain = loads_scenario(GOOD)
    asked = loads_scenario(f"{GOOD}questions:\n{ACTS}")
    expected = loads_scenario(f"{GOOD}questions:\n{ACTS}expectations:\n  a: {{share: [.1, .2]}}\n")
    assert plain.digest() != asked.digest() == expected.digest()


def test_a_file_that_leaves_out_what_an_inherited_question_is_about_is_no_mistake():
    scenario = loads_scenario(
        "schema: 1\nname: Without\nextends: january-2024\n"
        "events: {kerman: null, yemen_united_states: null, yemen_united_kingdom: null}\n"
        "campaigns: {ship_attacks: null}\n"
    )
    assert "kerman_answered" in {asked.name for asked in scenario.case().questions}
