"""Every number that a scenario file can state is live, and every setting is read by the rule that it names.

The probe is a theatre made by hand in which every mechanism is at work. Both ends of a number are run on the same
draws, so what differs is the setting's doing. One that moves nothing is a fault: of the probe, the builder, or a rule.
"""

import ast
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import pytest

from brink.model.engine.ensemble import simulate
from brink.model.mechanisms.registry import CONSTANTS
from brink.model.outcomes import OUTCOME, outcomes
from brink.model.world.acts import ACT
from brink.model.world.doctrines import DOCTRINES
from brink.scenarios.loader import apply_sets, load_scenario
from brink.scenarios.problems import ScenarioError
from brink.scenarios.schema.sections import Assumptions
from brink.scenarios.schema.walk import children, node_at, settings
from brink.scenarios.text.handles import value_at
from brink.scenarios.text.settings import split_path

ROOT = Path(__file__).resolve().parents[2]
PROBE = load_scenario(ROOT / "tests" / "probes" / "brawl.yaml")
FEW, RUNS, MANY = 25, 200, 400
SEED = 3
#: Where the ends that the schema allows say little, or a whole range would not pass the checks of a file.
ENDS = {
    "days": (60, 90),
    "places.*.lat": (34.9, 41.5),
    "places.*.lon": (39.9, 49.0),
    "forces.*.personnel": (100, 10_000),
    "weapons.*.range_km": (250.0, 5000.0),
    "weapons.*.weight": (0.5, 2.0),
    "actors.*.attacks.rate": (0.01, 0.2),
    "ties.*.*.hunts": (0.0, 50.0),
    "campaigns.*.rate": (0.0, 1.0),
    "campaigns.*.rung": (4, 7),
    "campaigns.*.in.*": (0.1, 10.0),
    "campaigns.*.weapons.*": (0.05, 20.0),
    "campaigns.*.heavy_weapons.*": (0.05, 20.0),
    "background.*.drip.*": (0.0, 0.05),
    "options.*.weight": (0.0, 20.0),
    "options.*.rungs.*": (0.01, 20.0),
    "ladder.*.killed_dispersion": (0.01, 5.0),
    "actors.*.attacks.killed_dispersion": (0.05, 5.0),
    "campaigns.*.killed_dispersion": (0.05, 5.0),
    "events.*.rung": (6, 9),
    "events.*.killed": (6, 400),
    "events.*.killed_civilians": (0, 3),
    "events.*.wounded": (0, 400),
    "events.*.hits": (0, 3),
    "events.*.intercepted": (0, 2),
    "events.*.launched": (30, 60),
    "defences.*.capacity": (0, 200),
}
#: The same theatre with a patron that fears to act by itself and is obeyed: so orders matter.
BY_PROXY = (("ties.red.blue.fear", 0.8), ("actors.wolves.control", 1.0), ("constants.proxy_credit", 1.0))
#: The same theatre with a side that answers in kind: so the cost of missing the rung aimed at matters.
IN_KIND = (("actors.red.doctrine", "tit_for_tat"),)
#: The same theatre with a leader who is always found: so who is killed matters.
HUNTED = (("ties.blue.red.hunts", 50.0), ("ties.blue.red.fear", 0.0))
#: The same theatre with a side that wants land: so what land is worth matters.
CLAIMED = (("ties.blue.red.land_claim", 1.0), ("ties.blue.red.fear", 0.1))
#: What must hold besides for a setting to do anything.
BESIDE = {"actors.*.joins": (("actors.blue.follows", "green"),)}
#: Worlds in which a constant may move something.
WORLDS = ((), BY_PROXY, IN_KIND, HUNTED, CLAIMED)
#: Observed salvos are on record and nothing more: what an observed act did is stated beside them.
ON_RECORD = {"events.*.launched", "events.*.intercepted", "events.*.hits"}

#: Constants have a test of their own; what is expected judges runs and moves none (tests/questions).
APART = {"constants", "expectations"}
PATTERNS = [".".join(path) for path, node in settings() if node.number and path[0] not in APART]


