"""The right answer to an exercise of each kind, given by mouse.

Each takes the page, the exercise's card, the case and the right answer, and returns the
answer as it should lie on the disk.
"""

from playwright.sync_api import expect


def classify(page, card, case, truth):
    """Click the right option of each item."""
    for item in case.items:
        group = card.get_by_role("group", name=item.text, exact=True)
        option = next(o for o in case.options if o.id == truth[item.id])
        group.get_by_text(option.text, exact=True).click()
    return truth


def mark_points(page, card, case, truth):
    """Click the signals, or that there are none."""
    for number, item in enumerate(case.items):
        chart = card.locator("fieldset").nth(number)
        for period in truth[item.id]:
            chart.locator(f".point[data-period='{period}']").click()
        if not truth[item.id]:
            chart.locator("label.fl-none").click()
    return {item.id: sorted(truth[item.id]) for item in case.items}


def order(page, card, case, truth):
    """Drag the last card to the top, then press the buttons."""
    cards = card.locator("li.fl-movable")
    cards.last.locator(".fl-handle").drag_to(cards.first.locator(".fl-handle"))
    moved = [item.id for item in case.items]
    moved.insert(0, moved.pop())
    texts = {item.id: item.text for item in case.items}
    expect(cards.first).to_contain_text(texts[moved[0]])
    for place, wanted in enumerate(truth):
        while moved.index(wanted) > place:
            at = moved.index(wanted)
            cards.nth(at).locator("button").first.click()
            moved[at - 1], moved[at] = moved[at], moved[at - 1]
    return truth


def numbers(page, card, case, truth):
    """Click each box and type."""
    typed = {}
    for number, item in enumerate(case.items):
        typed[item.id] = f"{truth[item.id]:.6g}".replace(".", ",")
        card.locator("input[type=text]").nth(number).click()
        page.keyboard.type(typed[item.id])
    page.keyboard.press("Tab")
    return typed


def matrix(page, card, case, truth):
    """Tick what holds, or that nothing does."""
    for number, item in enumerate(case.items):
        row = card.locator("fieldset").nth(number)
        boxes = row.locator("input[type=checkbox]")
        for place, option in enumerate(case.options):
            if option.id in truth[item.id]:
                boxes.nth(place).check()
        if not truth[item.id]:
            boxes.last.check()
    return truth


def prediction(page, card, case, truth):
    """Type a number for each claim."""
    given = {}
    for number, item in enumerate(case.items):
        given[item.id] = round(truth[item.id])
        card.locator("input[inputmode]").nth(number).click()
        page.keyboard.type(str(given[item.id]))
    page.keyboard.press("Tab")
    return given


def free_text(page, card, case, truth):
    """Write in each box."""
    written = {}
    for number, item in enumerate(case.items):
        written[item.id] = f"Waits at the lung ward, <b>{number}</b>.\nEvery Monday."
        card.locator("textarea").nth(number).click()
        page.keyboard.type(written[item.id])
    page.keyboard.press("Tab")
    return written


def select(page, card, case, truth):
    """Tick what is meant, or that nothing is."""
    boxes = card.locator("input[type=checkbox]")
    for number, item in enumerate(case.items):
        if item.id in truth:
            boxes.nth(number).check()
    if not truth:
        boxes.last.check()
    return [item.id for item in case.items if item.id in truth]


BY_MOUSE = {
    "classify": classify,
    "mark-points": mark_points,
    "order": order,
    "numbers": numbers,
    "matrix": matrix,
    "prediction": prediction,
    "free-text": free_text,
    "select": select,
}
