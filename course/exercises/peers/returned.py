"""The reviews of one project, as its author gets them: without who wrote them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from course.documents import Document, Facts, Section
from course.exercises.peers.review import TEXTS, Review, as_json, read_review
from course.messages import say

FORMAT = 1
# Bytes. Ten reviews of four long texts take a tenth.
LARGEST_RETURNED = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Returned:
    """What goes to one author.

    Attributes
    ----------
    title : str
        Of the project.
    reviews : tuple of Review
        A text that was held back is "".
    """

    title: str
    reviews: tuple[Review, ...]


def write_returned(returned: Returned) -> bytes:
    """Write what goes to an author as JSON.

    Parameters
    ----------
    returned : Returned

    Returns
    -------
    bytes
        What `read_returned` reads.
    """
    content = {
        "format": FORMAT,
        "title": returned.title,
        "reviews": [as_json(review) for review in returned.reviews],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_returned(content: bytes) -> Returned:
    """Read what goes to an author.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    Returned

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> returned = Returned("On time", (Review({"aim": "clear"}),))
    >>> read_returned(write_returned(returned)) == returned
    True
    """
    try:
        written = json.loads(content)
        reviews = tuple(map(read_review, written["reviews"]))
        return Returned(str(written["title"]), reviews)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("Not returned reviews.") from error


def review_sections(reviews: Sequence[Review]) -> tuple[Section, ...]:
    """Return a section for each review: first the words, then the ratings.

    Parameters
    ----------
    reviews : sequence of Review

    Returns
    -------
    tuple of Section
        Each with one `Facts`.
    """
    return tuple(
        Section(say("returned.review", number=number), (Facts(_rows(review)),))
        for number, review in enumerate(reviews, start=1)
    )


def _rows(review: Review) -> tuple[tuple[str, str], ...]:
    texts = [
        (say(f"returned.{name}"), text)
        for name in TEXTS
        if (text := review.texts[name].strip())
    ]
    ratings = [
        (say(f"reviews.criterion.{criterion}"), say(f"reviews.level.{level}"))
        for criterion, level in review.ratings.items()
    ]
    return (*texts, *ratings)


def returned_page(returned: Returned) -> Document:
    """Return all reviews of a project as a document.

    Parameters
    ----------
    returned : Returned

    Returns
    -------
    Document
    """
    return Document(
        title=say("returned.title", title=returned.title),
        subtitle=say("returned.subtitle", count=len(returned.reviews)),
        sections=review_sections(returned.reviews),
        foot=say("returned.foot"),
    )
