"""Reasons for which a hub does not start: a door that stands open."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from traitlets.config import Config

from course.classroom.hub.accounts import find_account, without_password
from course.classroom.hub.class_list import ClassList
from course.classroom.hub.places import Places
from course.classroom.hub.preparing import is_closed
from course.grading.fetch_marks import MARKS
from course.messages import say

# One password for all, or none: B gets in as A. platform_login.py closes what the last
# leaves open.
_OPEN_DOORS = ("dummy", "null", "sharedpassword", "lti13")


def open_doors(settings: Config, places: Places) -> list[str]:
    """Tell what in JupyterHub's settings would let in whom it should not.

    Parameters
    ----------
    settings : Config
        JupyterHub's, after its file has been read.
    places : Places

    Returns
    -------
    list of str
        Sentences for the administrator; empty if all is well.

    Examples
    --------
    >>> settings = Config()
    >>> settings.JupyterHub.authenticator_class = "dummy"
    >>> settings.Authenticator.allow_existing_users = False
    >>> print(*open_doors(settings, Places(Path("/srv/hub"))))
    The hub's authenticator is dummy, which lets people in with one password for ...
    """
    reasons = []
    chosen = settings.JupyterHub.get("authenticator_class", "pam")
    name = chosen if isinstance(chosen, str) else chosen.__name__
    known = name.split(".")[-1].lower().replace("-", "").removesuffix("authenticator")
    if known in _OPEN_DOORS:
        path = places.hub_settings
        reasons.append(say("hub.shared-password", authenticator=name, path=path))
    # What is said of one authenticator goes before what is said of all.
    said = [settings[one] for one in settings if one.endswith("Authenticator")]
    if any(one.get("allow_all") or one.get("allow_existing_users") for one in said) or (
        # JupyterHub's own default, once somebody is allowed by name.
        settings.Authenticator.get("allow_existing_users", True)
    ):
        reasons.append(say("hub.everybody-allowed", path=places.hub_settings))
    return reasons


def open_files(people: ClassList, places: Places) -> list[str]:
    """Tell which homes and folders could be read by whom they do not concern.

    Parameters
    ----------
    people : ClassList
        Whose accounts are there.
    places : Places

    Returns
    -------
    list of str
        As `open_doors`.
    """
    reasons = []
    for name in people.everybody:
        account = find_account(name)
        home = Path(account.pw_dir) if account else Path()
        if account and home.is_dir() and not is_closed(home, 0o700):
            reasons.append(say("hub.open-home", home=home))
    course = places.exchange / people.course
    for folder, mode in (
        (places.settings, 0o700),
        (places.state, 0o700),
        (places.grader_home, 0o700),
        (places.exchange, 0o755),
        (course, 0o750),
        (course / "inbound", 0o733),
        (course / MARKS, 0o733),
        (course / "outbound", 0o755),
        (course / "feedback", 0o711),
    ):
        if not is_closed(folder, mode):
            reasons.append(say("hub.open-folder", folder=folder, mode=f"{mode:o}"))
    for name in without_password(people.everybody):
        reasons.append(say("hub.no-password", name=name))
    return reasons


def former_members(people: ClassList, places: Places) -> set[str]:
    """Return whom the hub remembers and the class list no longer names.

    JupyterHub takes servers, tokens and groups from those it is told to block.

    Parameters
    ----------
    people : ClassList
    places : Places

    Returns
    -------
    set of str
    """
    memory = places.state / "jupyterhub.sqlite"
    if not memory.exists():
        return set()
    with closing(sqlite3.connect(memory)) as connection:
        known = {name for (name,) in connection.execute("SELECT name FROM users")}
    return known - set(people.everybody)


def stop_if_open(settings: Config, people: ClassList, places: Places) -> None:
    """End the hub before it has begun, if a door stands open.

    Parameters
    ----------
    settings : Config
    people : ClassList
    places : Places

    Raises
    ------
    SystemExit
        With the reasons.
    """
    reasons = open_doors(settings, places) + open_files(people, places)
    if reasons:
        sys.exit("\n".join([say("hub.not-started"), *reasons]))
