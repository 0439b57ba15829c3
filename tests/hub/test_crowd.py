"""A whole class in the same moment: nothing that it saves and hands in is lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from people import Work, collect, grade, inside, lost, release, work_over_http
from serving import STUDENTS

from course.grading.personas import EXPERT, GUESSER

ASSIGNMENT = "06-shewhart"


def test_twelve_who_save_and_hand_in_at_once_lose_nothing(hub, people_inside):
    """Their answers and marks are held against what each of them gave."""
    release(hub, ASSIGNMENT)
    students = inside(hub, people_inside, *STUDENTS)
    works = [
        Work(ASSIGNMENT, name, (EXPERT, GUESSER)[seed % 2], seed)
        for seed, name in enumerate(STUDENTS)
    ]
    together = Barrier(len(students))

    def do(student, work: Work) -> None:
        student.assignments("fetch", ASSIGNMENT)
        together.wait()
        work_over_http(student, work)
        together.wait()
        student.assignments("submit", ASSIGNMENT)

    with ThreadPoolExecutor(len(students)) as at_work:
        list(at_work.map(do, students, works))
    collect(hub, ASSIGNMENT)
    grade(hub, ASSIGNMENT)

    assert lost(hub, works) == []
