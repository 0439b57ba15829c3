"""A gradebook in PostgreSQL: the same rows, by several graders, through a crash."""

import multiprocessing
import shutil
from itertools import count
from pathlib import Path

import pytest

from course.grading.course_directory import open_course_directory
from course.grading.gradebook import GradebookUnusable
from course.grading.grader import grade
from course.grading.rehearsal import rehearse
from course.tasks.keys import read_all_keys

ASSIGNMENT = "04-variation"
LEARNERS = 9
_numbers = count()


@pytest.fixture
def course(postgresql, tmp_path, make_course_directory):
    """A course directory whose gradebook is a database of its own."""
    directory = make_course_directory(tmp_path / "course")
    url = postgresql.make_database(f"gradebook{next(_numbers)}")
    with open(directory.root / "nbgrader_config.py", "a") as settings:
        settings.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    directory.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    keys = read_all_keys(directory.root / "source")
    rehearse(directory.root, ASSIGNMENT, LEARNERS, 6, keys)
    assert not (directory.root / "gradebook.db").exists()
    return open_course_directory(directory.root)


@pytest.fixture
def undisturbed(tmp_path, make_course_directory, rows_of):
    """The rows the same work gets in SQLite."""
    directory = make_course_directory(tmp_path / "undisturbed")
    directory.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    keys = read_all_keys(directory.root / "source")
    rehearse(directory.root, ASSIGNMENT, LEARNERS, 6, keys)
    course = open_course_directory(directory.root)
    grade(course, ASSIGNMENT)
    return rows_of(course.db_url)


def _grade_in(root):
    grade(open_course_directory(Path(root)), ASSIGNMENT, force=True)


def test_the_rows_are_those_of_sqlite(course, undisturbed, rows_of):
    """Whichever database the course run has; also with two graders at once."""
    grade(course, ASSIGNMENT)
    assert rows_of(course.db_url) == undisturbed

    context = multiprocessing.get_context("spawn")
    both = [context.Process(target=_grade_in, args=(course.root,)) for _ in "ab"]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert [one.exitcode for one in both] == [0, 0]
    assert rows_of(course.db_url) == undisturbed


def test_two_graders_on_two_machines_do_no_harm(course, undisturbed, rows_of, tmp_path):
    """No lock file between them: only the database is shared."""
    shutil.copytree(course.root, tmp_path / "elsewhere")
    context = multiprocessing.get_context("spawn")
    roots = (course.root, tmp_path / "elsewhere")
    both = [context.Process(target=_grade_in, args=(root,)) for root in roots]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert [one.exitcode for one in both] == [0, 0]
    assert rows_of(course.db_url) == undisturbed


def test_nbgraders_own_commands_use_it(course, undisturbed, rows_of):
    """As formgrader and the command line would."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    config = Config(course.config)
    config.CourseDirectory.root = str(course.root)
    api = NbGraderAPI(config=config)
    for learner in sorted(path.name for path in course.submitted.iterdir()):
        done = api.autograde(ASSIGNMENT, learner)
        assert done["success"], done

    assert rows_of(course.db_url) == undisturbed


def test_a_database_that_goes_away_loses_nothing(
    course, undisturbed, rows_of, postgresql
):
    """What was written stays, the rest is named; the next run makes it whole."""
    seen = count(1)

    def stop_after_four():
        if next(seen) == 4:
            postgresql.stop("immediate")

    with pytest.raises(GradebookUnusable, match="cannot be used"):
        grade(course, ASSIGNMENT, tick=stop_after_four)
    postgresql.start()
    halfway = rows_of(course.db_url)
    assert len({dict(row)["id"] for row in halfway["submitted_assignment"]}) == 4
    again = grade(course, ASSIGNMENT)

    assert (len(again.unchanged), len(again.graded)) == (4, LEARNERS - 4)
    assert rows_of(course.db_url) == undisturbed
    assert not list(course.autograded.glob("*/.unfinished-*"))
