"""Small worlds made by hand, for tests of the rules and the drivers without scenario files."""

import numpy as np

from brink.model.kernel.draws import key_of
from brink.model.mechanisms.registry import DEFAULTS, NAMES
from brink.model.world import tables as w
from brink.model.world.ladder import severities


def rungs(growth: float = 1.45) -> np.ndarray:
    table = np.zeros(14, w.RUNG)
    table["severity"] = severities(growth)
    table["steady"] = [0.9] * 8 + [1.0] + [1.1] * 5
    table["nuclear"] = 6 * (1 - np.exp(-2 * np.maximum(0, table["severity"] - table["severity"][5])))
    launched = {4: 2, 5: 12, 6: 4, 7: 16, 8: 3, 9: 20, 10: 200, 11: 150, 12: 1}
    damage = {4: (0.13, 0.13), 5: (0.4, 0.1), 6: (2.0, 0.15), 7: (0.19, 0.02), 8: (4, 1), 9: (0.8, 0.05)}
    for rung, count in launched.items():
        mean, dispersion = damage.get(rung, (1.0, 0.02))
        table[rung]["launched"], table[rung]["on_target"] = count, 0.5
        table[rung]["killed_mean"], table[rung]["killed_dispersion"] = mean, dispersion
    return table


def two_states(days: int = 60, *, event_rung: int = 6, killed: int = 9, **constants: float) -> w.World:
    """Two states that can strike each other's homes at rungs 6, 7 and 9; a scripted strike of 0 on 1 on day 1."""
    record = np.zeros(1, w.constants_record())
    for name, value in zip(NAMES, DEFAULTS, strict=True):
        record[0][name] = constants.get(name, value)
    actors = np.zeros(2, w.ACTOR)
    for i, name in enumerate(("north", "south")):
        actors[i]["key"] = key_of(f"actor:{name}")
        actors[i]["patron"], actors[i]["senior"], actors[i]["home"] = w.NONE, w.NONE, i
        actors[i]["claims"], actors[i]["rest"], actors[i]["audience"] = 1.0, 0.3, 1.0
        actors[i]["tolerance"], actors[i]["first_death"], actors[i]["credibility"] = 0.03, 0.2, 0.8
        actors[i]["readiness"] = 2.0
    dyads = np.zeros(4, w.DYAD)
    dyads["fear"], dyads["inferiority"] = 0.3, 0.1
    locations = np.zeros(2, w.LOCATION)
    locations["territory"], locations["host"], locations["defence"] = [0, 1], [0, 1], [0, 0]
    locations["exposure"] = 1.0
    rows = np.zeros(2, w.ROW)
    alternatives = np.zeros(6, w.ALTERNATIVE)
    variants = np.zeros(12, w.VARIANT)
    for i in range(2):
        rows[i]["key"] = i
        rows[i]["account"] = rows[i]["target"] = rows[i]["declared"] = 1 - i
        rows[i]["location"], rows[i]["executor"] = 1 - i, i
        rows[i]["lo"], rows[i]["hi"] = 3 * i, 3 * i + 3
    for a, rung in enumerate((6, 7, 9, 6, 7, 9)):
        alternatives[a] = (rung, np.log(1 / 3), 2 * a, 2 * a + 2)
        for v, (weight, share) in enumerate(((0, 0.8), (1, 0.2))):
            variants[2 * a + v] = (np.log(share), 1.2, weight, 0, 0, 1)
    events = np.zeros(1, w.EVENT)
    none = dict.fromkeys(("site", "answers"), w.NONE)
    values = dict(
        key=key_of("event:first"), day=1, by=0, target=1, declared=1, location=1, rung=event_rung, weapon=0, executor=0,
        claimed_by=0, blamed=0, launched=4, hits=2, killed=killed, killed_civilians=0, wounded=3, **none,
    )  # fmt: skip
    for name, value in values.items():
        events[0][name] = value
    return w.World(
        constants=record,
        rungs=rungs(record[0]["ladder_growth"]),
        actors=actors,
        dyads=dyads,
        locations=locations,
        sites=np.zeros(0, np.int64),
        guests=np.zeros(0, np.int64),
        defences=np.array([(0.5, 0.4, 0.1, 40)], w.DEFENCE),
        weapons=np.array([(w.WeaponClass.BALLISTIC_MISSILE, 0.85, 1.2, 0, 500)], w.WEAPON),
        rows=rows,
        alternatives=alternatives,
        variants=variants,
        arms=np.array([(0, 1.0, 0, 0)], w.ARM),
        menu=np.array([0, 0, 1, 2, 2], np.int64),
        campaign_locations=np.zeros(0, w.CAMPAIGN_LOCATION),
        campaigns=np.zeros(0, w.CAMPAIGN),
        events=events,
        days=days,
        first_free=0,
    )


def case_of(world: w.World) -> w.Case:
    names = w.Names(
        ("north", "south"), ("North", "South"), ("north", "south"), (), ("missile",), ("a", "b"), (), ("first",)
    )
    return w.Case((world,), (0,), names, "2024-01-01")
