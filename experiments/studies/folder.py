"""The folder of a study: a frozen plan, pieces that appear whole, the manifest last. The conventions of `store`."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from ..errors import MismatchError, UserError
from ..manifest import git_commit, library_versions, now
from ..manifest_schema import SCHEMA, StudyManifest, StudyPlan, printable, read_typed
from ..parquet import sha256
from ..place import is_leftover, sweep
from ..question import brink_version, model_hash
from ..regular import is_regular
from ..sums import MANIFEST, REPORT, SUMS, write_sums
from ..tables import UNREADABLE, is_line, is_text, opened
from ..whole import write_text

if TYPE_CHECKING:
    import pandas as pd

PLAN, CHUNKS = "study.json", "chunks"
#: What a study may leave in its folder besides the files of its batches.
OWN = (PLAN, MANIFEST, SUMS, REPORT)
#: What the verb of a study prints of its manifest.
PRINTED: dict[str, tuple[str, ...]] = {
    "sweep": ("points", "scenario"),
    **dict.fromkeys(("compare", "sensitivity", "map", "discover"), ("found",)),
}


#: Columns of a study's tables that hold words; all others that a verb asks for hold numbers.
TEXTS = ("case", "outcome", "actor", "target", "act", "parameter")


class Study(NamedTuple):
    """A question that a study answers: its kind (the verb), a label, and everything that determines the answer.

    ``scenarios`` are resolved scenarios as YAML, by the name of the file they are kept under.
    """

    kind: str
    label: str
    question: dict[str, Any]
    scenarios: dict[str, str]
    command: list[str]

    def hash(self) -> str:
        """Twelve hexadecimal digits that stand for the question and the version of the model."""
        content = {"kind": self.kind, "question": self.question, "model": model_hash(), "scenarios": self.scenarios}
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()[:12]

    def folder(self, out: Path | None) -> Path:
        """Where the answer goes: ``results/<kind>-<label>-<hash>`` unless told otherwise."""
        if out is not None:
            return out
        stem = re.sub(r"[^a-z0-9]+", "-", self.label.lower()).strip("-")[:50] or "study"
        return Path("results") / f"{self.kind}-{stem}-{self.hash()}"


def begin(folder: Path, study: Study, force: bool = False) -> bool:
    """Freeze the plan, or find it, in a locked folder; returns whether the folder already has the answer.

    Raises:
        UserError: the folder cannot be written, or holds something else.
    """
    try:
        known = known_plan(folder)
        # a process killed before the plan stood has left nothing but its scenarios
        if known is None and any(not is_leftover(p.name) and p.name not in study.scenarios for p in folder.iterdir()):
            raise UserError(f"{folder}: not empty, and not a study of brink; choose another --out")
        if known is not None and known.get("hash") != study.hash():
            model = "" if known.get("model") == model_hash() else ", or from another version of the model"
            raise UserError(f"{folder}: holds the answer to another question{model}; choose another --out")
        if known is not None and not force:
            return (folder / MANIFEST).is_file()
        clear(folder)
        for name, text in study.scenarios.items():
            write_text(folder / name, text)
        marks = {"schema": SCHEMA, "hash": study.hash(), "model": model_hash(), "started": now()}
        words = {"label": printable(study.label), "command": [printable(word) for word in study.command]}
        plan = {**marks, **study._asdict(), **words, "scenarios": list(study.scenarios)}
        write_text(folder / PLAN, json.dumps(plan, indent=2, ensure_ascii=False, default=str) + "\n")
    except OSError as fault:
        raise UserError(f"{folder}: cannot be written ({fault.strerror}); choose another --out") from fault
    return False


def known_plan(folder: Path) -> dict[str, Any] | None:
    """The frozen plan of a study, or None where there is none.

    Raises:
        UserError: there is one, and it cannot be read.
    """
    file = folder / PLAN
    return read_typed(file, StudyPlan).model_dump() if os.path.lexists(file) else None


def as_asked(folder: Path, study: Study) -> Study:
    """The study with the command by which it was first asked, which is not that by which it was finished."""
    known = known_plan(folder)
    return study if known is None else study._replace(command=known["command"])


def clear(folder: Path) -> None:
    """Remove what a study wrote, and nothing else."""
    for path in folder.iterdir():
        if path.name in OWN or path.suffix in (".parquet", ".csv", ".yaml"):
            path.unlink()
    for name in (CHUNKS, "figures"):
        shutil.rmtree(folder / name, ignore_errors=True)


def end(folder: Path, study: Study, facts: dict[str, Any]) -> None:
    """Write the manifest, last of all; ``facts`` are what there is to say about the answer."""
    files = sorted(path for path in folder.iterdir() if path.suffix in (".parquet", ".csv", ".yaml"))
    known = known_plan(folder) or {}
    content = {
        "schema": SCHEMA,
        "study": study.kind,
        "label": printable(study.label),
        "brink": brink_version(),
        "git": git_commit(),
        "python": platform.python_version(),
        "libraries": library_versions(),
        "question": study.question,
        "hash": study.hash(),
        "model": model_hash(),
        "command": known.get("command", []),
        "started": known.get("started"),
        "ended": now(),
        **facts,
        "files": {path.name: {"sha256": sha256(path), "bytes": path.stat().st_size} for path in files},
    }
    text = json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n"
    write_sums(folder, text, {name: entry["sha256"] for name, entry in content["files"].items()})
    write_text(folder / MANIFEST, text)
    sweep(folder, CHUNKS)


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a finished study, with what its verb prints.

    Raises:
        UserError: there is none, or it cannot be read.
    """
    file = folder / MANIFEST
    if not os.path.lexists(file):
        again = f"; finish it with: {shlex.join(['brink', 'resume', str(folder)])}" if known_plan(folder) else ""
        raise UserError(f"{folder}: no finished study there{again}")
    claimed = read_typed(file, StudyManifest)
    found = claimed.model_dump(by_alias=True)
    for name in PRINTED.get(claimed.study, ()):
        if found[name] is None:
            raise UserError(f"{file}: cannot be read ({name} is missing)")
    names, runs = claimed.question.get("names"), claimed.question.get("runs")
    paired = isinstance(names, list) and len(names) == 2 and all(isinstance(name, str) for name in names)
    if claimed.study == "compare" and not (paired and type(runs) is int):
        raise UserError(f"{file}: cannot be read (question)")
    return found


