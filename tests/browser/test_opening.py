"""A lesson opens ready, calm, and runs nothing but the course's own lines."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from waiting import until

from course.classroom.lab_server import LabServer
from course.exercises.names import TOOL_PAGES

pytestmark = pytest.mark.browser

START = 'from course import exercise, graded, hand_in, start\nstart("variation")'
LESSON = (
    "# A trial\n\nEvery Monday at eight, the ward looks at last week's falls.",
    START,
    'exercise("first-look")',
    "# Your own code",
    "'a cell' + ' of one’s own'",
)
# What a folder may hold beside a notebook, each read by something at some time.
TRAPS = (
    "anywidget.py",
    "course.py",
    "ipykernel_launcher.py",
    "ipython_config.py",
    "ipython_kernel_config.py",
    "jupyter_server_config.py",
    "sitecustomize.py",
    "usercustomize.py",
    ".jupytext.py",
    "jupytext.py",
    "course/__init__.py",
)


@pytest.fixture
def trial(write_notebook) -> str:
    """Write a small lesson, and return its path."""
    return write_notebook("trial/trial.ipynb", *LESSON)


@pytest.fixture
def sentinel(tmp_path) -> Path:
    """A folder in which hostile code leaves a file; one file for each that ran."""
    folder = tmp_path / "ran"
    folder.mkdir()
    return folder


def trap(sentinel: Path, name: str) -> str:
    """Return code that leaves a file behind when it runs."""
    return f"open({str(sentinel / name)!r}, 'w').close()"


def controls(page: Page):
    """Everything on the page that an exercise put there to be worked."""
    return page.locator(".jp-OutputArea-output").locator(
        ":is(button, input, select, textarea, [tabindex='0']):visible"
    )


def test_exercises_stand_on_the_page_without_a_click(
    open_lesson, page, trial, take_picture, console_errors
):
    """Opening is all a learner does before the first exercise."""
    open_lesson(trial)

    expect(controls(page).first).to_be_visible()
    take_picture("lesson-opened")
    assert console_errors == []


def test_the_start_page_opens_ready(open_lesson, page):
    """What `fourlenses learn` opens is ready too, and its instruction is put away."""
    open_lesson("Start.ipynb")

    expect(page.locator(".fl-lesson")).to_have_attribute("data-fourlenses", "ready")
    expect(page.get_by_text("If this page stays empty").first).not_to_be_visible()


@pytest.mark.parametrize(("name", "notebook"), TOOL_PAGES.items())
def test_a_tool_opens_ready(open_lesson, page, take_picture, name, notebook):
    """It stands on its page without a click."""
    open_lesson(notebook)

    expect(page.locator(f"[data-fourlenses='{name}']")).to_be_visible()
    take_picture(f"tool-{name}")


def test_code_and_prompts_are_out_of_sight_until_asked_for(open_lesson, page, trial):
    """Only code that is not the course's own is shown; the button shows the rest."""
    open_lesson(trial)
    own = page.locator(".jp-InputArea-editor", has_text="first-look")
    button = page.get_by_role("button", name="Show the code")

    expect(own).not_to_be_visible()
    expect(page.locator(".jp-InputArea-editor", has_text="a cell")).to_be_visible()
    expect(page.locator(".jp-InputPrompt:visible")).to_have_count(0)
    expect(button).to_have_attribute("aria-pressed", "false")

    button.click()

    expect(own).to_be_visible()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".jp-InputPrompt:visible")).not_to_have_count(0)


def test_the_page_is_calm(open_lesson, page, trial):
    """No news, no dialog, no file browser, no status bar, no tools for cells."""
    open_lesson(trial)
    page.wait_for_timeout(1000)

    for selector in (
        ".Toastify__toast",
        ".jp-Dialog",
        ".jp-FileBrowser",
        "#jp-main-statusbar",
        ".jp-cell-toolbar",
        "[data-jp-item-name=cellType]",
    ):
        expect(page.locator(f"{selector}:visible")).to_have_count(0)


