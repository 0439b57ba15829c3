"""With a gradebook and an exchange: packets go out, reviews stand on feedback pages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.classroom.peers.dealing import assign
from course.classroom.peers.handed_in import PEERS, PROJECT
from course.classroom.peers.returning import bring_back
from course.grading.feedback_pages import write_feedback
from course.grading.grader import grade
from course.grading.own_programs import put_on_path

ROOT = Path(__file__).parents[3]


@pytest.fixture
def with_gradebook(school):
    """The class, its projects graded."""
    shutil.copy(ROOT / "nbgrader_config.py", school.root)
    put_on_path()
    from nbgrader.api import Gradebook
    from nbgrader.apps import NbGraderAPI

    config = school.course.config
    config.CourseDirectory.root = str(school.root)
    api = NbGraderAPI(config=config)
    for name in (PROJECT, PEERS):
        assert api.generate_assignment(name)["success"]
    with Gradebook(school.course.db_url) as gradebook:
        gradebook.add_student("amira", first_name="Salma", last_name="Haddad")
    grade(school.course, PROJECT)
    write_feedback(school.course, PROJECT)
    return school


def page_of(school, learner):
    """The feedback page on a learner's own project."""
    path = school.root / "feedback" / learner / PROJECT / "project.html"
    return path.read_text("utf-8")


def test_reviews_stand_on_the_feedback_page_of_the_project(with_gradebook):
    """Escaped, without names, and still there when pages are written again."""
    school = with_gradebook
    assign(school.course, seed=1)
    for learner in school.round.dealt:
        school.review(learner)
    answer = school.root / "submitted/bjarne/12-peers/answers/reviews.json"
    answer.write_text(answer.read_text().replace("wish: what", "<b>wish</b>: what"))
    assert "What colleagues say" not in page_of(school, "amira")

    brought = bring_back(school.course)

    assert len(brought.pages) == 6
    assert brought.without_page == ()
    cover = school.round.covers["amira"]
    write_feedback(school.course, PROJECT)
    for learner in school.round.covers:
        page = page_of(school, learner)
        assert page.count("Colleague ") == 2
        assert "<b>wish" not in page
    assert page_of(school, "amira").count(f"about the project {cover}.") == 8


def test_names_that_only_the_gradebook_knows_are_hidden_too(with_gradebook):
    """First and last name, as enrolled."""
    school = with_gradebook
    school.hand_in_project("amira", team="Salma leads; ask Haddad.")
    assign(school.course, seed=1)
    told = b"".join(school.packets().values()).decode()

    assert "[name] leads; ask [name]." in told


def test_reviews_are_graded_like_any_answer(with_gradebook):
    """The grader takes the assignment, packets in its release and all."""
    school = with_gradebook
    assign(school.course, seed=1)
    for learner in school.round.dealt:
        school.review(learner)

    summary = grade(school.course, PEERS)
    assert len(summary.graded) == 6
    assert grade(school.course, PEERS).unchanged == summary.graded


def test_packets_go_through_the_exchange_late_ones_too(with_gradebook, tmp_path):
    """Fetched once, and again after a withdrawal: the packet that holds is there."""
    school = with_gradebook
    exchange, home = tmp_path / "exchange", tmp_path / "home"
    exchange.mkdir()
    exchange.chmod(0o777)
    home.mkdir()
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "JUPYTER_CONFIG_DIR": str(tmp_path / "no-config"),
        "JUPYTER_DATA_DIR": str(tmp_path / "no-data"),
        "IPYTHONDIR": str(tmp_path / "ipython"),
    }

    def nbgrader(*words, cwd):
        done = subprocess.run(
            [
                *(sys.executable, "-m", "nbgrader", *words),
                *("--course=autumn", f"--Exchange.root={exchange}"),
            ],
            cwd=cwd,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    assign(school.course, seed=1)
    nbgrader("release_assignment", PEERS, "--force", cwd=school.root)
    nbgrader("fetch_assignment", PEERS, cwd=home)
    reader = next(o for o, mine in school.round.dealt.items() if "carl" in mine)
    assert (home / PEERS / "packets" / f"{reader}.1.json").exists()

    assign(school.course, withdraw=["carl"])
    nbgrader("release_assignment", PEERS, "--force", cwd=school.root)
    # As the reviewer's page does on a hub.
    nbgrader("fetch_assignment", PEERS, "--replace", cwd=home)
    assert (home / PEERS / "packets" / f"{reader}.2.json").exists()
