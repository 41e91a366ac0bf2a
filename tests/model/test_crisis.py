"""The Mesa driver: a model a Mesa user knows, with agents that can be overridden in plain Python."""

import inspect
import pickle
import warnings

import numpy as np
import pytest
from mesa import Agent, Model, batch_run

from brink.agents.actor import Actor
from brink.agents.militia import Militia
from brink.agents.state import State
from brink.model import crisis, ensemble
from brink.model.acts import ACT
from brink.model.batch import MEASURES
from brink.model.crisis import CrisisModel
from brink.model.errors import AgentClassesError, ArgumentError
from brink.model.ladder import Rung
from brink.scenarios.loader import load_scenario
from brink.scenarios.named import CrisisModel as ByName

CLASH = load_scenario("border-clash", ())
NORTH, SOUTH = 0, 1


class Dove(State):
    """Never answers by force."""

    def decide(self, occasion):
        return None


class Mirror(State):
    """Answers at the rung it read, with the first means at hand."""

    def decide(self, occasion):
        ways = (way for way in self.ways(occasion) if way.rung == occasion.read)
        way = next(ways, None)
        return self.choice(occasion, way) if way else None


class Diarist(State):
    """Counts what it felt; forgets it when a run begins."""

    def begin(self):
        super().begin()
        self.felt = 0

    def feel(self, act, role):
        self.felt += 1
        super().feel(act, role)


def finished(run=0, seed=1, **arguments):
    model = CrisisModel(CLASH, seed, run, **arguments)
    model.run_model()
    return model


def forces_used(actor, **agent_classes):
    """Kinetic acts by an actor in twenty runs."""
    acts = crisis.simulate(CLASH.case(), 1, 0, 20, agent_classes=agent_classes).acts
    return int(np.sum((acts["actor"] == actor) & (acts["rung"] >= Rung.HARASSMENT) & (acts["observed"] == 0)))


def test_it_is_a_mesa_model_of_mesa_agents():
    model = CrisisModel(load_scenario("january-2024", ()))
    assert isinstance(model, Model)
    assert list(model.agents) == model.actors
    assert all(isinstance(actor, Agent) for actor in model.actors)
    assert [actor.name for actor in model.agents] == list(model.case.names.actors)
    groups = {type(actor).__name__: actor.name for actor in model.actors}
    assert set(groups) == {"State", "Militia", "Spoiler", "Bystander"}
    patrons = {actor.name: actor.patron.name for actor in model.agents.select(lambda a: type(a) is Militia)}
    assert patrons["hezbollah"] == "iran"


def test_a_step_is_a_day_and_the_horizon_ends_the_run():
    model = CrisisModel(CLASH)
    for day in range(CLASH.days):
        assert model.running
        model.step()
        assert model.day == day
    assert not model.running
    with pytest.raises(RuntimeError, match="horizon is 90 days"):
        model.step()


def test_a_scenario_and_its_case_are_the_same_to_it():
    assert CrisisModel(CLASH).ground.days == CrisisModel(CLASH.case()).ground.days == CLASH.days


def test_the_log_grows_with_the_days():
    model = CrisisModel(CLASH, 1)
    assert model.acts.dtype == ACT
    assert len(model.acts) == len(model.answers) == len(model.wars) == 0
    for _ in range(6):
        model.step()
    assert model.act_count == len(model.acts) > 0
    assert (model.acts["day"] <= 5).all()


def test_one_model_is_one_run_of_a_batch():
    batch = ensemble.simulate(CLASH.case(), 1, 3, 2)
    start, end = batch.act_offsets[1:]
    assert finished(run=4).acts.tobytes() == batch.acts[start:end].tobytes()


def test_seed_0_is_a_seed_and_runs_differ():
    def logs(seed):
        return b"".join(finished(run, seed).acts.tobytes() for run in range(5))

    assert logs(0) == logs(0)
    assert logs(0) != logs(1)
    assert finished(0).acts.tobytes() != finished(1).acts.tobytes()


def test_the_collector_keeps_the_measures_of_every_evening():
    collector = finished().datacollector
    frame = collector.get_agent_vars_dataframe()
    assert list(frame.columns) == [*MEASURES, "day"]
    assert frame.shape == ((CLASH.days + 1) * 2, len(MEASURES) + 1)
    assert frame.pressure.between(0, 1).all()
    assert frame.pressure.nunique() > 10
    days = collector.get_model_vars_dataframe()
    assert days.day.tolist() == [0, *range(CLASH.days)]
    assert days.index.tolist() == frame.index.get_level_values("Step").unique().tolist() == list(range(CLASH.days + 1))
    assert frame.day.groupby("Step").first().tolist() == days.day.tolist()
    assert days.acts.is_monotonic_increasing


def test_a_look_never_changes_the_state():
    def look(model):
        for actor in model.actors:
            _ = actor.pressure, actor.account, actor.restraint, actor.worst_account
            for other in model.actors:
                _ = actor.account_with(other.number), actor.exchanges_with(other.number)
        _ = model.acts, model.answers, model.wars

    quiet, watched = CrisisModel(CLASH, 3, collect=False), CrisisModel(CLASH, 3)
    while quiet.running:
        quiet.step()
        look(watched)
        watched.step()
        look(watched)
    assert quiet.acts.tobytes() == watched.acts.tobytes()
    assert [a.pressure for a in quiet.actors] == [a.pressure for a in watched.actors]


def test_a_decision_overridden_in_python_changes_the_outcome():
    assert forces_used(NORTH) > 0
    assert forces_used(NORTH, north=Dove) == 0
    assert forces_used(NORTH, north=Mirror, south=Mirror) > forces_used(NORTH)


