"""A learning platform as a hub sees one: an LTI 1.3 launch, without the rest.

What it does follows LTI 1.3 and the IMS security framework: a login that the platform
begins, an authorisation that it answers, and a signed message in a form that a browser
posts to the tool.
"""

from __future__ import annotations

import base64
import html
import json
import secrets
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
_FORM = """<!doctype html><title>One moment</title>
<form method="post" action="{action}">{fields}</form>
<script>document.forms[0].submit()</script>"""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with an account on the platform."""

    username: str
    role: str = "Learner"
    email: str = "somebody@example.org"
    number: str = field(default_factory=lambda: str(secrets.randbelow(10**6)))


@dataclass(frozen=True, kw_only=True)
class Tool:
    """What an administrator has entered for an external tool."""

    initiate_login: str
    redirect: str
    target_link: str
    custom: str
    client_id: str = "client-7"
    deployment_id: str = "1"


class Key:
    """An RSA key, made and used by OpenSSL."""

    def __init__(self, folder: Path, name: str):
        self.name, self.path = name, folder / f"{name}.pem"
        self._openssl("genrsa", "-out", self.path, "2048")

    def public(self) -> dict[str, str]:
        """Return the public half as JSON Web Keys have it."""
        said = self._openssl("rsa", "-in", self.path, "-noout", "-modulus")
        modulus = bytes.fromhex(said.decode().split("=")[1])
        # OpenSSL's public exponent is 65537 unless one asks for another.
        numbers = {"n": _as_text(modulus), "e": _as_text(b"\1\0\1")}
        return {"kty": "RSA", "alg": "RS256", "use": "sig", "kid": self.name} | numbers

    def sign(self, claims: dict[str, Any]) -> str:
        """Return claims as a signed JSON Web Token."""
        head = {"alg": "RS256", "typ": "JWT", "kid": self.name}
        parts = [_as_text(json.dumps(part).encode()) for part in (head, claims)]
        signed = ".".join(parts)
        command = "dgst", "-sha256", "-sign", self.path
        return f"{signed}.{_as_text(self._openssl(*command, given=signed.encode()))}"

    @staticmethod
    def _openssl(*words: object, given: bytes = b"") -> bytes:
        command = ["openssl", *map(str, words)]
        done = subprocess.run(command, input=given, capture_output=True, check=True)
        return done.stdout


class LearningPlatform:
    """A platform that serves at an address, with one tool that somebody has set up."""

    def __init__(self, address: str, folder: Path):
        self.address = address
        self.key = Key(folder, "platform")
        self.tool: Tool | None = None
        self.people: dict[str, Person] = {}
        # What is wrong with the messages it sends; nothing.
        self.signed_by = self.key
        self.changes: dict[str, Any] = {}

    def page(self, path: str, query: dict[str, str]) -> tuple[str, str]:
        """Answer a request with a kind of content and a text."""
        if path == "/keys":
            return "application/json", json.dumps({"keys": [self.key.public()]})
        if path == "/course":
            link = f"/launch?{urlencode(query)}"
            return "text/html", f'<a target="_blank" href="{link}">Four Lenses</a>'
        if path == "/launch":
            return "text/html", self._launch(self.people[query["who"]])
        assert path == "/authorise", path
        return "text/html", self._authorise(query)

    def _launch(self, person: Person) -> str:
        """Begin a login at the tool, for somebody who is signed in here."""
        began = {
            "iss": self.address,
            "login_hint": person.number,
            "target_link_uri": self.tool.target_link,
            "client_id": self.tool.client_id,
            "lti_deployment_id": self.tool.deployment_id,
            "lti_message_hint": f"link-of-{person.number}",
        }
        return _form(self.tool.initiate_login, began)

    def _authorise(self, asked: dict[str, str]) -> str:
        """Answer a tool that asks who somebody is, as a platform is strict about."""
        (person,) = (
            one for one in self.people.values() if one.number == asked["login_hint"]
        )
        nonce, state = asked.pop("nonce"), asked.pop("state")
        assert asked == {
            "response_type": "id_token",
            "response_mode": "form_post",
            "scope": "openid",
            "prompt": "none",
            "client_id": self.tool.client_id,
            "redirect_uri": self.tool.redirect,
            "login_hint": person.number,
            "lti_message_hint": f"link-of-{person.number}",
        }, asked
        token = self.signed_by.sign(self._about(person, nonce) | self.changes)
        return _form(self.tool.redirect, {"id_token": token, "state": state})

    def _about(self, person: Person, nonce: str) -> dict[str, Any]:
        """Say who a person is and from where they come."""
        now = int(time.time())
        key, _, value = self.tool.custom.partition("=")
        known = {"$User.username": person.username}
        return {
            "iss": self.address,
            "aud": self.tool.client_id,
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            "sub": person.number,
            "email": person.email,
            f"{CLAIM}version": "1.3.0",
            f"{CLAIM}message_type": "LtiResourceLinkRequest",
            f"{CLAIM}deployment_id": self.tool.deployment_id,
            f"{CLAIM}target_link_uri": self.tool.target_link,
            f"{CLAIM}resource_link": {"id": "link", "title": "Four Lenses"},
            f"{CLAIM}context": {"id": "c", "label": "IMP1", "title": "Improvement"},
            f"{CLAIM}roles": [ROLE + person.role],
            f"{CLAIM}custom": {key: known.get(value, value)},
        }


@contextmanager
def platform_serving(folder: Path) -> Iterator[LearningPlatform]:
    """Serve a platform from this machine, under a name that is not the hub's."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            kind, text = platform.page(asked.path, dict(parse_qsl(asked.query)))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *words) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        # To a browser, "localhost" is another site than the hub's 127.0.0.1.
        platform = LearningPlatform(f"http://localhost:{server.server_port}", folder)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield platform
        server.shutdown()


def _form(action: str, fields: dict[str, str]) -> str:
    inputs = "".join(
        f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
        for name, value in fields.items()
    )
    return _FORM.format(action=html.escape(action), fields=inputs)


def _as_text(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
