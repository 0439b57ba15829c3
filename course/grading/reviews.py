"""What a learner reads of each task, kept from the moment it was marked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from course.grading.assignments import about_of
from course.grading.intake import KEPT
from course.tasks import Judged
from course.widgets.review import review

REVIEWS_FILE = f"{KEPT}reviews.json"


def reviews_for_learner(judged: Iterable[Judged]) -> bytes:
    """Return the file that keeps them, without a right answer that was not given.

    Parameters
    ----------
    judged : iterable of Judged

    Returns
    -------
    bytes
    """
    reviews = {
        one.task.name: review(one.task, one.case, one.saved.answer, one.mark, one.key)
        for one in judged
    }
    return json.dumps(reviews, ensure_ascii=False).encode()


def read_reviews(folder: Path) -> dict[str, str]:
    """Return the kept reviews by task.

    Parameters
    ----------
    folder : Path
        Of a graded submission.

    Returns
    -------
    dict of str to str
        HTML that is safe; empty where nothing is kept.

    Examples
    --------
    >>> read_reviews(Path("no-such-folder"))
    {}
    """
    try:
        return json.loads((folder / REVIEWS_FILE).read_bytes())
    except (OSError, ValueError):
        return {}


def reviews_with_truth(notebook: bytes | None) -> dict[str, str]:
    """Return the reviews that tell the right answers, as the teacher sees them.

    Parameters
    ----------
    notebook : bytes or None
        One that the grader has rebuilt.

    Returns
    -------
    dict of str to str
        By task.
    """
    cells = json.loads(notebook)["cells"] if notebook else []
    return {
        about_of(cell)["grade_id"]: output["data"]["text/html"]
        for cell in cells
        if about_of(cell).get("grade")
        for output in cell.get("outputs", ())
        if "text/html" in output.get("data", {})
    }
