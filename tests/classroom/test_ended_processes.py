"""A hub ends no process that only has the number of one it started."""

import json
import os
import pwd
import sqlite3
import subprocess
from contextlib import closing

import pytest

from course.classroom.hub.ended_processes import forget_ended_processes
from course.classroom.hub.places import Places


@pytest.fixture
def places(tmp_path):
    """Folders of a hub that has run."""
    places = Places(tmp_path)
    places.state.mkdir()
    return places


def remembered(places, *servers):
    """What is left of servers, given as name and process."""
    memory = places.state / "jupyterhub.sqlite"
    with closing(sqlite3.connect(memory)) as connection, connection:
        connection.execute("CREATE TABLE users (id INTEGER, name TEXT)")
        connection.execute("CREATE TABLE spawners (id INTEGER, user_id INTEGER, state)")
        for number, (name, process) in enumerate(servers):
            state = json.dumps({"pid": process}) if process else None
            connection.execute("INSERT INTO users VALUES (?, ?)", (number, name))
            row = (number, number, state)
            connection.execute("INSERT INTO spawners VALUES (?, ?, ?)", row)
    forget_ended_processes(places)
    with closing(sqlite3.connect(memory)) as connection:
        states = connection.execute("SELECT state FROM spawners ORDER BY id").fetchall()
    return [json.loads(state or "{}").get("pid") for (state,) in states]


def test_a_server_is_remembered_while_its_process_is_that_accounts(places):
    """Not one whose number somebody else's process has, or nobody's."""
    me = pwd.getpwuid(os.getuid()).pw_name
    other = next(one.pw_name for one in pwd.getpwall() if one.pw_uid != os.getuid())
    ended = subprocess.Popen(["true"])
    ended.wait()
    servers = (me, os.getpid()), (other, os.getpid()), (me, ended.pid), (me, None)

    assert remembered(places, *servers, ("left-the-machine", os.getpid())) == [
        *(os.getpid(), None, None, None, None)
    ]


@pytest.mark.parametrize("written", ["{other}", "", "not a number", "99999999"])
def test_no_other_process_is_taken_for_the_proxy(places, written):
    """Also where the file was being written as the machine went down."""
    file = places.state / "jupyterhub-proxy.pid"
    file.write_text(written.format(other=os.getpid()), "utf-8")

    forget_ended_processes(places)

    assert not file.exists()


def test_the_proxy_that_still_runs_is_remembered(places):
    """JupyterHub then ends it, and starts another in its place."""
    file = places.state / "jupyterhub-proxy.pid"
    command = ["/bin/sh", "-c", "echo; read line", places.proxy]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as proxy:
        # The system shows a command only once it has begun.
        proxy.stdout.readline()
        file.write_text(str(proxy.pid), "utf-8")
        forget_ended_processes(places)
        proxy.stdin.close()

    assert file.exists()


def test_a_hub_that_never_ran_has_nothing_to_forget(places):
    """Its first start."""
    forget_ended_processes(places)

    assert not list(places.state.iterdir())
