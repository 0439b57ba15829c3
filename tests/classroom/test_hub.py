"""A hub before it serves: its class list, and the open doors it refuses."""

import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config

from course.classroom.hub.accounts import without_password
from course.classroom.hub.class_list import (
    ClassListUnusable,
    parse_class_list,
    read_class_list,
)
from course.classroom.hub.class_run import ClassRun
from course.classroom.hub.course_directory import track_not_taken_up
from course.classroom.hub.places import Places
from course.classroom.hub.refusals import former_members, open_doors
from course.grading.course_directory import open_course_directory
from course.grading.enrolling import enrol
from course.grading.gradebook import GradebookRows

EXAMPLES = Path(__file__).parents[2] / "deploy/hub"
CLASS = {"course": "trial", "instructors": ["ingrid"], "students": ["amira", "bo"]}
START = date(2027, 2, 1)
BOARDS = {"track": "boards", "start": START}


def test_the_class_to_begin_with_can_be_read():
    """As `make hub` puts it there."""
    people = read_class_list(EXAMPLES / "class.toml")

    assert people.instructors == ("ingrid",)
    assert (people.grader, people.class_group, people.instructors_group) == (
        "grader-four-lenses",
        "nbgrader-four-lenses",
        "formgrade-four-lenses",
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"student": ["amira"]}, "student, which is none of"),
        ({"students": []}, "names no students"),
        ({"students": "amira"}, "names no students"),
        ({"students": ["Amira Berg"]}, "'Amira Berg' cannot be the name"),
        ({"students": ["../root"]}, "cannot be the name of an account"),
        ({"students": ["-rf"]}, "cannot be the name of an account"),
        ({"students": [7]}, "7 cannot be the name"),
        ({"students": ["amira", "amira"]}, "names amira twice"),
        ({"students": ["ingrid"]}, "names ingrid twice"),
        ({"course": "../trial"}, "cannot be the name of a course"),
        ({"course": "a" * 21}, "cannot be the name of a course"),
        ({"gradebook": 1}, "gradebook, track and zone are texts"),
        ({"make_passwords": "no"}, "make_passwords is true or false"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(wrong, sentence):
    """Before any account is made."""
    with pytest.raises(ClassListUnusable, match=sentence):
        parse_class_list(CLASS | wrong)


def test_a_list_that_is_missing_or_no_toml_is_named(tmp_path):
    """With its path, so that it is found."""
    path = tmp_path / "class.toml"
    with pytest.raises(ClassListUnusable, match="no class list at"):
        read_class_list(path)
    path.write_text("students = [amira]", "utf-8")
    with pytest.raises(ClassListUnusable, match="cannot be read as TOML"):
        read_class_list(path)


def test_a_class_takes_the_whole_course_or_a_track():
    """With its months and zone where they are written."""
    assert parse_class_list(CLASS).run is None
    assert parse_class_list(CLASS | BOARDS).run == ClassRun(track="boards", start=START)
    more = {"months": 4, "zone": "Europe/Oslo"}
    assert parse_class_list(CLASS | BOARDS | more).run == ClassRun(
        track="boards", start=START, **more
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"track": "nurses"}, "There is no track called nurses."),
        ({"track": "nurses.toml"}, "nurses.toml cannot be read as a track: No such"),
        ({"track": ["boards"]}, "track and zone are texts in quotation marks"),
        ({"start": "2027-02-01"}, "without quotation marks: start = 2027-02-01"),
        ({"start": datetime(2027, 2, 1, 9)}, "needs the first day"),
        ({"start": None}, "needs the first day"),
        ({"months": 2}, "takes from 3 to 10 months"),
        ({"months": "4"}, "in whole months"),
        ({"months": True}, "in whole months"),
        ({"zone": "Oslo"}, "There is no time zone called Oslo."),
        ({"zone": 1}, "track and zone are texts in quotation marks"),
    ],
)
def test_a_track_that_cannot_be_is_said_in_a_sentence(wrong, sentence):
    """As `fourlenses new` says it."""
    with pytest.raises(ClassListUnusable, match=sentence):
        parse_class_list(CLASS | BOARDS | wrong)


@pytest.mark.parametrize("alone", [{"start": START}, {"months": 4}, {"zone": "UTC"}])
def test_dates_without_a_track_are_not_ignored(alone):
    """They would look as if they counted."""
    with pytest.raises(ClassListUnusable, match="write a track too"):
        parse_class_list(CLASS | alone)


