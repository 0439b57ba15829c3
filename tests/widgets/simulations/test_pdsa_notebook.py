"""The notebook: one change, page by page, predicted before anything is seen."""

import pytest

from course.widgets.simulations.pdsa_notebook import ACTS, MOST_PAGES


def write_page(play, visits=1, prediction=1, act="again"):
    """Plan a page, lock it, and say what comes of it."""
    play.choose("visits", str(visits)).choose("prediction", prediction)
    play.press("lock")
    return play.press(f"act-{act}") if act else play


def test_nothing_is_seen_before_a_number_is_written(player):
    """The page stays open."""
    play = player.open("pdsa-notebook")

    play.press("lock")

    assert play.view.state["pages"] == []
    assert "Write a number first" in play.scene["refusal"]


def test_more_cannot_be_predicted_than_there_are_visits(player):
    """Five of three is no prediction."""
    play = player.open("pdsa-notebook")

    play.choose("visits", "3").choose("prediction", 5).press("lock")

    assert play.view.state["pages"] == []
    assert "no more visits than 3" in play.scene["refusal"]


def test_a_locked_page_is_not_written_over(player):
    """Neither its number nor its reason."""
    play = write_page(player.open("pdsa-notebook"), 10, 6, act=None)

    play.choose("prediction", 9).write("why", "I knew it").choose("visits", "30")

    assert play.view.state["pages"][0]["prediction"] == 6
    assert play.view.state["pages"][0]["why"] == ""


def test_what_was_seen_stays(player):
    """Another page, or the notebook opened again, changes nothing in the first."""
    play = write_page(player.open("pdsa-notebook"), 10, 6)
    first = play.view.seen(play.view.state)

    write_page(play, 30, 20)

    again = player.open("pdsa-notebook").view
    assert again.seen(again.state)[:1] == first


def test_many_visits_show_what_is_true(anybody):
    """Over many learners the share on the page is the share in the long run."""
    seen = true = 0
    for learner in range(40):
        view = anybody(f"learner-{learner}").open("pdsa-notebook").view
        page = {"visits": 30, "prediction": 0, "why": "", "act": "again"}
        state = view.begin() | {"pages": [page] * MOST_PAGES}
        seen += sum(view.seen(state))
        true += 30 * MOST_PAGES * view.calls(state).called / 100

    assert seen == pytest.approx(true, rel=0.02)


def test_an_adaptation_helps_from_the_next_page_on(player):
    """The same visits, and never fewer on time."""
    view = player.open("pdsa-notebook").view
    page = {"visits": 30, "prediction": 20, "why": "", "act": "again"}
    plain = view.seen(view.begin() | {"pages": [page] * 3})
    adapted = view.seen(view.begin() | {"pages": [page | {"act": "adapt"}, page, page]})

    assert adapted[0] == plain[0]
    assert sum(adapted) > sum(plain)


@pytest.mark.parametrize("act", ["adopt", "abandon"])
def test_the_notebook_is_closed_by_a_decision(player, act):
    """And says what is true in the long run."""
    play = write_page(write_page(player.open("pdsa-notebook")), 3, 2, act)
    before = play.view.state

    assert "In the long run" in play.text
    assert "Visits: 4. Pages: 2." in play.text
    play.do("lock").do("act", act="again")
    assert play.view.state == before


def test_the_notebook_has_eight_pages(player):
    """Then it is full."""
    play = player.open("pdsa-notebook")
    for _ in range(MOST_PAGES):
        write_page(play)

    assert "The notebook is full" in play.text
    assert set(ACTS) >= {page["act"] for page in play.view.state["pages"]}


@pytest.mark.browser
def test_a_page_by_keyboard(open_simulation, player):
    """Choose, predict, lock, decide."""
    opened = open_simulation("pdsa-notebook")
    opened.press("Tab", "ArrowDown")
    opened.until(player.folder.folder.exists)
    opened.press("Tab")
    opened.page.keyboard.type("2")
    opened.press("Tab")
    opened.tab_to("Lock the page and let the visits take place")
    opened.press("Enter")
    opened.page.get_by_text("What comes of it?").first.wait_for()
    assert opened.violations() == ""
    opened.picture("notebook-study")
    opened.tab_to("Adapt it")
    opened.press("Enter")
    opened.page.get_by_text("Page 2").first.wait_for()

    (page,) = player.kept("pdsa-notebook")["pages"]
    assert (page["visits"], page["prediction"], page["act"]) == (3, 2, "adapt")
    assert opened.violations() == ""
    opened.picture("notebook")
