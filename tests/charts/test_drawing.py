"""What a reader of the print would see, asked of the artists rather than the pixels."""

import subprocess
import sys
from io import BytesIO
from xml.etree import ElementTree

import matplotlib
import pytest

from course.charts.control import run_chart
from course.charts.drawing import FORMATS, draw_figure, save_figure
from course.charts.funnel import p_funnel
from course.charts.individuals import individuals_chart
from course.charts.pictures import Chart, picture_of, picture_of_funnel
from course.charts.proportions import p_chart
from course.charts.svg import draw_svg

HANDS = p_chart(
    [21, 30, 26, 33, 24, 28, 11, 30, 25, 29],
    [40, 45, 42, 50, 38, 44, 41, 46, 40, 45],
    multiply=100,
)
PICTURE = picture_of(
    HANDS,
    id="hands",
    title="Hands washed at Solgård",
    y_label="Hands washed, %",
    x_label="Week",
    target=90,
    changes=[(5, "Dispensers by each bed")],
)
# Up and down about 4, then ten days below.
RUN = picture_of(
    run_chart([*(6 * [1, 2, 6, 7]), *(10 * [1])], freeze=24), id="run", x_label="Day"
)


def artists(figure, name):
    """The artists of a figure that are called so, with or without a number."""
    return figure.findobj(
        lambda artist: (
            (artist.get_gid() or "").rpartition("-")[0] == name
            or artist.get_gid() == name
        )
    )


def places(figure, name):
    """Where the points of one kind stand."""
    return [
        tuple(place) for line in artists(figure, name) for place in line.get_xydata()
    ]


def words(figure):
    """All words of a figure that are not empty."""
    (ax,) = figure.axes
    ticks = [*ax.get_xticklabels(), *ax.get_yticklabels()]
    return [text.get_text() for text in [*figure.texts, *ticks]]


def test_only_the_point_outside_is_marked():
    """A square for the seventh week, discs for the others."""
    figure = draw_figure(PICTURE)

    assert places(figure, "signals") == [(7, HANDS.values[6])]
    assert [x for x, _ in places(figure, "points")] == [1, 2, 3, 4, 5, 6, 8, 9, 10]
    (square,), (disc,) = artists(figure, "signals"), artists(figure, "points")
    assert square.get_marker() != disc.get_marker()


def test_each_week_has_its_own_limits():
    """The steps lie at the limits of the chart."""
    figure = draw_figure(PICTURE)
    drawn = {y for line in artists(figure, "limit") for _, y in line.get_xydata()}

    assert drawn == {*HANDS.lower.tolist(), *HANDS.upper.tolist()}


def test_print_and_page_say_the_same_words():
    """Nothing is told on paper that is not told on the screen, or left away."""
    for picture in (PICTURE, RUN, _with_ghost(), _with_parts(), _funnel()):
        svg = ElementTree.fromstring(draw_svg(picture, width=720, height=320))
        on_page = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]

        assert sorted(words(draw_figure(picture))) == sorted(on_page)


def test_a_long_run_is_told_by_shape_and_shade():
    """Triangles that point down, and a band below the line."""
    figure = draw_figure(RUN)

    assert [x for x, _ in places(figure, "run-below")] == list(range(25, 35))
    assert len(artists(figure, "run-band")) == 1
    assert not artists(figure, "run-above")


def test_lines_are_dashed_where_they_are_drawn_on():
    """Solid over the baseline they come from."""
    solid, dashed = artists(draw_figure(RUN), "centre")

    assert not solid.is_dashed()
    assert dashed.is_dashed()
    assert solid.get_xdata()[-1] == dashed.get_xdata()[0] == 24.5


def test_a_ghosted_point_is_hollow_and_not_joined():
    """Shown, with white inside, and the line broken there."""
    figure = draw_figure(_with_ghost())
    (series,) = artists(figure, "series")
    (ghost,) = artists(figure, "ghosted-signals")

    assert ghost.get_xydata().tolist() == [[4, 90]]
    assert ghost.get_markerfacecolor() == "white"
    assert [x for x, y in series.get_xydata() if y != y] == [4]


def test_marks_and_signals_of_somebody_are_drawn_too():
    """As on the page: a diamond around what was marked."""
    figure = draw_figure(Chart(id="a", values=(3, 5, None, 4)), marked=[1], signals=[2])

    assert places(figure, "marked") == [(1, 3)]
    assert places(figure, "signals") == [(2, 5)]
    assert places(figure, "points") == [(1, 3), (4, 4)]


def test_between_two_parts_the_lines_have_a_gap():
    """Two levels, two lines."""
    before, after = artists(draw_figure(_with_parts()), "centre")

    assert 8 < before.get_xdata()[-1] < after.get_xdata()[0] < 9


def test_units_of_a_funnel_stand_at_their_sizes():
    """Not joined, between curves, with the one outside named."""
    figure = draw_figure(_funnel())

    assert [x for x, _ in places(figure, "signals")] == [100]
    assert [x for x, _ in places(figure, "points")] == [110, 300, 1000]
    assert not artists(figure, "series")
    assert len(artists(figure, "limit")) == 2
    assert "Moss" in words(figure)


