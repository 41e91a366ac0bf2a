"""Small questions that figures ask of the act log: what answers what, which chains there are, which run to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..measures.log import CAMPAIGN as CAMPAIGN
from ..measures.log import coded as coded
from ..measures.log import flag as flag
from ..measures.log import is_one as is_one
from ..measures.log import number as number
from .frames import Frame, frame

if TYPE_CHECKING:
    from ..results.read import Results


def free_strikes(acts: Frame) -> NDArray[np.bool_]:
    """Rows that are simulated acts of force outside standing campaigns."""
    return flag(acts["kinetic"]) & ~flag(acts["observed"]) & ~is_one(acts["origin"], CAMPAIGN)


def campaign_strikes(acts: Frame) -> NDArray[np.bool_]:
    """Rows that are simulated acts of force of standing campaigns."""
    return flag(acts["kinetic"]) & ~flag(acts["observed"]) & is_one(acts["origin"], CAMPAIGN)


def cause_rows(acts: Frame) -> NDArray[np.int64]:
    """For each row the position of the act it answers, -1 for a root (or when that act was not kept)."""
    if not len(acts):
        return np.zeros(0, dtype=np.int64)
    run, act, cause = (number(acts[name]) for name in ("run", "act", "cause"))
    width = int(max(act.max(), cause.max())) + 1
    keys = run * width + act
    order = np.arange(len(keys)) if (np.diff(keys) > 0).all() else np.argsort(keys, kind="stable")
    wanted = run * width + cause
    at = np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)
    found = (cause >= 0) & (keys[order[at]] == wanted)
    return np.where(found, order[at], -1)


def chains(acts: Frame) -> Frame:
    """A row a chain.

    Columns ``run``, ``chain``, ``length`` (acts of force), ``depth`` (generations), ``campaign`` (begun by one's act).
    """
    log = frame(
        {
            "run": number(acts["run"]).astype(np.int32),
            "chain": number(acts["chain"]).astype(np.int32),
            "length": flag(acts["kinetic"]).astype(np.int32),
            "depth": number(acts["generation"]).astype(np.int32),
            "campaign": is_one(acts["origin"], CAMPAIGN),
        }
    )
    grouped = log.groupby(["run", "chain"], sort=True)
    found = grouped.agg(length=("length", "sum"), depth=("depth", "max"), campaign=("campaign", "first"))
    return found[found["length"] > 0].reset_index()


def worst_run(results: Results) -> int:
    """The worst run whose acts are kept: by highest rung, then deaths, then acts of force; 0 when there is none."""
    runs: Frame = results.runs
    kept: Frame = runs[number(runs["run"]) < int(results.manifest["runs_with_acts"])]
    order = kept.sort_values(["peak_rung", "killed", "kinetic_acts", "run"], kind="stable")
    return int(order["run"].iloc[-1]) if len(order) else 0


def of_run(frame: Frame, run: int) -> Frame:
    """The rows of one run, in the order of the acts."""
    rows = cast("pd.DataFrame", frame[number(frame["run"]) == run])
    return rows.sort_values("act", kind="stable") if "act" in rows else rows


def text(value: object) -> str:
    """An entry of a decoded column as text; empty when there is none."""
    return "" if value is None or pd.isna(cast("str", value)) else str(value)
