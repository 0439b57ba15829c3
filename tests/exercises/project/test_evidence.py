"""What a chart tells of before and after: each point on its side of the first test."""

import numpy as np
import pytest

from course.charts.own_data.kept import from_kept, to_kept
from course.exercises.project.checks import check
from course.exercises.project.evidence import evidence_for, is_plottable
from course.exercises.project.project import empty_project, read_project

BEFORE = [20, 22, 19, 21, 20, 23, 18, 21]
MONTHS = [f"{month} 2027" for month in "Jan Feb Mar Apr May Jun Jul Aug".split()]
MONTHS += [f"{month} 2027" for month in "Sep Oct Nov Dec".split()]
MONTHS += [f"{month} 2028" for month in "Jan Feb Mar Apr May Jun Jul Aug".split()]
WEEKS = [f"week {number} 2027" for number in range(1, 53)]


def project(labels, values, *days, better="lower", kind="", marks=(), **series):
    """A project with one measure, its chart, and a locked test on each day."""
    answer = empty_project()
    answer["parts"]["measures"] = [{"id": "m1", "role": "outcome", "better": better}]
    answer["parts"]["aim"] = {"measure": "m1", "from": "20", "to": "10"}
    answer["parts"]["tests"] = [
        {"id": f"t{number}", "day": day, "locked": "2027-01-01"}
        for number, day in enumerate(days, start=1)
    ]
    single = {
        **{"x_label": "Month", "y_label": "Falls", "size_label": "", "left_out": []},
        **{"labels": labels, "values": values, "sizes": []},
    }
    answer["charts"]["m1"] = {
        "name": "Falls",
        "answers": {"row": "period", "what": "measurement", "again": "once"},
        "headings": ["Month", "Falls", None],
        "look": {
            **{"kind": kind, "multiply": 0, "title": "", "y_label": "", "target": ""},
            "marks": [{"kind": what, "point": at, "text": ""} for what, at in marks],
        },
        "single": single,
        "gathered": None,
    } | series
    return read_project(answer)


def evidence(*args, **kwargs):
    """What the chart of that project tells."""
    return evidence_for(project(*args, **kwargs), "m1")


@pytest.mark.parametrize(
    "after, better, verdict",
    [
        ([12] * 8, "lower", "better"),
        ([12] * 8, "higher", "worse"),
        ([12] * 8, "steady", "worse"),
        ([12] * 7, "lower", "too-few"),
        # Six in a row, as Perla counts; among twelve chance allows seven.
        ([12] * 6 + [25, 12, 25, 12, 25, 12], "lower", "no-signal"),
        ([12] * 8 + [25, 12, 25, 12], "lower", "better"),
        # A point on the median, and one that was not measured, break no run.
        ([12, 12, 20.5, 12, 12, None, 12, 12, 12, 12], "lower", "better"),
        # Only points on the median: no run of any length.
        ([20.5] * 9, "lower", "no-signal"),
    ],
)
def test_a_shift_is_a_run_that_chance_does_not_explain(after, better, verdict):
    """As long as Anhøj's rule of lesson 4 asks for among so many points."""
    values = [*BEFORE, *after]
    told = evidence(WEEKS[: len(values)], values, "1 March 2027", better=better)
    assert told.before == 20.5
    assert told.verdict == verdict


def test_where_nothing_happens_a_shift_is_seldom_found():
    """Else "chance does not explain it" would be said of chance itself."""
    rng = np.random.default_rng(11)
    shifted = 0
    for _ in range(200):
        values = rng.poisson(25, 38).astype(float).tolist()
        told = evidence(WEEKS[:38], values, "12 April 2027")
        shifted += told.verdict != "no-signal"
    assert shifted <= 35


@pytest.mark.parametrize(
    "labels, day, marked",
    [
        (MONTHS[:12], "31 March 2027", 3),
        (MONTHS[:12], "1 April 2027", 4),
        (WEEKS[:12], "17 January 2027", 2),
        (WEEKS[:12], "18 January 2027", 3),
        ([f"Q{at} {year}" for year in (2025, 2026, 2027) for at in (1, 2, 3, 4)],
         "30 June 2026", 6),
        ([f"{day} Mar 2027" for day in range(1, 13)], "4 March 2027", 4),
        # A row for each week, with its Monday, and none in the week of Easter.
        ([f"{day} {month} 2027" for month, days in
          (("Mar", (1, 8, 15, 22)), ("Apr", (5, 12, 19, 26))) for day in days],
         "17 March 2027", 3),
        # Cases: those before the day lie before it, and all of the day after.
        (["1 Mar 2027", "9 Mar 2027", "9 Mar 2027", "14 Mar 2027"],
         "9 March 2027", 2),
        (["1 Mar 2027", "9 Mar 2027", "9 Mar 2027", "14 Mar 2027"],
         "10 March 2027", 4),
    ],
)  # fmt: skip
def test_a_test_is_marked_at_the_point_that_tells_of_its_day(labels, day, marked):
    """Whatever the points stand for: days, weeks, months, quarters or cases."""
    told = evidence(labels, [float(at % 3) for at in range(len(labels))], day)
    assert [place for place, _ in told.chart.changes] == [marked]


