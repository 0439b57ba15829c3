"""The accounts of a class on this machine, made as the class list says.

Only the standard tools of Linux are used: what they make, an administrator can change
by the same tools.
"""

from __future__ import annotations

import pwd
import secrets
import subprocess
from collections.abc import Iterable
from pathlib import Path

from course.classroom.hub.class_list import ClassList
from course.classroom.hub.places import Places
from course.messages import say

# Below it are the accounts of the system itself, root first of all.
_FIRST_PERSON = 1000


class AccountRefused(Exception):
    """An account cannot be in the class; the text is a sentence."""


def make_accounts(people: ClassList, places: Places) -> dict[str, str]:
    """Make the accounts and groups that are lacking.

    An account that is there already is left as it is, but for its membership in the
    class's group. Whoever is no longer on the list leaves the group.

    Parameters
    ----------
    people : ClassList
    places : Places

    Returns
    -------
    dict of str to str
        Name to password, of accounts made now; nothing where none are wanted.

    Raises
    ------
    AccountRefused
        If somebody on the list is an account of the system itself.
    """
    for name in people.everybody:
        if (account := find_account(name)) and account.pw_uid < _FIRST_PERSON:
            raise AccountRefused(say("hub.system-account", name=name))
    _run("groupadd", "--force", people.class_group)
    if not find_account(people.grader):
        home = ["--home-dir", str(places.grader_home), "--create-home"]
        shell = ["--shell", "/bin/bash", "--key", "HOME_MODE=0700"]
        _run("useradd", "--system", "--user-group", *home, *shell, people.grader)
    new = [name for name in people.everybody if not find_account(name)]
    for name in new:
        shell = ["--shell", "/bin/bash", "--key", "HOME_MODE=0700"]
        _run("useradd", "--create-home", *shell, name)
    members = ",".join((*people.everybody, people.grader))
    _run("gpasswd", "--members", members, people.class_group)
    if not people.make_passwords:
        return {}
    passwords = {name: secrets.token_urlsafe(9) for name in new}
    set_passwords(passwords)
    return passwords


def set_passwords(passwords: dict[str, str]) -> None:
    """Give accounts their passwords, without naming them on a command line.

    Parameters
    ----------
    passwords : dict of str to str
        By name of the account.
    """
    lines = [f"{name}:{password}\n" for name, password in passwords.items()]
    if lines:
        _run("chpasswd", text="".join(lines))


def find_account(who: str | int) -> pwd.struct_passwd | None:
    """Return an account of this machine by name or number, or None if there is none."""
    try:
        return pwd.getpwnam(who) if isinstance(who, str) else pwd.getpwuid(who)
    except KeyError:
        return None


def without_password(
    names: Iterable[str], shadow: Path = Path("/etc/shadow")
) -> list[str]:
    """Return those of some accounts that let anybody in, with an empty password.

    Parameters
    ----------
    names : iterable of str
    shadow : Path
        Where the machine keeps its passwords.

    Returns
    -------
    list of str
    """
    entries = (line.split(":") for line in shadow.read_text("utf-8").splitlines())
    empty = {entry[0] for entry in entries if len(entry) > 1 and not entry[1]}
    return [name for name in names if name in empty]


def _run(*command: str, text: str = "") -> None:
    subprocess.run(command, check=True, input=text, text=True)
