"""What the buttons do, each by the functions that the commands call.

Run as a process of its own: ``python -m course.classroom.teaching.deeds ORDER``, where
ORDER is the file that a job's account is written to and whose first line says what to
do. Nothing here knows of the server.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import Any

from filelock import Timeout

from course.classroom.course_runs import (
    NotMade,
    find_zone,
    make_course_run,
    plan_course_run,
    refuse_months,
)
from course.classroom.due_dates import DUE_AT, due_dates, due_on, moved
from course.classroom.teaching.class_list import NotAClassList, read_class_list
from course.classroom.teaching.jobs import Journal, lock_of
from course.classroom.teaching.standing import find_standing
from course.classroom.teaching.undoing import (
    NotUndone,
    forget,
    keep_before,
    seal,
    take_back,
)
from course.classroom.tracks import NoTrack, find_track
from course.grading.assignments import NotGradable
from course.grading.course_directory import (
    CourseDirectory,
    NotACourseDirectory,
    open_course_directory,
)
from course.grading.due import write_due
from course.grading.exchange import ExchangeRefused
from course.grading.gradebook import GradebookUnusable
from course.grading.rehearsal import NotRehearsed
from course.messages import say
from course.tasks.calendar_days import say_day

_PROBLEMS = (
    ExchangeRefused,
    GradebookUnusable,
    NotAClassList,
    NoTrack,
    NotACourseDirectory,
    NotGradable,
    NotMade,
    NotRehearsed,
    NotUndone,
)
SIMULATED_LEARNERS = 5
MARKS = "marks"
_NEVER = datetime.max.replace(tzinfo=UTC)

Order = Mapping[str, Any]


def make_run(folder: Path, order: Order, journal: Journal) -> bool:
    """Make a course run beside the others."""
    plan = plan_course_run(
        find_track(order["track"]),
        Path(order["course"]) / "source",
        _day(order["start"]),
        months=order.get("months"),
        name=order.get("name", ""),
        zone=_zone(order),
    )
    target = Path(order["home"]) / plan.name
    journal.begin(say("teach.making", name=plan.name))
    journal.count(len(plan.assigned))
    make_course_run(plan, Path(order["course"]), target, journal.step)
    journal.say(say("teach.made", name=plan.name, count=len(plan.assigned)))
    for one, due in zip(plan.assigned, plan.due, strict=True):
        journal.say(say("teach.made-due", name=one.name, due=say_day(due)))
    journal.offer(say("teach.open-run", name=plan.name), run=plan.name)
    journal.offer(say("teach.unmake"), do="unmake", made=plan.name)
    return True


def unmake_run(folder: Path, order: Order, journal: Journal) -> bool:
    """Put a course run aside in which nobody has done anything yet."""
    home = Path(order["home"])
    run = home / Path(order["made"]).name
    journal.begin(say("teach.unmaking", name=run.name))
    if any((run / "submitted").glob("*/*")):
        raise NotUndone(say("teach.unmake.in-use", name=run.name))
    aside = home / f".{run.name}-removed-{datetime.now():%Y%m%d-%H%M%S}"
    run.rename(aside)
    journal.say(say("teach.unmade", name=run.name, aside=aside.name))
    return True


def move_due(folder: Path, order: Order, journal: Journal) -> bool:
    """Move a due date, and all later ones as far where that is asked for."""
    day, zone = _day(order["day"]), _zone(order)
    before, name = _due(folder), order["lesson"]
    journal.begin(say("teach.moving-due", name=name))
    old = before[name]
    after = {name: due_on(day, zone, old.astimezone(zone).time() if old else DUE_AT)}
    if old is not None and order["later"]:
        days = day - old.astimezone(zone).date()
        after |= {
            other: moved(due, days, zone)
            for other, due in before.items()
            if due is not None and due > old
        }
    return _write_due(folder, before, after, journal)


def spread_due(folder: Path, order: Order, journal: Journal) -> bool:
    """Spread all due dates anew over some months."""
    refuse_months(order.get("months"))
    before = _due(folder)
    journal.begin(say("teach.spreading-due"))
    # In the order in which they are due now; by their numbers, if none is.
    lessons = sorted(before, key=lambda name: (before[name] or _NEVER, name))
    zone = _zone(order)
    spread = due_dates(_day(order["start"]), order["months"], len(lessons), zone)
    after = dict(zip(lessons, spread, strict=True))
    return _write_due(folder, before, after, journal)


def put_due_back(folder: Path, order: Order, journal: Journal) -> bool:
    """Write due dates as they were before."""
    before = _due(folder)
    journal.begin(say("teach.undoing"))
    try:
        earlier = {
            name: datetime.fromisoformat(due) if due else None
            for name, due in json.loads(order["before"]).items()
            if name in before
        }
    except (ValueError, TypeError, AttributeError):
        raise NotUndone(say("teach.undo.nothing")) from None
    write_due(open_course_directory(folder), earlier)
    _tell_due(earlier, journal)
    return True


def release(folder: Path, order: Order, journal: Journal) -> bool:
    """Put a lesson where learners fetch it, made first if it never was."""
    from course.grading.exchange import find_exchange, release_assignment

    course, lesson = open_course_directory(folder), order["lesson"]
    journal.begin(say("teach.releasing", name=lesson))
    journal.count(2)
    _prepare(course, lesson)
    journal.step()
    if find_exchange(course) is None:
        journal.say(say("teach.prepared", name=lesson))
        return True
    release_assignment(course, lesson)
    journal.step()
    journal.say(say("teach.released", name=lesson))
    journal.offer(say("teach.undo"), do="withdraw", lesson=lesson)
    return True


def withdraw(folder: Path, order: Order, journal: Journal) -> bool:
    """Take a lesson back from where learners fetch it."""
    from course.grading.exchange import withdraw_assignment

    lesson = order["lesson"]
    journal.begin(say("teach.withdrawing", name=lesson))
    withdraw_assignment(open_course_directory(folder), lesson)
    journal.say(say("teach.withdrawn", name=lesson))
    return True


def collect(folder: Path, order: Order, journal: Journal) -> bool:
    """Fetch what was handed in."""
    from course.grading import exchange

    course, lesson = open_course_directory(folder), order["lesson"]
    journal.begin(say("teach.collecting", name=lesson))
    found = exchange.find_exchange(course)
    waiting = found.to_collect(course, lesson) if found else set()
    warnings = exchange.collect(course, lesson)
    left = found.to_collect(course, lesson) if found else set()
    journal.say(say("teach.collected", name=lesson, count=len(waiting - left)))
    for line in warnings:
        journal.say(f"  {line}")
    return True


def rehearse(folder: Path, order: Order, journal: Journal) -> bool:
    """Let simulated learners hand in."""
    from course.grading.rehearsal import rehearse as fill
    from course.tasks.keys import read_all_keys

    course, lesson = open_course_directory(folder), order["lesson"]
    journal.begin(say("teach.rehearsing", name=lesson))
    journal.count(SIMULATED_LEARNERS)
    keys = read_all_keys(course.source)

    def work() -> bool:
        ways = fill(folder, lesson, SIMULATED_LEARNERS, 1, keys, journal.step)
        journal.say(say("teach.rehearsed", name=lesson, count=len(ways)))
        return True

    return _undoable(course, lesson, [course.submitted], journal, work)


def grade(folder: Path, order: Order, journal: Journal) -> bool:
    """Mark what was handed in."""
    from course.grading.grader import grade as grade_all
    from course.grading.grader import submitted_folders
    from course.grading.told import told_of_grading

    course, lesson = open_course_directory(folder), order["lesson"]
    journal.begin(say("teach.grading", name=lesson))
    journal.count(len(submitted_folders(course, lesson)))

    def work() -> bool:
        _prepare(course, lesson)
        summary = grade_all(
            course,
            lesson,
            tick=journal.step,
            waiting=lambda: journal.say(say("cli.grade.waiting")),
        )
        journal.say(
            say(
                "teach.graded",
                name=lesson,
                graded=len(summary.graded),
                unchanged=len(summary.unchanged),
            )
        )
        for sentence in told_of_grading(summary):
            journal.say(sentence)
        if summary.by_earlier_key:
            journal.say(say("teach.earlier-key", count=summary.by_earlier_key))
            journal.offer(say("teach.preview"), do="preview", lesson=lesson)
        return not summary.refused

    return _undoable(course, lesson, [course.autograded], journal, work)


def preview(folder: Path, order: Order, journal: Journal) -> bool:
    """Show what marking again would change, and write nothing."""
    return _mark_again(folder, order["lesson"], journal, apply=False)


def regrade(folder: Path, order: Order, journal: Journal) -> bool:
    """Mark the saved answers again."""
    course, lesson = open_course_directory(folder), order["lesson"]
    return _undoable(
        course,
        lesson,
        [course.autograded],
        journal,
        lambda: _mark_again(folder, lesson, journal, apply=True),
    )


def feedback(folder: Path, order: Order, journal: Journal) -> bool:
    """Write everybody's page, and the teacher's."""
    from course.grading.exchange import find_exchange
    from course.grading.feedback_pages import feedback_for, write_feedback
    from course.grading.overview import write_overview

    course, lesson = open_course_directory(folder), order["lesson"]
    journal.begin(say("teach.writing", name=lesson))
    journal.count(len(feedback_for(course, lesson)))

    def work() -> bool:
        made = write_feedback(course, lesson, tick=journal.step)
        write_overview(course, lesson)
        journal.say(say("teach.written", name=lesson, count=len(made.pages)))
        for learner, why in made.not_graded.items():
            journal.say(f"  {learner}: {why}")
        if find_exchange(course) is not None:
            journal.offer(
                say("teach.release-feedback"),
                do="release-feedback",
                lesson=lesson,
                question=say("teach.release-feedback.question", name=lesson),
            )
        return True

    return _undoable(course, lesson, [course.feedback], journal, work)


def release_feedback(folder: Path, order: Order, journal: Journal) -> bool:
    """Put everybody's page where they fetch it."""
    from course.grading import exchange

    lesson = order["lesson"]
    journal.begin(say("teach.releasing-feedback", name=lesson))
    left_out = exchange.release_feedback(open_course_directory(folder), lesson)
    journal.say(say("teach.released-feedback", name=lesson))
    if left_out:
        journal.say(say("teach.not-through-exchange", names=", ".join(left_out)))
    return True


