"""A hub for a test: its folders, its people, their passwords, what it runs as."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from pathlib import Path

import requests
from visitor import PATIENCE, Visitor

from course.classroom.hub.accounts import find_account, set_passwords
from course.classroom.hub.class_list import ClassList
from course.classroom.hub.places import Places

ROOT = Path(__file__).parents[2]
INSTRUCTORS = ("fl-ingrid", "fl-jonas")
STUDENTS = tuple(
    f"fl-{name}"
    for name in (
        *("amira", "bengt", "chiara", "david", "eeva", "farid"),
        *("greta", "hassan", "ida", "jon", "kaisa", "lars"),
    )
)
# Not the course's own name, so that a hub that serves a class is not touched.
CLASS = ClassList(course="fl-test", instructors=INSTRUCTORS, students=STUDENTS)
UNIT = ConfigParser(interpolation=None)
UNIT.optionxform = str
UNIT.read(ROOT / "deploy/hub/four-lenses-hub.service", "utf-8")


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
            self.command(*words), capture_output=True, text=True, cwd="/", **more
        )

    def start(self) -> None:
        """Start, and wait until the door opens."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                stdout=log,
                stderr=log,
                cwd="/",
                env=self.environment,
                start_new_session=True,
            )
        self.wait()

    def wait(self) -> None:
        """Wait until the sign-in page and the instructors' server are there."""
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

    def go_down(self) -> None:
        """End all of it, as systemd does before a machine goes down.

        First the unit, as it says itself; then whatever is left.
        """
        assert UNIT["Service"]["KillMode"] == "process"
        self.stop()
        for how in (signal.SIGTERM, signal.SIGKILL):
            end_processes(self.people, how)
        while processes_of(*self.people.everybody, self.people.grader):
            time.sleep(0.1)
        self.database.stop()

    @property
    def environment(self) -> dict[str, str]:
        """What systemd gives a service, and the ports."""
        ports = {
            "FOURLENSES_HUB_URL": self.address,
            **{
                f"FOURLENSES_{name}_PORT": str(port)
                for name, port in self.ports.items()
                if name != "URL"
            },
        }
        programs = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
        return {"PATH": programs, "LANG": "C.UTF-8"} | ports

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

    def command(self, *words: str) -> list[str]:
        """The unit's own, in this hub's folder."""
        return [
            *in_these_folders(self.places, UNIT["Service"]["ExecStart"]).split(),
            *words,
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


def in_these_folders(places: Places, text: str) -> str:
    """Put a hub's folders, and this checkout, in the place of those of an example."""
    return text.replace("/opt/four-lenses", str(places.folder)).replace(
        "/srv/four-lenses-course", str(ROOT)
    )


@contextmanager
def installed(people: ClassList) -> Iterator[Places]:
    """Where ``make hub`` installs a hub for a class, environment and proxy and all."""
    for name in (*people.everybody, people.grader):
        assert not find_account(name), f"{name} is left over: userdel --remove {name}"
    with tempfile.TemporaryDirectory(prefix="fl-hub-") as folder:
        subprocess.run([ROOT / "deploy/hub/install.sh", folder], check=True)
        yield Places(Path(folder))


@contextmanager
def serving(places: Places, people: ClassList, database=None) -> Iterator[Hub]:
    """A hub that serves a class; its accounts are made, and removed again."""
    places.settings.mkdir(mode=0o700)
    places.class_list.write_text(
        f"course = {people.course!r}\ninstructors = {list(people.instructors)}\n"
        f"students = {list(people.students)}\ngradebook = {people.gradebook!r}\n",
        "utf-8",
    )
    hub = Hub(places, people, database)
    try:
        made = hub.run("--no-serve")
        assert made.returncode == 0, made.stdout + made.stderr
        hub.first_passwords = passwords_in(made.stdout, people)
        set_passwords(hub.passwords)
        hub.start()
        yield hub
    finally:
        if hub.process and hub.process.poll() is None:
            hub.stop()
        remove(people)


def passwords_in(said: str, people: ClassList) -> dict[str, str]:
    """Return the passwords that were shown, by name."""
    words = [line.split() for line in said.splitlines()]
    return {
        pair[0]: pair[1]
        for pair in words
        if len(pair) == 2 and pair[0] in people.everybody
    }


def processes_of(*accounts: str) -> list[Path]:
    """Return the folders in ``/proc`` of all that runs as some accounts."""
    theirs = {account.pw_uid for account in map(find_account, accounts) if account}
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            # One that has ended, and that nobody has asked about yet, has no command.
            if process.stat().st_uid in theirs and (process / "cmdline").read_bytes():
                found.append(process)
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def end_processes(people: ClassList, how: int) -> None:
    """Send a signal to all that runs as somebody of the class."""
    for process in processes_of(*people.everybody, people.grader):
        try:
            os.kill(int(process.name), how)
        except ProcessLookupError:
            continue


def remove(people: ClassList) -> None:
    """Remove the accounts that were made for a class, and what still runs as them."""
    end_processes(people, signal.SIGKILL)
    made = [name for name in (*people.everybody, people.grader) if find_account(name)]
    for name in made:
        subprocess.run(["userdel", "--force", "--remove", name], capture_output=True)
    subprocess.run(["groupdel", people.class_group], capture_output=True)
