"""Pages that quote numbers are written anew where they quote, and nowhere else; `test_docs` holds them to the walks."""

from brink.docs import renew_walks


def test_nothing_but_numbers_of_a_table_is_written_anew() -> None:
    rows = "| 1 | 2 |\n| 3 | 4 |\n"
    page = f"before\n\n| a | b |\n|---|---|\n{rows}\nafter\n"
    found = renew_walks.rows_after(page, "| a | b |", iter(["| 5 | 6 |\n"]))
    assert found == page.replace(rows, "| 5 | 6 |\n")
    assert renew_walks.rows_after(page, "| c |", iter(["| 5 |\n"])) == page
