"""Write the generated pages of the reference again and check every link of the documentation.

``python docs/build.py`` writes; ``python docs/build.py --check`` writes nothing and fails if a page is out of step with
the code. Both fail on a link that leads nowhere inside the repository; addresses elsewhere are not visited.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))

from pages import (  # noqa: E402 - the folder of this script comes first
    architecture,
    command_line,
    constants,
    evidence,
    gates,
    narrative,
    odd,
    python,
    record,
    results,
    scenario,
)

PAGES: dict[str, Callable[[], str]] = {
    "reference/command-line.md": command_line.page,
    "reference/python.md": python.page,
    "reference/scenario.md": scenario.page,
    "reference/constants.md": constants.page,
    "reference/results.md": results.page,
    "reference/record.md": record.page,
    "evidence.md": evidence.page,
    "narrative.md": narrative.page,
    "odd.md": odd.page,
    "explanation/architecture.md": architecture.page,
    "explanation/gates.md": gates.page,
    "images/architecture.svg": architecture.picture,
}
#: A link or an image, outside code.
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def texts() -> list[Path]:
    """Every page: the documentation with its notebooks, and the pages at the root."""
    return [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md")), *sorted(DOCS.rglob("*.ipynb"))]


def markdown(page: Path) -> str:
    """The text of a page; of a notebook that of its cells of text."""
    text = page.read_text(encoding="utf-8")
    if page.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def anchors(text: str) -> set[str]:
    """Anchors of the headings of a page, as the usual Markdown readers make them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def broken_links() -> Iterator[str]:
    """``page: link`` for each link whose file or heading does not exist."""
    for page in texts():
        for link in LINK.findall(CODE.sub("", markdown(page))):
            if re.match(r"[a-z]+:", link):
                continue
            file, _, anchor = link.partition("#")
            target = (page.parent / file).resolve() if file else page
            if not target.exists():
                yield f"{page.relative_to(ROOT)}: {link}: no such file"
            elif anchor and anchor not in anchors(markdown(target)):
                yield f"{page.relative_to(ROOT)}: {link}: no such heading"


def stale_pages(write: bool) -> Iterator[str]:
    """Names of generated pages that differ from what the code says; they are mended if ``write``."""
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield name
            if write:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Exit code 0 if nothing is wrong, else 1; what is wrong goes to standard error."""
    check = "--check" in arguments
    stale = list(stale_pages(write=not check))
    broken = list(broken_links())
    for name in stale:
        print(f"docs/{name}: " + ("out of step; run `make docs`" if check else "written"), file=sys.stderr)
    for place in broken:
        print(place, file=sys.stderr)
    return int(bool(broken) or (check and bool(stale)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