def table(folder: Path, name: str, *columns: str) -> pd.DataFrame:
    """A table of a finished study, its bytes those that were written, with at least these columns.

    Raises:
        MismatchError: they are not.
        UserError: there is no finished study.
    """
    path = folder / f"{name}.parquet"
    written = manifest(folder)["files"].get(path.name)
    if not is_regular(path) or written is None or sha256(path) != written["sha256"]:
        raise MismatchError(f"{path}: not the bytes that were written; --force computes it again")
    try:
        found = opened(path).read()
        if wrong := next(_wrong(found, columns), ""):
            raise ValueError(wrong)
        return found.to_pandas()
    except UNREADABLE as fault:
        raise MismatchError(f"{path}: cannot be read ({(str(fault).splitlines() or ['damaged'])[0]})") from fault


def _wrong(found: pa.Table, columns: Sequence[str]) -> Iterator[str]:
    """Columns that are missing or hold something else, and texts that cannot be printed."""
    for name in columns:
        if name not in found.column_names:
            yield f"no column {name}"
        elif found.column_names.count(name) > 1 or is_text(found[name].type) != (name in TEXTS):
            yield f"column {name} is {found[name].type}"
    for field in found.schema:
        if not is_text(field.type) and not _is_number(field.type):
            yield f"column {ascii(field.name)[:60]} is {field.type}"
        elif is_text(field.type) and not all(map(is_line, found[field.name].unique().drop_null().to_pylist())):
            yield f"column {ascii(field.name)[:60]} has a text that cannot be printed on a line"
        elif not is_line(field.name):
            yield "a column has a name that cannot be printed on a line"


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
