"""A still drawing shows the eye what the interactive one shows."""

import math
import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.control import run_chart
from course.charts.funnel import p_funnel
from course.charts.individuals import individuals_chart
from course.charts.pictures import Chart, picture_of, picture_of_funnel
from course.charts.proportions import p_chart
from course.charts.still import draw_still
from course.charts.svg import CHART_STYLE, draw_svg

SVG = "{http://www.w3.org/2000/svg}"

CHARTS = {
    "falls": Chart(
        id="falls",
        title="Falls at Björkhaga <east>",
        y_label="Falls",
        x_label="Week",
        values=(3, 5, None, 9, 4, 6),
        centre=5,
        limits=(0.5, 9.5),
        target=2,
        changes=((2, "New beds"), (6, "Night rota & more")),
        baseline=4,
    ),
    "bars": Chart(
        id="bars", values=(60, None, -80), labels=("Before", "Gap", "After"), bars=True
    ),
    "run": picture_of(
        run_chart([*(6 * [1, 2, 6, 7]), *(10 * [1])], freeze=24, ghosted=[3, 30]),
        id="run",
        x_label="Day",
    ),
    "run above": picture_of(
        run_chart([*(6 * [1, 2, 6, 7]), *(10 * [7])], freeze=24), id="above"
    ),
    "ghosted": picture_of(
        individuals_chart(3 * [4, 6, 5, 90, 6, 5, 4], ghosted=[4]), id="ghosted"
    ),
    "hands": picture_of(
        p_chart(
            [21, 30, 26, 33, 24, 28, 11, 30],
            [40, 45, 42, 50, 38, 44, 41, 46],
            freeze=5,
            multiply=100,
        ),
        id="hands",
        y_label="Hands washed, %",
        target=90,
    ),
    "parts": picture_of(
        individuals_chart([*(6 * [40, 41]), *(6 * [0, 90])], parts=[12]), id="parts"
    ),
    "funnel": picture_of_funnel(
        p_funnel([45, 12, 100, 30], [100, 110, 1000, 300], units=list("abcd")),
        id="funnel",
        size_label="Patients",
    ),
    "long": Chart(id="long", values=tuple(range(120)), centre=60),
    "nothing measured": Chart(id="none", values=(None, None)),
    "empty": Chart(id="empty"),
}
both = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
sizes = pytest.mark.parametrize("width", [720, 360])


def read(drawing):
    """The root of a drawing."""
    return ElementTree.fromstring(str(drawing))


def by_class(svg, name):
    """All elements of one class."""
    return [each for each in svg.iter() if name in (each.get("class") or "").split()]


def told(element):
    """Attributes, with every number to a tenth of a pixel."""
    return {
        name: f"{float(value):.1f}" if re.fullmatch(r"-?[\d.]+", value) else value
        for name, value in element.attrib.items()
    }


def places(path):
    """Where the pen is set down, and where it goes in a straight line."""
    return re.findall(r"[ML]([-\d.]+ [-\d.]+)", path)


def shapes(svg, name, *groups):
    """Where the shapes of a class stand whose groups have these classes."""
    found = []
    parents = {child: parent for parent in svg.iter() for child in parent}
    for path in by_class(svg, name):
        if (parents[path].get("class") or "").split() == list(groups):
            found += places(path.get("d"))
    return sorted(found)


def points(svg, shown):
    """Where the points of an interactive drawing stand whose states fit."""
    return sorted(
        f"{hit.get('cx')} {hit.get('cy')}"
        for group in by_class(svg, "point")
        for hit in by_class(group, "fl-hit")
        if shown(set(group.get("class").split()))
    )


def words(svg):
    """Words drawn, where, and how."""
    found = []

    def visit(element, anchor, down):
        anchor = element.get("text-anchor") or anchor
        if shift := element.get("transform"):
            down = float(shift.removeprefix("translate(0 ").rstrip(")"))
        if element.tag == f"{SVG}text":
            y = float(element.get("y") or 0) + down
            x = float(element.get("x"))
            found.append((element.text, x, y, anchor, element.get("class")))
        for child in element:
            visit(child, anchor, down)

    visit(svg, "start", 0.0)
    return Counter(found)


