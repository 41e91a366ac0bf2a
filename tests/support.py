"""Things that several tests share: a small world, an engine of random but lawful logs, whether a process runs."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from brink.model.batch import MEASURES, Batch
from brink.model.mechanisms.registry import DEFAULTS
from brink.model.world.acts import ACT, ANSWER, PAUSE, WAR, Origin
from brink.model.world.tables import (
    ACTOR,
    ALTERNATIVE,
    ARM,
    CAMPAIGN,
    CAMPAIGN_LOCATION,
    DEFENCE,
    DYAD,
    EVENT,
    LOCATION,
    ROW,
    RUNG,
    VARIANT,
    WEAPON,
    Case,
    Names,
    World,
    constants_record,
)

NAMES = Names(
    actors=("avaria", "borduria", "marsh_front"),
    labels=("Avaria", "Borduria", "Marsh Front"),
    territories=("avaria", "borduria", "open_sea"),
    sites=("fort_a", "fort_b", "camp_c"),
    weapons=("drone", "missile"),
    options=(),
    campaigns=("raids",),
    events=("spark",),
)


def make_world(days: int = 60, actors: int = 3) -> World:
    """A world with the tables a measure or a story reads; no options, for nothing here decides."""
    constants = np.zeros(1, constants_record())
    constants[0] = DEFAULTS
    locations = np.zeros(3, LOCATION)
    locations["territory"] = [0, 1, 2]
    locations["host"] = [0, 1, -1]
    tables = {
        "rungs": RUNG, "defences": DEFENCE, "weapons": WEAPON, "rows": ROW, "alternatives": ALTERNATIVE,
        "variants": VARIANT, "arms": ARM, "campaign_locations": CAMPAIGN_LOCATION, "campaigns": CAMPAIGN,
        "events": EVENT,
    }  # fmt: skip
    return World(
        constants=constants,
        actors=np.zeros(actors, ACTOR),
        dyads=np.zeros(actors * actors, DYAD),
        locations=locations,
        sites=np.zeros(3, np.int64),
        guests=np.zeros(0, np.int64),
        menu=np.zeros(actors * actors + 1, np.int64),
        days=days,
        first_free=0,
        **{name: np.zeros(0, dtype) for name, dtype in tables.items()},
    )


def make_case(days: int = 60) -> Case:
    return Case((make_world(days),), (0,), NAMES, "2024-01-01")


def make_acts(*rows: dict[str, Any]) -> np.ndarray:
    """An act log from dictionaries; what is left out is plain: day 0, actor 0 hits 1 at rung 6, no cause."""
    plain: dict[str, Any] = dict.fromkeys(ACT.names or (), 0)
    plain |= {"target": 1, "declared": 1, "account": -1, "location": -1, "site": -1, "rung": 6, "weapon": -1}
    plain |= {"claimed_by": -1, "blamed": -1, "cause": -1}
    log = np.zeros(len(rows), ACT)
    for number, row in enumerate(rows):
        full = plain | {"executor": row.get("actor", 0)} | row
        log[number] = tuple(full[name] for name in ACT.names or ())
    return log


def make_batch(
    logs: list[np.ndarray],
    wars: list[np.ndarray] | None = None,
    first: int = 0,
    answers: list[np.ndarray] | None = None,
    series: np.ndarray | None = None,
    mediated: np.ndarray | None = None,
    pauses: list[np.ndarray] | None = None,
) -> Batch:
    """A batch of runs with these logs."""
    wars = wars or [np.zeros(0, WAR)] * len(logs)
    pauses = pauses or [np.zeros(0, PAUSE)] * len(logs)
    answers = answers or [np.zeros(0, ANSWER)] * len(logs)

    def offsets(parts: list[np.ndarray]) -> np.ndarray:
        return np.cumsum([0, *map(len, parts)], dtype=np.int64)

    return Batch(
        first, len(logs), np.concatenate(logs), offsets(logs), np.concatenate(answers), offsets(answers),
        np.concatenate(wars), offsets(wars), np.concatenate(pauses), offsets(pauses),
        np.zeros(len(logs), np.bool_) if mediated is None else mediated,
        np.zeros((0, 0, 0, 0), np.float32) if series is None else series,
    )  # fmt: skip


def random_log(draw: np.random.Generator, case: Case, size: int) -> np.ndarray:
    """A lawful log: days never fall, causes stand before, generation and chain follow from them."""
    world, names = case.worlds[0], case.names
    actors = len(names.actors)
    log = np.zeros(size, ACT)
    log["day"] = np.sort(draw.integers(0, world.days, size))
    for name, low, high in (
        ("origin", 0, 3), ("actor", 0, actors), ("target", 0, actors), ("declared", 0, actors),
        ("location", -1, len(world.locations)), ("site", -1, len(names.sites)), ("weapon", -1, len(names.weapons)),
        ("rung", 0, 14), ("rank", 0, 2), ("claimed_by", -1, actors), ("blamed", -1, actors), ("warned", 0, 2),
        ("closing", 0, 2), ("launched", 0, 9), ("killed", 0, 4), ("wounded", 0, 9),
    ):  # fmt: skip
        log[name] = draw.integers(low, high, size)
    log["executor"] = np.where(draw.random(size) < 0.8, log["actor"], actors - 1)
    log["killed_civilians"] = log["killed"] // 2
    for act in range(size):
        cause = int(draw.integers(-1, act)) if act and draw.random() < 0.5 else -1
        log["cause"][act] = cause
        log["account"][act] = log["actor"][cause] if cause >= 0 else -1
        log["chain"][act] = log["chain"][cause] if cause >= 0 else act
        log["generation"][act] = log["generation"][cause] + 1 if cause >= 0 else 0
        if cause >= 0:
            log["origin"][act] = Origin.DISPLACED if draw.random() < 0.2 else Origin.REPLY
    log["observed"] = log["origin"] == Origin.EVENT
    return log


def random_war(draw: np.random.Generator, days: int, log: np.ndarray) -> np.ndarray:
    """No war, or one that an act of the log opened."""
    wars = np.zeros(int(len(log) > 0 and draw.random() < 0.3), WAR)
    for war in range(len(wars)):
        act = int(draw.integers(0, len(log)))
        first = int(log["day"][act])
        last = int(draw.integers(first, days))
        wars[war] = (act, 0, 1, first, last, int(draw.integers(0, 800)), int(draw.integers(0, 800)))
    return wars


def synthetic(case: Case, seed: int, first: int, count: int, series: bool) -> Batch:
    """An engine's stand-in: each run is a function of seed and number alone, whatever the chunk it comes in."""
    days = case.worlds[0].days
    logs, wars, answers, levels = [], [], [], []
    for run in range(first, first + count):
        draw = np.random.default_rng([seed, run])
        logs.append(random_log(draw, case, int(draw.integers(0, 12))))
        wars.append(random_war(draw, days, logs[-1]))
        several = len(logs[-1]) > 2 and logs[-1]["cause"][-1] >= 0
        answers.append(np.array([(len(logs[-1]) - 1, 0)] if several else [], ANSWER))
        levels.append(draw.random((days, len(case.worlds[0].actors), len(MEASURES)), dtype=np.float32))
    return make_batch(logs, wars, first, answers, np.stack(levels) if series else None)


class FakeScenario:
    """What a batch asks of a scenario, without the scenarios room."""

    def __init__(self, name: str = "Border <clash>", days: int = 60, digest: str = "a" * 64) -> None:
        self.name, self.days, self._digest = name, days, digest

    def case(self) -> Case:
        return make_case(self.days)

    def digest(self) -> str:
        return self._digest

    def left_out(self) -> dict[str, str]:
        return {}

    def resolved_yaml(self) -> str:
        return (
            f"schema: 1\nname: {self.name}\nstart: 2024-01-01\ndays: {self.days}\nrecord: true\n"
            "actors:\n  avaria: {kind: state, name: Avaria}\n  borduria: {kind: state, name: Borduria}\n"
            "  marsh_front: {kind: militia, name: Marsh Front}\n"
        )


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and is not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def left_alive(pids: Iterable[int], seconds: float = 10) -> list[int]:
    """Those of some processes that still run when so much time has passed."""
    until = time.monotonic() + seconds
    left = list(pids)
    while (left := [pid for pid in left if alive(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    return left
