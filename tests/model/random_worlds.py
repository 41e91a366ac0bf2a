"""Small worlds made at random: every kind of actor, option, campaign and event, with tempers from meek to warlike."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import strategies as st

from brink.model.batch import Batch
from brink.model.kernel.draws import key_of
from brink.model.mechanisms.registry import CONSTANTS
from brink.model.world import tables as w
from brink.model.world.acts import Origin
from brink.model.world.doctrines import DOCTRINES
from tests.model.worlds import rungs

Draw = np.random.Generator


def constants(draw: Draw, hot: bool) -> np.ndarray:
    """Each constant anywhere in its range, spans of days often whole.

    ``hot``: little speaks against force, and rare things happen often.
    """
    record = np.zeros(1, w.constants_record())
    for name, constant in CONSTANTS.items():
        value = draw.uniform(constant.low, constant.high)
        record[0][name] = round(value) if constant.unit == "days" and draw.random() < 0.5 else value
    if hot:
        often = ("misattribution_chance", "nuclear_signal_chance", "concession_chance")
        for name in often:
            record[0][name] = 1.0
        record[0]["fear_weight"] = 0.5
        record[0]["opening_cost"] = record[0]["answer_cost"] = 0.0
        record[0]["exchange_weight"] = 0.0
    return record


def actors(draw: Draw, kinds: list[w.Kind]) -> np.ndarray:
    table = np.zeros(len(kinds), w.ACTOR)
    states = [i for i, kind in enumerate(kinds) if kind == w.Kind.STATE]
    for i, kind in enumerate(kinds):
        row = table[i]
        row["key"], row["kind"] = key_of(f"actor:{i}"), kind
        armed = kind in (w.Kind.MILITIA, w.Kind.SPOILER)
        row["patron"] = draw.choice([w.NONE, *states]) if armed else w.NONE
        row["senior"] = draw.choice([w.NONE, w.NONE, *states])
        row["home"] = i if kind == w.Kind.STATE else w.NONE
        row["nuclear"] = kind == w.Kind.STATE and draw.random() < 0.5
        row["claims"] = draw.choice([0.8, 1.0])
        for name, high in (("control", 1), ("rest", 1), ("tolerance", 0.2), ("first_death", 0.6), ("credibility", 1.5)):
            row[name] = draw.uniform(0, high)
        row["readiness"] = draw.uniform(1, 8)
        row["audience"], row["bias"] = draw.uniform(0.5, 3), draw.uniform(-2, 2)
        choose_doctrine(draw, row)
    return table


def choose_doctrine(draw: Draw, row: np.void) -> None:
    """The usual doctrine more often than not, else any other, with parameters anywhere in their bounds."""
    doctrine = draw.choice(list(DOCTRINES)) if draw.random() < 0.4 else "appraisal"
    row["doctrine"] = DOCTRINES[doctrine].code
    for k, parameter in enumerate(DOCTRINES[doctrine].parameters.values()):
        row[f"d{k}"] = draw.uniform(parameter.low, parameter.high)


def dyads(draw: Draw, count: int) -> np.ndarray:
    table = np.zeros(count * count, w.DYAD)
    for name in ("fear", "inferiority", "dependence", "consent", "underrates"):
        table[name] = draw.uniform(0, 1, len(table)) * draw.integers(0, 2, len(table))
    table["third_state_cost"] = draw.uniform(0, 1, len(table))
    table["solidarity"] = draw.uniform(0, 1, len(table)) * (draw.random(len(table)) < 0.2)
    table["rules"] = draw.random(len(table)) < 0.1
    table["protects"] = draw.random(len(table)) < 0.5
    table["truce"] = draw.random(len(table)) < 0.05
    table["land_claim"] = draw.uniform(0, 1, len(table)) * (draw.random(len(table)) < 0.3)
    return table


def locations(draw: Draw, states: list[int], groups: list[int], count: int) -> tuple[np.ndarray, np.ndarray]:
    """A home for each state and a few places elsewhere, some at sea, with none, one or several sites."""
    table = np.zeros(len(states) + count, w.LOCATION)
    for k, row in enumerate(table):
        row["territory"] = k
        row["host"] = states[k] if k < len(states) else draw.choice([w.NONE, *states])
        row["defence"] = draw.integers(-1, 2)
        row["setting"] = draw.integers(0, len(w.Setting))
        row["exposure"] = draw.uniform(0.2, 2)
        row["site_lo"] = draw.integers(0, 4)
        row["site_hi"] = row["site_lo"] + draw.integers(0, 4)
        row["guest_hi"] = draw.integers(0, len(groups) + 1)
    return table, np.arange(8)


def slices(draw: Draw, count: int, most: int) -> tuple[list[int], np.ndarray]:
    """Starts of ``count`` slices of one to ``most`` siblings, and the shares within each, which sum to one."""
    lengths = draw.integers(1, most + 1, count)
    shares = [draw.dirichlet(np.ones(n)) for n in lengths]
    return [0, *np.cumsum(lengths).tolist()], np.concatenate([*shares, []])


def menu(draw: Draw, table: np.ndarray, places: np.ndarray) -> dict[str, np.ndarray]:
    """Options for most pairs: against the account holder, through a proxy, on a stand-in, or displaced."""
    n = len(table)
    rows, starts = [], [0]
    for i in range(n):
        proxies = [p for p in range(n) if table[p]["patron"] == i]
        for j in range(n):
            idle = i == j or table[i]["kind"] == w.Kind.BYSTANDER
            rows += [option(draw, i, j, n, proxies, places) for _ in range(0 if idle else draw.integers(0, 4))]
            starts.append(len(rows))
    options = np.array(rows, w.ROW) if rows else np.zeros(0, w.ROW)
    for lo, hi in pairwise(starts):
        options["log_weight"][lo:hi] = np.log(draw.dirichlet(np.ones(hi - lo))) if hi > lo else 0
    bounds, shares = slices(draw, len(options), 3)
    options["lo"], options["hi"] = bounds[:-1], bounds[1:]
    alternatives = np.zeros(len(shares), w.ALTERNATIVE)
    alternatives["rung"], alternatives["log_weight"] = draw.integers(4, 13, len(shares)), np.log(shares)
    bounds, shares = slices(draw, len(alternatives), 3)
    alternatives["lo"], alternatives["hi"] = bounds[:-1], bounds[1:]
    variants = np.zeros(len(shares), w.VARIANT)
    variants["log_weight"] = np.log(shares)
    variants["weight"] = draw.uniform(0.5, 1.5, len(shares))
    variants["warned"], variants["patron_grade"] = draw.integers(0, 2, (2, len(shares)))
    variants["arm_lo"] = draw.integers(0, 2, len(shares))
    variants["arm_hi"] = variants["arm_lo"] + draw.integers(1, 3, len(shares))
    return {"rows": options, "alternatives": alternatives, "variants": variants, "menu": np.array(starts)}


def option(draw: Draw, i: int, j: int, n: int, proxies: list[int], places: np.ndarray) -> tuple[int | float, ...]:
    credit = w.Credit(int(draw.integers(0, 4)))
    executor, target = i, j
    if credit == w.Credit.PROXY and proxies:
        executor = int(draw.choice(proxies))
    elif credit in (w.Credit.STAND_IN, w.Credit.DISPLACED):
        target = int(draw.choice([k for k in range(n) if k != i]))
    place = int(draw.integers(0, len(places)))
    third = places[place]["host"] not in (w.NONE, i, j)
    opportunities = float(draw.choice([0, 0, 5]))
    return (0, j, target, j, place, executor, int(credit), int(third), opportunities, 0.0, 0, 0)


def campaigns(draw: Draw, table: np.ndarray, days: int) -> np.ndarray:
    kinds = table["kind"]
    raiders = [i for i in range(len(table)) if kinds[i] != w.Kind.BYSTANDER and draw.random() < 0.6]
    rows = np.zeros(len(raiders), w.CAMPAIGN)
    for k, row in enumerate(rows):
        row["key"], row["by"] = key_of(f"campaign:{k}"), raiders[k]
        row["against"] = draw.choice([i for i in range(len(table)) if i != row["by"]])
        spoils = kinds[row["by"]] == w.Kind.SPOILER
        row["origin"] = Origin.SPOILER if spoils else Origin.CAMPAIGN
        row["from_day"] = draw.integers(0, days)
        row["to_day"] = draw.integers(row["from_day"], days)
        row["rate"], row["rung"], row["rank"] = draw.uniform(0, 1.5), draw.integers(4, 7), draw.integers(0, 2)
        row["coupled"], row["heavy"], row["claimed"] = draw.integers(0, 3), draw.integers(0, 2), draw.integers(0, 2)
        row["location_hi"] = draw.integers(1, 3)
        row["killed_mean"] = draw.uniform(1, 40) if spoils or draw.random() < 0.3 else -1.0
        row["killed_dispersion"] = draw.uniform(0.1, 1)
        row["truce"] = draw.choice([0.0, draw.uniform(0, 1)])
    return rows


def events(draw: Draw, n: int, places: int, days: int, standing: int) -> np.ndarray:
    rows = np.zeros(int(draw.integers(1, 6)), w.EVENT)
    rows["day"] = np.sort(draw.integers(0, days, len(rows)))
    for k, row in enumerate(rows):
        row["key"], row["by"] = key_of(f"event:{k}"), draw.integers(0, n)
        for name in ("target", "declared", "executor"):
            row[name] = draw.choice([i for i in range(n) if i != row["by"] or name == "executor"])
        for name in ("claimed_by", "blamed"):
            row[name] = draw.integers(-1, n)
        row["location"], row["site"] = draw.integers(-1, places), draw.integers(-1, 8)
        row["rung"], row["rank"], row["weapon"] = draw.integers(0, 13), draw.integers(0, 3), draw.integers(-1, 3)
        row["answers"] = draw.choice([w.NONE, *range(k), *(-2 - c for c in range(standing))])
        row["warned"], row["closing"] = draw.integers(0, 2, 2)
        row["launched"], row["hits"], row["wounded"] = draw.integers(0, 40, 3)
        row["killed"] = draw.choice([0, 0, 2, 90])
        row["killed_civilians"] = row["killed"] // 2
    return rows


def random_world(draw: Draw, kinds: list[w.Kind], days: int, hot: bool) -> w.World:
    table = actors(draw, kinds)
    states = [i for i, kind in enumerate(kinds) if kind == w.Kind.STATE]
    groups = [i for i, kind in enumerate(kinds) if kind in (w.Kind.MILITIA, w.Kind.SPOILER)]
    places, sites = locations(draw, states, groups, 2)
    standing = campaigns(draw, table, days)
    record = constants(draw, hot)
    return w.World(
        constants=record,
        rungs=rungs(record[0]["ladder_growth"]),
        actors=table,
        dyads=dyads(draw, len(kinds)),
        locations=places,
        sites=sites,
        guests=np.array(groups, np.int64),
        defences=np.array([(0.5, 0.4, 0.1, 40), (0.9, 0.9, 0.8, 5)], w.DEFENCE),
        weapons=np.array([(0, 0.9, 0.8, 0, 500), (1, 0.9, 1.0, 0, 6), (3, 0.85, 1.2, 1, 500)], w.WEAPON),
        arms=np.array([(0, 0.6, 0, 3), (1, 1.0, 2, 2), (2, 1.0, 1, 8)], w.ARM),
        campaign_locations=np.array([(0, 0.5, 0, 2, 1, 3), (1, 1.0, 1, 2, 2, 3)], w.CAMPAIGN_LOCATION),
        campaigns=standing,
        events=events(draw, len(kinds), len(places), days, len(standing)),
        days=days,
        first_free=int(draw.integers(0, 1 + days // 3)),
        **menu(draw, table, places),
    )


def after_intervention(draw: Draw, world: w.World) -> w.World:
    """The same world with other tempers, ties and rates."""
    table, rates = world.actors.copy(), world.campaigns.copy()
    for name in ("rest", "control", "tolerance"):
        table[name] = draw.permutation(table[name])
    rates["rate"] *= 0.5
    return world._replace(actors=table, campaigns=rates, dyads=dyads(draw, len(table)))


def random_case(seed: int, kinds: list[w.Kind], days: int, hot: bool, interventions: int) -> w.Case:
    """A case with these actors: the first is a state, so that something has a home."""
    draw = np.random.default_rng(seed)
    worlds = [random_world(draw, [w.Kind.STATE, *kinds], days, hot)]
    for _ in range(interventions):
        worlds.append(after_intervention(draw, worlds[-1]))
    starts = np.sort(1 + draw.permutation(days - 1)[:interventions])
    ids = tuple(f"actor_{i}" for i in range(1 + len(kinds)))
    sites, weapons = tuple(f"site_{k}" for k in range(8)), ("drone", "rocket", "ballistic")
    names = w.Names(ids, ids, ("land",), sites, weapons, (), (), ())
    return w.Case(tuple(worlds), (0, *starts.tolist()), names, "2024-01-01")


#: Random worlds of a few actors over a few weeks.
CASES = st.builds(
    random_case,
    seed=st.integers(0, 2**32 - 1),
    kinds=st.lists(st.sampled_from(list(w.Kind)), min_size=1, max_size=5),
    days=st.integers(5, 40),
    hot=st.booleans(),
    interventions=st.integers(0, 2),
)


def assert_same_batch(one: Batch, other: Batch) -> None:
    """The same runs, byte for byte; the first difference is shown as the records that differ."""
    assert (one.first, one.count) == (other.first, other.count)
    for name in one._fields[2:]:
        ours, theirs = getattr(one, name), getattr(other, name)
        together = min(len(ours), len(theirs))
        apart = np.nonzero(np.ravel(ours[:together] != theirs[:together]))[0]
        where = f"{name}, from row {apart[0]}" if len(apart) else name
        assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape), where
        assert ours.tobytes() == theirs.tobytes(), where
