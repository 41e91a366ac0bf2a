"""A scripted opponent, in the spirit of Axelrod's tournaments: it strikes on given days, and one doctrine answers.

Whatever else the model does is held still: every act is read as it was meant, its author is known and decided about at
once, and nobody speaks. What is left is the doctrine.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from brink.model.engine import ensemble
from brink.model.kernel.draws import key_of
from brink.model.world import tables as w
from brink.model.world.acts import ACT
from brink.model.world.doctrines import DOCTRINES
from brink.model.world.ladder import Rung, is_kinetic
from tests.model.worlds import case_of, two_states

OPPONENT, PLAYER = 0, 1
#: The rungs at which the player can answer: no killing of a leader, and no war.
MENU = (4, 5, 6, 7, 9, 10)
STILL = {
    "misreading_sd": 0.0, "denial_chance": 0.0, "tactical_days": 1.0, "delay_spread": 0.0, "claimed_days": 0.0,
    "talk_base": -50.0, "council_rate": 1000.0, "mediation_base": 0.0, "mediation_slope": 0.0,
}  # fmt: skip

SILENCE, CONCESSION = "-", "concedes"


class Strike(NamedTuple):
    """One provocation: day, rung and dead on the player's side."""

    day: int
    rung: int
    killed: int


#: The opponent of the move tables: up the ladder, and back to where it began.
SCRIPT = (Strike(5, 4, 0), Strike(35, 6, 2), Strike(65, 7, 6), Strike(95, 9, 20), Strike(125, 4, 0))


def decided_by(world: w.World, doctrine: str, only: int | None = None, **parameters: float) -> w.World:
    """The world with all its actors, or only one, under a doctrine; parameters not given have their defaults."""
    table = DOCTRINES[doctrine]
    assert parameters.keys() <= table.parameters.keys()
    actors = world.actors.copy()
    rows = slice(None) if only is None else slice(only, only + 1)
    actors["doctrine"][rows] = table.code
    for k, (name, entry) in enumerate(table.parameters.items()):
        actors[f"d{k}"][rows] = parameters.get(name, entry.default)
    return world._replace(actors=actors)


def menu(rungs: tuple[int, ...]) -> dict[str, np.ndarray]:
    """One option for each of the two states against the other, with these rungs in equal shares."""
    n = len(rungs)
    rows = two_states().rows.copy()
    rows["lo"], rows["hi"] = [0, n], [n, 2 * n]
    alternatives = np.zeros(2 * n, w.ALTERNATIVE)
    alternatives["rung"], alternatives["log_weight"] = rungs * 2, np.log(1 / n)
    alternatives["lo"], alternatives["hi"] = np.arange(2 * n), np.arange(2 * n) + 1
    variants = np.zeros(2 * n, w.VARIANT)
    variants["weight"], variants["arm_hi"] = 1.2, 1
    return {"rows": rows, "alternatives": alternatives, "variants": variants}


def scripted(script: tuple[Strike, ...], fear: float = 0.3) -> w.World:
    """A world in which the opponent does what the script says and nothing else, and the player has the whole menu.

    ``fear``: of the opponent's reply.
    """
    world = two_states(script[-1].day + 10, **STILL)
    events = np.repeat(world.events, len(script))
    events["key"] = [key_of(f"event:{k}") for k in range(len(script))]
    for name in Strike._fields:
        events[name] = [getattr(strike, name) for strike in script]
    actors = world.actors.copy()
    actors["tolerance"] = 0.0
    only_the_player_can_answer = np.array([1, 1, 1, 2, 2], np.int64)
    dyads = world.dyads.copy()
    dyads["fear"] = fear
    held = world._replace(
        events=events, actors=actors, dyads=dyads, **menu(MENU) | {"menu": only_the_player_can_answer}
    )
    # having nothing to answer with, it would still concede after an exchange under any other doctrine
    return decided_by(held, "grit", OPPONENT, concession=0)


def answers_in(acts: np.ndarray, script: tuple[Strike, ...]) -> list[int | str]:
    """What the player did about each strike of one run: the rung of its answer, a concession, or nothing."""
    found: list[int | str] = [SILENCE] * len(script)
    strikes = [k for k, act in enumerate(acts) if act["observed"]]
    for act in acts[(acts["actor"] == PLAYER) & (acts["cause"] >= 0)]:
        number = strikes.index(act["cause"])
        if is_kinetic(act["rung"]):
            found[number] = int(act["rung"])
        elif act["rung"] == Rung.RESTRAINT:
            found[number] = CONCESSION
    return found


def many_moves(
    doctrine: str, script: tuple[Strike, ...] = SCRIPT, runs: int = 1000, fear: float = 0.3, **parameters: float
) -> list[list[int | str]]:
    """The answers of a doctrine to a script in each of many runs, where the opponent is feared so much."""
    world = decided_by(scripted(script, fear), doctrine, PLAYER, **parameters)
    batch = ensemble.simulate(case_of(world), 1, 0, runs)
    bounds = batch.act_offsets
    assert batch.acts.dtype == ACT
    return [answers_in(batch.acts[bounds[k] : bounds[k + 1]], script) for k in range(runs)]


def moves(doctrine: str, script: tuple[Strike, ...] = SCRIPT, **parameters: float) -> list[int | str]:
    """The answers of a doctrine to a script, one a strike, in one run."""
    return many_moves(doctrine, script, 1, **parameters)[0]
