"""Simulations as a learner opens them: with their own folder and their own chance."""

import base64

import pytest

from course.tasks.answers import AnswerFolder
from course.tasks.seeds import generator_for
from course.widgets.simulations import VIEWS

RUN = "demo"


class Play:
    """A simulation, operated as the browser operates it."""

    def __init__(self, view):
        self.view = view

    @property
    def scene(self):
        """All that is to be seen."""
        return self.view.scene

    @property
    def saved(self):
        """What the saved-mark says."""
        return self.view.saved

    def do(self, deed, **details):
        """Send a deed."""
        self.view._handle_custom_msg({"do": deed, **details}, [])
        return self

    def choose(self, what, choice):
        """Make a choice."""
        return self.do("choose", what=what, choice=choice)

    def write(self, what, text):
        """Type into a field."""
        return self.do("write", what=what, text=text)

    def press(self, key):
        """Press a button of the scene."""
        button = self.buttons[key]
        return self.do(button["deed"], kept=button["kept"], **button["details"])

    def bring(self, content, name="own.csv", part=1000):
        """Bring a file, in parts as the browser sends it."""
        parts = [content[at : at + part] for at in range(0, len(content), part)] or [
            b""
        ]
        for number, piece in enumerate(parts):
            self.do(
                "file-part",
                kept=False,
                name=name,
                number=number,
                total=len(parts),
                content=base64.b64encode(piece).decode(),
            )
        return self

    def blocks(self, kind):
        """All blocks of a kind, also those side by side."""
        inner = [b for block in self.scene["blocks"] for b in block.get("blocks", [])]
        return [b for b in (*self.scene["blocks"], *inner) if b["kind"] == kind]

    def block(self, key):
        """The block with a key."""
        every = (*self.scene["blocks"], *self.blocks("select"), *self.blocks("text"))
        return next(block for block in every if block.get("key") == key)

    @property
    def buttons(self):
        """All buttons, by key."""
        return {b["key"]: b for each in self.blocks("buttons") for b in each["buttons"]}

    @property
    def text(self):
        """All headings and paragraphs, as one text."""
        said = []
        for block in self.scene["blocks"]:
            said += [block["text"]] if block["kind"] == "heading" else []
            said += block.get("sentences", [])
        return "\n".join(said)


class Player:
    """Somebody with a folder of answers."""

    def __init__(self, folder, learner="amira"):
        self.folder = AnswerFolder(folder, learner, RUN)

    def view(self, name):
        """Build the widget, as the lesson's line does."""
        return VIEWS[name](
            self.folder, lambda data: generator_for(RUN, data, self.folder.learner)
        )

    def open(self, name):
        """Open the simulation, to play without a browser."""
        return Play(self.view(name))

    def kept(self, name):
        """Return what lies in the answer file."""
        return self.folder.load(name).answer


@pytest.fixture
def player(tmp_path):
    """A learner with an empty answers folder."""
    return Player(tmp_path / "answers")


@pytest.fixture
def anybody(tmp_path):
    """Return a function that gives a learner by name, each with a folder."""
    return lambda name: Player(tmp_path / name, name)


@pytest.fixture
def open_simulation(page, open_view, player):
    """Return a function that opens a simulation in Chromium, without movement."""

    def open_one(name, width=1000):
        # Half-way through appearing, words are pale; a test should not meet them so.
        page.emulate_media(reduced_motion="reduce")
        return open_view(player.view(name), width)

    return open_one


@pytest.fixture
def in_lesson(tmp_path):
    """Return a function that gives one learner in a lesson of their workspace."""
    return lambda lesson: Player(tmp_path / lesson / "answers")
