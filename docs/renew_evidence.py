"""Make everything on the page of evidence anew, from the fit of the constants to the page.

``python docs/renew_evidence.py`` (``make evidence``) fits the constants, puts both posteriors and the report of the fit
where they ship, scores the coded chains, the dispute statistics and the winters with them, and writes the page. An
interrupted fit or backtest goes on where it stood: each is a study in ``build/evidence/``, in a folder of the model's
own, so that other rules begin anew. ``--only PART ...`` makes some parts; the order is that of `PARTS`: later ones
run with the posteriors of the first.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from brink.docs import renew_events, renew_ranks
from brink.experiments.system.whole import write_text

ROOT = Path(__file__).resolve().parent.parent
#: Names that the winters are kept under, by what their constants are drawn from.
WINTERS = {"": None, "-posterior": "shipped", "-disputes": "disputes", "-prior": "prior"}
#: Subjects of the dispute statistics, by the name of the file.
SUBJECTS = {"disputes": "generic-crisis", "disputes-record": "record"}
#: Figures of the scores on unseen acts.
PICTURED = ("reliability-openings", "reliability-replies")
#: Posteriors that the unseen acts are scored with too, and how those acts are asked for without the primary.
DRAWN = ("shipped", "disputes")
SAME_ACTS = ("--learn", "record", "--score", "record", "--since", "2010-01-01")
#: What a calibration writes that ships.
FITTED = ("posterior.csv", "posterior-disputes.csv", "calibration.json")


class Places(NamedTuple):
    """Folders: of the files that ship, of the figures of the page, and of the studies that are under way."""

    evidence: Path
    images: Path
    work: Path


SHIPPED = Places(renew_ranks.EVIDENCE, renew_ranks.IMAGES, renew_ranks.WORK)


def brink(*words: str) -> bytes:
    """What a command of brink prints; in a process of its own, since what ships is read once a process.

    Raises:
        CalledProcessError: the command fails; it has said why.
    """
    program = "import sys; from brink.experiments.commands.cli import main; sys.exit(main())"
    return subprocess.run([sys.executable, "-c", program, *words], check=True, stdout=subprocess.PIPE).stdout


def fit(at: Places, size: list[str]) -> None:
    """Both posteriors, their report and its figure."""
    folder = at.work / "calibration"
    brink("calibrate", *size, "--out", str(folder))
    for name in FITTED:
        shutil.copyfile(folder / name, at.evidence / name)
    shutil.copyfile(folder / "targets.png", at.images / "targets.png")


def chains(at: Places, _size: list[str]) -> None:
    """Scores on the coded chains, each held out in turn."""
    folder = at.work / "backtest"
    told = brink("backtest", "--out", str(folder), "--json")
    (at.evidence / "scores.json").write_bytes(told)
    shutil.copyfile(folder / "figures" / "reliability.png", at.images / "reliability.png")


def unseen(at: Places, _size: list[str]) -> None:
    """Scores on acts that nothing was learned from, with the forecasters that were named before."""
    folder = at.work / "unseen"
    told = brink("backtest", "--primary", "record-2010", "--out", str(folder), "--json")
    (at.evidence / "unseen.json").write_bytes(told)
    for name in PICTURED:
        shutil.copyfile(folder / "figures" / f"{name}.png", at.images / f"{name}.png")


def drawn(at: Places, _size: list[str]) -> None:
    """The same acts with constants drawn from both posteriors; what is named is of constants as they ship."""
    for name in DRAWN:
        out = ("--out", str(at.work / f"unseen-{name}"), "--json")
        told = json.loads(brink("backtest", *SAME_ACTS, "--posterior", name, *out))
        for frame in told["frames"].values():
            frame.pop("acts", None)  # the file on constants as shipped tells them
        write_text(at.evidence / f"unseen-{name}.json", json.dumps(told, indent=1) + "\n")


def events(at: Places, _size: list[str]) -> None:
    """Scores on imported events, where the file of them is at hand."""
    renew_events.main(at.evidence, at.work, brink)


def disputes(at: Places, _size: list[str]) -> None:
    """The generic crisis and the record beside the statistics of real disputes."""
    for name, subject in SUBJECTS.items():
        (at.evidence / f"{name}.json").write_bytes(brink("backtest", "--disputes", subject, "--json"))


def winters(at: Places, _size: list[str]) -> None:
    """How the model goes on from the record, with each set of constants."""
    for name, drawn in WINTERS.items():
        folder = at.work / f"january{name}"
        posterior = ["--posterior", drawn] if drawn else []
        told = brink("backtest", "--january", *posterior, "--out", str(folder), "--json")
        (at.evidence / f"january{name}.json").write_bytes(told)
    shutil.copyfile(at.work / "january" / "figures" / "january-backtest.png", at.images / "january-backtest.png")


def ranks(at: Places, _size: list[str]) -> None:
    """Whether the calibration finds what it hides from itself."""
    renew_ranks.main(*at)


def page(_at: Places, _size: list[str]) -> None:
    """The generated pages, that of evidence among them."""
    subprocess.run([sys.executable, str(ROOT / "docs" / "build.py")], check=True)


PARTS: dict[str, Callable[[Places, list[str]], None]] = {
    "fit": fit,
    "chains": chains,
    "unseen": unseen,
    "drawn": drawn,
    "events": events,
    "disputes": disputes,
    "winters": winters,
    "ranks": ranks,
    "page": page,
}


def main() -> None:
    """Make the parts that are asked for, by default all."""
    parser = argparse.ArgumentParser(description="Make everything on the page of evidence anew.")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="these parts alone")
    parser.add_argument("--points", type=int, help="points of the first wave of the fit instead of the full size")
    parser.add_argument("--trials", type=int, help="trials of the recovery test instead of the full size")
    args = parser.parse_args()
    size = [f"--{name}={value}" for name in ("points", "trials") if (value := getattr(args, name)) is not None]
    for name in (name for name in PARTS if name in args.only):
        print(f"{name}: {(PARTS[name].__doc__ or '').strip()}", flush=True)
        PARTS[name](SHIPPED, size)


if __name__ == "__main__":
    main()
