"""The lines of a picture, in periods and values, before any ink."""

from hypothesis import given
from hypothesis import strategies as st

from course.charts.drawn_lines import line_ends, side_outside, spans_of, steps_of
from course.charts.pictures import Chart

lines = st.lists(
    st.one_of(st.none(), st.sampled_from([1.0, 2.0, 3.0])), min_size=1, max_size=20
)


@given(lines, st.sets(st.integers(2, 20)), st.integers(1, 20))
def test_every_period_with_a_limit_is_covered_at_its_own_value(line, starts, baseline):
    """In the middle of a period the line is where the limit of that period is."""
    starts = tuple(sorted(start for start in starts if start <= len(line)))
    chart = Chart(
        id="a",
        values=tuple(line),
        part_starts=starts,
        baseline=min(baseline, len(line)),
    )
    covered = {}
    for steps in steps_of(chart, line):
        corners = steps.places
        for (left, value), (right, same) in zip(
            corners[::2], corners[1::2], strict=True
        ):
            assert value == same
            for period in range(1, len(line) + 1):
                if left < period < right:
                    assert steps.drawn_on is (period > chart.baseline)
                    assert period not in covered
                    covered[period] = value

    assert covered == {
        period: value for period, value in enumerate(line, start=1) if value is not None
    }


def test_a_level_line_has_two_corners_however_long():
    """Sixty equal limits are one stroke."""
    chart = Chart(id="a", values=60 * (1,), uppers=60 * (5,))

    (steps,) = steps_of(chart, chart.uppers)
    assert steps.places == ((0.5, 5.0), (60.5, 5.0))


def test_the_name_of_a_line_has_the_value_it_ends_with():
    """Of a limit that varies, the latest; of parts, the last."""
    chart = Chart(
        id="a",
        values=(1, 2, 3),
        centres=(1, 1, 2),
        uppers=(5, 6, None),
        part_starts=(3,),
    )

    assert [words for _, words, _ in line_ends(chart)] == ["Median 2", "Upper limit 6"]


def test_parts_follow_each_other_without_gap():
    """Each begins where the one before it ends."""
    chart = Chart(id="a", values=10 * (1,), part_starts=(4, 9))

    assert spans_of(chart) == [(1, 3), (4, 8), (9, 10)]


def test_a_point_on_a_limit_is_inside():
    """And so is one where there is no limit."""
    chart = Chart(
        id="a", values=(5, 6, 0, 9), lowers=(1, 1, 1, None), uppers=(5, 5, 5, None)
    )

    assert [side_outside(chart, period) for period in (1, 2, 3, 4)] == [0, 1, -1, 0]
