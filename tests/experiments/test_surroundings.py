"""The command line where people are: any encoding, closed and full streams, odd names, settings of others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from brink.experiments.commands import cli
from brink.experiments.commands.console import visible
from brink.experiments.runs.batch import run
from brink.experiments.runs.engines import ENGINES
from brink.scenarios.loader import load_scenario
from brink.tests.forked import shell as forks

BRINK = Path(sys.executable).parent / "brink"
WORLD = """\
schema: 1
name: "حدود"
extends: border-clash
actors: {north: {name: "الشمال"}, south: {name: "الجنوب"}}
"""
EXPECTED = """\
extends: arabic.yaml
name: "توقع"
expectations: {some: {question: north 4+ measure count, mean: [0, 1000], source: "عدد"}}
"""
SWEPT = """\
experiment: 1
name: "خوف"
scenario: arabic.yaml
design: {kind: grid}
replications: 4
levers: {constants.fear_weight: [6, 12]}
outcomes: [killed]
"""
EVENTS = "date,actor,target\n1999-03-05,الشمال,الجنوب\n31.2.1999,الجنوب,الشمال\n"
NARROW = [
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp1252"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]
VERBS = [
    "--help", "--version", "list", "schema", "explain actors.north.pressure.baseline", "check arabic.yaml --menus",
    "show answer", "show answer --tree", "show answer --why 0", "show answer --json", "show answer --actor الشمال",
    "verify answer --replay 1", "verify answer --replay 1 --json",
    "run arabic.yaml --runs 20 --no-figures --out answer",
    "run arabic.yaml --runs 20 --no-figures --out answer --json", "report answer", "resume answer", "check nowhere",
    "fly", "run border-clash --runs many", "ask answer 'north on south 4+'", "ask answer 'any (north 6+)' --csv",
    "expect expected.yaml --runs 40", "import events.csv --out imported.csv --draft imported.yaml",
    "compare arabic.yaml --set constants.fear_weight=12 --runs 20 --no-figures --out compared",
    "show compared/a --run 0", "sweep swept.yaml --no-figures --out swept", "map arabic.yaml --x constants.fear_weight "
    "--y constants.answer_cost --side 2 --replications 4 --outcome killed --out mapped", "resume mapped",
    "verify mapped", "sensitivity arabic.yaml --outcome killed --trajectories 2 --base 4 --replications 4 --no-figures "
    "--out sensed",
]  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a world of Arabic names and its results."""
    folder = tmp_path_factory.mktemp("home")
    for name, text in {
        "arabic.yaml": WORLD,
        "expected.yaml": EXPECTED,
        "swept.yaml": SWEPT,
        "events.csv": EVENTS,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    run(load_scenario(folder / "arabic.yaml"), runs=20, out=folder / "answer")
    return folder


def shell(line: str, folder: Path, **environment: str) -> tuple[int, str, str]:
    """Exit code, output and messages of a line of bash."""
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=os.environ | {"B": str(BRINK)} | environment, capture_output=True,
        timeout=300,
    )  # fmt: skip
    return done.returncode, done.stdout.decode("latin-1"), done.stderr.decode("latin-1")


def no_crash(folder: Path) -> bool:
    return not list(folder.rglob("brink-crash-*"))


