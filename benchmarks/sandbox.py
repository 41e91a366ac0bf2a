"""Two actors, one horizon: border clash against the escalation sandbox of ``swarm-safety``.

The sandbox ends a game early, at a ceasefire or when both sides are destroyed; with two hawks that is after five of
ninety turns. Games are therefore timed as they come, and once so that all ninety turns are played: two players that
mirror each other from an open strike, without fog.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from brink.benchmarks.clock import Contestant, Pace, race, warm_up
from brink.benchmarks.effort import Effort
from brink.model.engine import ensemble
from brink.model.world.tables import Case
from brink.scenarios.loader import load_scenario, loads_scenario

DISTRIBUTION, ROOM = "swarm-safety", "swarm.domains.escalation_sandbox"
TURNS = 90
#: Scripted players of the sandbox; a game is played between two of a kind.
PERSONAS = ("dove", "hawk", "tit_for_tat", "random", "calculating", "gradual_escalator")
WHOLE = "tit_for_tat, all turns"
#: Border clash with standing fire across the valley: as many acts in ninety days as two players make moves.
BUSY = """
schema: 1
name: Border clash with daily fire
extends: border-clash
campaigns:
  fire_of_north: {by: north, against: south, in: [valley], from: 2024-01-01, rate: 0.85, rung: 4, weapons: {rocket: 1}}
  fire_of_south: {by: south, against: north, in: [valley], from: 2024-01-01, rate: 0.85, rung: 4, weapons: {rocket: 1}}
"""


def runner(persona: str, whole: bool) -> Callable[[int], Any]:
    """What makes the game with a seed; ``whole``: from an open strike and without fog."""
    config, play = (importlib.import_module(f"{ROOM}.{name}") for name in ("config", "runner"))

    def game(seed: int) -> Any:
        nations = [config.AgentConfig(agent_id=name, name=name, persona=persona) for name in ("north", "south")]
        set_up = config.EscalationConfig(agents=nations, max_turns=TURNS)
        if whole:
            set_up.crisis.initial_escalation, set_up.fog_of_war.enabled = 3, False
        return play.EscalationRunner(set_up, seed=seed).run()

    return game


def games(persona: str, whole: bool = False) -> Callable[[int], list[int]]:
    """Plays games under the seeds 1, 2, ...; returns the turns of each."""
    game = runner(persona, whole)
    return lambda count: [game(seed).turns_played for seed in range(1, count + 1)]


def clash(case: Case) -> Callable[[int], float]:
    """Runs of the engine; returns acts a run."""
    return lambda runs: len(ensemble.simulate(case, 1, 0, runs).acts) / runs


def measure(effort: Effort) -> dict[str, Any]:
    """Paces by game, with moves a game; only the reason where the sandbox is not installed."""
    try:
        installed = version(DISTRIBUTION)
    except PackageNotFoundError:
        return {"missing": f"{DISTRIBUTION} is not installed"}
    theirs = {name: games(name) for name in PERSONAS} | {WHOLE: games("tit_for_tat", whole=True)}
    ours = {
        "border-clash": clash(load_scenario("border-clash", [f"days={TURNS}"]).case()),
        "border-clash, daily fire": clash(loads_scenario(BUSY).case()),
    }
    few, many = effort.scaled(100), effort.scaled(5_000)
    entries = {name: Contestant(work, many) for name, work in ours.items()}
    entries |= {name: Contestant(work, few) for name, work in theirs.items()}
    warm_up(entries)
    paces = race(entries, effort.laps)
    moves = {name: work(many) for name, work in ours.items()}
    moves |= {name: 2 * sum(work(few)) / few for name, work in theirs.items()}
    return {
        "version": installed,
        "turns": TURNS,
        "brink": {name: _entry(paces[name], moves[name]) for name in ours},
        "sandbox": {name: _entry(paces[name], moves[name]) for name in theirs},
    }


def _entry(pace: Pace, moves: float) -> dict[str, float]:
    return pace._asdict() | {"moves": moves}
