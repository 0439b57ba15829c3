"""A course directory of its own for each round."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, select

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


def _rows_of(db_url: str) -> dict[str, list[tuple]]:
    """Return all rows of all tables, ids replaced by what they stand for."""
    engine = create_engine(db_url)
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        tables = {
            name: [row._asdict() for row in connection.execute(select(table))]
            for name, table in metadata.tables.items()
            if name != "alembic_version"
        }
    engine.dispose()
    names: dict[str, str] = {}
    for table in ("assignment", "notebook", "base_cell", "source_cell"):
        for row in tables[table]:
            names[row["id"]] = f"{table} {row['name']} {row.get('type', '')}"
    for row in tables["submitted_assignment"]:
        names[row["id"]] = f"{row['student_id']}: {names[row['assignment_id']]}"
    for row in tables["submitted_notebook"]:
        names[row["id"]] = f"{names[row['assignment_id']]}, {names[row['notebook_id']]}"
    return {
        table: sorted(
            (
                tuple(
                    (column, names.get(value, value) if value is not None else None)
                    for column, value in row.items()
                    if not (column == "id" and table in ("grade", "comment"))
                )
                for row in rows
            ),
            key=repr,
        )
        for table, rows in tables.items()
    }


@pytest.fixture(scope="session")
def rows_of():
    """Return what reads every row of a gradebook: ``(db_url)``."""
    return _rows_of


@pytest.fixture(scope="session")
def postgresql(start_postgresql):
    """A server that runs; what stops it starts it again."""
    return start_postgresql()
