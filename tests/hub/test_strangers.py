"""Nobody gets in where they do not belong: by file, by socket, by page, by name."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from people import Work, release, work_over_http
from serving import INSTRUCTORS, STUDENTS

from course.classroom.hub.accounts import find_account
from course.grading.fetch_marks import fetched_by
from course.grading.personas import EXPERT

ASSIGNMENT, LESSON = "04-variation", "variation"
A, B = STUDENTS[2:4]
TEACHER = INSTRUCTORS[0]


@pytest.fixture(scope="module")
def a(hub, people_inside):
    """The student who tries."""
    return people_inside.get(A) or people_inside.setdefault(A, hub.enter(A))


@pytest.fixture(scope="module")
def b(hub, people_inside):
    """The student whose work it is: handed in, collected, graded, with feedback."""
    visitor = people_inside.get(B) or people_inside.setdefault(B, hub.enter(B))
    if not (Path(f"/home/{B}/four-lenses") / ASSIGNMENT).is_dir():
        release(hub, ASSIGNMENT)
        visitor.assignments("fetch", ASSIGNMENT)
        work_over_http(visitor, Work(ASSIGNMENT, B, EXPERT))
        visitor.assignments("submit", ASSIGNMENT)
        steps = "collect", "autograde", "generate_feedback", "release_feedback"
        for command in steps:
            done = hub.as_grader("nbgrader", command, ASSIGNMENT)
            assert done.returncode == 0, done.stderr
    return visitor


@pytest.fixture(scope="module")
def found(hub, a, b) -> dict[str, object]:
    """Where things are, which only root could tell A."""
    exchange = hub.places.exchange / hub.people.course
    (handed_in, *_) = sorted((exchange / "inbound").glob(f"{B}+{ASSIGNMENT}+*"))
    (feedback, *_) = sorted((exchange / "feedback").iterdir())
    state = hub.places.state
    with closing(sqlite3.connect(state / "jupyterhub.sqlite")) as memory:
        wanted = "SELECT port FROM servers WHERE base_url = ?"
        ((port,),) = memory.execute(wanted, (f"/user/{B}/",))
    uid = find_account(B).pw_uid
    return {
        "B": B,
        "home": f"/home/{B}",
        "exchange": exchange,
        "handed_in": handed_in,
        "feedback": feedback,
        "course": hub.places.course_directory(hub.people.course),
        "hub": hub.places.folder,
        "service": hub.people.course,
        "port": port,
        "grader_port": hub.ports["GRADER"],
        "proxy_port": hub.ports["PROXY"],
        "gradebook": hub.people.gradebook,
        "role": hub.people.gradebook.split("//")[1].split("@")[0],
        "socket": hub.people.gradebook.split("host=")[1],
        "process": next(
            process.name
            for process in Path("/proc").glob("[0-9]*")
            if process.stat().st_uid == uid
        ),
        "hub_process": hub.process.pid,
    }


FILES = {
    "the home of another": "os.listdir('{home}')",
    "another's answers": "os.listdir('{home}/four-lenses/04-variation/answers')",
    "another's kernels": "os.listdir('{home}/.fourlenses-run')",
    "who handed in": "os.listdir('{exchange}/inbound')",
    "what another handed in": "os.listdir('{handed_in}')",
    "another's answer as handed in": "open('{handed_in}/timestamp.txt').read()",
    "who has fetched": "os.listdir('{exchange}/fetched')",
    "taking away what another handed in": "os.rename('{handed_in}', '{handed_in}x')",
    "whose feedback is there": "os.listdir('{exchange}/feedback')",
    "changing feedback": "open('{feedback}', 'a')",
    "changing what is released": "open('{exchange}/outbound/x', 'w')",
    "a course of one's own": "os.mkdir('{hub}/exchange/other')",
    "the lessons with their solutions": "os.listdir('{course}/source')",
    "the keys": "open('{course}/source/04-variation.keys.toml').read()",
    "what was collected": "os.listdir('{course}/submitted')",
    "marks": "os.listdir('{course}/autograded')",
    "all feedback": "os.listdir('{course}/feedback')",
    "the grader's settings": "open('{course}/nbgrader_config.py').read()",
    "the class list": "open('{hub}/settings/class.toml').read()",
    "what the hub remembers": "open('{hub}/state/jupyterhub.sqlite', 'rb')",
    "the hub's secret": "open('{hub}/state/jupyterhub_cookie_secret').read()",
    "another's surroundings": "open('/proc/{process}/environ').read()",
    "the hub's surroundings": "open('/proc/{hub_process}/environ').read()",
    "ending another's server": "os.kill({process}, 15)",
    "changing the course": "open(course.__file__, 'a')",
    "changing everybody's settings": "open(sys.prefix + '/etc/jupyter/x', 'w')",
    "the machine's passwords": "open('/etc/shadow').read()",
}


@pytest.mark.parametrize("what", FILES)
def test_a_student_cannot_reach_by_file(a, found, what):
    """In a kernel of A's own server, where A may do all that A's account may."""
    lines = FILES[what].format(**found)

    said = a.run("import course, os, sys", lines)

    assert said.startswith("PermissionError"), said


def test_no_key_lies_where_a_student_looks(a, hub):
    """Not in the package, not beside the release: searched for as A would."""
    said = a.run(
        "import subprocess",
        f"print(subprocess.run(['find', '{hub.places.folder}', '-name', '*keys*.toml'],"
        " capture_output=True, text=True).stdout)",
    )

    assert said.strip() == ""


def test_a_student_cannot_open_the_gradebook(a, found):
    """Neither as oneself nor as the grader: the database asks the machine who it is."""
    for role in ("", f"user={found['role']} ", "user=postgres "):
        said = a.run(
            "import psycopg",
            f"psycopg.connect('dbname=gradebook {role}host={found['socket']}')",
        )
        assert said.startswith("OperationalError"), said


PAGES = {
    "another's JupyterLab": "/user/{B}/lab",
    "another's files": "/user/{B}/api/contents",
    "another's answers": "/user/{B}/files/four-lenses/04-variation/answers/x.json",
    "another's kernels": "/user/{B}/api/kernels",
    "another's assignments": "/user/{B}/assignments?course_id=x",
    "formgrader": "/services/{service}/formgrader/",
    "formgrader's gradebook": "/services/{service}/formgrader/gradebook/04-variation",
    "formgrader's lists": "/services/{service}/formgrader/api/assignments",
    "the teacher's page": "/services/{service}/fourlenses/teach",
    "what is being done there": "/services/{service}/fourlenses/teach/job?run=-",
    "how a lesson went": (
        "/services/{service}/fourlenses/teach/-/overview/04-variation.html"
    ),
    "another's feedback, by the teacher's page": (
        "/services/{service}/fourlenses/teach/-/feedback/{B}/04-variation/variation.html"
    ),
    "everybody's texts": "/services/{service}/fourlenses/teach/-/texts/04-variation",
    "a lesson with keys": "/services/{service}/fourlenses/teach/-/look/04-variation",
    "lessons by the teacher's page": (
        "/services/{service}/fourlenses/teach/-/lessons.zip"
    ),
    "all marks": "/services/{service}/fourlenses/teach/-/marks/x.csv",
    "a teacher's page of one's own": f"/user/{A}/fourlenses/teach",
    "the course directory": "/services/{service}/api/contents",
    "the grader's JupyterLab": "/services/{service}/lab",
    "a page of the hub's users": "/hub/admin",
    "starting another's server": "/hub/spawn/{B}",
    "the hub's users": "/hub/api/users",
    "another user": "/hub/api/users/{B}",
    "another's tokens": "/hub/api/users/{B}/tokens",
    "the hub's groups": "/hub/api/groups",
    "the hub's routes": "/hub/api/proxy",
    "the hub's services": "/hub/api/services/{service}",
}
REFUSED = (401, 403, 404)


@pytest.mark.parametrize("what", PAGES)
def test_a_student_cannot_open_the_page(a, found, what):
    """With A's own cookies, as A's browser would ask."""
    page = a.get(PAGES[what].format(**found))

    assert page.status_code in REFUSED, page.text


@pytest.mark.parametrize("what", PAGES)
def test_somebody_not_signed_in_is_shown_the_door(hub, found, what):
    """Each of those pages refuses, or is the page to sign in at."""
    page = hub.visitor().get(PAGES[what].format(**found))

    assert page.status_code in REFUSED or "/hub/login" in page.url, page.text


def test_own_pages_of_a_student_are_closed_to_strangers(hub, a):
    """What A may open, nobody may without signing in."""
    for path in ("lab", "api/contents", "api/kernels", "assignments?course_id=x"):
        page = hub.visitor().get(f"{a.server}{path}")
        assert page.status_code in REFUSED or "/hub/login" in page.url, page.text


DEEDS = {
    "stop another's server": ("DELETE", "/hub/api/users/{B}/server"),
    "make a token for another": ("POST", "/hub/api/users/{B}/tokens"),
    "make a user": ("POST", "/hub/api/users/somebody"),
    "join the instructors": ("POST", "/hub/api/groups/formgrade-{service}/users"),
    "stop the hub": ("POST", "/hub/api/shutdown"),
    "run a kernel as another": ("POST", "/user/{B}/api/kernels"),
    "run a kernel as the grader": ("POST", "/services/{service}/api/kernels"),
    "press a button of the teacher's page": (
        *("POST", "/services/{service}/fourlenses/teach/job"),
    ),
    "mark a text": (
        *("POST", "/services/{service}/fourlenses/teach/-/texts/04-variation"),
    ),
    "collect": ("POST", "/services/{service}/formgrader/api/assignment/x/collect"),
}


@pytest.mark.parametrize("what", DEEDS)
def test_a_student_cannot(a, found, what):
    """Sent with A's cookies and the token that A's pages carry."""
    method, path = DEEDS[what]

    done = a.send(path.format(**found), method, json={"users": [A]})

    assert done.status_code in REFUSED, done.text


TOKENS = {
    "the hub's users": "os.environ['JUPYTERHUB_API_URL'] + '/users'",
    "another user": "os.environ['JUPYTERHUB_API_URL'] + '/users/{B}'",
    "another's server, past the proxy": "'http://127.0.0.1:{port}/user/{B}/api/contents'",
    "the grader's server, past the proxy": (
        "'http://127.0.0.1:{grader_port}/services/{service}/api/contents'"
    ),
    "the teacher's page, past the proxy": (
        "'http://127.0.0.1:{grader_port}/services/{service}/fourlenses/teach'"
    ),
    "the proxy's routes": "'http://127.0.0.1:{proxy_port}/api/routes'",
}


@pytest.mark.parametrize("what", TOKENS)
def test_the_token_of_a_students_own_server_opens_nothing_else(a, found, what):
    """From within the machine, at the ports themselves."""
    said = a.run(
        "import os, requests; s = requests.Session(); s.trust_env = False",
        "own = {'Authorization': 'token ' + os.environ['JUPYTERHUB_API_TOKEN']}",
        f"print(s.get({TOKENS[what].format(**found)}, headers=own).status_code)",
    )

    assert int(said) in REFUSED, said


def test_work_put_in_under_anothers_name_is_not_collected(hub, a, b, found):
    """The account that owns it says whose it is; an odd name stops nobody."""
    inbound = found["exchange"] / "inbound"
    forged = f"{inbound}/{B}+{ASSIGNMENT}+2099-01-01 00:00:00.000000 UTC+forged"
    odd = f"{inbound}/{A}+{ASSIGNMENT}+soon+odd"
    a.run(
        "import os, shutil",
        f"os.makedirs({forged!r}); os.makedirs({odd!r})",
        f"open({forged + '/timestamp.txt'!r}, 'w').write('2099-01-01 00:00:00 UTC')",
    )
    collected = hub.as_grader("nbgrader", "collect", ASSIGNMENT, "--update")

    assert collected.returncode == 0, collected.stderr
    assert f"{A}" in collected.stderr and "Not collected" in collected.stderr
    theirs = found["course"] / "submitted" / B / ASSIGNMENT
    assert "2099" not in (theirs / "timestamp.txt").read_text("utf-8")
    for path in (forged, odd):
        shutil.rmtree(path)


def test_nobody_can_be_said_to_have_fetched_who_has_not(a, b, found):
    """Whatever name A gives to a mark, it is A who made it; and B's stays."""
    marks = found["exchange"] / "fetched"
    mark = f"{marks}/{ASSIGNMENT}+{TEACHER}"
    assert a.run(f"open({mark!r}, 'w').close()") == ""
    told = fetched_by(found["exchange"], ASSIGNMENT)
    assert {A, B} <= told <= set(STUDENTS)

    (theirs, *_) = (one for one in marks.glob(f"{ASSIGNMENT}+*") if one.owner() == B)
    said = a.run("import os", f"os.remove({str(theirs)!r})")
    assert said.startswith("PermissionError"), said


