"""``release/`` as nbgrader itself makes it from ``source/``, without a gradebook.

``python -m course.grading.release`` writes it into the course directory.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from course.grading.own_programs import put_on_path
from course.lessons.builder import assignment_folder, find_lessons


def make_release(root: Path, target: Path) -> list[Path]:
    """Generate the release of every lesson.

    Parameters
    ----------
    root : Path
        A course directory with ``source/``.
    target : Path
        Takes one folder for each assignment; a folder already there is replaced.

    Returns
    -------
    list of Path
        The folders written.

    Raises
    ------
    RuntimeError
        If nbgrader refuses a lesson, with its reason.
    """
    put_on_path()
    written = []
    with tempfile.TemporaryDirectory() as temporary:
        # A course directory of its own, so that the teacher's gradebook stays as it is.
        shutil.copytree(root / "source", Path(temporary) / "source")
        config = Config()
        config.CourseDirectory.root = temporary
        api = NbGraderAPI(config=config)
        for lesson in find_lessons(root / "source"):
            name = assignment_folder(lesson).name
            done = api.generate_assignment(name)
            if not done["success"]:
                raise RuntimeError(done.get("error") or done["log"])
            folder = target / name
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(Path(temporary) / "release" / name, folder)
            written.append(folder)
    return written


if __name__ == "__main__":
    for folder in make_release(Path(), Path("release")):
        print(folder)
