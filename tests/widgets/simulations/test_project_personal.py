"""What tells who somebody is does not belong into the account of a project."""

import numpy as np
import pytest

from course.exercises.project.example import SCENES, draw_example
from course.exercises.project.project import read_project
from course.widgets.simulations.project_pages import PAGES, Open, draw_workspace

WARNINGS = {
    "identity": "This looks like an identity number. Leave it out.",
    "email": "This looks like an e-mail address. Leave it out.",
    "phone": "This looks like a telephone number. Leave it out.",
}


@pytest.mark.parametrize(
    "text, kind",
    [
        ("811218-9876 waited four hours", "identity"),
        ("Ask aino@example.org", "email"),
        ("Call +46 70-174 06 05", "phone"),
    ],
)
def test_one_sentence_stands_beneath_the_field(player, text, kind):
    """What was written stays, and the sentence goes when it is taken out."""
    play = player.open("project")
    play.do("open", page="charter")
    play.write("charter.problem", text)

    assert play.text.count(WARNINGS[kind]) == 1
    assert player.kept("project")["parts"]["charter"]["problem"] == text

    play.write("charter.problem", "One visit in four is late.")
    assert "Leave it out" not in play.text


@pytest.mark.parametrize("scene", [scene.id for scene in SCENES])
def test_an_ordinary_project_is_not_suspected(scene):
    """Numbers, days and times of a finished one, on every page."""
    project = read_project(draw_example(np.random.default_rng(1), scene))

    for page in PAGES:
        opened = Open(page=page).within(project)
        assert "Leave it out" not in str(
            draw_workspace(project, opened, {}, brought=False)
        )
