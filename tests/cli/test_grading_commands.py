"""The teacher's commands, as typed: what they say, what they write, how they end."""

import html
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course.cli import app
from course.exercises import TASKS
from course.grading.course_directory import open_course_directory
from course.grading.gradebook import GradebookRows
from course.grading.own_programs import put_on_path
from course.grading.rehearsal import rehearse
from course.tasks.keys import read_all_keys

ROOT = Path(__file__).parents[2]
NAME = "04-variation"
LEARNERS = 13


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """A course directory with a gradebook, where simulated learners have handed in."""
    root = tmp_path_factory.mktemp("commands") / "course"
    root.mkdir()
    for name in ("source", "release"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    put_on_path()
    from nbgrader.apps import NbGraderAPI

    from course.grading.course_directory import open_course_directory

    config = open_course_directory(root).config
    config.CourseDirectory.root = str(root)
    assert NbGraderAPI(config=config).generate_assignment(NAME)["success"]
    rehearse(root, NAME, LEARNERS, 2, read_all_keys(root / "source"))
    return root


@pytest.fixture
def root(handed_in, tmp_path):
    """A copy of it for one test."""
    return shutil.copytree(handed_in, tmp_path / "course")


def run(*words, root):
    """Type a command; return its exit status and everything it said."""
    done = CliRunner().invoke(app, [*words, "--root", str(root)])
    return done.exit_code, done.output


def grades(root):
    """Return what the gradebook says: by learner, then by cell."""
    with GradebookRows(open_course_directory(root).db_url) as gradebook:
        return gradebook.grades(gradebook.assignment(NAME))


def swap_a_key(root):
    """Correct the key of one item, and return the item and its two options."""
    path = root / "source" / f"{NAME}.keys.toml"
    text = path.read_text("utf-8")
    table = re.search(r'\[two-errors\.items\.(\w+)\]\nright = "([\w-]+)"', text)
    item, right = table.groups()
    options = {
        right_ for right_ in read_all_keys(root / "source")["two-errors"].truth.values()
    }
    other = sorted(options - {right})[0]
    corrected = table.group().replace(f'"{right}"', f'"{other}"')
    text = text.replace(table.group(), corrected)
    # What would now be said of the right answer as if it were a mistake.
    text = re.sub(r"\nwrong = \{[^}]*\}", "", text)
    text = re.sub(r"\n\[two-errors\.instead\.[\w-]+\]\n(?:[\w-]+ = .*\n?)*", "\n", text)
    path.write_text(text, "utf-8")
    return item


def test_grade_says_what_it_did_and_does_nothing_twice(root):
    """All that anybody handed in, where no assignment is named."""
    status, said = run("grade", root=root)
    assert (status, said) == (
        0,
        f"{NAME}: {LEARNERS} graded, 0 unchanged, 0 flagged, 0 refused.\n",
    )

    status, said = run("grade", NAME, root=root)
    assert (status, f"0 graded, {LEARNERS} unchanged" in said) == (0, True)


def test_some_learners_can_be_named(root):
    """The others are neither graded nor counted."""
    first, second, *_ = sorted(path.name for path in (root / "submitted").iterdir())
    _, said = run("grade", "--student", first, "--student", second, root=root)

    assert "2 graded" in said
    assert set(grades(root)) == {first, second}


def test_who_is_refused_is_named_and_the_status_says_so(root):
    """With the reason, in a line of its own; the others are graded."""
    learner = sorted((root / "submitted").iterdir())[0]
    for path in (learner / NAME).glob("*.ipynb"):
        path.unlink()
    shutil.rmtree(learner / NAME / "answers")
    status, said = run("grade", root=root)

    assert status == 1
    assert f"{LEARNERS - 1} graded" in said
    (line,) = [line for line in said.splitlines() if line.startswith("  ")]
    assert line.startswith(f"  {learner.name}: There is neither the lesson's notebook")


@pytest.mark.parametrize(
    "spoil, sentence",
    [
        (lambda root: shutil.rmtree(root / "source"), "there is no source/ in it"),
        (lambda root: (root / "gradebook.db").unlink(), "There is no gradebook yet"),
        (
            lambda root: (root / "source" / f"{NAME}.keys.toml").write_text("[x"),
            "cannot be read as TOML",
        ),
        (lambda root: shutil.rmtree(root / "release" / NAME), "no notebook in release"),
        (
            lambda root: (root / "gradebook.db").write_bytes(b"no database" * 99),
            "file is not a database",
        ),
    ],
    ids=["source", "gradebook", "keys", "release", "damaged gradebook"],
)
def test_what_is_not_in_order_is_said_in_one_sentence(root, spoil, sentence):
    """And nothing is begun."""
    spoil(root)
    status, said = run("grade", NAME, root=root)

    assert status == 2
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert not list((root / "autograded").glob("*/*"))


def test_a_corrected_key_is_looked_at_before_it_counts(root):
    """The preview names who would change and writes nothing; applied, it is written."""
    run("grade", root=root)
    expert = next(name for name in sorted(grades(root)) if name.startswith("expert"))
    from nbgrader.api import Gradebook

    with Gradebook(open_course_directory(root).db_url) as gradebook:
        marked = gradebook.find_grade("two-errors", "variation", NAME, expert)
        marked.manual_score = 4.5
        marked.needs_manual_grade = False
        seen = gradebook.find_grade("signals", "variation", NAME, expert)
        seen.manual_score = 5.5
        seen.needs_manual_grade = False
        gradebook.db.commit()
    swap_a_key(root)
    before = grades(root)
    status, said = run("regrade", NAME, root=root)

    assert status == 0
    assert grades(root) == before
    title = TASKS["two-errors"].title
    changed = [line for line in said.splitlines() if line.startswith("  ")]
    assert changed
    assert all(title in line for line in changed)
    assert "Nothing is written" in said.splitlines()[-1]

    _, told = run("grade", root=root)
    assert f"{LEARNERS} were marked by an earlier key" in told
    assert grades(root) == before

    status, said = run("regrade", NAME, "--apply", root=root)
    after = grades(root)
    moved = {
        learner
        for learner in after
        if after[learner]["two-errors"].auto_score
        != before[learner]["two-errors"].auto_score
    }
    assert len(moved) == len(changed)
    assert f"{len(moved)} of {LEARNERS} learners have changed" in said
    # A person's marks stay; who marked beneath a change looks again, and only they.
    assert after[expert]["two-errors"].points == 4.5
    assert after[expert]["two-errors"].needs_person == (expert in moved)
    assert after[expert]["signals"].points == 5.5
    assert not after[expert]["signals"].needs_person
    _, said = run("regrade", NAME, root=root)
    assert f"0 of {LEARNERS} learners would change" in said
    _, told = run("grade", root=root)
    assert "earlier key" not in told


def test_feedback_tells_right_answers_only_when_asked(root):
    """A page for each, one for the teacher, and the truth with --show-answers alone."""
    run("grade", root=root)
    status, said = run("feedback", root=root)
    learner = next(n for n in sorted(grades(root)) if n.startswith("always-the-same"))
    page = root / "feedback" / learner / NAME / "variation.html"
    hidden = html.unescape(page.read_text("utf-8"))

    assert status == 0
    assert f"{LEARNERS} pages" in said
    assert (root / "overview" / f"{NAME}.html").exists()
    assert "Right would be:" not in hidden
    run("feedback", "--show-answers", root=root)
    shown = html.unescape(page.read_text("utf-8"))
    assert "Right would be:" in shown
    key = read_all_keys(root / "source")["two-errors"]
    assert sum(why in shown for why in key.why.values()) > sum(
        why in hidden for why in key.why.values()
    )


def test_whom_there_is_no_mark_for_is_told_why(root):
    """Their page says what was amiss, in the same sentence the teacher reads."""
    learner = sorted((root / "submitted").iterdir())[0]
    shutil.rmtree(learner / NAME)
    (learner / NAME).symlink_to(root / "source")
    run("grade", root=root)
    _, said = run("feedback", root=root)
    page = root / "feedback" / learner.name / NAME / "variation.html"

    (line,) = [line for line in said.splitlines() if line.startswith("  ")]
    assert "is a link or no folder" in line
    assert "is a link or no folder" in page.read_text("utf-8")