def test_system_accounts_and_other_people_cannot_sign_in(hub):
    """Whatever their password: only the class is let in."""
    for name in ("root", "postgres", "nobody", hub.people.grader):
        assert hub.visitor(name).sign_in("anything") == 403


def test_each_new_account_got_a_password_of_its_own_shown_once(hub):
    """And an account that is there already keeps its own."""
    assert set(hub.first_passwords) == {*STUDENTS, *INSTRUCTORS}
    assert len(set(hub.first_passwords.values())) == len(hub.first_passwords)
    again = hub.run("--no-serve")
    assert not any(one in again.stdout for one in hub.first_passwords.values())
    assert not re.search(r"(?m)^fl-\w+\s+\S+$", again.stdout)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('"dummy"', "lets people in with one password for all"),
        ('"shared-password"', "lets people in with one password for all"),
        ('"null"', "lets people in with one password for all"),
        ('"pam"\nc.PAMAuthenticator.allow_all = True', "would let everybody in"),
    ],
)
def test_a_hub_with_an_open_door_does_not_start(hub, tmp_path, line, sentence):
    """JupyterHub's other authenticators are one line away; these are refused."""
    settings = hub.places.hub_settings.read_text("utf-8")
    assert 'authenticator_class = "pam"' in settings
    changed = tmp_path / "jupyterhub_config.py"
    changed.write_text(settings.replace('"pam"', line, 1), "utf-8")

    started = subprocess.run(
        [hub.places.environment / "bin/jupyterhub", "-f", changed],
        env=hub.environment | {"FOURLENSES_HUB": str(hub.places.folder)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert started.returncode != 0
    assert sentence in started.stderr


def test_a_home_that_stands_open_keeps_the_hub_from_starting(hub):
    """It says which, and what closes it."""
    home = Path(f"/home/{B}")
    home.chmod(0o755)
    try:
        started = subprocess.run(
            [hub.places.environment / "bin/jupyterhub", "-f", hub.places.hub_settings],
            env=hub.environment | {"FOURLENSES_HUB": str(hub.places.folder)},
            cwd=hub.places.state,
            capture_output=True,
            text=True,
            timeout=60,
        )
    finally:
        home.chmod(0o700)

    assert started.returncode != 0
    assert f"chmod 700 {home}" in started.stderr


def test_who_leaves_the_class_is_out_with_the_next_start(hub, people_inside):
    """No sign-in, no server, no exchange; also where they were signed in still."""
    gone = STUDENTS[-1]
    visitor = people_inside.get(gone) or hub.enter(gone)
    text = hub.places.class_list.read_text("utf-8")
    hub.places.class_list.write_text(text.replace(f", '{gone}'", ""), "utf-8")
    hub.stop()
    hub.start()
    try:
        assert hub.visitor(gone).sign_in(hub.passwords[gone]) == 403
        assert not visitor.is_in(f"{visitor.server}lab")
        again = visitor.send(f"/hub/api/users/{gone}/server")
        assert again.status_code in REFUSED, again.text
        assert gone not in _members(hub.people.class_group)
    finally:
        hub.places.class_list.write_text(text, "utf-8")
        hub.stop()
        hub.start()


def _members(group: str) -> list[str]:
    told = subprocess.run(["getent", "group", group], capture_output=True, text=True)
    return told.stdout.strip().split(":")[-1].split(",")
