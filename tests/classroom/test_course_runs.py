"""A course run, from nothing to marks: for each track there is."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from course.classroom.course_runs import (
    NotMade,
    Plan,
    make_course_run,
    plan_course_run,
)
from course.classroom.tracks import assignments_of, find_track, known_tracks
from course.classroom.workspace import course_root, prepare
from course.cli import app
from course.exercises import SIMULATIONS, TASKS
from course.grading.course_directory import CourseDirectory, open_course_directory
from course.grading.gradebook import GradebookRows
from course.grading.grader import grade
from course.grading.handing_in import hand_in_here
from course.grading.marking import graded_tasks
from course.grading.rehearsal import rehearse
from course.lessons import page
from course.lessons.builder import notebook_path
from course.lessons.progress import lessons_in
from course.tasks import AnswerFolder, find_course_run, find_run
from course.tasks.keys import read_all_keys

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "source"
OSLO = ZoneInfo("Europe/Oslo")
START = date(2027, 2, 1)
SMALL = "boards"
# The fifth hands in late. In longer tracks two show as much, in less time.
LEARNERS, FEW = 5, 2


def planned(track: str, **more) -> Plan:
    """Plan a course run of a track."""
    return plan_course_run(find_track(track), SOURCE, START, zone=OSLO, **more)


def type_new(*words):
    """Type the command; return its exit status and what it said, on one line."""
    done = CliRunner().invoke(app, ["new", *map(str, words), "--root", str(ROOT)])
    return done.exit_code, " ".join(done.output.split())


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return what makes the course directory of a track, each once."""
    there: dict[str, tuple[Plan, CourseDirectory]] = {}

    def make(track: str) -> tuple[Plan, CourseDirectory]:
        if track not in there:
            plan, folder = planned(track), tmp_path_factory.mktemp("runs") / track
            make_course_run(plan, ROOT, folder)
            there[track] = plan, open_course_directory(folder)
        return there[track]

    return make


def certify(course: CourseDirectory, plan: Plan, learner: str) -> None:
    """Issue the learner's certificate, and have it checked, as a teacher types it."""
    with GradebookRows(course.db_url) as gradebook:
        for one in plan.assigned:
            grades = gradebook.grades(gradebook.assignment(one.name))[learner]
            by_machine = [name for name in one.counted if not TASKS[name].kind.by_hand]
            assert sorted(grades) == sorted(one.counted)
            assert sum(grades[name].points for name in by_machine) == sum(
                TASKS[name].points for name in by_machine
            )
    root = ["--root", str(course.root)]
    done = CliRunner().invoke(app, ["certificate", learner, *root])
    assert (done.exit_code, "1 issued" in done.output) == (0, True), done.output
    pdf = course.root / "certificates" / f"{learner}.pdf"
    checked = CliRunner().invoke(app, ["certificate", "--check", str(pdf), *root])
    assert (checked.exit_code, checked.output[:5]) == (0, "Real."), checked.output


@pytest.mark.parametrize("track", known_tracks())
def test_a_track_is_built_released_worked_and_graded(made, track):
    """The expert earns all that a machine can give, the late one is named."""
    plan, course = made(track)
    keys = read_all_keys(course.source)
    learners = LEARNERS if track == SMALL else FEW
    for one in plan.assigned:
        ways = rehearse(course.root, one.name, learners, 1, keys)
        summary = grade(course, one.name)

        assert sorted(summary.graded) == sorted(ways)
        assert not (summary.refused or summary.remarks)
        assert list(summary.late) == list(ways)[LEARNERS - 1 :]
    for learner in (learner for learner, way in ways.items() if way == "expert"):
        certify(course, plan, learner)


def test_every_assignment_announces_all_of_them(made):
    """So that the first one released tells a learner what will come, and when."""
    plan, course = made(SMALL)
    for one in plan.assigned:
        lessons = find_course_run(course.release / one.name).lessons
        assert [(told.name, told.due) for told in lessons] == [
            (each.name, due) for each, due in zip(plan.assigned, plan.due, strict=True)
        ]
    assert "Variation" in [told.title for told in lessons]