def test_keys_do_not_change_the_lesson_while_it_is_read(open_lesson, page, trial):
    """Lab's `d d` deletes a cell; a learner with the keyboard must not meet that."""
    open_lesson(trial)
    cells = page.locator(".fl-lesson .jp-Cell")
    before = cells.count()

    controls(page).first.focus()
    for key in ("Escape", "d", "d", "b", "x", "ArrowDown"):
        page.keyboard.press(key)
    page.locator(".jp-RenderedMarkdown").first.dblclick()

    expect(cells).to_have_count(before)
    expect(page.locator(".jp-MarkdownCell .cm-content:visible")).to_have_count(0)


def test_a_lesson_that_is_only_looked_at_stays_as_it_is(
    open_lesson, page, trial, workspace
):
    """Opening leaves nothing unsaved, so closing asks nothing."""
    before = (workspace / trial).read_bytes()
    open_lesson(trial)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.close(run_before_unload=True)

    assert asked == []
    assert (workspace / trial).read_bytes() == before


def test_the_saved_mark_says_what_the_exercises_say(open_lesson, page, trial):
    """A save is told in the toolbar; a failure cannot be overlooked."""
    open_lesson(trial)
    tell = """detail => window.dispatchEvent(
        new CustomEvent("fourlenses:saved", {detail}))"""
    mark = page.locator(".fl-lab-mark[role=status]")

    page.evaluate(tell, {"text": "Saved 14:32", "ok": True})
    expect(mark).to_have_text("Saved 14:32")

    page.evaluate(tell, {"text": "Not saved: the disk is full.", "ok": False})
    expect(mark).to_have_text("Not saved")
    expect(page.locator(".fl-lab-bar[role=alert]")).to_contain_text("the disk is full")

    page.evaluate(tell, {"text": "Saved 14:33", "ok": True})
    expect(mark).to_have_text("Saved 14:33")
    expect(page.locator(".fl-lab-bar[role=alert]")).to_have_count(0)


def test_hand_in_leads_to_the_place(open_lesson, page, write_notebook):
    """The button in the toolbar brings the reader and the keyboard there."""
    prose = ["# " + "A long story. " * 400] * 3
    path = write_notebook("trial/long.ipynb", START, *prose, 'hand_in("variation")')
    open_lesson(path)
    # Whatever the real one looks like, this is how it says what it is.
    page.evaluate("""() => {
        const cells = document.querySelectorAll(".fl-lesson .jp-Cell");
        const place = document.createElement("div");
        place.dataset.fourlenses = "hand-in";
        place.innerHTML = "<button>Here</button>";
        document.querySelectorAll("[data-fourlenses=hand-in]").forEach(
            (other) => other.removeAttribute("data-fourlenses"));
        cells[cells.length - 1].append(place);
    }""")

    page.get_by_role("button", name="Hand in", exact=True).first.click()

    here = page.get_by_role("button", name="Here")
    expect(here).to_be_focused()
    expect(here).to_be_in_viewport()


def test_a_restarted_kernel_gets_its_exercises_again(open_lesson, page, trial):
    """Restarting is no reason to know about Run All."""
    open_lesson(trial)
    page.get_by_role("menuitem", name="Kernel").click()
    page.get_by_text("Restart Kernel…", exact=True).click()
    page.get_by_role("button", name=re.compile("Restart")).last.click()

    page.locator(".fl-lesson[data-fourlenses=opening]").wait_for()
    page.locator(".fl-lesson[data-fourlenses=ready]").wait_for()
    expect(controls(page).first).to_be_visible()


def test_notebook_7_opens_it_ready_too(open_lesson, page, trial, take_picture):
    """The same plugin serves the plainer of Jupyter's two pages."""
    open_lesson(trial, view="notebooks")

    expect(controls(page).first).to_be_visible()
    expect(page.get_by_role("button", name="Show the code")).to_be_visible()
    take_picture("notebook-7")


def is_connected(page: Page, lab: LabServer, notebook: str) -> bool:
    """Whether the page of a notebook has a kernel that waits for something to do."""
    sessions = page.request.get(f"{lab.url}api/sessions?token={lab.token}").json()
    kernels = [one["kernel"] for one in sessions if one["path"] == notebook]
    return any(
        kernel["connections"] and kernel["execution_state"] == "idle"
        for kernel in kernels
    )


