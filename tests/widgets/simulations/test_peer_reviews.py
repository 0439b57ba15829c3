"""Reviewing: what was dealt is shown, what is written is kept, for its project."""

import numpy as np
import pytest

from course.exercises import TASKS
from course.exercises.peers.packet import PACKETS, Packet, write_packet
from course.exercises.peers.review import CRITERIA, TEXTS
from course.exercises.project.example import draw_example

EXAMPLES = [draw_example(np.random.default_rng(seed), "home") for seed in range(3)]
WORDS = {name: f"These words about the {name} are my own ones." for name in TEXTS}


@pytest.fixture
def reviewer(in_lesson):
    """A learner in the lesson, to whom nothing is dealt yet."""
    return in_lesson("12-peers")


def deal(reviewer, *covers, number=1, to=None):
    """Put a packet where the exchange or an unpacked file would."""
    folder = reviewer.folder.folder.parent / PACKETS
    folder.mkdir(parents=True, exist_ok=True)
    projects = dict(zip(covers, EXAMPLES, strict=False))
    packet = Packet(to or reviewer.folder.learner, number, projects)
    (folder / packet.file).write_bytes(write_packet(packet))


def review(play, cover, words=WORDS):
    """Rate everything and write everything, about one project."""
    play.press(f"open-{cover}")
    for criterion in CRITERIA:
        play.choose(f"{cover}.{criterion}", "partly")
    for name, text in words.items():
        play.write(f"{cover}.{name}", f"{text} {cover}")
    return play


def points(reviewer):
    """What the kept reviews earn."""
    task = TASKS["reviews"]
    return task.mark(task.case("demo", "amira"), reviewer.kept("reviews")).points


def test_before_anything_is_dealt_it_says_so(reviewer):
    """And looks again when it is told to."""
    play = reviewer.open("reviews")
    assert "has not dealt out projects yet" in play.text

    deal(reviewer, "Heron", "Birch")
    play.press("look-again")
    assert "0 of 2 reviews are whole." in play.text


def test_card_and_report_are_shown_as_they_are_printed(reviewer):
    """The title, the chart with its table, and in the report the tests too."""
    deal(reviewer, "Heron")
    play = reviewer.open("reviews")

    assert "On time in the morning" in play.text
    assert len(play.blocks("picture")) == 1
    play.press("paper-report")
    assert len(play.blocks("picture")) > 1


def test_two_whole_reviews_earn_everything(reviewer):
    """Who got two is not asked for a third."""
    deal(reviewer, "Heron", "Birch")
    play = reviewer.open("reviews")
    review(play, "Heron")
    assert points(reviewer) == TASKS["reviews"].points / 2

    review(play, "Birch")
    assert "2 of 2 reviews are whole." in play.text
    assert points(reviewer) == TASKS["reviews"].points


def test_the_same_words_for_two_projects_count_for_neither(reviewer):
    """They were written about none of them."""
    deal(reviewer, "Heron", "Birch")
    play = reviewer.open("reviews")
    for cover in ("Heron", "Birch"):
        play.press(f"open-{cover}")
        for name, text in WORDS.items():
            play.write(f"{cover}.{name}", text)

    assert points(reviewer) == 0
    assert "the same words stand in another place too" in play.text


def test_a_review_of_a_project_that_was_withdrawn_still_counts(reviewer):
    """The work was done; the project that takes its place may wait."""
    deal(reviewer, "Heron", "Birch")
    play = reviewer.open("reviews")
    review(play, "Heron")
    deal(reviewer, "Birch", "Osprey", number=2)

    play = reviewer.open("reviews")
    assert set(play.buttons) >= {"open-Birch", "open-Osprey"}
    assert "What you wrote about it is kept" in play.text
    review(play, "Birch")
    assert points(reviewer) == TASKS["reviews"].points


def test_a_packet_unpacked_on_a_laptop_is_for_whoever_works_there(reviewer):
    """Whatever the name they chose; but among several only one's own."""
    deal(reviewer, "Heron", to="amira.k@region.example")
    assert "Heron" in reviewer.open("reviews").text

    deal(reviewer, "Birch", to="jonas")
    assert "has not dealt out" in reviewer.open("reviews").text


def test_what_is_no_packet_is_named(reviewer):
    """A damaged file stops nothing."""
    folder = reviewer.folder.folder.parent / PACKETS
    folder.mkdir(parents=True)
    (folder / "amira.1.json").write_text('{"format": 1, "projects": []}')

    assert "amira.1.json cannot be read" in reviewer.open("reviews").text


def test_words_for_a_project_that_is_no_longer_open_change_nothing(reviewer):
    """What is typed late must not land in another review."""
    deal(reviewer, "Heron", "Birch")
    play = reviewer.open("reviews")
    play.press("open-Birch").write("Heron.wish", WORDS["wish"])
    play.choose("Birch.aim", "splendid").choose("Birch.colour", "clear")

    assert reviewer.kept("reviews") is None


@pytest.mark.browser
def test_a_review_is_written_in_the_browser(reviewer, page, open_view):
    """Read, rated, written; kept for the project that is open."""
    deal(reviewer, "Heron", "Birch")
    open_view(reviewer.view("reviews"), 1000)
    page.get_by_role("button", name="Birch: 0 of 5").click()
    page.get_by_label("Clear to me").first.check()
    page.get_by_label("A wish: one open point").fill(WORDS["wish"])
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Heron: 0 of 5").click()

    page.get_by_label("A wish: one open point").fill(
        "Another wish for another project."
    )
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Birch: 1 of 5").click()
    assert page.get_by_label("A wish: one open point").input_value() == WORDS["wish"]