def test_bars_stand_on_zero():
    """A quarter less is a quarter lower."""
    chart = Chart(id="a", values=(60, 80), labels=("Before", "After"), bars=True)
    low, high = artists(draw_figure(chart), "bar")

    assert (low.get_y(), low.get_height()) == (0, 60)
    assert (high.get_y(), high.get_height()) == (0, 80)


def test_words_stay_on_the_paper():
    """Nothing is cut off at an edge, nor written over its neighbour."""
    for picture in (PICTURE, RUN, _with_ghost(), _with_parts(), _funnel()):
        figure = draw_figure(picture)
        figure.canvas.draw()
        paper = figure.bbox
        boxes = [text.get_window_extent() for text in figure.texts]
        for number, box in enumerate(boxes):
            assert paper.x0 <= box.x0 and box.x1 <= paper.x1
            assert paper.y0 <= box.y0 and box.y1 <= paper.y1
            assert not any(box.overlaps(other) for other in boxes[number + 1 :])


def test_a_crowded_chart_is_printed_on_more_paper():
    """Twelve long notes leave the plot its room, and stay on the paper."""
    note = "New beds and a new rota for the nights in the east wing"
    picture = Chart(
        id="a",
        values=tuple(range(12)),
        x_label=20 * "Week ",
        changes=tuple((period, f"{note} {period}") for period in range(1, 13)),
    )
    figure = draw_figure(picture, height_inches=2)
    (ax,) = figure.axes

    assert ax.get_position().height * figure.get_figheight() >= 0.79
    figure.canvas.draw()
    for text in figure.texts:
        box = text.get_window_extent()
        assert figure.bbox.x0 <= box.x0 and box.x1 <= figure.bbox.x1
        assert figure.bbox.y0 <= box.y0 and box.y1 <= figure.bbox.y1


@pytest.mark.parametrize("format", FORMATS)
def test_equal_values_and_odd_signs_are_printed(format):
    """Neither float noise nor what another program left in a title breaks a file."""
    chart = individuals_chart(12 * [0.1])
    picture = picture_of(chart, id="a", title="a\x0b\x00\ud800", labels=12 * ["²"])
    file = BytesIO()
    save_figure(picture, file, format)

    assert file.getvalue()


def test_a_dollar_in_a_title_is_money():
    """Not the beginning of mathematics."""
    (title,) = artists(
        draw_figure(Chart(id="a", title="$5, then $6", values=(1,))), "title"
    )

    assert not title.get_parse_math()


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_chart_is_the_same_file(format):
    """No date, no chance: a file that changed is a chart that changed."""
    files = []
    for _ in range(2):
        file = BytesIO()
        save_figure(PICTURE, file, format)
        files.append(file.getvalue())

    assert files[0] == files[1]
    assert not any(word in files[0] for word in (b"CreationDate", b"dc:date"))
    assert files[0].startswith(
        {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF-"}[format]
    )


def test_letters_travel_with_the_file():
    """Shapes in SVG, and in PDF a font of its own, of a kind that printers take."""
    svg, pdf = BytesIO(), BytesIO()
    save_figure(PICTURE, svg, "svg")
    save_figure(PICTURE, pdf, "pdf")

    assert b"<text" not in svg.getvalue()
    assert b"FontFile2" in pdf.getvalue()
    assert b"/Type3" not in pdf.getvalue()


def test_a_file_can_be_named_by_its_path(tmp_path):
    """Whoever prints has a folder, not a stream."""
    save_figure(PICTURE, tmp_path / "hands.png")

    assert (tmp_path / "hands.png").stat().st_size > 1000


def test_another_format_is_refused():
    """By its name, and before anything is drawn."""
    with pytest.raises(ValueError, match="png, svg, pdf, not 'bmp'"):
        save_figure(PICTURE, BytesIO(), "bmp")


def test_nobodys_settings_are_used_or_changed():
    """What a learner has set for their own figures is theirs, before and after."""
    plain = BytesIO()
    save_figure(PICTURE, plain, "svg")
    with matplotlib.rc_context({"font.size": 30, "xtick.direction": "in"}):
        own = dict(matplotlib.rcParams)
        file = BytesIO()
        save_figure(PICTURE, file, "svg")
        assert dict(matplotlib.rcParams) == own

    assert file.getvalue() == plain.getvalue()


def test_no_window_is_opened_and_nothing_kept():
    """Pyplot keeps every figure until it is closed; here there is no pyplot."""
    script = (
        "import sys, course.charts.drawing as d, course.charts as c;"
        "d.draw_figure(c.Chart(id='a', values=(1, 2)));"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "False"


def _with_ghost():
    chart = individuals_chart([4, 6, 5, 90, 6, 5, 4], ghosted=[4])
    return picture_of(chart, id="ghost", left_out="Two visits have no date.")


def _with_parts():
    values = [*(4 * [40, 44]), *(4 * [21, 23])]
    return picture_of(individuals_chart(values, parts=[8]), id="parts")


def _funnel():
    plot = p_funnel(
        [45, 12, 100, 30],
        [100, 110, 1000, 300],
        units=["Moss", "Odda", "Kiruna", "Vasa"],
    )
    return picture_of_funnel(plot, id="funnel", size_label="Patients")
