"""With which rules the numbers of the page on evidence were made: those as they are, or earlier ones."""

from __future__ import annotations

from typing import Any

from brink.docs.pages import markdown
from brink.experiments.results.question import model_hash

TEXT = """\
## Made with which rules

The rules and constants have the hash `{now}`. Files made with another one are of earlier rules: what they say of
these is a guess until `make evidence` has made them anew; `calibration.json` speaks for both posteriors too, and what
was drawn from these is no newer than they are. {tally}"""
AS_THEY_ARE, EARLIER, UNKNOWN = "the rules as they are", "**earlier rules**", "**earlier rules**, not noted which"


def section(files: dict[str, Any]) -> list[str]:
    """The table; ``files`` are the contents of shipped files by name, or a list of them where they are in parts."""
    now = model_hash()
    made = {name: _made(content) for name, content in files.items()}
    rows = [(f"`{name}`", f"`{model}`" if model else "-", _state(model, now)) for name, model in made.items()]
    old = sum(model != now for model in made.values())
    tally = f"{old} of {len(made)} files are of earlier rules." if old else "All are of the rules as they are."
    return [TEXT.format(now=now, tally=tally), markdown.table(("file", "model", ""), rows)]


def _made(content: Any) -> str:
    part = content[0] if isinstance(content, list) else content
    return part.get("model", "")


def _state(model: str, now: str) -> str:
    return AS_THEY_ARE if model == now else EARLIER if model else UNKNOWN
