"""What the records of a class say together: counts and shares, no files, no sentences.

An answer to somebody else's case says nothing of how hard an exercise is, so it is in
no share and no misconception; it is a reason to talk to both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median

import numpy as np

from course.grading.gradebook import GradeRow
from course.grading.records import Record, TaskRecord

BANDS = 10
# A correlation of fewer pairs says more about who is in the class than about the
# exercise: with ten, chance alone reaches 0.6 in either direction.
FEWEST_TO_CORRELATE = 10
# An item that two people saw is not hard because both were wrong.
FEWEST_TO_RANK = 5
# When a teacher asks. None is a rule of the course: who is asked loses nothing.
LITTLE_EARNED = 1 / 3
MUCH_UNANSWERED = 1 / 3
MANY_CHECKS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """An exercise of the lesson, as far as a summary has to know it.

    Attributes
    ----------
    name : str
    max_points : float
    by_hand : bool
        Whether a person reads the answers.
    hints : int
        How many there are to open.
    forecast : bool
        Whether it asks for forecasts, which seldom earn all points: it is right then
        where no part is wrong.
    """

    name: str
    max_points: float
    by_hand: bool = False
    hints: int = 0
    forecast: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseSummary:
    """How an exercise went.

    Attributes
    ----------
    exercise : Exercise
    asked : int
        Learners whose graded submission has it, their own case or not.
    answered : int
        Those who answered their own case.
    marked : int
        Those of them whose points are known.
    mean_share, full_share : float or None
        Of those marked: mean share of the points, and share with all of them. None
        where nobody is.
    item_rest : float or None
        As `item_rest_correlation`.
    median_checks : float or None
        Of those who answered.
    pitfall : str
        The commonest misconception, or "".
    """

    exercise: Exercise
    asked: int
    answered: int
    marked: int
    mean_share: float | None
    full_share: float | None
    item_rest: float | None
    median_checks: float | None
    pitfall: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """Who seems to have thought what.

    Attributes
    ----------
    task, name : str
    students : tuple of str
        In order.
    answered : int
        How many answered the exercise.
    example : str
        One of the students, whose case is known to be their own; "" if there is none.
    """

    task: str
    name: str
    students: tuple[str, ...]
    answered: int
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSummary:
    """How one part of an exercise went.

    Attributes
    ----------
    task, item : str
    answered, right : int
    example : str
        Somebody who answered it, in a case known to be their own; "" if there is none.
    """

    task: str
    item: str
    answered: int
    right: int
    example: str = ""

    @property
    def share(self) -> float:
        """Share right among those who answered."""
        return self.right / self.answered

    @property
    def cautious_share(self) -> float:
        """The share by Laplace's rule of succession, to rank few answers beside many.

        Examples
        --------
        >>> few = ItemSummary(task="t", item="a", answered=2, right=0)
        >>> many = ItemSummary(task="t", item="b", answered=20, right=1)
        >>> few.share < many.share, few.cautious_share > many.cautious_share
        (True, True)
        """
        return (self.right + 1) / (self.answered + 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why somebody may need a word.

    Attributes
    ----------
    kind : str
        "others-case", "own-case-elsewhere", "flagged", "left-out", "unanswered",
        "little-earned", "many-checks" or "all-hints".
    tasks : tuple of str
        Where; empty for all.
    count, total : float
        So many of so many, where there is something to count.
    other : str
        The other learner, in "others-case" and "own-case-elsewhere".
    words : tuple of str
        The grader's own sentences, in "flagged" and "left-out".
    """

    kind: str
    tasks: tuple[str, ...] = ()
    count: float = 0
    total: float = 0
    other: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSummary:
    """What a class's records say together.

    Attributes
    ----------
    members : int
        Everybody enrolled, and whoever handed in besides.
    handed_in, graded : int
    not_handed_in : tuple of str
        Enrolled, and nothing there.
    not_graded : tuple of str
        Handed in, and not graded.
    flagged : tuple of str
        Those with a flag, and those whose case somebody else answered.
    waiting : mapping of str to tuple of str
        Exercise to whose answers a person has still to read, in order of the lesson.
    shares : tuple of float
        Of everybody graded, in [0, 1], the lowest first: what they earned of the points
        that the course marks.
    exercises : tuple of ExerciseSummary
        In order of the lesson.
    misconceptions : tuple of Misconception
        The commonest first.
    items : tuple of ItemSummary
        Those that enough people answered, the hardest first.
    to_talk_to : mapping of str to tuple of Reason
        Those with flags first, then those with most reasons.
    """

    members: int
    handed_in: int
    graded: int
    not_handed_in: tuple[str, ...]
    not_graded: tuple[str, ...]
    flagged: tuple[str, ...]
    waiting: Mapping[str, tuple[str, ...]]
    shares: tuple[float, ...]
    exercises: tuple[ExerciseSummary, ...]
    misconceptions: tuple[Misconception, ...]
    items: tuple[ItemSummary, ...]
    to_talk_to: Mapping[str, tuple[Reason, ...]]

    @property
    def median_share(self) -> float | None:
        """Half of the class earned this share or more; None where nobody is graded."""
        return median(self.shares) if self.shares else None