def enrol_class(folder: Path, order: Order, journal: Journal) -> bool:
    """Put a list of learners into the gradebook."""
    from course.grading.enrolling import enrol

    journal.begin(say("teach.enrolling"))
    listed = read_class_list(order["people"])
    new = enrol(open_course_directory(folder), listed, listed)
    journal.say(say("teach.enrolled", count=len(listed), new=len(new)))
    return True


def export(folder: Path, order: Order, journal: Journal) -> bool:
    """Write all marks as a table."""
    from course.grading.marks import class_marks
    from course.grading.marks_file import FORMS, write_marks
    from course.grading.told import told_of_marks

    course = open_course_directory(folder)
    journal.begin(say("teach.exporting"))
    platform = order.get("platform") or "csv"
    if platform not in FORMS:
        raise NotMade(say("teach.export.unknown"))
    name = f"{course.course_id}-{platform}-{datetime.now():%Y-%m-%d-%H%M%S}.csv"
    target = course.root / MARKS / name
    target.parent.mkdir(exist_ok=True)
    marks = class_marks(course)
    write_marks(target, marks, platform)
    journal.say(say("teach.exported", file=f"{MARKS}/{name}"))
    for sentence in told_of_marks(marks, platform):
        journal.say(sentence)
    journal.offer(say("teach.download"), file=name)
    return True


