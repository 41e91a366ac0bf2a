"""The table of behavioural constants."""

from __future__ import annotations

from itertools import groupby

from brink.docs.pages import markdown
from brink.model.mechanisms.registry import CONSTANTS

INTRODUCTION = """\
Every behavioural constant of the model, in the groups of the rule that reads it. A scenario changes one under
`constants:`, the command line with `--set constants.fear_weight=8`. The range is what was thought plausible.
Most sources are judgement, and say so: see [limits](../limits.md)."""


def page() -> str:
    """Return the page."""
    by_rule = sorted(CONSTANTS.items(), key=lambda item: item[1].rule)
    parts = []
    for rule, group in groupby(by_rule, key=lambda item: item[1].rule):
        rows = [
            (markdown.code(name), c.symbol, f"{c.default:g}", f"{c.low:g} to {c.high:g}", c.unit, c.meaning, c.source)
            for name, c in group
        ]
        head = ("constant", "symbol", "default", "range", "unit", "meaning", "source")
        parts.append(f"## {rule.capitalize()}\n\n" + markdown.table(head, rows))
    return markdown.page("Constants", INTRODUCTION, *parts)
