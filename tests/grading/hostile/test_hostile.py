"""What every hostile submission may do: cost its own author the part it spoils."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata

import pytest

from course.grading.gradebook import GradebookRows
from course.grading.regrade import regrade
from course.tasks.keys import read_all_keys

from .attacks import ATTACKS
from .conftest import scores_in
from .submissions import (
    ASSIGNMENT,
    FULL,
    LUCK,
    NOTEBOOK,
    RUN,
    TASKS,
    VICTIM,
    Attack,
    words_of,
)

GRADED_ATTACKS = [one for one in ATTACKS if not one.refused and not one.unseen]
REFUSED_ATTACKS = [one for one in ATTACKS if one.refused]


def for_each(attacks):
    """One test for each attack, by its name."""
    return pytest.mark.parametrize("attack", attacks, ids=lambda attack: attack.name)


@pytest.fixture(autouse=True)
def tried(request, batch):
    """Skip an attack that this machine or user cannot make."""
    if "attack" in request.fixturenames:
        attack = request.getfixturevalue("attack")
        if attack.name in batch.untried:
            pytest.skip(f"cannot be made here: {batch.untried[attack.name]}")


@for_each(GRADED_ATTACKS)
def test_what_the_attack_leaves_whole_has_its_points(attack: Attack, scores):
    """And what it spoils has none, or waits for a person, as it says."""
    own = scores[attack.student]

    assert own.keys() == FULL.keys()
    for task, expected in {**FULL, **attack.points}.items():
        if expected == LUCK:
            points, looked_at = own[task]
            assert 0 <= points < TASKS[task].points
            assert not looked_at
        else:
            assert own[task] == expected, task


@for_each(REFUSED_ATTACKS)
def test_what_is_refused_is_named_with_a_reason_in_one_line(attack, batch, scores):
    """It has no row, no folder of graded work, and no points."""
    named = _plain(attack.student)
    reasons = [why for who, why in batch.summary.refused.items() if who == named]

    assert len(reasons) == 1
    assert re.search(attack.refused, reasons[0])
    assert reasons[0].isprintable()
    assert attack.student not in scores
    assert not (batch.root / "autograded" / attack.student / ASSIGNMENT).exists()


@for_each([one for one in ATTACKS if one.unseen])
def test_where_nothing_is_handed_in_nothing_is_graded(attack, batch, scores):
    """There is no submission for nbgrader to see either."""
    assert attack.student not in scores
    assert attack.student not in batch.summary.refused
    assert not (batch.root / "autograded" / attack.student).exists()


@for_each([one for one in GRADED_ATTACKS if one.says])
def test_what_was_left_out_is_said(attack, batch):
    """To the teacher, in one line each, and to the learner on their page."""
    said = batch.summary.remarks[attack.student]

    assert re.search(attack.says, " ".join(said))
    assert all(remark.isprintable() for remark in said)
    assert len(said) <= 8
    assert "What was left out" in batch.page(attack.student)


@for_each([one for one in GRADED_ATTACKS if not one.says])
def test_where_nothing_was_left_out_nothing_is_said(attack, batch):
    """A remark about every honest notebook would be read by nobody."""
    assert attack.student not in batch.summary.remarks


@for_each([one for one in GRADED_ATTACKS if one.flags])
def test_whose_work_it_is_is_asked(attack, batch):
    """In a sentence for the teacher, which no name in it can break."""
    flags = batch.summary.flagged[attack.student]

    assert re.search(attack.flags, " ".join(flags))
    assert all(flag.isprintable() and len(flag) < 500 for flag in flags)


@for_each([one for one in GRADED_ATTACKS if not one.flags])
def test_nobody_else_is_asked_about(attack, batch):
    """A teacher asked about everybody looks at nobody."""
    assert attack.student not in batch.summary.flagged


@for_each(GRADED_ATTACKS)
def test_nothing_of_others_reaches_an_attacker(attack: Attack, batch, secrets):
    """Neither on the feedback page nor in the notebook a teacher marks in.

    A damaged answer is kept as it was handed in, for the teacher alone.
    """
    page, files = batch.page(attack.student), batch.files("autograded", attack.student)
    shown = page.encode() + files[NOTEBOOK]

    assert [secret for secret in secrets if secret in shown] == []
    assert "HIDDEN TESTS" not in page
    assert files.keys() <= batch.files("autograded", VICTIM).keys()


@for_each(GRADED_ATTACKS)
def test_graded_cells_hold_the_courses_own_marks(attack: Attack, batch):
    """Built-in finite numbers between nothing and all, whatever was spoofed."""
    notebook = _notebook(batch, attack.student)
    marks = {}
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade"):
            results = [
                output["data"]["text/plain"]
                for output in cell["outputs"]
                if output["output_type"] == "execute_result"
            ]
            assert not any(o.get("name") == "stderr" for o in cell["outputs"])
            assert cell["source"] == f'graded("{about["grade_id"]}")'
            assert about["points"] == TASKS[about["grade_id"]].points
            marks[about["grade_id"]] = results
    assert marks.keys() == FULL.keys()
    for name, results in marks.items():
        if TASKS[name].kind.by_hand:
            assert results == []
        else:
            (text,) = results
            assert 0 <= float(text) <= TASKS[name].points
            assert text == repr(float(text))


@for_each(GRADED_ATTACKS)
def test_the_rebuilt_notebook_is_the_lesson(attack: Attack, batch):
    """Cell by cell as released, with cells of the learner's own between, no more."""
    notebook = _notebook(batch, attack.student)
    honest = _notebook(batch, VICTIM)
    lesson = [cell for cell in notebook["cells"] if not _is_own(cell)]

    assert [(c["id"], c["metadata"], c["source"]) for c in lesson] == [
        (c["id"], c["metadata"], c["source"]) for c in honest["cells"]
    ]
    assert notebook["metadata"] == honest["metadata"]
    own = [cell for cell in notebook["cells"] if _is_own(cell)]
    assert len(own) <= 100
    assert all(set(c["metadata"]) == {"editable", "tags"} for c in own)
    assert all(c["cell_type"] in ("code", "markdown") for c in own)
    assert all(not c.get("outputs") and "attachments" not in c for c in own)


