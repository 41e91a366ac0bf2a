"""The manifest: what was asked, with what it was computed, and the hash of every file of the answer."""

from __future__ import annotations

import json
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .manifest_schema import SCHEMA
from .parquet import sha256
from .question import PACKAGE, brink_version
from .store import POSTERIOR, SCENARIO, TABLES, UNCERTAINTY, Plan
from .sums import MANIFEST, write_sums
from .whole import write_text

LIBRARIES: tuple[str, ...] = (
    "numpy",
    "numba",
    "mesa",
    "pandas",
    "pyarrow",
    "matplotlib",
    "pydantic",
    "ruamel.yaml",
    "scipy",
    "SALib",
)


def now() -> str:
    """The time, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def git_commit() -> dict[str, Any] | None:
    """Commit of the sources and whether they were edited since; None outside a git checkout."""
    if not (PACKAGE / ".git").exists():
        return None
    try:
        commit, status = (
            subprocess.run(
                ["git", "-C", str(PACKAGE), *arguments], capture_output=True, text=True, timeout=10, check=True
            ).stdout.strip()
            for arguments in (["rev-parse", "HEAD"], ["status", "--porcelain", "--untracked-files=no"])
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return {"commit": commit, "edited": bool(status)}


def library_versions() -> dict[str, str | None]:
    """Installed versions of what the results are computed and written with."""
    found: dict[str, str | None] = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def write_manifest(folder: Path, plan: Plan, rows: dict[str, int], jobs: int) -> None:
    """Write checksums and the manifest, last of all: where it stands, the answer is complete."""
    question = plan.question
    tables = (*TABLES, UNCERTAINTY) if question.uncertain else TABLES
    kept = [folder / POSTERIOR] if question.posterior else []
    files = [folder / SCENARIO, *kept, *(folder / f"{name}.parquet" for name in tables)]
    content = {
        "schema": SCHEMA,
        "brink": brink_version(),
        "git": git_commit(),
        "python": platform.python_version(),
        "platform": platform.platform(terse=True),
        "libraries": library_versions(),
        "scenario": {"name": question.scenario, "sha256": question.digest},
        "question": question.hash(),
        "model": question.model,
        "seed": question.seed,
        "runs": question.runs,
        "failed": rows["failures"],
        "days": question.days,
        "runs_with_acts": question.kept_runs(),
        "runs_in_quantiles": plan.series_runs,
        "uncertain": question.uncertain,
        "posterior": question.posterior or None,
        "engine": plan.engine,
        "jobs": jobs,
        "command": plan.command,
        "started": plan.started,
        "ended": now(),
        "rows": rows,
        "files": {path.name: {"sha256": sha256(path), "bytes": path.stat().st_size} for path in files},
        "labels": plan.labels,
        "changes": [entry._asdict() for entry in plan.changes],
    }
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    write_sums(folder, text, {name: entry["sha256"] for name, entry in content["files"].items()})
    write_text(folder / MANIFEST, text)