@sizes
@both
def test_the_same_words_stand_in_the_same_places(chart, width):
    """Title, axes, notes, names of lines, key and what was left out."""
    still, live = draw_still(chart, width=width), draw_svg(chart, width=width)

    assert words(read(still)) == words(read(live))


@sizes
@both
def test_the_same_lines_are_drawn(chart, width):
    """Grid, limits, middle line, target, changes, shades, series and bars."""
    still = read(draw_still(chart, width=width))
    live = read(draw_svg(chart, width=width))

    assert still.get("viewBox") == live.get("viewBox")
    assert still.get("style") == live.get("style")
    for name in ("fl-centre", "fl-limit", "fl-target", "fl-run", "fl-baseline"):
        drawn, wanted = (
            [told(e) for e in by_class(svg, name)] for svg in (still, live)
        )
        assert drawn == wanted
    for name in ("fl-grid", "fl-change"):
        lines = [told(e) for e in by_class(live, name)]
        starts = [f"{line['x1']} {line['y1']}" for line in lines]
        drawn = [at for path in by_class(still, name) for at in places(path.get("d"))]
        assert sorted(drawn) == sorted(starts)
    (series,) = by_class(still, "fl-series")
    wanted = "".join(e.get("d") for e in by_class(live, "fl-series"))
    assert series.get("d") == wanted.replace(" M", "M").replace(" L", "L")
    drawn, wanted = (
        [told(e) for e in by_class(svg, "fl-bar")] for svg in (still, live)
    )
    assert drawn == wanted


@both
def test_every_point_has_the_shape_of_its_state(chart):
    """Discs, hollow ones, squares, triangles, and rings around what was marked."""
    states = {"marked": [1, 3, 5], "signals": [1, 2]}
    count = len(chart.values)
    states = {name: [p for p in on if p <= count] for name, on in states.items()}
    still, live = read(draw_still(chart, **states)), read(draw_svg(chart, **states))
    axis = min(float(line.get("y1")) for line in by_class(live, "fl-axis"))
    bars = chart.bars

    def stand(name, *groups):
        # Those below the axis are in the key.
        found = shapes(still, name, *groups)
        return [at for at in found if float(at.split()[1]) <= axis]

    assert stand("fl-marker", "fl-chart") == points(
        live, lambda s: not bars and not s & {"signal", "in-run", "ghosted"}
    )
    assert stand("fl-marker", "ghosted") == points(
        live, lambda s: not bars and "ghosted" in s and not s & {"signal", "in-run"}
    )
    assert stand("fl-triangle", "fl-chart") == points(
        live, lambda s: "in-run" in s and "signal" not in s
    )
    assert stand("fl-square", "signal") == points(
        live, lambda s: "signal" in s and "ghosted" not in s
    )
    assert stand("fl-square", "signal", "ghosted") == points(
        live, lambda s: {"signal", "ghosted"} <= s
    )
    assert stand("fl-ring", "marked") == points(live, lambda s: "marked" in s)


def corners(path):
    """Where the pen of a path of straight sides comes by."""
    x = y = 0.0
    found = []
    for move, numbers in re.findall(r"([Mmlhvz])([-\d. ]*)", path):
        along = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if move == "M":
            x, y = along
            continue
        if move == "z":
            continue
        x += 0 if move == "v" else along[0]
        y += 0 if move == "h" else along[-1]
        found.append((x, y))
    return found


@pytest.mark.parametrize("name", ["fl-square", "fl-ring", "fl-triangle"])
@pytest.mark.parametrize("chart", ["run", "run above", "ghosted"])
def test_shapes_are_as_large_and_point_the_same_way(chart, name):
    """Corner by corner, for each point that has the shape."""
    states = {"marked": [1, 20], "signals": [2]}
    still, live = (
        [
            shape
            for path in by_class(read(draw(CHARTS[chart], **states)), name)
            for shape in re.findall(r"M[^Mz]*z", path.get("d"))
        ]
        for draw in (draw_still, draw_svg)
    )
    assert still or (chart, name) == ("ghosted", "fl-triangle")
    for shape in still:
        assert any(
            all(
                min(math.dist(corner, other) for other in [start, *corners(wanted)])
                < 0.3
                for corner in corners(shape)
            )
            for wanted in live
            for start in [tuple(map(float, places(wanted)[0].split()))]
        )


