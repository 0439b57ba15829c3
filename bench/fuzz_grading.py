"""Throw broken and hostile submissions at the grader for as long as one likes.

``make fuzz MINUTES=60`` runs it. Honest hand-ins of simulated learners are taken and
spoilt: bytes flipped, cut and spliced, JSON values replaced, moved, nested and taken
away, names changed. Each then goes the whole way: door, marks, words and pictures,
rebuilt notebook. Whatever the bytes are,

- grading gives a result or refuses in one short sentence, and never raises;
- points are finite, built-in floats between nothing and the most there is;
- the rebuilt notebook is JSON, with the lesson's cells all there, in order;
- no element, attribute or link of the learner's is in any page.

Every try has a number. ``--only NUMBER`` repeats one; those that once failed stand in
``tests/grading/test_spoilt.py``.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from course.cli.progress_bar import counting
from course.grading.assignments import Assignment, about_of, read_assignment
from course.grading.course_directory import open_course_directory
from course.grading.intake import Refused, take_in
from course.grading.marked import Graded, grade_submission
from course.grading.own_cells import OWN
from course.grading.rehearsal import rehearse
from course.tasks.keys import read_all_keys
from course.widgets.kept_pictures import with_pictures

ROOT = Path(__file__).parents[1]
NAME = "04-variation"

# What hides in a text and must not come out of it.
_SCRIPT = '"><script>pwned()</script><img src=x onerror=pwned()>'
_JUNK: list[Any] = [
    None,
    True,
    False,
    0,
    -1,
    1,
    10**400,
    2**63,
    1e308,
    -0.0,
    0.1 + 0.2,
    "",
    " ",
    "a" * 5000,
    _SCRIPT,
    "javascript:pwned()",
    "$\\href{javascript:pwned()}{x}$",
    "{0.__class__}",
    "{{ 7 * 7 }}",
    "\ud800",
    "\x00\x1b[31m",
    "‮abc",
    "../../source/04-variation.keys.toml",
    "1,5",
    "٣",
    "1e999",
    "nan",
    "²",
    [],
    {},
    [[]],
    [None],
    {"": ""},
    [1, 1],
    [1.0],
    ["a", "a"],
    {"__class__": "x"},
]


def main() -> None:
    """Run until the time is over or something escapes."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--first", type=int, default=0, help="number of the first try")
    options.add_argument("--only", type=int, help="repeat this one try, and print it")
    chosen = options.parse_args()
    place = Path(tempfile.mkdtemp(prefix="fourlenses-fuzz-"))
    try:
        try_one = prepare(place)
        if chosen.only is not None:
            try_one(chosen.only)
            return
        sys.exit(run(try_one, chosen.first, chosen.minutes * 60))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def run(try_one: Callable[[int], object], first: int, seconds: float) -> int:
    """Try number after number; return how many escaped."""
    began, number, escaped, shown = time.monotonic(), first, 0, 0
    with counting("Minutes", math.ceil(seconds / 60)) as tick:
        while (spent := time.monotonic() - began) < seconds:
            try:
                try_one(number)
            except Exception:
                escaped += 1
                print(f"Try {number} escaped:", file=sys.stderr)
                traceback.print_exc(limit=-4)
            number += 1
            for _ in range(shown, int(spent // 60)):
                shown += 1
                tick()
    print(f"{number - first} tries in {seconds / 60:g} minutes, {escaped} escaped.")
    return escaped > 0


def prepare(place: Path) -> Callable[[int], Graded | None]:
    """Make honest hand-ins, and return what spoils and grades one, by number.

    None is given back for what was refused.
    """
    for name in ("source", "release"):
        shutil.copytree(ROOT / name, place / "course" / name)
    rehearse(place / "course", NAME, 60, 3, read_all_keys(ROOT / "source"))
    course = open_course_directory(place / "course")
    assignment = read_assignment(course, NAME)
    learners = sorted(course.submitted.iterdir())

    def try_one(number: int) -> Graded | None:
        rng = np.random.default_rng(number)
        learner = learners[int(rng.integers(len(learners)))]
        spoilt = place / "spoilt" / learner.name / NAME
        shutil.rmtree(place / "spoilt", ignore_errors=True)
        shutil.copytree(learner / NAME, spoilt)
        for _ in range(int(rng.integers(1, 4))):
            spoil(spoilt, rng)
        try:
            submission = take_in(spoilt, assignment)
        except Refused as refused:
            assert 0 < len(str(refused)) < 1500, refused
            assert str(refused).isprintable(), refused
            return None
        graded = grade_submission(assignment, submission, {learner.name})
        check(assignment, graded)
        return graded

    return try_one


def spoil(folder: Path, rng: np.random.Generator) -> None:
    """Change one thing in a hand-in."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    path = files[int(rng.integers(len(files)))]
    content = path.read_bytes()
    if rng.random() < 0.6:
        try:
            value = json.loads(content)
        except (ValueError, RecursionError):
            value = None
        if value is not None:
            path.write_text(
                json.dumps(spoil_json(value, rng)), "utf-8", errors="surrogatepass"
            )
            return
    path.write_bytes(spoil_bytes(content, rng))


def spoil_json(value: Any, rng: np.random.Generator) -> Any:
    """Change one place in a JSON value, deep or not."""
    places = list(_places(value))
    if not places or rng.random() < 0.03:
        return _JUNK[int(rng.integers(len(_JUNK)))]
    holder, key = places[int(rng.integers(len(places)))]
    way = int(rng.integers(7))
    if way <= 2:
        holder[key] = _JUNK[int(rng.integers(len(_JUNK)))]
    elif way == 3:
        del holder[key]
    elif way == 4:
        other_holder, other_key = places[int(rng.integers(len(places)))]
        holder[key] = json.loads(json.dumps(other_holder[other_key]))
    elif way == 5:
        for _ in range(int(rng.integers(1, 60))):
            holder[key] = [holder[key]]
    elif isinstance(holder, list):
        holder.insert(key, json.loads(json.dumps(holder[key])))
    else:
        holder[_SCRIPT if rng.random() < 0.3 else f"{key}x"] = holder.pop(key)
    return value


def _places(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        inner = [(value, key) for key in value]
    elif isinstance(value, list):
        inner = [(value, index) for index in range(len(value))]
    else:
        return []
    return inner + [place for h, k in inner for place in _places(h[k])]


def spoil_bytes(content: bytes, rng: np.random.Generator) -> bytes:
    """Flip, cut, repeat, or splice bytes."""
    way, size = int(rng.integers(5)), max(len(content), 1)
    at = int(rng.integers(size))
    if way == 0:
        return content[:at]
    if way == 1:
        return content[:at] + bytes([int(rng.integers(256))]) + content[at + 1 :]
    if way == 2:
        return content[:at] + content[at : at + 40] * 3 + content[at:]
    if way == 3:
        return content[:at] + rng.bytes(20) + content[at:]
    return content[:at] + _SCRIPT.encode() + content[at:]


def check(assignment: Assignment, graded: Graded) -> None:
    """Hold what must hold of any graded submission."""
    (notebook,) = assignment.notebooks
    most = {
        about_of(cell)["grade_id"]: about_of(cell)["points"]
        for cell in notebook.cells
        if about_of(cell).get("grade")
    }
    scores = graded.scores[notebook.name]
    assert [score.name for score in scores] == list(notebook.graded)
    for score in scores:
        if score.auto_score is not None:
            assert type(score.auto_score) is float, score
            assert 0 <= score.auto_score <= most[score.name], score
        else:
            assert score.needs_person, score
    for remark in graded.record.remarks:
        assert remark.isprintable() and len(remark) < 400, remark
    for task in graded.record.tasks.values():
        assert "could not mark" not in task.flag, task
        assert task.flag.isprintable() and len(task.flag) < 400, task
    rebuilt = json.loads(graded.files[f"{notebook.name}.ipynb"])
    ids = [cell["id"] for cell in rebuilt["cells"]]
    lesson = [cell["id"] for cell in notebook.cells]
    assert [id_ for id_ in ids if not id_.startswith(OWN)] == lesson
    for cell in rebuilt["cells"]:
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            html = with_pictures(data) if "text/html" in data else ""
            assert "<script" not in html and "<img" not in html, cell["id"]


if __name__ == "__main__":
    main()
