"""Each module in JupyterLab: opened, played, answered, handed in, feedback read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from by_mouse import BY_MOUSE
from looking import nothing_for_axe
from playwright.sync_api import Locator, expect
from waiting import until

from course.exercises import SIMULATIONS, TASKS
from course.exercises.peers.packet import PACKETS, Packet, write_packet
from course.exercises.project.example import draw_example
from course.lessons.builder import find_lessons, notebook_path
from course.tasks import AnswerFolder
from course.tasks.keys import read_all_keys
from course.tasks.learner import EVERYBODY

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
LESSONS = find_lessons(ROOT / "source")
KEYS = read_all_keys(ROOT / "source")
LEARNER = "amira"
# How often a simulation is told to go on.
PRESSES = 3


def named_in(lesson: Path) -> list[str]:
    """Return the exercises and simulations of a lesson, in order."""
    return re.findall(r"^:task: (.+)$", lesson.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_module_from_opening_to_feedback(
    lesson,
    page,
    open_lesson,
    workspace,
    take_picture,
    console_errors,
    presses,
    answered,
):
    """All that is in it is operated; the expert gets every point a machine gives."""
    folder = workspace / lesson.stem
    for answer in folder.glob("answers/*.json"):
        answer.unlink()
    answers = AnswerFolder(folder / "answers", LEARNER, EVERYBODY)
    if "reviews" in named_in(lesson):
        deal_projects(folder)
    notebook = notebook_path(lesson)
    open_lesson(f"{lesson.stem}/{notebook.name}")

    graded = []
    for name in named_in(lesson):
        card = page.locator(f"[data-fourlenses='{name}']").first
        card.scroll_into_view_if_needed()
        expect(card).to_be_visible()
        if name in TASKS:
            task = TASKS[name]
            case = task.case(EVERYBODY, LEARNER)
            truth = task.truth(case, KEYS.get(name))
            given = BY_MOUSE[task.kind.name](page, card, case, truth)
            kept(card, lambda n=name: answers.load(n).answer, given)
            graded += [task] if task.points else []
        elif name in SIMULATIONS:
            play(card, answered)
        take_picture(f"{lesson.stem}-{name}", card)
    nothing_for_axe(page, ".jp-OutputArea-output [data-fourlenses]")

    page.get_by_role("button", name="Hand in").first.click()
    page.locator("button[data-fourlenses='hand-in']").press("Enter")
    anyway = page.get_by_role("button", name="Hand in as it is")
    handed_in = page.get_by_text(re.compile(r"^Handed in on "))
    expect(anyway.or_(handed_in).first).to_be_visible()
    if anyway.is_visible():
        anyway.click()
    expect(handed_in).to_be_visible()
    feedback = workspace / "feedback" / LEARNER / lesson.stem
    mark = json.loads((feedback / "mark.json").read_text("utf-8"))
    by_machine = sum(task.points for task in graded if not task.kind.by_hand)
    assert mark["points"] == by_machine
    assert console_errors == []

    page.goto((feedback / f"{notebook.stem}.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("feedback for amira")
    nothing_for_axe(page)
    take_picture(f"{lesson.stem}-feedback")


def deal_projects(folder: Path) -> None:
    """Put a packet there, with the projects that the expert reviews."""
    covers = TASKS["reviews"].case(EVERYBODY, LEARNER).truth["dealt"]
    rng = np.random.default_rng(1)
    packet = Packet(LEARNER, 1, {cover: draw_example(rng) for cover in covers})
    (folder / PACKETS).mkdir(exist_ok=True)
    (folder / PACKETS / packet.file).write_bytes(write_packet(packet))


def kept(card: Locator, on_disk: Callable[[], Any], answer: Any) -> None:
    """Wait until the page says that it is saved, then look on the disk."""
    expect(card.get_by_text(re.compile(r"^Saved \d\d:\d\d$"))).to_be_visible()
    until(card.page, lambda: holds(on_disk(), answer))


def holds(kept: Any, answer: Any) -> bool:
    """Whether an answer is kept; what a simulation keeps besides does no harm."""
    if isinstance(kept, list) and isinstance(answer, list):
        return len(kept) == len(answer) and all(map(holds, kept, answer))
    if isinstance(kept, dict) and isinstance(answer, dict):
        return all(name in kept and holds(kept[name], answer[name]) for name in answer)
    return kept == answer


def play(card: Locator, answered: Callable[[], None]) -> None:
    """Choose, type and press what there is, a few times; the scene stays alive."""
    stage = card.locator(".fl-sim-stage")
    for _ in range(PRESSES):
        for group in stage.locator("fieldset:visible").all():
            radio = group.locator("input[type=radio]:enabled").first
            if radio.count():
                radio.click()
                answered()
        for number in stage.locator("input[type=number]:visible:enabled").all():
            if not number.input_value():
                number.fill(number.get_attribute("min") or "1")
                number.press("Tab")
                answered()
        button = stage.locator("button:not([aria-disabled=true]):visible").first
        if not button.count():
            break
        button.click()
        answered()
    expect(stage.locator("> *").first).to_be_visible()
