"""Waiting for what happens beside the page: in Python, on the disk."""

from collections.abc import Callable

from playwright.sync_api import Page


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Let a page go on until something holds; a slow machine may take its time."""
    for _ in range(2400):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("It never came to hold.")