def test_without_the_plugin_run_all_does_the_same(
    open_page, page, lab, trial, jupyter_home, take_picture
):
    """The plugin is a convenience: nothing in a lesson depends on it."""
    labconfig = jupyter_home / "config" / "labconfig"
    labconfig.mkdir(exist_ok=True)
    setting = labconfig / "page_config.json"
    setting.write_text(json.dumps({"disabledExtensions": {"fourlenses": True}}))
    try:
        open_page(trial)
        expect(page.locator(".fl-lesson")).to_have_count(0)
        # Lab passes over cells it is asked to run before it has reached a kernel.
        until(page, lambda: is_connected(page, lab, trial))
        page.get_by_role("menuitem", name="Run").click()
        page.get_by_text("Run All Cells", exact=True).click()

        expect(controls(page).first).to_be_visible()
        take_picture("without-the-plugin")
    finally:
        setting.unlink()


def test_a_changed_lab_is_said_on_the_page(open_page, page, lab, trial):
    """A Lab that no longer has what the plugin needs is no reason for silence."""
    open_page(trial)
    page.evaluate("""async () => {
        const folder = new URL("/lab/extensions/fourlenses/static/", location.href);
        const { lessonPlugin } = await import(new URL("lesson.js", folder));
        const gone = async (name) => { throw new Error(`no ${name}`); };
        (await lessonPlugin(gone, folder)).activate();
    }""")

    expect(page.locator(".fl-lab-bar[role=alert]")).to_contain_text(
        "Choose Run > Run All Cells."
    )


def ask_plugin(page: Page, lab, file: str, expression: str, given=None):
    """Evaluate JavaScript with one of the plugin's files, `m`, and a value, `given`."""
    page.goto(f"{lab.url}login")
    address = f"{lab.url}lab/extensions/fourlenses/static/{file}"
    return page.evaluate(
        f"([address, given]) => import(address).then((m) => {expression})",
        [address, given],
    )


@pytest.mark.parametrize(
    ("versions", "newest"),
    [
        (["4.9.3", "4.10.0"], "4.10.0"),
        (["4.6.0-beta.1", "4.6.0"], "4.6.0"),
        (["4.6.0-beta.2", "4.6.0-beta.10"], "4.6.0-beta.10"),
        (["10.0.0", "9.9.9", "2.0.0"], "10.0.0"),
    ],
)
def test_versions_are_compared_as_versions(page, lab, versions, newest):
    """As text, 4.10 would come before 4.9."""
    chosen = ask_plugin(
        page,
        lab,
        "versions.js",
        "m.newest(Object.fromEntries(given.map((name) => [name, {}])))",
        versions,
    )

    assert chosen == newest


def test_the_version_lab_has_loaded_comes_first(page, lab):
    """A second copy of a module would hold tokens that Lab does not know."""
    chosen = ask_plugin(
        page,
        lab,
        "versions.js",
        "m.newest(given)",
        {"4.5.0": {"loaded": 1}, "4.6.0": {}},
    )

    assert chosen == "4.5.0"


# ---- a notebook from anywhere ---------------------------------------------------


@pytest.fixture
def trapped(workspace, sentinel, request) -> str:
    """Fill a folder of the workspace with files that wait to be run by accident."""
    name = re.sub(r"\W+", "-", request.node.name)
    folder = workspace / name
    for file in TRAPS:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        code = trap(sentinel, "file-" + file.replace("/", "-")) + "\n"
        (folder / file).write_text(code, "utf-8")
    return name


def left_by(sentinel: Path) -> list[str]:
    """Name what ran."""
    return sorted(path.name for path in sentinel.iterdir())


