"""`brink resume` on studies: the question as it was frozen, the same bytes, and nothing mixed."""

import json
import shlex
import shutil

import pytest

from brink.experiments.results import study as folders
from brink.experiments.studies import frozen
from brink.experiments.studies import points as running

SWEEP = """
experiment: 1
name: Fear
scenario: valley.yaml
design: {kind: latin_hypercube, points: 3}
set: {days: 60}
replications: 40
levers: {constants.fear_weight: [6, 9, 12]}
uncertainties: {ties.north.south.fear: declared, constants.pressure_weight: {range: [2, 5]}}
cases: {as_it_was: {}, no_ambush: {events.ambush: null}}
outcomes: [branching_ratio, killed]
"""
VALLEY = "schema: 1\nname: Valley\nextends: border-clash\n"
FEW = "constants.fear_weight constants.pressure_weight ties.north.south.fear"
ASKED = {
    "sweep": "sweep small.yaml --points 2",
    "sensitivity": (
        f"sensitivity valley.yaml --trajectories 2 --keep 2 --base 4 --replications 20 --outcome branching_ratio "
        f"{' '.join(f'--parameter {path}' for path in FEW.split())}"
    ),
    "map": "map valley.yaml --x constants.fear_weight --y constants.pressure_weight --side 3 --replications 20",
    "compare": "compare valley.yaml --set constants.fear_weight=6 --from-day 20 --runs 60",
}
TABLES = {"sweep": "summary", "sensitivity": "indices", "map": "points", "compare": "differences"}


@pytest.fixture
def brink(brink, tmp_path, monkeypatch):
    """The command line in a folder with the files; each point of a design is a piece."""
    (tmp_path / "small.yaml").write_text(SWEEP)
    (tmp_path / "valley.yaml").write_text(VALLEY)
    monkeypatch.setattr(running, "pieces", lambda design: [range(p, p + 1) for p in range(len(design.which))])
    return brink


def stop_at(monkeypatch, kind, call):
    """Ctrl-C in the middle: in a point, or between the two batches of a comparison."""
    from brink.experiments.studies import compare

    module, name = (compare, "part_ways") if kind == "compare" else (running, "replicate")
    plain, calls = getattr(module, name), []

    def stops(*arguments):
        calls.append(1)
        if len(calls) == call:
            raise KeyboardInterrupt
        return plain(*arguments)

    monkeypatch.setattr(module, name, stops)
    return calls


@pytest.mark.parametrize("kind", ASKED)
def test_an_interrupted_study_is_resumed_to_the_same_bytes(brink, tmp_path, monkeypatch, kind):
    assert brink(f"{ASKED[kind]} --no-figures --jobs 1 --out whole")[0] == 0
    calls = stop_at(monkeypatch, kind, 1 if kind == "compare" else 6)
    code, _, messages = brink(f"{ASKED[kind]} --no-figures --jobs 1 --out cut")
    assert code == 130
    assert messages.rstrip().endswith("finish it with: brink resume cut")
    for name in ("small.yaml", "valley.yaml"):
        (tmp_path / name).unlink()  # what was asked stands in the folder
    kept = sorted(path.name for path in (tmp_path / "cut" / "chunks").rglob("0*")) if kind != "compare" else []
    code, output, _ = brink("resume cut --no-figures --jobs 2")
    assert code == 0
    assert "results: cut" in output
    if kind != "compare":
        planned = json.loads((tmp_path / "whole" / "manifest.json").read_text())["runs"]
        assert kept and len(calls) - 1 == planned // (40 if kind == "sweep" else 20)
    for file in sorted((tmp_path / "whole").glob("*.[cp]*")):
        assert (tmp_path / "cut" / file.name).read_bytes() == file.read_bytes(), file.name
    assert json.loads((tmp_path / "cut" / "manifest.json").read_text())["command"][1] == kind
    assert not (tmp_path / "cut" / "chunks").exists()
    told = json.loads(brink("resume cut --json")[1])
    assert told[TABLES[kind]]


