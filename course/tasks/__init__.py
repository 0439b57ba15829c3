"""What a task is, how answers are scored and kept, and who the learner is."""

from course.tasks.aim import AimForm
from course.tasks.answers import AnswerFolder, NotSaved, Saved
from course.tasks.classify import Classify
from course.tasks.conclude import Conclude
from course.tasks.free_text import FreeText
from course.tasks.judging import Judged, judge
from course.tasks.learner import (
    Announced,
    CourseRun,
    Learner,
    choose_name,
    choose_sector,
    find_course_run,
    find_learner,
    find_run,
    find_sector,
)
from course.tasks.mark_points import MarkPoints
from course.tasks.matrix import Matrix
from course.tasks.numbers import Numbers, read_number
from course.tasks.order import Order
from course.tasks.prediction import Prediction
from course.tasks.select import Select
from course.tasks.task import (
    SECTORS,
    Answer,
    Case,
    Drawing,
    Item,
    Key,
    Kind,
    Mark,
    Option,
    Said,
    Table,
    Task,
)
from course.tasks.tree import Tree

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
