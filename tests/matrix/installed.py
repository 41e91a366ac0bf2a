"""The wheel in a fresh environment, as users get it: what brink itself needs, from the lock, and nothing else."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from packaging.version import Version

from brink.tests.matrix.interpreters import PROJECT
from brink.tests.walks import ROOT


def entries() -> list[tuple[str, str]]:
    """The lock: name and text of each entry."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return [(text.split("==")[0], text) for text in re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]]


def needed(wanted: Iterable[str]) -> str:
    """The part of the lock that some requirements bring: followed by the lock's own notes."""
    names = {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", text)[0]).lower() for text in wanted}
    lock = entries()
    while True:
        more = {name for name, text in lock if names & set(re.findall(r"^    #(?: via)? +(\S+)", text, re.MULTILINE))}
        if more <= names:
            return "".join(text for name, text in lock if name in names)
        names |= more


def oldest(package: str) -> tuple[str, str]:
    """The oldest version of a package in the lock, which has one for each range of Pythons; and its entry for any."""
    found = [text for name, text in entries() if name == package]
    text = min(found, key=_version)
    return str(_version(text)), re.sub(r" ; [^\\]*", " ", text, count=1)


def _version(entry: str) -> Version:
    return Version(re.split(r"==|[ ;\\]", entry)[1])


def wheel(folder: Path) -> Path:
    """The wheel, made from a copy of the tracked files."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / "source" / name)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([*build, folder, folder / "source"], check=True)
    return next(folder.glob("*.whl"))


def install(python: str, folder: Path, made: Path, *options: str) -> None:
    """A fresh environment with the wheel in it; ``options`` are pip's."""
    subprocess.run([python, "-m", "venv", folder / ".venv"], check=True)
    add(folder, needed(PROJECT["dependencies"]), *options)
    pip(folder, "install", "--no-index", *options, str(made))
    pip(folder, "check")


def add(folder: Path, lock: str, *options: str) -> None:
    """Install entries of the lock into the environment of a folder."""
    (folder / "needed.lock").write_text(lock, encoding="utf-8")
    pip(folder, "install", "--no-deps", "--require-hashes", *options, "-r", str(folder / "needed.lock"))


def pip(folder: Path, *words: str) -> None:
    """Call the pip of a folder's environment."""
    subprocess.run(
        [folder / ".venv/bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check", *words], check=True
    )


def bare(text: str, folder: Path, home: Path) -> None:
    """Run a script in a shell that knows nothing but the system's own commands, beside the environment of ``home``."""
    folder.mkdir(exist_ok=True)
    if folder != home:
        (folder / ".venv").symlink_to(home / ".venv")
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["bash", "-c", text], cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{done.stdout}\n{done.stderr}\nfailed ({done.returncode}) in {folder}:\n{text}")
