"""`brink import`: made-up rows in every format become the acts they should; what is wrong is named, no traceback."""

import csv
import datetime
import errno
import json
import os
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from brink.experiments.errors import UserError
from brink.experiments.evidence.episodes import read_episodes
from brink.experiments.evidence.events import importing, reading
from brink.experiments.evidence.events.draft import MARK
from brink.experiments.evidence.events.importing import CUT, import_events, parse_columns, write_acts
from brink.experiments.evidence.record.coded import read_directed
from brink.experiments.evidence.record.measures import measure
from brink.experiments.system.whole import write_new
from brink.scenarios.loader import load_scenario
from brink.scenarios.problems import ScenarioError

MIE = """\
version,micnum,eventnum,ccode1,ccode2,stmon,stday,styear,endmon,endday,endyear,action,hostlev,fatalmin1,fatalmax1,fatalmin2,fatalmax2
1.0,7,2,20,10,3,9,1950,3,9,1950,16,4,0,0,3,3
1.0,7,1,10,20,3,5,1950,3,5,1950,1,3,0,0,0,0
1.0,7,3,10,20,4,-9,1950,4,-9,1950,16,4,0,0,-9,-9
1.0,8,1,30,30,1,1,1960,1,1,1960,16,4,0,0,0,0
1.0,8,2,30,40,2,30,1960,1,1,1960,16,4,0,0,0,0
1.0,8,3,30,40,-9,1,1960,1,1,1960,16,4,0,0,0,0
1.0,8,4,30,40,1,2,1960,1,2,1960,16,9,0,0,0,0
1.0,8,5,30,40,1,2,1960,1,2,1960,0,1,0,0,0,0
1.0,8,6,30,40,1,3,2002,1,3,2002,16,4,0,0,0,0
1.0,7,1,10,20,3,5,1950,3,5,1950,1,3,0,0,0,0
"""
MIDIP = """\
dispnum,incidnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,insidea,sidea,fatality,fatalpre,action,hostlev
9,9001,AAA,1,3,5,1995,3,5,1995,1,1,0,0,16,4
9,9001,BBB,2,3,5,1995,3,5,1995,0,0,2,-9,0,1
9,9002,BBB,2,9,5,1995,9,5,1995,1,0,0,0,7,3
9,9002,AAA,1,9,5,1995,9,5,1995,0,1,0,0,7,3
9,9003,AAA,1,9,6,1995,9,6,1995,1,1,0,0,7,3
"""
GED = """\
id;type_of_violence;dyad_new_id;side_a;gwnoa;side_b;gwnob;country;date_prec;date_start;date_end;deaths_a;deaths_b;best
1;1;5;Government of Avaria;900;Marsh Front;;Avaria;1;1999-02-03 00:00:00.000;1999-02-03;0;4;4
2;1;5;Government of Avaria;900;Marsh Front;;Avaria;3;1999-03-01;1999-03-06;2;1;3
3;3;6;Marsh Front;;Civilians;;Avaria;1;1999-04-01;1999-04-01;0;0;9
4;1;5;Government of Avaria;900;Marsh Front;;Avaria;5;1999-01-01;1999-12-31;0;9;9
5;1;5;Government of Avaria;900;Marsh Front;;Avaria;1;1999-05-01;1999-05-01;0;0;2
"""
ICB = """\
icb2\tcrisno\tcracid\tactor\tyrtrig\tmotrig\tdatrig\ttriggr\ttrigent\tmajres\ttrgresra
ICB2\t77\t100\tAVA\t1977\t4\t3\t9\t200\t8\t12
ICB2\t77\t200\tBOR\t1977\t4\t15\t7\t100\t2\t3
ICB2\t78\t100\tAVA\t1978\t4\t3\t2\t997\t8\t12
ICB2\t79\t100\tAVA\t1979\t4\t3\t2\t300\t9\t-9
"""


def imported(tmp_path, text, name="mine.csv", **options):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return import_events(path, **options)


