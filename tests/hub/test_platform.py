"""People come to a hub from a learning platform; whoever does not is kept out."""

from __future__ import annotations

import pwd
import re
import signal
import time
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from learning_platform import (
    CLAIM,
    Key,
    LearningPlatform,
    Person,
    Tool,
    platform_serving,
)
from serving import INSTRUCTORS, ROOT, STUDENTS
from visitor import Visitor

STUDENT, OTHER, MAPPED = STUDENTS[6:9]
TEACHER = INSTRUCTORS[1]
EMAIL = "Jon.Ås@example.org"
PAGE = (ROOT / "docs/hub.md").read_text("utf-8")


def in_the_page(pattern: str) -> str:
    """Return what docs/hub.md tells an administrator to write."""
    (found,) = re.findall(pattern, PAGE)
    return found


def entered(asked_for: str) -> str:
    """Return what docs/hub.md tells an administrator to enter on the platform."""
    return in_the_page(rf"(?m)^\| {asked_for} \| `([^`]*)` \|$")


@pytest.fixture(scope="module")
def platform(hub, tmp_path_factory) -> Iterator[LearningPlatform]:
    """A platform with the hub as its tool, and the hub as the page sets it up."""
    with platform_serving(tmp_path_factory.mktemp("platform")) as platform:

        def here(text: str) -> str:
            return text.replace("https://YOUR-HUB-NAME", hub.address)

        platform.tool = Tool(
            initiate_login=here(entered("login URL, initiate login")),
            redirect=here(entered("redirect URL")),
            target_link=here(entered("tool URL, target link")),
            custom=entered("custom parameter"),
        )
        lines = in_the_page(r"(?s)```python\n(c\.JupyterHub\.auth.*?)```")
        lines += in_the_page(r"```python\n(c\.PlatformAuthenticator\.username.*)\n```")
        for ours, yours in {
            "https://YOUR-PLATFORM": platform.address,
            "YOUR-AUTHORISATION-PATH": "authorise",
            "YOUR-KEYS-PATH": "keys",
            "YOUR-CLIENT-ID": platform.tool.client_id,
            "YOUR-DEPLOYMENT-ID": platform.tool.deployment_id,
            "Amira.Berg@example.org": EMAIL,
            '"amira"': f'"{MAPPED}"',
        }.items():
            assert ours in lines
            lines = lines.replace(ours, yours)
        before = hub.places.hub_settings.read_text("utf-8")
        pam = 'c.JupyterHub.authenticator_class = "pam"\n'
        assert pam in before
        hub.places.hub_settings.write_text(before.replace(pam, lines), "utf-8")
        # At once, as in test_class_round.py; people's servers go on.
        hub.stop(signal.SIGKILL)
        try:
            hub.start()
            yield platform
        finally:
            hub.places.hub_settings.write_text(before, "utf-8")
            hub.stop(signal.SIGKILL)
            hub.start()


@pytest.fixture(autouse=True)
def nothing_wrong(platform):
    """Each test begins with a platform that is honest."""
    platform.signed_by, platform.changes = platform.key, {}


