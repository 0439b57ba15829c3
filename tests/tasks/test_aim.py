"""The aim, part by part: what it tells, what holds against the data, what is copied."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.tasks import AimForm, Case, Item, Option
from course.tasks.aim import FIELDS, class_of_day, class_of_target, remarks_on

CASE = Case(
    items=tuple(
        Item(
            field,
            field.capitalize(),
            unit="a week" if field in ("from", "to") else "",
            tolerance=0.5 if field == "from" else 0.0,
        )
        for field in FIELDS
    ),
    options=tuple(
        Option(f"{field}.{letter}", f"{field} {letter}")
        for field in ("what", "whom", "where")
        for letter in "abc"
    ),
    facts={
        **{"baseline": 24.0, "best": 0.0, "start": "2027-02-01"},
        **{"example_from": 31, "example_to": 20, "example_by": "2027-11-30"},
    },
)
TRUTH = {
    "what": "what.a",
    "whom": "whom.b",
    "from": "24",
    "to": "12",
    "by": "2027-10-01",
    "where": "where.c",
}


def score(**changed):
    """What the right answer is worth with some fields changed."""
    answer = {k: v for k, v in (TRUTH | changed).items() if v}
    assert AimForm().complaint(CASE, answer) == ""
    return AimForm().score(CASE, answer, TRUTH)


def test_any_fair_aim_is_right():
    """Not only the one the course had in mind."""
    assert score() == 1
    assert score(**{"from": "24.5", "to": "6", "by": "1 December 2027"}) == 1
    assert score(to="19 a week", by="28.7.2027") == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"from": "31"},
        {"to": "23"},
        {"to": "30"},
        {"to": "0"},
        {"by": "15 March 2027"},
        {"by": "1 March 2028"},
        {"by": "in six months"},
        {"by": ""},
        {"to": "fewer"},
    ],
)
def test_without_its_heart_an_aim_is_worth_half_at_most(changed):
    """From, to and by when: each alone can spoil it."""
    assert score(**changed) <= 0.5


def test_a_wrong_list_costs_a_quarter():
    """For whom it is, can be mended."""
    assert score(whom="whom.a") == 0.75


def test_the_figures_of_the_example_are_worth_nothing():
    """However they are written."""
    copied = {"from": "31 a week", "to": "20", "by": "30 November 2027"}
    answer = TRUTH | copied

    assert AimForm().score(CASE, answer, TRUTH) == 0
    assert "of the example" in AimForm().remarks(CASE, answer)[0]


@pytest.mark.parametrize(
    "junk",
    [
        {"what": "whom.a"},
        {"what": "what.z"},
        {"what": ["what.a"]},
        {"from": 24},
        {"from": "2" * 61},
        {"why": "because"},
        "an aim",
    ],
)
def test_what_is_no_form_is_said(junk):
    """An option of another list is no option."""
    assert AimForm().complaint(CASE, junk).endswith(".")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"by": "14 March 2027"}, "This tells when, not yet how much."),
        ({"to": "14"}, "This tells how much, not yet by when."),
        ({"to": "14", "by": "2027-10-01"}, "This tells where to, not yet from where."),
        ({"by": "in six months"}, "“in six months” is a length of time"),
        ({"by": "soon"}, "“soon” is not a day."),
        ({"by": "2027-02-30"}, "“2027-02-30” is a day that the calendar"),
        ({"to": "few"}, "“few” is not a number."),
        ({"to": "14 hours"}, "“14 hours” is counted in something else."),
        ({"from": "14", "to": "14"}, "It goes from a figure to the same figure."),
        ({"whom": "whom.a"}, "This does not tell yet how much"),
    ],
)
def test_what_an_aim_does_not_tell_is_said_kindly(fields, sentence):
    """One sentence for each thing, and never a reproach."""
    assert any(said.startswith(sentence) for said in remarks_on(fields, "a week"))


def test_a_whole_aim_and_an_empty_form_are_left_in_peace():
    """There is nothing to say."""
    assert remarks_on(TRUTH, "a week") == []
    assert remarks_on({}, "a week") == []
    assert remarks_on({"by": "  "}, "a week") == []


@given(
    baseline=st.floats(20, 80),
    way=st.floats(-1, 2),
    best=st.sampled_from([0.0, 100.0]),
)
def test_a_target_is_classed_by_the_share_of_the_way(baseline, way, best):
    """The same for figures that should fall and for shares that should rise."""
    found = class_of_target(baseline, baseline + way * (best - baseline), best)

    if 0.21 < way < 0.79:
        assert found == "fair"
    if way < -0.01:
        assert found == "wrong-way"
    if 0.01 < way < 0.19:
        assert found == "too-small"
    if way > 1.01:
        assert found == "perfect"


def test_a_project_lasts_six_to_ten_months():
    """With a week of grace at both ends."""
    start = date(2027, 2, 1)
    days = [date(2027, 1, 31), date(2027, 7, 20), date(2027, 7, 26), date(2027, 8, 1)]
    days += [date(2027, 12, 1), date(2027, 12, 8), date(2027, 12, 9)]

    assert [class_of_day(start, day) for day in days] == [
        *("past", "too-soon", "fair", "fair", "fair", "fair", "too-late")
    ]


@given(seed=st.integers(0, 2**32))
def test_blind_aims_have_the_right_form(seed):
    """Whoever guesses still fills in the form."""
    rng = np.random.default_rng(seed)
    for answer in (AimForm().guess(CASE, rng), AimForm().same_for_all(CASE, rng)):
        assert AimForm().complaint(CASE, answer) == ""
        assert 0 <= AimForm().score(CASE, answer, TRUTH) <= 1
