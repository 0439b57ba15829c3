"""Processes that a hub remembers by number, and that have ended without its knowing.

A machine that has been down gives the numbers anew. JupyterHub takes whatever has such
a number for the server or the proxy it started, waits for it in vain, and ends it, as
root.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from course.classroom.hub.accounts import find_account
from course.classroom.hub.places import Places


def forget_ended_processes(places: Places) -> None:
    """Take from a hub's memory each process that is no longer what it was.

    Parameters
    ----------
    places : Places
        Of a hub that does not run.
    """
    _forget_proxy(places)
    _forget_servers(places.state / "jupyterhub.sqlite")


def _forget_proxy(places: Places) -> None:
    written = places.state / "jupyterhub-proxy.pid"
    number = written.read_text("utf-8").strip() if written.exists() else ""
    command = Path("/proc", number or "none", "cmdline")
    if not command.exists() or bytes(places.proxy) not in command.read_bytes():
        written.unlink(missing_ok=True)


def _forget_servers(memory: Path) -> None:
    if not memory.exists():
        return
    with closing(sqlite3.connect(memory)) as connection, connection:
        remembered = connection.execute(
            "SELECT spawners.id, users.name, spawners.state "
            "FROM spawners JOIN users ON spawners.user_id = users.id"
        ).fetchall()
        for server, name, state in remembered:
            process = json.loads(state or "{}").get("pid")
            if process and not _is_of(name, Path(f"/proc/{process}")):
                forget = "UPDATE spawners SET state = '{}' WHERE id = ?"
                connection.execute(forget, (server,))


def _is_of(name: str, process: Path) -> bool:
    account = find_account(name)
    try:
        return account is not None and process.stat().st_uid == account.pw_uid
    except FileNotFoundError:
        return False