def acts_of(found):
    return [
        (act.case, act.n, str(act.raw.date), act.actor, act.target, act.level, act.raw.deaths) for act in found.acts
    ]


def reasons(found):
    return {drop.line: drop.reason for drop in found.drops}


def test_mie(tmp_path):
    found = imported(tmp_path, MIE)
    assert found.format.name == "mie"
    assert acts_of(found) == [
        ("mic_7", 1, "1950-03-05", "cow_10", "cow_20", 3, 0),
        ("mic_7", 2, "1950-03-09", "cow_20", "cow_10", 4, 3),
        ("mic_7", 3, "1950-04-15", "cow_10", "cow_20", 4, -1),
    ]
    assert reasons(found) == {
        5: "actor and target are the same",
        6: "no date",
        7: "year or month not known",
        8: "unknown level of hostility (1 to 5)",
        9: "no militarized action",
        10: "after the cut of 2001-12-31",
        11: "a duplicate",
    }
    assert found.drops[-1].value == "of line 3"
    assert found.guesses == {"day not known: the middle of its month": 1}


def test_midip(tmp_path):
    found = imported(tmp_path, MIDIP)
    assert found.format.name == "midip"
    assert acts_of(found) == [
        ("mid_9", 1, "1995-05-03", "aaa", "bbb", 4, 26),
        ("mid_9", 2, "1995-05-09", "bbb", "aaa", 3, 0),
        ("mid_9", 3, "1995-05-09", "aaa", "bbb", 3, 0),
    ]
    assert reasons(found) == {6: "an incident with participants on one side only"}
    assert found.guesses == {"deaths: the fewest of their category": 1}
    older = MIDIP.replace("dispnum,incidnum", "dispnum3,incidnum3")
    assert acts_of(imported(tmp_path, older)) == acts_of(found), "columns of the third version"


def test_ged_says_that_direction_is_a_guess(tmp_path):
    found = imported(tmp_path, GED)
    assert (found.format.name, found.source.separator) == ("ged", ";")
    assert acts_of(found) == [
        ("dyad_5", 1, "1999-02-03", "government_of_avaria", "marsh_front", 4, 4),
        ("dyad_5", 2, "1999-03-01", "government_of_avaria", "marsh_front", 4, 1),
        ("dyad_5", 3, "1999-03-01", "marsh_front", "government_of_avaria", 4, 2),
    ]
    assert set(reasons(found)) == {4, 5, 6}
    assert found.guesses["actor: the side that did not suffer these deaths"] == 3
    assert found.states == {"government_of_avaria"}


def test_icb(tmp_path):
    found = imported(tmp_path, ICB)
    assert (found.format.name, found.source.separator) == ("icb", "\t")
    assert acts_of(found) == [
        ("icb_77", 1, "1977-04-03", "cow_200", "cow_100", 4, -1),
        ("icb_77", 2, "1977-04-15", "cow_100", "cow_200", 3, -1),
        ("icb_77", 3, "1977-04-15", "cow_100", "cow_200", 4, -1),
    ]
    said = [(drop.line, drop.reason) for drop in found.drops]
    assert said == [
        (3, "the major response was no military act"),
        (4, "the trigger came from no single state"),
        (5, "the trigger was no military act"),
        (5, "the day of the response is not known"),
    ]


PLAIN = "Day|Who|Whom|Level|Dead\n30.5.2001|Avaria|Borduria|force|2\n2001-06-02|Borduria|Avaria|3|\n5/6/2001|A|B|4|0\n"
COLUMNS = "date=day,actor=Who,target=whom,level=Level,deaths=dead"


def test_plain_columns_that_are_named(tmp_path):
    found = imported(tmp_path, PLAIN, columns=parse_columns(COLUMNS))
    assert acts_of(found) == [
        ("avaria_borduria_1", 1, "2001-05-30", "avaria", "borduria", 4, 2),
        ("avaria_borduria_1", 2, "2001-06-02", "borduria", "avaria", 3, -1),
    ]
    assert reasons(found) == {4: "no date (write 2001-05-30)"}, "5/6/2001 can be read in two ways"


