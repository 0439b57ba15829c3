"""Reviews as data: whole, about one project, and marked for no more than that."""

import pytest

from course.exercises.peers.review import CRITERIA, LEVELS, TEXTS
from course.exercises.peers.reviews import (
    REVIEWS,
    PeerReviews,
    as_answer,
    read_reviews,
)

CASE = REVIEWS.case("autumn", "amira")


def one(number=1, ratings=CRITERIA, **texts):
    """A whole review, in words of its own."""
    every = {name: f"Word number {number} about {name} here." for name in TEXTS}
    return {
        "ratings": dict.fromkeys(ratings, LEVELS[1]),
        "texts": every | {name.replace("_", "-"): t for name, t in texts.items()},
    }


def answer(dealt, **reviews):
    """Reviews as they are saved."""
    return {"kind": "reviews", "dealt": dealt, "reviews": reviews}


def points(given):
    """What they earn."""
    return REVIEWS.mark(CASE, given).points


def test_as_many_as_were_dealt_are_enough():
    """One in a class of two, two, or three: no one is punished for having fewer."""
    every = {f"P{n}": one(n) for n in range(3)}
    for count in (1, 2, 3):
        some = dict(list(every.items())[:count])
        assert points(answer(list(some), **some)) == REVIEWS.points


def test_a_review_is_worth_its_share():
    """A wish that is missing, ratings that are missing, a review that is missing."""
    whole = one(1)
    assert points(answer(["A", "B"], A=whole)) == REVIEWS.points / 2
    assert points(answer(["A"], A=one(1, wish="Hm."))) == 0.75 * REVIEWS.points
    assert points(answer(["A"], A=one(1, CRITERIA[1:]))) == 0.5 * REVIEWS.points
    assert points(answer(["A"], A={**whole, "texts": {}})) == 0
    assert points(answer([], A=whole)) == 0


def test_the_same_words_twice_count_in_neither_place():
    """Big letters and spaces do not make them others."""
    given = one(1, star_2="  WORD number 1 about star-1   here.")
    assert points(answer(["A"], A=given)) == 0.5 * REVIEWS.points


def test_what_is_missing_is_said_of_each_project():
    """By its cover name, and what is missing there."""
    said = REVIEWS.mark(CASE, answer(["Heron", "Birch"], Heron=one(1, wish=""))).words

    assert any(s == "Heron: Wish: at least five different words." for s in said)
    assert any(s.startswith("Birch: 6 of the six ratings are open.") for s in said)


def test_nothing_begun_is_not_attempted():
    """To open the page is no review."""
    assert not REVIEWS.mark(CASE, answer(["Heron", "Birch"])).attempted


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        {"kind": "reviews"},
        answer("Heron"),
        answer(["A", "A"]),
        answer(list("ABCDE")),
        answer([""]),
        answer([7]),
        answer(["A"], A={"ratings": {"aim": "splendid"}, "texts": {}}),
        answer(["A"], A={"ratings": {}, "texts": {"wish": "x" * 2000}}),
        answer(["A"], A={"ratings": {}, "texts": {"wish": None}}),
        answer(["A"], **{f"P{n}": one(n) for n in range(20)}),
    ],
)
def test_what_is_no_review_earns_nothing_and_raises_nothing(given):
    """Whatever lies in the file."""
    assert points(given) == 0


def test_reviews_survive_being_saved():
    """Read and written again, they are the same."""
    given = answer(["Heron"], Heron=one(1))
    read = read_reviews(given)

    assert isinstance(read, PeerReviews)
    assert as_answer(read) == given
