"""How each kind of exercise looks and is operated. Python computes, JavaScript draws.

A widget is an ``X.py`` and an ``X.js`` of one name; its traits are the contract between
them. The views are fetched when first asked for, so that the static review, which
graders use, does not pay for ipywidgets.
"""

from importlib import import_module

_HOME = {
    "ExerciseView": "course.widgets.exercise",
    "HandInView": "course.widgets.hand_in",
    "StartView": "course.widgets.start",
    "VIEWS": "course.widgets.simulations",
}

__all__ = ["VIEWS", "ExerciseView", "HandInView", "StartView"]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'course.widgets' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
