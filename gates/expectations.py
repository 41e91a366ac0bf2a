"""Gates that are expectations in scenario files, held against runs of the scenario."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brink.experiments.evidence import january_bounds
from brink.experiments.evidence.january import scenario_until
from brink.experiments.measures.questions.held import FEW, Held, held
from brink.experiments.runs.parameters import declared
from brink.experiments.runs.posterior import FromPosterior, fitting
from brink.experiments.runs.uncertain import Uncertain
from brink.scenarios import shipped
from brink.scenarios.loader import load_scenario
from brink.scenarios.problems import ScenarioError
from brink.scenarios.questions.expected import expected_of
from brink.scenarios.text.yaml_text import read_yaml

from .runs import SEED, answered_runs
from .table import VERDICTS, Gate, bound_of, broken

if TYPE_CHECKING:
    from brink.model.world.tables import Case
    from brink.scenarios.scenario import Scenario

HERE = Path(__file__).parent
#: Where the bounds of January lie, which the fit of the constants measures too.
EVIDENCE = Path(january_bounds.__file__).parent
POSTERIORS = ("shipped", "disputes")
UNCERTAIN = "uncertain"


def place(file: str) -> Path:
    """A file of gates: in this folder, or where the fit reads it."""
    return EVIDENCE / file if file == january_bounds.BOUNDS else HERE / file


def content(file: str) -> Any:
    """A file of gates as it is written."""
    return read_yaml(place(file).read_text(encoding="utf-8"), file).data


def scenario_gates(file: str, runs: int) -> list[Gate]:
    """The gates of a scenario file of this folder."""
    scenario = load_scenario(place(file))
    return of(scenario, scenario.case(), list(content(file)["expectations"]), runs)


def shipped_gates(runs: int) -> list[Gate]:
    """The expectations of every shipped scenario that states some, each by the name of its scenario."""
    rows = []
    for name in shipped.names():
        if own := _own(name):
            scenario = load_scenario(name)
            rows += [row._replace(id=f"{name} {row.id}") for row in of(scenario, scenario.case(), own, runs)]
    return rows


def _own(name: str) -> list[str]:
    """Ids of the expectations that a shipped file states itself, not those of what it extends."""
    return list(read_yaml(shipped.read(name).decode(), name).data.get("expectations", {}))


def record_gates(file: str, runs: int) -> list[Gate]:
    """The gates of a file that lets the model go on from the record up to a cut."""
    given = content(file)
    further = {name: given[name] for name in ("questions", "expectations")}
    scenario = scenario_until(datetime.date.fromisoformat(str(given["cut"])), further)
    return of(scenario, scenario.case(), list(given["expectations"]), runs)


def drawn_gates(file: str, drawn: str, runs: int) -> list[Gate]:
    """The gates of a file with constants drawn from a posterior, or every declared number from its range."""
    scenario, ids = load_scenario(place(file)), list(content(file)["expectations"])
    try:
        subject = _drawn(scenario, drawn, runs)
    except ScenarioError as error:
        return [broken(f"{ids[0]} to {ids[-1]}, {drawn}", f"with draws: {drawn}", str(error.problems[0]))]
    return [row._replace(id=f"{row.id}, {drawn}") for row in of(scenario, subject, ids, runs)]


def _drawn(scenario: Scenario, drawn: str, runs: int) -> Uncertain:
    if drawn == UNCERTAIN:
        return Uncertain(scenario, runs, SEED, declared(scenario))
    return FromPosterior(scenario, runs, SEED, fitting(scenario, drawn), declared=False)


def of(scenario: Scenario, subject: Case | Uncertain, ids: Sequence[str], runs: int) -> list[Gate]:
    """The expectations of these ids, held against runs."""
    expected = expected_of(scenario)
    assert not expected.wrong, expected.wrong
    bounds = [bound for bound in expected.bounds if bound.id in ids]
    asks = {asked.name: asked.ask for asked in expected.tables if asked.ask}
    asks |= {f"{name}.question": str(stated.question) for name, stated in scenario.expectations.items()}
    frame = answered_runs(subject, expected.tables, runs)
    return [
        _row(entry, asks, [bound.id for bound in bounds].count(entry.bound.id) > 1)
        for entry in held(bounds, expected.tables, frame)
        if not (entry.stratum and entry.verdict == FEW)
    ]


def _row(entry: Held, asks: dict[str, str], several: bool) -> Gate:
    bound = entry.bound
    name = f"{bound.id} {bound.statistic}" if several else bound.id
    return Gate(
        f"{name} {entry.stratum}" if entry.stratum else name,
        asks.get(bound.question) or bound.question,
        bound_of(bound.low, bound.high, bound.statistic),
        entry.found,
        entry.cases,
        VERDICTS[entry.verdict],
        bound.low <= entry.found.estimate <= bound.high,
    )
