"""release/ is what source/ gives, and nothing secret is in it."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from course.grading.release import make_release
from course.lessons.builder import find_lessons, notebook_path
from course.tasks.keys import read_all_keys

ROOT = Path(__file__).parents[2]
RELEASE = ROOT / "release"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What nbgrader makes of source/ now."""
    target = tmp_path_factory.mktemp("release")
    make_release(ROOT, target)
    return target


def files(folder):
    """Return relative path to content, for every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_release_is_what_source_gives(made):
    """If this fails: run `make release` and commit."""
    assert files(RELEASE) == files(made)


def test_every_lesson_is_released():
    """With the notebook under the same name."""
    for lesson in find_lessons(ROOT / "source"):
        notebook = notebook_path(lesson)
        assert (RELEASE / notebook.parent.name / notebook.name).is_file()


def explanations():
    """Return every sentence only the teacher's side may know."""
    keys = read_all_keys(ROOT / "source").values()
    return [why for key in keys for why in key.why.values()]


def test_no_key_and_no_solution_is_released():
    """Neither an explanation, nor a hidden line, nor a key."""
    assert len(explanations()) > 20
    for name, content in files(RELEASE).items():
        text = content.decode("utf-8")
        assert "HIDDEN" not in text, name
        assert "from course import key" not in text, name
        assert not re.search(r"BEGIN (SOLUTION|MARK)", text), name
        for why in explanations():
            assert why not in text, name
            assert json.dumps(why)[1:-1] not in text, name


def test_no_key_is_in_what_people_install(tmp_path):
    """The wheel holds course/ only: no lesson, no key, no explanation."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as content:
        names = content.namelist()
        texts = [content.read(name).decode("utf-8", "replace") for name in names]
    assert any(name.startswith("course/tasks/") for name in names)
    assert not [name for name in names if "keys.toml" in name or "/source/" in name]
    for why in explanations():
        assert not any(why in text for text in texts)
