"""Acts held against the statistics of real disputes: the generic crisis, a results folder, or a file of coded acts."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ...model.mechanisms.registry import CONSTANTS
from ..measures.statistics import Interval, as_dict
from ..results.question import model_hash
from ..results.read import open_results
from .forecast import FREE, free_ranges
from .record import files
from .record.coded import directed_of, read_directed
from .record.directed import Directed
from .record.logs import of_results
from .record.measures import MEASURES, prepared
from .reference import tolerance
from .targets import CRISES, SCENARIO, UNMEASURED, Crises, Target, read_targets

#: The name that stands for the settled record that ships.
RECORD = "record"


class Compared(NamedTuple):
    """A statistic of real disputes beside the same statistic of some acts; ``cases`` is what the latter rests on.

    ``counterpart``: empty, or why acts of the generic crisis have none.
    """

    target: Target
    found: Interval
    cases: int
    counterpart: str

    @property
    def within(self) -> bool:
        """Whether target and statistic lie no further apart than sampling and the form of the model allow."""
        return abs(self.found.estimate - self.target.value) <= 1.645 * tolerance(self.target)


def generic_crises(crises: int = CRISES) -> Directed:
    """The acts of generic crises with the constants as shipped: those of ``brink run generic-crisis``."""
    shipped = np.array([CONSTANTS[name].default for name in FREE])
    return Crises(free_ranges(), crises).log(shipped)


def acts_of(source: str) -> Directed:
    """Directed acts of the generic crisis or the record (by name), of a results folder, or of a CSV file of coded acts.

    Raises:
        ScenarioError: the file cannot be read or holds what makes no sense.
        UserError: the folder cannot be read.
    """
    if source == SCENARIO and not Path(source).exists():
        return generic_crises()
    if source == RECORD and not Path(source).exists():
        return directed_of(files.settled_acts(), files.ends_of(files.read_cases().values()))
    if Path(source).is_dir():
        return of_results(open_results(source))
    return read_directed(source)


def compared(acts: Directed, model: bool) -> list[Compared]:
    """Every statistic of the acts; ``model``: those that generic crises have no counterpart of say so."""
    table, known = prepared(acts), read_targets()
    return [
        Compared(
            known[name], how.interval(table), len(how.collect(table).values), UNMEASURED.get(name, "") if model else ""
        )
        for name, how in MEASURES.items()
    ]


def as_json(source: str, acts: Directed, rows: list[Compared]) -> dict[str, Any]:
    """For machines; what the page on evidence is made from."""
    return {
        "source": source,
        "model": model_hash(),
        "disputes": acts.disputes,
        "acts": len(acts.day),
        "statistics": {
            row.target.name: {
                "target": row.target.value,
                "target_n": row.target.n,
                "basis": row.target.basis,
                "tolerance": round(tolerance(row.target), 4),
                "found": {
                    name: value if value is None else round(value, 4) for name, value in as_dict(row.found).items()
                },
                "cases": row.cases,
                "within": bool(row.within),
                "no_counterpart": row.counterpart,
            }
            for row in rows
        },
    }
