"""Where a course run's files lie, as ``nbgrader_config.py`` says.

Read without importing nbgrader, which takes three seconds: a teacher with forty
learners waits longer for that than for the marks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import (
    ConfigFileNotFound,
    JSONFileConfigLoader,
    PyFileConfigLoader,
)

from course.messages import say

_CONFIGURATION = "nbgrader_config"
# nbgrader's own name for a folder: the setting that may give it another.
_FOLDERS = ("source", "release", "submitted", "autograded", "feedback")
_STRUCTURE = "{nbgrader_step}/{student_id}/{assignment_id}"


class NotACourseDirectory(Exception):
    """The folder cannot be graded in; the message is a sentence for the teacher."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDirectory:
    """The folders and the gradebook of one course run.

    Attributes
    ----------
    root, source, release, submitted, autograded, feedback : Path
    db_url : str
        Of nbgrader's gradebook, as SQLAlchemy reads it.
    course_id : str
    group_shared : bool
        Whether files are made for a group of teachers to write.
    config : Config
        All of nbgrader's settings.
    """

    root: Path
    source: Path
    release: Path
    submitted: Path
    autograded: Path
    feedback: Path
    db_url: str
    course_id: str = "default_course"
    group_shared: bool = False
    config: Config = field(default_factory=Config)

    @property
    def file_mode(self) -> int:
        """Permissions of graded files, as nbgrader gives them."""
        return 0o664 if self.group_shared else 0o444


def open_course_directory(root: Path) -> CourseDirectory:
    """Read the settings of a course directory.

    Parameters
    ----------
    root : Path

    Returns
    -------
    CourseDirectory

    Raises
    ------
    NotACourseDirectory
        If there is no ``source/``, or the folders are arranged in a way of their own.
    """
    root = root.absolute()
    return course_directory_of(root, read_settings(root))


def course_directory_of(root: Path, config: Config) -> CourseDirectory:
    """Return the course directory that some settings describe.

    Parameters
    ----------
    root : Path
        Where the settings name no other.
    config : Config

    Returns
    -------
    CourseDirectory

    Raises
    ------
    NotACourseDirectory
        As `open_course_directory`.
    """
    settings = config.CourseDirectory
    root = Path(settings.get("root") or root).absolute()
    if settings.get("directory_structure", _STRUCTURE) != _STRUCTURE:
        raise NotACourseDirectory(say("grading.structure", structure=_STRUCTURE))
    folders = {
        name: root / settings.get(f"{name}_directory", name) for name in _FOLDERS
    }
    if not folders["source"].is_dir():
        raise NotACourseDirectory(say("grading.no-source", root=root))
    return CourseDirectory(
        root=root,
        **folders,
        db_url=settings.get("db_url") or f"sqlite:///{root / 'gradebook.db'}",
        course_id=settings.get("course_id", "default_course"),
        group_shared=bool(settings.get("groupshared", False)),
        config=config,
    )


def read_settings(root: Path) -> Config:
    """Read nbgrader's settings: a folder's, over those of the machine and its user.

    Parameters
    ----------
    root : Path

    Returns
    -------
    Config
    """
    config = Config()
    for folder in (*reversed(jupyter_config_path()), str(root)):
        for loader in (
            JSONFileConfigLoader(f"{_CONFIGURATION}.json", path=folder),
            PyFileConfigLoader(f"{_CONFIGURATION}.py", path=folder),
        ):
            try:
                config.merge(loader.load_config())
            except ConfigFileNotFound:
                continue
    return config
