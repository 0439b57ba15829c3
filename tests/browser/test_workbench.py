"""The workbench in JupyterLab: untidy files in, the right figures on the chart.

The files are those of ``tests/charts/own_data/untidy``; all their figures are invented.
"""

from __future__ import annotations

import json
import os
import re
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from looking import nothing_for_axe
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
UNTIDY = runpy.run_path(
    ROOT / "tests" / "charts" / "own_data" / "untidy" / "untidy_files.py"
)
PATIENCE_MS = 120_000


@dataclass(frozen=True)
class Untidy:
    """A file, the way to its chart, and what must stand on it."""

    name: str
    kind: str
    answers: dict[str, str]
    values: tuple[float | None, ...]
    centre: float
    first: str
    last: str
    said: tuple[str, ...] = ()
    before: tuple[str, ...] = ()  # buttons to press once the file is read
    after: tuple[str, ...] = ()  # buttons to press once the questions are answered
    columns: dict[str, str] = field(default_factory=dict)


def _rates() -> tuple[tuple[float, ...], float]:
    falls, days = UNTIDY["FALLS"], UNTIDY["BED_DAYS"]
    each = tuple(1000 * f / d for f, d in zip(falls, days, strict=True))
    return each, 1000 * sum(falls) / sum(days)


def _shares(counts, sizes) -> tuple[tuple[float, ...], float]:
    each = tuple(100 * c / n for c, n in zip(counts, sizes, strict=True))
    return each, 100 * sum(counts) / sum(sizes)


def _cases() -> list[Untidy]:
    rates, rate = _rates()
    washed, share = _shares(UNTIDY["WASHED"], UNTIDY["OBSERVED"])
    waits = UNTIDY["WAITS"]
    between = np.diff([day.toordinal() for day in UNTIDY["ULCER_DAYS"]])
    by_month = dict(zip(UNTIDY["INFECTION_MONTHS"], UNTIDY["INFECTIONS"], strict=True))
    units = sorted(UNTIDY["CENTRES"].items(), key=lambda unit: unit[1][1])
    of_units, of_all = _shares(*zip(*(pair for _, pair in units), strict=True))
    minutes = np.array([each for _, each in UNTIDY["visits"]()]).reshape(14, 3)
    yes = np.array([answer == "Ja" for _, answer in UNTIDY["assessed"]()])
    count = {"row": "period", "what": "count", "chances": "same"}
    measured = {"row": "period", "what": "measurement"}
    return [
        Untidy(
            "fall-östra.csv",
            "Chart of a rate (u)",
            {"row": "period", "what": "count", "chances": "change"},
            rates,
            rate,
            "Jan 2026",
            "Feb 2027",
            said=("a total or a mean of the others: rows 19, 20", "title (row 1, 2"),
        ),
        Untidy(
            "handhygien.xlsx",
            "Chart of a share (p)",
            {"row": "period", "what": "share", "again": "once"},
            washed,
            share,
            "Jan 2026",
            "Feb 2027",
            said=("two rows (3 and 4)", "a total or a mean of the others: row 19"),
        ),
        Untidy(
            "ventetid.txt",
            "Individuals chart (I)",
            measured,
            waits,
            float(np.mean([wait for wait in waits if wait is not None])),
            "week 1 2027",
            "week 16 2027",
            said=("rows 5, 9, 13, 16 (4 in all)",),
            after=("Leave out rows that cannot be read",),
        ),
        Untidy(
            "tryksår.xlsx",
            "Chart of cases or days between events (g)",
            {"row": "case", "what": "between"},
            tuple(between),
            float(np.median(between)),
            "31 Jan 2026",
            "3 Feb 2027",
            said=("as Excel stores them", "two of them came on the same day"),
        ),
        Untidy(
            "klager.xlsx",
            "Chart of counts (c)",
            count,
            UNTIDY["COMPLAINTS"],
            float(np.mean(UNTIDY["COMPLAINTS"])),
            "Jan 2026",
            "Dec 2026",
            said=("a total or a mean of the others: column 14",),
            before=("Turn the table round",),
        ),
        Untidy(
            "infektiot.xlsx",
            "Chart of counts (c)",
            count,
            tuple(by_month.get(month) for month in range(1, 16)),
            float(np.mean(UNTIDY["INFECTIONS"])),
            "Jan 2026",
            "Mar 2027",
            said=("shown as not measured: May 2026, Jan 2027",),
        ),
        Untidy(
            "liggetid.csv",
            "Individuals chart (I)",
            measured,
            UNTIDY["STAYS"],
            float(np.mean(UNTIDY["STAYS"])),
            "week 47 2026",
            "week 7 2027",
            said=("sorted, oldest first", "others: row 16"),
        ),
        Untidy(
            "terveysasemat.csv",
            "Funnel plot of shares",
            {"row": "unit", "what": "share", "again": "once"},
            of_units,
            of_all,
            "Inari",
            "Oulu Tuira",
            said=("Units have no order in time", "others: row 8"),
        ),
        Untidy(
            "besök.csv",
            "Chart of means (X̄)",
            {"row": "case", "what": "measurement"},
            tuple(minutes.mean(axis=1)),
            float(minutes.mean()),
            "week 1 2027",
            "week 14 2027",
        ),
        Untidy(
            "vurdert.xlsx",
            "Chart of a share (p)",
            {"row": "case", "what": "share"},
            tuple(100.0 * yes.reshape(13, 10).mean(axis=1)),
            100 * float(yes.mean()),
            "Jan 2026",
            "Jan 2027",
            said=("five are the least",),
        ),
        Untidy(
            "andel.xlsx",
            "Individuals chart (I)",
            {"row": "period", "what": "percentage"},
            UNTIDY["SHARES"],
            float(np.mean(UNTIDY["SHARES"])),
            "Jan 2026",
            "Jan 2027",
            said=("Nothing is written yet for Feb 2027 to Jun 2027",),
        ),
    ]


