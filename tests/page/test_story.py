"""A run told by Python and by the page: the same acts, in the same words, for the same reasons."""

import pytest

from brink.experiments.page.content import PageAsked, content
from brink.experiments.runs import batch
from brink.experiments.stories.narrator import ReplayNarrator
from brink.experiments.stories.reasons import reasons
from brink.experiments.stories.replayed import replay
from brink.experiments.stories.story import tell
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
    return " ".join(text.split())


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
