"""Each kind of answer: what is right, what is not an answer, what is worth nothing."""

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.pictures import Chart
from course.tasks import (
    Case,
    Classify,
    FreeText,
    Item,
    Judged,
    Key,
    MarkPoints,
    Matrix,
    Numbers,
    Option,
    Order,
    Prediction,
    Saved,
    Select,
    Task,
    read_number,
)
from course.tasks.task import recognise
from course.widgets.review import review_bundle

OPTIONS = (Option("common", "Common cause"), Option("special", "Special cause"))
SORTING = Case(
    items=tuple(Item(id_, f"Chart {id_}") for id_ in "abcd"),
    options=OPTIONS,
    truth={"a": "common", "b": "common", "c": "special", "d": "special"},
    misreadings={
        "all-special": dict.fromkeys("abcd", "special"),
        "turned": {"a": "special", "b": "special", "c": "common", "d": "common"},
    },
)


def charts(*lengths):
    """Return items with a chart each."""
    return tuple(
        Item(
            f"chart-{i}",
            f"Chart {i}",
            chart=Chart(id=f"chart-{i}", values=tuple(float(v) for v in range(n))),
        )
        for i, n in enumerate(lengths)
    )


POINTS = Case(
    items=charts(20, 20, 20),
    truth={"chart-0": [4, 5, 6, 7, 8, 9], "chart-1": [], "chart-2": [17]},
)
NUMBERS = Case(
    items=(
        Item("centre", "Centre", unit="beads", tolerance=0.05),
        Item("upper", "Upper limit", unit="beads", tolerance=0.1),
    ),
    truth={"centre": 10.0, "upper": 18.5},
)


def task(kind, case, name="two-errors", **more):
    """Return a task of four points that always draws `case`."""
    return Task(name=name, kind=kind, draw=lambda rng: case, points=4, **more)


def test_all_right_earns_all_the_points():
    """The truth, answered, is worth everything."""
    mark = task(Classify(), SORTING).mark(SORTING, SORTING.truth)

    assert (mark.points, mark.attempted, mark.all_right) == (4.0, True, True)


def test_points_are_a_built_in_float():
    """Anything else would be read as full marks by nbgrader."""
    mark = task(Classify(), SORTING).mark(SORTING, SORTING.truth)

    assert type(mark.points) is float
    assert math.isfinite(mark.points)


def test_nothing_given_is_not_attempted():
    """Neither None nor an empty form is an answer."""
    for nothing in (None, {}):
        mark = task(Classify(), SORTING).mark(SORTING, nothing)
        assert (mark.points, mark.attempted) == (0.0, False)
        assert mark.words == ("Not answered yet.",)


@pytest.mark.parametrize(
    "kind, case, junk",
    [
        (Classify(), SORTING, ["a"]),
        (Classify(), SORTING, {"a": "neither"}),
        (Classify(), SORTING, {"z": "common"}),
        (Classify(), SORTING, {"a": ["common"]}),
        (MarkPoints(), POINTS, {"chart-0": [21]}),
        (MarkPoints(), POINTS, {"chart-0": [True]}),
        (MarkPoints(), POINTS, {"chart-0": [4, 4]}),
        (MarkPoints(), POINTS, {"chart-0": "4"}),
        (Order(), SORTING, ["a", "b", "c"]),
        (Order(), SORTING, ["a", "a", "b", "c"]),
        (Order(), SORTING, ["a", "b", "c", 4]),
        (Numbers(), NUMBERS, {"centre": 10}),
        (Numbers(), NUMBERS, {"centre": "1" * 61}),
        (Matrix(), SORTING, {"a": ["neither"]}),
        (Select(), SORTING, {"a": "common"}),
        (Select(), SORTING, ["a", "a"]),
        (Select(), SORTING, ["z"]),
        (Select(most=1), SORTING, ["a", "b"]),
        (Prediction(), SORTING, {"a": "50"}),
        (Prediction(), SORTING, {"a": True}),
        (FreeText(), SORTING, {"a": 7}),
        (Classify(), SORTING, "common"),
        (Classify(), SORTING, 3.5),
    ],
)
def test_what_is_no_answer_is_said_and_never_raised(kind, case, junk):
    """A form that cannot be comes from a damaged or forged file."""
    mark = task(kind, case).mark(case, junk)

    assert (mark.points, mark.attempted) == (0.0, False)
    assert len(mark.words) == 1
    assert mark.words[0].endswith(".")


def test_a_misconception_is_named_and_helped():
    """All special: two of four right, and the thought behind it."""
    sorting = task(Classify(), SORTING)
    marks = {
        thought: _recognised(sorting, SORTING, answer)
        for thought, answer in SORTING.misreadings.items()
    }

    assert marks == {"all-special": "all-special", "turned": "turned"}


