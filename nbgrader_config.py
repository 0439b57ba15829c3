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
    # Written by the grader; never taken from a submission.
    "fourlenses-flags.json",
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

try:
    from course.grading.own_programs import put_on_path

    put_on_path()
# Without the course installed nothing can be graded. nbgrader drops all the settings of
# a file that raises, and would go on with its own Execute; so this file does not raise,
# and nbgrader stops where it cannot find MarkAnswers.
except ImportError:
    pass
