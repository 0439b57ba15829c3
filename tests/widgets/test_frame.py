"""What every exercise does in the browser: saved-mark, check, hints, reset."""

import re
from pathlib import Path

import pytest

import course.widgets
from course.charts import Chart, draw_svg
from course.tasks import AnswerFolder
from course.widgets import ExerciseView

pytestmark = pytest.mark.browser

KINDS = (
    "classify",
    "mark-points",
    "order",
    "numbers",
    "matrix",
    "prediction",
    "free-text",
)
WIDGETS = Path(course.widgets.__file__).parent
RIGHT = {"roof": "special", "usual": "common", "night": "special"}


def test_no_two_sheets_style_the_same_thing():
    """In JupyterLab the sheets of all widgets lie on one page, in any order."""
    styled_by = {}
    for sheet in WIDGETS.rglob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        for name in set(re.findall(r"^\.fourlenses \.([\w-]+) \{", rules, re.M)):
            styled_by.setdefault(name, []).append(sheet.name)

    assert {name: by for name, by in styled_by.items() if len(by) > 1} == {}


def test_a_long_title_ends_before_the_edge_of_its_chart(page):
    """Its letters are bold, and so wider than those of the words around it."""
    title = "Chart A: days from application to decision, average, assessment unit"
    for length in range(30, len(title)):
        chart = Chart(id="long", title=title[:length], values=(3, 5))
        page.set_content(f'<div style="width: 720px">{draw_svg(chart)}</div>')
        edges = page.locator(".fl-title").evaluate_all(
            "lines => lines.map(one => one.getBBox()).map(box => box.x + box.width)"
        )
        assert max(edges) <= 720, title[:length]


@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_the_page_never_scrolls_sideways(
    build, open_view, kind, width
):
    """On a phone and on a desk; with everything that can be open, open."""
    opened = open_view(build(kind), width)
    opened.page.get_by_role("button", name="Hint 1 of 2").click()
    if kind != "free-text":
        opened.page.get_by_role("button", name="Check").click()
    opened.page.get_by_role("button", name="Reset").click()
    for summary in opened.page.locator("summary").all():
        summary.click()

    assert not opened.violations()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.picture(f"{kind}-{width}")


@pytest.mark.parametrize("kind", KINDS)
def test_targets_are_large_and_words_can_be_read(build, open_view, kind):
    """24 px at least to press, 14 px at least to read (charts scale by themselves)."""
    opened = open_view(build(kind), 320)

    small = opened.page.evaluate(
        """() => [...document.querySelectorAll(
             '.fourlenses :is(button, summary, label, input[type="text"], textarea)')]
           .filter(e => e.checkVisibility())
           .map(e => [e.textContent, e.getBoundingClientRect()])
           .filter(([, box]) => box.width < 24 || box.height < 24)
           .map(([text]) => text)"""
    )
    tiny = opened.page.evaluate(
        """() => [...document.querySelectorAll('.fourlenses *:not(svg, svg *)')]
           .filter(e => e.textContent.trim() || e.matches('[type="text"], textarea'))
           .filter(e => parseFloat(getComputedStyle(e).fontSize) < 14)
           .map(e => e.textContent)"""
    )

    assert small == []
    assert tiny == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_focused_is_outlined(build, open_view, kind):
    """Wherever Tab goes one can see where one is."""
    opened = open_view(build(kind))
    unseen = []
    for _ in range(25):
        opened.press("Tab")
        seen = opened.page.evaluate(
            """() => {
              const held = document.activeElement;
              if (held === document.body) return true;
              const looks = [held, ...held.querySelectorAll('*')].map(getComputedStyle);
              return looks.some((style) =>
                (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2)
                || (style.stroke !== 'none' && parseFloat(style.strokeWidth) >= 3));
            }"""
        )
        if not seen:
            unseen.append(opened.focused())

    assert unseen == []


