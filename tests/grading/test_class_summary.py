"""What a class's records say together: counted by hand, and what always holds."""

from statistics import StatisticsError, correlation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grading.class_summary import (
    FEWEST_TO_CORRELATE,
    FEWEST_TO_RANK,
    Exercise,
    count_in_bands,
    item_rest_correlation,
    summarise_class,
)
from course.grading.gradebook import GradeRow
from course.grading.records import Record, TaskRecord

RUNS = Exercise(name="run-lengths", max_points=4, hints=3)
SIGNALS = Exercise(name="signals", max_points=6)
TEXT = Exercise(name="own-measure", max_points=6, by_hand=True)


def answered(points, max_points=4, right=(), wrong=(), **more):
    """A marked answer, checked once unless told otherwise."""
    parts = dict.fromkeys(right, True) | dict.fromkeys(wrong, False)
    about = {
        "attempted": True,
        "by_hand": False,
        "pitfall": "",
        "flag": "",
        "owner": "",
        "attempts": 1,
        "hints": 0,
    }
    return TaskRecord(
        points=points, max_points=max_points, right=parts, **(about | more)
    )


def left_open(max_points=4):
    """An exercise that nobody touched."""
    return answered(0, max_points, attempted=False, attempts=0)


def record(remarks=(), **tasks):
    """A record; underscores stand for hyphens."""
    named = {name.replace("_", "-"): task for name, task in tasks.items()}
    return Record(submission="s", marked_by="m", remarks=tuple(remarks), tasks=named)


def summarise(records, grades=None, exercises=(RUNS, SIGNALS), enrolled=(), **more):
    """Summarise a class whose submissions are all graded."""
    return summarise_class(
        exercises,
        records.items(),
        grades or {},
        enrolled=set(enrolled),
        handed_in=more.get("handed_in", set(records)),
    )


def reasons(summary, student):
    """The kinds of reason to talk to somebody."""
    return [reason.kind for reason in summary.to_talk_to.get(student, ())]


def test_a_small_class_counted_by_hand():
    """Three graded of five: shares, checks and the commonest misconception."""
    summary = summarise(
        {
            "amira": record(
                run_lengths=answered(4, attempts=1), signals=answered(6, 6)
            ),
            "björn": record(
                run_lengths=answered(2, attempts=5, pitfall="ties-counted"),
                signals=answered(3, 6),
            ),
            "dora": record(
                run_lengths=answered(0, attempts=3, pitfall="ties-counted"),
                signals=left_open(6),
            ),
        },
        enrolled={"amira", "björn", "dora", "eyvind", "freja"},
        handed_in={"amira", "björn", "dora", "freja"},
    )

    assert (summary.members, summary.handed_in, summary.graded) == (5, 4, 3)
    assert summary.not_handed_in == ("eyvind",)
    assert summary.not_graded == ("freja",)
    assert summary.shares == (0, 0.5, 1)
    assert summary.median_share == 0.5
    runs, signals = summary.exercises
    assert (runs.asked, runs.answered, runs.marked) == (3, 3, 3)
    assert runs.mean_share == 0.5
    assert runs.full_share == pytest.approx(1 / 3)
    assert runs.median_checks == 3
    assert runs.pitfall == "ties-counted"
    assert (signals.asked, signals.answered) == (3, 2)
    assert signals.mean_share == 0.75
    (seen,) = summary.misconceptions
    assert (seen.task, seen.students, seen.answered) == (
        "run-lengths",
        ("björn", "dora"),
        3,
    )


def test_without_anybody_graded_there_is_nothing_to_tell():
    """No share, no exercise, and still who is enrolled."""
    summary = summarise({}, enrolled={"amira"})

    assert summary.median_share is None
    assert summary.exercises == ()
    assert summary.not_handed_in == ("amira",)


