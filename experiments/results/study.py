"""The folder of a study: a frozen plan, pieces that appear whole, the manifest last. The conventions of `store`."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from ..errors import MismatchError, UserError
from ..system.printable import printable, slug
from ..system.regular import is_regular
from . import answer
from .answer import Frozen
from .manifest import now, seal
from .manifest_schema import SCHEMA, StudyManifest, StudyPlan, read_typed
from .parquet import sha256
from .place import CHUNKS, sweep
from .question import model_hash
from .sums import DATA, ENDINGS, MANIFEST, own_files
from .tables import UNREADABLE, is_line, is_text, opened

if TYPE_CHECKING:
    import pandas as pd

PLAN = "study.json"
#: The plan of a calibration that was begun before calibrations were studies.
EARLIER_PLAN = "unfinished.json"
#: What is missing in a manifest, in words, for its kind of study; empty if nothing is.
Missing = Callable[[dict[str, Any]], str]
#: Columns of a study's tables that hold words; all others that a verb asks for hold numbers.
TEXTS = (
    "case", "outcome", "actor", "target", "soil", "act", "parameter", "question", "ask", "unit", "a_first", "b_first",
    "label",
)  # fmt: skip


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
        return Path("results") / f"{self.kind}-{slug(self.label, 50, 'study')}-{self.hash()}"

    def frozen(self) -> Frozen:
        """The plan as its folder keeps it."""
        marks = {"schema": SCHEMA, "hash": self.hash(), "model": model_hash(), "started": now()}
        words = {"label": printable(self.label), "command": [printable(word) for word in self.command]}
        content = {**marks, **self._asdict(), **words, "scenarios": list(self.scenarios)}
        return Frozen("a study", PLAN, content, self.scenarios)


def begin(folder: Path, study: Study, force: bool = False) -> bool:
    """Freeze the plan, or find it, in a locked folder; returns whether the folder already has the answer.

    Raises:
        UserError: the folder cannot be written, or holds something else.
    """
    known = known_plan(folder)
    changed = difference(known, study) if known is not None else ""
    return answer.begin(folder, study.frozen(), known is not None, changed, force)


def difference(known: Mapping[str, Any], study: Study) -> str:
    """In what a frozen plan differs from a study, in words; empty when their answers would be the same."""
    if known["hash"] == study.hash():
        return ""
    if known["model"] != model_hash():
        return f"version of the model {known['model'] or 'unknown'} there, {model_hash()} asked"
    if known["kind"] != study.kind:
        return f"a {known['kind']} there, a {study.kind} asked"
    old, new = known["question"], json.loads(json.dumps(study.question, default=str))
    names = [name for name in new if old.get(name) != new[name]]
    return f"other {', '.join(names) or 'scenario'}"


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


def end(folder: Path, study: Study, facts: dict[str, Any]) -> None:
    """Write the manifest, last of all; ``facts`` are what there is to say about the answer."""
    known = known_plan(folder) or {}
    content = {
        "study": study.kind,
        "label": printable(study.label),
        "question": study.question,
        "hash": study.hash(),
        "model": model_hash(),
        "command": known.get("command", []),
        "started": known.get("started"),
        "ended": now(),
        **facts,
    }
    # figures stand in the checksums alone: the manifest knows files of the folder itself
    beside = [name for name in own_files(folder) if "/" not in name]
    seal(folder, content, [name for name in beside if name in DATA or name.endswith(ENDINGS)])
    sweep(folder, CHUNKS)


def manifest(folder: Path, missing: Missing | None = None) -> dict[str, Any]:
    """The manifest of a finished study; ``missing`` tells what its kind must say besides.

    Raises:
        UserError: there is none, or it cannot be read.
    """
    file = folder / MANIFEST
    if not os.path.lexists(file):
        again = f"; finish it with: {shlex.join(['brink', 'resume', str(folder)])}" if known_plan(folder) else ""
        raise UserError(f"{folder}: no finished study there{again}")
    found = read_typed(file, StudyManifest).model_dump(by_alias=True)
    if wrong := missing(found) if missing is not None else "":
        raise UserError(f"{file}: cannot be read ({wrong})")
    return found


def sound(folder: Path, name: str, found: Mapping[str, Any]) -> Path:
    """A file of a finished study whose manifest was found, its bytes those that were written.

    Raises:
        MismatchError: they are not.
    """
    path, written = folder / name, found["files"].get(name)
    if not is_regular(path) or written is None or sha256(path) != written["sha256"]:
        raise MismatchError(f"{path}: not the bytes that were written; --force computes it again")
    return path


def table(folder: Path, name: str, *columns: str) -> pd.DataFrame:
    """A table of a finished study, its bytes those that were written, with at least these columns.

    Raises:
        MismatchError: they are not.
        UserError: there is no finished study.
    """
    path = sound(folder, f"{name}.parquet", manifest(folder))
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
        elif is_text(field.type) and found[field.name].null_count:
            yield f"column {ascii(field.name)[:60]} has rows without a text"
        elif is_text(field.type) and not all(map(is_line, found[field.name].unique().to_pylist())):
            yield f"column {ascii(field.name)[:60]} has a text that cannot be printed on a line"
        elif not is_line(field.name):
            yield "a column has a name that cannot be printed on a line"


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)


def is_study(folder: Path) -> bool:
    """Whether a folder was begun by a study, and not by a batch of runs."""
    return is_regular(folder / PLAN) or is_regular(folder / EARLIER_PLAN)
