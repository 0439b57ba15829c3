"""What all tests share: the browser, and a plain word about what its lack skipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import BrowserContext, expect

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_NO_CHROMIUM = "no Chromium found"
_HOW_TO_GET_IT = (
    "Install it (Debian: apt install chromium), or name the program in "
    "FOURLENSES_CHROMIUM."
)

# No test is timed: a slow machine is not a broken one.
PATIENCE_MS = 120_000
expect.set_options(timeout=PATIENCE_MS)
settings.register_profile("patient", deadline=None)
if "CI" not in os.environ:  # where Hypothesis chooses a profile made for it
    settings.load_profile("patient")

# Figures are looked at through their artists, never on a screen.
os.environ.setdefault("MPLBACKEND", "Agg")


def find_chromium() -> str | None:
    """Where Chromium is.

    Returns
    -------
    str or None
        FOURLENSES_CHROMIUM alone decides if it is set (empty: act as if there were
        none); otherwise the first of the usual names that is on the path.
    """
    if "FOURLENSES_CHROMIUM" in os.environ:
        return shutil.which(os.environ["FOURLENSES_CHROMIUM"])
    return next(filter(None, map(shutil.which, _NAMES)), None)


def _require_chromium() -> str:
    found = find_chromium()
    if found:
        return found
    if os.environ.get("FOURLENSES_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{_NO_CHROMIUM}. {_HOW_TO_GET_IT}", pytrace=False)
    pytest.skip(_NO_CHROMIUM)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of the Chromium that browser tests drive; skips or fails without one."""
    return _require_chromium()


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address to begin at. The plugin's own fixture makes pytest warn."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, chromium_path) -> dict:
    """Tell pytest-playwright which browser to drive, and to leave the network alone."""
    return {
        **browser_type_launch_args,
        "executable_path": chromium_path,
        "args": [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def context(context: BrowserContext) -> BrowserContext:
    """Wait in this browser as long as a slow machine may need."""
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Stop a browser test before any of its fixtures, if there is no browser."""
    if item.get_closest_marker("browser"):
        _require_chromium()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name each test that a missing browser made us skip."""
    skipped = [
        report.nodeid
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and _NO_CHROMIUM in report.longrepr[2]
    ]
    if skipped:
        terminalreporter.section("skipped, because no Chromium was found")
        for nodeid in skipped:
            terminalreporter.write_line(nodeid)
        terminalreporter.write_line(_HOW_TO_GET_IT)


class Postgresql:
    """A PostgreSQL server of one's own, reached by a socket in its folder."""

    def __init__(self, programs: Path, folder: Path, auth: str, owner: str):
        self._programs, self._folder = programs, folder
        self.owner = owner
        # It refuses to run as root.
        self._as = {"user": "postgres", "group": "postgres", "extra_groups": []}
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        else:
            self._as = {}
        self._run("initdb", f"--auth={auth}", f"--username={owner}", "--no-sync")

    def _run(self, program: str, *words: str) -> None:
        command = [self._programs / program, "-D", self._folder / "data", *words]
        done = subprocess.run(
            command, capture_output=True, text=True, cwd=self._folder, **self._as
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        """Serve."""
        settings = f"-F -c listen_addresses= -c unix_socket_directories={self._folder}"
        log = str(self._folder / "log")
        # With its output elsewhere: the server keeps what it is given open.
        command = ["start", "--wait", "-l", log, "-o", settings]
        subprocess.run(
            [self._programs / "pg_ctl", "-D", self._folder / "data", *command],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
            **self._as,
        )

    def stop(self, mode: str = "fast") -> None:
        """End; in mode "immediate" as a crash would."""
        self._run("pg_ctl", "stop", "--mode", mode)

    def say(self, *commands: str, database: str = "postgres") -> None:
        """Have the server's owner say something to it."""
        said = [word for command in commands for word in ("--command", command)]
        subprocess.run(
            [self._programs / "psql", *self._at, "--quiet", *said, database],
            check=True,
            cwd=self._folder,
            **self._as,
        )

    def make_database(self, name: str, owner: str = "") -> str:
        """Make an empty database, and return its URL."""
        owner = owner or self.owner
        self.say(f'CREATE DATABASE "{name}" OWNER "{owner}"')
        return f"postgresql+psycopg://{owner}@/{name}?host={self._folder}"

    def drop_database(self, name: str) -> None:
        """Destroy a database, whoever is connected to it."""
        self.say(f'DROP DATABASE "{name}" WITH (FORCE)')

    @property
    def _at(self) -> list[str]:
        return [f"--host={self._folder}", f"--username={self.owner}"]


@pytest.fixture(scope="session")
def start_postgresql():
    """Return what starts a server: ``(auth="trust", owner="teacher")``."""
    found = shutil.which("pg_ctl")
    places = [Path(found).resolve().parent] if found else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if not places:
        if os.environ.get("FOURLENSES_REQUIRE_POSTGRESQL") == "1":
            pytest.fail("no PostgreSQL found (Debian: apt install postgresql)")
        pytest.skip("no PostgreSQL found (Debian: apt install postgresql)")
    started = []

    def start(auth: str = "trust", owner: str = "teacher") -> Postgresql:
        # Short and open to the server's user: a socket's path may have 107 letters.
        folder = Path(tempfile.mkdtemp(prefix="fourlenses-"))
        folder.chmod(0o755)
        server = Postgresql(places[0], folder, auth, owner)
        server.start()
        started.append((server, folder))
        return server

    yield start
    for server, folder in started:
        server.stop()
        shutil.rmtree(folder)
