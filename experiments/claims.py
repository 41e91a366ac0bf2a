"""What the small files of a results folder claim, checked before anything believes it.

A folder may come from a stranger, or have been damaged on the way. Whatever its manifest or its plan says, reading it
ends in plain values of the right kind or in a `UserError`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .errors import UserError
from .labels import LATER_SECTIONS, SECTIONS

#: A manifest has a few hundred bytes a named thing; this is room for a very large world.
MOST_BYTES = 16 * 1024 * 1024
LARGEST_RUNS, LARGEST_SEED, LONGEST_DAYS = 1_000_000_000, 2**63 - 1, 3_650
TEXT, FLAG, TABLE = str, bool, dict
#: Fields of a manifest that the rest of brink reads: a type, or the bounds of a whole number.
MANIFEST_FIELDS: dict[str, Any] = {
    "brink": TEXT,
    "question": TEXT,
    "model": TEXT,
    "engine": TEXT,
    "started": TEXT,
    "ended": TEXT,
    "python": TEXT,
    "uncertain": FLAG,
    "scenario": TABLE,
    "libraries": TABLE,
    "rows": TABLE,
    "files": TABLE,
    "labels": TABLE,
    "seed": (0, LARGEST_SEED),
    "runs": (1, LARGEST_RUNS),
    "days": (1, LONGEST_DAYS),
    "runs_with_acts": (0, LARGEST_RUNS),
    "runs_in_quantiles": (0, LARGEST_RUNS),
}
PLAN_FIELDS: dict[str, Any] = {
    "question": TABLE,
    "engine": TEXT,
    "series_runs": (1, LARGEST_RUNS),
    "started": TEXT,
    "labels": TABLE,
}
QUESTION_FIELDS: dict[str, Any] = {
    "scenario": TEXT,
    "digest": TEXT,
    "runs": (1, LARGEST_RUNS),
    "seed": (0, LARGEST_SEED),
    "days": (1, LONGEST_DAYS),
    "acts": (-1, LARGEST_RUNS),
    "uncertain": FLAG,
    "posterior": TEXT,
    "model": TEXT,
    "format": (1, 1_000),
}
#: Fields of a question that later versions added.
LATER_FIELDS: dict[str, Any] = {"engine": TEXT}


def read_claims(file: Path) -> dict[str, Any]:
    """A JSON file that holds one object.

    Raises:
        UserError: it cannot be read, is too large, or is something else.
    """
    try:
        with file.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise ValueError(f"larger than {MOST_BYTES:,} bytes")
        content = json.loads(raw.decode("utf-8"))
        if not isinstance(content, dict):
            raise ValueError("no JSON object")
    except (OSError, ValueError, RecursionError) as fault:
        reason = "nested too deep" if isinstance(fault, RecursionError) else fault
        raise UserError(f"{file}: cannot be read ({reason})") from fault
    return content


def check_manifest(file: Path, manifest: Mapping[str, Any]) -> None:
    """See that a manifest says what the rest of brink reads.

    Raises:
        UserError: a field is missing, of the wrong type, or out of bounds.
    """
    _check(file, manifest, MANIFEST_FIELDS)
    _check(file, manifest["scenario"], {"name": TEXT}, "scenario.")
    _check_labels(file, manifest["labels"])
    failed = manifest.get("failed", 0)
    if not _fits(failed, (0, manifest["runs"])):
        raise _wrong(file, "failed", failed)
    for name, entry in manifest["files"].items():
        if not isinstance(entry, dict) or not _fits(entry.get("sha256"), TEXT):
            raise _wrong(file, f"files.{name}", entry)
    for name, count in manifest["rows"].items():
        if not _fits(count, (0, 2**63)):
            raise _wrong(file, f"rows.{name}", count)


def check_plan(file: Path, content: Mapping[str, Any]) -> None:
    """See that a plan says what `resume` reads.

    Raises:
        UserError: a field is missing, of the wrong type, or out of bounds.
    """
    _check(file, content, PLAN_FIELDS)
    given = {name: wanted for name, wanted in LATER_FIELDS.items() if name in content["question"]}
    _check(file, content["question"], QUESTION_FIELDS | given, "question.")
    _check_labels(file, content["labels"])
    command = content.get("command")
    if command is not None and not (isinstance(command, list) and all(isinstance(word, str) for word in command)):
        raise _wrong(file, "command", command)
    if content["series_runs"] > content["question"]["runs"]:
        raise _wrong(file, "series_runs", content["series_runs"])


def _check(file: Path, content: Mapping[str, Any], fields: Mapping[str, Any], prefix: str = "") -> None:
    for name, wanted in fields.items():
        if name not in content:
            raise UserError(f"{file}: cannot be read ({prefix}{name} is missing)")
        if not _fits(content[name], wanted):
            raise _wrong(file, prefix + name, content[name])


def _fits(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, tuple):
        return isinstance(value, int) and not isinstance(value, bool) and wanted[0] <= value <= wanted[1]
    return isinstance(value, wanted)


def _check_labels(file: Path, labels: Mapping[str, Any]) -> None:
    for section in (*SECTIONS, *LATER_SECTIONS):
        names = labels.get(section, {} if section in LATER_SECTIONS else None)
        if not isinstance(names, dict) or not all(isinstance(name, str) for name in names.values()):
            raise _wrong(file, f"labels.{section}", names)


def _wrong(file: Path, name: str, value: Any) -> UserError:
    return UserError(f"{file}: cannot be read ({name} is {repr(value)[:60]})")
