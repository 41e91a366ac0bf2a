"""The folder of a study: a frozen plan, pieces that appear whole, the manifest last. The conventions of `store`."""

from __future__ import annotations

import hashlib
import json
import platform
import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..claims import read_claims
from ..errors import MismatchError, UserError
from ..manifest import git_commit, library_versions, now
from ..parquet import sha256
from ..place import is_leftover, sweep
from ..question import brink_version, model_hash
from ..store import write_text

if TYPE_CHECKING:
    import pandas as pd

PLAN, MANIFEST, CHUNKS, REPORT = "study.json", "manifest.json", "chunks", "report.html"
#: 2 added the version of the model to the plan.
SCHEMA = 2
#: What a study may leave in its folder besides the files of its batches.
OWN = (PLAN, MANIFEST, REPORT)
#: What a manifest says that is read again: of every study, and of those whose verb prints more.
CLAIMS: dict[str, type] = {"study": str, "label": str, "question": dict, "files": dict}
PRINTED: dict[str, dict[str, type]] = {
    "sweep": {"points": int, "scenario": str},
    **{kind: {"found": list} for kind in ("compare", "sensitivity", "map", "discover")},
}


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
        plan = {**marks, **study._asdict(), "scenarios": list(study.scenarios)}
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
    if not file.is_file():
        return None
    known = read_claims(file)
    kinds = {"kind": str, "label": str, "hash": str, "question": dict, "scenarios": list, "command": list}
    for name, kind in kinds.items():
        if not isinstance(known.get(name), kind):
            raise UserError(f"{file}: not a plan that this version of brink can read ({name})")
    if not all(isinstance(word, str) for word in [*known["command"], *known["scenarios"]]):
        raise UserError(f"{file}: not a plan that this version of brink can read (command)")
    return known


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
        "label": study.label,
        "brink": brink_version(),
        "git": git_commit(),
        "python": platform.python_version(),
        "libraries": library_versions(),
        "question": study.question,
        "hash": study.hash(),
        "model": model_hash(),
        "command": known.get("command", study.command),
        "started": known.get("started"),
        "ended": now(),
        **facts,
        "files": {path.name: {"sha256": sha256(path), "bytes": path.stat().st_size} for path in files},
    }
    write_text(folder / MANIFEST, json.dumps(content, indent=2, ensure_ascii=False, default=str) + "\n")
    sweep(folder, CHUNKS)


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a finished study, with what its verb prints.

    Raises:
        UserError: there is none, or it cannot be read.
    """
    file = folder / MANIFEST
    if not file.is_file():
        again = f"; finish it with: {shlex.join(['brink', 'resume', str(folder)])}" if known_plan(folder) else ""
        raise UserError(f"{folder}: no finished study there{again}")
    found = read_claims(file)
    for name, kind in (CLAIMS | PRINTED.get(str(found.get("study")), {})).items():
        if not isinstance(found.get(name), kind):
            raise UserError(f"{file}: cannot be read ({name} is {repr(found.get(name))[:60]})")
    names, runs = found["question"].get("names"), found["question"].get("runs")
    paired = isinstance(names, list) and len(names) == 2 and type(runs) is int
    texts = [*found.get("found", []), *(names if paired else [])]
    if not all(isinstance(text, str) for text in texts) or (found["study"] == "compare" and not paired):
        raise UserError(f"{file}: cannot be read (found, or question)")
    return found


def table(folder: Path, name: str, *columns: str) -> pd.DataFrame:
    """A table of a finished study, its bytes those that were written, with at least these columns.

    Raises:
        MismatchError: they are not.
        UserError: there is no finished study.
    """
    import pandas as pd

    path = folder / f"{name}.parquet"
    written = manifest(folder)["files"].get(path.name)
    if not path.is_file() or not isinstance(written, dict) or sha256(path) != written.get("sha256"):
        raise MismatchError(f"{path}: not the bytes that were written; --force computes it again")
    try:
        found = pd.read_parquet(path)
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise MismatchError(f"{path}: cannot be read ({type(fault).__name__})") from fault
    if missing := set(columns) - set(found.columns):
        raise MismatchError(f"{path}: cannot be read (no column {min(missing)})")
    return found