def test_pairs_are_divided_where_they_were_quiet_for_six_months(tmp_path):
    text = "date,actor,target\n2000-01-01,A,B\n2000-06-29,B,A\n2001-01-30,A,B\n"
    found = imported(tmp_path, text)
    assert [act.case for act in found.acts] == ["a_b_1", "a_b_1", "a_b_2"]
    assert found.guesses == {"level: a use of force": 3}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("date,actor,target\n2000-01-01,Åland,Zürich\n".encode("utf-8-sig"), "utf-8-sig"),
        ("date,actor,target\n2000-01-01,Åland,Zürich\n".encode("utf-16"), "utf-16"),
        ("date,actor,target\n2000-01-01,Åland,Zürich\n".encode("windows-1252"), "windows-1252"),
        ("date,actor,target\r\n2000-01-01,Åland,Zürich\r\n".encode(), "utf-8"),
    ],
)
def test_other_encodings(tmp_path, text, encoding):
    found = imported(tmp_path, text)
    assert found.source.encoding == encoding
    assert set(found.names.values()) == {"Åland", "Zürich"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "mine.csv:1:1: the file is empty"),
        (b"date,actor,date\n", "mine.csv:1:1: the column 'date' stands twice"),
        (b'date,actor,target\n2000-01-01,"A' + 300 * b"x\n" + b'",B\n', "mine.csv:2:1: a value runs over 301 lines"),
        (b'date,actor,target\n2000-01-01,"A,B\n' + 300 * b"x\n", "mine.csv:2:1: unexpected end of data"),
        (
            b'date,actor,target\n2000-01-01,A,B\n2000-01-02,A,"B\n2000-01-03,A,B\n',
            "mine.csv:3:1: unexpected end of data",
        ),
        (b"date,actor,target\n2000-01-01,A," + 140_000 * b"x", "mine.csv:2:1: field larger than field limit"),
        (b"a,b\n1,2\n", "mine.csv:1:1: these columns are those of no known format ('a', 'b'; separator comma)"),
        (b"dispnum,incidnum,tbi,action,hostlev\n", "import MIDIP"),
        (b"crisno,viol,yrtrig\n", "import the actor-level file, ICB2"),
    ],
)
def test_files_that_cannot_be_read_at_all_are_refused(tmp_path, text, said):
    with pytest.raises((ScenarioError, UserError)) as raised:
        imported(tmp_path, text)
    assert said in str(raised.value)


def test_rows_that_cannot_be_read_are_named(tmp_path):
    text = b"date,actor,target\n2000-01-01,A\n2000-01-02,A,B\0\n2000-01-03,,B\n2000-02-31,A,B\n\n0000-01-01,A,B\n"
    assert reasons(imported(tmp_path, text)) == {
        2: "2 values in a row of 3 columns",
        3: "holds a NUL byte",
        4: "no actor or no target",
        5: "no date (write 2001-05-30)",
        7: "no date (write 2001-05-30)",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [("date", "write it as date=DAY"), ("when=day", "an act has no 'when'"), ("date=,actor=b", "write it as")],
)
def test_columns_that_are_named_wrongly(text, said):
    with pytest.raises(UserError, match=said):
        parse_columns(text)


def test_what_is_imported_can_be_measured_and_read_as_coded_acts(tmp_path):
    found, path = imported(tmp_path, MIE), tmp_path / "acts.csv"
    with path.open("w", newline="") as stream:
        write_acts(found, stream)
    coded = read_episodes(path)
    assert [(act.chain, act.n, act.rung, act.level, act.counted) for act in coded] == [
        ("mic_7", 1, 3, 3, True),
        ("mic_7", 2, 7, 4, True),
        ("mic_7", 3, 7, 4, False),
    ]
    told = measure(read_directed(path))
    assert (told["disputes_reciprocated"], told["alternations_2"], told["delay_any_reply_p25_days"]) == (1, 1, 4)
    assert told["attacks_killing_nobody"] == 0, "deaths that are not known are not none"


