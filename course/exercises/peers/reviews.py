"""The reviews of colleagues' projects as a task: each of them whole.

What a review is worth to its author no machine can tell. It sees whether everything was
rated, and whether each text was written, about this project alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from course.exercises.peers.review import (
    CRITERIA,
    LEVELS,
    TEXTS,
    Review,
    as_json,
    plain,
    read_review,
    repeated_texts,
    says_enough,
)
from course.messages import keys, say
from course.tasks import Answer, Case, Item, Said, Task
from course.tasks.forms import UNFIT
from course.tasks.quoting import quoted

# Of those that were dealt, and of others that were dealt before and withdrawn.
MOST_DEALT, MOST_KEPT = 4, 12
_LONGEST_COVER = 40
_ITEMS = ("rated", *TEXTS)


@dataclass(frozen=True, slots=True)
class PeerReviews:
    """What a reviewer has said, of which projects.

    Attributes
    ----------
    dealt : tuple of str
        Cover names of the projects that are theirs to review.
    reviews : mapping of str to Review
        By cover name; also of a project that was withdrawn after it was dealt.
    """

    dealt: tuple[str, ...] = ()
    reviews: Mapping[str, Review] = None

    def of(self, cover: str) -> Review:
        """Return the review of a project, or an empty one."""
        return self.reviews.get(cover, Review())

    @property
    def counted(self) -> tuple[str, ...]:
        """The projects that are marked: as many as were dealt, the fullest reviews.

        Who reviewed a project that was then withdrawn has done that work.
        """
        done = sorted(
            dict.fromkeys([*self.dealt, *self.reviews]),
            key=lambda cover: -self.share(cover),
        )
        return tuple(done[: len(self.dealt)])

    def held(self, cover: str) -> dict[str, bool]:
        """Return, of one review, what is there: the ratings and each text."""
        review, repeated = self.of(cover), repeated_texts(self.reviews.values())
        return {"rated": review.is_rated} | {
            name: says_enough(text) and plain(text) not in repeated
            for name, text in review.texts.items()
        }

    def share(self, cover: str) -> float:
        """Return how much of a review is there; at most half without all ratings."""
        held = self.held(cover)
        written = sum(held[name] for name in TEXTS) / len(TEXTS)
        return written if held["rated"] else min(written, 0.5)


def read_reviews(answer: Any) -> PeerReviews:
    """Read reviews from JSON, whoever wrote it.

    Parameters
    ----------
    answer : JSON value
        ``{"kind": "reviews", "dealt": [cover], "reviews": {cover: review}}``.

    Returns
    -------
    PeerReviews

    Raises
    ------
    ValueError, TypeError, KeyError, IndexError, AttributeError
        If it is none.
    """
    if answer["kind"] != "reviews":
        raise ValueError("Not reviews.")
    dealt, reviews = answer["dealt"], answer["reviews"]
    if not isinstance(dealt, list) or len(dealt) > MOST_DEALT:
        raise ValueError("A few projects are dealt.")
    for cover in (*dealt, *reviews):
        if not isinstance(cover, str) or not 0 < len(cover) <= _LONGEST_COVER:
            raise ValueError("A cover name is a word or two.")
    if len(set(dealt)) < len(dealt) or len(reviews) > MOST_KEPT:
        raise ValueError("Each project is dealt once.")
    read = {cover: read_review(one) for cover, one in reviews.items()}
    return PeerReviews(tuple(dealt), read)


def as_answer(given: PeerReviews) -> dict[str, Any]:
    """Return reviews as JSON, as `read_reviews` reads them.

    Parameters
    ----------
    given : PeerReviews

    Returns
    -------
    dict
    """
    return {
        "kind": "reviews",
        "dealt": list(given.dealt),
        "reviews": {cover: as_json(one) for cover, one in given.reviews.items()},
    }


def missing_words(given: PeerReviews, cover: str) -> tuple[str, ...]:
    """Say what is missing in a review.

    Parameters
    ----------
    given : PeerReviews
    cover : str

    Returns
    -------
    tuple of str
        A sentence each; nothing where it is whole.
    """
    review, repeated = given.of(cover), repeated_texts(given.reviews.values())
    said = []
    if not review.is_rated:
        left = len(CRITERIA) - len(review.ratings)
        said.append(say("reviews.not-rated", left=left))
    for name, held in given.held(cover).items():
        if name == "rated" or held:
            continue
        why = "repeated" if plain(review.texts[name]) in repeated else "short"
        said.append(say(f"reviews.{why}", text=say(f"reviews.item.{name}")))
    return tuple(said)


@dataclass(frozen=True, slots=True)
class ReviewsKind:
    """Reviews, each looked at for whether it is whole.

    Nothing of it is drawn: which projects are reviewed, the teacher deals out, and the
    answer says which. The truth of a case is one answer among many.
    """

    name: ClassVar[str] = "reviews"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is no reviews."""
        try:
            read_reviews(answer)
        except UNFIT:
            return say("form.not-this-kind")
        return ""

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Say of each project what is missing."""
        given = read_reviews(answer)
        return tuple(
            say("reviews.of", cover=quoted(cover), words=" ".join(words))
            for cover in given.counted
            if (words := missing_words(given, cover))
        )

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Whether the ratings and each text are there, in all reviews alike."""
        given = read_reviews(answer)
        if not any(given.of(cover).is_begun for cover in given.counted):
            return {}
        each = [given.held(cover) for cover in given.counted]
        return {name: all(held[name] for held in each) for name in _ITEMS}

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether a part came out the same."""
        return given == wanted

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each part, and what was written there of each project."""
        given = PeerReviews(reviews={}) if answer is None else read_reviews(answer)
        return tuple(
            Said(
                item.text,
                " · ".join(
                    say("reviews.of", cover=cover, words=words)
                    for cover in given.counted
                    if (words := _written(given.of(cover), item.id))
                ),
                item.id,
            )
            for item in case.items
        )

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Mean over as many reviews as were dealt."""
        given = read_reviews(answer)
        if not given.counted:
            return 0.0
        return sum(map(given.share, given.counted)) / len(given.counted)

    def correct(self, case: Case, answer: Answer, truth: Answer) -> Mapping[str, bool]:
        """Whether each part is there."""
        return self.parts(case, answer)

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Any level everywhere, and a dot for each text."""
        return as_answer(_all_alike(lambda: str(rng.choice(LEVELS)), "…"))

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """The first level and the same kind words everywhere."""
        return as_answer(_all_alike(lambda: LEVELS[0], say("reviews.example.praise")))


