"""An interrupted calibration goes on where it stood, by resume as by asking again."""

import json

import numpy as np
import pytest

from brink.experiments.evidence import calibrate as room
from brink.experiments.evidence import reference as table
from brink.experiments.evidence.forecast import free_ranges
from brink.experiments.evidence.prior import points
from brink.experiments.evidence.targets import Crises
from brink.tests.faults.hostile.sound import as_shipped


@pytest.fixture
def crises():
    return Crises(free_ranges(), 8)


def test_finished_points_are_not_run_again_and_give_the_same_table(crises, tmp_path, monkeypatch):
    monkeypatch.setattr(table, "PIECE", 4)
    wanted = points(free_ranges(), 10, 1)
    plain = table.reference(crises, wanted, 5)
    measure, calls = table.measure, []

    def stops(log):
        calls.append(1)
        if len(calls) == 7:
            raise KeyboardInterrupt
        return measure(log)

    monkeypatch.setattr(table, "measure", stops)
    with pytest.raises(KeyboardInterrupt):
        table.reference(crises, wanted, 5, keep=tmp_path)
    assert len([path for path in tmp_path.iterdir() if path.suffix != ".part"]) == 1
    monkeypatch.setattr(table, "measure", lambda log: calls.append(1) or measure(log))
    calls.clear()
    told = []
    again = table.reference(crises, wanted, 5, lambda done, total: told.append((done, total)), tmp_path)
    np.testing.assert_array_equal(again.stats, plain.stats)
    assert len(calls) == 6
    assert told[-1] == (10, 10)
    calls.clear()
    other = table.reference(crises, wanted + 1e-9, 5, keep=tmp_path)
    assert len(calls) == 10 and other.stats.shape == plain.stats.shape


def test_ctrl_c_names_resume_and_resume_asks_for_the_same(brink, tmp_path, monkeypatch):
    asked = []

    def stops(size, tell, keep):
        asked.append((size.first, size.second, size.trials, keep))
        raise KeyboardInterrupt

    monkeypatch.setattr(room, "calibrate", stops)
    code, _, messages = brink("calibrate --points 800 --trials 30 --out fit")
    assert code == 130 and "brink resume fit" in messages
    code, _, messages = brink("resume fit")
    assert code == 130 and asked[0] == asked[1]
    (tmp_path / "fit" / "unfinished.json").write_text(json.dumps({"points": "many"}))
    code, _, messages = brink("resume fit")
    assert code == 2 and "unfinished.json: cannot be read" in messages


def test_a_folder_that_cannot_be_written_is_told_first(brink, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(room, "calibrate", lambda *_: pytest.fail("computed"))
    code, _, messages = brink("calibrate --out file/fit")
    assert code == 2 and "cannot be written" in messages


@pytest.fixture
def brink(brink, monkeypatch):
    """The command line, of which a calibration finds the shipped posterior."""
    pytest.importorskip("sklearn")

    def calibrate(size, tell, keep):
        brink.asked.append(size)
        brink.pieces = sorted(path.name for path in keep.glob("*"))

    brink.asked = []
    monkeypatch.setattr(room, "calibrate", calibrate)
    monkeypatch.setattr(room, "write", as_shipped)
    return brink


def test_a_finished_calibration_is_found_verified_and_shown_again(brink, tmp_path):
    asked = "calibrate --points 800 --trials 30 --out fit"
    code, first, _ = brink(asked)
    assert code == 0 and "statistics hit" in first and "posterior: fit/posterior.csv" in first
    assert not (tmp_path / "fit" / "chunks").exists()
    for line in (asked, "resume fit"):
        assert brink(line)[:2] == (0, first)
    assert len(brink.asked) == 1
    told = json.loads(brink("resume fit --json")[1])
    assert told["constants"] and told["manifest"]["study"] == "calibrate"
    assert brink("verify fit")[0] == 0
    assert brink(f"{asked} --force")[0] == 0 and len(brink.asked) == 2


@pytest.mark.parametrize("name", [room.POSTERIOR, room.DISPUTES, room.REPORT, "study.json", "manifest.json"])
def test_verify_sees_every_changed_file_of_a_calibration(brink, tmp_path, name):
    brink("calibrate --points 800 --trials 30 --out fit")
    raw = bytearray((tmp_path / "fit" / name).read_bytes())
    raw[-3] ^= 1
    (tmp_path / "fit" / name).write_bytes(bytes(raw))
    code, output, messages = brink("verify fit")
    assert code == 3 and name in output + messages
    if name == room.REPORT:
        code, output, messages = brink("resume fit")
        assert (code, output) == (3, "") and "not the bytes that were written" in messages


def test_neither_another_calibration_nor_what_a_user_has_is_overwritten(brink, tmp_path):
    brink("calibrate --points 800 --trials 30 --out fit")
    kept = (tmp_path / "fit" / room.POSTERIOR).read_bytes()
    code, _, messages = brink("calibrate --points 900 --trials 30 --out fit --force")
    assert code == 2 and "another question" in messages and "first" in messages
    assert (tmp_path / "fit" / room.POSTERIOR).read_bytes() == kept
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / room.POSTERIOR).write_text("mine")
    code, _, messages = brink("calibrate --points 800 --trials 30 --out mine")
    assert code == 2 and "not empty" in messages
    assert (tmp_path / "mine" / room.POSTERIOR).read_text() == "mine"
    assert len(brink.asked) == 1


@pytest.mark.parametrize("line", ["resume fit", "calibrate --points 800 --trials 30 --out fit"])
def test_a_calibration_begun_before_it_was_a_study_goes_on(brink, tmp_path, line):
    (tmp_path / "fit" / "chunks" / "piece").mkdir(parents=True)
    (tmp_path / "fit" / "unfinished.json").write_text(json.dumps({"points": 800, "trials": 30}))
    assert brink("verify fit")[0] == 2
    code, output, _ = brink(line)
    assert code == 0 and "statistics hit" in output
    assert [(size.first, size.second, size.trials) for size in brink.asked] == [(800, 500, 30)]
    assert brink.pieces == ["piece"]
    assert not (tmp_path / "fit" / "unfinished.json").exists()


def test_a_report_that_the_manifest_vouches_for_wrongly_is_told(brink, tmp_path):
    from brink.experiments.results.parquet import sha256

    brink("calibrate --points 800 --trials 30 --out fit")
    report, manifest = tmp_path / "fit" / room.REPORT, tmp_path / "fit" / "manifest.json"
    for text in ("{}", '{"constants": {"a": 1}}', '{"constants": [], "fit": 3, "trials": 1}'):
        report.write_text(text)
        said = json.loads(manifest.read_text())
        said["files"][room.REPORT]["sha256"] = sha256(report)
        manifest.write_text(json.dumps(said))
        code, output, messages = brink("resume fit")
        assert (code, output) == (3, "") and messages.rstrip().endswith("(no report of a calibration)")
