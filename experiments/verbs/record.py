"""Verbs about acts that happened: how acts of any kind compare with the statistics of real disputes."""

from __future__ import annotations

from .console import give_json, give_table


def show_disputes(source: str, as_json: bool) -> None:
    """Measure acts and print them beside the statistics of real disputes."""
    from ..evidence import disputes as room

    acts = room.acts_of(source)
    rows = room.compared(acts, model=source == room.SCENARIO)
    if as_json:
        give_json(room.as_json(source, acts, rows))
        return
    table = [
        [
            row.target.name,
            f"{row.target.value:g}",
            f"{row.found.estimate:.3g} ({row.found.low:.3g} to {row.found.high:.3g})" if row.cases else "-",
            f"{row.cases}",
            row.counterpart or ("yes" if row.within else "no"),
        ]
        for row in rows
    ]
    title = f"{source}: {len(acts.day)} acts in {acts.disputes} disputes; intervals of 95 %, disputes drawn whole"
    give_table(title, ["statistic", "real disputes", "these acts", "cases", "within what is tolerated"], table)
