"""An exercise's Python: saving, restoring, checking; on a real disk."""

import json

import pytest

from course.tasks import AnswerFolder, Key
from course.widgets import ExerciseView

RIGHT = {"roof": "special", "usual": "common", "night": "special"}
KINDS = {
    "classify": RIGHT,
    "mark-points": {"east": list(range(13, 25)), "west": []},
    "order": ["leave", "move", "centre", "chase"],
    "numbers": {"median": "4,0", "run": "5 points", "crossings": "9"},
    "matrix": {"east": ["run", "crossings"], "west": [], "home": ["trend"]},
    "prediction": {"same": 15, "above": 45},
    "free-text": {"measure": "Falls", "plan": "Ask"},
}


def on_disk(folder, name="classify-sample"):
    """Read the answer file."""
    return json.loads(folder.path(name).read_text("utf-8"))


def test_building_an_exercise_writes_nothing(build, folder):
    """Looking at an exercise leaves no trace, not even the folder."""
    build("classify")

    assert not folder.folder.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_every_change_is_saved_and_there_again(build, folder, kind):
    """What was answered is in the form when the exercise is built anew."""
    build(kind).set_state({"answer": KINDS[kind]})

    again = build(kind)
    assert again.answer == KINDS[kind]
    assert again.saved["ok"] is True
    assert again.report["state"] == "attempted"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "free-text"])
def test_a_right_answer_is_right_only_when_checked(build, told, kind):
    """Attempted and right are two states; the second comes from Check."""
    view = build(kind)
    assert view.report["state"] == "not-attempted"

    view.set_state({"answer": KINDS[kind]})
    assert view.report["state"] == "attempted"
    assert view.report["words"] == []

    told(view, "check")
    assert view.report["state"] == "right"
    assert build(kind).report["state"] == "right"


def test_a_change_after_checking_takes_the_verdict_back(build, told):
    """A verdict on another answer must not stand beside this one."""
    view = build("classify")
    view.set_state({"answer": RIGHT})
    told(view, "check")

    view.set_state({"answer": RIGHT | {"usual": "nothing"}})

    assert view.report["state"] == "attempted"
    assert view.report["words"] == []


def test_some_items_right_are_not_all_right(build, told):
    """One item answered rightly of three does not make the exercise right."""
    view = build("classify")
    view.set_state({"answer": {"roof": "special"}})

    told(view, "check")

    assert view.report["state"] == "attempted"
    assert view.report["right"] == {"roof": True}


def test_a_graded_exercise_does_not_say_which_part_is_right(build, told):
    """Else Check would be a way to try every option."""
    view = build("classify", points=4.0)
    view.set_state({"answer": RIGHT | {"usual": "nothing"}})

    told(view, "check")

    assert view.report["right"] == {}
    assert view.report["words"]


def test_checking_goes_by_the_answer_sent_along(build, told, folder):
    """A change still on its way may arrive after the request to check."""
    view = build("classify")

    told(view, "check", answer=RIGHT)

    assert view.report["state"] == "right"
    assert on_disk(folder)["answer"] == RIGHT


def test_attempts_and_hints_are_counted_on_disk(build, told, folder):
    """They are there again, too."""
    view = build("classify")
    view.set_state({"answer": RIGHT})
    told(view, "check")
    told(view, "check")
    told(view, "hint")

    assert on_disk(folder)["attempts"] == 2
    assert on_disk(folder)["hints"] == 1
    assert build("classify").hints == ["Look at the middle line first."]


def test_hints_come_one_at_a_time_and_end(build, told):
    """Asking for more than there are does no harm."""
    view = build("classify")
    told(view, "hint")
    assert len(view.hints) == 1

    for _ in range(5):
        told(view, "hint")
    assert view.hints == ["Look at the middle line first.", "Count in a row."]


def test_without_its_key_an_exercise_says_when_it_is_marked(build, told):
    """A student on a hub has no key."""
    view = build("classify", points=5.0, needs_key=True)
    view.set_state({"answer": RIGHT})

    told(view, "check")

    assert view.report["state"] == "attempted"
    assert view.report["words"] == [
        "Your answer is complete. It is marked when you hand in."
    ]


def test_with_its_key_an_exercise_checks(build, told):
    """A self-learner's laptop has it."""
    view = build("classify", points=5.0, needs_key=True, key=Key(truth=RIGHT))
    view.set_state({"answer": RIGHT})

    told(view, "check")

    assert view.report["state"] == "right"


def test_where_checking_is_off_nothing_is_told(build, told):
    """Also not to a message that was not sent by our button."""
    view = build("classify", can_check=False)
    view.set_state({"answer": RIGHT})

    told(view, "check")

    assert view.report["state"] == "attempted"
    assert view.report["words"] == []


def test_what_a_person_reads_cannot_be_checked(build):
    """The foot says when it is read instead."""
    view = build("free-text", points=6.0)

    assert view.shown["can_check"] is False
    assert view.shown["note"] == "A person reads this one after you hand in."


def test_reset_takes_the_answer_back_on_disk(build, told, folder):
    """And the exercise is not attempted again."""
    view = build("classify")
    view.set_state({"answer": RIGHT})

    told(view, "reset")

    assert view.answer is None
    assert view.report["state"] == "not-attempted"
    assert on_disk(folder)["answer"] is None


