"""`fourlenses learn` opens the course, once, and closes it cleanly."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from course.classroom.lab_server import LabServer, find_lab, lab_environment
from course.cli.learn import has_screen

ROOT = Path(__file__).parents[2]
FOURLENSES = [sys.executable, "-c", "from course.cli import main; main()"]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """A small course, and a home for Jupyter that holds nobody's own settings."""
    lesson = tmp_path / "course" / "release" / "04-variation" / "variation.ipynb"
    lesson.parent.mkdir(parents=True)
    lesson.write_text('{"cells": [], "metadata": {}, "nbformat": 4}', "utf-8")
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("FOURLENSES_", "JUPYTER")) and "DISPLAY" not in name
    }
    for kind in ("CONFIG", "DATA", "RUNTIME"):
        ours[f"JUPYTER_{kind}_DIR"] = str(tmp_path / kind.lower())
    return ours | {
        "FOURLENSES_COURSE_ROOT": str(tmp_path / "course"),
        "PYTHONUNBUFFERED": "1",
    }


def run(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess:
    """Run fourlenses until it ends."""
    return subprocess.run(
        [*FOURLENSES, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )


class Opened:
    """A course that is open, and what it said on the way."""

    def __init__(self, arguments, environment):
        self.process = subprocess.Popen(
            [*FOURLENSES, "learn", *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = []
        for line in self.process.stdout:
            self.said.append(line)
            if "Ctrl+C" in line:
                break
        self.address = re.search(r"http://\S+", "".join(self.said)).group()

    def close(self, with_signal=signal.SIGINT):
        """Press Ctrl+C, and return the last words."""
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        words = self.process.stdout.read()
        self.process.stdout.close()
        self.process.wait()
        return words


@pytest.fixture
def open_course(environment):
    """Return a function that opens the course; it is closed after the test."""
    opened = []

    def open_course(*arguments):
        opened.append(Opened(arguments, environment))
        return opened[-1]

    yield open_course
    for course in opened:
        if course.process.returncode is None:
            course.close()


def answers(address: str) -> bool:
    """Tell whether a page is there."""
    try:
        with urllib.request.urlopen(address) as page:
            return page.status == 200
    except urllib.error.URLError:
        return False


@pytest.mark.skipif(os.name == "nt", reason="sends the signals of other systems")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_it_opens_and_closes(open_course, tmp_path, name):
    """Ctrl+C, a closed window and a shutdown all end it with a sentence."""
    course = open_course("--workspace", str(tmp_path / "work"))

    assert (tmp_path / "work" / "04-variation" / "variation.ipynb").exists()
    assert "/doc/tree/Start.ipynb?token=" in course.address
    assert answers(course.address)

    words = course.close(getattr(signal, name))

    assert course.process.returncode == 0
    assert words == f"The course is closed. Your work is in {tmp_path / 'work'}.\n"
    assert not answers(course.address)


def test_a_second_time_leads_to_the_open_course(open_course, tmp_path, environment):
    """One JupyterLab for a workspace, however often the command is typed."""
    work = str(tmp_path / "work")
    course = open_course("--workspace", work)

    again = run(
        "learn", "--workspace", work, "--name", "amira", environment=environment
    )

    assert again.returncode == 0
    assert f"open already, at {course.address}" in again.stdout
    assert "without the name amira" in again.stdout


def test_a_port_that_is_taken_is_passed_over(open_course, tmp_path):
    """Somebody else's program on the port is no reason to fail."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        course = open_course("--workspace", str(tmp_path / "work"), "--port", str(port))

        assert f":{port}/" not in course.address
        assert answers(course.address)


def test_a_server_that_cannot_start_is_said(tmp_path, environment):
    """With the place of its own account, which somebody who helps will ask for."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "jupyter_server_config.py").write_text("raise SystemExit(3)")

    failed = run("learn", "--workspace", str(tmp_path / "w"), environment=environment)

    assert failed.returncode == 1
    assert "JupyterLab did not start" in failed.stderr
    assert len(failed.stderr.splitlines()) == 1


def test_a_workspace_that_cannot_be_used_is_one_sentence(tmp_path, environment):
    """No traceback, exit 1."""
    (tmp_path / "letter").write_text("Dear all")

    failed = run(
        "learn", "--workspace", str(tmp_path / "letter"), environment=environment
    )

    assert failed.returncode == 1
    assert failed.stderr.startswith(f"{tmp_path / 'letter'} is not a folder")
    assert len(failed.stderr.splitlines()) == 1


def test_a_course_without_lessons_is_one_sentence(tmp_path, environment):
    """It says which folder was looked in, and what to set."""
    environment |= {"FOURLENSES_COURSE_ROOT": str(tmp_path)}

    failed = run("learn", "--workspace", str(tmp_path / "w"), environment=environment)

    assert failed.returncode == 1
    assert "FOURLENSES_COURSE_ROOT" in failed.stderr
    assert not (tmp_path / "w").exists()


def test_help_is_not_kept_waiting_by_what_it_does_not_need():
    """None of the large packages is imported to print the help."""
    program = """if True:
        import sys
        from course.cli import app
        large = {"pandas", "numpy", "matplotlib", "nbgrader", "jupyterlab",
                 "jupyter_server", "ipywidgets"}
        print(sorted(large & set(sys.modules)))
    """

    told = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True
    )

    assert told.stdout == "[]\n"


def test_kernels_are_told_where_the_course_is_and_who_learns(tmp_path):
    """And import nothing that lies beside a notebook."""
    told = lab_environment(tmp_path / "w", tmp_path / "c", "amira", {"PATH": "x"})

    assert told["FOURLENSES_WORKSPACE"] == str(tmp_path / "w")
    assert told["FOURLENSES_COURSE_ROOT"] == str(tmp_path / "c")
    assert told["FOURLENSES_LEARNER"] == "amira"
    assert told["PYTHONSAFEPATH"] == "1"
    assert told["PATH"] == "x"
    assert "FOURLENSES_LEARNER" not in lab_environment(tmp_path, tmp_path, "", {})


def test_a_server_that_is_gone_is_not_found(tmp_path, monkeypatch):
    """A file left by a computer that lost power does not count as open."""
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path))
    state = Path(lab_environment(tmp_path, tmp_path)["JUPYTER_RUNTIME_DIR"])
    state.mkdir()
    left = {"url": "http://127.0.0.1:9/", "token": "x"}
    (state / "jpserver-1.json").write_text(json.dumps(left))
    (state / "jpserver-2.json").write_text("half a fi")

    assert find_lab(tmp_path) is None


def test_an_address_keeps_its_key_whole():
    """Letters that mean something in an address are written otherwise."""
    page = LabServer("http://127.0.0.1:8888/", "a&b").page("04 x/å.ipynb")

    assert page == "http://127.0.0.1:8888/doc/tree/04%20x/%C3%A5.ipynb?token=a%26b"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="always a screen there")
@pytest.mark.parametrize(
    ("variables", "there"),
    [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True)],
)
def test_a_screen_is_told_by_the_environment(variables, there):
    """Without one, no browser is tried."""
    assert has_screen(variables) is there