def test_somebody_who_handed_in_and_is_not_enrolled_is_counted_once():
    """A name that the gradebook does not know is a member too."""
    summary = summarise({"amira": record()}, enrolled={"amira", "björn"})
    stranger = summarise({"amira": record(), "zoe": record()}, enrolled={"amira"})

    assert summary.members == 2
    assert stranger.members == 2


def test_somebody_elses_case_counts_in_no_share_and_concerns_both():
    """It says nothing of the exercise; both learners are asked."""
    copied = answered(0, pitfall="ties-counted", owner="amira", flag="Look at both.")
    summary = summarise(
        {
            "amira": record(run_lengths=answered(4)),
            "björn": record(run_lengths=copied),
        }
    )

    (runs,) = summary.exercises
    assert (runs.asked, runs.answered, runs.mean_share) == (2, 1, 1)
    assert summary.misconceptions == ()
    assert summary.flagged == ("amira", "björn")
    assert reasons(summary, "björn") == ["others-case"]
    (theirs,) = summary.to_talk_to["amira"]
    assert (theirs.kind, theirs.other) == ("own-case-elsewhere", "björn")


def test_one_flag_on_many_answers_is_one_reason():
    """A name chosen on a laptop is confirmed once, not once for each exercise."""
    flag = "The case was drawn for the name “siri”."
    summary = summarise(
        {
            "amira": record(
                run_lengths=answered(4, flag=flag, pitfall="ties-counted"),
                signals=answered(6, 6, flag=flag),
            )
        }
    )

    (reason,) = summary.to_talk_to["amira"]
    assert (reason.kind, reason.words) == ("flagged", (flag,))
    assert reason.tasks == ("run-lengths", "signals")
    (seen,) = summary.misconceptions
    assert (seen.students, seen.example) == (("amira",), "")


def test_what_a_person_gave_counts_before_the_machines():
    """A teacher who has looked knows better."""
    summary = summarise(
        {"amira": record(run_lengths=answered(0))},
        {"amira": {"run-lengths": GradeRow(0.0, 3.0, None, False)}},
    )

    assert summary.shares == (0.75,)
    assert summary.exercises[0].mean_share == 0.75


def test_a_text_waits_until_a_person_has_read_it():
    """Till then it is in no share; its points never are in the share of the class."""
    unread = {"amira": record(own_measure=answered(0, 6, by_hand=True))}

    waiting = summarise(unread, exercises=[TEXT])
    read = summarise(
        unread,
        {"amira": {"own-measure": GradeRow(None, 3.0, None, False)}},
        exercises=[TEXT],
    )

    assert waiting.waiting == {"own-measure": ("amira",)}
    assert waiting.exercises[0].mean_share is None
    assert read.waiting == {}
    assert read.exercises[0].mean_share == 0.5
    assert waiting.shares == read.shares == ()


def test_a_text_that_was_read_and_handed_in_anew_waits_again():
    """The points stand, and a person should look once more."""
    summary = summarise(
        {"amira": record(own_measure=answered(0, 6, by_hand=True))},
        {"amira": {"own-measure": GradeRow(None, 3.0, None, True)}},
        exercises=[TEXT],
    )

    assert summary.waiting == {"own-measure": ("amira",)}
    assert summary.exercises[0].marked == 1


def test_an_exercise_of_the_teachers_own_has_its_points_from_the_gradebook():
    """No record tells of it."""
    own = Exercise(name="my-cell", max_points=2)
    summary = summarise(
        {"amira": record()},
        {"amira": {"my-cell": GradeRow(1.0, None, None, False)}},
        exercises=[own],
    )

    assert summary.exercises[0].mean_share == 0.5
    assert summary.shares == (0.5,)


def test_a_task_that_only_records_know_comes_last():
    """After an update a record may name what is no longer in the lesson."""
    summary = summarise({"amira": record(gone=answered(1, 2), run_lengths=answered(4))})

    names = [one.exercise.name for one in summary.exercises]
    assert names == ["run-lengths", "gone"]
    assert summary.exercises[1].mean_share == 0.5