def undo(folder: Path, order: Order, journal: Journal) -> bool:
    """Take the last job back."""
    journal.begin(say("teach.undoing"))
    lesson = take_back(open_course_directory(folder))
    journal.say(say("teach.undone", name=lesson))
    return True


DEEDS: Mapping[str, Callable[[Path, Order, Journal], bool]] = {
    "make": make_run,
    "unmake": unmake_run,
    "due": move_due,
    "all-due": spread_due,
    "due-back": put_due_back,
    "release": release,
    "withdraw": withdraw,
    "collect": collect,
    "rehearse": rehearse,
    "grade": grade,
    "preview": preview,
    "regrade": regrade,
    "feedback": feedback,
    "release-feedback": release_feedback,
    "enrol": enrol_class,
    "export": export,
    "undo": undo,
}
# These are for the folder of course runs, not for one of them.
FOR_ALL_RUNS = ("make", "unmake")
WITHOUT_LESSON = (
    *FOR_ALL_RUNS,
    "enrol",
    "export",
    "undo",
    "all-due",
    "due-back",
)
# After any other, what came before it cannot be undone any more.
_CHANGE_NOTHING = ("preview", "export", "undo", *FOR_ALL_RUNS)


def do(folder: Path, order: Order, journal: Journal) -> bool:
    """Do what was ordered, and end with a sentence whatever happens.

    Parameters
    ----------
    folder : Path
        A course directory; for `FOR_ALL_RUNS` the folder that holds them.
    order : mapping
        ``do``, mostly ``lesson``, and what that deed asks for.
    journal : Journal

    Returns
    -------
    bool
        Whether all went well.
    """
    try:
        if order["do"] not in _CHANGE_NOTHING:
            forget(open_course_directory(folder))
        return DEEDS[order["do"]](folder, order, journal)
    except _PROBLEMS as problem:
        journal.say(str(problem))
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        reason = f"{error.strerror or error}{where}"
        journal.say(say("cli.disk", reason=reason))
    except Exception as error:
        # For whoever looks into problems.log; the page says that it is there.
        traceback.print_exc()
        journal.say(say("teach.unforeseen", reason=f"{type(error).__name__}: {error}"))
    return False


