"""The aim composer in the browser: it says of an aim what Python says."""

import pytest

from course.exercises import TASKS
from course.tasks.aim import remarks_on
from course.widgets import ExerciseView

pytestmark = pytest.mark.browser

TASK = TASKS["aim-writer"]
CASE = TASK.case("demo", "amira")
UNIT = next(item.unit for item in CASE.items if item.id == "from")

NUMBERS = (
    *("24", "24,5", "1 250", "−3", "about 20", "twenty", "12 34", "1.2.3", ".", "+4"),
    *("62 %", "62 per cent", "24 a week", "24 hours", "1e5", "12.", "5..", "%"),
)
DAYS = (
    *("2027-03-14", "14 March 2027", "14. mars 2027", "March 14, 2027", "14.3.2027"),
    *("14/3/2027", "14 Mar. 2027", "1st May 2027", "31 February 2027", "2027-13-01"),
    *("in six months", "6 months", "within a year", "soon", "before summer", "2027"),
    *(
        "March 2027",
        "14 Marsch 2027",
        "14 maaliskuuta 2027",
        "3 helmikuuta 2027",
        "marraskuu 3 2027",
    ),
    *("0000-01-01", "29.2.2028", "29.2.2027", "monthsday", "14 Smarch 2027", "Q3"),
)
FULL = {
    "what": "what.a",
    "whom": "whom.b",
    "from": "40",
    "to": "20",
    "by": "14 March 2027",
    "where": "where.c",
}
ASIDE = [
    *({"from": number, "to": "20"} for number in NUMBERS),
    *({"by": day} for day in DAYS),
    *({k: v for k, v in FULL.items() if k != left} for left in FULL),
    *({kept: FULL[kept]} for kept in FULL),
    FULL,
    FULL | {"to": "40,0"},
    {"from": "40", "by": "soon"},
]


@pytest.fixture
def opened(open_view, folder):
    """The exercise on a page."""
    return open_view(ExerciseView(TASK, CASE, folder))


def fill_in(opened, fields):
    """Empty the form, and fill in these fields."""
    for item in CASE.items:
        control = opened.page.get_by_label(item.text, exact=True)
        value = fields.get(item.id, "")
        if item.id in ("what", "whom", "where"):
            control.select_option(value)
        else:
            control.fill(value)


def said(opened):
    """What the form says of the aim."""
    return opened.page.locator(".fl-aim-remarks li").all_inner_texts()


def test_the_browser_says_what_python_says(opened):
    """The same rules on both sides, for numbers, days and missing parts."""
    for fields in ASIDE:
        fill_in(opened, fields)
        wanted = remarks_on(fields, UNIT)
        heard = [each for each in said(opened) if not each.startswith("All the parts")]
        assert heard == wanted, fields


def test_it_says_kindly_that_there_is_a_day_and_no_amount(opened):
    """The first thing most aims lack."""
    fill_in(opened, {"by": "14 March 2027"})

    assert said(opened) == ["This tells when, not yet how much."]


def test_the_sentence_grows_with_the_parts(opened, folder):
    """What is chosen and typed reads as one aim, and is saved."""
    fill_in(opened, FULL)

    sentence = opened.page.locator(".fl-aim-sentence").inner_text()
    assert "from 40 to 20" in sentence
    assert "by 14 March 2027" in sentence
    opened.until(lambda: folder.load(TASK.name).answer == FULL)
    assert "All the parts of an aim are there" in said(opened)[0]
    assert not opened.violations()
    opened.picture("aim")


def test_by_keyboard_only(opened, folder):
    """From the first list to the day, without a mouse."""
    opened.page.get_by_label(CASE.items[0].text, exact=True).focus()
    opened.press("ArrowDown", "Tab", "ArrowDown", "Tab", "3", "0", "Tab", "2", "0")
    opened.press("Tab")

    given = {"what": "what.a", "whom": "whom.a", "from": "30", "to": "20"}
    opened.until(lambda: folder.load(TASK.name).answer == given)
