"""Other people's words in our sentences: one line, short, and nothing that acts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.tasks.quoting import LONGEST_QUOTE, quoted


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("amira", "amira"),
        ("Åse  Ødegård\n", "Åse  Ødegård?"),
        ("a\x1b[31mb", "a?[31mb"),
        ("left\u202eright", "left?right"),
        ("half a letter \ud83d", "half a letter ?"),
        ("{owner} {0}", "{owner} {0}"),
        (12, "12"),
    ],
)
def test_a_quote_is_one_line(text, line):
    """What was written is told as it is, but for what a line cannot hold."""
    assert quoted(text) == line


def test_a_long_quote_is_cut():
    """The beginning says who is meant."""
    assert quoted("a" * 10**6) == "a" * (LONGEST_QUOTE - 1) + "…"


@given(st.text(st.characters(codec=None)))
def test_any_text_at_all_can_be_quoted(text):
    """It can be printed, written to a file, and does not fill a page."""
    line = quoted(text)

    assert len(line) <= LONGEST_QUOTE
    assert line.isprintable()
    assert quoted(line) == line
    line.encode()
