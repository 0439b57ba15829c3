"""The traps of nbgrader 0.9.6, one by one: what its users fall into, and we must not.

Each was measured on nbgrader itself; the docstring says what happens there.
"""

from __future__ import annotations

import ast
import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import Future
from dataclasses import replace

import pytest
from traitlets.config.loader import PyFileConfigLoader

from course.exercises import MODULES, TASKS
from course.grading.course_directory import open_course_directory
from course.grading.gradebook import GradebookRows, GradebookUnusable
from course.grading.grader import alone, grade
from course.grading.records import RECORD_FILE, read_record
from course.grading.workers import here, processes
from course.widgets.kept_pictures import with_pictures

from .attacks import ATTACKS
from .conftest import scores_in
from .submissions import ASSIGNMENT, FULL, NOTEBOOK, NOTHING, VICTIM

ANSWERED_NOTHING = dict.fromkeys(FULL, NOTHING)


@pytest.fixture
def course(without_attackers, tmp_path):
    """A course directory where honest learners have handed in, and nobody is graded."""
    root = tmp_path / "course"
    leave = shutil.ignore_patterns("autograded", "feedback", "gradebook.db")
    shutil.copytree(without_attackers.root, root, ignore=leave)
    shutil.copy(root / "before-grading.db", root / "gradebook.db")
    return open_course_directory(root)


def cells_of(graded, student):
    """The graded cells of the notebook a teacher marks in, by task."""
    notebook = json.loads(graded.files("autograded", student)[NOTEBOOK])
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }


def results_in(cell):
    """What the cell shows as its value."""
    kind = "execute_result"
    return [
        o["data"]["text/plain"] for o in cell["outputs"] if o["output_type"] == kind
    ]


@pytest.mark.parametrize(
    "name", ["np-float", "nan", "minus-one", "text", "true", "infinity", "hundred"]
)
def test_trap_1_a_value_that_is_no_plain_number_earns_nothing(name, scores):
    """There ``np.float64(0.25)``, ``nan``, ``-1`` and any text earn full points."""
    assert scores[f"score-result-{name}"] == ANSWERED_NOTHING


def test_trap_1_our_own_marks_are_plain_numbers_up_to_the_maximum(without_attackers):
    """There a value above the maximum raises, and ``np.float64`` pays in full."""
    for student in without_attackers.honest:
        for task, cell in cells_of(without_attackers, student).items():
            for text in results_in(cell):
                assert text == repr(float(text))
                assert 0 <= float(text) <= TASKS[task].points


def test_trap_2_a_warning_costs_no_points(batch, scores):
    """There any text on stderr in a test cell makes it 0."""
    assert scores["score-warning-on-stderr"] == ANSWERED_NOTHING
    assert scores["program-in-every-cell"] == FULL
    for cell in cells_of(batch, VICTIM).values():
        assert all(output.get("name") != "stderr" for output in cell["outputs"])


@pytest.mark.parametrize(
    "name",
    ["result-before-an-error", "no-output-and-no-error", "sandbox-found-it-right"],
)
def test_trap_3_no_error_is_no_proof(name, scores):
    """There no error means full points, and so does a result before the error."""
    assert scores[f"score-{name}"] == ANSWERED_NOTHING


def test_trap_3_a_tag_that_skips_the_test_changes_nothing(scores):
    """There ``skip-execution`` in the test cell pays out."""
    assert scores["cells-skip-execution"] == FULL


@pytest.mark.parametrize(
    "name", ["copied", "one-grade-id-for-all", "schema-old", "schema-new"]
)
def test_trap_4_one_notebook_does_not_stop_the_batch(name, batch, scores):
    """There a copied cell, or another schema version, aborts everybody's grading."""
    assert scores[f"cells-{name}"] == FULL
    assert set(batch.honest) <= set(batch.summary.graded)


def test_trap_4_a_broken_gradebook_is_said_and_nothing_is_half_written(course):
    """There a traceback is shown."""
    (course.root / "gradebook.db").write_bytes(b"SQLite format 3\0" + b"broken" * 500)
    with pytest.raises(GradebookUnusable) as unusable:
        grade(course, ASSIGNMENT)

    assert str(unusable.value).startswith("The gradebook cannot be used")
    assert "\n" not in str(unusable.value)
    assert not list(course.root.glob("autograded/*/*"))


