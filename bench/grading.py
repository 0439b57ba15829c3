"""What grading costs beside stock nbgrader, on the same submissions in one run.

``make bench`` runs it. Costs are CPU seconds of the command and what it starts;
one more submission is the slope between two sizes. With ``--stock 200`` stock nbgrader
grades all two hundred, which takes some minutes; by default it grades forty, and what
two hundred would cost is worked out.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from course.grading.assignments import read_assignment
from course.grading.course_directory import open_course_directory
from course.grading.gradebook import GradebookRows
from course.grading.intake import take_in
from course.grading.marked import Graded, grade_submissions, mark_notebooks
from course.grading.own_programs import put_on_path
from course.grading.placing import lay_ready, placing
from course.grading.rehearsal import rehearse
from course.grading.workers import TOGETHER
from course.tasks.keys import read_all_keys
from course.widgets.review import review_bundle, truth_bundle

ROOT = Path(__file__).parents[1]
NBGRADER = [sys.executable, "-m", "nbgrader"]
FOURLENSES = [sys.executable, "-m", "course.cli"]


def cpu_of(command: Sequence[str], folder: Path) -> tuple[float, float, int]:
    """CPU seconds, wall seconds, and peak memory in MB of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}.")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.monotonic() - began, usage.ru_maxrss // 1024


def course_directory(place: Path, name: str, ours: bool) -> Path:
    """A course directory with a gradebook and nobody in it."""
    place.mkdir()
    for folder in ("source", "release"):
        shutil.copytree(ROOT / folder, place / folder)
    if ours:
        shutil.copy(ROOT / "nbgrader_config.py", place)
    cpu_of([*NBGRADER, "generate_assignment", name, "--force"], place)
    shutil.copy(place / "gradebook.db", place / "nobody.db")
    return place


def with_learners(place: Path, everybody: Path, count: int) -> None:
    """Put the first `count` learners in, ungraded.

    What was there is put aside and not deleted: for minutes after a deletion some file
    systems make a new file several times as slowly.
    """
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=place.parent))
    for name in ("submitted", "autograded", "feedback", "overview"):
        if (place / name).exists():
            (place / name).rename(aside / name)
    shutil.copy(place / "nobody.db", place / "gradebook.db")
    for learner in sorted(everybody.iterdir())[:count]:
        shutil.copytree(learner, place / "submitted" / learner.name)


def slope(small: float, large: float, fewer: int, more: int) -> float:
    """What one more costs."""
    return (large - small) / (more - fewer)


def stages(place: Path, name: str, count: int) -> dict[str, float]:
    """CPU milliseconds a submission by stage, in this process."""
    course = open_course_directory(place)
    assignment = read_assignment(course, name)
    (notebook,) = assignment.notebooks
    folders = sorted(course.submitted.glob(f"*/{name}"))[:count]
    spent: dict[str, float] = {}

    def timed(stage: str, work: object) -> list:
        began = time.process_time()
        results = [work(one) for one in _given[stage]]
        spent[stage] = (time.process_time() - began) / len(folders) * 1000
        return results

    _given: dict[str, list] = {"read at the door": folders}
    submissions = timed("read at the door", lambda f: take_in(f, assignment))
    lots = [submissions[i : i + TOGETHER] for i in range(0, count, TOGETHER)]
    _given["draw the case and mark"] = lots
    marked = timed(
        "draw the case and mark", lambda lot: mark_notebooks(assignment, notebook, lot)
    )
    _given["words, and charts kept"] = [
        one for lot in marked for of_task in zip(*lot, strict=True) for one in of_task
    ]
    timed(
        "words, and charts kept",
        lambda one: (review_bundle(one, drawn=False), truth_bundle(one, drawn=False)),
    )
    _given["all of grading in memory"] = lots
    graded = timed(
        "all of grading in memory", lambda lot: grade_submissions(assignment, lot)
    )
    graded = [one for lot in graded for one in lot]
    with GradebookRows(course.db_url) as gradebook:
        row = gradebook.assignment(name)
        _given["gradebook rows"] = graded
        timed("gradebook rows", lambda g: gradebook.write(row, g))
    elsewhere = place / "elsewhere"

    def place_files(one: Graded) -> None:
        folder = elsewhere / one.student / name
        with placing(folder, lay_ready(folder, one.files, mode=0o444)):
            pass

    _given["files"] = graded
    timed("files", place_files)
    spent["rebuild the notebook"] = (
        spent.pop("all of grading in memory")
        - spent["draw the case and mark"]
        - spent["words, and charts kept"]
    )
    return spent