#: Reads commands, a line each, and runs each in a fork of its own, in a process that has started and loaded once.
FORKING = """
import gc, os, shlex, sys
from brink.experiments.commands import cli
from brink.experiments.figures import gallery, peak
from brink.tests.forked import load
load()
gc.freeze()
gallery._KINDS = tuple(kind for kind in gallery._KINDS if kind.name == peak.NAME)  # all are written in the same way
for line in open(0, "rb").read().splitlines():
    process = os.fork()
    if process == 0:
        sys.argv = ["brink", *shlex.split(os.fsdecode(line))]
        try:
            cli.main()
        except SystemExit as end:
            sys.stdout.flush()
            os._exit(end.code or 0)
        finally:
            os._exit(9)
    os.write(3, b"%d\\n" % os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.parametrize("environment", NARROW, ids=["ascii", "cp1252", "C"])
def test_every_verb_speaks_through_every_encoding(home, environment):
    (home / "forking.py").write_text(FORKING)
    for written in home.glob("imported*"):
        written.unlink()
    (home / "verbs").write_text("\n".join(VERBS), encoding="utf-8")
    line = f"{sys.executable} forking.py 3>codes <verbs"
    code, _, messages = shell(line, home, **environment)
    expected = [2 if verb in ("check nowhere", "fly", "run border-clash --runs many") else 0 for verb in VERBS]
    assert (code, [int(word) for word in (home / "codes").read_text().split()]) == (0, expected), messages
    assert no_crash(home)
    assert shell("$B show answer", home, **environment)[0] == 0, "by the console script as well"


@pytest.mark.slow
@pytest.mark.parametrize(
    "verb", ["--help", "list", "schema", "show answer", "check arabic.yaml --menus", "list --json"]
)
def test_a_reader_that_has_seen_enough_is_no_fault(home, verb):
    assert shell(f"$B {verb} | head -n 0; exit ${{PIPESTATUS[0]}}", home)[0::2] == (0, "")


def test_a_verdict_outlives_a_reader_that_left(home):
    assert shell("$B check nowhere list 2>&1 | head -n 0; exit ${PIPESTATUS[0]}", home)[0] == 2


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("$B list >/dev/full", 1, "standard output cannot be written: No space left on device\n"),
        ("$B --help >/dev/full", 1, "standard output cannot be written: No space left on device\n"),
        ("$B list >&-", 2, "standard output is closed; send it to a file, or to /dev/null\n"),
        ("$B list 1</dev/null", 2, "standard output cannot be written: Bad file descriptor\n"),
        ("$B check nowhere 2>/dev/full", 2, ""),
        ("$B check nowhere 2>&-", 2, ""),
        ("$B check nowhere >&- 2>&-", 2, ""),
        ("$B list 2>&-", 0, ""),
    ],
)
def test_streams_that_are_closed_or_full(tmp_path, line, code, message):
    assert shell(line, tmp_path)[0::2] == (code, message)
    assert no_crash(tmp_path)


@pytest.mark.parametrize("start", ["run", "check", "show", "verify", "resume", "report", "new", "sweep", "explain"])
def test_a_name_of_thousands_of_characters(tmp_path, start):
    code, messages, _ = forks(f'brink {start} $(printf "x%.0s" {{1..5000}})', tmp_path, os.environ)
    assert (code, len(messages) < 600, messages.count("\n")) == (2, True, 1), messages[:300]
    assert no_crash(tmp_path)


@pytest.mark.slow
def test_names_that_are_no_text(tmp_path, few_figures):
    for line, code in [
        ('brink new $(printf "w\\xff.yaml") --from border-clash', 0),
        ('brink run $(printf "w\\xff.yaml") --runs 2 --no-figures --csv --out $(printf "o\\xff")', 0),
        ('brink show $(printf "o\\xff")', 0),
        ('brink verify $(printf "o\\xff") --replay 1', 0),
        ('brink report $(printf "o\\xff")', 0),
        ('brink run $(printf "gone\\xff.yaml")', 2),
    ]:
        found, messages, _ = forks(line, tmp_path, os.environ)
        assert found == code, (line, messages)
    assert shell('$B show $(printf "o\\xff")', tmp_path)[0] == 0, "by the console script as well"
    assert no_crash(tmp_path)


def test_a_working_folder_that_is_gone(tmp_path):
    code, _, messages = shell("mkdir gone; cd gone; rmdir ../gone; $B run border-clash --runs 2", tmp_path)
    assert (code, messages) == (2, "the working folder is gone; go to another one\n")


@pytest.mark.slow
@pytest.mark.parametrize("setting", ["NUMBA_NUM_THREADS=0", "NUMBA_DISABLE_JIT=1"])
def test_settings_with_which_a_library_does_not_start(tmp_path, setting):
    code, _, messages = shell(f"{setting} $B run border-clash --runs 2 --engine mesa", tmp_path)
    assert (code, setting in messages.splitlines()[-1]) == (2, True), messages
    assert messages.count("\n") <= 2, "the error, after what is said of compiling at most"
    assert no_crash(tmp_path)


#: The program, but that once its surroundings are settled it is told to draw two figures only.
REPORTING = """
from brink.experiments.commands import cli
call = cli.call
def call_with_few(command):
    from brink.experiments.figures import gallery, peak, timeline
    gallery._KINDS = tuple(kind for kind in gallery._KINDS if kind.name in (peak.NAME, timeline.NAME))
    return call(command)
