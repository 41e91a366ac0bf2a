"""The pieces of `make matrix` that can be tried without a fresh environment."""

import sys

import pytest

from brink.tests.matrix.__main__ import EXTRAS, same
from brink.tests.matrix.installed import entries, needed, oldest
from brink.tests.matrix.interpreters import PROJECT, VERSIONS, interpreter, interpreters
from brink.tests.walks import NOTEBOOKS, WALKS


def test_the_lock_of_the_wheel_alone_leaves_out_what_developers_need():
    alone = needed(PROJECT["dependencies"])
    assert "\nmesa==" in alone and "\nnetworkx==" in alone and "\nllvmlite==" in alone, "networkx comes with an extra"
    assert not any(f"\n{name}==" in alone for name in ("pytest", "ruff", "nbclient", "distributed", "scikit-learn"))
    assert "\npyzmq==" in needed(["ipykernel"])


def test_the_oldest_mesa_of_the_lock_is_another_than_the_newest_and_is_for_any_python():
    version, entry = oldest("mesa")
    known = [text for name, text in entries() if name == "mesa"]
    assert len(known) == 2
    assert entry.startswith(f"mesa=={version}") and "python_full_version" not in entry
    assert entry.count("--hash") == next(text for text in known if text.startswith(f"mesa=={version}")).count("--hash")


def test_an_interpreter_is_found_by_its_variable_and_told_by_its_version(monkeypatch, tmp_path, capsys):
    own = "{}.{}".format(*sys.version_info)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert interpreter(own) is None
    monkeypatch.setenv(f"BRINK_PYTHON_{own.replace('.', '_')}", sys.executable)
    assert interpreters([own, "3.99"]) == {own: sys.executable}
    assert f"found: {own}; not here: 3.99" in capsys.readouterr().out
    monkeypatch.setenv("BRINK_PYTHON_3_99", sys.executable)
    assert interpreter("3.99") is None, "a Python of another version is not the one asked for"


def test_tables_that_differ_and_no_tables_are_refused():
    same("3.11", "both", {"runs": "1"}, {"runs": "1"})
    for one, other in (({"runs": "1"}, {"runs": "2"}), ({"runs": "1"}, {}), ({}, {})):
        with pytest.raises(SystemExit, match="not the same bytes"):
            same("3.11", "both", one, other)


def test_every_page_that_is_left_out_exists_and_there_is_a_notebook():
    assert {page.name for page in WALKS} >= EXTRAS
    assert NOTEBOOKS
    assert "3.11" in VERSIONS