def count_in_bands(shares: Iterable[float]) -> tuple[int, ...]:
    """Count shares in ten bands of equal width; all points lie in the last.

    Parameters
    ----------
    shares : iterable of float
        In [0, 1].

    Returns
    -------
    tuple of int
        From the lowest band to the highest.

    Examples
    --------
    >>> count_in_bands([0, 0.05, 0.3, 0.95, 1])
    (2, 0, 0, 1, 0, 0, 0, 0, 0, 2)
    """
    counts = [0] * BANDS
    for share in shares:
        # Three tenths of something are a hair less than 0.3 in binary.
        counts[min(int(share * BANDS + 1e-9), BANDS - 1)] += 1
    return tuple(counts)


def item_rest_correlation(
    points: Sequence[float], rest: Sequence[float]
) -> float | None:
    """Correlation of the points for one exercise with those for all others.

    Parameters
    ----------
    points : sequence of float, shape (n,)
        One for each learner.
    rest : sequence of float, shape (n,)
        What the same learners earned in the other exercises.

    Returns
    -------
    float or None
        Pearson's, in [-1, 1]. None for fewer than `FEWEST_TO_CORRELATE` learners, or
        where all earned the same.

    Examples
    --------
    >>> item_rest_correlation(range(10), range(0, 20, 2))
    1.0
    >>> item_rest_correlation([1] * 10, range(10))
    """
    if len(points) < FEWEST_TO_CORRELATE:
        return None
    here, there = np.asarray(points, dtype=float), np.asarray(rest, dtype=float)
    if min(np.ptp(here), np.ptp(there)) < 1e-9:
        return None
    correlation = float(np.corrcoef(here, there)[0, 1])
    return min(max(round(correlation, 12), -1.0), 1.0)


def summarise_class(
    exercises: Iterable[Exercise],
    records: Iterable[tuple[str, Record]],
    grades: Mapping[str, Mapping[str, GradeRow]],
    *,
    enrolled: Collection[str],
    handed_in: Collection[str],
) -> ClassSummary:
    """Summarise the records of a class; they are read once and not kept.

    Parameters
    ----------
    exercises : iterable of Exercise
        In order of the lesson. A task that only records know comes after them.
    records : iterable of (str, Record)
        Learner and record.
    grades : mapping of str to mapping of str to GradeRow
        By learner, then by exercise. What a person gave counts before the machine's.
    enrolled : collection of str
    handed_in : collection of str
        Whose submission is there, graded or not.

    Returns
    -------
    ClassSummary
    """
    tally = _ClassTally(exercises)
    for student, record in records:
        tally.add(student, record, grades.get(student, {}))
    return tally.summary(set(enrolled), set(handed_in))


