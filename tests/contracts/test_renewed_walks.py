"""Pages that quote numbers say what their commands print."""

from pathlib import Path

import pytest

from brink.docs import renew_walks


@pytest.mark.slow
@pytest.mark.parametrize("page", renew_walks.PAGES, ids=lambda page: page.stem)
def test_a_page_quotes_what_its_commands_print(page: Path, brink, tmp_path: Path) -> None:
    """If this fails after a change of the rules, `python docs/renew_walks.py` writes the pages anew."""

    def typed(*words: str) -> str:
        code, said, messages = brink(*words)
        assert code == 0, messages
        return said

    stands = page.read_text(encoding="utf-8")
    assert renew_walks.PAGES[page](stands, tmp_path, typed) == stands


def test_nothing_but_numbers_of_a_table_is_written_anew() -> None:
    rows = "| 1 | 2 |\n| 3 | 4 |\n"
    page = f"before\n\n| a | b |\n|---|---|\n{rows}\nafter\n"
    found = renew_walks.rows_after(page, "| a | b |", iter(["| 5 | 6 |\n"]))
    assert found == page.replace(rows, "| 5 | 6 |\n")
    assert renew_walks.rows_after(page, "| c |", iter(["| 5 |\n"])) == page