def main(path: Path) -> None:
    """Do what the first line of a file orders, and write the account below it."""
    folder, journal = path.parent.parent, Journal(path)
    with path.open(encoding="utf-8") as file:
        order = json.loads(file.readline())
    try:
        with lock_of(folder):
            journal.end(do(folder, order, journal))
    except Timeout:
        journal.say(say("teach.busy"))
        journal.end(False)


def _prepare(course: CourseDirectory, lesson: str) -> None:
    """Make an assignment that the gradebook does not know yet."""
    from course.grading.exchange import generate_assignment
    from course.grading.gradebook import GradebookRows

    try:
        with GradebookRows(course.db_url) as gradebook:
            if lesson in gradebook.generated():
                return
    except GradebookUnusable:
        pass  # nbgrader makes it, or says what is amiss.
    generate_assignment(course, lesson)


def _undoable(
    course: CourseDirectory,
    lesson: str,
    folders: Sequence[Path],
    journal: Journal,
    work: Callable[[], bool],
) -> bool:
    kept = keep_before(course, lesson, folders)
    well = work()
    if kept:
        seal(course, lesson, folders)
        journal.offer(say("teach.undo"), do="undo")
    return well


def _mark_again(folder: Path, lesson: str, journal: Journal, *, apply: bool) -> bool:
    from course.grading.grader import graded_folders
    from course.grading.regrade import regrade as mark_again
    from course.grading.told import told_of_change

    course = open_course_directory(folder)
    journal.begin(say("teach.regrading" if apply else "teach.previewing", name=lesson))
    journal.count(len(graded_folders(course, lesson)))
    found = mark_again(
        course,
        lesson,
        apply=apply,
        tick=journal.step,
        waiting=lambda: journal.say(say("cli.grade.waiting")),
    )
    changed = {change.student for change in found.changes}
    journal.say(
        say(
            "teach.regraded" if apply else "teach.previewed",
            name=lesson,
            changed=len(changed),
            looked_at=found.looked_at,
        )
    )
    for change in found.changes:
        journal.say(f"  {told_of_change(change)}")
    for learner, why in found.refused.items():
        journal.say(f"  {learner}: {why}")
    if changed and not apply:
        journal.offer(say("teach.regrade"), do="regrade", lesson=lesson)
    return not found.refused


def _due(folder: Path) -> dict[str, datetime | None]:
    """When the lessons of a course run are due now."""
    standing = find_standing(open_course_directory(folder))
    return {lesson.name: lesson.due for lesson in standing.lessons}


def _write_due(
    folder: Path,
    before: Mapping[str, datetime | None],
    after: Mapping[str, datetime | None],
    journal: Journal,
) -> bool:
    write_due(open_course_directory(folder), after)
    _tell_due(after, journal)
    earlier = {name: due and due.isoformat() for name, due in before.items()}
    changed = {name: earlier[name] for name in after}
    journal.offer(say("teach.undo"), do="due-back", before=json.dumps(changed))
    return True


def _tell_due(due: Mapping[str, datetime | None], journal: Journal) -> None:
    for name, moment in due.items():
        if moment is None:
            journal.say(say("teach.without-due", name=name))
        else:
            journal.say(say("teach.made-due", name=name, due=say_day(moment)))


def _day(day: str) -> date:
    try:
        return date.fromisoformat(day.strip())
    except ValueError:
        raise NotMade(say("course-run.start", start=day)) from None


def _zone(order: Order) -> tzinfo | None:
    """The browser's time zone; the server's own where it names none that is known."""
    try:
        return find_zone(order.get("zone") or "")
    except NotMade:
        return None


if __name__ == "__main__":
    main(Path(sys.argv[1]))
