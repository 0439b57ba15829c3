"""Bringing back: reviews to their authors, without names, past the teacher's eyes."""

import csv
import io

import pytest
from typer.testing import CliRunner

from course.classroom.peers.dealing import assign
from course.classroom.peers.moderation import moderation_file
from course.classroom.peers.returning import bring_back, standing
from course.classroom.peers.round import PeersProblem
from course.cli import app


@pytest.fixture
def reviewed(school):
    """A class in which all have reviewed what was dealt to them."""
    assign(school.course, seed=1)
    for learner in school.round.dealt:
        school.review(learner)
    return school


def decide(school, keep):
    """Write a decision into each row, as a spreadsheet does: with semicolons."""
    path = moderation_file(school.root)
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, rows[0].keys(), delimiter=";")
    table.writeheader()
    table.writerows(row | {"keep": keep(row)} for row in rows)
    path.write_text(written.getvalue(), "utf-8")


def test_each_author_gets_two_reviews_and_no_reviewer_is_named(reviewed):
    """By the packet the words are found again; by name nobody is."""
    brought = bring_back(reviewed.course)

    assert (brought.reviews, len(brought.authors)) == (12, 6)
    page = reviewed.root / "peers" / "returned" / "amira.html"
    assert "Colleague 2" in page.read_text("utf-8")
    cover = reviewed.round.covers["amira"]
    assert reviewed.returned_to("amira").count(f"the project {cover}.") == 8


def test_nobody_reviews_what_was_not_dealt_to_them(reviewed):
    """Whatever the answer says: a cover name may have been overheard."""
    mine = {reviewed.round.covers[one] for one in reviewed.round.dealt["amira"]}
    cover = reviewed.round.covers["amira"]
    other = next(
        c for c in reviewed.round.covers.values() if c not in mine and c != cover
    )
    reviewed.review("amira", [other, cover])

    bring_back(reviewed.course)

    assert "what amira writes about" not in reviewed.returned_to("amira")
    author = reviewed.round.authors[other]
    assert "what amira writes about" not in reviewed.returned_to(author)


def test_a_review_of_a_project_withdrawn_since_reaches_its_author(reviewed):
    """The words were written for somebody, and are."""
    assign(reviewed.course, withdraw=["carl"])
    bring_back(reviewed.course)

    assert reviewed.returned_to("carl").count("about the project") == 8


def test_with_moderation_nothing_goes_out_before_it_was_read(reviewed):
    """First a table; then what is yes; what is no never."""
    first = bring_back(reviewed.course, moderate=True)
    assert (first.reviews, first.waiting) == (0, 48)
    assert reviewed.returned_to("amira") is None

    decide(reviewed, lambda row: "no" if row["part"] == "A wish" else "Yes")
    second = bring_back(reviewed.course)
    assert (second.reviews, second.waiting, second.held_back) == (12, 0, 12)
    assert "wish: what" not in reviewed.returned_to("amira")
    assert "question: what" in reviewed.returned_to("amira")


def test_what_is_written_anew_is_decided_anew(reviewed):
    """A yes is for a text and not for a person."""
    bring_back(reviewed.course, moderate=True)
    decide(reviewed, lambda row: "yes")
    covers = list(reviewed.packet_of("amira").projects)
    reviewed.review("amira")
    answer = reviewed.root / "submitted/amira/12-peers/answers/reviews.json"
    answer.write_text(answer.read_text("utf-8").replace("wish: what", "wish: how"))

    brought = bring_back(reviewed.course)

    assert brought.waiting == len(covers)
    for author in reviewed.round.dealt["amira"]:
        assert "wish: how" not in reviewed.returned_to(author)


def test_what_is_decided_against_later_is_taken_back(reviewed):
    """The file of an author is what holds now."""
    bring_back(reviewed.course)
    assert reviewed.returned_to("amira")
    bring_back(reviewed.course, moderate=True)

    assert reviewed.returned_to("amira") is None


def test_an_odd_decision_is_named_with_its_line(reviewed):
    """Perhaps is no decision."""
    bring_back(reviewed.course, moderate=True)
    decide(reviewed, lambda row: "perhaps")
    with pytest.raises(PeersProblem, match="line 2: the column keep says perhaps"):
        bring_back(reviewed.course)

    moderation_file(reviewed.root).write_text("a,b\n1,2\n")
    with pytest.raises(PeersProblem, match="columns id and keep"):
        bring_back(reviewed.course)


def test_what_a_learner_wrote_is_no_formula_in_the_table(reviewed):
    """A spreadsheet would run it on the teacher's machine."""
    answer = reviewed.root / "submitted/amira/12-peers/answers/reviews.json"
    text = answer.read_text("utf-8")
    answer.write_text(text.replace("wish: what", "=HYPERLINK(a) wish"), "utf-8")
    bring_back(reviewed.course, moderate=True)

    table = moderation_file(reviewed.root).read_text("utf-8-sig")
    assert "'=HYPERLINK" in table
    assert ",=HYPERLINK" not in table


def test_how_far_everybody_is(reviewed):
    """Dealt, handed in, received, brought back."""
    before = {one.learner: one for one in standing(reviewed.course)}
    assert (before["amira"].dealt, before["amira"].whole) == (2, 2)
    assert (before["amira"].received, before["amira"].returned) == (2, False)

    bring_back(reviewed.course)
    assert all(one.returned for one in standing(reviewed.course))


def test_before_anything_was_dealt_it_says_how_to_begin(school):
    """In a sentence, and with the exit status of what could not go on."""
    done = CliRunner().invoke(app, ["peers", "return", "--root", str(school.root)])

    assert done.exit_code == 2
    assert "Begin with: fourlenses peers assign" in done.output


def test_a_whole_round_from_the_command_line(school):
    """Deal, hand in, moderate, bring back, look."""

    def run(*words):
        done = CliRunner().invoke(app, ["peers", *words, "--root", str(school.root)])
        assert done.exit_code == 0, done.output
        return done.output

    assert "6 projects, 6 reviewers. New packets: 6." in run("assign", "--seed", "1")
    assert "New packets: 0. Unchanged: 6." in run("assign")
    for learner in school.round.dealt:
        school.review(learner)
    assert "48 texts wait for your decision" in run("return", "--moderate")
    decide(school, lambda row: "yes")
    out = run("return")
    assert "12 reviews for 6 authors" in out
    assert "Not graded yet" in out
    assert "Learner" in run("status")
