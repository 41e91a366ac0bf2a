"""With which sources of the model the numbers of the page on evidence were made, file by file."""

from __future__ import annotations

from typing import Any

from brink.docs.pages import markdown

TEXT = """\
## Made with which rules

A file notes the hash of the sources of the model that it was made with. `{first}` is the first that `make evidence`
makes on unseen acts; a file with another hash is of other sources: of other rules, unless the hashes of runs
(`brink verify --vectors`) did not move between the two. `calibration.json` speaks for both posteriors too, and what was
drawn from these is no newer than they are. {tally}"""
SAME, OTHER, UNKNOWN = "", "**other sources**", "**not noted**"


def section(files: dict[str, Any]) -> list[str]:
    """The table; ``files`` are the contents of shipped files by name, or a list of them where they are in parts."""
    made = {name: _made(content) for name, content in files.items()}
    first = next(iter(made))
    rows = [(f"`{name}`", f"`{model}`" if model else "-", _state(model, made[first])) for name, model in made.items()]
    old = [f"`{name}`" for name, model in made.items() if model != made[first]]
    tally = f"Of other sources: {', '.join(old)}." if old else "All are of the same sources."
    return [TEXT.format(first=first, tally=tally), markdown.table(("file", "model", ""), rows)]


def _made(content: Any) -> str:
    part = content[0] if isinstance(content, list) else content
    return part.get("model", "")


def _state(model: str, first: str) -> str:
    return SAME if model == first else OTHER if model else UNKNOWN
