"""One file of a page: the modules put together into one script, and all data packed into it; nothing from outside."""

from __future__ import annotations

import base64
import gzip
import json
import posixpath
import re
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ..report.page import admitted

PACKAGE = "brink.experiments.page"
#: The module that a page begins with; the others follow from what each imports.
START = "front/start.js"
_IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=async |function|class|const)", re.MULTILINE)
_NAMED = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)
_LISTED = re.compile(r"^export \{([^}]*)\};$", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?:/\*\*(?:(?!\*/).)*\*/|//[^\n]*)\s*$\n?", re.MULTILINE | re.DOTALL)


def resource(name: str) -> str:
    """A file of this room, as text."""
    return (files(PACKAGE) / name).read_text(encoding="utf-8")


def script() -> str:
    """Every module as a function that gives its exports, in an order in which each finds what it imports.

    Raises:
        ValueError: two modules import each other.
    """
    parts: dict[str, str] = {}
    _put(START, parts, ())
    return '"use strict";\n(() => {\n' + "\n".join(parts.values()) + "\n})();\n"


def _put(name: str, parts: dict[str, str], above: tuple[str, ...]) -> None:
    if name in above:
        raise ValueError(f"modules import each other: {' -> '.join((*above, name))}")
    if name in parts:
        return
    text = resource(name)
    for _, path in _IMPORT.findall(text):
        _put(_beside(name, path), parts, (*above, name))
    parts[name] = _wrapped(name, text)


def _beside(name: str, path: str) -> str:
    """The module that a path leads to from another one."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _wrapped(name: str, text: str) -> str:
    exported = ", ".join([*_NAMED.findall(text), *map(str.strip, _LISTED.findall(text))])
    text = _IMPORT.sub(lambda found: f"const {{{_renamed(found[1])}}} = {_variable(_beside(name, found[2]))};", text)
    body = _COMMENT.sub("", _EXPORT.sub("", _LISTED.sub("", text))).strip()
    return f"const {_variable(name)} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();"


def _renamed(names: str) -> str:
    """What is imported under another name, as a part of an object is."""
    return names.replace(" as ", ": ")


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))


def document(title: str, content: dict[str, Any], module: bytes, image: bytes) -> str:
    """The page as text. Whatever a user wrote is packed as data, but for the title, which is escaped."""
    program, style = script(), resource("front/page.css")
    if "</script" in program.lower() or "<!--" in program:
        raise ValueError("the script would end its own element")
    content_text = json.dumps(content, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    blocks = {"content": content_text.encode("utf-8", "surrogatepass"), "module": module, "image": image}
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(resource("front/page.html"))
    return template.render(
        title=title,
        style=Markup(style),
        style_hash=admitted(style),
        script=Markup(program),
        script_hash=admitted(program),
        **{name: packed(block) for name, block in blocks.items()},
    )


def packed(content: bytes) -> str:
    """Bytes as base64 of gzip, the same on every machine."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode()
