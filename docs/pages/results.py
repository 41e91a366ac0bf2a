"""The columns of every table in a results folder."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path

import numpy as np
import pyarrow as pa

from brink.experiments.columns import acts_table, answers_table, runs_table, wars_table
from brink.experiments.days import kept_series, quantile_tables
from brink.model.acts import ACT, ANSWER, WAR
from brink.model.batch import MEASURES, Batch
from brink.model.outcomes import OUTCOME
from brink.model.world import Case
from brink.scenarios.loader import load_scenario

from . import markdown

INTRODUCTION = """\
Columns of the Parquet tables in a results folder, in their order. Names of actors, places and weapons are the ids of
the scenario. When parameters vary over runs, `runs` has a column for each. See [how to read
them](../how-to/read-the-results.md)."""

ABOUT = {
    "runs": "A row a run.",
    "acts": "A row an act of the first runs (`--acts`), in the order in which they happened.",
    "answers": "A row for each provocation that an act settles beside the one it is caused by.",
    "wars": "A row a war.",
    "days": "Quantiles over runs, by day, actor and measure.",
    "series": "The same in full, for the first runs.",
}
PLAIN = {"bool": "true or false", "double": "number", "float": "number", "timestamp[ms]": "date"}


def schemas(case: Case) -> dict[str, pa.Schema]:
    """The schema of each table, made from a batch in which nothing happens."""
    none = np.zeros(1, np.int64)
    empty = Batch(
        0,
        0,
        np.zeros(0, ACT),
        none,
        np.zeros(0, ANSWER),
        none,
        np.zeros(0, WAR),
        none,
        np.zeros(0, np.bool_),
        np.zeros(0, np.float32),
    )
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / "part.npy"
        np.save(part, np.zeros((1, 1, len(case.names.actors), len(MEASURES)), np.float32))
        days, series = next(quantile_tables([part], case)), next(kept_series([part], case))
    tables = {
        "runs": runs_table(0, 0, np.zeros(0, OUTCOME)),
        "acts": acts_table(empty, case, 0),
        "answers": answers_table(empty, 0),
        "wars": wars_table(empty, case),
        "days": days,
        "series": series,
    }
    return {name: table.schema for name, table in tables.items()}


def kind(column: pa.DataType) -> str:
    """The type of a column in plain words."""
    if pa.types.is_dictionary(column):
        return "name"
    if pa.types.is_integer(column):
        return "whole number"
    return PLAIN.get(str(column), str(column))


def section(name: str, schema: pa.Schema, meanings: dict[str, str]) -> str:
    """The table of one file.

    Raises:
        ValueError: a column has no meaning, or a meaning no column.
    """
    if set(schema.names) != set(meanings):
        raise ValueError(f"docs/pages/columns.toml: {name}: {sorted(set(schema.names) ^ set(meanings))}")
    rows = [(markdown.code(field.name), kind(field.type), meanings[field.name]) for field in schema]
    return f"## {name}.parquet\n\n{ABOUT[name]}\n\n" + markdown.table(("column", "type", "meaning"), rows)


def page() -> str:
    """Return the page."""
    meanings = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
    found = schemas(load_scenario("border-clash").case())
    return markdown.page("Results", INTRODUCTION, *(section(name, s, meanings[name]) for name, s in found.items()))
