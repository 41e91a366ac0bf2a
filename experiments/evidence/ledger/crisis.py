"""A crisis file's questions as statements: what runs answer, frozen, and what coded acts answer later."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....model.engine.ensemble import simulate
from ....model.world.acts import Origin
from ....model.world.asked import PREFIX, STATE, QuestionTable
from ....model.world.tables import Case
from ....scenarios.questions.compiled import questions_of
from ....scenarios.scenario import Scenario
from ...errors import UserError
from ...measures.questions.answers import wording
from ...measures.questions.evaluate import evaluate
from ...measures.questions.log import ActColumns
from ...measures.questions.log import log_of as log_of_batch
from ...runs.answered import answered_runs
from ...runs.posterior import Draws, cases_of
from ..episodes import CodedAct
from ..telling import Progress
from .entries import FrozenCrisis, QuestionStatement

#: What coded acts say of themselves; a question that asks for anything else cannot be resolved by them.
CODED = ("day", "actor", "executor", "target", "territory", "rung", "killed", "kinetic", "own", "observed")
#: What is frozen of the acts that a scenario scripts.
SCRIPTED = ("day", "actor", "target", "territory", "rung", "killed")
#: Equally likely answers that stand for those of all runs.
KEPT = 101

RULE = (
    "The questions as compiled into this entry, evaluated on the coded acts from the first day of the scenario to its "
    "last: an act's code in small letters is the actor's id, or as told with --actors; the file must hold the acts "
    "that the scenario scripts too, and reach to the last day; an answer is what it says in answers. A chance is "
    "scored by its squared error, a number by its ranked probability score; a question that comes up in no run or is "
    "not asked of what happened is not scored."
)


def frozen(
    scenario: Scenario,
    runs: int,
    seed: int,
    progress: Progress | None = None,
    keep: Path | None = None,
    draws: Draws | None = None,
) -> FrozenCrisis:
    """Run a scenario and freeze what the runs answer to its questions; ``keep`` is a folder for finished pieces.

    ``draws``: from which every run takes its own settings; by default they are as the scenario has them.

    Raises:
        UserError: nothing is asked of it.
    """
    tables = questions_of(scenario).tables
    named = [table for table in tables if table.name]
    if not named:
        raise UserError(f"{scenario.name}: nothing is asked of it; write questions: into its file")
    case = scenario.case()
    frame = answered_runs(cases_of(scenario, runs, seed, draws), tables, runs, seed, None, progress, keep)
    start = datetime.date.fromisoformat(case.start)
    world = case.worlds[0]
    return FrozenCrisis(
        name=scenario.name,
        digest=scenario.digest(),
        start=start,
        first=scenario.simulate_from or start,
        end=start + datetime.timedelta(days=int(world.days) - 1),
        runs=runs,
        seed=seed,
        actors=case.names.actors,
        territories=case.names.territories,
        scripted=scripted(case, seed),
        tables=tuple(dataclasses.asdict(table) for table in tables),
        questions=tuple(statement(table, tables, frame) for table in named),
    )


def scripted(case: Case, seed: int) -> tuple[tuple[int, int, int, int, int, int], ...]:
    """The columns `SCRIPTED` of every event that a scenario scripts, as a run logs it."""
    log = log_of_batch(simulate(case, seed, 0, 1), case)
    rows = np.flatnonzero(log.whole("observed") != 0)
    columns = [log.at(name, rows).astype(np.int64).tolist() for name in SCRIPTED]
    return tuple(zip(*columns, strict=True))  # pyright: ignore[reportReturnType]


def statement(table: QuestionTable, tables: Sequence[QuestionTable], frame: Any) -> QuestionStatement:
    """What runs answer to one question."""
    own = f"{PREFIX}{table.name}"
    lacking = ", ".join(sorted(beyond(table, tables)))
    why = f"coded acts do not say: {lacking}" if lacking else ""
    if table.per_act:
        hits, of = (float(np.asarray(frame[f"{own}.{part}"]).sum()) for part in ("count", "of"))
        chance = hits / of if of else None
        asked = float((np.asarray(frame[f"{own}.of"]) > 0).mean())
        return QuestionStatement(
            name=table.name, ask=wording(table), chance=chance, asked=asked, per_act=True, unresolved=why
        )
    values = np.asarray(frame[own], np.float64)
    known = values[~np.isnan(values)]
    share = len(known) / len(values)
    said: dict[str, Any] = {"name": table.name, "ask": wording(table), "asked": share, "unresolved": why}
    if not len(known):
        return QuestionStatement(**said)
    if table.measure == "happens" or table.holds is not None:
        return QuestionStatement(**said, chance=float((known > 0).mean()))
    kept = np.quantile(known, (np.arange(KEPT) + 0.5) / KEPT, method="inverted_cdf")
    return QuestionStatement(**said, values=tuple(kept.tolist()))


def beyond(table: QuestionTable, tables: Sequence[QuestionTable]) -> set[str]:
    """What a question asks for, by itself or by those that it hangs on, that coded acts do not say."""
    if table.kind == STATE:
        return {"the state of an actor"}
    found = {name for name in (*table.codes, *table.spans) if name not in CODED}
    # whether an act was scripted is known, and nothing else of where it comes from
    found -= {"origin"} if _origins(table) <= {int(Origin.EVENT)} else set()
    found |= {table.measure} & {"wounded"}
    found |= {by for by in table.strata if by not in CODED}
    linked = [k for k in (*table.parts, table.to, table.given) if k >= 0]
    return found.union(*(beyond(tables[k], tables) for k in linked))


def _origins(table: QuestionTable) -> set[int]:
    """The origins that a question asks for."""
    low, high = table.spans.get("origin", (0, -1))
    return {*table.codes.get("origin", ()), *range(low, min(high, len(Origin)) + 1)}


def resolved(crisis: FrozenCrisis, acts: Sequence[CodedAct], until: datetime.date, called: dict[str, str]) -> list[Any]:
    """What coded acts answer to the questions of an entry, in their order; None where they answer nothing.

    Raises:
        UserError: the file ends before the scenario does, or names actors that the scenario does not have.
    """
    if until < crisis.end:
        raise UserError(f"the file of acts ends on {until}; this entry speaks of days to {crisis.end}: not yet")
    tables = tuple(table_of(row) for row in crisis.tables)
    found = evaluate(log_of(crisis, acts, called), tables)
    answers = []
    for asked, told in zip(tables, found, strict=True):
        if not asked.name:
            continue
        if asked.per_act:
            hits, of = told.counts[""]
            answers.append((int(hits[0]), int(of[0])) if of[0] else None)
        else:
            value = float(told.value[0])
            answers.append(None if np.isnan(value) else value)
    return answers


def table_of(row: dict[str, Any]) -> QuestionTable:
    """A compiled question as it was frozen."""
    told = dict(row)
    told["codes"] = {name: tuple(codes) for name, codes in row["codes"].items()}
    told["spans"] = {name: tuple(ends) for name, ends in row["spans"].items()}
    for name in ("parts", "strata", "holds", "state"):
        told[name] = None if row[name] is None else tuple(row[name])
    return QuestionTable(**told)


def log_of(crisis: FrozenCrisis, acts: Sequence[CodedAct], called: dict[str, str]) -> ActColumns:
    """Coded acts as the log of one run.

    Raises:
        UserError: an actor of theirs is none of the scenario.
    """
    kept = sorted((act for act in acts if crisis.start <= act.date <= crisis.end), key=lambda a: (a.date, a.chain, a.n))
    places = {name: k for k, name in enumerate(crisis.actors)}
    lands = {name: k for k, name in enumerate(crisis.territories)}
    at = {(act.chain, act.n): k for k, act in enumerate(kept)}

    def number(code: str) -> int:
        name = called.get(code, code.lower())
        if name not in places:
            known = ", ".join(crisis.actors)
            raise UserError(f"{code}: no actor of {crisis.name} ({known}); tell who it is with --actors {code}=ID")
        return places[name]

    columns: dict[str, NDArray[Any]] = {
        "day": np.array([(act.date - crisis.start).days for act in kept], np.int64),
        "actor": np.array([number(act.actor) for act in kept], np.int64),
        "target": np.array([number(act.target) for act in kept], np.int64),
        "territory": np.array([lands.get(act.territory.lower(), -1) for act in kept], np.int64),
        "rung": np.array([act.rung for act in kept], np.int64),
        "killed": np.array([act.killed for act in kept], np.int64),
        "cause": np.array([at.get((act.chain, act.answers), -1) for act in kept], np.int64),
    }
    columns["executor"] = columns["actor"]
    known = {row[:3]: row for row in crisis.scripted}
    told = list(zip(*(columns[name].tolist() for name in SCRIPTED[:3]), strict=True))
    columns["observed"] = np.array([act in known for act in told], np.int64)
    columns["origin"] = np.where(columns["observed"] > 0, int(Origin.EVENT), int(Origin.REPLY))
    for k, act in enumerate(told):
        # what the scenario says of an act that it scripts holds, however a coder saw it
        for name, value in zip(SCRIPTED, known.get(act, ()), strict=False):
            columns[name][k] = value
    nothing = np.zeros(0, np.int64)
    days = (crisis.end - crisis.start).days + 1
    return ActColumns(np.array([0, len(kept)]), days, lambda name, rows: columns[name][rows], (nothing, nothing))
