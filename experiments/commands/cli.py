"""The command line: ``brink VERB``. Exit codes: 0 done, 1 our fault, 2 the input, 3 a mismatch, 130 interrupted.

Nothing heavy is imported here: help, ``list``, ``check``, ``explain`` and ``schema`` answer at once.
"""

from __future__ import annotations

import re
import shlex
import sys
from contextlib import suppress
from itertools import pairwise
from typing import Annotated, cast

import typer

from ...scenarios.problems import ScenarioError, one_line
from .. import errors
from ..errors import InterruptedBatch, MismatchError, UserError
from ..system.interrupts import honoured, later
from . import asking, batches, evidence, inquiries, ledger, live, reading, record, resuming, scenarios, studies
from .console import give, say
from .crash import crash
from .stopping import stopping_by_ctrl_c
from .streams import FULL, Steady, fill_closed, steady
from .surroundings import blamed, forget_unreadable_date, settle_figures

#: What typer raises for a mistake on the command line; the class itself has no public name.
MisusedError = cast("type[Exception]", typer.BadParameter.__base__)

#: A name of thousands of characters would bury what is wrong with it.
LONG_WORD = re.compile(r"\S{1000,}")

#: Numbers as people write them: 1e3, 10,000, 5k.
WRITTEN = re.compile(r"(\d+(?:\.\d+)?(?:[eE]\+?\d{1,2})?)([kK]?)")

FAULT, WRONG_INPUT, MISMATCH, INTERRUPTED = 1, 2, 3, 130

app = typer.Typer(
    name="brink",
    help="Simulate how a strike leads to a retaliation, how a chain of them grows, and what ends it.",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for verb, name in (
    (scenarios.list_scenarios, "list"),
    (scenarios.new, "new"),
    (scenarios.check, "check"),
    (scenarios.explain, "explain"),
    (scenarios.schema, "schema"),
    (batches.run, "run"),
    (studies.sweep, "sweep"),
    (studies.compare, "compare"),
    (inquiries.sensitivity, "sensitivity"),
    (inquiries.discover, "discover"),
    (inquiries.draw_map, "map"),
    (evidence.calibrate, "calibrate"),
    (evidence.backtest, "backtest"),
    (record.import_events, "import"),
    (ledger.forecast, "forecast"),
    (ledger.resolve, "resolve"),
    (asking.ask, "ask"),
    (asking.expect, "expect"),
    (reading.show, "show"),
    (reading.report, "report"),
    (live.page, "page"),
    (resuming.resume, "resume"),
    (reading.verify, "verify"),
):
    app.command(name)(verb)


def _version(asked: bool) -> None:
    if asked:
        from ..results.question import brink_version

        give(f"brink {brink_version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Print the help when no verb is given."""
    if context.invoked_subcommand is None:
        give(context.get_help())


def main() -> None:
    """Run the command line and end the process with its exit code."""
    code = INTERRUPTED
    with suppress(KeyboardInterrupt), stopping_by_ctrl_c():
        code = _begun()
    raise SystemExit(code)


def _begun() -> int:
    """Settle the surroundings, then run the command line."""
    fill_closed()
    if sys.stdout is None:
        with steady():
            return _end("standard output is closed; send it to a file, or to /dev/null", WRONG_INPUT)
    forget_unreadable_date()
    settle_figures()
    return call(app)


def call(command: typer.Typer) -> int:
    """Run a command and turn what went wrong into a message and an exit code; never a traceback on the terminal."""
    with steady() as out:
        code = _ended(command)
        out.flush()
        return code if out.fault is None else _undelivered(out, code)


def _ended(command: typer.Typer) -> int:
    try:
        with honoured():
            code = command(standalone_mode=False)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except MisusedError as error:
        return _end(_misused(error), WRONG_INPUT)
    except ScenarioError as error:
        return _end("\n".join(str(problem) for problem in error.problems), WRONG_INPUT)
    except UserError as error:
        return _end(str(error), WRONG_INPUT)
    except MismatchError as error:
        return _end(str(error), MISMATCH)
    except InterruptedBatch as stop:
        return _end(f"{stop}\nfinish it with: {_resume(stop)}", INTERRUPTED)
    except (errors.StorageFault, errors.ClusterFault) as stop:
        return _end(f"{stop}\nwhen that is mended, finish it with: {_resume(stop)}", FAULT)
    except (KeyboardInterrupt, typer.Abort):
        return _end("interrupted", INTERRUPTED)
    except BaseException as fault:
        found = blamed(fault)
        return _end(*found) if found else _end(crash(fault), FAULT)
    return code if isinstance(code, int) else 0


def _end(message: str, code: int) -> int:
    with later():  # who is told how to go on is told all of it
        say(LONG_WORD.sub(lambda word: f"{word[0][:80]}...", message))
    return code


def _misused(error: Exception) -> str:
    """A mistake on the command line in one line, with where help is."""
    wrong = _no_number(error) or getattr(error, "format_message", error.__str__)()
    verb = getattr(getattr(error, "ctx", None), "command_path", app.info.name)
    return f"{verb}: {one_line(wrong, most=500)} (see {verb} --help)"


def _no_number(error: Exception) -> str:
    """What is wrong with a text where a whole number is expected, and how it is written; nothing for other mistakes."""
    parameter = getattr(error, "param", None)
    if parameter is None or not isinstance(error, typer.BadParameter) or "valid integer" not in error.message:
        return ""
    words = [part for word in sys.argv[1:] for part in (word.split("=", 1) if word.startswith("--") else (word,))]
    given = next((value for name, value in pairwise(words) if name in parameter.opts), "")
    found = WRITTEN.fullmatch(given.replace(",", ""))
    number = float(found[1]) * (1_000 if found[2] else 1) if found else 0.5
    written = f"; write {int(number)}" if number.is_integer() and number < 1e15 else ""
    return f"{parameter.opts[0]}: {given!r} is not a whole number{written}"


def _undelivered(out: Steady, code: int) -> int:
    """Say why the answer did not reach standard output; a worse ending stays what it was."""
    fault = out.fault
    reason, full = (fault.strerror, fault.errno in FULL) if fault else ("", False)
    return _end(f"standard output cannot be written: {reason}", code or (FAULT if full else WRONG_INPUT))


def _resume(stop: InterruptedBatch | errors.StorageFault | errors.ClusterFault) -> str:
    return getattr(stop, "again", "") or shlex.join(["brink", "resume", str(stop.folder)])
