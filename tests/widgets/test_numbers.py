"""Numbers in the browser: typed as people write them."""

from dataclasses import replace

import pytest

from course.tasks import Item
from course.widgets import ExerciseView

pytestmark = pytest.mark.browser


@pytest.fixture
def answer(folder):
    """Return a function that reads what is saved."""
    return lambda: folder.load("numbers-sample").answer


def test_by_keyboard_only(build, open_view, answer):
    """What was typed is saved as typed."""
    opened = open_view(build("numbers"))
    opened.page.get_by_label("What is the median?").focus()

    opened.page.keyboard.type("4,5")
    opened.press("Tab")
    opened.page.keyboard.type("7 points")
    opened.press("Tab")

    assert answer() == {"median": "4,5", "run": "7 points"}


def test_typing_is_saved_when_it_pauses_and_not_at_each_letter(
    build, open_view, answer, folder
):
    """A file a letter would be a lot of files."""
    opened = open_view(build("numbers"))
    opened.page.clock.install()
    field = opened.page.get_by_label("What is the median?")

    field.press_sequentially("12,5")
    assert answer() is None
    opened.page.clock.run_for(500)

    assert answer() == {"median": "12,5"}
    assert folder.load("numbers-sample").version == 1


def test_an_emptied_field_is_not_attempted(build, open_view, answer):
    """Not a number that is empty."""
    build("numbers").set_state({"answer": {"median": "4"}})
    opened = open_view(build("numbers"))

    opened.page.get_by_label("What is the median?").fill("")
    opened.press("Tab")

    assert answer() is None
    assert opened.page.locator(".fl-foot .fl-state").inner_text() == "Not attempted"


def test_unit_and_tolerance_belong_to_the_field(build, open_view):
    """A screen reader reads them with it."""
    opened = open_view(build("numbers"))

    described = opened.page.get_by_label("What is the median?").evaluate(
        "field => field.getAttribute('aria-describedby').split(' ')"
        ".map(id => document.getElementById(id).textContent)"
    )

    assert described == [
        "falls",
        "An answer within 0.5 falls of the exact value counts.",
    ]


@pytest.mark.parametrize(
    ("unit", "tolerance", "told"),
    [
        ("%", 0.306, "0.3 percentage points"),
        ("per cent", 2.32, "2.3 percentage points"),
        ("minutes", 0.29, "0.29 minutes"),
        ("", 125.0, "125"),
    ],
)
def test_what_counts_is_told_in_few_digits_and_never_too_widely(
    sample, folder, unit, tolerance, told
):
    """Two per cent of a share of 40 per cent would be something else."""
    item = Item("share", "What is the share?", unit=unit, tolerance=tolerance)

    task, case = sample("numbers")

    view = ExerciseView(task, replace(case, items=(item,)), folder)

    (shown,) = view.shown["items"]

    assert (
        shown["tolerance_words"]
        == f"An answer within {told} of the exact value counts."
    )