def test_a_way_picked_by_hand_is_what_is_done():
    model = finished(agent_classes={"north": Mirror})
    ours = model.acts[(model.acts["actor"] == NORTH) & (model.acts["rung"] >= Rung.HARASSMENT)]
    assert len(ours) > 0
    menu = model.ground.menu(NORTH, SOUTH)
    assert set(ours["location"].tolist()) <= {model.ground.options[option].location for option in menu}


def test_agents_of_a_batch_begin_anew_with_each_run():
    model = CrisisModel(CLASH, 1, agent_classes={"north": Diarist})
    counts = []
    for run in (0, 1, 0):
        model.begin(run)
        model.run_model()
        counts.append(model.actors[NORTH].felt)
    assert counts[0] == counts[2] > 0
    batch = crisis.simulate(CLASH.case(), 1, 0, 5, agent_classes={"north": Diarist})
    assert batch.acts.tobytes() == ensemble.simulate(CLASH.case(), 1, 0, 5).acts.tobytes()


def test_facts_change_with_an_intervention():
    sets = ("interventions={shift: {date: 2024-01-11, set: {actors.north.pressure.baseline: 0.9}}}",)
    model = CrisisModel(load_scenario("border-clash", sets), 1)
    north = model.actors[NORTH]
    for _ in range(10):
        model.step()
    assert north.facts.rest == pytest.approx(0.4)
    model.step()
    assert north.facts.rest == pytest.approx(0.9)
    model.run_model()
    assert north.pressure > 0.6


@pytest.mark.parametrize(
    ("classes", "message"),
    [
        ({"nrth": Dove}, "'nrth' is not an actor; the actors are north, south"),
        ({"north": Agent}, "given for north, is not a subclass of Actor"),
        ({"north": "Dove"}, "'Dove', given for north"),
    ],
)
def test_classes_that_cannot_act_are_refused(classes, message):
    with pytest.raises(AgentClassesError, match=message):
        CrisisModel(CLASH, agent_classes=classes)


def test_the_ensemble_engine_refuses_agents():
    with pytest.raises(AgentClassesError, match=r"agent_classes \(north\).*use the Mesa driver"):
        ensemble.simulate(CLASH.case(), 1, 0, 1, agent_classes={"north": Dove})
    assert issubclass(AgentClassesError, ValueError)


def test_a_plain_actor_is_enough():
    """Any subclass of Actor can play; `State` only adds the nuclear signal."""
    plain = crisis.simulate(CLASH.case(), 1, 0, 5, agent_classes={"north": Actor})
    assert plain.acts.tobytes() == ensemble.simulate(CLASH.case(), 1, 0, 5).acts.tobytes()


def batch_runs(model, **parameters):
    """Rows of Mesa's batch runner under seed 1, which Mesa 3.5 takes apart from the parameters."""
    if "rng" in inspect.signature(batch_run).parameters:
        return batch_run(model, parameters, rng=[1], data_collection_period=1, display_progress=False)
    return batch_run(model, parameters | {"seed": 1}, data_collection_period=1, display_progress=False)


def test_a_batch_of_mesa_tells_of_each_day_what_was_so_that_day():
    rows = batch_runs(CrisisModel, case=[CLASH])
    model = CrisisModel(CLASH, 1)
    for step in range(CLASH.days):
        for actor in model.actors:
            row = next(r for r in rows if r["Step"] == step and r["AgentID"] == actor.unique_id)
            assert (row["pressure"], row["account"], row["day"]) == (actor.pressure, actor.account, actor.today)
            assert row["acts"] == model.act_count
        model.step()


@pytest.mark.parametrize("case", [CLASH, "border-clash"], ids=["scenario", "name"])
def test_a_batch_of_mesa_takes_a_scenario_as_one_value_and_its_name(case):
    rows = batch_runs(ByName, case=case)
    assert rows[-1]["acts"] == finished().act_count


@pytest.mark.parametrize("seed", [None, -1, 2**64, "1", 1.0, [1]])
def test_a_seed_that_is_none_is_named(seed):
    with pytest.raises(ArgumentError, match=r"^seed: .* is not a whole number from 0 to 18446744073709551615"):
        CrisisModel(CLASH, seed=seed)


@pytest.mark.parametrize("run", [None, -1, 2**32, "1"])
def test_a_run_that_is_none_is_named(run):
    with pytest.raises(ArgumentError, match=r"^run: .* is not a whole number from 0 to 4294967295"):
        CrisisModel(CLASH, run=run)


@pytest.mark.parametrize("kind", [np.int64, np.uint64, np.int8])
def test_numbers_of_numpy_are_numbers(kind):
    assert finished(kind(2), kind(1)).acts.tobytes() == finished(2, 1).acts.tobytes()


@pytest.mark.parametrize("case", [None, 7, ("schema", 1)])
def test_what_cannot_be_run_is_named(case):
    with pytest.raises(ArgumentError, match=r"^case: .* is neither a case nor a scenario"):
        CrisisModel(case)


@pytest.mark.parametrize("world", ["border-clash", "january-2024"])
@pytest.mark.parametrize("days", [0, 1, 37])
def test_a_pickled_model_goes_on_to_the_same_bytes(world, days):
    model = CrisisModel(load_scenario(world, ()), 1)
    for _ in range(days):
        model.step()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        other = pickle.loads(pickle.dumps(model))
    for one in (model, other):
        one.run_model()
    assert other.acts.tobytes() == model.acts.tobytes()
    assert other.answers.tobytes() == model.answers.tobytes()
    frames = [one.datacollector.get_agent_vars_dataframe() for one in (model, other)]
    assert frames[0].equals(frames[1])
