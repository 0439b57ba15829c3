"""What a reader of the chart would see, asked of the drawing's elements."""

import json
import math
from dataclasses import asdict
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.pictures import (
    Chart,
    describe,
    draw_svg,
    format_value,
    name_period,
    table_rows,
)

SVG = "{http://www.w3.org/2000/svg}"
NAN = float("nan")

FALLS = Chart(
    id="falls",
    title="Falls at Björkhaga",
    y_label="Falls",
    x_label="Week",
    values=(3, 5, None, 9, 4, 6),
    centre=5,
    limits=(0.5, 9.5),
    target=2,
    changes=((2, "New beds"), (5, "Night rota")),
    baseline=4,
)

# Measures have a few decimals; the smallest of floats are not among them.
numbers = st.floats(-1e6, 1e6).map(lambda number: round(number, 6))
charts = st.builds(
    Chart,
    id=st.just("any"),
    title=st.text(st.characters(exclude_categories=("C",)), max_size=20),
    y_label=st.sampled_from(["", "Minutes"]),
    x_label=st.sampled_from(["", "Week"]),
    values=st.lists(st.one_of(st.none(), numbers), max_size=60).map(tuple),
    centre=st.one_of(st.none(), numbers),
    target=st.one_of(st.none(), numbers),
    bars=st.booleans(),
)


def drawn(chart, **options):
    """The root of the drawing."""
    return ElementTree.fromstring(draw_svg(chart, **options))


def points(svg):
    """The points of a drawing by their period."""
    return {
        int(group.get("data-period")): group
        for group in svg.iter(f"{SVG}g")
        if "point" in group.get("class").split()
    }


def by_class(parent, name):
    """All elements of one class."""
    return [
        element
        for element in parent.iter()
        if name in (element.get("class") or "").split()
    ]


def texts(svg):
    """All words drawn."""
    return [element.text for element in svg.iter(f"{SVG}text")]


def test_every_measurement_is_a_point_and_a_gap_is_none():
    """Points carry their period; nothing stands where nothing was measured."""
    assert list(points(drawn(FALLS))) == [1, 2, 4, 5, 6]


def test_a_gap_breaks_the_line():
    """The line is taken up anew after a period without a measurement."""
    (line,) = by_class(drawn(FALLS), "fl-series")

    assert line.get("d").count("M") == 2
    assert line.get("d").count("L") == 3


def test_only_what_was_marked_is_marked():
    """Marks and signals are states of their own points, and can meet in one."""
    svg = points(drawn(FALLS, marked=[1, 4], signals=[4, 5]))

    states = {period: group.get("class").split()[1:] for period, group in svg.items()}
    assert states == {
        1: ["marked"],
        2: [],
        4: ["marked", "signal"],
        5: ["signal"],
        6: [],
    }


def test_marks_and_signals_have_shapes_of_their_own():
    """A diamond and a square: a printed chart in grey still tells them from a disc."""
    point = points(drawn(FALLS))[1]
    (disc,), (square,), (ring,) = (
        by_class(point, name) for name in ("fl-marker", "fl-square", "fl-ring")
    )

    assert disc.tag == f"{SVG}circle"
    assert "h" in square.get("d") and "v" in square.get("d")
    assert ring.get("d").count("l") == 3


def test_higher_values_stand_higher():
    """Up is more, and later is further right."""
    places = {
        period: (float(disc.get("cx")), float(disc.get("cy")))
        for period, group in points(drawn(FALLS)).items()
        for disc in by_class(group, "fl-marker")
    }

    assert places[4][1] < places[2][1] < places[1][1]
    assert places[1][0] < places[2][0] < places[4][0]


def test_a_point_and_a_line_of_the_same_value_stand_at_the_same_height():
    """The second week has five falls, and five is the median."""
    svg = drawn(FALLS)
    (disc,) = by_class(points(svg)[2], "fl-marker")

    assert {line.get("y1") for line in by_class(svg, "fl-centre")} == {disc.get("cy")}


def test_targets_to_hit_never_overlap_and_are_24_px_where_there_is_room():
    """Each hit circle reaches half-way to its nearest neighbour at most."""
    near = Chart(id="near", values=40 * (50,))
    for chart, room in ((FALLS, True), (near, False)):
        circles = [
            [float(hit.get(name)) for name in ("cx", "cy", "r")]
            for hit in by_class(drawn(chart), "fl-hit")
        ]
        for index, (x, y, r) in enumerate(circles):
            for other_x, other_y, other_r in circles[index + 1 :]:
                distance = math.hypot(x - other_x, y - other_y)
                assert r + other_r <= distance + 0.3
        assert all(r >= 12 for _, _, r in circles) is room


