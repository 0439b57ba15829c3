"""Whatever words an element is given, they stay words."""

from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from course.charts.elements import ELEMENTS, NUMBER, WORDS, Element

HOSTILE = "\"'></text><script>alert(1)</script>&lt;%s{0}\0"
NOTE = Element("text", WORDS, class_="note", x=NUMBER, aria_label=WORDS)
GROUP = Element("g", Element("title", WORDS), ELEMENTS, id=WORDS)
ROW = Element("tr", Element("th", WORDS, scope="row"), Element("td", WORDS))

# What XML can hold, so that an XML reader can be asked what was written.
texts = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
)


class Reader(HTMLParser):
    """Tags and words of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Keep a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        """Keep words."""
        self.words.append(data)


@given(texts, texts, texts, st.floats(-1e6, 1e6))
@example("]]>", "<!--", '" onload="alert(1)', 0.0)
def test_words_come_back_as_they_were_given(inside, label, id, x):
    """As text and as attributes; nothing in them is a tag or ends one."""
    written = str(GROUP(id, inside, NOTE(x, label, inside)))
    root = ElementTree.fromstring(written)

    assert [element.tag for element in root.iter()] == ["g", "title", "text"]
    note = root.find("text")
    assert root.get("id") == id and note.attrib == {
        "class": "note",
        "x": f"{x:.1f}",
        "aria-label": label,
    }
    assert (root.findtext("title") or "") == (note.text or "") == inside


@pytest.mark.parametrize("words", [HOSTILE, Markup(HOSTILE), f"{HOSTILE}{HOSTILE}"])
def test_hostile_words_are_no_markup(words):
    """Nor are those that call themselves so, or hold a sign that no page can hold."""
    page = Reader(
        str(NOTE(1, words, words)) + str(ROW.each([words, "b"], ["c", words]))
    )

    assert [tag for tag, _ in page.tags] == ["text", *(2 * ["tr", "th", "td"])]
    assert page.tags[0][1]["aria-label"] == str(words).replace("\0", "")
    assert "".join(page.words).count("<script>") == 3 * str(words).count("<script>")


@given(st.lists(st.tuples(texts, texts)))
def test_each_writes_what_one_by_one_would(rows):
    """Many elements at once are the same elements."""
    columns = list(zip(*rows, strict=True)) or [(), ()]
    one_by_one = "".join(str(ROW(*row)) for row in rows)

    assert str(ROW.each(*columns)) == one_by_one


def test_a_sign_that_no_page_can_hold_is_left_out():
    """One by one and each time."""
    assert str(ROW.each(["a\0b", "c"], ["d", "\0"])) == str(ROW("ab", "d")) + str(
        ROW("c", "")
    )


def test_a_place_takes_only_what_it_is_for():
    """No text for a number, no string for elements, not one value too few."""
    for wrong in (
        lambda: NOTE("1", "a", "b"),
        lambda: NOTE(1, 2, "b"),
        lambda: GROUP("a", "b", "<script>"),
        lambda: GROUP("a", "b", [Markup("<script>")]),
        lambda: NOTE.each(["1"], ["a"], ["b"]),
        lambda: NOTE(1, "a"),
        lambda: NOTE(1, "a", "b", "c"),
        lambda: ROW.each(["a", "b"], ["c"]),
        lambda: ROW.each(["a"]),
        lambda: GROUP.each(["a"], ["b"], [NOTE(1, "a", "b")]),
    ):
        with pytest.raises((TypeError, ValueError, IndexError)):
            wrong()


def test_words_in_a_declaration_are_words_too():
    """As content and as attributes."""
    element = Element("p", "a < b", title='"100%"')

    assert str(element()) == '<p title="&quot;100%&quot;">a &lt; b</p>'


def test_what_is_written_twice_alike_is_equal():
    """A picture drawn again for the same learner is the same picture."""
    bold = Element("b", WORDS)

    assert bold("Falls") == bold("Falls")
    assert hash(bold("Falls")) == hash(bold("Falls"))
    assert bold("Falls") != bold("Waits")
    assert bold("Falls") != "<b>Falls</b>"
