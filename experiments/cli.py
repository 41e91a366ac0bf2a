"""The command line: ``brink VERB``. Exit codes: 0 done, 1 our fault, 2 the input, 3 a mismatch, 130 interrupted.

Nothing heavy is imported here: help, ``list``, ``check``, ``explain`` and ``schema`` answer at once.
"""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ..scenarios.problems import ScenarioError
from . import errors
from .errors import EngineFault, InterruptedBatch, MismatchError, UserError
from .verbs import batches, evidence, inquiries, reading, record, scenarios, studies
from .verbs.console import say

FAULT, WRONG_INPUT, MISMATCH, INTERRUPTED = 1, 2, 3, 130

app = typer.Typer(
    name="brink",
    help="Simulate how a strike leads to a retaliation, how a chain of them grows, and what ends it.",
    add_completion=False,
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
    (reading.show, "show"),
    (reading.report, "report"),
    (batches.resume, "resume"),
    (reading.verify, "verify"),
):
    app.command(name)(verb)


def _version(asked: bool) -> None:
    if asked:
        from .question import brink_version

        typer.echo(f"brink {brink_version()}")
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
        typer.echo(context.get_help())


def main() -> None:
    """Run the command line and end the process with its exit code."""
    raise SystemExit(call(app))


def call(command: typer.Typer) -> int:
    """Run a command and turn what went wrong into a message and an exit code; never a traceback on the terminal."""
    try:
        command()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
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
    except KeyboardInterrupt:
        return _end("interrupted", INTERRUPTED)
    except BrokenPipeError:
        # whoever read us, such as head, has seen enough; the interpreter must not complain while it flushes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except BaseException as fault:
        return _end(_crash(fault), FAULT)
    return 0


def _end(message: str, code: int) -> int:
    say(message)
    return code


def _resume(stop: InterruptedBatch | errors.StorageFault | errors.ClusterFault) -> str:
    return shlex.join(["brink", "resume", str(stop.folder)])


def _crash(fault: BaseException) -> str:
    """Write the crash file and say where it is and how to see the fault again."""
    from .question import brink_version, model_hash

    command = shlex.join(["brink", *sys.argv[1:]])
    replay = f"{command} --jobs 1" if isinstance(fault, EngineFault) and "--jobs" not in command else command
    details = "".join(traceback.format_exception(fault))
    content = (
        f"brink {brink_version()}, model {model_hash()}, Python {sys.version}\n"
        f"command: {command}\nreplay: {replay}\n\n{details}"
    )
    file = _write_crash(content)
    return f"a fault in brink, not in your input: {type(fault).__name__}: {fault}\ndetails: {file}\nreplay: {replay}"


def _write_crash(content: str) -> str:
    """In the working folder, or where temporary files go when that cannot be written."""
    name = f"brink-crash-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            (folder / name).write_text(content, encoding="utf-8")
        except OSError:
            continue
        return str(folder / name)
    return f"could not be written\n{content}"