def test_two_charts_on_a_page_share_no_id():
    """Every id begins with the chart's own."""
    ids = [element.get("id") for element in drawn(FALLS).iter() if element.get("id")]

    assert ids and all(name.startswith("falls-") for name in ids)
    assert len(set(ids)) == len(ids)


def test_the_drawing_names_and_describes_itself():
    """A screen reader hears the title, then what the chart shows."""
    svg = drawn(FALLS, marked=[4])
    title, description = (
        svg.find(f".//*[@id='{name}']").text
        for name in svg.get("aria-labelledby").split()
    )

    assert svg.get("role") == "img"
    assert title == "Falls at Björkhaga"
    assert description == describe(FALLS, marked=[4])


def test_the_description_says_what_the_eye_would_see():
    """Range, gap, lines, baseline, changes and marks are all said."""
    said = describe(FALLS, marked=[4], signals=[1])

    for part in (
        "5 values",
        "between 3 and 9",
        "Not measured: 3",
        "Median: 5",
        "Lower limit: 0.5",
        "Upper limit: 9.5",
        "Target: 2",
        "first 4 values",
        "Week 5: Night rota",
        "Marked: 4",
        "Signals: 1",
    ):
        assert part in said


def test_lines_are_named_with_their_values():
    """Nobody has to read a limit off the axis."""
    words = texts(drawn(FALLS))

    for label in ("Median 5", "Lower limit 0.5", "Upper limit 9.5", "Target 2"):
        assert label in words


def test_words_beside_lines_do_not_meet():
    """Labels of lines that nearly coincide are moved apart."""
    chart = Chart(id="a", values=(0, 100), centre=50, target=50.5, limits=(49, 51))
    heights = sorted(
        float(text.get("y"))
        for text in drawn(chart).iter(f"{SVG}text")
        if text.text.startswith(("Median", "Target", "Upper", "Lower"))
    )

    assert all(b - a >= 15 for a, b in zip(heights, heights[1:], strict=False))


def test_words_beside_the_highest_lines_stay_beside_the_plot():
    """Moved apart, they move down rather than up into the title."""
    chart = Chart(id="a", values=(0, 100), centre=99, target=99.5, limits=(0, 100))
    svg = drawn(chart)
    top = min(float(line.get("y1")) for line in by_class(svg, "fl-grid"))

    for text in svg.iter(f"{SVG}text"):
        if text.text.startswith(("Median", "Target", "Upper")):
            assert float(text.get("y")) >= top


def test_notes_of_neighbouring_changes_do_not_meet():
    """Notes whose words would overlap stand on different rows."""
    chart = Chart(
        id="a",
        values=tuple(range(20)),
        changes=((9, "A longer note"), (10, "Another longer note")),
    )
    one, other = (
        text for text in drawn(chart).iter(f"{SVG}text") if "note" in text.text
    )

    assert float(one.get("y")) < float(other.get("y"))


def test_a_frozen_line_is_drawn_on_with_dashes():
    """The shade covers the baseline's points; beyond it the middle line is dashed."""
    svg = drawn(FALLS)
    (shade,) = by_class(svg, "fl-baseline")
    solid, dashed = by_class(svg, "fl-centre")
    end = float(shade.get("x")) + float(shade.get("width"))

    assert "fl-drawn-on" not in solid.get("class")
    assert "fl-drawn-on" in dashed.get("class")
    assert solid.get("x2") == dashed.get("x1")
    assert float(solid.get("x2")) == pytest.approx(end, abs=0.2)
    (last,) = by_class(points(svg)[4], "fl-marker")
    (first_after,) = by_class(points(svg)[5], "fl-marker")
    assert float(last.get("cx")) < end < float(first_after.get("cx"))


def test_bars_stand_on_zero_and_are_as_high_as_they_say():
    """A quarter less is a quarter lower, or a bar chart deceives."""
    chart = Chart(id="a", values=(60, 80), labels=("Before", "After"), bars=True)
    low, high = (float(bar.get("height")) for bar in by_class(drawn(chart), "fl-bar"))

    assert low == pytest.approx(0.75 * high, abs=0.2)
    assert {"0", "Before", "After", "60", "80"} <= set(texts(drawn(chart)))


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ((0, 8), ["0", "2", "4", "6", "8"]),
        ((61, 63), ["61.0", "61.5", "62.0", "62.5", "63.0"]),
        ((1.001, 1.003), ["1.0010", "1.0015", "1.0020", "1.0025", "1.0030"]),
        ((0, 1200), ["0", "500", "1000", "1500"]),
    ],
)
def test_the_axis_has_round_numbers_that_differ(values, labels):
    """Ticks are 1, 2 or 5 times a power of ten apart, and are told apart."""
    svg = drawn(Chart(id="a", values=values, labels=("a", "b")))
    words = [word for word in texts(svg) if word not in "ab"]

    assert words == labels


