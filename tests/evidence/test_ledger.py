"""The ledger: sealed once, never overwritten, and whatever was changed, left out or put in is found and not scored."""

import datetime
import json
import shutil

import numpy as np
import pytest

from brink.experiments.errors import MismatchError, UserError
from brink.experiments.evidence import forecast as room
from brink.experiments.evidence.episodes import read_episodes
from brink.experiments.evidence.ledger import book, generic, kinds, resolving, sealing
from brink.experiments.evidence.ledger.entries import NOTHING, ActForecast, ActStatement, LedgerEntry, SelectedActs
from brink.experiments.evidence.unseen.cases import from_acts
from brink.tests.evidence.made_up import acts_file, pair_rows

AFTER = datetime.date(2030, 1, 1)


def said(chance):
    rungs = {str(rung): 1.0 if rung == 7 else 0.0 for rung in range(4, 13)}
    days = tuple([0.0, 1.0] + [0.0] * 29)
    return ActForecast(chance=chance, share_50=(0.3, 0.7), share_90=(0.1, 0.9), rungs=rungs, days=days)


def entry(number=1, previous=NOTHING, chance=0.4, next_acts=200):
    """An entry with two made-up forecasters."""
    stated = [
        ActStatement(kind=kind, next=next_acts, least=10, forecasts={"one": said(chance), "other": said(0.5)})
        for kind in kinds.KINDS
    ]
    marks = sealing.marks(AFTER, "made up")
    return LedgerEntry(
        number=number, previous=previous, kind="acts", learned={}, rule=kinds.RULE, primary="one", acts=tuple(stated),
        **marks,
    )  # fmt: skip


@pytest.fixture
def ledger(tmp_path):
    """A ledger with three entries."""
    for chance in (0.4, 0.5, 0.6):
        book.append(tmp_path / "ledger", lambda number, before, c=chance: entry(number, before, c))
    return tmp_path / "ledger"


@pytest.fixture
def later(tmp_path):
    """Acts of a dozen pairs after the entry's day, and some before it."""
    early = [(f"{chain}_early", *rest) for chain, *rest in pair_rows(2, "2028-01-01")]
    return acts_file(tmp_path, early + pair_rows(12, "2030-02-01"), "later.csv")


def test_entries_follow_on_each_other(ledger):
    found = book.read_book(str(ledger))
    assert [one.number for one in found.entries] == [1, 2, 3]
    assert found.entries[0].previous == NOTHING and found.entries[2].previous == found.entries[1].hash
    assert found.last == found.entries[2].hash
    assert all(one.before_the_fact for one in found.entries)
    assert not sealing.marks(datetime.date(2024, 1, 20), "x")["before_the_fact"]


def spots(content, path=()):
    """Every place of plain JSON that holds a value."""
    for name, value in content.items() if isinstance(content, dict) else enumerate(content):
        if isinstance(value, dict | list):
            yield from spots(value, (*path, name))
        else:
            yield (*path, name), value


def changed(value):
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return 0.25 if value != 0.25 else 0.75
    return "f" * 64 if isinstance(value, str) and len(value) == 64 else "2031-01-01"


def test_any_changed_value_is_found(ledger):
    file = ledger / "0002.json"
    whole = json.loads(file.read_text())
    places = [place for place, _ in spots(whole)]
    assert len(places) > 300
    for place in places[:40] + places[40::17]:
        content = json.loads(json.dumps(whole))
        inner = content
        for name in place[:-1]:
            inner = inner[name]
        inner[place[-1]] = changed(inner[place[-1]])
        file.write_text(json.dumps(content))
        with pytest.raises((MismatchError, UserError)):
            book.read_book(str(ledger))
    file.write_text(json.dumps(whole))
    assert len(book.read_book(str(ledger)).entries) == 3, "another layout of the same values is the same entry"


def test_an_entry_that_was_sealed_again_breaks_the_chain(ledger):
    file = ledger / "0002.json"
    first = book.read_book(str(ledger)).entries[0]
    file.write_text(entry(2, first.hash, 0.9).sealed().text())
    with pytest.raises(MismatchError, match=r"0003.json: does not follow"):
        book.read_book(str(ledger))


@pytest.mark.parametrize("gone", ["0001.json", "0002.json"])
def test_an_entry_that_was_left_out_is_missed(ledger, gone):
    (ledger / gone).unlink()
    with pytest.raises(MismatchError):
        book.read_book(str(ledger))


def test_nothing_is_written_behind_a_ledger_that_is_not_whole(ledger):
    (ledger / "0002.json").write_text((ledger / "0002.json").read_text().replace('"one"', '"two"'))
    with pytest.raises(MismatchError):
        book.append(ledger, entry)
    with pytest.raises(MismatchError):
        sealing.read_whole(ledger)
    assert not (ledger / "0004.json").exists()


