"""The course run that a class takes, if its list names a track."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from course.classroom.course_runs import (
    NotMade,
    Plan,
    find_zone,
    plan_course_run,
    refuse_months,
)
from course.classroom.tracks import find_track
from course.messages import say


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRun:
    """What the class list says of the class's course run.

    Attributes
    ----------
    track : str
        Of the course, or the path of a file.
    start : date
    months : int, optional
    zone : str
        "" for this computer's own.
    """

    track: str
    start: date
    months: int | None = None
    zone: str = ""

    @property
    def own_track(self) -> Path | None:
        """The file of a track that the organisation has written itself."""
        return Path(self.track) if self.track.endswith(".toml") else None

    def plan(self, name: str, source: Path) -> Plan:
        """Decide everything about the course run; as `plan_course_run`."""
        return plan_course_run(
            find_track(self.track),
            source,
            self.start,
            months=self.months,
            name=name,
            zone=find_zone(self.zone),
        )

    def dates_as_options(self) -> list[str]:
        """Return what ``fourlenses new`` is to be told of its dates."""
        options = ["--start", f"{self.start}", "--zone", self.zone]
        return options + (["--months", f"{self.months}"] if self.months else [])

    def as_text(self) -> str:
        """Return it as it may be written in the class list, on one line.

        Examples
        --------
        >>> print(ClassRun(track="boards", start=date(2027, 2, 1)).as_text())
        track = "boards", start = 2027-02-01
        """
        written = [f'track = "{self.track}"', f"start = {self.start}"]
        if self.months:
            written.append(f"months = {self.months}")
        if self.zone:
            written.append(f'zone = "{self.zone}"')
        return ", ".join(written)


def read_class_run(written: Mapping[str, Any], folder: Path) -> ClassRun:
    """Take a course run from what was written in the class list.

    Parameters
    ----------
    written : mapping
        As TOML gives it.
    folder : Path
        Where a track's file lies, if its path does not begin at the root.

    Returns
    -------
    ClassRun

    Raises
    ------
    NotMade, NoTrack
        If something of it cannot be.
    """
    if "track" not in written:
        raise NotMade(say("hub.no-track"))
    track, zone = written["track"], written.get("zone", "")
    if not isinstance(track, str) or not isinstance(zone, str):
        raise NotMade(say("hub.wrong-kind"))
    if track.endswith(".toml"):
        track = str(folder.absolute() / Path(track).expanduser())
    start, months = written.get("start"), written.get("months")
    # TOML has moments too, which are dates to Python.
    if type(start) is not date:
        raise NotMade(say("hub.start-rule"))
    if months is not None:
        refuse_months(months)
    find_track(track)
    find_zone(zone)
    return ClassRun(track=track, start=start, months=months, zone=zone)
