"""A run told by Python and by the page: the same acts, in the same words, for the same reasons."""

import pytest

from brink.experiments.page.content import PageAsked, content
from brink.experiments.page.page import live_page
from brink.experiments.runs import batch
from brink.experiments.stories.narrator import ReplayNarrator
from brink.experiments.stories.reasons import reasons
from brink.experiments.stories.replayed import replay
from brink.experiments.stories.story import tell
from brink.experiments.stories.terms import Term
from brink.model.engine.ensemble import simulate
from brink.scenarios.loader import load_scenario
from brink.tests.page.recorded import ask, runs_of

RUNS, SEED = 8, 5
#: Worlds with wars, proxies, spoilers, displaced strikes, names that end in s; and one by tit for tat.
WORLDS = (
    ("january-2024", {}),
    ("balakot-2019", {}),
    ("border-clash", {"actors.north.doctrine": "tit_for_tat", "constants.fear_weight": 6}),
)


@pytest.fixture(scope="module", params=WORLDS, ids=[name for name, _ in WORLDS])
def world(request, tmp_path_factory):
    name, sets = request.param
    scenario = load_scenario(name, sets)
    results = batch.run(scenario, RUNS, SEED, out=tmp_path_factory.mktemp("told") / "runs", jobs=1)
    return scenario, results, content(PageAsked(scenario, SEED, []))


def plain(text):
    """A text in one line; lines may be cut after a hyphen."""
    return " ".join(text.split()).replace("- ", "-")


@pytest.mark.parametrize("run", range(RUNS))
def test_a_run_is_told_in_the_same_words(world, run):
    scenario, results, told = world
    case = scenario.case()
    found = ask("story", content=told, runs=runs_of(simulate(case, SEED, run, 1), case), days=scenario.days)
    expected = [plain(paragraph) for paragraph in tell(results, run).split("\n\n")[1:]]
    assert [plain(" ".join(passage["sentences"])) for passage in found] == expected
    assert len(expected) > 2


def test_reasons_are_told_in_the_same_words(world):
    scenario, results, told = world
    replayed = replay(results, 0)
    narrator = ReplayNarrator(results, replayed)
    case = scenario.case()
    acts = ask("acts", content=told, runs=runs_of(simulate(case, SEED, 0, 1), case), days=scenario.days)
    chosen = sorted(replayed.book.of_act.items())[:40]
    assert chosen
    decisions = [
        (
            {
                "terms": [term._asdict() for term in decision.parts.terms],
                "waiting": [term._asdict() for term in decision.waiting],
                "chance": decision.chance,
            },
            acts[number],
        )
        for number, decision in chosen
    ]
    assert ask("reasons", content=told, decisions=decisions) == [reasons(narrator, one) for _, one in chosen]


def test_small_reasons_are_left_out_in_both(world):
    scenario, results, told = world
    replayed, case = replay(results, 0), scenario.case()
    number, decision = min(replayed.book.of_act.items())
    acts = ask("acts", content=told, runs=runs_of(simulate(case, SEED, 0, 1), case), days=scenario.days)
    small = tuple(
        Term(term.name, value) for term, value in zip(decision.parts.terms, (0.04, 0.06, -0.04), strict=False)
    )
    changed = decision._replace(waiting=(), parts=decision.parts._replace(terms=small))
    terms = [term._asdict() for term in small]
    asked = [({"terms": terms, "waiting": [], "chance": decision.chance}, acts[number])]
    expected = reasons(ReplayNarrator(results, replayed), changed)
    assert ask("reasons", content=told, decisions=asked) == [expected]
    assert "0.0)" not in expected


def test_the_runs_that_are_compared_have_pauses_of_every_kind(tmp_path):
    """Over, and open at the end: each is told by a rule of its own. None is over on the day on which it began."""
    results = batch.run(load_scenario("january-2024"), RUNS, SEED, out=tmp_path / "runs", jobs=1)
    pauses = results.pauses
    lasted = pauses["last_day"] - pauses["first_day"]
    over = pauses["last_day"] >= 0
    assert over.any() and (lasted[over] > 0).all() and (~over).any()


@pytest.fixture(scope="module")
def answered(world, tmp_path_factory):
    """The reasons of some acts of run 0, as the file's own worker sends them, and the decisions of Python's replay."""
    scenario, results, _ = world
    replayed = replay(results, 0)
    chosen = sorted(replayed.book.of_act.items())[:25]
    page = tmp_path_factory.mktemp("page") / "page.html"
    page.write_text(live_page(scenario, SEED).text)
    asking = [{"kind": "set", "id": 1, "seed": SEED, "values": {}, "upTo": 1}]
    asking += [{"kind": "why", "id": 1, "run": 0, "act": number, "world": 0} for number, _ in chosen]
    asking.append({"kind": "why", "id": 1, "run": 0, "act": 0, "world": 0})
    sent = ask("served", page=str(page), messages=asking)
    told = [message for message in sent if message["kind"] in ("why", "fault")]
    return ReplayNarrator(results, replayed), chosen, told


def test_the_page_works_out_the_same_reasons_by_itself(answered):
    narrator, chosen, sent = answered
    assert len(sent) == len(chosen) + 1
    for (number, decision), message in zip(chosen, sent, strict=False):
        assert message["act"] == number
        assert message["told"]["sentence"] == reasons(narrator, decision)
        assert message["told"]["chance"] == decision.chance


def test_what_nobody_decided_has_no_reasons(answered):
    assert answered[2][-1]["told"] is None
