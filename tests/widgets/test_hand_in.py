"""Handing in: what is missing, what came of it, and that nothing hides."""

import pytest

from course.widgets.hand_in import HandedIn, HandInView, NotHandedIn

DONE = HandedIn(
    sentence="Handed in at 14:32.",
    points=41.5,
    max_points=62,
    feedback_html='<div class="fl-feedback"><p>You <a href="#first">wrote</a>:</p>'
    '<section id="first"><h2>First look</h2><p>Weeks 3 and 4.</p></section></div>',
    page_path="feedback/amira/04-variation/variation.html",
)


def nothing():
    """List nothing as missing."""
    return []


def test_what_came_of_it_is_told_in_words_and_numbers(told):
    """Points as people write them."""
    view = HandInView(lambda: DONE, nothing)

    told(view, "hand-in")

    assert view.standing["stage"] == "done"
    assert view.standing["mark"] == "41.5 of 62 points"
    assert view.feedback_html == DONE.feedback_html


def test_while_it_works_it_says_so():
    """The browser hears of it before it is done."""
    stages = []
    view = HandInView(lambda: stages.append(view.standing["stage"]) or DONE, nothing)

    view.hand_in()

    assert stages == ["running"]
    assert view.progress == ""


def test_a_reason_not_to_is_told_as_a_sentence(told):
    """And one may try again."""

    def refuse():
        raise NotHandedIn("The exchange folder cannot be reached.")

    view = HandInView(refuse, nothing)
    told(view, "hand-in")

    assert view.standing["stage"] == "failed"
    assert view.standing["sentence"] == "The exchange folder cannot be reached."


def test_what_breaks_is_told_too_and_not_swallowed(told):
    """The learner reads a sentence, the log has the trace."""

    def break_down():
        raise RuntimeError("no")

    view = HandInView(break_down, nothing)
    with pytest.raises(RuntimeError):
        view.hand_in()

    assert view.standing["stage"] == "failed"
    assert view.standing["sentence"].startswith("Not handed in")


def test_what_is_missing_is_asked_about_first(told):
    """Handing in waits for the learner's word."""
    handed_in = []
    view = HandInView(lambda: handed_in.append(1) or DONE, lambda: ["Run lengths"])

    told(view, "hand-in")
    assert view.standing["stage"] == "asking"
    assert view.standing["missing"] == ["Run lengths"]
    assert not handed_in

    told(view, "not-yet")
    assert view.standing["stage"] == "ready"
    told(view, "hand-in")
    told(view, "hand-in-anyway")
    assert handed_in == [1]
    assert view.standing["stage"] == "done"


def test_what_came_of_it_last_time_is_there_from_the_start():
    """After a reload the feedback stands where it stood."""
    view = HandInView(lambda: DONE, nothing, earlier=DONE)

    assert view.standing["stage"] == "done"
    assert view.feedback_html


@pytest.mark.browser
def test_by_keyboard_from_button_to_feedback(open_view):
    """The focus is never lost on the way."""
    missing = ["Run lengths", "Two errors"]
    opened = open_view(HandInView(lambda: DONE, lambda: missing))
    assert opened.page.locator('[data-fourlenses="hand-in"]').count() == 1

    opened.press("Tab", "Enter")
    assert opened.focused() == "Answer first"
    assert opened.page.locator(".fl-ask li").all_inner_texts() == missing
    assert not opened.violations()
    opened.picture("hand-in-asking")

    opened.press("Tab", "Enter")
    assert opened.focused() == "Hand in"
    assert opened.page.get_by_text("41.5 of 62 points").is_visible()
    link = opened.page.get_by_role("link", name="Open the feedback")
    assert "docmanager:open" in link.get_attribute("data-commandlinker-command")
    assert not opened.violations()
    opened.picture("hand-in-done")

    opened.page.get_by_role("link", name="wrote").click()
    assert opened.page.evaluate("document.activeElement.id") == "first"
    assert not opened.page.url.endswith("#first")


@pytest.mark.browser
def test_while_it_runs_it_cannot_be_pressed_again(open_view):
    """A second press of an impatient finger does nothing."""
    opened = open_view(HandInView(lambda: DONE, nothing))
    opened.cut_off = True
    button = opened.page.locator('[data-fourlenses="hand-in"]')

    button.click()

    assert button.inner_text() == "Handing in …"
    assert button.get_attribute("aria-disabled") == "true"
    opened.cut_off = False
    button.click(force=True)
    assert opened.view.standing["stage"] == "ready"


@pytest.mark.browser
def test_a_failure_is_loud(open_view):
    """And the button is there for another try."""

    def refuse():
        raise NotHandedIn("Not handed in: the disk is full.")

    opened = open_view(HandInView(refuse, nothing))
    opened.page.get_by_role("button", name="Hand in").click()

    assert opened.page.get_by_text("the disk is full").is_visible()
    assert opened.page.get_by_role("button", name="Hand in").is_enabled()
    assert not opened.violations()