def test_a_file_that_is_no_entry_is_named(ledger, brink):
    (ledger / "0004.json").write_text("{}")
    code, _, err = brink("resolve", ledger)
    assert code == 2 and "0004.json: no entry of a ledger" in err


def test_acts_are_scored_as_by_hand(ledger, later, brink):
    code, out, _ = brink("resolve", ledger, later, "--entry", 1, "--json")
    assert code == 0
    told = json.loads(out)
    assert told["entry"] == 1 and told["sealed"] == book.read_book(str(ledger)).entries[0].hash
    any_act = told["scores"]["statements"][0]
    followed = [one for one in kinds.followed_acts(from_acts(read_episodes(later))) if one.act.date > AFTER]
    y = np.array([one.outcome.answered for one in followed], float)
    assert 20 < len(y) == any_act["acts"] and any_act["answered"] == pytest.approx(y.mean())
    assert any_act["forecasters"]["one"]["brier"]["estimate"] == pytest.approx(np.mean((0.4 - y) ** 2))
    waits = [one.outcome.delay for one in followed if one.outcome.reply]
    # all weight on day one: the score is the distance in days
    assert any_act["forecasters"]["one"]["delay"] == pytest.approx(np.mean(np.abs(np.array(waits) - 1)))
    assert any_act["forecasters"]["one"]["rung"] == 0.0
    group = next(row for row in told["scores"]["statements"] if row["kind"] == "an act of a group")
    assert group == {"kind": "an act of a group", "acts": 0, "next": 200, "scored": False,
                     "why": "0 acts of this kind; at least 10 are scored"}  # fmt: skip


def test_acts_before_the_day_and_acts_not_watched_are_no_part(later):
    acts = read_episodes(later)
    until = datetime.date(2030, 6, 1)
    scored = resolving.score_acts(entry(), acts, until)["statements"][0]
    kept = [a for a in acts if a.date > AFTER and (until - a.date).days >= 30]
    assert scored["acts"] == len(kept) < sum(a.date > AFTER for a in acts)
    first = resolving.score_acts(entry(next_acts=12), acts, until)["statements"][0]
    assert first["acts"] == 12


def test_a_kind_is_what_it_says(tmp_path):
    rows = [
        ("a", "2031-01-01", "A", "B", 4, 0),
        ("a", "2031-01-02", "B", "A", 9, 7),
        ("a", "2031-06-01", "A", "B", 7, 3),
    ]
    acts = kinds.followed_acts(from_acts(read_episodes(acts_file(tmp_path, rows)), datetime.date(2032, 1, 1)))
    found = {kind.words: [one.act.n for one in acts if kinds.is_of(kind, one)] for kind in kinds.KINDS}
    assert found["any act of force"] == [1, 2, 3]
    assert found["an act after thirty quiet days"] == [1, 3]
    assert found["an act that kills nobody"] == [1]
    assert found["an act that kills one to five"] == [3]
    assert found["an act that kills six or more"] == [2]
    assert found["a strike on a homeland, or graver"] == [2]
    assert found["an act of a group"] == []


def test_scores_can_be_kept_and_stay_in_the_chain(ledger, later, brink):
    assert brink("resolve", ledger, later, "--keep")[0] == 0
    found = book.read_book(str(ledger))
    assert [one.kind for one in found.entries] == ["acts"] * 3 + ["resolution"]
    kept = found.entries[3].resolution
    assert (kept.entry, kept.sealed, kept.file) == (3, found.entries[2].hash, "later.csv")
    assert found.forecast().number == 3, "a resolution is no forecast"


def test_what_is_asked_wrongly_is_said(ledger, later, brink, tmp_path):
    early = acts_file(tmp_path, pair_rows(2, "2028-01-01"), "early.csv")
    for words, why in (
        (["resolve", tmp_path / "no"], "no folder of a ledger"),
        (["resolve", ledger, early], "speaks of acts after 2030-01-01"),
        (["resolve", ledger, later, "--entry", 9], "no forecast numbered 9"),
        (["resolve", ledger, later, "--actors", "A0"], "write it as CODE=ID"),
        (["resolve", ledger, later, "--actors", "A0=a"], "asks nobody who they are"),
        (["resolve", ledger, "--keep"], "go with a file of coded acts"),
        (["resolve", ledger, later, "--until", "soon"], "is no date"),
        (["resolve", "shipped", later, "--keep"], ""),
        (["forecast", "--next", 3, "--ledger", tmp_path / "l"], "from 10 to 10,000"),
        (["forecast", "border-clash", "--next", 20, "--ledger", tmp_path / "l"], "says itself of which days"),
        (["forecast", "--seed", 3, "--ledger", tmp_path / "l"], "--runs and --seed are of the runs of a scenario"),
        (["forecast", "--after", "x", "--ledger", tmp_path / "l"], "is no date"),
    ):
        code, _, err = brink(*words)
        assert code == 2 and why in err, (words, err)
    assert not (tmp_path / "l").exists()


