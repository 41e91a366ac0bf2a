"""An interrupted calibration goes on where it stood, by resume as by asking again."""

import json
import sys

import numpy as np
import pytest

from brink.experiments.commands import cli
from brink.experiments.evidence import calibrate as room
from brink.experiments.evidence import reference as table
from brink.experiments.evidence.forecast import free_ranges
from brink.experiments.evidence.prior import points
from brink.experiments.evidence.targets import Crises


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


def test_ctrl_c_names_resume_and_resume_asks_for_the_same(tmp_path, monkeypatch, capsys):
    pytest.importorskip("sklearn")
    asked = []

    def stops(size, tell, keep):
        asked.append((size.first, size.second, size.trials, keep))
        raise KeyboardInterrupt

    monkeypatch.setattr(room, "calibrate", stops)
    monkeypatch.chdir(tmp_path)

    def brink(*words):
        monkeypatch.setattr(sys, "argv", ["brink", *words])
        return (cli.call(cli.app), capsys.readouterr().err)

    code, messages = brink("calibrate", "--points", "800", "--trials", "30", "--out", "fit")
    assert code == 130 and "brink resume fit" in messages
    code, messages = brink("resume", "fit")
    assert code == 130 and asked[0] == asked[1]
    (tmp_path / "fit" / "unfinished.json").write_text(json.dumps({"points": "many"}))
    code, messages = brink("resume", "fit")
    assert code == 2 and "unfinished.json: cannot be read" in messages


def test_a_folder_that_cannot_be_written_is_told_first(tmp_path, monkeypatch, capsys):
    pytest.importorskip("sklearn")
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(room, "calibrate", lambda *_: pytest.fail("computed"))
    monkeypatch.setattr(sys, "argv", ["brink", "calibrate", "--out", str(tmp_path / "file" / "fit")])
    assert cli.call(cli.app) == 2
    assert "cannot be written" in capsys.readouterr().err
