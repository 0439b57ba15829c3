"""A learner's side of nbgrader's exchange: what is released, handed in, given back.

It is read without nbgrader, which takes seconds to load. What nbgrader has to do, it
does in a process of its own.
"""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import md5
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from course.grading.course_directory import read_settings
from course.grading.exchange import Exchange, exchange_root
from course.grading.intake import parse_timestamp, read_secret
from course.grading.nbgrader_commands import ask_nbgrader
from course.messages import say
from course.tasks.calendar_days import say_moment


class OutOfReach(Exception):
    """The exchange cannot be read; the message is a sentence for the learner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """How a learner's work stands at the exchange.

    Attributes
    ----------
    handed_in : datetime
        The last time, by this computer's clock.
    page : Path or None
        The newest page of feedback that was fetched.
    about : datetime or None
        When what it is about was handed in.
    can_get : bool
        Whether a page lies in the exchange that is newer than that.
    """

    handed_in: datetime
    page: Path | None = None
    about: datetime | None = None
    can_get: bool = False

    def in_words(self) -> str:
        """Say it.

        Examples
        --------
        >>> Returned(handed_in=datetime(2027, 3, 14, 9, 5)).in_words()
        'Handed in on 14 March 2027 at 09:05. There is no feedback yet.'
        """
        said = [say("start.handed-in", when=say_moment(self.handed_in))]
        if self.can_get:
            which = "new" if self.page else "there"
            said.append(say(f"my-exchange.feedback-{which}"))
        elif self.page is None:
            said.append(say("my-exchange.feedback-to-come"))
        if self.about not in (None, self.handed_in):
            said.append(say("my-exchange.about-earlier", when=say_moment(self.about)))
        return " ".join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class MyExchange:
    """The exchange of one course run, as one learner may see it.

    Attributes
    ----------
    folder : Path
        Of the course run, in the exchange.
    cache : Path
        Where nbgrader keeps what this learner has handed in.
    workspace : Path
    """

    folder: Path
    cache: Path
    workspace: Path

    def released(self) -> list[Path]:
        """Return the folders of what can be fetched.

        Raises
        ------
        OutOfReach
            If the exchange cannot be looked into.
        """
        outbound = Exchange(self.folder).outbound
        try:
            return sorted(path for path in outbound.iterdir() if path.is_dir())
        except FileNotFoundError as error:
            # nbgrader makes the run's folder when the first lesson is released.
            if self.folder.parent.is_dir():
                return []
            reason = error.strerror
        except OSError as error:
            reason = error.strerror
        raise OutOfReach(say("my-exchange.out-of-reach", reason=reason))

    def returned(self, assignment: str, notebook: str) -> Returned | None:
        """Tell what was handed in, and what came back.

        Parameters
        ----------
        assignment, notebook : str
            Names; the notebook's without its ending.

        Returns
        -------
        Returned or None
            None where nothing was handed in.
        """
        hand_ins = sorted(self._hand_ins(assignment), reverse=True)
        if not hand_ins:
            return None
        last, _ = hand_ins[0]
        can_get = False
        for when, kept in hand_ins:
            stamp = kept.name.rpartition("+")[2]
            page = f"{notebook}.html"
            mine = self.workspace / assignment / "feedback" / stamp / page
            theirs = self.folder / "feedback" / f"{_page_name(kept, notebook)}.html"
            can_get = can_get or _is_newer(theirs, mine)
            if mine.is_file():
                return Returned(handed_in=last, page=mine, about=when, can_get=can_get)
        return Returned(handed_in=last, can_get=can_get)

    def _hand_ins(self, assignment: str) -> Iterator[tuple[datetime, Path]]:
        for folder in self.cache.glob(f"*+{assignment}+*"):
            when = parse_timestamp(folder.name.rpartition("+")[2].encode())
            if when is not None:
                yield when.replace(tzinfo=UTC).astimezone(), folder

    def fetch(self, assignment: str) -> None:
        """Copy a released assignment to the workspace.

        Of one that is there already, what is missing is put back.

        Raises
        ------
        OutOfReach, Declined
        """
        self._ask("fetch_assignment", assignment, "--replace")

    def fetch_feedback(self, assignment: str) -> None:
        """Copy the feedback on all that was handed in for an assignment.

        Raises
        ------
        OutOfReach, Declined
        """
        self._ask("fetch_feedback", assignment)

    def _ask(self, *words: str) -> None:
        self.released()
        ask_nbgrader(*words, folder=self.workspace)


def find_my_exchange(workspace: Path) -> MyExchange | None:
    """Return the exchange that a hub's settings name.

    Parameters
    ----------
    workspace : Path

    Returns
    -------
    MyExchange or None
        None where the settings name no course.
    """
    settings = read_settings(workspace)
    course = settings.CourseDirectory.get("course_id")
    if not course:
        return None
    cache = settings.Exchange.get("cache") or Path(jupyter_data_dir(), "nbgrader_cache")
    return MyExchange(
        folder=exchange_root(settings) / course,
        cache=Path(cache) / course,
        workspace=workspace,
    )


def _page_name(kept: Path, notebook: str) -> str:
    """As nbgrader names a page of feedback, so that only its reader can find it."""
    named = md5(read_secret(kept) + notebook.encode(), usedforsecurity=False)
    return named.hexdigest()


def _is_newer(theirs: Path, mine: Path) -> bool:
    try:
        return theirs.is_file() and not (
            mine.is_file() and filecmp.cmp(theirs, mine, shallow=False)
        )
    except OSError:
        return False
