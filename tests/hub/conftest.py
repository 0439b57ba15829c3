"""A real hub, with accounts of its own on this machine; all of it is removed again."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import COURSE, INSTRUCTORS, ROOT, STUDENTS, Hub, passwords_in, remove

from course.classroom.hub.accounts import find_account, set_passwords
from course.classroom.hub.class_list import read_class_list
from course.classroom.hub.places import Places

WANTED = {"npm": "npm", "prlimit": "util-linux", "useradd": "passwd"}


def _lacking() -> str:
    """Why there can be no hub here; empty if there can."""
    if os.environ.get("FOURLENSES_TEST_HUB") != "1":
        return "a class on a hub has its own command: make test-hub"
    if os.geteuid() != 0:
        return "a hub makes accounts and runs servers as them, which takes root"
    for program, package in WANTED.items():
        if not shutil.which(program):
            return f"no {program} found (Debian: apt install {package})"
    return ""


@pytest.fixture(scope="session")
def possible() -> None:
    """Skip, or fail where a hub is required, if there can be none here."""
    reason = _lacking()
    if reason and os.environ.get("FOURLENSES_REQUIRE_HUB") == "1":
        pytest.fail(reason, pytrace=False)
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def places(possible) -> Iterator[Places]:
    """Where ``make hub`` installs a hub, environment and proxy and all."""
    for name in (*INSTRUCTORS, *STUDENTS, f"grader-{COURSE}"):
        assert not find_account(name), f"{name} is left over: userdel --remove {name}"
    folder = Path(tempfile.mkdtemp(prefix="fl-hub-"))
    subprocess.run([ROOT / "deploy/hub/install.sh", folder], check=True)
    yield Places(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def hub(places, start_postgresql) -> Iterator[Hub]:
    """A hub that serves the class, with its gradebook in PostgreSQL."""
    database = start_postgresql(auth="peer", owner="postgres")
    database.say(f'CREATE ROLE "grader-{COURSE}" LOGIN')
    address = database.make_database("gradebook", f"grader-{COURSE}")
    places.settings.mkdir(mode=0o700)
    places.class_list.write_text(
        f"course = {COURSE!r}\ninstructors = {list(INSTRUCTORS)}\n"
        f"students = {list(STUDENTS)}\ngradebook = {address!r}\n",
        "utf-8",
    )
    hub = Hub(places, read_class_list(places.class_list), database)
    try:
        made = hub.run("--no-serve")
        assert made.returncode == 0, made.stdout + made.stderr
        hub.said = made.stdout
        hub.first_passwords = passwords_in(made.stdout)
        set_passwords(hub.passwords)
        hub.start()
        yield hub
    finally:
        if hub.process and hub.process.poll() is None:
            hub.stop()
        remove(hub.people)


@pytest.fixture(scope="session")
def people_inside(hub) -> dict:
    """Everybody who has come in so far, by name."""
    return {}


@pytest.fixture(scope="session")
def chromium(playwright, browser_type_launch_args):
    """Chromium; the plugin's own name would put its tests before all others."""
    browser = playwright.chromium.launch(**browser_type_launch_args)
    yield browser
    browser.close()
