"""New questions to old results: answered from the acts that a folder keeps, with the number of runs that have them.

A question of the scenario was answered when the runs were made, and its answers stand in the table of runs for all of
them; one in one line is answered from the table of acts, which may be of fewer runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.world.asked import PREFIX, STATE, QuestionTable
from ...scenarios.problems import choices
from ...scenarios.questions.compiled import questions_of
from ..errors import UserError
from ..measures.questions.answers import Answer, answers_of
from ..measures.questions.evaluate import columns, evaluate
from ..measures.questions.log import ActColumns
from ..measures.questions.measured import ASKED, compiled_inline, is_inline, measure_of

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario
    from .read import Results

#: Columns of the log that the table of acts calls otherwise.
CALLED = {"territory": "place"}
#: Columns that name actors.
ACTORS = ("actor", "executor", "target", "declared", "account", "claimed_by", "blamed")


class Replied(NamedTuple):
    """The answers to some questions over the runs that have acts.

    ``frame`` has a row a run: ``run``, and the columns of each question. ``tables`` are the questions, in the order in
    which they were asked; ``runs`` is the number of runs that they were asked of.
    """

    tables: tuple[QuestionTable, ...]
    frame: pd.DataFrame
    answers: list[Answer]

    @property
    def runs(self) -> int:
        """Number of runs that were asked."""
        return len(self.frame)


def ask(results: Results, texts: Sequence[str]) -> Replied:
    """Answer questions from the acts that were kept.

    Args:
        results: the folder.
        texts: each the name of a question of its scenario, its words, or a question in one line.

    Raises:
        UserError: one is no question, or is about the state of an actor, which is not kept; or no acts were kept.
    """
    _refuse_without(results)
    asked = [_compiled(results, text, f"{ASKED}_{k}" * (len(texts) > 1)) for k, text in enumerate(texts, 1)]
    log, numbers = log_of_results(results)
    found: dict[str, Any] = {"run": numbers}
    for text, tables in zip(texts, asked, strict=True):
        _refuse_states(text, tables)
        found |= {name: values for name, values in columns(log, tables).items() if _is_of(name, tables[-1])}
    last = tuple(tables[-1] for tables in asked)
    frame = pd.DataFrame(found)
    return Replied(last, frame, answers_of(last, frame, results.scenario.start.isoformat()))


def answered_by(results: Results, text: str) -> tuple[QuestionTable, dict[int, list[int]]]:
    """A question, and for each run in which it comes true the numbers of the acts by which it does.

    One that is made of others, not all of them about acts, comes true by none of its own.

    Raises:
        UserError: as `ask` does.
    """
    _refuse_without(results)
    tables = _compiled(results, text)
    _refuse_states(text, tables)
    log, numbers = log_of_results(results)
    found = evaluate(log, tables)[-1]
    acts: dict[int, list[int]] = {int(numbers[run]): [] for run in np.flatnonzero(found.came)}
    for row in found.rows:
        run = log.run[row]
        acts[int(numbers[run])].append(int(row - log.offsets[run]))
    return tables[-1], acts


def _refuse_without(results: Results) -> None:
    """Refuse a folder that keeps no acts.

    Raises:
        UserError: it keeps none.
    """
    if not results.manifest["runs_with_acts"]:
        raise UserError(f"{results.folder}: no acts were kept to answer from; brink run --acts all keeps them")


def log_of_results(results: Results) -> tuple[ActColumns, NDArray[np.int64]]:
    """The acts that a folder keeps, by column as questions read them, and the numbers of their runs.

    Raises:
        UserError: an earlier version made it, which did not keep what questions ask about.
    """
    acts, alive = results.acts, results.runs["run"].to_numpy()
    numbers = alive[alive < results.manifest["runs_with_acts"]].astype(np.int64)
    run = np.searchsorted(numbers, acts["run"].to_numpy())
    offsets = np.searchsorted(run, np.arange(len(numbers) + 1)).astype(np.int64)
    answers = results.answers
    also_run = offsets[np.searchsorted(numbers, answers["run"].to_numpy())] if len(answers) else np.zeros(0, np.int64)
    also = tuple(answers[name].to_numpy().astype(np.int64) + also_run for name in ("act", "also_answers"))
    return ActColumns(offsets, results.manifest["days"], _reader(results), (also[0], also[1])), numbers


def _reader(results: Results) -> Callable[[str, Any], NDArray[Any]]:
    acts, known = results.acts, results.scenario.case().names
    orders = dict.fromkeys(ACTORS, known.actors)
    orders |= {"territory": known.territories, "site": known.sites, "weapon": known.weapons}
    read: dict[str, NDArray[Any]] = {}

    def column(name: str, rows: Any) -> NDArray[Any]:
        if name not in read:
            stored = CALLED.get(name, name)
            if stored not in acts:
                raise UserError(f"{results.folder}: an earlier version made it, which did not keep {stored} of acts")
            read[name] = _numbers(acts[stored], orders.get(name))
        return read[name][rows]

    return column


def _numbers(column: Any, order: tuple[str, ...] | None) -> NDArray[Any]:
    """A column as numbers: names by their place in the scenario, -1 for none; flags as 0 and 1."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        values = column.to_numpy()
        return values.astype(np.int64) if values.dtype == np.bool_ else values
    if order is None:
        return column.cat.codes.to_numpy().astype(np.int64)
    place = {name: k for k, name in enumerate(order)}
    table = np.array([place.get(str(name), -1) for name in column.cat.categories] + [-1], np.int64)
    return table[column.cat.codes.to_numpy()]


def _compiled(results: Results, text: str, name: str = "") -> tuple[QuestionTable, ...]:
    """The tables of a scenario's questions up to the one asked, which is the last."""
    scenario, plain = results.scenario, " ".join(text.split())
    if is_inline(plain, scenario):
        return compiled_inline(plain, scenario, "question", name)
    entry = _named(text, plain, scenario)
    tables = questions_of(scenario).tables
    named = getattr(entry, "table", None)
    if named is None or entry.name not in scenario.questions:
        raise UserError(f"{text!r} is an outcome and no question; brink run and brink report tell of outcomes")
    return tables[: tables.index(named) + 1]


def _named(text: str, plain: str, scenario: Scenario) -> Any:
    """The question of a scenario that is called so, or an outcome.

    Raises:
        UserError: it is neither.
    """
    try:
        return measure_of(plain, scenario)
    except UserError:
        first, second = [*scenario.actors, "them"][:2]
        raise UserError(
            f"{text!r}: no question of the scenario is called so ({choices(plain, list(scenario.questions))}); one of "
            f"your own begins with who acts, as in '{first} against {second}': brink explain questions"
        ) from None


def _refuse_states(text: str, tables: Sequence[QuestionTable]) -> None:
    """The state of an actor is recorded day by day only while the runs are made.

    Raises:
        UserError: the last of the tables hangs on one.
    """
    wanted, seen = [len(tables) - 1], set[int]()
    while wanted:
        k = wanted.pop()
        if k < 0 or k in seen:
            continue
        seen.add(k)
        if tables[k].kind == STATE:
            raise UserError(
                f"{text!r} asks for the state of an actor, which is not kept with the acts: write it into the "
                "questions of the scenario and run it"
            )
        wanted += [*tables[k].parts, tables[k].to, tables[k].given]


def _is_of(column: str, table: QuestionTable) -> bool:
    return column in table.columns() or column.startswith(f"{PREFIX}{table.name}.")
