"""Sound folders, of which hostile ones are copies: a batch, one half done, one of version 0.1.0, studies."""

from __future__ import annotations

import contextlib
import io
import shlex
import shutil
import sys
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from unittest import mock

from brink.experiments.commands import cli
from brink.experiments.errors import InterruptedBatch
from brink.experiments.evidence import calibrate
from brink.experiments.report import draw
from brink.experiments.runs import batch
from brink.experiments.studies.files import load_experiment
from brink.experiments.studies.sweep import load_sweep
from brink.experiments.studies.sweep_answer import answer_sweep
from brink.scenarios.loader import load_scenario
from brink.tests.faults.hostile.case import SECRET

QUESTION = """\
experiment: 1
name: Fear in the valley
scenario: border-clash
set: {days: 30}
design: {kind: grid}
replications: 20
levers: {constants.fear_weight: [6, 12]}
outcomes: [branching_ratio, killed]
"""


#: A study of each of the other kinds, by the command that asks for it.
STUDIES = {
    "compare": "compare border-clash --days 40 --set constants.fear_weight=12 --runs 30 --seed 5",
    "sensitivity": "sensitivity border-clash --set days=40 --outcome killed --trajectories 2 --keep 2 --base 4 "
    "--replications 4 --parameter constants.fear_weight --parameter constants.answer_cost",
    "map": "map border-clash --set days=40 --x constants.fear_weight --y constants.answer_cost --outcome killed "
    "--side 2 --replications 4",
    "discover": "discover {home}/drawn --when acts>=3",
    "backtest": "backtest --episodes {episodes}",
    "calibrate": "calibrate --points 600 --trials 20",
}
EPISODES = Path(__file__).resolve().parents[2] / "evidence" / "small.csv"


def sound(home: Path, kinds: Iterable[str] = tuple(STUDIES)) -> dict[str, Path]:
    """Sound folders by name: a batch with its report, one half done, one of version 0.1.0, a sweep, other studies."""
    scenario = load_scenario("border-clash", ["days=40"])
    made = {name: home / name for name in ("batch", "half", "study")}
    draw(batch.run(scenario, 30, 5, jobs=1, out=made["batch"]))
    with contextlib.suppress(InterruptedBatch):
        batch.run(scenario, 600, 5, jobs=1, out=made["half"], progress=stop_at_once)
    file = home / "fear.yaml"
    file.write_text(QUESTION)
    load_experiment(str(file))
    answer_sweep(load_sweep(str(file)), made["study"], 1)
    old = home / "old"
    shutil.copytree(Path(__file__).resolve().parents[2] / "data" / "results-0.1.0", old)
    (home / "secret.yaml").write_text(f"schema: 1\nname: {SECRET}\nextends: border-clash\n")
    return made | {"old": old} | studies(home, kinds)


def studies(home: Path, kinds: Iterable[str]) -> dict[str, Path]:
    """A finished study of each of some kinds."""
    batch.run(load_scenario("border-clash"), 300, 5, jobs=1, out=home / "drawn", uncertain=True)
    with mock.patch.multiple(calibrate, calibrate=lambda *_: None, write=as_shipped):
        for kind in kinds:
            words = shlex.split(STUDIES[kind].format(home=home, episodes=EPISODES))
            words = ["brink", *words, "--out", str(home / kind), "--no-figures"]
            with mock.patch.object(sys, "argv", words), contextlib.redirect_stdout(io.StringIO()):
                assert cli.call(cli.app) == 0, kind
    return {kind: home / kind for kind in kinds}


def as_shipped(_: object, folder: Path, *more: object) -> None:
    """The calibration that comes with brink, in place of one that takes minutes."""
    for name in (calibrate.POSTERIOR, calibrate.DISPUTES, calibrate.REPORT):
        (folder / name).write_bytes((resources.files("brink.experiments.evidence") / name).read_bytes())


def stop_at_once(done: int, asked: int) -> None:
    """As Ctrl-C after the first chunk."""
    raise KeyboardInterrupt