def test_nbgrader_finds_the_late_ones_too(made):
    """By its own reckoning, from the date in its gradebook."""
    from nbgrader.api import Gradebook

    plan, course = made(SMALL)
    name, due = plan.assigned[0].name, plan.due[0]
    rehearse(course.root, name, LEARNERS, 1, read_all_keys(course.source))
    late = grade(course, name, force=True).late
    with Gradebook(course.db_url) as gradebook:
        kept = gradebook.find_assignment(name).duedate
        seconds = {
            one.student.id: one.total_seconds_late
            for one in gradebook.assignment_submissions(name)
        }

    assert kept.replace(tzinfo=ZoneInfo("UTC")) == due
    assert {who: one for who, one in seconds.items() if one} == {
        who: by.total_seconds() for who, by in late.items()
    }
    done = CliRunner().invoke(
        app, ["grade", name, "--force", "--root", str(course.root)]
    )
    (learner,) = late
    assert f"{learner}: more than 24 hours late." in done.output


def test_a_lesson_in_part_is_whole_but_for_what_counts(made):
    """The same exercises in the same order, with fewer graded cells and a note."""
    plan, course = made(SMALL)
    for one in plan.assigned:
        part = notebook_path(course.source / f"{one.name}.md")
        whole = notebook_path(one.lesson)
        there, all_ = (
            json.loads(path.read_text("utf-8"))["cells"] for path in (part, whole)
        )
        left_out = [cell for cell in all_ if cell["id"] not in one.practice]
        added = [cell for cell in there if cell not in all_]

        assert [cell for cell in there if cell in all_] == left_out
        assert [task.name for task in graded_tasks(part)] == list(one.counted)
        (note,) = added
        text = "".join(note["source"])
        assert all(TASKS[name].title in text for name in one.counted)
        assert not any(f"- {TASKS[name].title}\n" in text for name in one.practice)


def test_a_module_taken_whole_is_the_courses_own(made):
    """Not a byte of its notebook differs."""
    plan, course = made("clinical-staff")
    for one in plan.assigned:
        own = notebook_path(course.source / f"{one.name}.md").read_bytes()
        assert (own == notebook_path(one.lesson).read_bytes()) == one.dose.whole


def test_cases_are_drawn_for_this_run_alone(made):
    """What somebody learned in another run is of no use in this one."""
    plan, course = made(SMALL)
    task = TASKS["bead-verdict"]
    runs = {find_run(course.source / one.name) for one in plan.assigned}
    runs |= {find_run(course.release / one.name) for one in plan.assigned}

    assert runs == {"boards-2027-02"} == {course.course_id}
    assert task.case(*runs, "amira") != task.case("four-lenses", "amira")


def test_keys_are_in_source_and_nowhere_else(made):
    """And what a person marks by lies beside them."""
    plan, course = made("clinical-staff")
    told = [path.name for path in course.source.glob("*.toml")]

    assert sorted(told) == sorted(
        f"{one.name}.{what}.toml"
        for one in plan.assigned
        for what in ("keys", "marking")
    )
    released = [path for path in course.release.rglob("*") if path.is_file()]
    assert {path.suffix for path in released} == {".ipynb", ".json"}
    assert not any("HIDDEN TESTS" in path.read_text("utf-8") for path in released)


def test_the_teachers_page_has_every_date_and_every_command(made):
    """What it says can be typed as it stands."""
    plan, course = made(SMALL)
    words = (course.root / "README.md").read_text("utf-8")

    for one, due in zip(plan.assigned, plan.due, strict=True):
        assert re.search(rf"`{one.name}`.* {due.day} {due:%B %Y} \|", words)
    commands = re.findall(r"^\$ (\w+ \w+)", words, re.MULTILINE)
    assert commands == [
        "nbgrader release_assignment",
        "nbgrader collect",
        "fourlenses grade",
        "fourlenses feedback",
        "nbgrader release_feedback",
    ]


