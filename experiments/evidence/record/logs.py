"""The log of the model as directed acts: what an observer who knows neither accounts nor causes would write down.

The acts of two actors on each other are a dispute until they are quiet for six months, as in the datasets. The actor is
whoever carries an act out, since that is whom an observer sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ....model.batch import Batch
from ....model.outcomes import outcomes
from ....model.world.ladder import FIRST_HOMELAND, LAST_DRAWN, WAR_FROM
from ....model.world.tables import Case
from .directed import QUIET_DAYS, Directed, by_pair, directed, level_of

if TYPE_CHECKING:
    from ...results.read import Results


def of_batch(batch: Batch, case: Case) -> Directed:
    """The acts of a batch of runs of one case."""
    acts = batch.acts
    run = np.repeat(np.arange(batch.count), np.diff(batch.act_offsets))
    columns = {name: acts[name].astype(np.int64) for name in ("day", "rung", "killed", "executor", "target")}
    return _of_columns(run, columns, acts["observed"] != 0, outcomes(batch, case)["war"], case.worlds[0].days)


def of_results(results: Results) -> Directed:
    """The acts that a results folder keeps."""
    frame, runs = results.acts, results.runs.set_index("run")
    codes = {name: k for k, name in enumerate(results.manifest["labels"]["actors"])}
    columns: dict[str, NDArray[Any]] = {name: frame[name].to_numpy(np.int64) for name in ("day", "rung", "killed")}
    columns |= {name: np.array([codes.get(actor, -1) for actor in frame[name]]) for name in ("executor", "target")}
    names, run = np.unique(frame["run"].to_numpy(np.int64), return_inverse=True)
    war = runs.loc[names, "war"].to_numpy(np.bool_)
    return _of_columns(run, columns, frame["observed"].to_numpy(np.bool_), war, results.manifest["days"])


def _of_columns(
    run: NDArray[np.int64],
    columns: dict[str, NDArray[Any]],
    observed: NDArray[np.bool_],
    war: NDArray[np.bool_],
    days: int,
) -> Directed:
    """The table; an opening of war that comes to nothing is a use of force: the datasets count wars by their dead."""
    kept = (columns["target"] >= 0) & (columns["executor"] != columns["target"])
    run, observed = run[kept], observed[kept]
    day, rung, killed, actor, target = (columns[name][kept] for name in ("day", "rung", "killed", "executor", "target"))
    opened = (rung >= WAR_FROM) & (rung <= LAST_DRAWN)
    level = level_of(np.where(opened & ~war[run], WAR_FROM - 1, rung))
    # days of different runs are set so far apart that no dispute spans two of them
    dispute = by_pair(day + run * (days + QUIET_DAYS + 1), actor, target)
    return directed(
        dispute, day, actor, target, level, killed,
        order=np.arange(len(day)), homeland=(rung >= FIRST_HOMELAND) & (rung <= LAST_DRAWN), given=observed,
        last=days - 1,
    )  # fmt: skip
