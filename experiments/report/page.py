"""The page that every report is: one template with a skeleton, one style sheet, nothing from outside, all escaped."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from ..figures.style import DRAWING, FOR_PHONE, PICTURE
from ..measures.numbers import count

PACKAGE = "brink.experiments.report"
#: Up to this size a drawing (SVG) is taken even where the picture (PNG) is smaller: it stays sharp on paper.
SHARP = 150_000


def resource(name: str) -> str:
    """A file beside this one, as text."""
    return (files(PACKAGE) / name).read_text(encoding="utf-8")


def fill(template: str, **content: Any) -> str:
    """A page from a template; whatever a user wrote, such as names and sources, is escaped."""
    loader = FunctionLoader(resource)
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=loader)
    page.filters["as_count"] = count
    content = {"script": "", "script_hash": "", "style": Markup(resource("report.css")), **content}
    return page.get_template(template).render(**content)


def embedded(folder: Path, name: str) -> tuple[Markup, Markup]:
    """Data URIs of a figure: for desks the smaller of drawing and picture, and the picture for phones.

    Base64 has no character that could leave the page.
    """
    drawing, picture, small = ((folder / f"{name}{ending}").read_bytes() for ending in (DRAWING, PICTURE, FOR_PHONE))
    sharp = len(drawing) <= max(SHARP, len(picture))
    kind, content = ("svg+xml", drawing) if sharp else ("png", picture)
    return _uri(kind, content), _uri("webp", small)


def _uri(kind: str, content: bytes) -> Markup:
    return Markup(f"data:image/{kind};base64,{base64.b64encode(content).decode()}")


def admitted(text: str) -> str:
    """What a page's security policy says to admit this text and no other, as a script or as style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