def test_ten_thousand_rows_in_five_seconds(tmp_path):
    line = "1.0,{},{},{},{},3,{},1950,3,9,1950,16,4,0,0,3,3"
    rows = [line.format(k // 5, k % 5, 10 + k % 2, 11 - k % 2, 1 + k % 28) for k in range(10_000)]
    began = time.process_time()
    found = imported(tmp_path, MIE.splitlines()[0] + "\n" + "\n".join(rows))
    assert time.process_time() - began < 5
    assert len(found.acts) == 10_000


def test_a_quote_in_the_wrong_place_costs_one_row(tmp_path):
    found = imported(tmp_path, 'date,actor,target\n2000-01-01,"A"x,B\n2000-01-02,A,B\n')
    assert reasons(found) == {2: "a quote in the wrong place"}
    assert [act.raw.line for act in found.acts] == [3]


def test_too_many_rows_are_told_with_the_line(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(ScenarioError, match=r"mine.csv:5:1: more than 3 rows"):
        imported(tmp_path, "date,actor,target\n" + 4 * "2000-01-01,A,B\n")
    assert len(imported(tmp_path, "date,actor,target\n" + 3 * "2000-01-01,A,B\n").drops) == 2


def test_the_verb_writes_acts_drops_and_a_draft_and_overwrites_nothing(brink, tmp_path):
    (tmp_path / "mine.csv").write_text(MIE)
    code, out, err = brink("import", "mine.csv", "--draft", "draft.yaml")
    assert code == 0
    assert "3 acts in 1 cases of 2 actors" in out
    assert "after the cut of 2001-12-31" in out
    assert "exam" not in err
    drops = list(csv.DictReader((tmp_path / "mine-acts-dropped.csv").read_text().splitlines()))
    assert [int(row["line"]) for row in drops] == [5, 6, 7, 8, 9, 10, 11]
    for name in ("mine-acts.csv", "draft.yaml"):
        before = (tmp_path / name).read_bytes()
        options = ("--out", "new.csv", "--draft", "draft.yaml") if name == "draft.yaml" else ()
        code, _, err = brink("import", "mine.csv", *options)
        assert (code, (tmp_path / name).read_bytes()) == (2, before)
        assert f"{name}: exists already and is left as it is" in err
    assert not (tmp_path / "new.csv").exists(), "nothing is written by halves"


@pytest.mark.parametrize("draft", ["acts.csv", "./acts-dropped.csv", "../{here}/acts.csv"])
def test_a_draft_takes_the_place_of_no_other_file(brink, tmp_path, draft):
    (tmp_path / "mine.csv").write_text(GED)
    code, _, err = brink("import", "mine.csv", "--out", "acts.csv", "--draft", draft.format(here=tmp_path.name))
    assert (code, "choose another name" in err) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


@pytest.mark.parametrize(
    ("fault", "code"), [(KeyboardInterrupt(), 130), (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), 2)]
)
def test_what_is_stopped_while_it_is_written_leaves_no_file_and_can_be_asked_again(
    brink, tmp_path, monkeypatch, fault, code
):
    def stopped(found, stream):
        stream.write("half a ro")
        raise fault

    (tmp_path / "mine.csv").write_text(MIE)
    with monkeypatch.context() as patch:
        patch.setattr(importing, "write_drops", stopped)
        assert brink("import", "mine.csv", "--draft", "draft.yaml")[0] == code
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]
    assert brink("import", "mine.csv", "--draft", "draft.yaml")[0] == 0
    assert len(list(tmp_path.iterdir())) == 4


def test_without_links_a_file_is_new_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(errno.EPERM, "no links here")))
    write_new({tmp_path / "one": lambda stream: stream.write("first")})
    with pytest.raises(UserError, match="exists already"):
        write_new({tmp_path / "two": lambda stream: (tmp_path / "two").write_text("somebody's")})
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"one": "first", "two": "somebody's"}


