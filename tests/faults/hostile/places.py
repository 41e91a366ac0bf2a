"""What stands in place of files: pipes, links, folders, sockets, cut files, files with a bit turned round."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from brink.experiments.results.sums import SUMS, own_files
from brink.tests.faults.hostile.case import Hostile


def kinds(base: str, folder: Path) -> Iterator[Hostile]:
    """Pipes, links, folders, sockets and cut files in place of files, and where none should be."""
    names = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]
    names += [".writable", ".lock", "report.html", "figures", "chunks", SUMS, "posterior.csv", "more"]
    for name in names:
        for kind, make in MADE.items():
            yield Hostile(f"{base}: {name} is {kind}", base, lambda f, n=name, m=make: _placed(f, n, m))
        if (folder / name).is_file():
            yield Hostile(f"{base}: {name} is cut", base, lambda f, n=name: _cut(f / n))
            yield Hostile(f"{base}: {name} is gone", base, lambda f, n=name: (f / n).unlink())


def _placed(folder: Path, name: str, make: Callable[[Path], None]) -> None:
    path = folder / name
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    make(path)


def _socket(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _secret(path: Path) -> Path:
    return next(above / "secret.yaml" for above in path.parents if (above / "secret.yaml").exists())


def _cut(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


MADE: dict[str, Callable[[Path], None]] = {
    "a pipe": os.mkfifo,
    "a link to a secret": lambda path: path.symlink_to(_secret(path)),
    "a folder": Path.mkdir,
    "a socket": _socket,
}


def bits(folder: Path, base: str, each: int) -> Iterator[Hostile]:
    """Single bits of every file turned round; `verify` must see each of them."""
    for name in [*own_files(folder), SUMS]:
        size = (folder / name).stat().st_size * 8
        for k in range(each if size else 0):
            at = (k * 2_654_435_761 + 40_503 * len(name)) % size
            yield Hostile(f"{base}: {name}: bit {at} of {size}", base, lambda f, n=name, at=at: flip(f / n, at), True)


def flip(path: Path, at: int) -> None:
    """Turn one bit of a file round."""
    raw = bytearray(path.read_bytes())
    raw[at // 8] ^= 1 << at % 8
    path.write_bytes(raw)