def leaves(data, path=()):
    """Every single value of the probe with its path, defaults included."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*path, str(key)))
    else:
        yield path


def fits(path, pattern):
    return len(path) == len(pattern) and all(p in (k, "*") for k, p in zip(path, pattern, strict=True))


@cache
def places_of(pattern):
    """Where the probe has a setting of this pattern that has a value."""
    data = PROBE.model_dump(by_alias=True)
    found = [path for path in leaves(data) if fits(path, pattern.split("."))]
    return [".".join(path) for path in found if value_at(PROBE, ".".join(path)) is not None]


def ends_of(pattern, path):
    """The two values that a setting is moved between."""
    if pattern in ENDS:
        return ENDS[pattern]
    node, value = node_at(split_path(path)), value_at(PROBE, path)
    low, high = (value / 4, value * 4) if node.high > 20 else (node.low, node.high)
    return (int(low), int(high)) if node.bare is int else (float(low), float(high))


@lru_cache(maxsize=6)
def case_of(*changes):
    """The probe with some settings changed."""
    return (apply_sets(PROBE, dict(changes)) if changes else PROBE).case()


@lru_cache(maxsize=6)
def ran(*changes, runs=RUNS):
    """Acts and outcomes of the probe with some settings changed."""
    case = case_of(*changes)
    batch = simulate(case, SEED, 0, runs)
    return batch.acts, outcomes(batch, case), batch.act_offsets


def distributions(acts, table, observed=False):
    """What can be seen to change: every outcome over the runs, and every column over the acts that were drawn."""
    drawn = acts if observed else acts[acts["observed"] == 0]
    yield from (np.sort(table[name]) for name in OUTCOME.names)
    yield from (np.sort(drawn[name]) for name in ACT.names if name not in ("identity", "location", "cause", "chain"))


def moves(path, ends, observed=False, others=()):
    """Whether some distribution differs between the two ends, with ``others`` changed as well; few runs mostly tell."""
    return any(differ(path, ends, observed, others, runs) for runs in (FEW, RUNS))


def differ(path, ends, observed, others, runs):
    """Whether some distribution over some runs differs between the two ends."""
    low, high = (ran(*others, (path, end), runs=runs)[:2] for end in ends)
    pairs = zip(distributions(*low, observed), distributions(*high, observed), strict=True)
    return any(not np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)


def replies(actor, changes):
    """Answers by force of an actor (None: of all) in each run."""
    acts, _, offsets = ran(*changes, runs=MANY)
    answers = (acts["cause"] >= 0) & (acts["rung"] >= 4) & (acts["rung"] <= 12) & (acts["observed"] == 0)
    if actor is not None:
        answers &= acts["actor"] == list(PROBE.actors).index(actor)
    return np.add.reduceat(np.append(answers, False).astype(int), offsets[:-1]) * (np.diff(offsets) > 0)


def lean(path, ends, actor, direction):
    """How far replies move in the declared direction, in standard errors of the paired difference."""
    sign = 1 if direction == "up" else -1
    difference = sign * (replies(actor, ((path, ends[1]),)) - replies(actor, ((path, ends[0]),)))
    spread = difference.std() / np.sqrt(MANY)
    return float(difference.mean() / spread) if spread else 0.0


@pytest.mark.slow
@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_setting_of_the_schema_is_live(pattern):
    found = places_of(pattern)
    assert found, "the probe has no such setting"
    for path in found:
        try:
            if moves(path, ends_of(pattern, path), pattern in ON_RECORD, BESIDE.get(pattern, ())):
                return
        except ScenarioError:
            continue
    pytest.fail(f"moves nothing at {', '.join(found)}")


@pytest.mark.slow
@pytest.mark.parametrize("name", CONSTANTS)
def test_every_constant_is_live(name):
    entry = CONSTANTS[name]
    assert any(moves(f"constants.{name}", (entry.low, entry.high), others=others) for others in WORLDS)


DIRECTED = [
    (".".join(path), node.about["direction"]) for path, node in settings() if node.number and "direction" in node.about
]


def owner(path):
    """Whose replies a setting bears on: the actor it belongs to, or everybody's."""
    parts = path.split(".")
    return parts[1] if parts[0] in ("actors", "ties") else parts[3] if parts[0] == "background" else None


#: Known misses, each with its reason.
ASTRAY = {
    "actors.*.restraint.credibility": "in a brawl of equals who cares more for its name answers harder, and less often"
}


@pytest.mark.slow
@pytest.mark.parametrize(("pattern", "direction"), DIRECTED)
def test_settings_move_replies_in_their_declared_direction(pattern, direction, request):
    if pattern in ASTRAY:
        request.applymarker(pytest.mark.xfail(strict=True, reason=ASTRAY[pattern]))
    found = []
    for path in places_of(pattern) if "*" in pattern else [pattern]:
        kind = PROBE.actors[owner(path)].kind if owner(path) else "state"
        if kind in ("state", "militia"):
            ends = ends_of(pattern, path) if "*" in pattern else plausible(pattern)
            found.append((path, lean(path, ends, owner(path), direction)))
    assert found
    against = [(path, z) for path, z in found if z < -2.5]
    assert against == [], "replies move the other way"
    assert max(z for _, z in found) > 3, f"no clear effect: {found}"


def plausible(path):
    entry = CONSTANTS[path.removeprefix("constants.")]
    return entry.low, entry.high


