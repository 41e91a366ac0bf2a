"""Seal the entry that ships: what the model as it is says of any file of acts after 20 January 2024.

``python docs/renew_ledger.py`` writes the next entry into ``experiments/evidence/ledger/`` and prints its hash. It is
never written again: before a release it may be removed by hand and sealed anew, afterwards a further one follows.
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from brink.experiments.evidence.ledger.sealing import seal_acts

FOLDER = Path(__file__).resolve().parent.parent / "experiments" / "evidence" / "ledger"
#: No act after this day was coded, looked up or set a number.
AFTER = datetime.date(2024, 1, 20)
TITLE = "any file of acts of force coded after 20 January 2024"


def main(folder: Path = FOLDER) -> None:
    """Seal the entry."""
    entry = seal_acts(folder, AFTER, title=TITLE, progress=_told)
    print(f"\n{folder / f'{entry.number:04}.json'}\n{entry.hash}")


def _told(done: int, total: int) -> None:
    print(f"{done} of {total} acts", end="\r", file=sys.stderr)


if __name__ == "__main__":
    main()
