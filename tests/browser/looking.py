"""What a page looks like to those who do not see it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def nothing_for_axe(page: Page, context: str | None = None) -> None:
    """Let axe look, and show what it found."""
    found = Axe().run(page, context=context)
    problems = [
        (each["id"], [node["html"][:160] for node in each["nodes"]][:3])
        for each in found.response["violations"]
    ]
    assert problems == []