def test_numbered_periods_are_labelled_at_round_numbers():
    """Fifty weeks are labelled 5, 10, 15 and on, not each and not 1, 6, 11."""
    chart = Chart(id="a", values=50 * (1,), x_label="Week")

    assert [word for word in texts(drawn(chart)) if word.isdigit()][-10:] == [
        str(week) for week in range(5, 51, 5)
    ]


def test_named_periods_are_labelled_without_meeting():
    """Months keep their names, and there are only as many as there is room for."""
    chart = Chart(
        id="a",
        values=36 * (1,),
        labels=tuple(f"month {n // 12}-{n % 12}" for n in range(36)),
    )
    places = [
        float(text.get("x"))
        for text in drawn(chart).iter(f"{SVG}text")
        if text.text.startswith("month")
    ]

    assert len(places) >= 3
    assert all(b - a > 70 for a, b in zip(places, places[1:], strict=False))


def test_words_are_text_and_never_markup():
    """A note with angle brackets stays a note."""
    chart = Chart(id="a", title="<b>&", values=(1, 2), changes=((1, "<script>"),))

    assert "<script>" not in draw_svg(chart)
    assert "<script>" in texts(drawn(chart))


def test_the_size_asked_for_is_the_size_drawn():
    """Everything stands inside the box, whatever its size."""
    svg = drawn(FALLS, width=480, height=200)

    assert svg.get("viewBox") == "0 0 480 200"
    for disc in by_class(svg, "fl-marker"):
        assert 0 < float(disc.get("cx")) < 480
        assert 0 < float(disc.get("cy")) < 200


@given(charts)
def test_any_chart_can_be_drawn_and_told(chart):
    """No values, one value, all equal, gaps only: something sensible is drawn."""
    svg = drawn(chart)
    measured = [
        period
        for period, value in enumerate(chart.values, start=1)
        if value is not None
    ]

    assert list(points(svg)) == measured
    assert "nan" not in ElementTree.tostring(svg, "unicode").lower().replace(
        chart.title.lower(), ""
    )
    assert len(table_rows(chart)[1]) == len(chart.values)
    assert describe(chart)


@given(charts)
def test_a_chart_survives_json(chart):
    """Cases and answers travel as JSON; a chart comes back as it was."""
    back = json.loads(json.dumps(asdict(chart)))
    as_tuples = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in back.items()
    }

    assert Chart(**as_tuples) == chart


def test_nan_is_a_gap():
    """An array's NaN becomes None, which JSON can hold."""
    assert Chart(id="a", values=(1, NAN, 3)).values == (1.0, None, 3.0)


def test_labels_must_fit_the_values():
    """A label short means a chart that lies about when."""
    with pytest.raises(ValueError, match="2 values but 1 labels"):
        Chart(id="a", values=(1, 2), labels=("May",))


def test_the_table_holds_everything_the_points_say():
    """Gaps, notes, baseline, marks and signals, one row per period."""
    header, rows = table_rows(FALLS, marked=[4], signals=[4, 5])

    assert header == ("Week", "Falls", "Note")
    assert rows == (
        ("1", "3", "in the baseline"),
        ("2", "5", "New beds; in the baseline"),
        ("3", "not measured", "in the baseline"),
        ("4", "9", "in the baseline; marked; signal"),
        ("5", "4", "Night rota; signal"),
        ("6", "6", ""),
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [(12.0, "12"), (-3.456, "-3.46"), (1234567.0, "1234567"), (0.0004567, "0.000457")],
)
def test_numbers_are_short(value, text):
    """No zeros that say nothing, no powers of ten."""
    assert format_value(value) == text


def test_periods_are_named_as_they_are_spoken():
    """A number needs the word week; a month does not."""
    months = Chart(id="a", x_label="Month", values=(1,), labels=("May 1847",))

    assert name_period(FALLS, 2) == "Week 2"
    assert name_period(FALLS, 2, in_sentence=True) == "week 2"
    assert name_period(months, 1, in_sentence=True) == "May 1847"
