"""A scenario as an image: its tables as bytes that can lie anywhere, and where each setting stands in them.

An image is a line of numbers (`HEAD`), a header in JSON, and the tables of every world as the model lays them out.
Words that are addresses are listed, and count from the first byte of the tables: whoever loads the image adds where it
lies. The header says all that the page's engine needs to know of layouts, so that it knows none by itself.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...model.batch import MEASURES, ROWS
from ...model.engine.ensemble import BATCH, DAYS, days_of
from ...model.engine.explain import EXPLAINED, QUESTION
from ...model.engine.state import STATE, fresh_lists, lengths_of
from ...model.mechanisms.choice import Waiting
from ...model.prepared import laid_out
from ...model.world.access import WORLD
from ...model.world.acts import ORIGIN_NAMES
from ...model.world.tables import Case, World
from .events import header_of, scripted
from .module import checksum, module
from .settings import settings_of

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

#: Magic word, format, length of the header, length of the tables, checksum of both.
HEAD = struct.Struct("<8sIIII")
MAGIC, FORMAT = b"brinkimg", 1
#: Tables begin at multiples of this, as they do in Python.
ALIGNED = 16


class Tables:
    """The tables laid end to end."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.content = bytearray()
        self.pointers: list[int] = []

    def put(self, table: NDArray[Any]) -> int:
        """Append a table; returns where it begins."""
        self.content.extend(bytes(-len(self.content) % ALIGNED))
        place = len(self.content)
        self.content.extend(np.ascontiguousarray(table).tobytes())
        return place

    def bundle(self, dtype: np.dtype, values: Mapping[str, Any]) -> tuple[int, dict[str, int]]:
        """Append arrays and the record behind their handle; returns where it begins, and where each array does."""
        record, places = np.zeros(1, dtype), {}
        for name, value in values.items():
            if isinstance(value, np.ndarray):
                record[name] = places[name] = self.put(value)
                record[f"n_{name}"] = len(value)
            else:
                record[name] = value
        handle, fields = self.put(record), dtype.fields or {}
        self.pointers += [handle + fields[name][1] for name in places]
        return handle, places


def image(scenario: Scenario, ranges: Mapping[str, tuple[float, float]]) -> bytes:
    """The image of a scenario, in which the settings at these paths can be moved between low and high.

    Those that cannot be moved in place are listed with the reason.
    """
    case, tables = scenario.case(), Tables()
    worlds = [_world(tables, world) for world in case.worlds]
    fresh = {name: (tables.put(rows), len(rows)) for name, rows in fresh_lists().items()}
    header = {
        **_about(scenario, case),
        "worlds": [{"record": record, **days} for (record, _), days in zip(worlds, _periods(case), strict=True)],
        "pointers": tables.pointers,
        "fresh": fresh,
        **_layouts(case),
        "events": header_of(scripted(scenario, case), [places for _, places in worlds]),
        **settings_of(scenario, ranges, case, [places for _, places in worlds]),
    }
    return packed(header, bytes(tables.content))


def packed(header: Mapping[str, Any], tables: bytes) -> bytes:
    """Header and tables with the line of numbers before them."""
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-(HEAD.size + len(text)) % ALIGNED)
    return HEAD.pack(MAGIC, FORMAT, len(text), len(tables), checksum(text + tables)) + text + tables


def _world(tables: Tables, world: World) -> tuple[int, dict[str, int]]:
    return tables.bundle(WORLD, {**laid_out(world), "days": world.days, "first_free": world.first_free})


def _about(scenario: Scenario, case: Case) -> dict[str, Any]:
    made, names = module(), case.names
    return {
        "engine": {"checksum": made.checksum, "sources": made.sources},
        "scenario": scenario.digest(),
        "start": case.start,
        "days": case.worlds[0].days,
        "names": {
            **{name: list(getattr(names, name)) for name in ("actors", "labels", "territories", "sites", "weapons")},
            "origins": list(ORIGIN_NAMES),
            "measures": list(MEASURES),
        },
        "locations": [
            {name: world.locations[name].tolist() for name in ("territory", "host")} for world in case.worlds
        ],
    }


def _periods(case: Case) -> list[dict[str, int]]:
    """First day of each world, and the day after its last."""
    return [{"first": first, "end": end} for _, first, end in days_of(case, [0] * len(case.worlds)).tolist()]


def _layouts(case: Case) -> dict[str, Any]:
    """How lists of a run are laid out, and how long each must be: so many rows, and as many more for each act."""
    none, one = lengths_of(case.worlds, 0, True), lengths_of(case.worlds, 1, True)
    lists = [
        {"name": name, "size": dtype.itemsize, "rows": length, "each": one[name][0] - length}
        for name, (length, dtype) in none.items()
    ]
    rows = {name: {"size": dtype.itemsize, "columns": _columns(dtype)} for name, dtype in ROWS.items()}
    records = {"state": STATE.names, "batch": BATCH.names, "days": DAYS.names, "question": QUESTION.names}
    return {"lists": lists, "rows": rows, "records": records, "explained": EXPLAINED, "waiting": Waiting._fields}


def _columns(dtype: np.dtype) -> list[tuple[str, int, str]]:
    """Name, place and kind of each field of a row."""
    fields: Any = dtype.fields
    return [(name, fields[name][1], fields[name][0].str[1:]) for name in dtype.names or ()]
