"""First use: compiled code is kept on disk, never served stale, announced, and does without a cache if it must."""

import os
import sys
from pathlib import Path

import pytest

from brink.experiments.commands import cli
from brink.experiments.errors import UserError
from brink.experiments.runs import batch, engines
from brink.model.kernel import compiled
from brink.tests.contracts.copied import called, copied_model

#: A compiled function in a file that is never edited calls a rule in another: numba's own cache looks at the first file
#: alone and would serve the old rule.
CALLER = """
from brink.model.kernel.compiled import cache_folder, compiled, source_hash
from brink.model.mechanisms.pressure import left_after

@compiled
def left_after_ten_days(half_life):
    return left_after(half_life, 10)

warm = cache_folder() is not None and any(cache_folder().rglob("*.nbi"))
print(left_after_ten_days(10.0), warm, cache_folder(), source_hash(), left_after.__wrapped__.__code__.co_filename)
"""


class Answer:
    """What the caller printed."""

    def __init__(self, line: str) -> None:
        value, warm, folder, self.hash, self.source = line.split()
        self.value, self.warm = float(value), warm == "True"
        self.folder = None if folder == "None" else Path(folder)


@pytest.fixture
def house(tmp_path):
    """A copy of the model in a folder of its own, as an installed package, with a caller beside it."""
    return copied_model(tmp_path, CALLER)


def ask(house: Path, **environment: Path) -> Answer:
    """What the caller finds in the copy."""
    answer = Answer(called(house, **environment).stdout)
    assert Path(answer.source).is_relative_to(house), "the caller found another brink than the copy"
    return answer


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def test_an_edited_rule_is_never_served_stale(house):
    first = ask(house)
    again = ask(house)
    edit(house / "brink/model/mechanisms/pressure.py", "_LN2 = 0.6931471805599453", "_LN2 = 1.3862943611198906")
    edited = ask(house)
    assert (first.value, again.value, edited.value) == pytest.approx((0.5, 0.5, 0.25))
    assert (first.warm, again.warm, edited.warm) == (False, True, False)
    assert first.folder == again.folder != edited.folder


def test_nothing_is_written_into_the_package(house):
    before = sorted((house / "brink").rglob("*"))
    assert ask(house).folder.is_relative_to(house / "cache")
    assert sorted((house / "brink").rglob("*")) == before, "a package that cannot be written must do"


@pytest.mark.parametrize(
    "name", ["model/mechanisms/pressure.py", "model/world/constants.py", "agents/doctrines/__init__.py"]
)
def test_an_edit_anywhere_in_the_sources_opens_a_new_cache(house, name, monkeypatch):
    monkeypatch.setattr(compiled, "__file__", str(house / "brink" / "model" / "kernel" / "compiled.py"))
    hash_now = compiled.source_hash.__wrapped__
    before = hash_now()
    with (house / "brink" / name).open("a") as file:
        file.write("# another thought\n")
    assert hash_now() != before


def test_a_cache_that_cannot_be_written_gives_way_to_the_temporary_folder(house):
    (house / "cache").write_text("a file where a folder should be")
    (house / "temporary").mkdir()
    answer = ask(house, TMPDIR=house / "temporary")
    assert answer.value == pytest.approx(0.5)
    assert answer.folder.is_relative_to(house / "temporary")
    assert list(answer.folder.rglob("*.nbi"))


def test_with_nowhere_to_write_it_runs_all_the_same(house):
    (house / "cache").write_text("a file where a folder should be")
    (house / "temporary").mkdir()
    (house / "temporary" / f"brink-{os.getuid()}").write_text("another")
    answer = ask(house, TMPDIR=house / "temporary")
    assert (answer.value, answer.folder, answer.warm) == (pytest.approx(0.5), None, False)


@pytest.mark.parametrize("order", [["run", "border-clash"], ["resume", "somewhere"]], ids=["run", "resume"])
@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
def test_compiling_is_announced_once_and_only_when_there_is_something_to_compile(order, warm, monkeypatch, capsys):
    def stop(*_, **__):
        raise UserError("that is enough")

    monkeypatch.setattr(engines, "is_made", lambda _: warm)
    monkeypatch.setattr(batch, {"run": "answer"}.get(order[0], order[0]), stop)
    monkeypatch.setattr(sys, "argv", ["brink", *order])
    with pytest.raises(SystemExit) as end:
        cli.main()
    said = capsys.readouterr()
    assert end.value.code == 2
    assert said.err.count("compiling") == (0 if warm else 1)
    assert "compiling" not in said.out
