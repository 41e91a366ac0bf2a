"""Run the notebooks of the documentation again and keep what their cells give: ``python docs/renew_notebooks.py``.

The tests run them too and fail where a cell says something else than what is kept.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).resolve().parent / "notebooks"


def renew(page: Path) -> None:
    """Run a notebook in an empty folder, as a reader would, and write it with its output, without times."""
    notebook = nbformat.read(page, as_version=4)
    with TemporaryDirectory() as folder:
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": folder}}, record_timing=False).execute()
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}  # the version of Python is no part of what it says
    nbformat.write(notebook, page)


def main(names: list[str]) -> None:
    """Renew the notebooks of these names, or all."""
    os.environ.pop("MPLBACKEND", None)  # a notebook has figures of its own
    for page in sorted(NOTEBOOKS.glob("*.ipynb")):
        if not names or page.stem in names:
            renew(page)


if __name__ == "__main__":
    main(sys.argv[1:])