@dataclass(slots=True)
class _ExerciseTally:
    exercise: Exercise
    asked: int = 0
    answered: int = 0
    # Of those marked: points here, and share earned in all other exercises.
    points: list[float] = field(default_factory=list)
    rest: list[float] = field(default_factory=list)
    checks: list[int] = field(default_factory=list)
    pitfalls: dict[str, list[str]] = field(default_factory=dict)
    # Item to how many answered, how many of them rightly.
    items: dict[str, tuple[int, int]] = field(default_factory=dict)
    # Misconception, or item, to somebody whose own case it was for certain.
    pitfall_examples: dict[str, str] = field(default_factory=dict)
    item_examples: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def add_answer(self, student: str, task: TaskRecord) -> None:
        self.answered += 1
        self.checks.append(task.attempts)
        if task.pitfall:
            self.pitfalls.setdefault(task.pitfall, []).append(student)
        for item, right in task.right.items():
            answered, rightly = self.items.get(item, (0, 0))
            self.items[item] = (answered + 1, rightly + bool(right))
        if not task.flag:
            self.pitfall_examples.setdefault(task.pitfall, student)
            for item in task.right:
                self.item_examples.setdefault(item, student)

    def summary(self) -> ExerciseSummary:
        most = self.exercise.max_points
        marked = len(self.points)
        worth_points = marked and most > 0
        by_count = sorted((-len(who), name) for name, who in self.pitfalls.items())
        return ExerciseSummary(
            exercise=self.exercise,
            asked=self.asked,
            answered=self.answered,
            marked=marked,
            mean_share=fmean(self.points) / most if worth_points else None,
            full_share=(
                sum(points >= most - 1e-9 for points in self.points) / marked
                if worth_points
                else None
            ),
            item_rest=item_rest_correlation(self.points, self.rest),
            median_checks=median(self.checks) if self.checks else None,
            pitfall=by_count[0][1] if by_count else "",
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """What one learner has of one exercise."""

    exercise: Exercise
    task: TaskRecord | None
    points: float | None
    waits: bool

    @property
    def counts(self) -> bool:
        """Whether its points are among those that the course marks."""
        return self.points is not None and not self.exercise.by_hand

    @property
    def own_answer(self) -> bool:
        return self.task is None or (self.task.attempted and not self.task.owner)

    @property
    def right(self) -> bool:
        if self.points is not None and self.points >= self.exercise.max_points - 1e-9:
            return True
        if self.task is None or not self.exercise.forecast:
            return False
        return bool(self.task.right) and all(self.task.right.values())


class _ClassTally:
    """Grows by one record at a time."""

    def __init__(self, exercises: Iterable[Exercise]):
        self._tallies = {one.name: _ExerciseTally(one) for one in exercises}
        self._graded: set[str] = set()
        self._shares: list[float] = []
        self._flagged: set[str] = set()
        self._reasons: dict[str, list[Reason]] = {}

    def add(self, student: str, record: Record, grades: Mapping[str, GradeRow]) -> None:
        self._graded.add(student)
        for name, task in record.tasks.items():
            if name not in self._tallies:
                unknown = Exercise(
                    name=name, max_points=task.max_points, by_hand=task.by_hand
                )
                self._tallies[name] = _ExerciseTally(unknown)
        parts = list(self._parts(record, grades))
        counted = [part for part in parts if part.counts]
        earned = sum(part.points for part in counted)
        possible = sum(part.exercise.max_points for part in counted)
        if possible > 0:
            self._shares.append(min(earned / possible, 1.0))
        for part in parts:
            self._add_part(student, part, earned, possible)
        self._add_reasons(student, record, parts)

    def _parts(self, record: Record, grades: Mapping[str, GradeRow]) -> Iterator[_Part]:
        for name, tally in self._tallies.items():
            task, grade = record.tasks.get(name), grades.get(name)
            if task is None and grade is None:
                continue
            points = _points(task, grade)
            waits = points is None or (
                grade is not None and grade.needs_person and grade.auto_score is None
            )
            if points is not None:
                points = min(max(points, 0.0), tally.exercise.max_points)
            yield _Part(tally.exercise, task, points, waits)

    def _add_part(
        self, student: str, part: _Part, earned: float, possible: float
    ) -> None:
        tally = self._tallies[part.exercise.name]
        tally.asked += 1
        if part.waits:
            tally.waiting.append(student)
        if not part.own_answer:
            return
        if part.task is None:
            tally.answered += 1
        else:
            tally.add_answer(student, part.task)
        if part.points is None:
            return
        if part.counts:
            earned -= part.points
            possible -= part.exercise.max_points
        tally.points.append(part.points)
        tally.rest.append(earned / possible if possible > 0 else 0.0)

    def _add_reasons(
        self,
        student: str,
        record: Record,
        parts: Sequence[_Part],
    ) -> None:
        by_owner: dict[str, list[str]] = {}
        by_flag: dict[str, list[str]] = {}
        for name, task in record.tasks.items():
            if task.owner:
                by_owner.setdefault(task.owner, []).append(name)
            elif task.flag:
                by_flag.setdefault(task.flag, []).append(name)
        for owner, names in by_owner.items():
            tasks = tuple(names)
            self._remember(
                student, Reason(kind="others-case", tasks=tasks, other=owner)
            )
            self._remember(
                owner, Reason(kind="own-case-elsewhere", tasks=tasks, other=student)
            )
            self._flagged |= {student, owner}
        for flag, names in by_flag.items():
            self._remember(
                student, Reason(kind="flagged", tasks=tuple(names), words=(flag,))
            )
            self._flagged.add(student)
        if record.remarks:
            self._remember(student, Reason(kind="left-out", words=record.remarks))
        for reason in _reasons_in_the_work(parts):
            self._remember(student, reason)

    def _remember(self, student: str, reason: Reason) -> None:
        self._reasons.setdefault(student, []).append(reason)

    def summary(self, enrolled: set[str], handed_in: set[str]) -> ClassSummary:
        # Somebody may be graded whose folder was put away since.
        handed_in = handed_in | self._graded
        tallies = self._tallies
        place = {name: number for number, name in enumerate(tallies)}
        misconceptions = [
            Misconception(
                task=task,
                name=name,
                students=tuple(sorted(students)),
                answered=tally.answered,
                example=tally.pitfall_examples.get(name, ""),
            )
            for task, tally in tallies.items()
            for name, students in tally.pitfalls.items()
        ]
        items = [
            ItemSummary(
                task=task,
                item=item,
                answered=answered,
                right=right,
                example=tally.item_examples.get(item, ""),
            )
            for task, tally in tallies.items()
            for item, (answered, right) in tally.items.items()
            if answered >= FEWEST_TO_RANK
        ]
        return ClassSummary(
            members=len(enrolled | handed_in),
            handed_in=len(handed_in),
            graded=len(self._graded),
            not_handed_in=tuple(sorted(enrolled - handed_in)),
            not_graded=tuple(sorted(handed_in - self._graded)),
            flagged=tuple(sorted(self._flagged)),
            waiting={
                name: tuple(sorted(tally.waiting))
                for name, tally in tallies.items()
                if tally.waiting
            },
            shares=tuple(sorted(self._shares)),
            exercises=tuple(
                tally.summary() for tally in tallies.values() if tally.asked
            ),
            misconceptions=tuple(
                sorted(
                    misconceptions,
                    key=lambda one: (-len(one.students), place[one.task], one.name),
                )
            ),
            items=tuple(
                sorted(
                    items,
                    key=lambda one: (one.cautious_share, place[one.task], one.item),
                )
            ),
            to_talk_to={
                student: tuple(reasons)
                for student, reasons in sorted(
                    self._reasons.items(),
                    key=lambda one: (one[0] not in self._flagged, -len(one[1]), one[0]),
                )
            },
        )


def _points(task: TaskRecord | None, grade: GradeRow | None) -> float | None:
    """Return what counts; None while a person has still to decide.

    Extra credit is left out: it says nothing of the exercise.
    """
    if grade is not None and grade.manual_score is not None:
        return grade.manual_score
    if task is None:
        return None if grade is None else grade.auto_score
    return None if task.by_hand else task.points


def _reasons_in_the_work(parts: Sequence[_Part]) -> Iterator[Reason]:
    """What the answers themselves give reason to ask about.

    Answers to somebody else's case are left out: they are asked about as such.
    """
    own = [part for part in parts if part.task is not None and not part.task.owner]
    left_open = tuple(part.exercise.name for part in own if not part.task.attempted)
    if left_open and len(left_open) >= MUCH_UNANSWERED * len(own):
        yield Reason(
            kind="unanswered", tasks=left_open, count=len(left_open), total=len(own)
        )
    counted = [part for part in own if part.counts]
    earned = sum(part.points for part in counted)
    possible = sum(part.exercise.max_points for part in counted)
    # Of somebody who answered nothing this is no news.
    if len(left_open) < len(own) and earned < LITTLE_EARNED * possible - 1e-9:
        yield Reason(kind="little-earned", count=earned, total=possible)
    stuck = [
        part
        for part in own
        if not (part.right or part.task.by_hand or part.exercise.by_hand)
    ]
    for part in stuck:
        if part.task.attempts > MANY_CHECKS:
            yield Reason(
                kind="many-checks",
                tasks=(part.exercise.name,),
                count=part.task.attempts,
            )
    hinted = tuple(
        part.exercise.name
        for part in stuck
        if 0 < part.exercise.hints <= part.task.hints
    )
    if hinted:
        yield Reason(kind="all-hints", tasks=hinted)