@pytest.mark.parametrize("kind", KINDS)
def test_jupyters_one_letter_commands_stay_out(build, open_view, kind):
    """Each focused element itself says so: that is where JupyterLab looks first."""
    opened = open_view(build(kind))
    assert opened.root.get_attribute("data-fourlenses") == f"{kind}-sample"

    unprotected = []
    for _ in range(20):
        opened.press("Tab")
        if opened.page.evaluate(
            """() => {
              const held = document.activeElement;
              return Boolean(held.closest(".fourlenses"))
                && !held.hasAttribute("data-lm-suppress-shortcuts");
            }"""
        ):
            unprotected.append(opened.focused())

    assert unprotected == []


def test_each_state_has_its_word_and_its_shape(build, open_view):
    """Not attempted, attempted and right are never told by colour alone."""
    opened = open_view(build("classify"))
    state = opened.page.locator(".fl-foot .fl-state")

    def told():
        return state.inner_text(), state.locator("svg").inner_html()

    looks = [told()]
    opened.page.locator("input[value=special]").first.check()
    looks.append(told())
    opened.page.locator("input[value=common]").nth(1).check()
    opened.page.locator("input[value=special]").nth(2).check()
    opened.page.get_by_role("button", name="Check").click()
    looks.append(told())

    assert [word for word, _ in looks] == ["Not attempted", "Attempted", "Right"]
    assert len({shape for _, shape in looks}) == 3
    opened.picture("classify-right")


def test_a_save_is_told_to_the_page(build, open_view):
    """The lesson's head and the toolbar listen for it."""
    opened = open_view(build("classify"))
    opened.page.evaluate(
        "window.addEventListener('fourlenses:saved', e => (window.heard = e.detail))"
    )

    opened.page.get_by_label("Nothing yet").first.check()

    mark = opened.page.locator(".fl-saved")
    assert re.fullmatch(r"Saved \d\d:\d\d", mark.inner_text())
    assert mark.get_attribute("role") == "status"
    assert opened.page.evaluate("window.heard.ok") is True


def test_a_failed_save_is_loud_and_the_answer_stays(sample, tmp_path, open_view):
    """And when the way is clear, one press saves it."""
    (tmp_path / "answers").write_text("in the way")
    task, case = sample("classify")
    folder = AnswerFolder(tmp_path / "answers", "amira", "demo")
    opened = open_view(ExerciseView(task, case, folder))

    opened.page.get_by_label("Nothing yet").first.check()

    alarm = opened.page.get_by_role("alert")
    assert alarm.inner_text().startswith("Not saved: ")
    assert opened.page.get_by_label("Nothing yet").first.is_checked()
    assert not opened.violations()
    opened.picture("not-saved")

    (tmp_path / "answers").unlink()
    opened.page.get_by_role("button", name="Try to save again").click()
    assert alarm.inner_text() == ""
    assert folder.load(task.name).answer == {"roof": "nothing"}


def test_a_kernel_that_does_not_answer_is_told(build, open_view):
    """Silence must not look like "Saved"."""
    opened = open_view(build("classify"))
    opened.page.clock.install()
    opened.cut_off = True

    opened.page.get_by_label("Nothing yet").first.check()
    assert opened.page.locator(".fl-saved").inner_text() == "Saving …"
    opened.page.clock.run_for(11_000)

    assert "does not answer" in opened.page.get_by_role("alert").inner_text()
    assert opened.page.locator(".fl-saved").inner_text() == "Not saved"


@pytest.mark.parametrize(
    ("button", "roof"),
    [("Keep what I see here", "special"), ("Show the other one", "nothing")],
)
def test_two_windows_and_the_learner_chooses(build, open_view, folder, button, roof):
    """Both answers exist until somebody chooses."""
    opened = open_view(build("classify"))
    build("classify").set_state({"answer": {"roof": "nothing"}})

    opened.page.get_by_label("Find out what happened").first.check()
    assert "another window" in opened.page.get_by_role("alert").inner_text()
    assert not opened.violations()
    opened.picture("two-windows")
    opened.page.get_by_role("button", name=button).click()

    chosen = opened.page.locator("fieldset").first.locator("input:checked")
    assert chosen.get_attribute("value") == roof
    assert folder.load("classify-sample").answer == {"roof": roof}


