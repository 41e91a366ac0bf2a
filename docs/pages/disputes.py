"""The generic crisis against the statistics of real disputes, both taken by the same function."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from brink.docs.pages import markdown
from brink.experiments.measures.disputes import called

PACKAGE = "brink.experiments.evidence"
INTRO = """\
## Acts and disputes, measured one way

Every statistic of disputes is a function of a table of directed dated acts (day, actor, target, level, deaths,
dispute), in `experiments/evidence/record/measures.py`, by the datasets' own definitions. The delay of a reply is
the first date of an unbroken run of one side less the date of the last act it follows, its level the highest of
that run; an alternation is a change of the acting side. The same function takes coded acts, an imported event file
and the log of the model, so that the two columns below count the same things:

`brink backtest --disputes generic-crisis` (or a results folder, or a file of coded acts)

{acts} acts in {disputes} crises with the constants as shipped; these are the runs of `brink run generic-crisis
--seed 20240120`, each another crisis. Intervals are 95 %, crises drawn whole; *cases* is what the model's number
rests on. {within} of {count} statistics that have a counterpart lie within what is tolerated (sampling, and .05 for
shares or 30 % and one for days and deaths). Targets are published aggregates, but for the two of the campaign,
which follow from rows that ship ({derived}; `experiments/evidence/campaign.py`)."""
CODED = """\
The last two columns are the same statistics of [the record](reference/record.md), {acts} coded acts in {disputes}
disputes (`brink backtest --disputes record`): a case is a dispute until it is quiet for six months. It is no sample
of disputes: threats and displays are coded only as first answers to force, and pairs with a chronology are pairs
that fight."""


def section() -> list[str]:
    """The comparison."""
    told = read("disputes.json")
    rows = told["statistics"]
    paired = [row for row in rows.values() if not row["no_counterpart"]]
    intro = INTRO.format(
        acts=told["acts"],
        disputes=told["disputes"],
        within=sum(row["within"] for row in paired),
        count=len(paired),
        derived="1.49 attacks a day, .05 strikes an attack",
    )
    head = ("statistic", "real disputes", "generic crisis", "cases", "", "the record", "cases")
    coded = read("disputes-record.json")
    body = [(*compared(name, row), *of_record(coded["statistics"][name])) for name, row in rows.items()]
    return [intro, markdown.table(head, body), CODED.format(**coded)]


def read(name: str) -> Any:
    """A shipped file of numbers."""
    return json.loads((files(PACKAGE) / name).read_text(encoding="utf-8"))


def of_record(row: dict[str, Any]) -> tuple[str, str]:
    """A statistic of the record, and what it rests on."""
    return shown(row["found"]), str(row["cases"])


def shown(found: dict[str, float | None]) -> str:
    """An estimate with its bounds, or a dash."""
    if found["estimate"] is None:
        return "-"
    return f"{found['estimate']:.3g} ({found['low']:.3g} to {found['high']:.3g})"


def compared(name: str, row: dict[str, Any]) -> tuple[str, ...]:
    """A statistic as a row of the table."""
    verdict = f"no counterpart: {row['no_counterpart']}" if row["no_counterpart"] else _verdict(row["within"])
    return called(name), f"{row['target']:g}", shown(row["found"]), str(row["cases"]), verdict


def _verdict(within: bool) -> str:
    return "within" if within else "**off**"