def test_items_are_ranked_from_the_hardest_once_enough_have_answered():
    """One wrong of five is easier than four wrong of five; two answers rank nowhere."""
    class_of_five = {
        name: record(
            run_lengths=answered(
                2,
                right=("median",) if number else (),
                wrong=("crossings",) if number else ("crossings", "median"),
            )
        )
        for number, name in enumerate("abcde")
    }
    rare = record(run_lengths=answered(2, wrong=("useful",)))

    summary = summarise(class_of_five | {"f": rare})

    assert FEWEST_TO_RANK == 5
    assert [(item.item, item.right, item.answered) for item in summary.items] == [
        ("crossings", 0, 5),
        ("median", 4, 5),
    ]
    assert summary.items[0].example == "a"


@pytest.mark.parametrize(
    "work, kinds",
    [
        (record(run_lengths=answered(4), signals=answered(6, 6)), []),
        (record(run_lengths=answered(2), signals=answered(2, 6)), []),
        (record(["A file was left out."], signals=answered(6, 6)), ["left-out"]),
        (record(run_lengths=answered(4), signals=left_open(6)), ["unanswered"]),
        (record(run_lengths=left_open(), signals=left_open(6)), ["unanswered"]),
        (
            record(run_lengths=answered(1), signals=answered(2, 6)),
            ["little-earned"],
        ),
        (record(run_lengths=answered(4 / 3), signals=answered(2, 6)), []),
        (
            record(run_lengths=answered(3, attempts=11), signals=answered(6, 6)),
            ["many-checks"],
        ),
        (record(run_lengths=answered(3, attempts=10), signals=answered(6, 6)), []),
        (record(run_lengths=answered(4, attempts=40), signals=answered(6, 6)), []),
        (
            record(run_lengths=answered(3, hints=3), signals=answered(6, 6)),
            ["all-hints"],
        ),
        (record(run_lengths=answered(3, hints=2), signals=answered(6, 6)), []),
        (record(run_lengths=answered(4), signals=answered(3, 6, hints=0)), []),
        (
            record(
                run_lengths=answered(3, right=("some",), attempts=12, hints=3),
                signals=answered(6, 6),
            ),
            ["many-checks", "all-hints"],
        ),
    ],
)
def test_reasons_to_talk(work, kinds):
    """Each alone; who did well is not named. One right part of four is not all."""
    assert reasons(summarise({"amira": work}), "amira") == kinds


def test_a_forecast_is_right_where_no_part_is_wrong():
    """It seldom earns all points, and more checks would not have helped."""
    forecast = Exercise(name="next-day", max_points=4, hints=3, forecast=True)
    right = record(next_day=answered(3, right=("a", "b"), attempts=12, hints=3))
    wrong = record(next_day=answered(3, right="a", wrong="b", attempts=12, hints=3))

    summary = summarise({"a": right, "b": wrong}, exercises=[forecast])

    assert reasons(summary, "a") == []
    assert reasons(summary, "b") == ["many-checks", "all-hints"]


def test_one_third_open_is_asked_about_and_less_is_not():
    """Of three exercises one, of four none."""
    others = {f"t{number}": answered(4) for number in range(3)}
    of_three = record(t0=answered(4), t1=answered(4), run_lengths=left_open())
    of_four = record(**others, run_lengths=left_open())

    assert reasons(summarise({"amira": of_three}), "amira") == ["unanswered"]
    assert reasons(summarise({"amira": of_four}), "amira") == []


def test_flags_come_first_and_then_those_with_most_reasons():
    """In this order a teacher reads."""
    summary = summarise(
        {
            "a": record(run_lengths=answered(3, hints=3)),
            "b": record(run_lengths=answered(0, hints=3, attempts=12)),
            "c": record(run_lengths=answered(4, flag="Look.")),
        }
    )

    assert list(summary.to_talk_to) == ["c", "b", "a"]


