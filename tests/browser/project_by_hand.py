"""A whole project worked by hand: figures brought, pages filled in, a poster taken."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import numpy as np
from playwright.sync_api import Locator, Page, expect

from course.exercises.project.example import draw_example
from course.exercises.project.parts import PARTS, Field, Part
from course.tasks import Answer, Case

# What points to something else is chosen once that is there.
ORDER = (
    ("start", ("suitability", "agreement")),
    ("charter", ("charter",)),
    ("people", ("people", "patients")),
    ("measures", ("measures",)),
    ("aim", ("aim",)),
    ("theory", ("drivers",)),
    ("tests", ("tests",)),
    ("lenses", ("lenses",)),
    ("coaching", ("coaching", "coach")),
    ("holding", ("holding",)),
    ("conclusion", ("conclusion",)),
)


def project(page: Page, card: Locator, case: Case, truth: Answer) -> Any:
    """Work a project that begins next week, so that its tests are still to come."""
    today = date.today()
    monday = today + timedelta(days=7 - today.weekday())
    answer = draw_example(np.random.default_rng(5), "home", begins=monday)
    bring_charts(page, answer)
    card.scroll_into_view_if_needed()
    for name, parts in ORDER:
        open_page(card, name)
        for part in parts:
            fill_part(card, PARTS[part], answer["parts"][part])
    open_page(card, "data")
    for measure, chart in answer["charts"].items():
        chosen = card.locator(f"[data-key='chart.{measure}']")
        chosen.select_option(chart["name"])
        expect(card.locator(f"[data-key='chart-{measure}']")).to_be_attached()
    open_page(card, "papers")
    expect(card.get_by_text("Nothing is missing here")).to_be_visible()
    take_poster(page, card)
    for test in answer["parts"]["tests"]:
        test["locked"] = today.isoformat()
    return {"kind": "project", "parts": answer["parts"]}


def open_page(card: Locator, name: str) -> None:
    """Press the button of a page, and wait until it is there."""
    button = card.locator(f"[data-key='page-{name}']")
    button.click()
    expect(card.locator(f"[data-key='page-{name}'].fl-primary")).to_be_visible()


def bring_charts(page: Page, answer: Answer) -> None:
    """Bring each measure as a file to the workbench, and keep its chart."""
    bench = page.locator("[data-fourlenses='workbench']").first
    bench.scroll_into_view_if_needed()
    for number, chart in enumerate(answer["charts"].values(), start=1):
        series = chart["single"]
        rows = zip(series["labels"], series["values"], strict=True)
        lines = [
            f"Week;{chart['name']}",
            *(f"{week};{value:g}" for week, value in rows),
        ]
        content = "\n".join(lines).encode()
        bench.locator("[data-key='file']").set_input_files(
            {"name": f"{number}.csv", "mimeType": "text/csv", "buffer": content}
        )
        # Before that, the questions about the last file stand there, answered.
        opened = bench.locator(".fl-sim-heading", has_text=f"{number}.csv")
        expect(opened).to_be_visible()
        for key in ("row-period", "what-measurement"):
            radio = bench.locator(f"[data-key='{key}']")
            radio.click()
            expect(radio).to_be_checked()
        bench.locator("[data-key='keep']").click()
        expect(bench.locator(f"[data-key='open-kept-{number - 1}']")).to_be_visible()


def fill_part(card: Locator, part: Part, written: Any) -> None:
    """Fill in a page, or each entry of a log; a test is locked on the way."""
    if not part.most:
        for field in part.fields:
            fill(card, f"{part.name}.{field.name}", field, written[field.name])
        return
    for entry in written:
        card.locator(f"[data-key='add-{part.name}']").click()
        where = f"{part.name}.{entry['id']}"
        expect(card.locator(f"[data-key^='{where}.']").first).to_be_visible()
        for after in (False, True) if part.locks else (False,):
            for field in part.fields:
                if field.after == after:
                    fill(card, f"{where}.{field.name}", field, entry[field.name])
            if part.locks and not after:
                card.locator("[data-key='lock']").click()
                expect(card.get_by_text(re.compile("^Locked on"))).to_be_visible()


def fill(card: Locator, key: str, field: Field, value: str) -> None:
    """Choose or type, and leave the field; wait until it is what is shown."""
    if not value:
        return
    if field.kind == "choice":
        radio = card.locator(f"[data-key='{key}-{value}']")
        radio.click()
        expect(radio).to_be_checked()
        return
    place = card.locator(f"[data-key='{key}']")
    if field.kind in ("line", "text", "day", "figure"):
        place.fill(value)
        place.press("Tab")
    else:
        place.select_option(value)
    expect(place).to_have_value(value)


def take_poster(page: Page, card: Locator) -> None:
    """Take the poster along, as a PDF of one page."""
    with page.expect_download() as taken:
        card.locator("[data-key='take-poster-a4-pdf']").click()
    assert taken.value.suggested_filename == "poster-a4.pdf"
    assert taken.value.path().read_bytes().startswith(b"%PDF-")