@pytest.mark.slow
@pytest.mark.parametrize(
    ("doctrine", "parameter"), [(name, entry) for name, d in DOCTRINES.items() for entry in d.parameters]
)
def test_every_parameter_of_a_doctrine_is_live(doctrine, parameter):
    entry = DOCTRINES[doctrine].parameters[parameter]
    low, high = (
        ran(("actors.red.doctrine", doctrine), (f"actors.red.doctrine.{parameter}", end))[:2]
        for end in (entry.low, entry.high)
    )
    pairs = zip(distributions(*low), distributions(*high), strict=True)
    assert any(not np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)


def test_the_gate_sees_a_dead_setting():
    """A label is no number, and moves nothing: the same comparison says so."""
    first, second = (apply_sets(PROBE, {"actors.red.name": name}).case() for name in ("Red", "Rouge"))
    runs = [simulate(case, SEED, 0, 20) for case in (first, second)]
    tables = [outcomes(batch, case) for batch, case in zip(runs, (first, second), strict=True)]
    pairs = zip(distributions(runs[0].acts, tables[0]), distributions(runs[1].acts, tables[1]), strict=True)
    assert all(np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs)


#: Where the label of a setting is looked up: the file or the folder of that name that comes first.
SHELVES = ("model/mechanisms", "model/engine", "model", "agents", "scenarios", "experiments")
#: Under what name the code reads a setting where it is not the key of the file.
KNOWN_AS = {
    "simulate_from": {"first_free"},
    "*.in": {"territory", "location"},
    "*.from": {"starts", "from_day"},
    "*.to": {"ends", "to_day"},
    "actors.*.follows": {"senior"},
    "actors.*.doctrine.rule": {"doctrine"},
    "ties.*.*.hunts": {"opportunities"},
    "weapons.*.class": {"kind"},
    "weapons.*.supplier": {"patron_grade"},
    "background.*.from": {"rest"},
    "background.*.to": {"rest"},
    "background.*.sides": {"at_war"},
    "truces.*.war": {"holds"},
    "truces.*.campaigns": {"truce"},
    "truces.*.from": {"truce"},
    "truces.*.to": {"truce"},
    "campaigns.*.follows_patron": {"coupled"},
    "campaigns.*.follows_account": {"coupled"},
    "events.*.date": {"day"},
    "events.*.against": {"target"},
    "events.*.at": {"site"},
    "events.*.through": {"executor"},
    "interventions.*.set.*": {"changes"},
}
LABELLED = {".".join(path): node.about["rule"] for path, node in settings() if node.about.get("rule")}


def home_of(label):
    """The files that a label stands for."""
    for shelf in SHELVES:
        for found in (ROOT / shelf / f"{label}.py", ROOT / shelf / label):
            if found.exists():
                return [found] if found.is_file() else list(found.glob("*.py"))
    return []


@cache
def reads(path):
    """What a file reads by name: attributes, and the arguments of its functions."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    return {n.attr for n in nodes if isinstance(n, ast.Attribute)} | {n.arg for n in nodes if isinstance(n, ast.arg)}


def cells_moved(pattern):
    """The columns of the world's tables that differ between the two ends of a number, somewhere in the probe."""
    moved = set()
    for path in places_of(pattern):
        try:
            worlds = [case_of((path, end)).worlds[0] for end in ends_of(pattern, path)]
        except ScenarioError:
            continue
        tables = [pair for pair in zip(*worlds, strict=True) if np.shape(pair[0]) == np.shape(pair[1])]
        records = [(a, b) for a, b in tables if getattr(a, "dtype", None) is not None and a.dtype.names]
        moved |= {name for a, b in records for name in a.dtype.names if not np.array_equal(a[name], b[name])}
    return moved


def known_as(pattern):
    """The names under which the code may read a setting: its key, and the columns that it fills."""
    key = pattern.removesuffix(".*").rpartition(".")[2]
    return (
        {key}
        | KNOWN_AS.get(pattern, set())
        | KNOWN_AS.get(f"*.{key}", set())
        | (cells_moved(pattern) if pattern in PATTERNS else set())
    )


@pytest.mark.parametrize("pattern", [name for name in LABELLED if name.partition(".")[0] not in APART | {"questions"}])
def test_a_setting_is_read_by_the_rule_that_it_names(pattern):
    read = set().union(*map(reads, home_of(LABELLED[pattern])))
    assert read & known_as(pattern), f"{LABELLED[pattern]} reads none of {sorted(known_as(pattern))}"


def test_no_other_name_of_a_setting_outlives_it():
    keys = {pattern.removesuffix(".*").rpartition(".")[2] for pattern in LABELLED}
    assert {name for name in KNOWN_AS if name not in LABELLED and name.removeprefix("*.") not in keys} == set()


def test_the_labels_of_sections_are_files_or_folders():
    labels = {node.about["rule"] for node in children(Assumptions).values() if node.about.get("rule")}
    assert {label for label in labels if not home_of(label)} == set()
