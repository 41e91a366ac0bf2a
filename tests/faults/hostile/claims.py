"""Small files that claim to be very large, and pieces of a batch that are not what they say."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from brink.experiments.errors import InterruptedBatch
from brink.experiments.results.columns import ACT_ENCODINGS
from brink.experiments.results.parquet import sha256
from brink.experiments.results.pieces import SUMS as PIECE
from brink.experiments.results.row_groups import START, encoded, read_piece, rows_of
from brink.experiments.results.store import ACTS
from brink.experiments.results.sums import MANIFEST, SUMS
from brink.experiments.runs import batch
from brink.scenarios.loader import load_scenario
from brink.tests.faults.hostile.case import Hostile, Spoil
from brink.tests.faults.hostile.sound import stop_at_once
from brink.tests.faults.hostile.tables import vouch, worded


def claims() -> Iterator[Hostile]:
    """Small files that claim to be very large."""
    yield Hostile("batch: acts of 8 million rows", "batch", lambda f: _repeated(f, "acts"), True)
    yield Hostile("batch: runs of 8 million rows", "batch", lambda f: _repeated(f, "runs"), True)
    yield Hostile("batch: a word of 100 MB", "batch", worded("acts", "actor", "a" * 100_000_000), True)
    lists = '{"schema": [' + ",".join(["[]"] * 4_000_000) + "]}"
    for what, text in {"nested": "[" * 10**6, "of lists": lists, "with NaN": '{"seed": NaN}'}.items():
        for name in (MANIFEST, "plan.json"):
            yield Hostile(f"batch: {name} {what}", "batch", _written(name, text), True)
    yield Hostile("batch: sums without end", "batch", _written(SUMS, "0" * 10**7), True)


def _written(name: str, text: str) -> Spoil:
    def spoil(folder: Path) -> None:
        (folder / name).write_text(text)

    return spoil


def _repeated(folder: Path, table: str) -> None:
    """One row eight million times, which takes hardly any room on the disk."""
    path = folder / f"{table}.parquet"
    rows = pq.read_table(path).slice(0, 1).take(pa.array(np.zeros(1_000_000, np.int32)))
    with pq.ParquetWriter(path, rows.schema, compression="zstd") as writer:
        for _ in range(8):
            writer.write_table(rows, row_group_size=1_000_000)
    vouch(folder, path.name)


def pieces() -> Iterator[Hostile]:
    """Chunks that belong elsewhere, or that are not what they say."""
    yield Hostile("half: a chunk of another seed", "half", _foreign)
    for name, content in (("of", 1), ("files", []), ("files", {"../../../secret.yaml": "0" * 64}), ("files", {})):
        yield Hostile(f"half: sums with {name} {content!r:.20}", "half", lambda f, n=name, c=content: _sums(f, {n: c}))
    for name in ("runs", "acts", "wars", "pauses", "answers", "failures"):
        yield Hostile(f"half: chunk with {name} of other columns", "half", lambda f, n=name: _table(f, n, None))
        yield Hostile(f"half: chunk with {name} of garbage", "half", lambda f, n=name: _table(f, n, b"ARROW1\0\0" * 99))
    for start in (START + 1, 1 << 30):
        yield Hostile(f"half: acts that claim to begin at byte {start}", "half", lambda f, s=start: _elsewhere(f, s))
    for shape in ((1, 1, 1, 1), (500, 40, 2), (0, 0, 0, 0)):
        yield Hostile(f"half: series of shape {shape}", "half", lambda f, s=shape: _series(f, np.zeros(s, np.float32)))
    yield Hostile("half: series of objects", "half", lambda f: _series(f, np.array([{}], object)))
    yield Hostile("half: series that claim to be large", "half", _large_series)


def _chunk(folder: Path) -> Path:
    return next(path for path in sorted((folder / "chunks").iterdir()) if path.name.isdecimal())


def _sums(folder: Path, more: dict[str, Any] | None = None) -> None:
    """Make the checksums of a chunk fit its files."""
    file = _chunk(folder) / PIECE
    known = json.loads(file.read_text())
    known["files"] = {path.name: sha256(path) for path in file.parent.iterdir() if path.name != PIECE}
    file.write_text(json.dumps(known | (more or {})))


def _foreign(folder: Path) -> None:
    """A chunk of the same runs from another seed, under the name of the own one."""
    other = folder.with_name("other")
    with contextlib.suppress(InterruptedBatch):
        batch.run(load_scenario("border-clash", ["days=40"]), 600, 6, jobs=1, out=other, progress=stop_at_once)
    shutil.rmtree(folder / "chunks")
    shutil.copytree(other / "chunks", folder / "chunks")
    shutil.rmtree(other)


def _table(folder: Path, name: str, raw: bytes | None) -> None:
    path = _chunk(folder) / (ACTS if name == "acts" else f"{name}.arrow")
    table = pa.table({"run": pa.array([1, 2, 3], pa.int32()), "x": ["a", "b", None]})
    if raw is None and name == "acts":
        path.write_bytes(encoded(table, START, {}).raw)
    elif raw is None:
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    else:
        path.write_bytes(raw)
    _sums(folder)


def _elsewhere(folder: Path, start: int) -> None:
    """The acts of a chunk, whose footer says that they lie somewhere else in their table."""
    path = _chunk(folder) / ACTS
    path.write_bytes(encoded(rows_of(read_piece(path)), start, ACT_ENCODINGS).raw)
    _sums(folder)


def _series(folder: Path, array: np.ndarray) -> None:
    np.save(_chunk(folder) / "series.npy", array, allow_pickle=True)
    _sums(folder)


def _large_series(folder: Path) -> None:
    path = _chunk(folder) / "series.npy"
    head = "{'descr': '<f4', 'fortran_order': False, 'shape': (500, 40000000, 2, 3), }".ljust(117) + "\n"
    path.write_bytes(b"\x93NUMPY\x01\x00\x76\x00" + head.encode())
    _sums(folder)
