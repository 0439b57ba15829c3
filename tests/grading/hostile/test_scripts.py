"""Script handed in, opened in a browser: nothing runs, nothing is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from .attacks import ATTACKS
from .scripts import SCRIPTS
from .submissions import ASSIGNMENT, NOTEBOOK, VICTIM

pytestmark = pytest.mark.browser

SCRIPT_ATTACKS = [one for one in ATTACKS if one.family == "scripts"]
for_each = pytest.mark.parametrize(
    "attack", SCRIPT_ATTACKS, ids=lambda attack: attack.name
)
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; img-src data:\">"
)
# What a page must not hold, wherever it came from.
_ODD = """() => {
  const odd = [];
  for (const element of document.querySelectorAll("*")) {
    for (const {name, value} of element.attributes) {
      if (name.startsWith("on")) odd.push(`${element.localName} ${name}`);
      if (/^(href|src|action|data|formaction|srcdoc|xlink:href)$/.test(name) &&
          !/^(#|data:image\\/|\\/formgrader\\/|https:\\/\\/cdnjs)/.test(value.trim()))
        odd.push(`${element.localName} ${name}=${value}`);
    }
    if (/^(iframe|object|embed|base|meta|link|form|math|maction)$/.test(
          element.localName)) odd.push(element.localName);
  }
  return odd.sort();
}"""
# Text of a learner's that a page's MathJax would typeset, as MathJax itself chooses.
_TYPESET = """payload => {
  const skipped = "script,noscript,style,textarea,pre,code,.tex2jax_ignore";
  const letters = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (letters.nextNode()) {
    const node = letters.currentNode;
    if (/\\\\href|\\\\require|\\\\begin\\{equation|evil\\.example|pwned/.test(node.data)
        && !node.parentElement.closest(skipped)) found.push(node.data.slice(0, 80));
  }
  return found;
}"""


class Watched:
    """A page, and everything it did that a page of ours does not."""

    def __init__(self, page: Page):
        self.page = page
        self.asked: list[str] = []
        self.heard: list[str] = []
        page.on(
            "dialog", lambda dialog: self._hear(f"dialog: {dialog.message}", dialog)
        )
        page.on("pageerror", lambda error: self.heard.append(f"error: {error}"))
        page.on("popup", lambda popup: self.heard.append(f"popup: {popup.url}"))
        page.route("**/*", self._answer)
        self._content = ""

    def _hear(self, what: str, dialog) -> None:
        self.heard.append(what)
        dialog.dismiss()

    def _answer(self, route) -> None:
        if route.request.url == self.address:
            route.fulfill(body=self._content, content_type="text/html; charset=utf-8")
        else:
            self.asked.append(route.request.url)
            route.abort()

    def open(self, content: str) -> None:
        """Show a page as a server would, and press everything on it."""
        self.address, self._content = "http://page.example/", content
        self.asked.clear()
        self.page.goto(self.address)
        self.page.evaluate(
            # Not what belongs to formgrader itself.
            "() => document.querySelectorAll(':is(main, #notebook) *').forEach("
            "  one => one.dispatchEvent(new MouseEvent('click', {bubbles: true})))"
        )


@pytest.fixture(scope="module")
def one_page(browser) -> Iterator[Watched]:
    """One page for all: opened anew each time, it remembers nothing."""
    context = browser.new_context()
    yield Watched(context.new_page())
    context.close()


@pytest.fixture
def watched(one_page: Watched) -> Iterator[Watched]:
    """A page that is watched, and was not moved, renamed or made to speak."""
    one_page.heard.clear()
    yield one_page
    assert one_page.heard == []
    assert one_page.page.evaluate("window.pwned") is None
    assert "pwned" not in one_page.page.title()


@for_each
def test_a_feedback_page_runs_nothing_and_asks_for_nothing(attack, batch, watched):
    """It has a security policy that forbids all; without that nothing runs either."""
    page = batch.page(attack.student)
    without = page.replace(_POLICY, "")
    assert page.index(_POLICY) < page.index("<title>")
    watched.open(without)

    assert watched.asked == []
    assert watched.page.url.partition("#")[0] == watched.address
    assert watched.page.title() == f"Variation: feedback for {attack.student}"
    # The viewport, the mark, and the policy that stands in the page here.
    assert watched.page.evaluate(_ODD) == ["meta"] * 3


@pytest.fixture(scope="session")
def formgrader_page(batch):
    """Return what gives formgrader's page of a student's notebook, as HTML.

    Rendered by its own template and exporter, as its handler does.
    """
    from nbconvert.exporters import HTMLExporter
    from nbformat import from_dict
    from nbgrader.server_extensions.formgrader import handlers
    from traitlets.config import Config

    settings = Config()
    settings.HTMLExporter.template_name = "formgrade"
    settings.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    # As in `nbgrader_config.py`.
    settings.HTMLExporter.preprocessors = [
        "course.grading.nbgrader_plugins.DrawnPictures"
    ]
    exporter = HTMLExporter(config=settings)

    released = batch.root / "release" / ASSIGNMENT / NOTEBOOK
    lesson = {cell["id"]: cell for cell in json.loads(released.read_bytes())["cells"]}

    def render(student: str) -> str:
        notebook = json.loads(batch.files("autograded", student)[NOTEBOOK])
        # What is the lesson's own is the same for all, and takes long to draw.
        notebook["cells"] = [
            cell for cell in notebook["cells"] if cell != lesson.get(cell["id"])
        ]
        resources = {
            "assignment_id": ASSIGNMENT,
            "notebook_id": "variation",
            "submission_id": "s",
            "index": 0,
            "total": 1,
            "base_url": "",
            "student": student,
            "last_name": None,
            "first_name": None,
            "notebook_path": "x",
        }
        html, _ = exporter.from_notebook_node(from_dict(notebook), resources=resources)
        return html

    return render


@pytest.fixture(scope="session")
def honest_page(browser, formgrader_page):
    """What formgrader's page asks for, and holds, when an honest learner is marked."""
    context = browser.new_context()
    watched = Watched(context.new_page())
    watched.open(formgrader_page(VICTIM))
    found = set(watched.asked), watched.page.evaluate(_ODD)
    context.close()
    return found


@for_each
def test_formgrader_runs_nothing_of_a_learners(
    attack, formgrader_page, honest_page, watched
):
    """It asks for its own program and for MathJax, and holds no script of theirs."""
    watched.open(formgrader_page(attack.student))
    # Its own program is not there and says so; a learner's would do more than that.
    watched.heard = [one for one in watched.heard if "is not defined" not in one]

    asked, odd = honest_page
    assert set(watched.asked) == asked
    assert watched.page.evaluate(_ODD) == odd
    assert (
        watched.page.evaluate(_TYPESET, SCRIPTS[attack.name.removeprefix("script-")])
        == []
    )
