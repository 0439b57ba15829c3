"""A course directory of its own for each round."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "04-variation"


class CourseDirectory:
    """A copy of the course directory, and nbgrader's commands run in it."""

    def __init__(self, root: Path, own_settings: bool = True):
        self.root = root
        root.mkdir(parents=True)
        shutil.copytree(ROOT / "source", root / "source")
        shutil.copytree(ROOT / "release", root / "release")
        if own_settings:
            shutil.copy(ROOT / "nbgrader_config.py", root)
        self.environment = os.environ | {
            "FOURLENSES_COURSE_ROOT": str(root),
            # Where a teacher has not activated the environment, stock nbgrader does
            # not find its own alembic; that is not what is tried here.
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            # So that no setting of the machine's user takes part.
            "JUPYTER_CONFIG_DIR": str(root / "no-config"),
            "JUPYTER_DATA_DIR": str(root / "no-data"),
            "IPYTHONDIR": str(root / "ipython"),
        }

    def run(self, *words: str, check: bool = True, cwd: Path | None = None):
        """Run a command of this Python's environment."""
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=cwd or self.root,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if check:
            assert done.returncode == 0, done.stdout + done.stderr
        return done

    def nbgrader(self, *words: str, **more):
        """Run one of nbgrader's commands."""
        return self.run("nbgrader", *words, **more)

    def scores(self) -> dict[tuple[str, str], tuple]:
        """Return (student, cell) to (automatic points, whether a person must look)."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root}/gradebook.db") as gradebook:
            return {
                (submission.student.id, grade.name): (
                    grade.auto_score,
                    grade.needs_manual_grade,
                )
                for submission in gradebook.assignment_submissions(ASSIGNMENT)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }


@pytest.fixture(scope="session")
def make_course_directory():
    """Return what makes a course directory: ``(folder, own_settings=True)``."""
    return CourseDirectory
