"""Verbs about acts that happened: import event files, and compare acts with the statistics of real disputes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UserError
from ..measures.numbers import interval, setting, significant
from ..system.whole import write_new
from .console import give, give_json, give_table, say

if TYPE_CHECKING:
    from ..evidence.events.importing import Imported

Json = Annotated[bool, typer.Option("--json", help="Print what was done for machines.")]


def import_events(
    file: Annotated[Path, typer.Argument(help="A file of events: MIE, MID incident participants, GED, ICB, or plain.")],
    format_name: Annotated[
        str | None,
        typer.Option("--format", metavar="mie|midip|ged|icb|plain", help="Its format; default by its columns."),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            "--columns",
            metavar="date=...,actor=...,target=...",
            help="Columns of a plain file; also level, rung, deaths, case and place.",
        ),
    ] = None,
    cut: Annotated[
        str | None,
        typer.Option("--cut", metavar="DATE", help="Keep acts to this day; later than 2001-12-31 is the exam."),
    ] = None,
    keep: Annotated[
        str | None,
        typer.Option("--keep", metavar="COLUMN,...", help="Columns of the file that its acts keep as they are."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="The file to write; default NAME-acts.csv in this folder.")
    ] = None,
    draft: Annotated[Path | None, typer.Option("--draft", help="Write a draft scenario too.")] = None,
    as_json: Json = False,
) -> None:
    """Turn a file of events into coded acts, with every row that was dropped and why."""
    from ..evidence.events import importing as room
    from ..evidence.events.draft import draft as drafted
    from ..evidence.unseen.cases import day_of

    out = out or Path(f"{file.stem}-acts.csv")
    dropped = out.with_name(f"{out.stem}-dropped.csv")
    until = room.CUT if cut is None else day_of(cut, "--cut")
    named = None if columns is None else room.parse_columns(columns)
    if draft and draft.resolve() in (out.resolve(), dropped.resolve()):
        raise UserError(f"--draft {draft}: acts or dropped rows go to this file; choose another name")
    for path in (out, dropped, *([draft] if draft else [])):
        if path.exists():
            raise UserError(f"{path}: exists already and is left as it is; choose another name with --out or --draft")
    if until > room.CUT:
        say(room.LOUD.format(cut=until, default=room.CUT))
    found = room.import_events(file, format_name, named, until, [] if keep is None else keep.split(","))
    text = drafted(found) if draft else ""
    files = {out: partial(room.write_acts, found), dropped: partial(room.write_drops, found)}
    write_new(files | ({draft: lambda stream: stream.write(text)} if draft else {}))
    if as_json:
        give_json({**room.as_json(found), "written": [str(path) for path in (out, dropped, draft) if path]})
        return
    _show_import(found)
    say(f"acts: {out}\ndropped: {dropped}" + (f"\ndraft: {draft}; next: brink check {draft}" if draft else ""))


def _show_import(found: Imported) -> None:
    from ..evidence.events import importing as room

    content = room.as_json(found)
    give(
        f"{content['file']}: {found.format.title}, {content['encoding']}, separator {content['separator']}\n"
        f"{content['acts']:,} acts in {content['cases']:,} cases of {content['actors']:,} actors"
        + (f", {content['from']} to {content['to']}" if content["acts"] else "")
    )
    lines = [[f"{count:,}", "dropped", reason] for reason, count in content["dropped"].items()]
    lines += [[f"{count:,}", "guessed", what] for what, count in content["guessed"].items()]
    lines += [["every", "guessed", what] for what in found.notes]
    give_table("rows that were dropped, and what was guessed", ["rows", "", "what"], lines)


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
            setting(row.target.value),
            interval(row.found, significant) if row.cases else "-",
            f"{row.cases}",
            row.counterpart or ("yes" if row.within else "no"),
        ]
        for row in rows
    ]
    title = f"{source}: {len(acts.day)} acts in {acts.disputes} disputes; intervals of 95 %, disputes drawn whole"
    give_table(title, ["statistic", "real disputes", "these acts", "cases", "within what is tolerated"], table)
