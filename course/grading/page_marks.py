"""The mark that a page of feedback carries, for programs to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

# In a page's head, before its style.
MARK = "fourlenses-mark"
_ENOUGH = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class PageMark:
    """What a page of feedback gives.

    Attributes
    ----------
    points, max_points : float
        Of all that is marked.
    tasks : mapping of str to float or None
        Points by task; None where a person has to read it.
    """

    points: float
    max_points: float
    tasks: Mapping[str, float | None] = field(default_factory=dict)

    def as_text(self) -> str:
        """Return what stands in the page.

        Examples
        --------
        >>> PageMark(points=4, max_points=6, tasks={"signals": 4}).as_text()
        '{"points": 4, "max_points": 6, "tasks": {"signals": 4}}'
        """
        told = {"points": self.points, "max_points": self.max_points}
        return json.dumps(told | {"tasks": dict(self.tasks)})


def read_mark(page: Path) -> PageMark | None:
    """Read the mark in a page of feedback.

    Parameters
    ----------
    page : Path

    Returns
    -------
    PageMark or None
        None where the page has none that makes sense, as of an earlier edition.
    """
    head = _Head()
    try:
        with page.open(encoding="utf-8", errors="replace") as text:
            head.feed(text.read(_ENOUGH))
        told = json.loads(head.mark)
        tasks = {
            str(name): None if points is None else float(points)
            for name, points in told["tasks"].items()
        }
        return PageMark(
            points=float(told["points"]),
            max_points=float(told["max_points"]),
            tasks=tasks,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


class _Head(HTMLParser):
    mark = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "meta" and told.get("name") == MARK:
            self.mark = told.get("content") or ""
