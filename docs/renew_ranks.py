"""Hold the calibration to what it hides from itself, and write what the page on evidence says of it.

``python docs/renew_ranks.py`` simulates the tables once (a quarter of an hour) and writes ``ranks.json`` and its
figure. Finished points stand in ``build/evidence/`` until then: an interrupted run goes on.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from brink.experiments.evidence import ranks
from brink.experiments.figures import ranks as histograms
from brink.experiments.figures.style import PICTURE, save
from brink.experiments.results.question import model_hash
from brink.experiments.system.whole import write_text

ROOT = Path(__file__).resolve().parent.parent
EVIDENCE, IMAGES = ROOT / "experiments" / "evidence", ROOT / "docs" / "images"
#: What is under way, apart for each model: studies of other rules are never continued.
WORK = ROOT / "build" / "evidence" / model_hash()
FILE = "ranks.json"


def main(evidence: Path, images: Path, work: Path, size: ranks.RankSize = ranks.FULL) -> None:
    """Write the file and the picture; ``work`` is for what is not finished."""
    work.mkdir(parents=True, exist_ok=True)
    with ranks.workers_for(size) as workers:
        known = ranks.tables(size, workers, _told, work / "ranks")
        more = ranks.besides(known, size, workers, _told, work / "ranks")
    guessed = ranks.emulated(known)
    whole, alone = ranks.ranks(known, guessed, more), ranks.ranks(known, guessed)
    told = ranks.as_json(whole, alone, ranks.foretold(known, guessed, size), size, model_hash())
    save(histograms.ranks(told), work, histograms.NAME)
    shutil.copyfile(work / f"{histograms.NAME}{PICTURE}", images / f"{histograms.NAME}{PICTURE}")
    write_text(evidence / FILE, json.dumps(told, indent=1) + "\n")
    shutil.rmtree(work / "ranks")


def _told(what: str, done: int, total: int) -> None:
    print(f"{what}: {done} of {total}", end="\r", file=sys.stderr)


if __name__ == "__main__":
    main(EVIDENCE, IMAGES, WORK)
