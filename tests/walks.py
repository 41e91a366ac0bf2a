"""The walks of the documentation as scripts for a bare shell: what a reader types, in the order of the page."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: The key of the exercises is no walk: nobody types it.
KEY = ROOT / "docs" / "teach" / "answer-key.md"
WALKS = [
    ROOT / "README.md",
    ROOT / "docs" / "tutorial.md",
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
    *sorted(set((ROOT / "docs" / "teach").glob("*.md")) - {KEY}),
]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
#: Pages that say themselves how to come by the short name; the others take for granted that it is there.
COMPLETE = WALKS[:2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
#: Commands that install: who runs a walk has done so.
INSTALLING = ("make", "git")
#: Runs the Python of a page so far.
RUN = "python -W error walk.py"


def commands(block: str) -> list[list[str]]:
    """The commands of a shell block, comments taken off."""
    return [words for line in block.splitlines() if (words := shlex.split(line, comments=True))]


def script(page: Path) -> str:
    """A page as a script: `# file: NAME` writes YAML, Python goes on from earlier blocks, installing is left out.

    Blocks of Python that follow each other are one program: it begins with the first of them whenever it runs.
    """
    lines, python = ["set -eu"], ""
    if page not in COMPLETE:
        lines.append("source .venv/bin/activate")
    for language, block in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "yaml" and (name := re.match(r"# file: (\S+)\n", block)):
            lines.append(_file(name[1], block))
        elif language == "sh":
            lines += [shlex.join(words) for words in commands(block) if words[0] not in INSTALLING]
        elif language == "python":
            python += block
            if lines[-1] == RUN:
                del lines[-2:]
            lines += [_file("walk.py", python), RUN]
    return "\n".join(lines) + "\n"


def _file(name: str, content: str) -> str:
    return f"cat > {shlex.quote(name)} <<'END OF FILE'\n{content}END OF FILE"
