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
    # What the grader keeps beside a graded notebook; never handed in or out.
    "fourlenses-*",
    # With the key they are signed with.
    "certificates",
]

# In the place of nbgrader's converters: nothing of a learner's is run.
c.Autograde.exporter_class = "course.grading.nbgrader_plugins.AnswerGrader"
c.GenerateFeedback.exporter_class = "course.grading.nbgrader_plugins.FeedbackPages"
# A graded notebook keeps its charts undrawn; formgrader, which shows it, draws them.
c.HTMLExporter.preprocessors = ["course.grading.nbgrader_plugins.DrawnPictures"]
# What nbgrader would do by itself, if ever it came to that: nothing.
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = []

try:
    from course.grading.own_programs import put_on_path

    put_on_path()
# Without the course installed nothing can be graded. nbgrader drops all the settings of
# a file that raises, and would go on with its own Execute; so this file does not raise,
# and nbgrader stops where it cannot find AnswerGrader.
except ImportError:
    pass