class Form(HTMLParser):
    """The form of a page: where it leads, and what is in it."""

    def __init__(self, page: str):
        super().__init__()
        self.action, self.fields = "", {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        """Take note of a form or of a field."""
        found = dict(attributes)
        if tag == "form":
            self.action = found["action"]
        elif tag == "input":
            self.fields[found["name"]] = found["value"]


def asked(visitor: Visitor, platform: LearningPlatform, person: Person) -> Form:
    """Press the link on the platform; return what it has the browser bring the hub."""
    platform.people[person.username] = person
    about = {"who": person.username}
    begun = Form(visitor.http.get(f"{platform.address}/launch", params=about).text)
    answer = visitor.http.post(begun.action, data=begun.fields)
    assert answer.url.startswith(f"{platform.address}/authorise"), answer.text
    return Form(answer.text)


def launch(visitor: Visitor, platform: LearningPlatform, person: Person):
    """Press the link on the platform; return the hub's page that follows."""
    return bring(visitor, asked(visitor, platform, person))


def bring(visitor: Visitor, form: Form):
    """Bring the hub what the platform has given; return the page it leads to."""
    return visitor.http.post(form.action, data=form.fields, allow_redirects=False)


def is_kept_out(visitor: Visitor) -> bool:
    """Whether the hub knows nobody at this browser."""
    known = visitor.get("/hub/api/user").status_code
    return known == 403 and not visitor.is_in("/hub/home")


def sentence_of(page) -> str:
    """Return what an error page of the hub says."""
    (said,) = re.findall(r"(?s)<div class=\"error\">.*?<p>(.*?)</p>", page.text)
    return said


def test_a_student_is_who_the_platform_says_and_has_their_own_server(hub, platform):
    """It is started, and runs as them."""
    student = hub.visitor(STUDENT)
    page = launch(student, platform, Person(username=STUDENT))
    assert page.status_code == 302, page.text
    student.start_server()

    said = student.run("import getpass, os; print(getpass.getuser(), os.getcwd())")

    assert said.split() == [STUDENT, f"/home/{STUDENT}/four-lenses"]
    assert student.get("/hub/api/user").json()["name"] == STUDENT


def test_a_login_that_names_no_account_is_given_one_by_the_administrator(hub, platform):
    """As docs/hub.md shows: an e-mail address, with a capital and a letter of ours."""
    student = hub.visitor(MAPPED)

    form = asked(student, platform, Person(username=EMAIL))
    bring(student, form)

    assert student.get("/hub/api/user").json()["name"] == MAPPED


def test_who_teaches_is_said_by_the_class_list_and_not_by_the_platform(hub, platform):
    """An instructor may be a learner there; a learner may claim to be anything."""
    teaching = f"/services/{hub.people.course}/fourlenses/teach"
    teacher, student = hub.visitor(TEACHER), hub.visitor(OTHER)

    first = launch(teacher, platform, Person(username=TEACHER, role="Learner"))
    launch(student, platform, Person(username=OTHER, role="Instructor"))

    assert first.headers["Location"] == f"/services/{hub.people.course}/"
    assert teacher.is_in(teaching)
    assert not student.is_in(teaching)
    known = student.get("/hub/api/user").json()
    assert (known["name"], known["admin"], known["groups"]) == (
        *(OTHER, False),
        [hub.people.class_group],
    )


FLAWS = {
    "meant for another tool": {"aud": "client-8"},
    "meant for two tools, sent to the other": {
        "aud": ["client-7", "client-8"],
        "azp": "client-8",
    },
    "from another platform": {"iss": "https://platform.example"},
    "expired": {"iat": int(time.time()) - 400, "exp": int(time.time()) - 300},
    "issued long ago": {"iat": int(time.time()) - 4000},
    "from another deployment": {f"{CLAIM}deployment_id": "2"},
    "with another nonce": {"nonce": "0" * 64},
    "of another kind": {f"{CLAIM}message_type": "LtiSubmissionReviewRequest"},
    "of another version": {f"{CLAIM}version": "1.2.0"},
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_message_is_refused(hub, platform, flaw):
    """Signed by the platform, about a student of the class, and yet not good."""
    platform.changes = FLAWS[flaw]
    visitor = hub.visitor(STUDENT)

    page = launch(visitor, platform, Person(username=STUDENT))

    assert page.status_code in (400, 401, 403), page.text
    assert sentence_of(page)
    assert is_kept_out(visitor)


def test_a_message_that_somebody_else_has_signed_is_refused(hub, platform, tmp_path):
    """With a key of another name, with one of the same, and with none at all."""
    stranger, impostor = Key(tmp_path, "stranger"), Key(tmp_path, platform.key.name)
    for key in (stranger, impostor):
        platform.signed_by = key
        visitor = hub.visitor(STUDENT)
        page = launch(visitor, platform, Person(username=STUDENT))
        assert page.status_code == 400, page.text
        assert is_kept_out(visitor)

    platform.signed_by = platform.key
    visitor = hub.visitor(STUDENT)
    form = asked(visitor, platform, Person(username=STUDENT))
    form.fields["id_token"] = form.fields["id_token"].rpartition(".")[0] + "."
    assert bring(visitor, form).status_code == 400
    assert is_kept_out(visitor)


def test_a_message_is_good_for_one_browser_and_once(hub, platform):
    """Brought by another browser, again, or again with cookies that were kept."""
    victim, thief = hub.visitor(STUDENT), hub.visitor(STUDENT)
    form = asked(victim, platform, Person(username=STUDENT))
    asked(thief, platform, Person(username=STUDENT))
    kept = victim.http.cookies.copy()

    assert bring(thief, form).status_code == 400
    assert is_kept_out(thief)
    assert bring(victim, form).status_code == 302
    assert bring(victim, form).status_code == 400
    thief.http.cookies = kept
    again = bring(thief, form)
    assert "This way in was used before" in sentence_of(again)
    assert is_kept_out(thief)


NAMES = {
    "capitals": STUDENT.upper(),
    "one capital": STUDENT.capitalize(),
    # A small letter of this is "k": so would JupyterHub make it, and let them in.
    "a Kelvin sign": STUDENTS[10].replace("k", "\N{KELVIN SIGN}"),
    "a space after": f"{STUDENT} ",
    "a line's end after": f"{STUDENT}\n",
    "a space within": STUDENT.replace("-", " "),
    "a letter that looks the same": STUDENT.replace(
        "e", "\N{CYRILLIC SMALL LETTER IE}"
    ),
    "an e-mail address": f"{STUDENT}@example.org",
    "an e-mail address in small letters": EMAIL.lower(),
    "a path": f"../{STUDENT}",
    "escaped": STUDENT.replace("-", "%2D"),
    "a mark-up": "<script>alert(1)</script>",
    "a place for a word": "%s {name}",
    "very long": STUDENT * 40,
    "root": "root",
    "the grader": "grader-fl-test",
    "what the platform did not put in": "$User.username",
}


@pytest.mark.parametrize("what", NAMES)
def test_a_name_that_is_not_quite_that_of_somebody_in_the_class(hub, platform, what):
    """Is refused in a sentence that says it; no account is made."""
    visitor = hub.visitor(STUDENT)
    before = {one.pw_name for one in pwd.getpwall()}

    page = launch(visitor, platform, Person(username=NAMES[what]))

    assert page.status_code == 403, page.text
    assert "nobody in the class has that name" in sentence_of(page)
    assert NAMES[what] not in page.text or "<" not in NAMES[what]
    assert is_kept_out(visitor)
    assert {one.pw_name for one in pwd.getpwall()} == before


def test_no_name_is_made_up_for_somebody_who_comes_without(hub, platform):
    """Neither the platform's number nor the address of their e-mail stands in."""
    for custom in ({}, {"login": ""}):
        platform.changes = {f"{CLAIM}custom": custom}
        visitor = hub.visitor(STUDENT)
        someone = Person(username="nobody", number=STUDENT, email=STUDENT)
        page = launch(visitor, platform, someone)
        assert "did not send your name" in sentence_of(page)
        assert is_kept_out(visitor)


def test_nobody_signs_in_beside_the_platform(hub, platform):
    """Not with the account's password, not by writing a message into the form."""
    for written in (
        {"username": STUDENT, "password": hub.passwords[STUDENT]},
        {"username": STUDENT, "sub": STUDENT, "email": STUDENT, "login": STUDENT},
        {"sub": TEACHER, "nonce": "1", f"{CLAIM}deployment_id": "1"},
    ):
        visitor = hub.visitor(STUDENT)
        door = visitor.get("/hub/login")
        assert "Open the course from your learning platform" in door.text
        assert "<form" not in door.text and "password" not in door.text
        page = visitor.send("/hub/login", data=written)
        assert page.status_code == 403, page.text
        assert is_kept_out(visitor)


def test_the_next_at_the_same_computer_does_not_find_what_was_open(hub, platform):
    """Neither the server of whoever was there before, nor the teacher's page."""
    teaching = f"/services/{hub.people.course}/fourlenses/teach"
    browser = hub.visitor(STUDENT)
    launch(browser, platform, Person(username=STUDENT))
    browser.start_server()
    launch(browser, platform, Person(username=TEACHER))
    assert browser.get("/hub/api/user").json()["name"] == TEACHER
    assert browser.is_in(teaching)
    launch(browser, platform, Person(username=OTHER))

    assert browser.get("/hub/api/user").json()["name"] == OTHER
    assert not browser.is_in(teaching)
    assert not browser.is_in(f"/user/{STUDENT}/lab")
    assert browser.get(f"/user/{STUDENT}/api/contents").status_code in (403, 404)


def test_a_web_server_with_a_certificate_may_stand_before_the_hub(hub, platform):
    """The platform is given the address that people see."""
    begun = {"iss": "x", "login_hint": "1", "target_link_uri": hub.address}
    seen = {"Host": "hub.example.org", "X-Forwarded-Proto": "https"}

    answer = hub.visitor().get(
        "/hub/lti13/oauth_login", params=begun, headers=seen, allow_redirects=False
    )

    assert "redirect_uri=https%3A%2F%2Fhub.example.org%2F" in answer.headers["Location"]


@pytest.mark.browser
def test_a_browser_follows_the_link_of_the_platform(hub, platform, chromium):
    """From another site, in a new window, with cookies as browsers hold them back."""
    platform.people[STUDENT] = Person(username=STUDENT)
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{platform.address}/course?who={STUDENT}")
    with context.expect_page() as opened:
        page.get_by_role("link", name="Four Lenses").click()
    opened.value.wait_for_url(f"{hub.address}/user/{STUDENT}/**", timeout=60_000)
    context.close()


def test_a_link_may_lead_further(hub, platform):
    """To a page of one's own server, as docs/hub.md shows."""
    further = in_the_page(r"`https://YOUR-HUB-NAME(/hub/user-redirect/[^`]*)`")
    visitor = hub.visitor(STUDENT)
    platform.people[STUDENT] = person = Person(username=STUDENT)
    begun = {
        "iss": platform.address,
        "login_hint": person.number,
        "client_id": platform.tool.client_id,
        "lti_message_hint": f"link-of-{person.number}",
        "target_link_uri": hub.address + further,
    }
    form = Form(visitor.http.post(platform.tool.initiate_login, data=begun).text)

    page = bring(visitor, form)

    assert page.headers["Location"] == further
