"""The static review: any answer, in words and pictures, harmless."""

import re
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.tasks import Key, Mark, MarkPoints, Table
from course.tasks.answers import Saved
from course.tasks.judging import Judged
from course.widgets.review import review, review_bundle, review_text

KINDS = (
    "classify",
    "mark-points",
    "order",
    "numbers",
    "matrix",
    "select",
    "prediction",
    "free-text",
)
RIGHT = {
    "classify": {"roof": "special", "usual": "common", "night": "special"},
    "mark-points": {"east": list(range(13, 25)), "west": []},
    "order": ["leave", "move", "centre", "chase"],
    "numbers": {"median": "4,0", "run": "5 points", "crossings": "9"},
    "matrix": {"east": ["run", "crossings"], "west": [], "home": ["trend"]},
    "select": ["purpose", "companion"],
    "prediction": {"same": 15, "above": 45},
    "free-text": {"measure": "Falls", "plan": "Ask"},
}
WRONG = {
    "classify": {"roof": "nothing"},
    "mark-points": {"east": [3]},
    "order": ["chase", "centre", "move", "leave"],
    "numbers": {"median": "40"},
    "matrix": {"west": ["run"]},
    "select": ["slides"],
    "prediction": {"same": 99},
}
HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(1)>"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@pytest.fixture
def reviewed(sample):
    """Return a function that reviews an answer, as HTML and as text."""

    def both(kind, answer, key=None, show_truth=False, **about):
        task, case = sample(kind, **about)
        mark = task.mark(case, answer, key)
        about = (task, case, answer, mark, key, show_truth)
        return review(*about), review_text(*about)

    return both


def words_of(html):
    """Give the text of a review, without its style and its pictures."""
    html = re.sub(r"<(style|svg|details)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


def shapes_in(html, state):
    """Count the points drawn in a state."""
    paths = re.findall(rf'<g class="{state}"><path class="[^"]*" d="([^"]*)"', html)
    return sum(path.count("M") for path in paths)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("classify", ["Find out what happened", "Change how we work every week"]),
        ("mark-points", ["Week 13, 14, 15", "No signal here"]),
        ("order", ["Place 1", "Leave the funnel alone"]),
        ("numbers", ["4,0", "5 points", "9"]),
        ("matrix", ["A long run; Few crossings", "None of these", "A trend"]),
        ("prediction", ["15 %", "45 %"]),
        ("free-text", ["Falls", "Ask"]),
    ],
)
def test_each_kind_is_told_in_words(reviewed, kind, said):
    """What was answered, item by item, in HTML and in plain text."""
    html, text = reviewed(kind, RIGHT[kind])

    for words in said:
        assert words in words_of(html)
        assert words in text


@pytest.mark.parametrize("kind", KINDS)
def test_a_blank_answer_is_told_as_blank(reviewed, kind):
    """One line an item, and none is right or wrong."""
    html, text = reviewed(kind, None)

    assert words_of(html).count("Not answered.") == text.count("Not answered.") >= 2
    assert "Look again" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_breaks_a_review(sample, kind):
    """Whatever lies in an answer file, the teacher gets a page."""
    task, case = sample(kind)
    ids = st.sampled_from([item.id for item in case.items])
    near_misses = st.dictionaries(ids, json_values) | st.lists(ids)

    @given(json_values | near_misses)
    @settings(max_examples=40)
    def holds(answer):
        mark = task.mark(case, answer)
        assert review(task, case, answer, mark).endswith("</div>")
        assert review_text(task, case, answer, mark)

    holds()


@pytest.mark.parametrize("kind", ["numbers", "free-text"])
def test_what_learners_wrote_runs_nothing(reviewed, kind):
    """Script comes out as text."""
    item = "median" if kind == "numbers" else "measure"

    html, text = reviewed(kind, {item: HOSTILE})

    assert HOSTILE not in html
    assert "<script" not in html and "<img" not in html
    assert "&lt;script&gt;" in html
    assert HOSTILE in text


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_comes_from_elsewhere_and_nothing_runs(reviewed, kind):
    """Feedback can be opened without a network."""
    html, _ = reviewed(kind, RIGHT[kind])

    assert not re.search(r"<(script|iframe|img|link|object)\b", html)
    assert not re.search(r"(src|href|url)\s*[=(]", html)


def test_marks_stand_in_the_picture(reviewed):
    """And those of the truth only when it may be shown."""
    html, _ = reviewed("mark-points", {"east": [3, 4]})
    assert shapes_in(html, "marked") == 2
    assert shapes_in(html, "signal") == 0

    html, _ = reviewed("mark-points", {"east": [3, 4]}, show_truth=True)
    assert shapes_in(html, "marked") == 2
    assert shapes_in(html, "signal") == 12


def test_right_and_not_yet_right_are_words(reviewed):
    """With a shape before them, and no colour needed."""
    html, text = reviewed("classify", RIGHT["classify"] | {"usual": "nothing"})

    assert words_of(html).count("✓ Right") == text.count("  Right") == 2
    assert words_of(html).count("○ Look again") == text.count("  Look again") == 1


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "free-text"])
def test_the_truth_is_told_only_when_it_may_be(reviewed, kind):
    """Else the next learner has it from this one."""
    wrong = WRONG[kind]
    closed, open_ = reviewed(kind, wrong), reviewed(kind, wrong, show_truth=True)

    assert "Right would be:" not in "".join(closed)
    assert all("Right would be:" in one for one in open_)
    assert "Right would be:" not in "".join(
        reviewed(kind, RIGHT[kind], show_truth=True)
    )