def test_a_track_of_ones_own_lies_beside_the_class_list(tmp_path, monkeypatch):
    """Wherever the hub is started."""
    settings, elsewhere = tmp_path / "settings", tmp_path / "elsewhere"
    settings.mkdir()
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    people = "instructors = ['ingrid']\nstudents = ['amira']\n"
    dates = "track = 'homes.toml'\nstart = 2027-02-01\n"
    (settings / "class.toml").write_text(people + dates, "utf-8")
    (settings / "homes.toml").write_text(
        'title = "Homes"\nfor_whom = "Us."\nmonths = 3\n'
        "[modules]\nspread = { depth = 1 }\n",
        "utf-8",
    )

    run = read_class_list(settings / "class.toml").run

    assert run.own_track == settings / "homes.toml"
    (one,) = run.plan("trial", EXAMPLES.parents[1] / "source").assigned
    assert one.name == "09-spread"


@pytest.mark.parametrize(
    ("made_as", "now", "sentence"),
    [
        ({}, {}, ""),
        (BOARDS, BOARDS, ""),
        ({}, BOARDS, 'list said track = "boards", start = 2027-02-01, and stays'),
        (BOARDS, {}, "list said nothing of a track, and stays"),
        (BOARDS, BOARDS | {"start": date(2027, 3, 1)}, "start = 2027-03-01, and stays"),
        (BOARDS, BOARDS | {"months": 4}, "months = 4, and stays"),
    ],
)
def test_a_track_that_comes_too_late_is_not_ignored(tmp_path, made_as, now, sentence):
    """The sentence says what the directory is not."""
    places, people = Places(tmp_path), parse_class_list(CLASS | now)
    if made_as:
        places.state.mkdir()
        text = parse_class_list(CLASS | made_as).run.as_text()
        places.made_as("trial").write_text(text, "utf-8")

    said = track_not_taken_up(people, places)

    assert sentence in said
    assert bool(sentence) == bool(said)


def settings_with(authenticator, **more):
    """Return JupyterHub's settings as our file makes them."""
    settings = Config()
    settings.JupyterHub.authenticator_class = authenticator
    settings.Authenticator.update({"allow_existing_users": False, **more})
    return settings


@pytest.mark.parametrize(
    "authenticator",
    [
        "dummy",
        "null",
        "shared-password",
        "jupyterhub.auth.DummyAuthenticator",
        "jupyterhub.authenticators.shared.SharedPasswordAuthenticator",
        "ltiauthenticator.lti13.auth.LTI13Authenticator",
        type("DummyAuthenticator", (), {}),
    ],
)
def test_one_password_for_all_is_an_open_door(authenticator):
    """By whatever name JupyterHub knows it."""
    (reason,) = open_doors(settings_with(authenticator), Places(Path("/srv/hub")))

    assert "one password for all or with none" in reason


@pytest.mark.parametrize(
    "authenticator",
    [
        "pam",
        "oauthenticator.generic.GenericOAuthenticator",
        "course.classroom.hub.platform_login.PlatformAuthenticator",
        "ldapauthenticator.LDAPAuthenticator",
    ],
)
def test_authenticators_that_know_each_person_are_let_be(authenticator):
    """As the hub's settings name them."""
    assert open_doors(settings_with(authenticator), Places(Path("/srv/hub"))) == []


def test_letting_in_more_than_the_class_is_an_open_door():
    """For all authenticators or for one; also by leaving JupyterHub's default."""
    places = Places(Path("/srv/hub"))
    everybody = settings_with("pam", allow_all=True)
    one = settings_with("pam")
    one.PAMAuthenticator.allow_all = True
    default = Config()

    for settings in (everybody, one, default):
        (reason,) = open_doors(settings, places)
        assert "would let everybody in" in reason


def test_an_empty_password_is_found(tmp_path):
    """Not one that is locked, and not one that is set."""
    shadow = tmp_path / "shadow"
    shadow.write_text("amira::1:\nbo:$y$j9T$x:1:\nchiara:!:1:\n", "utf-8")

    assert without_password(["amira", "bo", "chiara", "david"], shadow) == ["amira"]


def test_the_class_is_enrolled_and_nobody_twice(tmp_path):
    """The gradebook is made where there is none; who is there stays as they are."""
    (tmp_path / "source").mkdir()
    course = open_course_directory(tmp_path)
    assert enrol(course, ["amira", "bo"]) == ["amira", "bo"]
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_student("amira", last_name="Berg")

    assert enrol(course, ["amira", "bo", "chiara"]) == ["chiara"]
    with GradebookRows(course.db_url) as gradebook:
        names = {one.id: one.name for one in gradebook.enrolled()}
    assert names == {"amira": "Berg", "bo": "", "chiara": ""}


def test_who_is_no_longer_on_the_list_is_a_former_member(tmp_path):
    """As the hub's own memory has it; a hub that never ran has none."""
    places, people = Places(tmp_path), parse_class_list(CLASS)
    assert former_members(people, places) == set()
    places.state.mkdir()
    with closing(sqlite3.connect(places.state / "jupyterhub.sqlite")) as memory:
        memory.execute("CREATE TABLE users (name TEXT)")
        memory.execute("INSERT INTO users VALUES ('amira'), ('ulla')")
        memory.commit()

    assert former_members(people, places) == {"ulla"}