def interrupted(brink, monkeypatch):
    stop_at(monkeypatch, "sweep", 4)
    assert brink(f"{ASKED['sweep']} --no-figures --jobs 1 --out cut")[0] == 130


def test_another_model_another_scenario_and_other_points_are_not_mixed_in(brink, tmp_path, monkeypatch):
    interrupted(brink, monkeypatch)
    mark = tmp_path / "cut" / "chunks" / running.MARK
    sound = mark.read_text()
    mark.write_text(json.dumps({"sha256": "0" * 64}))
    code, _, messages = brink("resume cut")
    assert code == 2 and "another version of SciPy or SALib" in messages
    mark.write_text(sound)
    scenario = tmp_path / "cut" / "scenario.yaml"
    text = scenario.read_text()
    scenario.write_text(text.replace("days: 60", "days: 61"))
    code, _, messages = brink("resume cut")
    assert code == 2 and "plan or scenario have been changed" in messages
    scenario.write_text(text)
    with monkeypatch.context() as other:
        for module in (folders, frozen):
            other.setattr(module, "model_hash", lambda: "0123456789abcdef")
        for line in ("resume cut", f"{ASKED['sweep']} --out cut"):
            code, _, messages = brink(line)
            assert code == 2 and "version of the model" in messages
    assert brink("resume cut --no-figures")[0] == 0


def test_a_corrupt_piece_is_computed_again(brink, tmp_path, monkeypatch):
    assert brink(f"{ASKED['sweep']} --no-figures --jobs 1 --out whole")[0] == 0
    interrupted(brink, monkeypatch)
    piece = next((tmp_path / "cut" / "chunks").glob("0*")) / running.FILE
    raw = bytearray(piece.read_bytes())
    raw[-3] ^= 1
    piece.write_bytes(bytes(raw))
    assert brink("resume cut --no-figures")[0] == 0
    assert (tmp_path / "cut" / "points.parquet").read_bytes() == (tmp_path / "whole" / "points.parquet").read_bytes()


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"kind": 1}', "[" * 100_000, '{"kind": "sweep", "label": "a", "hash": "b"}']
)
def test_a_plan_that_cannot_be_read_is_said_in_one_line(brink, tmp_path, text):
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / folders.PLAN).write_text(text)
    code, output, messages = brink("resume odd")
    assert (code, output) == (2, "")
    assert "study.json" in messages and messages.count("\n") == 1


@pytest.mark.parametrize(
    "change", [("kind", "discover"), ("kind", "sensitivity"), ("question", {}), ("question", {"experiment": 3})]
)
def test_a_plan_that_asks_for_something_else_is_refused(brink, tmp_path, monkeypatch, change):
    interrupted(brink, monkeypatch)
    file = tmp_path / "cut" / folders.PLAN
    plan = json.loads(file.read_text())
    file.write_text(json.dumps(plan | dict([change])))
    code, _, messages = brink("resume cut")
    assert code == 2 and messages.count("\n") == 1 and "Traceback" not in messages


