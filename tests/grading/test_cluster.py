"""Marking by a Dask cluster: real processes, reached over the network."""

import shutil

import pytest

from course.grading.course_directory import open_course_directory
from course.grading.grader import grade
from course.grading.rehearsal import rehearse
from course.grading.workers import WorkersUnusable, scheduler
from course.tasks.keys import read_all_keys

ASSIGNMENT = "04-variation"


def test_a_cluster_gives_the_same(tmp_path, make_course_directory, rows_of):
    """Rows and files; the workers see neither folder nor gradebook."""
    from distributed import LocalCluster

    directory = make_course_directory(tmp_path / "alone")
    directory.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    rehearse(directory.root, ASSIGNMENT, 8, 4, read_all_keys(directory.root / "source"))
    shutil.copytree(directory.root, tmp_path / "together")
    courses = [open_course_directory(tmp_path / n) for n in ("alone", "together")]
    grade(courses[0], ASSIGNMENT)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        summary = grade(
            courses[1], ASSIGNMENT, workers=scheduler(cluster.scheduler_address)
        )

    assert len(summary.graded) == 8
    assert rows_of(courses[0].db_url) == rows_of(courses[1].db_url)
    files = [
        {
            path.relative_to(course.root): path.read_bytes()
            for path in course.autograded.rglob("*")
            if path.is_file() and path.name != ".grading.lock"
        }
        for course in courses
    ]
    assert files[0] == files[1]


def test_a_scheduler_that_does_not_answer_is_said(free_port):
    """In one sentence, and before anything is graded."""
    with pytest.raises(WorkersUnusable, match="No scheduler answers at tcp"):
        scheduler(f"tcp://127.0.0.1:{free_port}")


@pytest.fixture
def free_port():
    """A port nobody listens at."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
