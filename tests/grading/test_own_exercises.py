"""A notebook with a teacher's own nbgrader test cells, in the course's grader."""

import json
import os
import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.grading.assignments import NotGradable
from course.grading.course_directory import open_course_directory
from course.grading.feedback_pages import write_feedback
from course.grading.grader import grade
from course.grading.regrade import regrade
from course.grading.sandbox.execution import sandbox_problem

NAME = "11-own"
HIDDEN = "### BEGIN HIDDEN TESTS\nassert median([4, 1]) == 2.5\n### END HIDDEN TESTS"


@pytest.fixture(scope="module", autouse=True)
def sandbox():
    """A machine that can start one."""
    if problem := sandbox_problem():
        if os.environ.get("FOURLENSES_REQUIRE_SANDBOX") == "1":
            pytest.fail(problem)
        pytest.skip(problem)


def cell(make, source, grade_id, **about):
    """Return a cell as a teacher makes it with nbgrader's toolbar."""
    made = make(source, id=grade_id)
    made.metadata["nbgrader"] = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        "cell_type": made.cell_type,
        **about,
    }
    return made


def teachers_notebook():
    """Return a notebook with code to write, tests that pay in parts, and a text."""
    solution = (
        "def median(values):\n"
        "    ### BEGIN SOLUTION\n"
        "    from statistics import median\n"
        "    return median(values)\n"
        "    ### END SOLUTION"
    )
    tests = f"assert median([3, 1, 2]) == 2\n{HIDDEN}"
    parts = "sum(median([n]) == n for n in range(4)) / 2"
    return new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        cells=[
            new_markdown_cell("# Medians", id="head"),
            cell(new_code_cell, solution, "median", solution=True),
            cell(
                new_code_cell, tests, "median-test", grade=True, locked=True, points=3
            ),
            cell(new_code_cell, parts, "in-parts", grade=True, locked=True, points=2),
            cell(
                new_markdown_cell,
                "Say why.",
                "why",
                grade=True,
                solution=True,
                points=5,
            ),
        ],
    )


WORK = {
    "amira": (
        "def median(values):\n    return sorted(values)[len(values) // 2]",
        "Why",
    ),
    "birk": (
        "import statistics\ndef median(values):\n    return statistics.median(values)",
        "<script>window.pwned = 1</script> and $\\href{javascript:alert(1)}{x}$",
    ),
    "cecilia": ("def median(values):\n    return 1", "Because"),
    "finn": (
        "import helper\ndef median(values):\n    return helper.middle(values)",
        "With a file of my own",
    ),
    "dag": ("def median(values):\n    import os; os._exit(0)", "Ended"),
}
HELPER = (
    b"import statistics\n\ndef middle(values):\n    return statistics.median(values)\n"
)


@pytest.fixture(scope="module")
def course(tmp_path_factory, make_course_directory):
    """A course directory with that notebook, released, and four hand-ins."""
    directory = make_course_directory(tmp_path_factory.mktemp("own") / "course")
    folder = directory.root / "source" / NAME
    folder.mkdir()
    nbformat.write(teachers_notebook(), folder / "medians.ipynb")
    directory.nbgrader("generate_assignment", NAME)
    released = directory.root / "release" / NAME
    for learner, (code, words) in WORK.items():
        submitted = directory.root / "submitted" / learner / NAME
        shutil.copytree(released, submitted)
        path = submitted / "medians.ipynb"
        notebook = json.loads(path.read_text())
        for one in notebook["cells"]:
            if one["id"] == "median":
                one["source"] = code
            if one["id"] == "why":
                one["source"] = words
        if learner == "cecilia":
            for one in notebook["cells"]:
                one["metadata"]["tags"] = ["skip-execution"]
        path.write_text(json.dumps(notebook))
        (submitted / "helper.py").write_bytes(HELPER)
    shutil.copytree(released, directory.root / "submitted" / "eir" / NAME)
    directory.stock = shutil.copytree(directory.root, directory.root.parent / "stock")
    (directory.stock / "nbgrader_config.py").unlink()
    return directory


@pytest.fixture(scope="module")
def graded(course):
    """The same, graded by us."""
    course.opened = open_course_directory(course.root)
    course.summary = grade(course.opened, NAME)
    return course


