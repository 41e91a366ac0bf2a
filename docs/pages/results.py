"""The columns of every table in a results folder."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa

from brink.docs.pages import markdown
from brink.experiments.results.schemas import schemas
from brink.scenarios.loader import load_scenario

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
    "failures": "A row a failed run; such a run has no row in any other table.",
}
PLAIN = {"bool": "true or false", "double": "number", "float": "number", "timestamp[ms]": "date"}


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
