"""The columns of every table in a results folder."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa

from brink.docs.pages import markdown
from brink.experiments.results.schemas import schemas
from brink.model.outcomes import OUTCOMES, Direction
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
    "pauses": "A row a pause of somebody's standing campaigns; `word`: at whose word, nobody's in a truce.",
    "days": "Quantiles over runs, by day, actor and measure.",
    "series": "The same in full, for the first runs.",
    "failures": "A row a failed run; such a run has no row in any other table.",
}
OUTCOMES_ARE = """\
Most columns of `runs` are outcomes. Every verb takes an outcome by its column or by its label, alone or in a condition
(`--outcome "highest rung >= 9"`), and tables, figures and reports call it by its label. Over runs, a count is averaged,
a flag becomes the share of runs, a ratio is that of two sums, and a day is averaged over the runs in which it came."""
WAYS = {Direction.UP: "more escalation", Direction.DOWN: "less escalation", Direction.NONE: "neither"}
PLAIN = {"bool": "true or false", "double": "number", "float": "number", "timestamp[ms]": "date"}


def kind(column: pa.DataType) -> str:
    """The type of a column in plain words."""
    if pa.types.is_dictionary(column):
        return "name"
    if pa.types.is_integer(column):
        return "whole number"
    return PLAIN.get(str(column), str(column))


ANSWERS = """## Answers to questions

Each question of the scenario adds columns to `runs.parquet`. `q.NAME` is its answer in the run: 1 or 0 where it comes
true or not, or what it measures; no number (NaN) where it is not asked, because what is given did not happen or the
time allowed runs past the horizon. So the mean of the column is the share, or the mean, over the runs it is asked of.
`q.NAME.day` is the day of the first act that makes it true (-1 never), `q.NAME.count` how many such acts there are. A
question per act has `q.NAME.count` acts that are followed of `q.NAME.of`, and the same by stratum, such as
`q.NAME.rung_5.of`."""


def outcome_section() -> str:
    """What readers call the outcomes, and how they are put together."""
    rows = [(markdown.code(o.name), o.label, o.kind.value, o.unit, WAYS[o.direction]) for o in OUTCOMES]
    return f"## Outcomes\n\n{OUTCOMES_ARE}\n\n" + markdown.table(
        ("column", "label", "kind", "unit", "more of it is"), rows
    )


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
    meanings["runs"] |= {outcome.name: outcome.meaning for outcome in OUTCOMES}
    found = schemas(load_scenario("border-clash").case()._replace(questions=()))
    tables = [section(name, s, meanings[name]) for name, s in found.items()]
    return markdown.page("Results", INTRODUCTION, tables[0], outcome_section(), ANSWERS, *tables[1:])