def scores(course, rows_of, root=None):
    """Return (learner, cell) to (points by machine, whether a person must look)."""
    rows = rows_of(f"sqlite:///{root or course.root}/gradebook.db")
    found = {}
    for row in map(dict, rows["grade"]):
        learner = row["notebook_id"].split(":")[0]
        name = row["cell_id"].split()[1]
        found[learner, name] = (row["auto_score"], bool(row["needs_manual_grade"]))
    return found


def test_tests_are_run_and_pay_in_parts(graded, rows_of):
    """Right, half right, wrong, untouched, and one that ends the kernel."""
    found = scores(graded, rows_of)

    assert found["amira", "median-test"] == (0.0, False)
    assert found["amira", "in-parts"] == (2.0, False)
    assert found["birk", "median-test"] == (3.0, False)
    assert found["birk", "in-parts"] == (2.0, False)
    assert found["finn", "median-test"] == (3.0, False)
    assert found["cecilia", "median-test"] == (0.0, False)
    assert found["cecilia", "in-parts"] == (0.5, False)
    assert found["dag", "median-test"] == (0.0, False)
    assert found["dag", "in-parts"] == (0.0, False)
    assert found["eir", "median-test"] == (0.0, False)
    assert graded.summary.refused == {}


def test_texts_wait_for_a_person_and_untouched_ones_do_not(graded, rows_of):
    """As nbgrader has it."""
    found = scores(graded, rows_of)

    assert found["birk", "why"] == (None, True)
    assert found["eir", "why"] == (0.0, False)


def test_honest_work_earns_what_stock_nbgrader_gives(graded, rows_of):
    """The hidden tests too; row for row."""
    # It ends with an error for the one whose kernel died.
    graded.nbgrader("autograde", NAME, cwd=graded.stock, check=False)
    ours, theirs = scores(graded, rows_of), scores(graded, rows_of, graded.stock)
    honest = {where for where in ours if where[0] in ("amira", "birk", "eir")}

    assert {w: ours[w] for w in honest} == {w: theirs[w] for w in honest}
    # The stock way pays for what never ran.
    assert theirs["cecilia", "median-test"] == (3.0, False)


def test_nothing_a_learner_wrote_runs_on_the_teachers_page(graded):
    """Their text stands there letter for letter."""
    path = graded.root / "autograded" / "birk" / NAME / "medians.ipynb"
    cells = {one["id"]: one for one in json.loads(path.read_text())["cells"]}

    assert cells["why"]["source"].startswith("```text\n<script>")
    assert cells["median"]["source"].startswith("import statistics")
    assert "median([4, 1])" in cells["median-test"]["source"]


def test_hidden_tests_are_not_in_the_feedback(graded):
    """Neither in the page nor in what was released."""
    made = write_feedback(graded.opened, NAME)
    assert len(made.pages) == len(WORK) + 1
    for page in made.pages:
        text = page.read_text("utf-8")
        assert "[4, 1]" not in text
        assert "<script" not in text
        assert "```" not in text
    assert "3 of 3 points" in (
        graded.root / "feedback" / "birk" / NAME / "medians.html"
    ).read_text("utf-8")


def test_a_corrected_test_is_run_again(graded, rows_of):
    """The preview shows who would change; applied, the gradebook says so."""
    source = graded.root / "source" / NAME / "medians.ipynb"
    before = source.read_text()
    source.write_text(before.replace("== 2.5", ">= 0"))
    try:
        found = regrade(graded.opened, NAME)
        (change,) = [one for one in found.changes if one.student == "amira"]
        assert (change.task, change.before, change.after) == ("median-test", 0.0, 3.0)
        assert scores(graded, rows_of)["amira", "median-test"] == (0.0, False)

        regrade(graded.opened, NAME, apply=True)
        assert scores(graded, rows_of)["amira", "median-test"] == (3.0, False)
        assert scores(graded, rows_of)["birk", "why"] == (None, True)
        # A text that was left as it was is still that, however it is shown.
        assert scores(graded, rows_of)["eir", "why"] == (0.0, False)
        # With a file of their own beside it.
        assert scores(graded, rows_of)["finn", "median-test"] == (3.0, False)
    finally:
        source.write_text(before)


def test_without_a_sandbox_nothing_is_run(graded, monkeypatch):
    """Grading is refused with the reason, before anything is touched."""
    monkeypatch.setenv("PATH", "")
    sandbox_problem.cache_clear()
    try:
        with pytest.raises(NotGradable, match="bubblewrap is not installed"):
            grade(graded.opened, NAME, force=True)
    finally:
        sandbox_problem.cache_clear()