def test_opening_runs_nothing_but_the_courses_own_lines(
    open_lesson, page, trapped, sentinel, write_notebook
):
    """Neither cells that only resemble our lines nor files beside the notebook."""
    ran = [trap(sentinel, f"cell-{number}") for number in range(12)]
    path = write_notebook(
        f"{trapped}/hostile.ipynb",
        START,
        f'exercise("first-look"); {ran[0]}',
        f'exercise("first-look")\n{ran[1]}',
        f"{START}\n{ran[2]}",
        f"def exercise(name):\n    {ran[3]}",
        f"%%python\n{ran[4]}",
        f'exercise("{{}}".format({ran[5]}))',
        f'exercise("a" + str({ran[6]}))',
        f'{ran[7]}\nhand_in("x")',
        f'hand_in("x") or {ran[8]}',
        f' exercise("first-look")\n{ran[9]}',
        f'graded("x") #\n{ran[10]}',
        f'!python -c "{ran[11]}"',
        'exercise("first-look")',
    )

    open_lesson(path)

    expect(page.locator(".fl-lesson")).to_have_attribute("data-fourlenses", "ready")
    assert left_by(sentinel) == []

    # The same notebook does run when its reader asks for it: the traps were real.
    page.get_by_role("button", name="Run all").click()
    page.locator(".jp-Cell", has_text="exercise").last.wait_for()
    until(page, lambda: "cell-0" in left_by(sentinel))


@pytest.mark.parametrize(
    "start",
    [
        'from course import exercise, graded, hand_in, start\nstart("x")\n{ran}',
        'from course import exercise, graded, hand_in, start\nstart("x"); {ran}',
        "def exercise(name):\n    {ran}",
        '{ran}\nfrom course import exercise, graded, hand_in, start\nstart("x")',
    ],
    ids=["a third line", "a second statement", "no start line", "a line before"],
)
def test_nothing_runs_without_our_start_line(
    open_lesson, page, trapped, sentinel, write_notebook, start
):
    """`exercise` could mean anything until our own line has said what it is."""
    path = write_notebook(
        f"{trapped}/hostile.ipynb",
        start.format(ran=trap(sentinel, "cell")),
        'exercise("first-look")',
    )

    open_lesson(path)

    expect(page.locator(".fl-lesson")).to_have_attribute("data-fourlenses", "stopped")
    expect(page.locator(".fl-lab-bar[role=alert]")).to_contain_text(
        "Choose Run > Run All Cells."
    )
    assert left_by(sentinel) == []


def test_a_failed_start_line_ends_the_opening(
    open_lesson, page, sentinel, write_notebook
):
    """What an earlier session left in the kernel is not called when `start` fails."""
    hostile = f"def exercise(name):\n    {trap(sentinel, 'left-over')}"
    path = write_notebook(
        "trial/left-over.ipynb",
        START,
        'exercise("first-look")',
        f"import sys\nsys.modules['course'] = None\n{hostile}\nprint('poisoned')",
    )
    open_lesson(path)
    page.get_by_role("button", name="Run all").click()
    page.get_by_text("poisoned", exact=True).wait_for()
    assert left_by(sentinel) == []

    page.once("dialog", lambda dialog: dialog.accept())
    open_lesson(path)

    expect(page.locator(".fl-lesson")).to_have_attribute("data-fourlenses", "stopped")
    assert left_by(sentinel) == []


def test_a_notebook_that_is_no_lesson_is_left_alone(
    open_page, page, trapped, sentinel, write_notebook
):
    """Without the course's metadata not even our own lines run."""
    path = write_notebook(
        f"{trapped}/other.ipynb", START, 'exercise("first-look")', lesson=False
    )

    open_page(path)
    page.wait_for_timeout(4000)

    expect(page.locator(".fl-lesson")).to_have_count(0)
    expect(page.locator(".jp-OutputArea-output")).to_have_count(0)
    assert left_by(sentinel) == []


def test_the_kernel_forgets_the_folder_of_the_notebook(page, lab, tmp_path):
    """Also where the environment's own setting is missing, and leaving no name."""
    code = ask_plugin(page, lab, "own_lines.js", "m.FORGET_FOLDER")
    (tmp_path / "course.py").write_text("raise SystemExit('the wrong course')")
    program = f"""if True:
        import sys
        sys.path[:0] = ["", {str(tmp_path)!r}]
        known = set(globals())
        exec({code!r}, globals())
        assert set(globals()) - known <= {{"known", "__builtins__"}}
        import course
        course.__version__
    """

    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=True)
