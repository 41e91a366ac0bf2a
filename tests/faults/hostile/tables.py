"""Columns, rows and cells of tables that are wrong, with a manifest and checksums that vouch for them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from brink.experiments.results.parquet import sha256
from brink.experiments.results.sums import MANIFEST, write_sums
from brink.tests.faults.hostile.case import Hostile, Spoil


def cells(base: str, folder: Path, strict: bool = True) -> Iterator[Hostile]:
    """Columns of tables with other values, of other types, missing, twice; everything vouched for.

    ``strict``: whether `verify` knows what must hold of these tables.
    """
    numbers = (-1, 0, 1, 3, 99, 2**31 - 1, -(2**31))
    for table in [path.stem for path in sorted(folder.glob("*.parquet")) if pq.read_metadata(path).num_rows]:
        for at, field in enumerate(pq.read_schema(folder / f"{table}.parquet")):
            where = f"{base}: {table}.{field.name}"
            if pa.types.is_integer(field.type):
                for step in range(2):
                    value = numbers[(at + 3 * step) % len(numbers)]
                    yield Hostile(f"{where} is {value}", base, _celled(table, field.name, value))
            if pa.types.is_floating(field.type):
                yield Hostile(f"{where} is NaN", base, _celled(table, field.name, float("nan")))
                yield Hostile(f"{where} is infinite", base, _celled(table, field.name, float("inf")))
            for word in ("\x1b[31m", "../secret", "nobody"):  # a null among those of a dictionary cannot be written
                if pa.types.is_dictionary(field.type):
                    yield Hostile(f"{where} is {word!r}", base, worded(table, field.name, word))
                if pa.types.is_string(field.type):
                    yield Hostile(f"{where} is {word!r}", base, _celled(table, field.name, word))
            for kind in (pa.string(), pa.float64(), pa.list_(pa.int32())):
                yield Hostile(f"{where} is {kind}", base, _retyped(table, field.name, kind), strict)
            named = pa.types.is_dictionary(field.type)  # a name may be unknown: only running again would tell
            yield Hostile(f"{where} is null", base, _celled(table, field.name, None), strict and not named)
            gone = _edited(table, lambda t, n=field.name: t.drop_columns([n]))
            yield Hostile(f"{where} is missing", base, gone, strict)
        for what, change in EDITS.items():
            yield Hostile(f"{base}: {table} {what}", base, _edited(table, change), strict)


EDITS: dict[str, Callable[[pa.Table], pa.Table]] = {
    "reversed": lambda table: table.take(list(range(len(table)))[::-1]),
    "twice": lambda table: pa.concat_tables([table, table]),
    "empty": lambda table: table.slice(0, 0),
    "cut": lambda table: table.slice(0, len(table) // 2),
    "with one more": lambda table: table.append_column("\x1b", table[0]),
}


def vouch(folder: Path, name: str) -> None:
    """Make manifest and checksums say that a file is as it should be."""
    path = folder / name
    content = json.loads((folder / MANIFEST).read_text())
    content["files"][name] = {"sha256": sha256(path), "bytes": path.stat().st_size}
    if path.stem in content.get("rows", {}):
        content["rows"][path.stem] = pq.read_metadata(path).num_rows
    text = json.dumps(content)
    write_sums(folder, text, {})
    (folder / MANIFEST).write_text(text)


def _edited(table: str, change: Callable[[pa.Table], pa.Table]) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / f"{table}.parquet"
        pq.write_table(change(pq.read_table(path)), path)
        vouch(folder, path.name)

    return spoil


def _set(table: pa.Table, column: str, values: Any) -> pa.Table:
    return table.set_column(table.schema.get_field_index(column), column, values)


def _celled(table: str, column: str, value: Any) -> Spoil:
    """A value in the middle of a column."""

    def change(found: pa.Table) -> pa.Table:
        cells = found[column].to_pylist()
        cells[len(cells) // 2] = value
        return _set(found, column, pa.array(cells, found.schema.field(column).type))

    return _edited(table, change)


def worded(table: str, column: str, word: str) -> Spoil:
    """The first word of a column's dictionary replaced."""

    def change(found: pa.Table) -> pa.Table:
        cells = found[column].combine_chunks()
        words = pa.array([word, *cells.dictionary.to_pylist()[1:]], pa.string())
        return _set(found, column, pa.DictionaryArray.from_arrays(cells.indices, words))

    return _edited(table, change)


def _retyped(table: str, column: str, kind: pa.DataType) -> Spoil:
    def change(found: pa.Table) -> pa.Table:
        values = np.arange(len(found)) % 7
        made = {"string": values.astype(str), "double": values.astype(float)}.get(str(kind), [[1]] * len(found))
        return _set(found, column, pa.array(made))

    return _edited(table, change)
