"""The JupyterLab in which a learner works: start it, find it again, stop it.

JupyterLab runs as a process of its own. It writes its address and key into a file
only the learner can read, in a folder that belongs to this workspace; with that file
it is found again and asked to stop, on every operating system in the same way.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from jupyter_core.paths import jupyter_runtime_dir

from course.classroom.teaching import ADDRESS as TEACHING_PAGE
from course.classroom.teaching.places import MAY_BEGIN
from course.classroom.workspace import START_PAGE
from course.messages import say

# Settings that make JupyterLab calm for a learner: no teacher's tools, no news.
LEARNER_CONFIG = Path(__file__).parents[1] / "lab" / "learner"
TEACHING = "teaching-"
TEACHING_EXTENSION = "course.classroom.teaching"
SECONDS_TO_START = 120
SECONDS_TO_STOP = 15
# The address of a server on this computer must never be asked of a proxy.
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class LabFailed(Exception):
    """JupyterLab did not start; the text is for the learner."""


@dataclass(frozen=True, slots=True)
class LabServer:
    """A JupyterLab that is running.

    Attributes
    ----------
    url : str
        Its address, ending in a slash.
    token : str
        The key that lets a browser in.
    """

    url: str
    token: str

    def page(self, path: str = START_PAGE) -> str:
        """Return the address that opens one document of the workspace, by itself.

        Parameters
        ----------
        path : str
            Relative to the workspace, with slashes.

        Returns
        -------
        str

        Examples
        --------
        >>> LabServer("http://127.0.0.1:8888/", "k3y").page()
        'http://127.0.0.1:8888/doc/tree/Start.ipynb?token=k3y'
        """
        return self.at(f"doc/tree/{quote(path)}")

    def at(self, address: str) -> str:
        """Return an address on this server that lets a browser in.

        Parameters
        ----------
        address : str
            Without a slash at its beginning.

        Returns
        -------
        str
        """
        key = f"?token={quote(self.token)}" if self.token else ""
        return f"{self.url}{address}{key}"

    def answers(self) -> bool:
        """Whether it is there and lets us in."""
        try:
            with self._ask("api/status"):
                return True
        except (OSError, ValueError):
            return False

    def stop(self) -> None:
        """Ask it to stop its kernels and then itself."""
        try:
            with self._ask("api/shutdown", method="POST"):
                pass
        except (OSError, ValueError):
            pass  # Gone already, or too busy to hear: the caller ends the process.

    def _ask(self, path: str, method: str = "GET"):
        request = urllib.request.Request(
            self.url + path,
            data=b"" if method == "POST" else None,
            headers={"Authorization": f"token {self.token}"},
            method=method,
        )
        return _DIRECT.open(request, timeout=5)


def find_lab(workspace: Path, purpose: str = "") -> LabServer | None:
    """Find the JupyterLab that is already open on a workspace.

    Parameters
    ----------
    workspace : Path
    purpose : str
        "" for learning, `TEACHING` for that.

    Returns
    -------
    LabServer or None
    """
    # A file may be left over from a computer that lost power: only one that answers.
    for info in _state(workspace, purpose).glob("jpserver-*.json"):
        server = _read_info(info)
        if server and server.answers():
            return server
    return None


def lab_environment(
    workspace: Path,
    root: Path,
    learner: str = "",
    environment: Mapping[str, str] = os.environ,
) -> dict[str, str]:
    """Say what JupyterLab and the kernels it starts are told.

    Parameters
    ----------
    workspace, root : Path
        The learner's folder and the folder of the course.
    learner : str
        The name answers are saved under; empty to leave that to the course.
    environment : mapping of str to str
        What they are told besides.

    Returns
    -------
    dict of str to str
    """
    config = str(LEARNER_CONFIG), environment.get("JUPYTER_CONFIG_PATH")
    told = {
        **environment,
        "FOURLENSES_COURSE_ROOT": str(root),
        "FOURLENSES_WORKSPACE": str(workspace),
        "JUPYTER_RUNTIME_DIR": str(_state(workspace, "")),
        # Python must not import what happens to lie beside a notebook: not even
        # while a kernel starts, before any setting of ours is read.
        "PYTHONSAFEPATH": "1",
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, config)),
    }
    if learner:
        told["FOURLENSES_LEARNER"] = learner
    return told


def start_lab(
    workspace: Path, root: Path, port: int, learner: str = ""
) -> tuple[LabServer, subprocess.Popen]:
    """Start JupyterLab on a workspace, for this computer only, and wait until it is up.

    Parameters
    ----------
    workspace, root : Path
        The learner's folder and the folder of the course.
    port : int
        Where to begin looking for a free port.
    learner : str
        The name answers are saved under; empty to leave that to the course.

    Returns
    -------
    LabServer
    subprocess.Popen
        To be given to `stop_lab`.

    Raises
    ------
    LabFailed
        If it ends, or has not answered in two minutes.
    """
    command = _command(workspace, port, f"/doc/tree/{START_PAGE}")
    return _start(
        command, workspace, root, lab_environment(workspace, root, learner), ""
    )


def start_teaching(
    folder: Path, port: int, environment: Mapping[str, str] = os.environ
) -> tuple[LabServer, subprocess.Popen]:
    """Start JupyterLab with the teacher's page, for this computer only.

    Parameters
    ----------
    folder : Path
        A course directory, or a folder of them.
    port : int
        Where to begin looking for a free port.
    environment : mapping of str to str
        What it is told besides.

    Returns
    -------
    LabServer
    subprocess.Popen
        To be given to `stop_lab`.

    Raises
    ------
    LabFailed
        If it ends, or has not answered in two minutes.
    """
    command = _command(folder, port, f"/{TEACHING_PAGE}")
    # Also where the course is not installed but read where it lies.
    command.append(f"--ServerApp.jpserver_extensions={{'{TEACHING_EXTENSION}': True}}")
    told = {
        **environment,
        MAY_BEGIN: "1",
        "JUPYTER_RUNTIME_DIR": str(_state(folder, TEACHING)),
        "PYTHONSAFEPATH": "1",
    }
    return _start(command, folder, folder, told, TEACHING)


def _start(
    command: list[str],
    workspace: Path,
    root: Path,
    environment: Mapping[str, str],
    purpose: str,
) -> tuple[LabServer, subprocess.Popen]:
    state = _state(workspace, purpose)
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    log = state / "jupyterlab.log"
    with log.open("wb") as account:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=account,
            stderr=account,
            cwd=root,
            env=environment,
            **_apart(),
        )
    try:
        return _wait_until_up(process, workspace, log, purpose), process
    except BaseException:
        process.kill()
        process.wait()
        raise


def stop_lab(server: LabServer, process: subprocess.Popen) -> None:
    """Stop JupyterLab and its kernels: by asking, and if that fails by ending it.

    Parameters
    ----------
    server : LabServer
    process : subprocess.Popen
    """
    server.stop()
    for end in (process.terminate, process.kill):
        try:
            process.wait(SECONDS_TO_STOP)
            return
        except subprocess.TimeoutExpired:
            end()
    process.wait()


def _command(workspace: Path, port: int, opens: str) -> list[str]:
    command = [
        *(sys.executable, "-m", "jupyterlab"),
        "--no-browser",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={workspace}",
        f"--LabApp.default_url={opens}",
        "--log-level=WARN",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    return command


def _apart() -> dict[str, object]:
    """Keep Ctrl+C for us: JupyterLab would ask a question when it hears it."""
    if os.name == "nt":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _wait_until_up(
    process: subprocess.Popen, workspace: Path, log: Path, purpose: str
) -> LabServer:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        if server := find_lab(workspace, purpose):
            return server
        time.sleep(0.1)
    lines = log.read_text("utf-8", "replace").split("\n")
    last = next((line for line in reversed(lines) if line.strip()), "")
    raise LabFailed(say("learn.failed", log=log, last=last.strip()))


def _state(workspace: Path, purpose: str) -> Path:
    """Return where a workspace's JupyterLab keeps what it says of itself.

    Not in the workspace, which may be shared or synchronised: there is a key in it.
    """
    name = sha256(os.path.normcase(workspace.resolve()).encode()).hexdigest()[:16]
    return Path(jupyter_runtime_dir()) / f"fourlenses-{purpose}{name}"


def _read_info(path: Path) -> LabServer | None:
    try:
        info = json.loads(path.read_bytes())
        return LabServer(url=info["url"], token=info["token"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
