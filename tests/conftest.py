"""What all tests share: the browser, and a plain word about what its lack skipped."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_NO_CHROMIUM = "no Chromium found"
_HOW_TO_GET_IT = (
    "Install it (Debian: apt install chromium), or name the program in "
    "FOURLENSES_CHROMIUM."
)

# No test is timed: a slow machine is not a broken one.
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
