"""What a reader of the chart would see, asked of the drawing's elements."""

import math
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.control import run_chart
from course.charts.funnel import p_funnel
from course.charts.individuals import individuals_chart
from course.charts.pictures import Chart, picture_of, picture_of_funnel
from course.charts.placing import LINE
from course.charts.proportions import p_chart
from course.charts.rare_events import t_chart
from course.charts.subgroups import xbar_chart
from course.charts.svg import draw_svg
from course.charts.twins import describe, table_rows

SVG = "{http://www.w3.org/2000/svg}"

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


def test_equal_values_are_drawn_and_stay_on_their_side_of_zero():
    """Mean and limits differ from the values by float noise, which is no range."""
    for tenths in range(1, 100):
        chart = individuals_chart(12 * [tenths / 10])
        svg = drawn(picture_of(chart, id="a"))
        ticks = [
            float(text.text)
            for text in svg.iter(f"{SVG}text")
            if text.get("text-anchor") == "end"
        ]
        assert len(ticks) >= 2 and min(ticks) >= 0


@pytest.mark.parametrize(
    "chart",
    [
        picture_of(t_chart(12 * [2.3]), id="a"),
        picture_of(xbar_chart(24 * [0.7], [n // 2 for n in range(24)]), id="a"),
        Chart(id="a", values=12 * (1e16,)),
        Chart(id="a", values=12 * (-0.1,)),
        Chart(id="a", values=12 * (0,), bars=True),
    ],
)
def test_nothing_that_varies_is_drawn_too(chart):
    """Large numbers and small, means and transformed times."""
    assert len(points(drawn(chart))) == 12


def test_numbered_periods_are_labelled_at_round_numbers():
    """Fifty weeks are labelled 5, 10, 15 and on, not each and not 1, 6, 11."""
    chart = Chart(id="a", values=50 * (1,), x_label="Week")

    assert [word for word in texts(drawn(chart)) if word.isdigit()][-10:] == [
        str(week) for week in range(5, 51, 5)
    ]


@pytest.mark.parametrize(
    "labels",
    [
        tuple(f"2024{month:02d}01" for month in range(1, 13)),
        tuple(str(2 * n + 1) for n in range(60)),
        5 * ("²",),
    ],
)
def test_an_axis_is_labelled_where_no_number_is_round(labels):
    """Dates, odd numbers and raised ones."""
    chart = Chart(id="a", values=tuple(range(len(labels))), labels=labels)
    svg = drawn(chart)
    axis = max(float(line.get("y1")) for line in by_class(svg, "fl-axis"))
    shown = [
        text for text in svg.iter(f"{SVG}text") if float(text.get("y")) == axis + LINE
    ]

    assert len(shown) >= 2
    assert {text.text for text in shown} <= set(labels)


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


def test_signs_that_no_page_can_hold_do_not_break_it():
    """In title, description and words: an XML reader reads the drawing."""
    bad = "a\x0b\x00b\ud800"
    chart = Chart(
        id="a",
        title=bad,
        y_label=bad,
        values=(1, 2),
        labels=("x", bad),
        changes=((1, bad),),
        remarks=((2, bad),),
        left_out=bad,
    )

    assert "ab" in texts(drawn(chart))
    assert draw_svg(chart).encode()


LONG = "New beds and a new rota for the nights in the east wing"
CROWDED = {
    "long name": picture_of(
        run_chart(range(12), freeze=6), id="a", centre_label=20 * "Word "
    ),
    "twelve changes": Chart(
        id="a",
        values=tuple(range(12)),
        changes=tuple((period, f"{LONG} {period}") for period in range(1, 13)),
    ),
    "long change": Chart(id="a", values=(1, 2), changes=((2, 5 * LONG),)),
    "ten parts": picture_of(
        run_chart(
            30 * [1, 1, 1, 1, 3, 3, 3, 3], parts=[24 * part for part in range(1, 10)]
        ),
        id="a",
    ),
    "long axis name": Chart(id="a", values=(1, 2), x_label=30 * "Week "),
    "small": picture_of(run_chart(range(12), freeze=6), id="a"),
}


@pytest.mark.parametrize("width", [200, 360, 720])
@pytest.mark.parametrize("name", CROWDED)
def test_whatever_is_written_the_plot_keeps_its_room(name, width):
    """Words are wrapped or cut short, and the drawing grows."""
    svg = drawn(CROWDED[name], width=width, height=150)
    grid = by_class(svg, "fl-grid")
    heights = [float(line.get("y1")) for line in grid]
    height = float(svg.get("viewBox").split()[3])

    assert max(heights) - min(heights) >= 80
    assert float(grid[0].get("x2")) - float(grid[0].get("x1")) >= 80
    for rect in svg.iter(f"{SVG}rect"):
        assert float(rect.get("width")) > 0 and float(rect.get("height")) > 0
    for text in svg.iter(f"{SVG}text"):
        left, top, right, bottom = box_of(text)
        assert left >= -1 and right <= width + 1, text.text
        assert top >= 0 and bottom <= height, text.text


def test_what_was_cut_short_is_told_in_full():
    """To who reads the description or the table."""
    assert 5 * LONG in describe(CROWDED["long change"])
    assert any(word.endswith("…") for word in texts(drawn(CROWDED["long change"])))


def test_the_size_asked_for_is_the_size_drawn():
    """Everything stands inside the box, whatever its size."""
    svg = drawn(FALLS, width=480, height=220)

    assert svg.get("viewBox") == "0 0 480 220"
    for disc in by_class(svg, "fl-marker"):
        assert 0 < float(disc.get("cx")) < 480
        assert 0 < float(disc.get("cy")) < 220


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


# Invented: hands washed as they should be, of those watched, week by week.
WASHED = [21, 30, 26, 33, 24, 28, 11, 30, 25, 29]
WATCHED = [40, 45, 42, 50, 38, 44, 41, 46, 40, 45]
HANDS = picture_of(
    p_chart(WASHED, WATCHED, multiply=100),
    id="hands",
    y_label="Hands washed, %",
    x_label="Week",
)
# Up and down about 4, then ten days below.
RUN = picture_of(
    run_chart([*(6 * [1, 2, 6, 7]), *(10 * [1])], freeze=24), id="run", x_label="Day"
)
PARTS = picture_of(
    individuals_chart([*(4 * [40, 44]), *(4 * [21, 23])], parts=[8]), id="parts"
)


def corners(path):
    """The corners of a path, as numbers."""
    pairs = path.get("d").lstrip("M").split("L")
    return [tuple(map(float, pair.split())) for pair in pairs]


def place(svg, period):
    """Where a point stands."""
    disc = by_class(points(svg)[period], "fl-marker")[0]
    return float(disc.get("cx")), float(disc.get("cy"))


def box_of(text):
    """Where words lie, by a width that fits most faces."""
    width = 7 * len(text.text)
    x, y = float(text.get("x")), float(text.get("y"))
    x -= {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor")]
    return x, y - 11, x + width, y + 3


def meet(one, other):
    """Whether two boxes share more than an edge."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0 and down > 0


def test_limits_step_half_way_between_two_periods():
    """Each week has its own limits: level over the week, upright between two."""
    svg = drawn(HANDS)
    lower, upper = by_class(svg, "fl-limit")
    discs = {period: place(svg, period)[0] for period in points(svg)}
    half = (discs[2] - discs[1]) / 2

    for path in (lower, upper):
        xs = sorted({x for x, _ in corners(path)})
        borders = [discs[1] - half] + [x + half for x in discs.values()]
        assert all(min(abs(x - border) for border in borders) < 0.2 for x in xs)
        for (x, y), (next_x, next_y) in zip(
            corners(path), corners(path)[1:], strict=False
        ):
            assert x == next_x or y == next_y


def test_a_point_on_its_limit_stands_on_the_line():
    """The limit of a week is drawn at that week's own height."""
    chart = Chart(id="a", values=(2, 7, 4), uppers=(5, 7, 6), kind="p")
    svg = drawn(chart)
    x, y = place(svg, 2)
    (path,) = by_class(svg, "fl-limit")

    assert [h for at, h in corners(path) if abs(at - x) < 130].count(y) == 2


def test_between_two_parts_the_lines_have_a_gap():
    """Nobody can take two levels for one that bends."""
    svg = drawn(PARTS)
    before, after = by_class(svg, "fl-centre")
    last, first = place(svg, 8)[0], place(svg, 9)[0]

    assert last < corners(before)[-1][0] < corners(after)[0][0] < first
    assert corners(after)[0][0] - corners(before)[-1][0] > 0.3 * (first - last)


def test_the_level_of_an_earlier_part_is_written_beside_its_line():
    """The latest beside the plot with its name, the earlier inside it."""
    svg = drawn(PARTS)

    assert "Mean 22" in texts(svg)
    (earlier,) = [text for text in svg.iter(f"{SVG}text") if text.text == "42"]
    line = corners(by_class(svg, "fl-centre")[0])
    left, top, right, bottom = box_of(earlier)
    assert line[0][0] <= left and right <= line[-1][0] + 1
    assert min(abs(top - line[0][1]), abs(bottom - line[0][1])) < 12


def test_lines_are_dashed_where_they_are_drawn_on():
    """Solid over the baseline they come from, dashed beyond it."""
    svg = drawn(RUN)
    solid, dashed = by_class(svg, "fl-centre")

    assert "fl-drawn-on" not in solid.get("class")
    assert "fl-drawn-on" in dashed.get("class")
    assert corners(solid)[-1] == corners(dashed)[0]
    assert place(svg, 24)[0] < corners(dashed)[0][0] < place(svg, 25)[0]


def test_a_long_run_is_told_by_shape_and_shade():
    """Triangles that point to the side of the line the run lies on, and a band."""
    svg = drawn(RUN)
    in_run = {
        period
        for period, group in points(svg).items()
        if by_class(group, "fl-triangle")
    }
    (band,) = by_class(svg, "fl-run")
    left = float(band.get("x"))
    right = left + float(band.get("width"))

    assert in_run == set(range(25, 35))
    for period, group in points(svg).items():
        assert ("in-run" in group.get("class").split()) is (period in in_run)
    line = corners(by_class(svg, "fl-centre")[0])[0][1]
    assert float(band.get("y")) == pytest.approx(line, abs=0.2)
    assert all(
        (left < place(svg, period)[0] < right) is (period in in_run)
        for period in points(svg)
    )
    (triangle,) = by_class(points(svg)[30], "fl-triangle")
    tip = float(triangle.get("d").lstrip("M").split("l")[0].split()[1])
    assert tip > place(svg, 30)[1]


def test_the_shade_of_a_run_lies_on_its_side_of_the_line():
    """Above the line for the days above it."""
    above = run_chart([*(6 * [1, 2, 6, 7]), *(10 * [7])], freeze=24)
    for picture, side in ((RUN, 1), (picture_of(above, id="above"), -1)):
        svg = drawn(picture)
        (band,) = by_class(svg, "fl-run")
        middle = float(band.get("y")) + float(band.get("height")) / 2
        line = corners(by_class(svg, "fl-centre")[0])[0][1]
        assert side * (middle - line) > 20


def test_a_point_outside_is_a_square_and_says_so():
    """To the eye and to whoever hears the name of the point."""
    svg = points(drawn(HANDS))
    states = {period: group.get("class") for period, group in svg.items()}

    assert [period for period in states if "signal" in states[period]] == [7]
    assert svg[7].find(f"{SVG}title").text == ("Week 7: 26.83 %, below the lower limit")


def test_a_ghosted_point_is_hollow_and_not_joined():
    """It is shown, but the line passes it by on neither side."""
    chart = individuals_chart([4, 6, 5, 90, 6, 5, 4], ghosted=[4])
    svg = drawn(picture_of(chart, id="a"))
    (line,) = by_class(svg, "fl-series")
    x, y = place(svg, 4)

    assert "ghosted" in points(svg)[4].get("class").split()
    assert f"{x} {y}" not in line.get("d")
    assert line.get("d").count("M") == 2


@pytest.mark.parametrize(
    ("picture", "explained"),
    [
        (HANDS, {"outside the limits"}),
        (RUN, {"in a run too long for chance"}),
        (PARTS, set()),
        (
            picture_of(individuals_chart([4, 6, 5, 5, 6], ghosted=[4]), id="a"),
            {"not counted"},
        ),
    ],
)
def test_only_shapes_that_are_there_are_explained(picture, explained):
    """A key without its shape would send the reader looking for it."""
    every = {"outside the limits", "in a run too long for chance", "not counted"}

    assert every & set(texts(drawn(picture))) == explained


def test_what_was_left_out_stands_under_the_chart():
    """In lines that stay inside the drawing."""
    sentence = "Forty-one visits without a time of arrival are not on the chart. " * 3
    svg = drawn(Chart(id="a", values=(3, 5), left_out=sentence.strip()))
    axis = max(float(line.get("y2")) for line in by_class(svg, "fl-axis"))
    below = [
        text for text in svg.iter(f"{SVG}text") if float(text.get("y")) > axis + 25
    ]

    assert " ".join(text.text for text in below) == sentence.strip()
    assert len(below) > 1
    for text in below:
        assert box_of(text)[2] <= 720
        assert float(text.get("y")) <= 260


@pytest.mark.parametrize("width", [720, 360])
@pytest.mark.parametrize("picture", [HANDS, RUN, PARTS], ids=lambda picture: picture.id)
def test_words_never_meet_and_never_leave_the_drawing(picture, width):
    """On a screen, and laid out for a telephone."""
    svg = drawn(picture, width=width, height=320)
    boxes = [box_of(text) for text in svg.iter(f"{SVG}text")]

    for number, box in enumerate(boxes):
        assert not any(meet(box, other) for other in boxes[number + 1 :])
        assert box[0] >= 0 and box[2] <= width + 1
        assert box[1] >= 0 and box[3] <= 320


def test_values_of_parts_with_narrow_limits_do_not_meet():
    """Level and limits lie closer together than their words are high."""
    values = [*(6 * [40, 40.1]), *(6 * [0, 90])]
    svg = drawn(picture_of(individuals_chart(values, parts=[12]), id="a"))
    words = [box_of(text) for text in by_class(svg, "fl-halo")]

    assert len(words) == 3
    assert not any(meet(words[a], words[b]) for a, b in ((0, 1), (0, 2), (1, 2)))


def test_in_a_narrow_drawing_lines_are_named_below_it():
    """Beside the plot the words would take most of its room."""
    wide, narrow = drawn(HANDS), drawn(HANDS, width=360, height=320)
    names = ("Mean", "Lower limit", "Upper limit")

    for svg in (wide, narrow):
        assert sum(word.startswith(names) for word in texts(svg)) == 3
    right = max(float(line.get("x2")) for line in by_class(narrow, "fl-grid"))
    assert right > 340


def test_a_long_title_takes_two_lines():
    """Cut off at the edge it would lose what it ends with."""
    title = "Patients readmitted within thirty days, of fifteen hospitals (invented)"
    svg = drawn(Chart(id="a", title=title, values=(3, 5)), width=420)
    lines = [text.text for text in by_class(svg, "fl-title")]

    assert " ".join(lines) == title
    assert len(lines) == 2


FUNNEL = picture_of_funnel(
    p_funnel(
        [45, 12, 100, 30],
        [100, 110, 1000, 300],
        units=["Moss", "Odda", "Kiruna", "Vasa"],
    ),
    id="funnel",
    size_label="Patients",
)


def test_units_of_a_funnel_stand_at_their_sizes_and_are_not_joined():
    """Three hundred patients stand at three times one hundred."""
    svg = drawn(FUNNEL)
    zero = min(float(line.get("x1")) for line in by_class(svg, "fl-grid"))
    places = {period: place(svg, period)[0] - zero for period in points(svg)}

    assert not by_class(svg, "fl-series")
    assert places[3] == pytest.approx(3 * places[1], abs=0.5)
    assert places[4] == pytest.approx(10 * places[1], abs=1)
    # The largest does not stand in the words beside the plot.
    edge = max(float(line.get("x2")) for line in by_class(svg, "fl-grid"))
    assert place(svg, 4)[0] < edge - 10


@pytest.mark.parametrize("size", [1, 3, 40, 40_000])
def test_limits_of_units_of_one_size_are_seen(size):
    """A line to both sides of the units, inside the plot."""
    counts = [0, 0, 0, size]
    picture = picture_of_funnel(p_funnel(counts, 4 * [size]), id="a")
    svg = drawn(picture)
    edge = max(float(line.get("x2")) for line in by_class(svg, "fl-grid"))

    for path in by_class(svg, "fl-limit"):
        xs = [x for x, _ in corners(path)]
        assert min(xs) <= place(svg, 1)[0] < max(xs) - 3
        assert max(xs) <= edge


def test_units_outside_a_funnel_are_named():
    """And only they: a name at every point would be a league table."""
    svg = drawn(FUNNEL)
    named = {"Moss", "Odda", "Kiruna", "Vasa"} & set(texts(svg))
    outside = {FUNNEL.labels[period - 1] for period in FUNNEL.signals}

    assert named == outside
    assert "Moss" in outside


def test_the_curves_of_a_funnel_pass_where_the_limits_of_its_units_are():
    """What marks a unit as outside is what is drawn."""
    svg = drawn(FUNNEL)
    curves = [corners(path) for path in by_class(svg, "fl-limit")]
    upper = min(curves, key=lambda curve: curve[0][1])
    sides = {}
    for period in points(svg):
        x, y = place(svg, period)
        sides[period] = bool(y < np.interp(x, *zip(*upper, strict=True)))

    assert sides == {
        period: FUNNEL.values[period - 1] > FUNNEL.uppers[period - 1]
        for period in points(svg)
    }
    assert set(sides.values()) == {True, False}


lines = st.lists(st.one_of(st.none(), st.floats(0, 100)), min_size=12, max_size=12)


@given(lines, lines, lines, st.sets(st.integers(2, 12), max_size=3))
def test_any_control_chart_can_be_drawn_and_told(values, centres, uppers, starts):
    """Limits that come and go, parts of one point, nothing measured."""
    chart = Chart(
        id="any",
        kind="u",
        values=tuple(values),
        centres=tuple(centres),
        uppers=tuple(uppers),
        part_starts=tuple(sorted(starts)),
        baseline=5,
    )
    svg = drawn(chart)

    assert list(points(svg)) == [
        period for period, value in enumerate(values, start=1) if value is not None
    ]
    assert "nan" not in draw_svg(chart)
    assert len(table_rows(chart)[1]) == 12
