"""Where a hub's parts lie: all in one folder, each open to whom it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of a hub.

    Attributes
    ----------
    folder : Path
        Open to everybody; whatever is private lies in a closed folder within.

    Examples
    --------
    >>> Places(Path("/srv/four-lenses")).class_list.as_posix()
    '/srv/four-lenses/settings/class.toml'
    """

    folder: Path

    @property
    def environment(self) -> Path:
        """The Python environment: everybody's to run, root's to change."""
        return self.folder / "env"

    @property
    def proxy(self) -> Path:
        """The program that stands in front of the hub."""
        return self.folder / "proxy/node_modules/.bin/configurable-http-proxy"

    @property
    def settings(self) -> Path:
        """What the administrator decides: for root alone, it may hold secrets."""
        return self.folder / "settings"

    @property
    def class_list(self) -> Path:
        """Who is in the class."""
        return self.settings / "class.toml"

    @property
    def hub_settings(self) -> Path:
        """JupyterHub's own."""
        return self.settings / "jupyterhub_config.py"

    @property
    def state(self) -> Path:
        """What the hub remembers, and its secrets: for root alone."""
        return self.folder / "state"

    @property
    def exchange(self) -> Path:
        """Nbgrader's exchange: a folder for the course, and root's to add to."""
        return self.folder / "exchange"

    @property
    def grader_home(self) -> Path:
        """The grader account's home: for that account alone."""
        return self.folder / "grader"

    def course_directory(self, course: str) -> Path:
        """Nbgrader's course directory: lessons with keys, submissions, marks."""
        return self.grader_home / course

    def made_as(self, course: str) -> Path:
        """What the class list said of a track when the course directory was made."""
        return self.state / f"{course}.track"