@pytest.mark.parametrize("step", ["autograded", "feedback"])
def test_honest_learners_have_the_same_files_as_without_attackers(
    step, batch, without_attackers
):
    """Letter for letter."""
    for student in batch.honest:
        if step == "feedback":
            assert batch.page(student) == without_attackers.page(student)
        else:
            files = batch.files(step, student)
            assert files == without_attackers.files(step, student)
            assert files


def test_honest_learners_have_the_same_rows_as_without_attackers(
    batch, scores, without_attackers
):
    """But that a person looks at the answers of the victim which others handed in."""
    alone = scores_in(without_attackers.root / "gradebook.db")
    stolen = {"run-lengths", "bead-limits"}

    assert alone.keys() == set(batch.honest)
    for student, own in alone.items():
        for task, (points, looked_at) in own.items():
            taken = student == VICTIM and task in stolen
            assert scores[student][task] == (points, looked_at or taken)


def test_everybody_is_accounted_for(batch, scores):
    """Graded, or refused with a reason; nobody is in neither list, nobody in both."""
    tried = [one for one in ATTACKS if one.name not in batch.untried]
    graded = {one.student for one in tried if not one.refused and not one.unseen}
    refused = {_plain(one.student) for one in tried if one.refused}

    assert set(batch.summary.graded) == graded | set(batch.honest) == set(scores)
    assert set(batch.summary.refused) == refused


def test_nothing_of_a_learners_is_run(batch, by_nbgrader, by_command):
    """Neither by the grader nor by either command: no trace is left."""
    assert list((batch.root / "traces").iterdir()) == []


def test_nothing_is_written_outside_its_place(batch, by_nbgrader, by_command):
    """The course directory holds what a teacher expects, and no file of a stranger."""
    assert {path.name for path in batch.root.iterdir()} <= {
        *("source", "release", "submitted", "autograded", "feedback", "traces"),
        *(
            "gradebook.db",
            "nbgrader_config.py",
            "before-grading.db",
            "by-nbgrader",
            "by-command",
        ),
        *("ipython", "no-config", "no-data", ".nbgrader.log"),
    }
    names = {path.name for path in (batch.root / "autograded").iterdir()}
    assert names - {".grading.lock"} == set(batch.summary.graded)


def test_nbgraders_own_command_gives_the_same_points(batch, scores, by_nbgrader):
    """To everybody who handed in a notebook; it asks for one."""
    by_its_own = scores_in(batch.root / "by-nbgrader" / "gradebook.db")

    assert by_nbgrader.returncode == 1  # some were refused
    assert "Traceback" not in by_nbgrader.stderr
    assert by_its_own == {student: scores[student] for student in by_its_own}
    assert scores.keys() - by_its_own.keys() <= {
        one.student for one in ATTACKS if one.name == "notebook-missing"
    }


