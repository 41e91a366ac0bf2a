"""The command that makes everything on the page of evidence: its parts write what ships, in any folder, and small."""

import csv
import hashlib
import importlib.util
import json
import sys
from pathlib import Path

import pytest

from brink.experiments.errors import UserError
from brink.experiments.evidence import january
from brink.experiments.results.question import model_hash

FILE = Path(__file__).parents[2] / "docs" / "renew_evidence.py"


@pytest.fixture(scope="module")
def renew():
    spec = importlib.util.spec_from_file_location("renew_evidence", FILE)
    module = importlib.util.module_from_spec(spec)
    sys.modules["renew_evidence"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def places(renew, tmp_path):
    found = renew.Places(*(tmp_path / name for name in ("evidence", "images", "work")))
    for folder in found:
        folder.mkdir()
    return found


def test_every_file_of_numbers_on_the_page_has_its_part(renew, places, monkeypatch):
    """With a command that answers at once, the parts write all that ships and nothing else."""
    asked = []

    def brink(*words):
        asked.append(words)
        if "--out" in words:
            folder = Path(words[words.index("--out") + 1])
            (folder / "figures").mkdir(parents=True)
            pictures = ("reliability", "january-backtest", *renew.PICTURED)
            for name in (*renew.FITTED, "targets.png", *(f"figures/{picture}.png" for picture in pictures)):
                (folder / name).write_text(name)
        return b'{"frames": {"replies": {"acts": {}}}}'

    monkeypatch.setattr(renew, "brink", brink)
    monkeypatch.setattr(renew.renew_events, "main", lambda evidence, *more: (evidence / "events.json").write_text("{}"))
    for name in ("fit", "chains", "unseen", "drawn", "events", "disputes", "winters"):
        renew.PARTS[name](places, ["--points=600"])
    shipped = {path.name for path in renew.SHIPPED.evidence.glob("*.json")} | set(renew.FITTED)
    assert {path.name for path in places.evidence.iterdir()} == shipped - {"facts.json", "ranks.json"}
    pictures = {f"{name}.png" for name in ("targets", "reliability", "january-backtest", *renew.PICTURED)}
    assert {path.name for path in places.images.iterdir()} == pictures
    assert asked[0][:2] == ("calibrate", "--points=600")
    assert next(iter(renew.PARTS)) == "fit", "what runs with the posteriors runs after them"


HEAD = "micnum,eventnum,ccode1,ccode2,stmon,stday,styear,endmon,endday,endyear,action,hostlev,fatalmin2"


def test_imported_events_leave_their_scores_and_nothing_of_themselves(renew, places, tmp_path, monkeypatch, capsys):
    """Without the file nothing is written; another file is refused; no act and no later row gets into what ships."""
    pytest.importorskip("sklearn")
    room, mine = renew.renew_events, tmp_path / "mie.csv"
    room.main(places.evidence, places.work, renew.brink, mine)
    assert not list(places.evidence.iterdir()) and room.SOURCE in capsys.readouterr().out
    rows = [f"{year},{n},{pair},3,{day},{year},3,{day},{year},16,4,0"
            for year in (*range(1975, 1997), 2003) for n, day, pair in ((1, 1, "2,365"), (2, 5, "365,2"))
            if n == 1 or year % 2]  # fmt: skip
    mine.write_text("\n".join([HEAD, *rows]) + "\n")
    with pytest.raises(UserError, match="is another file"):
        room.main(places.evidence, places.work, renew.brink, mine)
    acts = []

    def brink(*words):
        if words[0] == "backtest":
            acts.append(Path(words[2]).read_text())
            words = [*words[:3], *words[5:]]
        return renew.brink(*words)

    for _ in range(2):
        room.main(places.evidence, places.work, brink, mine, hashlib.sha256(mine.read_bytes()).hexdigest())
    assert "2003-03" not in acts[0] and acts[0].count("1995-03") == 2
    told = json.loads((places.evidence / "events.json").read_text())
    assert told["cut"] == "2001-12-31" and told["file_sha256"] == room.SHA256 and told["found_at"] == room.SOURCE
    assert "acts" not in told["frames"]["events"] and str(tmp_path) not in json.dumps(told)
    assert told["frames"]["events"]["number"] == 9


def test_the_disputes_are_made_by_the_command_itself(renew, places):
    renew.disputes(places, [])
    told = json.loads((places.evidence / "disputes.json").read_text())
    assert told["disputes"] == 512 and told["statistics"]["alternations_0"]["found"]["estimate"] > 0


def test_what_ships_is_of_one_fit():
    folder = Path(january.__file__).parent
    for name in ("posterior.csv", "posterior-disputes.csv"):
        with (folder / name).open(encoding="utf-8") as lines:
            head = next(csv.reader(lines))
        told = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
        assert [path.removeprefix("constants.") for path in head] == list(told["constants"])


def test_what_is_under_way_is_of_one_model(renew):
    """A fit that was begun with other rules was refused and had to be removed by hand."""
    assert renew.SHIPPED.work.name == model_hash() and renew.SHIPPED.work.parent.name == "evidence"