def test_a_full_disk_ends_in_1_and_names_the_way_on(brink, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(running.np, "save", full)
        code, _, messages = brink(f"{ASKED['sweep']} --no-figures --jobs 1 --out cut")
    assert code == 1
    assert "No space left on device" in messages and "brink resume cut" in messages
    assert "fault in brink" not in messages
    assert brink("resume cut --no-figures")[0] == 0


def test_a_folder_that_a_killed_process_left_without_a_plan_is_used(brink, tmp_path):
    cut = tmp_path / "cut"
    cut.mkdir()
    (cut / "experiment.yaml").write_text("half")
    (cut / ".scenario.yaml.part").write_text("ha")
    assert brink(f"{ASKED['sweep']} --no-figures --out cut")[0] == 0
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    code, _, messages = brink(f"{ASKED['sweep']} --no-figures --out mine")
    assert code == 2 and "not a study of brink" in messages


def test_a_study_runs_on_this_machine(brink, monkeypatch):
    interrupted(brink, monkeypatch)
    code, _, messages = brink("resume cut --cluster local")
    assert code == 2 and "runs on this machine" in messages


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A finished sweep and a finished comparison."""
    from brink.experiments.studies.compare import Comparison, answer_compare
    from brink.experiments.studies.sweep import load_sweep
    from brink.experiments.studies.sweep_answer import answer_sweep
    from brink.scenarios.loader import apply_sets, load_scenario

    folder = tmp_path_factory.mktemp("finished")
    (folder / "small.yaml").write_text(SWEEP.replace("valley.yaml", "border-clash"))
    answer_sweep(load_sweep(str(folder / "small.yaml"), 10, 1), folder / "sweep", 1, figures=False)
    clash = load_scenario("border-clash")
    worlds = (clash, apply_sets(clash, {"constants.fear_weight": 6}))
    answer_compare(Comparison(worlds, ("a", "b"), 20, 1), folder / "compare", 1, figures=False)
    return folder


SHOWN = {"sweep": ["summary.parquet"], "compare": ["differences.parquet", "acts.parquet"]}


@pytest.mark.parametrize("kind", SHOWN)
def test_a_damaged_answer_ends_in_one_line(brink, finished, tmp_path, kind):
    copy = tmp_path / "copy"
    shutil.copytree(finished / kind, copy)
    for name in [*SHOWN[kind], "manifest.json", "study.json"]:
        sound = (copy / name).read_bytes()
        wrong = [b"", b"{}", b"[]", sound[: len(sound) // 2], bytes([sound[0] ^ 1]) + sound[1:], b"[" * 100_000]
        if name.endswith(".json"):
            content = json.loads(sound)
            odd = (None, [], {}, "x", -1, [1])
            wrong += [json.dumps(content | {key: value}).encode() for key in content for value in odd]
        for raw in wrong:
            (copy / name).write_bytes(raw)
            code, output, messages = brink("resume copy")
            assert code in (0, 2, 3), (name, raw[:80], messages)
            assert code == 0 or (messages.count("\n") == 1 and output == ""), (name, raw[:80], messages)
        (copy / name).write_bytes(sound)
    assert brink("resume copy")[0] == 0
    assert list(tmp_path.glob("brink-crash-*")) == []


def test_a_table_that_the_manifest_vouches_for_wrongly_is_told(brink, finished, tmp_path):
    from brink.experiments.results.parquet import sha256

    copy = tmp_path / "copy"
    shutil.copytree(finished / "sweep", copy)
    manifest = json.loads((copy / "manifest.json").read_text())
    for raw in (b"PAR1 and nothing else", (copy / "points.parquet").read_bytes()):
        (copy / "summary.parquet").write_bytes(raw)
        manifest["files"]["summary.parquet"]["sha256"] = sha256(copy / "summary.parquet")
        (copy / "manifest.json").write_text(json.dumps(manifest))
        code, _, messages = brink("resume copy")
        assert code == 3 and "summary.parquet: cannot be read" in messages


def test_verify_checks_the_files_of_a_study(brink, finished, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(finished / "sweep", copy)
    code, output, messages = brink("verify copy")
    assert code == 0 and "files" in output and "not run again" in messages
    (copy / "points.csv").unlink()
    (copy / "points.parquet").write_bytes(b"PAR1")
    code, output, messages = brink("verify copy")
    assert code == 3 and "points.csv: missing" in output and "points.parquet: not the bytes" in output
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(manifest | {"files": {"../../secret": {"sha256": "a"}, "b": 1}}))
    code, _, messages = brink("verify copy")
    assert code == 3 and "manifest.json: cannot be read (files." in messages
    (copy / "manifest.json").write_text("{}")
    assert brink("verify copy")[0] == 3
    (copy / "manifest.json").unlink()
    code, _, messages = brink("verify copy")
    assert code == 2 and "brink resume copy" in messages


@pytest.mark.parametrize("verb", ["show", "report", "discover --when war"])
def test_what_is_for_batches_says_so_of_a_study(brink, finished, verb):
    name, *more = verb.split()
    code, _, messages = brink(shlex.join([name, str(finished / "sweep"), *more]))
    assert code == 2 and "the answer of a study, not a batch of runs" in messages
