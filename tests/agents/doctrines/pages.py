"""The move tables of the doctrines' pages: written from runs, so that a page says what its doctrine does.

``python -m tests.agents.doctrines.pages`` writes them anew, from the root of the repository.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from brink.model.world.doctrines import DOCTRINES
from tests.agents.doctrines.opponent import CONCESSION, SCRIPT, many_moves

ROOT = Path(__file__).resolve().parents[3]
MARK = "<!-- moves: written by `python -m tests.agents.doctrines.pages` -->"


def page_of(name: str) -> Path:
    return ROOT / "docs" / "explanation" / "doctrines" / f"{name}.md"


def percent(count: int, runs: int) -> str:
    return f"{100 * count / runs:.0f} %"


def rungs_of(answers: list[int | str]) -> str:
    """The rungs of the answers by force, the commonest first, with their shares; below one in 20 they are left out."""
    force = Counter(answer for answer in answers if isinstance(answer, int))
    total = force.total()
    return ", ".join(f"{rung} ({percent(n, total)})" for rung, n in force.most_common() if n >= total / 20) or "-"


def move_table(name: str) -> str:
    """How a doctrine answers the scripted opponent over 1,000 runs, as a Markdown table."""
    runs = many_moves(name)
    lines = ["| day | struck at rung | dead | answers by force | at rung | concedes |", "|---|---|---|---|---|---|"]
    for k, strike in enumerate(SCRIPT):
        answers = [run[k] for run in runs]
        force = sum(isinstance(answer, int) for answer in answers)
        shares = percent(force, len(runs)), rungs_of(answers), percent(answers.count(CONCESSION), len(runs))
        lines.append(f"| {strike.day} | {strike.rung} | {strike.killed} | " + " | ".join(shares) + " |")
    return "\n".join(lines)


def with_moves(page: str, name: str) -> str:
    """The page with its move table as it should be: between the mark and the next blank line but one."""
    before, _, after = page.partition(f"{MARK}\n\n")
    rest = after.partition("\n\n")[2] if after.startswith("|") else after
    return f"{before}{MARK}\n\n{move_table(name)}\n\n{rest}"


def main() -> int:
    for name in DOCTRINES:
        path = page_of(name)
        text = path.read_text(encoding="utf-8")
        renewed = with_moves(text, name)
        if renewed != text:
            path.write_text(renewed, encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: written", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
