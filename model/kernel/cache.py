"""The cache on disk: one place for all that may be computed again, used only where nobody else could have written.

Compiled code is loaded from it, and code runs. So a folder counts only if it is this user's own and nobody else can
write in it or put another in its place; without one there is no cache on disk, and all is slower and the same.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import platformdirs


def own_folder(name: str, temporary: bool) -> Path | None:
    """A folder of the cache, made if need be; None where there is none that can be trusted and written.

    Below ``BRINK_CACHE_DIR``, ``XDG_CACHE_HOME``, or the system's cache folder for this user; then, for what is worth
    it, below the ``temporary`` folder.
    """
    chosen = os.environ.get("BRINK_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    roots = [Path(chosen) / "brink" if chosen else platformdirs.user_cache_path("brink", appauthor=False)]
    if temporary:
        user = os.getuid() if hasattr(os, "getuid") else "user"
        roots.append(Path(tempfile.gettempdir()) / f"brink-{user}")
    return next((folder for root in roots if (folder := _usable(root, root / name))), None)


def _usable(root: Path, folder: Path) -> Path | None:
    """A folder without links on the way to it, if it is or can be made this user's alone."""
    try:
        if not folder.is_absolute():
            return None
        for new in reversed([path for path in (folder, *folder.parents) if not path.exists()]):
            new.mkdir(mode=0o700, exist_ok=True)
        if root.is_symlink() or folder.is_symlink() or not is_own(home := folder.resolve()):
            return None
        home.chmod(0o700)
        with tempfile.TemporaryFile(dir=home):
            return home
    except OSError:
        return None


def is_own(folder: Path) -> bool:
    """Whether a folder, named without links, is this user's, and nobody else can write to it or exchange it.

    So the folders above are looked at too: each is this user's or the system's, and closed to writing by others, or
    sticky, as the temporary folder is. Where there are no such modes (Windows), a profile is taken for closed.

    Raises:
        OSError: it cannot be looked at.
    """
    if not hasattr(os, "getuid"):
        return folder.is_dir()
    facts, user = folder.stat(), os.getuid()
    trusted = {user, Path("/").stat().st_uid}
    above = all(
        path.stat().st_uid in trusted and (_is_closed(path.stat()) or path.stat().st_mode & stat.S_ISVTX)
        for path in folder.parents
    )
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == user and _is_closed(facts) and above


def _is_closed(facts: os.stat_result) -> bool:
    return not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def use(entry: Path) -> None:
    """Note that a file or folder of the cache was used now."""
    with suppress(OSError):
        os.utime(entry)


def keep(entry: Path, content: bytes) -> None:
    """Write a file of the cache, whole or not at all; nothing is said where it cannot be written."""
    with suppress(OSError), tempfile.NamedTemporaryFile(dir=entry.parent, delete=False) as file:
        try:
            file.write(content)
            file.close()
            os.replace(file.name, entry)
        except OSError:
            os.unlink(file.name)


def keep_newest(folder: Path, pattern: str, most: int, spare: float = 0) -> None:
    """Remove what was longest not used, but nothing that was used within so many seconds, and may be in use now."""
    with suppress(OSError):
        entries = sorted(((path.lstat().st_mtime, path) for path in folder.glob(pattern)), reverse=True)
        for used, entry in entries[most:]:
            if used < time.time() - spare:
                _remove(entry)


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)
