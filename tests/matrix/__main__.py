"""`make matrix`: the wheel on every Python of the classifiers that this machine has, as users get it, without extras.

Into a fresh environment go the versions of the lock that brink itself needs, with their hashes, then the wheel, without
an index: what is not declared is not there. The walks of the documentation run in a bare shell, both engines and
`verify` after them, and the tables must be the same bytes on all. Arguments: versions, such as 3.12; default all.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from ..walks import ROOT, WALKS, script

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
VERSIONS = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
#: Walks that need an extra, which the wheel alone does not bring.
EXTRAS = {"cluster.md", "find-what-matters.md", "hold-against-a-record.md"}
BOTH = """set -eu
source .venv/bin/activate
for engine in ensemble mesa; do brink run border-clash --runs 60 --engine $engine --out $engine; done
brink show ensemble
brink verify ensemble
"""


def interpreter(version: str) -> str | None:
    """A Python of this version: named by BRINK_PYTHON_3_12, on the path, or among those of pyenv."""
    pyenv = sorted(Path("~/.pyenv/versions").expanduser().glob(f"{version}.*/bin/python"))
    named = os.environ.get(f"BRINK_PYTHON_{version.replace('.', '_')}")
    for found in filter(None, [named, *map(str, pyenv), shutil.which(f"python{version}")]):
        asked = [found, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        if subprocess.run(asked, capture_output=True, text=True).stdout.strip() == version:
            return found
    return None


def needed() -> str:
    """The part of the lock that brink needs without extras: followed from its dependencies by the lock's own notes."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = {entry: entry.split("==")[0] for entry in re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]}
    names = {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", text)[0]).lower() for text in PROJECT["dependencies"]}
    while True:
        more = {
            name for entry, name in entries.items() if names & set(re.findall(r"^    #(?: via)? +(\S+)", entry, re.M))
        }
        if more <= names:
            return "".join(entry for entry, name in entries.items() if name in names)
        names |= more


def wheel(folder: Path) -> Path:
    """The wheel, made from a copy of the tracked files."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / "source" / name)
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([*build, folder, folder / "source"], check=True)
    return next(folder.glob("*.whl"))


def install(python: str, folder: Path, made: Path) -> None:
    """A fresh environment with the wheel in it."""
    (folder / "needed.lock").write_text(needed(), encoding="utf-8")
    subprocess.run([python, "-m", "venv", folder / ".venv"], check=True)
    pip = [folder / ".venv/bin/python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-deps", "--require-hashes", "-r", folder / "needed.lock"], check=True)
    subprocess.run([*pip, "install", "--no-index", made], check=True)
    subprocess.run([*pip, "check"], check=True)


def bare(text: str, folder: Path) -> None:
    """Run a script in a shell that knows nothing but the system's own commands."""
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["bash", "-c", text], cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{done.stdout}\n{done.stderr}\nfailed ({done.returncode}) in {folder}:\n{text}")


def tables(folder: Path) -> dict[str, str]:
    """The hash of every table that the two engines and the walks wrote."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*/*.parquet"))
    }


def tried(version: str, python: str, made: Path, folder: Path) -> dict[str, str]:
    """Everything on one Python; the hashes of the tables."""
    folder.mkdir()
    install(python, folder, made)
    bare(BOTH, folder)
    found = tables(folder)
    engines = {
        name: {k.partition("/")[2]: v for k, v in found.items() if k.startswith(name)} for name in ("ens", "mesa")
    }
    if engines["ens"] != engines["mesa"]:
        raise SystemExit(f"{version}: the engines differ")
    for page in WALKS:
        if page.name not in EXTRAS:
            bare(script(page), folder)
            print(f"{version}: {page.name} ok", flush=True)
    return tables(folder)


def main() -> None:
    """Try every version asked for, and say which are not there."""
    asked = sys.argv[1:] or VERSIONS
    there = {version: found for version in asked if (found := interpreter(version))}
    print(f"found: {', '.join(there) or 'none'}; not here: {', '.join(set(asked) - set(there)) or 'none'}", flush=True)
    with tempfile.TemporaryDirectory() as home:
        made = wheel(Path(home))
        answers = {version: tried(version, found, made, Path(home) / version) for version, found in there.items()}
    first = next(iter(answers.values()), {})
    wrong = {v: sorted(k for k in first | found if first.get(k) != found.get(k)) for v, found in answers.items()}
    if not there or any(wrong.values()):
        raise SystemExit(f"not the same bytes: {wrong}")
    print(f"{len(there)} passed, 0 failed: {len(first)} tables, the same bytes on {', '.join(there)}")


if __name__ == "__main__":
    main()
