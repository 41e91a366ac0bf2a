"""The command line: exit codes, where things are printed, and nothing heavy where an answer is due at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from brink.experiments import report
from brink.experiments.commands import console
from brink.model.engine import ensemble
from brink.tests.support import synthetic

HEAVY = ("mesa", "numba", "pandas", "matplotlib", "pyarrow")


@pytest.fixture
def brink(brink, monkeypatch: pytest.MonkeyPatch):
    """The command line with the synthetic engine."""
    monkeypatch.setattr(ensemble, "simulate", synthetic)
    return brink


RUN = ("run", "january-2024", "--runs", "12", "--no-figures", "--out", "answer", "--jobs", "1")


@pytest.mark.parametrize(
    "arguments", ["--help", "list", "check border-clash", "schema", "explain constants.fear_weight"]
)
def test_what_must_answer_at_once_imports_nothing_heavy(arguments: str) -> None:
    script = (
        "import sys\nfrom brink.experiments.commands import cli\n"
        "sys.argv = ['brink', *sys.argv[1:]]\ncode = cli.call(cli.app)\n"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]\nassert not heavy, heavy\nsys.exit(code)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *arguments.split()], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout


def test_no_arguments_print_the_help(brink) -> None:
    code, output, messages = brink()
    assert (code, messages) == (0, "")
    for verb in ("list", "new", "check", "explain", "schema", "run", "show", "report", "resume"):
        assert verb in output


def test_the_shipped_scenarios_are_listed_a_line_each(brink) -> None:
    code, output, _ = brink("list")
    assert code == 0
    assert {"january-2024", "border-clash", "middle-east"} <= {line.split()[0] for line in output.splitlines()}
    assert "appraisal" in brink("list", "--doctrines")[1]
    assert json.loads(brink("list", "--json")[1])


def test_a_new_file_passes_the_check_and_is_never_overwritten(brink) -> None:
    assert brink("new", "valley.yaml")[0] == 0
    code, output, _ = brink("check", "valley.yaml")
    assert (code, output.split(":")[1]) == (0, " ok")
    code, output, messages = brink("new", "valley.yaml")
    assert (code, output) == (2, "")
    assert "exists already" in messages


def test_a_copy_extends_the_shipped_scenario(brink) -> None:
    assert brink("new", "mine.yaml", "--from", "january-2024")[0] == 0
    assert "extends: january-2024" in Path("mine.yaml").read_text()
    code, _, messages = brink("new", "other.yaml", "--from", "january-2042")
    assert (code, "january-2024" in messages, Path("other.yaml").exists()) == (2, True, False)


def test_check_tells_every_problem_with_its_place(brink) -> None:
    Path("bad.yaml").write_text("schema: 1\nname: Bad\nextends: border-clash\ndayz: 3\ndays: -1\n")
    code, output, messages = brink("check", "bad.yaml")
    assert (code, output) == (2, "")
    assert {line.split(": ")[0] for line in messages.splitlines()} == {"bad.yaml:4:1", "bad.yaml:5:7"}
    code, output, _ = brink("check", "bad.yaml", "--json")
    assert (code, json.loads(output)["ok"]) == (2, False)


def test_check_shows_the_menus(brink) -> None:
    code, output, _ = brink("check", "border-clash", "--menus")
    assert code == 0
    assert ".homeland." in output


def test_menus_are_shown_of_a_world_whose_questions_alone_are_wrong(brink) -> None:
    head = "schema: 1\nname: Wrong\nextends: border-clash\n"
    Path("asked.yaml").write_text(f"{head}questions: {{strikes: {{act: {{by: nrth}}}}}}\n")
    code, output, messages = brink("check", "asked.yaml", "--menus", "--try")
    assert code == 2
    assert ".homeland." in output
    assert "did you mean north?" in messages
    assert "asked.yaml: not tried: no runs of a file with problems" in messages
    Path("world.yaml").write_text(f"{head}dayz: 3\n")
    code, output, messages = brink("check", "world.yaml", "--menus")
    assert (code, output) == (2, "")
    assert "world.yaml: no menus: they follow from the whole of the world; mend the problems first" in messages
    code, output, _ = brink("check", "asked.yaml", "--menus", "--json")
    assert (code, json.loads(output)["ok"]) == (2, False)


def test_prose_is_broken_between_words_on_a_terminal_alone(brink, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = brink("explain", "questions")[1]
    assert max(map(len, whole.splitlines())) > 120
    monkeypatch.setenv("COLUMNS", "80")
    assert brink("explain", "questions")[1] == whole
    monkeypatch.setattr(console, "on_terminal", lambda: True)
    for words in (["explain", "questions"], ["explain", "reply"], ["list"], ["list", "--doctrines"]):
        output = brink(*words)[1]
        assert max(map(len, output.splitlines())) <= 80
    assert " ".join(brink("explain", "questions")[1].split()) == " ".join(whole.split())


def test_explain_says_meaning_range_and_rule(brink) -> None:
    code, output, _ = brink("explain", "actors.iran.restraint.credibility", "--scenario", "january-2024")
    assert code == 0
    for word in ("meaning", "value", "0.6", "source", "read by"):
        assert word in output
    code, _, messages = brink("explain", "actors.iran.restraint.credibilty")
    assert code == 2
    assert "credibility" in messages


def test_run_prints_the_summary_and_show_tells_the_story(brink) -> None:
    code, output, _ = brink(*RUN)
    assert code == 0
    assert "answers per act" in output
    assert "brink show answer" in output
    assert {"manifest.json", "runs.parquet", "acts.parquet"} <= {path.name for path in Path("answer").iterdir()}
    code, story, _ = brink("show", "answer")
    assert code == 0
    assert "the median run of 12" in story
    code, acts, _ = brink("show", "answer", "--run", "3", "--json")
    assert (code, json.loads(acts)["run"]) == (0, 3)
    assert brink("show", "answer", "--run", "12")[0] == 2


def test_run_for_machines_prints_json_alone(brink) -> None:
    code, output, _ = brink(*RUN, "--json", "--seed", "0", "--days", "30", "--csv")
    summary = json.loads(output)
    assert code == 0
    assert (summary["seed"], summary["days"], summary["runs"]) == (0, 30, 12)
    manifest = json.loads(Path("answer/manifest.json").read_text())
    assert manifest["command"][:3] == ["brink", "run", "january-2024"]
    rows = Path("answer/runs.csv").read_text().splitlines()
    assert len(rows) == 13
    assert Path("answer/acts.csv").read_text().splitlines()[1].split(",")[4].startswith("2023-10-")


def test_the_default_folder_is_named_by_the_question(brink) -> None:
    arguments = ("run", "january-2024", "--runs", "3", "--no-figures", "--json")
    first = json.loads(brink(*arguments)[1])
    code, output, messages = brink(*arguments)
    assert (code, json.loads(output)["folder"]) == (0, first["folder"])
    assert "already answered" in messages
    other = json.loads(brink(*arguments, "--set", "actors.iran.pressure.baseline=0.6")[1])
    assert other["folder"] != first["folder"]
    assert Path(first["folder"]).name.startswith("january-2024-")


def test_a_dry_run_writes_nothing(brink) -> None:
    code, output, _ = brink(*RUN, "--dry-run", "--json")
    assert (code, json.loads(output)["already answered"]) == (0, False)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "january-2042"),
        ("run", "january-2024", "--runs", "0"),
        ("run", "january-2024", "--runs", "many"),
        ("run", "january-2024", "--acts", "some"),
        ("run", "january-2024", "--engine", "masa"),
        ("run", "january-2024", "--seed", "-1"),
        ("run", "january-2024", "--days", "0"),
        ("run", "january-2024", "--set", "actors.iran.pressure.basline=0.6"),
        ("run", "january-2024", "--set", "actors.iran.pressure.baseline"),
        ("show", "nowhere"),
        ("show", "."),
        ("report", "nowhere"),
        ("resume", "."),
        ("fly",),
        ("run",),
    ],
)
def test_a_mistake_ends_in_two_with_a_message_and_nothing_written(brink, arguments: tuple[str, ...]) -> None:
    code, output, messages = brink(*arguments)
    assert (code, output) == (2, "")
    assert messages.strip()
    assert "Traceback" not in messages
    assert list(Path().iterdir()) == []


def test_another_question_is_refused_in_the_same_folder(brink) -> None:
    brink(*RUN)
    code, _, messages = brink(*RUN, "--seed", "5")
    assert code == 2
    assert "another question" in messages


def test_an_interrupted_run_ends_in_130_and_says_how_to_go_on(brink, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ensemble, "simulate", stop)
        code, output, messages = brink(*RUN)
    assert (code, output) == (130, "")
    assert "brink resume answer" in messages
    assert brink("resume", "answer", "--no-figures")[0] == 0
    assert Path("answer/manifest.json").is_file()


def test_our_own_fault_ends_in_one_with_a_crash_file(brink, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(ensemble, "simulate", fail)
    code, output, messages = brink(*RUN)
    assert (code, output) == (1, "")
    assert "Traceback" not in messages
    crash = next(Path().glob("brink-crash-*.txt")).read_text()
    assert "ZeroDivisionError: oh" in crash
    assert "replay: brink run january-2024" in crash
    assert "runs 0 to 11" in messages


def test_figures_and_report_follow_the_batch(brink, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def draw(results, live) -> Path:
        drawn.append(results.folder)
        page = results.folder / "report.html"
        page.write_text("<p>")
        return page

    monkeypatch.setattr(report, "draw", draw)
    arguments = tuple(a for a in RUN if a != "--no-figures")
    assert "report.html" in brink(*arguments)[1]
    assert "report.html" in brink(*arguments)[1]
    assert drawn == [Path("answer")]


def test_the_public_names_are_handed_on() -> None:
    script = (
        "import sys, brink\n"
        "assert not [n for n in ('numpy', 'pandas', 'mesa') if n in sys.modules]\n"
        "assert brink.load_scenario('border-clash').name\n"
        "assert callable(brink.run) and callable(brink.open_results) and brink.Results\n"
        "assert 'CrisisModel' in dir(brink)\n"
        "try:\n    brink.nothing\nexcept AttributeError as error:\n    assert 'nothing' in str(error)\n"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
