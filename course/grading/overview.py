"""The teacher's page: how a lesson went, what was hard, who may need a word.

Made from the records of what is graded and from the gradebook; nothing is marked again.
One static file, nothing from elsewhere, nothing that runs.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from course.exercises import TASKS
from course.grading.assignments import Assignment, about_of, read_assignment
from course.grading.class_summary import (
    FEWEST_TO_CORRELATE,
    FEWEST_TO_RANK,
    ClassSummary,
    Exercise,
    ExerciseSummary,
    ItemSummary,
    Misconception,
    Reason,
    count_in_bands,
    summarise_class,
)
from course.grading.course_directory import CourseDirectory
from course.grading.gradebook import GradebookRows
from course.grading.grader import submitted_folders
from course.grading.intake import is_student
from course.grading.records import read_record, read_records
from course.messages import catalogue, keys, say
from course.tasks import Case
from course.tasks.answers import parse_answer, unfinished_file

HERE = Path(__file__).parent

# What earns less than this on average, or is right less often, is called hard.
HARD = 2 / 3
# Limits of the discrimination of a test's items. Ebel, R. L. and Frisbie, D. A. (1991).
# Essentials of Educational Measurement, 5th ed. Above 0.4 an item is very good; below
# 0.2 it is poor.
GOES_CLEARLY, GOES_SOMEWHAT = 0.4, 0.2

# How much is told. A page is for reading: what is cut is counted.
_HARDEST_EXERCISES = 3
_FIRST_MISCONCEPTIONS = 3
_EXPLAINED = 8
_LISTED = 40
_ITEMS, _ITEMS_OF_A_TASK = 10, 3
_PEOPLE_TO_TALK_TO = 100
_NAMES, _NAMES_IN_TABLE = 40, 12
_TITLES = 4
_WORDS = 600


@dataclass(frozen=True, slots=True)
class Person:
    """A learner, and where their feedback page lies; "" where there is none."""

    name: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """Learners by name, and how many more there are."""

    named: tuple[Person, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A share, in words and as the length of a bar.

    Attributes
    ----------
    words : str
    share : float or None
        None for no bar.
    """

    words: str
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseRow:
    """A row of the table of exercises, in words."""

    title: str
    hardest: bool
    points: str
    answered: Amount
    mean: Amount
    full: str
    item_rest: str
    checks: str
    pitfall: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MisconceptionEntry:
    """A misconception, in words.

    Attributes
    ----------
    name, title : str
        Its own, and that of its exercise.
    seen : Amount
    people : People
    told, student : str
        What the course said to a learner, and to whom; "" where it cannot be said.
    """

    name: str
    title: str
    seen: Amount
    people: People
    told: str = ""
    student: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """A row of the table of items, in words."""

    title: str
    text: str
    right: Amount