def _recognised(task_, case, answer):
    return recognise(task_.kind, case, answer, case.truth, case.misreadings)


def test_a_slip_is_not_a_misconception():
    """One item wrong of four has many reasons."""
    slip = dict(SORTING.truth) | {"a": "special"}

    assert _recognised(task(Classify(), SORTING), SORTING, slip) == ""


def test_an_empty_chart_counts_only_beside_found_signals():
    """Leaving everything alone finds nothing and earns nothing."""
    kind = MarkPoints()
    alone = {item.id: [] for item in POINTS.items}
    perfect = POINTS.truth
    signals_only = {"chart-0": [4, 5, 6, 7, 8, 9], "chart-2": [17]}
    over_called = signals_only | {"chart-1": [3, 4]}

    assert kind.score(POINTS, alone, POINTS.truth) == 0
    assert kind.score(POINTS, perfect, POINTS.truth) == 1
    assert kind.score(POINTS, signals_only, POINTS.truth) == pytest.approx(2 / 3)
    assert kind.score(POINTS, over_called, POINTS.truth) == pytest.approx(2 / 3)
    assert kind.correct(POINTS, over_called, POINTS.truth) == {
        "chart-0": True,
        "chart-1": False,
        "chart-2": True,
    }


def test_everything_marked_earns_nothing():
    """Youden's J of all points is 0 on every chart."""
    everything = {item.id: list(range(1, 21)) for item in POINTS.items}

    assert MarkPoints().score(POINTS, everything, POINTS.truth) == 0


def test_a_period_beyond_the_end_of_its_own_chart_is_no_answer():
    """It may well be on another chart; a review would look for it here in vain."""
    case = Case(items=charts(12, 30), truth={"chart-0": [4], "chart-1": [20]})
    marking = task(MarkPoints(), case, name="signals")
    answer = {"chart-0": [13], "chart-1": [20]}
    mark = marking.mark(case, answer)

    assert (mark.points, mark.attempted) == (0.0, False)
    saved = Saved(answer=answer, state="mine")
    assert review_bundle(Judged(marking, case, saved, mark), show_truth=True)


@pytest.mark.parametrize(
    "text, value",
    [
        ("12", 12),
        (" 12.5 ", 12.5),
        ("12,5", 12.5),
        ("-3", -3),
        ("\u22123,25", -3.25),
        ("1 250", 1250),
        ("12\u00a0500,5", 12500.5),
        (".5", 0.5),
        ("12 beads", 12),
        ("12 bead", 12),
        ("12 Beads.", 12),
        ("+4", 4),
    ],
)
def test_numbers_are_read_as_people_write_them(text, value):
    """Point or comma, spaces between thousands, the unit behind."""
    assert read_number(text, "beads") == value


@pytest.mark.parametrize(
    "text, reason",
    [
        ("", "number"),
        ("many", "number"),
        ("1.2.3", "number"),
        ("12,5,1", "number"),
        ("nan", "number"),
        ("inf", "number"),
        ("1e5", "unit"),
        ("12 hours", "unit"),
        ("12 34", "number"),
        ("--3", "number"),
    ],
)
def test_what_is_no_number_is_refused(text, reason):
    """And so is a number of something else."""
    with pytest.raises(ValueError, match=reason):
        read_number(text, "beads")


@given(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)))
def test_comma_and_point_say_the_same(number):
    """12,5 and 12.5 are one number."""
    assert read_number(f"{number:.3f}".replace(".", ",")) == number


def test_a_number_within_tolerance_is_right_and_beyond_is_not():
    """The edge itself counts."""
    kind = Numbers()
    right = kind.correct(NUMBERS, {"centre": "10.05", "upper": "18.61"}, NUMBERS.truth)

    assert right == {"centre": True, "upper": False}


def test_a_slip_is_paid_for_once():
    """The limit follows from the learner's own centre, so it counts."""
    kind = Numbers(follows=lambda case, given: {"upper": given["centre"] + 8.5})
    answer = {"centre": "9", "upper": "17.5"}

    assert kind.score(NUMBERS, answer, NUMBERS.truth) == 0.5


def test_an_unreadable_number_is_named_and_the_others_count():
    """One box in words does not cost the other."""
    mark = task(Numbers(), NUMBERS).mark(NUMBERS, {"centre": "ten", "upper": "18,5"})

    assert mark.points == 2.0
    assert any("“ten” at “Centre” is not a number" in words for words in mark.words)


def test_another_unit_is_named():
    """Minutes are not beads."""
    mark = task(Numbers(), NUMBERS).mark(NUMBERS, {"centre": "10 minutes"})

    assert mark.points == 0
    assert "asked for in beads" in mark.words[0]


