"""Handing in and collecting on a hub: the whole of a submission, or nothing of it."""

import logging
import shutil
from pathlib import Path

import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import get_username
from traitlets.config import Config

from course.grading.fetch_marks import MARKS, fetched_by
from course.grading.own_programs import put_on_path
from course.grading.owned_exchange import OwnersCollect, TellingFetch, WholeSubmit

LESSON = "04-variation"


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course with one lesson released, and a learner who has answered in it."""
    for folder in ("inbound", "outbound/04-variation", "feedback"):
        (tmp_path / "exchange/trial" / folder).mkdir(parents=True)
    (tmp_path / "home" / LESSON / "answers").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "home")
    Path(LESSON, "answers/own-measure.json").write_text("{}", "utf-8")
    settings = Config()
    settings.CourseDirectory.course_id = "trial"
    settings.CourseDirectory.assignment_id = LESSON
    settings.CourseDirectory.root = str(tmp_path / "course")
    settings.CourseDirectory.db_url = f"sqlite:///{tmp_path}/gradebook.db"
    settings.CourseDirectory.groupshared = True
    settings.Exchange.root = str(tmp_path / "exchange")
    settings.Exchange.cache = str(tmp_path / "cache")
    (tmp_path / "course").mkdir()
    put_on_path()
    return settings


def start(exchange, course):
    """As nbgrader's own commands do."""
    directory, access = CourseDirectory(config=course), Authenticator(config=course)
    exchange(coursedir=directory, authenticator=access, config=course).start()


def everything_in(folder):
    """Names of what lies there, hidden or not."""
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def test_fetching_leaves_a_mark_and_does_without_where_it_cannot(course, tmp_path):
    """The lesson is there in either case."""
    exchange, released = tmp_path / "exchange/trial", Path(LESSON).absolute()
    shutil.rmtree(released)
    start(TellingFetch, course)
    assert released.is_dir()
    assert fetched_by(exchange, LESSON) is None
    (exchange / MARKS).mkdir()
    shutil.rmtree(released)
    start(TellingFetch, course)

    assert fetched_by(exchange, LESSON) == {get_username()}


def test_what_was_handed_in_is_whole_and_closed(course, tmp_path):
    """With its time and its secret; only the teachers' group looks in."""
    start(WholeSubmit, course)

    (handed_in,) = (tmp_path / "exchange/trial/inbound").iterdir()
    (copy,) = (tmp_path / "cache/trial").iterdir()
    assert everything_in(handed_in) == [
        *("answers", "submission_secret.txt", "timestamp.txt")
    ]
    assert handed_in.name.startswith(f"{copy.name}+")
    assert everything_in(copy) == everything_in(handed_in)
    assert handed_in.stat().st_mode & 0o777 == 0o770


def test_a_submission_that_breaks_off_leaves_nothing(course, tmp_path):
    """Neither with the teachers nor in the learner's own list."""
    # It cannot be copied, and is found only when the rest has been.
    Path(LESSON, "answers/gone.json").symlink_to("nowhere")

    with pytest.raises(OSError, match="nowhere|gone.json"):
        start(WholeSubmit, course)

    assert everything_in(tmp_path / "exchange/trial/inbound") == []
    assert everything_in(tmp_path / "cache/trial") == []


def test_what_is_being_written_is_not_collected(course, tmp_path, caplog):
    """Nor complained of: the whole of it is there a moment later."""
    inbound = tmp_path / "exchange/trial/inbound"
    start(WholeSubmit, course)
    (handed_in,) = inbound.iterdir()
    half = inbound / ".unfinished-x" / handed_in.name.replace("20", "30", 1)
    half.mkdir(parents=True)

    with caplog.at_level(logging.ERROR):
        start(OwnersCollect, course)

    collected = tmp_path / "course/submitted" / get_username() / LESSON
    assert everything_in(collected) == everything_in(handed_in)
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


def test_collecting_that_breaks_off_leaves_nothing(course, tmp_path):
    """Or the next time it would be said that it is there already."""
    start(WholeSubmit, course)
    (handed_in,) = (tmp_path / "exchange/trial/inbound").iterdir()
    broken = handed_in / "answers/gone.json"
    broken.symlink_to("nowhere")

    with pytest.raises(OSError, match="nowhere|gone.json"):
        start(OwnersCollect, course)

    learner = tmp_path / "course/submitted" / get_username()
    assert everything_in(learner) == []
    broken.unlink()
    start(OwnersCollect, course)
    assert everything_in(learner / LESSON) == everything_in(handed_in)