def test_trap_4_a_locked_gradebook_is_said_and_grading_can_be_repeated(course):
    """There the batch ends with a traceback, its files written and its rows not."""
    impatient = replace(course, db_url=f"{course.db_url}?timeout=0")
    other = sqlite3.connect(course.root / "gradebook.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(GradebookUnusable, match="locked"):
        grade(impatient, ASSIGNMENT)
    assert not list(course.root.glob("autograded/*/*"))
    other.execute("ROLLBACK")
    other.close()

    assert len(grade(impatient, ASSIGNMENT).graded) == 7


def test_trap_4_a_run_that_was_stopped_goes_on_where_it_was(course, without_attackers):
    """There a killed run leaves folders that look graded and are not."""

    def stopped_after_three(*asked):
        for count, outcome in enumerate(here(*asked)):
            if count == 3:
                raise KeyboardInterrupt
            yield outcome

    with pytest.raises(KeyboardInterrupt):
        grade(course, ASSIGNMENT, workers=stopped_after_three)
    database = course.root / "gradebook.db"
    done = scores_in(database)
    assert len(done) == 3
    assert {path.parent.parent.name for path in _records(course)} == set(done)

    rest = grade(course, ASSIGNMENT)
    assert sorted(rest.unchanged) == sorted(done)
    assert len(rest.graded) == 4
    honest = scores_in(without_attackers.root / "gradebook.db")
    assert scores_in(database) == honest


def _records(course):
    return list(course.autograded.glob(f"*/{ASSIGNMENT}/{RECORD_FILE}"))


LINKS = [
    one
    for one in ATTACKS
    if "link-to" in one.name and "hard" not in one.name and not one.unseen
]


@pytest.mark.parametrize("attack", LINKS, ids=lambda attack: attack.name)
def test_trap_5_symbolic_links_are_not_followed(attack, batch, scores):
    """There ``/etc/passwd``, ``gradebook.db`` and ``/dev/zero`` are copied in."""
    if attack.name in batch.untried:
        pytest.skip(batch.untried[attack.name])
    folder = batch.root / "autograded" / attack.student
    assert not any(path.is_symlink() for path in folder.rglob("*"))
    if not attack.refused:
        assert scores[attack.student] == {**FULL, **attack.points}
        assert b"root:x:0" not in b"".join(
            batch.files("autograded", attack.student).values()
        )


def test_trap_6_feedback_shows_no_hidden_test_and_loads_nothing(batch):
    """There hidden tests are shown, script runs, and MathJax comes from the network."""
    namespace = "http://www.w3.org/2000/svg"
    students = set(batch.summary.graded)
    assert len(students) > 200
    for student in students:
        page = batch.page(student)
        assert "HIDDEN TESTS" not in page
        assert "MathJax" not in page or "script-clobbering" in student
        assert "default-src 'none'" in page
        assert "<script" not in page.lower()
        assert "<iframe" not in page.lower()
        assert "<link" not in page.lower()
        assert 'src="http' not in page and 'href="http' not in page
        assert namespace not in page or "<svg" in page


def test_trap_7_a_garbled_time_of_handing_in_is_graded_all_the_same(batch, scores):
    """There it means not graded at all."""
    garbled = [one for one in ATTACKS if one.family == "timestamps"]
    assert len(garbled) > 20
    for attack in garbled:
        if attack.name not in batch.untried:
            assert scores[attack.student] == FULL


def test_trap_7_a_notebook_without_metadata_is_graded(scores):
    """There it "needs manual grading" for ever."""
    assert scores["notebook-without-metadata"] == FULL


def test_trap_8_the_courses_settings_were_used(batch, by_nbgrader):
    """There ``--config`` is refused, and the stock converters run unnoticed."""
    graded = scores_in(batch.root / "by-nbgrader" / "gradebook.db")
    folders = batch.root / "by-nbgrader" / "autograded"
    for student in graded:
        assert read_record(folders / student / ASSIGNMENT) is not None


def test_trap_9_the_graded_cell_shows_the_answer_in_words_and_picture(batch):
    """There a widget is blank in formgrader and in feedback."""
    for task, cell in cells_of(batch, VICTIM).items():
        (shown,) = [
            output["data"]
            for output in cell["outputs"]
            if output["output_type"] == "display_data"
        ]
        assert {"text/html", "text/plain"} <= set(shown)
        assert TASKS[task].title in shown["text/plain"]
        page = with_pictures(shown)
        assert "<script" not in page
        case = TASKS[task].case("four-lenses", VICTIM)
        charts = [*case.charts, *(item.chart for item in case.items if item.chart)]
        assert page.count('class="fl-chart"') == len(charts)
    assert (
        "<svg" in cells_of(batch, VICTIM)["signals"]["outputs"][0]["data"]["text/html"]
    )


def test_trap_10_an_untouched_text_is_0_and_a_written_one_is_listed(scores, batch):
    """There a text that is not written in its own cell is 0, and not listed."""
    (by_hand,) = [
        name
        for name, task in MODULES["variation"].items()
        if task.points and task.kind.by_hand
    ]

    assert scores["answers-missing"][by_hand] == NOTHING
    assert scores[VICTIM][by_hand] == (None, True)


def test_trap_11_several_at_a_time_give_what_one_gives(course, without_attackers):
    """There grading is serial, about three seconds a notebook."""
    summary = grade(course, ASSIGNMENT, workers=processes(2))

    assert summary.graded == without_attackers.summary.graded
    assert scores_in(course.root / "gradebook.db") == scores_in(
        without_attackers.root / "gradebook.db"
    )


def test_trap_11_a_second_grader_waits_for_the_first(course):
    """There two write the same rows and folders at once."""
    second, waits = Future(), threading.Event()

    def grade_too():
        second.set_result(grade(course, ASSIGNMENT, waiting=waits.set))

    with alone(course, lambda: None):
        waiting = threading.Thread(target=grade_too)
        waiting.start()
        assert waits.wait(timeout=60)
        assert not list(course.autograded.glob("*/*"))
    waiting.join()

    assert len(second.result().graded) == 7


def test_trap_12_grading_imports_neither_nbgrader_nor_a_schema():
    """There importing alone takes 3.5 seconds."""
    program = """
import sys
import threading
from concurrent.futures import Future
import course.grading.grader, course.grading.feedback_pages, course.grading.regrade
slow = ("nbgrader", "nbformat", "nbconvert", "jsonschema", "rfc3987_syntax", "pandas")
print(*sorted(set(slow) & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == ""


def test_trap_13_settings_may_be_read_more_than_once(course):
    """There ``nbgrader_config.py`` is run several times in one process."""
    settings = [
        PyFileConfigLoader("nbgrader_config.py", str(course.root)).load_config()
        for _ in range(3)
    ]
    assert settings[0] == settings[1] == settings[2]

    first, second = grade(course, ASSIGNMENT), grade(course, ASSIGNMENT)
    assert sorted(first.graded) == sorted(second.unchanged)
    assert second.graded == []


def test_trap_14_the_mark_is_the_last_expression_of_its_cell(course):
    """There, with a hidden region behind it, every answer earned full points."""
    notebook = json.loads((course.source / ASSIGNMENT / NOTEBOOK).read_text("utf-8"))
    graded = {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }

    assert graded.keys() == FULL.keys()
    for name, source in graded.items():
        last = ast.parse(source).body[-1]
        assert isinstance(last, ast.Expr)
        assert ast.unparse(last) == f"graded('{name}')"


def test_trap_15_nbgraders_own_command_gives_the_same_rows(batch, scores, by_nbgrader):
    """There marking in the place of ``Execute`` still left nine openings a learner."""
    by_its_own = scores_in(batch.root / "by-nbgrader" / "gradebook.db")

    assert len(by_its_own) > 200
    assert by_its_own == {student: scores[student] for student in by_its_own}
    # The rows are whole: one for each graded cell, in a gradebook nbgrader reads.
    with GradebookRows(f"sqlite:///{batch.root}/by-nbgrader/gradebook.db") as gradebook:
        assert gradebook.assignment(ASSIGNMENT).notebooks[
            "variation"
        ].graded.keys() == (FULL.keys())
