"""The head of a lesson and the start page of the course."""

import json

import pytest
from playwright.sync_api import expect

from course.widgets.start import NotFetched, StartView

LESSON = {
    "mode": "lesson",
    "title": "Variation",
    "learner": "Amira",
    "answered": 3,
    "total": 14,
    "saved_in": "04-variation/answers",
    "may_choose": False,
}
COURSE = {
    "mode": "course",
    "title": "Four Lenses",
    "learner": "Amira",
    "saved_in": "/home/amira/course",
    "may_choose": False,
    "modules": [
        {
            "title": "4. Variation",
            "summary": "What a ward does when nobody says anything. About two and a "
            "half hours.",
            "answered": 14,
            "total": 14,
            "points": 41.5,
            "max_points": 62,
            "handed_in": "Handed in on 14 March 2027.",
            "path": "04-variation/variation.ipynb",
        },
        {
            "title": "5. Shewhart charts",
            "summary": "Limits, and what lies outside them.",
            "answered": 3,
            "total": 12,
            "points": None,
            "max_points": None,
            "handed_in": "",
            "path": "05 charts/shewhart.ipynb",
        },
        {
            "title": "6. Measurement",
            "summary": "What to count.",
            "answered": 0,
            "total": 10,
            "points": None,
            "max_points": None,
            "handed_in": "",
            "path": "06-measurement/measurement.ipynb",
        },
        {"title": "7. Tests of change", "summary": "", "path": ""},
    ],
}
STANDING = {
    "met": 1,
    "objectives": [
        {
            "text": "Tells a signal from chance.",
            "met": True,
            "points": "41.5",
            "max_points": "56",
            "tasks": [
                {"title": "Mark the signals", "points": "5.5", "max_points": "6"},
                {"title": "Six ways to correct", "points": "4", "max_points": "4"},
            ],
            "waiting": [],
        },
        {
            "text": "Judges by measurement.",
            "met": False,
            "points": "6",
            "max_points": "44",
            "tasks": [{"title": "Run lengths", "points": "4", "max_points": "4"}],
            "waiting": ["A measure of your own"],
        },
        {
            "text": "Sets aims with a number and a date.",
            "met": False,
            "points": "0",
            "max_points": "26",
            "tasks": [],
            "waiting": ["An aim of your own"],
        },
        {
            "text": "Coaches colleagues.",
            "met": False,
            "points": "0",
            "max_points": "40",
            "tasks": [],
            "waiting": [],
        },
    ],
    "modules": [{"title": "4 Variation", "hours": "2.5"}],
    "hours": "2.5",
}

# As on a hub: one to come, one to fetch, one handed in with feedback to get, one read.
HUB = COURSE | {
    "notice": "",
    "modules": [
        COURSE["modules"][0]
        | {
            "lesson": "04-variation",
            "due": "This was due Friday 12 March 2027 at 16:00.",
            "handed_in": "Handed in on 14 March 2027 at 10:12.",
            "feedback": "04-variation/feedback/2027-03-14 09:12:00 UTC/variation.html",
        },
        COURSE["modules"][1]
        | {
            "lesson": "05-charts",
            "due": "Due Friday 2 April 2027 at 16:00.",
            "answered": 12,
            "handed_in": "Handed in on 30 March 2027 at 17:40. "
            "There is feedback for you.",
            "deeds": ["get-feedback"],
        },
        COURSE["modules"][2]
        | {
            "lesson": "06-measurement",
            "due": "Due Monday 3 May 2027 at 16:00, in 3 days.",
            "path": "",
            "deeds": ["fetch"],
        },
        {
            "title": "7. Tests of change",
            "due": "Due Monday 31 May 2027 at 16:00.",
            "path": "",
        },
    ],
}


class HubSays:
    """What a hub has of the lessons, and what its buttons do."""

    def __init__(self, reason=""):
        self.now, self.reason = HUB, reason

    def fetch(self, lesson):
        """Bring a lesson, or say why not."""
        if self.reason:
            raise NotFetched(self.reason)
        self._change(lesson, path=f"{lesson}/measurement.ipynb", deeds=[])
        return f"{lesson} is here."

    def get_feedback(self, lesson):
        """Bring a page."""
        self._change(lesson, deeds=[], feedback=f"{lesson}/page.html")
        return f"The feedback on {lesson} is here."

    def _change(self, lesson, **more):
        modules = [
            one | more if one.get("lesson") == lesson else one
            for one in self.now["modules"]
        ]
        self.now = self.now | {"modules": modules}

    def view(self):
        """Return the start page."""
        deeds = {"fetch": self.fetch, "get-feedback": self.get_feedback}
        return StartView(self.now, refresh=lambda: self.now, deeds=deeds)


