"""A backtest with a folder of its own is an answer like all: frozen, found, finished, verified, never mixed."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from brink.experiments.errors import InterruptedBatch
from brink.experiments.evidence import backtest_study as room
from brink.experiments.evidence import forecast, january, january_counts, tallies
from brink.experiments.evidence.backtest_shown import read
from brink.experiments.results.manifest_schema import MISSHAPEN
from brink.experiments.results.parquet import sha256
from brink.experiments.studies import frozen
from brink.tests.faults.hostile.values import VALUES, spots

SMALL = Path(__file__).parent / "small.csv"


@pytest.fixture(autouse=True)
def little(monkeypatch):
    """Few points and few runs: how it hangs together, not what it finds."""
    pytest.importorskip("sklearn")
    monkeypatch.setattr(forecast, "POINTS", 6)
    monkeypatch.setattr(forecast, "PLAIN_POINTS", 1)
    monkeypatch.setattr(january, "RUNS", 20)


@pytest.fixture(scope="module")
def asked_once(tmp_path_factory):
    """The folder of an answer that is only looked at, by the words it was asked with."""
    kept = {}

    def ask(brink, *words):
        if words not in kept:
            kept[words] = tmp_path_factory.mktemp("kept") / "b"
            assert brink("backtest", *words, "--out", kept[words])[0] == 0
        return kept[words]

    return ask


def files(folder):
    """Every file of a folder; those that tell the time only by name."""
    dated = ("manifest.json", "study.json", "SHA256SUMS", ".lock", "report.html")
    return {
        path.relative_to(folder).as_posix(): b"" if path.name in dated else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def mine(tmp_path):
    """A file of coded acts of somebody's own."""
    return Path(shutil.copy(SMALL, tmp_path / "mine.csv"))


@pytest.mark.parametrize("words", [("--january", "--cut", "2024-01-12"), ("--episodes", "mine.csv")])
def test_an_answer_is_kept_shown_and_verified(brink, tmp_path, mine, words):
    code, out, _ = brink("backtest", *words, "--out", "b")
    assert code == 0
    kept = files(tmp_path / "b")
    assert {"study.json", "manifest.json", "SHA256SUMS", "backtest.json", "report.html"} <= set(kept)
    assert any(name.endswith(".parquet") for name in kept) and any(name.startswith("figures/") for name in kept)
    assert not any("chunks" in name for name in kept)
    assert brink("verify", "b")[0] == 0
    code, again, _ = brink("resume", "b")
    assert (code, again) == (0, out)
    code, plain, _ = brink("backtest", *words)
    assert code == 0 and out.startswith(plain.rstrip("\n")), "the same is printed without a folder"
    for name, content in kept.items():
        if content and not name.startswith("figures/"):
            (tmp_path / "b" / name).write_bytes(content[:-1] + b"?")
            assert brink("verify", "b")[0] == 3, name
            (tmp_path / "b" / name).write_bytes(content)


@pytest.mark.parametrize("words", [("--january", "--cut", "2024-01-12"), ("--episodes", SMALL)])
def test_json_is_what_it_was_without_a_folder(brink, tmp_path, words):
    plain = brink("backtest", *words, "--json")[1]
    assert brink("backtest", *words, "--json", "--out", tmp_path / "b")[1] == plain
    shown = json.loads(brink("resume", tmp_path / "b", "--json")[1])
    told = json.loads(plain)
    assert (shown["cuts"] if "--january" in words else {name: shown[name] for name in told}) == told


def test_the_same_question_is_found_and_another_refused(brink, tmp_path, mine):
    assert brink("backtest", "--episodes", mine, "--out", "b")[0] == 0
    before = (tmp_path / "b" / "manifest.json").read_bytes()
    assert brink("backtest", "--episodes", mine, "--out", "b")[0] == 0
    assert (tmp_path / "b" / "manifest.json").read_bytes() == before, "found, not computed again"
    for words in (("--january",), ("--episodes", SMALL)):
        code, _, err = brink("backtest", *words, "--out", "b")
        assert (code, "holds the answer to another question" in err) == (2, True)
    mine.write_text(mine.read_text().replace(",9,", ",8,", 1))
    code, _, err = brink("backtest", "--episodes", mine, "--out", "b")
    assert (code, "holds the answer to another question (other scenario)" in err) == (2, True)
    assert brink("backtest", "--episodes", mine, "--out", "b", "--force")[0] == 2, "force answers again, never another"
    assert (tmp_path / "b" / "manifest.json").read_bytes() == before


def test_a_folder_with_files_of_somebodys_own_is_left_alone(brink, tmp_path):
    (tmp_path / "report.html").write_text("mine")
    code, _, err = brink("backtest", "--january", "--cut", "2024-01-12", "--out", tmp_path)
    assert (code, "not empty" in err) == (2, True)
    assert [path.name for path in tmp_path.iterdir() if path.name != ".lock"] == ["report.html"]
    assert (tmp_path / "report.html").read_text() == "mine"


def test_what_was_interrupted_goes_on_from_what_its_folder_keeps(brink, tmp_path, monkeypatch, mine):
    """The files asked with may be gone; finished acts are not simulated again; the bytes are as if never stopped."""
    assert brink("backtest", "--episodes", "mine.csv", "--out", "whole")[0] == 0
    asked = room.chains_of(Path("mine.csv"), None)

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(InterruptedBatch):
        room.answer_backtest(asked, tmp_path / "b", 1, progress=stop)
    pieces = [path.name for path in (tmp_path / "b" / "chunks").iterdir() if not path.name.endswith(".part")]
    assert pieces
    mine.unlink()
    counted = []
    tally = forecast.tally
    monkeypatch.setattr(forecast, "tally", lambda case, *rest: counted.append(case) or tally(case, *rest))
    frozen.finish(tmp_path / "b", 1, True)
    each = forecast.POINTS + len(forecast.PLAIN) * forecast.PLAIN_POINTS
    assert len(counted) == each * (len([act for act in asked.acts if act.kinetic]) - len(pieces))
    assert files(tmp_path / "b") == files(tmp_path / "whole")