def test_what_cannot_be_saved_is_said_and_kept_on_screen(sample, tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "answers").write_text("in the way")
    task, case = sample("classify")
    view = ExerciseView(task, case, AnswerFolder(tmp_path / "answers", "a", "demo"))

    view.set_state({"answer": RIGHT})

    assert view.saved["ok"] is False
    assert view.saved["text"].startswith("Not saved: ")
    assert view.answer == RIGHT

    (tmp_path / "answers").unlink()
    view._handle_custom_msg({"do": "save-again"}, [])
    assert view.saved["ok"] is True


def test_of_two_windows_the_learner_chooses_mine(build, told, folder):
    """Nothing is overwritten before somebody has chosen."""
    here, there = build("classify"), build("classify")
    there.set_state({"answer": {"roof": "nothing"}})

    here.set_state({"answer": RIGHT})
    assert here.saved["ok"] is False
    assert here.saved["choice"] is True
    assert on_disk(folder)["answer"] == {"roof": "nothing"}

    told(here, "keep-mine")
    assert here.saved["ok"] is True
    assert on_disk(folder)["answer"] == RIGHT


def test_of_two_windows_the_learner_chooses_theirs(build, told, folder):
    """Their answer comes into the form and nothing is written."""
    here, there = build("classify"), build("classify")
    there.set_state({"answer": {"roof": "nothing"}})
    here.set_state({"answer": RIGHT})
    before = folder.path("classify-sample").read_bytes()

    told(here, "show-theirs")

    assert here.answer == {"roof": "nothing"}
    assert here.saved["ok"] is True
    assert folder.path("classify-sample").read_bytes() == before

    here.set_state({"answer": RIGHT})
    assert on_disk(folder)["answer"] == RIGHT


def test_a_window_that_emptied_the_exercise_is_another_window_too(build, told, folder):
    """Theirs may be: no answer."""
    here, there = build("classify"), build("classify")
    here.set_state({"answer": RIGHT})
    told(there, "show-theirs")
    there.set_state({"answer": {"roof": "nothing"}})
    told(there, "keep-mine")
    told(there, "reset")

    here.set_state({"answer": RIGHT | {"usual": "nothing"}})
    told(here, "show-theirs")

    assert here.answer is None
    assert here.report["state"] == "not-attempted"


def test_somebody_elses_answer_is_not_shown_but_told(build, sample, folder):
    """A folder copied from Bjørn."""
    task, case = sample("classify")
    bjorn = AnswerFolder(folder.folder, "bjørn", "demo")
    bjorn.save(task.name, RIGHT, version=0)

    view = build("classify")

    assert view.answer is None
    assert view.saved["ok"] is None
    assert "bjørn" in view.saved["text"]


def test_a_hint_alone_does_not_put_somebodys_file_aside(build, sample, told, folder):
    """Only an answer does."""
    task, case = sample("classify")
    AnswerFolder(folder.folder, "bjørn", "demo").save(task.name, RIGHT, version=0)
    before = folder.path(task.name).read_bytes()
    view = build("classify")

    told(view, "hint")
    told(view, "check", answer=None)

    assert folder.path(task.name).read_bytes() == before
    view.set_state({"answer": {"roof": "special"}})
    assert on_disk(folder)["answer"] == {"roof": "special"}
    assert on_disk(folder)["hints"] == 1


def test_a_damaged_file_is_told_and_kept_until_one_answers(build, folder):
    """Plain words instead of an exception."""
    folder.folder.mkdir()
    folder.path("classify-sample").write_text("{")
    view = build("classify")
    assert view.answer is None
    assert "cannot be read" in view.saved["text"]

    view.set_state({"answer": RIGHT})

    assert view.saved["ok"] is True
    assert on_disk(folder)["answer"] == RIGHT
    assert [path.read_text() for path in folder.folder.glob("*.aside")] == ["{"]


def test_the_file_of_a_newer_edition_closes_the_form(build, folder):
    """What this edition does not understand it must not replace."""
    folder.folder.mkdir()
    folder.path("classify-sample").write_text(json.dumps({"format": 99}))

    view = build("classify")

    assert view.saved["locked"] is True
    assert "newer edition" in view.saved["text"]


@pytest.mark.parametrize(
    "odd", [["roof"], {"roof": "gone"}, {"gone": "special"}, 3, "text", {"roof": {}}]
)
def test_an_answer_of_another_form_is_told_and_can_be_reset(
    build, told, folder, sample, odd
):
    """As after an edit by hand, or from an older edition with other items."""
    task, case = sample("classify")
    folder.save(task.name, odd, version=0)

    view = build("classify")
    assert view.answer is None
    assert "Reset" in view.saved["text"]

    told(view, "reset")
    assert on_disk(folder)["answer"] is None


def test_what_is_shown_is_plain_json(build):
    """Nothing that only Python understands goes to the browser."""
    for kind in KINDS:
        shown = build(kind, points=4.0).shown
        assert json.loads(json.dumps(shown, allow_nan=False)) == shown


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_and_no_key_is_sent_to_the_browser(build, kind):
    """Whoever looks into the page's source finds the question only."""
    view = build(kind, points=4.0)
    sent = json.dumps(view.get_state(), default=str)

    assert "truth" not in sent
    assert "misreading" not in sent
