"""The page 别人的公式 is what the list makes."""

from __future__ import annotations

from bench.others import PAGE, page
from tests.conftest import of_the_notes


@of_the_notes
def test_the_page_is_up_to_date() -> None:
    """`python -m bench.others` writes it."""
    assert PAGE.read_text("utf-8") == page()
