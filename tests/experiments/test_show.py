"""`brink show`: trees, one side of the story, and why an act was done, from a replay that must be the stored run."""

from __future__ import annotations

import io
import json
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from brink.experiments.commands.cli import app, call
from brink.experiments.errors import MismatchError, UserError
from brink.experiments.results.read import Results, open_results
from brink.experiments.runs import batch
from brink.experiments.stories.narrator import ReplayNarrator
from brink.experiments.stories.reasons import COMMON, motives, reasons
from brink.experiments.stories.replayed import case_of, replay
from brink.experiments.stories.story import tell
from brink.experiments.stories.terms import WORDS, Term
from brink.experiments.stories.trees import trees
from brink.experiments.stories.whole import as_plain, whole
from brink.model.crisis import CrisisModel
from brink.scenarios.loader import load_scenario

RUN = 1
DOCTRINES = ("always_reply", "tit_for_tat", "red_line", "expected_utility", "prospect", "grit")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return batch.run(load_scenario("border-clash"), 6, jobs=1, out=tmp_path_factory.mktemp("clash"))


@pytest.fixture(scope="module")
def replayed(results):
    return replay(results, RUN)


class Ended(NamedTuple):
    """How a command ended: exit code and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def brink(*words: object) -> Ended:
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["brink", *map(str, words)])
        code = call(app)
    return Ended(code, out.getvalue(), err.getvalue())


def drawn(results: Results) -> set[int]:
    """Numbers of the acts of force that somebody decided on."""
    acts = results.acts_of(RUN)
    chosen = acts[acts["kinetic"] & ~acts["observed"] & acts["origin"].isin(["reply", "displaced"])]
    return set(chosen["act"])


# ---------------------------------------------------------------- the replay


def test_agents_that_take_notes_act_as_the_usual_ones(replayed):
    usual = CrisisModel(replayed.model.case, 1, RUN)
    usual.run_model()
    assert np.array_equal(usual.acts, replayed.model.acts)


def test_every_answer_by_force_has_its_decision(results, replayed):
    assert set(replayed.book.of_act) == drawn(results) != set()


def all_decisions(results, sets=()):
    scenario = load_scenario("border-clash", sets)
    made = batch.run(scenario, 3, jobs=1, out=results.folder / "-".join(["more", *sets]).replace("=", "-"))
    return [decision for run in range(3) for decision in replay(made, run).book.decisions]


@pytest.mark.parametrize("doctrine", ["appraisal", *DOCTRINES])
def test_the_parts_of_a_decision_add_up_to_what_the_rules_made_of_it(results, doctrine):
    decisions = all_decisions(results, [f"actors.{name}.doctrine={doctrine}" for name in ("north", "south")])
    assert decisions
    for decision in decisions:
        names = [term.name for term in decision.parts.terms]
        assert "rest" not in names, "a rule has a part that this knows nothing of"
        assert set(names) <= set(WORDS)
        assert sum(term.value for term in decision.parts.terms) == pytest.approx(decision.parts.utility)
        assert sum(one.share for one in decision.likely) <= 1 + 1e-9
        assert decision.acted == (decision.draw < decision.chance and not decision.refused)


def test_the_chance_follows_from_the_terms(results):
    """The appraisal: odds are worth of the menu, less restraint, plus what waiting costs, times the precision."""
    sharp = results.scenario.constants.row_scale
    for decision in all_decisions(results):
        odds = decision.value + sum(term.value for term in decision.waiting)
        assert decision.chance == pytest.approx(1 / (1 + np.exp(-sharp * odds)))


def test_runs_with_parameters_of_their_own_are_replayed_with_these(tmp_path):
    made = batch.run(load_scenario("border-clash"), 3, jobs=1, out=tmp_path, uncertain=True)
    ones = [case_of(made, run).worlds[0].constants["fear_weight"][0] for run in (0, 1)]
    assert ones[0] != ones[1]
    assert replay(made, 1).book.decisions is not None


def test_a_run_that_comes_out_otherwise_is_not_explained(results):
    other = open_results(results.folder)
    other.manifest = results.manifest | {"seed": 2}
    with pytest.raises(MismatchError, match="comes out otherwise"):
        replay(other, RUN)


def test_another_version_of_the_model_is_explained_only_if_this_one_makes_the_same(results):
    other = open_results(results.folder)
    other.manifest = results.manifest | {"model": "0" * 16}
    assert len(replay(other, RUN).book.decisions) == len(replay(results, RUN).book.decisions)
    other.manifest = other.manifest | {"seed": 2}
    with pytest.raises(UserError, match="another version of the model"):
        replay(other, RUN)


# ---------------------------------------------------------------- what is told


def test_the_story_gives_the_two_strongest_reasons(results, replayed):
    found = motives(results, replayed)
    assert set(found.of_act) == drawn(results)
    number, decision = next(iter(replayed.book.of_act.items()))
    strongest = max(decision.parts.terms, key=lambda term: term.value)
    assert WORDS[strongest.name].split("{")[0] in found.of_act[number]
    assert found.of_act[number].count("(+") <= 2
    assert found.of_act[number].count("(-") <= 2
    assert " ".join(tell(results, RUN, motives=found).split()).count("The chance of force was") == len(found.of_act)
    assert "The chance of force" not in tell(results, RUN)


def test_a_reason_that_rounds_to_nothing_is_left_out(results, replayed):
    narrator = ReplayNarrator(results, replayed)
    decision = next(iter(replayed.book.of_act.values()))
    name = next(term.name for term in decision.parts.terms if term.name not in COMMON)

    def told(*values):
        terms = tuple(Term(name, value) for value in values)
        return reasons(narrator, decision._replace(waiting=(), parts=decision.parts._replace(terms=terms)))

    assert told(0.04, -0.04).startswith("Nothing weighed for it or against it. The chance")
    assert "(+0.1)" in told(0.06, -0.04) and "0.0)" not in told(0.06, -0.04)
    assert "gainst it:" not in told(0.06, -0.04)


def test_a_side_is_followed_with_its_silences(results, replayed):
    told = tell(results, RUN, actor="south", motives=motives(results, replayed))
    silent = [one for one in replayed.book.decisions if not one.acted]
    own = [one for one in silent if replayed.model.case.names.actors[one.occasion.actor] == "south"]
    assert told.count("South held its fire") == len(own)
    assert ", the side of South" in told.splitlines()[0]
    acts = results.acts_of(RUN)
    others = acts[~acts[["actor", "executor", "target", "declared"]].eq("south").any(axis=1)]
    assert not any(f"#{number}  " in told for number in others["act"])


def test_everything_behind_each_act_can_be_told(results, replayed):
    for number in range(len(replayed.model.log.acts)):
        told = whole(results, replayed, number)
        assert told
        assert "Nothing was noted" not in told
    number, decision = next(iter(replayed.book.of_act.items()))
    told = whole(results, replayed, number)
    for words in ("harm of what it answers", "pressure at home", "chance of force", "in all", "<- taken"):
        assert words in told
    assert f"{decision.draw:.3f}" in told
    assert as_plain(replayed, number)["decision"]["chance"] == decision.chance


def test_what_is_on_record_was_decided_by_nobody(results, replayed):
    acts = results.acts_of(RUN)
    observed = int(acts[acts["observed"]]["act"].iloc[0])
    assert whole(results, replayed, observed).startswith("SCRIPTED")
    assert as_plain(replayed, observed) == {"decision": None}


def test_the_tree_puts_each_act_below_the_one_it_answers(results):
    acts = results.acts_of(RUN)
    told = trees(results, RUN, everything=True).splitlines()
    lines = [line for line in told if "  [" in line]
    assert len(lines) == len(acts)
    depth = {int(line.split("#")[1].split()[0]): line.index("#") // 3 for line in lines}
    assert depth == dict(zip(acts["act"], acts["generation"], strict=True))
    for act in acts[acts["cause"] >= 0].itertuples():
        places = {int(line.split("#")[1].split()[0]): k for k, line in enumerate(told) if "#" in line}
        assert places[act.act] > places[act.cause]


def test_a_chain_deeper_than_the_stack_is_drawn(results):
    class Deep:
        manifest = results.manifest | {"runs_with_acts": 1}

        def acts_of(self, run):
            one = results.acts_of(RUN).head(1)
            many = one.loc[one.index.repeat(3000)].reset_index(drop=True)
            return many.assign(act=range(3000), cause=range(-1, 2999), chain=0, kinetic=True)

        label = staticmethod(results.label)

    assert trees(Deep(), RUN).count("#") == 3000


# ---------------------------------------------------------------- the command line


def test_show_on_the_command_line(results):
    number = min(drawn(results))
    told = brink("show", results.folder, "--run", RUN, "--why", number)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(f"#{number}  ")
    assert "This way: " in told.stdout
    machine = json.loads(brink("show", results.folder, "--run", RUN, "--why", number, "--json").stdout)
    assert (machine["run"], machine["act"]) == (RUN, number)
    assert 0 < machine["decision"]["chance"] < 1
    assert "The chance of force" in " ".join(brink("show", results.folder, "--run", RUN).stdout.split())
    assert "The chance of" not in brink("show", results.folder, "--run", RUN, "--plain").stdout
    side = json.loads(brink("show", results.folder, "--run", RUN, "--actor", "North", "--json").stdout)
    assert all("north" in (act["actor"], act["executor"], act["target"], act["declared"]) for act in side["acts"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--why", "99999"], "--why: 99999 is not an act of run 1"),
        (["--why", "-1"], "the nearest is 0"),
        (["--actor", "nroth"], "did you mean north?"),
        (["--actor", "zzz"], "there are: north, south"),
        (["--why", "0", "--tree"], "goes without --tree"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(results, words, message):
    done = brink("show", results.folder, "--run", RUN, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_large_world_is_told_without_reasons(results, monkeypatch):
    monkeypatch.setattr("brink.experiments.commands.reading.LARGE", 10)
    done = brink("show", results.folder, "--run", RUN)
    assert done.returncode == 0
    assert "so large a world" in done.stderr
    assert "The chance of force" not in done.stdout


def test_results_of_another_model_are_told_without_reasons(results, tmp_path: Path, monkeypatch):
    other = tmp_path / "old"
    shutil.copytree(results.folder, other, ignore=shutil.ignore_patterns("more*"))
    manifest = json.loads((other / "manifest.json").read_text())
    (other / "manifest.json").write_text(json.dumps(manifest | {"model": "0" * 16}))
    # as if this model made something else of the run
    elsewhere = load_scenario("generic-crisis").case()
    monkeypatch.setattr("brink.experiments.stories.replayed.case_of", lambda results, run: elsewhere)
    done = brink("show", other, "--run", RUN)
    assert done.returncode == 0
    assert "told without reasons" in done.stderr
    assert "highest rung" in done.stdout
