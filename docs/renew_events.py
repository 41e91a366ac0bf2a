"""Score imported events act by act: the file is no part of brink, its licence forbids that, and anybody can fetch it.

Put it where `FILE` says; what is written is the scores alone, with the hashes of the file and of the acts it became.
Without the file nothing is done. Rows after the cut are never read: ``brink import`` leaves them out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from brink.experiments.errors import UserError
from brink.experiments.system.whole import write_text

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "build" / "events" / "mie-1.0.csv"
#: The file that was scored: its hash, where it was found, and who made it.
SHA256 = "d47197c413684200915ba6623711c8636f9e95947d782f825f887b22fee7bb0d"
SOURCE = (
    "https://raw.githubusercontent.com/milesdwilliams15/foreign-figures/"
    "3a3fe680e4a5ec6d69c354775b6f2835f5deef49/_data/mie-1.0.csv"
)
MADE_BY = "Militarized Interstate Events 1.0 (Gibler and Miller 2023)"
PRIMARY, TOLD = "events-1990", "events.json"


def main(evidence: Path, work: Path, brink: Callable[..., bytes], file: Path = FILE, sha256: str = SHA256) -> None:
    """Write the scores into ``evidence``; ``brink`` runs a command, ``work`` is for what is not finished.

    Raises:
        UserError: the file is another one.
    """
    if not file.exists():
        print(f"{file} is not there: fetch {SOURCE}")
        return
    if (found := hashlib.sha256(file.read_bytes()).hexdigest()) != sha256:
        raise UserError(f"{file} is another file: its hash is {found}, not {sha256}")
    work.mkdir(parents=True, exist_ok=True)
    acts = work / "events-acts.csv"
    for old in (acts, acts.with_name("events-acts-dropped.csv")):
        old.unlink(missing_ok=True)
    brink("import", str(file), "--out", str(acts), "--json")
    out = ("--out", str(work / "events"), "--json")
    told = json.loads(brink("backtest", "--events", str(acts), "--primary", PRIMARY, *out))
    write_text(evidence / TOLD, json.dumps(shipped(told), indent=1) + "\n")


def shipped(told: dict[str, Any]) -> dict[str, Any]:
    """The scores without anything of the file itself: no act of it is told, nor where it lay."""
    frames = {name: {key: frame[key] for key in frame if key != "acts"} for name, frame in told["frames"].items()}
    return told | {"events": MADE_BY, "file_sha256": SHA256, "found_at": SOURCE, "frames": frames}
