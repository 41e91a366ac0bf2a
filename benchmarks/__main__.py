"""``make bench``, or ``python -m benchmarks [--token] [SECTION ...]``.

Measures the sections (by default all of them but the suite of tests), keeps the numbers of the others from an earlier
time, and writes docs/benchmarks.json, docs/benchmarks.md and the figure. ``page`` instead of a section only writes the
page anew.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any

from brink.benchmarks import machine, plot
from brink.benchmarks.effort import FULL, TOKEN, Effort
from brink.benchmarks.page import IMAGE, LONG, SECTIONS, page

DOCS = Path(__file__).resolve().parent.parent / "docs"


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure brink; about ten minutes.")
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS, "page"], help="default: all but suite")
    parser.add_argument("--token", action="store_true", help="a token of everything, to see that it works")
    parser.add_argument("--docs", type=Path, default=DOCS, help="folder to write to")
    return parser.parse_args()


def known(folder: Path, full: bool) -> dict[str, Any]:
    """Numbers from an earlier time; a token never goes together with full numbers."""
    path = folder / "benchmarks.json"
    empty: dict[str, Any] = {"full": full, "machine": {}, "taken": {}, "sections": {}}
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else empty
    return found if found["full"] == full else empty


def measure(found: dict[str, Any], names: list[str], effort: Effort) -> None:
    """Measure sections into ``found``."""
    found["machine"] = machine.describe()
    for name in names:
        start, found["taken"][name] = time.perf_counter(), machine.taken()
        sys.stderr.write(f"measuring: {name}\n")
        found["sections"][name] = importlib.import_module(f".{name}", __package__).measure(effort)
        sys.stderr.write(f"  took {time.perf_counter() - start:.0f} s\n")


def write(found: dict[str, Any], folder: Path) -> None:
    """Page, numbers and figure."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (folder / "benchmarks.md").write_text(page(found), encoding="utf-8")
    plot.draw(found, folder / IMAGE)
    sys.stderr.write(f"written: {folder / 'benchmarks.md'}\n")


def main() -> None:
    """Measure and write."""
    asked = arguments()
    names = [name for name in asked.sections if name != "page"]
    found = known(asked.docs, full=not asked.token)
    if names or not asked.sections:
        measure(found, names or [name for name in SECTIONS if name not in LONG], TOKEN if asked.token else FULL)
    write(found, asked.docs)


if __name__ == "__main__":
    main()