@dataclass(frozen=True, slots=True)
class Conversation:
    """A learner, and sentences to begin with."""

    person: Person
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One of the first things to know.

    Attributes
    ----------
    key : str
        Of the words that it is about.
    words : str
    part : str
        Id of the part of the page that tells more.
    """

    key: str
    words: str
    part: str


def write_overview(course: CourseDirectory, name: str) -> Path:
    """Write the teacher's page on an assignment.

    Parameters
    ----------
    course : CourseDirectory
    name : str
        Of the assignment.

    Returns
    -------
    Path
        ``overview/<assignment>.html`` in the course directory; whole or as it was.

    Raises
    ------
    NotGradable, GradebookUnusable, OSError
        As when grading.
    """
    page = overview_of(course, read_assignment(course, name))
    target = course.root / "overview" / f"{name}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    with unfinished_file(target) as unfinished:
        unfinished.write_text(page, encoding="utf-8")
    if course.group_shared:
        os.chmod(target, course.file_mode)
    return target


def overview_of(course: CourseDirectory, assignment: Assignment) -> str:
    """Return the teacher's page on an assignment, as it stands now.

    Parameters
    ----------
    course : CourseDirectory
    assignment : Assignment

    Returns
    -------
    str
        HTML.

    Raises
    ------
    GradebookUnusable, OSError
        As when grading.
    """
    name = assignment.name
    with GradebookRows(course.db_url) as gradebook:
        grades = gradebook.grades(gradebook.assignment(name))
        enrolled = gradebook.students()
    handed_in = {folder.parent.name for folder in submitted_folders(course, name)}
    summary = summarise_class(
        exercises_of(assignment),
        read_records(course.autograded, name),
        grades,
        enrolled=enrolled,
        handed_in={student for student in handed_in if is_student(student)},
    )
    return overview_page(course, assignment, summary)


def exercises_of(assignment: Assignment) -> list[Exercise]:
    """Return the graded exercises of an assignment, in order of the lesson.

    Parameters
    ----------
    assignment : Assignment

    Returns
    -------
    list of Exercise
        The course's own and the teacher's.
    """
    return [
        _exercise(about_of(cell))
        for notebook in assignment.notebooks
        for cell in notebook.graded.values()
    ]


def _exercise(about: Mapping[str, Any]) -> Exercise:
    name, most = about["grade_id"], float(about.get("points", 0))
    if name not in TASKS:
        # A graded cell that the learner fills is the teacher's to read.
        return Exercise(name=name, max_points=most, by_hand=bool(about.get("solution")))
    kind = TASKS[name].kind
    return Exercise(
        name=name,
        max_points=most,
        by_hand=kind.by_hand,
        hints=len(keys(f"{name}.hint.")),
        forecast=kind.name == "prediction",
    )


def overview_page(
    course: CourseDirectory, assignment: Assignment, summary: ClassSummary
) -> str:
    """Return the teacher's page as HTML.

    Parameters
    ----------
    course : CourseDirectory
        Where feedback pages are looked for, to link to.
    assignment : Assignment
    summary : ClassSummary

    Returns
    -------
    str
    """
    view = _View(course, assignment, summary)
    return _template().render(
        view=view,
        summary=summary,
        say=say,
        fewest_to_correlate=FEWEST_TO_CORRELATE,
        fewest_to_rank=FEWEST_TO_RANK,
        made=datetime.now().astimezone().strftime("%d %B %Y, %H:%M").lstrip("0"),
        style=Markup((HERE / "overview.css").read_text("utf-8")),
    )


class _View:
    """The summary in words, cut to what a teacher can read."""

    def __init__(
        self, course: CourseDirectory, assignment: Assignment, summary: ClassSummary
    ):
        self._course, self._assignment = course, assignment
        self._summary = summary
        self._in_lesson = {
            name for notebook in assignment.notebooks for name in notebook.graded
        }
        self.assignment = assignment.name
        self.title = ", ".join(notebook.title for notebook in assignment.notebooks)
        self._cases: dict[tuple[str, str], Case] = {}

    # People

    def person(self, student: str) -> Person:
        """A learner, with the way to their feedback page."""
        page = (
            self._course.feedback
            / student
            / self._assignment.name
            / f"{self._assignment.notebooks[0].name}.html"
        )
        if not (is_student(student) and page.is_file()):
            return Person(student)
        way = os.path.relpath(page, self._course.root / "overview")
        return Person(student, quote(Path(way).as_posix()))

    def people(self, students: Sequence[str], most: int = _NAMES) -> People:
        """Some learners; one more is named rather than counted."""
        if len(students) <= most + 1:
            most = len(students)
        named = tuple(self.person(student) for student in students[:most])
        return People(named, len(students) - most)

    # Exercises

    def task_title(self, name: str) -> str:
        """What an exercise is called, also one that the course no longer knows."""
        if name not in self._in_lesson:
            known = TASKS[name].title if name in TASKS else in_words(name)
            return say("overview.gone", name=known)
        if name not in TASKS:
            return say("overview.own", name=in_words(name))
        return TASKS[name].title

    def titles(self, names: Sequence[str], most: int = _TITLES) -> str:
        """Some titles in a row, the first ones of many."""
        titles = ", ".join(
            say("overview.quoted", title=self.task_title(name)) for name in names[:most]
        )
        more = len(names) - most
        if more <= 0:
            return titles
        return say("overview.titles-more", titles=titles, count=more)

    @property
    def hardest(self) -> list[ExerciseSummary]:
        """The few with the lowest mean share, the lowest first."""
        hard = [
            one
            for one in self._summary.exercises
            if one.mean_share is not None and one.mean_share < HARD
        ]
        return sorted(hard, key=lambda one: one.mean_share)[:_HARDEST_EXERCISES]

    @property
    def exercise_rows(self) -> Iterator[ExerciseRow]:
        """One for each exercise."""
        hardest = {one.exercise.name for one in self.hardest}
        nothing = say("overview.nothing")
        for one in self._summary.exercises:
            mean = Amount(words=nothing)
            if one.mean_share is not None:
                mean = Amount(words=per_cent(one.mean_share), share=one.mean_share)
            elif one.exercise.by_hand and one.answered:
                read = say("overview.by-hand", marked=one.marked, answered=one.answered)
                mean = Amount(words=read)
            checks = one.median_checks
            yield ExerciseRow(
                title=self.task_title(one.exercise.name),
                hardest=one.exercise.name in hardest,
                points=number(one.exercise.max_points),
                answered=Amount(words=per_cent(one.answered / one.asked)),
                mean=mean,
                full=nothing if one.full_share is None else per_cent(one.full_share),
                item_rest=item_rest_in_words(one.item_rest),
                checks=nothing if checks is None else number(checks),
                pitfall=in_words(one.pitfall) if one.pitfall else nothing,
            )

    # At a glance

    @property
    def first(self) -> Iterator[Finding]:
        """What a teacher should know first, each with the part that tells more."""
        summary = self._summary
        if any(one.mean_share is not None for one in summary.exercises):
            hardest = [
                say(
                    "overview.first.exercise",
                    title=self.task_title(one.exercise.name),
                    share=per_cent(one.mean_share),
                )
                for one in self.hardest
            ]
            words = ", ".join(hardest) or say("overview.first.none-hard")
            yield Finding("overview.first.hardest", words, "exercises")
        often = [
            say(
                "overview.first.misconception",
                name=in_words(one.name),
                title=self.task_title(one.task),
                count=len(one.students),
                answered=one.answered,
            )
            for one in summary.misconceptions[:_FIRST_MISCONCEPTIONS]
            if len(one.students) > 1
        ]
        words = "; ".join(often) or say("overview.first.none-misunderstood")
        yield Finding("overview.first.misunderstood", words, "misconceptions")
        for key, count, part in (
            ("overview.talk", len(summary.to_talk_to), "talk"),
            ("overview.not-handed-in", len(summary.not_handed_in), "not-handed-in"),
            ("overview.waiting", self.waiting_count, "waiting"),
        ):
            if count:
                yield Finding(key, str(count), part)

    @property
    def median(self) -> str:
        """The median share in words."""
        middle = self._summary.median_share
        return say("overview.nothing") if middle is None else per_cent(middle)

    @property
    def bands(self) -> list[tuple[str, int, float]]:
        """Share of points in words, how many learners, and the length of a bar."""
        counts = count_in_bands(self._summary.shares)
        width, most = 100 // len(counts), max(counts) or 1
        return [
            (
                say(
                    "overview.band.from-to",
                    low=place * width,
                    high=(place + 1) * width - (place + 1 < len(counts)),
                ),
                count,
                count / most,
            )
            for place, count in reversed(list(enumerate(counts)))
        ]

    # Misconceptions

    @property
    def explained(self) -> list[MisconceptionEntry]:
        """The commonest, each with what the course said to one of them."""
        return [
            self._entry(one, _NAMES, explain=True)
            for one in self._summary.misconceptions[:_EXPLAINED]
        ]

    @property
    def listed(self) -> list[MisconceptionEntry]:
        """Those seen less often."""
        rest = self._summary.misconceptions[_EXPLAINED : _EXPLAINED + _LISTED]
        return [self._entry(one, _NAMES_IN_TABLE) for one in rest]

    @property
    def unlisted(self) -> int:
        """How many are left after that."""
        return max(len(self._summary.misconceptions) - _EXPLAINED - _LISTED, 0)

    def _entry(
        self, one: Misconception, most: int, explain: bool = False
    ) -> MisconceptionEntry:
        count = len(one.students)
        seen = say("overview.seen-in", count=count, answered=one.answered)
        told = self._told(one) if explain and one.example else ""
        return MisconceptionEntry(
            name=in_words(one.name),
            title=self.task_title(one.task),
            seen=Amount(words=seen, share=count / max(one.answered, 1)),
            people=self.people(one.students, most),
            told=told,
            student=one.example if told else "",
        )

    def _told(self, one: Misconception) -> str:
        """What the course said to the example; "" where it has no words any more."""
        key = f"{one.task}.pitfall.{one.name}"
        case = self._case(one.task, one.example)
        folder = self._course.autograded / one.example / self._assignment.name
        record = read_record(folder)
        if key not in catalogue() or case is None or record is None:
            return ""
        try:
            right = record.tasks[one.task].right
            counts = {
                "right": sum(right.values()),
                "answered": len(right),
                "total": len(case.items),
            }
            return say(key, **{**counts, **case.facts})
        # The sentence has a place that this learner's case does not fill.
        except (KeyError, IndexError):
            return ""

    def _case(self, task: str, student: str) -> Case | None:
        if task not in TASKS or not student:
            return None
        if (task, student) not in self._cases:
            folder = self._course.autograded / student / self._assignment.name
            record = read_record(folder)
            answer = record.answers.get(task) if record else None
            sector = parse_answer(answer, task).sector if answer else ""
            case = TASKS[task].case(self._assignment.run, student, sector)
            self._cases[task, student] = case
        return self._cases[task, student]

    # Items

    @property
    def item_rows(self) -> list[ItemRow]:
        """The hardest, not too many of one exercise."""
        of_task: Counter[str] = Counter()
        rows = []
        for one in self._summary.items:
            if one.share >= HARD or not same_for_all(one.task, one.item):
                continue
            if of_task[one.task] < _ITEMS_OF_A_TASK and len(rows) < _ITEMS:
                of_task[one.task] += 1
                rows.append(self._item_row(one))
        return rows

    def _item_row(self, one: ItemSummary) -> ItemRow:
        words = say("overview.right-of", right=one.right, answered=one.answered)
        return ItemRow(
            title=self.task_title(one.task),
            text=self._item_text(one),
            right=Amount(words=words, share=one.share),
        )

    def _item_text(self, one: ItemSummary) -> str:
        case = self._case(one.task, one.example)
        texts = {} if case is None else {item.id: item.text for item in case.items}
        return texts.get(one.item) or in_words(one.item)

    @property
    def apart(self) -> str:
        """Titles of exercises whose items are other ones for each learner."""
        names = {
            one.task
            for one in self._summary.items
            if not same_for_all(one.task, one.item)
        }
        in_order = [
            one.exercise.name
            for one in self._summary.exercises
            if one.exercise.name in names
        ]
        return self.titles(in_order, len(in_order))

    # Who may need a word

    @property
    def conversations(self) -> list[Conversation]:
        """Learners with sentences to begin with."""
        first = list(self._summary.to_talk_to.items())[:_PEOPLE_TO_TALK_TO]
        return [
            Conversation(self.person(student), tuple(map(self.sentence, reasons)))
            for student, reasons in first
        ]

    @property
    def more_conversations(self) -> int:
        """How many learners are left after those."""
        return max(len(self._summary.to_talk_to) - _PEOPLE_TO_TALK_TO, 0)

    def sentence(self, reason: Reason) -> str:
        """A reason in words."""
        key = f"overview.reason.{reason.kind}"
        if reason.kind == "unanswered" and reason.count == reason.total:
            key += ".all"
        return say(
            key,
            titles=self.titles(reason.tasks),
            count=number(reason.count),
            total=number(reason.total),
            other=reason.other,
            words=cut(" ".join(reason.words)),
        )

    # Texts

    @property
    def waiting(self) -> list[tuple[str, People]]:
        """Title of an exercise, and whose answers wait."""
        return [
            (self.task_title(name), self.people(students, _PEOPLE_TO_TALK_TO))
            for name, students in self._summary.waiting.items()
        ]

    @property
    def waiting_count(self) -> int:
        """How many answers wait."""
        return sum(map(len, self._summary.waiting.values()))


def same_for_all(task: str, item: str) -> bool:
    """Whether an item is the same question for everybody, figures aside.

    Parameters
    ----------
    task, item : str

    Returns
    -------
    bool
        False where its id is only a place in an order drawn for each learner.

    Examples
    --------
    >>> same_for_all("run-lengths", "median"), same_for_all("signals", "a")
    (True, False)
    """
    if task not in TASKS:
        return False
    names_the_question = TASKS[task].kind.name in ("numbers", "prediction")
    return names_the_question or f"{task}.item.{item}" in catalogue()


def in_words(name: str) -> str:
    """Return a kebab-case name as words.

    Examples
    --------
    >>> in_words("mean-for-median")
    'Mean for median'
    """
    words = name.replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def per_cent(share: float) -> str:
    """Return a share as a whole percentage; all of it, and nothing, only if it is.

    Examples
    --------
    >>> per_cent(0.625), per_cent(0.999), per_cent(0.001), per_cent(1)
    ('62%', '99%', '1%', '100%')
    """
    whole = round(100 * share)
    if 0 < share < 1:
        whole = min(max(whole, 1), 99)
    return f"{whole}%"


def number(value: float) -> str:
    """Return a number with at most two decimals.

    Examples
    --------
    >>> number(4.0), number(2.5)
    ('4', '2.5')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def cut(words: str, longest: int = _WORDS) -> str:
    """Return the beginning of what may be very long.

    Examples
    --------
    >>> cut("A file was left out.", longest=7)
    'A file…'
    """
    return words if len(words) <= longest else words[:longest].rstrip() + "…"


def item_rest_in_words(correlation: float | None) -> str:
    """Return how the points for an exercise go with those for the others.

    Examples
    --------
    >>> item_rest_in_words(0.44), item_rest_in_words(-0.3)
    ('0.44 clearly', '−0.30 reversed')
    """
    if correlation is None:
        return say("overview.nothing")
    if correlation >= GOES_CLEARLY:
        word = "clearly"
    elif correlation >= GOES_SOMEWHAT:
        word = "somewhat"
    elif correlation > -GOES_SOMEWHAT:
        word = "hardly"
    else:
        word = "reversed"
    written = f"{correlation:.2f}".replace("-0.00", "0.00").replace("-", "−")
    return say(f"overview.item-rest.{word}", number=written)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("overview.html")
