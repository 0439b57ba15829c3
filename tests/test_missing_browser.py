"""Tests that need a browser say so: skipped and named, or failed where it must be."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).with_name("conftest.py")

TESTS = """
import pytest

@pytest.mark.browser
def test_with_the_marker():
    pass

def test_with_the_fixture(chromium_path):
    assert chromium_path

def test_without():
    pass
"""


@pytest.fixture
def run_tests(tmp_path):
    """Run the three tests above in a pytest of their own, and return its output."""
    (tmp_path / "conftest.py").write_text(CONFTEST.read_text("utf-8"), "utf-8")
    (tmp_path / "test_three.py").write_text(TESTS, "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser\n", "utf-8")

    def run(**environment: str) -> str:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("FOURLENSES_")
        }
        finished = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--color=no"],
            cwd=tmp_path,
            env=inherited | environment,
            capture_output=True,
            text=True,
        )
        return finished.stdout

    return run


def test_without_a_browser_each_test_that_needs_it_is_skipped_and_named(run_tests):
    """Whoever runs the tests reads at the end what they did not see."""
    output = run_tests(FOURLENSES_CHROMIUM="")

    assert "1 passed, 2 skipped" in output
    ending = output.split("skipped, because no Chromium was found")[1]
    assert "test_three.py::test_with_the_marker" in ending
    assert "test_three.py::test_with_the_fixture" in ending
    assert "test_three.py::test_without\n" not in ending


def test_where_the_browser_is_required_nothing_is_skipped(run_tests):
    """On the project's own machines a missing browser is a failure."""
    output = run_tests(FOURLENSES_CHROMIUM="", FOURLENSES_REQUIRE_BROWSER="1")

    assert "1 passed, 2 errors" in output


def test_a_named_browser_is_used(run_tests):
    """FOURLENSES_CHROMIUM decides, whatever else is installed."""
    output = run_tests(FOURLENSES_CHROMIUM=sys.executable)

    assert "3 passed" in output