cli.call = call_with_few
cli.main()
"""


@pytest.mark.slow
def test_figures_are_the_same_bytes_whatever_matplotlib_is_told(home):
    """Of one run, which has a figure of each kind; all that can be told at once is told at once."""
    run(load_scenario("border-clash"), runs=1, out=home / "one")

    def drawn() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (home / "one/figures").iterdir()}

    assert shell("$B report one --no-live", home)[0] == 0
    plain = drawn()
    folder = home / "elsewhere"
    folder.mkdir()
    (home / "reporting.py").write_text(REPORTING)
    told = "font.size: 40\naxes.grid: True\nsavefig.dpi: 10\ntext.usetex: True\n"
    (folder / "matplotlibrc").write_text(told)
    told_all = "MPLBACKEND=module://nowhere.at_all SOURCE_DATE_EPOCH=abc MATPLOTLIBRC=elsewhere/matplotlibrc"
    assert shell(f"{told_all} $B report one --no-live", home)[0] == 0
    assert drawn() == plain
    for before in ("", "printf '\\xff\\xfe' > matplotlibrc;", "rm matplotlibrc; mkfifo matplotlibrc;"):
        shutil.rmtree(home / "one/figures")
        line = f"cd elsewhere; {before} {sys.executable} ../reporting.py report ../one --no-live"
        assert shell(line, home)[0] == 0, line
        few = drawn()
        del few["index.json"]  # lists the two
        assert len(few) >= 2 and few.items() <= plain.items(), line


def test_nothing_reaches_the_terminal_that_it_would_obey(tmp_path, monkeypatch, capsys):
    hostile = "a\x1b]0;owned\x07b\x9b31mc\rd\u202ee\udcfff\u2028g"
    shown = r"a\x1b]0;owned\x07b\x9b31mc\rd\u202ee\udcfff\u2028g"
    assert visible(hostile) == shown
    assert visible("names\tand\nlines, الشمال, é") == "names\tand\nlines, الشمال, é"
    monkeypatch.chdir(tmp_path)
    mistakes = [[hostile], *([verb, hostile] for verb in ("check", "run", "explain", "show", "verify", "sweep"))]
    mistakes += [["run", "border-clash", option, hostile] for option in ("--runs", "--engine", "--acts", "--set")]
    for arguments in mistakes:
        monkeypatch.setattr(sys, "argv", ["brink", *arguments])
        assert cli.call(cli.app) == 2
        said = "".join(capsys.readouterr())
        assert said and not set(said) & set("\x1b\x07\x9b\r\u202e\u2028\udcff"), arguments


def test_only_the_console_writes_to_the_terminal():
    root = Path(cli.__file__).parents[1]
    writers = ("print(", "sys.stdout", "sys.stderr", "typer.echo", "typer.secho", "Console(")
    for room in ("agents", "experiments", "model", "scenarios"):
        for path in (root / room).rglob("*.py"):
            if path.name in ("console.py", "streams.py", "cli.py"):
                continue
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if ".print(" not in line]
            assert not [line for line in lines for writer in writers if f" {writer}" in line], path


def test_verify_tells_an_engine_that_does_not_start_from_wrong_results(home, monkeypatch, capsys):
    monkeypatch.setitem(ENGINES, "mesa", "..model.no_such_engine")
    monkeypatch.setattr(sys, "argv", ["brink", "verify", str(home / "answer"), "--replay", "2"])
    assert cli.call(cli.app) == 1
    said = capsys.readouterr()
    assert "the engine mesa did not start" in said.err
    assert "replay, ensemble" in said.out
    assert "should be" not in said.err
