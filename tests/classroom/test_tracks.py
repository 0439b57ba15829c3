"""The course's own tracks fit its lessons; those of others are read with care."""

from pathlib import Path

import pytest

from course.classroom.tracks import (
    NoTrack,
    assignments_of,
    find_track,
    is_months,
    known_tracks,
)
from course.exercises import MODULES
from course.lessons.builder import build_notebook, find_lessons
from course.lessons.parts import hours_of, lesson_hours, lesson_parts

SOURCE = Path(__file__).parents[2] / "source"
TRACKS = known_tracks()
ALL = list(MODULES)[:10]
# As lesson 1 tells learners: which way is for whom, and what it takes.
TOLD = {
    "clinical-staff": ["improvement", "system", "variation", "testing"],
    "students": [
        "improvement",
        "system",
        "aim",
        "variation",
        "measurement",
        "testing",
    ],
    "line-managers": [
        "improvement",
        "aim",
        "variation",
        "shewhart",
        "spread",
        "capability",
    ],
    "doctors-in-training": ALL[:9],
    "process-roles": ALL,
}
OWN = """\
title = "The county's own"
for_whom = "Those who asked for it."
months = 4

[modules]
improvement = { depth = 1 }
variation = { depth = 2, tasks = ["signals"] }
"""

every_track = pytest.mark.parametrize("track", TRACKS.values(), ids=list(TRACKS))


def test_there_is_a_track_for_each_group():
    """The five of the dosing model, students in placement, doctors in training."""
    assert list(TRACKS) == [
        "clinical-staff",
        "line-managers",
        "process-roles",
        "top-management",
        "boards",
        "students",
        "doctors-in-training",
    ]


@every_track
def test_a_track_fits_the_lessons(track):
    """Its exercises are there, are worth something, and take some time."""
    for one in assignments_of(track, SOURCE):
        assert one.counted
        assert one.points > 0
        assert 0.5 <= one.hours <= lesson_hours(one.lesson)
        assert one.dose.whole == (not one.practice)


@every_track
def test_what_a_lesson_builds_on_comes_before_it(track):
    """Nobody is asked for limits before they have met variation."""
    taken = []
    for one in assignments_of(track, SOURCE):
        needs = build_notebook(one.lesson).metadata.fourlenses.needs
        assert set(needs) <= set(taken), one.name
        taken.append(one.dose.name)


@pytest.mark.parametrize("name, modules", TOLD.items(), ids=list(TOLD))
def test_the_ways_are_those_that_lesson_1_tells_of(name, modules):
    """A learner who chose a way there finds it here."""
    taken = [dose.name for dose in TRACKS[name].modules if dose.name in ALL]

    assert taken == modules


@pytest.mark.parametrize("lesson", find_lessons(SOURCE), ids=lambda path: path.stem)
def test_the_minutes_of_its_parts_are_the_hours_of_a_lesson(lesson):
    """Or the hours of a lesson in part would be of another make."""
    assert abs(hours_of(lesson_parts(lesson)) - lesson_hours(lesson)) <= 0.25


def test_an_organisation_may_write_a_track_of_its_own(tmp_path):
    """No model fits everywhere: it has to be adapted."""
    path = tmp_path / "county.toml"
    path.write_text(OWN, "utf-8")
    track = find_track(str(path))

    assert (track.name, track.title, track.months) == (
        "county",
        "The county's own",
        4,
    )
    whole, part = assignments_of(track, SOURCE)
    assert whole.name == "01-improvement"
    assert part.counted == ("signals",)
    assert part.points == MODULES["variation"]["signals"].points


@pytest.mark.parametrize(
    "before, after, said",
    [
        ("title =", "name =", "needs a title"),
        ("months = 4", "months = 11", "from 3 to 10 months"),
        ("[modules]", "[lessons]", "names no modules"),
        ("variation =", "variance =", "no module called variance"),
        ("depth = 2", "depth = 4", "module variation needs a depth"),
        ('["signals"]', '"signals"', "module variation needs a depth"),
        ("tasks", "task", "module variation needs a depth"),
        ('"signals"', '"first-look"', "no points to count: first-look"),
        ('"signals"', '"suitability"', "no points to count: suitability"),
        ("[modules]", "[modules", "cannot be read as a track"),
    ],
)
def test_what_is_amiss_in_a_track_is_said(tmp_path, before, after, said):
    """In a sentence, with the place."""
    path = tmp_path / "county.toml"
    path.write_text(OWN.replace(before, after), "utf-8")

    with pytest.raises(NoTrack, match=said):
        assignments_of(find_track(str(path)), SOURCE)


def test_a_track_there_is_not_is_said_with_those_there_are():
    """A typing error is found at once."""
    with pytest.raises(NoTrack, match=r"no track called nurses.*clinical-staff"):
        find_track("nurses")
    with pytest.raises(NoTrack, match="cannot be read as a track: No such file"):
        find_track("no-such-file.toml")


def test_a_run_lasts_from_three_to_ten_months():
    """As the founding programmes do."""
    assert [months for months in range(14) if is_months(months)] == list(range(3, 11))