def test_a_draft_loads_once_its_todos_are_decided(brink, tmp_path):
    (tmp_path / "mine.csv").write_text(GED.replace("Marsh Front", 'Marsh "Front": #1'))
    assert brink("import", "mine.csv", "--draft", "draft.yaml")[0] == 0
    code, _, err = brink("check", "draft.yaml")
    assert code == 2
    wrong = [line for line in err.splitlines() if line.startswith("draft.yaml")]
    text = (tmp_path / "draft.yaml").read_text()
    todos = [number for number, line in enumerate(text.splitlines(), 1) if MARK in line and not line.startswith("#")]
    assert {int(line.split(":")[1]) for line in wrong} == set(todos), "what is to be decided, and nothing else"
    text = text.replace(f"kind: {MARK}", "kind: militia\n    sits_in: [government_of_avaria_land]")
    text = text.replace(f"lat: {MARK}, lon: {MARK}", "lat: 36.0, lon: 40.0").replace(
        f"in: {MARK}", "in: government_of_avaria_land"
    )
    (tmp_path / "draft.yaml").write_text(text)
    scenario = load_scenario(tmp_path / "draft.yaml")
    assert [event.killed for event in scenario.events.values()] == [4, 1, 2]
    code, _, _ = brink("run", "draft.yaml", "--runs", 20, "--no-figures", "--out", "r")
    assert code == 0


def test_a_later_cut_says_loudly_what_it_is_for(brink, tmp_path):
    (tmp_path / "mine.csv").write_text(MIE)
    code, out, err = brink("import", "mine.csv", "--cut", "2014-12-31", "--json")
    assert code == 0
    assert "kept back as the exam" in err
    told = json.loads(out)
    assert (told["cut"], told["acts"], told["to"]) == ("2014-12-31", 4, "2002-01-03")
    assert datetime.date(2001, 12, 31) == CUT
    assert brink("import", "mine.csv", "--cut", "soon", "--out", "x.csv")[0] == 2


def test_wrong_options_are_refused(brink, tmp_path):
    (tmp_path / "mine.csv").write_text(PLAIN)
    for options, said in (
        (("--format", "mei"), "did you mean mie?"),
        (("--format", "mie"), "it lacks micnum"),
        (("--format", "plain"), "say which column has the date, actor, target"),
        (("--columns", "date=daay,actor=who,target=whom"), "did you mean day?"),
        (("--columns", "date=day"), "say which column has the actor, target"),
    ):
        code, _, err = brink("import", "mine.csv", *options)
        assert (code, said in err) == (2, True), (options, err)
    assert brink("import", "nowhere.csv")[0] == 2
    assert brink("import", ".")[0] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


PIECES = st.sampled_from(
    [b"2000-01-01", b"A", b"B", b"4", b'"', b",", b";", b"\n", b"\r", b"\0", b"\xff", b"-9", b"1e9", b"9" * 40, b" "]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from([MIE, MIDIP, GED, ICB, "date,actor,target,level,deaths\n"]), st.lists(PIECES, max_size=30))
@example(MIDIP, [b'"', b"\n"])
def test_no_bytes_end_in_anything_but_acts_drops_or_a_message(tmp_path, head, pieces):
    header = head.splitlines()[0].encode()
    for text in (header + b"\n" + b"".join(pieces), head.encode() + b",".join(pieces), b"".join(pieces)):
        try:
            found = imported(tmp_path, text)
        except (ScenarioError, UserError) as fault:
            assert "mine.csv" in str(fault)
        else:
            assert all(act.raw.date <= CUT and act.actor != act.target for act in found.acts)
