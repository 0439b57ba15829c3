"""How a course run stands: lesson by lesson, and learner by learner.

Told is only what can be known from what was handed in, the exchange and the gradebook.
Who has opened a lesson or begun to answer is the learner's own affair, and cannot be
seen from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from course.grading.course_directory import CourseDirectory
from course.grading.exchange import find_exchange
from course.grading.fetch_marks import fetched_by
from course.grading.gradebook import Enrolled, GradebookRows, GradebookUnusable
from course.grading.grader import submitted_folders
from course.grading.intake import is_student, parse_timestamp, read_timestamp
from course.grading.records import read_records
from course.tasks import find_course_run

# The next thing to do that is a page of its own, and no deed.
READ = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """How a lesson of a course run stands.

    Attributes
    ----------
    name, title : str
    due : datetime or None
        In the time zone of the course run.
    prepared : bool
        Whether it was made for learners, and the gradebook knows its exercises.
    released : bool or None
        None where there is no exchange.
    fetched : frozenset of str or None
        Who has fetched it; None where fetching leaves no mark.
    to_collect : frozenset of str
        Learners with something new in the exchange.
    handed_in : mapping of str to datetime or None
        Learner to when.
    graded : frozenset of str
        Those of them whose latest hand-in is graded.
    to_read : frozenset of str
        Those graded whom a person has still to look at.
    has_texts : bool
        Whether anything waits for a person, or a person has marked something.
    pages : mapping of str to str
        Learner to the file name of their feedback page, where it is written.
    share : mapping of str to float
        Learner to the share earned of the points that the course marks.
    """

    name: str
    title: str
    due: datetime | None
    prepared: bool
    released: bool | None
    fetched: frozenset[str] | None
    to_collect: frozenset[str]
    handed_in: Mapping[str, datetime | None]
    graded: frozenset[str]
    to_read: frozenset[str]
    has_texts: bool
    pages: Mapping[str, str]
    share: Mapping[str, float]

    @property
    def heard_from(self) -> frozenset[str]:
        """Whoever has handed in, collected or not."""
        return self.to_collect.union(self.handed_in)

    @property
    def to_grade(self) -> int:
        """How many hand-ins are new since the last grading."""
        return len(self.handed_in.keys() - self.graded)

    @property
    def has_feedback(self) -> bool:
        """Whether everybody graded has a page."""
        return self.graded <= self.pages.keys()

    @property
    def next_deed(self) -> str:
        """What a teacher would do next; "" where nothing waits."""
        if self.to_collect:
            return "collect"
        if self.to_grade:
            return "grade"
        if self.to_read:
            return READ
        if self.graded and not self.has_feedback:
            return "feedback"
        if self.released is False or not self.prepared:
            return "release"
        return ""

    def state_of(self, learner: str) -> str:
        """How far a learner is: a word.

        "none", "fetched", "handed-in", "late", "to-read" or "graded".
        """
        if learner not in self.handed_in:
            if learner in self.to_collect:
                return "handed-in"
            return "fetched" if learner in (self.fetched or ()) else "none"
        if learner in self.to_read:
            return "to-read"
        if learner in self.graded:
            return "graded"
        return "late" if self.is_late(learner) else "handed-in"

    def is_late(self, learner: str) -> bool:
        """Whether they handed in after the due date that the gradebook has."""
        when = self.handed_in.get(learner)
        return when is not None and self.due is not None and when > self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a course run stands.

    Attributes
    ----------
    lessons : tuple of Lesson
    learners : mapping of str to str
        Everybody enrolled or heard of, in order, with their name or "".
    has_exchange : bool
    addresses : mapping of str to str
        Learner to e-mail address, where the gradebook has it.
    """

    lessons: tuple[Lesson, ...]
    learners: Mapping[str, str]
    has_exchange: bool
    addresses: Mapping[str, str] = field(default_factory=dict)

    @property
    def silent(self) -> list[str]:
        """Those who have handed in nothing at all."""
        heard_of = {one for lesson in self.lessons for one in lesson.heard_from}
        return [learner for learner in self.learners if learner not in heard_of]

    def not_handed_in(self, lesson: Lesson) -> list[str]:
        """Those whose work in a lesson is neither collected nor waits for it."""
        return [one for one in self.learners if one not in lesson.heard_from]

    def have_fetched(self, lesson: Lesson) -> list[str]:
        """Those who have fetched a lesson, as far as that is known."""
        return [one for one in self.learners if one in (lesson.fetched or ())]


