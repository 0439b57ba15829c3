"""A document says the same in a browser and on paper, whoever wrote the words."""

import io
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from course.charts import Chart
from course.documents import (
    Document,
    Facts,
    Grid,
    Section,
    Words,
    as_page,
    as_pdf,
    figure_of,
)

FALLS = Chart(id="falls", title="Falls", y_label="Falls", values=(5, 7, 4, 6, 2))
HOSTILE = '#panic("no") *star* $x$ <script>alert(1)</script> \\ @a // "'


def document_saying(text):
    """A document with the text in each place where text can stand."""
    return Document(
        title=text,
        subtitle=text,
        facts=Facts(((text, text),)),
        sections=(
            Section(
                text,
                (
                    Words((text,)),
                    Facts(((text, text),)),
                    Grid(text, (text, text), ((text, text),)),
                    figure_of(FALLS, text),
                ),
            ),
        ),
        foot=text,
    )


def read(pdf):
    """Return the words of a PDF, with single spaces."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_what_looks_like_markup_is_printed_as_it_stands():
    """No learner's text becomes part of a template, in neither form."""
    document = document_saying(HOSTILE)
    assert read(as_pdf(document)).count('#panic("no")') >= 9
    page = as_page(document)
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 10


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40))
@settings(max_examples=30, deadline=None)
def test_any_text_can_be_printed(text):
    """Whatever is written comes out as a document, and never as an error."""
    assert as_pdf(document_saying(text)).startswith(b"%PDF-")
    assert as_page(document_saying(text)).endswith("</html>")


def test_the_same_words_stand_on_paper_and_on_the_page():
    """Title, facts, paragraphs, cells and what is said of a figure are in both."""
    document = Document(
        title="Fewer falls",
        facts=Facts((("Ward", "Medicine 3, Åmål"),)),
        sections=(
            Section(
                "Tests",
                (
                    Words(("A first line.\nA second line.",)),
                    Grid("Three tests", ("Test", "Seen"), (("One", "7"),)),
                    figure_of(FALLS, "Five weeks of falls."),
                ),
            ),
        ),
        foot="Made with Four Lenses",
    )
    printed, page = read(as_pdf(document)), as_page(document)
    for words in (
        "Fewer falls",
        "Medicine 3, Åmål",
        "A second line.",
        "Three tests",
        "Five weeks of falls.",
        "Made with Four Lenses",
    ):
        assert words in printed
        assert words in page


def test_a_figure_has_its_table_on_the_page():
    """Who cannot see the chart reads its figures."""
    page = as_page(document_saying("Falls"))
    assert "<td>7</td>" in page


def test_a_pdf_is_the_same_each_time():
    """The same data give the same bytes, so that a file can be told by its digest."""
    document = document_saying("Falls")
    assert as_pdf(document) == as_pdf(document)


def test_a_pdf_can_be_read_aloud():
    """It carries its structure, its language and its title."""
    reader = PdfReader(io.BytesIO(as_pdf(document_saying("Falls"))))
    assert reader.metadata.title == "Falls"
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("said", ["", "Falls & bruises"])
def test_a_drawing_stays_one_svg(said):
    """The picture is put into the page whole."""
    page = as_page(document_saying(said))
    (svg,) = re.findall(r"<svg.*</svg>", page, flags=re.DOTALL)
    assert ElementTree.fromstring(svg).tag.endswith("svg")
