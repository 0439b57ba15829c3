"""A hub for a test: its folders, its people, their passwords, what it runs as."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

import requests
from visitor import PATIENCE, Visitor

from course.classroom.hub.accounts import find_account
from course.classroom.hub.class_list import ClassList
from course.classroom.hub.places import Places

ROOT = Path(__file__).parents[2]
# Not the course's own name, so that a hub that serves a class is not touched.
COURSE = "fl-test"
INSTRUCTORS = ("fl-ingrid", "fl-jonas")
STUDENTS = tuple(
    f"fl-{name}"
    for name in (
        *("amira", "bengt", "chiara", "david", "eeva", "farid"),
        *("greta", "hassan", "ida", "jon", "kaisa", "lars"),
    )
)


class Hub:
    """A hub: its folders, its people and their passwords, and what it runs as."""

    def __init__(self, places: Places, people: ClassList, database):
        self.places, self.people, self.database = places, people, database
        self.passwords = {name: secrets.token_urlsafe(12) for name in people.everybody}
        self.ports = dict(
            zip(("URL", "HUB", "PROXY", "GRADER"), _free_ports(4), strict=True)
        )
        self.address = f"http://127.0.0.1:{self.ports['URL']}"
        self.process: subprocess.Popen | None = None
        self.log = places.folder / "hub.log"

    def run(self, *words: str, **more) -> subprocess.CompletedProcess:
        """Run ``fourlenses hub`` to its end."""
        return subprocess.run(
            self._command(*words), capture_output=True, text=True, cwd=ROOT, **more
        )

    def start(self) -> None:
        """Start, and wait until the door opens."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command(),
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env=self.environment,
                start_new_session=True,
            )
        self.wait()

    def wait(self) -> None:
        """Wait until the sign-in page and formgrader are there."""
        grader = f"/services/{self.people.course}/api"
        deadline = time.monotonic() + PATIENCE
        while not (self._answers("/hub/login") and self._answers(grader)):
            assert time.monotonic() < deadline, self.log.read_text("utf-8", "replace")
            assert self.process.poll() is None, self.log.read_text("utf-8", "replace")
            time.sleep(0.2)

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the hub; people's servers go on."""
        self.process.send_signal(how)
        self.process.wait(PATIENCE)

    @property
    def environment(self) -> dict[str, str]:
        """What the hub is told about its ports."""
        ports = {
            "FOURLENSES_HUB_URL": self.address,
            **{
                f"FOURLENSES_{name}_PORT": str(port)
                for name, port in self.ports.items()
                if name != "URL"
            },
        }
        kept = {
            name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ
        }
        return kept | ports

    def visitor(self, name: str = "") -> Visitor:
        """Somebody before the door."""
        return Visitor(self.address, name, self.people.course)

    def enter(self, name: str) -> Visitor:
        """Somebody who has signed in, with a server of their own."""
        visitor = self.visitor(name)
        assert visitor.sign_in(self.passwords[name]) == 200
        visitor.start_server()
        return visitor

    def as_grader(self, *command: str) -> subprocess.CompletedProcess:
        """Run a command of the hub's environment in the course directory."""
        grader = self.people.grader
        bin_ = self.places.environment / "bin"
        return subprocess.run(
            [
                *("setpriv", f"--reuid={grader}", f"--regid={grader}", "--init-groups"),
                *(bin_ / command[0], *command[1:]),
            ],
            cwd=self.places.course_directory(self.people.course),
            env={"HOME": str(self.places.grader_home), "PATH": f"{bin_}:/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )

    def _command(self, *words: str) -> list:
        return [
            self.places.environment / "bin/fourlenses",
            *("hub", self.places.folder, "--root", ROOT, *words),
        ]

    def _answers(self, path: str) -> bool:
        http = requests.Session()
        http.trust_env = False
        try:
            return http.get(self.address + path, timeout=10).status_code in (200, 403)
        except requests.ConnectionError:
            return False


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def passwords_in(said: str) -> dict[str, str]:
    """Return the passwords that were shown, by name."""
    words = [line.split() for line in said.splitlines()]
    return {
        pair[0]: pair[1]
        for pair in words
        if len(pair) == 2 and pair[0] in (*INSTRUCTORS, *STUDENTS)
    }


def remove(people: ClassList) -> None:
    """Remove the accounts that were made for the test, and what still runs as them."""
    made = [name for name in (*people.everybody, people.grader) if find_account(name)]
    theirs = {find_account(name).pw_uid for name in made}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.stat().st_uid in theirs:
                os.kill(int(process.name), signal.SIGKILL)
        except (FileNotFoundError, ProcessLookupError):
            continue
    for name in made:
        subprocess.run(["userdel", "--force", "--remove", name], capture_output=True)
    subprocess.run(["groupdel", people.class_group], capture_output=True)
