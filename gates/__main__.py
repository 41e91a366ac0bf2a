"""``make gates``, or ``python -m gates [GROUP ...] [--runs N] [--write] [--json]``.

Prints the table of all gates, or of some groups, and ends with exit code 3 while one is red. ``--write`` renews
docs/gates.json, of which ``make docs`` makes docs/explanation/gates.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from brink.gates.cache import keep, kept
from brink.gates.groups import EVERY_TIME, GROUPS
from brink.gates.known import known_misses, reason_of
from brink.gates.table import WRONG, Gate, as_json, printed

DOCS = Path(__file__).resolve().parent.parent / "docs"


def arguments() -> argparse.Namespace:
    """The command line."""
    groups = "\n".join(f"  {name:20s} {group.about} ({group.runs:,} runs)" for name, group in GROUPS.items())
    parser = argparse.ArgumentParser(
        prog="python -m gates",
        description="Hold the model against its gates; exit code 3 while one is red.",
        epilog=f"groups:\n{groups}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("groups", nargs="*", metavar="GROUP", choices=[[], *GROUPS], help="default: all")
    parser.add_argument(
        "--quick", action="store_true", help=f"the groups and runs of make test: {', '.join(EVERY_TIME)}"
    )
    parser.add_argument("--runs", type=int, help="runs of each world instead of those of the group")
    parser.add_argument("--fresh", action="store_true", help="work everything out again")
    parser.add_argument("--json", action="store_true", help="rows for machines")
    parser.add_argument("--write", action="store_true", help="renew docs/gates.json")
    return parser.parse_args()


def rows_of(name: str, runs: int, fresh: bool = False) -> tuple[list[Gate], float]:
    """The rows of a group, and the seconds they took; nothing where they were known."""
    rows = None if fresh else kept(name, runs)
    if rows is not None:
        return rows, 0.0
    start = time.perf_counter()
    rows = GROUPS[name].rows(runs)
    keep(name, runs, rows)
    return rows, time.perf_counter() - start


def write(found: dict[str, tuple[int, list[Gate]]]) -> None:
    """Renew what the page is made of; groups that were not asked for stay as they are."""
    path = DOCS / "gates.json"
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    now = {name: {"runs": runs, "rows": as_json(rows)} for name, (runs, rows) in found.items()}
    known = before | now
    path.write_text(
        json.dumps({name: known[name] for name in GROUPS if name in known}, indent=1) + "\n", encoding="utf-8"
    )


def main() -> int:
    """Run what is asked and print it; 3 while a gate is red."""
    args = arguments()
    chosen = args.groups or list(EVERY_TIME if args.quick else GROUPS)
    found: dict[str, tuple[int, list[Gate]]] = {}
    for name in chosen:
        runs = args.runs or (EVERY_TIME.get(name, GROUPS[name].runs) if args.quick else GROUPS[name].runs)
        sys.stderr.write(f"{name}: {GROUPS[name].about}, {runs:,} runs\n")
        rows, seconds = rows_of(name, runs, args.fresh)
        sys.stderr.write(f"  {f'{seconds:.0f} s' if seconds else 'known from before'}\n")
        found[name] = runs, rows
    every = [row for _, rows in found.values() for row in rows]
    print(json.dumps(as_json(every), indent=1) if args.json else printed(every))
    red, misses = [row for row in every if row.verdict in WRONG], known_misses()
    if not args.json:
        unknown = [row.id for row in red if not reason_of(row.id, misses)]
        print(f"\n{len(every)} gates, {len(red)} red, of which {len(red) - len(unknown)} known misses")
        if unknown:
            print(f"red and not known: {', '.join(unknown)}")
    if args.write:
        write(found)
    return 3 if red else 0


if __name__ == "__main__":
    sys.exit(main())