def test_an_option_is_explained_when_it_was_right_or_may_be_shown(reviewed):
    """The explanation of another would give the key away."""
    key = Key(
        truth=RIGHT["classify"],
        why={
            "roof": "It has a cause of its own.",
            "usual": "It is what the ward does.",
        },
    )
    answer = RIGHT["classify"] | {"usual": "nothing"}

    html, text = reviewed("classify", answer, key, needs_key=True)
    for told in (html, text):
        assert "It has a cause of its own." in told
        assert "It is what the ward does." not in told

    html, text = reviewed("classify", answer, key, True, needs_key=True)
    assert "It is what the ward does." in html and "It is what the ward does." in text


def test_the_words_of_the_mark_are_told(reviewed):
    """They help; that is what feedback is for."""
    html, text = reviewed("numbers", {"median": "four"})

    assert "is not a number" in html and "is not a number" in text


def test_pictures_of_one_page_have_names_of_their_own(sample):
    """Two tasks may show the same figures; ids may not be there twice."""
    ids = []
    for kind in ("mark-points", "numbers"):
        task, case = sample(kind)
        html = review(task, case, RIGHT[kind], task.mark(case, RIGHT[kind]))
        for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
            ids += [
                each.get("id")
                for each in ElementTree.fromstring(svg).iter()
                if each.get("id")
            ]

    assert len(ids) == len(set(ids)) > 0


def test_a_mark_that_is_not_on_the_chart_is_not_told(sample):
    """Whatever a kind of task lets pass, a review does not break on it."""

    class Lenient(MarkPoints):
        def complaint(self, case, answer):
            return ""

    task, case = sample("mark-points")
    task = replace(task, kind=Lenient())
    about = (task, case, {"east": [0, 3, 99], "west": [99]}, Mark(0.0, True))
    html, text = review(*about), review_text(*about)

    assert "Week 3" in text and "99" not in text
    assert "No signal here" in text
    assert shapes_in(html, "marked") == 1


def test_each_picture_has_its_twin(reviewed):
    """A table with a caption and headers, and every measurement in it."""
    html, _ = reviewed("mark-points", {"east": [3]})
    tables = re.findall(r"<table>.*?</table>", html)

    assert len(tables) == html.count("<svg") == 2
    for table, weeks in zip(tables, (24, 20), strict=True):
        assert "<caption>Falls on the east ward</caption>" in table
        assert table.count('<th scope="col">') >= 2
        assert table.count('<th scope="row">') == weeks
    assert '<th scope="row">3<td>' in tables[0] and "marked" in tables[0]
    assert "marked" not in tables[1]


@pytest.mark.parametrize("kind", KINDS)
def test_the_style_of_charts_is_there_once_and_only_with_a_chart(reviewed, kind):
    """However many charts there are."""
    html, _ = reviewed(kind, RIGHT[kind])

    assert html.count("<style>") == 1
    assert html.count(".fl-series {") == int('"fl-series' in html)


def test_a_bundle_is_both(sample):
    """As a notebook's output has them, for formgrader and for the terminal."""
    task, case = sample("classify")
    saved = Saved(answer=RIGHT["classify"], state="mine")
    judged = Judged(task, case, saved, task.mark(case, saved.answer))

    bundle = review_bundle(judged)

    assert set(bundle) == {"text/html", "text/plain"}
    assert "All right: 3 of 3." in bundle["text/html"]
    assert "All right: 3 of 3." in bundle["text/plain"]


@pytest.mark.browser
def test_a_wide_table_scrolls_by_itself(sample, page):
    """And can be reached by keyboard to do so; the page stays where it is."""
    task, case = sample("numbers")
    columns = tuple(f"Measurement {number}" for number in range(8))
    wide = Table("Wide", columns, (tuple("1234.5" for _ in columns),))
    case = replace(case, tables=(wide,))

    page.set_viewport_size({"width": 320, "height": 800})
    page.set_content(review(task, case, None, task.mark(case, None)))

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    table = page.get_by_role("group", name="Wide")
    assert table.evaluate(
        "box => box.scrollWidth > box.clientWidth && box.tabIndex === 0"
    )


@pytest.mark.browser
def test_a_drawing_keeps_readable_letters_on_a_telephone(reviewed, page):
    """It scrolls by itself and by keyboard, and is not shrunk to six-pixel letters."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.set_content(reviewed("mark-points", RIGHT["mark-points"], show_truth=True)[0])
    drawing = page.locator(".fl-review-drawing").first

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert drawing.evaluate(
        "box => box.scrollWidth > box.clientWidth && box.tabIndex === 0"
    )
    letters = drawing.locator("text").first.bounding_box()["height"]
    assert letters >= 9


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1000])
def test_axe_finds_nothing_on_a_page_of_reviews(reviewed, page, look, width):
    """All kinds below each other, as on the feedback page."""
    pieces = [
        reviewed(kind, answer, show_truth=True)[0]
        for kind in KINDS
        for answer in (RIGHT[kind], None)
    ]
    # Each task stands on a feedback page once.
    for place, answers in enumerate((pieces[::2], pieces[1::2])):
        page.set_viewport_size({"width": width, "height": 800})
        page.set_content(
            '<html lang="en"><title>Feedback</title><main style="padding: 1rem">'
            "<h1>Feedback</h1>" + "".join(answers) + "</main></html>"
        )
        assert not look(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        look.picture(page, f"review-{width}-{place}")
