"""The gallery shows what the code draws: the same figures, each with its caption, from runs made by this very test."""

import importlib.util
import re
from pathlib import Path

import pytest
from PIL import Image

from brink.experiments.evidence import forecast
from brink.experiments.figures import gallery as figures
from brink.experiments.studies import finish

DOCS = Path(__file__).resolve().parents[2] / "docs"
SMALL = Path(__file__).resolve().parents[1] / "evidence" / "small.csv"
SHOWN = re.compile(r"!\[([^\]]+)\]\(images/gallery/([\w-]+)\.webp\)")


@pytest.fixture(scope="module")
def gallery():
    """The script beside the documentation, which is no package."""
    spec = importlib.util.spec_from_file_location("draw_gallery", DOCS / "draw_gallery.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
@pytest.mark.usefixtures("few_tried")
def test_the_gallery_shows_every_figure_that_is_drawn_now(gallery, tmp_path, monkeypatch):
    monkeypatch.setattr(forecast, "POINTS", 40)
    monkeypatch.setattr(forecast, "PLAIN_POINTS", 1)
    monkeypatch.setattr(figures, "save_for_phone", lambda *_: None)  # the gallery has none of these
    monkeypatch.setattr(finish, "live_links", lambda *_: [])  # nor of these
    pytest.importorskip("ema_workbench", reason="needs the extra discovery")
    names = gallery.draw(gallery.Size(24, 2, 4, 4, SMALL, 1), tmp_path)
    shown = SHOWN.findall((DOCS / "gallery.md").read_text(encoding="utf-8"))
    assert [name for _, name in shown] == names
    assert SHOWN.findall((tmp_path / "gallery.md").read_text(encoding="utf-8")) == shown
    assert {file.stem for file in (tmp_path / "images" / "gallery").iterdir()} == set(names)


def test_its_pictures_are_there_and_small():
    page = (DOCS / "gallery.md").read_text(encoding="utf-8")
    named = {name for _, name in SHOWN.findall(page)}
    files = list((DOCS / "images" / "gallery").iterdir())
    assert {file.stem for file in files} == named
    assert sum(file.stat().st_size for file in files) < 3_000_000
    for file in files:
        with Image.open(file) as picture:
            assert picture.width == 900
