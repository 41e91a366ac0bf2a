"""Answers of studies as the terminal and machines get them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .console import give, give_json, give_prose, give_table

if TYPE_CHECKING:
    from ..studies.shown import Block


def show_study(folder: Path, as_json: bool) -> None:
    """Print what the verb of a finished study shows; for machines its manifest and the whole tables."""
    from ..studies.kinds import shown_of
    from ..studies.shown import outcome_words

    manifest, shown = shown_of(folder)
    if as_json:
        words = outcome_words(manifest["question"], shown.data, manifest["words"])
        settings = {path: said for path, said in shown.settings.items() if said != path}
        called = {"settings": settings} if settings else {}
        give_json({"folder": str(folder), "manifest": manifest, "outcomes": words, **called, **shown.data})
        return
    give_text(shown.text)
    give(f"results: {folder}")
    if (folder / "report.html").is_file():
        give(f"report:  {folder / 'report.html'}")


def give_text(text: Sequence[str | Block]) -> None:
    """Lines and tables for people."""
    for part in text:
        if isinstance(part, str):
            give_prose(part)
        else:
            give_table(part.title, list(part.heads), part.rows)


def give_plan(plan: dict[str, Any], as_json: bool) -> None:
    """What a study would do, a line for each thing that there is to say."""
    if as_json:
        give_json(plan)
        return
    for name, value in plan.items():
        if value is not None:
            give_prose(f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value}", 2)