def test_a_learner_sees_what_counts_and_when_it_is_due(made, tmp_path, monkeypatch):
    """On the start page the date; in a lesson in part no points for practice."""
    plan, course = made(SMALL)
    work = tmp_path / "work"
    monkeypatch.setenv("FOURLENSES_COURSE_ROOT", str(course.root))
    monkeypatch.setenv("FOURLENSES_WORKSPACE", str(work))
    monkeypatch.setenv("FOURLENSES_LEARNER", "siri")
    prepare(work, course_root(), START)

    from course.grading.start_page import start

    monkeypatch.chdir(work)
    first, *_ = start("course").shown["modules"]
    assert "Monday 15 February 2027" in first["due"]
    assert first["summary"].startswith("About 1.5 hours")
    assert [len(one.tasks) for one in lessons_in(work, "siri")] == [
        len(one.counted) for one in plan.assigned
    ]
    monkeypatch.chdir(work / "04-variation")
    assert page.exercise("bead-verdict").shown["points"] == "4"
    assert page.exercise("bead-limits").shown["points"] == ""
    own = page.exercise("own-measure").shown
    assert (own["points"], own["note"]) == (
        "",
        "This one is for yourself. It is not marked.",
    )


def test_a_learner_hands_in_what_counts(made, tmp_path, monkeypatch):
    """On their own computer, for points at once."""
    _, course = made(SMALL)
    work = tmp_path / "work"
    monkeypatch.setenv("FOURLENSES_COURSE_ROOT", str(course.root))
    monkeypatch.setattr(page, "_told", {})
    prepare(work, course.root, START)
    here = work / "04-variation"
    folder = AnswerFolder(here / "answers", "siri", find_run(here))
    keys = read_all_keys(course.source)
    for name in ("two-errors", "bead-verdict"):
        task = TASKS[name]
        truth = task.truth(task.case(folder.run, "siri"), keys.get(name))
        folder.save(name, truth, version=0)
    handed_in = hand_in_here(here, "variation", folder, work)

    assert (handed_in.points, handed_in.max_points) == (9, 14)
    assert find_course_run(work / "submitted" / "siri" / here.name) == find_course_run(
        here
    )


def test_practice_in_a_simulation_shows_no_points(tmp_path, monkeypatch):
    """Though it is worth some in other course runs."""
    marked = sorted(set(SIMULATIONS) & {name for name in TASKS if TASKS[name].points})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOURLENSES_LEARNER", "siri")

    assert marked
    for name in marked:
        assert page.exercise(name).shown["tag"]
    (tmp_path / "course-run.json").write_text(
        json.dumps({"run": "autumn", "practice": marked})
    )
    for name in marked:
        shown = page.exercise(name).shown
        assert (shown["tag"], shown["note"]) == ("", "")