def test_what_comes_with_brink_stands_as_it_was_sealed(brink):
    code, out, _ = brink("resolve", "shipped", "--json")
    assert code == 0 and json.loads(out)["whole"]


def test_questions_of_a_crisis_are_sealed_and_scored(brink, tmp_path):
    place = tmp_path / "l"
    assert brink("forecast", "border-clash", "--runs", 60, "--ledger", place)[0] == 0
    before = (place / "0001.json").read_bytes()
    assert brink("forecast", "border-clash", "--runs", 60, "--ledger", place)[0] == 0
    assert (place / "0001.json").read_bytes() == before, "a further entry, nothing overwritten"
    rows = [
        ("c", "2024-01-06", "SOUTH", "NORTH"),
        ("c", "2024-01-10", "NORTH", "SOUTH"),
        ("c", "2024-03-12", "SOUTH", "NORTH"),
    ]
    file = acts_file(tmp_path, rows)
    code, _, err = brink("resolve", place, file)
    assert code == 2 and "not yet" in err
    code, out, _ = brink("resolve", place, file, "--until", "2024-04-01", "--json")
    asked = json.loads(out)["scores"]["questions"]
    assert code == 0 and [row["answer"] for row in asked] == [1.0, 1.0, 0.0]
    for row in asked:
        assert row["brier"] == pytest.approx((row["chance"] - row["answer"]) ** 2)
    quiet = acts_file(tmp_path, rows[:1], "quiet.csv")
    asked = json.loads(brink("resolve", place, quiet, "--until", "2024-04-01", "--json")[1])["scores"]["questions"]
    assert asked[0]["answer"] == 0.0 and asked[2]["answer"] == 0.0
    strange = acts_file(tmp_path, [("c", "2024-01-06", "NORD", "SOUTH")], "strange.csv")
    code, _, err = brink("resolve", place, strange, "--until", "2024-04-01")
    assert code == 2 and "--actors NORD=ID" in err
    assert brink("resolve", place, strange, "--until", "2024-04-01", "--actors", "NORD=north")[0] == 0


def test_what_coded_acts_do_not_say_is_not_resolved(brink, tmp_path):
    asked = "name: Mine\nextends: border-clash\nquestions:\n  hurt: {act: {by: north}, measure: wounded}\n"
    (tmp_path / "mine.yaml").write_text(asked)
    code, _, err = brink("forecast", tmp_path / "mine.yaml", "--runs", 20, "--ledger", tmp_path / "l")
    assert code == 0, err
    stated = {one.name: one for one in book.read_book(str(tmp_path / "l")).entries[0].crisis.questions}
    assert stated["hurt"].unresolved == "coded acts do not say: wounded"
    assert stated["hurt"].values and stated["hurt"].chance is None


def test_the_share_of_alike_acts_is_known_worse(tmp_path):
    alike = acts_file(tmp_path, pair_rows(12, "2001-01-01"), "alike.csv")
    cases = from_acts(read_episodes(alike), datetime.date(2005, 1, 1))
    acts = kinds.followed_acts(cases)
    loose = generic.concentration(acts)
    answered = [one for one in acts if one.outcome.answered]
    silent = [one for one in acts if not one.outcome.answered]
    split = [one._replace(act=one.act._replace(chain="x")) for one in answered]
    split += [one._replace(act=one.act._replace(chain="y")) for one in silent]
    assert generic.concentration(split) < loose
    wide, narrow = (generic.share_of(100, 0.5, size, 0.9) for size in (1.0, 50.0))
    assert wide[1] - wide[0] > narrow[1] - narrow[0]


def test_forecasts_by_kind_come_from_the_runs(monkeypatch, tmp_path):
    pytest.importorskip("sklearn")
    monkeypatch.setattr(room, "PLAIN_POINTS", 1)
    file = acts_file(tmp_path, pair_rows(3, "2001-01-01"))
    cases = from_acts(read_episodes(file), datetime.date(2005, 1, 1))
    acts = kinds.followed_acts(cases)
    from brink.experiments.evidence.situation import load_profiles

    made = generic.forecasts(acts, cases, load_profiles())
    share = np.mean([one.outcome.answered for one in acts])
    assert np.mean([entry.p for entry in made[generic.PRIMARY]]) == pytest.approx(share, abs=0.03)
    assert [entry.p for entry in made[generic.BASE]] == pytest.approx([share] * len(acts))
    told = generic.by_kind(SelectedActs(words="any"), acts, made, 50, 5.0)
    assert set(told) == {generic.PRIMARY, "brink as shipped", generic.BASE, generic.OF_KIND}
    for one in told.values():
        assert sum(one.rungs.values()) == pytest.approx(1, abs=1e-3) and sum(one.days) == pytest.approx(1, abs=1e-3)
        assert one.share_90[0] <= one.share_50[0] <= one.share_50[1] <= one.share_90[1]