def test_a_lesson_says_who_works_and_how_far(told):
    """In one sentence."""
    view = StartView(LESSON)

    assert view.shown["sentence"] == "You work as Amira. 3 of 14 answered."
    assert "04-variation/answers" in view.shown["saved_in_words"]


def test_each_module_says_how_it_stands():
    """Handed in, begun, not begun, not written."""
    modules = StartView(COURSE).shown["modules"]

    assert [module["words"] for module in modules] == [
        "41.5 of 62 points.",
        "3 of 12 answered.",
        "Not begun. 10 exercises.",
        "Not released yet.",
    ]


def test_all_answered_and_not_handed_in_says_what_comes_next():
    """Else nobody sees the mark."""
    module = COURSE["modules"][1] | {"answered": 12}

    shown = StartView(COURSE | {"modules": [module]}).shown

    assert shown["modules"][0]["words"] == "All 12 answered. Ready to hand in."


def test_a_name_is_chosen_and_a_bad_one_explained(told):
    """The lead of the lesson decides what a name may be."""

    def choose(name):
        if " " in name:
            raise ValueError("A name has no spaces.")
        return f"From now on you work as {name}."

    now = dict(LESSON)
    view = StartView(LESSON | {"may_choose": True}, choose, refresh=lambda: now)

    told(view, "choose", name="Väinö Ö")
    assert view.naming["ok"] is False
    assert view.naming["text"] == "A name has no spaces."

    now["learner"] = "Väinö"
    told(view, "choose", name="Väinö")
    assert view.naming["ok"] is True
    assert view.shown["sentence"].startswith("You work as Väinö.")
    assert view.shown["may_choose"] is False


def test_a_page_on_which_nothing_is_answered_has_a_link_and_no_count():
    """The workbench is neither begun nor finished."""
    page = {"title": "The workbench", "summary": "", "path": "W.ipynb", "tool": True}
    view = StartView(
        {
            "mode": "course",
            "title": "Your lessons",
            "learner": "amira",
            "saved_in": "four-lenses",
            "may_choose": False,
            "modules": [page],
        }
    )

    (shown,) = view.shown["modules"]
    assert (shown["state"], shown["words"]) == ("tool", "")


def test_what_one_can_now_is_said_in_words():
    """Met, not yet, waiting, nothing; and the hours with their sum."""
    shown = StartView(COURSE | {"standing": STANDING}).shown["standing"]

    assert shown["summary"] == "What you can now: 1 of 4"
    assert [(one["state"], one["words"]) for one in shown["objectives"]] == [
        ("right", "Met: 41.5 of 56 points."),
        ("attempted", "Not yet: 6 of 44 points."),
        ("attempted", "Waits for a person to read it."),
        ("not-attempted", "Nothing marked yet."),
    ]
    assert shown["objectives"][1]["tasks"] == [
        "Run lengths: 4 of 4 points",
        "A measure of your own: waits for a person to read it",
    ]
    assert shown["hours"]["rows"] == [["4 Variation", "2.5"], ["Together", "2.5"]]


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1000])
def test_what_one_can_now_unfolds_by_keyboard(open_view, width):
    """Closed at first; axe finds nothing in it; what is open stays open."""
    shown = COURSE | {"standing": STANDING}
    opened = open_view(StartView(shown), width)
    text = opened.page.get_by_text("Tells a signal from chance.")
    task = opened.page.get_by_text("Mark the signals: 5.5 of 6 points")
    assert not text.is_visible()

    opened.tab_to("What you can now: 1 of 4")
    opened.press("Enter")
    assert text.is_visible()
    opened.tab_to("The evidence: Tells a signal from chance.")
    opened.press("Space")
    assert task.is_visible()
    assert not opened.violations()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.picture(f"start-can-now-{width}")

    opened.view.shown = StartView(shown | {"learner": "Aino"}).shown
    opened.hear()
    opened.page.get_by_text("You work as Aino.").wait_for()
    assert task.is_visible()
    assert opened.focused() == "The evidence: Tells a signal from chance."


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("mode", ["lesson", "course", "hub"])
def test_axe_finds_nothing(open_view, mode, width):
    """On a phone and on a desk, with the name asked for."""
    shown = {"lesson": LESSON, "course": COURSE, "hub": HUB}[mode]
    shown = shown | {"may_choose": mode != "hub"}
    opened = open_view(StartView(shown, choose=str), width)

    assert not opened.violations()
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= width
    opened.picture(f"start-{mode}-{width}")