def test_a_key_that_is_elsewhere_is_said_in_practice(tmp_path, monkeypatch):
    """It would be untrue that the answer is marked later."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOURLENSES_LEARNER", "siri")
    monkeypatch.delenv("FOURLENSES_COURSE_ROOT", raising=False)
    monkeypatch.setattr(page, "_told", {})
    (tmp_path / "course-run.json").write_text(
        json.dumps({"run": "autumn", "practice": ["two-errors"]})
    )
    view = page.exercise("two-errors")
    case = TASKS["two-errors"].case("autumn", "siri")
    answer = {item.id: case.options[0].id for item in case.items}
    view._obey(view, {"do": "check", "answer": answer}, [])

    assert "its key is not on this computer" in view.report["words"][0]


# The command


def test_the_tracks_are_listed_with_their_months_hours_and_points():
    """So that one can choose."""
    status, said = type_new("--list")

    assert status == 0
    for name, track in known_tracks().items():
        assert f"{name}: {track.title}. {track.months} months, about" in said
    assert "04-variation, 3 of 14 exercises count, to understand: 1.5 h, 14" in said


def test_the_page_for_teachers_says_what_each_track_holds():
    """If this fails: bring the table of docs/course-runs.md up to date."""
    words = (ROOT / "docs" / "course-runs.md").read_text("utf-8")
    for name, track in known_tracks().items():
        assigned = assignments_of(track, SOURCE)
        hours, points = (
            sum(getattr(one, what) for one in assigned) for what in ("hours", "points")
        )
        row = rf"\| `{name}` \| [^|]+ \| {track.months} \| {hours:g} \| {points:g} \|"
        assert re.search(row, words), (name, hours, points)


def test_the_command_makes_a_course_run_and_says_its_dates(tmp_path):
    """In an empty folder too, for as many months as one likes, by any name."""
    folder = tmp_path / "autumn"
    folder.mkdir()
    track = tmp_path / "short.toml"
    track.write_text(
        'title = "Short"\nfor_whom = "Us."\nmonths = 3\n'
        "[modules]\nspread = { depth = 1, tasks = ['four-phases'] }\n"
    )
    words = ("--track", track, "--start", "2027-08-16", "--months", 4)
    more = ("--run", "autumn-2027", "--zone", "Europe/Oslo")
    database = tmp_path / "marks.db"
    status, said = type_new(folder, *words, *more, "--db", f"sqlite:///{database}")

    assert status == 0, said
    assert f"autumn-2027 is ready in {folder}. Assignments: 1." in said
    assert "09-spread, due 15 December 2027" in said
    course = open_course_directory(folder)
    assert course.db_url == f"sqlite:///{database}"
    assert not (folder / "gradebook.db").exists()
    with GradebookRows(course.db_url) as gradebook:
        row = gradebook.assignment("09-spread")
    assert row.due == datetime(2027, 12, 15, 15)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "autumn",
        "marks.db",
        "short.toml",
    ]


@pytest.mark.parametrize(
    "words, said",
    [
        (["--track", "nurses", "--start", "2027-02-01"], "no track called nurses"),
        (["--track", SMALL, "--start", "1/2/2027"], "1/2/2027 is not a date"),
        (["--track", SMALL, "--start", "2027-02-30"], "2027-02-30 is not a date"),
        (["--track", SMALL], "When does it begin?"),
        (["--start", "2027-02-01"], "Who is it for?"),
        (["--track", SMALL, "--start", "2027-02-01", "--months", "2"], "3 to 10"),
        (["--track", SMALL, "--start", "2027-02-01", "--months", "11"], "3 to 10"),
        (["--track", SMALL, "--start", "2027-02-01", "--run", "A/b"], "called A/b"),
        (["--track", SMALL, "--start", "2027-02-01", "--zone", "Oslo"], "called Oslo"),
        (["--track", SMALL, "--start", "2027-02-01", "--db", "no"], "gradebook cannot"),
    ],
)
def test_what_cannot_be_made_is_said_and_leaves_nothing(tmp_path, words, said):
    """One sentence, and the folder is as it was."""
    status, output = type_new(tmp_path / "new", *words)

    assert (status, said in output) == (2, True), output
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path):
    """Whatever lies there is somebody's."""
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "thesis.md").write_text("Chapter 1")
    status, said = type_new(tmp_path / "new", "--track", SMALL, "--start", "2027-02-01")

    assert (status, "is there and not empty" in said) == (2, True)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["thesis.md"]


def test_a_lesson_that_is_not_in_order_leaves_nothing(tmp_path):
    """Half a course run would be worse than none."""
    root = tmp_path / "course"
    (root / "source").mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    shutil.copy(SOURCE / "01-improvement.md", root / "source")
    plan = planned(SMALL)
    (first, *_), (due, *_) = plan.assigned, plan.due
    here = replace(first, lesson=root / "source" / first.lesson.name)
    short = replace(plan, assigned=(here,), due=(due,))

    with pytest.raises(NotMade, match="not in order, .* four-lenses has no key"):
        make_course_run(short, root, tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


def test_the_gradebook_of_people_at_work_is_left_alone(made, tmp_path):
    """Their marks would come to belong to other lessons."""
    _, course = made(SMALL)
    rehearse(course.root, "04-variation", 1, 1, read_all_keys(course.source))
    grade(course, "04-variation")
    words = ("--track", SMALL, "--start", "2027-02-01", "--db", course.db_url)
    status, said = type_new(tmp_path / "new", *words)

    assert (status, "people have handed in" in said) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_validity_tries_the_modules_of_the_course_run(made):
    """And none whose keys it has not."""
    _, course = made(SMALL)
    done = CliRunner().invoke(
        app, ["validity", "--learners", "1", "--root", str(course.root)]
    )

    assert "| bead-verdict |" in done.output
    assert "| seips |" not in done.output
