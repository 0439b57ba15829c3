"""Projects and reviews out of ``submitted/``, read as a grader reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from course.exercises.peers.hiding import hide_names
from course.exercises.peers.reviews import PeerReviews, read_reviews
from course.exercises.project.own_project import is_begun
from course.exercises.project.project import as_answer, read_project
from course.grading.assignments import read_assignment
from course.grading.course_directory import CourseDirectory
from course.grading.gradebook import GradebookRows, GradebookUnusable
from course.grading.grader import submitted_folders
from course.grading.intake import Refused, take_in
from course.messages import say
from course.tasks import Saved
from course.tasks.answers import parse_answer
from course.tasks.forms import UNFIT
from course.tasks.quoting import quoted

PROJECT, PEERS = "11-project", "12-peers"
_Read = TypeVar("_Read")


@dataclass(slots=True)
class HandedInProjects:
    """The projects that can be dealt out.

    Attributes
    ----------
    projects : dict of str to JSON value
        By author, with the author's names hidden.
    left_out : dict of str to str
        Learner to why theirs is not among them.
    """

    projects: dict[str, Any] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)


def read_projects(course: CourseDirectory) -> HandedInProjects:
    """Read all projects that were handed in.

    Parameters
    ----------
    course : CourseDirectory

    Returns
    -------
    HandedInProjects

    Raises
    ------
    NotGradable
        If the assignment is not released.
    """
    found, names = HandedInProjects(), _names(course)
    for learner, saved, refused in _answers(course, PROJECT, "project"):
        if refused:
            found.left_out[quoted(learner)] = refused
            continue
        try:
            project = read_project(saved.answer)
        except UNFIT:
            found.left_out[learner] = say("peers.unreadable-project")
            continue
        if not is_begun(project):
            found.left_out[learner] = say("peers.empty-project")
            continue
        called = {learner, saved.learner, *names.get(learner, ())}
        found.projects[learner] = hide_names(as_answer(project), called)
    return found


def read_all_reviews(course: CourseDirectory) -> dict[str, PeerReviews]:
    """Read all reviews that were handed in; what cannot be read is left out.

    Parameters
    ----------
    course : CourseDirectory

    Returns
    -------
    dict of str to PeerReviews
        By reviewer.

    Raises
    ------
    NotGradable
        If the assignment is not released.
    """
    given = {}
    for learner, saved, refused in _answers(course, PEERS, "reviews"):
        if refused:
            continue
        reviews = _or_none(read_reviews, saved.answer)
        if reviews is not None:
            given[learner] = reviews
    return given


def _or_none(read: Callable[[Any], _Read], answer: Any) -> _Read | None:
    try:
        return read(answer)
    except UNFIT:
        return None


def _answers(
    course: CourseDirectory, name: str, task: str
) -> Iterator[tuple[str, Saved, str]]:
    """Each learner's answer to one task, or why there is none to be had."""
    assignment = read_assignment(course, name)
    for folder in submitted_folders(course, name, None):
        learner = folder.parent.name
        try:
            submission = take_in(folder, assignment)
        except Refused as refused:
            yield learner, Saved(), str(refused)
            continue
        written = submission.answers.get(task)
        saved = Saved() if written is None else parse_answer(written, task)
        if saved.answer is None:
            yield learner, saved, saved.sentence or say("peers.empty-project")
        else:
            yield learner, saved, ""


def _names(course: CourseDirectory) -> dict[str, tuple[str, ...]]:
    """What learners are called, where there is a gradebook that knows."""
    try:
        with GradebookRows(course.db_url) as gradebook:
            return {
                one.id: tuple(filter(None, (one.first_name, one.last_name, one.email)))
                for one in gradebook.enrolled()
            }
    except GradebookUnusable:
        return {}
