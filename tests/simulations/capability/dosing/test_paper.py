"""The plan on paper says what was written, and what follows from it."""

import csv
import html
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from course.documents import Grid
from course.simulations.capability.dosing.paper import (
    FORMS,
    make_paper,
    matrix_csv,
    number,
    plan_document,
)
from course.simulations.capability.dosing.plan import read_plan, suggested_plan

SUNDMARK = json.loads(Path(__file__).with_name("sundmark.json").read_text("utf-8"))


def words_of(content):
    """Return the words of a PDF, with single spaces."""
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_the_pdf_holds_the_whole_plan():
    """From who has decided to what is uncertain."""
    name, type_, content = make_paper(read_plan(SUNDMARK), "pdf")
    said = words_of(content)

    assert (name, type_) == ("dosing-plan.pdf", "application/pdf")
    for told in (
        "The county of Sundmark",
        "The county director, with the board",
        "121 of 200 have answered, 60.5 of 100",
        "units with fewer than five answers",
        "Ward and unit managers, heads of clinic",
        "18 of 100 leaders leave in a year",
        "Programme for new managers",
        "Own coaches teach small tests",
        "Additions: 4. In a year: 300 thousand",
        "no gap is left open",
        "Line managers: 70 places a year are enough",
        "60 a year bring 240 trained people within 4 years, and then 43 a year hold",
        "A chart over time at each meeting",
        "Half a day a month for eleven teachers",
        "Home care has not been asked yet",
        "12. fit the level to each group",
    ):
        assert told in said
    assert "Solbakken, night" not in said
    assert "A large programme for everybody" not in said


def test_the_page_says_the_same_as_the_paper():
    """Each table of the document stands in it."""
    plan = read_plan(SUNDMARK)
    _, _, content = make_paper(plan, "html")
    page = html.unescape(content.decode())

    for section in plan_document(plan).sections:
        assert section.title in page
        for block in section.blocks:
            if isinstance(block, Grid):
                assert f"{block.caption}</caption>" in page


def test_too_few_places_are_told_on_paper():
    """With when it would be reached, and which competence is narrow."""
    plan = read_plan(SUNDMARK)
    few = plan.with_entry("courses", "c2", places=45)
    none = plan.with_entry("courses", "c2", places=20)
    held = few.with_entry("groups", "line", trained=240, leaving=20)

    assert "45 places a year are too few" in words_of(make_paper(few, "pdf")[2])
    assert "will never bring 240" in words_of(make_paper(none, "pdf")[2])
    assert "do not hold 240" in words_of(make_paper(held, "pdf")[2])
    enough = plan.with_entry("groups", "line", trained=300)
    assert "enough. 43 a year hold 240 trained" in words_of(
        make_paper(enough, "pdf")[2]
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_plan_that_is_not_begun_can_be_printed(form):
    """With what is there: the suggestion, and twelve open steps."""
    plan = suggested_plan()
    assert make_paper(plan, form)[2]
    empty = replace(plan, groups=())
    assert make_paper(empty, form)[2]
    titles = [section.title for section in plan_document(plan).sections]
    assert "What can be carried" not in titles


def test_the_matrix_opens_in_a_spreadsheet():
    """A row for each group, numbers as numbers."""
    text = matrix_csv(read_plan(SUNDMARK))
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))

    assert text.startswith("\ufeff")
    assert rows[0][:4] == ["Group", "Positions", "People", "Setting aims"]
    assert rows[1][2:] == ["4200", "1", "1", "1", "1", "2", "0", "2", "1"]
    assert len(rows) == 6


def test_numbers_are_written_to_be_read():
    """Whole where they are whole, and never as a power of ten."""
    assert [number(each) for each in (None, 0, 12.0, 59.25, 1_234_567)] == [
        "–",
        "0",
        "12",
        "59.2",
        "1,234,567",
    ]