@pytest.mark.browser
def test_a_module_opens_by_a_command_of_lab_or_by_its_address(open_view):
    """The command for JupyterLab, the address for everybody else."""
    opened = open_view(StartView(COURSE))
    link = opened.page.get_by_role("link", name="Open 5. Shewhart charts")

    assert link.get_attribute("data-commandlinker-command") == "docmanager:open"
    arguments = json.loads(link.get_attribute("data-commandlinker-args"))
    assert arguments == {"path": "05 charts/shewhart.ipynb"}
    assert link.get_attribute("href") == "05%20charts/shewhart.ipynb"
    assert opened.page.get_by_role("link").count() == 3


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "address"),
    [
        ("lab", "/user/amira/lab/tree/05%20charts/shewhart.ipynb"),
        ("notebook", "/user/amira/notebooks/05%20charts/shewhart.ipynb"),
    ],
)
def test_the_address_is_that_of_the_server(open_view, body, address):
    """Also behind a hub's prefix, in Lab and in Notebook."""
    opened = open_view(StartView(COURSE | {"modules": []}))
    opened.page.evaluate(
        """body => {
          const settings = document.createElement('script');
          settings.id = 'jupyter-config-data';
          settings.type = 'application/json';
          settings.textContent = '{"baseUrl": "/user/amira/"}';
          document.head.append(settings);
          if (body === 'notebook') document.body.dataset.notebook = 'notebooks';
        }""",
        body,
    )
    opened.view.shown = StartView(COURSE).shown
    opened.hear()

    link = opened.page.get_by_role("link", name="Open 5. Shewhart charts")
    assert link.get_attribute("href") == address


def test_on_a_hub_each_lesson_says_how_it_stands():
    """What is handed in without a mark is not *ready to hand in*."""
    modules = HubSays().view().shown["modules"]

    assert [(one["state"], one["words"]) for one in modules] == [
        ("attempted", "41.5 of 62 points."),
        ("attempted", "12 of 12 answered."),
        ("released", "Released, with 10 exercises."),
        ("to-come", "Not released yet."),
    ]


def test_a_button_that_breaks_says_so(told):
    """It does not hang as if it were still at work."""

    def break_down(_lesson):
        raise RuntimeError("no")

    view = StartView(HUB, deeds={"fetch": break_down})
    told(view, "fetch", lesson="06-measurement")

    assert view.done["ok"] is False
    assert view.done["text"].startswith("That did not work")


@pytest.mark.browser
def test_a_lesson_is_fetched_by_keyboard(open_view):
    """What came of it is heard, and the focus stands on *Open*."""
    opened = open_view(HubSays().view())
    opened.tab_to("Fetch 6. Measurement")
    opened.press("Enter")

    row = opened.page.get_by_role("listitem").filter(has_text="6. Measurement")
    row.get_by_role("status").get_by_text("06-measurement is here.").wait_for()
    assert opened.focused() == "Open 6. Measurement"
    assert row.get_by_role("button").count() == 0
    assert not opened.violations()


@pytest.mark.browser
def test_feedback_is_fetched_and_read_by_keyboard(open_view):
    """The link leads to the page; other lessons keep their buttons."""
    opened = open_view(HubSays().view())
    opened.tab_to("Get feedback on 5. Shewhart charts")
    opened.press("Space")

    opened.page.get_by_text("The feedback on 05-charts is here.").wait_for()
    assert opened.focused() == "Read feedback on 5. Shewhart charts"
    link = opened.page.get_by_role("link", name="Read feedback on 5. Shewhart charts")
    arguments = json.loads(link.get_attribute("data-commandlinker-args"))
    assert arguments == {"path": "05-charts/page.html"}
    assert opened.page.get_by_role("button", name="Fetch 6. Measurement").count() == 1


