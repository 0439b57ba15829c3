"""A lesson opens dozens of widgets: each is one class for all, and one message."""

import comm
import pytest
from comm import DummyComm

from course.exercises import SIMULATIONS
from course.tasks.seeds import generator_for
from course.widgets import VIEWS, ExerciseView, HandInView, StartView


@pytest.fixture
def messages(monkeypatch):
    """Hear what is sent to the browser."""
    sent = []

    class HeardComm(DummyComm):
        def publish_msg(self, msg_type, data=None, **_):
            sent.append((msg_type, data["state"].get("_model_name")))

    monkeypatch.setattr(comm, "create_comm", HeardComm)
    return sent


def opened(messages):
    """List what was sent, but for the one layout that all widgets share."""
    return [message for message in messages if message[1] != "LayoutModel"]


def test_an_exercise_is_one_message(build, messages, told):
    """With the answer in it, the hints that were opened, and what *Check* said."""
    before = build("classify")
    before.set_state({"answer": {"roof": "special"}})
    told(before, "hint")
    told(before, "check")
    messages.clear()

    again = build("classify")

    assert again.hints and again.report["state"] == "attempted"
    assert opened(messages) == [("comm_open", "AnyModel")]


@pytest.mark.parametrize("name", SIMULATIONS)
def test_a_simulation_is_one_message(name, folder, messages):
    """With its first scene in it."""
    view = VIEWS[name](folder, lambda data: generator_for("demo", data, "amira"))

    assert view.scene["blocks"]
    assert opened(messages) == [("comm_open", "AnyModel")]


def test_the_button_of_handing_in_is_one_message(messages):
    """With where the work stands."""
    assert HandInView(lambda: None, list).standing["stage"] == "ready"
    assert opened(messages) == [("comm_open", "AnyModel")]


def test_two_widgets_are_of_one_class_and_share_a_layout(build):
    """A class takes as long to make as all the rest of an exercise."""
    one, other = build("classify"), build("order")

    assert type(one) is type(other) is ExerciseView
    assert one.layout is other.layout


def test_widgets_of_two_classes_keep_their_styles_apart():
    """The browser replaces the style of one name by the next of that name."""
    shown = {"mode": "tool", "title": "", "learner": ""}

    names = {
        view._anywidget_id
        for view in (HandInView(lambda: None, list), StartView(shown))
    }

    assert len(names) == 2
