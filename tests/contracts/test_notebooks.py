"""The notebooks of the documentation run as a reader runs them, in a kernel, and say what is kept in them."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

from brink.tests.walks import NOTEBOOKS


def said(notebook: NotebookNode) -> list[list[str]]:
    """What the cells of code gave as text; pictures are for the eye."""
    return [
        [out.get("text") or out["data"]["text/plain"] for out in cell.outputs]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


@pytest.mark.slow
@pytest.mark.parametrize("page", NOTEBOOKS, ids=lambda page: page.name)
def test_a_notebook_runs_and_says_what_is_kept_in_it(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Warnings are errors in its cells; the batch that it makes goes to the folder that it is run in."""
    monkeypatch.delenv("MPLBACKEND", raising=False)  # a notebook has figures of its own
    kept = nbformat.read(page, as_version=4)
    ran = nbformat.read(page, as_version=4)
    strict = nbformat.v4.new_code_cell("import warnings\n\nwarnings.simplefilter('error')")
    ran.cells.insert(0, strict)
    NotebookClient(ran, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    ran.cells.pop(0)
    assert said(ran) == said(kept)
    assert any("image/png" in out.get("data", {}) for cell in ran.cells for out in cell.get("outputs", ()))
    assert [path.name for path in tmp_path.iterdir()] == [page.stem]
