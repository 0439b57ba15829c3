"""Four Lenses: an interactive course in improvement knowledge.

A lesson's notebook needs four names, and they are all this package offers at its top:
``start``, ``exercise``, ``graded`` and ``hand_in``. They are fetched when first asked
for, so that ``import course`` costs next to nothing.

Examples
--------
>>> import course
>>> course.exercise.__name__
'exercise'
"""

from importlib import import_module

__version__ = "0.1.0"

_ROOM_OF = {
    "start": "course.grading.start_page",
    "exercise": "course.lessons.page",
    "graded": "course.lessons.page",
    "key": "course.lessons.page",
    "hand_in": "course.grading.handing_in",
}

__all__ = ["exercise", "graded", "hand_in", "key", "start"]


def __getattr__(name: str) -> object:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'course' has no attribute {name!r}")
    return getattr(import_module(_ROOM_OF[name]), name)
