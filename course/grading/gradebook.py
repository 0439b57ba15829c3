"""The rows of nbgrader's gradebook, written one submission at a time.

The tables are nbgrader 0.9.6's, and so is every row: `nbgrader export`, formgrader and
whatever else reads the gradebook cannot tell who wrote it. They are read from the
database itself, because importing nbgrader takes three seconds; and written without its
classes, because those take twenty milliseconds for one submission and a commit for each
cell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from time import time_ns
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Insert,
    Interval,
    MetaData,
    Select,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    insert,
    make_url,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError, NoSuchTableError, SQLAlchemyError

from course.grading.cell_scores import CellScore
from course.grading.late import LatePenalty
from course.grading.marked import Graded
from course.messages import say

_TABLES = (
    "assignment",
    "notebook",
    "base_cell",
    "grade_cells",
    "task_cells",
    "student",
    "submitted_assignment",
    "submitted_notebook",
    "grade",
    "comment",
)
# nbgrader's classes with a grade, and with a comment.
_WITH_GRADE = ("GradeCell", "TaskCell")
_WITH_COMMENT = ("SolutionCell", "TaskCell")
# nbgrader's own words for a cell that was left as it was.
_EMPTY = "No response."


class GradebookUnusable(Exception):
    """The gradebook cannot be read or written; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody in the gradebook; "" where it does not say.

    Attributes
    ----------
    id : str
        The name they log in with.
    first_name, last_name, email : str
    platform_id : str
        Their number on the learning platform.
    """

    id: str
    first_name: str
    last_name: str
    email: str
    platform_id: str

    @property
    def name(self) -> str:
        """First and last name."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)


@dataclass(frozen=True, slots=True)
class NotebookRow:
    """A notebook as the gradebook knows it.

    Attributes
    ----------
    id : str
    graded, commented : mapping of str to str
        Name of a cell to its id.
    """

    id: str
    graded: Mapping[str, str]
    commented: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment as the gradebook knows it."""

    id: str
    due: datetime | None
    notebooks: Mapping[str, NotebookRow]


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A grade as it stands."""

    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    needs_person: bool
    comment: str = ""

    @property
    def points(self) -> float:
        """What counts: the person's points before the machine's."""
        base = self.auto_score if self.manual_score is None else self.manual_score
        return (base or 0.0) + (self.extra_credit or 0.0)

    @property
    def waits(self) -> bool:
        """Whether a person has still to give points."""
        return self.manual_score is None and self.auto_score is None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person enters for one cell of one learner.

    Attributes
    ----------
    student, cell : str
    before : float or None
        The person's points that stand there and are replaced; None where none do.
    points : float
    comment : str
        All of it, with what was said before.
    """

    student: str
    cell: str
    before: float | None
    points: float
    comment: str


# Where the gradebook says nothing, a person has still to.
NO_GRADE = GradeRow(None, None, None, True)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row by its id; what has only now been made has nothing hanging from it."""

    id: str
    new: bool