def test_an_exercise_goes_with_the_rest_where_the_same_people_do_well():
    """Ten learners, the same order in both: 1; the points here are not in the rest."""
    summary = summarise(
        {
            f"learner-{number}": record(
                run_lengths=answered(4 * number / 9),
                signals=answered(6 * number / 9, 6),
            )
            for number in range(10)
        }
    )
    alone = summarise(
        {
            f"learner-{number}": record(run_lengths=answered(4 * number / 9))
            for number in range(10)
        }
    )

    assert [one.item_rest for one in summary.exercises] == [1, 1]
    assert [one.item_rest for one in alone.exercises] == [None]


def test_correlation_worked_by_hand():
    """Five pairs twice. Deviations -2..2 and -2, -1, 1, 0, 2: 9 / 10."""
    here, rest = [1, 2, 3, 4, 5] * 2, [1, 2, 4, 3, 5] * 2

    assert item_rest_correlation(here, rest) == pytest.approx(0.9)


def test_nine_learners_are_too_few_to_correlate():
    """Chance alone would say something strong."""
    nine = range(FEWEST_TO_CORRELATE - 1)

    assert item_rest_correlation(nine, nine) is None


points = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=10, max_size=40
)


@given(points)
def test_correlation_is_pearsons(pairs):
    """As Python's own statistics has it; None where it has none."""
    here, rest = zip(*pairs, strict=True)
    try:
        wanted = correlation(here, rest)
    except StatisticsError:
        wanted = None

    assert item_rest_correlation(here, rest) == (
        None if wanted is None else pytest.approx(wanted)
    )


@given(st.lists(st.floats(0, 1)))
def test_each_share_lies_in_one_band(shares):
    """Nobody is lost and nobody counted twice."""
    assert sum(count_in_bands(shares)) == len(shares)


@pytest.mark.parametrize("tenths", range(10))
def test_a_share_on_the_border_lies_in_the_upper_band(tenths):
    """Three tenths written 0.1 + 0.2, or 3 / 10, alike."""
    for share in (tenths / 10, tenths * 0.1, 1 - (10 - tenths) / 10):
        assert count_in_bands([share])[tenths] == 1


tasks = st.builds(
    answered,
    points=st.integers(0, 4),
    pitfall=st.sampled_from(["", "mean-for-median", "ties-counted"]),
    attempts=st.integers(0, 12),
    hints=st.integers(0, 3),
    attempted=st.booleans(),
    owner=st.sampled_from(["", "amira"]),
)
classes = st.dictionaries(
    st.text("abcd", min_size=1, max_size=4),
    st.builds(record, run_lengths=tasks, signals=tasks, gone=tasks),
    max_size=14,
)


@given(classes, st.randoms(use_true_random=False))
def test_the_order_of_learners_does_not_matter(records, shuffler):
    """But for whom the page takes as its example."""
    order = list(records)
    shuffler.shuffle(order)
    other = summarise({name: records[name] for name in order})
    summary = summarise(records)

    assert other.exercises == summary.exercises
    assert other.shares == summary.shares
    assert list(other.to_talk_to) == list(summary.to_talk_to)
    assert [(one.name, one.students) for one in other.misconceptions] == [
        (one.name, one.students) for one in summary.misconceptions
    ]


@given(classes)
def test_shares_are_shares_and_counts_fit_into_one_another(records):
    """Marked among answered, answered among asked, asked among graded."""
    summary = summarise(records)

    assert all(0 <= share <= 1 for share in summary.shares)
    for one in summary.exercises:
        assert one.marked <= one.answered <= one.asked <= summary.graded
        assert one.mean_share is None or 0 <= one.full_share <= 1
        assert one.full_share is None or one.full_share <= one.mean_share + 1e-9
    for seen in summary.misconceptions:
        assert 1 <= len(seen.students) <= seen.answered
