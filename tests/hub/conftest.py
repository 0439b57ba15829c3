"""A real hub, with accounts of its own on this machine; all of it is removed again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from serving import CLASS, Hub, installed, serving

from course.classroom.hub.places import Places

WANTED = {
    "npm": "npm",
    "openssl": "openssl",
    "prlimit": "util-linux",
    "useradd": "passwd",
}


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
    """Where a hub is installed."""
    with installed(CLASS) as places:
        yield places


@pytest.fixture(scope="session")
def hub(places, start_postgresql) -> Iterator[Hub]:
    """A hub that serves the class, with its gradebook in PostgreSQL."""
    database = start_postgresql(auth="peer", owner="postgres")
    database.say(f'CREATE ROLE "{CLASS.grader}" LOGIN')
    address = database.make_database("gradebook", CLASS.grader)
    with serving(places, replace(CLASS, gradebook=address), database) as hub:
        yield hub


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
