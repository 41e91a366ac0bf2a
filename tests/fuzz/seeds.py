"""Inputs that mean something, for a fuzzer to start from."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from brink.experiments.evidence.events.formats import DATASETS
from brink.scenarios.shipped import names, read
from brink.tests.scenarios.files import GOOD

DATA = Path(__file__).resolve().parents[1] / "data"
SETS = (
    "actors.north.pressure.baseline=0.6", "ties.north.south={fear: 0.3, rules: true}", "days=12", "events.spark=null",
    "options.north.south.homeland.south={weight: 2}", "constants.fear_weight=8", "interventions.calm.set.days=3",
    "actors.band.control={value: .5, range: [.1, .9]}", "name=x", "actors.north.doctrine={rule: appraisal}",
)  # fmt: skip
QUESTIONS = (
    "north on south 6+", "south on north 6+ answers (north on south 6+) within 7",
    "ordered (north 6+) (south 6+) within 9",
    "against south kinetic measure count is 2-12 from 2024-01-02 to 2024-01-20", "state north pressure 2024-01-09",
    "band through own not warned origin not campaign, event settles spark per act strata rung, killed",
    "all (north) (none (south at post)) given (any spark)", "north among (states kinetic) step up", "event reply",
)  # fmt: skip
PLAIN = "date,actor,target,level,deaths\n2000-01-01,A,B,4,2\n2000-01-03,B,A,force,\n1.2.2001,A,B,9,0\n"
EPISODES = (
    "chain,n,date,actor,target,locus,rung,fat,resp_to,delay_d,mode,warn,claim\n"
    "A,1,2020-01-03,USA,IRN,IRQ,8,10,,,state,0,claimed\n"
    "A,2,2020-01-08,IRN,USA,IRQ,7,0,1,5,state,1,claimed\n"
)


def seeds(name: str) -> list[bytes]:
    """Inputs for a target."""
    if name == "loader":
        parts = [GOOD[: GOOD.index("campaigns:")], GOOD, "schema: 1\nname: a\nextends: border-clash\n"]
        small = [read(shipped) for shipped in names() if len(read(shipped)) < 8_000]
        return [part.encode() for part in parts] + small
    if name == "change":
        return [entry.encode() for entry in SETS]
    if name == "questions":
        return [entry.encode() for entry in QUESTIONS]
    if name == "episodes":
        return [EPISODES.encode(), EPISODES.replace("\n", "\r\n").replace("IRQ", '"IR\nQ"').encode()]
    if name == "events":
        heads = [",".join(entry.needs) for entry in DATASETS] + ["date,actor,target,level,deaths"]
        return [f"{head}\n{','.join('1' for _ in head.split(','))}\n".encode() for head in heads] + [PLAIN.encode()]
    if name == "experiment":
        files = resources.files("brink.experiments.library").iterdir()
        return [entry.read_bytes() for entry in files if entry.name.endswith(".yaml")]
    if name == "manifest":
        files = ("results-0.1.0/manifest.json", "results-0.1.0/plan.json", "sweep-0.1.0/study.json",
                 "sweep-0.1.0/manifest.json")  # fmt: skip
        said = [(DATA / file).read_bytes() for file in files] + [f"{'0' * 64}  runs.parquet\n".encode()]
        return [bytes([number]) + json.dumps(json.loads(raw)).encode() if number < 4 else bytes([number]) + raw
                for number, raw in enumerate(said)]  # fmt: skip
    ways = [bytes([file, way, 40 + 7 * file, way, 0]) for file in range(9) for way in range(5)]
    ways += [bytes([file, 8 + way, 40 + 7 * file, way, 0]) for file in range(9) for way in range(4)]
    values = [b"-1", b"1e999", b'"x"', b"[]", b"{}", b"null", b"99999999999999999999", b"PAR1\0\0"]
    return [way + values[k % len(values)] for k, way in enumerate(ways)] + [json.dumps({"schema": 2}).encode()]