def test_a_ledger_is_the_same_wherever_it_lies(ledger, tmp_path):
    shutil.copytree(ledger, tmp_path / "copy")
    assert book.read_book(str(tmp_path / "copy")).last == book.read_book(str(ledger)).last


class Stop:
    """Ctrl-C when something was done so often."""

    def __init__(self, do, after):
        self.do, self.after, self.calls = do, after, 0

    def __call__(self, *words):
        self.calls += 1
        if self.calls > self.after:
            raise KeyboardInterrupt
        return self.do(*words)


def stated(folder, number):
    """What an entry says, without when it was made and what came before."""
    content = json.loads((folder / f"{number:04}.json").read_text())
    return {name: value for name, value in content.items() if name not in ("made", "hash", "number", "previous")}


def test_an_interrupted_forecast_of_a_scenario_goes_on(brink, tmp_path, monkeypatch):
    """Finished pieces are not run again, the entry is the same, and nothing is left beside it."""
    from brink.experiments.runs import answered

    monkeypatch.setattr(answered, "EACH", 10)
    monkeypatch.setattr(answered, "processors", lambda: 1)
    plain, words = answered.answered_chunk, ("forecast", "border-clash", "--runs", 60, "--ledger")
    assert brink(*words, tmp_path / "whole")[0] == 0
    monkeypatch.setattr(answered, "answered_chunk", Stop(plain, 3))
    code, _, messages = brink(*words, tmp_path / "mine")
    assert (
        code == 130
        and f"finish it with: brink forecast border-clash --runs 60 --ledger {tmp_path / 'mine'}" in messages
    )
    assert brink("resolve", tmp_path / "mine")[0] == 0, "a ledger without an entry yet is whole"
    count = Stop(plain, 1_000)
    monkeypatch.setattr(answered, "answered_chunk", count)
    # the pieces of the one question are nothing to another
    assert brink("forecast", "border-clash", "--runs", 60, "--seed", 2, "--ledger", tmp_path / "mine")[0] == 0
    assert count.calls == 6
    assert brink(*words, tmp_path / "mine")[0] == 0
    assert count.calls == 6 + 3
    assert stated(tmp_path / "mine", 2) == stated(tmp_path / "whole", 1)
    assert {path.name for path in (tmp_path / "mine").iterdir()} == {"0001.json", "0002.json"}


def test_an_interrupted_forecast_of_acts_goes_on(brink, tmp_path, monkeypatch):
    pytest.importorskip("sklearn")
    from brink.experiments.evidence.unseen import cases, simulated

    monkeypatch.setattr(room, "PLAIN_POINTS", 1)
    monkeypatch.setattr(room, "PLAIN_RUNS", 4)
    monkeypatch.setattr(simulated, "processors", lambda: 1)
    rows = acts_file(tmp_path, pair_rows(3, "2001-01-01"), "few.csv").read_text()
    few = cases.parsed_cases("few.csv", rows)
    monkeypatch.setattr(generic, "read_cases", lambda source: few)
    monkeypatch.setattr(generic, "KINDS", kinds.KINDS[:2])  # there is no act of every kind among so few
    plain, words = simulated.batches, ("forecast", "--after", "2024-01-20", "--next", 10, "--ledger")
    assert brink(*words, tmp_path / "whole")[0] == 0
    monkeypatch.setattr(simulated, "batches", Stop(plain, 5))
    code, _, messages = brink(*words, tmp_path / "mine")
    assert code == 130 and "finish it with: brink forecast --after 2024-01-20" in messages
    count = Stop(plain, 1_000)
    monkeypatch.setattr(simulated, "batches", count)
    # another title is the same question: nothing of it hangs on the title
    assert brink(*words, tmp_path / "mine", "--title", "mine")[0] == 0
    acts = sum(len(case.acts) for case in few.cases)
    assert count.calls == acts - 5
    assert stated(tmp_path / "mine", 1) | {"title": ""} == stated(tmp_path / "whole", 1) | {"title": ""}
    assert {path.name for path in (tmp_path / "mine").iterdir()} == {"0001.json"}


def test_a_full_disk_names_the_forecast_and_keeps_what_was_finished(brink, tmp_path, monkeypatch):
    import errno

    from brink.experiments.runs import answered

    def full(*words):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(answered, "appearing", full)
    code, _, messages = brink("forecast", "border-clash", "--runs", 20, "--ledger", tmp_path / "mine")
    assert (
        code == 1
        and "No space left on device" in messages
        and "finish it with: brink forecast border-clash" in messages
    )
