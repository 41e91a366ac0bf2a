"""The folder that results go to: whether it can be written at all, and that nothing in it leads out of it."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from ..errors import UserError
from ..system.regular import refuse_strange
from .sums import FIGURES, SUMS, is_own

CHUNKS, PROBE = "chunks", ".writable"
#: Enough to notice a full disk before a batch begins.
PROBE_BYTES = 65_536


def make_folder(folder: Path) -> None:
    """Make the folder and see that it can be written, before anything is computed.

    Raises:
        UserError: it cannot be made or written, the disk is full, or something in it is no plain file.
    """
    if not folder.is_absolute():
        Path.cwd()  # one that is gone is told as that, not as a folder that cannot be written
    try:
        folder.mkdir(parents=True, exist_ok=True)
        refuse_strange(folder)
        _refuse_misplaced(folder)
        probe = folder / PROBE
        try:
            probe.write_bytes(b"\0" * PROBE_BYTES)
        finally:
            probe.unlink(missing_ok=True)
    except OSError as fault:
        raise UserError(f"{folder}: cannot be written ({fault.strerror}); choose another folder with --out") from fault


def _refuse_misplaced(folder: Path) -> None:
    """See that no folder stands where a file is to be written, and no file where a folder is to be made.

    Raises:
        UserError: one does: the answer could be computed, and not be put there.
    """
    for path in sorted(folder.iterdir()):
        if path.is_dir() and (path.name == SUMS or is_own(path.name)):
            raise UserError(f"{path}: a folder, where a file is expected; move it away")
        if path.is_file() and path.name in (CHUNKS, FIGURES):
            raise UserError(f"{path}: a file, where a folder is expected; move it away")


def try_folder(folder: Path) -> None:
    """See that a folder can be made and written, and leave nothing behind.

    Raises:
        UserError: as `make_folder`.
    """
    new = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        make_folder(folder)
    finally:
        for place in new:
            with suppress(OSError):
                place.rmdir()


def reason(folder: Path, fault: OSError) -> str:
    """Why a folder could not be written, in words; NumPy reports a full disk as a number of bytes too few."""
    if fault.strerror:
        return fault.strerror
    try:
        full = shutil.disk_usage(folder).free < PROBE_BYTES
    except OSError:
        full = False
    return f"no space left on device: {fault}" if full else str(fault)


def is_leftover(name: str) -> bool:
    """Whether a file is what a killed process may leave beside the plan: its lock, its probe, a file half written."""
    return name in (PROBE, ".lock") or (name.startswith(".") and name.endswith(".part"))


def sweep(folder: Path, chunks: str | None = None) -> None:
    """Remove what a complete answer has no use for: the chunks, and files half written by a process that was killed."""
    if chunks is not None:
        shutil.rmtree(folder / chunks, ignore_errors=True)
    for path in (*folder.glob(".*"), *folder.glob("figures/.*")):
        if is_leftover(path.name) and path.name != ".lock":
            path.unlink(missing_ok=True)