def main() -> None:
    """Print the ratios, and where the remaining time goes."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--assignment", default="04-variation")
    options.add_argument("--stock", type=int, default=40, help="for stock nbgrader")
    options.add_argument("--many", type=int, default=2000, help="for the long run")
    chosen = options.parse_args()
    if chosen.many <= 200:
        options.error("--many must be more than 200, to tell what the later ones cost.")
    put_on_path()
    temporary = Path(tempfile.mkdtemp(prefix="fourlenses-bench-"))
    try:
        measure(temporary, chosen.assignment, chosen.stock, chosen.many)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def measure(temporary: Path, name: str, stock_count: int, many: int) -> None:
    """Measure everything, in turn."""
    keys = read_all_keys(ROOT / "source")
    ours = course_directory(temporary / "ours", name, ours=True)
    stock = course_directory(temporary / "stock", name, ours=False)
    rehearse(ours, name, min(many, 999), 1, keys)
    for seed in range(2, 2 + (many - 1) // 999):
        rehearse(ours, name, min(many - 999 * (seed - 1), 999), seed, keys)
    everybody = (ours / "submitted").rename(temporary / "everybody")

    few, some = 8, 200
    cost: dict[str, tuple[float, float, int]] = {}

    def run(label: str, place: Path, count: int, command: list[str]) -> None:
        cost[label] = cpu_of(command, place)
        cpu, wall, memory = cost[label]
        print(f"  {label:44} {cpu:8.2f} s CPU {wall:8.1f} s {memory:5d} MB", flush=True)

    print("\nGrading: commands as they ran")
    grade = [*FOURLENSES, "grade", name]
    for count in (few, stock_count):
        with_learners(stock, everybody, count)
        run(f"stock autograde {count}", stock, count, [*NBGRADER, "autograde", name])
        command = [*NBGRADER, "generate_feedback", name]
        run(f"stock generate_feedback {count}", stock, count, command)
    for count in (few, some):
        with_learners(ours, everybody, count)
        run(f"our autograde {count}", ours, count, [*NBGRADER, "autograde", name])
        with_learners(ours, everybody, count)
        run(f"fourlenses grade {count}", ours, count, grade)
        run(
            f"fourlenses feedback {count}", ours, count, [*FOURLENSES, "feedback", name]
        )
    with_learners(ours, everybody, many)
    run(f"fourlenses grade {many}", ours, many, grade)
    with_learners(ours, everybody, many)
    run(f"fourlenses grade {many} --workers 2", ours, many, [*grade, "--workers", "2"])

    # Last: it keeps two hundred in memory, which the commands would inherit.
    with_learners(ours, everybody, some)
    where = stages(ours, name, some)

    def one_more(label: str, fewer: int, more: int) -> float:
        return slope(
            cost[f"{label} {fewer}"][0], cost[f"{label} {more}"][0], fewer, more
        )

    stock_one = one_more("stock autograde", few, stock_count)
    our_one = one_more("fourlenses grade", few, some)
    plugin_one = one_more("our autograde", few, some)
    stock_page = one_more("stock generate_feedback", few, stock_count)
    our_page = one_more("fourlenses feedback", few, some)
    stock_all = cost[f"stock autograde {stock_count}"][0]
    stock_all += stock_one * (some - stock_count)
    long_one = one_more("fourlenses grade", some, many)
    first = our_one * some + cost[f"fourlenses grade {few}"][0] - our_one * few
    whole = cost[f"fourlenses grade {many}"]
    print("\nOne more submission, CPU")
    print(f"  stock nbgrader autograde        {stock_one * 1e3:8.1f} ms")
    print(f"  nbgrader autograde with ours    {plugin_one * 1e3:8.1f} ms")
    print(f"  fourlenses grade                {our_one * 1e3:8.1f} ms")
    print("\nRatios (wanted)")
    print(f"  one more, fourlenses grade: {stock_one / our_one:.0f} times less (100)")
    print(
        f"  whole command, {some}: "
        f"{stock_all / cost[f'fourlenses grade {some}'][0]:.0f} times less (50)"
    )
    print(
        f"  one more, nbgrader autograde: {stock_one / plugin_one:.0f} times less (8)"
    )
    print(f"  one more feedback page: {stock_page / our_page:.0f} times less (50)")
    print(
        f"  a submission of {many} beside one of {some}: "
        f"{whole[0] / many / (first / some):.2f} (at most 1.2); "
        f"beyond the first {some}: {long_one / our_one:.2f}"
    )
    memory = whole[2] / cost[f"fourlenses grade {some}"][2]
    print(f"  peak memory, {many} beside {some}: {memory:.2f} (at most 1.2)")
    two = cost[f"fourlenses grade {many} --workers 2"]
    print(f"  two workers, {many}: {whole[1] / two[1]:.2f} times as fast (1.7)")
    print("\nWhere the time goes, CPU ms a submission")
    for stage, spent in sorted(where.items(), key=lambda pair: -pair[1]):
        print(f"  {stage:28} {spent:6.2f}")


if __name__ == "__main__":
    main()