class GradebookRows:
    """A connection to a gradebook.

    Parameters
    ----------
    db_url : str
        As SQLAlchemy reads it.
    penalty : LatePenalty, optional
        What being late costs; nothing if not given.

    Raises
    ------
    GradebookUnusable
        If there is no gradebook yet, or no database.
    """

    def __init__(self, db_url: str, penalty: LatePenalty | None = None):
        self._penalty = penalty
        try:
            url = make_url(db_url)
            # Asked to open a file that is not there, SQLite makes an empty one.
            if url.drivername.startswith("sqlite") and not Path(url.database).exists():
                raise GradebookUnusable(say("gradebook.empty"))
            self._engine = create_engine(url)
            _begin_at_once(self._engine)
            metadata = MetaData()
            # The one column whose kind SQLite does not tell.
            Table(
                "submitted_assignment",
                metadata,
                Column("extension", Interval),
                autoload_with=self._engine,
            )
            metadata.reflect(self._engine, only=lambda name, _: name in _TABLES)
        # A driver that is not installed is an ImportError.
        except NoSuchTableError as error:
            raise GradebookUnusable(say("gradebook.empty")) from error
        except (SQLAlchemyError, ImportError) as error:
            raise GradebookUnusable(problem_in_words(error)) from error
        missing = [name for name in _TABLES if name not in metadata.tables]
        if missing:
            raise GradebookUnusable(say("gradebook.empty"))
        self._tables: Mapping[str, Table] = metadata.tables

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def __enter__(self) -> GradebookRows:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise GradebookUnusable(problem_in_words(error)) from error

    def students(self) -> set[str]:
        """Return everybody enrolled."""
        with self._transaction() as connection:
            return set(connection.scalars(select(self._tables["student"].c.id)))

    def enrolled(self) -> list[Enrolled]:
        """Return everybody enrolled, in order of their ids."""
        students = self._tables["student"].c
        with self._transaction() as connection:
            rows = connection.execute(
                select(
                    students.id,
                    students.first_name,
                    students.last_name,
                    students.email,
                    students.lms_user_id,
                )
            )
            return sorted(
                (Enrolled(*(value or "" for value in row)) for row in rows),
                key=lambda one: one.id,
            )

    def assignment_names(self) -> set[str]:
        """Return the assignments it knows."""
        with self._transaction() as connection:
            return set(connection.scalars(select(self._tables["assignment"].c.name)))

    def generated(self) -> set[str]:
        """Return the assignments that were made; of others there may be a date."""
        assignments, notebooks = self._tables["assignment"], self._tables["notebook"]
        with self._transaction() as connection:
            return set(
                connection.scalars(
                    select(assignments.c.name).join(
                        notebooks, notebooks.c.assignment_id == assignments.c.id
                    )
                )
            )

    def assignment(self, name: str) -> AssignmentRow:
        """Return what the gradebook knows of an assignment.

        Raises
        ------
        GradebookUnusable
            If it knows nothing.
        """
        assignments, notebooks = self._tables["assignment"], self._tables["notebook"]
        cells = self._tables["base_cell"]
        with self._transaction() as connection:
            found = connection.execute(
                select(assignments.c.id, assignments.c.duedate).where(
                    assignments.c.name == name
                )
            ).first()
            if found is None:
                raise GradebookUnusable(say("gradebook.no-assignment", name=name))
            rows = connection.execute(
                select(
                    notebooks.c.name,
                    notebooks.c.id,
                    cells.c.id,
                    cells.c.name,
                    cells.c.type,
                )
                .join(cells, cells.c.notebook_id == notebooks.c.id)
                .where(notebooks.c.assignment_id == found.id)
            ).all()
        return AssignmentRow(found.id, found.duedate, _by_notebook(rows))

    def graded_at(self, assignment: AssignmentRow) -> dict[str, datetime | None]:
        """Return everybody with rows for an assignment, and when they handed in."""
        submissions = self._tables["submitted_assignment"]
        with self._transaction() as connection:
            rows = connection.execute(
                select(submissions.c.student_id, submissions.c.timestamp).where(
                    submissions.c.assignment_id == assignment.id
                )
            )
            return {student: timestamp for student, timestamp in rows}

    def submission_ids(self, assignment: AssignmentRow) -> dict[str, str]:
        """Return the row of everybody's submission, by learner: drawn, never told."""
        submissions = self._tables["submitted_assignment"]
        with self._transaction() as connection:
            rows = connection.execute(
                select(submissions.c.student_id, submissions.c.id).where(
                    submissions.c.assignment_id == assignment.id
                )
            )
            return {student: id_ for student, id_ in rows}

    def most_points(self, assignment: AssignmentRow) -> float:
        """Return the points an assignment has."""
        cells, notebooks = self._tables["base_cell"], self._tables["notebook"]
        with self._transaction() as connection:
            return sum(
                connection.scalar(
                    select(func.coalesce(func.sum(graded.c.max_score), 0.0))
                    .join(cells, cells.c.id == graded.c.id)
                    .join(notebooks, notebooks.c.id == cells.c.notebook_id)
                    .where(notebooks.c.assignment_id == assignment.id)
                )
                for graded in (self._tables["grade_cells"], self._tables["task_cells"])
            )

    def penalties(self, assignment: AssignmentRow) -> dict[str, float]:
        """Return the points taken off for being late, by learner."""
        submissions = self._tables["submitted_assignment"]
        notebooks = self._tables["submitted_notebook"]
        with self._transaction() as connection:
            rows = connection.execute(
                select(
                    submissions.c.student_id,
                    func.sum(notebooks.c.late_submission_penalty),
                )
                .join(notebooks, notebooks.c.assignment_id == submissions.c.id)
                .where(submissions.c.assignment_id == assignment.id)
                .group_by(submissions.c.student_id)
            )
            return {student: points or 0.0 for student, points in rows}

    def grades(self, assignment: AssignmentRow) -> dict[str, dict[str, GradeRow]]:
        """Return all grades of an assignment: by learner, then by cell."""
        tables = self._tables
        submissions, notebooks = (
            tables["submitted_assignment"],
            tables["submitted_notebook"],
        )
        grades, comments, cells = (
            tables["grade"],
            tables["comment"],
            tables["base_cell"],
        )
        mine = notebooks.join(
            submissions, submissions.c.id == notebooks.c.assignment_id
        )
        of_assignment = submissions.c.assignment_id == assignment.id
        with self._transaction() as connection:
            said = connection.execute(
                select(
                    submissions.c.student_id, cells.c.name, comments.c.manual_comment
                )
                .select_from(mine)
                .join(comments, comments.c.notebook_id == notebooks.c.id)
                .join(cells, cells.c.id == comments.c.cell_id)
                .where(of_assignment, comments.c.manual_comment.is_not(None))
            )
            words = {(student, cell): comment for student, cell, comment in said}
            rows = connection.execute(
                select(
                    submissions.c.student_id,
                    cells.c.name,
                    grades.c.auto_score,
                    grades.c.manual_score,
                    grades.c.extra_credit,
                    grades.c.needs_manual_grade,
                )
                .select_from(mine)
                .join(grades, grades.c.notebook_id == notebooks.c.id)
                .join(cells, cells.c.id == grades.c.cell_id)
                .where(of_assignment)
            ).all()
        found: dict[str, dict[str, GradeRow]] = {}
        for student, cell, *grade in rows:
            row = GradeRow(*grade, comment=words.get((student, cell), ""))
            found.setdefault(student, {})[cell] = row
        return found

    def enter(self, assignment: AssignmentRow, entries: Collection[Entry]) -> None:
        """Enter a person's points and comments, all of them or none.

        Parameters
        ----------
        assignment : AssignmentRow
        entries : collection of Entry

        Raises
        ------
        GradebookUnusable
            If the database did not take them, or points have changed since they were
            read.
        """
        grades, comments = self._tables["grade"], self._tables["comment"]
        with self._transaction() as connection:
            for entry in entries:
                notebook = next(
                    notebook
                    for notebook in assignment.notebooks.values()
                    if entry.cell in notebook.graded
                )
                theirs = self._submitted_notebook(assignment, notebook, entry.student)
                changed = connection.execute(
                    update(grades)
                    .where(
                        grades.c.cell_id == notebook.graded[entry.cell],
                        grades.c.notebook_id == theirs,
                        grades.c.manual_score == entry.before,
                    )
                    .values(manual_score=entry.points, needs_manual_grade=False)
                )
                if changed.rowcount != 1:
                    raise GradebookUnusable(
                        say("gradebook.changed", student=entry.student)
                    )
                connection.execute(
                    update(comments)
                    .where(
                        comments.c.cell_id == notebook.commented.get(entry.cell),
                        comments.c.notebook_id == theirs,
                    )
                    .values(manual_comment=entry.comment)
                )

    def _submitted_notebook(
        self, assignment: AssignmentRow, notebook: NotebookRow, student: str
    ) -> Any:
        """The id of a learner's notebook, as a part of a larger question."""
        submissions = self._tables["submitted_assignment"]
        notebooks = self._tables["submitted_notebook"]
        return (
            select(notebooks.c.id)
            .join(submissions, submissions.c.id == notebooks.c.assignment_id)
            .where(
                submissions.c.assignment_id == assignment.id,
                submissions.c.student_id == student,
                notebooks.c.notebook_id == notebook.id,
            )
            .scalar_subquery()
        )

    def write(
        self,
        assignment: AssignmentRow,
        graded: Graded,
        concerned: Collection[str] = (),
        *,
        again: bool = False,
    ) -> timedelta:
        """Write all rows of one submission, or none.

        What a person entered stays: manual scores, extra credit, comments.

        Parameters
        ----------
        assignment : AssignmentRow
        graded : Graded
        concerned : collection of str
            Tasks of this learner that somebody else answered; a person should look.
        again : bool
            Whether the same work is marked again: a person then looks only at what they
            marked themselves and the machine now sees otherwise.

        Returns
        -------
        timedelta
            How long after the due date it was handed in, a learner's extension taken
            into account; zero if in time, or where there is no date.

        Raises
        ------
        GradebookUnusable
            If the database did not take them.
        """
        for last_try in (False, True):
            try:
                with self._engine.begin() as connection:
                    seconds_late = self._write(
                        connection, assignment, graded, concerned, again
                    )
                return timedelta(seconds=seconds_late)
            # Another program has written the same learner's rows just now: the second
            # time they are found.
            except IntegrityError as error:
                if last_try:
                    raise GradebookUnusable(problem_in_words(error)) from error
            except SQLAlchemyError as error:
                raise GradebookUnusable(problem_in_words(error)) from error

    def _write(
        self,
        connection: Connection,
        assignment: AssignmentRow,
        graded: Graded,
        concerned: Collection[str],
        again: bool,
    ) -> float:
        submission, seconds_late = self._submission(connection, assignment, graded)
        flagged = set(concerned)
        for name, notebook in assignment.notebooks.items():
            row = self._one(
                connection,
                "submitted_notebook",
                {"assignment_id": submission.id, "notebook_id": notebook.id},
                {"flagged": False},
            )
            scores = {score.name: score for score in graded.scores.get(name, ())}
            points = self._write_grades(
                connection, row, notebook, scores, flagged, again
            )
            self._write_comments(connection, row, notebook, scores)
            penalty = None
            if self._penalty is not None and seconds_late > 0:
                penalty = self._penalty(graded.student, points, seconds_late)
            if penalty is not None or not row.new:
                table = self._tables["submitted_notebook"]
                connection.execute(
                    update(table)
                    .where(table.c.id == row.id)
                    .values(late_submission_penalty=penalty)
                )
        if not again:
            for task, owner in graded.record.owners.items():
                self._flag(connection, assignment, owner, task)
        return seconds_late

    def _submission(
        self, connection: Connection, assignment: AssignmentRow, graded: Graded
    ) -> tuple[_Row, float]:
        """Return the submission's row, and how many seconds it is late."""
        self._one(connection, "student", {"id": graded.student}, {})
        table = self._tables["submitted_assignment"]
        row = self._one(
            connection,
            "submitted_assignment",
            {"assignment_id": assignment.id, "student_id": graded.student},
            {"timestamp": graded.handed_in},
        )
        if graded.handed_in is not None and not row.new:
            connection.execute(
                update(table)
                .where(table.c.id == row.id)
                .values(timestamp=graded.handed_in)
            )
        if assignment.due is None:
            return row, 0.0
        timestamp, extension = connection.execute(
            select(table.c.timestamp, table.c.extension).where(table.c.id == row.id)
        ).one()
        if timestamp is None:
            return row, 0.0
        late = timestamp - assignment.due - (extension or timedelta())
        return row, max(0.0, late.total_seconds())

    def _one(
        self,
        connection: Connection,
        table_name: str,
        known_by: Mapping[str, Any],
        at_first: Mapping[str, Any],
    ) -> _Row:
        """Return a row, which is made where it is not there."""
        table = self._tables[table_name]
        found = connection.scalar(_find_by(table, *known_by), known_by)
        if found is not None:
            return _Row(found, new=False)
        row = {"id": _new_id(), **known_by, **at_first}
        connection.execute(_insert(table), row)
        return _Row(row["id"], new=True)

    def _write_grades(
        self,
        connection: Connection,
        notebook_row: _Row,
        notebook: NotebookRow,
        scores: Mapping[str, CellScore],
        flagged: Collection[str],
        again: bool,
    ) -> float:
        """Write a grade for each graded cell; return what they are worth together."""
        table = self._tables["grade"]
        there = _by_cell(connection, table, notebook_row)
        new, changed, points = [], [], 0.0
        for name, cell in notebook.graded.items():
            # A cell that was never seen is one a person has to decide on.
            score = scores.get(name) or CellScore(name, None, True)
            needs_person = (
                score.needs_person or score.auto_score is None or name in flagged
            )
            row = there.get(cell)
            if row is None:
                new.append(
                    {
                        "id": _new_id(),
                        "cell_id": cell,
                        "notebook_id": notebook_row.id,
                        "auto_score": score.auto_score,
                        "needs_manual_grade": needs_person,
                    }
                )
                points += score.auto_score or 0.0
                continue
            # As nbgrader has it: what a person marked, they look at again.
            needs_person = needs_person or row.manual_score is not None
            if again and score.auto_score == row.auto_score:
                needs_person = row.needs_manual_grade
            changed.append(
                {"row": row.id, "score": score.auto_score, "person": needs_person}
            )
            grade = GradeRow(score.auto_score, row.manual_score, row.extra_credit, True)
            points += grade.points
        if new:
            connection.execute(_insert(table), new)
        if changed:
            connection.execute(
                update(table)
                .where(table.c.id == bindparam("row"))
                .values(
                    auto_score=bindparam("score"),
                    needs_manual_grade=bindparam("person"),
                ),
                changed,
            )
        return points

    def _write_comments(
        self,
        connection: Connection,
        notebook_row: _Row,
        notebook: NotebookRow,
        scores: Mapping[str, CellScore],
    ) -> None:
        table = self._tables["comment"]
        there = _by_cell(connection, table, notebook_row)
        new, changed = [], []
        for name, cell in notebook.commented.items():
            empty = name in scores and scores[name].is_empty
            words = _EMPTY if empty else None
            if cell in there:
                changed.append({"row": there[cell].id, "words": words})
            else:
                new.append(
                    {
                        "id": _new_id(),
                        "cell_id": cell,
                        "notebook_id": notebook_row.id,
                        "auto_comment": words,
                    }
                )
        if new:
            connection.execute(_insert(table), new)
        if changed:
            connection.execute(
                update(table)
                .where(table.c.id == bindparam("row"))
                .values(auto_comment=bindparam("words")),
                changed,
            )

    def _flag(
        self, connection: Connection, assignment: AssignmentRow, owner: str, task: str
    ) -> None:
        """Ask a person to look at an answer that somebody else handed in too."""
        submissions = self._tables["submitted_assignment"]
        notebooks, grades = self._tables["submitted_notebook"], self._tables["grade"]
        cells = [
            notebook.graded[task]
            for notebook in assignment.notebooks.values()
            if task in notebook.graded
        ]
        theirs = (
            select(notebooks.c.id)
            .join(submissions, submissions.c.id == notebooks.c.assignment_id)
            .where(
                submissions.c.assignment_id == assignment.id,
                submissions.c.student_id == owner,
            )
        )
        connection.execute(
            update(grades)
            .where(grades.c.cell_id.in_(cells), grades.c.notebook_id.in_(theirs))
            .values(needs_manual_grade=True)
        )


