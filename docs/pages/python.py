"""The functions and answers that Python gets from ``import brink``."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import brink
from brink.docs.pages import markdown

INTRODUCTION = """\
`import brink` costs next to nothing; what a name needs is loaded when it is used. Every verb that computes is a
function: it takes what the verb takes and finds the answer that the verb has made, and the other way round. Notebooks
show answers as tables; what is wrong with an argument is one sentence that names it (`brink.UserError`,
`brink.ScenarioError`).

Two notebooks to read first: [a lesson](../notebooks/lesson.ipynb) and [an analysis](../notebooks/analysis.ipynb)."""

FUNCTIONS = ("load_scenario", "run", "compare", "sweep", "sensitivity", "map", "discover", "open_results", "open_study")
CLASSES = (
    "Results", "BatchAnswer", "StudyAnswer", "CompareAnswer", "SweepAnswer", "SensitivityAnswer", "MapAnswer",
    "DiscoverAnswer", "AnswerFigure",
)  # fmt: skip
#: Names that have a page or a section elsewhere.
ELSEWHERE = {
    "CrisisModel": "the Mesa model: [subclass an agent](../how-to/subclass-an-agent.md)",
    "Scenario": "what `load_scenario` returns: [the scenario file](scenario.md)",
    "UserError": "an argument, a folder or a file that cannot be used; the message says what would do",
    "ScenarioError": "a scenario or experiment that fails its checks; `problems` has every mistake and its place",
}
SECTION = re.compile(r"^(Args|Raises|Returns|Example):\n", re.MULTILINE)


def prose(text: str) -> str:
    """A piece of a docstring as Markdown: double backquotes are single ones."""
    return re.sub(r"``(.+?)``", r"`\1`", text).strip()


def line(text: str) -> str:
    """The same, on one line."""
    return " ".join(prose(text).split())


def arguments(text: str) -> str:
    """The arguments as a table."""
    rows = re.findall(r"^    (\w+): (.+(?:\n      +.+)*)", text, re.MULTILINE)
    return markdown.table(("argument", "meaning"), [(markdown.code(name), line(said)) for name, said in rows])


def example(text: str) -> str:
    """An example as it would be typed, with what it gives."""
    return f"```pycon\n{inspect.cleandoc(text)}\n```"


def signature(name: str) -> str:
    """How a function is called, without the types."""
    parameters = inspect.signature(getattr(brink, name)).parameters.values()
    said, keywords = [], False
    for entry in parameters:
        if entry.kind is entry.KEYWORD_ONLY and not keywords:
            keywords = True
            said.append("*")
        given = "" if entry.default is entry.empty else f"={entry.default!r}"
        said.append(f"{entry.name}{given}")
    return f"```python\nbrink.{name}({', '.join(said)})\n```"


def function(name: str) -> str:
    """The section of a function."""
    doc = inspect.getdoc(getattr(brink, name)) or ""
    head, *rest = SECTION.split(doc)
    found = dict(zip(rest[::2], rest[1::2], strict=True))
    parts = [f"## {name}", prose(head), signature(name), arguments(found["Args"]), example(found["Example"])]
    return "\n\n".join(parts)


def members(kind: Any) -> Iterator[tuple[str, str]]:
    """The properties and methods of a class that are its own, with what they are."""
    for name, value in vars(kind).items():
        doc = inspect.getdoc(value) or ""
        if name.startswith("_") or not doc or not (callable(value) or hasattr(value, "__get__")):
            continue
        called = f"{name}()" if inspect.isfunction(value) else name
        yield markdown.code(called), line(doc.split("\n\n")[0])


def answer(name: str) -> str:
    """The section of a class."""
    kind = getattr(brink, name)
    rows = list(members(kind))
    table = [markdown.table(("name", "meaning"), rows)] if rows else []
    above = [base.__name__ for base in kind.__bases__ if base.__module__.startswith("brink")]
    more = [f"Has everything of `{above[0]}`, and:"] if above and rows else []
    head = line((inspect.getdoc(kind) or "").split("\n\n")[0])
    return "\n\n".join([f"## {name}", head, *more, *table])


def common() -> str:
    """What all functions take."""
    doc = inspect.getdoc(brink) or ""
    listed = doc[doc.index("* ``out``") : doc.index("Names are handed on")]
    return f"## What they all take\n\n{prose(listed)}"


def page() -> str:
    """Return the page."""
    rest = markdown.table(("name", "what it is"), [(markdown.code(name), said) for name, said in ELSEWHERE.items()])
    sections = [*map(function, FUNCTIONS), *map(answer, CLASSES)]
    return markdown.page("Python", INTRODUCTION, common(), *sections, f"## The other names\n\n{rest}")
