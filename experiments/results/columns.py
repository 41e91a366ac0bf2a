"""Columns of the tables in a results folder: their names, order and types, and names in place of numbers.

A column of names is dictionary-encoded with a dictionary that the scenario fixes, so that its bytes do not depend on
which names a chunk happens to hold.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ...model.batch import MEASURES, Batch
from ...model.columns import columns_of
from ...model.measured import look_up
from ...model.outcomes import CATEGORIES, OUTCOMES
from ...model.world.acts import ACT, CHANNEL_NAMES, ORIGIN_NAMES, Origin
from ...model.world.asked import PREFIX
from ...model.world.ladder import RUNG_NAMES, is_kinetic
from ...model.world.tables import Case
from .arrays import numbers, texts

#: Columns of the acts in which a name may be missing.
NAMELESS = ("target", "declared", "place", "site", "weapon", "claimed_by", "blamed", "account")
#: How numbers of the acts are written where a dictionary would cost more than it saves: what rises from row to row by
#: its steps, small numbers byte by byte, so that the many zeros lie together.
_RISING: tuple[str, ...] = ("run", "act", "day")
_SMALL: tuple[str, ...] = (
    "rung", "generation", "chain", "launched", "intercepted", "hits", "killed", "killed_civilians", "wounded", "rank",
)  # fmt: skip
ACT_ENCODINGS: Mapping[str, str] = {
    **dict.fromkeys(_RISING, "DELTA_BINARY_PACKED"),
    **dict.fromkeys(_SMALL, "BYTE_STREAM_SPLIT"),
}


def named(codes: NDArray[Any], names: tuple[str, ...]) -> pa.DictionaryArray:
    """Names for numbers; a negative number is a null. ``codes`` has shape (rows,)."""
    indices = np.ascontiguousarray(codes, np.int16)
    known = indices >= 0
    nulls = len(indices) - int(np.count_nonzero(known))
    valid = pa.py_buffer(np.packbits(known, bitorder="little")) if nulls else None
    parts: list[Any] = [valid, pa.py_buffer(indices)]
    indexed = pa.Array.from_buffers(pa.int16(), len(indices), parts, nulls)
    return pa.DictionaryArray.from_arrays(indexed, texts(names))


def table(columns: Mapping[str, Any]) -> pa.Table:
    """An Arrow table without metadata of its own."""
    return pa.table({name: numbers(c) if isinstance(c, np.ndarray) else c for name, c in columns.items()})


def runs_table(
    first: int, seed: int, measured: NDArray[np.void], further: Mapping[str, NDArray[Any]] | None = None
) -> pa.Table:
    """A row a run: number, seed, the outcomes of `brink.model.outcomes`, and what is known of a run besides.

    ``further``: its answers to questions and its own parameters, by column.
    """
    count = len(measured)
    columns: dict[str, Any] = {
        "run": np.arange(first, first + count, dtype=np.int32),
        "seed": np.full(count, seed, np.int64),
    }
    for outcome in OUTCOMES:
        name, values = outcome.name, measured[outcome.name]
        if name in CATEGORIES:
            columns[name] = named(values, CATEGORIES[name])
        elif values.dtype.kind == "i" and not outcome.wide:
            columns[name] = values.astype(np.int32)
        else:
            columns[name] = values.copy()
    return table(columns | dict(further or {}))


def drawn(names: Iterable[str]) -> list[str]:
    """Of the columns of a table of runs, those that are settings which each run drew for itself, by path."""
    return [str(name) for name in names if "." in str(name) and not str(name).startswith(PREFIX)]


def acts_table(batch: Batch, case: Case, runs: int) -> pa.Table:
    """A row an act of the first ``runs`` runs of a batch, in the order of the log."""
    rows = batch.acts[: batch.act_offsets[runs]]
    acts = columns_of(np.ascontiguousarray(rows, ACT))  # an engine of the user's own may have laid them out otherwise
    names, sites = case.names, case.names.sites
    run, number = _positions(batch.first, batch.act_offsets, runs)
    columns: dict[str, Any] = {"run": run, "act": number, "origin": named(acts["origin"], ORIGIN_NAMES)}
    columns |= {"day": acts["day"], "date": _dates(acts["day"], case.start)}
    columns |= {name: named(acts[name], names.actors) for name in ("actor", "target", "declared")}
    columns["place"] = named(look_up(acts, case, "territory"), names.territories)
    columns |= {"site": named(acts["site"], sites), "rung": acts["rung"].astype(np.int32)}
    columns["rung_name"] = named(acts["rung"], RUNG_NAMES)
    columns["kinetic"] = is_kinetic(acts["rung"])
    columns["weapon"] = named(acts["weapon"], names.weapons)
    columns["channel"] = named(acts["executor"] != acts["actor"], CHANNEL_NAMES)
    columns |= {name: named(acts[name], names.actors) for name in ("claimed_by", "blamed")}
    columns |= {name: acts[name] for name in ("cause", "generation", "chain")}
    columns |= {"displaced": acts["origin"] == Origin.DISPLACED}
    columns |= {name: acts[name] != 0 for name in ("warned", "closing")}
    columns |= {name: acts[name] for name in ("launched", "intercepted", "hits")}
    columns |= {name: acts[name] for name in ("killed", "killed_civilians", "wounded")}
    columns |= {"observed": acts["observed"] != 0}
    columns |= {name: named(acts[name], names.actors) for name in ("executor", "account")}
    columns["rank"] = acts["rank"].astype(np.int32)
    return _without_gaps(table(columns), NAMELESS)


def _without_gaps(found: pa.Table, gaps: Collection[str]) -> pa.Table:
    """The table with a schema that says which columns have a value in each row: all but those with ``gaps``.

    Raises:
        ValueError: one of the others has not, by an engine of the user's own.
    """
    for name, column in zip(found.column_names, found.columns, strict=True):
        if column.null_count and name not in gaps:
            raise ValueError(f"{name} is missing in {column.null_count:,} acts")
    return pa.table(found.columns, pa.schema([field.with_nullable(field.name in gaps) for field in found.schema]))


def answers_table(batch: Batch, runs: int) -> pa.Table:
    """Acts that settle several provocations, of the first ``runs`` runs: run, act, and what it also answers."""
    answers = batch.answers[: batch.answer_offsets[runs]]
    run, _ = _positions(batch.first, batch.answer_offsets, runs)
    return table({"run": run, "act": answers["act"].copy(), "also_answers": answers["also"].copy()})


def wars_table(batch: Batch, case: Case) -> pa.Table:
    """Wars of all runs: the act that opened each, its sides, first and last day, deaths by side."""
    wars = batch.wars
    run, _ = _positions(batch.first, batch.war_offsets, batch.count)
    columns: dict[str, Any] = {"run": run, "act": wars["act"].copy()}
    columns |= {f"side_{side}": named(wars[side], case.names.actors) for side in ("a", "b")}
    columns |= {name: wars[name].copy() for name in ("first_day", "last_day", "killed_a", "killed_b")}
    return table(columns)


def pauses_table(batch: Batch, case: Case) -> pa.Table:
    """Pauses of standing campaigns of all runs: whose, toward whom, at whose word, over which act, until when."""
    pauses = batch.pauses
    run, _ = _positions(batch.first, batch.pause_offsets, batch.count)
    columns: dict[str, Any] = {"run": run}
    columns |= {name: named(pauses[name], case.names.actors) for name in ("actor", "against", "word")}
    columns |= {name: pauses[name].copy() for name in ("act", "first_day", "last_day", "broken_by")}
    return table(columns)


def series_columns(runs: NDArray[np.int64], days: NDArray[np.int64], case: Case) -> dict[str, Any]:
    """Label columns for series of shape (runs, days, actors, measures), flattened in that order."""
    actors = len(case.names.actors)
    index = np.indices((len(runs), len(days), actors, len(MEASURES)), np.int32).reshape(4, -1)
    return {
        "run": runs.astype(np.int32)[index[0]],
        "day": days.astype(np.int32)[index[1]],
        "actor": named(index[2], case.names.actors),
        "measure": named(index[3], MEASURES),
    }


def _positions(first: int, offsets: NDArray[np.int64], runs: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Run of each row, and its number within the run."""
    lengths = np.diff(offsets[: runs + 1])
    run = np.repeat(np.arange(first, first + runs, dtype=np.int32), lengths)
    return run, np.arange(offsets[runs], dtype=np.int32) - np.repeat(offsets[:runs].astype(np.int32), lengths)


def _dates(days: NDArray[np.int32], start: str) -> pa.Array:
    """Dates of days since the start, as timestamps without time of day, which pandas reads as such."""
    calendar = np.datetime64(start, "D") + np.arange(days.max(initial=0) + 1)
    return numbers(calendar.astype("datetime64[ms]")[days])
