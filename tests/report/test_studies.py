"""Reports of studies: the form of all reports, figures with words, nothing from outside, and hostile names as text."""

import re
import shutil
from pathlib import Path

import pytest

from brink.experiments.report import words
from brink.experiments.report.study import CONTENTS
from brink.experiments.runs.verify import verify
from brink.experiments.studies.kinds import missing

GENRES = {
    "compare": words.COMPARISON,
    "sweep": words.SWEEP,
    "sensitivity": words.SENSITIVITY,
    "map": words.MAP,
    "discover": words.DISCOVERY,
}


def test_what_a_study_kept_is_what_it_says_it_kept(study, tmp_path):
    """Figures among it, which lie in a folder of their own; and a change of any of their bytes is seen."""
    folder = study[1].parent
    assert verify(folder, missing=missing).problems == []
    figures = sorted(path.relative_to(folder) for path in (folder / "figures").iterdir())
    assert figures
    copy = Path(shutil.copytree(folder, tmp_path / "copy"))
    for name in figures:
        raw = (copy / name).read_bytes()
        (copy / name).write_bytes(raw[:-1] + b"?")
        assert any(str(name) in problem for problem in verify(copy, missing=missing).problems)
        (copy / name).write_bytes(raw)


@pytest.fixture(scope="session")
def source(study):
    return study[1].read_text(encoding="utf-8")


def test_it_has_the_sections_of_a_briefing(source):
    assert re.findall(r'<section id="(\w+)"', source) == list(CONTENTS)
    assert re.findall(r'<li><a href="#(\w+)">', source) == list(CONTENTS)
    for part in ("question", "answer"):
        inside = re.search(rf'<section id="{part}".*?</section>', source, re.S).group(0)
        assert len(re.findall(r"<p>\S", inside)) >= 1


def test_figures_have_captions_and_words(source, study):
    figures = re.findall(r"<figure.*?</figure>", source, re.S)
    assert figures
    for figure in figures:
        assert len(re.search(r'alt="([^"]*)"', figure).group(1)) > 40
        assert len(re.search(r"<figcaption>(.*?)<span", figure, re.S).group(1)) > 100
        name = re.search(r"figures/([\w-]+)\.csv", figure).group(1)
        assert (study[1].parent / "figures" / f"{name}.csv").stat().st_size > 0


def test_settings_are_called_by_their_words_where_nobody_types_them(source, study):
    """Paths stand in what is assumed and in tables, for those who type them; nowhere in sentences and figures."""
    read = [
        re.search(rf'<section id="{part}".*?</section>', source, re.S).group(0)
        for part in ("question", "answer", "figures")
    ]
    read += re.findall(r"<h1.*?</h1>|<title.*?</title>", source, re.S)
    told = re.sub(r"data:image[^\"]*", "", " ".join(read))
    assert re.findall(r"\b(?:constants|actors|ties|ladder|weapons|campaigns)\.\w+", told) == []
    if study[0] != "compare":
        named = "weight of the feared reply" in told or "no setting can be named" in told
        assert named or study[0] == "discover"


def test_limits_are_those_of_its_kind(source, study):
    limits = re.search(r'<section id="limits".*?</section>', source, re.S).group(0)
    assert all(head in limits for head, _ in GENRES[study[0]].own)
    assert "never weighed" in limits


def test_a_hostile_name_is_text_everywhere(source, study):
    assert "<script" not in source
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in source
    for drawing in (study[1].parent / "figures").glob("*.svg"):
        assert "<script" not in drawing.read_text(encoding="utf-8")


def test_nothing_comes_from_outside_and_it_is_small(source, study):
    addresses = re.findall(r'(?:src|href)="([^"]*)"', source)
    assert all(address.startswith(("#", "data:image/", "live.html")) for address in addresses)
    assert "default-src 'none'" in source
    assert "script-src" not in source
    assert study[1].stat().st_size < 5_000_000
