"""The chart that fits: from answers about the figures, never from its name."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.moving_ranges import sigma_from_ranges
from course.charts.own_data.calls import KINDS, Decisions
from course.charts.own_data.chart import own_control_chart
from course.charts.own_data.choice import (
    QUESTIONS,
    WIDER_THAN_CHANCE,
    Answers,
    all_answered,
    choose_chart,
    needs_sizes,
    options_of,
    questions_for,
)
from course.charts.own_data.series import OwnSeries

COUNTS = np.array([12, 9, 14, 11, 8, 13, 10, 12, 9, 11, 14, 10, 12, 11, 9, 13])
SIZES = np.array([60, 55, 64, 58, 50, 61, 57, 62, 54, 59, 63, 56, 60, 58, 55, 62])


def kind_of(values=COUNTS, sizes=SIZES, **answers):
    """The chart chosen."""
    return choose_chart(Answers(**answers), values, sizes).kind


def every_way():
    """All ways to answer the questions to the end."""
    open_ones = [Answers()]
    while open_ones:
        answers = open_ones.pop()
        if all_answered(answers):
            yield answers
            continue
        question = questions_for(answers)[-1]
        for option in options_of(question, answers):
            known = {name: getattr(answers, name) for name in QUESTIONS}
            open_ones.append(Answers(**known | {question: option}))


@pytest.mark.parametrize(
    "answers, kind",
    [
        ({"row": "period", "what": "share", "again": "once"}, "p"),
        ({"row": "period", "what": "share", "again": "several"}, "u"),
        ({"row": "case", "what": "share"}, "p"),
        ({"row": "period", "what": "count", "chances": "change"}, "u"),
        ({"row": "period", "what": "count", "chances": "same"}, "c"),
        ({"row": "case", "what": "count", "chances": "same"}, "c"),
        ({"row": "unit", "what": "share", "again": "once"}, "funnel-p"),
        ({"row": "unit", "what": "count"}, "funnel-u"),
    ],
)
def test_counts_and_what_they_are_counted_out_of(answers, kind):
    """Each counts once: a share. Several times, or in time that varies: a rate."""
    assert kind_of(**answers) == kind


def test_counts_in_varying_time_without_that_time_stay_on_a_run_chart():
    """Limits would judge a large month like a small one."""
    choice = choose_chart(Answers(row="case", what="count", chances="change"), COUNTS)

    assert choice.kind == "run"
    assert any("bring them in a column" in said for said in choice.warnings)


@pytest.mark.parametrize(
    "values, between, kind",
    [
        ([12, 3, 30, 7, 18, 9, 21, 4, 16, 8, 11, 25], "time", "t"),
        ([12, 3, 30, 0, 18, 9, 21, 4, 16, 8, 11, 25], "time", "g"),
        ([1.5, 3, 30, 0, 18, 9, 21, 4, 16, 8, 11, 25], "time", "run"),
        ([12, 3, 30, 0, 18, 9, 21, 4, 16, 8, 11, 25], "cases", "g"),
    ],
)
def test_what_lies_between_rare_events(values, between, kind):
    """A time of 0 fits no t chart; whole days may be counted instead."""
    answers = {"row": "period", "what": "between", "between": between}

    assert kind_of(values, None, **answers) == kind


def test_measurements_one_or_several_at_a_time():
    """One: individuals. Several: their mean, with limits from within."""
    answers = {"row": "case", "what": "measurement"}

    assert kind_of(COUNTS, None, **answers) == "i"
    assert kind_of(COUNTS, np.full(16, 4), **answers) == "xbar"
    # A lone measurement now and then makes no chart of means.
    assert kind_of(COUNTS, np.where(np.arange(16) < 3, 2, 1), **answers) == "i"


@pytest.mark.parametrize("points", [4, 11])
def test_below_twelve_points_a_run_chart_comes_first(points):
    """And the chart with limits is offered beside it."""
    answers = Answers(row="period", what="count", chances="same")
    choice = choose_chart(answers, COUNTS[:points])

    assert choice.kind == "run"
    assert "c" in choice.alternatives
    assert f"{points} points are too few" in choice.reason
    assert choose_chart(answers, COUNTS[:12]).kind == "c"


def test_missing_months_are_no_points():
    """Twelve rows with one not measured are eleven points."""
    values = [*COUNTS[:11], np.nan]

    assert kind_of(values, None, row="period", what="measurement") == "run"


def test_few_expected_are_warned_of_on_either_side():
    """Five with, and five without: 97 of 100 are as hard to judge as 3."""
    answers = Answers(row="period", what="share", again="once")
    few = choose_chart(answers, [2] * 15, [60] * 15)
    nearly_all = choose_chart(answers, [58] * 15, [60] * 15)
    enough = choose_chart(answers, [6] * 15, [60] * 15)

    with_it = "about 2.0 of 60 are expected with what"
    without_it = "about 2.0 of 60 are expected without what"
    assert any(with_it in said for said in few.warnings)
    assert any(without_it in said for said in nearly_all.warnings)
    assert not any("expected" in said for said in enough.warnings)


def test_longer_periods_are_not_advised_where_points_are_too_few_already():
    """They would leave fewer points still."""
    answers = Answers(row="period", what="share", again="once")
    enough = choose_chart(answers, [2] * 12, [60] * 12)
    few = choose_chart(answers, [2] * 11, [60] * 11)

    assert any("longer periods" in said for said in enough.warnings)
    assert not any("longer periods" in said for said in few.warnings)
    assert any("lies between" in said for said in few.warnings)


def test_many_zeros_propose_what_lies_between():
    """At half of the counts, not below."""
    answers = Answers(row="period", what="count", chances="same")
    half = choose_chart(answers, [0, 1] * 8)
    fewer = choose_chart(answers, [0, 1, 2, 1] * 4)

    assert any("between one event and the next" in said for said in half.warnings)
    assert not fewer.warnings


def test_wider_limits_are_proposed_where_chance_does_not_explain_the_scatter():
    """Very large numbers that differ a little each month; not where chance does."""
    rng = np.random.default_rng(7)
    sizes = np.full(24, 20_000)
    answers = Answers(row="period", what="share", again="once")
    differing = rng.binomial(sizes, 0.1 + 0.01 * rng.standard_normal(24))
    by_chance = rng.binomial(sizes, 0.1)

    assert any("p′" in w for w in choose_chart(answers, differing, sizes).warnings)
    assert choose_chart(answers, by_chance, sizes).warnings == ()
    assert "p-prime" in choose_chart(answers, by_chance, sizes).alternatives


def test_chance_alone_seldom_proposes_wider_limits():
    """As the comment at the constant says: 0.6 to 1.4 in 95 of 100 series of 24."""
    rng = np.random.default_rng(20270314)
    times = np.array([sigma_from_ranges(rng.standard_normal(24)) for _ in range(4000)])

    within = np.mean((times > 0.6) & (times < 1.4))
    # Four standard errors of a share of 95 in 100 among 4,000.
    assert within == pytest.approx(0.95, abs=0.02)
    assert np.mean(times > WIDER_THAN_CHANCE) < 0.02


def test_an_np_chart_is_offered_only_for_equal_sizes():
    """Counts out of different numbers cannot be compared."""
    answers = Answers(row="period", what="share", again="once")

    assert "np" in choose_chart(answers, COUNTS, np.full(16, 60)).alternatives
    assert "np" not in choose_chart(answers, COUNTS, SIZES).alternatives


def test_means_that_scatter_beyond_their_measurements_are_warned_of():
    """Three in a week differ by 2, the weeks by 5: something differs between weeks."""
    answers = Answers(row="case", what="measurement")
    means = 20 + 5 * np.random.default_rng(3).standard_normal(20)
    three = np.full(20, 3)

    warned = choose_chart(answers, means, three, deviation=2)
    alike = choose_chart(answers, means, three, deviation=5 * np.sqrt(3))

    assert any("individuals chart as well" in said for said in warned.warnings)
    assert alike.warnings == () and "i" in alike.alternatives


def test_every_way_of_answering_ends_at_a_chart():
    """No question leads nowhere, and none asks for the name of a chart."""
    ways = list(every_way())
    assert len(ways) > 10
    for answers in ways:
        sizes = SIZES if needs_sizes(answers) or answers.what == "share" else None
        choice = choose_chart(answers, COUNTS, sizes)
        assert {choice.kind, *choice.alternatives} <= set(KINDS)
        assert choice.kind not in choice.alternatives
        assert choice.reason


@given(
    st.sampled_from(list(every_way())),
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(40, 400)), min_size=4, max_size=40
    ),
)
def test_what_is_proposed_can_be_drawn(answers, pairs):
    """The chart and each alternative, whatever the figures."""
    counts = tuple(float(count) for count, _ in pairs)
    sizes = tuple(float(size) for _, size in pairs)
    has_sizes = needs_sizes(answers) or answers.what == "share"
    choice = choose_chart(answers, counts, sizes if has_sizes else None)
    labels = tuple(str(at) for at in range(len(pairs)))
    series = OwnSeries(
        x_label="Month",
        y_label="Falls",
        labels=labels,
        values=counts,
        sizes=sizes if has_sizes else (),
        size_label="bed days",
    )
    for kind in (choice.kind, *choice.alternatives):
        if kind in ("g", "t", "mr") or (kind.startswith("funnel") and not sum(counts)):
            continue  # Chosen by their zeros, or with too few steps: tested above.
        chart = own_control_chart(series, Decisions(kind=kind))
        assert chart.values.size == len(pairs)
