"""A graded notebook keeps the charts that were shown; whoever looks has them drawn."""

import json
from pathlib import Path

import pytest

from course.exercises import TASKS
from course.tasks import Saved, judge
from course.tasks.keys import read_all_keys
from course.widgets.kept_pictures import CHARTS, with_pictures
from course.widgets.review import review_bundle, truth_bundle

KEYS = read_all_keys(Path(__file__).parents[2] / "source")
RUN, LEARNER = "autumn", "amira"
BUNDLES = (review_bundle, truth_bundle)


def judged_as(task, thought=""):
    """A task answered rightly, by a misreading, or not at all."""
    case, key = task.case(RUN, LEARNER), KEYS.get(task.name)
    answers = {"truth": task.truth(case, key), **task.misreadings(case, key)}
    saved = Saved(answer=answers.get(thought), state="mine", learner=LEARNER, run=RUN)
    return judge(task, saved, learner=LEARNER, run=RUN, key=key)


def answered(task):
    """Every way the task knows to be answered."""
    thoughts = task.misreadings(task.case(RUN, LEARNER), KEYS.get(task.name))
    return [judged_as(task, thought) for thought in ("", "truth", *thoughts)]


def read_again(bundle):
    """As it comes out of a notebook's file."""
    return json.loads(json.dumps(bundle))


@pytest.mark.parametrize("task", TASKS.values(), ids=lambda task: task.name)
def test_a_kept_review_is_drawn_as_if_it_had_been_drawn_at_once(task):
    """Letter for letter, right answers and wrong ones, with the truth and without."""
    for judged in answered(task):
        for bundle in BUNDLES:
            at_once, kept = bundle(judged), bundle(judged, drawn=False)
            assert not kept or with_pictures(read_again(kept)) == at_once["text/html"]


def test_charts_that_were_shown_are_kept_and_not_drawn():
    """With a sentence in the place of each, for who has the notebook alone."""
    kept = review_bundle(judged_as(TASKS["baseline"], "truth"), drawn=False)
    assert "<svg" not in kept["text/html"]
    assert kept["text/html"].count("The chart is drawn when") == len(kept[CHARTS]) == 8


def test_an_answer_that_lies_in_a_picture_is_always_drawn():
    """In the graded cell of marked points is what the learner marked."""
    kept = review_bundle(judged_as(TASKS["signals"], "truth"), drawn=False)
    assert CHARTS not in kept
    assert '<g class="marked">' in kept["text/html"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: kept["chart"].update(colour="red"),
        lambda kept: kept["chart"].update(labels=["too", "few"]),
        lambda kept: kept["chart"].update(values="many"),
        lambda kept: kept.pop("chart"),
        lambda kept: kept.pop("marked"),
    ],
)
def test_what_another_edition_kept_leaves_its_sentence_and_the_others(spoil):
    """One chart that cannot be drawn costs nobody the page."""
    kept = review_bundle(judged_as(TASKS["baseline"], "truth"), drawn=False)
    spoil(kept[CHARTS][2])
    html = with_pictures(kept)
    assert html.count("<svg") == 7
    assert html.count("The chart is drawn when") == 1


def test_fewer_charts_than_places_leave_the_sentence():
    """And more are not drawn anywhere."""
    kept = review_bundle(judged_as(TASKS["baseline"], "truth"), drawn=False)
    all_of_them = kept[CHARTS]
    kept[CHARTS] = all_of_them[:3]
    assert with_pictures(kept).count("<svg") == 3
    kept[CHARTS] = all_of_them * 2
    assert with_pictures(kept).count("<svg") == 8
