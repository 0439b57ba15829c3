"""What one hand-in costs with ``otter run``, on an assignment with the same questions.

The notebook has a cell for each graded exercise of module 4, which marks the same saved
answer with the course's own function, and a test for each. ``make bench`` runs this in
an environment of its own.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from course.exercises import TASKS
from course.grading.rehearsal import rehearse
from course.tasks.keys import read_all_keys

ROOT = Path(__file__).parents[1]
NAME, RUNS = "04-variation", 5

_HEAD = """\
from pathlib import Path
from course.exercises import TASKS
from course.grading.marking import mark_answers, read_answers
from course.tasks.keys import read_all_keys
keys = read_all_keys(Path({source!r}))
about = dict(learner={learner!r}, run="four-lenses", keys=keys)
earned = {{}}"""
_QUESTION = """\
tasks = [TASKS[{name!r}]]
(judged,) = mark_answers(tasks, read_answers(tasks, Path({answers!r})), **about)
earned[{name!r}] = judged.mark.points"""
_TEST = """\
OK_FORMAT = True
case = {{"code": '>>> earned["{name}"] >= 0\\nTrue', "hidden": False, "locked": False}}
suite = {{"cases": [case], "scored": True, "type": "doctest"}}
suite |= {{"setup": "", "teardown": ""}}
test = {{"name": {name!r}, "points": {points}, "suites": [suite]}}
"""


def main() -> None:
    """Print CPU seconds a hand-in."""
    place = Path(tempfile.mkdtemp(prefix="fourlenses-otter-"))
    try:
        print(f"\notter run: {seconds_of_one(place):.2f} CPU seconds a hand-in")
    finally:
        shutil.rmtree(place)


def seconds_of_one(place: Path) -> float:
    """Make the assignment, hand in, and return the mean of some runs."""
    shutil.copytree(ROOT / "release", place / "release")
    keys = read_all_keys(ROOT / "source")
    (learner,) = rehearse(place, NAME, 1, 1, keys)
    answers = str(place / "submitted" / learner / NAME / "answers")
    (place / "tests").mkdir()
    cells = [new_code_cell(_HEAD.format(source=str(ROOT / "source"), learner=learner))]
    for name, task in TASKS.items():
        if task.points:
            cells.append(new_code_cell(_QUESTION.format(name=name, answers=answers)))
            test = _TEST.format(name=name, points=task.points)
            (place / "tests" / f"{name}.py").write_text(test)
    nbformat.write(new_notebook(cells=cells), place / "variation.ipynb")
    run(place, "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(RUNS):
        run(place, "run", "-a", "autograder.zip", "-o", ".", "variation.ipynb")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent / RUNS


def run(place: Path, *words: str) -> None:
    """Run one of Otter's commands."""
    subprocess.run(
        [sys.executable, "-m", "otter", *words],
        cwd=place,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


if __name__ == "__main__":
    main()