def test_a_newer_editions_answer_closes_the_form(build, folder, open_view):
    """The sentence is there, the form cannot be used."""
    folder.folder.mkdir()
    folder.path("classify-sample").write_text('{"format": 99}')
    opened = open_view(build("classify"))

    assert "newer edition" in opened.page.get_by_role("alert").inner_text()
    assert opened.page.locator(".fl-form").evaluate("form => form.inert")
    assert opened.page.get_by_role("button", name="Check").is_disabled()


def test_reset_asks_once_by_keyboard(build, open_view, folder):
    """The focus goes to the harmless answer, and back again."""
    build("classify").set_state({"answer": RIGHT})
    opened = open_view(build("classify"))

    opened.tab_to("Reset")
    opened.press("Enter")
    assert opened.focused() == "Keep my answer"
    opened.press("Escape")
    assert opened.focused() == "Reset"
    assert folder.load("classify-sample").answer == RIGHT

    opened.press("Enter", "Tab", "Enter")
    assert folder.load("classify-sample").answer is None
    assert opened.page.locator("input:checked").count() == 0
    assert opened.page.locator(".fl-foot .fl-state").inner_text() == "Not attempted"


def test_hints_open_one_at_a_time_and_the_button_keeps_the_focus(build, open_view):
    """A button that vanished would throw a keyboard user to the top of the page."""
    opened = open_view(build("classify"))
    opened.tab_to("Hint 1 of 2")

    opened.press("Enter")
    assert opened.focused() == "Hint 2 of 2"
    opened.press("Enter", "Enter")

    assert opened.focused() == "No more hints"
    assert opened.page.locator(".fl-hints li").all_inner_texts() == [
        "Look at the middle line first.",
        "Count in a row.",
    ]


def test_practice_says_of_each_item_whether_it_is_right(build, open_view):
    """In words, beside the item."""
    build("classify").set_state({"answer": RIGHT | {"usual": "nothing"}})
    opened = open_view(build("classify"))

    opened.page.get_by_role("button", name="Check").click()

    marks = opened.page.locator("fieldset .fl-mark").all_inner_texts()
    assert marks == ["Right", "Look again", "Right"]
    opened.picture("classify-checked")


def test_what_learners_wrote_is_never_taken_for_html(build, open_view):
    """It comes back as text, whatever it is."""
    hostile = "<img src=x onerror='window.broken = 1'>"
    build("numbers").set_state({"answer": {"median": hostile}})
    opened = open_view(build("numbers"))
    opened.page.get_by_role("button", name="Check").click()

    assert hostile in opened.page.locator(".fl-report").inner_text()
    assert opened.page.evaluate("window.broken") is None
    assert opened.page.locator("img").count() == 0


def test_what_was_typed_is_saved_when_the_page_goes(build, open_view, folder):
    """Also when nobody left the field and no time passed."""
    opened = open_view(build("numbers"))
    opened.page.get_by_label("What is the median?").press_sequentially("4")

    opened.page.evaluate("window.dispatchEvent(new Event('pagehide'))")

    assert folder.load("numbers-sample").answer == {"median": "4"}


def test_a_closed_view_listens_no_more(build, open_view):
    """Closing a lesson must leave nothing behind that hears of its answers."""
    opened = open_view(build("classify"))

    opened.page.evaluate("window.close_view()")

    assert opened.page.evaluate("window.model.listeners") == 0


def test_two_views_of_one_exercise_show_the_same(build, open_view):
    """Lab can show an output twice."""
    opened = open_view(build("numbers"))
    opened.page.evaluate(
        """given => window.show(given)""",
        {
            "script": opened.view._esm.replace(
                "export default { render: exercise(drawForm) };",
                """export default { render: ({ el }) =>
                     exercise(drawForm)({ model: window.first, el }) };""",
            ),
            "style": "",
            "state": opened.page.evaluate("window.first = window.model, {}"),
        },
    )
    first, second = opened.page.locator(".fourlenses").all()

    first.get_by_label("What is the median?").fill("4")
    first.get_by_label("What is the median?").blur()

    assert second.get_by_label("What is the median?").input_value() == "4"
    ids = opened.page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
    assert not opened.violations()
