"""Engines of one's own: no two share a folder, agent classes count, and a wrong class is the user's mistake."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from brink.agents.state import State
from brink.experiments.errors import UserError
from brink.experiments.results.store import read_plan
from brink.experiments.runs import batch
from brink.experiments.runs.engines import engine_mark, engine_name
from brink.experiments.runs.verify import verify
from brink.model import crisis
from brink.model.engine import ensemble
from brink.scenarios.loader import load_scenario

CLASH = load_scenario("border-clash")


class Patient(State):
    """Never answers."""

    def decide(self, occasion):
        return None


class Usual(State):
    """Does what everybody does."""


def one(*arguments):
    return ensemble.simulate(*arguments)


def other(*arguments):
    return ensemble.simulate(*arguments[:1], arguments[1] + 1, *arguments[2:])


def with_classes(**kinds):
    return partial(crisis.simulate, agent_classes=kinds)


class Stubborn(Patient):
    """Never answers either."""


def test_another_mesa_or_python_makes_no_other_engine_and_a_changed_class_or_base_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Bases that come with Mesa and Python have other sources elsewhere; brink's are known by the model's version."""
    before, source = engine_mark(with_classes(north=Stubborn)), inspect.getsource

    def mark_if(changed: Callable[[type], bool]) -> str:
        monkeypatch.setattr(inspect, "getsource", lambda thing: source(thing) + "# changed" * changed(thing))
        return engine_mark(with_classes(north=Stubborn))

    own = (Stubborn, Patient)
    assert {kind.__module__.split(".")[0] for kind in Stubborn.__mro__} >= {"brink", "mesa"}
    assert mark_if(lambda thing: thing in Stubborn.__mro__ and thing not in own) == before
    assert all(mark_if(lambda thing, kind=kind: thing is kind) != before for kind in own)


def test_engines_are_told_apart_by_name_source_and_agent_classes() -> None:
    marks = [
        engine_mark(engine)
        for engine in (
            one, other, crisis.simulate, with_classes(north=Patient), with_classes(north=Usual),
            with_classes(south=Patient), with_classes(north=Patient, south=Usual),
        )
    ]  # fmt: skip
    assert len({*marks, ""}) == 8
    assert engine_mark(with_classes(south=Usual, north=Patient)) == marks[-1]
    assert (engine_mark("ensemble"), engine_mark("mesa")) == ("", "")
    assert engine_name(with_classes(north=Patient)) == "simulate"
    assert engine_name(one) == "one"


def test_an_answer_of_one_engine_is_not_taken_for_that_of_another(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    question = {"runs": 20, "jobs": 1}
    folders = [batch.run(CLASH, **question, engine=engine).folder for engine in (one, other, "ensemble")]
    assert len(set(folders)) == 3
    assert not batch.run(CLASH, **question, engine=one).fresh
    with pytest.raises(UserError, match="another question"):
        batch.run(CLASH, **question, engine=other, out=folders[0])
    plan = read_plan(folders[0])
    assert plan is not None and plan.question.engine.startswith("one-")
    (folders[0] / "manifest.json").unlink()
    with pytest.raises(UserError, match=r"an engine of your own made it \(one\); call brink.run again"):
        batch.resume(folders[0], load_scenario)


def test_agents_of_ones_own_run_in_a_batch_and_verify_does_not_replay_them(tmp_path: Path) -> None:
    patient = with_classes(north=Patient, south=Patient)
    results = batch.run(CLASH, 8, engine=patient, jobs=1, out=tmp_path)
    assert results.failed == 0 and results.runs["replies"].sum() == 0
    verdict = verify(tmp_path)
    assert verdict.problems == []
    assert verdict.notes == ["no run was replayed: an engine of somebody's own made this (simulate)"]


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        (with_classes(nobody=Patient), "agent_classes: 'nobody' is not an actor; the actors are"),
        (with_classes(north=int), "is not a subclass of Actor"),
        (partial(ensemble.simulate, agent_classes={"north": Patient}), "use the Mesa driver"),
    ],
)
def test_a_wrong_agent_class_is_said_in_its_own_words(tmp_path: Path, engine, said: str) -> None:
    with pytest.raises(UserError, match=said):
        batch.run(CLASH, 4, engine=engine, jobs=1, out=tmp_path)
