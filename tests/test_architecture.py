"""Arrows point one way: a room may import only what stands to its left."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
COURSE = ROOT / "course"

ORDER = (
    "messages",
    "charts",
    "documents",
    "simulations",
    "tasks",
    "exercises",
    "widgets",
    "lessons",
    "grading",
    "classroom",
    "cli",
)
# Files for JupyterLab and IPython, copied when the course is installed.
ONLY_DATA = {"lab"}

# Heavy or awkward, and so kept in one place each.
ONLY_HOME = {
    "nbgrader": "course/grading/",
    "matplotlib": "course/charts/drawing.py",
    "typst": "course/documents/typesetting.py",
    "pypdf": "course/classroom/certificates/checking.py",
}

# The names of numpy.random that hold no state of their own, or hold it openly.
OPEN_CHANCE = {
    "BitGenerator",
    "Generator",
    "PCG64",
    "Philox",
    "SeedSequence",
    "default_rng",
}


def imported(source, package):
    """List the dotted names that a module imports, wherever in it that happens.

    `package` is the dotted name of the package the module lies in, which is what
    its relative imports count from.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")[: 1 - node.level or None] if node.level else []
            base = ".".join([*parts, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif _is_import_module(node):
            yield from (a.value for a in node.args[:1] if isinstance(a, ast.Constant))


def _is_import_module(node):
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    return getattr(called, "attr", getattr(called, "id", "")) == "import_module"


def against_the_order(source, package):
    """List what a module imports of the course that does not stand to its left."""
    room = package.split(".")[1]
    allowed = ORDER[: ORDER.index(room) + 1]
    for name in imported(source, package):
        # The number of the edition belongs to no room.
        if name == "course.__version__":
            continue
        # `from course import exercise` leads through the facade to any room at all.
        if name.split(".")[0] == "course" and name.split(".")[1:2] not in [
            [left] for left in allowed
        ]:
            yield name


def away_from_home(source, package, path):
    """List what a module imports that only another place may import."""
    for name in imported(source, package):
        home = ONLY_HOME.get(name.split(".")[0])
        if home and not path.startswith(home):
            yield name


def hidden_chance(source):
    """List the uses of random state that a module shares with all others."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = ast.unparse(node)
            owner, _, drawn = name.rpartition(".")
            if owner in ("np.random", "numpy.random") and drawn not in OPEN_CHANCE:
                yield name
            if owner == "random" and drawn != "Random":
                yield name
    for name in imported(source, "course"):
        owner, _, drawn = name.rpartition(".")
        if owner == "numpy.random" and drawn not in OPEN_CHANCE:
            yield name
        if owner == "random" and drawn != "Random":
            yield name


def modules(*folders):
    """List Python files below the folders named, as paths from the project's root."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def package_of(path):
    """Return the dotted name of the package that a file of the course lies in."""
    parent = Path(path).parent
    # A room may be one module, `course/cli.py`: it stands for the room itself.
    is_room = parent == Path("course")
    return ".".join((Path(path).with_suffix("") if is_room else parent).parts)


ROOMS = [
    path
    for path in modules("course")
    if path != "course/__init__.py" and path.split("/")[1] not in ONLY_DATA
]


def test_each_room_has_a_place_in_the_order():
    """A new room is put in its place here before it is used."""
    rooms = {
        path.stem
        for path in COURSE.iterdir()
        if path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__")
    }

    assert rooms - {"__init__"} - ONLY_DATA <= set(ORDER)


@pytest.mark.parametrize("path", ROOMS)
def test_imports_point_only_left(path):
    """What stands to the left can be read, tested and used without the rest."""
    source = (ROOT / path).read_text("utf-8")

    assert list(against_the_order(source, package_of(path))) == []


@pytest.mark.parametrize("path", modules("course"))
def test_what_has_one_home_is_imported_only_there(path):
    """Swapping nbgrader or matplotlib touches one place, and nothing else loads it."""
    source = (ROOT / path).read_text("utf-8")

    assert list(away_from_home(source, package_of(path), path)) == []


@pytest.mark.parametrize("path", modules("course", "tests", "bench"))
def test_chance_is_always_an_argument(path):
    """The same seed gives the same case, whatever else has been drawn before."""
    assert list(hidden_chance((ROOT / path).read_text("utf-8"))) == []


@pytest.mark.parametrize("path", modules("course"))
def test_the_files_for_jupyterlab_are_not_imported(path):
    """They are data: nothing of the course may come to lean on them."""
    names = imported((ROOT / path).read_text("utf-8"), package_of(path))

    assert not [name for name in names if name.startswith("course.lab.")]


@pytest.mark.parametrize(
    "source, caught",
    [
        ("import course.widgets.views", ["course.widgets.views"]),
        ("from course.widgets import views", ["course.widgets.views"]),
        ("from course import widgets", ["course.widgets"]),
        ("from course import exercise", ["course.exercise"]),
        ("import course", ["course"]),
        ("from ..widgets import views", ["course.widgets.views"]),
        ("from .. import widgets", ["course.widgets"]),
        ("def late():\n    import course.cli", ["course.cli"]),
        ("import_module('course.grading')", ["course.grading"]),
        ("from course.messages import say", []),
        ("from course.tasks.task import Task", []),
        ("from . import scoring", []),
        ("from .scoring import kappa", []),
        ("from ..charts import runs", []),
        ("import coursework, numpy", []),
    ],
)
def test_an_import_to_the_right_is_caught(source, caught):
    """However it is written, seen from a module in course/tasks."""
    assert list(against_the_order(source, "course.tasks")) == caught


def test_an_import_to_the_right_is_caught_below_a_room_too():
    """Two dots lead up to the room from a package inside it."""
    source = "from ..scoring import kappa\nfrom ...widgets import views"

    assert list(against_the_order(source, "course.tasks.kinds")) == [
        "course.widgets.views"
    ]


@pytest.mark.parametrize(
    "source, path, caught",
    [
        ("import nbgrader.api", "course/cli/grade.py", ["nbgrader.api"]),
        ("from nbgrader import api", "course/grading/run.py", []),
        ("import matplotlib.pyplot", "course/charts/runs.py", ["matplotlib.pyplot"]),
        ("from matplotlib.axes import Axes", "course/charts/drawing.py", []),
    ],
)
def test_an_import_away_from_home_is_caught(source, path, caught):
    """Each has one place, named in ONLY_HOME."""
    assert list(away_from_home(source, package_of(path), path)) == caught


@pytest.mark.parametrize(
    "source, caught",
    [
        ("np.random.seed(1)", ["np.random.seed"]),
        ("numpy.random.normal()", ["numpy.random.normal"]),
        ("from numpy.random import normal", ["numpy.random.normal"]),
        ("random.choice('ab')", ["random.choice"]),
        ("from random import choice", ["random.choice"]),
        ("np.random.default_rng(1).normal()", []),
        ("def draw(rng: np.random.Generator): return rng.random()", []),
        ("random.Random(1).choice('ab')", []),
    ],
)
def test_hidden_chance_is_caught(source, caught):
    """A generator that is passed on is open; a function of the module is not."""
    assert list(hidden_chance(source)) == caught


def loaded_by(*modules):
    """Return what a fresh Python has loaded after importing `modules`."""
    script = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    finished = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(finished.stdout.split())


def test_import_course_loads_nothing_heavy():
    """Every lesson begins with this import: it must cost next to nothing."""
    heavy = {"pandas", "matplotlib", "nbgrader", "ipywidgets", "anywidget", "numpy"}

    assert heavy & loaded_by("course") == set()


# What the lines of a notebook import.
LINES = (
    "course.lessons.page",
    "course.grading.start_page",
    "course.grading.handing_in",
    "course.widgets.exercise",
    "course.widgets.simulations",
)


def test_a_learner_does_not_wait_for_what_teachers_use():
    """The lines of a notebook load none of the libraries that take seconds."""
    slow = {"pandas", "matplotlib", "nbgrader", "nbformat", "jupytext"}

    assert slow & loaded_by(*LINES) == set()


def test_a_laptop_does_not_wait_for_what_a_hub_uses():
    """Nobody hands in through nbgrader's exchange there."""
    assert "course.grading.my_exchange" not in loaded_by(*LINES)


def test_opening_a_lesson_does_not_wait_for_what_saving_uses():
    """It reads many answers and writes none, so it needs no lock."""
    assert "filelock" not in loaded_by(*LINES)