def test_nbgraders_own_command_writes_the_same_files(batch, by_nbgrader):
    """Letter for letter, for honest learners and for attackers."""
    by_its_own = batch.root / "by-nbgrader"
    students = scores_in(by_its_own / "gradebook.db")

    assert len(students) > 200
    for student in students:
        assert batch.files("by-nbgrader/autograded", student) == batch.files(
            "autograded", student
        )


def test_two_workers_give_the_same_points_and_files(batch, scores, by_command):
    """And the command ends with 1, because somebody was refused."""
    assert by_command.returncode == 1, by_command.stderr
    root = batch.root / "by-command"
    again = scores_in(root / "gradebook.db")
    assert len(again) > 50
    for student, own in again.items():
        assert {task: points for task, (points, _) in own.items()} == {
            task: points for task, (points, _) in scores[student].items()
        }
        assert batch.files("by-command/autograded", student) == batch.files(
            "autograded", student
        )


def test_a_terminal_shows_no_control_characters_of_a_strangers(by_command, by_nbgrader):
    """Names, remarks and reasons are one line each, whoever chose them."""
    ours = by_command.stdout + by_command.stderr
    assert "cannot be the name of a learner" in ours
    assert _control_characters(ours) == set()
    # nbgrader itself names the folders it looks into; ours are sentences in its log.
    sentences = [
        line
        for line in by_nbgrader.stderr.split("\n")
        if "cannot be the name" in line or "is a link" in line
    ]
    assert len(sentences) > 10
    for line in sentences:
        coloured = re.compile(r"\x1b\[[0-9;]*m")
        assert _control_characters(coloured.sub("", line)) == set()


def test_marking_again_changes_nothing(batch, scores):
    """What was rebuilt from a hostile submission is marked and rebuilt the same."""
    families = ("cells", "keys", "scripts")
    students = {one.student for one in GRADED_ATTACKS if one.family in families}
    students &= scores.keys()
    before = {one: batch.files("autograded", one) for one in students}
    found = regrade(batch.course, ASSIGNMENT, students=students, apply=True)

    assert found.changes == []
    assert found.refused == {}
    assert found.looked_at == len(students)
    for student in students:
        assert batch.files("autograded", student) == before[student], student


def test_the_gradebook_is_sound(batch, scores):
    """SQLite says so, and every number in it is finite."""
    with sqlite3.connect(batch.root / "gradebook.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    for own in scores.values():
        assert all(points is None or 0 <= points <= 100 for points, _ in own.values())


def test_feedback_names_whom_it_could_not_make_a_page_for(batch):
    """In names fit for a terminal."""
    refused = {_plain(one.student) for one in REFUSED_ATTACKS}

    assert set(batch.feedback.not_graded) == refused - {
        _plain(one.student) for one in ATTACKS if one.name in batch.untried
    }
    assert all(name.isprintable() for name in batch.feedback.not_graded)


def _plain(name: str) -> str:
    """A name as a teacher reads it."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return plain if len(plain) <= 60 else plain[:59] + "…"


def _control_characters(text: str) -> set[str]:
    return {
        letter
        for letter in text
        if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        and letter != "\n"
    }


@pytest.fixture(scope="module")
def secrets(batch) -> list[bytes]:
    """What must reach nobody: of the system, of the victim, of the key."""
    key = read_all_keys(batch.root / "source")["two-errors"]
    shown = {
        item.id
        for one in GRADED_ATTACKS
        for item in TASKS["two-errors"].case(RUN, one.student).items
    }
    not_shown = [why for item, why in key.why.items() if item not in shown]
    return [
        b"root:x:0:",
        b"SQLite format 3",
        words_of(VICTIM).encode(),
        b"[two-errors.items",
        *(why.encode() for why in not_shown),
    ]


def _notebook(batch, student):
    return json.loads(batch.files("autograded", student)[NOTEBOOK])


def _is_own(cell) -> bool:
    return "own" in cell["metadata"].get("tags", ())


def test_students_are_added_only_by_name_fit_for_one(batch):
    """The gradebook knows everybody graded, and nobody refused."""
    with GradebookRows(batch.course.db_url) as gradebook:
        assert gradebook.students() == set(batch.summary.graded)
