"""The right answer to an exercise of each kind, given by mouse.

Each takes the page, the exercise's card, the case and the right answer, and returns the
answer as it should lie on the disk.
"""

from playwright.sync_api import expect
from project_by_hand import project

from course.exercises.peers.review import LEVELS
from course.simulations.testing.pdsa_ramp import CHANGES


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
    """Tick what holds, or that nothing does; row after row, however they are laid."""
    boxes = card.locator(".fl-form input[type=checkbox]")
    columns = len(case.options) + 1
    for number, item in enumerate(case.items):
        for place, option in enumerate(case.options):
            if option.id in truth[item.id]:
                boxes.nth(number * columns + place).check()
        if not truth[item.id]:
            boxes.nth(number * columns + columns - 1).check()
    return {
        item.id: [o.id for o in case.options if o.id in truth[item.id]]
        for item in case.items
    }


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


def tree(page, card, case, truth):
    """Hang each card on another, on the aim or nowhere."""
    lists = card.locator(".fl-tree-row select")
    for number, item in enumerate(case.items):
        lists.nth(number).select_option(truth[item.id])
    return truth


def aim(page, card, case, truth):
    """Choose what can be chosen, type the rest."""
    rows = card.locator(".fl-aim .fl-row")
    for number, item in enumerate(case.items):
        field = rows.nth(number).locator("select, input")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(truth[item.id])
        else:
            field.click()
            page.keyboard.type(truth[item.id])
    page.keyboard.press("Tab")
    return truth


def conclude(page, card, case, truth):
    """Type the numbers, choose the verdict."""
    inputs = card.locator("input[type=text]")
    numbers = [item.id for item in case.items if item.id != "verdict"]
    for number, item in enumerate(numbers):
        inputs.nth(number).click()
        page.keyboard.type(truth[item])
    page.keyboard.press("Tab")
    option = next(o for o in case.options if o.id == truth["verdict"])
    card.get_by_text(option.text, exact=True).click()
    return truth


def heard(card):
    """Wait until Python has heard what was done last, and the scene is drawn anew."""
    # A field that is left speaks a moment later.
    card.page.evaluate("() => new Promise((done) => setTimeout(done))")
    expect(card.locator(".fl-saved")).not_to_have_text("Saving …")


def conversation(page, card, case, truth):
    """Say what leads furthest, turn by turn."""
    stage = card.locator(".fl-sim-stage")
    for turn, place in enumerate(truth["moves"], start=1):
        expect(stage.get_by_text(f"Turn {turn}", exact=True)).to_be_visible()
        stage.locator(".fl-buttons button").nth(place - 1).click()
    return truth


def ramp(page, card, case, truth):
    """Try each change on two patients everywhere; then decide what is right."""
    stage = card.locator(".fl-sim-stage")
    for change in CHANGES:
        stage.locator("[data-key=changes]").select_option(change)
        heard(card)
        stage.locator("[data-key=where]").select_option("everywhere")
        heard(card)
        for key, value in (("patients", "2"), ("prediction", "60")):
            field = stage.locator(f"[data-key={key}]")
            field.fill(value)
            field.press("Tab")
            heard(card)
        stage.locator("[data-key=run]").click()
        stage.locator("[data-key=act-widen]").click()
    stage.locator("[data-key=decide]").click()
    for change, item in zip(CHANGES, case.items, strict=True):
        place = truth["decisions"][item.id]
        stage.locator(f"[data-key=decision-{change}-{place}]").click()
        heard(card)
    stage.locator("[data-key=implement]").click()
    return {"round": 0, "decisions": truth["decisions"]}


def reviews(page, card, case, truth):
    """Open each project that was dealt, rate it, and write."""
    stage = card.locator(".fl-sim-stage")
    for cover in truth["dealt"]:
        stage.locator(f"[data-key=open-{cover}]").click()
        expect(stage.locator(f"[data-key=open-{cover}].fl-primary")).to_be_visible()
        given = truth["reviews"][cover]
        groups = stage.locator("fieldset")
        for place, level in enumerate(given["ratings"].values()):
            groups.nth(place).locator("input").nth(LEVELS.index(level)).check()
            heard(card)
        for place, text in enumerate(given["texts"].values()):
            stage.locator("textarea").nth(place).fill(text)
            page.keyboard.press("Tab")
            heard(card)
    return truth


BY_MOUSE = {
    "classify": classify,
    "mark-points": mark_points,
    "order": order,
    "numbers": numbers,
    "matrix": matrix,
    "prediction": prediction,
    "free-text": free_text,
    "select": select,
    "tree": tree,
    "aim": aim,
    "conclude": conclude,
    "conversation": conversation,
    "ramp": ramp,
    "project": project,
    "reviews": reviews,
}
