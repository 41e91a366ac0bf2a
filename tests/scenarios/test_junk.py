"""Whatever a file says, loading it ends in a scenario or in a `ScenarioError`."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from brink.scenarios.loader import loads_scenario
from brink.scenarios.problems import ScenarioError
from brink.tests.scenarios.files import GOOD

YAML_LETTERS = st.text(alphabet="{}[]:,-?!&*#|>'\"%@` \n\tabn012.~\\xuU", max_size=80)
WORDS = sorted(set(GOOD.replace("{", " { ").replace("}", " } ").split()))
NESTED = st.sampled_from(["[]", "{}", "[1, [2]]", "{a: {b: c}}"])
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), NESTED)


def loads_or_refuses(content: str | bytes, sets: tuple[str, ...] = ()) -> None:
    try:
        scenario = loads_scenario(content, "junk.yaml", sets)
    except ScenarioError as error:
        assert error.problems
        assert all(len(str(problem).splitlines()) == 1 for problem in error.problems)
    else:
        assert loads_scenario(scenario.resolved_yaml()).digest() == scenario.digest()


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_bytes(content):
    loads_or_refuses(content)


@given(YAML_LETTERS)
@settings(max_examples=150, deadline=None)
def test_text_like_yaml(content):
    loads_or_refuses(content)
    loads_or_refuses(GOOD + content)


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.integers(0, GOOD.count("\n")))
@settings(max_examples=100, deadline=None)
def test_words_of_a_scenario_in_the_wrong_place(words, number):
    lines = GOOD.splitlines()
    lines.insert(number, " ".join(words))
    loads_or_refuses("\n".join(lines))


@given(st.integers(0, GOOD.count(":") - 1), VALUES)
@settings(max_examples=120, deadline=None)
def test_any_value_anywhere(number, value):
    parts = GOOD.split(":")
    head, tail = ":".join(parts[: number + 1]), ":".join(parts[number + 1 :])
    loads_or_refuses(f"{head}: {value}\n{tail.partition(chr(10))[2]}")


@given(st.text(max_size=40), st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_any_change(path, value):
    loads_or_refuses(GOOD, (f"{path}={value}", f"actors.north.{path}={value}"))


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_name_survives_being_written_and_read(name):
    try:
        scenario = loads_scenario(GOOD, sets=[f"name={name!r}"])
    except ScenarioError:
        return
    again = loads_scenario(scenario.resolved_yaml())
    assert (again.name, again.digest()) == (scenario.name, scenario.digest())
