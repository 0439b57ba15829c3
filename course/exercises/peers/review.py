"""A review of a colleague's project: six ratings, two stars, a wish and a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

CRITERIA = ("aim", "measures", "tests", "people", "conclusion", "keeping")
LEVELS = ("clear", "partly", "not-found")
TEXTS = ("star-1", "star-2", "wish", "question")
# A text of fewer tells its reader nothing to keep or to alter.
FEWEST_WORDS = 5
# Characters.
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Review:
    """What one reviewer says of one project.

    Attributes
    ----------
    ratings : mapping of str to str
        Criterion to level, for those that were rated.
    texts : mapping of str to str
        One of `TEXTS` to what was written; "" where nothing was.
    """

    ratings: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(TEXTS, ""))

    @property
    def is_begun(self) -> bool:
        """Whether anything was rated or written."""
        return bool(self.ratings) or any(text.strip() for text in self.texts.values())

    @property
    def is_rated(self) -> bool:
        """Whether there is a level for each criterion."""
        return len(self.ratings) == len(CRITERIA)

    def rated(self, criterion: str, level: str) -> Review:
        """Return the same with a rating, in the order of the criteria."""
        ratings = {**self.ratings, criterion: level}
        if criterion not in CRITERIA or level not in LEVELS:
            raise ValueError("There is no such rating.")
        return replace(self, ratings={c: ratings[c] for c in CRITERIA if c in ratings})

    def written(self, name: str, text: str) -> Review:
        """Return the same with another text."""
        if name not in TEXTS:
            raise ValueError("There is no such text.")
        return replace(self, texts={**self.texts, name: text})


def read_review(written: Any) -> Review:
    """Read a review from JSON.

    Parameters
    ----------
    written : JSON value
        ``{"ratings": {criterion: level}, "texts": {name: text}}``.

    Returns
    -------
    Review

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If it is none.
    """
    ratings, texts = written["ratings"], written["texts"]
    if any(c not in CRITERIA or level not in LEVELS for c, level in ratings.items()):
        raise ValueError("There is no such rating.")
    if any(
        name not in TEXTS or not isinstance(text, str) or len(text) > LONGEST
        for name, text in texts.items()
    ):
        raise ValueError("There is no such text.")
    return Review(dict(ratings), {name: texts.get(name, "") for name in TEXTS})


def as_json(review: Review) -> dict[str, Any]:
    """Return a review as JSON, as `read_review` reads it."""
    return {"ratings": dict(review.ratings), "texts": dict(review.texts)}


def repeated_texts(reviews: Iterable[Review]) -> set[str]:
    """Return what stands in several places: it was not written about any of them.

    Parameters
    ----------
    reviews : iterable of Review
        All of one reviewer.

    Returns
    -------
    set of str
        In the form of `plain`.
    """
    counts = Counter(plain(text) for one in reviews for text in one.texts.values())
    return {text for text, count in counts.items() if text and count > 1}


def plain(text: str) -> str:
    """Return a text without what makes the same words look different.

    Examples
    --------
    >>> plain("  Your aim   has a Date. ")
    'your aim has a date.'
    """
    return " ".join(text.casefold().split())


def says_enough(text: str) -> bool:
    """Whether a text has five different words.

    Examples
    --------
    >>> says_enough("Your aim has a date."), says_enough("Good good good good good")
    (True, False)
    """
    return len(set(plain(text).split())) >= FEWEST_WORDS
