"""Hold the calibration to what it hides from itself, and write what the page on evidence says of it.

``python docs/renew_ranks.py [FILE]`` simulates the tables once (some minutes) and writes ``ranks.json``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from brink.experiments.evidence import ranks
from brink.experiments.results.question import model_hash
from brink.experiments.system.whole import write_text

FILE = Path(__file__).resolve().parent.parent / "experiments" / "evidence" / "ranks.json"


def main(path: Path, size: ranks.RankSize = ranks.RankSize()) -> None:  # noqa: B008 - a tuple of numbers
    """Write the file."""
    known = ranks.tables(size, lambda what, done, total: print(f"{what}: {done} of {total}", end="\r", file=sys.stderr))
    told = ranks.as_json(ranks.ranks(known), ranks.foretold(known, size), size, model_hash())
    write_text(path, json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
