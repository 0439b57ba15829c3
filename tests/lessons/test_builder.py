"""The notebooks in source/ are what the lessons say, and hold what nbgrader needs."""

from pathlib import Path

import nbformat
import pytest

from course.exercises import MODULES, TASKS
from course.lessons.builder import as_text, build_notebook, find_lessons, notebook_path

ROOT = Path(__file__).parents[2]
LESSONS = find_lessons(ROOT / "source")
LESSON = """\
---
fourlenses:
  title: Trial
  number: 99
---

# A trial

```{code-cell} python
:start: trial
```

+++

Some words.

```{code-cell} python
:task: run-lengths
```

```{code-cell} python
:hand-in: trial
```
"""


def build(tmp_path, text):
    """Return the notebook of a lesson written as `text`."""
    lesson = tmp_path / "99-trial.md"
    lesson.write_text(text, "utf-8")
    return build_notebook(lesson)


def test_there_are_lessons():
    """Or the tests below would pass for want of any."""
    assert LESSONS


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_committed_notebook_is_what_the_lesson_says(lesson):
    """If this fails: run `make lessons` and commit."""
    assert as_text(build_notebook(lesson)) == notebook_path(lesson).read_text("utf-8")


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_task_of_the_module_is_in_its_lesson(lesson):
    """A task nobody meets is a task that rots."""
    ids = {cell.id for cell in build_notebook(lesson).cells}
    name = lesson.stem.split("-", maxsplit=1)[1]
    assert {f"{task}-exercise" for task in MODULES[name]} <= ids


def test_an_exercise_with_points_gets_a_locked_cell_that_marks_it(tmp_path):
    """The points are the task's own."""
    cells = {cell.id: cell for cell in build(tmp_path, LESSON).cells}

    shown, marked = cells["run-lengths-exercise"], cells["run-lengths"]
    assert shown.source == 'exercise("run-lengths")'
    assert shown.metadata.nbgrader.locked
    assert not shown.metadata.nbgrader.grade
    assert marked.source.splitlines()[-1] == 'graded("run-lengths")'
    assert marked.metadata.nbgrader.points == TASKS["run-lengths"].points
    assert marked.metadata.nbgrader.locked
    assert marked.metadata.nbgrader.grade


def test_one_changed_word_is_one_changed_cell(tmp_path):
    """Ids come from the text, so a difference is easy to read."""
    before = build(tmp_path, LESSON).cells
    after = build(tmp_path, LESSON.replace("Some words", "Other words")).cells
    changed = [a.id for a, b in zip(before, after, strict=True) if a != b]

    assert len(changed) == 1


IN_PARTS = """
+++

## Part 1. First

*8 minutes*

```{code-cell} python
:task: first-look
```

+++

## Part 2. Second

*20 minutes*

```{code-cell} python
:task: signals
```

+++

## Part 3. Last

*12 minutes*
"""


def test_a_lesson_in_part_says_what_counts_and_leaves_the_rest_ungraded(tmp_path):
    """The parts that hold it, the first and the last make its hours."""
    lesson = tmp_path / "99-trial.md"
    lesson.write_text(LESSON + IN_PARTS, "utf-8")
    whole, part = build_notebook(lesson), build_notebook(lesson, ["run-lengths"])
    note = part.cells[2]

    assert build_notebook(lesson, ["signals", "run-lengths"]) == whole
    assert part.metadata.fourlenses.hours == 0.25
    assert "Parts 1, 3 belong to it and take about 20 minutes" in note.source
    assert f"- {TASKS['run-lengths'].title}\n" in note.source
    assert [cell for cell in whole.cells if cell.id != "signals"] == [
        cell for cell in part.cells if cell != note
    ]


@pytest.mark.parametrize("stranger", ["first-look", "baseline", "no-such-thing"])
def test_what_has_no_points_in_a_lesson_cannot_count_in_it(tmp_path, stranger):
    """With the names of those that can."""
    lesson = tmp_path / "99-trial.md"
    lesson.write_text(LESSON + IN_PARTS, "utf-8")

    with pytest.raises(ValueError, match=f"{stranger} cannot .*: run-lengths, signals"):
        build_notebook(lesson, ["signals", stranger])


def test_a_part_says_how_long_it_takes(tmp_path):
    """Or nobody could say how long a lesson in part does."""
    lesson = tmp_path / "99-trial.md"
    lesson.write_text(LESSON + IN_PARTS.replace("*20 minutes*", ""), "utf-8")

    with pytest.raises(ValueError, match="part 2 does not say its minutes"):
        build_notebook(lesson, ["signals"])


@pytest.mark.parametrize(
    "wrong, said",
    [
        (":task: no-such-thing", "no exercise 'no-such-thing'"),
        (":task: run-lengths\n\nprint(1)", "must be empty"),
        (":note: run-lengths", "must be marked"),
    ],
)
def test_a_wrong_cell_is_refused(tmp_path, wrong, said):
    """With the lesson's name and what is amiss."""
    with pytest.raises(ValueError, match=said):
        build(tmp_path, LESSON.replace(":task: run-lengths", wrong))


def test_the_same_exercise_twice_is_refused(tmp_path):
    """Two graded cells of one id would stop nbgrader's whole batch."""
    twice = LESSON + LESSON[LESSON.index("```{code-cell} python\n:task") :]

    with pytest.raises(ValueError, match="run-lengths-exercise stand there twice"):
        build(tmp_path, twice)


def test_a_keyed_task_without_its_key_is_refused(tmp_path):
    """Otherwise every honest answer would go unmarked."""
    with pytest.raises(ValueError, match="two-errors has no key"):
        build(tmp_path, LESSON.replace("run-lengths", "two-errors"))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_the_notebook_is_sound(lesson):
    """By nbformat's own schema, without outputs."""
    notebook = nbformat.read(notebook_path(lesson), as_version=4)

    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)
