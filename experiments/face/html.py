"""Answers as a notebook shows them: a heading, tables, sentences. Texts of others are escaped, and never obeyed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ..studies.shown import Block
from ..system.printable import printable

#: How a cell of text is set; notebooks set tables flush right, which suits numbers alone.
LEFT = ' style="text-align:left"'


def page(parts: Sequence[str | Block], about: Sequence[str]) -> str:
    """Sentences and tables, one under the other; ``about`` is said small at the foot."""
    foot = "<br>".join(map(_text, about))
    return "\n".join([*(_part(part) for part in parts), f"<p><small>{foot}</small></p>"])


def _part(part: str | Block) -> str:
    return f"<p>{_text(part)}</p>" if isinstance(part, str) else "\n".join(_table(part))


def _table(block: Block) -> Iterator[str]:
    yield f"<table><caption{LEFT}>{_text(block.title)}</caption>"
    yield f"<thead><tr>{''.join(f'<th{LEFT}>{_text(head)}</th>' for head in block.heads)}</tr></thead><tbody>"
    for row in block.rows:
        yield f"<tr>{''.join(f'<td{LEFT}>{_text(cell)}</td>' for cell in row)}</tr>"
    yield "</tbody></table>"


def _text(text: str) -> str:
    return escape(printable(text))