def test_ticks_by_row_are_right_when_just_those_hold():
    """One tick too many makes a row wrong."""
    case = Case(
        items=SORTING.items,
        options=OPTIONS,
        truth={"a": ["common"], "b": [], "c": ["common", "special"], "d": ["special"]},
    )
    kind = Matrix()

    assert kind.score(case, case.truth, case.truth) == 1
    assert kind.correct(case, {"a": ["common", "special"], "b": []}, case.truth) == {
        "a": False,
        "b": True,
    }
    assert kind.score(case, {row.id: [] for row in case.items}, case.truth) == 0


def test_a_prediction_is_judged_by_the_chance_not_the_luck():
    """Fifty-fifty earns nothing, the true chances everything, certainty some."""
    case = Case(items=SORTING.items, truth={"a": 90, "b": 10, "c": 80, "d": 20})
    kind = Prediction()

    assert kind.score(case, case.truth, case.truth) == 1
    assert kind.score(case, dict.fromkeys("abcd", 50), case.truth) == 0
    assert kind.score(case, {"a": 100, "b": 0, "c": 100, "d": 0}, case.truth) == 0.75


def test_a_chance_beyond_hundred_is_named_and_not_counted():
    """140 per cent is a slip of the finger."""
    case = Case(items=SORTING.items, truth={"a": 90, "b": 10, "c": 80, "d": 20})
    mark = task(Prediction(), case).mark(case, {"a": 140, "b": 10})

    assert "needs a number from 0 to 100" in mark.words[-1]
    assert "a" not in mark.right


def test_free_text_waits_for_a_person():
    """The machine gives no points and says who will."""
    mark = task(FreeText(), SORTING).mark(SORTING, {"a": "Our waits."})

    assert (mark.points, mark.by_hand, mark.attempted) == (0.0, True, True)


def test_spaces_are_not_a_text():
    """A box with nothing but spaces was not answered."""
    assert not task(FreeText(), SORTING).mark(SORTING, {"a": "  \n"}).attempted


def test_without_its_key_a_task_is_not_marked():
    """The answer is in order, and nobody here knows what is right."""
    keyed = task(Classify(), SORTING, needs_key=True)

    assert keyed.mark(SORTING, {"a": "common"}) is None
    assert keyed.mark(SORTING, SORTING.truth, Key(SORTING.truth)).points == 4.0


KINDS = [
    (Classify(), SORTING),
    (MarkPoints(), POINTS),
    (Order(), Case(items=SORTING.items, truth=list("abcd"))),
    (Numbers(), NUMBERS),
    (
        Matrix(),
        Case(
            items=SORTING.items,
            options=OPTIONS,
            truth={
                "a": ["common"],
                "b": [],
                "c": ["special"],
                "d": ["common", "special"],
            },
        ),
    ),
    (
        Prediction(),
        Case(items=SORTING.items, truth={"a": 90, "b": 10, "c": 80, "d": 20}),
    ),
]


@pytest.mark.parametrize(
    "kind, case", KINDS, ids=lambda value: getattr(value, "name", "")
)
@given(seed=st.integers(0, 2**32))
def test_blind_answers_have_the_right_form(kind, case, seed):
    """Whoever guesses still fills in the form, and earns points in its range."""
    rng = np.random.default_rng(seed)
    for answer in (kind.guess(case, rng), kind.same_for_all(case, rng)):
        assert kind.complaint(case, answer) == ""
        assert 0 <= kind.score(case, answer, case.truth) <= 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from("abcdz") | st.text(max_size=3), inner)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    "kind, case", KINDS, ids=lambda value: getattr(value, "name", "")
)
@given(answer=json_values)
def test_no_json_at_all_breaks_a_mark(kind, case, answer):
    """Whatever a hostile file holds, the mark is a number in its range."""
    # Without misconceptions, whose sentences belong to real tasks.
    case = dataclasses.replace(case, misreadings={})
    mark = task(kind, case).mark(case, answer)

    assert 0 <= mark.points <= 4
    assert type(mark.points) is float


@pytest.mark.parametrize(
    "chosen, truth, share",
    [
        (["a", "b"], ["b", "a"], 1.0),
        (["a", "b", "c", "d"], ["a", "b"], 0.0),
        ([], ["a", "b"], 0.0),
        (["a"], ["a", "b"], 0.5),
        ([], [], 1.0),
        (["a"], [], 0.0),
    ],
)
def test_choosing_all_or_none_earns_nothing(chosen, truth, share):
    """Youden's J; and where nothing is meant, only nothing is right."""
    assert Select().score(SORTING, chosen, truth) == share


def test_a_key_of_ticks_is_read_for_a_list_and_for_a_matrix():
    """The key has a word for each item; the answer has another form."""
    assert Select().of_key({"a": "yes", "b": "no", "c": "yes"}) == ["a", "c"]
    assert Matrix().of_key({"a": "common, special", "b": "none"}) == {
        "a": ["common", "special"],
        "b": [],
    }
