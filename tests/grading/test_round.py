"""The teacher's round with real nbgrader: release, collect, grade, feedback, export."""

import csv
import html
import json
import shutil
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from traitlets.config.loader import PyFileConfigLoader

from course.exercises import MODULES, TASKS
from course.grading.handing_in import hand_in_to_exchange, returned_earlier
from course.grading.rehearsal import rehearse
from course.grading.start_page import start
from course.tasks import AnswerFolder
from course.tasks.keys import read_all_keys

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "04-variation"
LEARNERS = 13


@pytest.fixture(scope="module")
def graded(tmp_path_factory, make_course_directory):
    """A course directory where simulated learners have handed in and been graded."""
    directory = make_course_directory(tmp_path_factory.mktemp("ours") / "course")
    directory.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    keys = read_all_keys(directory.root / "source")
    directory.ways = rehearse(directory.root, ASSIGNMENT, LEARNERS, 7, keys)
    directory.nbgrader("autograde", ASSIGNMENT)
    return directory


def by_hand(cell):
    """Whether a person marks this cell."""
    return TASKS[cell].kind.by_hand


def test_everybody_is_graded(graded):
    """Nobody is left out, and every graded task has its row."""
    names = {name for name, task in MODULES["variation"].items() if task.points}

    assert set(graded.scores()) == {
        (learner, name) for learner in graded.ways for name in names
    }


def test_experts_get_all_and_blanks_nothing(graded):
    """In the gradebook, not only in the function that marks."""
    for (learner, cell), (points, look) in graded.scores().items():
        if by_hand(cell):
            continue
        if graded.ways[learner] == "expert":
            assert (points, look) == (TASKS[cell].points, False)
        if graded.ways[learner] == "blank":
            assert (points, look) == (0, False)


def test_texts_wait_for_a_person_and_blank_ones_do_not(graded):
    """A text is listed for manual marking; an empty box is 0 without asking."""
    for (learner, cell), (points, look) in graded.scores().items():
        if by_hand(cell):
            # A copier has no text to copy: texts are not the same for two.
            wrote = graded.ways[learner] not in ("blank", "copier")
            assert look == wrote
            assert points == (None if wrote else 0)


def test_the_autograded_notebook_shows_the_answer_and_no_key(graded):
    """In words and picture, so that formgrader is good to mark in."""
    expert = next(name for name, way in graded.ways.items() if way == "expert")
    path = graded.root / "autograded" / expert / ASSIGNMENT / "variation.ipynb"
    cells = {
        cell["metadata"].get("nbgrader", {}).get("grade_id"): cell
        for cell in json.loads(path.read_text("utf-8"))["cells"]
    }
    shown = cells["signals"]["outputs"][0]["data"]
    assert "<svg" in "".join(shown["text/html"])
    assert "".join(shown["text/plain"]).strip()
    assert "My own words" in "".join(
        cells["own-measure"]["outputs"][0]["data"]["text/html"]
    )
    assert "HIDDEN" not in path.read_text("utf-8")


def test_feedback_is_one_static_page_each(graded):
    """In the learner's words, with nothing from elsewhere and nothing that runs."""
    graded.nbgrader("generate_feedback", ASSIGNMENT)
    for learner in graded.ways:
        page = graded.root / "feedback" / learner / ASSIGNMENT / "variation.html"
        text = page.read_text("utf-8")
        assert f"feedback for {learner}" in text
        # A text nobody has read yet has no points, rather than none earned.
        wrote = graded.ways[learner] not in ("blank", "copier")
        assert ("read by a person and comes on top" in text) == wrote
        for never in ("<script", "http://", "https://", "javascript:", "HIDDEN"):
            assert never not in text.replace("http://www.w3.org/2000/svg", "")


def test_feedback_explains_no_option_that_was_not_rightly_chosen(graded):
    """A learner with every decision wrong reads none of the key's explanations."""
    key = read_all_keys(graded.root / "source")["two-errors"]
    for learner, way in graded.ways.items():
        page = graded.root / "feedback" / learner / ASSIGNMENT / "variation.html"
        text = html.unescape(page.read_text("utf-8"))
        told = [item for item, why in key.why.items() if why in text]
        case = TASKS["two-errors"].case("four-lenses", learner)
        if way == "expert":
            assert sorted(told) == sorted(item.id for item in case.items)
        if way in ("blank", "always-the-same"):
            saved = AnswerFolder(
                graded.root / "submitted" / learner / ASSIGNMENT / "answers",
                learner,
                "four-lenses",
            ).load("two-errors")
            given = saved.answer or {}
            assert set(told) == {i for i in given if given[i] == key.truth[i]}


