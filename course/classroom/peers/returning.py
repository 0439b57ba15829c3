"""Bringing reviews to their authors, past a teacher who may have read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from course.classroom.peers.dealing import read_kept_project
from course.classroom.peers.handed_in import PROJECT, read_all_reviews
from course.classroom.peers.moderation import (
    TextToRead,
    moderation_file,
    read_decisions,
    write_for_decision,
)
from course.classroom.peers.round import (
    PeersProblem,
    Round,
    read_round,
    write_file,
)
from course.documents import as_page
from course.exercises.peers.returned import (
    Returned,
    returned_page,
    write_returned,
)
from course.exercises.peers.review import Review
from course.exercises.peers.reviews import PeerReviews, missing_words
from course.exercises.project.project import read_project
from course.grading.colleagues import returned_folder
from course.grading.course_directory import CourseDirectory
from course.grading.feedback_pages import write_feedback
from course.messages import say


@dataclass(frozen=True, slots=True)
class Given:
    """A review that was handed in by somebody it was dealt to.

    Attributes
    ----------
    author, reviewer : str
    cover : str
    review : Review
    """

    author: str
    reviewer: str
    cover: str
    review: Review

    def texts(self) -> Iterator[TextToRead]:
        """Each text that was written."""
        for part, text in self.review.texts.items():
            if text.strip():
                yield TextToRead(
                    author=self.author,
                    project=self.cover,
                    reviewer=self.reviewer,
                    part=part,
                    text=text.strip(),
                )


@dataclass(frozen=True, slots=True)
class Brought:
    """What a run has brought back.

    Attributes
    ----------
    reviews : int
    authors : tuple of str
        Who has got any.
    waiting, held_back : int
        Texts not decided on yet, and those that do not go out.
    pages : tuple of Path
        Feedback pages that were written again.
    without_page : tuple of str
        Authors whose project is not graded yet.
    """

    reviews: int
    authors: tuple[str, ...]
    waiting: int
    held_back: int
    pages: tuple[Path, ...]
    without_page: tuple[str, ...]


def bring_back(
    course: CourseDirectory,
    *,
    moderate: bool = False,
    tick: Callable[[], None] = lambda: None,
) -> Brought:
    """Bring all reviews that were handed in to the authors of the projects.

    Parameters
    ----------
    course : CourseDirectory
    moderate : bool
        Whether a person decides about each text first. Where there is a table of
        decisions already, that holds in any case.
    tick : callable
        Called after each feedback page.

    Returns
    -------
    Brought

    Raises
    ------
    PeersProblem, NotGradable, GradebookUnusable, OSError
        If it cannot go on.
    """
    round_ = round_of(course)
    given = sorted(given_in(round_, read_all_reviews(course)), key=_as_chance_has_it)
    texts = [text for one in given for text in one.texts()]
    moderate = moderate or moderation_file(course.root).exists()
    decided = {text.id: True for text in texts}
    if moderate:
        decided = read_decisions(course.root)
        write_for_decision(course.root, texts, decided)
    by_author: dict[str, list[Review]] = {}
    for one in given:
        review = _decided(one, decided)
        # While nothing was decided about its texts, the ratings wait with them.
        if review.is_begun and not _waits(one, decided):
            by_author.setdefault(one.author, []).append(review)
    for author, cover in round_.covers.items():
        _write(course.root, author, cover, by_author.get(author, []))
    graded = [one for one in by_author if (course.autograded / one / PROJECT).is_dir()]
    pages: list[Path] = []
    if graded:
        made = write_feedback(course, PROJECT, students=graded, tick=tick)
        pages = made.pages
    said = [decided.get(text.id) for text in texts]
    return Brought(
        reviews=sum(map(len, by_author.values())),
        authors=tuple(sorted(by_author)),
        waiting=said.count(None),
        held_back=said.count(False),
        pages=tuple(pages),
        without_page=tuple(sorted(set(by_author) - set(graded))),
    )


def round_of(course: CourseDirectory) -> Round:
    """Return the round that has begun.

    Parameters
    ----------
    course : CourseDirectory

    Returns
    -------
    Round

    Raises
    ------
    PeersProblem
        If none has.
    """
    round_ = read_round(course.root)
    if round_ is None:
        raise PeersProblem(say("peers.no-round"))
    return round_


def given_in(round_: Round, handed_in: Mapping[str, PeerReviews]) -> Iterator[Given]:
    """Yield what was said of projects by those to whom they were dealt.

    Parameters
    ----------
    round_ : Round
    handed_in : mapping of str to PeerReviews

    Yields
    ------
    Given
        Nothing of a project that was never dealt to this reviewer, whatever the file
        says.
    """
    for reviewer, reviews in handed_in.items():
        for author in round_.ever_dealt(reviewer):
            cover = round_.covers[author]
            review = reviews.of(cover)
            if review.is_begun:
                yield Given(author, reviewer, cover, review)


def _as_chance_has_it(given: Given) -> str:
    """An order that does not tell who wrote what, and is the same every time."""
    return sha256(f"{given.author}\0{given.reviewer}".encode()).hexdigest()


def _waits(given: Given, decided: Mapping[str, bool]) -> bool:
    texts = list(given.texts())
    return bool(texts) and all(text.id not in decided for text in texts)


def _decided(given: Given, decided: Mapping[str, bool]) -> Review:
    texts = {text.part: text.text for text in given.texts() if decided.get(text.id)}
    every = {name: texts.get(name, "") for name in given.review.texts}
    return replace(given.review, texts=every)


def _write(root: Path, author: str, cover: str, reviews: list[Review]) -> None:
    """Write what goes to an author; what was decided against since is gone."""
    folder = returned_folder(root)
    data, page = folder / f"{author}.json", folder / f"{author}.html"
    if not reviews:
        data.unlink(missing_ok=True)
        page.unlink(missing_ok=True)
        return
    title = read_project(read_kept_project(root, cover)).title
    returned = Returned(title, tuple(reviews))
    write_file(data, write_returned(returned))
    write_file(page, as_page(returned_page(returned)).encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far one learner is in a round.

    Attributes
    ----------
    learner : str
    project : str
        Cover name; "" where there is none.
    gone : str
        "withdrawn", "left" or "".
    dealt, whole : int
        Projects to review, and whole reviews that were handed in.
    received : int
        Reviews of the own project that were handed in.
    returned : bool
        Whether reviews were brought back to them.
    """

    learner: str
    project: str
    gone: str
    dealt: int
    whole: int
    received: int
    returned: bool


def standing(course: CourseDirectory) -> list[Standing]:
    """Return how far everybody in the round is.

    Parameters
    ----------
    course : CourseDirectory

    Returns
    -------
    list of Standing
        In order of learners.

    Raises
    ------
    PeersProblem, NotGradable
        If no round has begun, or its assignment is not released.
    """
    round_ = round_of(course)
    handed_in = read_all_reviews(course)
    about = [one.author for one in given_in(round_, handed_in)]
    found = []
    for learner in sorted({*round_.covers, *round_.dealt}):
        mine = handed_in.get(learner, PeerReviews(reviews={}))
        covers = [round_.covers[author] for author in round_.ever_dealt(learner)]
        gone = "withdrawn" if learner in round_.withdrawn else ""
        found.append(
            Standing(
                learner=learner,
                project=round_.covers.get(learner, ""),
                gone="left" if learner in round_.left else gone,
                dealt=len(round_.dealt.get(learner, ())),
                whole=sum(not missing_words(mine, cover) for cover in covers),
                received=about.count(learner),
                returned=(returned_folder(course.root) / f"{learner}.json").exists(),
            )
        )
    return found
