"""Who is learning, and in which course run."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from course.tasks import (
    Announced,
    CourseRun,
    choose_name,
    choose_sector,
    find_course_run,
    find_learner,
    find_run,
    find_sector,
)
from course.tasks.learner import EVERYBODY


def test_the_hub_knows_its_user(tmp_path):
    """A name chosen in a workspace does not matter on a hub."""
    choose_name("amira", tmp_path)
    environment = {"JUPYTERHUB_USER": "jonas", "FOURLENSES_WORKSPACE": str(tmp_path)}

    assert find_learner(environment).name == "jonas"
    assert not find_learner(environment).chosen


def test_a_hub_user_keeps_the_name_nbgrader_knows():
    """An e-mail address is a folder's name there, letter by letter."""
    hub = {"JUPYTERHUB_USER": "amira@region.example"}

    assert find_learner(hub).name == "amira@region.example"


def test_a_name_given_at_start_goes_first():
    """``fourlenses learn --name`` is for a shared computer."""
    environment = {"FOURLENSES_LEARNER": "siri", "JUPYTERHUB_USER": "jonas"}

    assert find_learner(environment).name == "siri"


def test_a_name_chosen_once_is_kept(tmp_path):
    """On a laptop."""
    assert choose_name("  Åsa-Lill ", tmp_path).name == "Åsa-Lill"
    found = find_learner({"FOURLENSES_WORKSPACE": str(tmp_path)})

    assert (found.name, found.chosen) == ("Åsa-Lill", True)


@pytest.mark.parametrize(
    "name", ["", " ", "../up", "a/b", ".hidden", "-x", "a b", "x" * 41, "a\nb", "a\0b"]
)
def test_what_cannot_name_a_folder_is_refused(tmp_path, name):
    """With the rule, and the earlier choice kept."""
    choose_name("amira", tmp_path)

    with pytest.raises(ValueError, match="A name has 1 to 40"):
        choose_name(name, tmp_path)
    assert find_learner({"FOURLENSES_WORKSPACE": str(tmp_path)}).name == "amira"


@pytest.mark.parametrize(
    "user, name",
    [
        ("Anna Berg", "Anna-Berg"),
        ("..", "learner"),
        ("a/../b", "a-..-b"),
        ("x" * 60, "x" * 40),
    ],
)
def test_any_user_name_can_name_a_folder(user, name):
    """Windows and directories of people have names with spaces and more."""
    assert find_learner({"FOURLENSES_LEARNER": user}).name == name


def test_a_spoilt_name_file_is_passed_over(tmp_path):
    """The system's user learns then."""
    (tmp_path / ".fourlenses-name").write_bytes(b"\xff../x")

    assert "/" not in find_learner({"FOURLENSES_WORKSPACE": str(tmp_path)}).name


def test_the_run_is_named_beside_the_notebook(tmp_path):
    """And is everybody's where nothing sound is said."""
    assert find_run(tmp_path) == EVERYBODY
    run_file = tmp_path / "course-run.json"
    run_file.write_text(json.dumps({"run": "autumn-2027"}))
    assert find_run(tmp_path) == "autumn-2027"
    for unsound in ("", "[]", '{"run": 7}', '{"run": ""}', "null"):
        run_file.write_text(unsound)
        assert find_run(tmp_path) == EVERYBODY


def test_what_a_course_run_says_of_a_lesson_is_read_as_it_was_written(tmp_path):
    """And what makes no sense counts as not said, one thing at a time."""
    due = datetime(2027, 3, 12, 16, tzinfo=timezone(timedelta(hours=1)))
    run = CourseRun(
        name="autumn-2027",
        due=due,
        practice=("signals", "baseline"),
        lessons=(Announced("03-aim", "Aim"), Announced("04-variation", "V", due)),
    )
    place = tmp_path / "course-run.json"
    place.write_text(run.as_text())
    assert find_course_run(tmp_path) == run

    for due in (7, None, "Tuesday", "2027-03-12", "2027-03-12T16:00:00"):
        for practice in (None, "signals", {"signals": 1}, [7, None]):
            told = {"run": "autumn-2027", "due": due, "practice": practice}
            place.write_text(json.dumps(told))
            assert find_course_run(tmp_path) == CourseRun(name="autumn-2027")
    for lessons in (7, {"name": "03-aim"}, [7, "03-aim", {"name": "03-aim"}]):
        place.write_text(json.dumps({"run": "autumn-2027", "lessons": lessons}))
        assert find_course_run(tmp_path) == CourseRun(name="autumn-2027")


def test_where_somebody_works_is_kept_and_can_be_taken_back(tmp_path):
    """Nothing is said before somebody says it."""
    assert find_sector(tmp_path) == ""
    choose_sector("municipal", tmp_path)
    assert find_sector(tmp_path) == "municipal"
    choose_sector("", tmp_path)
    assert find_sector(tmp_path) == ""


def test_a_sector_there_is_not_is_refused_and_one_in_the_file_ignored(tmp_path):
    """Cases are then drawn from everywhere."""
    with pytest.raises(ValueError, match="moon"):
        choose_sector("moon", tmp_path)
    (tmp_path / ".fourlenses-sector").write_text("moon\n")

    assert find_sector(tmp_path) == ""
