"""Somebody at the hub's door, without a browser: the same pages, forms and sockets."""

from __future__ import annotations

import json
import time
from urllib.parse import urlsplit
from uuid import uuid4

import requests
import websocket

PATIENCE = 120


class Visitor:
    """A person, signed in or not, with the cookies a browser would hold."""

    def __init__(self, address: str, name: str = "", course: str = "four-lenses"):
        self.address, self.name = address.rstrip("/"), name
        self.course = course
        # Where their own server is; or one they share.
        self.server = f"/user/{name}/"
        self._kernels: dict[str, str] = {}
        self.http = requests.Session()
        # The proxy of a machine's network has no business with the machine itself.
        self.http.trust_env = False

    def sign_in(self, password: str) -> int:
        """Fill in the form; return the status of the page that follows."""
        self.http.get(f"{self.address}/hub/login")
        form = {
            "username": self.name,
            "password": password,
            "_xsrf": self._token("/hub/"),
        }
        return self.http.post(
            f"{self.address}/hub/login?next=/hub/home", data=form
        ).status_code

    def start_server(self) -> None:
        """Go to one's own server as the button does, and wait until it is there."""
        self.http.get(f"{self.address}/hub/spawn")
        deadline = time.monotonic() + PATIENCE
        # The first page of the server asks the hub who is there, and hands out the
        # cookies that its other pages ask for.
        while not self.is_in(f"{self.server}lab"):
            assert time.monotonic() < deadline, f"{self.name}'s server does not start"
            time.sleep(0.3)

    def is_in(self, path: str) -> bool:
        """Whether a page is shown, and not another in its place."""
        page = self.get(path)
        return page.status_code == 200 and urlsplit(page.url).path.startswith(path)

    def get(self, path: str, **more) -> requests.Response:
        """Ask for a page."""
        return self.http.get(f"{self.address}{path}", timeout=PATIENCE, **more)

    def send(self, path: str, method: str = "POST", **more) -> requests.Response:
        """Send something, with the token a page of that place would add."""
        headers = {"X-XSRFToken": self._token(path)}
        url = f"{self.address}{path}"
        return self.http.request(method, url, headers=headers, timeout=PATIENCE, **more)

    def assignments(self, action: str = "", assignment: str = "") -> list[dict]:
        """Do what the Assignments tab does, and return its list."""
        about = {"course_id": self.course, "assignment_id": assignment}
        if action:
            done = self.send(f"{self.server}assignments/{action}", data=about)
        else:
            done = self.get(f"{self.server}assignments", params=about)
        assert done.status_code == 200, done.text
        assert done.json()["success"], done.json()
        return done.json()["value"]

    def run(self, *code: str, beside: str = "") -> str:
        """Run lines in a kernel of one's own server, and return what they print.

        The kernel stands beside a notebook, and is there still the next time.
        """
        if beside not in self._kernels:
            about = {"name": "python3", "path": beside}
            kernel = self.send(f"{self.server}api/kernels", json=about).json()
            self._kernels[beside] = kernel["id"]
        place = f"{self.server}api/kernels/{self._kernels[beside]}/channels"
        socket = self.socket(place)
        printed = []
        for lines in code:
            message = _request(lines)
            socket.send(json.dumps(message))
            while True:
                told = json.loads(socket.recv())
                if told["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                    continue
                content = told["content"]
                if told["msg_type"] == "stream":
                    printed.append(content["text"])
                elif told["msg_type"] == "error":
                    printed.append(f"{content['ename']}: {content['evalue']}\n")
                elif content.get("execution_state") == "idle":
                    break
        socket.close()
        return "".join(printed)

    def socket(self, path: str) -> websocket.WebSocket:
        """Open a socket as a page would."""
        cookies = "; ".join(
            f"{one.name}={one.value}"
            for one in self.http.cookies
            if path.startswith(one.path)
        )
        address = self.address.replace("http:", "ws:", 1) + path
        return websocket.create_connection(
            address, cookie=cookies, timeout=PATIENCE, http_no_proxy=["127.0.0.1"]
        )

    def _token(self, path: str) -> str:
        """The cookie whose place is nearest to a page's."""
        fitting = [
            one
            for one in self.http.cookies
            if one.name == "_xsrf" and path.startswith(one.path)
        ]
        return max(fitting, key=lambda one: len(one.path)).value if fitting else ""


def _request(code: str) -> dict:
    header = {
        "msg_id": uuid4().hex,
        "msg_type": "execute_request",
        "session": uuid4().hex,
        "username": "",
        "version": "5.3",
    }
    content = {"code": code, "silent": False, "stop_on_error": False}
    return {
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content | {"allow_stdin": False},
        "channel": "shell",
        "buffers": [],
    }