CASES = _cases()


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> Path:
    """Return a folder with the untidy files."""
    folder = tmp_path_factory.mktemp("untidy")
    for name, content in UNTIDY["FILES"].items():
        (folder / name).write_bytes(content())
    return folder


@pytest.fixture(scope="module")
def workbench(browser: Browser, lab) -> Iterator[Page]:
    """Return a page with the workbench open; opening it once is enough."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{lab.url}api/status?token={lab.token}")
    page.goto(f"{lab.url}doc/tree/Workbench.ipynb")
    page.locator(".fl-lesson[data-fourlenses=ready]").wait_for()
    yield page
    context.close()


@pytest.fixture
def card(workbench: Page) -> Locator:
    """Return the card of the workbench, ready without a click."""
    card = workbench.locator("[data-fourlenses='workbench']")
    card.wait_for()
    return card


def bring(card: Locator, path: Path, answers: dict[str, str], presses=()) -> None:
    """Bring a file, press what it asks for, and answer the questions."""
    card.get_by_label("A CSV or Excel file").set_input_files(path)
    card.get_by_text(re.compile(rf"^{re.escape(path.name)}: ")).wait_for()
    for name in presses:
        card.get_by_role("button", name=name).click()
        card.get_by_text("The table has been turned round").wait_for()
    for question, answer in answers.items():
        option = card.locator(f"input[data-key='{question}-{answer}']")
        option.check()
        expect(option).to_be_checked()


def table_of(card: Locator) -> tuple[list[str], list[list[str]]]:
    """Read the chart's twin: its headings, and the cells of each row."""
    twin = card.locator(".fl-figure .fl-twin")
    if twin.get_attribute("open") is None:
        twin.locator("summary").click()
    heads = twin.locator("thead th").all_inner_texts()
    rows = twin.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
    )
    # The last row may be about what is not on the chart.
    return heads, [row for row in rows if row[0] != "Left out"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_untidy_file_becomes_the_right_chart(
    card, workbench, files, case, take_screenshot
):
    """Each figure and the middle line, as worked out by hand; what was left out."""
    bring(card, files / case.name, case.answers, case.before)
    for name in case.after:
        card.get_by_role("button", name=name).click()
    expect(card.locator(".fl-sim-heading", has_text=case.kind)).to_be_visible()

    heads, rows = table_of(card)

    assert (rows[0][0], rows[-1][0]) == (case.first, case.last)
    shown = [None if r[1] == "not measured" else float(r[1].rstrip(" %")) for r in rows]
    assert len(shown) == len(case.values)
    for at, (value, expected) in enumerate(zip(shown, case.values, strict=True)):
        if expected is None:
            assert value is None, rows[at]
        else:
            # Shown with two decimals, or three figures.
            assert value == pytest.approx(expected, abs=0.006, rel=0.002), rows[at]
    (middle,) = {"Mean", "Median", "Middle line", "All together"} & set(heads)
    centre = float(rows[0][heads.index(middle)].rstrip(" %"))
    assert centre == pytest.approx(case.centre, abs=0.006, rel=0.002)
    text = card.inner_text()
    for sentence in case.said:
        assert sentence in text
    take_screenshot(workbench, f"untidy-{case.name.split('.')[0]}")


@pytest.fixture
def take_screenshot() -> Callable[[Page, str], None]:
    """Return a function that keeps a picture, if FOURLENSES_SCREENSHOTS says where."""
    folder = os.environ.get("FOURLENSES_SCREENSHOTS")

    def take(page: Page, name: str) -> None:
        if folder:
            card = page.locator("[data-fourlenses='workbench']")
            card.screenshot(path=Path(folder) / f"{name}.png")

    return take


def test_a_note_in_a_cell_is_named_with_row_and_column(card, files):
    """One plain sentence, before anything is left out."""
    bring(card, files / "ventetid.txt", {"row": "period", "what": "measurement"})

    sentence = "Row 5 has “syk” in the column “Ventetid (min)”"
    expect(card.locator(".fl-sim-wrong", has_text=sentence)).to_be_visible()
    expect(card.locator(".fl-figure")).to_have_count(0)


def test_the_change_is_marked_and_all_is_taken_along(
    card, workbench, files, tmp_path, workspace
):
    """Point pressed, lines frozen before it; PNG, SVG, table and code that runs."""
    answers = {"row": "period", "what": "share", "again": "once"}
    bring(card, files / "handhygien.xlsx", answers)
    card.locator(".point[data-period='9'] .fl-hit").click()
    expect(card.get_by_label("The point")).to_have_value("9")
    card.get_by_label("What happened, or why").fill("Ny rutin: sprit vid sängen")
    card.get_by_role("button", name="Freeze the lines before it").click()
    for mark in ("The lines come", "Sep 2026: Ny"):
        label = re.compile(f"^Remove this mark: {mark}")
        card.get_by_role("button", name=label).wait_for()
    share = 100 * sum(UNTIDY["WASHED"][:8]) / sum(UNTIDY["OBSERVED"][:8])
    heads, rows = table_of(card)
    assert float(rows[-1][heads.index("Mean")].rstrip(" %")) == pytest.approx(
        share, abs=0.006
    )

    taken = {}
    for label, name in (
        ("Save the chart (PNG)", "chart.png"),
        ("Save the chart (SVG)", "chart.svg"),
        ("Save the table (CSV)", "chart.csv"),
        ("Save the Python code", "chart.py"),
    ):
        with workbench.expect_download() as download:
            card.get_by_role("button", name=label).click()
        taken[name] = tmp_path / name
        download.value.save_as(taken[name])
    assert taken["chart.png"].read_bytes().startswith(b"\x89PNG")
    assert "Ny rutin" in taken["chart.svg"].read_text("utf-8")
    assert "Observationer, Rätt" in taken["chart.csv"].read_text("utf-8-sig")
    ran = subprocess.run(
        [sys.executable, "chart.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    centres = {float(line.split("\t")[3]) for line in ran.stdout.splitlines()}
    assert sorted(centres) == pytest.approx([share])

    assert not (workspace / "answers" / "workbench.json").exists()
    card.get_by_role("button", name="Keep this chart").click()
    expect(card.get_by_text(re.compile(r"^Saved \d\d:\d\d$"))).to_be_visible()
    kept = json.loads((workspace / "answers" / "workbench.json").read_text("utf-8"))
    assert "ny rutin" not in json.dumps(kept, ensure_ascii=False)


def test_axe_finds_nothing_and_nothing_is_fetched_from_outside(card, workbench):
    """With a chart on the page; the figures stay on this machine."""
    nothing_for_axe(workbench, "[data-fourlenses='workbench']")
    addresses = workbench.evaluate(
        "performance.getEntriesByType('resource').map(entry => entry.name)"
    )
    assert addresses
    near = r"(https?://127\.0\.0\.1|data:|blob:)"
    assert [each for each in addresses if not re.match(near, each)] == []


def test_a_chart_kept_is_there_after_a_reload(card, workbench, files):
    """It is opened with one press, and the file is not needed."""
    bring(card, files / "liggetid.csv", {"row": "period", "what": "measurement"})
    card.get_by_role("button", name="Keep this chart").click()
    card.get_by_role("button", name="Open: Liggetid (dage)").wait_for()
    workbench.reload()
    workbench.locator(".fl-lesson[data-fourlenses=ready]").wait_for()

    card.get_by_role("button", name="Open: Liggetid (dage)").click()
    card.get_by_text("as you kept it").wait_for()

    _, rows = table_of(card)
    assert [float(row[1]) for row in rows] == list(UNTIDY["STAYS"])


def test_the_start_page_leads_to_the_workbench(page, open_lesson):
    """Beside the lessons."""
    open_lesson("Start.ipynb")

    page.get_by_role("link", name="Open The workbench").click()

    page.locator("[data-fourlenses='workbench']").wait_for()