def test_marks_are_exported(graded):
    """``nbgrader export`` gives a row a learner."""
    graded.nbgrader("export", "--to", "grades.csv")
    with open(graded.root / "grades.csv", newline="") as file:
        rows = list(csv.DictReader(file))

    assert {row["student_id"] for row in rows} == set(graded.ways)


def test_a_manual_mark_survives_grading_again(graded):
    """And its comment reaches the feedback page."""
    expert = next(name for name, way in graded.ways.items() if way == "expert")
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("own-measure", "variation", ASSIGNMENT, expert)
        grade.manual_score, grade.needs_manual_grade = 5, False
        comment = gradebook.find_comment("own-measure", "variation", ASSIGNMENT, expert)
        comment.manual_comment = "Tell me <b>who</b> counts."
        gradebook.db.commit()
    graded.nbgrader("autograde", ASSIGNMENT, "--student", expert, "--force")
    graded.nbgrader("generate_feedback", ASSIGNMENT, "--student", expert, "--force")
    with Gradebook(f"sqlite:///{graded.root}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("own-measure", "variation", ASSIGNMENT, expert)
        assert grade.manual_score == 5
    page = graded.root / "feedback" / expert / ASSIGNMENT / "variation.html"
    assert "Tell me &lt;b&gt;who&lt;/b&gt; counts." in page.read_text("utf-8")


def test_a_copied_case_is_flagged_in_both_submissions(graded):
    """The teacher is asked to look at the copy and at what it was copied from."""
    experts = [name for name, way in graded.ways.items() if way == "expert"]
    owner, copier = experts[:2]
    for name in (owner, copier):
        assert not graded.scores()[name, "run-lengths"][1]
    answers = graded.root / "submitted" / copier / ASSIGNMENT / "answers"
    shutil.copy(
        graded.root / "submitted" / owner / ASSIGNMENT / "answers/run-lengths.json",
        answers,
    )
    graded.nbgrader("autograde", ASSIGNMENT, "--student", copier, "--force")
    scores = graded.scores()

    assert scores[copier, "run-lengths"] == (0, True)
    assert scores[owner, "run-lengths"] == (TASKS["run-lengths"].points, True)
    # Whichever of the two is graded last.
    graded.nbgrader("autograde", ASSIGNMENT, "--student", owner, "--force")
    assert graded.scores()[owner, "run-lengths"][1]


def test_nobody_chooses_their_own_figures(graded):
    """A course run named in the submission is not the teacher's: flagged."""
    expert = [name for name, way in graded.ways.items() if way == "expert"][-1]
    submitted = graded.root / "submitted" / expert / ASSIGNMENT
    (submitted / "course-run.json").write_text('{"run": "r69"}')
    truth = TASKS["signals"].case("r69", expert).truth
    path = submitted / "answers" / "signals.json"
    path.unlink()
    AnswerFolder(submitted / "answers", expert, "r69").save("signals", truth, version=0)
    graded.nbgrader("autograde", ASSIGNMENT, "--student", expert, "--force")

    assert graded.scores()[expert, "signals"][1]
    assert not graded.scores()[expert, "which-rule"][1]


def test_without_the_course_nbgrader_does_not_run_learners_code(monkeypatch):
    """The settings stay when the course cannot be imported; grading then stops."""
    monkeypatch.setitem(sys.modules, "course.grading.own_programs", None)
    settings = PyFileConfigLoader("nbgrader_config.py", str(ROOT)).load_config()

    assert settings.Autograde.exporter_class == (
        "course.grading.nbgrader_plugins.AnswerGrader"
    )
    assert settings.Autograde.autograde_preprocessors == []


def test_nothing_of_a_learners_code_is_run(graded, tmp_path):
    """A hostile cell in the handed-in notebook leaves no trace and changes no mark."""
    expert = next(name for name, way in graded.ways.items() if way == "expert")
    path = graded.root / "submitted" / expert / ASSIGNMENT / "variation.ipynb"
    honest = path.read_text("utf-8")
    trace = tmp_path / "trace"
    notebook = json.loads(honest)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = f"open({str(trace)!r}, 'w')\n100.0"
    path.write_text(json.dumps(notebook))
    before = graded.scores()
    try:
        graded.nbgrader("autograde", ASSIGNMENT, "--student", expert, "--force")
    finally:
        path.write_text(honest)
    after = graded.scores()

    assert not trace.exists()
    for name in ("signals", "bead-limits", "two-errors"):
        assert after[expert, name][0] == before[expert, name][0]


def test_stock_nbgrader_gives_the_same_points(tmp_path_factory, make_course_directory):
    """Without our settings the locked cells are executed, and mark the same."""
    stock = make_course_directory(
        tmp_path_factory.mktemp("stock") / "course", own_settings=False
    )
    stock.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    keys = read_all_keys(stock.root / "source")
    few = 7
    rehearse(stock.root, ASSIGNMENT, few, 7, keys)
    # A student's kernel has no course directory; the keys come from the hidden lines.
    del stock.environment["FOURLENSES_COURSE_ROOT"]
    stock.nbgrader("autograde", ASSIGNMENT)

    fresh = make_course_directory(tmp_path_factory.mktemp("again") / "course")
    fresh.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    rehearse(fresh.root, ASSIGNMENT, few, 7, keys)
    fresh.nbgrader("autograde", ASSIGNMENT)

    def points(directory):
        return {where: score or 0 for where, (score, _) in directory.scores().items()}

    assert points(stock) == points(fresh)
    assert len(points(stock)) == few * sum(
        bool(t.points) for t in MODULES["variation"].values()
    )


def test_release_fetch_hand_in_and_collect(
    tmp_path, monkeypatch, make_course_directory
):
    """Through nbgrader's own exchange, as on a hub, by the course's own buttons."""
    directory = make_course_directory(tmp_path / "course")
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    home = tmp_path / "home"
    (home / "config").mkdir(parents=True)
    settings = (
        "c = get_config()\n"
        f"c.Exchange.root = {str(exchange)!r}\n"
        f"c.Exchange.cache = {str(home / 'cache')!r}\n"
        "c.CourseDirectory.course_id = 'four-lenses'\n"
    )
    (home / "config" / "nbgrader_config.py").write_text(settings)
    directory.environment |= {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTERHUB_USER": "root",
        "FOURLENSES_WORKSPACE": str(home),
    }
    for name, value in directory.environment.items():
        monkeypatch.setenv(name, value)
    page = start("course")
    assert "has not released a lesson yet" in page.shown["notice"]

    def press(deed: str = "") -> dict:
        """Press a button of the lesson, or look again; return what stands there."""
        page._handle_custom_msg({"do": deed, "lesson": ASSIGNMENT}, [])
        (lesson,) = page.shown["modules"]
        return lesson

    directory.nbgrader("generate_assignment", ASSIGNMENT, "--force")
    directory.nbgrader("release_assignment", ASSIGNMENT)
    assert (press()["deeds"], press()["path"]) == (["fetch"], "")
    assert press("fetch")["path"] == f"{ASSIGNMENT}/variation.ipynb"
    assert page.done["text"] == "4 Variation is here. Open it and begin."
    folder = AnswerFolder(home / ASSIGNMENT / "answers", "root", "four-lenses")
    task = TASKS["run-lengths"]
    truth = task.case("four-lenses", "root").truth
    folder.save(task.name, {k: str(v) for k, v in truth.items()}, version=0)

    handed_in = hand_in_to_exchange(home / ASSIGNMENT)
    assert handed_in.sentence.startswith("Handed in")
    assert press()["handed_in"].endswith("There is no feedback yet.")
    directory.nbgrader("collect", ASSIGNMENT)
    directory.nbgrader("autograde", ASSIGNMENT)

    ((student, _),) = {
        (who, cell) for who, cell in directory.scores() if cell == "run-lengths"
    }
    assert directory.scores()[student, "run-lengths"][0] == task.points

    # What came past the exchange has no secret; it must not stop the others' feedback.
    for other, stamp in (("amira", "2027-03-01 12:00:00 UTC"), ("bengt", "garbled")):
        copy = directory.root / "submitted" / other / ASSIGNMENT
        shutil.copytree(directory.root / "submitted" / student / ASSIGNMENT, copy)
        (copy / "submission_secret.txt").unlink()
        (copy / "timestamp.txt").write_text(stamp)
    (directory.root / "submitted" / "chiara" / ASSIGNMENT).mkdir(parents=True)
    directory.nbgrader("autograde", ASSIGNMENT, check=False)
    directory.nbgrader("generate_feedback", ASSIGNMENT)
    directory.nbgrader("release_feedback", ASSIGNMENT)
    assert press()["deeds"] == ["get-feedback"]
    lesson = press("get-feedback")
    assert page.done["text"] == "The feedback on 4 Variation is here."
    assert "feedback for root" in (home / lesson["feedback"]).read_text("utf-8")
    assert (lesson["points"], lesson["deeds"]) == (f"{task.points:g}", [])
    # And the lesson itself says so the next time it is opened.
    earlier = returned_earlier(home / ASSIGNMENT, "variation", home)
    assert (earlier.page_path, earlier.points) == (lesson["feedback"], task.points)
