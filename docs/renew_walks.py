"""Type what two walks type and write the numbers that come out into their pages: ``python docs/renew_walks.py``.

*Write the memo* quotes answers, a comparison and a sweep; *Is my scenario sane?* what trials say of its files. Every
number comes from the commands that stand on the page. It takes a minute. A test does the same and fails where a page
is not what its commands print.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd

from brink.experiments.measures.numbers import fixed_percent
from brink.experiments.measures.questions.answers import row
from brink.experiments.results.read import open_results
from brink.experiments.results.study import table

HOW_TO = Path(__file__).resolve().parent / "how-to"
MEMO, SANE = HOW_TO / "write-the-memo.md", HOW_TO / "is-my-scenario-sane.md"
#: What a page types: the words after ``brink``; returns what was printed.
Type = Callable[..., str]
COMMAND = re.compile(r"^brink ((?:run|compare|sweep|check --try) .+)$", re.MULTILINE)
FILE = re.compile(r"^```yaml\n(# file: (\S+)\n.*?)^```", re.MULTILINE | re.DOTALL)
OUTPUT = re.compile(r"^```text\n.*?^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"^> .*?(?=^$)", re.MULTILINE | re.DOTALL)
#: Heads of the tables: two of the memo, one of trials.
ANSWERS = "| question | answer | 95 % interval | asked of | first, median |"
SWEEP = "| credibility | Pakistan answers, warnings cheap | warnings dear |"
TRIALS = "| file | runs with a strike on a homeland | warnings |"
#: Questions of January 2024 that the memo tells of, and the levers of its sweep.
ASKED = ("iran_strikes_pakistan", "pakistan_answers", "iran_again")
CREDIBILITY, WARNING = "actors.pakistan.restraint.credibility", "constants.warning_cost"


def commands(page: str) -> list[list[str]]:
    """What a page types that makes numbers, in its order."""
    return [shlex.split(found) for found in COMMAND.findall(page)]


def rows_after(page: str, head: str, rows: Iterator[str]) -> str:
    """The page with other rows in the table that has this head."""
    return re.sub(
        rf"(^{re.escape(head)}\n\|[-|]+\|\n)(?:\|.*\n)+", lambda found: found[1] + "".join(rows), page, flags=re.M
    )


def memo(page: str, folder: Path, brink: Type) -> str:
    """The memo with the numbers of its commands, which are typed in a folder."""
    run, compare, sweep = commands(page)
    brink(*run, "--no-figures")
    page = rows_after(page, ANSWERS, answered(folder / run[-1]))
    sentence = brink(*compare, "--no-figures").splitlines()[1]
    quoted = textwrap.fill(sentence, 122, initial_indent="> ", subsequent_indent="> ", break_on_hyphens=False)
    page = QUOTED.sub(lambda _: f"{quoted}\n", page)
    brink(*sweep, "--no-figures")
    return rows_after(page, SWEEP, swept(folder / sweep[-1]))


def answered(folder: Path) -> Iterator[str]:
    """A line a question of a batch."""
    known = {answer.name: answer for answer in open_results(folder).answers_to_questions}
    for name in ASKED:
        yield f"| {' | '.join(row(known[name])[:5])} |\n"


def swept(folder: Path) -> Iterator[str]:
    """A line a credibility: how often Pakistan answers, with warnings cheap and dear."""
    found: pd.DataFrame = table(folder, "summary")
    of = found[found["outcome"] == ASKED[1]].sort_values([CREDIBILITY, WARNING])
    for credibility, group in of.groupby(CREDIBILITY):
        cells = (
            f"{fixed_percent(one.estimate)} ({fixed_percent(one.low).removesuffix(' %')} to {fixed_percent(one.high)})"
            for one in group.itertuples()
        )
        yield f"| {credibility} | {' | '.join(cells)} |\n"


def sane(page: str, folder: Path, brink: Type) -> str:
    """The page on trials with what they say of its files, which are written into a folder."""
    for text, name in FILE.findall(page):
        (folder / name).write_text(text, encoding="utf-8")
    typed = commands(page)
    said = [brink(*words) for words in typed if words[0] == "check"]
    runs = [words for words in typed if words[0] == "run"]
    for words in runs:
        brink(*words)
    told = iter(said)
    page = OUTPUT.sub(lambda _: f"```text\n{next(told)}```", page)
    return rows_after(page, TRIALS, (
        f"| `{words[1]}` | {struck(folder / words[-1])} | {text.count('    warning: ')} |\n"
        for words, text in zip(runs, said, strict=True)
    ))  # fmt: skip


def struck(folder: Path) -> str:
    """The share of runs in which a homeland is struck."""
    return fixed_percent(float((open_results(folder).runs["first_homeland"] >= 0).mean()), 0)


#: The pages, and what renews each.
PAGES = {MEMO: memo, SANE: sane}


def typed(*words: str) -> str:
    """What the program beside this Python prints."""
    done = subprocess.run([Path(sys.executable).parent / "brink", *words], capture_output=True, text=True, check=True)
    return done.stdout


def main() -> None:
    """Write the pages."""
    for page, renew in PAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            text = renew(page.read_text(encoding="utf-8"), Path(folder), typed)
        page.write_text(text, encoding="utf-8")
        print(f"{page.name}: written", file=sys.stderr)


if __name__ == "__main__":
    main()
