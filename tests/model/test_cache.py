"""The cache on disk is used only where nobody else could have written."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from brink.model.engine.state import clear_ties
from brink.model.kernel import cache, compiled, native
from brink.model.kernel.cache import keep_newest, own_folder
from brink.scenarios.text.remembered import notes_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="users and modes")
STRANGER = 12_345
root_only = pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give folders away")


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder, and a temporary folder, of a test's own."""
    tmp_path.chmod(0o700)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("BRINK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    return tmp_path


def test_a_new_folder_is_made_for_this_user_alone(places: Path) -> None:
    folder = own_folder("compiled", temporary=True)
    assert folder == places / "cache" / "brink" / "compiled"
    assert [path.stat().st_mode & 0o777 for path in (folder, folder.parent, folder.parent.parent)] == [0o700] * 3


def spoil(how: str, places: Path) -> None:
    """What somebody else, or too open a mode, may have made of the folders on the way."""
    root = places / "cache" / "brink"
    (root / "compiled").mkdir(parents=True)
    if how.startswith("owner of "):
        os.chown(places / how.removeprefix("owner of "), STRANGER, STRANGER)
    elif how == "link":
        (root / "compiled").rmdir()
        root.rename(places / "elsewhere")
        root.symlink_to(places / "elsewhere")
    elif how == "link below":
        (root / "compiled").rename(places / "elsewhere")
        (root / "compiled").symlink_to(places / "elsewhere")
    elif how == "file":
        (root / "compiled").rmdir()
        (root / "compiled").write_text("")
    else:
        mode, path = how.split(" ", 1)
        (places / path).chmod(int(mode, 8))


SPOILED = [
    "770 cache/brink/compiled", "707 cache/brink/compiled", "777 cache/brink", "770 cache", "707 cache",
    "link", "link below", "file",
]  # fmt: skip
GIVEN = [f"owner of {path}" for path in ("cache/brink/compiled", "cache/brink", "cache")]


@pytest.mark.parametrize("how", [*SPOILED, *(pytest.param(how, marks=root_only) for how in GIVEN)])
def test_a_folder_somebody_else_could_write_is_passed_over(places: Path, how: str) -> None:
    spoil(how, places)
    assert own_folder("compiled", temporary=False) is None
    assert own_folder("compiled", temporary=True) == places / "temporary" / f"brink-{os.getuid()}" / "compiled"


@pytest.mark.parametrize("how", ["777", "770", pytest.param("owner", marks=root_only), "link", "file"])
def test_a_temporary_folder_somebody_else_made_is_no_cache(places: Path, monkeypatch, how: str) -> None:
    (places / "cache").write_text("in the way")
    planted = places / "temporary" / f"brink-{os.getuid()}"
    if how == "file":
        planted.write_text("")
    elif how == "link":
        (places / "elsewhere").mkdir()
        planted.symlink_to(places / "elsewhere")
    else:
        planted.mkdir()
        os.chown(planted, STRANGER, -1) if how == "owner" else planted.chmod(int(how, 8))
    assert own_folder("compiled", temporary=True) is None
    compiled.cache_folder.cache_clear()
    try:
        assert compiled.cache_folder() is None and not native.is_made(clear_ties)
    finally:
        monkeypatch.undo()
        compiled.cache_folder.cache_clear()


def test_a_shared_temporary_folder_is_used_only_if_it_is_sticky(places: Path, monkeypatch) -> None:
    monkeypatch.setenv("BRINK_CACHE_DIR", "relative")
    (places / "temporary").chmod(0o1777)
    assert own_folder("compiled", temporary=True) is not None
    (places / "temporary").chmod(0o777)
    assert own_folder("compiled", temporary=True) is None


def test_a_link_further_up_is_followed_once_and_the_place_it_leads_to_is_judged(places: Path) -> None:
    (places / "scratch").mkdir(mode=0o700)
    (places / "cache").symlink_to(places / "scratch")
    assert own_folder("compiled", temporary=False) == places / "scratch" / "brink" / "compiled"
    (places / "scratch").chmod(0o777)
    assert own_folder("compiled", temporary=False) is None


def test_a_folder_others_could_look_into_is_closed(places: Path) -> None:
    (places / "cache" / "brink" / "compiled").mkdir(parents=True, mode=0o755)
    folder = own_folder("compiled", temporary=False)
    assert folder is not None and folder.stat().st_mode & 0o777 == 0o700


def test_every_cache_is_found_the_same_way(places: Path, monkeypatch) -> None:
    monkeypatch.delenv("BRINK_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(places / "xdg"))
    assert notes_folder() == places / "xdg" / "brink" / "files"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(cache.platformdirs, "user_cache_path", lambda *_, **__: places / "system" / "brink")
    assert notes_folder() == places / "system" / "brink" / "files"
    (places / "system").chmod(0o777)
    assert notes_folder() is None


def test_what_was_longest_not_used_goes_first_and_what_is_in_use_stays(places: Path) -> None:
    for number in range(5):
        (places / f"compiled-{number}").mkdir()
        os.utime(places / f"compiled-{number}", (0, time.time() - 10_000 + number))
    cache.use(places / "compiled-0")
    keep_newest(places, "compiled-*", 2, spare=100)
    assert sorted(path.name for path in places.glob("compiled-*")) == ["compiled-0", "compiled-4"]
    cache.use(places / "compiled-4")
    keep_newest(places, "compiled-*", 0, spare=100)
    assert len(list(places.glob("compiled-*"))) == 2