def find_standing(course: CourseDirectory) -> Standing:
    """Read how a course run stands.

    Parameters
    ----------
    course : CourseDirectory

    Returns
    -------
    Standing
        Without marks where there is no gradebook yet.
    """
    try:
        gradebook = GradebookRows(course.db_url)
    except GradebookUnusable:
        lessons = [_lesson(course, name) for name in lesson_names(course)]
        enrolled: list[Enrolled] = []
    else:
        with gradebook:
            known, made = gradebook.assignment_names(), gradebook.generated()
            enrolled = gradebook.enrolled()
            lessons = [
                _lesson(
                    course, name, gradebook if name in known else None, name in made
                )
                for name in lesson_names(course)
            ]
    names = {one.id: one.name for one in enrolled}
    everybody = {one for lesson in lessons for one in lesson.heard_from} | names.keys()
    return Standing(
        lessons=tuple(lessons),
        learners={one: names.get(one, "") for one in sorted(everybody)},
        has_exchange=find_exchange(course) is not None,
        addresses={one.id: one.email for one in enrolled if one.email},
    )


def lesson_names(course: CourseDirectory) -> list[str]:
    """Return the lessons of a course run, in order."""
    return sorted({path.parent.name for path in course.source.glob("*/*.ipynb")})


def _lesson(
    course: CourseDirectory,
    name: str,
    gradebook: GradebookRows | None = None,
    prepared: bool = False,
) -> Lesson:
    handed_in = {
        folder.parent.name: handed_in_at(folder)
        for folder in submitted_folders(course, name)
        if is_student(folder.parent.name)
    }
    due = find_course_run(course.source / name).due
    graded: frozenset[str] = frozenset()
    to_read: frozenset[str] = frozenset()
    has_texts = False
    if gradebook is not None:
        row = gradebook.assignment(name)
        # The gradebook's date counts, also where it was moved.
        if row.due is not None:
            zone = due.tzinfo if due else None
            due = row.due.replace(tzinfo=UTC).astimezone(zone)
        at = {
            student: when.replace(tzinfo=UTC) if when else None
            for student, when in gradebook.graded_at(row).items()
        }
        graded = frozenset(
            s for s, when in at.items() if handed_in.get(s, when) == when
        )
        all_grades = gradebook.grades(row)
        has_texts = any(
            one.needs_person or one.manual_score is not None
            for grades in all_grades.values()
            for one in grades.values()
        )
        to_read = frozenset(
            student
            for student, grades in all_grades.items()
            if student in graded and any(one.needs_person for one in grades.values())
        )
    exchange = find_exchange(course)
    return Lesson(
        name=name,
        title=title_of(course.source / name),
        due=due,
        prepared=prepared,
        released=exchange.has_released(name) if exchange else None,
        fetched=fetched_by(exchange.folder, name) if exchange else None,
        to_collect=frozenset(exchange.to_collect(course, name) if exchange else ()),
        handed_in=handed_in,
        graded=graded,
        to_read=to_read,
        has_texts=has_texts,
        pages={
            page.parent.parent.name: page.name
            for page in sorted(course.feedback.glob(f"*/{name}/*.html"))
        },
        share=dict(_shares(course, name)) if graded else {},
    )


def handed_in_at(folder: Path) -> datetime | None:
    """Return when a folder was handed in; None where it does not say so."""
    when = parse_timestamp(read_timestamp(folder))
    return when and when.replace(tzinfo=UTC)


def _shares(course: CourseDirectory, name: str) -> Iterator[tuple[str, float]]:
    """Yield everybody graded, and what they earned of what the course marks."""
    for student, record in read_records(course.autograded, name):
        marked = [task for task in record.tasks.values() if not task.by_hand]
        possible = sum(task.max_points for task in marked)
        if possible > 0:
            yield student, sum(task.points for task in marked) / possible


def title_of(folder: Path) -> str:
    """Return what a lesson is called; the name of its folder where it says nothing."""
    try:
        path = next(iter(sorted(folder.glob("*.ipynb"))))
        metadata = json.loads(path.read_text("utf-8"))["metadata"]
        return str(metadata["fourlenses"]["title"])
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        return folder.name