def _new_id() -> str:
    """Return an id like nbgrader's, that comes after those made before.

    In order, new rows stand side by side in the database's indexes. Ids drawn at random
    let SQLite write a hundred pages for one submission.

    Examples
    --------
    >>> first, second = _new_id(), _new_id()
    >>> len(first), first < second
    (32, True)
    """
    return f"{time_ns():016x}{token_hex(8)}"


# Statements are made once: SQLAlchemy takes longer to put one together than the
# database to carry it out.


@lru_cache(64)
def _find_by(table: Table, *columns: str) -> Select:
    return select(table.c.id).where(*(table.c[c] == bindparam(c) for c in columns))


@lru_cache(64)
def _insert(table: Table) -> Insert:
    return insert(table)


def _by_cell(connection: Connection, table: Table, notebook: _Row) -> dict[str, Any]:
    """Return the rows that one submitted notebook has in a table."""
    if notebook.new:
        return {}
    rows = connection.execute(select(table).where(table.c.notebook_id == notebook.id))
    return {row.cell_id: row for row in rows}


def _by_notebook(rows: Iterable[Any]) -> dict[str, NotebookRow]:
    cells: dict[tuple[str, str], list[Any]] = {}
    for name, notebook_id, *cell in rows:
        cells.setdefault((name, notebook_id), []).append(cell)
    return {
        name: NotebookRow(
            notebook_id,
            {cell: id_ for id_, cell, kind in found if kind in _WITH_GRADE},
            {cell: id_ for id_, cell, kind in found if kind in _WITH_COMMENT},
        )
        for (name, notebook_id), found in cells.items()
    }


def _begin_at_once(engine: Engine) -> None:
    """Let SQLite take its write lock when a transaction begins.

    Its driver would begin at the first row written: two that had both read by then
    would wait for each other, and one would be turned away.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection: Any, _: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def problem_in_words(error: Exception) -> str:
    """The database's own words, on one line and without the statement."""
    words = str(getattr(error, "orig", None) or error).strip().splitlines()
    return say("gradebook.unusable", reason=words[0] if words else type(error).__name__)
