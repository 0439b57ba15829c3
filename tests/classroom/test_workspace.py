"""Lessons come into a learner's folder; nothing the learner did is ever lost."""

import json
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.classroom.workspace import (
    MANIFEST,
    START_PAGE,
    Delivery,
    LessonsMissing,
    WorkspaceUnusable,
    course_root,
    fingerprint,
    prepare,
)
from course.exercises.names import TOOL_PAGES

TODAY = date(2026, 11, 22)
LESSON = PurePosixPath("04-variation/variation.ipynb")


def notebook(*sources: str, run: bool = False) -> bytes:
    """Return a notebook with these code cells, as new or as JupyterLab saves it."""
    cells = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {},
            "source": source.splitlines(keepends=True) if run else source,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "x"}] * run,
            "execution_count": number if run else None,
        }
        for number, source in enumerate(sources)
    ]
    text = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(text, indent=2 if run else None).encode()


@pytest.fixture
def root(tmp_path) -> Path:
    """A course with one lesson."""
    release(tmp_path / "course", notebook("first"))
    return tmp_path / "course"


def release(root: Path, content: bytes) -> None:
    """Put a lesson into the release of a course."""
    place = root / "release" / LESSON
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def files(workspace: Path) -> list[str]:
    """Name every file in a workspace."""
    return sorted(
        path.relative_to(workspace).as_posix()
        for path in workspace.rglob("*")
        if path.is_file()
    )


def test_a_new_workspace_holds_the_start_page_and_the_lessons(root, tmp_path):
    """The first time, everything is new."""
    workspace = tmp_path / "deep" / "four-lenses"

    delivery = prepare(workspace, root, TODAY)

    pages = [START_PAGE, *TOOL_PAGES.values()]
    assert files(workspace) == sorted([MANIFEST, str(LESSON), *pages])
    assert delivery.new == (*map(PurePosixPath, pages), LESSON)
    assert (workspace / LESSON).read_bytes() == notebook("first")


def test_a_second_time_changes_nothing_and_says_nothing(root, tmp_path):
    """Opening the course daily is no event."""
    workspace = tmp_path / "work"
    prepare(workspace, root, TODAY)
    before = {name: (workspace / name).stat().st_mtime_ns for name in files(workspace)}

    assert prepare(workspace, root, TODAY) == Delivery()
    assert before == {
        name: (workspace / name).stat().st_mtime_ns for name in files(workspace)
    }


def test_a_lesson_only_looked_at_is_replaced_by_its_revision(root, tmp_path):
    """Outputs and counts that JupyterLab saved are not the learner's work."""
    workspace = tmp_path / "work"
    prepare(workspace, root, TODAY)
    (workspace / LESSON).write_bytes(notebook("first", run=True))
    release(root, notebook("revised"))

    delivery = prepare(workspace, root, TODAY)

    assert delivery == Delivery(updated=(LESSON,))
    assert (workspace / LESSON).read_bytes() == notebook("revised")
    (sentence,) = delivery.sentences()
    assert "variation.ipynb" in sentence


def test_a_lesson_the_learner_wrote_in_is_kept_and_the_new_one_put_beside(
    root, tmp_path
):
    """Said in one sentence, once; a later revision gets a name of its own."""
    workspace = tmp_path / "work"
    mine = notebook("first", "my own note", run=True)
    prepare(workspace, root, TODAY)
    (workspace / LESSON).write_bytes(mine)
    release(root, notebook("revised"))

    delivery = prepare(workspace, root, TODAY)

    beside = LESSON.with_name("variation (new 2026-11-22).ipynb")
    assert delivery == Delivery(beside=((LESSON, beside),))
    (sentence,) = delivery.sentences()
    assert "variation (new 2026-11-22).ipynb" in sentence
    assert (workspace / LESSON).read_bytes() == mine
    assert (workspace / beside).read_bytes() == notebook("revised")
    assert prepare(workspace, root, TODAY) == Delivery()

    release(root, notebook("revised again"))
    assert prepare(workspace, root, TODAY).beside == (
        (LESSON, LESSON.with_name("variation (new 2026-11-22 2).ipynb")),
    )


def test_a_lesson_the_learner_removed_comes_back(root, tmp_path):
    """Removing a lesson is how one begins it afresh."""
    workspace = tmp_path / "work"
    prepare(workspace, root, TODAY)
    (workspace / LESSON).unlink()

    assert prepare(workspace, root, TODAY).new == (LESSON,)


@pytest.mark.parametrize("left", [b"", b"not json", b"[]", b'{"delivered": 3}'])
def test_without_a_record_of_deliveries_work_is_kept(root, tmp_path, left):
    """A damaged record makes the course careful, not forgetful."""
    workspace = tmp_path / "work"
    prepare(workspace, root, TODAY)
    (workspace / MANIFEST).write_bytes(left)
    (workspace / LESSON).write_bytes(notebook("mine"))

    delivery = prepare(workspace, root, TODAY)

    assert (workspace / LESSON).read_bytes() == notebook("mine")
    assert len(delivery.beside) == 1


