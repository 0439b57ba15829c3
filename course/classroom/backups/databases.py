"""A gradebook as one file, and back, while others use it: SQLite and PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, create_engine, inspect, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from course.classroom.backups import BackupProblem
from course.grading.gradebook import GradebookUnusable, problem_in_words
from course.messages import say
from course.tasks.quoting import quoted


def kind_of(db_url: str) -> str:
    """Return "sqlite" or "postgresql".

    Raises
    ------
    BackupProblem
        If it is neither.

    Examples
    --------
    >>> kind_of("postgresql+psycopg://teacher@db.example/gradebook")
    'postgresql'
    """
    try:
        kind = make_url(db_url).get_backend_name()
    except ArgumentError:
        kind = quoted(db_url.partition(":")[0])
    if kind not in ("sqlite", "postgresql"):
        raise BackupProblem(say("backup.database", kind=kind))
    return kind


def copy_sqlite(db_url: str, copy: Path) -> None:
    """Copy a gradebook in SQLite as it is at one moment, also while it is written to.

    Parameters
    ----------
    db_url : str
    copy : Path
        A file that is not there yet.

    Raises
    ------
    GradebookUnusable
        If there is none, or it is damaged.
    """
    path = Path(make_url(db_url).database)
    if not path.exists():
        raise GradebookUnusable(say("gradebook.empty"))
    place = f"file:{quote(str(path.absolute()))}?mode=ro"
    try:
        with (
            closing(sqlite3.connect(place, uri=True)) as gradebook,
            closing(sqlite3.connect(copy)) as copied,
        ):
            gradebook.backup(copied)
            (found,) = copied.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise GradebookUnusable(problem_in_words(error)) from error
    if found != "ok":
        raise GradebookUnusable(say("gradebook.unusable", reason=found))


def dump_postgresql(db_url: str, dump: Path) -> None:
    """Write a gradebook in PostgreSQL to a file, as it is at one moment.

    Parameters
    ----------
    db_url : str
    dump : Path

    Raises
    ------
    BackupProblem
        If ``pg_dump`` is missing or did not succeed.
    """
    _run("pg_dump", db_url, "--format=custom", "--no-privileges", f"--file={dump}")


def restore_postgresql(db_url: str, dump: Path) -> None:
    """Fill an empty database with a gradebook, all of it or nothing.

    Parameters
    ----------
    db_url : str
    dump : Path

    Raises
    ------
    BackupProblem
        If the database is not empty, or ``pg_restore`` is missing or did not succeed.
    """
    engine = create_engine(db_url)
    try:
        tables = inspect(engine).get_table_names()
    except (SQLAlchemyError, ImportError) as error:
        raise GradebookUnusable(problem_in_words(error)) from error
    finally:
        engine.dispose()
    if tables:
        raise BackupProblem(say("backup.database-in-use", url=without_password(db_url)))
    _run("pg_restore", db_url, "--single-transaction", "--exit-on-error", str(dump))


def without_password(db_url: str) -> str:
    """Return an address that may be shown and kept.

    Examples
    --------
    >>> without_password("postgresql+psycopg://teacher:secret@db.example/gradebook")
    'postgresql+psycopg://teacher@db.example/gradebook'
    """
    url = make_url(db_url)
    query = {key: value for key, value in url.query.items() if key != "password"}
    bare = URL.create(
        url.drivername,
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query=query,
    )
    return bare.render_as_string(hide_password=False)


def _run(program: str, db_url: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupProblem(say("backup.no-program", program=program))
    url = make_url(db_url)
    password = url.password or url.query.get("password")
    # Not among the words, which everybody on the machine can read.
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    done = subprocess.run(
        [found, "--no-owner", "--no-password", f"--dbname={_as_libpq(url)}", *words],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        reason = next(iter(done.stderr.strip().splitlines()), str(done.returncode))
        raise BackupProblem(say("backup.program", program=program, reason=reason))


def _as_libpq(url: URL) -> str:
    r"""Write an address as PostgreSQL's own programs read it.

    Examples
    --------
    >>> _as_libpq(make_url("postgresql://o'hara:secret@/grades?host=/run/pg"))
    "host='/run/pg' user='o\\'hara' dbname='grades'"
    """
    parts: Mapping[str, object] = {
        "host": url.host,
        "port": url.port,
        **url.query,
        "user": url.username,
        "dbname": url.database,
    }
    return " ".join(
        "{}='{}'".format(key, str(value).replace("\\", "\\\\").replace("'", "\\'"))
        for key, value in parts.items()
        if value and key != "password"
    )