def test_before_any_test_all_points_are_the_baseline():
    """Whoever plans can hold the aim against what was counted."""
    values = [*BEFORE, 20, 21, 20, 22]
    for days in ((), ("15 January 2028",)):
        planned = project(MONTHS[:12], values, *days)
        told = evidence_for(planned, "m1")
        assert (told.before, told.after) == (20.5, None)
        assert told.verdict == "too-few"
        assert "The median of these points is 20.5" in told.said("project.data")
        assert not told.chart.changes
        held = {one.name for one in check(planned) if one.held}
        assert "aim-fits-data" in held


def test_without_a_point_before_the_first_test_there_is_no_baseline():
    """What came before cannot be told from what came after."""
    told = evidence(MONTHS[:12], [20] * 12, "1 December 2026", "1 June 2027")
    assert told.before is None
    assert told.verdict == "too-few"
    assert told.said("project.data") == ""


def test_a_point_left_out_of_the_lines_is_left_out_of_the_verdict():
    """A week of a strike, ghosted in the workbench, moves no median."""
    values = [90, 90, *BEFORE[2:], *[12] * 8]
    ghosts = [("ghost", WEEKS[0]), ("ghost", WEEKS[1])]
    told = evidence(WEEKS[:16], values, "1 March 2027", marks=ghosts)
    assert told.before == np.median(BEFORE[2:])
    assert told.points == 14


def test_several_measurements_in_a_month_are_one_point():
    """A chart of means is judged by its means."""
    values = [*BEFORE, *[12] * 8]
    three = [value + off for value in values for off in (-1.0, 0.0, 1.0)]
    series = {
        **{"x_label": "Month", "y_label": "Wait", "size_label": "", "left_out": []},
        **{"labels": [month for month in MONTHS[:16] for _ in range(3)]},
        **{"values": three, "sizes": []},
    }
    told = evidence(
        *(MONTHS[:16], [float(value) for value in values], "1 September 2027"),
        kind="xbar",
        answers={"row": "period", "what": "measurement", "again": "several"},
        gathered=series,
    )
    assert (told.before, told.after, told.points) == (20.5, 12, 16)
    assert [place for place, _ in told.chart.changes] == [9]


def test_a_share_is_told_as_it_is_drawn():
    """Seven of sixty is told in per cent where the chart has per cent."""
    told = evidence(
        *(MONTHS[:16], [20.0] * 8 + [7.0] * 8, "1 September 2027"),
        answers={"row": "period", "what": "share", "again": "once"},
        single={
            **{"x_label": "Month", "y_label": "Late", "size_label": "Visits"},
            **{"left_out": [], "labels": MONTHS[:16], "sizes": [60.0] * 16},
            **{"values": [20.0] * 8 + [7.0] * 8},
        },
    )
    assert "was 33.33, and lately it is 11.67" in told.said("project.data")


def test_points_without_a_date_are_no_evidence():
    """Nobody could say which of them came before a test."""
    told = project([str(at) for at in range(1, 13)], [20.0] * 12, "1 March 2027")
    assert evidence_for(told, "m1") is None
    assert not is_plottable(told.charts["m1"])


@pytest.mark.parametrize(
    "place, value",
    [
        (("look", "multiply"), float("inf")),
        (("look", "multiply"), 7),
        (("single", "values"), [10**400] * 12),
        (("single", "values"), [float("inf")] * 12),
        (("single", "sizes"), [float("nan")] * 12),
    ],
)
def test_figures_that_no_chart_can_have_are_no_kept_chart(place, value):
    """An answer edited by hand is refused where it is read, not where it is drawn."""
    kept = to_kept(project(MONTHS[:12], [20.0] * 12).charts["m1"])
    kept[place[0]][place[1]] = value
    with pytest.raises(ValueError):
        from_kept(kept)