def test_answers_are_never_delivered(root, tmp_path):
    """An answers folder in the release would overwrite the learner's."""
    stray = root / "release" / LESSON.parent / "answers" / "bead-limits.json"
    stray.parent.mkdir()
    stray.write_text("{}")
    workspace = tmp_path / "work"
    mine = workspace / LESSON.parent / "answers" / "bead-limits.json"
    mine.parent.mkdir(parents=True)
    mine.write_text("my answer")

    prepare(workspace, root, TODAY)

    assert mine.read_text() == "my answer"


def test_the_courses_own_folder_is_no_workspace(root):
    """Lessons put there would lie among the course's own files."""
    with pytest.raises(WorkspaceUnusable, match="the course itself"):
        prepare(root, root, TODAY)


def test_a_file_in_the_place_of_the_folder_is_said(root, tmp_path):
    """One sentence, and the file is as it was."""
    (tmp_path / "work").write_text("a letter")

    with pytest.raises(WorkspaceUnusable, match="is not a folder"):
        prepare(tmp_path / "work", root, TODAY)

    assert (tmp_path / "work").read_text() == "a letter"


def ask_as_a_plain_user(action):
    """Do something without root's right to write everywhere."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return action()
    os.seteuid(65534)
    try:
        return action()
    finally:
        os.seteuid(0)


@pytest.mark.skipif(os.name == "nt", reason="Windows folders have no such bit")
def test_a_folder_that_may_not_be_written_is_said():
    """One sentence that names another way, and nothing left behind."""
    with tempfile.TemporaryDirectory() as top:
        Path(top).chmod(0o755)
        release(Path(top, "course"), notebook("first"))
        workspace = Path(top, "work")
        workspace.mkdir(mode=0o555)

        with pytest.raises(WorkspaceUnusable, match="cannot be written.*--workspace"):
            ask_as_a_plain_user(lambda: prepare(workspace, Path(top, "course"), TODAY))

        assert files(workspace) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of this kind")
def test_a_write_that_fails_halfway_leaves_nothing_half_written(root, tmp_path):
    """As when the disk fills: what was there stays, and the rest comes later."""
    import resource

    workspace = tmp_path / "work"
    prepare(workspace, root, TODAY)
    long = notebook("x" * 100_000)
    release(root, long)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, hard))
    try:
        with pytest.raises(WorkspaceUnusable, match="could not be written"):
            prepare(workspace, root, TODAY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    pages = [START_PAGE, *TOOL_PAGES.values()]
    assert files(workspace) == sorted([MANIFEST, str(LESSON), *pages])
    assert (workspace / LESSON).read_bytes() == notebook("first")
    assert prepare(workspace, root, TODAY).updated == (LESSON,)
    assert (workspace / LESSON).read_bytes() == long


def test_a_course_without_lessons_is_said(tmp_path):
    """FOURLENSES_COURSE_ROOT decides, and a wrong one is named."""
    with pytest.raises(LessonsMissing, match="no lessons in .*elsewhere"):
        course_root({"FOURLENSES_COURSE_ROOT": str(tmp_path / "elsewhere")})


def test_the_chosen_course_is_found(root):
    """FOURLENSES_COURSE_ROOT names the folder that holds release/."""
    assert course_root({"FOURLENSES_COURSE_ROOT": str(root)}) == root.resolve()


@given(content=st.binary(max_size=60))
def test_any_bytes_have_a_fingerprint(content):
    """A damaged notebook is judged by its bytes, whatever they are."""
    assert fingerprint("a.ipynb", content) == fingerprint("a.ipynb", content)
    assert len(fingerprint("a.ipynb", content)) == 64


words = st.sampled_from(["one", "two", "three"])
events = st.lists(
    st.one_of(
        st.tuples(st.just("revise"), words),
        st.tuples(st.just("write"), words.map("my own {}".format)),
        st.tuples(st.just("look"), words),
        st.tuples(st.just("forget"), words),
    ),
    max_size=8,
)


@settings(max_examples=60)
@given(events=events)
def test_whatever_happens_the_learners_own_words_are_kept(events):
    """Property: no order of events loses a text or withholds a revision."""
    with tempfile.TemporaryDirectory() as top:
        root, workspace = Path(top, "course"), Path(top, "work")
        release(root, notebook("zero"))
        prepare(workspace, root, TODAY)
        lesson = workspace / LESSON
        newest, mine = "zero", None
        for what, word in events:
            if what == "revise":
                release(root, notebook(word))
                revised, newest = word != newest, word
            elif what == "write":
                lesson.write_bytes(notebook(word))
                mine = word
            elif what == "look":
                sources = [
                    "".join(cell["source"])
                    for cell in json.loads(lesson.read_bytes())["cells"]
                ]
                lesson.write_bytes(notebook(*sources, run=True))
            else:
                (workspace / MANIFEST).unlink()
            prepare(workspace, root, TODAY)

            held = {
                "".join(cell["source"])
                for path in lesson.parent.glob("*.ipynb")
                for cell in json.loads(path.read_bytes())["cells"]
            }
            if what == "revise" and revised:
                assert newest in held
            if mine:
                here = json.loads(lesson.read_bytes())["cells"]
                assert "".join(here[0]["source"]) == mine
        shutil.rmtree(workspace)
