"""The S-curve and its five groups, read again by counting."""

import pytest

from course.exercises.spread import TASKS

CASES = [
    (
        TASKS["s-curve"].case("autumn", f"learner-{n}"),
        TASKS["adopters"].case("autumn", f"learner-{n}"),
    )
    for n in range(60)
]

every_learner = pytest.mark.parametrize(
    ("curve", "adopters"), CASES, ids=range(len(CASES))
)


def years_until(counts, wanted):
    """Go through the years as somebody with a pencil would."""
    begun = 0
    for year, new in enumerate(counts):
        if begun + new >= wanted:
            return year + (wanted - begun) / new
        begun += new
    raise AssertionError("Never reached.")


@every_learner
def test_the_readings_are_those_of_the_chart(curve, adopters):
    """Sums up to a year, and times along straight lines."""
    counts = [int(value) for value in curve.charts[0].values]
    units, year = curve.facts["units"], curve.facts["year"]

    assert curve.truth["by-year"] == sum(counts[:year])
    assert curve.truth["left"] == units - sum(counts[: year + 2])
    assert curve.truth["half"] == pytest.approx(
        years_until(counts, units / 2), abs=0.01
    )
    assert curve.truth["early"] == pytest.approx(
        years_until(counts, 0.16 * units), abs=0.01
    )


@every_learner
def test_the_groups_follow_from_the_places(curve, adopters):
    """2.5, 16, 50 and 84 in a hundred, counted by hand."""
    units = adopters.facts["units"]
    assert units == curve.facts["units"]
    for item in adopters.items:
        place = int(item.text.removeprefix("Number ").split(" of ")[0])
        share = place / units
        group = (
            "innovator"
            if share <= 0.025
            else "early-adopter"
            if share <= 0.16
            else "early-majority"
            if share <= 0.5
            else "late-majority"
            if share <= 0.84
            else "laggard"
        )
        assert adopters.truth[item.id] == group


@every_learner
def test_every_group_is_there(curve, adopters):
    """So that each has to be told from its neighbours."""
    assert len(set(adopters.truth.values())) == 5


@every_learner
def test_a_straight_line_reads_nothing_rightly(curve, adopters):
    """Or the thought could not be told from the truth."""
    line = curve.misreadings["straight-line"]
    for item in curve.items:
        gap = abs(line[item.id] - curve.truth[item.id])
        assert gap > item.tolerance
