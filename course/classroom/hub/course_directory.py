"""The course directory of a class: made once, and from then on the teachers'."""

from __future__ import annotations

from pathlib import Path

from course.classroom.hub.as_grader import AsGrader
from course.classroom.hub.class_list import ClassList
from course.classroom.hub.places import Places
from course.messages import say

_SETTINGS = "nbgrader_config.py"


def make_course_directory(people: ClassList, places: Places, root: Path) -> None:
    """Put the course's lessons and keys where the grader account alone reads them.

    What is there already stays: it may be changed by the teachers.

    Parameters
    ----------
    people : ClassList
    places : Places
        Where the grader's home is there.
    root : Path
        The checkout of the course, which the grader need not be able to read.

    Raises
    ------
    NotMade
        If the class takes a track, and its course run cannot be made.
    """
    grader, course = AsGrader(people, places), places.course_directory(people.course)
    if not course.exists():
        places.made_as(people.course).write_text(_track_of(people), "utf-8")
        if people.run:
            _make_course_run(people, places, root)
    # A course run has lessons of its own: no others are added to them.
    if not (people.run or _made_as(people, places)):
        grader.run("mkdir", "--parents", course)
        grader.unpack(root, ["source", "release"], course)
    grader.write(_settings(people, root), course / _SETTINGS)


def track_not_taken_up(people: ClassList, places: Places) -> str:
    """Tell if the class list says another track than when the directory was made.

    Parameters
    ----------
    people : ClassList
        Whose course directory is there.
    places : Places

    Returns
    -------
    str
        A sentence; "" if it does not.
    """
    if _track_of(people) == _made_as(people, places):
        return ""
    return say(
        "hub.track-not-taken-up",
        directory=places.course_directory(people.course),
        written=_track_of(people) or say("hub.nothing-of-a-track"),
    )


def enrol_class(people: ClassList, places: Places) -> str:
    """Let the gradebook know who is in the class.

    Parameters
    ----------
    people : ClassList
        Whose course directory is there.
    places : Places

    Returns
    -------
    str
        Why it could not be; "" if all went well.
    """
    course = places.course_directory(people.course)
    enrolling = ("python", "-m", "course.grading.enrolling")
    return AsGrader(people, places).run_program(course, *enrolling, *people.students)


def _make_course_run(people: ClassList, places: Places, root: Path) -> None:
    """Have the grader make it: the lessons go there, and what comes of them stays."""
    # With all lessons and exercises, which the hub itself has no use for.
    from course.classroom.course_runs import NotMade

    grader, course = AsGrader(people, places), places.course_directory(people.course)
    unfinished = course.with_name(f".{people.course}-unfinished")
    lessons, made = unfinished / "lessons", unfinished / "made"
    # Left by a hub that was ended in the middle of this.
    grader.run("rm", "--recursive", "--force", unfinished)
    grader.run("mkdir", "--parents", lessons)
    grader.unpack(root, ["source"], lessons)
    # With the gradebook's address, which everybody could read on a command line.
    grader.write(_settings(people, root), lessons / _SETTINGS)
    track = people.run.track
    if people.run.own_track:
        track = lessons / "track.toml"
        grader.write(people.run.own_track.read_text("utf-8"), track)
    words = ("new", made, "--root", lessons, "--run", people.course, "--track", track)
    more = people.run.dates_as_options()
    if reason := grader.run_program(lessons, "fourlenses", *words, *more):
        raise NotMade(reason)
    grader.run("mv", "--no-target-directory", made, course)
    grader.run("rm", "--recursive", "--force", unfinished)


def _settings(people: ClassList, root: Path) -> str:
    """The course's own, and what the class list adds to them."""
    said = {"course_id": people.course}
    if people.gradebook:
        said["db_url"] = people.gradebook
    lines = [f"c.CourseDirectory.{name} = {value!r}\n" for name, value in said.items()]
    heading = "\n# As the hub's class list says; written at each start.\n"
    return (root / _SETTINGS).read_text("utf-8") + heading + "".join(lines)


def _track_of(people: ClassList) -> str:
    return people.run.as_text() if people.run else ""


def _made_as(people: ClassList, places: Places) -> str:
    """As `_track_of`, when the course directory was made."""
    written = places.made_as(people.course)
    return written.read_text("utf-8") if written.exists() else ""
