"""Checksums of every file of a finished folder, the manifest, the plan and the figures among them.

``SHA256SUMS`` has the form that ``sha256sum --check`` reads. It is written before the manifest, whose bytes it knows
already, and again when figures, report or CSV files are added; while they are written they stand in it no more, so
that a folder whose drawing was interrupted is not taken for a damaged one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256 as digest_of
from pathlib import Path

from ..errors import UserError
from ..system.regular import is_regular, kind_of, read_regular
from ..system.whole import write_text
from .parquet import sha256

SUMS, MANIFEST, REPORT, LIVE, FIGURES = "SHA256SUMS", "manifest.json", "report.html", "live.html", "figures"
#: Files that brink writes into a finished folder; whatever else somebody keeps there is nobody's business.
OWN, ENDINGS = (MANIFEST, "plan.json", "study.json", REPORT, LIVE), (".parquet", ".csv", ".yaml")
#: What a calibration and a backtest leave besides tables: the answer for machines, and the figure of the fit.
DATA = ("calibration.json", "targets.png", "targets.svg", "backtest.json")
LINE = re.compile(r"([0-9a-f]{64})  ((?:figures/)?[A-Za-z0-9_-][A-Za-z0-9._-]*)")
MOST_BYTES = 4 * 1024 * 1024


def is_own(name: str) -> bool:
    """Whether brink writes a file of this name into a finished folder."""
    return name in (*OWN, *DATA) or (Path(name).suffix in ENDINGS and not name.startswith("."))


def own_files(folder: Path) -> Iterator[str]:
    """Names of the files of a finished folder that brink wrote, in order."""
    for path in sorted(folder.iterdir()):
        if is_own(path.name):
            yield path.name
    figures = folder / FIGURES
    if figures.is_dir() and not figures.is_symlink():
        yield from (f"{FIGURES}/{path.name}" for path in sorted(figures.iterdir()) if not path.name.startswith("."))


def write_sums(folder: Path, manifest: str, known: Mapping[str, str]) -> None:
    """Write the checksums of a folder whose manifest is about to be written.

    Args:
        folder: the folder.
        manifest: the text of the manifest.
        known: checksums by name, as far as they have been worked out.
    """
    found = {name: known.get(name) or sha256(folder / name) for name in own_files(folder) if name != MANIFEST}
    _write(folder, found | {MANIFEST: digest_of(manifest.encode("utf-8")).hexdigest()})


def _write(folder: Path, found: Mapping[str, str]) -> None:
    write_text(folder / SUMS, "".join(f"{found[name]}  {name}\n" for name in sorted(found)))


def leave_out(folder: Path, added: str) -> None:
    """Take a file or a folder of files that is about to be written out of the checksums, if there are any."""
    if is_regular(folder / SUMS):
        known = read_sums(folder)
        _write(folder, {name: value for name, value in known.items() if name.partition("/")[0] != added})


def add(folder: Path) -> None:
    """Put files that were added to a finished folder into its checksums; those of the others stay as they were."""
    if is_regular(folder / SUMS):
        known = read_sums(folder)
        _write(folder, known | {name: sha256(folder / name) for name in own_files(folder) if name not in known})


def read_sums(folder: Path) -> dict[str, str]:
    """The checksums of a folder by name of the file.

    Raises:
        UserError: they cannot be read.
    """
    lines = read_regular(folder / SUMS, MOST_BYTES).decode("utf-8", "replace").split("\n")
    found = [LINE.fullmatch(line) for line in lines[:-1]]
    if not all(found) or lines[-1]:
        raise UserError(f"{folder / SUMS}: cannot be read (a line is no checksum and name)")
    return {match[2]: match[1] for match in found if match}


def sums_broken(folder: Path) -> Iterator[str]:
    """Each file that is not what its checksum says."""
    for name, then in read_sums(folder).items():
        yield from differs(folder, name, then)


def differs(folder: Path, name: str, then: str) -> Iterator[str]:
    """In what a file differs from what was written, by its checksum."""
    path = folder / name
    try:
        what = kind_of(path)
    except OSError:
        yield f"{name}: missing"
        return
    if what:
        yield f"{name}: {what}, where a file is expected"
    elif (now := sha256(path)) != then:
        yield f"{name}: not the bytes that were written (SHA-256 {now[:12]}..., {then[:12]}... then)"


def uncovered(folder: Path) -> list[str]:
    """Files of brink's that have no checksum."""
    known = read_sums(folder)
    return [name for name in own_files(folder) if name not in known]