def test_a_disc_is_as_large():
    """A circle of the same radius, from its top around."""
    radius = by_class(read(draw_svg(CHARTS["falls"])), "fl-marker")[0].get("r")
    (discs,) = by_class(read(draw_still(CHARTS["falls"])), "fl-marker")

    assert discs.get("d").count(f"m0-{radius}a{radius} {radius} 0 1 0 .01 0z") == 5


@both
def test_a_screen_reader_hears_the_same(chart):
    """The title, then what the chart shows."""
    still = read(draw_still(chart, marked=[1], signals=[2]))
    if len(chart.values) < 2:
        chart_says = read(draw_svg(chart))
        still = read(draw_still(chart))
    else:
        chart_says = read(draw_svg(chart, marked=[1], signals=[2]))

    assert still.get("role") == "img"
    for name in still.get("aria-labelledby").split():
        said, wanted = (
            svg.find(f".//*[@id='{name}']").text for svg in (still, chart_says)
        )
        assert said == wanted


def test_a_class_of_what_is_drawn_has_its_style():
    """The style of the interactive drawing is that of the still one."""
    for chart in CHARTS.values():
        for element in read(draw_still(chart, marked=[1], signals=[2])).iter():
            for name in (element.get("class") or "").split():
                assert f".{name} " in CHART_STYLE


def test_nothing_in_it_is_to_be_operated_and_no_style_is_repeated():
    """The style stands on the page once."""
    drawing = str(draw_still(CHARTS["falls"], marked=[1]))

    for word in ("<style", "fl-hit", "data-period", "<circle", 'class="point'):
        assert word not in drawing


def test_two_drawings_of_one_chart_can_stand_on_a_page():
    """Every id begins with the one that was given."""
    svg = read(draw_still(CHARTS["falls"], id="review-falls"))
    ids = [element.get("id") for element in svg.iter() if element.get("id")]

    assert ids == ["review-falls-title", "review-falls-desc"]


def test_a_period_that_is_not_on_the_chart_is_not_drawn():
    """Nor told; and nothing breaks."""
    chart = CHARTS["falls"]
    beyond = draw_still(chart, marked=[0, 2, 7, 99], signals=[-1, 7])

    assert str(beyond) == str(draw_still(chart, marked=[2]))


@pytest.mark.parametrize("name", ["funnel", "long"])
def test_points_that_may_overlap_are_drawn_each_over_the_one_before(name):
    """One path for all would show the outline of each through the others."""
    discs = by_class(read(draw_still(CHARTS[name])), "fl-marker")
    apart = by_class(read(draw_still(CHARTS["falls"])), "fl-marker")

    assert len(discs) > 1 and all(len(places(disc.get("d"))) == 1 for disc in discs)
    assert len(apart) == 1 and len(places(apart[0].get("d"))) == 5


def test_words_are_text_and_never_markup():
    """In the title, a name and a note."""
    bad = "</text><script>"
    chart = Chart(id=bad, title=bad, y_label=bad, values=(1, 2), changes=((1, bad),))
    drawing = draw_still(chart, marked=[1])

    assert "<script" not in str(drawing)
    assert bad in {text for text, *_ in words(read(drawing))}


values = st.one_of(st.none(), st.floats(-1e6, 1e6).map(lambda x: round(x, 6)))
some = st.sets(st.integers(-1, 9))


@given(st.lists(values, max_size=8), some, some, st.booleans(), values)
def test_any_chart_is_drawn_with_the_same_words(series, marked, signals, bars, target):
    """Gaps, one value, equal values, marks beyond the chart."""
    chart = Chart(id="any", values=tuple(series), bars=bars, target=target)
    still = read(draw_still(chart, marked=marked, signals=signals))

    assert words(still) == words(read(draw_svg(chart)))
    on_chart = {p for p, value in enumerate(series, start=1) if value is not None}
    assert len(shapes(still, "fl-ring", "marked")) == len(marked & on_chart)
    assert len(shapes(still, "fl-square", "signal")) == len(signals & on_chart)
