"""What a task is, how answers are scored and kept, and who the learner is.

Each name is fetched when first asked for: a lesson has tasks of a few kinds.
"""

from importlib import import_module

_NAMES = {
    "aim": ("AimForm",),
    "answers": (
        "AnswerFolder",
        "NotSaved",
        "Saved",
    ),
    "classify": ("Classify",),
    "conclude": ("Conclude",),
    "free_text": ("FreeText",),
    "judging": (
        "Judged",
        "judge",
    ),
    "learner": (
        "Announced",
        "CourseRun",
        "Learner",
        "choose_name",
        "choose_sector",
        "find_course_run",
        "find_learner",
        "find_run",
        "find_sector",
    ),
    "mark_points": ("MarkPoints",),
    "matrix": ("Matrix",),
    "numbers": (
        "Numbers",
        "read_number",
    ),
    "order": ("Order",),
    "prediction": ("Prediction",),
    "select": ("Select",),
    "task": (
        "SECTORS",
        "Answer",
        "Case",
        "Drawing",
        "Item",
        "Key",
        "Kind",
        "Mark",
        "Option",
        "Said",
        "Table",
        "Task",
    ),
    "tree": ("Tree",),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "SECTORS",
    "AimForm",
    "Announced",
    "Answer",
    "AnswerFolder",
    "Case",
    "Classify",
    "Conclude",
    "CourseRun",
    "Drawing",
    "FreeText",
    "Item",
    "Judged",
    "Key",
    "Kind",
    "Learner",
    "Mark",
    "MarkPoints",
    "Matrix",
    "NotSaved",
    "Numbers",
    "Option",
    "Order",
    "Prediction",
    "Said",
    "Saved",
    "Select",
    "Table",
    "Task",
    "Tree",
    "choose_name",
    "choose_sector",
    "find_course_run",
    "find_learner",
    "find_run",
    "find_sector",
    "judge",
    "read_number",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    # Not asked for here again.
    globals()[name] = found
    return found