@pytest.mark.browser
def test_a_lesson_that_cannot_be_fetched_says_why_and_can_be_tried_again(open_view):
    """The focus stays on the button."""
    hub = HubSays(reason="The exchange folder cannot be reached.")
    opened = open_view(hub.view())
    opened.tab_to("Fetch 6. Measurement")
    opened.press("Enter")

    said = opened.page.get_by_text(hub.reason)
    said.wait_for()
    assert said.get_attribute("data-ok") == "false"
    assert opened.focused() == "Fetch 6. Measurement"
    opened.picture("start-hub-refused")
    hub.reason = ""
    opened.press("Enter")
    opened.page.get_by_text("06-measurement is here.").wait_for()
    assert said.count() == 0


@pytest.mark.browser
def test_a_button_at_work_can_be_read_under_the_pointer(open_view):
    """Its words are dark then, so what lies behind them is light."""
    opened = open_view(HubSays().view())
    button = opened.page.get_by_role("button", name="Fetch 6. Measurement")
    button.evaluate("button => button.setAttribute('aria-disabled', 'true')")
    button.hover()

    # It gets there by degrees.
    expect(button).to_have_css("background-color", "rgb(255, 255, 255)")


@pytest.mark.browser
def test_who_comes_back_to_the_page_sees_what_is_new(open_view):
    """A lesson that came while another page was open; and no word of before."""
    hub = HubSays()
    opened = open_view(hub.view())
    opened.page.get_by_role("button", name="Get feedback").click()
    said = opened.page.get_by_text("The feedback on 05-charts is here.")
    said.wait_for()
    shown = "shown => { document.querySelector('.fourlenses').hidden = !shown; }"
    opened.page.evaluate(shown, False)
    hub.fetch("06-measurement")
    opened.page.wait_for_timeout(100)
    opened.page.evaluate(shown, True)

    opened.page.get_by_role("link", name="Open 6. Measurement").wait_for()
    assert said.count() == 0


@pytest.mark.browser
def test_a_name_is_chosen_by_keyboard(open_view):
    """A bad one is explained and the focus stays in the field."""

    def choose(name):
        if " " in name:
            raise ValueError("A name has no spaces.")
        return f"From now on you work as {name}."

    opened = open_view(StartView(LESSON | {"may_choose": True}, choose))

    opened.press("Tab")
    opened.page.keyboard.type("Aino Maria")
    opened.press("Enter")
    assert opened.page.get_by_text("A name has no spaces.").is_visible()
    assert opened.page.get_by_label("What may we call you?").evaluate(
        "field => field === document.activeElement"
    )

    opened.press("Control+a")
    opened.page.keyboard.type("Aino")
    opened.press("Enter")
    assert opened.page.get_by_text("From now on you work as Aino.").is_visible()


@pytest.mark.browser
def test_the_head_counts_along_as_exercises_are_saved(open_view):
    """Exercises tell the page; the head asks anew."""
    now = dict(LESSON)
    opened = open_view(StartView(LESSON, refresh=lambda: now))
    now["answered"] = 4

    opened.page.evaluate(
        "window.dispatchEvent(new CustomEvent('fourlenses:saved',"
        " {detail: {text: 'Saved 14:32', ok: true}}))"
    )

    opened.page.get_by_text("4 of 14 answered.").wait_for()


@pytest.mark.browser
def test_one_says_where_one_works(open_view):
    """Chosen from a list, by keyboard; Python is told, and the list stays."""
    told = []
    shown = {
        **COURSE,
        "sector": "",
        "sectors": [
            {"id": "", "text": "Here and there"},
            {"id": "primary", "text": "In primary care"},
        ],
    }
    view = StartView(
        shown,
        settle=told.append,
        refresh=lambda: {**shown, "sector": told[-1] if told else ""},
    )
    opened = open_view(view)
    choice = opened.page.get_by_label("Where do you work?")

    choice.focus()
    opened.press("ArrowDown")
    opened.page.wait_for_function(
        "() => document.querySelector('select').value === 'primary'"
    )

    assert told == ["primary"]
    assert not opened.violations()


def test_without_a_choice_nothing_is_asked():
    """The head of a lesson has no list of sectors."""
    assert "sectors" not in StartView(LESSON).shown