def test_a_posterior_is_kept_with_the_question(brink, tmp_path):
    Path("mine.csv").write_text("constants.fear_weight\n6\n9\n")
    words = ("backtest", "--january", "--cut", "2024-01-12", "--posterior", "mine.csv")
    assert brink(*words, "--out", "b")[0] == 0
    plain = brink(*words, "--json")[1]
    Path("mine.csv").unlink()
    (tmp_path / "b" / "manifest.json").unlink()
    assert brink("resume", "b")[0] == 0
    assert json.loads((tmp_path / "b" / "backtest.json").read_text())["cuts"] == json.loads(plain)
    assert json.loads(plain)[0]["constants"] == "drawn: mine.csv"


@pytest.mark.parametrize("drawn", [False, True])
def test_an_interrupted_winter_goes_on(brink, tmp_path, monkeypatch, drawn):
    """Finished pieces are not simulated again, by resume as by asking again, and the answer is the same."""
    monkeypatch.setattr(january, "RUNS", 60)
    monkeypatch.setattr(january_counts, "PIECE", 20)
    Path("mine.csv").write_text("constants.fear_weight\n6\n7\n9\n")
    more = ("--posterior", "mine.csv") if drawn else ()
    words = ("backtest", "--january", "--cut", "2024-01-02", "--cut", "2024-01-12", *more, "--out")
    assert brink(*words, "whole")[0] == 0
    plain, calls = january_counts.counted, []

    def counted(part):
        calls.append(part.first)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return plain(part)

    monkeypatch.setattr(january_counts, "counted", counted)
    code, _, messages = brink(*words, "b")
    assert code == 130 and "brink resume b" in messages
    assert brink("resume", "b")[0] == 0
    assert calls == [0, 20, 40, 0, 20, 20, 40], "four pieces stood, the fifth was begun again"
    assert files(tmp_path / "b") == files(tmp_path / "whole")
    assert not (tmp_path / "b" / "chunks").exists()


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("backtest.json", lambda text: "[]"),
        ("backtest.json", lambda text: text.replace('"brier"', '"brie"')),
        ("backtest.json", lambda text: '{"cuts": []}'),
        ("study.json", lambda text: text.replace('"episodes"', '"episode"')),
    ],
)
def test_damaged_answers_are_told_in_a_line(brink, asked_once, tmp_path, file, change):
    place = shutil.copytree(asked_once(brink, "--episodes", SMALL), tmp_path / "b")
    (place / file).write_text(change((place / file).read_text()))
    known = json.loads((place / "manifest.json").read_text())
    if file in known["files"]:
        known["files"][file]["sha256"] = sha256(place / file)
        (place / "manifest.json").write_text(json.dumps(known))
    else:
        (place / "manifest.json").unlink()
    code, _, err = brink("resume", place)
    assert code in (2, 3)
    assert "cannot be read" in err or "can read" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("words", [("--january", "--cut", "2024-01-12"), ("--episodes", SMALL)])
def test_an_answer_that_says_anything_at_all_is_read_or_refused(brink, asked_once, words):
    """Whatever stands in place of any of its values; whole numbers that no float can hold among it."""
    told = json.loads((asked_once(brink, *words) / "backtest.json").read_text())
    refused, before = 0, json.dumps(told)
    for at, (_, (node, key)) in list(enumerate(spots(told)))[::11]:
        kept = node[key]
        for value in (*VALUES[at % 5 :: 5], 10**400):
            node[key] = value
            try:
                read(told)
            except MISSHAPEN:
                refused += 1
        node[key] = kept
    assert refused
    assert json.dumps(told) == before, "reading changes nothing, so that each value stood alone"


def test_a_piece_of_another_size_is_none(tmp_path):
    one = tallies.ReplyTally(4.0, np.arange(tallies.RUNGS, dtype=float), np.arange(tallies.DAYS, dtype=float), 2.0)
    place = tmp_path / tallies.name_of("A-1", 1)
    first = tallies.kept(place, 2, lambda: [one, one])
    again = tallies.kept(place, 2, lambda: pytest.fail("it stands"))
    assert [t.proxies for t in first] == [t.proxies for t in again] == [2.0, 2.0]
    np.testing.assert_array_equal(again[1].rungs, one.rungs)
    np.testing.assert_array_equal(again[1].delays, one.delays)
    assert len(tallies.kept(place, 3, lambda: [one] * 3)) == 3
    (place / tallies.FILE).write_bytes(b"no array")
    assert len(tallies.kept(place, 3, lambda: [one] * 3)) == 3


def test_other_constants_from_disputes_are_another_question(mine, monkeypatch):
    """A backtest that was begun before the fit was renewed would have mixed tallies of both."""
    asked = room.chains_of(mine, None)
    act = asked.acts[0]
    situation = forecast.situation_at(act, asked.acts, asked.priors)

    def names():
        return [forecast._piece_name(situation, 30, rivals) for rivals in (forecast.PLAIN, (forecast.SHIPPED,))]

    question, (every, shipped) = asked.study().hash(), names()
    monkeypatch.setattr(forecast, "_disputes_text", lambda: "constants.blood\n1\n")
    assert asked.study().hash() != question
    assert names()[0] != every and names()[1] == shipped, "what draws no such constants stays as it is"