def _all_alike(level, text: str) -> PeerReviews:
    covers = _covers()[:2]
    one = [
        Review({c: level() for c in CRITERIA}, dict.fromkeys(TEXTS, text))
        for _ in covers
    ]
    return PeerReviews(covers, dict(zip(covers, one, strict=True)))


def _covers() -> tuple[str, ...]:
    return tuple(say("peers.covers").split())


def _written(review: Review, item: str) -> str:
    if item != "rated":
        return review.texts[item].strip()
    return ", ".join(
        say(
            "reviews.rating",
            criterion=say(f"reviews.criterion.{criterion}"),
            level=say(f"reviews.level.{level}"),
        )
        for criterion, level in review.ratings.items()
    )


def draw_reviews(rng: np.random.Generator) -> Case:
    """Return what is looked for, and two whole reviews that were made up.

    Parameters
    ----------
    rng : Generator

    Returns
    -------
    Case
    """

    def some(what: str, count: int) -> list[str]:
        every = keys(f"reviews.example.{what}.")
        return [say(every[at]) for at in rng.permutation(len(every))[:count]]

    covers = _covers()
    dealt = [covers[at] for at in rng.permutation(len(covers))[:2].tolist()]
    stars, wishes, questions = some("star", 4), some("wish", 2), some("question", 2)
    reviews = {
        cover: Review(
            {criterion: str(rng.choice(LEVELS)) for criterion in CRITERIA},
            {
                "star-1": stars[2 * at],
                "star-2": stars[2 * at + 1],
                "wish": wishes[at],
                "question": questions[at],
            },
        )
        for at, cover in enumerate(dealt)
    }

    def with_texts(*kept: str) -> Answer:
        """The same, with only some of the texts."""
        return as_answer(
            PeerReviews(
                tuple(dealt),
                {
                    cover: Review(
                        one.ratings,
                        {n: one.texts[n] if n in kept else "" for n in TEXTS},
                    )
                    for cover, one in reviews.items()
                },
            )
        )

    return Case(
        items=tuple(Item(name, say(f"reviews.item.{name}")) for name in _ITEMS),
        truth=with_texts(*TEXTS),
        misreadings={
            "only-stars": with_texts("star-1", "star-2"),
            "only-ticks": with_texts(),
        },
    )


REVIEWS = Task(
    name="reviews",
    kind=ReviewsKind(),
    draw=draw_reviews,
    points=20,
    elements=("000-23", "001-08", "001-10"),
)
