"""The verbs and options of the command line."""

from __future__ import annotations

from typing import Any

import typer.main

from brink.docs.pages import markdown
from brink.experiments.commands.cli import app

INTRODUCTION = """\
`brink VERB ...`. Results go to standard output, messages and progress to standard error; `--json` prints for machines;
colour obeys NO_COLOR. A scenario is a file or the name of a shipped one (`brink list`).

Exit codes: 0 done; 1 a fault of ours, with a crash file and the command that shows it again, or runs that failed, or a
disk or cluster that gave out, with the command that finishes the batch; 2 the input is wrong; 3 results do not match;
130 interrupted, with the command that finishes the batch."""


def option_row(parameter: Any) -> tuple[str, str, str]:
    """Name, meaning and default of an option or argument."""
    if parameter.param_type_name == "argument":
        return markdown.code(parameter.name.upper()), parameter.help or "", ""
    names = ", ".join(markdown.code(name) for name in [*parameter.opts, *parameter.secondary_opts])
    shown = parameter.default
    plain = isinstance(shown, str | int | float) and not isinstance(shown, bool)
    return names, parameter.help or "", markdown.code(shown) if plain else ""


def section(name: str, command: Any) -> str:
    """What a verb does, and what it takes."""
    arguments = "".join(f" {p.name.upper()}" for p in command.params if p.param_type_name == "argument")
    rows = [option_row(p) for p in command.params]
    parts = [f"## {name}", f"`brink {name}{arguments}`", command.help or ""]
    return "\n\n".join([*parts, markdown.table(("option", "meaning", "default"), rows)] if rows else parts)


def page() -> str:
    """Return the page."""
    # Typer carries a copy of Click of its own; only what both have in common is used here.
    verbs = typer.main.get_group(app).commands
    return markdown.page("Command line", INTRODUCTION, *(section(*item) for item in verbs.items()))
