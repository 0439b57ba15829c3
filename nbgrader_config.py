"""nbgrader's settings for this course directory: marks come from answers, not code."""

c = get_config()  # noqa: F821 - given by nbgrader

c.CourseDirectory.course_id = "four-lenses"
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    ".lock",
    "*.unfinished",
]

c.Autograde.autograde_preprocessors = [
    # In the place of nbgrader's Execute: nothing of a learner's is run.
    "course.grading.preprocessors.MarkAnswers",
    "nbgrader.preprocessors.SaveAutoGrades",
    "course.grading.preprocessors.FlagForTeacher",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]

c.GenerateFeedback.exporter_class = "course.grading.feedback_exporter.FeedbackExporter"

# Last: were the course not installed, this would fail, and nbgrader goes on with what
# was set before. It must not go on with its own Execute.
from course.grading.own_programs import put_on_path  # noqa: E402

put_on_path()
